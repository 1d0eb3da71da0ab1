//! The sandbox, and the page that it serves, as a process in the background.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::page::{self, Build};
use crate::project::Project;
use crate::run::{Run, Running};
use crate::tools::{Tool, bring};

pub(crate) const SANDBOX_PORT: u16 = 8787;
const PAGE_PORT: u16 = 8080;
const START_LIMIT: Duration = Duration::from_secs(20);

/// How the sandbox is started.
#[derive(Default)]
pub(crate) struct Sandbox {
    pub(crate) port: Option<u16>,
    /// How many times faster than a real vendor its jobs run.
    pub(crate) speed: Option<f64>,
    /// The port on which to serve the built page, if at all.
    pub(crate) site_port: Option<u16>,
    /// Where to write what it prints, if not in the open.
    pub(crate) log: Option<PathBuf>,
}

impl Sandbox {
    /// Builds the sandbox, starts it, and waits until it answers.
    pub(crate) fn start(self, project: &Project) -> Result<Running> {
        let port = self.port.unwrap_or(SANDBOX_PORT);
        for port in [Some(port), self.site_port].into_iter().flatten() {
            ensure_free(port)?;
        }
        Run::cargo(project)
            .args(["build", "--package", "tutti-sandbox"])
            .run()?;
        let log = self.log.as_ref().map(File::create).transpose()?;
        let mut running = self.command(project, port).start(log)?;
        for port in [Some(port), self.site_port].into_iter().flatten() {
            wait_for(port, &mut running).with_context(|| match &self.log {
                Some(log) => format!("see {}", log.display()),
                None => "see its words above".to_owned(),
            })?;
        }
        Ok(running)
    }

    fn command(&self, project: &Project, port: u16) -> Run {
        let program = project.target().join("debug/tutti-sandbox");
        let mut run = Run::new(project, program).args(["--port", &port.to_string()]);
        if let Some(speed) = self.speed {
            run = run.args(["--speed", &speed.to_string()]);
        }
        if let Some(port) = self.site_port {
            run = run
                .arg_path("--site", &project.web())
                .args(["--site-port", &port.to_string()]);
        }
        run
    }
}

/// What `cargo xtask serve` was asked for.
pub(crate) struct Serve {
    pub(crate) build: Build,
    pub(crate) port: Option<u16>,
    pub(crate) sandbox_port: Option<u16>,
    pub(crate) speed: Option<f64>,
    pub(crate) open: bool,
}

/// Brings the tools, builds the page, and serves it with a sandbox beside it until interrupted.
pub(crate) fn serve(project: &Project, asked: &Serve) -> Result<()> {
    let site_port = asked.port.unwrap_or(PAGE_PORT);
    let sandbox_port = asked.sandbox_port.unwrap_or(SANDBOX_PORT);
    ensure!(
        site_port != sandbox_port,
        "the page and the sandbox need two ports"
    );
    ensure_free(site_port)?;
    ensure_free(sandbox_port)?;
    bring(project, &Tool::PAGE)?;
    println!("Building the page (2 to 4 minutes the first time, seconds after that) …");
    page::build(project, asked.build)?;
    let sandbox = Sandbox {
        port: Some(sandbox_port),
        speed: asked.speed,
        site_port: Some(site_port),
        log: None,
    };
    let running = sandbox.start(project)?;
    let url = page_url(site_port, sandbox_port);
    println!(
        "\n  Studio:  {url}\n  Sandbox: http://127.0.0.1:{sandbox_port}/\n\nCtrl-C ends both."
    );
    if asked.open {
        open(project, &url);
    }
    bail!("the sandbox ended ({})", running.wait()?)
}

/// Runs the sandbox alone until interrupted.
pub(crate) fn sandbox(project: &Project, port: Option<u16>, speed: Option<f64>) -> Result<()> {
    let sandbox = Sandbox {
        port,
        speed,
        ..Sandbox::default()
    };
    let running = sandbox.start(project)?;
    println!(
        "\n  Sandbox: http://127.0.0.1:{}/",
        port.unwrap_or(SANDBOX_PORT)
    );
    bail!("the sandbox ended ({})", running.wait()?)
}

/// `wanted` if nothing listens there, else a port that the system picks. A fixed wish keeps builds that are told the
/// port the same from run to run.
pub(crate) fn free_port(wanted: u16) -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, wanted))
        .or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
        .context("no port is free")?;
    Ok(listener.local_addr()?.port())
}

pub(crate) fn ensure_free(port: u16) -> Result<()> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map(drop)
        .with_context(|| format!("port {port} cannot be used; end what uses it, or choose another with a flag (see --help)"))
}

pub(crate) fn wait_for(port: u16, running: &mut Running) -> Result<()> {
    let started = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        if let Some(status) = running.ended()? {
            bail!("it ended at once ({status})");
        }
        if started.elapsed() > START_LIMIT {
            bail!(
                "nothing answered on port {port} after {} seconds",
                START_LIMIT.as_secs()
            );
        }
        sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// The page's address; it must be told of a sandbox on a port that is not the usual one.
fn page_url(site_port: u16, sandbox_port: u16) -> String {
    let query = if sandbox_port == SANDBOX_PORT {
        String::new()
    } else {
        format!("?sandbox={sandbox_port}")
    };
    format!("http://127.0.0.1:{site_port}/{query}")
}

pub(crate) fn open(project: &Project, url: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    if !Run::new(project, program).args([url]).works() {
        println!("`{program}` could not open a browser; open the address above yourself.");
    }
}

/// The folder for logs of background programs, made if missing.
pub(crate) fn log_file(project: &Project, name: &str) -> Result<PathBuf> {
    fs::create_dir_all(project.scratch())?;
    Ok(project.scratch().join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_names_the_sandbox_only_when_its_port_is_unusual() {
        assert_eq!(page_url(8080, SANDBOX_PORT), "http://127.0.0.1:8080/");
        assert_eq!(page_url(8081, 9000), "http://127.0.0.1:8081/?sandbox=9000");
    }

    #[test]
    fn a_port_in_use_is_refused_by_name_and_another_is_found() -> Result<()> {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = taken.local_addr()?.port();
        assert_ne!(free_port(port)?, port);
        let refusal = ensure_free(port).map_err(|error| error.to_string());
        assert!(refusal.is_err_and(|said| said.contains(&port.to_string())));
        Ok(())
    }
}
