//! A link to the settings of a piece: what differs from what holds anyway, in the address' fragment, which no server sees.

use tutti_core::catalog::{Layer, ParamInfo, ParamKind, Preset};
use tutti_core::{Level, Map, Operation, Order, Value, origin, providers};

use crate::state::draft::{text_of, value_of};
use crate::state::fields::{offered, params};
use crate::text::library as text;
use crate::told;

/// How a fragment with settings begins.
pub const MARK: &str = "#try?";

/// The longest fragment that is read, in bytes.
const MOST: usize = 40_000;

/// The fragment of an order; none for one that is about a piece of one's own, which others do not have.
pub fn fragment(order: &Value) -> Option<String> {
    if !order.get("operation").is_null() && order.get("operation").text() != Some("create") {
        return None;
    }
    let (_, model) = providers::row(order.get("model").text()?)?;
    let mut parts = vec![format!("model={}", origin::encode(model.id))];
    for param in params(model).filter(|it| is_told(it)) {
        let value = match param.layer {
            Layer::Field => order.get(param.name),
            Layer::Param => order.get("params").get(param.name),
        };
        if !value.is_null() && !is_usual(param, value) {
            parts.push(format!(
                "{}={}",
                param.name,
                origin::encode(&text_of(value, |number| number.to_string()))
            ));
        }
    }
    let fragment = format!("{MARK}{}", parts.join("&"));
    (fragment.len() <= MOST).then_some(fragment)
}

/// The order of a fragment.
///
/// # Errors
///
/// Why it is refused, in one sentence: it is not one of ours, or asks for what is not there.
pub fn read(fragment: &str) -> Result<Value, String> {
    let damaged = || text::link_damaged().to_owned();
    let told = fragment.strip_prefix(MARK).ok_or_else(damaged)?;
    if told.len() > MOST {
        return Err(damaged());
    }
    let mut pairs = Vec::new();
    for part in told.split('&') {
        let (name, value) = part.split_once('=').ok_or_else(damaged)?;
        let value = decoded(value).ok_or_else(damaged)?;
        if pairs.iter().any(|(known, _)| *known == name) {
            return Err(damaged());
        }
        pairs.push((name, value));
    }
    let model = pairs.iter().find(|(name, _)| *name == "model");
    let id = model.map(|(_, id)| id.as_str()).unwrap_or_default();
    let Some((_, model)) = offered().find(|(_, model)| model.id == id) else {
        return Err(text::link_model().to_owned());
    };
    let (mut order, mut own) = (Map::new().with("model", model.id), Map::new());
    for (name, value) in pairs.iter().filter(|(name, _)| *name != "model") {
        let param = params(model).find(|it| it.name == *name && is_told(it));
        let param = param.ok_or_else(damaged)?;
        // A link is the same in every language.
        let value = value_of(param, value, |digits| digits.parse().ok());
        match param.layer {
            Layer::Field => order.set(param.name, value),
            Layer::Param => own.set(param.name, value),
        }
    }
    if !own.is_empty() {
        order.set("params", own);
    }
    let order = Value::from(order);
    let wrong = Order::findings(&order)
        .into_iter()
        .find(|it| it.level == Level::Error && it.field.as_deref() != Some("prompt"));
    match wrong {
        Some(finding) => {
            let why = told::finding(&finding, model.id, Operation::Create);
            Err(text::link_refused(&why))
        }
        None => Ok(order),
    }
}

/// An address may hold a secret, or lead somewhere: none is told, and none is taken.
const fn is_told(param: &ParamInfo) -> bool {
    !matches!(param.kind, ParamKind::Url | ParamKind::Urls { .. })
}

fn is_usual(param: &ParamInfo, value: &Value) -> bool {
    match param.default {
        Preset::Number(usual) => value.number() == Some(usual),
        Preset::Text(usual) => value.text() == Some(usual),
        _ => value == &Value::Bool(false),
    }
}

/// Text with its percent signs resolved, if it is text that a person could have written.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        bytes.push(match first {
            b'%' => {
                let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
                rest = &rest[2..];
                u8::from_str_radix(digits, 16).ok()?
            }
            first => *first,
        });
    }
    let text = String::from_utf8(bytes).ok()?;
    let odd = |it: char| it.is_control() && it != '\n';
    (!text.contains(odd)).then_some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn order() -> Map {
        Map::new()
            .with("model", "segmind/lyria-2")
            .with("prompt", "rain & tin = 100 % ☂\nsecond line")
            .with("seed", 7.0)
    }

    #[test]
    fn an_order_reads_back_from_its_link() {
        for order in [
            Value::from(order()),
            Map::new()
                .with("model", "sketch/groove")
                .with("prompt", "a")
                .with("seconds", 20.0)
                .into(),
        ] {
            let link = fragment(&order).unwrap();
            assert!(link.is_ascii() && !link.contains(' '), "{link}");
            assert_eq!(read(&link), Ok(order));
        }
    }

    #[test]
    fn a_link_holds_only_what_differs_and_no_address() {
        let (_, row) = providers::rows()
            .find(|(_, row)| {
                params(row).any(|it| matches!(it.kind, ParamKind::Url | ParamKind::Urls { .. }))
            })
            .unwrap();
        let url = params(row).find(|it| !is_told(it)).unwrap();
        let order = Map::new()
            .with("model", row.id)
            .with("prompt", "a")
            .with(url.name, "https://private.example/?sig=1")
            .with(
                "params",
                Map::new().with(url.name, "https://private.example/?sig=1"),
            )
            .with("apiKey", "secret")
            .with("extra", Map::new().with("token", "secret"));
        let link = fragment(&order.into()).unwrap();
        assert!(
            !link.contains("private") && !link.contains("secret"),
            "{link}"
        );
        for (_, row) in offered() {
            let usual = params(row).fold(Map::new().with("model", row.id), |order, it| {
                match (it.layer, &it.default) {
                    (Layer::Field, Preset::Number(usual)) => order.with(it.name, *usual),
                    (Layer::Field, Preset::Text(usual)) => order.with(it.name, *usual),
                    _ => order,
                }
            });
            let link = fragment(&usual.into()).unwrap();
            assert_eq!(link, format!("{MARK}model={}", origin::encode(row.id)));
        }
    }

    #[test]
    fn what_is_about_a_piece_of_ones_own_has_no_link() {
        let extend = order().with("operation", "extend").with("clip", "c");
        assert_eq!(fragment(&extend.into()), None);
        assert_eq!(fragment(&Value::Null), None);
    }

    #[test]
    fn a_link_that_is_damaged_or_asks_for_too_much_is_refused_with_words() {
        for hostile in [
            "#try?",
            "#try?model=gone/model",
            "#try?model=sketch/groove&prompt=%zz",
            "#try?model=sketch/groove&prompt=%ff",
            "#try?model=sketch/groove&prompt=%00",
            "#try?model=sketch/groove&prompt=a&prompt=b",
            "#try?model=sketch/groove&seconds=1e9",
            "#try?model=sketch/groove&seconds=soon",
            "#try?model=sketch/groove&apiKey=x",
            "#try?model=sketch/groove&clip=x",
            "#try?prompt=a",
            "#other",
        ] {
            let why = read(hostile).unwrap_err();
            assert!(why.ends_with('.'), "{hostile}: {why}");
        }
        assert!(
            read(&format!(
                "#try?model=sketch/groove&prompt={}",
                "a".repeat(MOST)
            ))
            .is_err()
        );
    }

    proptest! {
        #[test]
        fn no_fragment_breaks_the_reader(text in "(#try\\?)?(model=sketch/groove)?[&=%a-z0-9\\PC]{0,80}") {
            let _ = read(&text);
        }
    }
}
