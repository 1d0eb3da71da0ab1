//! Brings a Python of the project's own, with the packages that others' clients need.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::debian::Debian;
use crate::files::{copy, remove_folder};
use crate::project::Project;
use crate::run::Run;

const PACKAGES: [&str; 3] = ["python3", "python3-venv", "curl"];
const ADVICE: &str = "install Python 3.11 or newer with its venv module, and curl (Debian: `apt-get install python3 \
    python3-venv curl`)";
const NO_INDEX: &str = "pip could not install what the requirements pin; it needs the Python package index, or a mirror \
    of it that pip is configured for";

/// A virtual environment under `target` that holds exactly what this file of requirements pins; returns its Python.
///
/// # Errors
///
/// When Python is missing, or pip reaches no package index; the message says what to do.
pub(crate) fn bring(project: &Project, requirements: &str) -> Result<PathBuf> {
    bring_system(project)?;
    // One for each file: tests/samples/requirements.txt has its own in python-samples.
    let of = requirements.rsplit('/').nth(1).unwrap_or_default();
    let folder = project.scratch().join(format!("python-{of}"));
    let python = folder.join("bin/python");
    let (wanted, stamp) = (project.path(requirements), folder.join("requirements.txt"));
    let fresh = fs::read(&stamp).is_ok_and(|had| fs::read(&wanted).is_ok_and(|now| had == now));
    if fresh && Run::new(project, &python).args(["--version"]).works() {
        return Ok(python);
    }
    remove_folder(&folder)?;
    Run::new(project, "python3")
        .args(["-m", "venv"])
        .args([&folder])
        .run()
        .context(ADVICE)?;
    Run::new(project, &python)
        .args(["-m", "pip", "install", "--quiet", "--require-hashes"])
        .args(["--only-binary", ":all:", "--requirement", requirements])
        .run()
        .context(NO_INDEX)?;
    copy(&wanted, &stamp)?;
    Ok(python)
}

fn bring_system(project: &Project) -> Result<()> {
    if is_there(project) {
        return Ok(());
    }
    let Some(debian) = Debian::find(project) else {
        bail!("others' clients need Python: {ADVICE}");
    };
    println!("Bringing Debian's Python (usually a few seconds) …");
    debian.install(project, &PACKAGES).context(ADVICE)?;
    if !is_there(project) {
        bail!("Python was installed, but is too old or not found: {ADVICE}");
    }
    Ok(())
}

fn is_there(project: &Project) -> bool {
    let able = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))";
    let python = Run::new(project, "python3").args(["-c", able]).works();
    python && project.which(&["curl"]).is_some()
}
