//! The project's own sources, where a page of its documents speaks of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The name of every function in the project's Rust sources that takes nothing, as tests do.
///
/// # Panics
///
/// When a source cannot be read.
pub fn test_names(root: &Path) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for folder in ["crates", "tests"] {
        collect(&root.join(folder), &mut names);
    }
    names
}

fn collect(folder: &Path, names: &mut BTreeSet<String>) {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() && path.file_name().is_none_or(|name| name != "target") {
            collect(&path, names);
        } else if path.extension().is_some_and(|it| it == "rs") {
            let source = fs::read_to_string(&path).expect("a source");
            let found = source.lines().filter_map(|line| {
                let (_, rest) = line.split_once("fn ")?;
                Some(rest.split_once("()")?.0.to_owned())
            });
            names.extend(found);
        }
    }
}
