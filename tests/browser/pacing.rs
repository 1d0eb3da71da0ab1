//! What former jobs teach, in a real browser: kept in its database, found by the next page.

#![cfg(target_arch = "wasm32")]
#![expect(
    clippy::unwrap_used,
    reason = "clippy does not know these functions for tests"
)]

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Date, Promise};
use tutti_browser_tests::{client, control, fresh, function, ledger, options, order, sandbox};
use tutti_core::{Order, Pace, Policy, Update, Value};
use tutti_web::{Client, Journal, Options, RunOptions};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// What a job of MusicGen takes at the sandbox's clock of these tests, about, and what its vendor says.
const TAKES: Duration = Duration::from_millis(4_400);
const SPEED: &str = r#"{"speed": 5}"#;
const VENDORS: Duration = Duration::from_millis(21_970);
/// Enough jobs that a client no longer begins with an early look.
const JOBS: usize = 8;

/// A client that paces jobs by what it knows, as in a page that was just loaded.
fn new_page() -> Client {
    Client::new(Options {
        journal: Journal::indexed_db(),
        policy: Policy::default(),
        ..options()
    })
}

/// The name that these jobs are remembered under.
fn id() -> String {
    let order = Order::admit(&order("rain")).unwrap();
    Pace::id(&order, &format!("{}/segmind", sandbox()))
}

/// Puts a note into the browser's database, or takes it out.
async fn write(body: &str) {
    let script = "return (async () => {
        const open = indexedDB.open('tutti', 1);
        open.onupgradeneeded = () => open.result.createObjectStore('journal', { keyPath: 'id' });
        const database = await new Promise((done) => { open.onsuccess = () => done(open.result); });
        const store = database.transaction('journal', 'readwrite').objectStore('journal');
        const request = BODY;
        await new Promise((done) => { request.onsuccess = done; });
        database.close();
    })();";
    let script = function(&["id"], &script.replace("BODY", body));
    let promise = script.call1(&JsValue::UNDEFINED, &id().into()).unwrap();
    JsFuture::from(promise.dyn_into::<Promise>().unwrap())
        .await
        .unwrap();
}

async fn start_over() {
    fresh().await;
    write("store.delete(id)").await;
    control("POST", "clock", Some(SPEED)).await;
}

/// What a job tells of the time that is left, and when it tells that it still goes on, in milliseconds after its start.
async fn run(client: &Client) -> (Option<Duration>, Vec<f64>) {
    let told = Rc::new(RefCell::new((None, Vec::new())));
    let listener = Rc::clone(&told);
    let began = Date::now();
    let run = RunOptions {
        on_update: Some(Rc::new(move |update: &Update| {
            if let Update::Working { eta, .. } = update {
                let mut told = listener.borrow_mut();
                told.0 = told.0.or(*eta);
                told.1.push(Date::now() - began);
            }
        })),
        ..RunOptions::default()
    };
    let job = client.start(&order("rain"), run).unwrap();
    assert!(job.finished().await.unwrap()[0].blob.is_some());
    told.take()
}

async fn teach() {
    let client = client();
    let jobs: Vec<_> = (0..JOBS)
        .map(|_| client.start(&order("rain"), RunOptions::default()).unwrap())
        .collect();
    for job in jobs {
        job.finished().await.unwrap();
    }
}

#[wasm_bindgen_test]
async fn a_job_is_looked_at_when_former_ones_were_done_also_after_a_reload() {
    start_over().await;
    teach().await;
    control("POST", "reset", None).await;
    control("POST", "clock", Some(SPEED)).await;
    let page = new_page();
    let (eta, told) = run(&page).await;
    let eta = eta.expect("a usual time");
    assert!(eta > TAKES / 2 && eta < TAKES * 2, "{eta:?}");
    // A page that knows nothing looks after two seconds.
    assert!(told[1] - told[0] > 2_500.0, "{told:?}");
    let ledger = ledger().await;
    let requests = ledger.get("requests").list().unwrap();
    let looks = requests
        .iter()
        .filter(|it| it.get("route").text() == Some("status"));
    assert!((1..=9).contains(&looks.count()));
    assert_eq!(page.pending().await.unwrap(), [], "a note is no job");
}

#[wasm_bindgen_test]
async fn the_usual_range_is_told_once_enough_jobs_were_seen() {
    start_over().await;
    assert_eq!(new_page().usual(&order("rain")).await, None);
    teach().await;
    assert_eq!(new_page().usual(&order("rain")).await, None);
    teach().await;
    let usual = new_page().usual(&order("rain")).await.expect("a range");
    assert_eq!(usual.jobs, 2 * JOBS);
    let (least, most) = (usual.least, usual.most);
    assert!(
        least > TAKES / 2 && most < TAKES * 2,
        "{least:?} to {most:?}"
    );
    assert!(least <= most);
}

#[wasm_bindgen_test]
async fn a_note_that_makes_no_sense_is_as_good_as_none() {
    for note in [
        "{ id }",
        "{ id, pace: 1 }",
        "{ id, pace: 1, spans: 'x' }",
        "{ id, pace: 1, spans: [NaN, -1, 'x', {}, 7, 3, 1e300, Infinity] }",
        "{ id, pace: 99, spans: [1000, 2000] }",
        "{ id, pace: 1, spans: { length: 1e9 } }",
        "{ id, pace: 1, spans: [[[[]]]], at: new Date(), map: new Map() }",
    ] {
        start_over().await;
        control("POST", "clock", Some(r#"{"speed": 100}"#)).await;
        write(&format!("store.put({note})")).await;
        let page = new_page();
        assert_eq!(run(&page).await.0, Some(VENDORS), "{note}");
        assert_eq!(page.pending().await.unwrap(), [], "{note}");
    }
}

#[wasm_bindgen_test]
async fn a_journal_of_the_callers_may_keep_notes_and_fail_at_it() {
    for (recall, remembered) in [
        ("async (id) => notes.get(id)", true),
        ("() => { throw new Error('no'); }", false),
        ("async () => 5", true),
        ("() => new Promise(() => {})", false),
        ("undefined", true),
    ] {
        start_over().await;
        control("POST", "clock", Some(r#"{"speed": 100}"#)).await;
        let seen = Array::new();
        let make = function(
            &["seen"],
            &format!(
                "const notes = new Map();
                 return {{
                     put: async () => {{}}, delete: async () => {{}}, list: async () => [],
                     recall: {recall},
                     remember: async (note) => {{ seen.push(note); notes.set(note.id, note); throw new Error('full'); }},
                 }};"
            ),
        );
        let page = Client::new(Options {
            journal: Journal::custom(make.call1(&JsValue::UNDEFINED, &seen).unwrap()),
            ..options()
        });
        for _ in 0..2 {
            run(&page).await;
        }
        let last = seen.get(seen.length().saturating_sub(1));
        let note = tutti_web::value::from_js(&last).unwrap();
        let spans = note.get("spans").list().map_or(0, <[Value]>::len);
        assert_eq!(spans, if remembered { 4 } else { 0 }, "{recall}: {note:?}");
    }
}
