//! Delay lines.

use super::{BLOCK, Block};

/// Samples before the oldest block that can still be seen.
pub(crate) const PAST: usize = 2;

/// What comes out of a line, after the samples before it.
pub(crate) type Old = [f32; PAST + BLOCK];

/// Samples that stand at the beginning of the ring and once more behind its end.
const MIRROR: usize = 2 * BLOCK;

/// Samples on their way, a block long at least: so what comes out during a block is known before anything goes in.
///
/// They lie in a ring of whole blocks whose beginning is repeated behind its end, so that a block is written and read
/// where it lies.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    samples: Vec<f32>,
    length: usize,
    /// Samples of the ring.
    ring: usize,
    /// Where the next block goes.
    at: usize,
}

impl Line {
    pub(crate) fn new(frames: f32) -> Self {
        let length = (frames as usize).max(BLOCK);
        let ring = (PAST + length).next_multiple_of(BLOCK) + BLOCK;
        Self {
            samples: vec![0.0; ring + MIRROR],
            length,
            ring,
            at: 0,
        }
    }

    /// Moves on by a block: the oldest one, and the place of the newest, which must be written.
    pub(crate) fn pass(&mut self) -> (&Old, &mut Block) {
        let (from, until) = (self.at, self.at + BLOCK);
        if (BLOCK..=MIRROR).contains(&from) {
            self.samples
                .copy_within(from - BLOCK..from, self.ring + from - BLOCK);
        }
        self.at = if until == self.ring { 0 } else { until };
        let back = PAST + self.length;
        let (old, new) = if let Some(old) = from.checked_sub(back) {
            let (before, after) = self.samples.split_at_mut(from);
            (&before[old..], after)
        } else {
            let (before, after) = self.samples.split_at_mut(until);
            (&after[self.ring - back - BLOCK..], &mut before[from..])
        };
        old.first_chunk()
            .zip(new.first_chunk_mut())
            .expect("a ring is a block longer than what it holds")
    }

    /// Delays a block.
    pub(crate) fn delay(&mut self, block: &mut Block) {
        let (old, new) = self.pass();
        *new = *block;
        block.copy_from_slice(&old[PAST..]);
    }

    /// Smears a block.
    pub(crate) fn diffuse(&mut self, block: &mut Block) {
        let (old, new) = self.pass();
        for i in 0..BLOCK {
            let delayed = old[PAST + i];
            new[i] = block[i] + 0.6 * delayed;
            block[i] = delayed - 0.6 * new[i];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Line;
    use crate::synth::{BLOCK, Block};

    #[test]
    fn what_goes_in_comes_out_after_its_length() {
        for length in [BLOCK, 65, 100, 128, 333] {
            let mut line = Line::new(length as f32);
            for n in 0..300 {
                let input: Block = core::array::from_fn(|i| (n * BLOCK + i) as f32 + 1.0);
                let (old, new) = line.pass();
                *new = input;
                for (i, old) in old.iter().enumerate() {
                    let expected = (n * BLOCK + i) as f32 - 1.0 - length as f32;
                    assert_eq!(*old, expected.max(0.0));
                }
            }
        }
    }
}
