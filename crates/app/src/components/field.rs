//! One field of the form, as its row of the catalogue describes it.

use leptos::prelude::{
    AnyView, AriaAttributes, ClassAttribute, CollectView, ElementChild, Get, GlobalAttributes,
    IntoAny, IntoView, Memo, OnAttribute, PropAttribute, Signal, Update, With, component,
    event_target_checked, event_target_value, view,
};

use crate::components::compose::{Sections, SeedTools};
use crate::components::composer::ProblemLine;
use crate::components::part::If;
use crate::state::draft::Place;
use crate::state::fields::{Field, Shape};
use crate::studio::{Studio, field_id};
use crate::text::composer as text;
use crate::text::of_catalogue;

/// One field.
#[component]
pub(crate) fn FieldView(field: Field) -> impl IntoView {
    let bond = Bond::new(&field);
    let (id, hint_id, problem_id) = (bond.id.clone(), bond.hint_id(), bond.problem_id());
    let (hints, wrong, off) = (bond.hints, bond.wrong, bond.off);
    let shape = field.shape(&[]);
    let is_flag = shape == Shape::Flag;
    let class = match shape {
        Shape::Text { .. } | Shape::Flag => "field whole",
        _ => "field",
    };
    view! {
        <div class=class class:flag=is_flag class:off=Signal::derive(move || off.with(Option::is_some))>
            <label class="label" for=id>{of_catalogue(field.label)}</label>
            {control(bond, shape)}
            {beside(field.name)}
            <If when=move || hints.with(|it| !it.is_empty())>
                <p class="hint" id=hint_id.clone()>
                    {move || hints.get().into_iter().map(|line| view! { <span>{line}</span> }).collect_view()}
                </p>
            </If>
            <ProblemLine id=problem_id wrong />
        </div>
    }
}

/// What helps with a field.
fn beside(name: &'static str) -> Option<AnyView> {
    match name {
        "lyrics" => Some(view! { <Sections /> }.into_any()),
        "seed" => Some(view! { <SeedTools /> }.into_any()),
        _ => None,
    }
}

/// What ties a control to the draft.
#[derive(Clone)]
struct Bond {
    studio: Studio,
    name: &'static str,
    id: String,
    /// Why it cannot be used.
    off: Memo<Option<String>>,
    hints: Memo<Vec<String>>,
    wrong: Memo<Option<String>>,
}

impl Bond {
    fn new(field: &Field) -> Self {
        let studio = Studio::here();
        let place = Place::Field(field.name.to_owned());
        let (for_off, for_hint) = (field.clone(), field.clone());
        let off = Memo::new(move |_| studio.draft.with(|draft| for_off.off(draft.models())));
        Self {
            studio,
            name: field.name,
            id: field_id(&place),
            off,
            hints: Memo::new(move |_| match off.get() {
                Some(why) => vec![why],
                None => studio.draft.with(|draft| for_hint.hints(draft.models())),
            }),
            wrong: studio.problem_at(place),
        }
    }

    fn hint_id(&self) -> String {
        format!("{}-hint", self.id)
    }

    fn problem_id(&self) -> String {
        format!("{}-problem", self.id)
    }

    fn write(&self, text: &str) {
        self.studio
            .draft
            .update(|draft| draft.write(self.name, text));
        self.studio.settle(&Place::Field(self.name.to_owned()));
    }

    fn entry(&self) -> Signal<String> {
        let (studio, name) = (self.studio, self.name);
        Signal::derive(move || studio.draft.with(|draft| draft.entry(name).to_owned()))
    }

    fn is_off(&self) -> Signal<bool> {
        let off = self.off;
        Signal::derive(move || off.with(Option::is_some))
    }

    fn is_wrong(&self) -> Signal<Option<&'static str>> {
        let wrong = self.wrong;
        Signal::derive(move || wrong.with(|it| it.is_some().then_some("true")))
    }

    /// The ids of what is said about it.
    fn told(&self) -> Signal<Option<String>> {
        let (hints, wrong) = (self.hints, self.wrong);
        let (hint_id, problem_id) = (self.hint_id(), self.problem_id());
        Signal::derive(move || {
            let hint = hints.with(|it| (!it.is_empty()).then(|| hint_id.clone()));
            let wrong = wrong.with(|it| it.is_some().then(|| problem_id.clone()));
            let ids: Vec<String> = [wrong, hint].into_iter().flatten().collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        })
    }
}

fn control(bond: Bond, shape: Shape) -> AnyView {
    match shape {
        Shape::Choice(words) => choice(&bond, words),
        Shape::Flag => switch(&bond),
        Shape::Number { unit, .. } => number(&bond, unit),
        Shape::Text { lines } => text(&bond, lines),
    }
}

fn number(bond: &Bond, unit: &'static str) -> AnyView {
    let (entry, off, wrong, told) = (bond.entry(), bond.is_off(), bond.is_wrong(), bond.told());
    let writer = bond.clone();
    // Not `type=number`: what such a box cannot read it hides, and it could not be told what is wrong with it.
    view! {
        <span class="with-unit">
            <input
                type="text"
                inputmode="decimal"
                autocomplete="off"
                placeholder=text::auto()
                id=bond.id.clone()
                disabled=off
                aria-invalid=wrong
                aria-describedby=told
                prop:value=entry
                on:input=move |event| writer.write(&event_target_value(&event))
            />
            <span class="unit" aria-hidden="true">{unit}</span>
        </span>
    }
    .into_any()
}

fn switch(bond: &Bond) -> AnyView {
    let (entry, off, told) = (bond.entry(), bond.is_off(), bond.told());
    let writer = bond.clone();
    view! {
        <input
            type="checkbox"
            class="switch"
            id=bond.id.clone()
            disabled=off
            aria-describedby=told
            prop:checked=Signal::derive(move || entry.with(|it| it == "true"))
            on:change=move |event| writer.write(if event_target_checked(&event) { "true" } else { "" })
        />
    }
    .into_any()
}

fn choice(bond: &Bond, words: &'static [&'static str]) -> AnyView {
    let (entry, off, told) = (bond.entry(), bond.is_off(), bond.told());
    let writer = bond.clone();
    view! {
        <select
            id=bond.id.clone()
            disabled=off
            aria-describedby=told
            prop:value=entry
            on:change=move |event| writer.write(&event_target_value(&event))
        >
            <option value="">{text::auto()}</option>
            {words.iter().map(|word| view! { <option value=*word>{*word}</option> }).collect_view()}
        </select>
    }
    .into_any()
}

fn text(bond: &Bond, lines: bool) -> AnyView {
    let (entry, off, wrong, told) = (bond.entry(), bond.is_off(), bond.is_wrong(), bond.told());
    let writer = bond.clone();
    let write = move |event| writer.write(&event_target_value(&event));
    let id = bond.id.clone();
    if lines {
        view! {
            <textarea id=id rows="3" disabled=off aria-invalid=wrong aria-describedby=told prop:value=entry on:input=write></textarea>
        }
        .into_any()
    } else {
        view! {
            <input type="text" id=id disabled=off aria-invalid=wrong aria-describedby=told prop:value=entry on:input=write />
        }
        .into_any()
    }
}
