//! From a plan to samples.

use crate::{Plan, render::mixer::Mixer, synth::BLOCK, synth::master::Master};

mod check;
mod mixer;
mod player;

/// Frames over which the beginning fades in, so that a stroke on the very first one does not click.
const FADE_IN: usize = 48;

/// Plays a plan as interleaved stereo, the same bits whatever the slices.
///
/// The sound is made in blocks of a fixed length, from which [`fill`](Self::fill) cuts what it is asked for.
#[derive(Debug)]
pub struct Renderer {
    mixer: Mixer,
    master: Master,
    /// Gain before the limiter.
    level: f32,
    frames: usize,
    done: usize,
    /// Frames over which the end fades to silence.
    fade: usize,
    block: [f32; 2 * BLOCK],
    /// Frames of the block that were handed out.
    used: usize,
}

impl Renderer {
    /// Sets up every voice and effect for a sample rate in Hz (8,000 to 192,000), and finds the right level by
    /// listening to a few excerpts; nothing is allocated afterwards.
    #[must_use]
    pub fn new(plan: &Plan, sample_rate_hz: u32) -> Self {
        let rate = sample_rate_hz.clamp(8_000, 192_000) as f32;
        let levels = check::levels(plan);
        let frames = libm::round(plan.seconds * f64::from(rate)) as usize;
        let mut renderer = Self {
            mixer: Mixer::new(plan, levels.input, rate),
            master: check::master(plan, rate),
            level: levels.output,
            frames,
            done: 0,
            fade: frames.min((rate * 1.4) as usize).min(frames / 3 + 1),
            block: [0.0; 2 * BLOCK],
            used: BLOCK,
        };
        // The limiter's look-ahead puts one block of silence before the beginning.
        renderer.next_block();
        renderer.used = BLOCK;
        renderer
    }

    /// Frames of the whole piece.
    #[must_use]
    pub fn frames(&self) -> usize {
        self.frames
    }

    /// Writes the next interleaved stereo frames, and says how many: 0 at the end.
    pub fn fill(&mut self, out: &mut [f32]) -> usize {
        let count = (out.len() / 2).min(self.frames - self.done);
        for frame in out.chunks_exact_mut(2).take(count) {
            if self.used == BLOCK {
                self.next_block();
            }
            let gain = self.fade_gain();
            frame[0] = self.block[2 * self.used] * gain;
            frame[1] = self.block[2 * self.used + 1] * gain;
            self.used += 1;
            self.done += 1;
        }
        count
    }

    fn next_block(&mut self) {
        let (mut left, mut right) = ([0.0; BLOCK], [0.0; BLOCK]);
        self.mixer.run(&mut left, &mut right);
        self.master.run(self.level, &mut left, &mut right);
        for i in 0..BLOCK {
            self.block[2 * i] = left[i];
            self.block[2 * i + 1] = right[i];
        }
        self.used = 0;
    }

    /// 1 but for a millisecond at the beginning and the last second or so, which curves down to 0 on the last frame.
    #[inline]
    fn fade_gain(&self) -> f32 {
        let left = self.frames - 1 - self.done;
        if self.done < FADE_IN {
            return self.done as f32 / FADE_IN as f32;
        }
        if left >= self.fade {
            return 1.0;
        }
        let part = left as f32 / self.fade as f32;
        part * part
    }
}
