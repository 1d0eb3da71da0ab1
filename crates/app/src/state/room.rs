//! How much room this browser gives, and whether it keeps what is here.

use crate::text::library as text;
use crate::words;

/// What the browser says of its room.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// Bytes that are taken, by everything of this site.
    pub used: f64,
    /// Bytes that the browser gives at most.
    pub most: f64,
    /// Whether it promised not to clear them by itself.
    pub lasting: bool,
}

impl Room {
    /// The part that is taken, from 0 to 1.
    pub fn share(self) -> f64 {
        if self.most > 0.0 {
            (self.used / self.most).clamp(0.0, 1.0)
        } else {
            0.0
        }
    }

    /// Whether it is nearly used up.
    pub fn is_short(self) -> bool {
        self.share() > 0.8
    }

    /// How full it is, in words.
    pub fn told(self) -> String {
        text::room_of(&words::size(self.used), &words::size(self.most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_short_before_it_is_used_up() {
        let room = |used, most| Room {
            used,
            most,
            lasting: false,
        };
        assert!(!room(8e6, 1e7).is_short());
        assert!(room(8.1e6, 1e7).is_short());
        assert_eq!(room(3e7, 1e7).share(), 1.0);
        assert_eq!(room(1.0, 0.0).share(), 0.0);
        assert_eq!(room(5e6, 1.07e10).told(), "5.0 MB of 10.7 GB used");
    }
}
