//! Every player, the shared room and echo, and the duck under the kick.

use crate::{
    Plan,
    genre::gm,
    render::player::{Player, Sends},
    synth::{
        BLOCK, Block, Noise, chorus::Chorus, decay, delay::Delay, filter::OnePole, reverb::Reverb,
    },
};

/// The mix of a plan before its master.
#[derive(Debug)]
pub(super) struct Mixer {
    players: Vec<Player>,
    room: Reverb,
    echo: Delay,
    chorus: Chorus,
    vinyl: Vinyl,
    ducker: Ducker,
    /// Gain of the whole mix.
    level: f32,
    frame: usize,
}

impl Mixer {
    pub(super) fn new(plan: &Plan, level: f32, rate: f32) -> Self {
        let space = &plan.genre.space;
        let echo_seconds = space.echo * plan.step_seconds() as f32;
        Self {
            players: plan
                .tracks
                .iter()
                .enumerate()
                .map(|(index, track)| Player::new(plan, track, index, rate))
                .collect(),
            room: Reverb::new(space.decay, rate),
            echo: Delay::new(echo_seconds.min(1.5), 0.42, rate),
            chorus: Chorus::new(0.7, rate),
            vinyl: Vinyl::new(space.vinyl, rate),
            ducker: Ducker::new(plan, rate),
            level,
            frame: 0,
        }
    }

    /// Goes to a frame; notes before it are not heard.
    pub(super) fn seek(&mut self, frame: usize) {
        self.frame = frame;
        self.ducker.seek(frame);
        self.players
            .iter_mut()
            .for_each(|player| player.seek(frame));
    }

    /// Plays the next block.
    pub(super) fn next(&mut self) -> [Block; 2] {
        let silence = [[0.0; BLOCK]; 2];
        let (mut dry, mut room, mut echo, mut chorus) = (silence, silence, silence, silence);
        let duck = self.ducker.next(self.frame);
        for player in &mut self.players {
            let sends = Sends {
                dry: &mut dry,
                room: &mut room,
                echo: &mut echo,
                chorus: &mut chorus,
            };
            player.run(self.frame, duck, sends);
        }
        let [left, right] = &mut dry;
        self.vinyl.run(left, right);
        self.chorus.run([&chorus[0], &chorus[1]], [left, right]);
        self.echo.run([&echo[0], &echo[1]], [left, right]);
        self.room.run([&room[0], &room[1]], [left, right]);
        dry.iter_mut()
            .flatten()
            .for_each(|sample| *sample *= self.level);
        self.frame += BLOCK;
        dry
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
