//! "Come back then": the ways servers write it.

use std::time::Duration;

use crate::decimal;
use crate::time::Moment;

/// Numbers below this are seconds to wait; an epoch in seconds is above it (2001-09-09).
const FIRST_EPOCH_SECOND: f64 = 1e9;
/// Numbers above this are an epoch in milliseconds.
const FIRST_EPOCH_MILLI: f64 = 1e11;

/// Reads seconds, an epoch in seconds or milliseconds, ISO 8601 in UTC, or an HTTP date.
pub(crate) fn read(text: &str, now: Moment) -> Option<Duration> {
    let text = text.trim();
    if let Some(number) = decimal::read(text) {
        return from_number(number, now);
    }
    let then = iso_8601(text).or_else(|| http_date(text))?;
    Some(then.since(now))
}

fn from_number(number: f64, now: Moment) -> Option<Duration> {
    if !number.is_finite() || number < 0.0 {
        return None;
    }
    Some(if number < FIRST_EPOCH_SECOND {
        Duration::from_millis((number * 1e3) as u64)
    } else if number < FIRST_EPOCH_MILLI {
        Moment::from_millis((number * 1e3) as u64).since(now)
    } else {
        Moment::from_millis(number as u64).since(now)
    })
}

/// `2026-11-21T07:28:00Z`, with a blank for the T, a fraction, or without the Z.
fn iso_8601(text: &str) -> Option<Moment> {
    let (date, time) = text.split_once(['T', 't', ' '])?;
    let mut date = date.split('-').map(str::parse::<u64>);
    let day = days(date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?)?;
    let time = time.trim_end_matches(['Z', 'z']);
    let time = time.strip_suffix("+00:00").unwrap_or(time);
    moment(day, time)
}

/// `Sat, 21 Nov 2026 07:28:00 GMT`.
fn http_date(text: &str) -> Option<Moment> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let mut words = text.split_once(',')?.1.strip_prefix(' ')?.split(' ');
    let day = words.next()?.parse().ok()?;
    let name = words.next()?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|it| *it == name)? as u64 + 1;
    let year = words.next()?.parse().ok()?;
    moment(days(year, month, day)?, words.next()?)
}

fn moment(days: u64, time: &str) -> Option<Moment> {
    let mut parts = time.split(':');
    let hours: u64 = parts.next()?.parse().ok()?;
    let minutes: u64 = parts.next()?.parse().ok()?;
    let seconds = decimal::read(parts.next().unwrap_or("0"))?;
    let whole = (hours < 24 && minutes < 60 && (0.0..61.0).contains(&seconds))
        .then_some(hours * 60 + minutes)?;
    Some(Moment::from_millis(
        (days * 1_440 + whole) * 60_000 + (seconds * 1e3) as u64,
    ))
}

/// Days since 1970-01-01 in the Gregorian calendar (Hinnant's civil-date algorithm).
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    if !(1970..10_000).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year / 400;
    let of_era = year % 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-21T07:28:00Z.
    const NOW: Moment = Moment::from_millis(1_795_246_080_000);

    #[test]
    fn every_way_of_writing_it_reads_as_the_same_wait() {
        for text in [
            "60",
            "60.0",
            "1795246140",
            "1795246140000",
            "2026-11-21T07:29:00Z",
            "2026-11-21 07:29:00",
            "2026-11-21T07:29:00.000+00:00",
            "Sat, 21 Nov 2026 07:29:00 GMT",
        ] {
            assert_eq!(read(text, NOW), Some(Duration::from_secs(60)), "{text}");
        }
    }

    #[test]
    fn a_moment_that_is_over_is_no_wait() {
        assert_eq!(read("2026-11-21T07:00:00Z", NOW), Some(Duration::ZERO));
    }

    #[test]
    fn nonsense_is_nothing() {
        for text in [
            "",
            "soon",
            "-5",
            "NaN",
            "inf",
            "2026-13-01T00:00:00Z",
            "2026-11-21Tx",
            "Sat, 99 Foo 2026 00:00:00 GMT",
            "9999-99",
        ] {
            assert_eq!(read(text, NOW), None, "{text}");
        }
    }
}
