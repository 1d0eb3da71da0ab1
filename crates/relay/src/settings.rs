//! Settings: a file, the environment over it, the command line over both. Keys and the token come from the environment or
//! from files of their own, never from the command line, where every user of the machine could read them.

mod sources;

use std::ffi::OsString;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tutti_relay_policy::{Access, AccessError, Hosts, Limits, Secret};

use self::sources::{PREFIX, Values, file, from_environment, from_file, from_flags};

/// What the command says of itself.
pub const HELP: &str = "\
A small allow-listed relay to music vendors that do not answer browsers, and the studio beside it.

Usage: tutti-relay [--config FILE] [--SETTING VALUE …]

Every setting can stand in the file (TOML), in the environment (TUTTI_RELAY_LISTEN …), or on the command line; the later
one counts. Lists are separated by commas.

  --config FILE          a file of settings
  --listen ADDRESS       where to listen (127.0.0.1:8088; port 0 takes a free one)
  --origins LIST         origins of the pages that may use it, such as https://tutti.example
  --names LIST           further host names it is called by
  --site FOLDER          a built studio to serve beside it
  --hosts FILE           a list of vendors of one's own, in the form of hosts.toml
  --sandbox URL          send everything to a sandbox on this machine, such as http://127.0.0.1:8787
  --proxies LIST         addresses of reverse proxies whose X-Forwarded-For is believed
  --rate NUMBER          requests a second for one client (20)
  --burst NUMBER         requests at once for one client (200)
  --connections NUMBER   connections at once, all together (1024)
  --request-bytes NUMBER the longest request (1048576)
  --answer-bytes NUMBER  the longest answer of an API (67108864)
  --media-bytes NUMBER   the longest audio file (1073741824)
  --order-seconds NUMBER how long a vendor may take to answer an order (310)
  --idle-seconds NUMBER  how long nothing may move (60)
  --grace-seconds NUMBER how long what is under way may take to end when told to stop (30)
  --help, --version

Only in the environment, or in a file that the environment names (TUTTI_RELAY_TOKEN_FILE …):

  TUTTI_RELAY_TOKEN      what a page must show to use the relay
  TUTTI_RELAY_KEY_ID     the key to add for a vendor, such as TUTTI_RELAY_KEY_SEGMIND

Without origins it serves the pages at its own address on this machine only.";

/// The longest time that makes sense, in seconds.
const DAY: f64 = 86_400.0;

/// How the relay runs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Origins of pages.
    pub origins: Vec<String>,
    /// Further names of the relay.
    pub names: Vec<String>,
    /// A page to serve.
    pub site: Option<PathBuf>,
    /// What is reached.
    pub hosts: Hosts,
    /// Believed proxies.
    pub proxies: Vec<IpAddr>,
    /// Requests a second for one client.
    pub rate: f64,
    /// Requests at once for one client.
    pub burst: f64,
    /// Connections at once.
    pub connections: usize,
    /// Bounds of a request and its answer.
    pub limits: Limits,
    /// How long what is under way may take to end.
    pub grace: Duration,
    /// What callers must show.
    pub token: Option<Secret>,
    /// Vendors' ids and the keys that are added for them.
    pub keys: Vec<(String, Secret)>,
}

/// What the command line asks for.
#[derive(Debug)]
pub enum Wish {
    /// To run.
    Run(Box<Settings>),
    /// To print this.
    Say(String),
}

/// A setting that cannot be used; it is named, with where it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SettingsError(String);

type Result<T> = std::result::Result<T, SettingsError>;

impl Settings {
    /// Reads arguments, environment and file.
    ///
    /// # Errors
    ///
    /// When a setting is unknown or cannot be used.
    pub fn read(
        args: impl IntoIterator<Item = impl Into<OsString>>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Wish> {
        let mut flags = Values::new();
        if let Some(text) = from_flags(args, &mut flags)? {
            return Ok(Wish::Say(text));
        }
        let (mut values, secrets) = from_environment(environment)?;
        let path = flags.get("config").or_else(|| values.get("config"));
        let mut all = match path {
            Some(path) => from_file(Path::new(&path.text))?,
            None => Values::new(),
        };
        all.append(&mut values);
        all.append(&mut flags);
        let settings = Self::from_values(&all)?;
        Ok(Wish::Run(Box::new(settings.with_secrets(&secrets)?)))
    }

    /// Who may call a relay that listens at this address. On this machine's own address, the pages it serves may.
    pub(crate) fn access(&self, address: SocketAddr) -> std::result::Result<Access, AccessError> {
        let mut origins = self.origins.clone();
        if address.ip().is_loopback() {
            origins.extend([
                format!("http://{address}"),
                format!("http://localhost:{}", address.port()),
            ]);
        }
        let access = Access::for_pages(origins)?
            .known_as(self.names.iter().cloned())
            .with_token(self.token.clone());
        let keys = self.keys.iter().cloned();
        Ok(keys.fold(access, |access, (id, key)| access.holding(&id, key)))
    }

    /// Whether every page comes over TLS.
    pub(crate) fn secure(&self) -> bool {
        !self.origins.is_empty()
            && self
                .origins
                .iter()
                .all(|origin| origin.starts_with("https://"))
    }

    fn from_values(values: &Values) -> Result<Self> {
        let limits = Limits::default();
        let seconds = |name, usual: Duration| {
            number(values, name, usual.as_secs_f64(), 0.001, DAY).map(Duration::from_secs_f64)
        };
        let bytes = |name, usual: u64| {
            number(values, name, usual as f64, 1.0, 1e15).map(|bytes| bytes as u64)
        };
        let settings = Self {
            listen: one(
                values,
                "listen",
                SocketAddr::from((Ipv4Addr::LOCALHOST, 8088)),
                "an address and a port such as 127.0.0.1:8088",
            )?,
            origins: list(values, "origins"),
            names: list(values, "names"),
            site: values.get("site").map(|given| PathBuf::from(&given.text)),
            hosts: hosts(values)?,
            proxies: proxies(values)?,
            rate: number(values, "rate", 20.0, 0.01, 1e9)?,
            burst: number(values, "burst", 200.0, 1.0, 1e9)?,
            connections: number(values, "connections", 1024.0, 1.0, 1e6)? as usize,
            limits: Limits {
                request_bytes: bytes("request-bytes", limits.request_bytes)?,
                answer_bytes: bytes("answer-bytes", limits.answer_bytes)?,
                media_bytes: bytes("media-bytes", limits.media_bytes)?,
                order_time: seconds("order-seconds", limits.order_time)?,
                question_time: limits.question_time,
                idle_time: seconds("idle-seconds", limits.idle_time)?,
            },
            grace: seconds("grace-seconds", Duration::from_secs(30))?,
            token: None,
            keys: Vec::new(),
        };
        settings.checked(values)
    }

    fn checked(self, values: &Values) -> Result<Self> {
        Access::for_pages(self.origins.clone())
            .map_err(|error| fault(values, "origins", &error.to_string()))?;
        if self.origins.is_empty() && !self.listen.ip().is_loopback() {
            return Err(SettingsError(
                "origins: name the pages that may use a relay that other machines can reach"
                    .to_owned(),
            ));
        }
        let page = self.site.as_ref().map(|folder| folder.join("index.html"));
        if page.is_some_and(|page| !page.is_file()) {
            return Err(fault(values, "site", "is a folder with an index.html"));
        }
        Ok(self)
    }

    fn with_secrets(mut self, secrets: &[(String, Secret)]) -> Result<Self> {
        for (name, secret) in secrets {
            let Some(id) = name.strip_prefix("KEY_") else {
                self.token = Some(secret.clone());
                continue;
            };
            let id = id.to_ascii_lowercase();
            if self.hosts.api(&id).is_none() {
                let known: Vec<_> = self
                    .hosts
                    .apis
                    .iter()
                    .map(|api| api.id.to_ascii_uppercase())
                    .collect();
                return Err(SettingsError(format!(
                    "{PREFIX}{name}: there is no such vendor; there are {}",
                    known.join(", ")
                )));
            }
            self.keys.push((id, secret.clone()));
        }
        Ok(self)
    }
}

fn hosts(values: &Values) -> Result<Hosts> {
    let hosts = match values.get("hosts") {
        Some(given) => Hosts::read(&file(&given.at, Path::new(&given.text))?),
        None => Hosts::usual(),
    };
    let hosts = hosts.map_err(|error| fault(values, "hosts", &error.to_string()))?;
    match values.get("sandbox") {
        Some(given) => hosts
            .at_sandbox(&given.text)
            .map_err(|error| fault(values, "sandbox", &error.to_string())),
        None => Ok(hosts),
    }
}

fn proxies(values: &Values) -> Result<Vec<IpAddr>> {
    let parsed = list(values, "proxies").into_iter().map(|text| {
        let wrong = |_| fault(values, "proxies", &format!("{text:?} is no address"));
        text.parse::<IpAddr>().map_err(wrong)
    });
    parsed.collect()
}

fn list(values: &Values, name: &'static str) -> Vec<String> {
    let text = values.get(name).map_or("", |given| &given.text);
    let parts = text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

fn one<T: std::str::FromStr>(
    values: &Values,
    name: &'static str,
    usual: T,
    what: &str,
) -> Result<T> {
    match values.get(name) {
        Some(given) => given
            .text
            .parse()
            .map_err(|_| fault(values, name, &format!("is {what}"))),
        None => Ok(usual),
    }
}

fn number(values: &Values, name: &'static str, usual: f64, least: f64, most: f64) -> Result<f64> {
    let number = one(values, name, usual, "a number")?;
    if (least..=most).contains(&number) {
        Ok(number)
    } else {
        Err(fault(
            values,
            name,
            &format!("is a number from {least} to {most}"),
        ))
    }
}

fn fault(values: &Values, name: &'static str, words: &str) -> SettingsError {
    SettingsError(match values.get(name) {
        Some(given) => format!("{}: {words}, not {:?}", given.at, given.text),
        None => format!("{name}: {words}"),
    })
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SettingsError {}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn read(args: &[&str], environment: &[(&str, &str)]) -> Result<Settings> {
        let environment = environment
            .iter()
            .map(|(name, value)| (String::from(*name), String::from(*value)));
        match Settings::read(args, environment)? {
            Wish::Run(settings) => Ok(*settings),
            Wish::Say(text) => Err(SettingsError(text)),
        }
    }

    #[test]
    fn the_command_line_counts_over_the_environment_and_that_over_the_file() {
        let config = std::env::temp_dir().join(format!("tutti-relay-{}.toml", std::process::id()));
        fs::write(&config, "rate = 1\nburst = 2\nconnections = 3\norigins = [\"https://a.example\", \"https://b.example\"]\n").unwrap();
        let environment = [
            ("TUTTI_RELAY_CONFIG", config.to_str().unwrap()),
            ("TUTTI_RELAY_BURST", "20"),
            ("TUTTI_RELAY_CONNECTIONS", "30"),
        ];
        let settings = read(&["--connections=300"], &environment).unwrap();
        fs::remove_file(config).unwrap();
        assert_eq!(
            (settings.rate, settings.burst, settings.connections),
            (1.0, 20.0, 300)
        );
        assert_eq!(settings.origins, ["https://a.example", "https://b.example"]);
        assert!(settings.secure());
    }

    #[test]
    fn a_setting_that_cannot_be_used_is_named_with_where_it_stands() {
        for (args, environment, words) in [
            (
                &["--listen", "here"][..],
                &[][..],
                "--listen: is an address",
            ),
            (&["--rate", "NaN"], &[], "--rate: is a number from 0.01"),
            (&["--burst", "-1"], &[], "--burst: is a number from 1"),
            (
                &["--origins", "tutti.example"],
                &[],
                "--origins: \"tutti.example\" is not an origin",
            ),
            (&["--listen", "0.0.0.0:80"], &[], "origins: name the pages"),
            (
                &["--site", "/nowhere"],
                &[],
                "--site: is a folder with an index.html",
            ),
            (
                &["--hosts", "/nowhere"],
                &[],
                "--hosts: /nowhere cannot be read",
            ),
            (
                &["--sandbox", "http://10.0.0.1:80"],
                &[],
                "--sandbox: a sandbox is at",
            ),
            (
                &["--config", "/nowhere"],
                &[],
                "config: /nowhere cannot be read",
            ),
            (&["--token", "x"], &[], "there is no setting --token"),
            (&["stray"], &[], "stands alone"),
            (
                &[],
                &[("TUTTI_RELAY_LISTN", "x")],
                "TUTTI_RELAY_LISTN: there is no such setting",
            ),
            (
                &[],
                &[("TUTTI_RELAY_PROXIES", "me")],
                "TUTTI_RELAY_PROXIES: \"me\" is no address",
            ),
            (
                &[],
                &[("TUTTI_RELAY_TOKEN", " ")],
                "TUTTI_RELAY_TOKEN: is not visible",
            ),
            (
                &[],
                &[("TUTTI_RELAY_KEY_NOBODY", "x")],
                "TUTTI_RELAY_KEY_NOBODY: there is no such vendor",
            ),
            (
                &[],
                &[("TUTTI_RELAY_KEY_SEGMIND_FILE", "/nowhere")],
                "TUTTI_RELAY_KEY_SEGMIND_FILE: /nowhere",
            ),
        ] {
            let said = read(args, environment).map(drop).unwrap_err().to_string();
            assert!(said.contains(words), "{args:?} {environment:?}: {said}");
        }
    }

    #[test]
    fn the_settings_that_are_shipped_can_be_read() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let config = folder.join("deploy/tutti-relay.toml");
        let site = folder.join("www").display().to_string();
        let settings = read(
            &["--config", config.to_str().unwrap(), "--site", &site],
            &[],
        );
        assert_eq!(settings.unwrap().origins, ["https://tutti.example"]);
    }

    #[test]
    fn keys_and_the_token_come_from_the_environment_and_from_files_and_are_not_shown() {
        let file = std::env::temp_dir().join(format!("tutti-relay-key-{}", std::process::id()));
        fs::write(&file, "AK_secret\n").unwrap();
        let environment = [
            ("TUTTI_RELAY_KEY_SEGMIND", "SG_secret"),
            ("TUTTI_RELAY_KEY_AIMLAPI_FILE", file.to_str().unwrap()),
            ("TUTTI_RELAY_TOKEN", "T_secret"),
            ("OTHER", "x"),
        ];
        let settings = read(&[], &environment).unwrap();
        fs::remove_file(file).unwrap();
        assert_eq!(settings.keys.len(), 2);
        assert!(settings.token.is_some() && !format!("{settings:?}").contains("secret"));
    }
}
