//! What the package says of the known models is what the catalogue says.

use std::{env, fs};

use tutti_tests::types;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/js/npm");

#[test]
fn the_types_of_the_known_models_are_drawn_from_the_catalogue() {
    assert_kept("models.d.ts", &types::models());
}

#[test]
fn what_models_answers_is_drawn_from_the_catalogue() {
    assert_kept("lib/models.js", &types::rows());
}

fn assert_kept(name: &str, drawn: &str) {
    let file = format!("{FOLDER}/{name}");
    if env::var_os("TUTTI_WRITE").is_some() {
        fs::write(&file, drawn).expect("the file can be written");
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == drawn,
        "{name} is not the catalogue's: write it anew with `TUTTI_WRITE=1 cargo test -p tutti-tests --test types`"
    );
}
