//! Plain data as bytes: a tag, and what belongs to it. So it crosses the border of the npm package's module, in both
//! directions; `crates/js/npm/lib/packed.js` is the other side. There is no JSON parser in the module, and a value by its
//! members would cost a call for each.

use crate::value::{MAX_DEPTH, Map, Value};

const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const NUMBER: u8 = 3;
const TEXT: u8 = 4;
const LIST: u8 = 5;
const MAP: u8 = 6;

/// A value as bytes.
pub fn pack(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    put(value, &mut bytes);
    bytes
}

/// Bytes as a value; null where they are none.
pub fn unpack(mut bytes: &[u8]) -> Value {
    take(&mut bytes, MAX_DEPTH + 3).unwrap_or_default()
}

fn put(value: &Value, bytes: &mut Vec<u8>) {
    match value {
        Value::Bool(flag) => bytes.push(if *flag { TRUE } else { FALSE }),
        Value::Null => bytes.push(NULL),
        Value::Number(number) => {
            bytes.push(NUMBER);
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        Value::Text(text) => {
            bytes.push(TEXT);
            put_text(text, bytes);
        }
        Value::List(items) => {
            bytes.push(LIST);
            put_count(items.len(), bytes);
            items.iter().for_each(|item| put(item, bytes));
        }
        Value::Map(map) => {
            bytes.push(MAP);
            put_count(map.len(), bytes);
            for (name, value) in map.iter() {
                put_text(name, bytes);
                put(value, bytes);
            }
        }
    }
}

fn put_text(text: &str, bytes: &mut Vec<u8>) {
    put_count(text.len(), bytes);
    bytes.extend_from_slice(text.as_bytes());
}

/// Four bytes: nothing in a module of 32 bits is longer.
fn put_count(count: usize, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(&(count as u32).to_le_bytes());
}

fn take(bytes: &mut &[u8], depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    let [tag] = *first(bytes)?;
    Some(match tag {
        FALSE => Value::Bool(false),
        TRUE => Value::Bool(true),
        NUMBER => Value::Number(f64::from_le_bytes(*first(bytes)?)),
        TEXT => Value::Text(take_text(bytes)?),
        LIST => {
            let mut items = Vec::new();
            for _ in 0..take_count(bytes)? {
                items.push(take(bytes, depth)?);
            }
            Value::List(items)
        }
        MAP => {
            let mut map = Map::new();
            for _ in 0..take_count(bytes)? {
                map.push(take_text(bytes)?, take(bytes, depth)?);
            }
            Value::Map(map)
        }
        _ => Value::Null,
    })
}

fn take_text(bytes: &mut &[u8]) -> Option<String> {
    let count = take_count(bytes)?;
    let (text, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    String::from_utf8(text.to_vec()).ok()
}

fn take_count(bytes: &mut &[u8]) -> Option<usize> {
    Some(u32::from_le_bytes(*first(bytes)?) as usize)
}

fn first<'a, const N: usize>(bytes: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Value {
        let list = vec![Value::Null, true.into(), false.into(), (-0.5).into()];
        Map::new()
            .with("é", "\u{1f3b5}")
            .with("list", list)
            .with("none", Map::new())
            .into()
    }

    #[test]
    fn a_value_comes_back_as_it_went() {
        assert_eq!(unpack(&pack(&sample())), sample());
    }

    #[test]
    fn bytes_that_are_no_value_are_null() {
        let packed = pack(&sample());
        for end in 0..packed.len() {
            assert_eq!(unpack(&packed[..end]), Value::Null, "{end}");
        }
        assert_eq!(unpack(&[TEXT, 1, 0, 0, 0, 0xff]), Value::Null);
        assert_eq!(unpack(&[LIST, 255, 255, 255, 255]), Value::Null);
    }

    #[test]
    fn what_is_nested_without_end_is_null() {
        let deep = [LIST, 1, 0, 0, 0].repeat(100_000);
        assert_eq!(unpack(&deep), Value::Null);
    }
}
