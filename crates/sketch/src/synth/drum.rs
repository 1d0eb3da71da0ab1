//! Drums and cymbals: a falling tone, shaped noise and a metallic cluster, in any mixture.

use wide::f32x4;

use super::{
    BLOCK, Block, EACH, Noise, by_fours, decay, fall,
    filter::{OnePole, Pass, Svf},
    four,
    oscillator::sines,
    saturate,
};

/// How one drum is made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sound {
    /// Tone: pitch in Hz it falls to, octaves it falls by, seconds of that fall, seconds to fade by 60 dB, level.
    pub(crate) tone: (f32, f32, f32, f32, f32),
    /// A second tone's ratio to the first, and its level.
    pub(crate) overtone: (f32, f32),
    /// Noise: filter, its corner in Hz, resonance, seconds to fade by 60 dB, level.
    pub(crate) noise: (Pass, f32, f32, f32, f32),
    /// Strokes of the noise, 11 milliseconds apart: a clap has several hands.
    pub(crate) hands: u32,
    /// Metal: seconds to fade by 60 dB, and level.
    pub(crate) metal: (f32, f32),
    pub(crate) drive: f32,
    /// From -1 (left) to 1 (right).
    pub(crate) pan: f32,
}

impl Sound {
    /// Moves a drum that hums to the nearest tonic or fifth, as a drummer tunes to the song; `tonic` is any pitch of
    /// that name, as a MIDI note number.
    pub(crate) fn tuned(mut self, tonic: f32) -> Self {
        let (hz, _, _, fade, level) = self.tone;
        if level < 0.5 || fade < 0.2 {
            return self;
        }
        let pitch = 69.0 + 12.0 * libm::log2f(hz / 440.0);
        let away = |target: f32| {
            let up = (target - pitch) / 12.0;
            12.0 * (up - libm::roundf(up))
        };
        let (first, fifth) = (away(tonic), away(tonic + 7.0));
        let shift = if first.abs() <= fifth.abs() + 1.0 {
            first
        } else {
            fifth
        };
        self.tone.0 = hz * libm::exp2f(shift / 12.0);
        self
    }
}

/// A drum with nothing in it, to be filled with `..`.
pub(crate) const NOTHING: Sound = Sound {
    tone: (100.0, 0.0, 0.01, 0.1, 0.0),
    overtone: (1.0, 0.0),
    noise: (Pass::High, 1_000.0, 0.0, 0.1, 0.0),
    hands: 1,
    metal: (0.1, 0.0),
    drive: 0.0,
    pan: 0.0,
};

/// Ratios of the metallic cluster, from a well-known machine's six oscillators (in Hz).
const CLUSTER: [f32; 6] = [263.0, 400.0, 421.0, 474.0, 587.0, 845.0];

/// One stroke.
#[derive(Clone, Debug)]
pub(crate) struct DrumVoice {
    turns: f32,
    over_turns: f32,
    sound: Sound,
    base: f32,
    sweep: f32,
    sweep_fall: f32,
    tone: f32,
    tone_fall: f32,
    filter: Svf,
    noise: f32,
    noise_fall: f32,
    hands: u32,
    until_hand: u32,
    metal: f32,
    metal_fall: f32,
    level: f32,
    choke: f32,
    key: u8,
    rate: f32,
}

impl DrumVoice {
    pub(crate) fn new(rate: f32) -> Self {
        Self {
            turns: 0.0,
            over_turns: 0.0,
            sound: NOTHING,
            base: 0.0,
            sweep: 0.0,
            sweep_fall: 0.0,
            tone: 0.0,
            tone_fall: 0.0,
            filter: Svf::new(1_000.0, 0.0, rate, Pass::High),
            noise: 0.0,
            noise_fall: 0.0,
            hands: 0,
            until_hand: 0,
            metal: 0.0,
            metal_fall: 0.0,
            level: 0.0,
            choke: 1.0,
            key: 0,
            rate,
        }
    }

    pub(crate) fn start(&mut self, sound: &Sound, key: u8, velocity: f32) {
        let rate = self.rate;
        let (hz, octaves, fall, fade, tone) = sound.tone;
        let (pass, corner, resonance, hiss, noise) = sound.noise;
        let base = hz / rate;
        *self = Self {
            sound: *sound,
            base,
            sweep: (libm::exp2f(octaves) - 1.0).min(0.4 / base - 1.0),
            sweep_fall: decay(fall * 3.0, rate),
            tone,
            tone_fall: decay(fade, rate),
            // A softer stroke is a darker one.
            filter: Svf::new(corner * (0.7 + 0.3 * velocity), resonance, rate, pass),
            noise,
            noise_fall: decay(hiss, rate),
            hands: sound.hands,
            until_hand: ((0.011 * rate) as u32).max(1),
            metal: sound.metal.1,
            metal_fall: decay(sound.metal.0, rate),
            level: velocity,
            key,
            ..Self::new(rate)
        };
    }

    /// Ends the stroke quickly: a closed hat shuts an open one.
    pub(crate) fn choke(&mut self) {
        self.choke = decay(0.06, self.rate);
    }

    pub(crate) fn key(&self) -> u8 {
        self.key
    }

    pub(crate) fn pan(&self) -> f32 {
        self.sound.pan
    }

    /// Whether it still rings with the kit's metal.
    pub(crate) fn rings(&self) -> bool {
        self.metal > 1.0e-4
    }

    pub(crate) fn alive(&self) -> bool {
        self.level * (self.tone + self.noise + self.metal) > 4.0e-4
    }

    /// Writes a block, silent before `offset`; `metal` is the kit's cluster.
    pub(crate) fn render(
        &mut self,
        out: &mut Block,
        offset: usize,
        metal: &Block,
        noise: &mut Noise,
    ) {
        out.fill(0.0);
        if self.tone > 1.0e-4 {
            self.add_tone(&mut out[offset..]);
        }
        if self.noise > 1.0e-4 || self.hands > 1 {
            self.add_noise(out, offset, noise);
        }
        if self.rings() {
            self.add_metal(&mut out[offset..], &metal[offset..]);
        }
        if self.sound.drive > 0.0 {
            let push = 1.0 + 4.0 * self.sound.drive;
            out.iter_mut().for_each(|x| *x = saturate(*x * push));
        }
        let level = fall(&mut self.level, self.choke, BLOCK);
        out.iter_mut()
            .zip(level)
            .for_each(|(out, level)| *out *= level);
    }

    fn add_tone(&mut self, out: &mut [f32]) {
        let (ratio, over) = self.sound.overtone;
        let before = self.sweep;
        let sweep = fall(&mut self.sweep, self.sweep_fall, out.len());
        let level = fall(&mut self.tone, self.tone_fall, out.len());
        // All that a falling sweep adds up to is the part of it that is gone.
        let glide = self.base / (1.0 - self.sweep_fall);
        let way =
            |samples: usize, sweep: f32| self.base * samples as f32 + glide * (before - sweep);
        let turns = by_fours(|i| {
            let samples = f32x4::splat(i as f32) + EACH;
            let gone = f32x4::splat(before) - four(&sweep, i);
            f32x4::splat(self.base) * samples + f32x4::splat(glide) * gone
        });
        add_sine(out, &level, &turns, self.turns, 1.0, 1.0);
        if over > 0.0 {
            add_sine(out, &level, &turns, self.over_turns, ratio, over);
        }
        let all = way(out.len(), self.sweep);
        self.turns = part(self.turns + all);
        self.over_turns = part(self.over_turns + ratio * all);
    }

    fn add_noise(&mut self, out: &mut Block, offset: usize, noise: &mut Noise) {
        let mut hiss = if self.hands > 1 {
            self.clap(BLOCK - offset, noise)
        } else {
            let level = fall(&mut self.noise, self.noise_fall, BLOCK - offset);
            let noise = noise.block();
            by_fours(|i| four(&noise, i) * four(&level, i))
        };
        if offset > 0 {
            hiss.copy_within(..BLOCK - offset, offset);
            hiss[..offset].fill(0.0);
        }
        self.filter.run(&mut hiss);
        out.iter_mut()
            .zip(hiss)
            .for_each(|(out, hiss)| *out += hiss);
    }

    /// The noise of several hands: it falls faster between them, so that each is heard.
    fn clap(&mut self, samples: usize, noise: &mut Noise) -> Block {
        let mut out = [0.0; BLOCK];
        for sample in &mut out[..samples] {
            if self.hands > 1 {
                self.until_hand -= 1;
                self.noise *= 0.9975;
                if self.until_hand == 0 {
                    self.hands -= 1;
                    self.until_hand = (0.011 * self.rate) as u32;
                    self.noise = self.sound.noise.4;
                }
            }
            *sample = noise.next() * self.noise;
            self.noise *= self.noise_fall;
        }
        out
    }

    fn add_metal(&mut self, out: &mut [f32], metal: &[f32]) {
        let level = fall(&mut self.metal, self.metal_fall, out.len());
        for ((sample, ring), level) in out.iter_mut().zip(metal).zip(level) {
            *sample += level * ring;
        }
    }
}

/// Adds a sine that is at `from` turns and goes `ratio` times the way of `turns`, at `by` times a level.
#[inline(never)]
fn add_sine(out: &mut [f32], level: &Block, turns: &Block, from: f32, ratio: f32, by: f32) {
    let [from, ratio, by] = [from, ratio, by].map(f32x4::splat);
    let sound = by_fours(|i| four(level, i) * by * sines(from + ratio * four(turns, i)));
    out.iter_mut()
        .zip(sound)
        .for_each(|(out, sound)| *out += sound);
}

/// What is left of whole turns.
fn part(turns: f32) -> f32 {
    turns - turns as i32 as f32
}

/// The metallic cluster that all cymbals of a kit cut their sound from, as those of the old machines do.
#[derive(Clone, Debug)]
pub(crate) struct Metal {
    /// Phases of six squares, as whole numbers that run round by themselves; the sign is the square.
    phases: [u32; 6],
    steps: [u32; 6],
    high: [OnePole; 2],
}

impl Metal {
    pub(crate) fn new(rate: f32) -> Self {
        Self {
            phases: [0; 6],
            steps: CLUSTER.map(|hz| (hz * 1.6 / rate * 4_294_967_296.0) as u32),
            high: [OnePole::new(6_500.0, rate), OnePole::new(7_500.0, rate)],
        }
    }

    /// The cluster's next block.
    pub(crate) fn next(&mut self) -> Block {
        let mut high = [0_u32; BLOCK];
        for (phase, step) in self.phases.iter_mut().zip(self.steps) {
            for (i, high) in high.iter_mut().enumerate() {
                *high += phase.wrapping_add(step.wrapping_mul(i as u32)) >> 31;
            }
            *phase = phase.wrapping_add(step.wrapping_mul(BLOCK as u32));
        }
        let mut block = high.map(|count| 1.5 - 0.5 * count as f32);
        self.high[0].high(&mut block);
        self.high[1].high(&mut block);
        block
    }
}
