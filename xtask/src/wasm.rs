//! From a crate to a finished wasm module: cargo, wasm-bindgen, wasm-opt.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files::{copy, copy_folder, remove_folder};
use crate::project::{Project, WASM};
use crate::run::Run;
use crate::tools::wasm_bindgen_version;
use crate::traces::neutral_paths;

/// What makes a module that is held to its size smaller still. Data that is cut at every run of zeros is less raw and more
/// compressed.
const AGAIN: &[&str] = &["--skip-pass=memory-packing", "--gufa", "-Oz"];

/// What makes the smallest one smaller compressed: a value that is put away looks less like its kin than one that is made again.
const REPEATED: &str = "--skip-pass=local-cse";

/// What tells which data is used by what (`xtask/unused.mjs`), with names that can be read.
const RELOCATIONS: [&str; 2] = [
    "\u{1f}-Clink-args=--emit-relocs",
    "\u{1f}-Clink-args=--demangle",
];

/// A crate that becomes a wasm module with JavaScript around it.
pub(crate) struct Module<'a> {
    /// The crate's package.
    pub(crate) package: &'a str,
    /// The cargo profile to build it with.
    pub(crate) profile: &'a str,
    /// Stem of the generated files: `<name>.js` and `<name>_bg.wasm`.
    pub(crate) name: &'a str,
    /// wasm-opt's level, `-O3` or `-Oz`.
    pub(crate) level: &'a str,
    /// What rustc may use beside the plain instructions, as in `+simd128`.
    pub(crate) features: Option<&'a str>,
    /// Whether it says nothing that its JavaScript does not ask for: panics become bare traps, since nothing would print what
    /// they say, and the catalogue is without its prose.
    pub(crate) terse: bool,
    /// Whether it knows vendors' jobs alone, and nothing of the sketch; what it refuses is put into words by another module.
    pub(crate) jobs: bool,
}

impl Module<'_> {
    /// Builds the module into a folder of its own and returns that; binds and optimises only what has changed.
    pub(crate) fn build(&self, project: &Project) -> Result<PathBuf> {
        let folder = project.scratch().join(self.name);
        let compiled = self.compile(project)?;
        let stamp = project.scratch().join(format!("{}.stamp", self.name));
        let now = self.fingerprint(project, &compiled)?;
        let finished = folder.join(format!("{}_bg.wasm", self.name));
        if finished.is_file() && fs::read_to_string(&stamp).is_ok_and(|then| then == now) {
            return Ok(folder);
        }
        remove_folder(&folder)?;
        fs::create_dir_all(&folder)?;
        let linked = project.scratch().join(format!("{}.wasm", self.name));
        copy(&compiled, &linked)?;
        if self.terse {
            Run::new(project, "node")
                .args(["xtask/unused.mjs"])
                .args([&linked])
                .run()?;
        }
        self.bind(project, &linked, &folder)?;
        self.optimise(project, &finished)?;
        fs::write(stamp, now)?;
        Ok(folder)
    }

    fn compile(&self, project: &Project) -> Result<PathBuf> {
        let (variable, mut flags) = neutral_paths(project)?;
        if let Some(features) = self.features {
            // Flags are divided as cargo wants it.
            flags.push(format!("\u{1f}-Ctarget-feature={features}"));
        }
        if self.terse {
            flags.push("\u{1f}--cfg=tutti_terse");
            RELOCATIONS.iter().for_each(|flag| flags.push(flag));
        }
        if self.jobs {
            flags.push("\u{1f}--cfg=tutti_jobs");
        }
        Run::cargo(project)
            .args([
                "build",
                "--package",
                self.package,
                "--target",
                WASM,
                "--profile",
                self.profile,
            ])
            .env(variable, flags)
            .run()?;
        let file = format!("{}.wasm", self.package.replace('-', "_"));
        Ok(project.target().join(WASM).join(self.profile).join(file))
    }

    fn bind(&self, project: &Project, compiled: &Path, folder: &Path) -> Result<()> {
        Run::new(project, "wasm-bindgen")
            .args([
                "--target",
                "web",
                "--no-typescript",
                "--out-name",
                self.name,
            ])
            .arg_path("--out-dir", folder)
            .args([compiled])
            .run()
    }

    fn optimise(&self, project: &Project, module: &Path) -> Result<()> {
        if self.terse {
            Run::new(project, "node")
                .args(["xtask/snip.mjs"])
                .args([module])
                .run()?;
        }
        let again = if self.terse { AGAIN } else { &[] };
        Run::new(project, "wasm-opt")
            .args([self.level])
            .args(again)
            .args(self.jobs.then_some(REPEATED))
            .args([
                "--strip-debug",
                "--strip-producers",
                "--strip-target-features",
            ])
            .args([module.as_os_str(), "-o".as_ref(), module.as_os_str()])
            .run()
    }

    /// Changes when the compiled crate, a tool, or the way it is called here does.
    fn fingerprint(&self, project: &Project, compiled: &Path) -> Result<String> {
        let bytes =
            fs::read(compiled).with_context(|| format!("{} cannot be read", compiled.display()))?;
        let npm_tools = fs::read(project.path("package-lock.json"))?;
        let mut hasher = DefaultHasher::new();
        (
            bytes,
            npm_tools,
            wasm_bindgen_version(project)?,
            self.level,
            include_str!("wasm.rs"),
            include_str!("../snip.mjs"),
            include_str!("../panics.mjs"),
            include_str!("../unused.mjs"),
        )
            .hash(&mut hasher);
        Ok(format!("{:016x}", hasher.finish()))
    }
}

/// Builds the sketch module: the synthesizer as wasm, and the hand-written JavaScript that loads it.
pub(crate) fn sketch_module(project: &Project) -> Result<()> {
    let module = Module {
        package: "tutti-sketch-wasm",
        profile: "sound",
        name: "tutti_sketch",
        level: "-O3",
        // In every browser that has modules in workers, and in Node 16 on. Four sums at once are the same sums.
        features: Some("+simd128"),
        terse: true,
        jobs: false,
    };
    let built = module.build(project)?;
    let folder = project.sketch_module();
    remove_folder(&folder)?;
    copy_folder(&project.path("crates/sketch-wasm/js"), &folder)?;
    copy_folder(&built, &folder)
}
