//! What a person asked for, and what the sketch reads out of it.

use crate::{
    genre::{self, Genre},
    instrument::{self, Instrument},
    theory::{Key, Mode},
};

mod edits;
mod key;
mod length;
mod tempo;
mod words;

pub use edits::Words;

use words::Text;

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

/// What was read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    pub(crate) genre: Option<&'static Genre>,
    /// Whether words name the style itself, and not only a mood or an instrument that suggests it.
    pub(crate) names_style: bool,
    pub(crate) names_metre: bool,
    pub(crate) bpm: Option<f64>,
    /// Length in seconds.
    pub(crate) seconds: Option<f64>,
    /// How a relative word ("slow") bends the style's own tempo.
    pub(crate) tempo_factor: f64,
    pub(crate) tonic: Option<&'static str>,
    pub(crate) mode: Option<Mode>,
    /// Whether the mood asks for a minor (true) or major third.
    pub(crate) minor: Option<bool>,
    /// Sixteenths in a bar.
    pub(crate) steps: usize,
    /// From 0 (calm) to 1 (wild).
    pub(crate) energy: f64,
    pub(crate) instruments: Vec<&'static Instrument>,
    pub(crate) excluded: Vec<&'static Instrument>,
    /// Only the instruments that are named.
    pub(crate) solo: bool,
    pub(crate) no_drums: bool,
    pub(crate) no_bass: bool,
    pub(crate) no_melody: bool,
    pub(crate) warnings: Vec<String>,
}

/// Most characters of a prompt that are read.
const LONGEST: usize = 4_000;

/// A mood: its words, the third it leans to, how it moves energy and tempo, and the style it means by itself.
type Mood = (
    &'static [&'static str],
    Option<bool>,
    f64,
    f64,
    &'static str,
);

const MOODS: &[Mood] = &[
    (
        &[
            "happy",
            "joyful",
            "cheerful",
            "uplifting",
            "sunny",
            "playful",
            "fun",
        ],
        Some(false),
        0.15,
        1.04,
        "pop",
    ),
    (
        &["bright", "hopeful", "optimistic", "inspiring", "warm"],
        Some(false),
        0.05,
        1.0,
        "folk",
    ),
    (
        &[
            "sad",
            "melancholic",
            "melancholy",
            "lonely",
            "heartbreak",
            "mournful",
            "gloomy",
        ],
        Some(true),
        -0.2,
        0.93,
        "classical piano",
    ),
    (
        &["dark", "ominous", "sinister", "scary", "horror", "menacing"],
        Some(true),
        0.0,
        0.97,
        "cinematic",
    ),
    (
        &[
            "calm", "relaxing", "relaxed", "peaceful", "gentle", "soothing", "soft", "quiet",
            "serene", "sleepy",
        ],
        None,
        -0.3,
        0.94,
        "ambient",
    ),
    (
        &["dreamy", "ethereal", "floating", "space", "atmospheric"],
        None,
        -0.2,
        0.95,
        "ambient",
    ),
    (
        &[
            "energetic",
            "powerful",
            "driving",
            "intense",
            "aggressive",
            "wild",
            "hard",
            "angry",
        ],
        None,
        0.35,
        1.04,
        "rock",
    ),
    (
        &["epic", "triumphant", "dramatic", "heroic"],
        None,
        0.3,
        1.0,
        "cinematic",
    ),
    (
        &["mysterious", "tense", "suspense", "haunting", "eerie"],
        Some(true),
        -0.1,
        0.96,
        "cinematic",
    ),
    (
        &[
            "romantic",
            "tender",
            "nostalgic",
            "sentimental",
            "bittersweet",
        ],
        None,
        -0.15,
        0.95,
        "classical piano",
    ),
    (
        &["party", "danceable", "upbeat", "catchy"],
        None,
        0.25,
        1.03,
        "house",
    ),
    (
        &[
            "study",
            "cozy",
            "mellow",
            "rainy",
            "coffee",
            "laid back",
            "laid-back",
        ],
        None,
        -0.15,
        0.97,
        "lo-fi",
    ),
];

/// Things people ask for that the sketch has no way to give, and what to call them.
const BEYOND: &[(&[&str], &str)] = &[
    (
        &[
            "vocals",
            "vocal",
            "singer",
            "singing",
            "sung",
            "rapper",
            "lyrics",
            "female voice",
            "male voice",
        ],
        "singing",
    ),
    (
        &[
            "bagpipes",
            "sitar",
            "didgeridoo",
            "accordion",
            "harmonica",
            "theremin",
            "erhu",
            "tabla",
            "steel drum",
            "steel drums",
        ],
        "that instrument",
    ),
    (
        &["in the style of", "sounds like", "inspired by"],
        "the style of a named artist",
    ),
    (
        &[
            "rain sounds",
            "birdsong",
            "field recording",
            "nature sounds",
            "sound effects",
            "ocean waves",
        ],
        "recorded sounds",
    ),
];

impl Reading {
    /// Reads everything in a brief.
    pub(crate) fn of(brief: &Brief) -> Self {
        let mut reading = Self {
            tempo_factor: 1.0,
            steps: 16,
            energy: 0.5,
            ..Self::default()
        };
        let prompt = reading.cut(&brief.prompt, "prompt");
        let negative = reading.cut(
            brief.negative_prompt.as_deref().unwrap_or(""),
            "negative prompt",
        );
        let text = Text::read(prompt);
        let mut unwanted = Text::read(negative);
        unwanted.wanted.push_str(&text.unwanted);
        reading.read_wanted(&text.wanted);
        reading.read_unwanted(&unwanted.wanted, !negative.trim().is_empty());
        reading.warn_beyond(&text.wanted, brief);
        reading
    }

    fn cut<'a>(&mut self, text: &'a str, name: &str) -> &'a str {
        match text.char_indices().nth(LONGEST) {
            None => text,
            Some((end, _)) => {
                self.warnings.push(format!(
                    "Only the first {LONGEST} characters of the {name} were read."
                ));
                &text[..end]
            }
        }
    }

    fn read_wanted(&mut self, text: &str) {
        self.read_style(text);
        (self.bpm, self.tempo_factor) = tempo::read(text, self.tempo_factor);
        self.seconds = length::read(text);
        if tempo::contradicts(text) {
            self.warnings
                .push("The prompt says both slow and fast; the sketch heeded slow.".into());
        }
        (self.tonic, self.mode) = key::read(text);
        self.instruments = find_instruments(text);
        self.solo = words::has(text, "solo")
            || words::has(text, "only")
            || words::has(text, "unaccompanied");
        self.no_melody = words::has(text, "backing track") || words::has(text, "no melody");
        self.read_metre(text);
        self.settle_style();
    }

    fn read_style(&mut self, text: &str) {
        let (mut guess, mut contradiction) = (None, false);
        for (list, minor, energy, tempo, style) in MOODS {
            if list.iter().any(|word| words::has(text, word)) {
                contradiction |= self
                    .minor
                    .zip(*minor)
                    .is_some_and(|(one, other)| one != other);
                self.minor = self.minor.or(*minor);
                self.energy += energy;
                self.tempo_factor *= tempo;
                guess = guess.or(Some(*style));
            }
        }
        if contradiction {
            self.warnings.push(
                "The prompt asks for a bright and a dark mood; the sketch took the bright one."
                    .into(),
            );
        }
        self.energy = self.energy.clamp(0.0, 1.0);
        let named = find_genre(text, |genre| genre.words);
        self.names_style = named.is_some();
        self.genre = named
            .or_else(|| find_genre(text, |genre| genre.hints))
            .or_else(|| guess.map(genre::named));
    }

    /// Takes a style from the instruments when nothing else names one.
    fn settle_style(&mut self) {
        if self.genre.is_some() {
            return;
        }
        let by_instrument = self
            .instruments
            .first()
            .map(|instrument| match instrument.name {
                "piano" => "classical piano",
                "acoustic guitar" | "nylon guitar" | "violin" | "harp" => "folk",
                "strings" | "horn" | "choir pad" | "cello" | "war drums" => "cinematic",
                "electric guitar" | "rhythm guitar" | "lead guitar" => "rock",
                "saxophone" | "upright bass" | "trumpet" | "brush kit" => "jazz",
                "808 bass" | "808 kit" => "trap",
                "square lead" | "square arp" => "chiptune",
                _ => "synthwave",
            });
        self.genre = by_instrument.map(genre::named);
    }

    /// Says so where words name no style, so that one is chosen by the seed.
    pub(crate) fn warn_of_no_style(&mut self, prompt: &str) {
        if self.genre.is_none() && prompt.chars().any(char::is_alphanumeric) {
            self.warnings.push(
                "Nothing in the prompt named a style the sketch knows; it chose one by the seed."
                    .into(),
            );
        }
    }

    fn read_metre(&mut self, text: &str) {
        const METRES: [(&str, usize); 10] = [
            ("12/8", 24),
            ("9/8", 18),
            ("6/4", 24),
            ("2/4", 8),
            ("3/4", 12),
            ("waltz", 12),
            ("6/8", 12),
            ("5/4", 20),
            ("7/8", 14),
            ("4/4", 16),
        ];
        if let Some((_, steps)) = METRES.iter().find(|(name, _)| words::has(text, name)) {
            (self.steps, self.names_metre) = (*steps, true);
        } else if let Some(metre) = text.split(' ').find(|word| is_metre(word)) {
            self.warnings
                .push(format!("The sketch cannot play in {metre}; it is in 4/4."));
        }
    }

    fn read_unwanted(&mut self, text: &str, asked: bool) {
        let any = |list: &[&str]| list.iter().any(|word| words::has(text, word));
        self.no_drums |= any(&["drums", "drum", "percussion", "beat", "beats"]);
        self.no_bass |= any(&["bass", "bassline", "sub"]);
        self.no_melody |= any(&["melody", "lead", "leads", "solo"]);
        self.excluded = find_instruments(text);
        let excluded = core::mem::take(&mut self.excluded);
        self.instruments
            .retain(|instrument| !excluded.iter().any(|other| other.name == instrument.name));
        self.excluded = excluded;
        let known = self.no_drums || self.no_bass || self.no_melody || !self.excluded.is_empty();
        // The sketch never sings, so wishing singing away is granted.
        if asked && !known && !BEYOND[0].0.iter().any(|word| words::has(text, word)) {
            self.warnings.push(
                "Nothing in the negative prompt is something the sketch can leave out.".into(),
            );
        }
    }

    fn warn_beyond(&mut self, text: &str, brief: &Brief) {
        for (list, name) in BEYOND {
            if let Some(word) = list.iter().find(|word| words::has(text, word)) {
                self.warnings
                    .push(format!("The sketch cannot do {name} (\"{word}\")."));
            }
        }
        let lyrics = brief
            .lyrics
            .as_deref()
            .is_some_and(|lyrics| !lyrics.trim().is_empty());
        if lyrics && brief.instrumental != Some(true) {
            self.warnings
                .push("The sketch cannot sing; the lyrics only shape the form.".into());
        } else if brief.instrumental == Some(false) {
            self.warnings
                .push("The sketch has no voice; the piece is instrumental.".into());
        }
    }

    /// The key, with what was not asked for chosen by `tonic` and `mode`.
    pub(crate) fn key(&self, tonic: &'static str, mode: Mode) -> Key {
        Key::new(self.tonic.unwrap_or(tonic), self.mode.unwrap_or(mode))
    }
}

fn is_metre(word: &str) -> bool {
    word.split_once('/').is_some_and(|(top, bottom)| {
        top.parse::<u8>().is_ok_and(|beats| beats > 0) && matches!(bottom, "2" | "4" | "8" | "16")
    })
}

/// The style whose word stands in the text: the longest word wins, then the first.
fn find_genre(
    text: &str,
    list: impl Fn(&Genre) -> &'static [&'static str],
) -> Option<&'static Genre> {
    genre::all()
        .flat_map(|genre| list(genre).iter().map(move |word| (genre, *word)))
        .filter_map(|(genre, word)| words::find(text, word).map(|at| (genre, word.len(), at)))
        .min_by_key(|&(_, length, at)| (core::cmp::Reverse(length), at))
        .map(|(genre, _, _)| genre)
}

/// Every instrument in the text, in its order; a long name hides the short one inside it.
fn find_instruments(text: &str) -> Vec<&'static Instrument> {
    let mut text = text.to_owned();
    let mut names: Vec<(&'static Instrument, &str)> = instrument::all()
        .flat_map(|instrument| instrument.words.iter().map(move |word| (instrument, *word)))
        .collect();
    names.sort_by_key(|(_, word)| core::cmp::Reverse(word.len()));
    let mut found: Vec<(usize, &'static Instrument)> = Vec::new();
    for (instrument, word) in names {
        while let Some(at) = words::find(&text, word) {
            text.replace_range(at..at + word.len(), &"*".repeat(word.len()));
            if !found.iter().any(|(_, other)| other.name == instrument.name) {
                found.push((at, instrument));
            }
        }
    }
    found.sort_by_key(|(at, _)| *at);
    found
        .into_iter()
        .map(|(_, instrument)| instrument)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Brief, Reading};

    fn read(prompt: &str) -> Reading {
        Reading::of(&Brief {
            prompt: prompt.into(),
            ..Brief::default()
        })
    }

    fn names(reading: &Reading) -> Vec<&'static str> {
        reading
            .instruments
            .iter()
            .map(|instrument| instrument.name)
            .collect()
    }

    #[test]
    fn styles_are_found_by_their_longest_name() {
        let genre = |prompt| read(prompt).genre.map(|genre| genre.name);
        assert_eq!(
            genre("A dusty LO-FI beat for rainy evenings"),
            Some("lo-fi")
        );
        assert_eq!(genre("acoustic guitar rock"), Some("rock"));
        assert_eq!(genre("liquid drum & bass"), Some("drum and bass"));
        assert_eq!(genre("deep house, jazzy"), Some("house"));
        assert_eq!(genre("a sad piano piece"), Some("classical piano"));
        assert_eq!(genre("gentle and calm"), Some("ambient"));
        assert_eq!(genre("xyzzy"), None);
    }

    #[test]
    fn instruments_keep_their_order_and_long_names_win() {
        assert_eq!(
            names(&read("Electric piano, sax and upright bass")),
            ["electric piano", "saxophone", "upright bass"]
        );
        assert_eq!(names(&read("a synth bass")), ["synth bass"]);
    }

    #[test]
    fn what_is_negated_is_left_out() {
        let reading = read("jazz with piano, no drums, without saxophone");
        assert!(reading.no_drums);
        assert_eq!(names(&reading), ["piano"]);
        assert_eq!(reading.excluded[0].name, "saxophone");
        assert!(!read("drums and piano").no_drums);
        assert!(read("drumless lo-fi").no_drums);
    }

    #[test]
    fn a_negative_prompt_counts_as_a_negation() {
        let brief = Brief {
            prompt: "pop with piano".into(),
            negative_prompt: Some("drums, piano".into()),
            ..Brief::default()
        };
        let reading = Reading::of(&brief);
        assert!(reading.no_drums && reading.instruments.is_empty() && reading.warnings.is_empty());
        let nothing = Brief {
            negative_prompt: Some("low quality".into()),
            ..brief
        };
        assert_eq!(Reading::of(&nothing).warnings.len(), 1);
    }

    #[test]
    fn what_cannot_be_done_is_said() {
        assert_eq!(read("pop song with female voice in 11/8").warnings.len(), 2);
        assert_eq!(read("jazz in 3/4").steps, 12);
        assert_eq!(read("slow and fast, happy and sad").warnings.len(), 2);
        assert!(read("jazz").warnings.is_empty());
    }
}
