//! The analogue kind of voice: oscillators, a filter, two envelopes, vibrato; four notes abreast.

use wide::{f32x4, i32x4};

use super::{
    BLOCK, Block, Noise, decay,
    envelope::{Adsr, SILENCE},
    exp2s,
    filter::Pair,
    oscillator::{Wave, sines, step},
    saws::{Saw, Saws, TURN},
    sum_four, sum_lanes,
};

/// Notes that one bank plays: as many as the machine's vectors hold.
pub(crate) const LANES: usize = 4;

/// Most oscillators of one voice.
const STACK: usize = 4;

/// How a synthesizer voice is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SynthPatch {
    pub(crate) wave: Wave,
    /// How many of them, 1 to 3, spread over `detune` cents to both sides.
    pub(crate) unison: usize,
    pub(crate) detune: f32,
    /// A further oscillator: its wave, its distance in semitones, its level (0 leaves it out).
    pub(crate) second: (Wave, f32, f32),
    /// Level of breath noise.
    pub(crate) noise: f32,
    /// Corner of the low-pass filter in Hz for middle C, how it follows the pitch (0 to 1), resonance (0 to 1).
    pub(crate) cutoff: f32,
    pub(crate) track: f32,
    pub(crate) resonance: f32,
    /// Octaves the filter opens by at full velocity, and seconds to close again by 60 dB.
    pub(crate) sweep: f32,
    pub(crate) sweep_fall: f32,
    pub(crate) amp: Adsr,
    /// Cents to both sides; it sets in after a third of a second.
    pub(crate) vibrato: f32,
    /// Overdrive inside the voice, 0 to 1.
    pub(crate) drive: f32,
}

/// Four notes of one patch. All that runs for each sample runs for the four at once.
#[derive(Clone, Debug)]
pub(crate) struct SynthBank {
    patch: SynthPatch,
    rate: f32,
    oscillators: [Oscillator; STACK],
    filter: Pair,
    amp: Envelopes,
    notes: Notes,
}

/// One oscillator of each note.
#[derive(Clone, Debug, Default)]
struct Oscillator {
    /// A whole number that runs round by itself, from -1 to 1 in units of 2^-31.
    phase: i32x4,
    /// How far the phase has come since the sample before it.
    way: i32x4,
    /// The same in turns, before vibrato.
    step: f32x4,
}

/// What moves slowly in the notes: once a block.
#[derive(Clone, Debug, Default)]
struct Notes {
    active: [bool; LANES],
    level: f32x4,
    /// Octaves of the filter's corner: of the pitch and the stroke, and of the sweep, which falls.
    octaves: f32x4,
    open: f32x4,
    open_fall: f32,
    age: f32x4,
    vibrato_turns: f32x4,
}

type Lanes = [f32x4; BLOCK];

impl SynthBank {
    pub(crate) fn new(patch: &SynthPatch, rate: f32) -> Self {
        Self {
            patch: *patch,
            rate,
            oscillators: Default::default(),
            filter: Pair::default(),
            amp: Envelopes::default(),
            notes: Notes {
                open_fall: decay(patch.sweep_fall, rate / BLOCK as f32),
                ..Notes::default()
            },
        }
    }

    /// Begins a note in a lane, `offset` frames into the next block; `brightness` moves the filter by octaves.
    pub(crate) fn start(
        &mut self,
        lane: usize,
        pitch: f32,
        velocity: f32,
        brightness: f32,
        offset: usize,
        noise: &mut Noise,
    ) {
        let patch = &self.patch;
        let steps = steps(patch, pitch, self.rate);
        for (oscillator, step) in self.oscillators.iter_mut().zip(steps) {
            oscillator.start(lane, 0.5 + 0.5 * noise.next(), step);
        }
        self.filter.clear(lane);
        self.amp.start(lane, &patch.amp, offset, self.rate);
        let notes = &mut self.notes;
        notes.active[lane] = true;
        let unison = (patch.unison as f32).sqrt();
        set(&mut notes.level, lane, velocity * 0.5 / unison);
        let stroke = brightness + 0.8 * (velocity - 0.7);
        let octaves = patch.track * (pitch - 60.0) / 12.0 + stroke;
        set(&mut notes.octaves, lane, octaves);
        let open = patch.sweep * (0.3 + 0.7 * velocity);
        set(&mut notes.open, lane, open);
        set(&mut notes.age, lane, 0.0);
        set(&mut notes.vibrato_turns, lane, 0.0);
    }

    pub(crate) fn release(&mut self, lane: usize) {
        self.amp.release(lane, &self.patch.amp, self.rate);
    }

    pub(crate) fn alive(&self, lane: usize) -> bool {
        self.notes.active[lane]
    }

    /// Adds a block of all its notes.
    pub(crate) fn render(&mut self, out: &mut Block, noise: &mut Noise) {
        if !self.notes.active.contains(&true) {
            return;
        }
        let mut sound = [f32x4::ZERO; BLOCK];
        self.oscillate(&mut sound);
        if self.patch.noise > 0.0 {
            let breath = f32x4::splat(self.patch.noise) * self.notes.level;
            for (sample, noise) in sound.iter_mut().zip(noise.block()) {
                *sample += breath * f32x4::splat(noise);
            }
        }
        self.tune_filter();
        self.finish(&mut sound, out);
        for (lane, active) in self.notes.active.iter_mut().enumerate() {
            if *active && !self.amp.alive(lane) {
                *active = false;
                self.amp.silence(lane);
                set(&mut self.notes.level, lane, 0.0);
            }
        }
    }

    fn oscillate(&mut self, out: &mut Lanes) {
        let bend = self.vibrato();
        let mut saws = Saws::default();
        let (second, _, second_level) = self.patch.second;
        let unison = self.patch.unison.min(STACK - 1);
        for (index, oscillator) in self.oscillators.iter_mut().enumerate() {
            let last = index == STACK - 1;
            let (wave, part) = if last {
                (second, second_level)
            } else {
                (self.patch.wave, 1.0)
            };
            if part > 0.0 && (last || index < unison) {
                let level = self.notes.level * f32x4::splat(part);
                oscillator.add(wave, bend, level, &mut saws, out);
            }
        }
        saws.add(out);
    }

    /// The factors by which the vibrato bends the pitches.
    fn vibrato(&mut self) -> f32x4 {
        let one = f32x4::ONE;
        if self.patch.vibrato <= 0.0 {
            return one;
        }
        let seconds = f32x4::splat(BLOCK as f32 / self.rate);
        let notes = &mut self.notes;
        notes.age += seconds;
        let turns = notes.vibrato_turns + f32x4::splat(5.3) * seconds;
        notes.vibrato_turns = turns - (turns.simd_ge(one) & one);
        let third = f32x4::splat(0.3);
        let grown = ((notes.age - third) * f32x4::splat(3.0)).fast_max(f32x4::ZERO);
        let depth = f32x4::splat(self.patch.vibrato) * grown.fast_min(one);
        // So few cents are as good as straight: a cent is a factor of 1.000578.
        one + f32x4::splat(0.000_577_8) * depth * sines(notes.vibrato_turns)
    }

    fn tune_filter(&mut self) {
        let notes = &mut self.notes;
        let hz = f32x4::splat(self.patch.cutoff) * exp2s(notes.octaves + notes.open);
        let hz = hz.fast_max(f32x4::splat(40.0));
        let corners = hz.fast_min(f32x4::splat(18_000.0)) * f32x4::splat(1.0 / self.rate);
        notes.open *= f32x4::splat(notes.open_fall);
        let corners = corners.fast_min(f32x4::splat(0.45));
        self.filter.tune(rows(corners, self.patch.resonance));
    }

    /// Filter, overdrive and level of the four, and their sum.
    fn finish(&mut self, sound: &mut Lanes, out: &mut Block) {
        let drive = (self.patch.drive > 0.0).then(|| Drive::new(1.0 + 5.0 * self.patch.drive));
        let pairs = sound.as_chunks_mut().0.iter_mut();
        match drive {
            Some(drive) => pairs.for_each(|two| *two = self.filter.run(*two).map(|x| drive.run(x))),
            None => pairs.for_each(|two| *two = self.filter.run(*two)),
        }
        self.filter.settle();
        self.amp.add(sound, out);
    }
}

impl Oscillator {
    fn start(&mut self, lane: usize, turns: f32, step: f32) {
        self.phase.as_mut_array()[lane] = (turns * TURN) as u32 as i32;
        self.way.as_mut_array()[lane] = (step * TURN) as i32;
        set(&mut self.step, lane, step);
    }

    /// Adds a block of the wave to `out`, or to the saws that will be.
    fn add(&mut self, wave: Wave, bend: f32x4, level: f32x4, saws: &mut Saws, out: &mut Lanes) {
        // A lane that never played has no frequency, but must not divide by nothing.
        let step = (self.step * bend).fast_max(f32x4::splat(1.0e-6));
        let way = (step * f32x4::splat(TURN)).trunc_int();
        let (phase, before) = (self.phase, self.way);
        let saw = |phase: i32x4, level: f32x4| Saw::new(phase, before, way, step, level);
        match wave {
            Wave::Sine => draw(phase, way, out, |x| level * curve(x)),
            Wave::Triangle => draw(phase, way, out, |x| {
                let x = x.abs();
                level * (x + x - f32x4::ONE)
            }),
            Wave::Saw => saws.push(saw(phase, level)),
            // A saw less the same saw a width later: a pulse without DC.
            Wave::Pulse(width) => {
                let shift = i32x4::splat(((1.0 - width) * TURN) as u32 as i32);
                saws.push(saw(phase, level));
                saws.push(saw(phase + shift, -level));
            }
        }
        self.way = way;
        self.phase = phase + way * i32x4::splat(BLOCK as i32);
    }
}

/// Adds a block of what a phase from -1 to 1 is turned into.
#[inline]
fn draw(mut phase: i32x4, way: i32x4, out: &mut Lanes, value: impl Fn(f32x4) -> f32x4) {
    for sample in out {
        *sample += value(f32x4::from_i32x4(phase) * f32x4::splat(2.0 / TURN));
        phase += way;
    }
}

/// The sines of places from -1 to 1: a parabola, bent once more; off by less than 0.002.
#[inline]
fn curve(x: f32x4) -> f32x4 {
    let rough = f32x4::splat(4.0) * x * (x.abs() - f32x4::ONE);
    rough * (f32x4::splat(0.775) + f32x4::splat(0.225) * rough.abs())
}

/// The rows of a state-variable low-pass (see [`super::filter::svf_rows`]) for corners as parts of the sample rate and a
/// resonance from 0 to 1.
fn rows(corners: f32x4, resonance: f32) -> [[f32x4; 3]; 3] {
    let (one, two) = (f32x4::ONE, f32x4::splat(2.0));
    let g = tangent(corners);
    let k = f32x4::splat(2.0 - 1.9 * resonance.clamp(0.0, 1.0));
    let a1 = one / (one + g * (g + k));
    let a2 = g * a1;
    let a3 = g * a2;
    [
        [a2, one - a3, a3],
        [two * a1 - one, -(two * a2), two * a2],
        [two * a2, one - two * a3, two * a3],
    ]
}

/// The tangent of half a turn times `x` (0 to 0.45), off by less than a thousandth.
fn tangent(x: f32x4) -> f32x4 {
    let x = f32x4::splat(core::f32::consts::PI) * x;
    let x2 = x * x;
    let over = f32x4::splat(945.0) + x2 * (x2 - f32x4::splat(105.0));
    let under = f32x4::splat(945.0) + x2 * (f32x4::splat(15.0) * x2 - f32x4::splat(420.0));
    x * over / under
}

/// An envelope for each note: straight attack, exponential falls.
#[derive(Clone, Debug, Default)]
struct Envelopes {
    level: f32x4,
    /// How fast it rises while it does, else 0.
    rise: f32x4,
    /// What it falls towards, and by which factor.
    to: f32x4,
    fall: f32x4,
}

impl Envelopes {
    fn start(&mut self, lane: usize, adsr: &Adsr, offset: usize, rate: f32) {
        let rise = 1.0 / (adsr.attack.max(0.0005) * rate);
        set(&mut self.rise, lane, rise);
        // Below 0 it is silent: so the note waits for its time.
        set(&mut self.level, lane, -rise * offset as f32);
        set(&mut self.to, lane, adsr.sustain);
        set(&mut self.fall, lane, decay(adsr.decay, rate));
    }

    fn release(&mut self, lane: usize, adsr: &Adsr, rate: f32) {
        let level = self.level.as_array()[lane].max(0.0);
        self.silence(lane);
        set(&mut self.level, lane, level);
        set(&mut self.fall, lane, decay(adsr.release, rate));
    }

    fn silence(&mut self, lane: usize) {
        for values in [
            &mut self.level,
            &mut self.rise,
            &mut self.to,
            &mut self.fall,
        ] {
            set(values, lane, 0.0);
        }
    }

    fn alive(&self, lane: usize) -> bool {
        self.rise.as_array()[lane] > 0.0 || self.level.as_array()[lane] > SILENCE
    }

    /// Shapes a block of the notes and adds them all to `out`.
    fn add(&mut self, sound: &mut Lanes, out: &mut Block) {
        if self.rise.as_array().iter().any(|rise| *rise > 0.0) {
            self.shape_rising(sound);
            return sum_lanes(sound, out);
        }
        let (to, fall) = (self.to, self.fall);
        let two = fall * fall;
        let falls = [fall, two, two * fall, two * two];
        let mut above = self.level - to;
        for (four, out) in sound.as_chunks::<4>().0.iter().zip(out.as_chunks_mut().0) {
            let shaped = core::array::from_fn(|i| four[i] * (to + above * falls[i]));
            above *= falls[3];
            *out = (f32x4::new(*out) + sum_four(shaped)).to_array();
        }
        self.level = to + above;
    }

    fn shape_rising(&mut self, sound: &mut Lanes) {
        let (zero, one) = (f32x4::ZERO, f32x4::ONE);
        let (to, fall) = (self.to, self.fall);
        let (mut level, mut rise) = (self.level, self.rise);
        for sample in sound {
            let risen = level + rise;
            let top = risen.simd_ge(one);
            let up = top.select(one, risen);
            let rising = zero.simd_lt(rise);
            level = rising.select(up, to + (level - to) * fall);
            rise = top.select(zero, rise);
            *sample *= zero.simd_lt(level) & level;
        }
        (self.level, self.rise) = (level, rise);
    }
}

fn set(values: &mut f32x4, lane: usize, value: f32) {
    values.as_mut_array()[lane] = value;
}

/// A smooth limit (see [`super::saturate`]) after a push, and back to the level before it.
struct Drive {
    push: f32x4,
    back: f32x4,
}

impl Drive {
    fn new(push: f32) -> Self {
        Self {
            push: f32x4::splat(push),
            back: f32x4::splat(1.0 / push.sqrt()),
        }
    }

    #[inline]
    fn run(&self, x: f32x4) -> f32x4 {
        let most = f32x4::splat(3.0);
        let x = (x * self.push).fast_min(most).fast_max(-most);
        let x2 = x * x;
        let (over, under) = (f32x4::splat(27.0), f32x4::splat(9.0));
        self.back * x * (over + x2) / (over + under * x2)
    }
}

/// The steps of a patch's oscillators at a pitch.
fn steps(patch: &SynthPatch, pitch: f32, rate: f32) -> [f32; STACK] {
    let mut steps = [0.0; STACK];
    for (index, turns) in steps
        .iter_mut()
        .enumerate()
        .take(patch.unison.min(STACK - 1))
    {
        let spread = match patch.unison {
            1 => 0.0,
            count => index as f32 / (count - 1) as f32 * 2.0 - 1.0,
        };
        *turns = step(pitch, spread * patch.detune, rate);
    }
    steps[STACK - 1] = step(pitch + patch.second.1, 0.0, rate);
    steps
}

#[cfg(test)]
mod tests {
    use super::{LANES, SynthBank, SynthPatch};
    use crate::synth::{BLOCK, Noise, envelope::Adsr, hertz, oscillator::Wave};

    const PLAIN: SynthPatch = SynthPatch {
        wave: Wave::Saw,
        unison: 1,
        detune: 0.0,
        second: (Wave::Sine, 0.0, 0.0),
        noise: 0.0,
        cutoff: 18_000.0,
        track: 0.0,
        resonance: 0.0,
        sweep: 0.0,
        sweep_fall: 1.0,
        amp: Adsr {
            attack: 0.001,
            decay: 1.0,
            sustain: 1.0,
            release: 0.05,
        },
        vibrato: 0.0,
        drive: 0.0,
    };

    fn play(bank: &mut SynthBank, blocks: usize) -> Vec<f32> {
        let mut noise = Noise::new(1);
        let mut samples = Vec::new();
        for _ in 0..blocks {
            let mut block = [0.0; BLOCK];
            bank.render(&mut block, &mut noise);
            samples.extend_from_slice(&block);
        }
        samples
    }

    fn started(wave: Wave, pitch: f32) -> SynthBank {
        let mut bank = SynthBank::new(&SynthPatch { wave, ..PLAIN }, 48_000.0);
        bank.start(1, pitch, 1.0, 0.0, 0, &mut Noise::new(3));
        bank
    }

    /// The level of one frequency, in dB.
    fn level(samples: &[f32], hz: f32) -> f64 {
        let (mut re, mut im) = (0.0_f64, 0.0_f64);
        for (n, &x) in samples.iter().enumerate() {
            let turn = core::f64::consts::TAU * n as f64;
            let window = 0.5 - 0.5 * libm::cos(turn / samples.len() as f64);
            re += f64::from(x) * window * libm::cos(turn * f64::from(hz) / 48_000.0);
            im += f64::from(x) * window * libm::sin(turn * f64::from(hz) / 48_000.0);
        }
        10.0 * libm::log10(re * re + im * im)
    }

    #[test]
    fn every_wave_is_in_tune_has_no_dc_and_stays_in_range() {
        for wave in [
            Wave::Sine,
            Wave::Triangle,
            Wave::Saw,
            Wave::Pulse(0.5),
            Wave::Pulse(0.2),
        ] {
            let samples = play(&mut started(wave, 69.0), 750);
            let peak = samples.iter().fold(0.0_f32, |peak, x| peak.max(x.abs()));
            let mean = samples[4_800..].iter().sum::<f32>() / 43_200.0;
            assert!((0.4..1.1).contains(&peak), "{wave:?}: {peak}");
            assert!(mean.abs() < 0.004, "{wave:?}: {mean}");
            let tone = level(&samples, 440.0);
            for other in [430.0, 450.0, 320.0] {
                assert!(level(&samples, other) < tone - 50.0, "{wave:?}: {other}");
            }
        }
    }

    #[test]
    fn a_high_saw_has_little_below_its_fundamental() {
        let samples = play(&mut started(Wave::Saw, 111.0), 750);
        let hz = hertz(111.0);
        // Where the ninth harmonic folds to.
        let folded = (48_000.0 - 9.0 * hz).abs();
        assert!(level(&samples, folded) < level(&samples, hz) - 38.0);
    }

    #[test]
    fn a_note_begins_at_its_frame_ends_after_its_release_and_frees_its_lane() {
        let mut bank = SynthBank::new(&PLAIN, 48_000.0);
        bank.start(2, 60.0, 0.8, 0.0, 40, &mut Noise::new(3));
        let samples = play(&mut bank, 10);
        assert!(samples[..40].iter().all(|x| *x == 0.0));
        assert!(samples[41..100].iter().any(|x| x.abs() > 0.01));
        bank.release(2);
        assert!(bank.alive(2));
        play(&mut bank, 60);
        assert!((0..LANES).all(|lane| !bank.alive(lane)));
        assert!(play(&mut bank, 1).iter().all(|x| *x == 0.0));
    }

    #[test]
    fn lanes_do_not_hear_each_other() {
        let mut alone = SynthBank::new(&PLAIN, 48_000.0);
        alone.start(0, 52.0, 0.7, 0.0, 0, &mut Noise::new(5));
        let mut other = SynthBank::new(&PLAIN, 48_000.0);
        other.start(3, 67.0, 0.7, 0.0, 10, &mut Noise::new(9));
        let mut both = alone.clone();
        both.start(3, 67.0, 0.7, 0.0, 10, &mut Noise::new(9));
        let (a, b, sum) = (
            play(&mut alone, 50),
            play(&mut other, 50),
            play(&mut both, 50),
        );
        for ((a, b), sum) in a.iter().zip(&b).zip(&sum) {
            assert!((a + b - sum).abs() < 1.0e-6);
        }
    }
}
