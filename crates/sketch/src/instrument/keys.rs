//! Keys and what is struck.

use super::{DRY, Insert, Instrument, Patch};
use crate::{
    genre::Role,
    synth::{keys::KeysPatch, struck::StruckPatch},
};

/// A piano string's partials; the doubled first two beat as a pair of strings does.
const PIANO: &[(f32, f32, f32)] = &[
    (1.0, 0.75, 1.0),
    (1.0008, 0.4, 1.5),
    (2.0, 0.6, 0.8),
    (2.0012, 0.25, 1.1),
    (3.0, 0.42, 0.65),
    (4.0, 0.3, 0.5),
    (5.0, 0.22, 0.42),
    (6.0, 0.16, 0.36),
    (7.0, 0.08, 0.3),
    (8.0, 0.09, 0.26),
    (9.0, 0.06, 0.22),
    (10.0, 0.05, 0.2),
];
const BELL: &[(f32, f32, f32)] = &[
    (1.0, 0.6, 1.0),
    (2.0, 0.3, 0.7),
    (2.76, 0.3, 0.5),
    (3.01, 0.12, 0.6),
    (5.4, 0.2, 0.25),
    (8.93, 0.1, 0.12),
];
const BAR: &[(f32, f32, f32)] = &[(1.0, 0.8, 1.0), (4.0, 0.25, 0.35), (10.0, 0.12, 0.08)];
const TINE: &[(f32, f32, f32)] = &[
    (1.0, 0.8, 1.0),
    (2.0, 0.1, 0.6),
    (6.27, 0.2, 0.12),
    (10.1, 0.08, 0.06),
];

const STRUCK: StruckPatch = StruckPatch {
    partials: PIANO,
    stiffness: 0.0004,
    ring: 9.0,
    slope: 0.75,
    hardness: 0.5,
    thump: 1.2,
    damp: 0.22,
};

pub(super) const KEYS: &[Instrument] = &[
    Instrument {
        name: "piano",
        words: &["piano", "grand piano", "upright piano", "pianos"],
        role: Role::Chords,
        range: (28, 100),
        trim_db: 2.0,
        patch: Patch::Struck(STRUCK),
        insert: Insert {
            low_cut: 30.0,
            ..DRY
        },
    },
    Instrument {
        name: "house piano",
        words: &[],
        role: Role::Chords,
        range: (40, 96),
        trim_db: 2.0,
        patch: Patch::Struck(StruckPatch {
            hardness: 0.9,
            ring: 5.0,
            damp: 0.1,
            ..STRUCK
        }),
        insert: Insert {
            chorus: 0.3,
            low_cut: 160.0,
            ..DRY
        },
    },
    Instrument {
        name: "electric piano",
        words: &[
            "electric piano",
            "rhodes",
            "wurlitzer",
            "e-piano",
            "epiano",
            "keys",
            "keyboard",
        ],
        role: Role::Chords,
        range: (36, 96),
        trim_db: -1.0,
        patch: Patch::Keys(KeysPatch {
            ratio: 1.0,
            depth: 0.3,
            depth_fall: 2.2,
            tine_ratio: 14.0,
            tine: 0.16,
            ring: 7.0,
            damp: 0.2,
        }),
        insert: Insert {
            chorus: 0.55,
            low_cut: 80.0,
            ..DRY
        },
    },
    Instrument {
        name: "vibraphone",
        words: &["vibraphone", "vibes", "marimba", "xylophone"],
        role: Role::Lead,
        range: (53, 96),
        trim_db: 0.5,
        patch: Patch::Struck(StruckPatch {
            partials: BAR,
            stiffness: 0.0,
            ring: 5.0,
            slope: 0.5,
            hardness: 0.3,
            thump: 0.4,
            damp: 0.5,
        }),
        insert: Insert {
            chorus: 0.2,
            low_cut: 120.0,
            ..DRY
        },
    },
    Instrument {
        name: "kalimba",
        words: &["kalimba", "music box", "mbira", "thumb piano", "celesta"],
        role: Role::Arp,
        range: (55, 96),
        trim_db: 1.0,
        patch: Patch::Struck(StruckPatch {
            partials: TINE,
            stiffness: 0.0,
            ring: 2.6,
            slope: 0.5,
            hardness: 0.3,
            thump: 0.8,
            damp: 1.0,
        }),
        insert: Insert {
            chorus: 0.2,
            low_cut: 120.0,
            ..DRY
        },
    },
    Instrument {
        name: "bell",
        words: &["bell", "bells", "glockenspiel", "chimes", "tubular bells"],
        role: Role::Lead,
        range: (55, 100),
        trim_db: -1.0,
        patch: Patch::Struck(StruckPatch {
            partials: BELL,
            stiffness: 0.0,
            ring: 6.0,
            slope: 0.4,
            hardness: 0.3,
            thump: 0.2,
            damp: 2.0,
        }),
        insert: Insert {
            chorus: 0.35,
            low_cut: 150.0,
            ..DRY
        },
    },
];
