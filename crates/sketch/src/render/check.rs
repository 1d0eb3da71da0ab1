//! The sound check: excerpts of the piece decide its level, as an engineer's rehearsal does.

use crate::{
    Plan,
    render::mixer::Mixer,
    synth::{BLOCK, Block, loudness::Meter, master, master::Master},
};

/// Loudness of the finished piece, in LUFS.
const TARGET: f64 = -14.0;

/// Loudness at which the mix enters the compressor, in LUFS.
const ENTRY: f64 = -18.0;

/// Sample rate of the check in Hz: half of the usual one takes half the time.
const RATE: f32 = 24_000.0;

/// How many excerpts, and how long they are in seconds.
const EXCERPTS: usize = 8;
const SECONDS: f64 = 0.8;

/// By how much excerpts, at half of the rate, read louder than the whole turns out, in LU.
const OFF: f64 = 0.15;

/// The gains that give a piece its level.
pub(super) struct Levels {
    /// In front of the compressor.
    pub(super) input: f32,
    /// Behind it, in front of the limiter.
    pub(super) output: f32,
}

/// A master for a plan.
pub(super) fn master(plan: &Plan, rate: f32) -> Master {
    Master::new(&plan.genre.space, rate)
}

/// Listens to excerpts and sets the levels.
pub(super) fn levels(plan: &Plan) -> Levels {
    let mut rehearsal = Rehearsal::new(plan);
    let heard = rehearsal.loudness(|_| {});
    // Silence needs no level; more than 40 dB of help would only raise noise.
    let input = master::level((ENTRY - heard).clamp(-40.0, 40.0));
    rehearsal.scale(input);
    Levels {
        input,
        output: master::level(rehearsal.output_db()),
    }
}

/// Excerpts of a piece as they enter the master's compressor.
struct Rehearsal<'a> {
    plan: &'a Plan,
    excerpts: Vec<Vec<[Block; 2]>>,
}

impl<'a> Rehearsal<'a> {
    /// Plays a few places that are spread over the piece.
    fn new(plan: &'a Plan) -> Self {
        let mut mixer = Mixer::new(plan, 1.0, RATE);
        let mut master = master(plan, RATE);
        // A large room needs time to fill before it counts.
        let lead_in = 0.1 + 0.08 * f64::from(plan.genre.space.decay);
        let blocks = |seconds: f64| (seconds * f64::from(RATE)) as usize / BLOCK;
        let play = |(start, seconds): (f64, f64)| {
            let start = (start - lead_in).max(0.0);
            mixer.seek((start * f64::from(RATE)) as usize);
            let lead_in = blocks(lead_in);
            let played = (0..lead_in + blocks(seconds)).map(|_| {
                let block = mixer.next();
                master.tone(block);
                *block
            });
            played.skip(lead_in).collect()
        };
        Self {
            plan,
            excerpts: places(plan).map(play).collect(),
        }
    }

    fn scale(&mut self, by: f32) {
        let sides = self.excerpts.iter_mut().flatten().flatten();
        sides.flatten().for_each(|sample| *sample *= by);
    }

    /// The gain in dB that brings it to its loudness: a mix that leans on the limiter gains less than it is given.
    fn output_db(&self) -> f64 {
        let target = TARGET + OFF;
        let first = target - ENTRY;
        let heard = self.mastered(first);
        let missing = (target - heard).clamp(-6.0, 6.0);
        if missing.abs() < 0.1 {
            return first + missing;
        }
        let second = first + missing;
        let then = self.mastered(second);
        let slope = ((then - heard) / missing).clamp(0.4, 1.2);
        second + ((target - then) / slope).clamp(-6.0, 6.0)
    }

    /// Its loudness behind the master, in LUFS.
    fn mastered(&self, output_db: f64) -> f64 {
        let mut master = master(self.plan, RATE);
        let level = master::level(output_db);
        self.loudness(|block| master.press(level, block))
    }

    /// Its loudness after some work on each block, in LUFS.
    fn loudness(&self, mut work: impl FnMut(&mut [Block; 2])) -> f64 {
        let blocks = self.excerpts.first().map_or(1, Vec::len);
        // An excerpt is a whole number of hops, so that next to none of it is lost.
        let hops = (10 * blocks * BLOCK / RATE as usize).max(1);
        let mut meter = Meter::new(RATE, blocks / hops);
        for excerpt in &self.excerpts {
            for block in excerpt {
                let mut block = *block;
                work(&mut block);
                meter.push(&block);
            }
            meter.cut();
        }
        meter.integrated()
    }
}

/// Where excerpts begin and how long they are, in seconds: spread over the piece, and over the bar by the golden section,
/// so that they keep to no beat.
fn places(plan: &Plan) -> impl Iterator<Item = (f64, f64)> {
    let bar = plan.steps as f64 * plan.step_seconds();
    let seconds = SECONDS.min(plan.seconds);
    // The ending's fade is not what the level should be set by.
    let played = (plan.seconds - 1.5).max(plan.seconds * 0.7);
    let count = EXCERPTS.min((played / seconds) as usize).max(1);
    (0..count).map(move |index| {
        let middle = played * (index as f64 + 0.5) / count as f64 - 0.5 * seconds;
        let part = (index as f64 * 0.618) % 1.0;
        let start = (libm::round(middle / bar - part) + part) * bar;
        (start.min(played - seconds).max(0.0), seconds)
    })
}
