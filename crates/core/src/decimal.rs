//! Decimal numbers in text, to and fro.
//!
//! The standard library's own reading and writing of doubles brings tables that weigh more in the package than all of
//! the vendors together. What is read and written here has few digits.

/// The most digits that a double holds exactly.
const DIGITS: usize = 15;

/// A number of at most 15 digits, a sign and a point among them; none for anything else, exponents included.
pub(crate) fn read(text: &str) -> Option<f64> {
    let text = text.trim();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = [whole, part].concat();
    let is_plain = !whole.is_empty()
        && digits.len() <= DIGITS
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain {
        return None;
    }
    let digits: u64 = digits.parse().ok()?;
    let scale: u64 = part.bytes().fold(1, |scale, _| scale * 10);
    let number = digits as f64 / scale as f64;
    Some(if negative { -number } else { number })
}

/// The number with at most two digits after the point.
pub(crate) fn write(number: f64) -> String {
    let hundredths = (number * 100.0).round() as i64;
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, part) = (
        hundredths.unsigned_abs() / 100,
        hundredths.unsigned_abs() % 100,
    );
    match part {
        0 => format!("{sign}{whole}"),
        _ if part % 10 == 0 => format!("{sign}{whole}.{}", part / 10),
        _ => format!("{sign}{whole}.{part:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_the_standard_library_reads_them() {
        for text in [
            "0",
            "60",
            "60.0",
            "0.037",
            "-1.5",
            "1795246140000",
            "5.",
            "000.250",
            "123456789.123456",
        ] {
            assert_eq!(read(text), text.parse().ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_plain_number_is_none() {
        for text in [
            "",
            "-",
            ".",
            ".5",
            "1e9",
            "inf",
            "NaN",
            "1.2.3",
            "+1",
            "0x10",
            "9999999999999999",
            "1 2",
            "\u{661}",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_written_short() {
        for (number, text) in [
            (30.0, "30"),
            (0.5, "0.5"),
            (-1.25, "-1.25"),
            (0.05, "0.05"),
            (0.0, "0"),
            (-0.004, "0"),
            (1e300, "92233720368547758.07"),
        ] {
            assert_eq!(write(number), text);
        }
    }
}
