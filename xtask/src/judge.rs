//! The sketch as an outsider hears it: tempo and key of many pieces, found by an analyser that knows nothing of them.

use std::fs;

use anyhow::{Context, Result};

use crate::bench_sketch::renderer;
use crate::project::Project;
use crate::python;
use crate::run::Run;

const PROMPTS: &str = "tests/sketch/prompts.tsv";
const REQUIREMENTS: &str = "tests/sketch/requirements.txt";
const JUDGE: &str = "tests/sketch/judge.py";
const SEED: &str = "5";
const SECONDS: &str = "24";

/// Renders every prompt of the list and has librosa find its tempo and key.
///
/// # Errors
///
/// When too few of them are what the prompts asked for.
pub(crate) fn judge(project: &Project) -> Result<()> {
    let python = python::bring(project, REQUIREMENTS)?;
    let program = renderer(project)?;
    let folder = project.scratch().join("judged");
    fs::create_dir_all(&folder)?;
    let prompts = fs::read_to_string(project.path(PROMPTS)).context(PROMPTS)?;
    for (index, line) in prompts.lines().enumerate() {
        let prompt = line.split('\t').next().unwrap_or_default();
        Run::new(project, &program)
            .args([prompt])
            .args([folder.join(format!("{index:02}.wav"))])
            .args([SEED, SECONDS])
            .read()?;
    }
    Run::new(project, &python)
        .args([JUDGE, PROMPTS])
        .args([&folder])
        .run()
}
