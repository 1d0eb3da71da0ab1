//! The page's program: compiled, divided into what opens the page and what is loaded later, bound, made small, and named.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::files::{copy, files_below, has_end, read, remove_folder};
use crate::page::Build;
use crate::project::{Project, WASM};
use crate::run::Run;
use crate::traces::neutral_paths;

/// The folder, below the page's, of what is loaded later.
pub(crate) const PARTS: &str = "parts";

const PACKAGE: &str = "tutti-app";
/// What loads the parts, as `wasm-split` calls it.
const LOADER: &str = "split.js";
/// The one script of the program.
const SCRIPT: &str = "program.js";
/// Views lose their types, so that each kind of element is compiled once and not once for every place it stands in.
const ERASED: &str = "\u{1f}--cfg=erase_components";
/// What `wasm-split` finds its way by.
const RELOCATIONS: &str = "-Clink-args=--emit-relocs";
/// What rustc makes use of; the parts do not say so themselves.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Builds the program into the page's folder, and returns the tags that load it.
pub(crate) fn build(project: &Project, how: Build, web: &Path) -> Result<String> {
    let folder = project.scratch().join("program");
    remove_folder(&folder)?;
    fs::create_dir_all(&folder)?;
    divide(project, &compile(project, how)?, &folder)?;
    bind(project, how, &folder)?;
    bundle(project, how, &folder)?;
    if how == Build::Release {
        shrink(project, &folder)?;
    }
    place(&folder, web)
}

fn compile(project: &Project, how: Build) -> Result<PathBuf> {
    let profile = match how {
        Build::Dev => "dev",
        Build::Release => "release",
    };
    let run = Run::cargo(project)
        .args(["rustc", "--locked", "--package", PACKAGE, "--bin", PACKAGE])
        .args(["--target", WASM, "--profile", profile]);
    let run = match how {
        Build::Dev => run,
        Build::Release => {
            let (variable, mut flags) = neutral_paths(project)?;
            flags.push(ERASED);
            run.env(variable, flags)
        }
    };
    run.args(["--", RELOCATIONS]).run()?;
    let folder = match how {
        Build::Dev => "debug",
        Build::Release => "release",
    };
    let file = format!("{PACKAGE}.wasm");
    Ok(project.target().join(WASM).join(folder).join(file))
}

/// Writes the main part, which is still to be bound, and the others with their loader.
fn divide(project: &Project, compiled: &Path, folder: &Path) -> Result<()> {
    Run::new(project, "wasm-split")
        .args([compiled, folder, Path::new(PACKAGE)])
        .run()
}

fn bind(project: &Project, how: Build, folder: &Path) -> Result<()> {
    let divided = folder.join(format!("{PACKAGE}.wasm"));
    let debug = (how == Build::Dev).then_some("--debug");
    Run::new(project, "wasm-bindgen")
        // What the parts need of the main one looks unused.
        .args(["--target", "web", "--no-typescript", "--keep-lld-exports"])
        .args(debug)
        .args(["--out-name", PACKAGE])
        .arg_path("--out-dir", folder)
        .args([&divided])
        .run()?;
    fs::remove_file(divided)?;
    Ok(())
}

fn shrink(project: &Project, folder: &Path) -> Result<()> {
    let modules = modules(folder)?;
    // Nothing prints what a panic says.
    Run::new(project, "node")
        .args(["xtask/snip.mjs"])
        .args(&modules)
        .run()?;
    modules.iter().try_for_each(|module| {
        Run::new(project, "wasm-opt")
            .args(FEATURES)
            .args(["-Oz", "--strip-debug", "--strip-producers"])
            .args(["--strip-target-features"])
            .args([module.as_os_str(), "-o".as_ref(), module.as_os_str()])
            .run()
    })
}

/// The wasm modules in a folder, the main one first.
fn modules(folder: &Path) -> Result<Vec<PathBuf>> {
    let files = files_below(folder)?;
    let mut modules: Vec<_> = files
        .iter()
        .filter(|file| has_end(file, "wasm"))
        .map(|file| folder.join(file))
        .collect();
    let main = folder.join(format!("{PACKAGE}_bg.wasm"));
    modules.sort_by_key(|module| *module != main);
    ensure!(modules.first() == Some(&main), "the page has no wasm");
    Ok(modules)
}

/// Makes one script of the glue, of what it imports and of what starts it.
fn bundle(project: &Project, how: Build, folder: &Path) -> Result<()> {
    let loader = folder.join(LOADER);
    fs::write(&loader, of_any_type(&read(&loader)?)?)?;
    let start = folder.join("start.js");
    fs::write(
        &start,
        format!("import init from \"./{PACKAGE}.js\";\n\ninit();\n"),
    )?;
    let minify = (how == Build::Release).then_some("--minify");
    Run::new(project, "esbuild")
        .args([&start])
        .args(["--bundle", "--format=esm", "--log-level=error"])
        .args(minify)
        .args([format!("--outfile={}", folder.join(SCRIPT).display())])
        .run()
}

/// The loader for hosts that do not know the type of wasm, as the main part's glue is already.
fn of_any_type(loader: &str) -> Result<String> {
    const STREAMED: &str = "WebAssembly.instantiateStreaming(src, imports)";
    const WHOLE: &str = "src.then((answer) => answer.arrayBuffer()).then((bytes) => WebAssembly.instantiate(bytes, imports))";
    ensure!(
        loader.contains(STREAMED),
        "the loader of the parts is not as expected"
    );
    Ok(loader.replace(STREAMED, WHOLE))
}

/// Puts the program into the page's folder, under one hash for all of it, since its parts fit each other and no others, and
/// returns the page's tags.
fn place(folder: &Path, web: &Path) -> Result<String> {
    let script = read(&folder.join(SCRIPT))?;
    let modules = modules(folder)?;
    let hash = hash(&script, &modules)?;
    let mut names = vec![(
        format!("{PACKAGE}_bg.wasm"),
        format!("{PACKAGE}-{hash}_bg.wasm"),
    )];
    for part in &modules[1..] {
        let stem = part.file_stem().unwrap_or_default().to_string_lossy();
        names.push((
            format!("{stem}.wasm"),
            format!("{PARTS}/{stem}-{hash}.wasm"),
        ));
    }
    for (module, (_, name)) in modules.iter().zip(&names) {
        copy(module, &web.join(name))?;
    }
    let name = format!("{PACKAGE}-{hash}.js");
    fs::write(web.join(&name), renamed(&script, &names)?)?;
    let module = &names[0].1;
    Ok(format!(
        "<link rel=\"preload\" href=\"./{module}\" as=\"fetch\" type=\"application/wasm\" crossorigin />\n    \
         <script type=\"module\" src=\"./{name}\"></script>"
    ))
}

fn hash(script: &str, modules: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    script.hash(&mut hasher);
    for module in modules {
        fs::read(module)?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// The script that loads the modules by their new names.
fn renamed(script: &str, names: &[(String, String)]) -> Result<String> {
    names
        .iter()
        .try_fold(script.to_owned(), |script, (old, new)| {
            let quoted = [format!("\"./{old}\""), format!("\"{old}\"")];
            let found = quoted.iter().find(|it| script.contains(*it));
            let found = found.with_context(|| format!("the page's script does not load {old}"))?;
            Ok(script.replace(found, &format!("\"./{new}\"")))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_loads_the_modules_by_their_new_names() -> Result<()> {
        let names = [
            ("app_bg.wasm", "app-1_bg.wasm"),
            ("split_later.wasm", "parts/split_later-1.wasm"),
        ]
        .map(|(old, new)| (old.to_owned(), new.to_owned()));
        let script = "new URL(\"app_bg.wasm\", x); new URL(\"./split_later.wasm\", x)";
        assert_eq!(
            renamed(script, &names)?,
            "new URL(\"./app-1_bg.wasm\", x); new URL(\"./parts/split_later-1.wasm\", x)"
        );
        assert!(renamed("new URL(\"app_bg.wasm\", x)", &names).is_err());
        Ok(())
    }

    #[test]
    fn the_parts_are_loaded_whatever_type_the_host_says_they_are_of() -> Result<()> {
        let loader = of_any_type("() => (WebAssembly.instantiateStreaming(src, imports))")?;
        assert!(loader.contains("arrayBuffer()"), "{loader}");
        assert!(of_any_type("() => somethingElse(src)").is_err());
        Ok(())
    }
}
