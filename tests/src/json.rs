//! Between core's value and serde_json's.

use serde_json::Number;
use tutti_core::Value;

/// As core reads it.
pub fn to_core(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(flag) => Value::Bool(*flag),
        serde_json::Value::Number(number) => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Array(items) => Value::List(items.iter().map(to_core).collect()),
        serde_json::Value::Object(members) => Value::Map(
            members
                .iter()
                .map(|(name, value)| (name.clone(), to_core(value)))
                .collect(),
        ),
    }
}

/// As a browser's `JSON.stringify` would write it: whole numbers without a fraction.
pub fn from_core(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => match value.integer() {
            Some(whole) => whole.into(),
            None => Number::from_f64(*number).map_or(serde_json::Value::Null, Into::into),
        },
        Value::Text(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(from_core).collect(),
        Value::Map(map) => map
            .iter()
            .map(|(name, value)| (name.to_owned(), from_core(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_survives_both_ways() {
        let json = serde_json::json!({"a": [1, 2.5, "x", true, null], "b": {"c": -3}});
        assert_eq!(from_core(&to_core(&json)), json);
    }
}
