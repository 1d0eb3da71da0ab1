//! Keys, modes, chords and voice leading. Pitches are MIDI note numbers (60 is middle C, in semitones).

use std::fmt;

/// A seven-note mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Major,
    Minor,
    Dorian,
    Phrygian,
    Lydian,
    Mixolydian,
    HarmonicMinor,
}

impl Mode {
    /// Semitones of the seven degrees above the tonic.
    fn steps(self) -> [i32; 7] {
        match self {
            Self::Major => [0, 2, 4, 5, 7, 9, 11],
            Self::Minor => [0, 2, 3, 5, 7, 8, 10],
            Self::Dorian => [0, 2, 3, 5, 7, 9, 10],
            Self::Phrygian => [0, 1, 3, 5, 7, 8, 10],
            Self::Lydian => [0, 2, 4, 6, 7, 9, 11],
            Self::Mixolydian => [0, 2, 4, 5, 7, 9, 10],
            Self::HarmonicMinor => [0, 2, 3, 5, 7, 8, 11],
        }
    }

    /// The mode of that name.
    pub(crate) fn by_name(name: &str) -> Option<Self> {
        let all = [
            Self::Major,
            Self::Minor,
            Self::Dorian,
            Self::Phrygian,
            Self::Lydian,
            Self::Mixolydian,
            Self::HarmonicMinor,
        ];
        all.into_iter().find(|mode| mode.name() == name)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Dorian => "dorian",
            Self::Phrygian => "phrygian",
            Self::Lydian => "lydian",
            Self::Mixolydian => "mixolydian",
            Self::HarmonicMinor => "harmonic minor",
        }
    }

    /// Whether the third is minor.
    pub(crate) fn is_minor(self) -> bool {
        self.steps()[2] == 3
    }
}

/// A tonic's spelling and its pitch class (0 is C).
pub(crate) const TONICS: [(&str, u8); 17] = [
    ("C", 0),
    ("C#", 1),
    ("Db", 1),
    ("D", 2),
    ("D#", 3),
    ("Eb", 3),
    ("E", 4),
    ("F", 5),
    ("F#", 6),
    ("Gb", 6),
    ("G", 7),
    ("G#", 8),
    ("Ab", 8),
    ("A", 9),
    ("A#", 10),
    ("Bb", 10),
    ("B", 11),
];

/// A tonic and a mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    spelling: &'static str,
    pitch_class: u8,
    pub(crate) mode: Mode,
}

impl Key {
    /// The key with the tonic spelled so ("F#"), or on C when there is no such spelling.
    pub(crate) fn new(spelling: &str, mode: Mode) -> Self {
        let (spelling, pitch_class) = TONICS
            .into_iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(spelling))
            .unwrap_or(TONICS[0]);
        Self {
            spelling,
            pitch_class,
            mode,
        }
    }

    /// How its tonic is spelled.
    pub(crate) fn tonic(&self) -> &'static str {
        self.spelling
    }

    /// The pitch of a scale degree (0 is the tonic, 7 the next one up) with the tonic in octave 4.
    pub(crate) fn pitch(&self, degree: i32) -> i32 {
        let octave = degree.div_euclid(7);
        60 + i32::from(self.pitch_class)
            + 12 * octave
            + self.mode.steps()[degree.rem_euclid(7) as usize]
    }

    /// The degree whose pitch is closest to `pitch`.
    pub(crate) fn degree_near(&self, pitch: i32) -> i32 {
        let around = (pitch - self.pitch(0)).div_euclid(12) * 7;
        (around..around + 8)
            .min_by_key(|&degree| (self.pitch(degree) - pitch).abs())
            .unwrap_or(around)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.spelling, self.mode.name())
    }
}

/// How many thirds a style stacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stack {
    Triad,
    Seventh,
    Ninth,
}

/// A chord: its root's pitch class and its tones as semitones above the root, lowest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chord {
    pub(crate) root: i32,
    pub(crate) tones: Vec<i32>,
}

impl Chord {
    /// Reads one chord of a progression: an optional `b` (flat of the major scale's), a degree (1 to 7), and a quality.
    ///
    /// Without a quality the chord is built from the key's own thirds, so one progression serves every mode.
    /// Qualities: `M` major, `m` minor, `7` dominant seventh, `s` suspended fourth, `o` diminished, `6` added sixth.
    pub(crate) fn read(token: &str, key: &Key, stack: Stack) -> Self {
        let flat = token.strip_prefix('b');
        let rest = flat.unwrap_or(token);
        let degree = rest
            .bytes()
            .next()
            .map_or(0, |byte| i32::from(byte.wrapping_sub(b'1') % 7));
        let root = match flat {
            Some(_) => key.pitch(0) + Mode::Major.steps()[degree as usize] - 1,
            None => key.pitch(degree),
        };
        let tones = match rest.get(1..).unwrap_or("") {
            "M" => vec![0, 4, 7],
            "m" => vec![0, 3, 7],
            "7" => vec![0, 4, 7, 10],
            "s" => vec![0, 5, 7],
            "o" => vec![0, 3, 6, 9],
            "6" => vec![0, 4, 7, 9],
            _ => Self::diatonic(key, degree, stack),
        };
        Self {
            root: root.rem_euclid(12),
            tones,
        }
    }

    fn diatonic(key: &Key, degree: i32, stack: Stack) -> Vec<i32> {
        let offsets: &[i32] = match stack {
            Stack::Triad => &[0, 2, 4],
            // With a ninth on top and its root left to the bass, the home chord would be heard as that of the fifth.
            Stack::Ninth if degree != 0 => &[0, 2, 4, 6, 8],
            Stack::Seventh | Stack::Ninth => &[0, 2, 4, 6],
        };
        let root = key.pitch(degree);
        let tones: Vec<i32> = offsets
            .iter()
            .map(|offset| key.pitch(degree + offset) - root)
            .collect();
        // A ninth a semitone above the octave grates in every style here; leave it out.
        if tones.last() == Some(&13) {
            tones[..4].to_vec()
        } else {
            tones
        }
    }

    /// Whether a pitch belongs to the chord.
    pub(crate) fn contains(&self, pitch: i32) -> bool {
        self.has(&self.tones, pitch)
    }

    /// The chord tone nearest to a pitch; the lower one of two.
    pub(crate) fn nearest(&self, pitch: i32) -> i32 {
        self.nearest_of(&self.tones, pitch)
    }

    /// The note of its triad nearest to a pitch; the lower one of two.
    pub(crate) fn nearest_plain(&self, pitch: i32) -> i32 {
        self.nearest_of(&self.tones[..self.tones.len().min(3)], pitch)
    }

    fn nearest_of(&self, tones: &[i32], pitch: i32) -> i32 {
        (0..12)
            .flat_map(|away| [pitch - away, pitch + away])
            .find(|&p| self.has(tones, p))
            .unwrap_or(pitch)
    }

    fn has(&self, tones: &[i32], pitch: i32) -> bool {
        let is = |tone: &i32| (pitch - self.root - tone).rem_euclid(12) == 0;
        tones.iter().any(is)
    }

    /// Root, fifth and octave, the root at or above `floor`: what overdrive leaves clear.
    pub(crate) fn power(&self, floor: i32) -> [i32; 3] {
        let root = self.tone_above(0, floor);
        [root, root + 7, root + 12]
    }

    /// Root, fifth and third, each above the other from `floor` on: a triad with room for overdrive.
    pub(crate) fn open(&self, floor: i32) -> Vec<i32> {
        let root = self.tone_above(0, floor);
        let fifth = self.tone_above(2, root);
        vec![root, fifth, self.tone_above(1, fifth)]
    }

    /// With the root of a triad once more on top, as one plays it at home, where it says which key this is.
    pub(crate) fn with_octave(&self) -> Self {
        let mut tones = self.tones.clone();
        if tones.len() == 3 {
            tones.push(12);
        }
        Self {
            root: self.root,
            tones,
        }
    }

    /// The tone so many thirds up (0 root, 1 third, 2 fifth) at or above `floor`.
    pub(crate) fn tone_above(&self, index: usize, floor: i32) -> i32 {
        let tone = self.tones.get(index).copied().unwrap_or(7);
        floor + (self.root + tone - floor).rem_euclid(12)
    }

    /// Its name, as in "Dm7".
    pub(crate) fn name(&self) -> String {
        const ROOTS: [&str; 12] = [
            "C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B",
        ];
        let quality = match self.tones.as_slice() {
            [0, 4, 7] => "",
            [0, 3, 7] => "m",
            [0, 3, 6] => "dim",
            [0, 5, 7] => "sus4",
            [0, 4, 7, 9] => "6",
            [0, 4, 7, 11] => "maj7",
            [0, 4, 7, 10] => "7",
            [0, 3, 7, 10] => "m7",
            [0, 3, 7, 11] => "m(maj7)",
            [0, 3, 6, 10] => "m7b5",
            [0, 3, 6, 9] => "dim7",
            [0, 4, 7, 11, 14] => "maj9",
            [0, 4, 7, 10, 14] => "9",
            [0, 3, 7, 10, 14] => "m9",
            [0, 3, 6, 10, 14] => "m9b5",
            [0, 4, 8] | [0, 4, 8, ..] => "aug",
            _ => "*",
        };
        format!("{}{}", ROOTS[self.root.rem_euclid(12) as usize], quality)
    }
}

/// Voices a chord around `centre` so that the voices move as little as they can from `previous`.
pub(crate) fn lead_voices(chord: &Chord, previous: &[i32], centre: i32) -> Vec<i32> {
    // Five-part chords leave the root to the bass.
    let tones = if chord.tones.len() > 4 {
        &chord.tones[1..]
    } else {
        &chord.tones[..]
    };
    let candidates = (0..tones.len()).flat_map(|inversion| {
        [-12, 0].map(|octave| close_position(chord.root, tones, inversion, centre + octave))
    });
    candidates
        .min_by_key(|voicing| movement(voicing, previous, centre))
        .unwrap_or_default()
}

/// The tones in close position, beginning with one of them at or above `floor`.
fn close_position(root: i32, tones: &[i32], inversion: usize, floor: i32) -> Vec<i32> {
    let mut below = floor;
    (0..tones.len())
        .map(|index| {
            let tone = root + tones[(inversion + index) % tones.len()];
            let pitch = below + (tone - below).rem_euclid(12);
            below = pitch + 1;
            pitch
        })
        .collect()
}

/// How far the voices travel, and how far the chord strays from its register.
fn movement(voicing: &[i32], previous: &[i32], centre: i32) -> i32 {
    let travel: i32 = voicing
        .iter()
        .map(|pitch| {
            previous
                .iter()
                .map(|from| (from - pitch).abs())
                .min()
                .unwrap_or(0)
        })
        .sum();
    let middle = voicing.iter().sum::<i32>() / voicing.len().max(1) as i32;
    // Seconds at the bottom of a chord sound muddy.
    let mud = voicing
        .windows(2)
        .filter(|pair| pair[1] - pair[0] < 2)
        .count() as i32;
    2 * travel + 2 * (middle - centre).abs() + 6 * mud
}

#[cfg(test)]
mod tests {
    use super::{Chord, Key, Mode, Stack, lead_voices};

    #[test]
    fn one_progression_serves_every_mode() {
        let names = |mode| -> Vec<String> {
            let key = Key::new("D", mode);
            ["1", "6", "3", "7"]
                .iter()
                .map(|t| Chord::read(t, &key, Stack::Triad).name())
                .collect()
        };
        assert_eq!(names(Mode::Minor), ["Dm", "Bb", "F", "C"]);
        assert_eq!(names(Mode::Dorian), ["Dm", "Bdim", "F", "C"]);
    }

    #[test]
    fn jazz_cadences_come_out_of_plain_degrees() {
        let key = Key::new("Bb", Mode::Major);
        let names: Vec<String> = ["2", "5", "1", "67"]
            .iter()
            .map(|t| Chord::read(t, &key, Stack::Seventh).name())
            .collect();
        assert_eq!(names, ["Cm7", "F7", "Bbmaj7", "G7"]);
    }

    #[test]
    fn what_overdrive_plays_stands_on_its_root_with_a_fifth_above() {
        let key = Key::new("D", Mode::Minor);
        for token in ["1", "3", "4", "5", "6", "7"] {
            let chord = Chord::read(token, &key, Stack::Triad);
            let open = chord.open(45);
            assert_eq!((open[0] - chord.root) % 12, 0);
            assert_eq!(chord.power(45), [open[0], open[0] + 7, open[0] + 12]);
            assert!((45..57).contains(&open[0]) && open[1] == open[0] + 7);
            assert_eq!(open[2], chord.tone_above(1, open[1]));
        }
    }

    #[test]
    fn only_a_triad_has_room_for_its_root_once_more() {
        let key = Key::new("C", Mode::Major);
        let tones = |stack| Chord::read("1", &key, stack).with_octave().tones;
        assert_eq!(tones(Stack::Triad), [0, 4, 7, 12]);
        assert_eq!(tones(Stack::Seventh), [0, 4, 7, 11]);
    }

    #[test]
    fn voices_move_little_from_chord_to_chord() {
        let key = Key::new("C", Mode::Major);
        let mut previous = lead_voices(&Chord::read("1", &key, Stack::Triad), &[], 64);
        for token in ["6", "4", "5", "1", "2", "5", "1"] {
            let next = lead_voices(&Chord::read(token, &key, Stack::Triad), &previous, 64);
            for (from, to) in previous.iter().zip(&next) {
                assert!((from - to).abs() <= 5, "{previous:?} to {next:?}");
            }
            previous = next;
        }
    }

    #[test]
    fn degrees_and_pitches_are_inverse() {
        let key = Key::new("F#", Mode::Phrygian);
        for degree in -14..20 {
            assert_eq!(key.degree_near(key.pitch(degree)), degree);
        }
    }
}
