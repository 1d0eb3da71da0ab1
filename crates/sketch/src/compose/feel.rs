//! Timing by hand: swing, looseness, accents.

use crate::{compose::Score, plan::Note, rng::Rng};

/// Gives one player's notes their time.
pub(super) struct Feel<'a> {
    score: &'a Score<'a>,
    rng: Rng,
}

/// Seconds before the end at which no new note begins.
const LAST_ENTRY: f64 = 0.35;

impl<'a> Feel<'a> {
    pub(super) fn new(score: &'a Score<'a>, player: &str) -> Self {
        Self {
            score,
            rng: Rng::new(score.seed, player),
        }
    }

    /// The player's own chance.
    pub(super) fn rng(&mut self) -> &mut Rng {
        &mut self.rng
    }

    /// When a sixteenth falls, in seconds, with the style's swing.
    pub(super) fn at(&self, step: usize) -> f64 {
        let grid = self.score.genre.swing_grid;
        let in_bar = step % self.score.steps;
        let (pair, within) = (in_bar / (2 * grid), in_bar % (2 * grid));
        // The first of two notes is stretched by the swing, the second shortened.
        let swing = self.score.genre.swing;
        let late = match (grid, within) {
            (1, 1) | (2, 2) => swing,
            (2, 1) => swing * 0.5,
            (2, 3) => swing * 0.5,
            _ => 0.0,
        } * grid as f64;
        let bar = (step / self.score.steps * self.score.steps) as f64;
        (bar + (pair * 2 * grid + within) as f64 + late) * self.score.step_seconds
    }

    /// Adds a note that begins at a sixteenth (plus `delay` seconds) and lasts `steps` of them, if it fits.
    pub(super) fn note(
        &mut self,
        notes: &mut Vec<Note>,
        step: usize,
        steps: f64,
        pitch: i32,
        velocity: f64,
        delay: f64,
    ) {
        let loose =
            self.score.genre.loose_ms * 0.001 * (self.rng.bipolar() + self.rng.bipolar()) * 0.5;
        let start = (self.at(step) + loose + delay).max(0.0);
        if start > self.score.seconds - LAST_ENTRY.min(self.score.seconds * 0.3) {
            return;
        }
        let wander = 0.06 * self.rng.bipolar() * (self.score.genre.loose_ms / 6.0).min(1.0);
        notes.push(Note {
            step,
            start,
            seconds: (steps * self.score.step_seconds).min(self.score.seconds - start),
            pitch: pitch.clamp(0, 127) as u8,
            velocity: (velocity + wander).clamp(0.05, 1.0) as f32,
        });
    }

    /// How loud a section is played: fuller ones are louder, and each grows a little towards its end.
    pub(super) fn dynamics(&self, section: &crate::plan::Section, bar: usize) -> f64 {
        let part = bar as f64 / section.bars.max(1) as f64;
        0.78 + 0.06 * f64::from(section.energy) + 0.05 * part + 0.08 * (self.score.energy - 0.5)
    }
}

/// How long a pattern's stroke lasts: itself and the holds after it.
pub(super) fn held(pattern: &[u8], at: usize) -> usize {
    1 + pattern[at + 1..]
        .iter()
        .take_while(|&&step| step == b'-')
        .count()
}

/// A pattern's strokes in a bar of `steps` sixteenths: where, what, and how long.
pub(super) fn strokes(pattern: &str, steps: usize) -> Vec<(usize, u8, usize)> {
    let cells: Vec<u8> = pattern
        .bytes()
        .cycle()
        .take(if pattern.is_empty() { 0 } else { steps })
        .collect();
    (0..cells.len())
        .filter(|&at| !b".-".contains(&cells[at]))
        .map(|at| (at, cells[at], held(&cells, at)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::strokes;

    #[test]
    fn patterns_are_cut_and_repeated_to_the_bar() {
        assert_eq!(
            strokes("C--.c.", 8),
            [(0, b'C', 3), (4, b'c', 1), (6, b'C', 2)]
        );
        assert_eq!(
            strokes("R-------5-------", 12),
            [(0, b'R', 8), (8, b'5', 4)]
        );
        assert_eq!(strokes("", 16), []);
    }
}
