//! `cargo xtask fuzz`: libFuzzer looks for bytes that break a part of the core, with the pinned, stable compiler.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::project::Project;
use crate::run::Run;
use crate::steps::Steps;

/// How long each target runs when nothing is said, in seconds.
const USUAL: u64 = 60;
/// The longest input that is tried, in bytes.
const MOST_BYTES: u32 = 16_384;
/// What tells libFuzzer where the program has been. cargo-fuzz sets the same; the address sanitizer, which needs a nightly
/// compiler, has nothing to find where `unsafe` is forbidden.
const INSTRUMENTS: [&str; 5] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// Runs the target of this name, or each of them, for so many seconds.
pub(crate) fn fuzz(project: &Project, target: Option<&str>, seconds: Option<u64>) -> Result<()> {
    let mut steps = Steps::default();
    run(project, &mut steps, target, seconds.unwrap_or(USUAL));
    steps.finish()
}

/// The same as steps of a larger whole.
pub(crate) fn run(project: &Project, steps: &mut Steps, target: Option<&str>, seconds: u64) {
    let ready = steps.run("build the fuzzer", || {
        let names = chosen(seeds(project)?, target)?;
        Ok((build(project)?, names))
    });
    let Some((program, names)) = ready else {
        return;
    };
    for name in names {
        steps.run(&format!("fuzz {name}"), || {
            one(project, &program, &name, seconds)
        });
    }
}

fn chosen(names: Vec<String>, wanted: Option<&str>) -> Result<Vec<String>> {
    let Some(wanted) = wanted else {
        return Ok(names);
    };
    ensure!(
        names.iter().any(|name| name == wanted),
        "there is no target {wanted}; there are {}",
        names.join(", ")
    );
    Ok(vec![wanted.to_owned()])
}

/// Writes what the targets start from, and returns their names.
fn seeds(project: &Project) -> Result<Vec<String>> {
    let said = Run::cargo(project)
        .args(["run", "--quiet", "--locked", "--package", "tutti-tests"])
        .args(["--bin", "fuzz-seeds", "--"])
        .args([folder(project, "seeds")])
        .read()?;
    Ok(said.lines().map(str::to_owned).collect())
}

fn build(project: &Project) -> Result<PathBuf> {
    let host = host(project)?;
    // A target is named so that build scripts and macros are not built with the instruments.
    let out = folder(project, "build");
    Run::cargo(project)
        .args(["build", "--locked", "--release", "--target", &host])
        .args(["--manifest-path", "tools/fuzz/Cargo.toml"])
        .arg_path("--target-dir", &out)
        .env("RUSTFLAGS", INSTRUMENTS.join(" "))
        .run()?;
    Ok(out.join(host).join("release/tutti-fuzzer"))
}

/// The triple of this machine.
fn host(project: &Project) -> Result<String> {
    let said = Run::new(project, "rustc").args(["-vV"]).read()?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not name its host")?.to_owned())
}

/// What is found is added to the corpus below `target`; what breaks is kept where the tests run it from then on.
fn one(project: &Project, program: &Path, name: &str, seconds: u64) -> Result<()> {
    let corpus = folder(project, "corpus").join(name);
    let kept = project.path("tests/fuzz/regressions").join(name);
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&kept)?;
    let result = Run::new(project, program)
        .args([&corpus, &folder(project, "seeds").join(name), &kept])
        .args([format!("-max_total_time={seconds}")])
        .args([format!("-max_len={MOST_BYTES}")])
        .args([format!("-artifact_prefix={}/", kept.display())])
        .args([format!(
            "-dict={}",
            folder(project, "seeds/words.dict").display()
        )])
        .args([
            "-timeout=10",
            "-rss_limit_mb=2048",
            "-verbosity=0",
            "-print_final_stats=1",
        ])
        .env("TUTTI_FUZZ_TARGET", name)
        .run();
    // It is there again when it is needed.
    let _ = fs::remove_dir(&kept);
    if let Err(error) = result {
        bail!(
            "{error}; the input is kept in tests/fuzz/regressions/{name}, and `cargo test -p tutti-tests --test fuzz` runs it"
        );
    }
    Ok(())
}

fn folder(project: &Project, name: &str) -> PathBuf {
    project.target().join("fuzz").join(name)
}
