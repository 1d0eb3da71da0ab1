//! The relay, with the page in front of it and a sandbox or the real vendors behind it.

use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};

use crate::files::{copy_folder, remove_folder};
use crate::page::{self, Build};
use crate::project::Project;
use crate::run::Run;
use crate::services::{SANDBOX_PORT, Sandbox, ensure_free, open, wait_for};
use crate::tools::{Tool, bring};
use crate::traces::ensure_none;
use crate::wasm::Module;

const PORT: u16 = 8088;

/// What `cargo xtask relay` was asked for.
pub(crate) struct Behind {
    pub(crate) build: Build,
    pub(crate) port: Option<u16>,
    pub(crate) sandbox_port: Option<u16>,
    pub(crate) speed: Option<f64>,
    /// Whether the real vendors are behind it, rather than a sandbox.
    pub(crate) live: bool,
    pub(crate) open: bool,
}

/// Brings the tools, builds the page, and serves it with the relay beside it until interrupted.
pub(crate) fn relay(project: &Project, asked: &Behind) -> Result<()> {
    let port = asked.port.unwrap_or(PORT);
    let sandbox_port = asked.sandbox_port.unwrap_or(SANDBOX_PORT);
    ensure!(
        port != sandbox_port,
        "the relay and the sandbox need two ports"
    );
    ensure_free(port)?;
    bring(project, &Tool::PAGE)?;
    println!("Building the page (2 to 4 minutes the first time, seconds after that) …");
    page::build(project, asked.build)?;
    let program = program(project, asked.build)?;
    let sandbox = Sandbox {
        port: Some(sandbox_port),
        speed: asked.speed,
        ..Sandbox::default()
    };
    let sandbox = (!asked.live).then(|| sandbox.start(project)).transpose()?;
    let behind = format!("http://127.0.0.1:{sandbox_port}");
    let mut run = Run::new(project, program)
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .arg_path("--site", &project.web());
    if sandbox.is_some() {
        run = run.args(["--sandbox", &behind]);
    }
    let mut running = run.start(None)?;
    wait_for(port, &mut running).context("see the relay's words above")?;
    let url = format!("http://127.0.0.1:{port}/");
    let vendors = if asked.live {
        "the real vendors"
    } else {
        &behind
    };
    println!(
        "\n  Studio:  {url}\n  Relay:   {url}relay/health\n  Behind:  {vendors}\n\nCtrl-C ends it."
    );
    if asked.open {
        open(project, &url);
    }
    bail!("the relay ended ({})", running.wait()?)
}

/// Builds the relay for an edge platform into dist/relay-worker and returns that folder.
pub(crate) fn worker(project: &Project) -> Result<PathBuf> {
    let module = Module {
        package: "tutti-relay-worker",
        profile: "npm",
        name: "tutti_relay",
        level: "-Oz",
        features: None,
        terse: false,
        jobs: false,
    };
    let built = module.build(project)?;
    let folder = project.path("dist/relay-worker");
    remove_folder(&folder)?;
    copy_folder(&project.path("crates/relay-worker/js"), &folder)?;
    copy_folder(&built, &folder)?;
    ensure_none(project, &folder)?;
    Ok(folder)
}

/// Builds the relay and returns its program.
pub(crate) fn program(project: &Project, build: Build) -> Result<PathBuf> {
    let run = Run::cargo(project).args(["build", "--locked", "--package", "tutti-relay"]);
    let (run, folder) = match build {
        Build::Dev => (run, "debug"),
        Build::Release => (run.args(["--profile", "server"]), "server"),
    };
    run.run()?;
    Ok(project.target().join(folder).join("tutti-relay"))
}
