//! The sketch as an outsider hears it: tempo and key of many pieces, found by an analyser that knows nothing of them; and how it looks.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::bench_sketch::{renderer, styles};
use crate::project::Project;
use crate::python;
use crate::run::Run;

const PROMPTS: &str = "tests/sketch/prompts.tsv";
const REQUIREMENTS: &str = "tests/sketch/requirements.txt";
const JUDGE: &str = "tests/sketch/judge.py";
const SEED: &str = "5";
const PAINTER: &str = "tests/sketch/picture.py";
const PICTURE: &str = "docs/pictures/sketch-styles.webp";
const SECONDS: &str = "24";

/// Renders every prompt of the list and has librosa find its tempo and key.
///
/// # Errors
///
/// When too few of them are what the prompts asked for.
pub(crate) fn judge(project: &Project) -> Result<()> {
    let python = python::bring(project, REQUIREMENTS)?;
    let prompts = fs::read_to_string(project.path(PROMPTS)).context(PROMPTS)?;
    let prompts = prompts.lines().filter_map(|line| line.split('\t').next());
    let folder = render(project, prompts)?;
    Run::new(project, &python)
        .args([JUDGE, PROMPTS])
        .args([&folder])
        .run()
}

/// Draws the wave and the spectrum of every style.
///
/// # Errors
///
/// When Python or the picture cannot be had.
pub(crate) fn picture(project: &Project) -> Result<()> {
    let python = python::bring(project, REQUIREMENTS)?;
    let styles = styles(project)?;
    let folder = render(project, styles.iter().map(String::as_str))?;
    Run::new(project, &python)
        .args([PAINTER, PICTURE])
        .args([&folder])
        .args(&styles)
        .run()
}

/// Renders prompts to files that are named by their place in the list.
fn render<'a>(project: &Project, prompts: impl Iterator<Item = &'a str>) -> Result<PathBuf> {
    let program = renderer(project)?;
    let folder = project.scratch().join("judged");
    fs::create_dir_all(&folder)?;
    for (index, prompt) in prompts.enumerate() {
        Run::new(project, &program)
            .args([prompt])
            .args([folder.join(format!("{index:02}.wav"))])
            .args([SEED, SECONDS])
            .read()?;
    }
    Ok(folder)
}
