//! The page's program: compiled, divided into what opens the page and what is loaded later, bound, made small, and named.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::files::{copy, copy_folder, files_below, has_end, read, remove_folder};
use crate::page::Build;
use crate::project::{Project, WASM};
use crate::run::Run;
use crate::traces::neutral_paths;

/// The folder, below the page's, of what is loaded later.
pub(crate) const PARTS: &str = "parts";

const PACKAGE: &str = "tutti-app";
/// What loads the parts, as `wasm-split` calls it.
const LOADER: &str = "split.js";
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
    if how == Build::Release {
        shrink(project, &folder)?;
    }
    let tags = name(&folder)?;
    copy_folder(&folder, web)?;
    Ok(tags)
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

/// Gives all parts of the program one hash, since they fit each other and no others, and returns the page's tags.
fn name(folder: &Path) -> Result<String> {
    let hash = hash(folder)?;
    let glue = read(&folder.join(format!("{PACKAGE}.js")))?;
    let loader = read(&folder.join(LOADER))?;
    let mut names = vec![
        (format!("{PACKAGE}.js"), format!("{PACKAGE}-{hash}.js")),
        (
            format!("{PACKAGE}_bg.wasm"),
            format!("{PACKAGE}-{hash}_bg.wasm"),
        ),
        (LOADER.to_owned(), format!("split-{hash}.js")),
    ];
    for module in modules(folder)?.iter().skip(1) {
        let stem = module.file_stem().unwrap_or_default().to_string_lossy();
        names.push((
            format!("{stem}.wasm"),
            format!("{PARTS}/{stem}-{hash}.wasm"),
        ));
    }
    fs::write(folder.join(format!("{PACKAGE}.js")), renamed(&glue, &names))?;
    fs::write(folder.join(LOADER), renamed(&of_any_type(&loader)?, &names))?;
    for (old, new) in &names {
        copy(&folder.join(old), &folder.join(new))?;
        fs::remove_file(folder.join(old))?;
    }
    let boot = format!("boot-{hash}.js");
    let start = format!("import init from \"./{}\";\n\ninit();\n", names[0].1);
    fs::write(folder.join(&boot), start)?;
    tags(folder, &boot, &names[1].1)
}

/// One for all files of the program.
fn hash(folder: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files_below(folder)? {
        (&file, fs::read(folder.join(&file))?).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// A script that loads files by their new names. What it calls them in the module's imports stays.
fn renamed(script: &str, names: &[(String, String)]) -> String {
    let forms = ["from './", "from \"./", "new URL('", "new URL(\"./"];
    let mut script = script.to_owned();
    for (old, new) in names {
        for form in forms {
            script = script.replace(&format!("{form}{old}"), &format!("{form}{new}"));
        }
    }
    script
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

/// What starts the program, and fetches at once what that asks for.
fn tags(folder: &Path, boot: &str, module: &str) -> Result<String> {
    let scripts = files_below(folder)?;
    let scripts = scripts
        .iter()
        .filter(|file| has_end(file, "js") && *file != Path::new(boot));
    let preloads = scripts.map(|file| {
        let file = file.to_str().context("a name that is no text")?;
        Ok(format!(
            "<link rel=\"modulepreload\" href=\"./{}\" />\n    ",
            file.replace('\\', "/")
        ))
    });
    let preloads = preloads.collect::<Result<String>>()?;
    Ok(format!(
        "{preloads}<link rel=\"preload\" href=\"./{module}\" as=\"fetch\" type=\"application/wasm\" crossorigin />\n    \
         <script type=\"module\" src=\"./{boot}\"></script>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(old: &str, new: &str) -> (String, String) {
        (old.to_owned(), new.to_owned())
    }

    #[test]
    fn a_script_names_the_other_files_by_their_new_names() {
        let script = "from './split.js'; new URL('app_bg.wasm', x); new URL(\"./split_later.wasm\"); { './split.js': it }";
        let names = [
            pair("split.js", "split-1.js"),
            pair("app_bg.wasm", "app-1_bg.wasm"),
            pair("split_later.wasm", "parts/split_later-1.wasm"),
        ];
        assert_eq!(
            renamed(script, &names),
            "from './split-1.js'; new URL('app-1_bg.wasm', x); new URL(\"./parts/split_later-1.wasm\"); { './split.js': it }"
        );
    }

    #[test]
    fn the_parts_are_loaded_whatever_type_the_host_says_they_are_of() -> Result<()> {
        let loader = of_any_type("() => (WebAssembly.instantiateStreaming(src, imports))")?;
        assert!(loader.contains("arrayBuffer()"), "{loader}");
        assert!(of_any_type("() => somethingElse(src)").is_err());
        Ok(())
    }
}
