//! What a piece's file tells of it, so that it can be made again from the file alone. Nothing private is told: no key, no
//! address, no price, and nothing that the person noted.

use tutti_core::catalog::{Layer, ParamKind};
use tutti_core::{Map, Operation, Value, providers};

use crate::state::take::Take;

/// The version of what is written.
const VERSION: f64 = 1.0;

/// The longest id that is taken from a file, in bytes.
const MOST_ID: usize = 200;

/// What is told of a piece.
pub fn told(take: &Take) -> Value {
    Map::new()
        .with("tutti", VERSION)
        .with("id", take.id.as_str())
        .with("model", take.model.as_str())
        .with("provider", take.model.split('/').next())
        .with("title", take.title())
        .with("order", open(&take.order))
        .with("madeAt", take.made_ms)
        .with("seconds", take.seconds)
        .with("mimeType", take.mime.as_str())
        .with("clip", take.clip.as_deref())
        .into()
}

/// The piece that a file tells of; none if it does not, or not of a model that is known.
pub fn read(told: &Value) -> Option<Take> {
    if told.get("tutti").number() != Some(VERSION) {
        return None;
    }
    providers::row(told.get("model").text()?)?;
    let id = told.get("id").text().filter(|it| it.len() <= MOST_ID)?;
    let order = open(told.get("order"));
    let known = Map::new()
        .with("id", id)
        .with("job", id)
        .with("model", told.get("model").clone())
        .with("order", order)
        .with(
            "madeAt",
            told.get("madeAt").number().filter(|it| it.is_finite()),
        )
        .with(
            "seconds",
            told.get("seconds")
                .number()
                .filter(|it| *it > 0.0 && it.is_finite()),
        )
        .with("mimeType", "audio/wav")
        .with("clip", told.get("clip").clone());
    let mut take = Take::from_value(&known.into())?;
    let title = told.get("title").text().unwrap_or_default();
    if title != take.title() {
        take.rename(title);
    }
    Some(take)
}

/// Of an order what its model's row names, but no address.
fn open(order: &Value) -> Value {
    let way = order.get("operation").text().and_then(Operation::by_name);
    let model = order.get("model").text().and_then(providers::row);
    let Some((_, model)) = model else {
        return Value::Null;
    };
    let mut told = Map::new().with("model", model.id);
    if let Some(way) = way {
        told.set("operation", way.name());
    }
    if let Some(title) = order.get("title").text() {
        told.set("title", title);
    }
    let mut own = Map::new();
    let row = model.operation(way.unwrap_or(Operation::Create));
    let params = row.into_iter().flat_map(|row| row.params);
    for param in params.filter(|it| !matches!(it.kind, ParamKind::Url | ParamKind::Urls { .. })) {
        match param.layer {
            Layer::Field => told.set(param.name, plain(order.get(param.name))),
            Layer::Param => own.set(param.name, plain(order.get("params").get(param.name))),
        }
    }
    told = told
        .iter()
        .filter(|(_, it)| !it.is_null())
        .fold(Map::new(), |map, (name, it)| map.with(name, it.clone()));
    own = own
        .iter()
        .filter(|(_, it)| !it.is_null())
        .fold(Map::new(), |map, (name, it)| map.with(name, it.clone()));
    if !own.is_empty() {
        told.set("params", own);
    }
    told.into()
}

/// A value without anything in it; what has parts is left out.
fn plain(value: &Value) -> Value {
    match value {
        Value::List(_) | Value::Map(_) => Value::Null,
        plain => plain.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::take::tests::take;

    #[test]
    fn a_piece_reads_back_from_what_its_file_tells_of_it() {
        let mut piece = take("a", 5.0);
        piece.rename("Rain, at last");
        piece.clip = Some("clip-1".to_owned());
        piece.seconds = Some(12.5);
        let read = read(&told(&piece)).unwrap();
        assert_eq!(
            (read.title(), read.order.clone()),
            (piece.title(), piece.order.clone())
        );
        assert_eq!((read.made_ms, read.seconds), (5.0, Some(12.5)));
        assert_eq!((read.clip, read.id), (piece.clip, piece.id));
        assert_eq!(read.source_url, None);
    }

    #[test]
    fn nothing_private_is_told() {
        let mut piece = take("a", 5.0);
        piece.base = "https://me.example/private".to_owned();
        piece.source_url = Some("https://signed.example/?private".to_owned());
        piece.tag("private");
        let order = Map::new()
            .with("model", "producer/lyria-3-pro")
            .with("operation", "upload")
            .with("audioUrl", "https://private.example")
            .with("webhook", Map::new().with("secret", "private"))
            .with("extra", Map::new().with("token", "private"));
        piece.order = order.into();
        assert!(!format!("{:?}", told(&piece)).contains("private"));
    }

    #[test]
    fn what_is_no_recipe_is_none() {
        assert_eq!(read(&Value::Null), None);
        let gone = Map::new()
            .with("tutti", 1.0)
            .with("model", "gone/model")
            .with("id", "a");
        assert_eq!(read(&gone.into()), None);
        let mut long = told(&take("a", 5.0)).map().cloned().unwrap_or_default();
        long.set("id", "x".repeat(1_000));
        assert_eq!(read(&long.into()), None);
        let mut odd = told(&take("a", 5.0)).map().cloned().unwrap_or_default();
        odd.set(
            "order",
            Map::new()
                .with("model", "segmind/lyria-2")
                .with("prompt", vec![Value::from(1.0)]),
        );
        assert!(read(&odd.into()).is_some_and(|it| it.prompt().is_empty()));
    }
}
