//! Styles built on a beat.

use super::{Drums, Genre, MACHINE_FILLS, Part, Role, SOFT_FILLS, SONG, Space, gm, part};
use crate::theory::{Mode, Stack};

pub(super) const GENRES: &[Genre] = &[LO_FI, HIP_HOP, TRAP, POP];

const LO_FI: Genre = Genre {
    name: "lo-fi",
    words: &[
        "lo-fi",
        "lofi",
        "lo fi",
        "chillhop",
        "study beats",
        "chill beats",
    ],
    hints: &["chill"],
    bpm: (72.0, 86.0),
    modes: &[Mode::Major, Mode::Dorian, Mode::Minor],
    stack: Stack::Ninth,
    major: &["4 3 2 1", "2 5 1 67", "1 6 2 5", "4 37 6 2/5"],
    minor: &["1 4 7 3", "6 5 1 1", "1 6 4 5m", "4 5m 1 1/7"],
    pentatonic: true,
    rhythms: &[
        "..x-x-x---..x---",
        "....x-x-..x-----",
        "x---..x-x-......",
        "x-x-..x---......",
    ],
    parts: &[
        Part {
            reverb: 0.25,
            ..part(
                Role::Chords,
                "electric piano",
                &["C-------------..", "C-----.c----..c-", "C----.c-..C---c-"],
                61,
            )
        },
        Part {
            level_db: 1.0,
            reverb: 0.02,
            from: 2,
            ..part(
                Role::Bass,
                "electric bass",
                &["R-----..r---5-..", "R----.r-..5-8-a-"],
                36,
            )
        },
        Part {
            level_db: -3.0,
            reverb: 0.35,
            delay: 0.25,
            pan: 0.2,
            from: 2,
            ..part(Role::Lead, "vibraphone", &[], 74)
        },
        Part {
            level_db: -9.0,
            reverb: 0.4,
            pan: -0.2,
            ..part(Role::Pad, "warm pad", &["C---------------"], 64)
        },
    ],
    drums: Some(Drums {
        kit: "dusty kit",
        level_db: 0.0,
        reverb: 0.06,
        rows: &[
            (gm::KICK, ["", "X......x..x.....", "X......x..X..?.."]),
            (gm::SNARE, ["", "....X..?....X...", "....X..o.o..X..o"]),
            (
                gm::HAT,
                ["x.x.x.x.x.x.x.x.", "x.x.x.x.x.x.x.xo", "x.xox.x.xox.x.xo"],
            ),
        ],
        fills: SOFT_FILLS,
    }),
    swing: 0.24,
    swing_grid: 1,
    loose_ms: 9.0,
    space: Space {
        decay: 1.6,
        echo: 3.0,
        vinyl: 0.7,
        tone: 9_000.0,
        glue: 0.7,
        air: 0.0,
    },
    names: SONG,
};

const HIP_HOP: Genre = Genre {
    name: "hip hop",
    words: &[
        "hip hop",
        "hip-hop",
        "hiphop",
        "boom bap",
        "rap",
        "beat tape",
        "r&b",
        "rnb",
        "neo soul",
    ],
    hints: &[],
    bpm: (84.0, 96.0),
    modes: &[Mode::Minor, Mode::Dorian],
    stack: Stack::Seventh,
    major: &["4 3 2 1", "1 6 2 5", "6 5 4 3"],
    minor: &["1 6 4 5m", "1 4 1 7", "6 5m 4 1"],
    pentatonic: true,
    rhythms: &[
        "..x-x---..x-x---",
        "x-....x-x---....",
        "x--x--x-........",
        "....x-x-x-------",
    ],
    parts: &[
        Part {
            level_db: -1.0,
            reverb: 0.15,
            ..part(
                Role::Chords,
                "electric piano",
                &["C-------..c-----", "C----.....c-..C-"],
                60,
            )
        },
        Part {
            level_db: 1.0,
            from: 2,
            ..part(
                Role::Bass,
                "electric bass",
                &["R--...r-..8-5-..", "R-..r-..R-.r8.5a"],
                35,
            )
        },
        Part {
            level_db: -5.0,
            reverb: 0.25,
            pan: 0.25,
            from: 2,
            ..part(Role::Lead, "trumpet", &[], 70)
        },
        Part {
            level_db: -9.0,
            reverb: 0.3,
            pan: -0.2,
            ..part(Role::Pad, "string pad", &["C---------------"], 67)
        },
    ],
    drums: Some(Drums {
        kit: "boom kit",
        level_db: 1.5,
        reverb: 0.05,
        rows: &[
            (gm::KICK, ["", "X..x......X..?..", "X..x...x..X....x"]),
            (gm::SNARE, ["", "....X.......X..o", "....X..o.o..X..o"]),
            (
                gm::HAT,
                ["x.x.x.x.x.x.x.x.", "x.x.x.xox.x.x.x.", "xox.x.xox.xox.xo"],
            ),
            (gm::OPEN_HAT, ["", "", "......x........."]),
        ],
        fills: MACHINE_FILLS,
    }),
    swing: 0.18,
    swing_grid: 1,
    loose_ms: 6.0,
    space: Space {
        decay: 1.3,
        echo: 3.0,
        vinyl: 0.3,
        tone: 14_000.0,
        glue: 0.7,
        air: 0.2,
    },
    names: SONG,
};

const TRAP: Genre = Genre {
    name: "trap",
    words: &["trap", "drill", "phonk"],
    hints: &["808s"],
    bpm: (132.0, 148.0),
    modes: &[Mode::Minor, Mode::HarmonicMinor, Mode::Phrygian],
    stack: Stack::Triad,
    major: &["6 6 4 5", "1 1 6 5", "6 4 1 5"],
    minor: &["1 1 6 5m", "1 1 2M 1", "1 6 1 7"],
    pentatonic: false,
    rhythms: &[
        "x---x---x---x---",
        "x-----x---..x---",
        "x---x-----------",
        "x-------x---x---",
    ],
    parts: &[
        Part {
            level_db: -2.0,
            reverb: 0.35,
            delay: 0.2,
            pan: -0.1,
            ..part(
                Role::Arp,
                "bell",
                &["1...2...3...2...", "1..3..2.1..3..4."],
                72,
            )
        },
        Part {
            level_db: -8.0,
            reverb: 0.5,
            ..part(Role::Pad, "dark pad", &["C---------------"], 60)
        },
        Part {
            level_db: 2.0,
            from: 2,
            ..part(
                Role::Bass,
                "808 bass",
                &["R---------r-....", "R-----R---r-..8-"],
                33,
            )
        },
        Part {
            level_db: -4.0,
            reverb: 0.4,
            delay: 0.3,
            pan: 0.15,
            from: 3,
            ..part(Role::Lead, "flute", &[], 74)
        },
    ],
    drums: Some(Drums {
        kit: "808 kit",
        level_db: 0.5,
        reverb: 0.05,
        rows: &[
            (gm::KICK, ["", "X.........x.....", "X.....x...x..x.."]),
            (gm::CLAP, ["", "........X.......", "........X......o"]),
            (
                gm::HAT,
                ["x...x...x...x...", "x.x.x.x.x.x.xxx.", "x.x.xxx.x.xxx.xx"],
            ),
            (gm::OPEN_HAT, ["", "", "......x........."]),
        ],
        fills: MACHINE_FILLS,
    }),
    swing: 0.0,
    swing_grid: 1,
    loose_ms: 1.5,
    space: Space {
        decay: 2.2,
        echo: 3.0,
        vinyl: 0.0,
        tone: 18_000.0,
        glue: 0.6,
        air: 0.8,
    },
    names: SONG,
};

const POP: Genre = Genre {
    name: "pop",
    words: &["pop", "indie pop", "electropop"],
    hints: &["radio", "summer hit", "commercial", "corporate"],
    bpm: (98.0, 120.0),
    modes: &[Mode::Major, Mode::Major, Mode::Minor],
    stack: Stack::Triad,
    major: &["1 5 6 4", "4 1 5 6", "6 4 1 5", "1 3 4 5"],
    minor: &["1 6 3 7", "6 7 1 3", "1 7 6 7"],
    pentatonic: true,
    rhythms: &[
        "x-x-x---x-x-x---",
        "..x-x-x---x-x---",
        "x---x-x---x-----",
        "x-------x-x-x---",
    ],
    parts: &[
        Part {
            level_db: -1.0,
            reverb: 0.2,
            duck: 0.2,
            ..part(
                Role::Chords,
                "piano",
                &["C-------C-------", "C---C---C---C-c-", "C--C--C-C--C--C-"],
                62,
            )
        },
        Part {
            duck: 0.25,
            from: 2,
            ..part(
                Role::Bass,
                "synth bass",
                &["R-----r-R-----r-", "R-r.R-r.R-r.8-ra"],
                34,
            )
        },
        Part {
            level_db: -7.0,
            reverb: 0.4,
            duck: 0.5,
            from: 2,
            ..part(Role::Pad, "supersaw", &["C---------------"], 66)
        },
        Part {
            level_db: -7.0,
            reverb: 0.3,
            delay: 0.3,
            pan: -0.35,
            from: 2,
            ..part(
                Role::Arp,
                "pluck synth",
                &["1.3.2.3.1.3.2.3.", "1.323.1.321.3.23"],
                72,
            )
        },
        Part {
            level_db: -3.0,
            reverb: 0.3,
            delay: 0.25,
            pan: 0.1,
            from: 2,
            ..part(Role::Lead, "synth lead", &[], 74)
        },
    ],
    drums: Some(Drums {
        kit: "studio kit",
        level_db: 0.5,
        reverb: 0.08,
        rows: &[
            (gm::KICK, ["", "X.....x.X.......", "X.....x.X...x..."]),
            (gm::SNARE, ["", "....X.......X...", "....X.......X..o"]),
            (gm::CLAP, ["", "", "....X.......X..."]),
            (
                gm::HAT,
                ["x...x...x...x...", "x.x.x.x.x.x.x.x.", "xoxoxoxoxoxoxoxo"],
            ),
            (gm::TAMBOURINE, ["", "", "..x...x...x...x."]),
        ],
        fills: MACHINE_FILLS,
    }),
    swing: 0.0,
    swing_grid: 1,
    loose_ms: 2.5,
    space: Space {
        decay: 1.9,
        echo: 3.0,
        vinyl: 0.0,
        tone: 20_000.0,
        glue: 0.6,
        air: 0.9,
    },
    names: SONG,
};
