//! What made a piece, as text: enough to make it again, anywhere and bit for bit.

use std::fmt;

use crate::{
    Brief, Plan, compose,
    compose::{cover, extend, heard as frame_of, replace},
    prompt::Words,
    theory::{Mode, TONICS},
};

mod text;

/// The sound and the composition that recipes of this build stand for. It is raised whenever the same recipe would give
/// other bits, so that an old one says so instead of passing for the same piece.
const ENGINE: u32 = 5;

/// Most changes one piece can go through.
const EDITS: usize = 24;

/// Most characters of a recipe: a prompt and lyrics at their longest, some times over.
const LONGEST: usize = 400_000;

/// How a piece came to be: where it begins, and every change since.
///
/// Its `Display` is a clip's id; [`Recipe::parse`] reads it back.
///
/// ```
/// use tutti_sketch::{Brief, Edit, Recipe, Words};
///
/// let recipe = Recipe::create(&Brief { prompt: "slow lo-fi".into(), ..Brief::default() })
///     .and(Edit::Extend { at: None, seconds: Some(8.0), words: Words::default() });
/// let again = Recipe::parse(&recipe.to_string()).unwrap();
/// assert_eq!(again.perform().unwrap().seconds(), recipe.perform().unwrap().seconds());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    engine: u32,
    origin: Origin,
    edits: Vec<Edit>,
}

#[derive(Clone, Debug, PartialEq)]
enum Origin {
    Create(Brief),
    Heard(Heard),
}

/// A change to a piece.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// The piece goes on from `at` seconds (its final chord when not given) for about so many seconds more.
    Extend {
        /// In seconds from the beginning.
        at: Option<f64>,
        /// How much is added, in seconds; about 20 when not given.
        seconds: Option<f64>,
        /// What changes there.
        words: Words,
    },
    /// A window is played anew; every sample outside it stays.
    Replace {
        /// In seconds from the beginning.
        from: f64,
        /// In seconds from the beginning.
        to: f64,
        /// What changes there.
        words: Words,
    },
    /// Harmony and melody in another style.
    Cover {
        /// How far it goes, 0 to 1.
        strength: f64,
        /// The style.
        words: Words,
    },
}

/// What was heard in a recording: enough to cover it.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// Its length in seconds, or the length of the part that was listened to.
    pub seconds: f64,
    /// Tempo in beats a minute.
    pub bpm: f64,
    pub(crate) tonic: &'static str,
    pub(crate) mode: Mode,
    /// The scale degree (1 to 7) of each bar's chord.
    pub(crate) chords: Vec<u8>,
}

/// Why a piece cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field of an order that it is about: `clip`, `startsAt`, `endsAt`.
    pub field: &'static str,
    /// One sentence.
    pub message: String,
}

impl Fault {
    pub(crate) fn of(field: &'static str, message: impl Into<String>) -> Self {
        Self {
            field,
            message: message.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl Heard {
    /// Key and mode, as in "D minor".
    #[must_use]
    pub fn key(&self) -> String {
        format!("{} {}", self.tonic, self.mode.name())
    }
}

impl Recipe {
    /// A piece made from a brief.
    #[must_use]
    pub fn create(brief: &Brief) -> Self {
        Self::from(Origin::Create(brief.clone()))
    }

    /// A recording that was listened to.
    #[must_use]
    pub fn heard(heard: Heard) -> Self {
        Self::from(Origin::Heard(heard))
    }

    fn from(origin: Origin) -> Self {
        Self {
            engine: ENGINE,
            origin,
            edits: Vec::new(),
        }
    }

    /// The piece with one change more.
    #[must_use]
    pub fn and(mut self, edit: Edit) -> Self {
        self.edits.push(edit);
        self
    }

    /// Reads a clip's id.
    ///
    /// # Errors
    ///
    /// When it is no such id, or a part of it is missing.
    pub fn parse(id: &str) -> Result<Self, Fault> {
        let broken = || Fault::of("clip", "This is not the id of a clip of the sketch.");
        let id = id.trim();
        if id.len() > LONGEST {
            return Err(broken());
        }
        let (body, sum) = id.rsplit_once('#').ok_or_else(broken)?;
        if sum != text::checksum(body) {
            return Err(Fault::of(
                "clip",
                "The id of this clip is not whole; it was cut or changed on its way.",
            ));
        }
        let mut parts = body.split(';');
        let engine = parts.next().and_then(|name| name.strip_prefix("sketch"));
        let engine = engine.and_then(|it| it.parse().ok()).ok_or_else(broken)?;
        let origin = parts.next().and_then(text::origin).ok_or_else(broken)?;
        let edits: Option<Vec<Edit>> = parts.map(text::edit).collect();
        Ok(Self {
            engine,
            origin,
            edits: edits.ok_or_else(broken)?,
        })
    }

    /// Composes the piece. The plan's warnings are those of the last step.
    ///
    /// # Errors
    ///
    /// When a step cannot be done: a window outside the piece, a recording that is to be more than covered.
    pub fn perform(&self) -> Result<Plan, Fault> {
        if self.edits.len() > EDITS {
            let message = format!("A clip can be changed {EDITS} times; this one has been.");
            return Err(Fault::of("clip", message));
        }
        let (mut plan, rest) = self.begin()?;
        for edit in rest {
            plan = match edit {
                Edit::Extend { at, seconds, words } => extend(&plan, *at, *seconds, words),
                Edit::Replace { from, to, words } => replace(&plan, *from, *to, words)?,
                Edit::Cover { strength, words } => cover(&plan, *strength, words),
            };
        }
        if self.engine != ENGINE {
            plan.warnings.push(
                "This clip was made by another version of the sketch and sounds a little different now."
                    .to_owned(),
            );
        }
        plan.recipe = self.to_string();
        Ok(plan)
    }

    /// The first plan, and the edits that follow it.
    fn begin(&self) -> Result<(Plan, &[Edit]), Fault> {
        let heard = match &self.origin {
            Origin::Create(brief) => return Ok((compose(brief), &self.edits)),
            Origin::Heard(it) => it,
        };
        match self.edits.split_first() {
            Some((Edit::Cover { words, strength }, rest)) => {
                let mut plan = cover(&frame_of(heard, words), strength.max(0.5), words);
                plan.warnings.push(
                    "Of a recording the sketch knows tempo, key and chords; the melody is its own."
                        .to_owned(),
                );
                Ok((plan, rest))
            }
            _ => Err(Fault::of(
                "clip",
                "A recording that was uploaded can be covered, and only its cover can be changed or downloaded.",
            )),
        }
    }
}

impl fmt::Display for Recipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut body = format!("sketch{};", self.engine);
        body.push_str(&match &self.origin {
            Origin::Create(brief) => text::create(brief),
            Origin::Heard(heard) => text::heard(heard),
        });
        for edit in &self.edits {
            body.push(';');
            body.push_str(&text::write(edit));
        }
        write!(f, "{body}#{}", text::checksum(&body))
    }
}

/// The tonic as the tables spell it.
fn tonic(name: &str) -> Option<&'static str> {
    TONICS
        .into_iter()
        .find(|(known, _)| *known == name)
        .map(|(known, _)| known)
}

#[cfg(test)]
mod tests {
    use super::{Edit, Heard, Recipe};
    use crate::{Brief, prompt::Words, theory::Mode};

    fn words(prompt: &str) -> Words {
        Words {
            prompt: prompt.into(),
            lyrics: Some("[Chorus]\n50% & more; #1 = ünï".into()),
            seed: 9_007_199_254_740_991,
        }
    }

    fn long() -> Recipe {
        let brief = Brief {
            prompt: "lo-fi; 50 % #1 & all = ünïcode\n🎵".into(),
            negative_prompt: Some(String::new()),
            lyrics: None,
            seed: 12,
            seconds: Some(12.25),
            bpm: None,
            instrumental: Some(false),
        };
        Recipe::create(&brief)
            .and(Edit::Extend {
                at: None,
                seconds: Some(0.1 + 0.2),
                words: words("strings"),
            })
            .and(Edit::Replace {
                from: 1.5,
                to: 3.0,
                words: words(""),
            })
            .and(Edit::Cover {
                strength: 0.9,
                words: words("metal"),
            })
    }

    #[test]
    fn an_id_is_plain_and_reads_back_as_what_it_was() {
        let heard = Recipe::heard(Heard {
            seconds: 30.5,
            bpm: 98.2,
            tonic: "F#",
            mode: Mode::Dorian,
            chords: vec![1, 6, 3, 7],
        });
        for recipe in [long(), heard] {
            let id = recipe.to_string();
            assert!(id.bytes().all(|byte| byte.is_ascii_graphic()), "{id}");
            assert_eq!(Recipe::parse(&id).unwrap(), recipe, "{id}");
        }
    }

    #[test]
    fn an_id_that_is_cut_changed_or_foreign_is_refused() {
        let id = long().to_string();
        for end in (0..id.len()).step_by(7) {
            assert!(Recipe::parse(&id[..end]).is_err(), "{}", &id[..end]);
        }
        assert!(Recipe::parse(&id.replace("12.25", "13.25")).is_err());
        for foreign in [
            "",
            "#",
            "a7c3-uuid",
            "sketch2;",
            "sketch2;create?seed=1#0",
            ";;;#",
        ] {
            assert_eq!(Recipe::parse(foreign).unwrap_err().field, "clip");
        }
    }

    #[test]
    fn a_recording_can_only_be_covered() {
        let heard = Recipe::heard(Heard {
            seconds: 20.0,
            bpm: 100.0,
            tonic: "D",
            mode: Mode::Minor,
            chords: vec![1, 4],
        });
        let cover = Edit::Cover {
            strength: 0.8,
            words: words("bossa nova"),
        };
        assert!(heard.perform().is_err());
        let plan = heard.and(cover).perform().unwrap();
        assert_eq!(
            (plan.genre(), plan.key().as_str()),
            ("bossa nova", "D minor")
        );
    }
}
