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
    let excerpts = record(plan);
    let mut meter = Meter::new(RATE);
    for excerpt in &excerpts {
        listen(&mut meter, excerpt);
    }
    let heard = meter.integrated();
    // Silence needs no level; more than 40 dB of help would only raise noise.
    let input = master::level((ENTRY - heard).clamp(-40.0, 40.0));
    let mut output_db = TARGET - ENTRY;
    // A mix that leans on the limiter gains less than it is given.
    for _ in 0..3 {
        output_db += (TARGET - mastered(plan, &excerpts, input, output_db)).clamp(-6.0, 6.0);
    }
    Levels {
        input,
        output: master::level(output_db),
    }
}

type Excerpt = Vec<(Block, Block)>;

/// Plays a few places evenly spread over the piece, without the master.
fn record(plan: &Plan) -> Vec<Excerpt> {
    let mut mixer = Mixer::new(plan, 1.0, RATE);
    // A large room needs time to fill before it counts.
    let lead_in = 0.1 + 0.08 * f64::from(plan.genre.space.decay);
    let count = EXCERPTS
        .min((plan.seconds / (SECONDS + lead_in)) as usize)
        .max(1);
    let blocks = |seconds: f64| (seconds * f64::from(RATE)) as usize / BLOCK;
    // The ending's fade is not what the level should be set by.
    let played = (plan.seconds - 1.5).max(plan.seconds * 0.7);
    let play = |index: usize| {
        let start = played * (index as f64 + 0.5) / count as f64 - 0.5 * SECONDS - lead_in;
        mixer.seek((start.max(0.0) * f64::from(RATE)) as usize);
        (0..blocks(lead_in + SECONDS.min(plan.seconds)))
            .map(|_| mixer.next().into())
            .skip(blocks(lead_in))
            .collect()
    };
    (0..count).map(play).collect()
}

/// Loudness of the excerpts behind the master, in LUFS.
fn mastered(plan: &Plan, excerpts: &[Excerpt], input: f32, output_db: f64) -> f64 {
    let mut master = master(plan, RATE);
    let mut meter = Meter::new(RATE);
    let level = master::level(output_db);
    for excerpt in excerpts {
        let finished: Excerpt = excerpt
            .iter()
            .map(|(left, right)| {
                let (mut left, mut right) = (left.map(|x| x * input), right.map(|x| x * input));
                master.run(level, &mut left, &mut right);
                (left, right)
            })
            .collect();
        listen(&mut meter, &finished);
    }
    meter.integrated()
}

fn listen(meter: &mut Meter, excerpt: &Excerpt) {
    for (left, right) in excerpt {
        for i in 0..BLOCK {
            meter.push(left[i], right[i]);
        }
    }
    meter.cut();
}
