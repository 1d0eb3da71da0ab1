//! Reads what lock files pin.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// The version of `package` in the lock file at `path`.
///
/// # Errors
///
/// When the file cannot be read or does not name the package.
pub(crate) fn version_in(path: &Path, package: &str) -> Result<String> {
    let lock =
        fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    locked_version(&lock, package)
        .with_context(|| format!("{} does not name {package}", path.display()))
}

/// The first version of `package` in the text of a Cargo.lock.
pub(crate) fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.next()?;
    quoted(lines.next()?, "version = ")
}

/// Sources in the text of a Cargo.lock other than crates.io.
pub(crate) fn foreign_sources(lock: &str) -> Vec<String> {
    const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";
    lock.lines()
        .filter_map(|line| quoted(line, "source = "))
        .filter(|source| source != CRATES_IO)
        .collect()
}

fn quoted(line: &str, key: &str) -> Option<String> {
    let value = line
        .strip_prefix(key)?
        .strip_prefix('"')?
        .strip_suffix('"')?;
    Some(value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
[[package]]
name = "wasm-bindgen-futures"
version = "0.4.80"

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "other"
version = "1.0.0"
source = "git+https://example.org/other"
"#;

    #[test]
    fn the_version_of_the_named_package_is_read_and_not_of_one_with_a_longer_name() {
        assert_eq!(
            locked_version(LOCK, "wasm-bindgen").as_deref(),
            Some("0.2.130")
        );
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }

    #[test]
    fn a_source_other_than_crates_io_is_foreign() {
        assert_eq!(foreign_sources(LOCK), ["git+https://example.org/other"]);
    }
}
