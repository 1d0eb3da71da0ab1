//! Every provider × model × operation: what the catalogue promises is built, what it does not promise is refused.

use tutti_core::catalog::Auth;
use tutti_core::http::{Body, Response};
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
