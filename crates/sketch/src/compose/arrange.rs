//! Who plays: the style's parts, with what the prompt asked for and without what it did not want.

use crate::{
    compose::{Score, bass, chords, melody},
    genre::{Drums, Genre, Part, Role, named},
    instrument::{self, Instrument},
    plan::Track,
    prompt::Reading,
};

/// The players of a piece.
#[derive(Clone, Debug)]
pub(crate) struct Band {
    pub(super) parts: Vec<Player>,
    pub(super) drums: Option<(&'static Drums, &'static Instrument)>,
}

/// A part and who plays it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Player {
    pub(super) part: Part,
    pub(super) instrument: &'static Instrument,
}

impl Player {
    /// Writes the part's notes.
    pub(super) fn play(&self, score: &Score<'_>, index: usize) -> Track {
        let Self { part, instrument } = *self;
        let player = format!("{} {index}", part.role.name());
        let notes = match part.role {
            Role::Bass => bass::play(score, &part, instrument, &player),
            Role::Lead => melody::play(score, &part, instrument, &player),
            Role::Chords | Role::Pad | Role::Arp => chords::play(score, &part, instrument, &player),
        };
        Track {
            role: part.role.name(),
            instrument,
            level_db: part.level_db,
            pan: part.pan,
            reverb: part.reverb,
            delay: part.delay,
            duck: part.duck,
            notes,
        }
    }
}

impl Band {
    /// The style's own players.
    pub(super) fn of(genre: &'static Genre) -> Self {
        let player = |part: &Part| Player {
            part: *part,
            instrument: instrument::named(part.instrument),
        };
        Self {
            parts: genre.parts.iter().map(player).collect(),
            drums: genre
                .drums
                .as_ref()
                .map(|drums| (drums, instrument::named(drums.kit))),
        }
    }

    /// With whom a prompt asked for, and without whom it did not want.
    pub(super) fn adapted(self, reading: &mut Reading) -> Self {
        let (mut parts, mut kit) = (self.parts, self.drums);
        let asked = core::mem::take(&mut reading.instruments);
        for instrument in &asked {
            if instrument.is_drums() {
                kit = kit
                    .map(|(drums, _)| drums)
                    .or_else(|| named("pop").drums.as_ref())
                    .map(|drums| (drums, *instrument));
            } else {
                take_on(&mut parts, instrument, &asked);
            }
        }
        if reading.solo && !asked.is_empty() {
            alone(&mut parts, &asked);
            kit = kit.filter(|_| asked.iter().any(|instrument| instrument.is_drums()));
        }
        reading.instruments = asked;
        dismiss(&mut parts, reading);
        Self {
            parts,
            drums: kit.filter(|_| !reading.no_drums),
        }
    }
}

/// Finds a place for an instrument: where it plays already, else instead of the first player with its role that was
/// not asked for, else beside the others.
fn take_on(
    parts: &mut Vec<Player>,
    instrument: &'static Instrument,
    asked: &[&'static Instrument],
) {
    if parts
        .iter()
        .any(|player| player.instrument.name == instrument.name)
    {
        return promote(parts, instrument);
    }
    let free = |player: &Player| {
        !asked
            .iter()
            .any(|other| other.name == player.instrument.name)
    };
    let near = |role: Role| match instrument.role {
        Role::Chords | Role::Arp | Role::Pad => {
            matches!(role, Role::Chords | Role::Arp | Role::Pad)
        }
        other => role == other,
    };
    let place = parts
        .iter()
        .position(|player| player.part.role == instrument.role && free(player))
        .or_else(|| {
            parts
                .iter()
                .position(|player| near(player.part.role) && free(player))
        });
    match place {
        Some(index) => {
            parts[index].instrument = instrument;
            fit_part(&mut parts[index], instrument);
        }
        None => parts.push(newcomer(instrument)),
    }
}

/// Lets an instrument that was asked for be heard from the first full section on.
fn promote(parts: &mut [Player], instrument: &Instrument) {
    for player in parts
        .iter_mut()
        .filter(|player| player.instrument.name == instrument.name)
    {
        player.part.from = player.part.from.min(2);
        player.part.level_db += 1.0;
    }
}

/// Brings a part into an instrument's range, and lets it be heard.
fn fit_part(player: &mut Player, instrument: &Instrument) {
    let (low, high) = instrument.range;
    let part = &mut player.part;
    part.from = part.from.min(2);
    part.level_db = part.level_db.max(-4.0);
    part.centre = part.centre.clamp(
        low + 8.min((high - low) / 2),
        high - 8.min((high - low) / 2),
    );
    // A pad's pattern on strings that die away would leave holes.
    let fades = matches!(
        instrument.patch,
        instrument::Patch::Pluck(_) | instrument::Patch::Struck(_) | instrument::Patch::Keys(_)
    );
    if part.role == Role::Pad && fades {
        part.role = Role::Arp;
        part.patterns = &["1...2...3...2...", "1.2.3.2.1.2.3.4."];
    }
}

/// A part for an instrument that the style has no place for.
fn newcomer(instrument: &'static Instrument) -> Player {
    let (low, high) = instrument.range;
    let middle = match instrument.role {
        Role::Bass => 36,
        Role::Lead => 73,
        _ => 64,
    };
    let part = Part {
        role: instrument.role,
        instrument: instrument.name,
        patterns: match instrument.role {
            Role::Bass => &["R-------r-------"],
            Role::Arp => &["1.2.3.2.4.3.2.3."],
            Role::Chords => &["C-------C-------", "C---..c-C---..c-"],
            Role::Pad | Role::Lead => &["C---------------"],
        },
        centre: middle.clamp(low + 5, high - 5),
        level_db: -3.0,
        pan: -0.3,
        reverb: 0.25,
        delay: 0.1,
        duck: 0.0,
        from: 2,
    };
    Player { part, instrument }
}

/// Only the instruments that were named: one alone takes over every part but the drums.
fn alone(parts: &mut Vec<Player>, asked: &[&'static Instrument]) {
    let named = |player: &Player| {
        asked
            .iter()
            .any(|instrument| instrument.name == player.instrument.name)
    };
    let [only] = asked else {
        parts.retain(named);
        return;
    };
    if only.role == Role::Lead {
        parts.retain(named);
    } else {
        let mut roles = Vec::new();
        parts.retain(|player| {
            let new = !roles.contains(&player.part.role) && player.part.role != Role::Pad;
            roles.push(player.part.role);
            new
        });
        for player in parts.iter_mut() {
            player.instrument = only;
            fit_part(player, only);
        }
    }
    for player in parts.iter_mut() {
        player.part.from = 1;
    }
}

/// Sends away what is not wanted; a chord or lead player who is only of the wrong kind is replaced.
fn dismiss(parts: &mut Vec<Player>, reading: &Reading) {
    let unwanted = |instrument: &Instrument| {
        reading
            .excluded
            .iter()
            .any(|other| other.name == instrument.name)
    };
    parts.retain(|player| match player.part.role {
        Role::Bass => !reading.no_bass,
        Role::Lead => !reading.no_melody,
        _ => true,
    });
    for player in parts
        .iter_mut()
        .filter(|player| unwanted(player.instrument))
    {
        let others: &[&str] = match player.part.role {
            Role::Bass => &["sub bass", "electric bass", "synth bass"],
            Role::Lead => &["flute", "vibraphone", "synth lead"],
            _ => &["electric piano", "warm pad", "nylon guitar"],
        };
        if let Some(other) = others
            .iter()
            .map(|name| instrument::named(name))
            .find(|other| !unwanted(other))
        {
            player.instrument = other;
            fit_part(player, other);
        }
    }
    parts.retain(|player| !unwanted(player.instrument));
}
