//! Instruments with a plug.

use super::{DRY, Insert, Instrument, Patch};
use crate::{
    genre::Role,
    synth::{envelope::Adsr, oscillator::Wave, voice::SynthPatch},
};

const SOFT: Adsr = Adsr {
    attack: 0.5,
    decay: 1.0,
    sustain: 0.9,
    release: 2.0,
};
const QUICK: Adsr = Adsr {
    attack: 0.003,
    decay: 0.7,
    sustain: 0.6,
    release: 0.12,
};

const SYNTH: SynthPatch = SynthPatch {
    wave: Wave::Saw,
    unison: 1,
    detune: 0.0,
    second: (Wave::Sine, 0.0, 0.0),
    noise: 0.0,
    cutoff: 1_000.0,
    track: 0.4,
    resonance: 0.15,
    sweep: 1.5,
    sweep_fall: 0.6,
    amp: QUICK,
    vibrato: 0.0,
    drive: 0.0,
};
const PAD: SynthPatch = SynthPatch {
    unison: 3,
    detune: 11.0,
    cutoff: 650.0,
    track: 0.3,
    resonance: 0.05,
    sweep: 0.7,
    sweep_fall: 6.0,
    amp: SOFT,
    ..SYNTH
};
const BASS: SynthPatch = SynthPatch {
    cutoff: 220.0,
    track: 0.2,
    sweep: 2.6,
    sweep_fall: 0.5,
    resonance: 0.2,
    ..SYNTH
};

const fn row(
    name: &'static str,
    words: &'static [&'static str],
    role: Role,
    range: (i32, i32),
    trim_db: f32,
    chorus: f32,
    patch: SynthPatch,
) -> Instrument {
    let low_cut = match role {
        Role::Bass => 25.0,
        _ => 120.0,
    };
    Instrument {
        name,
        words,
        role,
        range,
        trim_db,
        patch: Patch::Synth(patch),
        insert: Insert {
            chorus,
            low_cut,
            ..DRY
        },
    }
}

pub(super) const SYNTHS: &[Instrument] = &[
    row(
        "warm pad",
        &["pad", "pads", "warm pad", "synth pad", "synth pads"],
        Role::Pad,
        (36, 96),
        -1.0,
        0.7,
        PAD,
    ),
    row(
        "dark pad",
        &["dark pad"],
        Role::Pad,
        (30, 84),
        0.0,
        0.6,
        SynthPatch {
            cutoff: 380.0,
            second: (Wave::Sine, -12.0, 0.6),
            ..PAD
        },
    ),
    row(
        "string pad",
        &["string machine", "synth strings", "synth string"],
        Role::Pad,
        (36, 96),
        -3.0,
        0.85,
        SynthPatch {
            cutoff: 1_900.0,
            amp: Adsr {
                attack: 0.22,
                decay: 1.0,
                sustain: 0.9,
                release: 1.0,
            },
            ..PAD
        },
    ),
    row(
        "choir pad",
        &["choir", "choir pad", "choral", "voices"],
        Role::Pad,
        (45, 88),
        -1.0,
        0.7,
        SynthPatch {
            wave: Wave::Pulse(0.36),
            unison: 3,
            detune: 14.0,
            noise: 0.05,
            cutoff: 820.0,
            resonance: 0.45,
            vibrato: 8.0,
            ..PAD
        },
    ),
    row(
        "organ",
        &["organ", "hammond", "church organ"],
        Role::Chords,
        (36, 96),
        0.0,
        0.7,
        SynthPatch {
            wave: Wave::Sine,
            unison: 1,
            second: (Wave::Pulse(0.5), 12.0, 0.25),
            cutoff: 2_400.0,
            sweep: 0.0,
            amp: Adsr {
                attack: 0.006,
                decay: 1.0,
                sustain: 1.0,
                release: 0.08,
            },
            vibrato: 6.0,
            drive: 0.15,
            ..SYNTH
        },
    ),
    row(
        "supersaw",
        &["supersaw", "super saw", "big synth", "synth chords"],
        Role::Chords,
        (40, 96),
        -3.5,
        0.8,
        SynthPatch {
            unison: 3,
            detune: 19.0,
            second: (Wave::Saw, 12.0, 0.4),
            cutoff: 2_200.0,
            sweep: 0.8,
            amp: Adsr {
                attack: 0.006,
                decay: 1.2,
                sustain: 0.7,
                release: 0.35,
            },
            ..SYNTH
        },
    ),
    row(
        "brass synth",
        &["synth brass", "brass synth"],
        Role::Chords,
        (40, 88),
        -2.5,
        0.5,
        SynthPatch {
            unison: 2,
            detune: 10.0,
            cutoff: 700.0,
            sweep: 1.8,
            sweep_fall: 1.0,
            amp: Adsr {
                attack: 0.03,
                decay: 0.8,
                sustain: 0.7,
                release: 0.25,
            },
            ..SYNTH
        },
    ),
    row(
        "stab synth",
        &["stab", "stabs", "synth stab", "synth stabs"],
        Role::Chords,
        (36, 90),
        -1.5,
        0.4,
        SynthPatch {
            unison: 2,
            detune: 9.0,
            cutoff: 500.0,
            resonance: 0.35,
            sweep: 2.4,
            sweep_fall: 0.4,
            amp: Adsr {
                attack: 0.002,
                decay: 0.5,
                sustain: 0.0,
                release: 0.2,
            },
            ..SYNTH
        },
    ),
    row(
        "pluck synth",
        &[
            "pluck",
            "plucks",
            "pluck synth",
            "arp",
            "arpeggio",
            "arpeggios",
            "arpeggiator",
            "sequencer",
        ],
        Role::Arp,
        (40, 100),
        -0.5,
        0.4,
        SynthPatch {
            unison: 2,
            detune: 7.0,
            cutoff: 650.0,
            resonance: 0.25,
            sweep: 2.6,
            sweep_fall: 0.45,
            amp: Adsr {
                attack: 0.002,
                decay: 0.7,
                sustain: 0.0,
                release: 0.3,
            },
            ..SYNTH
        },
    ),
    row(
        "synth lead",
        &[
            "synth lead",
            "synth",
            "synths",
            "lead synth",
            "synthesizer",
            "synthesizers",
            "analog synth",
            "moog",
        ],
        Role::Lead,
        (45, 96),
        -3.0,
        0.35,
        SynthPatch {
            unison: 2,
            detune: 9.0,
            second: (Wave::Pulse(0.5), -12.0, 0.3),
            cutoff: 1_400.0,
            sweep: 1.2,
            sweep_fall: 0.9,
            amp: Adsr {
                attack: 0.008,
                decay: 0.8,
                sustain: 0.75,
                release: 0.25,
            },
            vibrato: 14.0,
            ..SYNTH
        },
    ),
    row(
        "square lead",
        &["square lead", "square wave", "8-bit synth"],
        Role::Lead,
        (45, 100),
        -4.0,
        0.0,
        SynthPatch {
            wave: Wave::Pulse(0.25),
            cutoff: 7_000.0,
            sweep: 0.0,
            amp: Adsr {
                attack: 0.001,
                decay: 0.5,
                sustain: 0.6,
                release: 0.06,
            },
            vibrato: 16.0,
            ..SYNTH
        },
    ),
    row(
        "square arp",
        &["square arp"],
        Role::Arp,
        (40, 100),
        -5.0,
        0.0,
        SynthPatch {
            wave: Wave::Pulse(0.5),
            cutoff: 6_000.0,
            sweep: 0.0,
            amp: Adsr {
                attack: 0.001,
                decay: 0.35,
                sustain: 0.2,
                release: 0.05,
            },
            ..SYNTH
        },
    ),
    row(
        "triangle bass",
        &["triangle bass"],
        Role::Bass,
        (26, 62),
        0.0,
        0.0,
        SynthPatch {
            wave: Wave::Triangle,
            cutoff: 4_000.0,
            sweep: 0.0,
            amp: Adsr {
                attack: 0.001,
                decay: 0.6,
                sustain: 0.8,
                release: 0.05,
            },
            ..SYNTH
        },
    ),
    row(
        "synth bass",
        &["synth bass", "bass synth"],
        Role::Bass,
        (24, 60),
        0.0,
        0.0,
        SynthPatch {
            second: (Wave::Sine, 0.0, 0.8),
            drive: 0.2,
            ..BASS
        },
    ),
    row(
        "saw bass",
        &["saw bass", "analog bass"],
        Role::Bass,
        (24, 60),
        -0.5,
        0.1,
        SynthPatch {
            unison: 2,
            detune: 6.0,
            second: (Wave::Sine, 0.0, 0.8),
            cutoff: 320.0,
            ..BASS
        },
    ),
    row(
        "acid bass",
        &["acid bass", "303", "tb-303"],
        Role::Bass,
        (24, 64),
        -1.5,
        0.0,
        SynthPatch {
            cutoff: 190.0,
            resonance: 0.78,
            sweep: 3.2,
            sweep_fall: 0.35,
            drive: 0.4,
            amp: Adsr {
                attack: 0.002,
                decay: 0.5,
                sustain: 0.4,
                release: 0.05,
            },
            ..BASS
        },
    ),
    row(
        "reese bass",
        &["reese bass", "reese", "wobble bass", "growl bass"],
        Role::Bass,
        (24, 60),
        -1.5,
        0.15,
        SynthPatch {
            unison: 3,
            detune: 17.0,
            second: (Wave::Sine, 0.0, 1.0),
            cutoff: 420.0,
            sweep: 0.8,
            sweep_fall: 2.0,
            drive: 0.2,
            amp: Adsr {
                attack: 0.012,
                decay: 1.5,
                sustain: 0.9,
                release: 0.15,
            },
            ..BASS
        },
    ),
    row(
        "sub bass",
        &["sub bass", "sub", "deep bass"],
        Role::Bass,
        (24, 55),
        1.0,
        0.0,
        SynthPatch {
            wave: Wave::Sine,
            second: (Wave::Triangle, 12.0, 0.12),
            cutoff: 500.0,
            sweep: 0.0,
            amp: Adsr {
                attack: 0.06,
                decay: 2.0,
                sustain: 0.9,
                release: 0.5,
            },
            ..BASS
        },
    ),
    row(
        "808 bass",
        &["808 bass", "808"],
        Role::Bass,
        (24, 55),
        1.0,
        0.0,
        SynthPatch {
            wave: Wave::Sine,
            second: (Wave::Triangle, 0.0, 0.3),
            cutoff: 900.0,
            sweep: 1.0,
            drive: 0.5,
            amp: Adsr {
                attack: 0.003,
                decay: 3.5,
                sustain: 0.1,
                release: 0.25,
            },
            ..BASS
        },
    ),
];
