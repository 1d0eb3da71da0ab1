//! Money: the limit and the day's sum in the settings, and what is asked before more is spent.

use leptos::html::Dialog;
use leptos::prelude::{
    AnyView, AriaAttributes, ClassAttribute, Effect, ElementChild, Get, GetUntracked,
    GlobalAttributes, IntoAny, IntoView, Memo, NodeRef, NodeRefAttribute, OnAttribute,
    PropAttribute, RwSignal, Set, Signal, With, WithUntracked, component, event_target_value, view,
};

use crate::components::composer::ProblemLine;
use crate::components::part::If;
use crate::state::ask::Doubt;
use crate::state::decimal;
use crate::state::fields::listed;
use crate::state::spend::Sum;
use crate::studio::{Ask, LIMIT, Studio};
use crate::text::spend as text;
use crate::words;

/// A sum in words, with what is open about it.
pub(crate) fn in_words(sum: Sum) -> String {
    let usd = words::dollars(sum.usd);
    match sum.unknown {
        0 => usd,
        _ => text::at_least(&usd),
    }
}

/// The limit and the day's sum.
#[component]
pub(crate) fn Spending() -> impl IntoView {
    let studio = Studio::here();
    let typed = RwSignal::new(
        studio
            .settings
            .with_untracked(|settings| settings.daily_limit)
            .map(decimal::write)
            .unwrap_or_default(),
    );
    let (wrong, set_wrong) = problem();
    let write = move |event| {
        typed.set(event_target_value(&event));
        match read_limit(&typed.get_untracked()) {
            Ok(limit) => {
                set_wrong.set(None);
                studio.set_limit(limit);
            }
            Err(why) => set_wrong.set(Some(why.to_owned())),
        }
    };
    let said = move || {
        let today = studio.today();
        match today.orders {
            0 => text::today_none().to_owned(),
            count => text::today_orders(u64::from(count), &in_words(today)),
        }
    };
    let billed = Memo::new(move |_| studio.today().billed);
    let some_billed = move || billed.get() > 0.0;
    view! {
        <section class="settings-part" aria-labelledby="spending-head">
            <h3 id="spending-head">{text::spending()}</h3>
            <p class="hint">
                {Signal::derive(said)}
                <If when=some_billed>" "{Signal::derive(move || text::billed(&words::dollars(billed.get())))}</If>
            </p>
            <LimitField id=LIMIT typed wrong write />
            <p class="hint" id="limit-hint">{text::limit_hint()}</p>
        </section>
    }
}

#[component]
fn LimitField(
    id: &'static str,
    typed: RwSignal<String>,
    wrong: Memo<Option<String>>,
    write: impl Fn(leptos::ev::Event) + Send + Sync + 'static,
) -> impl IntoView {
    let problem = format!("{id}-problem");
    let told = problem.clone();
    let described = move || {
        let told = told.clone();
        wrong.with(|it| it.is_some().then_some(told))
    };
    view! {
        <label class="label" for=id>{text::limit_a_day()}</label>
        <span class="with-unit limit">
            <input
                type="text"
                inputmode="decimal"
                autocomplete="off"
                id=id
                placeholder=text::no_limit()
                aria-invalid=Signal::derive(move || wrong.with(|it| it.is_some().then_some("true")))
                aria-describedby=Signal::derive(described)
                prop:value=Signal::derive(move || typed.get())
                on:input=write
            />
            <span class="unit" aria-hidden="true">"$"</span>
        </span>
        <ProblemLine id=problem wrong />
    }
}

/// The question before money is spent.
#[component]
pub(crate) fn AskSheet() -> impl IntoView {
    let studio = Studio::here();
    let dialog: NodeRef<Dialog> = NodeRef::new();
    let open = Memo::new(move |_| studio.ask.with(Option::is_some));
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
        <dialog class="settings ask" role="alertdialog" node_ref=dialog aria-labelledby="ask-head" aria-describedby="ask-what" on:close=move |_| studio.ask.set(None)>
            {move || studio.ask.get().map(question)}
        </dialog>
    }
}

fn question(ask: Ask) -> AnyView {
    let studio = Studio::here();
    let (head, what, more) = in_sentences(&ask.doubt);
    let others = ask.rest.orders.len() as u64;
    let some_left = others > 0;
    let limit = match ask.doubt {
        Doubt::Over { spent, more, .. } => Some(spent.usd + more.usd),
        Doubt::Twin { .. } | Doubt::Unpriced { .. } => None,
    };
    let go_on = match limit {
        Some(needed) => view! { <Raise needed /> }.into_any(),
        None => {
            let word = if matches!(ask.doubt, Doubt::Twin { .. }) {
                text::order_again()
            } else {
                text::anyway()
            };
            view! { <button type="button" class="plain" on:click=move |_| studio.go_on()>{word}</button> }.into_any()
        }
    };
    view! {
        <h2 id="ask-head">{head}</h2>
        <div id="ask-what">
            <p>{what}</p>
            {more.map(|more| view! { <p class="hint">{more}</p> })}
        </div>
        <div class="ask-acts">
            {go_on}
            {some_left.then(|| view! {
                <button type="button" class="plain" on:click=move |_| studio.go_on_with_rest()>{text::only_others(others)}</button>
            })}
            <button type="button" class="quiet" autofocus on:click=move |_| studio.ask.set(None)>{text::not_now()}</button>
        </div>
    }
    .into_any()
}

/// A field for a higher limit, and the button that sets it and goes on.
#[component]
fn Raise(needed: f64) -> impl IntoView {
    let studio = Studio::here();
    // Up to the next whole dollar: a limit is for more than one order.
    let typed = RwSignal::new(decimal::write(needed.ceil().max(1.0)));
    let (wrong, set_wrong) = problem();
    let raise = move |_| match read_limit(&typed.get_untracked()) {
        Ok(limit) => {
            studio.set_limit(limit);
            studio.go_on();
        }
        Err(why) => set_wrong.set(Some(why.to_owned())),
    };
    let write = move |event| typed.set(event_target_value(&event));
    view! {
        <div class="ask-limit"><LimitField id="raised-limit" typed wrong write /></div>
        <button type="button" class="plain" on:click=raise>{text::raise_and_order()}</button>
    }
}

fn in_sentences(doubt: &Doubt) -> (&'static str, String, Option<&'static str>) {
    let names = |models: &[&'static str]| listed(models.iter().map(|id| words::model_name(id)));
    match doubt {
        Doubt::Over { spent, more, limit } => {
            let limit = words::dollars(*limit);
            let what = text::over_what(&limit, &in_words(*spent), &in_words(*more));
            (text::over_head(), what, None)
        }
        Doubt::Twin {
            models,
            at_ms,
            open,
        } => {
            let ago = words::ago(crate::browser::now_ms(), *at_ms);
            let what = if *open {
                text::just_ordered_open
            } else {
                text::just_ordered
            };
            let what = what(&names(models), &ago);
            (text::order_again_head(), what, Some(text::twice_more()))
        }
        Doubt::Unpriced { models } => {
            let what = text::unpriced_what(&names(models));
            (text::price_unknown_head(), what, None)
        }
    }
}

fn problem() -> (Memo<Option<String>>, RwSignal<Option<String>>) {
    let wrong = RwSignal::new(None);
    (Memo::new(move |_| wrong.get()), wrong)
}

/// A limit as it was written; nothing is none.
fn read_limit(written: &str) -> Result<Option<f64>, &'static str> {
    let written = written.trim().trim_matches('$').trim();
    if written.is_empty() {
        return Ok(None);
    }
    let usd = decimal::read(written).filter(|usd| *usd >= 0.0);
    usd.map(Some).ok_or_else(text::limit_is_none)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_read_as_people_write_it() {
        for (written, read) in [("2.5", 2.5), (" $3 ", 3.0), ("0,40", 0.4), ("0", 0.0)] {
            assert_eq!(read_limit(written), Ok(Some(read)), "{written}");
        }
        assert_eq!(read_limit("  "), Ok(None));
        for written in ["lots", "-1", "inf", "nan", "1.2.3", "1,000"] {
            assert!(read_limit(written).is_err(), "{written}");
        }
    }
}
