//! The one validator: every rule comes from the model's row of the catalogue.

use super::{FRAME, Finding, Level, Order, SHARED, Webhook};
use crate::catalog::{JOBS_ALONE, Layer, Mode, ModelInfo, OperationInfo, ParamInfo, ParamKind};
use crate::decimal;
use crate::error::ErrorKind;
use crate::operation::Operation;
use crate::origin::Address;
use crate::provider::Provider;
use crate::providers;
use crate::secret::Secret;
use crate::text;
use crate::value::{Map, Value};

const TITLE_CHARS: usize = 200;
const URL_CHARS: usize = 4_096;
const WEBHOOK_CHARS: usize = 1_024;
/// The longest text of any field, in characters: far above any vendor's limit, far below what hurts.
const TEXT_CHARS: usize = 100_000;

pub(super) fn read(value: &Value) -> Result<Order, Vec<Finding>> {
    let order = value.map().ok_or_else(|| {
        refusal(|| {
            let message = format!("An order is an object, not {}.", value.kind());
            invalid("order", message)
        })
    })?;
    let (provider, model) = find_model(order)?;
    let row = find_operation(order, model)?;
    let mut reader = Reader::new(model, row);
    let mode = reader.mode(order, model);
    let title = reader.title(order);
    let webhook = reader.frame(order, provider);
    reader.fields(order);
    reader.params(order);
    reader.required();
    reader.one_of();
    let extra = reader.extra(order);
    if reader.failed {
        return Err(reader.findings);
    }
    let mut order = Order {
        provider,
        model,
        operation: row.operation,
        mode,
        title,
        fields: reader.fields,
        params: reader.params,
        extra,
        webhook,
        warnings: reader.findings,
    };
    order.warnings.extend(provider.review(&order));
    if order.warnings.iter().any(|it| it.level == Level::Error) {
        return Err(order.warnings);
    }
    Ok(order)
}

/// What alone stops an order; nothing where the package's other module has the words.
fn refusal(say: impl FnOnce() -> Finding) -> Vec<Finding> {
    if JOBS_ALONE { Vec::new() } else { vec![say()] }
}

fn find_model(order: &Map) -> Result<(&'static dyn Provider, &'static ModelInfo), Vec<Finding>> {
    let Some(id) = order.get("model").text() else {
        return Err(refusal(|| {
            let message = "The order names no model, as in \"segmind/lyria-2\".";
            invalid("model", message)
        }));
    };
    let unknown = || {
        let known: Vec<_> = providers::models().map(|(_, model)| model.id).collect();
        let shown: String = id.chars().take(80).collect();
        let known = known.join(", ");
        let message = format!("There is no model \"{shown}\"; there are {known}.");
        invalid("model", message)
    };
    providers::model(id).ok_or_else(|| refusal(unknown))
}

fn find_operation(
    order: &Map,
    model: &'static ModelInfo,
) -> Result<&'static OperationInfo, Vec<Finding>> {
    let operation = match order.get("operation") {
        Value::Null => Operation::Create,
        value => value.text().and_then(Operation::by_name).ok_or_else(|| {
            refusal(|| {
                let message =
                    "The operation is one of create, extend, replace, cover, upload and download.";
                invalid("operation", message)
            })
        })?,
    };
    let lacking = || {
        let message = format!("{} cannot {operation}.", model.name);
        Finding::error(ErrorKind::Unsupported, "operation", message)
    };
    model.operation(operation).ok_or_else(|| refusal(lacking))
}

struct Reader {
    model: &'static ModelInfo,
    row: &'static OperationInfo,
    fields: Map,
    params: Map,
    findings: Vec<Finding>,
    failed: bool,
    lenient: bool,
}

impl Reader {
    const fn new(model: &'static ModelInfo, row: &'static OperationInfo) -> Self {
        Self {
            model,
            row,
            fields: Map::new(),
            params: Map::new(),
            findings: Vec::new(),
            failed: false,
            lenient: false,
        }
    }

    fn fail(&mut self, say: impl FnOnce() -> Finding) {
        self.failed = true;
        self.findings.extend(refusal(say));
    }

    fn mode(&mut self, order: &Map, model: &ModelInfo) -> Mode {
        let usual = model.modes.first().copied().unwrap_or(Mode::Queued);
        let value = order.get("mode");
        if value.is_null() {
            return usual;
        }
        match model
            .modes
            .iter()
            .find(|mode| value.text() == Some(mode.name()))
        {
            Some(mode) => *mode,
            None => {
                self.fail(|| {
                    let has: Vec<_> = model.modes.iter().map(|mode| mode.name()).collect();
                    let has = has.join(" and ");
                    let message = format!("{} has the modes {has} only.", model.name);
                    Finding::error(ErrorKind::Unsupported, "mode", message)
                });
                usual
            }
        }
    }

    fn title(&mut self, order: &Map) -> Option<String> {
        let value = order.get("title");
        if value.is_null() {
            return None;
        }
        let title = value.text().filter(|it| it.chars().count() <= TITLE_CHARS);
        if title.is_none() {
            self.fail(|| {
                let message = format!("The title is text of at most {TITLE_CHARS} characters.");
                invalid("title", message)
            });
        }
        title.map(str::to_owned)
    }

    /// What says how the order is handled.
    fn frame(&mut self, order: &Map, provider: &dyn Provider) -> Option<Webhook> {
        match order.get("lenient") {
            Value::Null => {}
            Value::Bool(lenient) => self.lenient = *lenient,
            _ => self.fail(|| invalid("lenient", "\"lenient\" is true or false.")),
        }
        let webhook = order.get("webhook");
        if webhook.is_null() {
            return None;
        }
        if !provider.info().supports.webhook {
            self.lacking("webhook", provider.info().name);
            return None;
        }
        self.webhook(webhook)
    }

    fn webhook(&mut self, value: &Value) -> Option<Webhook> {
        let url = value.get("url").text().filter(|url| is_webhook(url));
        let secret = value.get("secret");
        let events = value.get("events").list().unwrap_or_default();
        if url.is_none() {
            self.fail(|| {
                let message = format!(
                    "A webhook has a \"url\": an https address of at most {WEBHOOK_CHARS} characters."
                );
                invalid("webhook.url", message)
            });
        }
        if !secret.is_null() && secret.text().is_none() {
            self.fail(|| invalid("webhook.secret", "A webhook's \"secret\" is text."));
        }
        if !value.get("events").is_null()
            && (events.is_empty() || events.iter().any(|it| it.text().is_none()))
        {
            self.fail(|| {
                let message = "A webhook's \"events\" are a list of names.";
                invalid("webhook.events", message)
            });
        }
        Some(Webhook {
            url: url?.to_owned(),
            secret: secret.text().and_then(Secret::new),
            events: events
                .iter()
                .filter_map(Value::text)
                .map(str::to_owned)
                .collect(),
        })
    }

    fn fields(&mut self, order: &Map) {
        for (name, value) in order.iter() {
            if FRAME.contains(&name) || value.is_null() {
                continue;
            }
            match self
                .row
                .param(name)
                .filter(|param| param.layer == Layer::Field)
            {
                Some(param) => {
                    if let Some(value) = self.value(param, name, value) {
                        self.fields.set(name, value);
                    }
                }
                None if SHARED.contains(&name) => self.lacking(name, "This model"),
                None => self.unknown(name, name, Layer::Field),
            }
        }
    }

    fn params(&mut self, order: &Map) {
        let params = order.get("params");
        if params.is_null() {
            return;
        }
        let Some(params) = params.map() else {
            return self.fail(|| invalid("params", "\"params\" is an object."));
        };
        for (name, value) in params.iter().filter(|(_, value)| !value.is_null()) {
            let field = ["params.", name].concat();
            if self.model.ignored.contains(&name) {
                let message = [
                    "This model takes \"",
                    name,
                    "\" and ignores it; it was left out.",
                ]
                .concat();
                self.findings.push(Finding::warning(
                    ErrorKind::Unsupported,
                    Some(&field),
                    message,
                ));
                continue;
            }
            match self
                .row
                .param(name)
                .filter(|param| param.layer == Layer::Param)
            {
                Some(param) => {
                    if let Some(value) = self.value(param, &field, value) {
                        self.params.set(name, value);
                    }
                }
                None => self.unknown(&field, name, Layer::Param),
            }
        }
    }

    fn required(&mut self) {
        for param in self.row.params.iter().filter(|param| param.required) {
            let (field, given) = match param.layer {
                Layer::Field => (param.name.to_owned(), self.fields.get(param.name)),
                Layer::Param => (
                    ["params.", param.name].concat(),
                    self.params.get(param.name),
                ),
            };
            let told = self
                .findings
                .iter()
                .any(|it| it.field.as_deref() == Some(&field));
            let blank = given.is_null() || given.text().is_some_and(|text| text.trim().is_empty());
            if blank && !told {
                self.fail(|| {
                    let message = [param.label, " is missing."].concat();
                    invalid(&field, message)
                });
            }
        }
    }

    /// At least one of the fields of which none alone is required.
    fn one_of(&mut self) {
        let names = self.row.one_of;
        let is_there = |name: &&str| {
            [&self.fields, &self.params]
                .iter()
                .filter_map(|given| given.get(name).text())
                .any(|text| !text.trim().is_empty())
        };
        let told = |name: &&str| {
            self.findings
                .iter()
                .any(|it| it.field.as_deref() == Some(name))
        };
        if let Some(first) = names.first()
            && !names.iter().any(|name| is_there(name) || told(name))
        {
            self.fail(|| {
                let message = format!("The order needs one of {}.", names.join(" and "));
                invalid(first, message)
            });
        }
    }

    fn extra(&mut self, order: &Map) -> Map {
        match order.get("extra") {
            Value::Null => Map::new(),
            Value::Map(extra) => extra.clone(),
            _ => {
                self.fail(|| invalid("extra", "\"extra\" is an object."));
                Map::new()
            }
        }
    }

    fn value(&mut self, param: &ParamInfo, field: &str, value: &Value) -> Option<Value> {
        let fitting = check(param, value);
        if fitting.is_none() {
            self.fail(|| invalid(field, format!("{} is {}.", param.label, rule(param, value))));
        }
        fitting
    }

    fn lacking(&mut self, name: &str, who: &str) {
        if self.lenient {
            let message = [who, " has no \"", name, "\"; it was left out."].concat();
            self.findings.push(Finding::warning(
                ErrorKind::Unsupported,
                Some(name),
                message,
            ));
        } else {
            self.fail(|| {
                let message = format!("{who} has no \"{name}\".");
                Finding::error(ErrorKind::Unsupported, name, message)
            });
        }
    }

    fn unknown(&mut self, field: &str, name: &str, layer: Layer) {
        let row = self.row;
        self.fail(|| {
            let params = row.params.iter().filter(|it| it.layer == layer);
            let known: Vec<_> = params.map(|it| it.name).collect();
            let shown: String = name.chars().take(80).collect();
            let rest = if known.is_empty() {
                "what is to be sent unchecked goes under \"extra\"".to_owned()
            } else {
                format!("there are {}", known.join(", "))
            };
            invalid(field, format!("\"{shown}\" is not known here; {rest}."))
        });
    }
}

/// The value as it is sent, if it keeps the parameter's rule.
fn check(param: &ParamInfo, value: &Value) -> Option<Value> {
    let fits = match param.kind {
        ParamKind::Choice(words) => value.text().is_some_and(|word| words.contains(&word)),
        ParamKind::Flag => matches!(value, Value::Bool(_)),
        ParamKind::Integer { min, max } => {
            let number = integer(param, value).filter(|number| (min..=max).contains(number))?;
            return Some(Value::from(number as f64));
        }
        ParamKind::Number { min, max, .. } => value
            .number()
            .is_some_and(|number| (min..=max).contains(&number)),
        ParamKind::Numbers(words) => return whole_choice(words, value),
        ParamKind::Text {
            min_chars,
            max_chars,
        } => match value.text() {
            Some(text) => {
                let most = max_chars.min(TEXT_CHARS);
                (min_chars..=most).contains(&text.chars().take(most + 1).count())
            }
            // A seed that the vendor wants as text.
            None if param.name == "seed" => {
                return Some(text::digits(value.integer()?).into());
            }
            None => false,
        },
        ParamKind::Url => is_web_address(value),
        ParamKind::Urls { max } => value
            .list()
            .is_some_and(|urls| urls.len() <= max && urls.iter().all(is_web_address)),
    };
    fits.then(|| value.clone())
}

/// The rule that a value breaks.
fn rule(param: &ParamInfo, value: &Value) -> String {
    match param.kind {
        ParamKind::Choice(words) | ParamKind::Numbers(words) => {
            format!("one of {}", words.join(", "))
        }
        ParamKind::Flag => "true or false".to_owned(),
        ParamKind::Integer { min, max } => format!("a whole number from {min} to {max}"),
        ParamKind::Number { min, max, unit } => {
            let (min, max) = (decimal::write(min), decimal::write(max));
            format!("a number from {min} to {max} {unit}")
                .trim_end()
                .to_owned()
        }
        ParamKind::Text { .. } if param.name == "seed" && value.text().is_none() => {
            "text or a whole number".to_owned()
        }
        ParamKind::Text {
            min_chars,
            max_chars,
        } => {
            let most = max_chars.min(TEXT_CHARS);
            match min_chars {
                0 => format!("text of at most {most} characters"),
                _ => format!("text of {min_chars} to {most} characters"),
            }
        }
        ParamKind::Url => "a web address".to_owned(),
        ParamKind::Urls { max } => format!("a list of at most {max} web addresses"),
    }
}

/// One of these whole numbers, given as a number or in digits.
fn whole_choice(words: &[&str], value: &Value) -> Option<Value> {
    let given = match value {
        Value::Text(text) => text.trim().parse().ok(),
        _ => value.integer(),
    };
    let given: i64 = given.filter(|given| words.iter().any(|word| word.parse() == Ok(*given)))?;
    Some(Value::from(given as f64))
}

fn is_web_address(value: &Value) -> bool {
    value
        .text()
        .is_some_and(|url| url.len() <= URL_CHARS && Address::of(url).is_some())
}

fn is_webhook(url: &str) -> bool {
    url.len() <= WEBHOOK_CHARS && url.starts_with("https://") && Address::of(url).is_some()
}

/// A whole number; a seed may come as text, since some are wider than a double.
fn integer(param: &ParamInfo, value: &Value) -> Option<i64> {
    match value {
        Value::Text(text) if param.name == "seed" => text.trim().parse().ok(),
        _ => value.integer(),
    }
}

fn invalid(field: &str, message: impl Into<String>) -> Finding {
    Finding::error(ErrorKind::InvalidOrder, field, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(members: Map) -> Value {
        let mut order = Map::new().with("model", "segmind/meta-musicgen-medium");
        for (name, value) in members.iter() {
            order.set(name, value.clone());
        }
        order.into()
    }

    fn first(members: Map) -> (ErrorKind, Option<String>) {
        let findings = Order::findings(&order(members));
        let finding = findings.first().expect("a finding");
        (finding.kind, finding.field.clone())
    }

    #[test]
    fn a_good_order_is_admitted_as_it_was_written() {
        let value = order(
            Map::new()
                .with("prompt", "rain")
                .with("seconds", 12.0)
                .with("seed", "7"),
        );
        let order = Order::admit(&value).unwrap();
        assert_eq!(order.field("seconds").number(), Some(12.0));
        assert_eq!(order.field("seed").integer(), Some(7));
        let again = Order::admit(&order.to_value()).unwrap();
        assert_eq!(again.to_value(), order.to_value());
    }

    #[test]
    fn an_order_without_a_prompt_is_refused_by_name() {
        let expected = (ErrorKind::InvalidOrder, Some("prompt".to_owned()));
        assert_eq!(first(Map::new()), expected);
        assert_eq!(first(Map::new().with("prompt", "  \n ")), expected);
    }

    #[test]
    fn a_value_out_of_range_names_field_and_range() {
        let value = order(Map::new().with("prompt", "rain").with("seconds", 31.0));
        let error = Order::admit(&value).unwrap_err();
        assert_eq!(error.wrong_field(), Some("seconds"));
        assert!(error.message.contains("1 to 30"), "{}", error.message);
    }

    #[test]
    fn wrong_types_are_refused_by_name() {
        for (name, value) in [
            ("prompt", Value::from(3.0)),
            ("seconds", "ten".into()),
            ("seconds", f64::NAN.into()),
            ("seed", 1.5.into()),
            ("seed", Value::List(vec![])),
            ("title", Value::Bool(true)),
            ("lenient", "yes".into()),
            ("params", "x".into()),
            ("extra", 1.0.into()),
        ] {
            let mut members = Map::new().with("prompt", "rain");
            members.set(name, value);
            assert_eq!(
                first(members),
                (ErrorKind::InvalidOrder, Some(name.to_owned())),
                "{name}"
            );
        }
    }

    #[test]
    fn a_misspelt_name_is_refused_before_money_is_spent() {
        let params = Map::new().with("durration", 3.0);
        assert_eq!(
            first(Map::new().with("prompt", "rain").with("params", params)),
            (ErrorKind::InvalidOrder, Some("params.durration".to_owned()))
        );
        assert_eq!(
            first(Map::new().with("prompt", "rain").with("promt", "x")),
            (ErrorKind::InvalidOrder, Some("promt".to_owned()))
        );
    }

    #[test]
    fn a_field_the_model_lacks_is_refused_or_dropped_with_a_warning() {
        let members = Map::new().with("prompt", "rain").with("lyrics", "la");
        assert_eq!(
            first(members.clone()),
            (ErrorKind::Unsupported, Some("lyrics".to_owned()))
        );
        let order = Order::admit(&order(members.with("lenient", true))).unwrap();
        assert!(order.field("lyrics").is_null());
        assert_eq!(order.warnings()[0].level, Level::Warning);
    }

    #[test]
    fn an_unknown_model_is_named_with_those_there_are() {
        let value = Value::from(
            Map::new()
                .with("model", "segmind/lyria-9")
                .with("prompt", "rain"),
        );
        let error = Order::admit(&value).unwrap_err();
        assert_eq!(error.wrong_field(), Some("model"));
        assert!(error.message.contains("segmind/lyria-2"));
    }

    #[test]
    fn what_is_not_an_order_at_all_is_refused() {
        for value in [
            Value::Null,
            "x".into(),
            Value::List(vec![]),
            Value::from(Map::new()),
        ] {
            assert_eq!(
                Order::admit(&value).unwrap_err().kind,
                ErrorKind::InvalidOrder
            );
        }
    }

    #[test]
    fn a_model_that_cannot_do_it_says_so() {
        let members = Map::new()
            .with("prompt", "rain")
            .with("operation", "extend");
        assert_eq!(
            first(members),
            (ErrorKind::Unsupported, Some("operation".to_owned()))
        );
    }

    #[test]
    fn several_faults_are_all_found() {
        let members = Map::new()
            .with("seconds", 0.0)
            .with("seed", 1e9)
            .with("bpm", 90.0);
        assert_eq!(Order::findings(&order(members)).len(), 4);
    }
}
