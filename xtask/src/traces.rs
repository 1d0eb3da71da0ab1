//! Paths of the machine that built or wrote something: they must not be in what is shipped or kept.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::files::files_below;
use crate::project::Project;

/// Paths that give away whose machine a file comes from.
pub(crate) fn private_paths(project: &Project) -> Vec<String> {
    let home = home().map(|home| format!("{}/", home.display()));
    let root = project.root().display().to_string();
    [root].into_iter().chain(home).collect()
}

/// Checks that no file below `folder` holds a private path.
pub(crate) fn ensure_none(project: &Project, folder: &Path) -> Result<()> {
    let private = private_paths(project);
    for file in files_below(folder)? {
        let bytes = fs::read(folder.join(&file))?;
        let found = private
            .iter()
            .find(|path| contains(&bytes, path.as_bytes()));
        ensure!(
            found.is_none(),
            "{} names {}",
            file.display(),
            found.map_or("", String::as_str)
        );
    }
    Ok(())
}

/// The environment variable, and its value, that makes rustc write neutral paths into panic messages: for crates of a
/// registry, and for our own.
pub(crate) fn neutral_paths(project: &Project) -> Result<(&'static str, OsString)> {
    let mut flags = OsString::new();
    for sources in registry_sources()? {
        remap(&mut flags, &sources, "crates");
    }
    remap(&mut flags, project.root(), "tutti");
    Ok(("CARGO_ENCODED_RUSTFLAGS", flags))
}

fn remap(flags: &mut OsString, from: &Path, to: &str) {
    const SEPARATOR: &str = "\u{1f}"; // as cargo wants it, so that paths may hold spaces
    if !flags.is_empty() {
        flags.push(SEPARATOR);
    }
    flags.push("--remap-path-prefix=");
    flags.push(from);
    flags.push("=");
    flags.push(to);
}

/// The folders in which cargo keeps the sources of registries.
fn registry_sources() -> Result<Vec<PathBuf>> {
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from);
    let Some(cargo) = cargo.or_else(|| home().map(|home| home.join(".cargo"))) else {
        return Ok(Vec::new());
    };
    let sources = cargo.join("registry/src");
    if !sources.is_dir() {
        return Ok(Vec::new());
    }
    let mut folders = fs::read_dir(sources)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    folders.sort();
    Ok(folders)
}

fn home() -> Option<PathBuf> {
    env::var_os("HOME")
        .map(PathBuf::from)
        .filter(|home| home.parent().is_some())
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_names_the_checkout_is_found_among_others() -> Result<()> {
        let project = Project::find()?;
        let folder = env::temp_dir().join(format!("xtask-traces-{}", std::process::id()));
        fs::create_dir_all(folder.join("wasm"))?;
        fs::write(folder.join("index.js"), "import './wasm/a.js'")?;
        assert!(ensure_none(&project, &folder).is_ok());
        let panic = format!("\0\u{7}{}/crates/a.rs", project.root().display());
        fs::write(folder.join("wasm/a.wasm"), panic)?;
        let said = ensure_none(&project, &folder).map_err(|error| error.to_string());
        fs::remove_dir_all(&folder)?;
        assert!(said.is_err_and(|said| said.starts_with("wasm/a.wasm names ")));
        Ok(())
    }

    #[test]
    fn flags_for_several_folders_are_kept_apart() {
        let mut flags = OsString::new();
        remap(&mut flags, Path::new("/a b"), "crates");
        remap(&mut flags, Path::new("/c"), "tutti");
        let expected = "--remap-path-prefix=/a b=crates\u{1f}--remap-path-prefix=/c=tutti";
        assert_eq!(flags, OsString::from(expected));
    }
}
