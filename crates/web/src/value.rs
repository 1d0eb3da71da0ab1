//! Plain data across the border: JavaScript's JSON-like values and core's.

use js_sys::{Array, JsString, Object, Reflect};
use tutti_core::{MAX_DEPTH, Map, Value};
use wasm_bindgen::{JsCast, JsValue};

/// A core value as JavaScript data.
pub fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Bool(flag) => JsValue::from_bool(*flag),
        Value::List(items) => items.iter().map(to_js).collect::<Array>().into(),
        Value::Map(map) => map_to_js(map).into(),
        Value::Null => JsValue::NULL,
        Value::Number(number) => JsValue::from_f64(*number),
        Value::Text(text) => JsValue::from_str(text),
    }
}

/// JavaScript data as a core value. `undefined` is null.
///
/// # Errors
///
/// The first thing that is not plain data: a function, a symbol, a big integer, an object that contains itself or is
/// nested too deep, or a getter that throws.
pub fn from_js(value: &JsValue) -> Result<Value, String> {
    read(value, MAX_DEPTH)
}

/// A JavaScript object with these members.
pub(crate) fn object<const N: usize>(members: [(&str, JsValue); N]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        set(&object, name, &value);
    }
    object
}

/// A member of a JavaScript value; undefined where there is none or it cannot be read.
pub(crate) fn get(value: &JsValue, name: &str) -> JsValue {
    if value.is_object() || value.is_function() {
        Reflect::get(value, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
    } else {
        JsValue::UNDEFINED
    }
}

fn map_to_js(map: &Map) -> Object {
    let object = Object::new();
    for (name, value) in map.iter() {
        set(&object, name, &to_js(value));
    }
    object
}

/// Sets an own member. `Reflect.set` on a plain object of our own cannot fail, except that `__proto__` would change
/// the prototype: no provider field has that name, so it is left out.
pub(crate) fn set(object: &Object, name: &str, value: &JsValue) {
    if name != "__proto__" {
        let _ = Reflect::set(object, &JsValue::from_str(name), value);
    }
}

fn read(value: &JsValue, depth: usize) -> Result<Value, String> {
    if value.is_null() || value.is_undefined() {
        return Ok(Value::Null);
    }
    if let Some(flag) = value.as_bool() {
        return Ok(Value::Bool(flag));
    }
    if let Some(number) = value.as_f64() {
        return Ok(Value::Number(number));
    }
    if let Some(text) = value.as_string() {
        return Ok(Value::Text(text));
    }
    let Some(deeper) = depth.checked_sub(1) else {
        return Err("nested too deep, or contains itself".to_owned());
    };
    if let Some(list) = value.dyn_ref::<Array>() {
        let items = list.iter().map(|item| read(&item, deeper));
        return items.collect::<Result<Vec<_>, _>>().map(Value::List);
    }
    if value.is_function() || value.is_symbol() || value.is_bigint() {
        return Err("a value that is not plain data".to_owned());
    }
    read_object(value, deeper)
}

fn read_object(value: &JsValue, depth: usize) -> Result<Value, String> {
    let names =
        Reflect::own_keys(value).map_err(|_| "a value that is not plain data".to_owned())?;
    let mut map = Map::new();
    for name in names.iter() {
        // Symbols are no part of plain data.
        let Some(text) = name.dyn_ref::<JsString>().map(String::from) else {
            continue;
        };
        let member =
            Reflect::get(value, &name).map_err(|_| format!("\"{text}\" cannot be read"))?;
        let member = read(&member, depth).map_err(|why| format!("\"{text}\": {why}"))?;
        if !member.is_null() {
            map.push(text, member);
        }
    }
    Ok(Value::Map(map))
}
