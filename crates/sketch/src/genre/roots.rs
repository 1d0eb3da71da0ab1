//! Styles from the porch.

use super::{DRUMMER_FILLS, Drums, Genre, Part, Role, SONG, Space, gm, part};
use crate::theory::{Mode, Stack};

pub(super) const GENRES: &[Genre] = &[COUNTRY];

const COUNTRY: Genre = Genre {
    name: "country",
    words: &[
        "country",
        "bluegrass",
        "americana",
        "honky tonk",
        "nashville",
    ],
    hints: &["western", "cowboy", "saloon"],
    bpm: (96.0, 126.0),
    modes: &[Mode::Major, Mode::Major, Mode::Mixolydian],
    stack: Stack::Triad,
    major: &["1 1 4 1", "1 4 1 5", "4 1 5 1", "1 5 4 1"],
    minor: &["1 7 1 7", "1 4 7 1", "6 7 1 1"],
    pentatonic: true,
    rhythms: &[
        "x-x-x---x-x-x---",
        "x---x-x-x-------",
        "..x-x-x-x---x---",
        "x-x-x-x-x-------",
    ],
    parts: &[
        Part {
            level_db: 0.5,
            reverb: 0.12,
            pan: -0.3,
            ..part(
                Role::Chords,
                "acoustic guitar",
                &["....S-------S---", "....S-s-....S-s-", "..s.S-s-..s.S-s-"],
                58,
            )
        },
        Part {
            level_db: -3.0,
            reverb: 0.15,
            pan: 0.35,
            from: 2,
            ..part(
                Role::Arp,
                "clean guitar",
                &["1.3.2.3.4.3.2.3.", "1.324.321.324.3."],
                64,
            )
        },
        Part {
            level_db: 0.0,
            reverb: 0.04,
            ..part(
                Role::Bass,
                "electric bass",
                &["R-------5-------", "R---r---5---a---", "R---r---5---3-a-"],
                36,
            )
        },
        Part {
            level_db: -3.0,
            reverb: 0.26,
            pan: 0.12,
            from: 2,
            ..part(Role::Lead, "violin", &[], 74)
        },
    ],
    drums: Some(Drums {
        kit: "studio kit",
        level_db: -2.0,
        reverb: 0.08,
        rows: &[
            (gm::KICK, ["", "X.......X.......", "X.......X.....x."]),
            (gm::SNARE, ["", "....x..o....x..o", "o.o.X.oo.oo.X.oo"]),
            (
                gm::HAT,
                ["..x...x...x...x.", "..x...x...x...x.", "x.x.x.x.x.x.x.x."],
            ),
        ],
        fills: DRUMMER_FILLS,
    }),
    swing: 0.1,
    swing_grid: 1,
    loose_ms: 6.0,
    space: Space {
        decay: 1.3,
        echo: 2.0,
        vinyl: 0.0,
        tone: 18_000.0,
        glue: 0.4,
        air: 0.3,
    },
    names: SONG,
};
