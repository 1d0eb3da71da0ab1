//! The built page made ready for any static host: small, compressed beside itself, and known to its service worker.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use serde_json::json;

use crate::files::{files_below, has_end, read};
use crate::policy::headers_file;
use crate::project::Project;
use crate::run::Run;

const WORKER: &str = "sw.js";
const HEADERS: &str = "_headers";
/// What is written beside a file for a server that sends it compressed.
const COMPRESSED: [&str; 2] = ["br", "gz"];
/// The sketch module's folder.
const SKETCH: &str = "sketch";
/// What is kept for offline use only once it was used: the sketch module and the other languages.
const LATER: [&str; 2] = [SKETCH, "lang"];

/// Tells the service worker which files there are, and which build this is.
pub(crate) fn stamp_worker(web: &Path) -> Result<()> {
    let path = web.join(WORKER);
    let files = files_below(web)?;
    let kept = files.iter().filter(|file| is_of_the_page(file));
    let (later, shell): (Vec<_>, Vec<_>) =
        kept.partition(|file| LATER.iter().any(|folder| file.starts_with(folder)));
    let mut hasher = DefaultHasher::new();
    for file in shell.iter().chain(&later) {
        (file, fs::read(web.join(file))?).hash(&mut hasher);
    }
    let version = format!("{:016x}", hasher.finish());
    fs::write(&path, stamped(&read(&path)?, &version, &shell, &later)?)?;
    Ok(())
}

/// Writes `.br` and `.gz` beside what gets smaller by it, and a `_headers` file.
pub(crate) fn pack(project: &Project, web: &Path) -> Result<()> {
    let files = files_below(web)?;
    let packable = files.iter().filter(|file| is_packable(file));
    Run::new(project, "node")
        .args(["xtask/compress.mjs"])
        .args(packable.map(|file| web.join(file)))
        .run()?;
    let for_ever: Vec<_> = files.into_iter().filter(|file| is_hashed(file)).collect();
    let html = read(&web.join("index.html"))?;
    fs::write(web.join(HEADERS), headers_file(&html, &for_ever)?)?;
    Ok(())
}

/// Whether a file is a compressed copy of another.
pub(crate) fn is_copy(file: &Path) -> bool {
    COMPRESSED.iter().any(|end| has_end(file, end))
}

/// The worker's text with its three constants filled in.
fn stamped(text: &str, version: &str, shell: &[&PathBuf], later: &[&PathBuf]) -> Result<String> {
    // The page is known by its folder, whatever a host calls the file.
    let address = |file: &&PathBuf| match file.to_string_lossy().replace('\\', "/").as_str() {
        "index.html" => "./".to_owned(),
        name => format!("./{name}"),
    };
    let list = |files: &[&PathBuf]| json!(files.iter().map(address).collect::<Vec<_>>());
    let constants = [
        ("VERSION", "\"\"", json!(version)),
        ("SHELL", "[]", list(shell)),
        ("LATER", "[]", list(later)),
    ];
    constants
        .iter()
        .try_fold(text.to_owned(), |text, (name, empty, value)| {
            let place = format!("const {name} = {empty};");
            ensure!(text.contains(&place), "{WORKER} has no {place:?}");
            Ok(text.replacen(&place, &format!("const {name} = {value};"), 1))
        })
}

/// Whether a browser loads a file, rather than a person, a server or the browser's own machinery.
fn is_of_the_page(file: &Path) -> bool {
    let ends = [
        "css",
        "html",
        "js",
        "json",
        "svg",
        "wasm",
        "webmanifest",
        "woff2",
    ];
    file != Path::new(WORKER) && ends.iter().any(|end| has_end(file, end))
}

fn is_packable(file: &Path) -> bool {
    let ends = ["css", "html", "js", "json", "svg", "wasm", "webmanifest"];
    ends.iter().any(|end| has_end(file, end))
}

/// Whether a name holds a hash of the content, as `tutti-app-0123456789abcdef_bg.wasm` does; Trunk writes it without leading
/// zeros.
fn is_hashed(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let is_hash = |part: &str| {
        (13..=16).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    name.split(['-', '_', '.']).skip(1).any(is_hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_is_told_its_version_and_its_files_by_addresses_beside_it() -> Result<()> {
        let files = ["index.html", "app.js", "sketch/index.js"].map(PathBuf::from);
        let text = include_str!("../../www/sw.js");
        let worker = stamped(text, "v1", &[&files[0], &files[1]], &[&files[2]])?;
        for line in [
            "const VERSION = \"v1\";",
            "const SHELL = [\"./\",\"./app.js\"];",
            "const LATER = [\"./sketch/index.js\"];",
        ] {
            assert!(worker.contains(line), "{line}");
        }
        assert!(stamped(&worker, "v2", &[], &[]).is_err());
        Ok(())
    }

    #[test]
    fn the_worker_keeps_what_a_browser_loads_and_nothing_else() {
        for kept in [
            "index.html",
            "a-1.css",
            "sketch/worker.js",
            "icons/icon.svg",
        ] {
            assert!(is_of_the_page(Path::new(kept)), "{kept}");
        }
        for other in [
            "sw.js",
            "_headers",
            "a.js.br",
            "fonts/LICENSE",
            "fonts/README.md",
        ] {
            assert!(!is_of_the_page(Path::new(other)), "{other}");
        }
    }

    #[test]
    fn only_a_name_with_a_hash_is_kept_for_ever() {
        assert!(is_hashed(Path::new("app-0123456789abcdef_bg.wasm")));
        assert!(!is_hashed(Path::new(
            "snippets/app-0123456789abcdef/inline0.js"
        )));
        assert!(is_hashed(Path::new("studio-fe712ce00b85cbb.css")));
        assert!(!is_hashed(Path::new("theme.js")));
    }
}
