//! The npm package: the wasm module, the hand-written JavaScript and types around it, the sketch module.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::files::{copy, copy_folder, files_below, read, remove_folder};
use crate::project::Project;
use crate::run::Run;
use crate::traces::ensure_none;
use crate::wasm::{Module, sketch_module};

/// Builds the package into dist/npm.
pub(crate) fn build(project: &Project) -> Result<()> {
    sketch_module(project)?;
    let module = Module {
        package: "tutti-js",
        profile: "npm",
        name: "tutti_core",
        level: "-Oz",
        features: None,
        terse: true,
    };
    let built = module.build(project)?;
    let npm = project.npm();
    remove_folder(&npm)?;
    copy_folder(&project.path("crates/js/npm"), &npm)?;
    copy_folder(&built, &npm.join("wasm"))?;
    copy_folder(&project.sketch_module(), &npm.join("sketch"))?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        copy(&project.path(licence), &npm.join(licence))?;
    }
    minify(project, &npm)?;
    set_version(project, &npm)?;
    ensure_none(project, &npm)
}

/// Takes comments and spaces out of the JavaScript, in place. What is written by hand keeps its names, so that a stack
/// trace can be read; the glue around the modules does not.
fn minify(project: &Project, npm: &Path) -> Result<()> {
    let scripts = files_below(npm)?
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "js"));
    let (glue, own): (Vec<PathBuf>, Vec<PathBuf>) = scripts.partition(|file| is_glue(file));
    for (files, how) in [
        (glue, &["--minify"][..]),
        (own, &["--minify-whitespace", "--minify-syntax"]),
    ] {
        Run::new(project, "esbuild")
            .args(files)
            .args(how)
            .args(["--outdir=.", "--outbase=.", "--allow-overwrite"])
            .args([
                "--target=es2022",
                "--log-level=warning",
                "--log-override:duplicate-object-key=silent",
            ])
            .dir(npm)
            .run()?;
    }
    Ok(())
}

/// Whether wasm-bindgen wrote it.
fn is_glue(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("tutti_")
}

/// Packs dist/npm into a tarball in `folder`, as a registry would get it.
pub(crate) fn pack(project: &Project, folder: &Path) -> Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let said = Run::new(project, "npm")
        .args(["pack", "--json"])
        .arg_path("--pack-destination", folder)
        .dir(&project.npm())
        .read()?;
    let packed: Value =
        serde_json::from_str(&said).context("npm pack answered with something else than JSON")?;
    let name = packed[0]["filename"]
        .as_str()
        .context("npm pack named no file")?;
    Ok(folder.join(name))
}

/// Gives the package the version of the workspace.
fn set_version(project: &Project, npm: &Path) -> Result<()> {
    let version = workspace_version(&read(&project.path("Cargo.toml"))?)
        .context("Cargo.toml names no version")?;
    let path = npm.join("package.json");
    let mut manifest: Value = serde_json::from_str(&read(&path)?)?;
    let Some(fields) = manifest.as_object_mut() else {
        bail!("{} is not an object", path.display());
    };
    fields.insert("version".to_owned(), version.into());
    fs::write(path, format!("{manifest:#}\n"))?;
    Ok(())
}

/// The version under `[workspace.package]`.
fn workspace_version(manifest: &str) -> Option<String> {
    let (_, section) = manifest.split_once("[workspace.package]\n")?;
    let line = section
        .lines()
        .take_while(|line| !line.starts_with('['))
        .find_map(|line| line.strip_prefix("version = "))?;
    Some(line.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_one_of_the_workspace_and_not_of_a_dependency() {
        let manifest = "[dependencies]\nversion = \"9\"\n[workspace.package]\nedition = \"2024\"\nversion = \"0.1.0\"\n";
        assert_eq!(workspace_version(manifest).as_deref(), Some("0.1.0"));
        assert_eq!(
            workspace_version("[workspace.package]\n[x]\nversion = \"9\"\n"),
            None
        );
    }
}
