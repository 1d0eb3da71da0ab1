//! The part of a piece that is played over and over.

/// The least length of a part in seconds: a shorter one is a buzz.
const LEAST: f64 = 0.25;

/// A part of every piece: it stays when another piece is heard, so that the same seconds are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Repeat {
    /// Whether it is repeated.
    pub on: bool,
    from: f64,
    to: Option<f64>,
}

impl Repeat {
    /// Begins the part here and repeats it.
    pub fn begin_at(&mut self, second: f64) {
        self.from = second.max(0.0);
        self.to = self.to.filter(|to| *to >= self.from + LEAST);
        self.on = true;
    }

    /// Ends the part here and repeats it.
    pub fn end_at(&mut self, second: f64) {
        if second < LEAST {
            return;
        }
        self.to = Some(second);
        if self.from > second - LEAST {
            self.from = 0.0;
        }
        self.on = true;
    }

    /// Forgets the part and plays on.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Where the part begins and ends in a piece of this length. All of it, where the part lies beyond its end.
    pub fn within(&self, seconds: f64) -> (f64, f64) {
        let to = self.to.unwrap_or(seconds).min(seconds);
        if self.from + LEAST <= to {
            (self.from, to)
        } else {
            (0.0, seconds)
        }
    }

    /// Whether it is a part and not the whole.
    pub fn is_part(&self) -> bool {
        self.from > 0.0 || self.to.is_some()
    }

    /// Where to go on from here, if not simply on.
    pub fn turn(&self, position: f64, seconds: f64) -> Option<f64> {
        let (from, to) = self.within(seconds);
        (self.on && seconds > 0.0 && position >= to).then_some(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_repeated_and_without_one_the_whole() {
        let mut repeat = Repeat::default();
        assert_eq!(repeat.turn(30.0, 30.0), None);
        repeat.on = true;
        assert_eq!(repeat.turn(29.0, 30.0), None);
        assert_eq!(repeat.turn(30.0, 30.0), Some(0.0));
        repeat.begin_at(4.0);
        repeat.end_at(8.0);
        assert_eq!(repeat.turn(7.9, 30.0), None);
        assert_eq!(repeat.turn(8.0, 30.0), Some(4.0));
        assert!(repeat.is_part());
        repeat.clear();
        assert_eq!(repeat, Repeat::default());
    }

    #[test]
    fn a_part_beyond_the_end_of_a_shorter_piece_is_all_of_it() {
        let mut repeat = Repeat::default();
        repeat.begin_at(20.0);
        assert_eq!(repeat.within(30.0), (20.0, 30.0));
        assert_eq!(repeat.within(10.0), (0.0, 10.0));
        assert_eq!(
            repeat.turn(0.0, 0.0),
            None,
            "nothing is known of its length"
        );
    }

    #[test]
    fn an_end_before_the_beginning_begins_anew() {
        let mut repeat = Repeat::default();
        repeat.begin_at(10.0);
        repeat.end_at(5.0);
        assert_eq!(repeat.within(30.0), (0.0, 5.0));
        repeat.begin_at(12.0);
        assert_eq!(repeat.within(30.0), (12.0, 30.0));
        repeat.end_at(0.1);
        assert_eq!(repeat.within(30.0), (12.0, 30.0));
    }
}
