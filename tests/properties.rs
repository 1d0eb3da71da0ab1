//! Every vendor × model × operation × mode against any answers in any order, any moments, any crash and any stop: no panic,
//! an end, never two orders where the first may have been taken on, no request elsewhere, no secret in a record.
//!
//! What must hold is said in `tests/fuzz`, for the fuzzer as well.

use std::sync::LazyLock;

use proptest::prelude::{Just, Strategy, any, prop, prop_oneof};
use proptest::proptest;
use tutti_core::audio::BadAudio;
use tutti_core::catalog::Auth;
use tutti_core::http::{Body, Response, Unanswered};
use tutti_core::{FetchFault, Job, Map, Order, Settings, Value, providers};
use tutti_fuzz::life::{Life, PLANTED, live};
use tutti_fuzz::plain;
use tutti_fuzz::read::facts;
use tutti_fuzz::replies::NOW;
use tutti_fuzz::write::Written;
use tutti_tests::contracts::of;
use tutti_tests::{samples, seeds};

/// A vendor's id, and every answer that its contract files hold.
type Answers = (&'static str, Vec<Response>);

static ANSWERS: LazyLock<Vec<Answers>> = LazyLock::new(|| {
    let answers = |id| of(id).into_iter().filter_map(|it| it.response).collect();
    remote().map(|id| (id, answers(id))).collect()
});

/// An order for every row of the catalogue in every mode, plain and with all that the row takes.
static ORDERS: LazyLock<Vec<Map>> = LazyLock::new(|| {
    let mut orders = Vec::new();
    for (provider, model) in providers::models() {
        for row in model.operations {
            for (mode, all) in model.modes.iter().flat_map(|it| [(it, false), (it, true)]) {
                let order = samples::order(model.id, row, all).with("mode", mode.name());
                let signed = Map::new()
                    .with("url", "https://hook.example/")
                    .with("secret", PLANTED);
                let webhook = provider.info().supports.webhook.then_some(signed);
                orders.push(order.with("webhook", webhook));
            }
        }
    }
    orders
});

fn remote() -> impl Iterator<Item = &'static str> {
    let remote = providers::ALL
        .iter()
        .filter(|it| it.info().auth != Auth::None);
    remote.map(|it| it.info().id)
}

/// Addresses that nothing of ours may go to.
const HOSTILE: [&str; 8] = [
    "https://evil.example/v2/requests/1",
    "https://api.segmind.com@evil.example/",
    "https://api.segmind.com.evil.example/",
    "https://gateway.pixazo.ai\\@evil.example/",
    "https://gateway.pixazo.ai/../admin",
    "//evil.example/x",
    "/v2/relative",
    "javascript:alert(1)",
];

/// Words that turn a reply into another one.
fn word() -> impl Strategy<Value = String> {
    let telling = prop::sample::select(vec![
        "COMPLETED",
        "FAILED",
        "QUEUED",
        "error",
        "succeeded",
        "not_ready",
        "https://cdn.example/a.wav",
        "data:audio/wav;base64,AAAA",
        "..",
        "",
    ]);
    let hostile = prop::sample::select(HOSTILE.as_slice());
    let huge = (1_usize..2_000).prop_map(|times| "UklGRiRAAABXQVZF".repeat(times));
    prop_oneof![4 => telling.prop_map(str::to_owned), 2 => hostile.prop_map(str::to_owned), 2 => ".{0,40}", 1 => huge]
}

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        prop::sample::select(vec![0.0, -1.0, 200.0, 429.0, 500.0, 1e308, f64::INFINITY])
            .prop_map(Value::Number),
        word().prop_map(Value::Text),
    ]
}

/// What befalls a reply on its way.
#[derive(Clone, Debug)]
enum Change {
    Drop,
    Replace(Value),
    Nest(u8),
    List,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Drop),
        leaf().prop_map(Change::Replace),
        (1_u8..60).prop_map(Change::Nest),
        Just(Change::List),
    ]
}

/// The value with its nth part changed, counted from the root down; parts of the outcome are not counted.
fn changed(value: &Value, at: &mut usize, how: &Change) -> Value {
    if *at == 0 {
        *at = usize::MAX;
        return apply(value, how);
    }
    *at -= 1;
    match value {
        Value::List(items) => items
            .iter()
            .map(|it| changed(it, at, how))
            .collect::<Vec<_>>()
            .into(),
        Value::Map(map) => {
            let members = map
                .iter()
                .map(|(name, it)| (name.to_owned(), changed(it, at, how)));
            Value::Map(members.filter(|(_, it)| !it.is_null()).collect())
        }
        other => other.clone(),
    }
}

fn apply(value: &Value, how: &Change) -> Value {
    match how {
        Change::Drop => Value::Null,
        Change::Replace(other) => other.clone(),
        Change::Nest(depth) => (0..*depth).fold(value.clone(), |it, _| vec![it].into()),
        Change::List => vec![value.clone(), value.clone()].into(),
    }
}

/// The value with every address in it turned into this one.
fn readdressed(value: &Value, url: &str) -> Value {
    match value {
        Value::Text(text) if text.starts_with("http") => url.into(),
        Value::List(items) => {
            let items = items.iter().map(|it| readdressed(it, url));
            items.collect::<Vec<_>>().into()
        }
        Value::Map(map) => {
            let members = map.iter();
            Value::Map(
                members
                    .map(|(name, it)| (name.to_owned(), readdressed(it, url)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

/// An answer out of a vendor's contract files with some of its parts, its status or its addresses changed.
fn answered(id: &'static str) -> impl Strategy<Value = Response> {
    let (_, known) = ANSWERS.iter().find(|(it, _)| *it == id).expect("a vendor");
    let status = prop_oneof![Just(200), Just(422), Just(429), Just(503), 100_u16..600];
    let wait = prop_oneof![
        Just("10".to_owned()),
        Just("999999999".to_owned()),
        ".{0,30}"
    ];
    let parts = (
        prop::sample::select(known.as_slice()),
        prop::option::weighted(0.3, status),
        prop::option::weighted(0.2, wait),
        prop::option::weighted(0.2, prop::sample::select(HOSTILE.as_slice())),
        prop::collection::vec((0_usize..24, change()), 0..4),
    );
    parts.prop_map(|(mut response, status, wait, url, changes)| {
        response.status = status.unwrap_or(response.status);
        let wait = wait.map(|it| ("retry-after".to_owned(), it));
        response.headers.extend(wait);
        if let Body::Json(value) = &mut response.body {
            for (mut at, how) in changes {
                *value = changed(value, &mut at, &how);
            }
            if let Some(url) = url {
                *value = readdressed(value, url);
            }
        }
        response
    })
}

/// An answer, something else in its place, or nothing.
fn answer(id: &'static str) -> impl Strategy<Value = Result<Response, Unanswered>> {
    let odd = |status, body| Response {
        status,
        headers: Vec::new(),
        body,
    };
    let text = (100_u16..600, ".{0,60}");
    let text = text.prop_map(move |(status, text)| Ok(odd(status, Body::Text(text))));
    let audio = prop_oneof![Just(Ok(facts())), Just(Err(BadAudio::Empty))];
    let audio = audio.prop_map(move |facts| Ok(odd(200, Body::Audio(facts))));
    let unanswered = prop::sample::select(vec![
        Unanswered::Offline,
        Unanswered::Refused,
        Unanswered::Redirected,
        Unanswered::TimedOut,
        Unanswered::Failed,
        Unanswered::TooLarge,
        Unanswered::NoKey("There is no key.".to_owned()),
    ]);
    prop_oneof![8 => answered(id).prop_map(Ok), 1 => text, 1 => audio, 2 => unanswered.prop_map(Err)]
}

/// An order of any row, and a life for it.
fn ordered() -> impl Strategy<Value = (Map, Life)> {
    prop::sample::select(ORDERS.as_slice()).prop_flat_map(|order| {
        let id = order
            .get("model")
            .text()
            .and_then(|it| it.split('/').next());
        let vendor = remote().find(|it| Some(*it) == id).unwrap_or("segmind");
        (Just(order), life(vendor))
    })
}

fn life(vendor: &'static str) -> impl Strategy<Value = Life> {
    let fault = prop_oneof![
        Just(FetchFault::Unreadable),
        Just(FetchFault::Status(404, None)),
        prop::option::of(any::<std::time::Duration>())
            .prop_map(|wait| FetchFault::Status(503, wait)),
        Just(FetchFault::Bad(BadAudio::Truncated {
            expected: 2,
            got: 1
        })),
    ];
    let fetched = prop_oneof![Just(Ok(facts())), fault.prop_map(Err)];
    (
        prop::collection::vec(answer(vendor), 1..30),
        prop::collection::vec(prop::bool::weighted(0.9), 1..8),
        prop::collection::vec(fetched, 0..5),
        prop::collection::vec(1_u32..60, 0..4),
        prop::option::weighted(0.3, 1_u32..40),
    )
        .prop_map(|(answers, stored, fetched, crashes, stop)| Life {
            answers,
            stored,
            fetched,
            crashes,
            stop,
        })
}

proptest! {
    #[test]
    fn whatever_comes_a_job_ends_and_orders_again_only_where_nothing_was_taken_on(
        (order, life) in ordered(),
        reached: bool,
        entropy: u64,
    ) {
        let order = Order::admit(&order.into()).expect("a valid order");
        let settings = Settings { reached, entropy, ..Settings::default() };
        live(Job::new("job-1".to_owned(), order, settings, NOW), &life);
    }

    #[test]
    fn any_change_to_an_order_is_an_order_or_an_error(
        order in prop::sample::select(ORDERS.as_slice()),
        changes in prop::collection::vec((0_usize..24, change()), 1..4),
    ) {
        let mut order = Value::from(order);
        for (mut at, how) in changes {
            order = changed(&order, &mut at, &how);
        }
        plain::order(&Written::default().value(&order).into_bytes());
    }

    #[test]
    fn any_change_to_a_record_is_a_record_or_an_error(
        order in prop::sample::select(ORDERS.as_slice()),
        changes in prop::collection::vec((0_usize..40, change()), 1..4),
    ) {
        let order = Order::admit(&order.into()).expect("a valid order");
        let job = Job::new("job-1".to_owned(), order, Settings::default(), NOW);
        let mut record = job.snapshot().to_value();
        for (mut at, how) in changes {
            record = changed(&record, &mut at, &how);
        }
        plain::snapshot(&Written::default().value(&record).into_bytes());
    }

    #[test]
    fn any_change_to_a_file_of_sound_is_audio_or_not(
        (_, mut file) in prop::sample::select(seeds::sounds()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        length in any::<prop::sample::Index>(),
    ) {
        for (at, byte) in changes {
            let at = at.index(file.len().min(200));
            file[at] = byte;
        }
        file.truncate(length.index(file.len()) + 1);
        plain::audio(&file);
    }

    #[test]
    fn any_bytes_are_audio_or_not(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        plain::audio(&bytes);
    }
}
