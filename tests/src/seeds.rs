//! What a fuzzer starts from: the contract files and the files of sound, as each target reads them.

use std::fs;
use std::path::{Path, PathBuf};

use tutti_core::http::{Body, Response};
use tutti_core::{Map, Moment, Order, Settings, Ticket, Value, providers};
use tutti_fuzz::replies::Stage;
use tutti_fuzz::write::Written;

use crate::contracts::{Case, of};

/// A seed: the name of its target, and the bytes.
pub type Seed = (String, Vec<u8>);

/// Every seed of every target.
///
/// # Panics
///
/// When a contract file is not what it should be.
pub fn all() -> Vec<Seed> {
    let vendors = providers::ALL
        .iter()
        .map(|it| it.info().id)
        .filter(|id| folder("contracts").join(id).is_dir());
    let cases: Vec<Case> = vendors.flat_map(of).collect();
    let mut seeds: Vec<Seed> = cases.iter().flat_map(of_case).collect();
    seeds.extend(lives(&cases));
    seeds.extend(sounds());
    seeds.extend(
        words()
            .into_iter()
            .map(|(target, text)| (target.to_owned(), text.into())),
    );
    seeds.extend(addresses(&cases));
    seeds
}

/// The files of sound by other people's encoders.
///
/// # Panics
///
/// When one cannot be read.
pub fn sounds() -> Vec<Seed> {
    files(&folder("../crates/core/tests/audio"), "audio")
}

/// Inputs that broke something once, each under its target.
///
/// # Panics
///
/// When a file cannot be read.
pub fn regressions() -> Vec<Seed> {
    let targets = tutti_fuzz::targets();
    let found = targets
        .iter()
        .flat_map(|it| files(&folder("fuzz/regressions").join(&it.name), &it.name));
    found.collect()
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The files of a folder, none when it is not there.
fn files(folder: &Path, target: &str) -> Vec<Seed> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> = paths.filter(|it| it.is_file()).collect();
    paths.sort();
    let read = |path: PathBuf| (target.to_owned(), fs::read(path).expect("a file"));
    paths.into_iter().map(read).collect()
}

fn of_case(case: &Case) -> Vec<Seed> {
    let vendor = case.name.split('/').next().unwrap_or_default();
    let order = Written::default().value(&case.order);
    let mut seeds = vec![
        ("order".to_owned(), order.into_bytes()),
        (
            "snapshot".to_owned(),
            Written::default().value(&record(case)).into_bytes(),
        ),
    ];
    if let Some(response) = &case.response {
        for stage in Stage::ALL {
            let bytes = Written::default()
                .value(&case.order)
                .ticket(ticket(case).as_ref())
                .response(response);
            let target = format!("reply-{vendor}-{}", stage.name());
            seeds.push((target, bytes.into_bytes()));
        }
    }
    seeds
}

fn ticket(case: &Case) -> Option<Ticket> {
    case.ticket.as_ref().and_then(Ticket::from_value)
}

/// A record of the case's job, taken on.
fn record(case: &Case) -> Value {
    let order = Order::admit(&case.order).expect("a valid order");
    let now = Moment::from_millis(1_795_246_080_000);
    let job = tutti_core::Job::new("job-1".to_owned(), order, Settings::default(), now);
    let mut record = job.snapshot();
    record.ticket = ticket(case);
    record.taken = Some(now);
    record.phase = tutti_core::Phase::Taken;
    record.to_value()
}

/// For every answer to an order, a life in which each question is answered in each way that the vendor has.
fn lives(cases: &[Case]) -> Vec<Seed> {
    let starts = cases.iter().filter(|case| case.ticket.is_none());
    let lives = starts.filter_map(|case| {
        let start = Written::default().value(&case.order).byte(1).byte(7);
        let start = start.byte(15).response(case.response.as_ref()?);
        let vendor = case.name.split('/').next();
        let answers = cases
            .iter()
            .filter(|it| it.ticket.is_some() && it.name.split('/').next() == vendor)
            .filter_map(|it| it.response.as_ref());
        let life = answers.fold(start, |it, answer| it.byte(15).response(answer));
        Some(("job".to_owned(), life.into_bytes()))
    });
    lives.collect()
}

fn words() -> Vec<(&'static str, &'static str)> {
    vec![
        ("decimal", "0.037"),
        ("decimal", "-123456789.123456"),
        ("retry-after", "60"),
        ("retry-after", "1795246140000"),
        ("retry-after", "2026-11-21T07:29:00.000+00:00"),
        ("retry-after", "Sat, 21 Nov 2026 07:29:00 GMT"),
    ]
}

/// Every address in an answer, beside an id.
fn addresses(cases: &[Case]) -> Vec<Seed> {
    let mut found = Vec::new();
    for response in cases.iter().filter_map(|it| it.response.as_ref()) {
        collect(response, &mut found);
    }
    found.sort_unstable();
    found.dedup();
    let written = |url: &String| Written::default().text(url).text("r-1/../2").into_bytes();
    found
        .iter()
        .map(|url| ("address".to_owned(), written(url)))
        .collect()
}

fn collect(response: &Response, found: &mut Vec<String>) {
    let Body::Json(value) = &response.body else {
        return;
    };
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Text(text) if text.starts_with("http") => found.push(text.clone()),
            Value::List(items) => open.extend(items),
            Value::Map(map) => open.extend(map.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
}

/// Every word of the contract files, for a fuzzer to put together.
pub fn dictionary() -> Vec<String> {
    let vendors = providers::ALL.iter().map(|it| it.info().id);
    let known = vendors.filter(|id| folder("contracts").join(id).is_dir());
    let mut words = Vec::new();
    for case in known.flat_map(of) {
        let order = Map::new()
            .with("order", case.order)
            .with("ticket", case.ticket);
        gather(&order.into(), &mut words);
        if let Some(Body::Json(value)) = case.response.map(|it| it.body) {
            gather(&value, &mut words);
        }
    }
    words.sort_unstable();
    words.dedup();
    words
}

fn gather(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::Text(text) if text.len() <= 40 => words.push(text.clone()),
        Value::List(items) => items.iter().for_each(|it| gather(it, words)),
        Value::Map(map) => {
            for (name, value) in map.iter() {
                words.push(name.to_owned());
                gather(value, words);
            }
        }
        _ => {}
    }
}
