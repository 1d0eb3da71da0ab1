//! Drum kits.

use super::{DRY, Insert, Instrument, Kit, Patch};
use crate::{
    genre::{Role, gm},
    synth::{
        drum::{NOTHING, Sound},
        filter::Pass,
    },
};

const KICK: Sound = Sound {
    tone: (50.0, 1.6, 0.03, 0.5, 1.0),
    noise: (Pass::Low, 3_000.0, 0.0, 0.02, 0.5),
    drive: 0.2,
    ..NOTHING
};
const SNARE: Sound = Sound {
    tone: (185.0, 0.5, 0.02, 0.22, 0.5),
    overtone: (1.78, 0.6),
    noise: (Pass::High, 1_500.0, 0.1, 0.3, 0.55),
    drive: 0.1,
    pan: 0.03,
    ..NOTHING
};
const CLAP: Sound = Sound {
    noise: (Pass::Band, 1_300.0, 0.55, 0.38, 1.3),
    hands: 4,
    ..NOTHING
};
const HAT: Sound = Sound {
    noise: (Pass::High, 8_000.0, 0.2, 0.09, 0.28),
    metal: (0.1, 0.9),
    pan: 0.22,
    ..NOTHING
};
const RIDE: Sound = Sound {
    tone: (520.0, 0.0, 0.01, 0.5, 0.05),
    overtone: (1.53, 0.9),
    noise: (Pass::High, 6_000.0, 0.1, 0.9, 0.1),
    metal: (1.3, 0.5),
    pan: -0.28,
    ..NOTHING
};

const KIT: Kit = Kit {
    kick: KICK,
    snare: SNARE,
    clap: CLAP,
    hat: HAT,
    ride: RIDE,
    tom: 90.0,
};

const fn row(
    name: &'static str,
    words: &'static [&'static str],
    trim_db: f32,
    drive: f32,
    kit: Kit,
) -> Instrument {
    Instrument {
        name,
        words,
        role: Role::Arp,
        range: (0, 127),
        trim_db,
        patch: Patch::Drums(kit),
        insert: Insert { drive, ..DRY },
    }
}

pub(super) const KITS: &[Instrument] = &[
    row(
        "studio kit",
        &["acoustic drums", "drum kit", "live drums", "real drums"],
        0.0,
        0.0,
        KIT,
    ),
    row(
        "rock kit",
        &["rock drums", "big drums"],
        0.0,
        0.05,
        Kit {
            kick: Sound {
                tone: (56.0, 1.8, 0.025, 0.42, 1.0),
                noise: (Pass::Low, 5_000.0, 0.0, 0.025, 0.8),
                ..KICK
            },
            snare: Sound {
                tone: (200.0, 0.5, 0.02, 0.26, 0.55),
                noise: (Pass::High, 1_200.0, 0.1, 0.42, 0.65),
                drive: 0.2,
                ..SNARE
            },
            ..KIT
        },
    ),
    row(
        "dusty kit",
        &["lo-fi drums", "lofi drums", "dusty drums"],
        0.0,
        0.12,
        Kit {
            kick: Sound {
                tone: (58.0, 1.1, 0.03, 0.34, 1.0),
                noise: (Pass::Low, 1_200.0, 0.0, 0.03, 0.5),
                ..KICK
            },
            snare: Sound {
                tone: (190.0, 0.4, 0.02, 0.18, 0.5),
                noise: (Pass::Band, 2_200.0, 0.0, 0.26, 0.9),
                ..SNARE
            },
            hat: Sound {
                noise: (Pass::Band, 6_500.0, 0.2, 0.07, 0.5),
                metal: (0.07, 0.4),
                ..HAT
            },
            ..KIT
        },
    ),
    row(
        "boom kit",
        &["boom bap drums", "hip hop drums"],
        0.0,
        0.15,
        Kit {
            kick: Sound {
                tone: (54.0, 1.4, 0.03, 0.5, 1.1),
                noise: (Pass::Low, 2_000.0, 0.0, 0.03, 0.7),
                ..KICK
            },
            snare: Sound {
                tone: (210.0, 0.5, 0.02, 0.2, 0.6),
                noise: (Pass::High, 1_000.0, 0.15, 0.3, 0.7),
                ..SNARE
            },
            ..KIT
        },
    ),
    row(
        "brush kit",
        &["brushes", "brushed drums", "jazz drums"],
        0.0,
        0.0,
        Kit {
            kick: Sound {
                tone: (62.0, 0.8, 0.03, 0.4, 0.8),
                noise: (Pass::Low, 900.0, 0.0, 0.03, 0.2),
                drive: 0.0,
                ..KICK
            },
            snare: Sound {
                tone: (195.0, 0.2, 0.02, 0.12, 0.2),
                noise: (Pass::Band, 3_500.0, 0.0, 0.3, 0.8),
                ..SNARE
            },
            ride: Sound {
                metal: (1.6, 0.55),
                ..RIDE
            },
            ..KIT
        },
    ),
    row(
        "909 kit",
        &[
            "909",
            "electronic drums",
            "drum machine",
            "four on the floor",
        ],
        0.0,
        0.06,
        Kit {
            kick: Sound {
                tone: (49.0, 2.3, 0.028, 0.55, 1.15),
                noise: (Pass::Low, 4_000.0, 0.0, 0.012, 0.5),
                drive: 0.35,
                ..KICK
            },
            hat: Sound {
                noise: (Pass::High, 8_500.0, 0.2, 0.1, 0.45),
                metal: (0.11, 1.3),
                ..HAT
            },
            snare: Sound {
                tone: (190.0, 0.8, 0.02, 0.2, 0.5),
                ..SNARE
            },
            ..KIT
        },
    ),
    row(
        "808 kit",
        &["808 drums", "trap drums"],
        0.0,
        0.04,
        Kit {
            kick: Sound {
                tone: (46.0, 1.6, 0.03, 0.9, 1.1),
                noise: (Pass::Low, 2_500.0, 0.0, 0.01, 0.3),
                drive: 0.25,
                ..KICK
            },
            snare: Sound {
                tone: (180.0, 0.2, 0.02, 0.16, 0.5),
                ..SNARE
            },
            clap: Sound {
                noise: (Pass::Band, 1_500.0, 0.5, 0.32, 1.5),
                ..CLAP
            },
            hat: Sound {
                noise: (Pass::High, 9_000.0, 0.2, 0.05, 0.1),
                metal: (0.07, 1.3),
                ..HAT
            },
            ..KIT
        },
    ),
    row(
        "gated kit",
        &["80s drums", "gated drums"],
        0.0,
        0.05,
        Kit {
            kick: Sound {
                tone: (52.0, 2.0, 0.03, 0.4, 1.1),
                ..KICK
            },
            snare: Sound {
                tone: (175.0, 0.6, 0.03, 0.3, 0.7),
                noise: (Pass::High, 900.0, 0.1, 0.55, 0.7),
                drive: 0.3,
                ..SNARE
            },
            tom: 100.0,
            ..KIT
        },
    ),
    row(
        "break kit",
        &["breaks", "breakbeats", "amen break"],
        0.0,
        0.14,
        Kit {
            kick: Sound {
                tone: (60.0, 1.6, 0.025, 0.3, 1.1),
                noise: (Pass::Low, 4_000.0, 0.0, 0.02, 0.6),
                ..KICK
            },
            snare: Sound {
                tone: (225.0, 0.6, 0.018, 0.2, 0.65),
                noise: (Pass::High, 1_600.0, 0.1, 0.28, 0.7),
                ..SNARE
            },
            ..KIT
        },
    ),
    row(
        "noise kit",
        &["8-bit drums"],
        -2.0,
        0.0,
        Kit {
            kick: Sound {
                tone: (58.0, 2.4, 0.02, 0.2, 1.0),
                noise: (Pass::Low, 6_000.0, 0.0, 0.03, 0.6),
                ..KICK
            },
            snare: Sound {
                tone: (190.0, 1.0, 0.02, 0.05, 0.3),
                noise: (Pass::High, 800.0, 0.0, 0.18, 0.8),
                ..SNARE
            },
            hat: Sound {
                noise: (Pass::High, 7_000.0, 0.0, 0.06, 0.5),
                ..NOTHING
            },
            ..KIT
        },
    ),
    row(
        "war drums",
        &[
            "taiko",
            "epic drums",
            "timpani",
            "war drums",
            "percussion",
            "orchestral percussion",
        ],
        0.0,
        0.05,
        Kit {
            kick: Sound {
                tone: (44.0, 0.9, 0.05, 1.3, 1.1),
                overtone: (1.59, 0.3),
                noise: (Pass::Low, 700.0, 0.0, 0.09, 1.2),
                ..KICK
            },
            snare: Sound {
                tone: (170.0, 0.3, 0.02, 0.2, 0.4),
                noise: (Pass::High, 1_100.0, 0.1, 0.26, 0.6),
                ..SNARE
            },
            tom: 66.0,
            ..KIT
        },
    ),
];

/// The sound of a General MIDI percussion key in a kit.
pub(super) fn sound(kit: &Kit, key: u8) -> Sound {
    match key {
        gm::KICK => kit.kick,
        gm::SNARE => kit.snare,
        gm::CLAP => kit.clap,
        gm::HAT => kit.hat,
        gm::OPEN_HAT => opened(kit.hat),
        gm::RIDE => kit.ride,
        gm::CRASH => Sound {
            noise: (Pass::High, 3_500.0, 0.05, 2.0, 0.4),
            metal: (2.2, 0.5),
            pan: 0.3,
            ..NOTHING
        },
        gm::LOW_TOM => tom(kit.tom, 0.2),
        gm::MID_TOM => tom(kit.tom * 1.4, 0.0),
        gm::HIGH_TOM => tom(kit.tom * 1.8, -0.2),
        gm::CONGA => Sound {
            tone: (230.0, 0.2, 0.02, 0.3, 0.8),
            noise: (Pass::Band, 1_600.0, 0.2, 0.03, 0.5),
            pan: -0.35,
            ..NOTHING
        },
        gm::RIM => Sound {
            tone: (820.0, 0.3, 0.004, 0.06, 0.45),
            overtone: (2.1, 0.6),
            noise: (Pass::Band, 2_600.0, 0.4, 0.03, 0.6),
            pan: -0.12,
            ..NOTHING
        },
        gm::TAMBOURINE => Sound {
            noise: (Pass::High, 7_500.0, 0.3, 0.18, 0.35),
            metal: (0.2, 0.5),
            hands: 2,
            pan: -0.3,
            ..NOTHING
        },
        _ => Sound {
            noise: (Pass::Band, 6_800.0, 0.1, 0.1, 0.5),
            pan: 0.35,
            ..NOTHING
        },
    }
}

fn opened(hat: Sound) -> Sound {
    let (pass, corner, resonance, _, level) = hat.noise;
    Sound {
        noise: (pass, corner, resonance, 0.5, level),
        metal: (0.55, hat.metal.1),
        ..hat
    }
}

fn tom(hz: f32, pan: f32) -> Sound {
    Sound {
        tone: (hz, 0.6, 0.05, 0.55, 0.9),
        overtone: (1.5, 0.25),
        noise: (Pass::Low, 2_000.0, 0.0, 0.05, 0.4),
        drive: 0.1,
        pan,
        ..NOTHING
    }
}
