//! Delay lines.

use super::{BLOCK, Block};

/// Blocks that fit behind one another before what is still needed moves to the front.
const ROOM: usize = 48;

/// Samples before the oldest block that can still be seen.
pub(crate) const PAST: usize = 2;

/// What comes out of a line, after the samples before it.
pub(crate) type Old = [f32; PAST + BLOCK];

/// Samples on their way, a block long at least: so what comes out during a block is known before anything goes in.
///
/// They lie one after another and nothing goes round, so that a block is read and written where it lies.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    samples: Vec<f32>,
    length: usize,
    at: usize,
}

impl Line {
    pub(crate) fn new(frames: f32) -> Self {
        let length = (frames as usize).max(BLOCK);
        Self {
            samples: vec![0.0; PAST + length + ROOM * BLOCK],
            length,
            at: 0,
        }
    }

    /// Moves on by a block: the oldest one, and the place of the newest, which must be written.
    pub(crate) fn pass(&mut self) -> (&Old, &mut Block) {
        let end = self.at + PAST + self.length;
        if end + BLOCK > self.samples.len() {
            self.samples.copy_within(self.at..end, 0);
            self.at = 0;
        }
        let at = self.at;
        self.at += BLOCK;
        let (old, new) = self.samples[at..].split_at_mut(PAST + self.length);
        let new = new.first_chunk_mut();
        old.first_chunk()
            .zip(new)
            .expect("a line is longer than a block")
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
