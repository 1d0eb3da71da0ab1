//! Styles of wood and air.

use super::{
    DRUMMER_FILLS, Drums, Genre, PIECE, Part, Role, SOFT_FILLS, SONG, Space, TUNE, gm, part,
};
use crate::theory::{Mode, Stack};

pub(super) const GENRES: &[Genre] = &[JAZZ, BOSSA_NOVA, FOLK, CINEMATIC, CLASSICAL];

const JAZZ: Genre = Genre {
    name: "jazz",
    words: &[
        "jazz",
        "swing",
        "bebop",
        "big band",
        "jazz trio",
        "smooth jazz",
    ],
    hints: &["noir", "lounge"],
    bpm: (104.0, 138.0),
    modes: &[Mode::Major, Mode::Major, Mode::Dorian],
    stack: Stack::Seventh,
    major: &["2 5 1 67", "1 67 2 5", "4 b77 3 67", "3 67 2 5"],
    minor: &["2 57 1 1", "1 6 2 57", "4 b77 3 6/57"],
    pentatonic: false,
    rhythms: &[
        "x-x-x-x---..x-x-",
        "..x-x-x-x---x---",
        "x---..x-x-x-x---",
        "x-x---..x-------",
    ],
    parts: &[
        Part {
            level_db: -1.5,
            reverb: 0.2,
            pan: -0.2,
            ..part(
                Role::Chords,
                "piano",
                &["..C---....C-....", "C-....C---....c-", "..C-..c-..C---c-"],
                61,
            )
        },
        Part {
            level_db: 1.0,
            reverb: 0.06,
            ..part(
                Role::Bass,
                "upright bass",
                &["R-------w---w---", "R---w---w---a---"],
                38,
            )
        },
        Part {
            reverb: 0.28,
            pan: 0.15,
            from: 2,
            ..part(Role::Lead, "saxophone", &[], 70)
        },
    ],
    drums: Some(Drums {
        kit: "brush kit",
        level_db: -2.0,
        reverb: 0.16,
        rows: &[
            (
                gm::RIDE,
                ["x...x...x...x...", "X...x.x.X...x.x.", "X...X.x.X...X.x."],
            ),
            (
                gm::HAT,
                ["....x.......x...", "....x.......x...", "....x.......x..."],
            ),
            (gm::KICK, ["", "o.......o.......", "o.....?.o....?.."]),
            (gm::SNARE, ["", "..o...?...o..?..", "..o..o.o..o..o.?"]),
        ],
        fills: DRUMMER_FILLS,
    }),
    swing: 0.3,
    swing_grid: 2,
    loose_ms: 8.0,
    space: Space {
        decay: 1.5,
        echo: 4.0,
        vinyl: 0.0,
        tone: 16_000.0,
        glue: 0.3,
        air: 0.5,
    },
    names: TUNE,
};

const BOSSA_NOVA: Genre = Genre {
    name: "bossa nova",
    words: &["bossa nova", "bossa", "samba", "brazilian"],
    hints: &["latin", "beach", "tropical"],
    bpm: (116.0, 136.0),
    modes: &[Mode::Major, Mode::Minor],
    stack: Stack::Ninth,
    major: &["1 2 5 1", "1 67 2 5", "4 b77 1 67", "2 5 3 67"],
    minor: &["1 4 57 1", "1 6 2 57", "4 7 3 6/57"],
    pentatonic: false,
    rhythms: &[
        "x---x-x---x-x---",
        "..x-x---x-x-----",
        "x-----x-x---x---",
        "x-x---x---------",
    ],
    parts: &[
        Part {
            level_db: 1.0,
            reverb: 0.15,
            pan: -0.25,
            ..part(
                Role::Chords,
                "nylon guitar",
                &["C-----C-----C---", "C---c-C---C---C-", "C---C-C---C-C---"],
                60,
            )
        },
        Part {
            reverb: 0.05,
            ..part(
                Role::Bass,
                "upright bass",
                &["R-----5-5-----r-", "R-----5-5-----8a"],
                38,
            )
        },
        Part {
            level_db: -2.0,
            reverb: 0.3,
            pan: 0.2,
            from: 2,
            ..part(Role::Lead, "flute", &[], 75)
        },
        Part {
            level_db: -9.0,
            reverb: 0.3,
            from: 3,
            ..part(Role::Pad, "strings", &["C---------------"], 66)
        },
    ],
    drums: Some(Drums {
        kit: "brush kit",
        level_db: -2.5,
        reverb: 0.1,
        rows: &[
            (
                gm::SHAKER,
                ["x.o.x.o.x.o.x.o.", "x.oox.oox.oox.oo", "xoooxoooxoooxooo"],
            ),
            (gm::RIM, ["", "x..x..x...x..x..", "x..x..x...x..x.."]),
            (gm::KICK, ["", "x..ox..ox..ox..o", "x..ox..ox..ox..o"]),
            (gm::CONGA, ["", "", "....o..x....o.xo"]),
        ],
        fills: SOFT_FILLS,
    }),
    swing: 0.0,
    swing_grid: 1,
    loose_ms: 7.0,
    space: Space {
        decay: 1.4,
        echo: 4.0,
        vinyl: 0.0,
        tone: 16_000.0,
        glue: 0.3,
        air: 0.2,
    },
    names: TUNE,
};

const FOLK: Genre = Genre {
    name: "folk",
    words: &[
        "folk",
        "singer songwriter",
        "singer-songwriter",
        "celtic",
        "fingerstyle",
        "fingerpicking",
    ],
    hints: &["acoustic", "campfire", "ballad"],
    bpm: (88.0, 112.0),
    modes: &[Mode::Major, Mode::Major, Mode::Mixolydian, Mode::Dorian],
    stack: Stack::Triad,
    major: &["1 4 1 5", "1 5 6 4", "6 4 1 5", "1 3 4 1"],
    minor: &["1 1 b6M 5M", "1 3 5M 1", "1 4 1 5M"],
    pentatonic: true,
    rhythms: &[
        "x---x-x-x---x---",
        "x-x-x---x-------",
        "x---x---x-x-x---",
        "x-----x-x-------",
    ],
    parts: &[
        Part {
            level_db: 1.0,
            reverb: 0.14,
            pan: -0.25,
            ..part(
                Role::Arp,
                "acoustic guitar",
                &["1-3-2-3-1-3-2-3-", "1-3-241-3-2-4-3-"],
                57,
            )
        },
        Part {
            level_db: -2.0,
            reverb: 0.14,
            pan: 0.35,
            from: 3,
            ..part(
                Role::Chords,
                "acoustic guitar",
                &["S---S-s-..s-S-s-", "S---S-s-S-s-S-s-"],
                60,
            )
        },
        Part {
            level_db: -1.0,
            from: 2,
            ..part(
                Role::Bass,
                "upright bass",
                &["R-------5-------", "R-----r-5-----a-"],
                38,
            )
        },
        Part {
            level_db: -3.0,
            reverb: 0.28,
            pan: 0.15,
            from: 2,
            ..part(Role::Lead, "violin", &[], 73)
        },
    ],
    drums: Some(Drums {
        kit: "brush kit",
        level_db: -3.0,
        reverb: 0.1,
        rows: &[
            (gm::KICK, ["", "", "X.......x.x....."]),
            (gm::SNARE, ["", "", "....o..o....o..o"]),
            (gm::SHAKER, ["", "x.o.x.o.x.o.x.o.", "xoxoxoxoxoxoxoxo"]),
            (gm::TAMBOURINE, ["", "", "....x.......x..."]),
        ],
        fills: SOFT_FILLS,
    }),
    swing: 0.06,
    swing_grid: 1,
    loose_ms: 8.0,
    space: Space {
        decay: 1.5,
        echo: 4.0,
        vinyl: 0.0,
        tone: 17_000.0,
        glue: 0.3,
        air: 0.1,
    },
    names: SONG,
};

const CINEMATIC: Genre = Genre {
    name: "cinematic",
    words: &[
        "cinematic",
        "orchestral",
        "orchestra",
        "film score",
        "soundtrack",
        "symphonic",
    ],
    hints: &["epic", "trailer", "heroic", "fantasy"],
    bpm: (84.0, 116.0),
    modes: &[Mode::Minor, Mode::Minor, Mode::Dorian, Mode::HarmonicMinor],
    stack: Stack::Triad,
    major: &["1 5 6 4", "1 3m 4 5", "6 4 1 5"],
    minor: &["1 6 3 7", "1 4M 6 7", "6 7 1 1", "1 3 7 4M"],
    pentatonic: false,
    rhythms: &[
        "x-------x---x---",
        "x-----x-x-------",
        "x---x---x-------",
        "x-----------x---",
    ],
    parts: &[
        Part {
            level_db: 0.0,
            reverb: 0.4,
            pan: -0.15,
            ..part(Role::Pad, "strings", &["C---------------"], 62)
        },
        Part {
            level_db: -3.0,
            reverb: 0.35,
            pan: 0.25,
            from: 2,
            ..part(
                Role::Arp,
                "staccato strings",
                &["1.1.2.1.3.1.2.1.", "1121312113213121"],
                60,
            )
        },
        Part {
            level_db: 0.0,
            reverb: 0.3,
            ..part(
                Role::Bass,
                "cello",
                &["R---------------", "R-------R-------", "R---r-r-R---r-r-"],
                38,
            )
        },
        Part {
            level_db: -1.0,
            reverb: 0.45,
            pan: 0.1,
            from: 2,
            ..part(Role::Lead, "horn", &[], 67)
        },
        Part {
            level_db: -5.0,
            reverb: 0.6,
            from: 3,
            ..part(Role::Pad, "choir pad", &["C---------------"], 68)
        },
        Part {
            level_db: -6.0,
            reverb: 0.5,
            pan: -0.3,
            ..part(
                Role::Arp,
                "harp",
                &["1.......2...3...", "1.2.3.4.5.4.3.2."],
                66,
            )
        },
    ],
    drums: Some(Drums {
        kit: "war drums",
        level_db: 1.0,
        reverb: 0.35,
        rows: &[
            (
                gm::KICK,
                ["X...............", "X.......x.......", "X.....x.X.....x."],
            ),
            (gm::LOW_TOM, ["", "......x.....x.xx", "X..x..x.X..x..xx"]),
            (gm::SNARE, ["", "", "....o.o.X.o.oooo"]),
        ],
        fills: &[
            &[(gm::LOW_TOM, "x.x.xxXX"), (gm::KICK, "X...X...")],
            &[(gm::SNARE, "ooooxxXX")],
        ],
    }),
    swing: 0.0,
    swing_grid: 1,
    loose_ms: 10.0,
    space: Space {
        decay: 3.4,
        echo: 4.0,
        vinyl: 0.0,
        tone: 18_000.0,
        glue: 0.4,
        air: 0.8,
    },
    names: PIECE,
};

const CLASSICAL: Genre = Genre {
    name: "classical piano",
    words: &[
        "classical",
        "solo piano",
        "classical piano",
        "sonata",
        "nocturne",
        "neoclassical",
    ],
    hints: &["romantic", "lullaby", "waltz"],
    bpm: (72.0, 104.0),
    modes: &[Mode::Major, Mode::Minor, Mode::HarmonicMinor],
    stack: Stack::Triad,
    major: &["1 5 6 3/57", "1 4 57 1", "6 2 57 1", "4 1 2/57 1"],
    minor: &["1 4 57 1", "1 6 2o 57", "6 3 4 57", "4 1 57 1"],
    pentatonic: false,
    rhythms: &[
        "x---x-x-x---x---",
        "x-----x-x---x---",
        "x---x---x-------",
        "x-x-x-x-x-------",
    ],
    parts: &[
        Part {
            level_db: -3.0,
            reverb: 0.25,
            pan: -0.15,
            ..part(
                Role::Arp,
                "piano",
                &["1---3---2---3---", "1-3-2-3-1-3-2-3-", "1323132313231323"],
                55,
            )
        },
        Part {
            level_db: -2.0,
            reverb: 0.25,
            pan: -0.2,
            ..part(
                Role::Bass,
                "piano",
                &["R---------------", "R-------5-------"],
                40,
            )
        },
        Part {
            level_db: 1.0,
            reverb: 0.3,
            pan: 0.12,
            ..part(Role::Lead, "piano", &[], 74)
        },
    ],
    drums: None,
    swing: 0.0,
    swing_grid: 1,
    loose_ms: 12.0,
    space: Space {
        decay: 2.2,
        echo: 4.0,
        vinyl: 0.0,
        tone: 18_000.0,
        glue: 0.1,
        air: 0.8,
    },
    names: PIECE,
};
