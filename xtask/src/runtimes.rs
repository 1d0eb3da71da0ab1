//! The projects in tests/runtimes, with their bundlers and runtimes, and the package installed among them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::files::{copy, copy_folder, read, remove_folder};
use crate::project::Project;
use crate::run::Run;

/// What npm needs to bring the tools, and nothing else does.
const TOOLS: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// Copies the projects to where they may be built, with `package` as it was installed from its tarball; returns where.
///
/// The tools (400 MB, half a minute) are brought once for each lock file.
pub(crate) fn prepare(project: &Project, package: &Path) -> Result<PathBuf> {
    let source = project.path("tests/runtimes");
    let folder = project.scratch().join("runtimes");
    bring_tools(project, &source, &folder)?;
    copy_folder(&source, &folder)?;
    let installed = folder.join("node_modules/tutti");
    remove_folder(&installed)?;
    copy_folder(package, &installed)?;
    Ok(folder)
}

/// Brings what the `package-lock.json` of `source` names into `folder`, once for each lock file.
pub(crate) fn bring_tools(project: &Project, source: &Path, folder: &Path) -> Result<()> {
    let stamp = folder.join("installed.lock");
    let wanted = read(&source.join("package-lock.json"))?;
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    remove_folder(folder)?;
    for file in TOOLS {
        copy(&source.join(file), &folder.join(file))?;
    }
    // The runtimes come as packages that hold a program; no script of theirs has to run.
    Run::new(project, "npm")
        .args(["ci", "--ignore-scripts"])
        .dir(folder)
        .run()?;
    fs::write(stamp, wanted)?;
    Ok(())
}
