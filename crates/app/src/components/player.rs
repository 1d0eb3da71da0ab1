//! The player at the foot of the page: the one audio element and its controls.

use leptos::ev::KeyboardEvent;
use leptos::prelude::{
    AnyView, AriaAttributes, ClassAttribute, CollectView, Effect, ElementChild, Get, GetUntracked,
    GlobalAttributes, IntoAny, IntoView, Memo, NodeRefAttribute, OnAttribute, PropAttribute,
    Signal, StyleAttribute, Update, With, component, event_target_value, view,
};

use crate::components::icon::{Glyph, Icon};
use crate::components::lane::{DownloadButton, PlayButton};
use crate::components::later::place;
use crate::components::part::If;
use crate::components::wave::Wave;
use crate::state::decimal;
use crate::state::take::Take;
use crate::studio::{SPEEDS, Studio};
use crate::text::listen as text;
use crate::words;

/// The one audio element, and what goes on unseen. It stays when the page is drawn anew.
pub(crate) fn engine() -> AnyView {
    let studio = Studio::here();
    Effect::new(move |_| studio.title());
    Effect::new(move |_| studio.set_level());
    Effect::new(move |_| studio.set_pace());
    Effect::new(move |_| studio.show_badge());
    Effect::new(move |_| studio.show_media());
    studio.hear_media_keys();
    studio.hear_other_tabs();
    studio.ask_relay();
    studio.warm_up();
    studio.restore();
    view! {
        <audio
            node_ref=studio.audio
            preload="auto"
            on:play=move |_| studio.heard_playing(true)
            on:pause=move |_| studio.heard_playing(false)
            on:ended=move |_| studio.heard_end()
            on:timeupdate=move |_| studio.heard_time()
            on:durationchange=move |_| studio.heard_length()
            on:error=move |_| studio.heard_fault()
        ></audio>
    }
    .into_any()
}

/// The player.
#[component]
pub(crate) fn Player() -> impl IntoView {
    let studio = Studio::here();
    let loaded = Memo::new(move |_| studio.player.with(|player| player.take.is_some()));
    view! {
        <footer class="player" class:loaded=Signal::derive(move || loaded.get()) aria-label=text::player()>
            <If when=move || !loaded.get()><Idle /></If>
            <If when=move || loaded.get()>
                {place(|rest| (rest.player)())}
            </If>
        </footer>
    }
}

#[component]
fn Idle() -> impl IntoView {
    view! {
        <span class="play idle" aria-hidden="true"><Icon glyph=Glyph::Play /></span>
        <p class="idle-words">{text::heard_here()}</p>
    }
}

/// The player's controls, while a piece is loaded.
pub(crate) fn controls() -> AnyView {
    let studio = Studio::here();
    let take = Memo::new(move |_| studio.player.with(|player| player.take.clone()));
    let first = take.get_untracked();
    let controls = first.map(|first| {
        // The piece may change while the player stays.
        let now = Memo::new(move |_| take.get().unwrap_or_else(|| first.clone()));
        view! { <Loaded take=now.into() /> }
    });
    controls.into_any()
}

#[component]
fn Loaded(take: Signal<Take>) -> impl IntoView {
    let studio = Studio::here();
    let fault = Memo::new(move |_| studio.player.with(|player| player.fault.clone()));
    let veiled = Memo::new(move |_| take.with(|take| studio.is_veiled(&take.id)));
    view! {
        <PlayButton take veiled=true />
        <div class="playing">
            <p class="playing-title" dir="auto">{Signal::derive(move || take.with(|take| studio.name_of(take)))}</p>
            <If when=move || !veiled.get()><p class="playing-model">{Signal::derive(move || take.with(Take::model_name))}</p></If>
        </div>
        <If when=move || fault.with(Option::is_some)>
            <p class="problem" role="alert"><Icon glyph=Glyph::Alert />{Signal::derive(move || fault.get())}</p>
        </If>
        <If when=move || fault.with(Option::is_none)>
            <Seek take />
        </If>
        <div class="player-acts">
            <LoopButton />
            <Speed />
            <Volume />
            <If when=move || !veiled.get()><DownloadButton take /></If>
        </div>
    }
}

/// The waveform, with a real slider over it that does the talking.
#[component]
fn Seek(take: Signal<Take>) -> impl IntoView {
    let studio = Studio::here();
    let seconds = Memo::new(move |_| studio.player.with(|player| player.seconds()));
    let whole = Memo::new(move |_| studio.position.get().floor());
    let peaks = studio.outline_of(take);
    let played = Signal::derive(move || match seconds.get() {
        some if some > 0.0 => studio.position.get() / some,
        _ => 0.0,
    });
    // Where the repeated part begins, and how wide it is, in parts of the length.
    let part = Memo::new(move |_| {
        let length = seconds.get();
        let (from, to) = studio
            .repeat
            .with(|it| (it.on && it.is_part() && length > 0.0).then(|| it.within(length)))?;
        Some([from / length, (to - from) / length])
    });
    let edge = move |nth: usize| part.get().map(|part| format!("{:.2}%", part[nth] * 100.0));
    let seek = move |event| {
        if let Ok(to) = event_target_value(&event).parse() {
            studio.seek(to);
        }
    };
    let step = move |event: KeyboardEvent| {
        let seconds = if event.shift_key() { 1.0 } else { 5.0 };
        let by = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => -seconds,
            "ArrowRight" | "ArrowUp" => seconds,
            _ => return,
        };
        event.prevent_default();
        studio.skip_by(by);
    };
    view! {
        <span class="time">{Signal::derive(move || words::clock(whole.get()))}</span>
        <div class="seek">
            <Wave peaks played on_pick=|_| {} />
            <If when=move || part.with(Option::is_some)>
                <span class="seek-part" style:left=Signal::derive(move || edge(0)) style:width=Signal::derive(move || edge(1))></span>
            </If>
            <input
                type="range"
                min="0"
                max=Signal::derive(move || format!("{:.2}", seconds.get()))
                step="0.1"
                aria-label=Signal::derive(move || take.with(|take| text::seek_in(&studio.spoken_name_of(take))))
                aria-valuetext=Signal::derive(move || words::spoken(whole.get()))
                prop:value=Signal::derive(move || format!("{:.1}", studio.position.get()))
                on:input=seek
                on:keydown=step
            />
        </div>
        <span class="time">{Signal::derive(move || words::clock(seconds.get()))}</span>
    }
}

#[component]
fn LoopButton() -> impl IntoView {
    let studio = Studio::here();
    let on = Memo::new(move |_| studio.repeat.with(|repeat| repeat.on));
    view! {
        <button
            type="button"
            class="quiet round toggle"
            title=text::repeat()
            aria-label=text::repeat()
            aria-keyshortcuts="l"
            aria-pressed=Signal::derive(move || on.get().to_string())
            on:click=move |_| studio.repeat.update(|repeat| repeat.on = !repeat.on)
        >
            <Icon glyph=Glyph::Loop />
        </button>
    }
}

#[component]
fn Speed() -> impl IntoView {
    let studio = Studio::here();
    let set = move |event| {
        if let Ok(speed) = event_target_value(&event).parse() {
            studio.set_speed(speed);
        }
    };
    let now = move || studio.settings.with(|settings| settings.speed.to_string());
    let options = SPEEDS.map(|speed| {
        let name = format!("{} ×", decimal::write(speed));
        view! { <option value=speed.to_string()>{name}</option> }
    });
    view! {
        <label class="speed">
            <span class="visually-hidden">{text::speed()}</span>
            <select title=text::speed() prop:value=Signal::derive(now) on:change=set>{options.collect_view()}</select>
        </label>
    }
}

#[component]
fn Volume() -> impl IntoView {
    let studio = Studio::here();
    let percent = Memo::new(move |_| {
        studio
            .settings
            .with(|settings| (settings.volume * 100.0).round())
    });
    let set = move |event| {
        if let Ok(percent) = event_target_value(&event).parse::<f64>() {
            studio.set_volume(percent / 100.0);
        }
    };
    view! {
        <label class="volume">
            <Icon glyph=Glyph::Volume />
            <span class="visually-hidden">{text::volume()}</span>
            <input
                type="range"
                min="0"
                max="100"
                aria-valuetext=Signal::derive(move || text::percent(&words::number(percent.get(), 0)))
                prop:value=Signal::derive(move || percent.get().to_string())
                on:input=set
            />
        </label>
    }
}
