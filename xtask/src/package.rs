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

/// The folder in the package that what is written by hand lies in, as it was written.
const SOURCE: &str = "src";
/// What is loaded for those who receive webhooks or list the models, by a call of their own.
const LATER: [&str; 2] = ["lib/models.js", "lib/webhook.js"];
/// What a first import and a vendor's job leave alone; `tests/package/first.test.mjs` holds that.
pub(crate) const NOT_AT_FIRST: [&str; 3] = [LATER[0], LATER[1], "wasm/tutti_whole_bg.wasm"];
/// How esbuild is to write everything.
const ESBUILD: [&str; 2] = ["--target=es2022", "--log-level=warning"];

/// Builds the package into dist/npm.
pub(crate) fn build(project: &Project) -> Result<()> {
    sketch_module(project)?;
    let modules = [("tutti_core", true), ("tutti_whole", false)]
        .map(|(name, jobs)| module(name, jobs).build(project).map(|built| (name, built)));
    let npm = project.npm();
    remove_folder(&npm)?;
    copy_folder(&project.path("crates/js/npm"), &npm.join(SOURCE))?;
    for file in ["README.md", "index.d.ts", "models.d.ts", "package.json"] {
        move_file(&npm.join(SOURCE).join(file), &npm.join(file))?;
    }
    copy(
        &project.path("crates/web/js/host.js"),
        &npm.join(SOURCE).join("lib/host.js"),
    )?;
    for module in modules {
        // Without wasm-bindgen's own glue: lib/module.js is that of both.
        let (name, built) = module?;
        let file = format!("{name}_bg.wasm");
        copy(&built.join(&file), &npm.join("wasm").join(&file))?;
    }
    copy_folder(&project.sketch_module(), &npm.join("sketch"))?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        copy(&project.path(licence), &npm.join(licence))?;
    }
    bundle(project, &npm)?;
    minify(project, &npm)?;
    set_version(project, &npm)?;
    ensure_none(project, &npm)
}

/// One of the two modules: for vendors' jobs alone, which is loaded at first, or the whole.
fn module(name: &str, jobs: bool) -> Module<'_> {
    Module {
        package: "tutti-js",
        profile: "npm",
        name,
        level: "-Oz",
        features: None,
        terse: true,
        jobs,
    }
}

/// Makes one file of all that is loaded at first, for each condition of `exports`: apart, the files were 1.7 kB more. Their
/// sources are shipped beside them, for the maps to show.
fn bundle(project: &Project, npm: &Path) -> Result<()> {
    let later = LATER.map(|file| format!("--external:./{file}"));
    Run::new(project, "esbuild")
        .args(["src/index.js", "src/workerd.js", "--bundle", "--minify"])
        .args(["--outdir=.", "--outbase=src", "--format=esm"])
        .args(["--sourcemap", "--sources-content=false"])
        .args(["--external:./sketch/*", "--external:./wasm/*.wasm"])
        .args(later)
        .args(ESBUILD)
        .dir(npm)
        .run()?;
    Run::new(project, "esbuild")
        .args(LATER.map(|file| format!("src/{file}")))
        .args(["--minify", "--outdir=.", "--outbase=src"])
        .args(ESBUILD)
        .dir(npm)
        .run()
}

/// Takes comments and spaces out of the sketch's JavaScript, in place. What is written by hand keeps its names, so that a stack
/// trace can be read; the glue around the module does not.
fn minify(project: &Project, npm: &Path) -> Result<()> {
    let scripts = files_below(&npm.join("sketch"))?
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
            .args(ESBUILD)
            .args(["--log-override:duplicate-object-key=silent"])
            .dir(&npm.join("sketch"))
            .run()?;
    }
    Ok(())
}

/// Whether wasm-bindgen wrote it.
fn is_glue(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("tutti_")
}

fn move_file(from: &Path, to: &Path) -> Result<()> {
    copy(from, to)?;
    fs::remove_file(from).with_context(|| format!("{} stays where it was", from.display()))
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
