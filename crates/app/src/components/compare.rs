//! The strip above the player, where takes are heard against each other.

use leptos::ev::MouseEvent;
use leptos::prelude::{
    AnyView, AriaAttributes, ClassAttribute, CollectView, ElementChild, For, Get, GetUntracked,
    GlobalAttributes, IntoAny, IntoView, Memo, OnAttribute, PropAttribute, Signal, Update, With,
    component, event_target_checked, view,
};

use crate::components::icon::{Glyph, Icon};
use crate::components::part::If;
use crate::state::compare::{Compare, differences};
use crate::state::player::Player;
use crate::state::repeat::Repeat;
use crate::state::take::Take;
use crate::studio::Studio;
use crate::text::listen as text;
use crate::words;

/// Takes a piece into the comparison, or out of it.
#[component]
pub(crate) fn CompareButton(#[prop(into)] take: Signal<Take>) -> impl IntoView {
    let studio = Studio::here();
    let on = Memo::new(move |_| take.with(|take| studio.compare.with(|it| it.has(&take.id))));
    view! {
        <button
            type="button"
            class="quiet round toggle"
            title=text::compare()
            aria-pressed=Signal::derive(move || on.get().to_string())
            aria-label=Signal::derive(move || take.with(|take| text::compare_of(&take.spoken())))
            on:click=move |_| studio.toggle_compare(&take.get_untracked())
        >
            <Icon glyph=Glyph::Compare />
        </button>
    }
}

/// The strip, to be loaded when it is wanted.
pub(crate) fn strip() -> AnyView {
    view! { <CompareStrip /> }.into_any()
}

/// The strip, while there is something to compare.
#[component]
fn CompareStrip() -> impl IntoView {
    let studio = Studio::here();
    let slots = Memo::new(move |_| studio.compare.with(|compare| compare.slots().to_vec()));
    let enough = Memo::new(move |_| slots.with(|slots| slots.len() > 1));
    view! {
        <If when=move || slots.with(|slots| !slots.is_empty())>
            <section class="compare" aria-labelledby="compare-head">
                <h2 class="compare-head" id="compare-head">{text::compare()}</h2>
                <ol class="slots">
                    <For each=move || slots.get() key=String::clone let:id><Slot id /></For>
                </ol>
                <If when=move || !enough.get()>
                    <p class="compare-hint">{text::add_another()}</p>
                </If>
                <If when=move || enough.get()>
                    <Ways />
                    <Part />
                    <Differences />
                </If>
                <button
                    type="button"
                    class="quiet round compare-close"
                    aria-label=text::end_comparison()
                    title=text::end_comparison()
                    on:click=move |_| studio.compare.update(Compare::clear)
                >
                    <Icon glyph=Glyph::Close />
                </button>
            </section>
        </If>
    }
}

/// One take: its number key, its name, by how much it is turned down.
#[component]
fn Slot(id: String) -> impl IntoView {
    let studio = Studio::here();
    let (heard, picked, named, turned, go, out) = (
        id.clone(),
        id.clone(),
        id.clone(),
        id.clone(),
        id.clone(),
        id,
    );
    let now = Memo::new(move |_| studio.player.with(|player| player.has(&heard)));
    let pick = Memo::new(move |_| {
        studio
            .compare
            .with(|compare| compare.pick.as_deref() == Some(picked.as_str()))
    });
    let name = Memo::new(move |_| slot_name(studio, &named));
    let place = {
        let go = go.clone();
        Memo::new(move |_| {
            let at = studio
                .compare
                .with(|compare| compare.slots().iter().position(|it| *it == go));
            at.unwrap_or_default() + 1
        })
    };
    let gain = Memo::new(move |_| match studio.gain_db(&turned) {
        Some(db) if db < -0.05 => Some(decibels(db)),
        _ => None,
    });
    let remove = move |_: MouseEvent| studio.compare.update(|compare| compare.remove(&out));
    view! {
        <li class="slot" class:now=Signal::derive(move || now.get())>
            <button
                type="button"
                class="slot-name"
                aria-pressed=Signal::derive(move || now.get().to_string())
                aria-keyshortcuts=Signal::derive(move || place.get().to_string())
                on:click=move |_| studio.listen_to(&go)
            >
                <kbd>{Signal::derive(move || place.get())}</kbd>
                <span class="slot-title">{Signal::derive(move || name.get())}</span>
                <If when=move || gain.with(Option::is_some)><span class="slot-gain">{Signal::derive(move || gain.get())}</span></If>
                <If when=move || pick.get()><span class="slot-pick"><Icon glyph=Glyph::Check />{text::your_choice()}</span></If>
            </button>
            <button
                type="button"
                class="quiet round"
                aria-label=Signal::derive(move || name.with(|name| text::take_out(name)))
                on:click=remove
            >
                <Icon glyph=Glyph::Close />
            </button>
        </li>
    }
}

/// The model's name tells takes of one prompt apart; of different prompts, the prompt does too.
fn slot_name(studio: Studio, id: &str) -> String {
    if let Some(veil) = studio.compare.with(|compare| compare.veil(id)) {
        return veil;
    }
    let slots = studio.compare.with(|compare| compare.slots().to_vec());
    let prompts: Vec<_> = slots.iter().filter_map(|id| studio.take(id)).collect();
    let one_prompt = prompts
        .windows(2)
        .all(|pair| pair[0].prompt() == pair[1].prompt());
    match studio.take(id) {
        Some(take) if one_prompt => take.model_name(),
        Some(take) => format!("{} · {}", take.model_name(), take.title()),
        None => String::new(),
    }
}

/// How one compares: equally loud, without names.
#[component]
fn Ways() -> impl IntoView {
    let studio = Studio::here();
    let matched = move || studio.compare.with(|compare| compare.matched);
    let blind = Memo::new(move |_| studio.compare.with(|compare| compare.blind));
    let set_matched = move |event| {
        let on = event_target_checked(&event);
        studio.compare.update(|compare| compare.matched = on);
    };
    let in_it = Memo::new(move |_| {
        let take = studio
            .player
            .with(|player| player.take.as_ref().map(|it| it.id.clone()));
        take.is_some_and(|id| studio.compare.with(|compare| compare.has(&id)))
    });
    view! {
        <div class="ways">
            <label class="way" title=text::match_level_more()>
                <input type="checkbox" class="switch" role="switch" prop:checked=Signal::derive(matched) on:change=set_matched />
                {text::match_level()}
            </label>
            <label class="way" title=text::blind_more()>
                <input
                    type="checkbox"
                    class="switch"
                    role="switch"
                    prop:checked=Signal::derive(move || blind.get())
                    on:change=move |event| studio.set_blind(event_target_checked(&event))
                />
                {text::blind()}
            </label>
            <If when=move || blind.get() && in_it.get()>
                <button type="button" class="plain" on:click=move |_| studio.pick()>{text::choose_this()}</button>
            </If>
        </div>
    }
}

/// The part that is played over and over, of every take the same.
#[component]
fn Part() -> impl IntoView {
    let studio = Studio::here();
    let part = Memo::new(move |_| {
        let seconds = studio.player.with(Player::seconds);
        studio
            .repeat
            .with(|it| (it.on && it.is_part()).then(|| it.within(seconds)))
    });
    let words = move || {
        part.get()
            .map(|(from, to)| format!("{}\u{2013}{}", words::clock(from), words::clock(to)))
    };
    let begin = move |_| {
        let at = studio.position.get_untracked();
        studio.repeat.update(|repeat| repeat.begin_at(at));
    };
    let end = move |_| {
        let at = studio.position.get_untracked();
        studio.repeat.update(|repeat| repeat.end_at(at));
    };
    view! {
        <div class="part" role="group" aria-label=text::part_to_repeat()>
            <Icon glyph=Glyph::Loop />
            <button type="button" class="quiet" aria-keyshortcuts="[" on:click=begin>{text::from_here()}</button>
            <button type="button" class="quiet" aria-keyshortcuts="]" on:click=end>{text::to_here()}</button>
            <If when=move || part.with(Option::is_some)>
                <span class="part-span">{Signal::derive(words)}</span>
                <button type="button" class="quiet" on:click=move |_| studio.repeat.update(Repeat::clear)>{text::play_on()}</button>
            </If>
        </div>
    }
}

/// A table of what differs, and of nothing else.
#[component]
fn Differences() -> impl IntoView {
    let studio = Studio::here();
    let rows = Memo::new(move |_| {
        let slots = studio.compare.with(|compare| compare.slots().to_vec());
        let takes: Vec<Take> = slots.iter().filter_map(|id| studio.take(id)).collect();
        (takes.len(), differences(&takes))
    });
    let blind = Memo::new(move |_| studio.compare.with(|compare| compare.blind));
    let table = move || {
        let (takes, rows) = rows.get();
        let heads = (1..=takes).map(|nth| view! { <th scope="col">{nth}</th> });
        let rows = rows.into_iter().map(|(name, values)| {
            let cells = values.into_iter().map(|value| view! { <td>{value}</td> });
            view! { <tr><th scope="row">{name}</th>{cells.collect_view()}</tr> }
        });
        view! {
            <table>
                <thead><tr><th scope="col">{text::setting()}</th>{heads.collect_view()}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        }
    };
    view! {
        <If when=move || !blind.get() && rows.with(|(_, rows)| !rows.is_empty())>
            <details class="differences">
                <summary>{text::what_differs()}</summary>
                <div class="differences-table" tabindex="0" role="region" aria-label=text::what_differs()>{table}</div>
            </details>
        </If>
    }
}

fn decibels(db: f64) -> String {
    format!("{} dB", words::number(db, 1)).replace('-', "\u{2212}")
}
