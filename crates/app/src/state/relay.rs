//! What is known of the page's relay.

use tutti_core::Value;

/// What a relay said of itself.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Relayed {
    /// The providers whose keys it holds.
    pub keys: Vec<String>,
    /// Whether it asks for a token.
    pub token: bool,
    /// Whether a sandbox is behind it, so that no money is spent.
    pub sandbox: bool,
}

impl Relayed {
    /// Reads a relay's words; what they leave open is as it costs nothing to believe: no key, and real vendors.
    pub fn from_value(said: &Value) -> Self {
        let keys = said
            .get("keys")
            .list()
            .unwrap_or_default()
            .iter()
            .filter_map(Value::text);
        Self {
            keys: keys.map(str::to_owned).collect(),
            token: said.get("token").flag() == Some(true),
            sandbox: said.get("sandbox").flag() == Some(true),
        }
    }

    /// Whether it holds a provider's key.
    pub fn holds(&self, provider: &str) -> bool {
        self.keys.iter().any(|id| id == provider)
    }
}

#[cfg(test)]
mod tests {
    use tutti_core::Map;

    use super::*;

    #[test]
    fn a_relay_is_believed_what_it_says_and_nothing_more() {
        let said = Map::new()
            .with("keys", vec![Value::from("segmind"), Value::from(3.0)])
            .with("sandbox", true);
        let relayed = Relayed::from_value(&said.into());
        assert!(relayed.holds("segmind") && !relayed.holds("pixazo"));
        assert!(relayed.sandbox && !relayed.token);
        assert_eq!(Relayed::from_value(&Value::Null), Relayed::default());
    }
}
