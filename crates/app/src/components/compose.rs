//! Helpers for writing: another idea, styles, recent prompts, sections of a song, lengths, seeds.

use leptos::prelude::{
    AriaAttributes, ClassAttribute, CollectView, ElementChild, Get, GetUntracked, GlobalAttributes,
    IntoView, Memo, OnAttribute, Signal, Update, With, WithUntracked, component, view,
};
use tutti_core::providers;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use crate::browser;
use crate::components::icon::{Glyph, Icon};
use crate::components::part::If;
use crate::state::decimal;
use crate::state::draft::Place;
use crate::state::fields::params;
use crate::state::lyrics::{self, Count, SECTIONS, with_section};
use crate::state::styles;
use crate::state::take::Take;
use crate::studio::{PROMPT, Studio, field_id};
use crate::text::{composer as text, runs};
use crate::words;

/// Puts a good prompt in the place of what is there.
#[component]
pub(crate) fn Dice() -> impl IntoView {
    let studio = Studio::here();
    let draw = move |_| {
        let now = studio.draft.with_untracked(|draft| draft.prompt.clone());
        studio.write_prompt(styles::drawn(browser::random(), &now));
    };
    view! {
        <button type="button" class="quiet dice" on:click=draw><Icon glyph=Glyph::Dice />{text::surprise()}</button>
    }
}

/// Styles to put into the prompt and take out again.
#[component]
pub(crate) fn Styles() -> impl IntoView {
    let studio = Studio::here();
    let chips = styles::names().map(|name| {
        let on = Memo::new(move |_| studio.draft.with(|draft| styles::has(&draft.prompt, name)));
        let toggle = move |_| {
            let now = studio.draft.with_untracked(|draft| draft.prompt.clone());
            studio.write_prompt(&styles::toggled(&now, name));
        };
        let pressed = move || if on.get() { "true" } else { "false" };
        view! {
            <li><button type="button" class="tag" aria-pressed=Signal::derive(pressed) on:click=toggle>{name}</button></li>
        }
    });
    view! {
        <details class="fold">
            <summary>{text::examples()}</summary>
            <ul class="tags" lang="en">{chips.collect_view()}</ul>
        </details>
    }
}

/// The last prompts.
#[component]
pub(crate) fn Recent() -> impl IntoView {
    let studio = Studio::here();
    let some = Memo::new(move |_| studio.history.with(|history| !history.all().is_empty()));
    let rows = move || {
        let all = studio.history.with(|history| history.all().to_vec());
        let rows = all.into_iter().map(|prompt| {
            let line = words::line(&prompt);
            let take = move |_| {
                studio.write_prompt(&prompt);
                browser::focus(PROMPT);
            };
            view! { <li><button type="button" class="recent" on:click=take>{line}</button></li> }
        });
        rows.collect_view()
    };
    view! {
        <If when=move || some.get()>
            <details class="fold">
                <summary>{text::recent_prompts()}</summary>
                <ul class="recents">{rows}</ul>
            </details>
        </If>
    }
}

/// How much of what the chosen models take of a field is used, from where it matters.
#[component]
pub(crate) fn Counts(field: &'static str, id: &'static str) -> impl IntoView {
    let studio = Studio::here();
    let counts = Memo::new(move |_| {
        studio.draft.with(|draft| {
            let written = if field == "prompt" {
                &draft.prompt
            } else {
                draft.entry(field)
            };
            let counts = lyrics::counts(draft.models(), field, written);
            let told = |count: &Count| count.used > 0 && (field == "lyrics" || count.is_near());
            counts
                .into_iter()
                .filter(told)
                .map(in_words)
                .collect::<Vec<_>>()
        })
    });
    let lines = move || {
        counts
            .get()
            .into_iter()
            .map(|line| view! { <span>{line}</span> })
            .collect_view()
    };
    view! { <p class="hint" id=id>{lines}</p> }
}

/// Marks for the sections of a song.
#[component]
pub(crate) fn Sections() -> impl IntoView {
    let studio = Studio::here();
    let off = Memo::new(move |_| {
        let lacks = |id: &str| {
            providers::row(id)
                .is_none_or(|(_, model)| params(model).all(|param| param.name != "lyrics"))
        };
        studio
            .draft
            .with(|draft| draft.models().iter().all(|id| lacks(id)))
    });
    let buttons = SECTIONS.map(|section| {
        view! {
            <li><button type="button" class="tag" disabled=Signal::derive(move || off.get()) on:click=move |_| studio.insert_section(section)>
                {format!("[{section}]")}
            </button></li>
        }
    });
    view! {
        <ul class="tags" lang="en" aria-label=text::sections()>{buttons.collect_view()}</ul>
        <If when=move || !off.get()><p class="hint">{text::sections_hint()}</p></If>
        <Counts field="lyrics" id="lyrics-counts" />
    }
}

/// Draws a seed that stays, or has a new one drawn each time again.
#[component]
pub(crate) fn SeedTools() -> impl IntoView {
    let studio = Studio::here();
    let kept = Memo::new(move |_| studio.draft.with(|draft| !draft.entry("seed").is_empty()));
    let word = move || {
        if kept.get() {
            text::new_seed()
        } else {
            text::draw_seed()
        }
    };
    let press = move |_| {
        let seed = (!kept.get_untracked()).then(|| f64::from(browser::random() >> 1));
        studio.use_seed(seed);
    };
    view! {
        <button type="button" class="link" on:click=press>{Signal::derive(word)}</button>
    }
}

/// Puts the seed of a piece into the form.
#[component]
pub(crate) fn SeedButton(#[prop(into)] take: Signal<Take>) -> impl IntoView {
    let studio = Studio::here();
    let seed = Memo::new(move |_| take.with(|take| take.seed));
    let digits = move || seed.get().map(|seed| seed.to_string()).unwrap_or_default();
    let use_it = move |_| {
        studio.use_seed(seed.get_untracked());
        studio.announce(runs::seed_is_kept(&digits()));
    };
    let name = Signal::derive(move || runs::seed_use(&digits()));
    view! {
        <If when=move || seed.with(Option::is_some)>
            <button type="button" class="quiet seed" title=name aria-label=name on:click=use_it>
                {Signal::derive(move || runs::seed(&digits()))}
            </button>
        </If>
    }
}

fn in_words(count: Count) -> String {
    let [used, least, most] = [count.used, count.min, count.max].map(|it| it.to_string());
    if count.is_over() {
        text::over_by(&used, &least, &most, &count.model)
    } else {
        text::close_to(&used, &most, &count.model)
    }
}

impl Studio {
    /// Writes the prompt.
    pub(crate) fn write_prompt(self, prompt: &str) {
        self.draft
            .update(|draft| prompt.clone_into(&mut draft.prompt));
        self.settle(&Place::Prompt);
    }

    /// Keeps a seed for what is ordered next, or none.
    fn use_seed(self, seed: Option<f64>) {
        let text = seed.map(decimal::write).unwrap_or_default();
        self.draft.update(|draft| draft.write("seed", &text));
        self.settle(&Place::Field("seed".to_owned()));
    }

    /// Puts the mark of a section where the caret is in the lyrics.
    fn insert_section(self, section: &str) {
        let id = field_id(&Place::Field("lyrics".to_owned()));
        let field = browser::element(&id).and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok());
        let text = self
            .draft
            .with_untracked(|draft| draft.entry("lyrics").to_owned());
        let caret = field
            .as_ref()
            .and_then(|it| it.selection_end().ok().flatten());
        let caret = caret.map_or(usize::MAX, |it| it as usize);
        let (text, caret) = with_section(&text, caret, section);
        self.draft.update(|draft| draft.write("lyrics", &text));
        if let Some(field) = field {
            // Moves the caret only once the text is there.
            field.set_value(&text);
            let caret = u32::try_from(caret).unwrap_or_default();
            let _ = field.focus();
            let _ = field.set_selection_range(caret, caret);
        }
    }
}
