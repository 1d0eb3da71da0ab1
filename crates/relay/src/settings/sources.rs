//! Where settings stand: the command line, the environment, a file.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use lexopt::{Arg, Parser, ValueExt};
use tutti_relay_policy::Secret;

use super::{HELP, Result, SettingsError};

/// The settings that have a value on the command line, in the file and in the environment.
const NAMES: [&str; 17] = [
    "answer-bytes",
    "burst",
    "config",
    "connections",
    "grace-seconds",
    "hosts",
    "idle-seconds",
    "listen",
    "media-bytes",
    "names",
    "order-seconds",
    "origins",
    "proxies",
    "rate",
    "request-bytes",
    "sandbox",
    "site",
];
pub(super) const PREFIX: &str = "TUTTI_RELAY_";
/// Where a value stands, for errors.
pub(super) struct Given {
    pub(super) text: String,
    pub(super) at: String,
}

pub(super) type Values = BTreeMap<&'static str, Given>;
pub(super) fn from_flags(
    args: impl IntoIterator<Item = impl Into<OsString>>,
    values: &mut Values,
) -> Result<Option<String>> {
    let say = |error: lexopt::Error| SettingsError(error.to_string());
    let mut parser = Parser::from_args(args);
    while let Some(arg) = parser.next().map_err(say)? {
        let name = match arg {
            Arg::Long("help") | Arg::Short('h') => return Ok(Some(HELP.to_owned())),
            Arg::Long("version") | Arg::Short('V') => {
                return Ok(Some(format!("tutti-relay {}", env!("CARGO_PKG_VERSION"))));
            }
            Arg::Long(name) => NAMES.into_iter().find(|known| *known == name),
            _ => None,
        };
        let Some(name) = name else {
            return Err(SettingsError(format!(
                "{}; --help lists the settings",
                arg_fault(&arg)
            )));
        };
        let text = parser.value().and_then(ValueExt::string).map_err(say)?;
        values.insert(
            name,
            Given {
                text,
                at: format!("--{name}"),
            },
        );
    }
    Ok(None)
}

fn arg_fault(arg: &Arg<'_>) -> String {
    match arg {
        Arg::Long(name) => format!("there is no setting --{name}"),
        Arg::Short(name) => format!("there is no setting -{name}"),
        Arg::Value(value) => format!("{value:?} stands alone"),
    }
}

/// The settings and the secrets in the environment; secrets may be in files that it names.
pub(super) fn from_environment(
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<(Values, Vec<(String, Secret)>)> {
    let (mut values, mut secrets) = (Values::new(), Vec::new());
    for (variable, text) in environment {
        let Some(rest) = variable.strip_prefix(PREFIX) else {
            continue;
        };
        let named = rest.strip_suffix("_FILE").unwrap_or(rest);
        if named == "TOKEN" || named.starts_with("KEY_") {
            let text = if named == rest {
                text
            } else {
                file(&variable, Path::new(&text))?
            };
            let secret = Secret::new(&text);
            let secret = secret.ok_or_else(|| {
                SettingsError(format!("{variable}: is not visible characters in one line"))
            })?;
            secrets.push((named.to_owned(), secret));
            continue;
        }
        let name = rest.to_ascii_lowercase().replace('_', "-");
        let known = NAMES.into_iter().find(|known| *known == name);
        let name = known.ok_or_else(|| {
            SettingsError(format!(
                "{variable}: there is no such setting; --help lists them"
            ))
        })?;
        values.insert(name, Given { text, at: variable });
    }
    Ok((values, secrets))
}

pub(super) fn from_file(path: &Path) -> Result<Values> {
    let shown = path.display();
    let text = file("config", path)?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        SettingsError(format!("config: {shown}: {}", error.message()))
    })?;
    let mut values = Values::new();
    for (key, value) in table {
        let name = NAMES
            .into_iter()
            .find(|known| *known == key && key != "config");
        let name = name.ok_or_else(|| {
            SettingsError(format!(
                "{key} in {shown}: there is no such setting; --help lists them"
            ))
        })?;
        let text = text_of(&value).ok_or_else(|| {
            SettingsError(format!(
                "{key} in {shown}: is text, a number, or a list of texts"
            ))
        })?;
        values.insert(
            name,
            Given {
                text,
                at: format!("{key} in {shown}"),
            },
        );
    }
    Ok(values)
}

fn text_of(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Float(number) => Some(number.to_string()),
        toml::Value::Array(list) => {
            let texts: Option<Vec<_>> = list.iter().map(toml::Value::as_str).collect();
            texts.map(|texts| texts.join(","))
        }
        _ => None,
    }
}

pub(super) fn file(setting: &str, path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| {
        SettingsError(format!(
            "{setting}: {} cannot be read: {error}",
            path.display()
        ))
    })
}
