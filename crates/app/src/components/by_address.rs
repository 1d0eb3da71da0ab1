//! Giving a model a recording that it fetches from the web itself.

use leptos::prelude::{
    AriaAttributes, ClassAttribute, ElementChild, Get, GetUntracked, GlobalAttributes, IntoView,
    Memo, OnAttribute, PropAttribute, RwSignal, Set, Signal, With, WithUntracked, component,
    event_target_value, view,
};
use tutti_core::catalog::{ModelInfo, ProviderInfo};
use wasm_bindgen_futures::spawn_local;

use crate::browser;
use crate::components::composer::ProblemLine;
use crate::components::part::If;
use crate::state::reach::{Unfit, is_public};
use crate::studio::Studio;
use crate::text::{composer, edit, library as text};
use crate::words;

/// Lengths that differ by less than this, in seconds, are of one recording: files are cut and padded.
const SAME_SECONDS: f64 = 1.0;

/// What is known of the address.
#[derive(Clone, Copy, PartialEq)]
enum Found {
    /// Nothing was asked yet.
    Unasked,
    /// It is asked.
    Looking,
    /// No sound opens there.
    Nothing,
    /// A sound of so many seconds.
    Sound(f64),
}

/// A field for the address of a recording that lies on the web, a look at what is there, and the order.
#[component]
pub(crate) fn ByAddress(
    provider: &'static ProviderInfo,
    model: &'static ModelInfo,
) -> impl IntoView {
    let studio = Studio::here();
    let asked = Asked::new(provider, model);
    let own = RwSignal::new(None::<f64>);
    spawn_local(async move { own.set(studio.seconds_of_arrived().await) });
    let id = format!("address-of-file-{}", provider.id);
    let (said_id, problem_id) = (format!("{id}-said"), format!("{id}-problem"));
    let told = format!("{problem_id} {said_id}");
    let field = id.clone();
    let problem = Memo::new(move |_| asked.wrong.get());
    let said = move || said(asked.found.get(), own.get());
    let cost = Signal::derive(move || asked.cost(studio));
    view! {
        <section class="recording">
            <h3>{words::model_name(model.id)}</h3>
            <p>{text::by_address(model.name)}</p>
            <label class="label" for=id.clone()>{text::address_of_file()}</label>
            <input
                type="url"
                id=id
                autocomplete="off"
                spellcheck="false"
                placeholder="https://"
                aria-invalid=Signal::derive(move || problem.with(|it| it.is_some().then_some("true")))
                aria-describedby=told
                prop:value=Signal::derive(move || asked.url.get())
                on:input=move |event| asked.write(event_target_value(&event))
            />
            <ProblemLine id=problem_id wrong=problem />
            <p class="hint" id=said_id role="status">{Signal::derive(said)}</p>
            <div class="details-more">
                <button
                    type="button"
                    class="plain"
                    aria-disabled=Signal::derive(move || (asked.found.get() == Found::Looking).then_some("true"))
                    on:click=move |_| asked.press(studio, &field)
                >
                    {Signal::derive(move || asked.word())}
                </button>
                <If when=move || cost.with(Option::is_some)><span class="hint">{cost}</span></If>
                <If when=move || studio.key_standing(provider).is_none()>
                    <button type="button" class="quiet" on:click=move |_| studio.open_settings(Some(provider.id))>
                        {composer::key_and_endpoint(provider.name)}
                    </button>
                </If>
            </div>
        </section>
    }
}

/// What is asked for, and how far it is.
#[derive(Clone, Copy)]
struct Asked {
    provider: &'static ProviderInfo,
    model: &'static ModelInfo,
    url: RwSignal<String>,
    found: RwSignal<Found>,
    wrong: RwSignal<Option<String>>,
}

impl Asked {
    fn new(provider: &'static ProviderInfo, model: &'static ModelInfo) -> Self {
        Self {
            provider,
            model,
            url: RwSignal::new(String::new()),
            found: RwSignal::new(Found::Unasked),
            wrong: RwSignal::new(None),
        }
    }

    fn write(self, url: String) {
        self.url.set(url);
        self.found.set(Found::Unasked);
        self.wrong.set(None);
    }

    /// Looks at the address at first, and orders what was found there then.
    fn press(self, studio: Studio, field: &str) {
        let address = self.url.get_untracked().trim().to_owned();
        let stopped = match self.found.get_untracked() {
            Found::Looking => return,
            Found::Unasked => is_public(&address).err().map(in_words),
            Found::Nothing | Found::Sound(_) => studio
                .send_address(self.provider, self.model, &address)
                .err(),
        };
        if stopped.is_some() {
            browser::focus(field);
        } else if self.found.get_untracked() == Found::Unasked {
            self.look(address);
        }
        self.wrong.set(stopped);
    }

    fn look(self, address: String) {
        self.found.set(Found::Looking);
        spawn_local(async move {
            let seconds = browser::sound_at(&address, PATIENCE_MS).await;
            let sound = seconds.ok().and_then(|it| it.as_f64());
            // The person may have typed on meanwhile.
            let same = self.url.with_untracked(|url| url.trim() == address);
            if same && self.found.get_untracked() == Found::Looking {
                self.found.set(sound.map_or(Found::Nothing, Found::Sound));
            }
        });
    }

    /// What the button says.
    fn word(self) -> String {
        match self.found.get() {
            Found::Unasked => text::look_there().to_owned(),
            Found::Looking => text::looking_there().to_owned(),
            Found::Nothing => text::send_anyway().to_owned(),
            Found::Sound(_) => text::send_address(self.provider.name),
        }
    }

    fn cost(self, studio: Studio) -> Option<String> {
        match self.found.get() {
            Found::Unasked | Found::Looking => None,
            Found::Nothing | Found::Sound(_) => Some(cost_of(studio, self.provider, self.model)),
        }
    }
}

fn cost_of(studio: Studio, provider: &'static ProviderInfo, model: &ModelInfo) -> String {
    match studio.is_sandbox(&studio.base(provider)) {
        true => edit::no_charge().to_owned(),
        false => words::price(provider, model),
    }
}

/// How long a sound may take to open, in milliseconds.
const PATIENCE_MS: u32 = 15_000;

fn in_words(why: Unfit) -> String {
    match why {
        Unfit::NoAddress => text::address_not_web().to_owned(),
        Unfit::Private => text::address_private().to_owned(),
    }
}

/// What lies at the address, and whether it is as long as the file that was chosen.
fn said(found: Found, own: Option<f64>) -> Option<String> {
    match found {
        Found::Unasked | Found::Looking => None,
        Found::Nothing => Some(text::no_sound_there().to_owned()),
        Found::Sound(seconds) => {
            let there = words::clock(seconds);
            let other = own.filter(|own| (own - seconds).abs() > SAME_SECONDS);
            Some(match other {
                Some(own) => text::other_sound_there(&there, &words::clock(own)),
                None => text::sound_there(&there),
            })
        }
    }
}
