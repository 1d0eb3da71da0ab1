//! What core says went wrong, in the page's language.

use tutti_core::catalog::{ParamInfo, ParamKind};
use tutti_core::{Error, ErrorKind, Finding, Operation, providers};

use crate::state::decimal;
use crate::state::fields::listed;
use crate::state::settings::Tongue;
use crate::text;
use crate::text::errors as say;
use crate::text::of_catalogue;

/// An error in words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Told {
    /// What happened.
    pub(crate) what: String,
    /// What now, where there is something to say.
    pub(crate) now: Option<String>,
    /// The same in English and more exactly, where it is told in another language.
    pub(crate) exactly: Option<String>,
}

/// An error of a provider in words. `lives` is whether its job may live on there.
pub(crate) fn error(error: &Error, who: &str, lives: bool) -> Told {
    let advice = error.advice();
    if text::tongue() == Tongue::English {
        return Told {
            what: error.message.clone(),
            now: advice.map(str::to_owned),
            exactly: None,
        };
    }
    let (what, now) = by_kind(error.kind, who);
    let over = error.kind == ErrorKind::Timeout && !lives;
    let exactly = [Some(error.message.as_str()), advice];
    Told {
        what,
        now: (!over).then(|| now.to_owned()),
        exactly: Some(exactly.into_iter().flatten().collect::<Vec<_>>().join(" ")),
    }
}

impl Told {
    /// What happened and what now, in one line.
    pub(crate) fn line(self) -> String {
        match self.now {
            Some(now) => [self.what, now].join(" "),
            None => self.what,
        }
    }
}

/// What a check of an order found, in words, as a sentence about its field.
pub(crate) fn finding(finding: &Finding, model: &str, operation: Operation) -> String {
    let row = providers::row(model).and_then(|(_, model)| model.operation(operation));
    let field = finding.field.as_deref().unwrap_or_default();
    let name = field.strip_prefix("params.").unwrap_or(field);
    let found = row.and_then(|row| Some((row, row.param(name)?)));
    let Some((row, param)) = found else {
        return finding.message.clone();
    };
    // Which rule was broken stands in core's sentence only.
    let is = |rest: &str| finding.message.starts_with(&[param.label, rest].concat());
    if is(" is missing.") {
        say::rule_missing(of_catalogue(param.label))
    } else if is(" is ") {
        rule(param)
    } else if row.one_of.contains(&param.name) && finding.message.starts_with("The order needs") {
        let labels = row.one_of.iter().filter_map(|name| row.param(name));
        say::rule_one_of(&listed(labels.map(|it| of_catalogue(it.label).to_owned())))
    } else {
        between_fields(param.name).map_or_else(|| finding.message.clone(), str::to_owned)
    }
}

/// What is said of a field because of what stands in another one.
fn between_fields(name: &str) -> Option<&'static str> {
    match name {
        "endsAt" => Some(say::rule_order()),
        "lyrics" => Some(say::rule_sung()),
        _ => None,
    }
}

fn rule(param: &ParamInfo) -> String {
    let label = of_catalogue(param.label);
    match param.kind {
        ParamKind::Choice(words) | ParamKind::Numbers(words) => {
            say::rule_choice(label, &words.join(", "))
        }
        ParamKind::Flag => say::rule_flag(label),
        ParamKind::Integer { min, max } => {
            let [least, most] = [min, max].map(|it| decimal::write(it as f64));
            say::rule_whole(label, &least, &most)
        }
        ParamKind::Number { min, max, unit } => {
            let most = format!("{} {unit}", decimal::write(max));
            say::rule_number(label, &decimal::write(min), most.trim_end())
        }
        ParamKind::Text {
            min_chars,
            max_chars,
        } => {
            let [least, most] = [min_chars, max_chars].map(|it| decimal::write(it as f64));
            match min_chars {
                0 => say::rule_chars(label, &most),
                _ => say::rule_chars_between(label, &least, &most),
            }
        }
        ParamKind::Url => say::rule_address(label),
        ParamKind::Urls { max } => say::rule_addresses(label, &max.to_string()),
    }
}

fn by_kind(kind: ErrorKind, who: &str) -> (String, &'static str) {
    match kind {
        ErrorKind::BadAudio => (say::bad_audio(who), say::bad_audio_now()),
        ErrorKind::BadResponse => (say::bad_response(who), say::bad_response_now()),
        ErrorKind::ContentBlocked => (say::blocked(who), say::blocked_now()),
        ErrorKind::Expired => (say::expired(who), say::expired_now()),
        ErrorKind::Forbidden => (say::forbidden(who), say::forbidden_now()),
        ErrorKind::InsufficientCredits => (say::credits(who), say::credits_now()),
        ErrorKind::InvalidOrder => (say::invalid(who), say::invalid_now()),
        ErrorKind::JobFailed => (say::job_failed(who), say::job_failed_now()),
        ErrorKind::Network => (say::network(who), say::network_now()),
        ErrorKind::NotFound => (say::not_found(who), say::check_address()),
        ErrorKind::Offline => (say::offline().to_owned(), say::offline_now()),
        ErrorKind::OutcomeUnknown => (say::outcome_unknown(who), say::outcome_unknown_now()),
        ErrorKind::ProviderUnavailable => (say::unavailable(who), say::unavailable_now()),
        ErrorKind::RateLimited => (say::rate_limited(who), say::rate_limited_now()),
        ErrorKind::Removed => (say::removed(who), say::removed_now()),
        ErrorKind::Storage => (say::storage().to_owned(), say::storage_now()),
        ErrorKind::Timeout => (say::timeout(who), say::timeout_now()),
        ErrorKind::Unauthorized => (say::unauthorized(who), say::unauthorized_now()),
        ErrorKind::UnsafeUrl => (say::unsafe_address(who), say::check_address()),
        ErrorKind::Unsupported => (say::unsupported(who), say::unsupported_now()),
    }
}

#[cfg(test)]
mod tests {
    use tutti_core::catalog::Layer;
    use tutti_core::{Level, Map, Order, Value};

    use super::*;

    const GERMAN: &str = include_str!("../../../www/lang/de.json");

    /// German words; numbers are a browser's to write, so they stay as they are where it says so.
    fn speak_german(numbers: Tongue) {
        let file: serde_json::Value = serde_json::from_str(GERMAN).unwrap();
        let words = file.as_object().unwrap().iter();
        let words = words.filter_map(|(english, said)| Some((english, said.as_str()?)));
        let book = words.fold(Map::new(), |book, (english, said)| book.with(english, said));
        text::speak(numbers, &book.into());
    }

    /// An order with a value that this parameter cannot be.
    fn odd(model: &str, operation: Operation, param: &ParamInfo) -> Value {
        let odd: Value = match param.kind {
            ParamKind::Text { min_chars: 1.., .. } => "".into(),
            ParamKind::Text { max_chars, .. } => "x".repeat(max_chars + 1).into(),
            _ => "no such thing".into(),
        };
        let order = Map::new()
            .with("model", model)
            .with("operation", operation.name());
        match param.layer {
            Layer::Field => order.with(param.name, odd),
            Layer::Param => order.with("params", Map::new().with(param.name, odd)),
        }
        .into()
    }

    fn findings() -> Vec<(&'static str, Operation, Finding)> {
        let mut found = Vec::new();
        for (_, model) in providers::rows() {
            for row in model.operations {
                for param in row.params {
                    let order = odd(model.id, row.operation, param);
                    let errors = Order::findings(&order).into_iter();
                    let errors = errors.filter(|it| it.level == Level::Error);
                    found.extend(errors.map(|it| (model.id, row.operation, it)));
                }
            }
        }
        assert!(found.len() > 200, "{}", found.len());
        found
    }

    #[test]
    fn what_is_wrong_with_a_field_is_said_as_core_says_it_in_english_and_not_in_english_otherwise()
    {
        for (model, operation, found) in findings() {
            text::speak(Tongue::English, &Value::Null);
            let english = finding(&found, model, operation);
            if !found.message.starts_with("The order needs one of") {
                assert_eq!(english, found.message, "{model} {:?}", found.field);
            }
            speak_german(Tongue::English);
            let german = finding(&found, model, operation);
            assert_ne!(german, found.message, "{model}");
            assert_ne!(german, english, "{model}");
        }
        text::speak(Tongue::English, &Value::Null);
    }

    #[test]
    fn what_stands_between_two_fields_is_said_in_the_pages_words() {
        speak_german(Tongue::English);
        let id = "producer/lyria-3-pro";
        let order = Map::new()
            .with("model", id)
            .with("prompt", "a")
            .with("instrumental", true)
            .with("lyrics", "la");
        let found = Order::findings(&order.into());
        let said = finding(&found[0], id, Operation::Create);
        assert!(said.starts_with("Ein Instrumentalstück"), "{said}");
        text::speak(Tongue::English, &Value::Null);
    }

    #[test]
    fn every_kind_of_error_has_its_own_words_and_core_is_quoted_below_them() {
        speak_german(Tongue::German);
        let mut seen = Vec::new();
        for kind in ErrorKind::ALL {
            let broken = Error::new(kind, "Core's sentence.").hint("Core's hint.");
            let told = error(&broken, "Segmind", true);
            assert!(
                !told.what.contains("Core") && told.now.is_some(),
                "{told:?}"
            );
            assert_eq!(
                told.exactly.as_deref(),
                Some("Core's sentence. Core's hint.")
            );
            assert!(!seen.contains(&told.what), "twice: {}", told.what);
            seen.push(told.what);
        }
        text::speak(Tongue::English, &Value::Null);
        let told = error(
            &Error::new(ErrorKind::Network, "Core's sentence."),
            "Segmind",
            true,
        );
        assert_eq!(
            (told.what.as_str(), told.exactly),
            ("Core's sentence.", None)
        );
    }

    #[test]
    fn a_job_that_does_not_live_on_is_not_looked_for_again() {
        speak_german(Tongue::German);
        let late = Error::new(ErrorKind::Timeout, "Late.");
        assert_eq!(error(&late, "Segmind", false).now, None);
        assert!(error(&late, "Segmind", true).now.is_some());
        text::speak(Tongue::English, &Value::Null);
    }
}
