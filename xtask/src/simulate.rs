//! The simulation: built with optimisation, since its worth is in the number of lives.

use std::ffi::OsString;

use anyhow::Result;

use crate::flags::Simulate;
use crate::project::Project;
use crate::run::Run;

/// The seed that every test run lives its lives from.
const SEED: u64 = 1;
/// Lives of a test run.
const LIVES: u64 = 20_000;

/// Runs the simulation as asked.
pub(crate) fn simulate(project: &Project, flags: &Simulate) -> Result<()> {
    let numbers = [
        ("--lives", flags.lives),
        ("--seed", flags.seed),
        ("--life", flags.life),
    ];
    let numbers = numbers
        .into_iter()
        .filter_map(|(name, number)| Some([name.into(), number?.to_string().into()]));
    let mut args: Vec<OsString> = numbers.flatten().collect();
    if let Some(bug) = &flags.bug {
        args.extend(["--bug".into(), bug.into()]);
    }
    if flags.bugs {
        args.push("--bugs".into());
    }
    run(project, args)
}

/// As many lives as a test run affords; they must be clean, and must have met every kind of fault.
pub(crate) fn test(project: &Project) -> Result<()> {
    let args = ["--lives", &LIVES.to_string(), "--seed", &SEED.to_string()];
    run(project, args.map(OsString::from).into())
}

fn run(project: &Project, args: Vec<OsString>) -> Result<()> {
    Run::cargo(project)
        .args(["run", "--locked", "--quiet", "--profile", "simulation"])
        .args(["--package", "tutti-simulation", "--"])
        .args(args)
        .run()
}
