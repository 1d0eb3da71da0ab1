//! What the page can do: the state in signals, and the acts behind the buttons.

mod arrive;
mod attention;
mod backup;
mod compare;
mod edit;
mod hand_out;
mod keys;
mod later;
mod listen;
mod look;
mod media;
mod order;
mod outline;
mod purse;
mod relay;
mod restore;
mod room;
mod shelve;
mod tell;
mod tidy;
mod usual;
mod vault;
mod warm;
mod watch;

use std::collections::{BTreeSet, HashMap};

pub(crate) use arrive::{Arrived, SKETCH};
pub(crate) use edit::edit_field_id;
pub(crate) use keys::{LANGUAGE, SEARCH, keys, sends};
use leptos::html::Audio;
use leptos::prelude::{
    GetValue, LocalStorage, NodeRef, Notify, RwSignal, Set, StoredValue, Update, UpdateValue, With,
    WithUntracked, WithValue, use_context,
};
pub(crate) use media::SPEEDS;
pub(crate) use order::{GENERATE, PROMPT, field_id};
use purse::SPEND;
pub(crate) use purse::{Ask, LIMIT};
pub(crate) use tidy::{LIBRARY_HEAD, UNDO};
use tutti_core::Value;
use tutti_core::catalog::{Auth, ProviderInfo};
use tutti_core::providers;
use tutti_web::{Client, Journal, KeyRing, Options, Render, Running, Usual};
pub(crate) use vault::{Refusal, is_unreadable};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File};

use crate::browser;
use crate::later::{Later, Rest};
use crate::library::Shelf;
use crate::platform::Platform;
use crate::state::compare::Compare;
use crate::state::draft::{Draft, Problem};
use crate::state::edit::{Edit, Flaw};
use crate::state::filter::Filter;
use crate::state::history::History;
use crate::state::jobs::Jobs;
use crate::state::keys::{Keys, Standing};
use crate::state::library::Library;
use crate::state::news::News;
use crate::state::peaks::Peaks;
use crate::state::player::Player;
use crate::state::relay::Relayed;
use crate::state::repeat::Repeat;
use crate::state::room::Room;
use crate::state::settings::{Endpoint, Settings, Site, Theme, Tongue};
use crate::state::spend::Spend;
use crate::state::vault::Vault;
use crate::{text, tongue};

/// What the settings are stored under.
pub(crate) const SETTINGS: &str = "tutti.settings";
const DRAFT: &str = "tutti.draft";

/// What the sandbox takes for a key: it takes any.
const SANDBOX_KEY: &str = "sandbox";

/// What stands in the middle of a narrow page, and whether the library stands in the middle of a wide one.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum View {
    #[default]
    Create,
    Library,
    Runs,
}

/// A line at the foot of the page with something to take back.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Toast {
    pub(crate) text: String,
    /// The pieces whose deletion can be taken back.
    pub(crate) undo: Option<Vec<String>>,
}

/// The studio. Copies are the same studio.
#[derive(Clone, Copy)]
pub(crate) struct Studio {
    pub(crate) site: StoredValue<Site>,
    pub(crate) settings: RwSignal<Settings>,
    /// The language that the page is in.
    pub(crate) tongue: RwSignal<Tongue>,
    pub(crate) keys: RwSignal<Keys>,
    /// The keys on this device, encrypted.
    pub(crate) vault: RwSignal<Option<Vault>>,
    /// Whether they are open to this tab.
    pub(crate) unlocked: RwSignal<bool>,
    /// What was ordered for money lately.
    pub(crate) spend: RwSignal<Spend>,
    /// What is asked before money is spent.
    pub(crate) ask: RwSignal<Option<Ask>>,
    pub(crate) draft: RwSignal<Draft>,
    /// The last prompts.
    pub(crate) history: RwSignal<History>,
    /// The range that most jobs of a model took, as the form describes them, where enough were seen.
    pub(crate) usual: RwSignal<HashMap<&'static str, Usual>>,
    pub(crate) problems: RwSignal<Vec<Problem>>,
    pub(crate) jobs: RwSignal<Jobs>,
    pub(crate) library: RwSignal<Library>,
    /// What of it is listed.
    pub(crate) filter: RwSignal<Filter>,
    /// The ids of the pieces that are picked, while some are being picked.
    pub(crate) picked: RwSignal<Option<BTreeSet<String>>>,
    /// The id of the piece whose details are open.
    pub(crate) details: RwSignal<Option<String>>,
    /// The file that came last.
    pub(crate) arrived: RwSignal<Option<Arrived>>,
    /// How much room there is for it.
    pub(crate) room: RwSignal<Option<Room>>,
    pub(crate) player: RwSignal<Player>,
    pub(crate) compare: RwSignal<Compare>,
    /// What is being changed of a kept piece.
    pub(crate) edit: RwSignal<Option<Edit>>,
    /// What stops that.
    pub(crate) flaws: RwSignal<Vec<Flaw>>,
    /// The part that is played over and over.
    pub(crate) repeat: RwSignal<Repeat>,
    /// Where the player is, in seconds.
    pub(crate) position: RwSignal<f64>,
    /// The clock that ages are reckoned by, in milliseconds since 1970; it ticks while something goes on.
    pub(crate) now: RwSignal<f64>,
    pub(crate) view: RwSignal<View>,
    /// Whether the window is too narrow for the composer and the runs side by side.
    pub(crate) narrow: RwSignal<bool>,
    /// Whether the system's own scheme is dark.
    pub(crate) dark: RwSignal<bool>,
    /// Whether the settings are open, and for which provider.
    pub(crate) settings_open: RwSignal<Option<&'static str>>,
    /// Whether the list of keys is open.
    pub(crate) keys_open: RwSignal<bool>,
    pub(crate) toast: RwSignal<Option<Toast>>,
    /// The rest of the program, which is not there from the start.
    pub(crate) later: RwSignal<Later>,
    /// Whether another tab watches the jobs of the journal.
    pub(crate) elsewhere: RwSignal<bool>,
    /// What the relay said of itself.
    pub(crate) relayed: RwSignal<Option<Relayed>>,
    relay_token: RwSignal<String>,
    pub(crate) audio: NodeRef<Audio>,
    pub(crate) platform: Platform,
    /// The pieces that nobody listened to yet.
    pub(crate) unread: RwSignal<Vec<String>>,
    /// Whether notifications may be shown, in the browser's own word.
    pub(crate) may_notify: RwSignal<String>,
    news: RwSignal<News>,
    backstage: StoredValue<Backstage, LocalStorage>,
}

type Waiting = Box<dyn FnOnce(Rest)>;

/// What cannot be in a signal: handles into the browser.
struct Backstage {
    /// What opens the vault, while it is unlocked.
    opener: Option<vault::Opener>,
    clients: HashMap<(&'static str, String), (Client, KeyRing)>,
    running: HashMap<String, Running>,
    /// Records found in the journal that nobody watches yet.
    records: HashMap<String, Value>,
    blobs: HashMap<String, Blob>,
    /// The recordings that jobs were given, by the job.
    uploads: HashMap<String, Blob>,
    /// The file that came last.
    file: Option<File>,
    /// Outlines that were read from the library.
    outlines: HashMap<String, Peaks>,
    shelf: Shelf,
    /// Where pieces were left, in seconds.
    places: HashMap<String, f64>,
    /// The address that the player has loaded.
    url: Option<String>,
    /// Whether the element is followed frame by frame already.
    following: bool,
    /// Whether the level is on its way down or up between two takes.
    fading: bool,
    /// How many pieces were asked for.
    loads: u32,
    /// What is to be done once the rest of the program is here.
    waiting: Option<Waiting>,
}

impl Studio {
    /// A studio as it was left, without keys.
    pub(crate) fn new() -> Self {
        let studio = Self {
            site: StoredValue::new(browser::site()),
            settings: RwSignal::new(Settings::from_value(&browser::stored(SETTINGS))),
            tongue: RwSignal::new(text::tongue()),
            keys: RwSignal::default(),
            vault: RwSignal::new(vault::stored()),
            unlocked: RwSignal::default(),
            spend: RwSignal::new(Spend::from_value(&browser::stored(SPEND))),
            ask: RwSignal::default(),
            draft: RwSignal::new(Draft::from_value(&browser::stored(DRAFT))),
            history: RwSignal::new(History::from_value(&browser::stored(order::PROMPTS))),
            usual: RwSignal::default(),
            problems: RwSignal::default(),
            jobs: RwSignal::default(),
            library: RwSignal::default(),
            filter: RwSignal::default(),
            picked: RwSignal::default(),
            details: RwSignal::default(),
            arrived: RwSignal::default(),
            room: RwSignal::default(),
            player: RwSignal::default(),
            compare: RwSignal::default(),
            edit: RwSignal::default(),
            flaws: RwSignal::default(),
            repeat: RwSignal::default(),
            position: RwSignal::default(),
            now: RwSignal::new(browser::now_ms()),
            view: RwSignal::default(),
            narrow: RwSignal::default(),
            dark: RwSignal::default(),
            settings_open: RwSignal::default(),
            keys_open: RwSignal::default(),
            toast: RwSignal::default(),
            later: RwSignal::default(),
            elsewhere: RwSignal::default(),
            relayed: RwSignal::default(),
            relay_token: RwSignal::default(),
            audio: NodeRef::new(),
            platform: Platform::new(),
            unread: RwSignal::default(),
            may_notify: RwSignal::new(browser::may_notify()),
            news: RwSignal::default(),
            backstage: StoredValue::new_local(Backstage::new()),
        };
        studio.give_sandbox_keys();
        studio
    }

    /// The studio of this page.
    pub(crate) fn here() -> Self {
        use_context().expect("studio")
    }

    /// A provider's base address as configured.
    pub(crate) fn base(self, provider: &'static ProviderInfo) -> String {
        self.site
            .with_value(|site| self.settings.with(|settings| settings.base(provider, site)))
    }

    /// Where a provider's orders go.
    pub(crate) fn endpoint(self, provider: &'static ProviderInfo) -> Endpoint {
        self.site.with_value(|site| {
            self.settings
                .with(|settings| settings.endpoint(provider.id, site))
        })
    }

    /// Whether every provider is set to a sandbox, where no money is spent.
    pub(crate) fn spends_nothing(self) -> bool {
        let mut paid = providers::INFOS
            .into_iter()
            .filter(|info| info.auth != Auth::None);
        paid.all(|info| self.is_sandbox(&self.base(info)))
    }

    /// How far a provider's key for its present address is known to be good; none when there is none.
    pub(crate) fn key_standing(self, provider: &'static ProviderInfo) -> Option<Standing> {
        let base = self.base(provider);
        let own = self
            .keys
            .with(|keys| keys.standing(provider.id, &base).copied());
        own.or_else(|| {
            self.relay_holds(provider.id, &base)
                .then_some(Standing::Relay)
        })
        .or_else(|| {
            self.is_locked(provider.id, &base)
                .then_some(Standing::Locked)
        })
    }

    /// Sends a provider's orders elsewhere from now on.
    pub(crate) fn set_endpoint(self, provider: &'static ProviderInfo, endpoint: Endpoint) {
        self.settings
            .update(|settings| settings.set_endpoint(provider.id, endpoint));
        self.give_sandbox_keys();
        self.ask_relay();
        self.settle_models();
        self.save_settings();
    }

    /// Sets dark or light.
    pub(crate) fn set_theme(self, theme: Theme) {
        self.settings.update(|settings| settings.theme = theme);
        self.save_settings();
    }

    /// Puts the page into a language, or into the browser's. The choice is kept once the language is here.
    pub(crate) fn set_tongue(self, chosen: Option<Tongue>) {
        spawn_local(async move {
            let tongue = tongue::chosen_or_asked(chosen);
            if tongue::speak(tongue).await.is_err() {
                self.tongue.notify();
                self.show_notice(text::settings::language_is_away());
                return;
            }
            self.settings.update(|settings| settings.tongue = chosen);
            self.save_settings();
            self.tongue.set(tongue);
            browser::focus_soon(LANGUAGE.to_owned());
        });
    }

    /// Lets single letters act, or not.
    pub(crate) fn set_letter_keys(self, on: bool) {
        self.settings.update(|settings| settings.letter_keys = on);
        self.save_settings();
    }

    /// Holds a key for a provider at an address, in memory only.
    pub(crate) fn set_key(self, provider: &'static ProviderInfo, base: &str, key: &str) {
        self.keys.update(|keys| keys.set(provider.id, base, key));
        // A client that is made later takes it from there.
        let ring = self.backstage.with_value(|it| {
            let place = (provider.id, base.to_owned());
            it.clients.get(&place).map(|(_, ring)| ring.clone())
        });
        if let Some(ring) = ring {
            ring.set(provider.id, key);
        }
    }

    /// Notes what was learnt of a key.
    pub(crate) fn learn(self, provider: &str, base: &str, standing: Standing) {
        let news = self
            .keys
            .with_untracked(|keys| keys.standing(provider, base) != Some(&standing));
        if news {
            self.keys
                .update(|keys| keys.learn(provider, base, standing));
        }
    }

    /// The client for a provider at an address. Each address has keys of its own, so that none goes astray when the
    /// endpoint changes while a job runs.
    pub(crate) fn client(self, provider: &'static ProviderInfo, base: &str) -> (Client, KeyRing) {
        let place = (provider.id, base.to_owned());
        let known = self
            .backstage
            .with_value(|it| it.clients.get(&place).cloned());
        known.unwrap_or_else(|| {
            let made = self.new_client(provider, base);
            self.backstage.update_value(|it| {
                it.clients.insert(place, made.clone());
            });
            made
        })
    }

    /// Stores what is being written, so that a reload does not lose it.
    pub(crate) fn save_draft(self) {
        browser::store(DRAFT, &self.draft.with(Draft::to_value));
    }

    pub(crate) fn save_settings(self) {
        browser::store(SETTINGS, &self.settings.with_untracked(Settings::to_value));
    }

    fn new_client(self, provider: &'static ProviderInfo, base: &str) -> (Client, KeyRing) {
        let keys = KeyRing::default();
        self.keys.with_untracked(|held| {
            if let Some(key) = held.key(provider.id, base) {
                keys.set(provider.id, key.expose());
            }
        });
        let client = Client::new(Options {
            endpoints: vec![(provider.id.to_owned(), base.to_owned())],
            relay: self.relay_for(base),
            keys: keys.clone(),
            journal: Journal::indexed_db(),
            render: Render::function(browser::renderer(&browser::beside(warm::MODULE))),
            keep_records: true,
            ..Options::default()
        });
        (client, keys)
    }

    /// Whether an address is this machine's own sandbox, for which a key is made up.
    pub(crate) fn is_own_sandbox(self, provider: &'static ProviderInfo, base: &str) -> bool {
        self.site
            .with_value(|site| site.sandbox(provider.id) == base)
    }

    /// The sandbox takes any key, so that nobody needs to make one up.
    fn give_sandbox_keys(self) {
        let site = self.site.get_value();
        for provider in providers::INFOS.into_iter() {
            let relayed = self.relayed_sandbox(provider.id);
            for base in [site.sandbox(provider.id)].into_iter().chain(relayed) {
                let has = self
                    .keys
                    .with_untracked(|keys| keys.key(provider.id, &base).is_some());
                if provider.auth != Auth::None && !has {
                    self.set_key(provider, &base, SANDBOX_KEY);
                }
            }
        }
    }

    /// Opens the settings at a provider's key.
    pub(crate) fn open_settings(self, provider: Option<&'static str>) {
        self.settings_open.set(Some(provider.unwrap_or_default()));
    }
}

impl Backstage {
    fn new() -> Self {
        Self {
            opener: None,
            clients: HashMap::new(),
            running: HashMap::new(),
            records: HashMap::new(),
            blobs: HashMap::new(),
            uploads: HashMap::new(),
            file: None,
            outlines: HashMap::new(),
            shelf: Shelf::new(),
            places: HashMap::new(),
            url: None,
            following: false,
            fading: false,
            loads: 0,
            waiting: None,
        }
    }
}
