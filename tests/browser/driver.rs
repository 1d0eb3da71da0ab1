//! The driver in a real browser: real fetch, real CORS, real IndexedDB, real timers.

#![cfg(target_arch = "wasm32")]
#![expect(
    clippy::unwrap_used,
    reason = "clippy does not know these functions for tests"
)]

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Date};
use tutti_browser_tests::{
    KEY, billed, client, control, fault, fresh, function, head, ledger, member, options, order,
    orders, pause, sandbox, texts,
};
use tutti_core::{Charge, ErrorKind, Map, Phase, Update, Value};
use tutti_web::{Client, Ended, Journal, Kept, Options, Render, RunOptions, Running};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Event, EventTarget};

wasm_bindgen_test_configure!(run_in_browser);

async fn made(client: &Client, order: &Value) -> Result<Vec<Kept>, tutti_core::Error> {
    match start(client, order)?.finished().await {
        Ok(tracks) => Ok(tracks),
        Err(Ended::Failed(error)) => Err(error),
        Err(Ended::Stopped) => panic!("nobody stopped it"),
    }
}

fn start(client: &Client, order: &Value) -> Result<Running, tutti_core::Error> {
    client.start(order, RunOptions::default())
}

async fn until(running: &Running, phase: Phase) {
    for _ in 0..100 {
        if running.phase() == phase {
            return;
        }
        pause(20).await;
    }
    panic!("never {phase:?}, but {:?}", running.phase());
}

#[wasm_bindgen_test]
async fn a_queued_job_ends_with_a_blob_and_leaves_no_record() {
    fresh().await;
    let client = client();
    let track = made(&client, &order("rain")).await.unwrap().remove(0);
    let blob = track.blob.expect("bytes");
    assert_eq!(&head(&blob).await[..4], b"RIFF");
    assert_eq!(blob.type_(), "audio/wav");
    assert_eq!(track.track.facts.unwrap().seconds, Some(1.0));
    assert!(client.pending().await.unwrap().is_empty());
    assert_eq!((billed().await, orders().await), (1, 1));
}

#[wasm_bindgen_test]
async fn a_direct_job_ends_with_a_blob() {
    fresh().await;
    let mut direct = order("rain").map().cloned().unwrap();
    direct.set("mode", "direct");
    let track = made(&client(), &direct.into()).await.unwrap().remove(0);
    assert_eq!(&head(&track.blob.expect("bytes")).await[..4], b"RIFF");
    assert_eq!(billed().await, 1);
}

#[wasm_bindgen_test]
async fn the_record_is_in_the_database_before_the_order_leaves() {
    fresh().await;
    // A fetch that looks into the journal when the order passes by.
    let seen = Array::new();
    let journal = Journal::indexed_db();
    let options = Options {
        journal,
        fetch: Some(spy(&seen)),
        ..options()
    };
    made(&Client::new(options), &order("rain")).await.unwrap();
    assert_eq!(texts(&seen), ["submitting"]);
}

/// A fetch that notes the phase of the journal's only record whenever an order leaves.
fn spy(seen: &Array) -> js_sys::Function {
    let make = function(
        &["seen"],
        "return async (url, init) => {
            if (init.method === 'POST') {
                const open = indexedDB.open('tutti');
                const database = await new Promise((done) => { open.onsuccess = () => done(open.result); });
                const all = database.transaction('journal').objectStore('journal').getAll();
                const records = await new Promise((done) => { all.onsuccess = () => done(all.result); });
                database.close();
                seen.push(...records.map((record) => record.phase));
            }
            return fetch(url, init);
        };",
    );
    make.call1(&JsValue::UNDEFINED, seen)
        .unwrap()
        .dyn_into()
        .unwrap()
}

#[wasm_bindgen_test]
async fn a_host_that_refuses_pages_is_known_before_anything_is_ordered() {
    fresh().await;
    control("POST", "cors", Some(r#"{"api": false}"#)).await;
    let error = made(&client(), &order("rain")).await.unwrap_err();
    assert_eq!((error.kind, error.charge), (ErrorKind::Network, Charge::No));
    assert!(error.advice().unwrap().contains("relay"));
    assert_eq!((billed().await, orders().await), (0, 0));
}

#[wasm_bindgen_test]
async fn audio_that_may_not_be_read_leaves_its_address_and_a_warning() {
    fresh().await;
    control("POST", "cors", Some(r#"{"audio": false}"#)).await;
    let track = made(&client(), &order("rain")).await.unwrap().remove(0);
    assert!(track.blob.is_none());
    assert!(track.track.found.url.unwrap().starts_with(sandbox()));
    assert_eq!(track.track.warnings[0].kind, ErrorKind::Network);
}

#[wasm_bindgen_test]
async fn nobody_listening_is_a_clear_error_that_cost_nothing() {
    let options = Options {
        endpoints: vec![(
            "segmind".to_owned(),
            "http://127.0.0.1:9/segmind".to_owned(),
        )],
        ..options()
    };
    let error = made(&Client::new(options), &order("rain"))
        .await
        .unwrap_err();
    assert_eq!((error.kind, error.charge), (ErrorKind::Network, Charge::No));
}

#[wasm_bindgen_test]
async fn a_lost_answer_is_of_unknown_outcome_and_stays_on_record() {
    fresh().await;
    fault(r#"{"route": "submit", "kind": {"status": {"code": 504, "taken": true}}}"#).await;
    let client = client();
    let error = made(&client, &order("rain")).await.unwrap_err();
    assert_eq!(
        (error.kind, error.charge),
        (ErrorKind::OutcomeUnknown, Charge::Maybe)
    );
    let records = client.pending().await.unwrap();
    assert_eq!(records[0].get("phase").text(), Some("unknown"));
    let again = client
        .resume(&records[0], RunOptions::default())
        .err()
        .unwrap();
    assert_eq!(again.kind, ErrorKind::OutcomeUnknown);
    assert_eq!((billed().await, orders().await), (1, 1));
}

/// A browser sends a request again by itself when a connection that it used before breaks without an answer, a POST
/// too; no page can forbid it. So nothing is said here about how often the order arrived: see ARCHITECTURE, "What a
/// browser does by itself".
#[wasm_bindgen_test]
async fn connections_that_break_under_the_order_are_of_unknown_outcome() {
    fresh().await;
    fault(r#"{"route": "submit", "times": null, "kind": "drop_after"}"#).await;
    let error = made(&client(), &order("rain")).await.unwrap_err();
    assert_eq!(
        (error.kind, error.charge),
        (ErrorKind::OutcomeUnknown, Charge::Maybe)
    );
}

#[wasm_bindgen_test]
async fn a_redirect_is_not_followed_with_the_key() {
    fresh().await;
    let elsewhere = sandbox().replace("127.0.0.1", "localhost");
    fault(&format!(
        r#"{{"route": "status", "kind": {{"redirect": {{"to": "{elsewhere}"}}}}}}"#
    ))
    .await;
    let error = made(&client(), &order("rain")).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::UnsafeUrl);
    let ledger = ledger().await;
    let hosts = ledger.get("requests").list().unwrap();
    assert!(
        hosts
            .iter()
            .all(|it| !it.get("host").text().unwrap().starts_with("localhost"))
    );
}

#[wasm_bindgen_test]
async fn a_stopped_job_is_resumed_from_the_journal_and_paid_once() {
    fresh().await;
    let client = client();
    let running = start(&client, &order("rain")).unwrap();
    running.taken().await.unwrap();
    running.stop();
    assert!(matches!(running.finished().await, Err(Ended::Stopped)));
    let records = client.pending().await.unwrap();
    assert_eq!(records[0].get("phase").text(), Some("taken"));
    let again = client.resume(&records[0], RunOptions::default()).unwrap();
    assert_eq!(again.id(), running.id());
    assert!(again.finished().await.unwrap()[0].blob.is_some());
    assert!(client.pending().await.unwrap().is_empty());
    assert_eq!((billed().await, orders().await), (1, 1));
}

#[wasm_bindgen_test]
async fn a_stop_while_the_order_is_out_hears_its_answer() {
    fresh().await;
    fault(r#"{"route": "submit", "kind": {"slow": {"chunkBytes": 40, "delayMs": 10000}}}"#).await;
    let client = client();
    let running = start(&client, &order("rain")).unwrap();
    until(&running, Phase::Submitting).await;
    pause(50).await;
    running.stop();
    assert!(matches!(running.finished().await, Err(Ended::Stopped)));
    let records = client.pending().await.unwrap();
    assert_eq!(records[0].get("phase").text(), Some("taken"));
    assert_eq!((billed().await, orders().await), (1, 1));
}

#[wasm_bindgen_test]
async fn a_finished_record_stays_where_the_caller_puts_the_audio_away_first() {
    fresh().await;
    let client = Client::new(Options {
        journal: Journal::indexed_db(),
        keep_records: true,
        ..options()
    });
    let running = start(&client, &order("rain")).unwrap();
    running.finished().await.unwrap();
    assert_eq!(client.pending().await.unwrap().len(), 1);
    client.forget(&running.id()).await.unwrap();
    assert!(client.pending().await.unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn a_job_that_another_watches_is_waited_for_and_not_asked_for_twice() {
    fresh().await;
    let first = client();
    let running = start(&first, &order("rain")).unwrap();
    running.taken().await.unwrap();
    let record = first.pending().await.unwrap().remove(0);
    // A second tab finds the record and watches the same job.
    let again = client().resume(&record, RunOptions::default()).unwrap();
    running.finished().await.unwrap();
    assert!(
        matches!(again.finished().await, Err(Ended::Stopped)),
        "it was brought to its end elsewhere"
    );
    let ledger = ledger().await;
    let requests = ledger.get("requests").list().unwrap();
    let results = requests
        .iter()
        .filter(|it| it.get("route").text() == Some("result"));
    assert_eq!(results.count(), 1);
}

#[wasm_bindgen_test]
async fn a_job_whose_watcher_went_away_is_taken_over() {
    fresh().await;
    let first = client();
    let running = start(&first, &order("rain")).unwrap();
    running.taken().await.unwrap();
    let record = first.pending().await.unwrap().remove(0);
    let again = client().resume(&record, RunOptions::default()).unwrap();
    running.stop();
    assert!(again.finished().await.unwrap()[0].blob.is_some());
    assert_eq!((billed().await, orders().await), (1, 1));
}

/// A job of a first tab that nothing was taken on of yet, its record, and a second tab that waits for its turn.
async fn two_tabs_at_a_rate_limit() -> (Running, Running) {
    fresh().await;
    fault(r#"{"route": "submit", "kind": {"status": {"code": 429}}}"#).await;
    let first = client();
    let running = start(&first, &order("rain")).unwrap();
    until(&running, Phase::Ordered).await;
    let mut records = Vec::new();
    while records.is_empty() {
        pause(20).await;
        records = first.pending().await.unwrap();
        records.retain(|it| it.get("phase").text() == Some("ordered"));
    }
    let second = client().resume(&records[0], RunOptions::default()).unwrap();
    (running, second)
}

#[wasm_bindgen_test]
async fn an_order_that_another_tab_sent_meanwhile_is_not_sent_again() {
    let (first, second) = two_tabs_at_a_rate_limit().await;
    first.taken().await.unwrap();
    first.stop();
    assert!(second.finished().await.unwrap()[0].blob.is_some());
    assert_eq!(billed().await, 1);
}

#[wasm_bindgen_test]
async fn an_order_that_another_tab_brought_to_its_end_is_not_sent_again() {
    let (first, second) = two_tabs_at_a_rate_limit().await;
    first.finished().await.unwrap();
    assert!(matches!(second.finished().await, Err(Ended::Stopped)));
    assert_eq!(billed().await, 1);
}

#[wasm_bindgen_test]
async fn a_tab_that_stops_waiting_leaves_the_other_tabs_record_alone() {
    let (first, second) = two_tabs_at_a_rate_limit().await;
    second.stop();
    assert!(matches!(second.finished().await, Err(Ended::Stopped)));
    let records = client().pending().await.unwrap();
    assert_eq!(records.len(), 1, "the first tab still needs it");
    assert!(first.finished().await.unwrap()[0].blob.is_some());
}

#[wasm_bindgen_test]
async fn a_record_from_elsewhere_is_watched_though_the_journal_never_had_it() {
    fresh().await;
    let first = client();
    let running = start(&first, &order("rain")).unwrap();
    running.taken().await.unwrap();
    running.stop();
    let _ = running.finished().await;
    let record = running.snapshot();
    first.forget(&running.id()).await.unwrap();
    let again = client().resume(&record, RunOptions::default()).unwrap();
    assert!(again.finished().await.unwrap()[0].blob.is_some());
    assert_eq!(billed().await, 1);
}

#[wasm_bindgen_test]
async fn an_order_on_its_way_is_not_shown_as_of_unknown_outcome() {
    fresh().await;
    fault(r#"{"route": "submit", "kind": {"slow": {"chunkBytes": 40, "delayMs": 20000}}}"#).await;
    let client = client();
    let running = start(&client, &order("rain")).unwrap();
    until(&running, Phase::Submitting).await;
    pause(100).await;
    assert_eq!(running.phase(), Phase::Submitting);
    assert!(client.pending().await.unwrap().is_empty());
    running.finished().await.unwrap();
}

#[wasm_bindgen_test]
async fn coming_back_online_looks_at_once() {
    fresh().await;
    let mut options = options();
    options.policy.first_check = Some(std::time::Duration::from_secs(60));
    let running = start(&Client::new(options), &order("rain")).unwrap();
    running.taken().await.unwrap();
    // The sandbox runs fast: the job is done by then, and the first look is a minute away.
    pause(1_500).await;
    let before = Date::now();
    let window: EventTarget = js_sys::global().dyn_into().unwrap();
    window
        .dispatch_event(&Event::new("online").unwrap())
        .unwrap();
    running.finished().await.unwrap();
    assert!(Date::now() - before < 5_000.0);
}

#[wasm_bindgen_test]
async fn every_step_is_told_and_no_key_is_in_it() {
    fresh().await;
    let told = Rc::new(RefCell::new(Vec::new()));
    let listener = Rc::clone(&told);
    let run = RunOptions {
        on_update: Some(Rc::new(move |update: &Update| {
            listener.borrow_mut().push(update.to_value())
        })),
        ..RunOptions::default()
    };
    fault(&format!(
        r#"{{"route": "status", "kind": {{"status": {{"code": 500, "body": "{{\"error\": \"{KEY}\"}}"}}}}}}"#
    ))
    .await;
    let running = client().start(&order("rain"), run).unwrap();
    running.finished().await.unwrap();
    let told = told.borrow();
    let mut states: Vec<_> = told
        .iter()
        .filter_map(|it| it.get("state").text())
        .collect();
    states.dedup();
    for state in ["submitting", "queued", "retrying", "fetching"] {
        assert!(states.contains(&state), "{states:?}");
    }
    assert!(!format!("{told:?} {:?}", running.snapshot()).contains(KEY));
}

#[wasm_bindgen_test]
async fn a_key_is_asked_for_before_every_request_and_a_failing_function_sends_nothing() {
    fresh().await;
    let good = options();
    let calls = Array::new();
    let make = function(
        &["calls", "key"],
        "return async () => { calls.push(''); return key; };",
    );
    let key = make
        .call2(&JsValue::UNDEFINED, &calls, &KEY.into())
        .unwrap();
    good.keys.set_function("segmind", key.dyn_into().unwrap());
    made(&Client::new(good), &order("rain")).await.unwrap();
    assert!(calls.length() >= 4, "{}", calls.length());

    let bad = options();
    bad.keys
        .set_function("segmind", function(&[], "throw new Error('no');"));
    let error = made(&Client::new(bad), &order("hail")).await.unwrap_err();
    assert_eq!(
        (error.kind, error.charge),
        (ErrorKind::Unauthorized, Charge::No)
    );
    assert_eq!(orders().await, 1);
}

#[wasm_bindgen_test]
async fn a_wrong_key_and_no_key_are_said_before_anything_is_ordered() {
    fresh().await;
    for key in ["wrong-key", ""] {
        let options = options();
        options.keys.set("segmind", key);
        let error = made(&Client::new(options), &order("rain"))
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind, error.charge),
            (ErrorKind::Unauthorized, Charge::No)
        );
    }
    assert_eq!(orders().await, 0);
}

#[wasm_bindgen_test]
async fn a_fetch_of_the_callers_that_misbehaves_is_an_error_like_any_other() {
    for body in [
        "throw new TypeError('x')",
        "return 5",
        "return null",
        "return Promise.reject()",
        "return {}",
        "return { status: 200, headers: 7, body: { getReader() { throw 1; } } }",
        "return { status: 'x', arrayBuffer() { return 'x'; } }",
        "return { get status() { throw 1; } }",
    ] {
        let options = Options {
            fetch: Some(function(&["url", "init"], body)),
            ..options()
        };
        let error = made(&Client::new(options), &order("rain"))
            .await
            .unwrap_err();
        assert_ne!(error.message, "", "{body}");
    }
}

/// A fetch that answers the first request whose address ends so with this body, and lets all others through.
fn once(end: &str, body: &str) -> Options {
    let code = format!(
        "const hit = !globalThis.spent && new URL(url).pathname.endsWith('{end}');
         if (!hit) return fetch(url, init);
         globalThis.spent = true;
         return new Response({body});"
    );
    let _ = js_sys::Reflect::delete_property(&js_sys::global(), &"spent".into());
    Options {
        fetch: Some(function(&["url", "init"], &code)),
        ..options()
    }
}

#[wasm_bindgen_test]
async fn bodies_that_no_parser_likes_are_survived_by_a_question_and_of_unknown_outcome_to_an_order()
{
    fresh().await;
    for (body, is_read) in [
        ("'['.repeat(100_000) + ']'.repeat(100_000)", false),
        ("'{\"a\":'.repeat(65) + '1' + '}'.repeat(65)", false),
        ("new Uint8Array([0x7B, 0x22, 0xFF, 0xFE, 0x80])", false),
        ("' '.repeat(17 << 20) + '{}'", false),
        (
            "'{\"status\":\"\\\\ud800\",\"metrics\":{\"cost\":1e999}}'",
            true,
        ),
        (
            "'{\"__proto__\":{\"status\":\"FAILED\"},\"status\":\"PROCESSING\"}'",
            true,
        ),
    ] {
        let asked = once("/status", body);
        let tracks = made(&Client::new(asked), &order("rain")).await.unwrap();
        assert!(tracks[0].blob.is_some(), "{body}");
        if !is_read {
            let ordered = once("/v2/meta-musicgen-medium", body);
            let error = made(&Client::new(ordered), &order("rain"))
                .await
                .unwrap_err();
            assert_eq!(
                (error.kind, error.charge),
                (ErrorKind::OutcomeUnknown, Charge::Maybe),
                "{body}"
            );
        }
    }
}

#[wasm_bindgen_test]
async fn a_journal_that_cannot_write_stops_the_order() {
    fresh().await;
    let broken = function(
        &[],
        "return { put: async () => { throw new Error('full'); } };",
    );
    let options = Options {
        journal: Journal::custom(broken.call0(&JsValue::UNDEFINED).unwrap()),
        ..options()
    };
    let error = made(&Client::new(options), &order("rain"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind, error.words()),
        (ErrorKind::Storage, Some("full"))
    );
    assert_eq!(orders().await, 0);
}

#[wasm_bindgen_test]
async fn a_local_render_goes_through_the_function_it_was_given() {
    let render = function(
        &["order", "options"],
        "options.onProgress(0.5);
         const wav = new ArrayBuffer(44 + 4);
         const bytes = new DataView(wav);
         'RIFF....WAVEfmt '.split('').forEach((letter, at) => bytes.setUint8(at, letter.charCodeAt(0)));
         bytes.setUint32(16, 16, true); bytes.setUint16(20, 1, true); bytes.setUint16(22, 2, true);
         bytes.setUint32(24, 48000, true); bytes.setUint16(32, 4, true); bytes.setUint16(34, 16, true);
         'data'.split('').forEach((letter, at) => bytes.setUint8(36 + at, letter.charCodeAt(0)));
         bytes.setUint32(40, 4, true);
         return Promise.resolve({ wav, plan: { bpm: 90, said: order.prompt, clip: 'sketch2;a' } });",
    );
    let client = Client::new(Options {
        render: Render::function(render),
        ..Options::default()
    });
    let order = Map::new()
        .with("model", "sketch/groove")
        .with("prompt", "slow jazz");
    let track = made(&client, &order.into()).await.unwrap().remove(0);
    assert_eq!(track.track.found.meta.get("said").text(), Some("slow jazz"));
    assert_eq!(track.track.found.clip.as_deref(), Some("sketch2;a"));
    assert_eq!(track.blob.expect("bytes").size(), 48.0);
    assert!(track.track.found.meta.get("seed").number().is_some());
}

#[wasm_bindgen_test]
async fn a_recording_of_the_pages_own_is_read_here_and_handed_to_the_sketch() {
    let render = function(
        &["order", "options"],
        "if (order.strength !== undefined) throw Object.assign(new Error('no such clip'), { kind: 'invalid_order', field: 'clip' });
         return Promise.resolve({ plan: { clip: 'sketch2;heard', size: order.audio.size, operation: order.operation } });",
    );
    let client = Client::new(Options {
        render: Render::function(render),
        ..Options::default()
    });
    let upload = |url: &str| {
        Map::new()
            .with("model", "sketch/groove")
            .with("operation", "upload")
            .with("audioUrl", url)
    };
    let url = function(&[], WAV_URL).call0(&JsValue::UNDEFINED).unwrap();
    let url = url.as_string().unwrap();
    let track = made(&client, &upload(&url).into()).await.unwrap().remove(0);
    assert_eq!(track.track.found.clip.as_deref(), Some("sketch2;heard"));
    assert_eq!(track.track.found.meta.get("size").number(), Some(48.0));
    assert!(track.blob.is_none());

    let text = "data:text/plain,hello";
    let error = made(&client, &upload(text).into()).await.unwrap_err();
    assert_eq!(
        (error.kind, error.wrong_field()),
        (ErrorKind::BadAudio, Some("audioUrl"))
    );
    let cover = Map::new()
        .with("model", "sketch/groove")
        .with("operation", "cover")
        .with("clip", "a")
        .with("strength", 1.0);
    let error = made(&client, &cover.into()).await.unwrap_err();
    assert_eq!(
        (error.kind, error.wrong_field()),
        (ErrorKind::InvalidOrder, Some("clip"))
    );
}

/// Makes a WAV file of one frame, and its address in this page.
const WAV_URL: &str = "const words = (text) => [...text].map((letter) => letter.charCodeAt(0));
    const bytes = [...words('RIFF'), 40, 0, 0, 0, ...words('WAVEfmt '), 16, 0, 0, 0, 1, 0, 2, 0, 128, 187, 0, 0, 0, 238, 2, 0, 4, 0, 16, 0,
                   ...words('data'), 4, 0, 0, 0, 0, 0, 0, 0];
    return URL.createObjectURL(new Blob([new Uint8Array(bytes)]));";

#[wasm_bindgen_test]
async fn without_a_sketch_module_a_render_says_so() {
    let client = Client::new(Options::default());
    let order = Map::new()
        .with("model", "sketch/groove")
        .with("prompt", "slow jazz");
    let error = made(&client, &order.into()).await.unwrap_err();
    assert_eq!(
        (error.kind, error.charge),
        (ErrorKind::JobFailed, Charge::No)
    );
}

#[wasm_bindgen_test]
async fn the_balance_is_asked_for_and_tests_the_key() {
    let credits = client().credits("segmind").await.unwrap();
    assert!(credits.credits.unwrap() > 0.0);
    let options = options();
    options.keys.set("segmind", "wrong-key");
    let error = Client::new(options).credits("segmind").await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unauthorized);
    let error = client().credits("sketch").await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unsupported);
}

#[wasm_bindgen_test]
fn plain_data_crosses_and_anything_else_is_refused() {
    let read = |code: &str| {
        tutti_web::value::from_js(&function(&[], code).call0(&JsValue::UNDEFINED).unwrap())
    };
    let value = read("return { a: [1, 'x', true, null], b: { c: undefined } };").unwrap();
    assert_eq!(value.get("a").list().unwrap().len(), 4);
    assert_eq!(
        tutti_web::value::from_js(&tutti_web::value::to_js(&value)),
        Ok(value)
    );
    for code in [
        "const a = {}; a.a = a; return a;",
        "return { f() {} };",
        "return { n: 5n };",
        "return { get x() { throw 1; } };",
        "return Symbol('x');",
        "let a = []; for (let i = 0; i < 10000; i++) a = [a]; return a;",
        "return new Proxy({}, { ownKeys() { throw 1; } });",
    ] {
        assert!(read(code).is_err(), "{code}");
    }
    assert!(member(&js_sys::global(), "nothing").is_undefined());
}

#[wasm_bindgen_test]
async fn fifty_jobs_at_once_all_end_and_are_each_paid_once() {
    fresh().await;
    let client = client();
    let jobs: Vec<_> = (0..50)
        .map(|_| start(&client, &order("rain")).unwrap())
        .collect();
    for job in &jobs {
        assert!(job.finished().await.unwrap()[0].blob.is_some());
    }
    assert_eq!((billed().await, orders().await), (50, 50));
}
