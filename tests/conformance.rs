//! Every provider × model × operation: what the catalogue promises is built, what it does not promise is refused.

use std::time::Duration;

use tutti_core::catalog::{Auth, Mode, ParamInfo, ParamKind, Preset};
use tutti_core::http::{Body, Request, Response};
use tutti_core::{Asked, Call, Map, Moment, Operation, Order, Start, Ticket, providers};
use tutti_tests::samples::order;

const NOW: Moment = Moment::from_millis(1_795_246_080_000);

#[test]
fn what_the_catalogue_offers_can_be_ordered() {
    for (provider, model) in providers::models() {
        for row in model.operations {
            for all in [false, true] {
                let order = order(model.id, row, all);
                let order = Order::admit(&order.into())
                    .unwrap_or_else(|error| panic!("{}: {error}", model.id));
                let base = provider.info().base_url;
                let call = Call {
                    order: &order,
                    base,
                    now: NOW,
                };
                match provider.submit(&call).expect("a start") {
                    Start::Render(_) => assert_eq!(provider.info().auth, Auth::None),
                    Start::Send(request) => {
                        assert!(request.url.starts_with(base), "{}", request.url);
                        assert!(
                            !request.url.contains('?'),
                            "nothing of an order stands in an address"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn what_it_does_not_offer_is_refused_before_anything_is_sent() {
    for (_, model) in providers::models() {
        for operation in Operation::ALL {
            if model.operation(operation).is_none() {
                let order = Map::new()
                    .with("model", model.id)
                    .with("operation", operation.name());
                assert!(
                    Order::admit(&order.into()).is_err(),
                    "{} {operation}",
                    model.id
                );
            }
        }
    }
}

#[test]
fn every_row_is_complete() {
    for (provider, model) in providers::models() {
        let info = provider.info();
        assert_eq!(model.id.split('/').next(), Some(info.id));
        assert!(
            !model.operations.is_empty() && !model.modes.is_empty(),
            "{}",
            model.id
        );
        assert!(
            !model.summary.is_empty() && !info.source.is_empty(),
            "{}",
            model.id
        );
        for param in model.operations.iter().flat_map(|row| row.params) {
            assert!(param.doc.ends_with('.'), "{} {}", model.id, param.name);
        }
    }
}

#[test]
fn ids_are_used_once() {
    let mut ids: Vec<_> = providers::models().map(|(_, model)| model.id).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn every_vendor_reads_the_usual_refusals_as_their_kinds() {
    for (provider, model) in providers::models().filter(|(it, _)| it.info().auth != Auth::None) {
        let row = &model.operations[0];
        let order = Order::admit(&order(model.id, row, false).into()).expect("an order");
        let call = Call {
            order: &order,
            base: provider.info().base_url,
            now: NOW,
        };
        for (status, kind) in [
            (401, "unauthorized"),
            (429, "rate_limited"),
            (500, "provider_unavailable"),
        ] {
            let response = Response {
                status,
                headers: Vec::new(),
                body: Body::Text(String::new()),
            };
            for asked in [Asked::Submit, Asked::Check(&Ticket::default())] {
                let error = provider
                    .read(&call, asked, &response)
                    .expect_err("a refusal");
                assert_eq!(error.kind.name(), kind, "{} {status}", model.id);
            }
        }
    }
}

#[test]
fn every_vendor_has_contract_files_for_each_operation() {
    for (provider, model) in providers::models().filter(|(it, _)| it.info().auth != Auth::None) {
        for row in model.operations {
            let cases = tutti_tests::contracts::of(provider.info().id);
            let covered = cases.iter().any(|case| {
                let order = Order::admit(&case.order).expect("a valid order");
                order.model().id == model.id && order.operation() == row.operation
            });
            assert!(
                covered,
                "{} {} has no contract file",
                model.id, row.operation
            );
        }
    }
}

const ORDER: bool = false;
const QUESTION: bool = true;

/// Vendor, route, status and words, and the kind of error that they are.
const REFUSALS: &[(&str, bool, u16, &str, &str)] = &[
    (
        "segmind",
        ORDER,
        406,
        "Insufficient credits",
        "insufficient_credits",
    ),
    (
        "segmind",
        ORDER,
        406,
        "Invalid content type",
        "invalid_order",
    ),
    ("segmind", ORDER, 404, "Model x not found", "not_found"),
    ("segmind", QUESTION, 404, "Request x not found", "expired"),
    ("segmind", ORDER, 405, "", "not_found"),
    ("segmind", ORDER, 403, "", "forbidden"),
    ("segmind", ORDER, 410, "", "removed"),
    (
        "aimlapi",
        ORDER,
        403,
        "You've run out of credits.",
        "insufficient_credits",
    ),
    (
        "aimlapi",
        ORDER,
        403,
        "Access is not allowed in your region",
        "forbidden",
    ),
    ("aimlapi", ORDER, 404, "Cannot POST", "not_found"),
    (
        "aimlapi",
        QUESTION,
        404,
        "Generation x not found",
        "expired",
    ),
    (
        "pixazo",
        ORDER,
        402,
        "Insufficient Balance",
        "insufficient_credits",
    ),
    ("pixazo", ORDER, 403, "", "forbidden"),
    (
        "pixazo",
        ORDER,
        400,
        "Model 'x' not found or is disabled",
        "not_found",
    ),
    (
        "pixazo",
        ORDER,
        400,
        "prompt must not be empty",
        "invalid_order",
    ),
    ("pixazo", ORDER, 404, "Resource not found", "not_found"),
    (
        "producer",
        ORDER,
        403,
        "Not enough credits.",
        "insufficient_credits",
    ),
    (
        "producer",
        ORDER,
        403,
        "The lyrics were refused.",
        "content_blocked",
    ),
    ("producer", ORDER, 410, "", "removed"),
    (
        "producer",
        ORDER,
        400,
        "sound or lyrics is required",
        "invalid_order",
    ),
    ("producer", QUESTION, 400, "task not found.", "expired"),
    ("producer", QUESTION, 404, "task not found.", "expired"),
];

/// The same status means different things at different vendors, and at one vendor by route and words.
#[test]
fn each_vendor_has_its_own_table_of_refusals() {
    for &(vendor, route, status, words, kind) in REFUSALS {
        let provider = providers::provider(vendor).expect("a provider");
        let model = &provider.info().models[0];
        let order = Order::admit(&order(model.id, &model.operations[0], false).into());
        let order = order.expect("an order");
        let call = Call {
            order: &order,
            base: provider.info().base_url,
            now: NOW,
        };
        let body = Map::new().with("error", words).into();
        let response = Response {
            status,
            headers: Vec::new(),
            body: Body::Json(body),
        };
        let ticket = Ticket::default();
        let asked = if route == QUESTION {
            Asked::Check(&ticket)
        } else {
            Asked::Submit
        };
        let error = provider
            .read(&call, asked, &response)
            .expect_err("a refusal");
        assert_eq!(error.kind.name(), kind, "{vendor} {status} {words}");
    }
}

#[test]
fn a_key_goes_in_the_header_that_its_vendor_names() {
    for (vendor, header, prefix) in [
        ("segmind", "x-api-key", ""),
        ("aimlapi", "authorization", "Bearer "),
        ("pixazo", "ocp-apim-subscription-key", ""),
        ("producer", "authorization", "Bearer "),
    ] {
        let info = providers::provider(vendor).expect("a provider").info();
        let expected = Auth::Header {
            name: header,
            prefix,
        };
        assert_eq!(info.auth, expected, "{vendor}");
        let model = &info.models[0];
        let request = sent(&order(model.id, &model.operations[0], true));
        let own = ["authorization", "x-api-key", "ocp-apim-subscription-key"];
        assert!(
            request.headers.iter().all(|(name, _)| !own.contains(name)),
            "{vendor}"
        );
    }
}

#[test]
fn a_direct_call_is_given_minutes() {
    for (_, model) in providers::models().filter(|(_, it)| it.modes.contains(&Mode::Direct)) {
        if model.id == "sketch/groove" {
            continue;
        }
        let order = order(model.id, &model.operations[0], false).with("mode", "direct");
        assert!(
            sent(&order).timeout >= Duration::from_secs(120),
            "{}",
            model.id
        );
    }
}

#[test]
fn an_order_is_given_time_to_be_taken_on() {
    for (provider, model) in providers::models() {
        if provider.info().auth != Auth::None {
            let request = sent(&order(model.id, &model.operations[0], false));
            assert!(request.timeout >= Duration::from_secs(30), "{}", model.id);
        }
    }
}

#[test]
fn what_segmind_keeps_is_told_as_record_and_file() {
    let segmind = providers::provider("segmind").expect("a provider").info();
    for model in segmind.models {
        assert_eq!(model.retention.record, Some(Duration::from_secs(3_600)));
        assert_eq!(model.retention.file, Some(Duration::from_secs(604_800)));
    }
}

#[test]
fn a_seed_left_out_means_what_the_models_own_page_says() {
    let seed = |id| {
        let (_, model) = providers::model(id).expect("a model");
        &model.operations[0].param("seed").expect("a seed").default
    };
    assert!(matches!(seed("segmind/lyria-2"), Preset::Random));
    assert!(matches!(
        seed("segmind/meta-musicgen-medium"),
        Preset::Number(42.0)
    ));
    assert!(matches!(seed("segmind/ace-step-music"), Preset::Unset));
}

#[test]
fn lyria_2_takes_no_lyrics() {
    for id in ["segmind/lyria-2", "aimlapi/lyria2", "pixazo/lyria-2"] {
        let order = Map::new()
            .with("model", id)
            .with("prompt", "rain")
            .with("lyrics", "la");
        let error = Order::admit(&order.into()).expect_err("no lyrics");
        assert_eq!(
            (error.kind.name(), error.wrong_field()),
            ("unsupported", Some("lyrics"))
        );
    }
}

#[test]
fn every_hint_names_its_source() {
    for (_, model) in providers::models() {
        let price = model.price.as_ref().map(|it| it.source);
        let latency = model.latency.as_ref().map(|it| it.source);
        for source in [price, latency].into_iter().flatten() {
            assert!(source.len() > 8, "{}", model.id);
        }
    }
}

#[test]
fn an_order_needs_one_of_what_its_page_calls_alternatives() {
    for (_, model) in providers::models() {
        for row in model.operations.iter().filter(|row| !row.one_of.is_empty()) {
            let mut bare = order(model.id, row, false);
            row.one_of.iter().for_each(|name| {
                bare.remove(name);
            });
            bare.remove("params");
            let error = Order::admit(&bare.into()).expect_err("nothing to make");
            assert_eq!(error.wrong_field(), Some(row.one_of[0]), "{}", model.id);
        }
    }
}

#[test]
fn what_a_vendor_ignores_is_left_out_with_a_warning() {
    for (_, model) in providers::models() {
        for name in model.ignored {
            let params = Map::new().with(name, true);
            let order = order(model.id, &model.operations[0], false).with("params", params);
            let admitted = Order::admit(&order.clone().into()).expect("an order");
            assert_eq!(admitted.warnings().len(), 1, "{name}");
            let body = sent(&order).body.expect("a body");
            assert!(body.get(name).is_null(), "{name} was sent");
        }
    }
}

#[test]
fn a_title_longer_than_its_page_allows_is_refused() {
    let song = Map::new()
        .with("model", "producer/lyria-3-pro")
        .with("prompt", "pop");
    let titled = |chars| Order::admit(&song.clone().with("title", "a".repeat(chars)).into());
    assert!(titled(80).is_ok());
    let error = titled(81).expect_err("too long");
    assert_eq!(error.wrong_field(), Some("title"));
}

/// What stands in a page's form under one name is drawn once for all models.
#[test]
fn a_parameter_of_one_name_is_of_one_kind() {
    let rows = providers::models().flat_map(|(_, model)| model.operations);
    let params: Vec<_> = rows.flat_map(|row| row.params).collect();
    let kind = |param: &ParamInfo| match param.kind {
        ParamKind::Choice(_) => "words",
        ParamKind::Numbers(_) => "numbers",
        ParamKind::Flag => "flag",
        ParamKind::Integer { .. } | ParamKind::Number { .. } => "number",
        ParamKind::Text { .. } | ParamKind::Url => "text",
        ParamKind::Urls { .. } => "addresses",
    };
    for one in &params {
        let others = params
            .iter()
            .filter(|it| it.name == one.name && it.name != "seed");
        for other in others {
            assert_eq!(
                (kind(one), one.layer),
                (kind(other), other.layer),
                "{}",
                one.name
            );
        }
    }
}

/// The page of ambiguities has each number once, and nothing on it is held by what is not there.
#[test]
fn every_ambiguity_is_held_by_what_its_row_names() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let page = std::fs::read_to_string(format!("{root}/docs/ambiguities.md")).expect("the page");
    let tests = tutti_tests::source::test_names(root.as_ref());
    let rows = page.lines().filter_map(|line| {
        let cells: Vec<_> = line.split(" | ").collect();
        let number = cells.first()?.strip_prefix("| ")?.parse::<u32>().ok()?;
        Some((number, *cells.last()?))
    });
    let mut numbers = Vec::new();
    for (number, held_by) in rows {
        let names: Vec<_> = held_by.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "{number} is held by nothing");
        for name in names {
            let is_case =
                std::path::Path::new(&format!("{root}/tests/contracts/{name}/case.json")).is_file();
            assert!(
                is_case || tests.contains(name),
                "{number}: there is no {name}"
            );
        }
        numbers.push(number);
    }
    assert_eq!(numbers, (1..=66).collect::<Vec<_>>());
}

/// The request that an order becomes.
fn sent(order: &Map) -> Request {
    let order = Order::admit(&order.clone().into()).expect("an order");
    let call = Call {
        order: &order,
        base: order.provider().info().base_url,
        now: NOW,
    };
    match order.provider().submit(&call).expect("a start") {
        Start::Send(request) => request,
        Start::Render(..) => panic!("nothing is rendered here"),
    }
}

/// `TUTTI_WRITE=1 cargo test -p tutti-tests --test conformance readme` writes the table anew.
#[test]
fn the_readme_lists_the_catalogue_as_it_is() {
    const MARKS: [&str; 2] = ["<!-- models:begin -->\n", "<!-- models:end -->"];
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let readme = std::fs::read_to_string(path).expect("a README");
    let begin = readme.find(MARKS[0]).expect("a mark") + MARKS[0].len();
    let end = readme.find(MARKS[1]).expect("a mark");
    let table = tutti_tests::catalog::table();
    if std::env::var_os("TUTTI_WRITE").is_some() {
        let written = format!("{}{table}{}", &readme[..begin], &readme[end..]);
        std::fs::write(path, written).expect("a README that can be written");
    } else {
        assert_eq!(
            &readme[begin..end],
            table,
            "the README's table is not current"
        );
    }
}
