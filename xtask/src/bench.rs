//! What was promised a figure for: what a large file costs in memory, how well jobs are paced, what the relay holds out, and
//! how fast the sketch renders on this machine.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::bench_relay;
use crate::package;
use crate::project::Project;
use crate::run::Run;
use crate::tools::{Tool, bring};
use crate::wasm::sketch_module;

/// Prompts far apart in how much there is to render.
const PROMPTS: [&str; 4] = [
    "slow ambient pads",
    "lo-fi hip hop, 80 bpm",
    "drum and bass, energetic",
    "cinematic orchestra with choir",
];
const SEED: &str = "1";
const SECONDS: &str = "30";

type Part = fn(&Project) -> Result<()>;

/// Everything that can be measured, by name.
const PARTS: [(&str, Part); 4] = [
    ("custody", custody),
    ("pacing", pacing),
    ("relay", bench_relay::bench),
    ("sketch", sketch),
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

/// Renders thirty seconds of each prompt, on the host and with the finished module in Node, and prints the speed.
fn sketch(project: &Project) -> Result<()> {
    bring(project, &Tool::PACKAGE)?;
    println!("On the host:");
    on_the_host(project)?;
    println!("In Node, to a finished WAV file:");
    in_node(project)
}

fn on_the_host(project: &Project) -> Result<()> {
    let build = [
        "build",
        "--package",
        "tutti-sketch",
        "--profile",
        "sound",
        "--example",
        "render",
    ];
    Run::cargo(project).args(build).run()?;
    let program = project.target().join("sound/examples/render");
    let track = project.scratch().join("bench.wav");
    fs::create_dir_all(project.scratch())?;
    for prompt in PROMPTS {
        let said = Run::new(project, &program)
            .args([
                prompt.as_ref(),
                track.as_os_str(),
                SEED.as_ref(),
                SECONDS.as_ref(),
            ])
            .read()?;
        let speed = said.lines().last().context("the example said nothing")?;
        println!("{prompt:32} {speed}");
    }
    Ok(())
}

fn in_node(project: &Project) -> Result<()> {
    sketch_module(project)?;
    Run::new(project, "node")
        .args([
            "xtask/bench.mjs".as_ref(),
            project.sketch_module().join("index.js").as_os_str(),
        ])
        .args([SEED, SECONDS])
        .args(PROMPTS)
        .run()
}
