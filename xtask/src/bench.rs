//! What was promised a figure for: what a large file costs in memory and a crowd of jobs in time, how well jobs are paced,
//! what the relay holds out, how soon the page is there and answers, and how fast the sketch renders on this machine.

use anyhow::{Result, bail};

use crate::bench_page;
use crate::bench_relay;
use crate::bench_sketch;
use crate::package;
use crate::project::Project;
use crate::run::Run;
use crate::runtimes;
use crate::tools::{Tool, bring};

type Part = fn(&Project) -> Result<()>;

/// Everything that can be measured, by name.
const PARTS: [(&str, Part); 6] = [
    ("custody", custody),
    ("package", package),
    ("pacing", pacing),
    ("page", bench_page::bench),
    ("relay", bench_relay::bench),
    ("sketch", bench_sketch::bench),
];

/// Measures the parts of these names; all for none.
pub(crate) fn bench(project: &Project, names: &[String]) -> Result<()> {
    let known = PARTS.map(|(name, _)| name);
    if let Some(odd) = names.iter().find(|name| !known.contains(&name.as_str())) {
        bail!(
            "there is nothing to measure about {odd:?}, but about {}",
            known.join(", ")
        );
    }
    let chosen = |name: &str| names.is_empty() || names.iter().any(|it| it == name);
    for (_, measure) in PARTS.iter().filter(|(name, _)| chosen(name)) {
        measure(project)?;
    }
    Ok(())
}

/// Prints how much the package's wasm memory grows while a large file goes through a job in Node.
fn custody(project: &Project) -> Result<()> {
    bring(project, &Tool::PACKAGE)?;
    package::build(project)?;
    println!("A large file through the package:");
    Run::new(project, "node")
        .args([
            "tests/package/custody.mjs".as_ref(),
            project.npm().as_os_str(),
        ])
        .run()
}

/// Prints what a large file and a crowd of jobs cost through the package, beside the same work by hand and by fal's client.
fn package(project: &Project) -> Result<()> {
    bring(project, &Tool::PACKAGE)?;
    package::build(project)?;
    let projects = runtimes::prepare(project, &project.npm())?;
    Run::new(project, "node")
        .args(["bench.js"])
        .dir(&projects)
        .run()
}

/// Prints how few looks jobs need and how soon their end is noticed, beside fixed intervals and the ideal.
fn pacing(project: &Project) -> Result<()> {
    let run = [
        "run",
        "--package",
        "tutti-core",
        "--release",
        "--example",
        "pacing",
    ];
    Run::cargo(project).args(run).run()
}
