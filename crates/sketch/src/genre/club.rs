//! Styles to dance to.

use super::{CLUB, Drums, Genre, MACHINE_FILLS, Part, Role, Space, gm, part};
use crate::theory::{Mode, Stack};

pub(super) const GENRES: &[Genre] = &[HOUSE, TECHNO, TRANCE, DRUM_AND_BASS];

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
                &["R-------R---r---", "R---R---R-r-5-8-"],
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
                &["C-------........", "C-------C---...."],
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
            (gm::KICK, ["", "X.......o.X.....", "X.......o.X....?"]),
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
