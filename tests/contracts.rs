//! The wire, as files: what is built must be what the vendor's page shows, what is read must be what it says.

use serde_json::{Value as Json, json};
use tutti_core::{Asked, Call, Error, Moment, Order, Reply, Start, Ticket, providers};
use tutti_tests::contracts::{Case, of};
use tutti_tests::json::from_core;

const NOW: Moment = Moment::from_millis(1_795_246_080_000);

#[test]
fn every_case_is_built_and_read_as_the_page_says() {
    for vendor in ["aimlapi", "pixazo", "producer", "segmind"] {
        let cases = of(vendor);
        assert!(cases.len() > 10, "{vendor}");
        cases.iter().for_each(hold);
    }
}

fn hold(case: &Case) {
    let order = Order::admit(&case.order).unwrap_or_else(|error| panic!("{}: {error}", case.name));
    let ticket = case
        .ticket
        .as_ref()
        .map(|it| Ticket::from_value(it).expect("a ticket"));
    let provider = order.provider();
    let call = Call {
        order: &order,
        base: provider.info().base_url,
        now: NOW,
    };
    if let Some(expected) = &case.request {
        assert_eq!(
            &built(&call, ticket.as_ref()),
            expected,
            "{}: the request",
            case.name
        );
    }
    if let Some(response) = &case.response {
        let asked = ticket.as_ref().map_or(Asked::Submit, Asked::Check);
        let reply = said(provider.read(&call, asked, response));
        for (name, expected) in case.expect.as_object().into_iter().flatten() {
            assert_eq!(&reply[name], expected, "{}: {name} of {reply}", case.name);
        }
        assert!(case.expect.is_object(), "{} expects nothing", case.name);
    }
    assert!(
        case.request.is_some() || case.response.is_some(),
        "{} holds nothing",
        case.name
    );
    assert!(providers::model(order.model().id).is_some());
}

fn built(call: &Call<'_>, ticket: Option<&Ticket>) -> Json {
    let provider = call.order.provider();
    let request = match ticket {
        Some(ticket) => provider.check(call, ticket).expect("a question"),
        None => match provider.submit(call).expect("a start") {
            Start::Send(request) => request,
            Start::Render(_) => panic!("nothing is rendered here"),
        },
    };
    let mut json = json!({"method": request.method.name(), "url": request.url});
    for (name, value) in request
        .headers
        .iter()
        .filter(|(name, _)| *name != "content-type")
    {
        json["headers"][name] = value.as_str().into();
    }
    if let Some(body) = &request.body {
        json["body"] = from_core(body);
    }
    json
}

fn said(reply: Result<Reply, Error>) -> Json {
    match reply {
        Ok(Reply::Finished(found)) => {
            let found: Vec<_> = found.iter().map(|it| from_core(&it.to_value())).collect();
            json!({"reply": "finished", "found": found})
        }
        Ok(Reply::Pending {
            ticket,
            standing,
            wait,
        }) => json!({
            "reply": "pending",
            "ticket": from_core(&ticket.to_value()),
            "running": standing.running,
            "word": standing.word,
            "waitMs": wait.map(tutti_core::millis),
        }),
        Err(error) => {
            let mut json = from_core(&error.to_value());
            json["reply"] = "error".into();
            json
        }
    }
}
