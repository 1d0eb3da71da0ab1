//! The readers of answers: any answer to any order is read as something that makes sense.

use tutti_core::http::Response;
use tutti_core::origin::Address;
use tutti_core::{Asked, Call, Error, Moment, Order, Provider, Reply, Start, Ticket, Value};

use crate::read::Bytes;

/// The moment at which everything here happens.
pub const NOW: Moment = Moment::from_millis(1_795_246_080_000);
/// The most characters of a vendor's own words that an error carries.
const MOST_WORDS: usize = 500;

/// What was asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stage {
    /// How does it stand?
    Check,
    /// What is the balance?
    Credits,
    /// Please make this.
    Submit,
}

impl Stage {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Check, Self::Credits, Self::Submit];

    /// Its name, as it stands in a target's.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Credits => "credits",
            Self::Submit => "submit",
        }
    }
}

/// Reads any answer: bytes of an order, a ticket and a response.
///
/// # Panics
///
/// When what was read makes no sense.
pub fn any(vendor: &'static dyn Provider, stage: Stage, bytes: &[u8]) {
    let mut bytes = Bytes::new(bytes);
    let order = order(vendor, &bytes.value());
    let (ticket, response) = (bytes.ticket(), bytes.response());
    for base in [vendor.info().base_url, "https://relay.example/below"] {
        let call = Call {
            order: &order,
            base,
            now: NOW,
        };
        match stage {
            Stage::Check => holds(
                &call,
                &ticket,
                vendor.read(&call, Asked::Check(&ticket), &response),
            ),
            Stage::Submit => {
                let reply = vendor.read(&call, Asked::Submit, &response);
                holds(&call, &ticket, reply);
                sent(&call);
            }
            Stage::Credits => credits(vendor, base, &response),
        }
    }
}

/// The order of this value, or a plain one where it is not admitted or is another vendor's.
fn order(vendor: &'static dyn Provider, value: &Value) -> Order {
    let admitted = Order::admit(value).ok();
    let fits = |it: &Order| it.provider().info().id == vendor.info().id;
    admitted.filter(fits).unwrap_or_else(|| {
        let plain = plain_order(vendor);
        Order::admit(&plain).expect("a plain order is admitted")
    })
}

/// An order of the vendor's first model with what its row wants.
fn plain_order(vendor: &'static dyn Provider) -> Value {
    let model = vendor.info().models[0].id;
    crate::read::plain_order(model).into()
}

/// What a reply to an order or to a question must be like.
fn holds(call: &Call<'_>, asked_with: &Ticket, reply: Result<Reply, Error>) {
    check(call, asked_with);
    match reply {
        Ok(Reply::Pending {
            ticket, standing, ..
        }) => {
            let again = Ticket::from_value(&ticket.to_value());
            assert_eq!(
                again.as_ref(),
                Some(&ticket),
                "a ticket survives being stored"
            );
            assert!(standing.word.chars().count() <= 80, "a word is short");
            check(call, &ticket);
        }
        Ok(Reply::Finished(found)) => {
            assert!(!found.is_empty(), "finished with nothing");
            for found in found {
                let again = tutti_core::Found::from_value(&found.to_value());
                assert_eq!(again, found, "a result survives being stored");
                found.url.iter().for_each(|url| fetchable(url));
            }
        }
        Err(error) => speaks(&error),
    }
}

/// A question goes to the configured origin, or is not asked.
fn check(call: &Call<'_>, ticket: &Ticket) {
    match call.order.provider().check(call, ticket) {
        Ok(request) => at_home(&request.url, call.base),
        Err(error) => speaks(&error),
    }
}

fn sent(call: &Call<'_>) {
    if let Ok(Start::Send(request)) = call.order.provider().submit(call) {
        at_home(&request.url, call.base);
    }
}

fn credits(vendor: &'static dyn Provider, base: &str, response: &Response) {
    match vendor.read_credits(response, NOW) {
        Ok(credits) => {
            let said = [credits.credits, credits.usd];
            assert!(said.iter().any(Option::is_some), "a balance says something");
        }
        Err(error) => speaks(&error),
    }
    let asked = [vendor.credits(base), vendor.knock(base)];
    asked.iter().flatten().for_each(|it| at_home(&it.url, base));
}

/// An address that a key may go to.
///
/// # Panics
///
/// When it is not on the origin of the base.
pub fn at_home(url: &str, base: &str) {
    let (there, home) = (Address::of(url), Address::of(base));
    let (Some(there), Some(home)) = (there, home) else {
        panic!("{url:?} is no address");
    };
    assert!(there.same_origin(&home), "{url:?} is not at {base}");
    let read = url::Url::parse(url).expect("a browser can read it");
    let base = url::Url::parse(base).expect("a base");
    assert_eq!(
        read.origin(),
        base.origin(),
        "a browser goes elsewhere with {url:?}"
    );
}

/// An address that audio may be fetched from, without a key.
///
/// # Panics
///
/// When it is of another kind.
pub fn fetchable(url: &str) {
    let kinds = [
        "https://",
        "http://",
        "data:audio/",
        "data:application/octet-stream",
    ];
    let known = kinds.iter().any(|kind| url.starts_with(kind));
    let start: String = url.chars().take(80).collect();
    assert!(known, "{start:?} is fetched");
}

/// What an error must be like.
///
/// # Panics
///
/// When it says nothing, or too much.
pub fn speaks(error: &Error) {
    assert!(!error.message.trim().is_empty(), "an error has a sentence");
    let words = error.words().unwrap_or_default();
    assert!(
        words.chars().count() <= MOST_WORDS,
        "a vendor's words are cut"
    );
    assert_eq!(error.to_value().get("kind").text(), Some(error.kind.name()));
}
