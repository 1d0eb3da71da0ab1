//! The page's figures: what is loaded first, what Lighthouse says, how soon it answers a person with a full library.

use std::fs::File;

use anyhow::Result;

use crate::browser::Browser;
use crate::files::copy_folder;
use crate::page::{self, Build};
use crate::project::Project;
use crate::relay::program;
use crate::run::{Run, Running};
use crate::runtimes::bring_tools;
use crate::services::{Sandbox, free_port, log_file, wait_for};
use crate::size;
use crate::steps::Steps;
use crate::tools::{Tool, bring};

/// The sandbox's jobs take seconds where a vendor's take minutes.
const SPEED: f64 = 20.0;

/// Prints the figures of the page as it is shipped, served compressed by the relay, in headless Chromium.
///
/// # Errors
///
/// When one misses its bar.
pub(crate) fn bench(project: &Project) -> Result<()> {
    bring(project, &Tool::PAGE)?;
    let browser = Browser::bring(project)?;
    page::build(project, Build::Release)?;
    let page = serve(project)?;
    let url = format!("http://127.0.0.1:{}/", page.port);
    let mut steps = Steps::default();
    steps.run("first load", || size::check_page(project));
    steps.run("Lighthouse, a phone on a slow line", || {
        lighthouse(project, &browser, &url)
    });
    steps.run("from act to frame", || latency(project, &browser, &url));
    steps.finish()
}

/// The page on the relay.
struct Served {
    port: u16,
    _running: Running,
}

fn serve(project: &Project) -> Result<Served> {
    let program = program(project, Build::Dev)?;
    let port = free_port(0)?;
    let log = File::create(log_file(project, "bench-page.log")?)?;
    let mut running = Run::new(project, program)
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .arg_path("--site", &project.web())
        .start(Some(log))?;
    wait_for(port, &mut running)?;
    Ok(Served {
        port,
        _running: running,
    })
}

fn lighthouse(project: &Project, browser: &Browser, url: &str) -> Result<()> {
    let source = project.path("tests/figures");
    let folder = project.scratch().join("figures");
    bring_tools(project, &source, &folder)?;
    copy_folder(&source, &folder)?;
    Run::new(project, "node")
        .args(["lighthouse.mjs", url])
        .args([&browser.program])
        .dir(&folder)
        .run()
}

fn latency(project: &Project, browser: &Browser, url: &str) -> Result<()> {
    let port = free_port(0)?;
    let sandbox = Sandbox {
        port: Some(port),
        speed: Some(SPEED),
        log: Some(log_file(project, "sandbox.log")?),
        ..Sandbox::default()
    };
    let _running = sandbox.start(project)?;
    Run::new(project, "node")
        .args(["tests/figures/latency.mjs"])
        .env("TUTTI_PAGE", url)
        .env("TUTTI_SANDBOX", format!("http://127.0.0.1:{port}"))
        .env("TUTTI_CHROMIUM", &browser.program)
        .run()
}
