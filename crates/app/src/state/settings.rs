//! What the person set and may be stored: endpoints, theme, volume. Never a key.

use tutti_core::catalog::ProviderInfo;
use tutti_core::origin::Address;
use tutti_core::{Map, Value, providers};

use crate::text::settings as text;

const SANDBOX_PORT: u16 = 8787;
const VOLUME: f64 = 0.8;

/// Where the page was loaded from.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Its origin.
    pub origin: String,
    /// Whether that is this very machine.
    pub local: bool,
    /// The port of a sandbox on this machine.
    pub sandbox_port: u16,
    /// The address of its relay.
    pub relay: String,
    /// Whether whoever serves or built it says that there is one.
    pub relayed: bool,
}

/// Where a provider's orders go.
#[derive(Clone, Debug, PartialEq)]
pub enum Endpoint {
    /// An address of the person's own.
    Custom(String),
    /// The provider itself.
    Live,
    /// The relay.
    Relay,
    /// The sandbox on this machine.
    Sandbox,
}

/// Dark or light.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Theme {
    /// Dark.
    Dark,
    /// Light.
    Light,
    /// As the system has it.
    #[default]
    System,
}

/// A language that the page speaks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tongue {
    /// English, which is in the program.
    English,
    /// German, which is a file.
    German,
}

/// The stored settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Dark or light.
    pub theme: Theme,
    /// The language that was chosen; none for the browser's.
    pub tongue: Option<Tongue>,
    /// From 0 to 1.
    pub volume: f64,
    /// How fast is played: 1 is as it was made.
    pub speed: f64,
    /// Whether notifications are shown when a job ends that nobody looks at.
    pub notify: bool,
    /// Whether single letters act anywhere on the page: they are in the way of some who dictate.
    pub letter_keys: bool,
    /// The most that may be ordered in a day, in US dollars; none for as much as one likes.
    pub daily_limit: Option<f64>,
    /// Whether a piece's recipe is written into the file that is downloaded.
    pub recipe_in_files: bool,
    endpoints: Vec<(String, Endpoint)>,
}

impl Site {
    /// Reads the page's own address; `query` is what it says after `sandbox=`.
    pub fn new(origin: &str, query: Option<&str>) -> Self {
        Self {
            origin: origin.to_owned(),
            local: is_local(origin),
            sandbox_port: query
                .and_then(|port| port.parse().ok())
                .unwrap_or(SANDBOX_PORT),
            relay: format!("{origin}/relay"),
            relayed: false,
        }
    }

    /// The same page, which is told that its relay is at this address.
    #[must_use]
    pub fn with_relay(mut self, address: &str) -> Self {
        self.relay = address.trim_end_matches('/').to_owned();
        self.relayed = true;
        self
    }

    /// Whether a base address is one of the relay's.
    pub fn is_relay(&self, base: &str) -> bool {
        base.strip_prefix(&self.relay)
            .is_some_and(|rest| rest.starts_with('/'))
    }

    /// The sandbox's address for a provider.
    pub fn sandbox(&self, provider: &str) -> String {
        format!("http://127.0.0.1:{}/{provider}", self.sandbox_port)
    }
}

impl Endpoint {
    /// The word it is stored under.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Custom(_) => "custom",
            Self::Live => "live",
            Self::Relay => "relay",
            Self::Sandbox => "sandbox",
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            tongue: None,
            volume: VOLUME,
            speed: 1.0,
            notify: false,
            letter_keys: true,
            daily_limit: None,
            recipe_in_files: true,
            endpoints: Vec::new(),
        }
    }
}

impl Settings {
    /// Where a provider's orders go: through the relay where there is one, on this machine to the sandbox, unless the
    /// person said otherwise.
    pub fn endpoint(&self, provider: &str, site: &Site) -> Endpoint {
        let set = self.endpoints.iter().find(|(id, _)| id == provider);
        let usual = if site.relayed {
            Endpoint::Relay
        } else if site.local {
            Endpoint::Sandbox
        } else {
            Endpoint::Live
        };
        set.map_or(usual, |(_, endpoint)| endpoint.clone())
    }

    /// Sends a provider's orders elsewhere from now on.
    pub fn set_endpoint(&mut self, provider: &str, endpoint: Endpoint) {
        self.endpoints.retain(|(id, _)| id != provider);
        self.endpoints.push((provider.to_owned(), endpoint));
    }

    /// A provider's base address; empty for a local one. A custom address that is not usable stands as it was typed,
    /// and [`usable`] says what is wrong with it.
    pub fn base(&self, provider: &ProviderInfo, site: &Site) -> String {
        if provider.base_url.is_empty() {
            return String::new();
        }
        match self.endpoint(provider.id, site) {
            Endpoint::Custom(url) => url.trim().trim_end_matches('/').to_owned(),
            Endpoint::Live => provider.base_url.to_owned(),
            Endpoint::Relay => format!("{}/{}", site.relay, provider.id),
            Endpoint::Sandbox => site.sandbox(provider.id),
        }
    }

    /// The settings as plain data.
    pub fn to_value(&self) -> Value {
        let endpoints = self
            .endpoints
            .iter()
            .fold(Map::new(), |map, (id, endpoint)| {
                let stored = match endpoint {
                    Endpoint::Custom(url) => url,
                    other => other.word(),
                };
                map.with(id, stored)
            });
        Map::new()
            .with("theme", self.theme.word())
            .with("language", self.tongue.map_or("", Tongue::tag))
            .with("volume", self.volume)
            .with("speed", self.speed)
            .with("notify", self.notify)
            .with("letterKeys", self.letter_keys)
            .with("dailyLimit", self.daily_limit)
            .with("recipeInFiles", self.recipe_in_files)
            .with("endpoints", endpoints)
            .into()
    }

    /// Stored settings; what cannot be read is as it is by default.
    pub fn from_value(value: &Value) -> Self {
        let endpoints = value.get("endpoints").map().into_iter().flat_map(Map::iter);
        let known = endpoints.filter(|(id, _)| providers::info(id).is_some());
        Self {
            theme: Theme::by_word(value.get("theme").text().unwrap_or_default()),
            tongue: Tongue::by_tag(value.get("language").text().unwrap_or_default()),
            volume: value
                .get("volume")
                .number()
                .unwrap_or(VOLUME)
                .clamp(0.0, 1.0),
            speed: value.get("speed").number().unwrap_or(1.0).clamp(0.5, 2.0),
            notify: value.get("notify") == &Value::Bool(true),
            letter_keys: value.get("letterKeys") != &Value::Bool(false),
            daily_limit: value.get("dailyLimit").number().filter(|usd| *usd >= 0.0),
            recipe_in_files: value.get("recipeInFiles") != &Value::Bool(false),
            endpoints: known
                .filter_map(|(id, value)| Some((id.to_owned(), endpoint(value.text()?))))
                .collect(),
        }
    }
}

impl Theme {
    /// The next one, round and round.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::System => Self::Dark,
            Self::Dark => Self::Light,
            Self::Light => Self::System,
        }
    }

    /// The word it is stored under.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::System => "system",
        }
    }

    fn by_word(word: &str) -> Self {
        [Self::Dark, Self::Light]
            .into_iter()
            .find(|it| it.word() == word)
            .unwrap_or_default()
    }
}

impl Tongue {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// Its tag, as in `de`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// What it calls itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// Which way it is written: `ltr`, or `rtl` for one from right to left.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::English | Self::German => "ltr",
        }
    }

    /// The language of a tag such as `de-AT`.
    pub fn by_tag(tag: &str) -> Option<Self> {
        let language = tag.split('-').next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|it| it.tag().eq_ignore_ascii_case(language))
    }

    /// The first language that a browser asks for and this page speaks.
    pub fn among(asked: &[String]) -> Self {
        let spoken = asked.iter().find_map(|tag| Self::by_tag(tag));
        spoken.unwrap_or(Self::English)
    }
}

/// Whether an address is on this machine, where no money is spent.
pub fn is_local(base: &str) -> bool {
    Address::of(base).is_some_and(|address| address.is_loopback())
}

/// Whether this page may call an address for a provider.
///
/// # Errors
///
/// One sentence on what is wrong with it.
pub fn usable(url: &str, provider: &ProviderInfo, site: &Site) -> Result<(), &'static str> {
    let Some(address) = Address::of(url.trim()) else {
        return Err(text::address_is_none());
    };
    let own = Address::of(&site.origin).is_some_and(|origin| origin.same_origin(&address));
    let live = Address::of(provider.base_url).is_some_and(|live| live.same_origin(&address));
    if own || live || address.is_loopback() {
        return Ok(());
    }
    Err(text::address_is_not_allowed())
}

fn endpoint(stored: &str) -> Endpoint {
    match stored {
        "live" => Endpoint::Live,
        "relay" => Endpoint::Relay,
        "sandbox" => Endpoint::Sandbox,
        url => Endpoint::Custom(url.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here() -> Site {
        Site::new("http://127.0.0.1:8080", Some("9001"))
    }

    fn segmind() -> &'static ProviderInfo {
        providers::info("segmind").unwrap()
    }

    #[test]
    fn on_this_machine_the_sandbox_is_the_usual_endpoint_and_elsewhere_the_provider() {
        let settings = Settings::default();
        assert_eq!(
            settings.base(segmind(), &here()),
            "http://127.0.0.1:9001/segmind"
        );
        let hosted = Site::new("https://tutti.example", Some("nonsense"));
        assert_eq!(hosted.sandbox_port, SANDBOX_PORT);
        assert_eq!(settings.base(segmind(), &hosted), "https://api.segmind.com");
    }

    #[test]
    fn a_page_that_is_told_of_a_relay_goes_through_it_unless_the_person_said_otherwise() {
        let mut settings = Settings::default();
        let site = here().with_relay("https://tutti.example/relay/");
        let base = settings.base(segmind(), &site);
        assert_eq!(base, "https://tutti.example/relay/segmind");
        assert!(site.is_relay(&base));
        for other in [
            "https://tutti.example/relayed/segmind",
            "https://tutti.example",
            "",
        ] {
            assert!(!site.is_relay(other), "{other}");
        }
        settings.set_endpoint("segmind", Endpoint::Live);
        assert_eq!(settings.base(segmind(), &site), "https://api.segmind.com");
        settings.set_endpoint("segmind", Endpoint::Relay);
        assert_eq!(Settings::from_value(&settings.to_value()), settings);
        assert_eq!(
            settings.base(segmind(), &here()),
            "http://127.0.0.1:8080/relay/segmind"
        );
    }

    #[test]
    fn settings_read_back_as_they_were_stored() {
        let mut settings = Settings {
            theme: Theme::Light,
            volume: 0.25,
            letter_keys: false,
            daily_limit: Some(2.5),
            ..Settings::default()
        };
        settings.set_endpoint("segmind", Endpoint::Live);
        settings.set_endpoint(
            "segmind",
            Endpoint::Custom("http://localhost:1/x".to_owned()),
        );
        assert_eq!(Settings::from_value(&settings.to_value()), settings);
        assert_eq!(settings.base(segmind(), &here()), "http://localhost:1/x");
    }

    #[test]
    fn stored_nonsense_is_read_as_the_default() {
        assert_eq!(Settings::from_value(&Value::Null), Settings::default());
        let odd = Map::new().with("theme", 3.0).with("volume", 90.0).with(
            "endpoints",
            Map::new().with("nobody", "live").with("segmind", 1.0),
        );
        assert_eq!(Settings::from_value(&odd.into()).volume, 1.0);
    }

    #[test]
    fn only_addresses_that_the_content_policy_allows_are_usable() {
        for good in [
            "http://127.0.0.1:9/segmind",
            "https://api.segmind.com/",
            "http://127.0.0.1:8080/relay",
        ] {
            assert_eq!(usable(good, segmind(), &here()), Ok(()), "{good}");
        }
        for bad in [
            "",
            "relay",
            "https://evil.example",
            "http://api.segmind.com.evil.example",
            "ftp://127.0.0.1",
        ] {
            assert!(usable(bad, segmind(), &here()).is_err(), "{bad}");
        }
    }
}
