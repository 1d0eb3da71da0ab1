//! Styles made of synthesizers.

use super::{Drums, Genre, MACHINE_FILLS, PIECE, Part, Role, SONG, Space, gm, part};
use crate::theory::{Mode, Stack};

pub(super) const GENRES: &[Genre] = &[AMBIENT, SYNTHWAVE, CHIPTUNE];

const AMBIENT: Genre = Genre {
    name: "ambient",
    words: &["ambient", "meditation", "soundscape"],
    hints: &["drone", "new age", "sleep music", "spa music"],
    bpm: (56.0, 72.0),
    modes: &[Mode::Lydian, Mode::Major, Mode::Dorian],
    stack: Stack::Ninth,
    major: &["1M 16 5 4", "4 1M 2 1M", "1M 3 4 1M"],
    minor: &["1m 1m 4 4", "6 7 1m 1m", "1m 3 7 1m"],
    pentatonic: true,
    rhythms: &[
        "x-------......x-",
        "....x-----------",
        "x-----..x-------",
        "x-------x-------",
    ],
    parts: &[
        Part {
            reverb: 0.5,
            ..part(Role::Pad, "warm pad", &["C---------------"], 60)
        },
        Part {
            level_db: -5.0,
            reverb: 0.6,
            from: 2,
            ..part(Role::Pad, "choir pad", &["C---------------"], 67)
        },
        Part {
            level_db: -2.0,
            reverb: 0.2,
            ..part(Role::Bass, "sub bass", &["R---------------"], 34)
        },
        Part {
            level_db: -6.0,
            reverb: 0.6,
            delay: 0.5,
            pan: -0.3,
            from: 2,
            ..part(
                Role::Arp,
                "kalimba",
                &["..1...3.....2...", "1.....3..2....4."],
                70,
            )
        },
        Part {
            level_db: -5.0,
            reverb: 0.7,
            delay: 0.5,
            pan: 0.2,
            ..part(Role::Lead, "bell", &[], 76)
        },
    ],
    drums: None,
    swing: 0.0,
    swing_grid: 1,
    loose_ms: 18.0,
    space: Space {
        decay: 5.5,
        echo: 6.0,
        vinyl: 0.0,
        tone: 14_000.0,
        glue: 0.2,
        air: 0.8,
    },
    names: PIECE,
};

const SYNTHWAVE: Genre = Genre {
    name: "synthwave",
    words: &[
        "synthwave",
        "retrowave",
        "outrun",
        "vaporwave",
        "synth pop",
        "synthpop",
        "new wave",
    ],
    hints: &["80s", "neon"],
    bpm: (84.0, 112.0),
    modes: &[Mode::Minor, Mode::Minor, Mode::Dorian],
    stack: Stack::Triad,
    major: &["1 5 6 4", "4 5 6 6", "6 4 1 5"],
    minor: &["1 6 3 7", "6 7 1 1", "1 3 7 4", "4 6 1 7"],
    pentatonic: false,
    rhythms: &[
        "x---x---x-x-x---",
        "x-------..x-x---",
        "x---..x-x---x---",
        "x-------x---x---",
    ],
    parts: &[
        Part {
            level_db: -3.0,
            reverb: 0.35,
            duck: 0.4,
            ..part(Role::Pad, "string pad", &["C---------------"], 63)
        },
        Part {
            level_db: 0.5,
            duck: 0.3,
            ..part(
                Role::Bass,
                "saw bass",
                &["r.r.r.r.r.r.r.r.", "R.r.8.r.R.r.8.r.", "RrrrRrr8RrrrRr8a"],
                34,
            )
        },
        Part {
            level_db: -7.0,
            reverb: 0.3,
            delay: 0.35,
            pan: -0.3,
            ..part(
                Role::Arp,
                "pluck synth",
                &["1.2.3.4.3.2.1.2.", "1234321234323432"],
                70,
            )
        },
        Part {
            level_db: -3.0,
            reverb: 0.35,
            delay: 0.35,
            pan: 0.1,
            from: 2,
            ..part(Role::Lead, "synth lead", &[], 74)
        },
        Part {
            level_db: -6.0,
            reverb: 0.3,
            pan: 0.25,
            from: 3,
            ..part(
                Role::Chords,
                "brass synth",
                &["C-....C-..C-....", "C-....C-..C-..c-"],
                60,
            )
        },
    ],
    drums: Some(Drums {
        kit: "gated kit",
        level_db: 0.5,
        reverb: 0.14,
        rows: &[
            (gm::KICK, ["", "X.......X.x.....", "X.......X.x...x."]),
            (gm::SNARE, ["", "....X.......X...", "....X.......X..."]),
            (
                gm::HAT,
                ["x...x...x...x...", "x.x.x.x.x.x.x.x.", "xoxoxoxoxoxoxoxo"],
            ),
            (gm::OPEN_HAT, ["", "", "..............x."]),
        ],
        fills: &[
            &[
                (gm::HIGH_TOM, "x.x....."),
                (gm::MID_TOM, "....x.x."),
                (gm::SNARE, "......XX"),
            ],
            &[(gm::SNARE, "x.xxXXXX")],
            &[
                (gm::HIGH_TOM, "xx......"),
                (gm::MID_TOM, "..xx...."),
                (gm::LOW_TOM, "....xxXX"),
            ],
        ],
    }),
    swing: 0.0,
    swing_grid: 1,
    loose_ms: 2.0,
    space: Space {
        decay: 2.6,
        echo: 3.0,
        vinyl: 0.0,
        tone: 18_000.0,
        glue: 0.5,
        air: 0.2,
    },
    names: SONG,
};

const CHIPTUNE: Genre = Genre {
    name: "chiptune",
    words: &[
        "chiptune",
        "chip tune",
        "8-bit",
        "8 bit",
        "8bit",
        "retro game",
        "nintendo",
    ],
    hints: &["video game", "arcade"],
    bpm: (128.0, 160.0),
    modes: &[Mode::Major, Mode::Minor, Mode::Mixolydian],
    stack: Stack::Triad,
    major: &["1 4 5 1", "6 4 5 1", "1 b7M 4 1"],
    minor: &["1 6 7 1", "1 4 5M 1", "6 7 1 1"],
    pentatonic: false,
    rhythms: &[
        "x-x-x-x-x---x---",
        "x--x--x-x-x-x---",
        "x-x-x---x-x-x---",
        "x---x-x-x-------",
    ],
    parts: &[
        Part {
            level_db: -5.0,
            reverb: 0.06,
            pan: -0.3,
            ..part(
                Role::Arp,
                "square arp",
                &["1.2.3.2.1.2.3.2.", "1234123412341234"],
                67,
            )
        },
        Part {
            level_db: 1.5,
            ..part(
                Role::Bass,
                "triangle bass",
                &["R.r.8.r.R.r.8.r.", "RrR8rRr8RrR8rRra"],
                38,
            )
        },
        Part {
            level_db: -1.0,
            reverb: 0.08,
            delay: 0.2,
            pan: 0.15,
            ..part(Role::Lead, "square lead", &[], 76)
        },
    ],
    drums: Some(Drums {
        kit: "noise kit",
        level_db: -1.0,
        reverb: 0.0,
        rows: &[
            (gm::KICK, ["", "X...X...X...X...", "X..xX...X.x.X..."]),
            (gm::SNARE, ["", "....X.......X...", "....X..o....X.xx"]),
            (
                gm::HAT,
                ["..x...x...x...x.", "x.x.x.x.x.x.x.x.", "xoxoxoxoxoxoxoxo"],
            ),
        ],
        fills: MACHINE_FILLS,
    }),
    swing: 0.0,
    swing_grid: 1,
    loose_ms: 0.0,
    space: Space {
        decay: 0.6,
        echo: 3.0,
        vinyl: 0.0,
        tone: 20_000.0,
        glue: 0.3,
        air: 0.0,
    },
    names: PIECE,
};
