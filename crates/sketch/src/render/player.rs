//! One track: its voices, its insert effects, its place in the mix.

use crate::{
    Plan,
    genre::gm,
    instrument::{Insert, Patch},
    plan::Track,
    synth::{
        BLOCK, Block, Noise,
        drum::{DrumVoice, Metal},
        filter::{OnePole, Pass, Svf},
        gain,
        keys::KeysVoice,
        pan_gains,
        pluck::PluckVoice,
        saturate,
        struck::StruckVoice,
        voice::{LANES, SynthBank},
    },
};

/// Where a player's sound goes.
pub(super) struct Sends<'a> {
    pub(super) dry: &'a mut [Block; 2],
    pub(super) room: &'a mut [Block; 2],
    pub(super) echo: &'a mut [Block; 2],
    pub(super) chorus: &'a mut [Block; 2],
}

/// How long ago a string may have been struck to be struck again when one goes to a place, in seconds.
const RINGS: f32 = 0.8;

/// Plays the notes of one track.
#[derive(Debug)]
pub(super) struct Player {
    events: Vec<Event>,
    next: usize,
    slots: Vec<Slot>,
    /// What a synthesizer's slots sound with: each slot is a lane.
    banks: Vec<SynthBank>,
    patch: &'static Patch,
    insert: Insert,
    channels: [Channel; 2],
    noise: Noise,
    /// What the cymbals of a kit ring with.
    metal: Metal,
    brightness: f32,
    /// A pitch of the key's tonic, which the drums are tuned to.
    tonic: f32,
    /// Whether each note has its own place between the loudspeakers.
    spread: bool,
    gains: [f32; 2],
    room: f32,
    echo: f32,
    duck: f32,
    rate: f32,
}

/// A note in frames.
#[derive(Clone, Copy, Debug)]
struct Event {
    start: usize,
    end: usize,
    pitch: u8,
    velocity: f32,
}

/// What a note's start needs to know of its player.
struct Context {
    tonic: f32,
    rate: f32,
}

/// A voice and the note it plays.
#[derive(Debug)]
struct Slot {
    sound: Sound,
    active: bool,
    held: bool,
    end: usize,
    started: usize,
    /// Frames of the coming block before the note begins.
    offset: usize,
    pan: f32,
}

#[derive(Debug)]
enum Sound {
    /// A lane of a bank.
    Lane,
    Pluck(PluckVoice),
    Struck(StruckVoice),
    Keys(KeysVoice),
    Drum(DrumVoice),
}

/// The insert's filters for one side.
#[derive(Debug)]
struct Channel {
    low_cut: OnePole,
    speaker: Svf,
}

impl Player {
    pub(super) fn new(plan: &Plan, track: &Track, index: usize, level: f32, rate: f32) -> Self {
        let instrument = track.instrument;
        let insert = instrument.insert;
        let (l, r) = pan_gains(track.pan);
        let level = level * gain(track.level_db + instrument.trim_db);
        let count = voices(&instrument.patch, track);
        let bank = match &instrument.patch {
            Patch::Synth(patch) => Some(SynthBank::new(patch, rate)),
            _ => None,
        };
        let channel = || Channel {
            low_cut: OnePole::new(insert.low_cut, rate),
            speaker: Svf::new(insert.speaker.max(100.0), 0.35, rate, Pass::Low),
        };
        Self {
            events: track.notes.iter().map(|note| event(note, rate)).collect(),
            next: 0,
            slots: (0..count)
                .map(|_| Slot::new(&instrument.patch, rate))
                .collect(),
            banks: bank.map_or_else(Vec::new, |bank| vec![bank; count.div_ceil(LANES)]),
            patch: &instrument.patch,
            insert,
            channels: [channel(), channel()],
            noise: Noise::new(plan.seed as u32 ^ (index as u32 + 1)),
            metal: Metal::new(rate),
            tonic: plan.key.pitch(0) as f32,
            brightness: (plan.energy as f32 - 0.5) * 1.2,
            spread: matches!(
                instrument.patch,
                Patch::Struck(_) | Patch::Keys(_) | Patch::Drums(_)
            ),
            gains: [l * level, r * level],
            room: track.reverb,
            echo: track.delay,
            duck: track.duck,
            rate,
        }
    }

    /// Whether it sends to the echo.
    pub(super) fn echoes(&self) -> bool {
        self.echo > 0.0
    }

    /// Whether it sends to the chorus.
    pub(super) fn is_wide(&self) -> bool {
        self.insert.chorus > 0.0
    }

    /// Goes to a frame: what sounds now is let go, and held notes that are under way there begin.
    pub(super) fn seek(&mut self, frame: usize) {
        for slot in &mut self.slots {
            slot.end = 0;
        }
        self.next = self.events.partition_point(|event| event.start < frame);
        // What dies away by itself is not worth striking again when it was struck long ago.
        let lately = match self.patch {
            Patch::Synth(_) => usize::MAX,
            Patch::Drums(_) => 0,
            _ => (RINGS * self.rate) as usize,
        };
        for index in 0..self.next {
            let event = self.events[index];
            if event.end > frame && frame - event.start < lately {
                self.begin(&event, 0);
            }
        }
    }

    /// Plays the block that starts at `frame`; `duck` is how deep the kick's duck is at its two edges.
    pub(super) fn run(&mut self, frame: usize, duck: [f32; 2], mut sends: Sends<'_>) {
        self.begin_notes(frame);
        if !self.slots.iter().any(|slot| slot.active) {
            return;
        }
        let (mut left, mut right) = ([0.0; BLOCK], [0.0; BLOCK]);
        self.play_voices(frame, &mut left, &mut right);
        self.channels[0].run(&self.insert, &mut left);
        self.bow(duck, &mut left);
        self.send(0, &left, &mut sends);
        if self.spread {
            self.channels[1].run(&self.insert, &mut right);
            self.bow(duck, &mut right);
            self.send(1, &right, &mut sends);
        } else {
            self.send(1, &left, &mut sends);
        }
    }

    fn begin_notes(&mut self, frame: usize) {
        while let Some(&event) = self
            .events
            .get(self.next)
            .filter(|event| event.start < frame + BLOCK)
        {
            self.next += 1;
            let offset = event.start.saturating_sub(frame);
            if matches!(self.patch, Patch::Drums(_)) && event.pitch == gm::HAT {
                self.choke(gm::OPEN_HAT);
            }
            self.begin(&event, offset);
        }
    }

    fn begin(&mut self, event: &Event, offset: usize) {
        let index = self.free_slot();
        let slot = &mut self.slots[index];
        let context = Context {
            tonic: self.tonic,
            rate: self.rate,
        };
        if let Some(bank) = self.banks.get_mut(index / LANES) {
            let (pitch, velocity) = (f32::from(event.pitch), event.velocity);
            let noise = &mut self.noise;
            bank.start(
                index % LANES,
                pitch,
                velocity,
                self.brightness,
                offset,
                noise,
            );
        }
        slot.start(self.patch, event, offset, &context, &mut self.noise);
    }

    fn choke(&mut self, key: u8) {
        for slot in &mut self.slots {
            if let Sound::Drum(voice) = &mut slot.sound
                && voice.key() == key
            {
                voice.choke();
            }
        }
    }

    /// The first silent voice, so that few banks are busy; else the one that has been released or sounding longest.
    fn free_slot(&self) -> usize {
        let rank = |slot: &Slot| {
            let age = if slot.active { slot.started } else { 0 };
            (slot.active, slot.held && slot.active, age)
        };
        (0..self.slots.len())
            .min_by_key(|&index| rank(&self.slots[index]))
            .unwrap_or(0)
    }

    /// Plays a synthesizer's notes, four abreast.
    fn play_banks(&mut self, frame: usize, left: &mut Block) {
        let due = |slot: &Slot| slot.active && slot.held && slot.end < frame + BLOCK;
        for (index, slot) in self.slots.iter_mut().enumerate() {
            if due(slot) {
                slot.held = false;
                self.banks[index / LANES].release(index % LANES);
            }
        }
        for bank in &mut self.banks {
            bank.render(left, &mut self.noise);
        }
        for (index, slot) in self.slots.iter_mut().enumerate() {
            slot.active = self.banks[index / LANES].alive(index % LANES);
        }
    }

    fn play_voices(&mut self, frame: usize, left: &mut Block, right: &mut Block) {
        if !self.banks.is_empty() {
            return self.play_banks(frame, left);
        }
        let mut voice = [0.0; BLOCK];
        let rings =
            |slot: &Slot| matches!(&slot.sound, Sound::Drum(voice) if slot.active && voice.rings());
        let metal = if self.slots.iter().any(rings) {
            self.metal.next()
        } else {
            [0.0; BLOCK]
        };
        for slot in self.slots.iter_mut().filter(|slot| slot.active) {
            slot.render(frame, &mut voice, &metal, &mut self.noise);
            if self.spread {
                let (l, r) = pan_gains(slot.pan);
                let (l, r) = (l * core::f32::consts::SQRT_2, r * core::f32::consts::SQRT_2);
                for i in 0..BLOCK {
                    left[i] += voice[i] * l;
                    right[i] += voice[i] * r;
                }
            } else {
                for i in 0..BLOCK {
                    left[i] += voice[i];
                }
            }
        }
    }

    /// Lets a player who does so bow under the kick.
    #[inline(never)]
    fn bow(&self, duck: [f32; 2], sound: &mut Block) {
        if self.duck <= 0.0 {
            return;
        }
        let (from, slope) = (
            1.0 - self.duck * duck[0],
            self.duck * (duck[0] - duck[1]) / BLOCK as f32,
        );
        for (i, sample) in sound.iter_mut().enumerate() {
            *sample *= from + slope * i as f32;
        }
    }

    /// Adds one side's sound to the mix and to what it sends to.
    fn send(&self, side: usize, sound: &Block, sends: &mut Sends<'_>) {
        let gain = self.gains[side];
        let wide = self.insert.chorus;
        let targets = [
            (&mut sends.dry[side], 1.0 - 0.35 * wide),
            (&mut sends.room[side], self.room),
            (&mut sends.echo[side], self.echo),
            (&mut sends.chorus[side], 0.7 * wide),
        ];
        for (target, level) in targets.into_iter().filter(|(_, level)| *level > 0.0) {
            let level = gain * level;
            for (target, heard) in target.iter_mut().zip(sound) {
                *target += heard * level;
            }
        }
    }
}

fn event(note: &crate::plan::Note, rate: f32) -> Event {
    let frame = |seconds: f64| libm::round(seconds.max(0.0) * f64::from(rate)) as usize;
    Event {
        start: frame(note.start),
        end: frame(note.start + note.seconds),
        pitch: note.pitch,
        velocity: note.velocity,
    }
}

/// How many notes a track may sound at once.
fn voices(patch: &Patch, track: &Track) -> usize {
    match (patch, track.role) {
        (Patch::Drums(_), _) => 12,
        (_, "bass" | "lead") => 3,
        _ => 10,
    }
}

impl Slot {
    fn new(patch: &Patch, rate: f32) -> Self {
        let sound = match patch {
            Patch::Synth(_) => Sound::Lane,
            Patch::Pluck(_) => Sound::Pluck(PluckVoice::new(rate)),
            Patch::Struck(_) => Sound::Struck(StruckVoice::new()),
            Patch::Keys(_) => Sound::Keys(KeysVoice::default()),
            Patch::Drums(_) => Sound::Drum(DrumVoice::new(rate)),
        };
        Self {
            sound,
            active: false,
            held: false,
            end: 0,
            started: 0,
            offset: 0,
            pan: 0.0,
        }
    }

    fn start(
        &mut self,
        patch: &Patch,
        event: &Event,
        offset: usize,
        context: &Context,
        noise: &mut Noise,
    ) {
        let Context { tonic, rate } = *context;
        let pitch = f32::from(event.pitch);
        let velocity = event.velocity;
        self.pan = ((pitch - 62.0) / 60.0).clamp(-0.45, 0.45);
        match (&mut self.sound, patch) {
            (Sound::Lane, _) => {}
            (Sound::Pluck(voice), Patch::Pluck(patch)) => {
                voice.start(patch, pitch, velocity, rate, noise)
            }
            (Sound::Struck(voice), Patch::Struck(patch)) => {
                voice.start(patch, pitch, velocity, rate)
            }
            (Sound::Keys(voice), Patch::Keys(patch)) => voice.start(patch, pitch, velocity, rate),
            (Sound::Drum(voice), Patch::Drums(kit)) => {
                voice.start(&kit.sound(event.pitch).tuned(tonic), event.pitch, velocity);
                self.pan = voice.pan();
            }
            // A slot is made from its player's patch, so the kinds always agree.
            _ => return,
        }
        (self.active, self.held) = (true, true);
        (self.end, self.started, self.offset) = (event.end, event.start, offset);
    }

    fn render(&mut self, frame: usize, out: &mut Block, metal: &Block, noise: &mut Noise) {
        if self.held && self.end < frame + BLOCK {
            self.held = false;
            self.release();
        }
        let offset = core::mem::take(&mut self.offset);
        self.active = match &mut self.sound {
            Sound::Lane => false,
            Sound::Pluck(voice) => {
                voice.render(out, offset);
                voice.alive()
            }
            Sound::Struck(voice) => {
                voice.render(out, offset, noise);
                voice.alive()
            }
            Sound::Keys(voice) => {
                voice.render(out, offset);
                voice.alive()
            }
            Sound::Drum(voice) => {
                voice.render(out, offset, metal, noise);
                voice.alive()
            }
        };
    }

    fn release(&mut self) {
        match &mut self.sound {
            Sound::Pluck(voice) => voice.release(),
            Sound::Struck(voice) => voice.release(),
            Sound::Keys(voice) => voice.release(),
            // Drums ring as long as they like; a lane is released in its bank.
            Sound::Drum(_) | Sound::Lane => {}
        }
    }
}

impl Channel {
    fn run(&mut self, insert: &Insert, block: &mut Block) {
        if insert.low_cut > 0.0 {
            self.low_cut.high(block);
        }
        if insert.drive > 0.0 {
            let push = 1.0 + 24.0 * insert.drive * insert.drive;
            let back = 1.0 / push.sqrt();
            // A little bias gives the even harmonics of a valve; its offset goes out again.
            let bias = 0.12 * insert.drive;
            let rest = saturate(bias);
            block
                .iter_mut()
                .for_each(|sample| *sample = (saturate(*sample * push + bias) - rest) * back);
        }
        if insert.speaker > 0.0 {
            self.speaker.run(block);
        }
    }
}
