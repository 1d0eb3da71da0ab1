//! How fast the sketch renders on this machine.

use std::fs;

use anyhow::{Context, Result};

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

/// Renders thirty seconds of each prompt, on the host and with the finished module in Node, and prints the speed.
pub(crate) fn bench(project: &Project) -> Result<()> {
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
