//! Builds, serves, checks, tests and packages Tutti: `cargo xtask --help` lists the commands.

mod bench;
mod bench_page;
mod bench_relay;
mod bench_sketch;
mod browser;
mod check;
mod debian;
mod deliver;
mod files;
mod firefox;
mod flags;
mod fuzz;
mod judge;
mod limits;
mod locks;
mod package;
mod page;
mod policy;
mod program;
mod project;
mod python;
mod relay;
mod run;
mod runtimes;
mod services;
mod simulate;
mod size;
mod steps;
mod test;
mod tools;
mod traces;
mod wasm;

use std::process::ExitCode;

use anyhow::Result;

use crate::flags::{Xtask, XtaskCmd};
use crate::page::Build;
use crate::project::Project;
use crate::relay::Behind;
use crate::services::Serve;
use crate::size::Form;
use crate::steps::Steps;
use crate::tools::{Tool, bring};

/// How many cases a property test tries under `cargo xtask verify`.
const MANY_CASES: u32 = 5_000;
/// How long each fuzz target runs there, in seconds.
const SHORT_FUZZ: u64 = 5;

fn main() -> ExitCode {
    match run(Xtask::from_env_or_exit().subcommand) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: XtaskCmd) -> Result<()> {
    let project = Project::find()?;
    run::end_children_on_signal()?;
    match command {
        XtaskCmd::Serve(flags) => services::serve(&project, &Serve::from(flags)),
        XtaskCmd::Sandbox(flags) => services::sandbox(&project, flags.port, flags.speed),
        XtaskCmd::Relay(flags) => relay::relay(&project, &Behind::from(flags)),
        XtaskCmd::RelayWorker(_) => {
            bring(&project, &Tool::PACKAGE)?;
            relay::worker(&project).map(drop)
        }
        XtaskCmd::Test(flags) => test::test(&project, flags.fast),
        XtaskCmd::Check(flags) => check::check(&project, flags.advisories),
        XtaskCmd::Fuzz(flags) => fuzz::fuzz(&project, flags.target.as_deref(), flags.seconds),
        XtaskCmd::Verify(_) => verify(&project),
        XtaskCmd::Package(_) => {
            bring(&project, &Tool::PACKAGE)?;
            package::build(&project)
        }
        XtaskCmd::Build(_) => {
            bring(&project, &Tool::PAGE)?;
            page::build(&project, Build::Release)
        }
        XtaskCmd::SketchModule(_) => {
            bring(&project, &Tool::PACKAGE)?;
            wasm::sketch_module(&project)
        }
        XtaskCmd::Size(flags) if flags.check => {
            bring(&project, &Tool::PACKAGE)?;
            package::build(&project)?;
            size::check(&project)
        }
        XtaskCmd::Size(flags) => shipped_sizes(&project, Form::from(flags)),
        XtaskCmd::Bench(flags) => bench::bench(&project, &flags.part),
        XtaskCmd::Judge(flags) if flags.picture => judge::picture(&project),
        XtaskCmd::Judge(_) => judge::judge(&project),
        XtaskCmd::Simulate(flags) => simulate::simulate(&project, &flags),
        XtaskCmd::Setup(_) => bring(&project, &Tool::ALL),
        XtaskCmd::Doctor(_) => tools::doctor(&project),
    }
}

/// All that `check` and `test` do, with the page as it is shipped and property tests with many cases.
fn verify(project: &Project) -> Result<()> {
    bring(project, &Tool::ALL)?;
    let mut steps = Steps::default();
    check::run(project, &mut steps, false);
    test::host(project, &mut steps, Some(MANY_CASES));
    test::beyond_the_host(project, &mut steps, Build::Release);
    fuzz::run(project, &mut steps, None, SHORT_FUZZ);
    steps.run("sketches, heard by an outsider", || judge::judge(project));
    steps.run("measurements", || bench::bench(project, &[]));
    steps.finish()
}

fn shipped_sizes(project: &Project, form: Form) -> Result<()> {
    bring(project, &Tool::PAGE)?;
    package::build(project)?;
    page::build(project, Build::Release)?;
    size::size(project, form)
}

impl From<flags::Serve> for Serve {
    fn from(flags: flags::Serve) -> Self {
        let build = if flags.release {
            Build::Release
        } else {
            Build::Dev
        };
        Self {
            build,
            port: flags.port,
            sandbox_port: flags.sandbox_port,
            speed: flags.speed,
            open: flags.open,
        }
    }
}

impl From<flags::Relay> for Behind {
    fn from(flags: flags::Relay) -> Self {
        let build = if flags.release {
            Build::Release
        } else {
            Build::Dev
        };
        Self {
            build,
            port: flags.port,
            sandbox_port: flags.sandbox_port,
            speed: flags.speed,
            live: flags.live,
            open: flags.open,
        }
    }
}

impl From<flags::Size> for Form {
    fn from(flags: flags::Size) -> Self {
        match (flags.json, flags.readme) {
            (true, _) => Self::Json,
            (false, true) => Self::Readme,
            (false, false) => Self::Table,
        }
    }
}
