//! From a plan to samples.

use crate::{
    Plan,
    synth::{BLOCK, Block},
};

use deck::{Deck, Window};

mod check;
mod deck;
mod mixer;
mod player;

/// Frames over which the beginning fades in, so that a stroke on the very first one does not click.
const FADE_IN: usize = 48;

/// Plays a plan as interleaved stereo, the same bits whatever the slices.
///
/// The sound is made in blocks of a fixed length, from which [`fill`](Self::fill) cuts what it is asked for.
#[derive(Debug)]
pub struct Renderer {
    deck: Deck,
    windows: Vec<Window>,
    frames: usize,
    done: usize,
    /// Frames over which the end fades to silence.
    fade: usize,
    block: [Block; 2],
    /// Frames of the block that were handed out.
    used: usize,
}

impl Renderer {
    /// Sets up every voice and effect for a sample rate in Hz (8,000 to 192,000), and finds the right level by
    /// listening to a few excerpts; nothing is allocated afterwards.
    #[must_use]
    pub fn new(plan: &Plan, sample_rate_hz: u32) -> Self {
        let rate = sample_rate_hz.clamp(8_000, 192_000) as f32;
        let levels = check::levels(plan.rehearsal.as_deref().unwrap_or(plan));
        let frames = libm::round(plan.seconds * f64::from(rate)) as usize;
        let window = |splice| Window::new(splice, &levels, rate);
        Self {
            deck: Deck::new(plan, &levels, 0, rate),
            windows: plan.splices.iter().map(window).collect(),
            frames,
            done: 0,
            fade: frames.min((rate * 1.4) as usize).min(frames / 3 + 1),
            block: [[0.0; BLOCK]; 2],
            used: BLOCK,
        }
    }

    /// Frames of the whole piece.
    #[must_use]
    pub fn frames(&self) -> usize {
        self.frames
    }

    /// Writes the next interleaved stereo frames, and says how many: 0 at the end.
    pub fn fill(&mut self, out: &mut [f32]) -> usize {
        let count = (out.len() / 2).min(self.frames - self.done);
        let mut frames = out.chunks_exact_mut(2).take(count);
        let mut left = count;
        while left > 0 {
            if self.used == BLOCK {
                self.next_block();
            }
            let run = left.min(BLOCK - self.used);
            let [one, other] = &self.block;
            let sound = one[self.used..].iter().zip(&other[self.used..]);
            for ((l, r), frame) in sound.zip(frames.by_ref().take(run)) {
                frame.copy_from_slice(&[*l, *r]);
            }
            self.used += run;
            self.done += run;
            left -= run;
        }
        count
    }

    fn next_block(&mut self) {
        self.block = *self.deck.next();
        for window in &mut self.windows {
            window.run(self.done, &mut self.block);
        }
        if self.done < FADE_IN || self.done + BLOCK + self.fade > self.frames {
            let gains: Block = core::array::from_fn(|i| self.fade_gain(self.done + i));
            for side in &mut self.block {
                side.iter_mut().zip(gains).for_each(|(x, gain)| *x *= gain);
            }
        }
        self.used = 0;
    }

    /// 1 but for a millisecond at the beginning and the last second or so, which curves down to 0 on the last frame.
    fn fade_gain(&self, frame: usize) -> f32 {
        let left = self.frames.saturating_sub(1 + frame);
        if frame < FADE_IN {
            return frame as f32 / FADE_IN as f32;
        }
        if left >= self.fade {
            return 1.0;
        }
        let part = left as f32 / self.fade as f32;
        part * part
    }
}
