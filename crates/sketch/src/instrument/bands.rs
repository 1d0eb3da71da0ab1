//! Instruments of wood, metal and air.

use super::{DRY, Insert, Instrument, Patch};
use crate::{
    genre::Role,
    synth::{envelope::Adsr, oscillator::Wave, pluck::PluckPatch, voice::SynthPatch},
};

const PLUCK: PluckPatch = PluckPatch {
    ring: 4.0,
    brightness: 0.6,
    position: 0.18,
    damp: 0.18,
};
const BLOWN: SynthPatch = SynthPatch {
    wave: Wave::Saw,
    unison: 1,
    detune: 0.0,
    second: (Wave::Sine, 0.0, 0.0),
    noise: 0.05,
    cutoff: 900.0,
    track: 0.6,
    resonance: 0.1,
    sweep: 1.4,
    sweep_fall: 1.2,
    amp: Adsr {
        attack: 0.04,
        decay: 0.6,
        sustain: 0.8,
        release: 0.16,
    },
    vibrato: 12.0,
    drive: 0.0,
};
const BOWED: SynthPatch = SynthPatch {
    wave: Wave::Saw,
    unison: 3,
    detune: 9.0,
    noise: 0.01,
    cutoff: 1_700.0,
    track: 0.5,
    sweep: 0.3,
    amp: Adsr {
        attack: 0.18,
        decay: 1.0,
        sustain: 0.9,
        release: 0.7,
    },
    vibrato: 7.0,
    ..BLOWN
};

pub(super) const BANDS: &[Instrument] = &[
    Instrument {
        name: "clavinet",
        words: &["clavinet", "clav", "harpsichord"],
        role: Role::Chords,
        range: (40, 90),
        trim_db: -1.0,
        patch: Patch::Pluck(PluckPatch {
            ring: 2.0,
            brightness: 0.95,
            position: 0.08,
            damp: 0.05,
        }),
        insert: Insert {
            drive: 0.1,
            low_cut: 150.0,
            ..DRY
        },
    },
    Instrument {
        name: "nylon guitar",
        words: &[
            "nylon guitar",
            "classical guitar",
            "spanish guitar",
            "flamenco guitar",
            "ukulele",
        ],
        role: Role::Chords,
        range: (40, 84),
        trim_db: 0.0,
        patch: Patch::Pluck(PluckPatch {
            ring: 2.6,
            brightness: 0.38,
            position: 0.3,
            damp: 0.15,
        }),
        insert: Insert {
            low_cut: 70.0,
            ..DRY
        },
    },
    Instrument {
        name: "acoustic guitar",
        words: &[
            "acoustic guitar",
            "guitar",
            "guitars",
            "steel guitar",
            "banjo",
            "mandolin",
        ],
        role: Role::Arp,
        range: (40, 86),
        trim_db: 0.0,
        patch: Patch::Pluck(PluckPatch {
            ring: 4.5,
            brightness: 0.68,
            ..PLUCK
        }),
        insert: Insert {
            low_cut: 80.0,
            ..DRY
        },
    },
    Instrument {
        name: "clean guitar",
        words: &["clean guitar"],
        role: Role::Chords,
        range: (40, 88),
        trim_db: 0.0,
        patch: Patch::Pluck(PluckPatch {
            ring: 4.0,
            brightness: 0.75,
            position: 0.12,
            damp: 0.06,
        }),
        insert: Insert {
            drive: 0.06,
            speaker: 5_200.0,
            chorus: 0.35,
            low_cut: 110.0,
        },
    },
    Instrument {
        name: "electric guitar",
        words: &["electric guitar", "blues guitar"],
        role: Role::Lead,
        range: (40, 88),
        trim_db: -2.0,
        patch: Patch::Pluck(PluckPatch {
            ring: 7.0,
            brightness: 0.75,
            position: 0.14,
            damp: 0.12,
        }),
        insert: Insert {
            drive: 0.35,
            speaker: 4_200.0,
            chorus: 0.0,
            low_cut: 120.0,
        },
    },
    Instrument {
        name: "rhythm guitar",
        words: &[
            "distorted guitar",
            "distorted guitars",
            "heavy guitar",
            "power chords",
            "heavy guitars",
        ],
        role: Role::Chords,
        range: (36, 80),
        trim_db: -6.0,
        patch: Patch::Pluck(PluckPatch {
            ring: 6.0,
            brightness: 0.8,
            position: 0.1,
            damp: 0.05,
        }),
        insert: Insert {
            drive: 0.8,
            speaker: 3_900.0,
            chorus: 0.0,
            low_cut: 95.0,
        },
    },
    Instrument {
        name: "lead guitar",
        words: &["lead guitar", "guitar solo", "guitar riff"],
        role: Role::Lead,
        range: (45, 90),
        trim_db: -6.5,
        patch: Patch::Pluck(PluckPatch {
            ring: 11.0,
            brightness: 0.7,
            position: 0.15,
            damp: 0.12,
        }),
        insert: Insert {
            drive: 0.75,
            speaker: 4_000.0,
            chorus: 0.0,
            low_cut: 160.0,
        },
    },
    Instrument {
        name: "harp",
        words: &["harp", "harps", "koto", "lyre"],
        role: Role::Arp,
        range: (33, 98),
        trim_db: 1.0,
        patch: Patch::Pluck(PluckPatch {
            ring: 3.4,
            brightness: 0.42,
            position: 0.42,
            damp: 1.2,
        }),
        insert: DRY,
    },
    Instrument {
        name: "upright bass",
        words: &["upright bass", "double bass", "contrabass", "acoustic bass"],
        role: Role::Bass,
        range: (28, 58),
        trim_db: 1.5,
        patch: Patch::Pluck(PluckPatch {
            ring: 2.4,
            brightness: 0.22,
            position: 0.22,
            damp: 0.14,
        }),
        insert: Insert {
            low_cut: 30.0,
            ..DRY
        },
    },
    Instrument {
        name: "electric bass",
        words: &[
            "electric bass",
            "bass guitar",
            "bass",
            "bassline",
            "slap bass",
        ],
        role: Role::Bass,
        range: (28, 60),
        trim_db: 1.0,
        patch: Patch::Pluck(PluckPatch {
            ring: 4.0,
            brightness: 0.34,
            position: 0.2,
            damp: 0.08,
        }),
        insert: Insert {
            drive: 0.05,
            low_cut: 28.0,
            ..DRY
        },
    },
    Instrument {
        name: "picked bass",
        words: &["picked bass"],
        role: Role::Bass,
        range: (28, 60),
        trim_db: 0.0,
        patch: Patch::Pluck(PluckPatch {
            ring: 4.5,
            brightness: 0.62,
            position: 0.1,
            damp: 0.06,
        }),
        insert: Insert {
            drive: 0.2,
            speaker: 3_800.0,
            chorus: 0.0,
            low_cut: 30.0,
        },
    },
    Instrument {
        name: "strings",
        words: &[
            "strings",
            "string section",
            "violins",
            "orchestra",
            "orchestral strings",
            "string quartet",
        ],
        role: Role::Pad,
        range: (36, 96),
        trim_db: -3.0,
        patch: Patch::Synth(BOWED),
        insert: Insert {
            chorus: 0.6,
            low_cut: 110.0,
            ..DRY
        },
    },
    Instrument {
        name: "staccato strings",
        words: &["staccato strings", "pizzicato", "spiccato"],
        role: Role::Arp,
        range: (36, 96),
        trim_db: -2.0,
        patch: Patch::Synth(SynthPatch {
            sweep: 1.4,
            sweep_fall: 0.35,
            cutoff: 1_100.0,
            vibrato: 0.0,
            amp: Adsr {
                attack: 0.012,
                decay: 0.55,
                sustain: 0.15,
                release: 0.3,
            },
            ..BOWED
        }),
        insert: Insert {
            chorus: 0.4,
            low_cut: 110.0,
            ..DRY
        },
    },
    Instrument {
        name: "violin",
        words: &["violin", "fiddle", "viola"],
        role: Role::Lead,
        range: (55, 98),
        trim_db: -3.5,
        patch: Patch::Synth(SynthPatch {
            unison: 2,
            detune: 3.0,
            cutoff: 1_500.0,
            vibrato: 16.0,
            amp: Adsr {
                attack: 0.07,
                decay: 1.0,
                sustain: 0.85,
                release: 0.3,
            },
            ..BOWED
        }),
        insert: Insert {
            low_cut: 180.0,
            ..DRY
        },
    },
    Instrument {
        name: "cello",
        words: &["cello", "celli", "cellos"],
        role: Role::Lead,
        range: (31, 72),
        trim_db: -1.0,
        patch: Patch::Synth(SynthPatch {
            unison: 2,
            detune: 6.0,
            cutoff: 950.0,
            vibrato: 10.0,
            amp: Adsr {
                attack: 0.09,
                decay: 1.0,
                sustain: 0.85,
                release: 0.45,
            },
            ..BOWED
        }),
        insert: Insert {
            low_cut: 40.0,
            ..DRY
        },
    },
    Instrument {
        name: "flute",
        words: &[
            "flute",
            "flutes",
            "recorder",
            "pan flute",
            "whistle",
            "ocarina",
            "shakuhachi",
        ],
        role: Role::Lead,
        range: (60, 98),
        trim_db: 1.0,
        patch: Patch::Synth(SynthPatch {
            wave: Wave::Triangle,
            second: (Wave::Sine, 12.0, 0.18),
            noise: 0.12,
            cutoff: 1_800.0,
            sweep: 0.5,
            amp: Adsr {
                attack: 0.06,
                decay: 0.8,
                sustain: 0.85,
                release: 0.22,
            },
            vibrato: 14.0,
            ..BLOWN
        }),
        insert: Insert {
            low_cut: 200.0,
            ..DRY
        },
    },
    Instrument {
        name: "clarinet",
        words: &["clarinet", "oboe", "bassoon", "woodwind", "woodwinds"],
        role: Role::Lead,
        range: (50, 92),
        trim_db: -1.0,
        patch: Patch::Synth(SynthPatch {
            wave: Wave::Pulse(0.5),
            cutoff: 1_000.0,
            sweep: 0.8,
            vibrato: 5.0,
            noise: 0.03,
            ..BLOWN
        }),
        insert: Insert {
            low_cut: 120.0,
            ..DRY
        },
    },
    Instrument {
        name: "saxophone",
        words: &["saxophone", "sax", "saxophones", "tenor sax", "alto sax"],
        role: Role::Lead,
        range: (46, 86),
        trim_db: -2.0,
        patch: Patch::Synth(SynthPatch {
            wave: Wave::Pulse(0.28),
            second: (Wave::Saw, 0.0, 0.5),
            noise: 0.1,
            cutoff: 950.0,
            resonance: 0.25,
            vibrato: 18.0,
            drive: 0.15,
            ..BLOWN
        }),
        insert: Insert {
            low_cut: 130.0,
            ..DRY
        },
    },
    Instrument {
        name: "trumpet",
        words: &[
            "trumpet",
            "trumpets",
            "muted trumpet",
            "cornet",
            "flugelhorn",
        ],
        role: Role::Lead,
        range: (52, 88),
        trim_db: -2.5,
        patch: Patch::Synth(SynthPatch {
            cutoff: 1_000.0,
            sweep: 1.5,
            vibrato: 9.0,
            resonance: 0.2,
            ..BLOWN
        }),
        insert: Insert {
            low_cut: 160.0,
            ..DRY
        },
    },
    Instrument {
        name: "brass",
        words: &[
            "brass",
            "horns",
            "brass section",
            "horn section",
            "trombone",
            "trombones",
        ],
        role: Role::Lead,
        range: (43, 84),
        trim_db: -3.0,
        patch: Patch::Synth(SynthPatch {
            unison: 3,
            detune: 8.0,
            cutoff: 850.0,
            sweep: 1.9,
            vibrato: 4.0,
            ..BLOWN
        }),
        insert: Insert {
            chorus: 0.25,
            low_cut: 120.0,
            ..DRY
        },
    },
    Instrument {
        name: "horn",
        words: &["horn", "french horn", "french horns", "tuba"],
        role: Role::Lead,
        range: (41, 79),
        trim_db: -0.5,
        patch: Patch::Synth(SynthPatch {
            unison: 3,
            detune: 6.0,
            cutoff: 620.0,
            sweep: 1.1,
            vibrato: 3.0,
            amp: Adsr {
                attack: 0.09,
                decay: 0.9,
                sustain: 0.85,
                release: 0.4,
            },
            ..BLOWN
        }),
        insert: Insert {
            chorus: 0.2,
            low_cut: 80.0,
            ..DRY
        },
    },
];
