//! The tasks the vendor takes on, as rows.

use std::time::Duration;

use crate::vendors::fields::{Body, Field, Rule, text};

/// A task and what the page says of it.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) name: &'static str,
    /// The price in credits.
    pub(super) credits: u32,
    /// How long it takes.
    pub(super) latency: Duration,
    /// The fields it reads, in groups.
    pub(super) fields: &'static [&'static [Field]],
    /// What becomes of which sound.
    pub(super) work: Work,
}

/// What a task does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Work {
    Create,
    Extend,
    Replace,
    Cover,
    Upload,
    Download,
}

pub(super) static UPLOAD: Task = Task {
    name: "upload",
    credits: 2,
    latency: Duration::from_secs(8),
    fields: &[&[Field::required("audio_url", Rule::Url)], &WEBHOOK],
    work: Work::Upload,
};

pub(super) static DOWNLOAD: Task = Task {
    name: "download",
    credits: 2,
    latency: Duration::from_secs(5),
    fields: &[&[CLIP, Field::optional("format", Rule::Word(&["mp3", "wav"]))]],
    work: Work::Download,
};

/// The tasks of `create`, by their `task_type`.
static CREATE: [Task; 5] = [
    row(
        "create_music",
        Work::Create,
        &[&CREATE_FIELDS, &SHARED, &WEBHOOK],
    ),
    row(
        "extend_music",
        Work::Extend,
        &[&EXTEND_FIELDS, &SHARED, &WEBHOOK],
    ),
    row(
        "replace_music",
        Work::Replace,
        &[&REPLACE_FIELDS, &SHARED, &WEBHOOK],
    ),
    row(
        "cover_music",
        Work::Cover,
        &[&COVER_FIELDS, &SHARED, &WEBHOOK],
    ),
    row(
        "cover_upload_music",
        Work::Cover,
        &[&COVER_FIELDS, &SHARED, &WEBHOOK],
    ),
];

/// What `create` did once.
const REMOVED: [&str; 3] = ["music_variation", "swap_music_vocals", "swap_music_sound"];

const fn row(name: &'static str, work: Work, fields: &'static [&'static [Field]]) -> Task {
    Task {
        name,
        credits: 10,
        latency: Duration::from_secs(30),
        fields,
        work,
    }
}

const ANY: Rule = Rule::Text(0..=usize::MAX);
const SECONDS: Rule = Rule::Number(0.0..=86_400.0);
const PART: Rule = Rule::Number(0.0..=1.0);
const CLIP: Field = Field::required("clip_id", ANY);
const LENGTH: Field = Field::optional("length", Rule::Whole(1..=240));

/// What every task of `create` takes.
static SHARED: [Field; 6] = [
    Field::optional("sound", ANY),
    Field::optional("lyrics", ANY),
    Field::optional("instruction", ANY),
    Field::optional("title", Rule::Text(0..=80)),
    Field::optional("mv", ANY),
    Field::optional("seed", Rule::Scalar),
];

static WEBHOOK: [Field; 2] = [
    Field::optional("webhook_url", Rule::Text(1..=1024)),
    Field::optional("webhook_secret", ANY),
];

static CREATE_FIELDS: [Field; 2] = [LENGTH, Field::optional("bpm", Rule::Scalar)];

static EXTEND_FIELDS: [Field; 3] = [CLIP, Field::optional("starts_at", SECONDS), LENGTH];

static REPLACE_FIELDS: [Field; 3] = [
    CLIP,
    Field::required("starts_at", SECONDS),
    Field::required("ends_at", SECONDS),
];

static COVER_FIELDS: [Field; 3] = [
    CLIP,
    Field::optional("strength", PART),
    Field::optional("cover_strength", PART),
];

/// Why a body of `create` names no task.
#[derive(Debug, PartialEq)]
pub(super) enum NoTask {
    Removed(String),
    Unknown(String),
}

/// The task that a body of `create` asks for.
pub(super) fn of_create(body: &Body) -> Result<&'static Task, NoTask> {
    let Some(name) = text(body, "task_type") else {
        return Err(NoTask::Unknown("task_type is required".to_owned()));
    };
    if REMOVED.contains(&name) {
        return Err(NoTask::Removed(format!(
            "{name} is no longer supported. Use replace_music for segment-level transformations, or re-run create_music with a \
             fresh seed for an alternate version."
        )));
    }
    let unknown = || {
        let known = CREATE.each_ref().map(|task| task.name).join(", ");
        NoTask::Unknown(format!("task_type must be one of {known}"))
    };
    CREATE
        .iter()
        .find(|task| task.name == name)
        .ok_or_else(unknown)
}
