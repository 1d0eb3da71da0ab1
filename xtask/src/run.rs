//! Starts other programs, and never leaves one behind.

use std::env;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::Mutex;

use anyhow::{Context, Result, bail};

use crate::project::Project;

/// The process groups to end when xtask is ended.
static LIVE: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// A program about to be started, with our tools first on its `PATH`.
pub(crate) struct Run {
    command: Command,
    shown: String,
}

impl Run {
    pub(crate) fn new(project: &Project, program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(&program);
        command
            .current_dir(project.root())
            .env("PATH", project.search_path())
            .env("CARGO_TARGET_DIR", project.target())
            .stdin(Stdio::null());
        for (name, _) in env::vars_os().filter(|(name, _)| is_about_xtask(name)) {
            command.env_remove(name);
        }
        own_group(&mut command);
        let shown = short(program.as_ref(), project);
        Self { command, shown }
    }

    pub(crate) fn cargo(project: &Project) -> Self {
        Self::new(project, "cargo")
    }

    pub(crate) fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        for arg in args {
            self.shown.push(' ');
            self.shown.push_str(&arg.as_ref().to_string_lossy());
            self.command.arg(arg);
        }
        self
    }

    /// A flag with a path as its value.
    pub(crate) fn arg_path(self, flag: &str, path: &Path) -> Self {
        self.args([flag.as_ref(), path.as_os_str()])
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn dir(mut self, dir: &Path) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// Sends what it says to standard error, as cargo does: standard output is for results.
    pub(crate) fn chatter(mut self) -> Self {
        self.command.stdout(io::stderr());
        self
    }

    /// Runs it in the open, and fails when it fails.
    pub(crate) fn run(mut self) -> Result<()> {
        eprintln!("  $ {}", self.shown);
        let child = self.command.spawn().with_context(|| self.not_started())?;
        self.judge(wait(child)?)
    }

    /// Runs it in the open, fails when it fails, and returns what it wrote to standard output.
    pub(crate) fn run_and_read(mut self) -> Result<String> {
        eprintln!("  $ {}", self.shown);
        self.command.stdout(Stdio::piped());
        let mut child = self.command.spawn().with_context(|| self.not_started())?;
        remember(child.id());
        let mut said = String::new();
        for line in BufReader::new(child.stdout.take().context("no output to read")?).lines() {
            let line = line?;
            println!("{line}");
            said.push_str(&line);
            said.push('\n');
        }
        self.judge(wait(child)?)?;
        Ok(said)
    }

    /// Runs it in silence and returns what it wrote to standard output.
    pub(crate) fn read(self) -> Result<String> {
        let shown = self.shown.clone();
        let output = self.output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("`{shown}` failed ({}): {}", output.status, said.trim());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Whether it can be started and succeeds.
    pub(crate) fn works(self) -> bool {
        self.output().is_ok_and(|output| output.status.success())
    }

    /// Starts it and lets it run, its output in the open or in a file.
    pub(crate) fn start(mut self, log: Option<File>) -> Result<Running> {
        if let Some(log) = log {
            self.command.stderr(log.try_clone()?).stdout(log);
        }
        eprintln!("  $ {} &", self.shown);
        let child = self.command.spawn().with_context(|| self.not_started())?;
        remember(child.id());
        Ok(Running { child })
    }

    fn output(mut self) -> Result<Output> {
        self.command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = self.command.spawn().with_context(|| self.not_started())?;
        let id = child.id();
        remember(id);
        let output = child.wait_with_output();
        forget(id);
        Ok(output?)
    }

    fn judge(&self, status: ExitStatus) -> Result<()> {
        if status.success() {
            return Ok(());
        }
        bail!("`{}` failed ({status})", self.shown)
    }

    fn not_started(&self) -> String {
        format!("`{}` could not be started", self.shown)
    }
}

/// A program in the background, ended with all its children when this is dropped.
pub(crate) struct Running {
    child: Child,
}

impl Running {
    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Waits until it ends by itself.
    pub(crate) fn wait(mut self) -> Result<ExitStatus> {
        Ok(self.child.wait()?)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        end_group(self.child.id());
        // A child that does not follow the polite signal is ended for good; one that is gone already is no fault.
        let _ = self.child.kill();
        let _ = self.child.wait();
        forget(self.child.id());
    }
}

/// Ends all children when xtask is interrupted, terminated, or loses its terminal.
pub(crate) fn end_children_on_signal() -> Result<()> {
    ctrlc::set_handler(|| {
        let live = LIVE.lock().map(|live| live.clone()).unwrap_or_default();
        live.into_iter().for_each(end_group);
        std::process::exit(130);
    })
    .context("the interrupt handler could not be set")
}

fn wait(mut child: Child) -> Result<ExitStatus> {
    let id = child.id();
    remember(id);
    let status = child.wait();
    forget(id);
    Ok(status?)
}

fn remember(id: u32) {
    if let Ok(mut live) = LIVE.lock() {
        live.push(id);
    }
}

fn forget(id: u32) {
    if let Ok(mut live) = LIVE.lock() {
        live.retain(|other| *other != id);
    }
}

/// What `cargo run` tells the program it runs, and would mislead the cargo that this program runs.
fn is_about_xtask(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_BIN_",
        "CARGO_CRATE_",
    ]
    .iter()
    .any(|prefix| name.starts_with(prefix))
}

fn short(program: &OsStr, project: &Project) -> String {
    let path = Path::new(program);
    path.strip_prefix(project.root())
        .unwrap_or(path)
        .display()
        .to_string()
}

/// A process group per child: its own children (a browser, say) can then be ended with it.
#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

#[cfg(unix)]
fn end_group(id: u32) {
    // The shell's own `kill`: a bare system has no such program, and the system call would need unsafe code.
    let _ = Command::new("sh")
        .args(["-c", &format!("kill -s TERM -- -{id}")])
        .stderr(Stdio::null())
        .status();
}

#[cfg(not(unix))]
fn end_group(_: u32) {}

#[cfg(all(test, unix))]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn a_dropped_program_takes_its_own_children_with_it() -> Result<()> {
        let project = Project::find()?;
        let log = env::temp_dir().join(format!("xtask-group-{}", std::process::id()));
        let script = "sleep 300 & echo $!; wait";
        let running = Run::new(&project, "sh")
            .args(["-c", script])
            .start(Some(File::create(&log)?))?;
        let grandchild = first_line(&log)?;
        assert!(lives(&project, &grandchild));
        drop(running);
        assert!(
            until(|| !lives(&project, &grandchild)),
            "process {grandchild} was left behind"
        );
        std::fs::remove_file(log)?;
        Ok(())
    }

    #[test]
    fn a_failing_program_is_an_error_that_names_it_and_what_it_said() -> Result<()> {
        let project = Project::find()?;
        let script = "echo because >&2; exit 3";
        let error = Run::new(&project, "sh").args(["-c", script]).read();
        let said = error
            .map_err(|error| error.to_string())
            .err()
            .unwrap_or_default();
        assert!(said.contains("sh -c") && said.contains("because"), "{said}");
        Ok(())
    }

    fn first_line(file: &Path) -> Result<String> {
        let mut line = String::new();
        until(|| {
            line = std::fs::read_to_string(file).unwrap_or_default();
            line.ends_with('\n')
        });
        Ok(line.trim().to_owned())
    }

    fn lives(project: &Project, id: &str) -> bool {
        let state = Run::new(project, "sh").args(["-c", &format!("kill -s 0 {id}")]);
        state.works()
    }

    fn until(mut reached: impl FnMut() -> bool) -> bool {
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(10) {
            if reached() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        false
    }
}
