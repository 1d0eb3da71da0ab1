//! The npm package's module: the job machine, the adapters and the catalogue, under the package's own JavaScript.
//!
//! One function, plain data in and out, packed into bytes. What takes time (requests, pauses, locks, the journal, keys that
//! are asked for) is done in `npm/`, in JavaScript, where it costs the fewest bytes; what is decided about it is decided in
//! here. The bytes of audio stay outside.
//!
//! It is built twice: once with all of this, and once, with `--cfg tutti_jobs`, for vendors' jobs alone. The second is what the
//! package loads at first. An order that it refuses, of the sketch or with a fault, is an error without a message; then the other
//! is asked, which has the words.

#![warn(clippy::use_debug)]

mod came;
#[cfg(not(tutti_jobs))]
mod question;
mod surroundings;
mod work;

use std::cell::RefCell;

use rlsf::SmallGlobalTlsf;
use tutti_core::{Error, Map, Pace, Snapshot, Span, Value, packed};
#[cfg(not(tutti_jobs))]
use tutti_core::{Finding, Order};
use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(not(tutti_jobs))]
use crate::question::Question;
use crate::surroundings::millis;
use crate::work::Work;

/// Allocates in constant time, in half the bytes of the standard library's own allocator.
#[global_allocator]
static ALLOCATOR: SmallGlobalTlsf = SmallGlobalTlsf::new();

thread_local! {
    /// What is under way, by its number; a number is free again once its work is let go.
    static DESK: RefCell<Vec<Option<Entry>>> = const { RefCell::new(Vec::new()) };
}

enum Entry {
    #[cfg(not(tutti_jobs))]
    Question(Box<Question>),
    Work(Box<Work>),
}

/// Tells the work of this number what happened (`is`, and what belongs to it), and answers with what is to be done next
/// (`do`, and what belongs to it). What is asked of no work in particular goes by any number.
#[wasm_bindgen]
pub fn step(number: usize, event: &[u8]) -> Vec<u8> {
    let event = packed::unpack(event);
    let said = DESK.with_borrow_mut(|desk| tell(desk, number, &event));
    packed::pack(&said)
}

/// Whether so many bytes with this beginning are more than any answer should have.
#[wasm_bindgen(js_name = isTooLarge)]
pub fn is_too_large(received: f64, head: &[u8]) -> bool {
    tutti_core::exchange::is_too_large(received, || head.to_vec())
}

fn tell(desk: &mut Vec<Option<Entry>>, number: usize, event: &Value) -> Value {
    match event.get("is").text().unwrap_or_default() {
        #[cfg(not(tutti_jobs))]
        "check" => check(event),
        #[cfg(not(tutti_jobs))]
        "credits" => enter(desk, Question::new(event).map(Entry::Question)),
        "note" => note(event),
        "records" => records(event),
        "resume" => enter(desk, Work::resume(event).map(Entry::Work)),
        "start" => enter(desk, Work::start(event).map(Entry::Work)),
        "over" => {
            desk[number] = None;
            Value::Null
        }
        what => match &mut desk[number] {
            #[cfg(not(tutti_jobs))]
            Some(Entry::Question(question)) => question.tell(what, event).into(),
            Some(Entry::Work(work)) => work.tell(what, event).into(),
            None => Value::Null,
        },
    }
}

/// Gives new work a number, and says what it is.
fn enter(desk: &mut Vec<Option<Entry>>, entry: Result<Entry, Error>) -> Value {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => return failure(&error).into(),
    };
    let said = match &entry {
        #[cfg(not(tutti_jobs))]
        Entry::Question(_) => Map::new(),
        Entry::Work(work) => work.introduction(),
    };
    let number = desk.iter().position(Option::is_none).unwrap_or(desk.len());
    if number == desk.len() {
        desk.push(None);
    }
    desk[number] = Some(entry);
    said.with("number", number as f64).into()
}

/// Everything there is to say about an order.
#[cfg(not(tutti_jobs))]
fn check(event: &Value) -> Value {
    let findings = Order::findings(event.get("order"));
    let findings: Vec<Value> = findings.iter().map(Finding::to_value).collect();
    findings.into()
}

/// What was learnt of a kind of jobs, with one more.
fn note(event: &Value) -> Value {
    let mut pace = Pace::from_value(event.get("pace"));
    pace.note(Span {
        after: millis(event.get("after")),
        by: millis(event.get("by")),
    });
    pace.to_value()
}

/// The records that are jobs'.
fn records(event: &Value) -> Value {
    let given = event.get("records").list().unwrap_or_default();
    let known = given.iter().filter_map(|it| Snapshot::from_value(it).ok());
    known.map(|it| it.to_value()).collect::<Vec<_>>().into()
}

/// An error as what the JavaScript side makes a `TuttiError` of.
fn failure(error: &Error) -> Map {
    Map::new()
        .with("do", "fail")
        .with("error", error.to_value())
}
