//! One finished piece, as the page shows, plays and keeps it.

use tutti_core::catalog::ModelInfo;
use tutti_core::{Map, Operation, Track, Value, providers};

use crate::state::edit::heading;
use crate::state::peaks::Peaks;
use crate::words;

const MOST_NAME_CHARS: usize = 120;
const MOST_TAG_CHARS: usize = 40;
const MOST_TAGS: usize = 20;

/// One finished piece.
#[derive(Clone, Debug, PartialEq)]
pub struct Take {
    /// Its id: the job's, a dot, and its place among the results.
    pub id: String,
    /// The job it came from.
    pub job: String,
    /// The id of the model that made it.
    pub model: String,
    /// The order it came from.
    pub order: Value,
    /// The seed that made it, where it is known.
    pub seed: Option<f64>,
    /// When it was made, in milliseconds since 1970.
    pub made_ms: f64,
    /// Its length in seconds, once known.
    pub seconds: Option<f64>,
    /// Its size in bytes, where the bytes are at hand.
    pub bytes: Option<f64>,
    /// Its media type.
    pub mime: String,
    /// What its provider calls it, for going on from it.
    pub clip: Option<String>,
    /// The base address it was ordered at; empty for a local one.
    pub base: String,
    /// Where the provider has it, if the bytes could not be read.
    pub source_url: Option<String>,
    /// What it cost, in US dollars.
    pub usd: Option<f64>,
    /// Its outline, once it was decoded.
    pub peaks: Option<Peaks>,
    /// How loud it is to the ear, in LUFS, once it was decoded.
    pub lufs: Option<f64>,
    /// The name that the person gave it.
    pub name: Option<String>,
    /// Whether it is a favourite.
    pub favourite: bool,
    /// From 1 to 5; 0 when it was not rated.
    pub rating: u8,
    /// What the person called it by, to find it again.
    pub tags: Vec<String>,
    /// When it was deleted by the person; it is swept away for good a little later.
    pub deleted_ms: Option<f64>,
}

impl Take {
    /// The piece that a job brought.
    pub fn of(job: &str, base: &str, order: &Value, track: &Track, now_ms: f64) -> Self {
        let facts = track.to_value();
        let number = |name: &str| facts.get(name).number();
        Self {
            id: track.id.clone(),
            job: job.to_owned(),
            model: track.model.to_owned(),
            order: order.clone(),
            seed: seed_of(&track.found.meta, order),
            made_ms: now_ms,
            seconds: number("seconds"),
            bytes: number("bytes"),
            mime: facts
                .get("mimeType")
                .text()
                .unwrap_or("audio/wav")
                .to_owned(),
            clip: track.found.clip.clone(),
            base: base.to_owned(),
            source_url: facts.get("sourceUrl").text().map(str::to_owned),
            usd: track.found.usd,
            peaks: None,
            lufs: None,
            name: None,
            favourite: false,
            rating: 0,
            tags: Vec::new(),
            deleted_ms: None,
        }
    }

    /// The prompt it came from.
    pub fn prompt(&self) -> &str {
        self.order.get("prompt").text().unwrap_or_default()
    }

    /// Whether it is a file of the person's own that its provider was given.
    pub fn is_upload(&self) -> bool {
        self.order.get("operation").text() == Some(Operation::Upload.name())
    }

    /// A short name for it.
    pub fn title(&self) -> String {
        if let Some(name) = &self.name {
            return name.clone();
        }
        match self.order.get("title").text() {
            Some(given) => words::title(given),
            None => words::title(&heading(&self.order)),
        }
    }

    /// The row of the model that made it, unless the catalogue has lost it.
    pub fn row(&self) -> Option<&'static ModelInfo> {
        providers::row(&self.model).map(|(_, model)| model)
    }

    /// The name of the model that made it.
    pub fn model_name(&self) -> String {
        words::model_name(&self.model)
    }

    /// What tells it apart for a screen reader, as in `Rain on tin, Lyria 2`.
    pub fn spoken(&self) -> String {
        format!("{}, {}", self.title(), self.model_name())
    }

    /// Gives it a name; nothing takes the name back.
    pub fn rename(&mut self, name: &str) {
        let name: String = words::line(name).chars().take(MOST_NAME_CHARS).collect();
        self.name = (!name.is_empty()).then_some(name);
    }

    /// Adds a tag, unless it has it in whatever case, or has too many.
    pub fn tag(&mut self, tag: &str) {
        let tag: String = words::line(tag).chars().take(MOST_TAG_CHARS).collect();
        let has = |it: &String| it.to_lowercase() == tag.to_lowercase();
        if !tag.is_empty() && self.tags.len() < MOST_TAGS && !self.tags.iter().any(has) {
            self.tags.push(tag);
        }
    }

    /// The seed it was made with, where one was given.
    pub fn seed(&self) -> Option<String> {
        let seed = self.order.get("seed");
        let text = seed.text().map(str::to_owned);
        text.or_else(|| Some(seed.number()?.to_string()))
    }

    /// A name for its file, of the day it was made on: `2026-11-21_rain-on-tin_segmind_42.wav`.
    pub fn file_name(&self, day: &str) -> String {
        let provider = self.model.split('/').next().unwrap_or_default();
        let (title, seed) = (self.title(), self.seed().unwrap_or_default());
        words::file_name(&[day, &title, provider, &seed], &self.mime)
    }

    /// The piece as it is stored, without its outline.
    pub fn to_value(&self) -> Value {
        let tags: Vec<Value> = self.tags.iter().map(|it| it.as_str().into()).collect();
        Map::new()
            .with("id", self.id.as_str())
            .with("job", self.job.as_str())
            .with("model", self.model.as_str())
            .with("order", self.order.clone())
            .with("seed", self.seed)
            .with("madeAt", self.made_ms)
            .with("seconds", self.seconds)
            .with("bytes", self.bytes)
            .with("mimeType", self.mime.as_str())
            .with("clip", self.clip.as_deref())
            .with("endpoint", self.base.as_str())
            .with("sourceUrl", self.source_url.as_deref())
            .with("usd", self.usd)
            .with("lufs", self.lufs)
            .with("name", self.name.as_deref())
            .with("favourite", self.favourite)
            .with("rating", f64::from(self.rating))
            .with("tags", tags)
            .with("deletedAt", self.deleted_ms)
            .into()
    }

    /// A stored piece; none if this is not one. What an older program or another file left out is as it is by default.
    pub fn from_value(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name).text().map(str::to_owned);
        let number = |name: &str| value.get(name).number();
        let mut take = Self {
            id: text("id")?,
            job: text("job")?,
            model: text("model")?,
            order: value.get("order").clone(),
            seed: number("seed"),
            made_ms: number("madeAt")?,
            seconds: number("seconds"),
            bytes: number("bytes"),
            mime: text("mimeType")?,
            clip: text("clip"),
            base: text("endpoint").unwrap_or_default(),
            source_url: text("sourceUrl"),
            usd: number("usd"),
            peaks: Peaks::from_value(value.get("peaks")),
            lufs: number("lufs"),
            name: None,
            rating: number("rating").unwrap_or_default().clamp(0.0, 5.0) as u8,
            tags: Vec::new(),
            favourite: value.get("favourite") == &Value::Bool(true),
            deleted_ms: number("deletedAt"),
        };
        take.rename(&text("name").unwrap_or_default());
        for tag in value.get("tags").list().unwrap_or_default() {
            take.tag(tag.text().unwrap_or_default());
        }
        Some(take)
    }
}

/// The seed that the provider named, as a number or in digits, or else the one that was ordered.
fn seed_of(said: &Map, order: &Value) -> Option<f64> {
    let number = |value: &Value| {
        let digits = value.text().and_then(|text| text.trim().parse().ok());
        value.number().or(digits)
    };
    let whole = |seed: &f64| *seed >= 0.0 && seed.fract() == 0.0;
    let seeds = [said.get("seed"), order.get("seed")];
    seeds.into_iter().filter_map(number).find(whole)
}

#[cfg(test)]
pub(crate) mod tests {
    use tutti_core::{Found, Track};

    use super::*;
    use crate::state::peaks::Outline;

    pub(crate) fn take(id: &str, made_ms: f64) -> Take {
        let order = Map::new()
            .with("model", "segmind/lyria-2")
            .with("prompt", "rain on tin");
        let track = Track {
            id: format!("{id}.0"),
            model: "segmind/lyria-2",
            found: Found {
                url: Some("https://images.segmind.com/a.wav".to_owned()),
                usd: Some(0.09),
                ..Found::default()
            },
            facts: None,
            expires_at: None,
            warnings: Vec::new(),
        };
        Take::of(id, "", &order.into(), &track, made_ms)
    }

    #[test]
    fn a_piece_reads_back_as_it_was_stored() {
        let mut kept = take("a", 5.0);
        let mut outline = Outline::new(2);
        outline.feed(0, &[0.5, 0.1]);
        let peaks = outline.finish();
        kept.lufs = Some(-14.2);
        kept.clip = Some("clip-1".to_owned());
        kept.base = "https://api.segmind.com".to_owned();
        kept.favourite = true;
        kept.rating = 3;
        kept.rename("Rain, at last");
        kept.tag("wet");
        kept.deleted_ms = Some(9.0);
        assert_eq!(Take::from_value(&kept.to_value()), Some(kept.clone()));
        assert_eq!(Take::from_value(&Value::Null), None);
        // As it stands in a backup, and as it was stored before outlines had a place of their own.
        let whole = kept.to_value().map().cloned().unwrap_or_default();
        let whole = whole.with("peaks", peaks.as_ref().map(Peaks::to_value));
        kept.peaks = peaks;
        assert_eq!(Take::from_value(&whole.into()), Some(kept));
    }

    #[test]
    fn a_piece_that_was_stored_before_there_were_ratings_reads_back() {
        let kept = take("a", 5.0);
        let mut old = kept.to_value().map().cloned().unwrap_or_default();
        for name in ["rating", "tags", "name"] {
            old.remove(name);
        }
        assert_eq!(Take::from_value(&old.into()), Some(kept));
    }

    #[test]
    fn names_and_tags_are_one_line_of_bounded_length_and_tags_come_once() {
        let mut kept = take("a", 5.0);
        kept.rename("  two\n lines ");
        assert_eq!(kept.title(), "two lines");
        kept.rename(" ");
        assert_eq!(kept.title(), "rain on tin");
        for tag in ["wet", "WET", " ", "slow "] {
            kept.tag(tag);
        }
        assert_eq!(kept.tags, ["wet", "slow"]);
        kept.tag(&"x".repeat(1_000));
        assert_eq!(kept.tags[2].len(), MOST_TAG_CHARS);
        (0..100).for_each(|nth| kept.tag(&nth.to_string()));
        assert_eq!(kept.tags.len(), MOST_TAGS);
    }

    #[test]
    fn a_file_is_called_by_its_day_title_provider_and_seed() {
        let mut kept = take("a", 5.0);
        kept.rename("Rain / \"tin\": ../x");
        assert_eq!(
            kept.file_name("2026-11-21"),
            "2026-11-21_rain-tin-x_segmind.wav"
        );
        kept.order = Map::new().with("seed", 42.0).into();
        assert_eq!(
            kept.file_name("2026-11-21"),
            "2026-11-21_rain-tin-x_segmind_42.wav"
        );
    }

    #[test]
    fn a_piece_of_a_model_the_catalogue_lost_still_has_names() {
        let mut kept = take("a", 5.0);
        kept.model = "gone/model".to_owned();
        assert_eq!(kept.spoken(), "rain on tin, gone/model");
        assert_eq!(kept.file_name(""), "rain-on-tin_gone.wav");
    }
}
