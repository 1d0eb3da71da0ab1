//! A small JSON value: what replies are read through and requests are built from.
//!
//! The driver fills it: from the browser's own JSON in wasm, from serde_json on the host. So no JSON parser lands in
//! the package, and nothing here can meet text that is not yet JSON.

/// The deepest nesting a driver hands over; deeper replies are not JSON to us.
pub const MAX_DEPTH: usize = 64;

static NULL: Value = Value::Null;

/// One JSON value. Numbers are doubles, as in a browser.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `true` or `false`.
    Bool(bool),
    /// An array.
    List(Vec<Self>),
    /// An object.
    Map(Map),
    /// `null`, and anything that is missing.
    #[default]
    Null,
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
}

impl Value {
    /// The member of this name, or null when there is none or this is not an object.
    pub fn get(&self, name: &str) -> &Self {
        self.map().map_or(&NULL, |map| map.get(name))
    }

    /// The string, if this is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if this is a finite one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) if number.is_finite() => Some(*number),
            _ => None,
        }
    }

    /// The whole number, if this is one that a double holds exactly.
    pub fn integer(&self) -> Option<i64> {
        const EXACT: f64 = 9_007_199_254_740_991.0;
        let number = self.number()?;
        (number.trunc() == number && number.abs() <= EXACT).then_some(number as i64)
    }

    /// The flag, if this is one.
    pub fn flag(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The items, if this is an array.
    pub fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The members, if this is an object.
    pub fn map(&self) -> Option<&Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Lets `act` change every text in here, names of members too.
    pub(crate) fn each_text(&mut self, act: &dyn Fn(&mut String)) {
        match self {
            Self::Text(text) => act(text),
            Self::List(items) => items.iter_mut().for_each(|item| item.each_text(act)),
            Self::Map(Map(members)) => members.iter_mut().for_each(|(name, value)| {
                act(name);
                value.each_text(act);
            }),
            Self::Bool(_) | Self::Null | Self::Number(_) => {}
        }
    }

    /// Whether this is null or missing.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The JSON word for this kind of value, for error messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Bool(_) => "true or false",
            Self::List(_) => "a list",
            Self::Map(_) => "an object",
            Self::Null => "nothing",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl From<Map> for Value {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}

impl From<Vec<Self>> for Value {
    fn from(items: Vec<Self>) -> Self {
        Self::List(items)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The members of an object, in the order they were set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map(Vec<(String, Value)>);

impl Map {
    /// An object without members.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The member of this name, or null.
    pub fn get(&self, name: &str) -> &Value {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or(&NULL, |(_, value)| value)
    }

    /// Sets a member, replacing one of the same name.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        let value = value.into();
        match self.0.iter_mut().find(|(key, _)| key == name) {
            Some(member) => member.1 = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }

    /// Adds a member at the end without looking for one of the same name: for names that are known to differ.
    pub fn push(&mut self, name: String, value: Value) {
        self.0.push((name, value));
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let at = self.0.iter().position(|(key, _)| key == name)?;
        Some(self.0.remove(at).1)
    }

    /// The same object with one more member; null is left out.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if !value.is_null() {
            self.set(name, value);
        }
        self
    }

    /// The members in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl FromIterator<(String, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_member_reads_as_null() {
        let value = Value::from(Map::new().with("a", "b"));
        assert!(value.get("x").get("y").is_null());
        assert_eq!(value.get("a").text(), Some("b"));
    }

    #[test]
    fn only_exact_whole_numbers_are_integers() {
        assert_eq!(Value::from(3.0).integer(), Some(3));
        assert_eq!(Value::from(3.5).integer(), None);
        assert_eq!(Value::from(1e17).integer(), None);
        assert_eq!(Value::from(f64::NAN).integer(), None);
    }

    #[test]
    fn setting_twice_keeps_one_member() {
        let mut map = Map::new().with("a", 1.0);
        map.set("a", 2.0);
        assert_eq!(map.len(), 1);
        assert_eq!(map.get("a").number(), Some(2.0));
    }
}
