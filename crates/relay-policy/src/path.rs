//! Paths, read strictly: what two readers could read in two ways is refused.

/// Whether a path below the mount is plain: no empty, single-dot or double-dot segment, no escape that hides a separator, a
/// dot, a percent sign or a control character, and no character that needs one.
pub(crate) fn is_plain(path: &str) -> bool {
    !path.is_empty() && path.split('/').all(is_plain_segment) && escapes_are_harmless(path)
}

/// Whether a path fits a pattern in which `*` stands for exactly one segment.
pub(crate) fn fits(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some("*"), Some(segment)) if !segment.is_empty() => {}
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return false,
        }
    }
}

/// The text behind percent escapes; none when an escape is broken or what comes out is not visible ASCII.
pub(crate) fn decode(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let byte = match byte {
            b'%' => hex(bytes.next()?)? * 16 + hex(bytes.next()?)?,
            other => other,
        };
        if !byte.is_ascii_graphic() {
            return None;
        }
        out.push(char::from(byte));
    }
    Some(out)
}

/// Whether every escape in a path is whole and stands for a character that means nothing to a reader of paths.
pub(crate) fn escapes_are_harmless(path: &str) -> bool {
    const TELLING: &[u8] = b"%./\\";
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            continue;
        }
        let (Some(high), Some(low)) = (bytes.next().and_then(hex), bytes.next().and_then(hex))
        else {
            return false;
        };
        let meant = high * 16 + low;
        if meant < 0x20 || meant == 0x7F || TELLING.contains(&meant) {
            return false;
        }
    }
    true
}

fn is_plain_segment(segment: &str) -> bool {
    const MARKS: &[u8] = b"-._~!$&'()*+,;=:@%";
    !segment.is_empty()
        && segment != "."
        && segment != ".."
        && segment
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || MARKS.contains(&byte))
}

const fn hex(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_stands_for_whole_segments_only() {
        for (pattern, path, fit) in [
            ("/v2/requests/*", "/v2/requests/1", true),
            ("/v2/requests/*", "/v2/requests/1/status", false),
            ("/v2/requests/*", "/v2/requests/", false),
            ("/v2/requests/*", "/v2/requests", false),
            ("/v2/requests/*/status", "/v2/requests/a%20b/status", true),
            ("/v1/*", "/v10/x", false),
        ] {
            assert_eq!(fits(pattern, path), fit, "{pattern} {path}");
        }
    }

    #[test]
    fn escapes_that_hide_something_from_a_reader_of_paths_are_refused() {
        for good in ["a", "segmind/v2/lyria-2", "x/a%20b", "x/id:1;2@3"] {
            assert!(is_plain(good), "{good}");
        }
        for bad in [
            "",
            "/",
            "a//b",
            "a/",
            "./a",
            "a/..",
            "a/%2e%2e/b",
            "a/%2E/b",
            "a%2fb",
            "a%5Cb",
            "a\\b",
            "a%00",
            "a%0d%0a",
            "a%7f",
            "a%25",
            "a%252e",
            "a%",
            "a%2",
            "a%zz",
            "a b",
            "\u{fc}",
            "a\"b",
            "a<b",
            "a|b",
            "a^b",
            "a{b",
            "a`b",
        ] {
            assert!(!is_plain(bad), "{bad}");
        }
    }

    #[test]
    fn only_visible_text_comes_out_of_an_encoded_address() {
        assert_eq!(
            decode("https%3A%2F%2Fx.example%2Fa").as_deref(),
            Some("https://x.example/a")
        );
        for bad in ["%", "%4", "%zz", "a%20b", "a%0Ab", "%C3%BC", "%00"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
