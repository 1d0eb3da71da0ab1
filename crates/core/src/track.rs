//! What comes out of a job.

use crate::audio::AudioFacts;
use crate::order::Finding;
use crate::origin::is_fetchable;
use crate::time::Moment;
use crate::value::{Map, Value};

/// A result as a provider named it, before its audio is at hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Where the audio is; none when it came in the answer itself.
    pub url: Option<String>,
    /// Where the uncompressed audio is.
    pub wav_url: Option<String>,
    /// Where a picture is.
    pub image_url: Option<String>,
    /// The provider's id to extend, replace or cover it by.
    pub clip: Option<String>,
    /// The provider's title.
    pub title: Option<String>,
    /// The words that are sung.
    pub lyrics: Option<String>,
    /// Length in seconds as the provider says it.
    pub seconds: Option<f64>,
    /// Media type as the provider says it.
    pub mime: Option<String>,
    /// What it cost, in US dollars.
    pub usd: Option<f64>,
    /// What it cost, in the provider's credits.
    pub credits: Option<f64>,
    /// What else the provider said.
    pub meta: Map,
}

impl Found {
    /// The result as plain data, for a snapshot.
    pub fn to_value(&self) -> Value {
        let map = Map::new()
            .with("url", self.url.as_deref())
            .with("mimeType", self.mime.as_deref())
            .with("usd", self.usd)
            .with("credits", self.credits)
            .with("meta", self.meta.clone());
        self.names(map).into()
    }

    /// A result that was stored.
    pub fn from_value(value: &Value) -> Self {
        let text = |name| value.get(name).text().map(str::to_owned);
        Self {
            // A record may come from elsewhere.
            url: text("url").filter(|url| is_fetchable(url)),
            wav_url: text("wavUrl"),
            image_url: text("imageUrl"),
            clip: text("clip"),
            title: text("title"),
            lyrics: text("lyrics"),
            seconds: value.get("seconds").number(),
            mime: text("mimeType"),
            usd: value.get("usd").number(),
            credits: value.get("credits").number(),
            meta: value.get("meta").map().cloned().unwrap_or_default(),
        }
    }

    fn names(&self, map: Map) -> Map {
        map.with("wavUrl", self.wav_url.as_deref())
            .with("imageUrl", self.image_url.as_deref())
            .with("clip", self.clip.as_deref())
            .with("title", self.title.as_deref())
            .with("lyrics", self.lyrics.as_deref())
            .with("seconds", self.seconds)
    }
}

/// A finished piece. Its bytes, if they were kept, are with the driver under the same index.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Ours: the job's id, a dot, and its place among the results.
    pub id: String,
    /// The model that made it.
    pub model: &'static str,
    /// What the provider said of it.
    pub found: Found,
    /// What its bytes say; none when only the address is known.
    pub facts: Option<AudioFacts>,
    /// When the provider deletes the file, where that is known.
    pub expires_at: Option<Moment>,
    /// What was dropped, ignored or could not be done.
    pub warnings: Vec<Finding>,
}

impl Track {
    /// The track as plain data with the names of the public type, without a playable `url`: that is the driver's.
    pub fn to_value(&self) -> Value {
        let found = &self.found;
        let cost = Map::new()
            .with("usd", found.usd)
            .with("credits", found.credits);
        let mut map = found.names(
            Map::new()
                .with("id", self.id.as_str())
                .with("model", self.model)
                .with(
                    "sourceUrl",
                    found.url.as_deref().filter(|url| !url.starts_with("data:")),
                )
                .with("mimeType", found.mime.as_deref())
                .with("expiresAt", self.expires_at.map(|at| at.as_millis() as f64)),
        );
        for (name, value) in self
            .facts
            .map(AudioFacts::to_map)
            .unwrap_or_default()
            .iter()
        {
            map.set(name, value.clone());
        }
        if !self.warnings.is_empty() {
            let warnings: Vec<_> = self.warnings.iter().map(Finding::to_value).collect();
            map.set("warnings", warnings);
        }
        if !cost.is_empty() {
            map.set("cost", cost);
        }
        map.set("meta", found.meta.clone());
        map.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_names_no_address_that_audio_cannot_be_at() {
        let stored = Map::new()
            .with("url", "javascript:alert(1)")
            .with("clip", "c-1");
        let found = Found::from_value(&stored.into());
        assert_eq!((found.url, found.clip.as_deref()), (None, Some("c-1")));
    }
}
