//! The sources keep to mathematics that is the same on every machine.

use std::{fs, path::Path};

/// Methods of `f32` and `f64` whose last bits differ between machines; `libm` has them all.
const FORBIDDEN: &[&str] = &[
    ".sin()",
    ".cos()",
    ".tan()",
    ".sin_cos()",
    ".asin()",
    ".acos()",
    ".atan()",
    ".atan2(",
    ".sinh()",
    ".cosh()",
    ".tanh()",
    ".exp()",
    ".exp2()",
    ".exp_m1()",
    ".ln()",
    ".ln_1p()",
    ".log(",
    ".log2()",
    ".log10()",
    ".powf(",
    ".powi(",
    ".cbrt()",
    ".hypot(",
    ".mul_add(",
];

#[test]
fn no_method_of_the_standard_library_makes_the_sound_differ() {
    let mut files = 0;
    visit(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src").as_path(),
        &mut files,
    );
    assert!(files > 20);
}

fn visit(folder: &Path, files: &mut usize) {
    for entry in fs::read_dir(folder).expect("the folder is readable") {
        let path = entry.expect("the entry is readable").path();
        if path.is_dir() {
            visit(&path, files);
            continue;
        }
        *files += 1;
        let source = fs::read_to_string(&path).expect("the source is text");
        let made = source.split("#[cfg(test)]").next().unwrap_or("");
        for method in FORBIDDEN {
            assert!(!made.contains(method), "{} uses {method}", path.display());
        }
    }
}
