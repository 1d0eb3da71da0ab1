//! The dialog in which a kept piece is changed.

use leptos::html::Dialog;
use leptos::prelude::{
    AnyView, AriaAttributes, ClassAttribute, CollectView, Effect, ElementChild, Get, GetUntracked,
    GlobalAttributes, IntoAny, IntoView, Memo, NodeRef, NodeRefAttribute, OnAttribute,
    PropAttribute, Set, Signal, With, component, event_target_checked, event_target_value, view,
};
use tutti_core::catalog::{ParamInfo, ParamKind};
use tutti_core::{Operation, providers};

use crate::components::icon::{Glyph, Icon};
use crate::components::part::If;
use crate::components::region::Region;
use crate::state::edit::{Edit, about, has_lines, name};
use crate::state::fields::said;
use crate::state::settings::is_local;
use crate::state::take::Take;
use crate::studio::{Studio, edit_field_id, sends};
use crate::text::common::close;
use crate::text::{composer, edit as text, of_catalogue};
use crate::words;

/// Opens the dialog for a piece, where something can be done to it.
#[component]
pub(crate) fn EditButton(#[prop(into)] take: Signal<Take>) -> impl IntoView {
    let studio = Studio::here();
    let can = Memo::new(move |_| take.with(|take| Edit::of(take).is_some()));
    view! {
        <If when=move || can.get()>
            <button
                type="button"
                class="quiet round"
                title=text::edit()
                aria-label=Signal::derive(move || take.with(|take| text::edit_of(&take.spoken())))
                on:click=move |_| take.with(|take| studio.open_edit(take))
            >
                <Icon glyph=Glyph::Create />
            </button>
        </If>
    }
}

/// The dialog.
#[component]
pub(crate) fn EditSheet() -> impl IntoView {
    let studio = Studio::here();
    let dialog: NodeRef<Dialog> = NodeRef::new();
    let open = Memo::new(move |_| studio.edit.with(Option::is_some));
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else {
            return;
        };
        match (open.get(), dialog.open()) {
            (true, false) => {
                // It is in the document and closed, so it opens.
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog class="settings sheet" node_ref=dialog aria-labelledby="edit-head" on:close=move |_| studio.edit.set(None)>
            <If when=move || open.get()><Body /></If>
        </dialog>
    }
}

#[component]
fn Body() -> impl IntoView {
    let studio = Studio::here();
    let title = studio
        .edit
        .with(|edit| edit.as_ref().map(|edit| edit.take.title()));
    let way = Memo::new(move |_| {
        studio
            .edit
            .with(|edit| edit.as_ref().map(|it| it.operation))
    });
    let lead = Memo::new(move |_| {
        studio.flaws.with(|flaws| {
            flaws
                .iter()
                .find(|it| it.name.is_none())
                .map(|it| it.message.clone())
        })
    });
    view! {
        <header class="settings-head">
            <h2 id="edit-head">{title}</h2>
            <button type="button" class="quiet round" aria-label=close() on:click=move |_| studio.edit.set(None)>
                <Icon glyph=Glyph::Close />
            </button>
        </header>
        <form
            class="sheet-form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                studio.send_edit();
            }
            on:keydown=move |event| {
                if sends(&event) {
                    studio.send_edit();
                }
            }
        >
            <Ways />
            <Region />
            {move || way.get().map(|_| view! { <Fields /> })}
            <If when=move || lead.with(Option::is_some)>
                <p class="problem" role="alert"><Icon glyph=Glyph::Alert />{Signal::derive(move || lead.get())}</p>
            </If>
            <Send />
        </form>
    }
}

/// Which of the three is done.
#[component]
fn Ways() -> impl IntoView {
    let studio = Studio::here();
    let ways = studio
        .edit
        .with(|edit| edit.as_ref().map(Edit::ways).unwrap_or_default());
    let now = Memo::new(move |_| {
        studio
            .edit
            .with(|edit| edit.as_ref().map(|it| it.operation))
    });
    let first = edit_field_id("way");
    let choices = ways.into_iter().enumerate().map(|(nth, way)| {
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name="way"
                    id=(nth == 0).then(|| first.clone())
                    prop:checked=Signal::derive(move || now.get() == Some(way))
                    on:change=move |_| studio.set_way(way)
                />
                <span>{name(way)}</span>
            </label>
        }
    });
    view! {
        <fieldset class="segments">
            <legend class="visually-hidden">{text::what_to_do()}</legend>
            {choices.collect_view()}
        </fieldset>
        <p class="hint" role="status">{Signal::derive(move || now.get().map(about))}</p>
    }
}

/// What the model can be told: the words in front, the rest folded away.
#[component]
fn Fields() -> impl IntoView {
    let studio = Studio::here();
    let params = studio
        .edit
        .with(|edit| edit.as_ref().map(Edit::params).unwrap_or_default());
    let fields = params.into_iter().filter(|it| !Edit::is_place(it.name));
    let (main, more): (Vec<_>, Vec<_>) = fields.partition(|param| {
        matches!(
            param.name,
            "instruction" | "prompt" | "lyrics" | "strength" | "seconds"
        )
    });
    let list = |params: Vec<&'static ParamInfo>| {
        params
            .into_iter()
            .map(|param| view! { <Field param /> })
            .collect_view()
    };
    let has_more = !more.is_empty();
    let more = has_more.then(|| {
        view! {
            <details class="fold">
                <summary>{composer::more_settings()}</summary>
                <div class="fields">{list(more)}</div>
            </details>
        }
    });
    view! {
        <div class="fields">{list(main)}</div>
        {more}
    }
}

#[component]
fn Field(param: &'static ParamInfo) -> impl IntoView {
    let studio = Studio::here();
    let id = edit_field_id(param.name);
    let hint_id = format!("{id}-hint");
    let problem_id = format!("{id}-problem");
    let wrong = Memo::new(move |_| {
        studio.flaws.with(|flaws| {
            let found = flaws
                .iter()
                .find(|it| it.name.as_deref() == Some(param.name));
            found.map(|it| it.message.clone())
        })
    });
    let hint = said(param);
    let told = [
        wrong_id(wrong, &problem_id),
        Signal::stored(hint.as_ref().map(|_| hint_id.clone())),
    ];
    let told = Signal::derive(move || {
        let ids: Vec<String> = told.iter().filter_map(|id| id.get()).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    });
    let class = if matches!(param.kind, ParamKind::Text { .. } | ParamKind::Flag) {
        "field whole"
    } else {
        "field"
    };
    view! {
        <div class=class class:flag=matches!(param.kind, ParamKind::Flag)>
            <label class="label" for=id.clone()>{of_catalogue(param.label)}</label>
            {control(param, id, wrong, told)}
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <If when=move || wrong.with(Option::is_some)>
                <p class="problem" id=problem_id.clone()><Icon glyph=Glyph::Alert />{Signal::derive(move || wrong.get())}</p>
            </If>
        </div>
    }
}

fn wrong_id(wrong: Memo<Option<String>>, id: &str) -> Signal<Option<String>> {
    let id = id.to_owned();
    Signal::derive(move || wrong.with(|it| it.is_some().then(|| id.clone())))
}

fn control(
    param: &'static ParamInfo,
    id: String,
    wrong: Memo<Option<String>>,
    told: Signal<Option<String>>,
) -> AnyView {
    let studio = Studio::here();
    let name = param.name;
    let entry = Signal::derive(move || {
        let entry = |edit: &Edit| edit.entry(name).to_owned();
        studio
            .edit
            .with(|edit| edit.as_ref().map(entry).unwrap_or_default())
    });
    let bad = Signal::derive(move || wrong.with(|it| it.is_some().then_some("true")));
    let write = move |event| studio.write_edit(name, &event_target_value(&event));
    match param.kind {
        ParamKind::Flag => view! {
            <input
                type="checkbox"
                class="switch"
                id=id
                aria-describedby=told
                prop:checked=Signal::derive(move || entry.with(|it| it == "true"))
                on:change=move |event| studio.write_edit(name, if event_target_checked(&event) { "true" } else { "" })
            />
        }
        .into_any(),
        ParamKind::Choice(words) => view! {
            <select id=id aria-describedby=told prop:value=entry on:change=write>
                <option value="">{composer::auto()}</option>
                {words.iter().map(|word| view! { <option value=*word>{*word}</option> }).collect_view()}
            </select>
        }
        .into_any(),
        _ if has_lines(param) => view! {
            <textarea id=id rows="2" aria-invalid=bad aria-describedby=told prop:value=entry on:input=write></textarea>
        }
        .into_any(),
        _ => view! {
            <input type="text" autocomplete="off" id=id aria-invalid=bad aria-describedby=told prop:value=entry on:input=write />
        }
        .into_any(),
    }
}

#[component]
fn Send() -> impl IntoView {
    let studio = Studio::here();
    let word = move || {
        studio
            .edit
            .with(|edit| edit.as_ref().map(|it| name(it.operation)))
    };
    let price = studio.edit.with(|edit| {
        let edit = edit.as_ref()?;
        let (provider, model) = providers::row(edit.model())?;
        let local = is_local(&edit.take.base);
        Some(if local {
            text::no_charge().to_owned()
        } else {
            words::price(provider, model)
        })
    });
    view! {
        <div class="sheet-send">
            <button type="submit" class="generate" aria-keyshortcuts="Control+Enter Meta+Enter">
                <span class="generate-word">{Signal::derive(word)}</span>
                <span class="generate-cost">{price}</span>
            </button>
        </div>
    }
}

/// Lets the joins of a part that was made anew be heard.
#[component]
pub(crate) fn JoinsButton(#[prop(into)] take: Signal<Take>) -> impl IntoView {
    let studio = Studio::here();
    let replaced = Memo::new(move |_| {
        take.with(|take| take.order.get("operation").text() == Some(Operation::Replace.name()))
    });
    view! {
        <If when=move || replaced.get()>
            <button
                type="button"
                class="quiet"
                aria-label=Signal::derive(move || take.with(|take| text::hear_joins_of(&take.spoken())))
                on:click=move |_| studio.hear_joins(&take.get_untracked())
            >
                {text::hear_joins()}
            </button>
        </If>
    }
}
