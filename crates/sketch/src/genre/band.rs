//! Styles of a band on a stage.

use super::{DRUMMER_FILLS, Drums, Genre, Part, Role, SONG, Space, gm, part};
use crate::theory::{Mode, Stack};

pub(super) const GENRES: &[Genre] = &[BLUES, FUNK, REGGAE, ROCK, METAL];

const BLUES: Genre = Genre {
    name: "blues",
    words: &["blues", "delta blues", "shuffle", "gospel"],
    hints: &["soul"],
    bpm: (78.0, 108.0),
    modes: &[Mode::Mixolydian, Mode::Mixolydian, Mode::Dorian],
    stack: Stack::Seventh,
    major: &["17 17 17 17 47 47 17 17 57 47 17 57", "17 47 17 57"],
    minor: &["1 1 1 1 4 4 1 1 6M 57 1 57", "1 4 1 57"],
    pentatonic: true,
    rhythms: &[
        "x-x-x---x---....",
        "..x-x-x-x-------",
        "x---x-x-........",
        "x-x-x-x---......",
    ],
    parts: &[
        Part {
            reverb: 0.15,
            pan: -0.3,
            ..part(
                Role::Chords,
                "organ",
                &["C---------------", "....C-......C-..", "..C-..C-..C-..C-"],
                60,
            )
        },
        Part {
            level_db: 0.5,
            ..part(
                Role::Bass,
                "electric bass",
                &["R---3---5---3---", "R---3---5---w-a-"],
                36,
            )
        },
        Part {
            level_db: 1.0,
            reverb: 0.22,
            delay: 0.1,
            pan: 0.15,
            ..part(Role::Lead, "electric guitar", &[], 67)
        },
    ],
    drums: Some(Drums {
        kit: "studio kit",
        level_db: -0.5,
        reverb: 0.1,
        rows: &[
            (gm::KICK, ["", "X.......x.x.....", "X.....x.X.x..?.."]),
            (gm::SNARE, ["", "....X.......X..?", "....X..o....X.o."]),
            (
                gm::HAT,
                ["x...x...x...x...", "x.x.x.x.x.x.x.x.", "X.x.X.x.X.x.X.x."],
            ),
        ],
        fills: DRUMMER_FILLS,
    }),
    swing: 0.32,
    swing_grid: 2,
    loose_ms: 7.0,
    space: Space {
        decay: 1.4,
        echo: 4.0,
        vinyl: 0.0,
        tone: 15_000.0,
        glue: 0.4,
        air: 0.2,
    },
    names: SONG,
};

const FUNK: Genre = Genre {
    name: "funk",
    words: &["funk", "funky", "motown", "afrobeat"],
    hints: &["groove"],
    bpm: (98.0, 114.0),
    modes: &[Mode::Dorian, Mode::Mixolydian],
    stack: Stack::Ninth,
    major: &["17 17 47 17", "2 57 1 1", "17 b7M 47 17"],
    minor: &["1 47 1 47", "1 1 4 57", "6 57 1 1"],
    pentatonic: true,
    rhythms: &[
        "x-.xx-..x-.x....",
        "..x-x-.x..x-....",
        "x-x-..x-x---....",
        "x-.x..x-........",
    ],
    parts: &[
        Part {
            level_db: -1.0,
            reverb: 0.1,
            pan: -0.35,
            ..part(
                Role::Chords,
                "clean guitar",
                &["..c...c.....C...", "..C.c..C..C.c..C", "c.Cc.cC.c.Cc.cC."],
                64,
            )
        },
        Part {
            level_db: 1.0,
            ..part(
                Role::Bass,
                "electric bass",
                &["R..r....R..8..r.", "R..r..8.R.r8.5.a"],
                35,
            )
        },
        Part {
            level_db: -3.0,
            reverb: 0.12,
            pan: 0.3,
            from: 2,
            ..part(
                Role::Chords,
                "clavinet",
                &["....c..C....c..C", "C..c..C..c.C..c."],
                60,
            )
        },
        Part {
            level_db: -3.0,
            reverb: 0.2,
            pan: 0.05,
            from: 2,
            ..part(Role::Lead, "brass", &[], 69)
        },
    ],
    drums: Some(Drums {
        kit: "studio kit",
        level_db: 0.5,
        reverb: 0.06,
        rows: &[
            (gm::KICK, ["", "X.x...x...x..x..", "X.x...x..xx..x.."]),
            (gm::SNARE, ["", "....X..o.o..X..o", "....X..o.o.oX..o"]),
            (
                gm::HAT,
                ["x.x.x.x.x.x.x.x.", "XoxoXoxoXoxoXoxo", "XxxoXxxoXxxoXx.o"],
            ),
            (gm::OPEN_HAT, ["", "", "..............x."]),
        ],
        fills: DRUMMER_FILLS,
    }),
    swing: 0.1,
    swing_grid: 1,
    loose_ms: 4.0,
    space: Space {
        decay: 1.0,
        echo: 3.0,
        vinyl: 0.0,
        tone: 18_000.0,
        glue: 0.5,
        air: 0.1,
    },
    names: SONG,
};

const REGGAE: Genre = Genre {
    name: "reggae",
    words: &["reggae", "ska", "dancehall", "reggaeton"],
    hints: &["dub", "island"],
    bpm: (70.0, 84.0),
    modes: &[Mode::Major, Mode::Minor, Mode::Dorian],
    stack: Stack::Triad,
    major: &["1 4 1 5", "1 5 6 4", "2 5 1 1"],
    minor: &["1 4 1 7", "1 7 6 7", "1 1 4 4"],
    pentatonic: true,
    rhythms: &[
        "x-x-x---..x-x---",
        "..x-x-x-x-------",
        "x---..x-x---....",
        "x-x---..x-------",
    ],
    parts: &[
        Part {
            level_db: 0.0,
            reverb: 0.18,
            delay: 0.15,
            pan: -0.3,
            ..part(
                Role::Chords,
                "clean guitar",
                &["....C.......C...", "....C.c.....C.c."],
                65,
            )
        },
        Part {
            level_db: 2.0,
            ..part(
                Role::Bass,
                "electric bass",
                &["R-----r-8---5---", "R--r--3-5---..ra"],
                34,
            )
        },
        Part {
            level_db: -4.0,
            reverb: 0.15,
            pan: 0.3,
            from: 2,
            ..part(
                Role::Chords,
                "organ",
                &["..c...c...c...c.", "..cc..cc..cc..cc"],
                62,
            )
        },
        Part {
            level_db: -3.0,
            reverb: 0.3,
            delay: 0.35,
            pan: 0.1,
            from: 2,
            ..part(Role::Lead, "trumpet", &[], 70)
        },
    ],
    drums: Some(Drums {
        kit: "studio kit",
        level_db: 0.0,
        reverb: 0.12,
        rows: &[
            (gm::KICK, ["", "........X.......", "........X......."]),
            (gm::RIM, ["", "........X.....?.", "...o....X..o..o."]),
            (
                gm::HAT,
                ["x...x...x...x...", "x.x.x.x.x.x.x.x.", "x.xox.x.xox.x.xo"],
            ),
            (gm::OPEN_HAT, ["", "", "..............x."]),
        ],
        fills: DRUMMER_FILLS,
    }),
    swing: 0.16,
    swing_grid: 1,
    loose_ms: 5.0,
    space: Space {
        decay: 1.8,
        echo: 3.0,
        vinyl: 0.0,
        tone: 15_000.0,
        glue: 0.5,
        air: 0.1,
    },
    names: SONG,
};

const ROCK: Genre = Genre {
    name: "rock",
    words: &[
        "rock",
        "indie rock",
        "alternative",
        "grunge",
        "punk",
        "garage rock",
        "surf",
    ],
    hints: &["anthem"],
    bpm: (112.0, 142.0),
    modes: &[Mode::Minor, Mode::Major, Mode::Mixolydian],
    stack: Stack::Triad,
    major: &["1 5 6 4", "1 b7M 4 1", "1 4 6 5", "6 4 1 5"],
    minor: &["1 6 3 7", "1 6 7 1", "1 6 4 1"],
    pentatonic: true,
    rhythms: &[
        "x---x-x-x---x---",
        "x-x-x---..x-x---",
        "x-----x-x-------",
        "x---x---x-x-x---",
    ],
    parts: &[
        Part {
            level_db: 0.5,
            reverb: 0.1,
            pan: -0.75,
            from: 2,
            ..part(
                Role::Chords,
                "rhythm guitar",
                &["P---p-p-P---p-p-", "P-p-P-p-P-p-P-p-"],
                52,
            )
        },
        Part {
            level_db: 0.5,
            reverb: 0.1,
            pan: 0.75,
            from: 2,
            ..part(
                Role::Chords,
                "rhythm guitar",
                &["C---c-c-C---c-c-", "C-c-C-c-C-c-C-c-"],
                52,
            )
        },
        Part {
            level_db: 0.5,
            reverb: 0.18,
            pan: 0.3,
            ..part(
                Role::Arp,
                "clean guitar",
                &["1.2.3.4.3.2.3.2.", "1.3.2.3.4.3.2.3."],
                62,
            )
        },
        Part {
            level_db: 0.5,
            ..part(
                Role::Bass,
                "picked bass",
                &["R-------R-------", "R-r-r-r-R-r-r-r-", "R-r-r-r-R-r-5-a-"],
                34,
            )
        },
        Part {
            level_db: 0.0,
            reverb: 0.25,
            delay: 0.2,
            pan: -0.05,
            from: 3,
            ..part(Role::Lead, "lead guitar", &[], 69)
        },
    ],
    drums: Some(Drums {
        kit: "rock kit",
        level_db: 0.0,
        reverb: 0.12,
        rows: &[
            (gm::KICK, ["", "X.....x.X.x.....", "X.x...x.X.x...x."]),
            (gm::SNARE, ["", "....X.......X...", "....X.......X..o"]),
            (gm::HAT, ["x...x...x...x...", "x.x.x.x.x.x.x.x.", ""]),
            (gm::RIDE, ["", "", "X.x.X.x.X.x.X.x."]),
        ],
        fills: DRUMMER_FILLS,
    }),
    swing: 0.0,
    swing_grid: 1,
    loose_ms: 4.0,
    space: Space {
        decay: 1.5,
        echo: 4.0,
        vinyl: 0.0,
        tone: 18_000.0,
        glue: 0.6,
        air: 0.0,
    },
    names: SONG,
};

const METAL: Genre = Genre {
    name: "metal",
    words: &["metal", "heavy metal", "hard rock", "djent", "thrash"],
    hints: &[],
    bpm: (140.0, 172.0),
    modes: &[Mode::Phrygian, Mode::Minor, Mode::HarmonicMinor],
    stack: Stack::Triad,
    major: &["1 b7M 4 5", "1 1 4 5", "6 4 1 5"],
    minor: &["1 1 6 7", "1 6 1 7", "6 7 1 1"],
    pentatonic: false,
    rhythms: &[
        "x-x-x-x-x---x---",
        "x---x-x-x-x-x---",
        "x-----x-x-------",
        "x-x-x---x-x-x---",
    ],
    parts: &[
        Part {
            level_db: 1.5,
            reverb: 0.06,
            pan: -0.8,
            ..part(
                Role::Chords,
                "rhythm guitar",
                &["P---------------", "P.ppP.ppP.ppP.p.", "PpppPpppPpppP-P-"],
                45,
            )
        },
        Part {
            level_db: 1.5,
            reverb: 0.06,
            pan: 0.8,
            ..part(
                Role::Chords,
                "rhythm guitar",
                &["C---------------", "C.ppC.ppC.ppC.p.", "CpppCpppCpppC-C-"],
                45,
            )
        },
        Part {
            level_db: 0.5,
            from: 2,
            ..part(
                Role::Bass,
                "picked bass",
                &["R.rrR.rrR.rrR.r.", "RrrrRrrrRrrrR-8-"],
                33,
            )
        },
        Part {
            level_db: 0.0,
            reverb: 0.22,
            delay: 0.2,
            from: 3,
            ..part(Role::Lead, "lead guitar", &[], 71)
        },
    ],
    drums: Some(Drums {
        kit: "rock kit",
        level_db: 0.0,
        reverb: 0.08,
        rows: &[
            (gm::KICK, ["", "X.xxX.xxX.xxX.x.", "XxxxXxxxXxxxX.X."]),
            (gm::SNARE, ["", "....X.......X...", "....X.......X..."]),
            (gm::HAT, ["x...x...x...x...", "X...X...X...X...", ""]),
            (gm::RIDE, ["", "", "X...X...X...X..."]),
        ],
        fills: DRUMMER_FILLS,
    }),
    swing: 0.0,
    swing_grid: 1,
    loose_ms: 2.0,
    space: Space {
        decay: 1.2,
        echo: 3.0,
        vinyl: 0.0,
        tone: 18_000.0,
        glue: 0.7,
        air: 0.0,
    },
    names: SONG,
};
