//! The one player.

use crate::state::take::Take;

/// What the one audio element has and does. Where it is in the piece changes too often to be kept here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Player {
    /// What is loaded.
    pub take: Option<Take>,
    /// Whether it plays.
    pub playing: bool,
    /// Why it cannot be played.
    pub fault: Option<String>,
    /// The length in seconds as the element knows it.
    seconds: Option<f64>,
}

impl Player {
    /// Loads a piece.
    pub fn load(&mut self, take: Take) {
        *self = Self {
            take: Some(take),
            ..Self::default()
        };
    }

    /// Whether this piece is loaded.
    pub fn has(&self, id: &str) -> bool {
        self.take.as_ref().is_some_and(|take| take.id == id)
    }

    /// Whether this piece plays.
    pub fn plays(&self, id: &str) -> bool {
        self.playing && self.has(id)
    }

    /// Notes the length that the element found; what is no length is ignored.
    pub fn measured(&mut self, seconds: f64) {
        if seconds.is_finite() && seconds > 0.0 {
            self.seconds = Some(seconds);
        }
    }

    /// The length in seconds; zero when nothing is known.
    pub fn seconds(&self) -> f64 {
        let said = self.take.as_ref().and_then(|take| take.seconds);
        self.seconds.or(said).unwrap_or_default()
    }

    /// Takes the piece out if it is this one.
    pub fn unload(&mut self, id: &str) -> bool {
        let loaded = self.has(id);
        if loaded {
            *self = Self::default();
        }
        loaded
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::take::tests::take;

    #[test]
    fn the_element_knows_the_length_better_than_the_provider() {
        let mut player = Player::default();
        assert_eq!(player.seconds(), 0.0);
        let mut piece = take("a", 0.0);
        piece.seconds = Some(30.0);
        player.load(piece);
        assert_eq!(player.seconds(), 30.0);
        player.measured(f64::INFINITY);
        player.measured(32.8);
        assert_eq!(player.seconds(), 32.8);
    }

    #[test]
    fn another_piece_begins_without_what_was_known_of_the_last() {
        let mut player = Player::default();
        player.load(take("a", 0.0));
        player.measured(9.0);
        player.playing = true;
        player.fault = Some("No.".to_owned());
        assert!(player.plays("a.0"));
        player.load(take("b", 0.0));
        assert!(!player.plays("b.0") && player.has("b.0"));
        assert_eq!((player.seconds(), player.fault.clone()), (0.0, None));
        assert!(!player.unload("a.0"));
        assert!(player.unload("b.0"));
        assert_eq!(player, Player::default());
    }
}
