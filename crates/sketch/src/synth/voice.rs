//! The analogue kind of voice: oscillators, a filter, two envelopes, vibrato.

use super::{
    BLOCK, Block, Noise,
    envelope::{Adsr, Envelope},
    filter::{Pass, Svf},
    oscillator::{Oscillator, Wave, sine, step, wrap},
};

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

/// A sounding note.
#[derive(Clone, Debug)]
pub(crate) struct SynthVoice {
    patch: SynthPatch,
    oscillators: [Oscillator; STACK],
    filter: Svf,
    amp: Envelope,
    pitch: f32,
    /// Steps of the oscillators, before vibrato.
    steps: [f32; STACK],
    level: f32,
    open: f32,
    open_fall: f32,
    age: f32,
    vibrato_turns: f32,
    brightness: f32,
}

impl SynthVoice {
    pub(crate) fn new(patch: &SynthPatch, rate: f32) -> Self {
        Self {
            patch: *patch,
            oscillators: Default::default(),
            filter: Svf::default(),
            amp: Envelope::new(&patch.amp, rate),
            pitch: 60.0,
            steps: [0.0; STACK],
            level: 0.0,
            open: 0.0,
            open_fall: 0.0,
            age: 0.0,
            vibrato_turns: 0.0,
            brightness: 0.0,
        }
    }

    /// Begins a note; `brightness` moves the filter by octaves.
    pub(crate) fn start(
        &mut self,
        pitch: f32,
        velocity: f32,
        brightness: f32,
        rate: f32,
        noise: &mut Noise,
    ) {
        self.amp = Envelope::new(&self.patch.amp, rate);
        self.filter = Svf::default();
        for oscillator in &mut self.oscillators {
            *oscillator = Oscillator::new(0.5 + 0.5 * noise.next());
        }
        self.pitch = pitch;
        self.steps = steps(&self.patch, pitch, rate);
        self.level = velocity * 0.5 / (self.patch.unison as f32).sqrt();
        self.open = self.patch.sweep * (0.3 + 0.7 * velocity);
        self.open_fall = super::decay(self.patch.sweep_fall, rate / BLOCK as f32);
        self.age = 0.0;
        self.brightness = brightness + 0.8 * (velocity - 0.7);
    }

    pub(crate) fn release(&mut self) {
        self.amp.release();
    }

    pub(crate) fn alive(&self) -> bool {
        self.amp.alive()
    }

    /// Writes a block, silent before `offset`.
    pub(crate) fn render(&mut self, out: &mut Block, offset: usize, rate: f32, noise: &mut Noise) {
        out.fill(0.0);
        let bend = self.vibrato(rate);
        self.oscillate(out, bend);
        if self.patch.noise > 0.0 {
            let breath = self.patch.noise * self.level;
            out.iter_mut()
                .for_each(|sample| *sample += breath * noise.next());
        }
        self.tune_filter(rate);
        self.filter.run(out, Pass::Low);
        self.filter.settle();
        if self.patch.drive > 0.0 {
            let push = 1.0 + 5.0 * self.patch.drive;
            let back = 1.0 / push.sqrt();
            out.iter_mut()
                .for_each(|sample| *sample = super::saturate(*sample * push) * back);
        }
        self.amp.shape(out, offset);
    }

    fn oscillate(&mut self, out: &mut Block, bend: f32) {
        for index in 0..self.patch.unison.min(STACK - 1) {
            self.oscillators[index].add(self.patch.wave, self.steps[index] * bend, self.level, out);
        }
        let (wave, _, level) = self.patch.second;
        if level > 0.0 {
            self.oscillators[STACK - 1].add(
                wave,
                self.steps[STACK - 1] * bend,
                self.level * level,
                out,
            );
        }
    }

    /// The factor by which the vibrato bends the pitch.
    fn vibrato(&mut self, rate: f32) -> f32 {
        self.age += BLOCK as f32 / rate;
        self.vibrato_turns = wrap(self.vibrato_turns + 5.3 * BLOCK as f32 / rate);
        let depth = self.patch.vibrato * ((self.age - 0.3) * 3.0).clamp(0.0, 1.0);
        // So few cents are as good as straight: a cent is a factor of 1.000578.
        1.0 + 0.000_577_8 * depth * sine(self.vibrato_turns)
    }

    fn tune_filter(&mut self, rate: f32) {
        let octaves = self.patch.track * (self.pitch - 60.0) / 12.0 + self.open + self.brightness;
        let hz = self.patch.cutoff * libm::exp2f(octaves);
        self.filter
            .tune(hz.clamp(40.0, 18_000.0), self.patch.resonance, rate);
        self.open *= self.open_fall;
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
