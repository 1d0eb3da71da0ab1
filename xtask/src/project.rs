//! Where things are in the checkout.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The target triple of everything that runs in a browser or in Node.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// A checkout of Tutti.
#[derive(Clone)]
pub(crate) struct Project {
    root: PathBuf,
    target: PathBuf,
}

impl Project {
    /// Finds the checkout that this xtask belongs to.
    pub(crate) fn find() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").context("start this as `cargo xtask`")?;
        let root = Path::new(&manifest)
            .parent()
            .context("xtask has no folder above it")?
            .to_owned();
        let target = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |dir| root.join(dir));
        Ok(Self { root, target })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path below the root.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Cargo's target folder.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Scratch space of xtask: stamps, logs, temporary installs.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// Where the built tools are kept.
    pub(crate) fn tools(&self) -> PathBuf {
        self.root.join(".tools")
    }

    /// The finished sketch module.
    pub(crate) fn sketch_module(&self) -> PathBuf {
        self.target.join("sketch-module")
    }

    /// The finished npm package.
    pub(crate) fn npm(&self) -> PathBuf {
        self.root.join("dist/npm")
    }

    /// The finished page.
    pub(crate) fn web(&self) -> PathBuf {
        self.root.join("dist/web")
    }

    /// `PATH` for children: our own tools first, so that their versions win.
    pub(crate) fn search_path(&self) -> OsString {
        let ours = [
            self.tools().join("bin"),
            self.root.join("node_modules/.bin"),
        ];
        let inherited = env::var_os("PATH").unwrap_or_default();
        let all = ours.into_iter().chain(env::split_paths(&inherited));
        env::join_paths(all).unwrap_or(inherited)
    }

    /// The first of `names` that is on [`Self::search_path`], or is itself a path to a file.
    pub(crate) fn which(&self, names: &[&str]) -> Option<PathBuf> {
        let path = self.search_path();
        let folders: Vec<PathBuf> = env::split_paths(&path).collect();
        names
            .iter()
            .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
            .find(|file| file.is_file())
    }
}
