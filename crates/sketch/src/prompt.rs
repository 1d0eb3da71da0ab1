//! What a person asked for, and what the sketch reads out of it.

/// What a person asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brief {
    /// The music in words: style, tempo, key, mood, instruments.
    pub prompt: String,
    /// What must not be in it, as words ("drums, piano").
    pub negative_prompt: Option<String>,
    /// Words to sing. The sketch cannot sing; it takes the form from section markers such as `[Chorus]`.
    pub lyrics: Option<String>,
    /// Chooses among all pieces that answer the prompt. Below 2^53, so that JavaScript can hold it.
    pub seed: u64,
    /// Length in seconds, 1 to 180. About 20 when not given.
    pub seconds: Option<f64>,
    /// Tempo in beats a minute, 40 to 220. Read from the prompt, or the style's own, when not given.
    pub bpm: Option<f64>,
    /// True when no voice is wanted, which the sketch never has.
    pub instrumental: Option<bool>,
}
