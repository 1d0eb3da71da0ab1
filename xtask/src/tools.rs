//! The tools beside rustup, node and npm: which versions, whether they are there, and how they come.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use crate::locks::version_in;
use crate::project::{Project, WASM};
use crate::run::Run;
use crate::steps::seconds;

const TRUNK: &str = "0.21.14"; // the newest that the pinned toolchain builds
const CARGO_DENY: &str = "0.20.2";
const OLDEST_NODE: (u32, u32) = (20, 16); // the package asks for its own modules by name since then

/// One thing that may have to be brought.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Tool {
    /// Clippy and rustfmt.
    Lints,
    /// The standard library for wasm32.
    WasmTarget,
    /// `wasm-bindgen` and `wasm-bindgen-test-runner`, of the version in Cargo.lock, and `wasm-split`.
    WasmBindgen,
    /// `wasm-opt`, a browser driver, the TypeScript compiler: what package.json names.
    Npm,
    /// Trunk, which builds the page.
    Trunk,
    /// cargo-deny, which checks licences and sources.
    CargoDeny,
}

impl Tool {
    pub(crate) const ALL: [Self; 6] = [
        Self::Lints,
        Self::WasmTarget,
        Self::WasmBindgen,
        Self::Npm,
        Self::Trunk,
        Self::CargoDeny,
    ];

    /// What building or serving the page needs.
    pub(crate) const PAGE: [Self; 4] =
        [Self::WasmTarget, Self::WasmBindgen, Self::Npm, Self::Trunk];

    /// What building the package needs.
    pub(crate) const PACKAGE: [Self; 3] = [Self::WasmTarget, Self::WasmBindgen, Self::Npm];

    fn label(self) -> &'static str {
        match self {
            Self::Lints => "clippy and rustfmt",
            Self::WasmTarget => "the wasm32 target",
            Self::WasmBindgen => "the wasm-bindgen commands",
            Self::Npm => "npm's development tools",
            Self::Trunk => "Trunk",
            Self::CargoDeny => "cargo-deny",
        }
    }

    /// How long it usually takes to bring, on two cores and an ordinary line.
    fn usual(self) -> &'static str {
        match self {
            Self::Lints | Self::WasmTarget => "a few seconds",
            Self::Npm => "about 10 seconds",
            Self::WasmBindgen => "1 to 2 minutes, once",
            Self::CargoDeny => "about 1 minute, once",
            Self::Trunk => "2 to 4 minutes, once",
        }
    }

    fn present(self, project: &Project) -> Result<bool> {
        Ok(match self {
            Self::Lints => {
                Run::cargo(project).args(["clippy", "--version"]).works()
                    && Run::cargo(project).args(["fmt", "--version"]).works()
            }
            Self::WasmTarget => wasm_library(project)?.is_dir(),
            Self::WasmBindgen => {
                let wanted = wasm_bindgen_version(project)?;
                ["wasm-bindgen", "wasm-bindgen-test-runner", "wasm-split"]
                    .iter()
                    .all(|program| says(project, program, &wanted))
            }
            Self::Npm => npm_is_fresh(project)?,
            Self::Trunk => says(project, "trunk", TRUNK),
            Self::CargoDeny => says(project, "cargo-deny", CARGO_DENY),
        })
    }

    fn install(self, project: &Project) -> Result<()> {
        match self {
            Self::Lints => rustup(project, &["component", "add", "clippy", "rustfmt"]),
            Self::WasmTarget => rustup(project, &["target", "add", WASM]),
            Self::WasmBindgen => cargo_install(project, &["--path", "tools/wbg"]),
            Self::Trunk => cargo_install(
                project,
                &["trunk", "--version", TRUNK, "--no-default-features"],
            ),
            Self::CargoDeny => cargo_install(
                project,
                &[
                    "cargo-deny",
                    "--version",
                    CARGO_DENY,
                    "--no-default-features",
                ],
            ),
            Self::Npm => npm_ci(project),
        }
    }
}

/// Brings those of `tools` that are missing, and says so.
///
/// # Errors
///
/// When one cannot be brought; the message says what to do.
pub(crate) fn bring(project: &Project, tools: &[Tool]) -> Result<()> {
    for tool in tools {
        if tool.present(project)? {
            continue;
        }
        println!("Bringing {} (usually {}) …", tool.label(), tool.usual());
        let started = Instant::now();
        tool.install(project)
            .with_context(|| format!("{} could not be brought", tool.label()))?;
        ensure!(
            tool.present(project)?,
            "{} was installed, but is not of the wanted version",
            tool.label()
        );
        println!(
            "Brought {} in {}.",
            tool.label(),
            seconds(started.elapsed())
        );
    }
    remove_build_folder(project)
}

/// Prints what is there and what is missing.
pub(crate) fn doctor(project: &Project) -> Result<()> {
    for tool in Tool::ALL {
        let state = if tool.present(project)? {
            "there"
        } else {
            "missing"
        };
        println!("{:28} {state}", tool.label());
    }
    for (program, flag) in [
        ("rustc", "--version"),
        ("node", "--version"),
        ("npm", "--version"),
    ] {
        let version = Run::new(project, program).args([flag]).read();
        println!(
            "{program:28} {}",
            version.as_deref().unwrap_or("missing").trim()
        );
    }
    Ok(())
}

/// The version of the wasm-bindgen library, which its command must match exactly.
pub(crate) fn wasm_bindgen_version(project: &Project) -> Result<String> {
    version_in(&project.path("Cargo.lock"), "wasm-bindgen")
}

/// Where the standard library for wasm32 is, once it is installed.
fn wasm_library(project: &Project) -> Result<PathBuf> {
    let sysroot = Run::new(project, "rustc")
        .args(["--print", "sysroot"])
        .read()?;
    Ok(PathBuf::from(sysroot.trim()).join("lib/rustlib").join(WASM))
}

/// Whether our own copy of `program` says that it is of `version`.
fn says(project: &Project, program: &str, version: &str) -> bool {
    let file = project.tools().join("bin").join(program);
    file.is_file()
        && Run::new(project, &file)
            .args(["--version"])
            .read()
            .is_ok_and(|said| said.split_whitespace().nth(1) == Some(version))
}

fn rustup(project: &Project, args: &[&str]) -> Result<()> {
    if project.which(&["rustup"]).is_none() {
        let (what, name) = (args[0], args[2..].join(" "));
        bail!("rustup is not installed; install rustup, or bring the {what} {name} another way");
    }
    Run::new(project, "rustup").args(args).run()
}

/// Installs into `.tools`, without optimisation: these programs run for seconds, and would build for many minutes.
fn cargo_install(project: &Project, what: &[&str]) -> Result<()> {
    let tools = project.tools();
    Run::cargo(project)
        .args(["install", "--locked", "--debug", "--force"])
        .args(what)
        .arg_path("--root", &tools)
        .arg_path("--target-dir", &tools.join("build"))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0")
        .run()
}

/// Drops what the installs left behind, more than a gigabyte.
fn remove_build_folder(project: &Project) -> Result<()> {
    let build = project.tools().join("build");
    if build.is_dir() {
        fs::remove_dir_all(&build)
            .with_context(|| format!("{} cannot be removed", build.display()))?;
    }
    Ok(())
}

fn npm_ci(project: &Project) -> Result<()> {
    ensure_node(project)?;
    Run::new(project, "npm").args(["ci"]).run()?;
    fs::create_dir_all(project.tools())?;
    fs::copy(project.path("package-lock.json"), npm_stamp(project))?;
    Ok(())
}

/// Whether `npm ci` ran for the present lock file and its folder is still there.
fn npm_is_fresh(project: &Project) -> Result<bool> {
    let wanted =
        fs::read(project.path("package-lock.json")).context("package-lock.json cannot be read")?;
    let installed = fs::read(npm_stamp(project)).unwrap_or_default();
    Ok(wanted == installed && project.path("node_modules/.package-lock.json").is_file())
}

fn npm_stamp(project: &Project) -> PathBuf {
    project.tools().join("npm-ci.lock")
}

fn ensure_node(project: &Project) -> Result<()> {
    let advice = format!(
        "install Node {}.{} or newer, with npm",
        OLDEST_NODE.0, OLDEST_NODE.1
    );
    let version = Run::new(project, "node")
        .args(["--version"])
        .read()
        .with_context(|| advice.clone())?;
    ensure!(
        node_version(&version).is_some_and(|version| version >= OLDEST_NODE),
        "node is {}; {advice}",
        version.trim()
    );
    ensure!(
        project.which(&["npm"]).is_some(),
        "npm is not installed; {advice}"
    );
    Ok(())
}

/// The major and minor number in what `node --version` says.
fn node_version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_of_node_is_compared_by_number_and_not_by_digit() {
        assert_eq!(node_version("v20.20.2\n"), Some((20, 20)));
        assert_eq!(node_version("20"), None);
        assert!(node_version("v20.9.0") < Some(OLDEST_NODE));
        assert!(node_version("v22.1.0") > Some(OLDEST_NODE));
    }
}
