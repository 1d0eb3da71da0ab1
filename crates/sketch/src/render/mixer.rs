//! Every player, the shared room and echo, and the duck under the kick.

use crate::{
    Plan,
    genre::gm,
    plan::Track,
    render::player::{Player, Sends},
    synth::{
        BLOCK, Block, Noise,
        chorus::Chorus,
        decay,
        delay::Delay,
        filter::OnePole,
        octave::{Doubler, Halver},
        reverb::Reverb,
    },
};

/// A place in a piece that one can go to is a multiple of so many frames.
pub(super) const SPAN: usize = 2 * BLOCK;

/// From this sample rate on, in Hz, what is dark is played with half of it.
const HALVED: f32 = 32_000.0;

/// The mix of a plan before its master.
///
/// Most of an ensemble is silent above ten kHz, and so are echoes and rooms: they play with half the samples, which takes
/// half the time. Only what is bright has all of them.
#[derive(Debug)]
pub(super) struct Mixer {
    dark: Stage,
    bright: Option<Bright>,
    rooms: Rooms,
    mix: Mix,
    /// Whether the second block of what was played last is still to be heard.
    second: bool,
}

impl Mixer {
    pub(super) fn new(plan: &Plan, level: f32, rate: f32) -> Self {
        let halved = rate >= HALVED;
        let lower = if halved { rate * 0.5 } else { rate };
        let is_dark = |track: &Track| !halved || track.instrument.is_dark();
        Self {
            dark: Stage::new(plan, is_dark, level, lower),
            bright: halved
                .then(|| Bright::new(Stage::new(plan, |track| !is_dark(track), level, rate))),
            rooms: Rooms::new(plan, level, lower),
            mix: Mix::default(),
            second: false,
        }
    }

    /// Goes to a frame, a multiple of [`SPAN`]; notes before it are not heard.
    pub(super) fn seek(&mut self, frame: usize) {
        self.second = false;
        match &mut self.bright {
            Some(bright) => {
                bright.stage.seek(frame);
                self.dark.seek(frame / 2);
            }
            None => self.dark.seek(frame),
        }
    }

    /// Plays the next block.
    pub(super) fn next(&mut self) -> &mut [Block; 2] {
        let mix = &mut self.mix;
        if !self.second {
            mix.clear();
            if let Some(bright) = &mut self.bright {
                bright.play(mix);
            }
            self.dark.play(mix);
            self.rooms.run(mix);
        }
        let Some(bright) = &mut self.bright else {
            return &mut mix.dry;
        };
        if !self.second {
            bright.add(&mix.dry);
        }
        let index = usize::from(self.second);
        self.second = !self.second;
        &mut bright.mixes[index].dry
    }
}

const SILENCE: [Block; 2] = [[0.0; BLOCK]; 2];

/// A block of what is heard as it is, and of what goes to the effects.
#[derive(Debug)]
struct Mix {
    dry: [Block; 2],
    room: [Block; 2],
    echo: [Block; 2],
    chorus: [Block; 2],
}

impl Mix {
    fn clear(&mut self) {
        for blocks in [
            &mut self.dry,
            &mut self.room,
            &mut self.echo,
            &mut self.chorus,
        ] {
            *blocks = SILENCE;
        }
    }
}

impl Default for Mix {
    fn default() -> Self {
        Self {
            dry: SILENCE,
            room: SILENCE,
            echo: SILENCE,
            chorus: SILENCE,
        }
    }
}

/// Players with one sample rate, and their duck.
#[derive(Debug)]
struct Stage {
    players: Vec<Player>,
    ducker: Ducker,
    frame: usize,
}

impl Stage {
    fn new(plan: &Plan, plays: impl Fn(&Track) -> bool, level: f32, rate: f32) -> Self {
        let tracks = plan.tracks.iter().enumerate();
        Self {
            players: tracks
                .filter(|(_, track)| plays(track))
                .map(|(index, track)| Player::new(plan, track, index, level, rate))
                .collect(),
            ducker: Ducker::new(plan, rate),
            frame: 0,
        }
    }

    fn seek(&mut self, frame: usize) {
        self.frame = frame;
        self.ducker.seek(frame);
        self.players
            .iter_mut()
            .for_each(|player| player.seek(frame));
    }

    /// Adds the next block.
    #[inline(never)]
    fn play(&mut self, mix: &mut Mix) {
        let duck = self.ducker.next(self.frame);
        for player in &mut self.players {
            let sends = Sends {
                dry: &mut mix.dry,
                room: &mut mix.room,
                echo: &mut mix.echo,
                chorus: &mut mix.chorus,
            };
            player.run(self.frame, duck, sends);
        }
        self.frame += BLOCK;
    }
}

/// Players with all samples, and the way from them to the others and back.
#[derive(Debug)]
struct Bright {
    stage: Stage,
    room: Halver,
    /// Few of them send to these.
    echo: Option<Halver>,
    chorus: Option<Halver>,
    doubler: Doubler,
    /// What was played last.
    mixes: [Mix; 2],
}

impl Bright {
    fn new(stage: Stage) -> Self {
        let players = &stage.players;
        let needed = |needs: fn(&Player) -> bool| players.iter().any(needs).then(Halver::new);
        Self {
            room: Halver::new(),
            echo: needed(Player::echoes),
            chorus: needed(Player::is_wide),
            doubler: Doubler::new(),
            mixes: Default::default(),
            stage,
        }
    }

    /// Plays two blocks, and adds to the mix what they send to the effects.
    fn play(&mut self, mix: &mut Mix) {
        for mix in &mut self.mixes {
            mix.clear();
        }
        if self.stage.players.is_empty() {
            return;
        }
        for mix in &mut self.mixes {
            self.stage.play(mix);
        }
        let [first, second] = &self.mixes;
        self.room.add([&first.room, &second.room], &mut mix.room);
        if let Some(echo) = &mut self.echo {
            echo.add([&first.echo, &second.echo], &mut mix.echo);
        }
        if let Some(chorus) = &mut self.chorus {
            chorus.add([&first.chorus, &second.chorus], &mut mix.chorus);
        }
    }

    /// Adds what the others played in the meantime.
    fn add(&mut self, dark: &[Block; 2]) {
        self.doubler
            .add(dark, self.mixes.each_mut().map(|mix| &mut mix.dry));
    }
}

/// What all players share.
#[derive(Debug)]
struct Rooms {
    vinyl: Vinyl,
    /// Where somebody plays into it.
    chorus: Option<Chorus>,
    echo: Option<Delay>,
    room: Reverb,
}

impl Rooms {
    fn new(plan: &Plan, level: f32, rate: f32) -> Self {
        let space = &plan.genre.space;
        let needed = |needs: fn(&Track) -> bool| plan.tracks.iter().any(needs);
        let echo_seconds = space.echo * plan.step_seconds() as f32;
        Self {
            vinyl: Vinyl::new(space.vinyl * level, rate),
            chorus: needed(|track| track.instrument.insert.chorus > 0.0)
                .then(|| Chorus::new(0.7, rate)),
            echo: needed(|track| track.delay > 0.0)
                .then(|| Delay::new(echo_seconds.min(1.5), 0.42, rate)),
            room: Reverb::new(space.decay, rate),
        }
    }

    /// Adds their answers to what is heard.
    fn run(&mut self, mix: &mut Mix) {
        let [left, right] = &mut mix.dry;
        self.vinyl.run(left, right);
        if let Some(chorus) = &mut self.chorus {
            chorus.run([&mix.chorus[0], &mix.chorus[1]], [left, right]);
        }
        if let Some(echo) = &mut self.echo {
            echo.run([&mix.echo[0], &mix.echo[1]], [left, right]);
        }
        self.room.run([&mix.room[0], &mix.room[1]], [left, right]);
    }
}

/// How deep the mix bows under the kick, from one block's edge to the next.
#[derive(Debug)]
struct Ducker {
    kicks: Vec<usize>,
    next: usize,
    depth: f32,
    fall: f32,
}

impl Ducker {
    fn new(plan: &Plan, rate: f32) -> Self {
        let drums = plan
            .tracks
            .iter()
            .filter(|track| track.instrument.is_drums());
        let kicks = drums
            .flat_map(|track| &track.notes)
            .filter(|note| note.pitch == gm::KICK && note.velocity > 0.5)
            .map(|note| (note.start * f64::from(rate)) as usize)
            .collect();
        Self {
            kicks,
            next: 0,
            depth: 0.0,
            fall: decay(0.45, rate / BLOCK as f32),
        }
    }

    fn seek(&mut self, frame: usize) {
        self.next = self.kicks.partition_point(|&kick| kick < frame);
        self.depth = 0.0;
    }

    /// Depth at the beginning and at the end of the block that starts at `frame`.
    fn next(&mut self, frame: usize) -> [f32; 2] {
        let before = self.depth;
        self.depth *= self.fall;
        while self
            .kicks
            .get(self.next)
            .is_some_and(|&kick| kick < frame + BLOCK)
        {
            self.depth = 1.0;
            self.next += 1;
        }
        [before, self.depth]
    }
}

/// Crackle and hiss of an old record.
#[derive(Debug)]
struct Vinyl {
    amount: f32,
    noise: Noise,
    tick: f32,
    side: f32,
    odds: f32,
    soft: [OnePole; 2],
}

impl Vinyl {
    fn new(amount: f32, rate: f32) -> Self {
        Self {
            amount,
            noise: Noise::new(77),
            tick: 0.0,
            side: 0.0,
            odds: 1.0 - 14.0 / rate,
            soft: [OnePole::new(3_800.0, rate), OnePole::new(3_800.0, rate)],
        }
    }

    fn run(&mut self, left: &mut Block, right: &mut Block) {
        if self.amount <= 0.0 {
            return;
        }
        let mut sides = [[0.0; BLOCK]; 2];
        let [one, other] = &mut sides;
        for (one, other) in one.iter_mut().zip(other) {
            let chance = self.noise.next();
            if chance > self.odds {
                self.tick = 0.16 * self.noise.next();
                self.side = 0.5 + 0.5 * self.noise.next();
            }
            let hiss = 0.0035 * self.noise.next();
            *one = self.tick * self.side + hiss;
            *other = self.tick * (1.0 - self.side) - hiss;
            self.tick *= 0.8;
        }
        for (side, out) in [left, right].into_iter().enumerate() {
            self.soft[side].low(&mut sides[side]);
            for (out, sound) in out.iter_mut().zip(sides[side]) {
                *out += self.amount * sound;
            }
        }
    }
}
