//! What every vendor does with a call: takes a job on, looks it up, and sends its audio.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use axum::body::Bytes;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::audio::{self, Recipe};
use crate::cors::Area;
use crate::door::Call;
use crate::jobs::{Failure, Fate, Job, Phase, Timing};
use crate::kind::{Kind, Shape};
use crate::vendors::Answer;

/// An answer that ends a call early. Boxed, to be light to hand up.
pub(super) type Refusal = Box<Response>;

/// An answer, or one that is handed up early by `?`.
pub(super) type Answered = Result<Response, Refusal>;

/// Answers a call to the API or to the audio host.
pub(super) fn by_area<'a>(
    area: Area,
    api: impl Future<Output = Answered> + Send + 'a,
    file: impl Future<Output = Response> + Send + 'a,
) -> Answer<'a> {
    match area {
        Area::Api => Box::pin(async { api.await.unwrap_or_else(|refusal| *refusal) }),
        Area::Audio => Box::pin(file),
    }
}

/// Why a request has no bearer's key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum NoKey {
    Missing,
    /// Another scheme, or no key behind it.
    Misformed,
}

/// An order that a vendor has checked and takes on.
pub(super) struct Order {
    pub(super) vendor: &'static str,
    /// The vendor's id of the job to be.
    pub(super) id: String,
    /// The vendor's id of the clip it will make, where clips have one.
    pub(super) clip: Option<String>,
    /// The vendor's name of the model.
    pub(super) model: &'static str,
    pub(super) recipe: Recipe,
    pub(super) fate: Fate,
    /// The price in US dollars.
    pub(super) usd: f64,
    /// How long the vendor usually takes.
    pub(super) latency: Duration,
    /// What else of it the vendor's answers tell.
    pub(super) notes: Value,
}

impl Call {
    /// Takes an order on, unless the call's fault has it end otherwise, and charges the key.
    pub(super) fn take(&self, key: &[u8], order: Order) -> Arc<Job> {
        let (fate, latency) = match &self.fault {
            Some(Kind::Fail { error }) => (Fate::Fails(Failure::new(error)), order.latency),
            Some(Kind::Pending {}) => (Fate::Endless, order.latency),
            Some(Kind::Latency { ms }) => (order.fate, Duration::from_millis(*ms)),
            _ => (order.fate, order.latency),
        };
        let job = Job {
            vendor: order.vendor,
            timing: Timing::of(&order.id, latency),
            id: order.id,
            clip: order.clip,
            model: order.model,
            recipe: order.recipe,
            fate,
            usd: order.usd,
            taken_at: self.sandbox.clock().now(),
            taken_utc: self.sandbox.clock().utc(),
            notes: order.notes,
        };
        self.sandbox.take(key, &self.body, job)
    }

    /// The job, unless it is none of this vendor's or ended longer ago than its record is kept.
    pub(super) fn job(&self, vendor: &str, id: &str, kept: Option<Duration>) -> Option<Arc<Job>> {
        if self.fault == Some(Kind::Expired {}) {
            return None;
        }
        let now = self.sandbox.clock().now();
        let expired = |job: &Job| kept.is_some_and(|kept| job.ended_longer_ago(kept, now));
        self.sandbox.job(vendor, id).filter(|job| !expired(job))
    }

    /// How a job is said to stand.
    pub(super) fn phase<'a>(&self, job: &'a Job) -> Phase<'a> {
        if self.fault == Some(Kind::Pending {}) {
            return Phase::Running;
        }
        job.phase(self.sandbox.clock().now())
    }

    /// What a key still has in US dollars, of what it had at first.
    pub(super) fn balance(&self, vendor: &str, key: &[u8], at_first: f64) -> f64 {
        if key.starts_with(b"broke") {
            return 0.0;
        }
        at_first - self.sandbox.spent(vendor, key)
    }

    /// The key of a bearer's `Authorization`, or why there is none.
    pub(super) fn bearer(&self) -> Result<&[u8], NoKey> {
        let header = self.headers.get(AUTHORIZATION).ok_or(NoKey::Missing)?;
        let key = header.as_bytes().strip_prefix(b"Bearer ");
        key.filter(|key| !key.is_empty()).ok_or(NoKey::Misformed)
    }

    /// The body's media type in lower case, without its parameters.
    pub(super) fn media_type(&self) -> String {
        let named = self.headers.get(CONTENT_TYPE);
        let named = named.and_then(|value| value.to_str().ok());
        let media_type = named.unwrap_or_default().split(';').next();
        media_type.unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// What is to be heard of a job, once it is done.
    pub(super) fn finished(&self, job: Option<Arc<Job>>) -> Option<Recipe> {
        let now = self.sandbox.clock().now();
        let done = job.filter(|job| job.phase(now) == Phase::Done);
        done.map(|job| job.recipe.clone())
    }

    /// An audio host's answer, where there is something to be heard: no key is asked for.
    pub(super) async fn file(
        &self,
        recipe: Option<Recipe>,
        content_type: &'static str,
    ) -> Response {
        if !matches!(self.method, Method::GET | Method::HEAD) {
            return StatusCode::METHOD_NOT_ALLOWED.into_response();
        }
        let Some(recipe) = recipe else {
            return (StatusCode::NOT_FOUND, "404 Not Found").into_response();
        };
        match self.made(&recipe).await {
            Ok(file) => audio::send(&file, content_type, &self.headers),
            Err(reason) => (StatusCode::INTERNAL_SERVER_ERROR, reason).into_response(),
        }
    }

    /// The bytes of a file, or why there are none.
    pub(super) async fn made(&self, recipe: &Recipe) -> Result<Bytes, String> {
        let file = self.sandbox.file(recipe).await;
        file.map_err(|error| error.to_string())
    }

    /// The field and the value that the call's fault has the audio stand in.
    pub(super) async fn reshaped(
        &self,
        recipe: &Recipe,
        url: &str,
        content_type: &str,
    ) -> Result<Option<(&str, Value)>, String> {
        let Some(Kind::Json { field, shape }) = &self.fault else {
            return Ok(None);
        };
        let file = match shape {
            Shape::Url | Shape::List => Bytes::new(),
            _ => self.made(recipe).await?,
        };
        let audio = audio::shaped(*shape, url, content_type, &file);
        Ok(Some((field, audio)))
    }
}

/// A time since 1970 as vendors write it: UTC, to the millisecond.
pub(super) fn iso(utc: Duration) -> String {
    // Past this humantime knows no date; no vendor does either.
    let utc = utc.min(Duration::from_secs(253_402_300_799));
    humantime::format_rfc3339_millis(UNIX_EPOCH + utc).to_string()
}
