//! Keys, modes and chords.
