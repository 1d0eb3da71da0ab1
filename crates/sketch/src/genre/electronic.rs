//! Styles made with machines.

use super::{
    CLUB, Drums, Genre, MACHINE_FILLS, PIECE, Part, Role, SOFT_FILLS, SONG, Space, gm, part,
};
use crate::theory::{Mode, Stack};

pub(super) const GENRES: &[Genre] = &[
    LO_FI,
    AMBIENT,
    HOUSE,
    TECHNO,
    TRANCE,
    SYNTHWAVE,
    DRUM_AND_BASS,
    HIP_HOP,
    TRAP,
    CHIPTUNE,
    POP,
];

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

const AMBIENT: Genre = Genre {
    name: "ambient",
    words: &["ambient", "meditation", "soundscape"],
    hints: &["drone", "new age", "sleep music", "spa music"],
    bpm: (56.0, 72.0),
    modes: &[Mode::Lydian, Mode::Major, Mode::Dorian],
    stack: Stack::Ninth,
    major: &["1 1 5 4", "4 1 2 6", "1 3 4 1"],
    minor: &["1 1 4 4", "6 7 1 1", "1 3 7 4"],
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

const HOUSE: Genre = Genre {
    name: "house",
    words: &["house", "deep house", "disco", "nu disco", "edm"],
    hints: &["dance", "garage", "club"],
    bpm: (118.0, 126.0),
    modes: &[Mode::Minor, Mode::Dorian, Mode::Minor],
    stack: Stack::Seventh,
    major: &["6 4 1 5", "2 5 3 6", "4 5 3 6"],
    minor: &["1 6 3 7", "1 4 6 5m", "6 7 1 1"],
    pentatonic: true,
    rhythms: &[
        "x--x--x-..x-x---",
        "..x-..x-x-......",
        "x-----x---x-----",
        "x--x--x---------",
    ],
    parts: &[
        Part {
            level_db: -1.0,
            reverb: 0.25,
            delay: 0.15,
            duck: 0.45,
            ..part(
                Role::Chords,
                "house piano",
                &["C..c....C..c....", "C..C..C...C..C..", "..C...C...C..C.c"],
                62,
            )
        },
        Part {
            duck: 0.5,
            from: 2,
            reverb: 0.02,
            ..part(
                Role::Bass,
                "synth bass",
                &["..R...R...R...R.", "R.r..8.R..R.r.8a"],
                34,
            )
        },
        Part {
            level_db: -8.0,
            reverb: 0.4,
            duck: 0.8,
            ..part(Role::Pad, "string pad", &["C---------------"], 65)
        },
        Part {
            level_db: -4.0,
            reverb: 0.3,
            delay: 0.3,
            pan: 0.15,
            from: 3,
            duck: 0.2,
            ..part(Role::Lead, "pluck synth", &[], 74)
        },
    ],
    drums: Some(Drums {
        kit: "909 kit",
        level_db: 0.5,
        reverb: 0.05,
        rows: &[
            (
                gm::KICK,
                ["X...X...X...X...", "X...X...X...X...", "X...X...X...X..o"],
            ),
            (gm::CLAP, ["", "....X.......X...", "....X.......X..."]),
            (gm::OPEN_HAT, ["", "..x...x...x...x.", "..X...X...X...X."]),
            (gm::HAT, ["", "x.o.x.o.x.o.x.oo", "xxooxxooxxooxxoo"]),
            (gm::SHAKER, ["", "", "o.x.o.x.o.x.o.x."]),
        ],
        fills: MACHINE_FILLS,
    }),
    swing: 0.08,
    swing_grid: 1,
    loose_ms: 1.5,
    space: Space {
        decay: 1.8,
        echo: 3.0,
        vinyl: 0.0,
        tone: 20_000.0,
        glue: 0.6,
        air: 0.9,
    },
    names: CLUB,
};

const TECHNO: Genre = Genre {
    name: "techno",
    words: &["techno", "minimal techno"],
    hints: &["acid", "industrial", "rave", "warehouse"],
    bpm: (126.0, 136.0),
    modes: &[Mode::Phrygian, Mode::Minor, Mode::Minor],
    stack: Stack::Triad,
    major: &["1 1 1 1", "1 1 4 1", "1 6 1 5"],
    minor: &["1 1 1 1", "1 1 2M 1", "1 1 6 7"],
    pentatonic: true,
    rhythms: &[
        "x..x..x...x..x..",
        "..x...x...x...x.",
        "x-----x-----x---",
        "....x-......x-..",
    ],
    parts: &[
        Part {
            level_db: -2.0,
            delay: 0.35,
            reverb: 0.25,
            duck: 0.4,
            from: 2,
            ..part(
                Role::Chords,
                "stab synth",
                &["...C......C.....", "..C..c....C..c.."],
                58,
            )
        },
        Part {
            duck: 0.35,
            delay: 0.06,
            ..part(
                Role::Bass,
                "acid bass",
                &["rrRrr8rrRrr.r8ra", "rRr8rrR.r8rrR8ra"],
                36,
            )
        },
        Part {
            level_db: -9.0,
            reverb: 0.5,
            duck: 0.85,
            ..part(Role::Pad, "dark pad", &["C---------------"], 55)
        },
        Part {
            level_db: -7.0,
            reverb: 0.3,
            delay: 0.45,
            pan: 0.25,
            from: 3,
            ..part(Role::Lead, "pluck synth", &[], 70)
        },
    ],
    drums: Some(Drums {
        kit: "909 kit",
        level_db: 1.5,
        reverb: 0.08,
        rows: &[
            (
                gm::KICK,
                ["X...X...X...X...", "X...X...X...X...", "X...X...X...X..x"],
            ),
            (gm::CLAP, ["", "....x.......x...", "....X.......X..o"]),
            (
                gm::HAT,
                ["..x...x...x...x.", "ooxooo.xooxoooxo", "oxXxoxXxoxXxoxXx"],
            ),
            (gm::OPEN_HAT, ["", "..x...x...x...x.", "..X...X...X...X."]),
            (gm::RIM, ["", "...o..o....o..o.", "...x..x...x..x.o"]),
        ],
        fills: MACHINE_FILLS,
    }),
    swing: 0.0,
    swing_grid: 1,
    loose_ms: 0.8,
    space: Space {
        decay: 2.4,
        echo: 3.0,
        vinyl: 0.0,
        tone: 20_000.0,
        glue: 0.7,
        air: 0.7,
    },
    names: CLUB,
};

const TRANCE: Genre = Genre {
    name: "trance",
    words: &["trance", "eurodance"],
    hints: &["progressive", "festival"],
    bpm: (132.0, 140.0),
    modes: &[Mode::Minor],
    stack: Stack::Triad,
    major: &["6 4 1 5", "1 5 6 4", "4 5 6 1"],
    minor: &["1 6 3 7", "6 7 1 1", "1 3 7 4"],
    pentatonic: false,
    rhythms: &[
        "x--x--x-x--x--x-",
        "x-----x---x-x---",
        "x--x--x---------",
        "x---x-x---x-----",
    ],
    parts: &[
        Part {
            level_db: -2.0,
            reverb: 0.3,
            delay: 0.2,
            duck: 0.7,
            from: 2,
            ..part(
                Role::Chords,
                "supersaw",
                &["C--C--C-C--C--C-", "C--C--C-C--C--C-"],
                65,
            )
        },
        Part {
            duck: 0.3,
            ..part(
                Role::Bass,
                "synth bass",
                &["..r...r...r...r.", ".rRr.rRr.rRr.r8r"],
                34,
            )
        },
        Part {
            level_db: -6.0,
            reverb: 0.35,
            delay: 0.35,
            duck: 0.3,
            pan: -0.2,
            ..part(
                Role::Arp,
                "pluck synth",
                &["1.2.3.2.4.3.2.3.", "1321432143214321"],
                74,
            )
        },
        Part {
            level_db: -2.0,
            reverb: 0.4,
            delay: 0.35,
            duck: 0.3,
            from: 3,
            ..part(Role::Lead, "synth lead", &[], 76)
        },
        Part {
            level_db: -8.0,
            reverb: 0.5,
            duck: 0.8,
            ..part(Role::Pad, "string pad", &["C---------------"], 62)
        },
    ],
    drums: Some(Drums {
        kit: "909 kit",
        level_db: 1.0,
        reverb: 0.06,
        rows: &[
            (gm::KICK, ["", "X...X...X...X...", "X...X...X...X..."]),
            (gm::CLAP, ["", "....X.......X...", "....X.......X..."]),
            (
                gm::OPEN_HAT,
                ["..o...o...o...o.", "..x...x...x...x.", "..X...X...X...X."],
            ),
            (gm::HAT, ["", "xooox.oox.ooxooo", "xoxoxoxoxoxoxoxo"]),
        ],
        fills: MACHINE_FILLS,
    }),
    swing: 0.0,
    swing_grid: 1,
    loose_ms: 0.8,
    space: Space {
        decay: 2.8,
        echo: 3.0,
        vinyl: 0.0,
        tone: 20_000.0,
        glue: 0.6,
        air: 0.7,
    },
    names: CLUB,
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

const DRUM_AND_BASS: Genre = Genre {
    name: "drum and bass",
    words: &[
        "drum and bass",
        "drum & bass",
        "drum n bass",
        "dnb",
        "d&b",
        "jungle",
        "breakbeat",
    ],
    hints: &["liquid"],
    bpm: (170.0, 176.0),
    modes: &[Mode::Minor, Mode::Dorian],
    stack: Stack::Ninth,
    major: &["4 4 1 1", "6 6 4 5", "2 2 6 6"],
    minor: &["1 1 6 6", "6 6 7 1", "1 1 4 5m"],
    pentatonic: true,
    rhythms: &[
        "x-----x---------",
        "....x-----x-----",
        "x---x---x-------",
        "x-------x-----x-",
    ],
    parts: &[
        Part {
            level_db: -3.0,
            reverb: 0.45,
            duck: 0.3,
            ..part(Role::Pad, "warm pad", &["C---------------"], 64)
        },
        Part {
            level_db: 0.5,
            duck: 0.2,
            from: 2,
            ..part(
                Role::Bass,
                "reese bass",
                &["R---------r-8---", "R-----R---r-5-8-"],
                32,
            )
        },
        Part {
            level_db: -5.0,
            reverb: 0.35,
            delay: 0.4,
            pan: -0.2,
            ..part(
                Role::Chords,
                "electric piano",
                &["C-------........", "C-----....C---.."],
                66,
            )
        },
        Part {
            level_db: -4.0,
            reverb: 0.5,
            delay: 0.35,
            pan: 0.2,
            from: 3,
            ..part(Role::Lead, "flute", &[], 76)
        },
    ],
    drums: Some(Drums {
        kit: "break kit",
        level_db: 1.0,
        reverb: 0.08,
        rows: &[
            (gm::KICK, ["", "X.........X.....", "X.........X....?"]),
            (gm::SNARE, ["", "....X..o.o..X..o", "....X..o.oo.X.oo"]),
            (
                gm::HAT,
                ["x.x.x.x.x.x.x.x.", "x.x.x.x.x.x.x.x.", "xox.xoxoxox.xoxo"],
            ),
            (gm::RIDE, ["", "", "x.x.x.x.x.x.x.x."]),
        ],
        fills: &[
            &[(gm::SNARE, "x.xx.xXX")],
            &[(gm::SNARE, "X..X..Xx"), (gm::KICK, ".x..x...")],
            &[(gm::SNARE, "xxxxXXXX")],
        ],
    }),
    swing: 0.06,
    swing_grid: 1,
    loose_ms: 2.5,
    space: Space {
        decay: 3.0,
        echo: 3.0,
        vinyl: 0.0,
        tone: 20_000.0,
        glue: 0.6,
        air: 0.0,
    },
    names: CLUB,
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
    minor: &["1 6 7 1", "1 3 7 4", "6 7 1 1"],
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
