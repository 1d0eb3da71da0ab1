//! What goes wrong on the way to a vendor and back, and the forms in which servers lie.

use tutti_core::http::{Body, Response};
use tutti_core::{Map, Value};

use crate::dice::Dice;
use crate::kinds::kinds;

/// Where the lying answers of a redirect or a foreign address lead.
pub(crate) const ELSEWHERE: &str = "https://elsewhere.example";

kinds! {
    /// A fault of one request to a vendor's API.
    pub(crate) Fault {
        AnswerEmpty => "answer: empty",
        AnswerDeep => "answer: nested deeply",
        AnswerHalf => "answer: half a document",
        AnswerHtml => "answer: an HTML page",
        AnswerHuge => "answer: huge text",
        AnswerAudio => "answer: audio where words were due",
        AnswerTooLarge => "answer: more bytes than are read",
        AnswerWrongType => "answer: JSON of another shape",
        DroppedAfter => "connection cut after the vendor saw the request",
        DroppedBefore => "connection cut before the vendor saw the request",
        FailsAfter => "5xx after the vendor acted",
        FailsBefore => "5xx before the vendor acted",
        Gone => "a 404 for what is there",
        KeyEchoed => "a refusal that repeats the key",
        KeyMissing => "no key at hand",
        KeyRefused => "the key refused for a moment",
        Late => "an answer after the time for it, the vendor having acted",
        Limited => "429",
        NeverArrives => "no answer, the vendor never having seen the request",
        Offline => "the device offline",
        RedirectAfter => "a redirect after the vendor acted",
        RedirectBefore => "a redirect before the vendor saw the request",
        Refused => "connection refused",
        Refusal => "an order refused by the vendor",
    }
}

kinds! {
    /// A fault of one fetch of audio.
    pub(crate) FileFault {
        Cut => "audio: cut short",
        Fails => "audio: 5xx",
        Gone => "audio: a 404 for what is there",
        Limited => "audio: 429",
        Page => "audio: an HTML page",
        Slow => "audio: slower than is waited for",
        Unreadable => "audio: connection cut",
        Refused => "audio: a host that no page may read",
    }
}

kinds! {
    /// A way in which a server says when to come back.
    pub(crate) WaitForm {
        EpochMillis => "wait: epoch in milliseconds",
        EpochSeconds => "wait: epoch in seconds",
        Far => "wait: longer than anybody watches",
        HttpDate => "wait: HTTP date",
        Iso => "wait: ISO 8601",
        IsoBlank => "wait: ISO 8601 with a blank",
        Nonsense => "wait: nonsense",
        Past => "wait: a moment that is over",
        Seconds => "wait: seconds",
        SecondsFraction => "wait: seconds with a fraction",
        Unsaid => "wait: not said",
    }
}

/// Faults that may meet an order.
pub(crate) const OF_ORDERS: &[Fault] = &[
    Fault::AnswerEmpty,
    Fault::AnswerDeep,
    Fault::AnswerHalf,
    Fault::AnswerHtml,
    Fault::AnswerHuge,
    Fault::AnswerTooLarge,
    Fault::AnswerWrongType,
    Fault::AnswerAudio,
    Fault::DroppedAfter,
    Fault::DroppedBefore,
    Fault::FailsAfter,
    Fault::FailsBefore,
    Fault::KeyEchoed,
    Fault::KeyMissing,
    Fault::KeyRefused,
    Fault::Late,
    Fault::Limited,
    Fault::Limited,
    Fault::NeverArrives,
    Fault::Offline,
    Fault::RedirectAfter,
    Fault::RedirectBefore,
    Fault::Refused,
    Fault::Refusal,
];

/// Faults that may meet a free question.
pub(crate) const OF_QUESTIONS: &[Fault] = &[
    Fault::AnswerEmpty,
    Fault::AnswerDeep,
    Fault::AnswerHalf,
    Fault::AnswerHtml,
    Fault::AnswerHuge,
    Fault::AnswerTooLarge,
    Fault::AnswerWrongType,
    Fault::AnswerAudio,
    Fault::DroppedBefore,
    Fault::FailsBefore,
    Fault::FailsBefore,
    Fault::Gone,
    Fault::KeyEchoed,
    Fault::KeyRefused,
    Fault::Limited,
    Fault::Limited,
    Fault::NeverArrives,
    Fault::Offline,
    Fault::RedirectBefore,
    Fault::Refused,
];

/// Faults that may meet a fetch of audio.
pub(crate) const OF_FILES: &[FileFault] = &[
    FileFault::Cut,
    FileFault::Fails,
    FileFault::Gone,
    FileFault::Limited,
    FileFault::Page,
    FileFault::Slow,
    FileFault::Unreadable,
];

/// What a server says of when to come back, and when that is.
pub(crate) struct Pause {
    pub(crate) form: WaitForm,
    pub(crate) header: Option<(String, String)>,
    /// How long the asker is to wait, in milliseconds; none where nothing that can be understood was said.
    pub(crate) wait_ms: Option<u64>,
    /// The moment that was said, where it was one: the asker's clock decides what it means.
    pub(crate) moment_ms: Option<u64>,
}

impl Pause {
    /// Any of the forms; `now_ms` is the server's clock.
    pub(crate) fn any(dice: &mut Dice, now_ms: u64) -> Self {
        let form = dice.one_of(WaitForm::ALL);
        let wait_s = match form {
            WaitForm::Far => dice.between(20_000, 2_000_000),
            WaitForm::Past => 0,
            _ => dice.between(0, 90),
        };
        // A moment in whole seconds is rounded up: that is when the server opens again.
        let then_s = now_ms.div_ceil(1_000) + wait_s;
        let text = match form {
            WaitForm::EpochMillis => format!("{}", then_s * 1_000),
            WaitForm::EpochSeconds => then_s.to_string(),
            WaitForm::Far | WaitForm::Seconds => wait_s.to_string(),
            WaitForm::HttpDate => http_date(then_s),
            WaitForm::Iso => iso(then_s, 'T', "Z"),
            WaitForm::IsoBlank => iso(then_s, ' ', ""),
            WaitForm::Nonsense => "soon".to_owned(),
            WaitForm::Past => iso(then_s.saturating_sub(3_600), 'T', "Z"),
            WaitForm::SecondsFraction => format!("{wait_s}.5"),
            WaitForm::Unsaid => String::new(),
        };
        let is_moment = matches!(
            form,
            WaitForm::EpochMillis
                | WaitForm::EpochSeconds
                | WaitForm::HttpDate
                | WaitForm::Iso
                | WaitForm::IsoBlank
        );
        let wait_ms = match form {
            WaitForm::Nonsense | WaitForm::Past | WaitForm::Unsaid => None,
            _ if is_moment => Some(then_s * 1_000 - now_ms),
            WaitForm::SecondsFraction => Some(wait_s * 1_000 + 500),
            _ => Some(wait_s * 1_000),
        };
        let moment_ms = match form {
            WaitForm::Past => Some(then_s.saturating_sub(3_600) * 1_000),
            _ => is_moment.then_some(then_s * 1_000),
        };
        let name = dice.one_of(&[
            "retry-after",
            "retry-after",
            "x-rate-limit-reset-at-utc",
            "x-ratelimit-reset",
        ]);
        let header = (form != WaitForm::Unsaid).then(|| (name.to_owned(), text));
        Self {
            form,
            header,
            wait_ms,
            moment_ms,
        }
    }
}

/// A reply of JSON.
pub(crate) fn json(status: u16, body: Map) -> Response {
    Response {
        status,
        headers: Vec::new(),
        body: Body::Json(body.into()),
    }
}

/// A reply of text that is no JSON.
pub(crate) fn text(status: u16, body: &str) -> Response {
    Response {
        status,
        headers: Vec::new(),
        body: Body::Text(body.to_owned()),
    }
}

/// The body of a lying answer, where the fault is one.
pub(crate) fn lie(fault: Fault, status: u16, dice: &mut Dice) -> Option<Response> {
    Some(match fault {
        Fault::AnswerEmpty => text(status, ""),
        Fault::AnswerDeep => deep(status, dice),
        Fault::AnswerHalf => text(status, "{\"status\": \"COMPL"),
        Fault::AnswerHtml => text(status, "<!doctype html><title>Please sign in</title>"),
        Fault::AnswerHuge => json(status, Map::new().with("note", "x".repeat(3_000))),
        Fault::AnswerWrongType => wrong_type(status, dice),
        _ => return None,
    })
}

/// Deeper than a driver hands over, which makes it text; or as deep as it does.
fn deep(status: u16, dice: &mut Dice) -> Response {
    if dice.chance(0.5) {
        return text(status, &"[".repeat(2_000));
    }
    let value = (0..60).fold(Value::from("COMPLETED"), |inner, _| {
        if dice.chance(0.5) {
            Value::List(vec![inner])
        } else {
            Map::new().with("output", inner).into()
        }
    });
    Response {
        status,
        headers: Vec::new(),
        body: Body::Json(value),
    }
}

fn wrong_type(status: u16, dice: &mut Dice) -> Response {
    let body = match dice.between(0, 4) {
        0 => Value::List(Vec::new()),
        1 => Value::Null,
        2 => Value::from(7.0),
        3 => Map::new().with("status", 7.0).with("id", true).into(),
        _ => Map::new()
            .with("task_id", Vec::new())
            .with("request_id", Map::new())
            .into(),
    };
    Response {
        status,
        headers: Vec::new(),
        body: Body::Json(body),
    }
}

/// Year, month and day of a count of days since 1970-01-01, by walking the calendar.
fn date(mut days: u64) -> (u64, usize, u64) {
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let february = 28 + u64::from(leap(year));
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    (year, month, days + 1)
}

fn time(second: u64) -> String {
    let of_day = second % 86_400;
    format!(
        "{:02}:{:02}:{:02}",
        of_day / 3_600,
        of_day / 60 % 60,
        of_day % 60
    )
}

fn iso(second: u64, between: char, end: &str) -> String {
    let (year, month, day) = date(second / 86_400);
    format!(
        "{year}-{:02}-{day:02}{between}{}{end}",
        month + 1,
        time(second)
    )
}

fn http_date(second: u64) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (year, month, day) = date(second / 86_400);
    format!(
        "Sat, {day:02} {} {year} {} GMT",
        MONTHS[month],
        time(second)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_servers_write_them() {
        assert_eq!(iso(1_795_246_080, 'T', "Z"), "2026-11-21T07:28:00Z");
        assert_eq!(http_date(1_795_246_080), "Sat, 21 Nov 2026 07:28:00 GMT");
        assert_eq!(iso(951_782_400, ' ', ""), "2000-02-29 00:00:00");
    }
}
