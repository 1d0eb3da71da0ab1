//! Keys: never printed, and struck out of whatever a provider sends back.

use std::fmt;

use crate::text;

const STRUCK: &str = "***";

/// A provider's key. It has no `Display`, and its `Debug` shows nothing of it.
#[derive(Clone, Eq, PartialEq)]
pub struct Secret(String);

impl Secret {
    /// A key, without the white space that pasting leaves around it; none if nothing else is left.
    pub fn new(key: &str) -> Option<Self> {
        let key = key.trim();
        (!key.is_empty()).then(|| Self(key.to_owned()))
    }

    /// Whether the key can stand in a header: visible ASCII only.
    pub fn fits_a_header(&self) -> bool {
        self.0.bytes().all(|byte| byte.is_ascii_graphic())
    }

    /// The key itself, for the one header it belongs in.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The text with every appearance of the key struck out.
    pub fn strike_from(&self, text: String) -> String {
        text::replace(text, &self.0, STRUCK)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(STRUCK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_does_not_show_in_debug() {
        let key = Secret::new(" SG_planted ").unwrap();
        assert_eq!(format!("{key:?}"), "***");
        assert_eq!(key.expose(), "SG_planted");
    }

    #[test]
    fn a_key_is_struck_from_text_that_echoes_it() {
        let key = Secret::new("SG_planted").unwrap();
        let said = key.strike_from("no such key: SG_planted (SG_planted)".to_owned());
        assert_eq!(said, "no such key: *** (***)");
    }

    #[test]
    fn blank_is_no_key() {
        assert_eq!(Secret::new("  \n"), None);
    }

    #[test]
    fn a_key_with_a_line_break_inside_does_not_fit_a_header() {
        assert!(!Secret::new("a\r\nx: y").unwrap().fits_a_header());
        assert!(!Secret::new("schlüssel").unwrap().fits_a_header());
        assert!(Secret::new("SG_0123").unwrap().fits_a_header());
    }
}
