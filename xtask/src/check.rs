//! `cargo xtask check`: everything that can be judged without running the product.

use std::fs;

use anyhow::{Context, Result, bail, ensure};

use crate::files::read;
use crate::limits;
use crate::locks::{foreign_sources, version_in};
use crate::project::{Project, WASM};
use crate::run::Run;
use crate::steps::Steps;
use crate::tools::{Tool, bring};
use crate::traces::private_paths;

/// The packages that exist for wasm32 only; the others are cargo's default members.
const WASM_PACKAGES: [&str; 6] = [
    "tutti-relay-worker",
    "tutti-sketch-wasm",
    "tutti-web",
    "tutti-js",
    "tutti-app",
    "tutti-browser-tests",
];

/// All that tutti-core and tutti-sketch may link: no clock, no network, no async, no wasm, no randomness.
const PURE: [&str; 13] = [
    "tutti-core",
    "tutti-sketch",
    "autocfg",
    "bytemuck",
    "cfg-if",
    "hound",
    "libm",
    "microfft",
    "num-complex",
    "num-traits",
    "safe_arch",
    "static_assertions",
    "wide",
];

/// Runs all checks.
pub(crate) fn check(project: &Project, advisories: bool) -> Result<()> {
    bring(project, &[Tool::Lints, Tool::WasmTarget, Tool::CargoDeny])?;
    let mut steps = Steps::default();
    run(project, &mut steps, advisories);
    steps.finish()
}

/// Runs all checks as steps of a larger whole.
pub(crate) fn run(project: &Project, steps: &mut Steps, advisories: bool) {
    steps.run("format", || format(project));
    steps.run("house rules: lengths", || lengths(project));
    steps.run("house rules: paths and lock files", || traces(project));
    steps.run("core is pure", || pure(project));
    steps.run("licences and sources", || {
        deny(project, &["bans", "licenses", "sources"])
    });
    if advisories {
        steps.run("advisories", || deny(project, &["advisories"]));
    } else {
        println!(
            "\n(Advisories are looked up with --advisories: their database comes from a git host.)"
        );
    }
    steps.run("clippy on the host", || clippy(project, &[]));
    steps.run("clippy on wasm32", || clippy(project, &on_wasm()));
    steps.run("documentation of the host's crates", || {
        document(project, &[])
    });
    steps.run("documentation of wasm32's crates", || {
        document(project, &on_wasm())
    });
}

fn on_wasm() -> Vec<&'static str> {
    let packages = WASM_PACKAGES
        .iter()
        .flat_map(|package| ["--package", package]);
    ["--target", WASM].into_iter().chain(packages).collect()
}

fn format(project: &Project) -> Result<()> {
    Run::cargo(project)
        .args(["fmt", "--all", "--check"])
        .run()?;
    for tool in ["tools/fuzz/Cargo.toml", "tools/wbg/Cargo.toml"] {
        Run::cargo(project)
            .args(["fmt", "--manifest-path", tool, "--check"])
            .run()?;
    }
    Ok(())
}

fn clippy(project: &Project, which: &[&str]) -> Result<()> {
    Run::cargo(project)
        .args(["clippy", "--locked", "--keep-going", "--all-targets"])
        .args(which)
        .args(["--", "-D", "warnings"])
        .run()
}

fn document(project: &Project, which: &[&str]) -> Result<()> {
    Run::cargo(project)
        .args(["doc", "--locked", "--no-deps"])
        .args(which)
        .env("RUSTDOCFLAGS", "-D warnings")
        .run()
}

fn deny(project: &Project, what: &[&str]) -> Result<()> {
    Run::new(project, "cargo-deny")
        .args(["--locked", "check", "--hide-inclusion-graph"])
        .args(what)
        .run()
}

/// Shows that the core and the sketch link nothing but what they are allowed.
fn pure(project: &Project) -> Result<()> {
    for package in ["tutti-core", "tutti-sketch"] {
        let tree = Run::cargo(project)
            .args(["tree", "--locked", "--package", package])
            .args([
                "--edges",
                "normal,build",
                "--prefix",
                "none",
                "--target",
                "all",
            ])
            .read()?;
        let intruders = intruders(&tree);
        ensure!(
            intruders.is_empty(),
            "{package} must not depend on {}",
            intruders.join(", ")
        );
    }
    Ok(())
}

/// The packages in the output of `cargo tree` that are not on the list.
fn intruders(tree: &str) -> Vec<&str> {
    let mut found: Vec<&str> = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| !PURE.contains(name))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn lengths(project: &Project) -> Result<()> {
    let sources = tracked(project)?
        .into_iter()
        .filter(|name| name.ends_with(".rs"));
    let mut faults = Vec::new();
    for name in sources.filter(|name| name.contains("/src/")) {
        faults.extend(limits::faults(&name, &read(&project.path(&name))?));
    }
    ensure!(faults.is_empty(), "\n  {}", faults.join("\n  "));
    Ok(())
}

/// Looks for what must not be in the repository: paths of somebody's machine, lock files bound to one registry's host,
/// lock files that disagree.
fn traces(project: &Project) -> Result<()> {
    let mut faults = Vec::new();
    let private = private_paths(project);
    for name in tracked(project)? {
        let Ok(text) = fs::read_to_string(project.path(&name)) else {
            continue; // not text
        };
        let named = private.iter().filter(|path| text.contains(*path));
        faults.extend(named.map(|path| format!("{name} names {path}")));
    }
    for lock in ["package-lock.json", "tests/runtimes/package-lock.json"] {
        if read(&project.path(lock))?.contains("\"resolved\"") {
            faults.push(format!(
                "{lock} names a registry's host: npm ran without this folder's .npmrc"
            ));
        }
    }
    for lock in [
        "Cargo.lock",
        "tools/fuzz/Cargo.lock",
        "tools/wbg/Cargo.lock",
    ] {
        let foreign = foreign_sources(&read(&project.path(lock))?);
        faults.extend(
            foreign
                .iter()
                .map(|source| format!("{lock} names {source}")),
        );
    }
    ensure!(faults.is_empty(), "\n  {}", faults.join("\n  "));
    versions_agree(project)
}

/// The wasm-bindgen command must be of the library's exact version.
fn versions_agree(project: &Project) -> Result<()> {
    let library = version_in(&project.path("Cargo.lock"), "wasm-bindgen")?;
    let command = version_in(
        &project.path("tools/wbg/Cargo.lock"),
        "wasm-bindgen-cli-support",
    )?;
    if library != command {
        bail!(
            "wasm-bindgen is {library} in Cargo.lock and {command} in tools/wbg: give both the same version"
        );
    }
    Ok(())
}

fn tracked(project: &Project) -> Result<Vec<String>> {
    let files = Run::new(project, "git")
        .args(["-c", "safe.directory=*", "ls-files"]) // a build machine's checkout may belong to another user
        .read()
        .context("git must be able to read this checkout")?;
    let present = files.lines().filter(|name| project.path(name).is_file());
    Ok(present.map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_that_is_not_on_the_list_is_an_intruder_and_named_once() {
        let tree = "tutti-core v0.1.0 (/x/core)\nlibm v0.2.16\ntokio v1.0.0\ntutti-sketch v0.1.0 (*)\ntokio v1.0.0 (*)\n";
        assert_eq!(intruders(tree), ["tokio"]);
    }
}
