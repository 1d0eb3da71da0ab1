//! A plan's players and its master, block by block.

use crate::{
    Plan,
    plan::Splice,
    render::{
        check::{self, Levels},
        mixer::{Mixer, SPAN},
    },
    synth::{BLOCK, Block, master::Master},
};

/// Seconds over which a window fades in and out, inside its edges.
const FADE: f64 = 0.03;

/// Plays one plan from any block on.
#[derive(Debug)]
pub(super) struct Deck {
    mixer: Mixer,
    master: Master,
    /// Gain before the limiter.
    level: f32,
}

impl Deck {
    /// Ready to play from a frame on, which must be a multiple of [`SPAN`].
    pub(super) fn new(plan: &Plan, levels: &Levels, frame: usize, rate: f32) -> Self {
        let mut mixer = Mixer::new(plan, levels.input, rate);
        if frame > 0 {
            mixer.seek(frame);
        }
        let mut deck = Self {
            mixer,
            master: check::master(plan, rate),
            level: levels.output,
        };
        // The limiter's look-ahead puts one block of silence before the beginning.
        deck.next();
        deck
    }

    /// The next block of both channels.
    pub(super) fn next(&mut self) -> &[Block; 2] {
        let block = self.mixer.next();
        self.master.tone(block);
        self.master.press(self.level, block);
        block
    }
}

/// A stretch of frames that another plan plays.
#[derive(Debug)]
pub(super) struct Window {
    deck: Deck,
    /// The first frame the deck plays, so that its rooms are full when it is heard.
    start: usize,
    from: usize,
    to: usize,
    fade: usize,
}

impl Window {
    pub(super) fn new(splice: &Splice, levels: &Levels, rate: f32) -> Self {
        let frame = |seconds: f64| libm::round(seconds * f64::from(rate)) as usize;
        let lead_in = 1.0 + f64::from(splice.plan.genre.space.decay);
        let start = frame((splice.from - lead_in).max(0.0)) / SPAN * SPAN;
        let (from, to) = (frame(splice.from), frame(splice.to));
        Self {
            deck: Deck::new(&splice.plan, levels, start, rate),
            start,
            from,
            to,
            fade: frame(FADE).min((to - from) / 2).max(1),
        }
    }

    /// Puts its sound into the block of the piece that begins at `frame`, where that is in the window.
    pub(super) fn run(&mut self, frame: usize, piece: &mut [Block; 2]) {
        if frame < self.start || frame >= self.to {
            return;
        }
        let sound = self.deck.next();
        for at in self.from.max(frame)..self.to.min(frame + BLOCK) {
            let edge = (at - self.from).min(self.to - at);
            let share = (edge as f32 / self.fade as f32).min(1.0);
            let index = at - frame;
            for (out, new) in piece.iter_mut().zip(sound) {
                out[index] = out[index] * (1.0 - share) + new[index] * share;
            }
        }
    }
}
