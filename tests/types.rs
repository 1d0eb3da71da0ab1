//! The package's types of the known models are what the catalogue says.

use std::{env, fs};

use tutti_tests::types;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/js/npm/models.d.ts");

#[test]
fn the_types_of_the_known_models_are_drawn_from_the_catalogue() {
    let drawn = types::models();
    if env::var_os("TUTTI_WRITE").is_some() {
        fs::write(FILE, &drawn).expect("the file can be written");
    }
    let kept = fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        kept == drawn,
        "models.d.ts is not the catalogue's: write it anew with `TUTTI_WRITE=1 cargo test -p tutti-tests --test types`"
    );
}
