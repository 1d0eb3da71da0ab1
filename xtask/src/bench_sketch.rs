//! How fast the sketch renders on this machine, style by style: on the host, and with the finished module in Node.

use std::fs;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::run::Run;
use crate::tools::{Tool, bring};
use crate::wasm::sketch_module;

/// Every style, after the hash of its sound.
const STYLES: &str = "crates/sketch/tests/golden.txt";
const SEED: &str = "1";
const SECONDS: &str = "30";

/// Renders thirty seconds of every style and prints the speed, the memory, and how soon the first sound was there.
pub(crate) fn bench(project: &Project) -> Result<()> {
    bring(project, &Tool::PACKAGE)?;
    let styles = styles(project)?;
    println!("On the host:");
    on_the_host(project, &styles)?;
    println!("In Node, on one thread, to a finished WAV file:");
    in_node(project, &styles)
}

/// The names of all styles.
pub(crate) fn styles(project: &Project) -> Result<Vec<String>> {
    let list = fs::read_to_string(project.path(STYLES)).context(STYLES)?;
    let names = list.lines().filter_map(|line| line.split_once(' '));
    Ok(names.map(|(_, name)| name.to_owned()).collect())
}

/// Builds the program that renders a prompt to a file, as fast as the module is built.
pub(crate) fn renderer(project: &Project) -> Result<std::path::PathBuf> {
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
    fs::create_dir_all(project.scratch())?;
    Ok(project.target().join("sound/examples/render"))
}

fn on_the_host(project: &Project, styles: &[String]) -> Result<()> {
    let program = renderer(project)?;
    let track = project.scratch().join("bench.wav");
    for style in styles {
        let said = Run::new(project, &program)
            .args([style.as_str()])
            .args([&track])
            .args([SEED, SECONDS])
            .read()?;
        let speed = said.lines().last().context("the example said nothing")?;
        println!("{style:16} {speed}");
    }
    Ok(())
}

fn in_node(project: &Project, styles: &[String]) -> Result<()> {
    sketch_module(project)?;
    Run::new(project, "node")
        .args([
            "xtask/bench.mjs".as_ref(),
            project.sketch_module().join("index.js").as_os_str(),
        ])
        .args([SEED, SECONDS])
        .args(styles)
        .run()
}
