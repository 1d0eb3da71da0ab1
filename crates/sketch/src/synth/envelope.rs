//! Envelopes.

/// Times and level of an envelope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Adsr {
    /// Seconds from silence to full.
    pub(crate) attack: f32,
    /// Seconds in which it would fall by 60 dB towards the sustain level.
    pub(crate) decay: f32,
    /// Level while held, 0 to 1.
    pub(crate) sustain: f32,
    /// Seconds to fall by 60 dB after the note's end.
    pub(crate) release: f32,
}

/// Level below which a voice is over: 70 dB down.
pub(crate) const SILENCE: f32 = 3.0e-4;
