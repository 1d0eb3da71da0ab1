//! `cargo xtask simulate`: many lives from one seed, or one of them again with a trace.

use std::process::ExitCode;
use std::time::Instant;
use std::{error, thread};

use lexopt::prelude::{Long, ValueExt};
use tutti_simulation::{Bug, Report, replay, run};

const HELP: &str = "\
Lives many lives of a client, its vendors and its browser, and holds the product's promises against them.

  --lives N     how many (default 20000)
  --seed S      what they are all made from (default 1)
  --life K      live life K alone and print its steps
  --bug NAME    plant this bug
  --bugs        list the bugs, with the rule that each breaks
  --threads T   how many at a time (default: one for each processor)
";
/// With fewer lives than this, rare faults may not have come up.
const ENOUGH: u64 = 20_000;

struct Flags {
    lives: u64,
    seed: u64,
    life: Option<u64>,
    bug: Option<Bug>,
    threads: usize,
}

fn main() -> ExitCode {
    match flags() {
        Ok(Some(flags)) => simulate(&flags),
        Ok(None) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn simulate(flags: &Flags) -> ExitCode {
    if let Some(life) = flags.life {
        let lived = replay(flags.seed, life, flags.bug);
        println!("{}", lived.trace.join("\n"));
        return code(lived.violations.is_empty());
    }
    let began = Instant::now();
    let report = run(flags.seed, flags.lives, flags.bug, flags.threads);
    print!("{}", report.coverage);
    let took = began.elapsed().as_secs_f64();
    println!(
        "\n{} lives of seed {} in {took:.1} s",
        flags.lives, flags.seed
    );
    let covered = flags.bug.is_some() || flags.lives < ENOUGH || is_covered(&report);
    code(is_clean(&report, flags.seed) && covered)
}

fn is_clean(report: &Report, seed: u64) -> bool {
    const SHOWN: usize = 20;
    for broken in report.violations.iter().take(SHOWN) {
        println!(
            "{}: life {} after {} s: {}",
            broken.rule.name(),
            broken.life,
            broken.at_ms / 1_000,
            broken.what
        );
    }
    match report.violations.first() {
        Some(first) => println!(
            "To see the first: cargo xtask simulate --seed {seed} --life {}",
            first.life
        ),
        None => println!("Every rule held."),
    }
    report.violations.is_empty()
}

fn is_covered(report: &Report) -> bool {
    let missing = report.coverage.missing();
    if !missing.is_empty() {
        println!(
            "Never happened, so nothing is shown of it: {}",
            missing.join(", ")
        );
    }
    missing.is_empty()
}

const fn code(good: bool) -> ExitCode {
    if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// What is asked for; none when the answer was printed.
fn flags() -> Result<Option<Flags>, Box<dyn error::Error>> {
    let mut flags = Flags {
        lives: ENOUGH,
        seed: 1,
        life: None,
        bug: None,
        threads: thread::available_parallelism().map_or(1, usize::from),
    };
    let mut parser = lexopt::Parser::from_env();
    while let Some(flag) = parser.next()? {
        match flag {
            Long("lives") => flags.lives = parser.value()?.parse()?,
            Long("seed") => flags.seed = parser.value()?.parse()?,
            Long("life") => flags.life = Some(parser.value()?.parse()?),
            Long("threads") => flags.threads = parser.value()?.parse()?,
            Long("bug") => {
                let name = parser.value()?.string()?;
                let bug = Bug::by_name(&name).ok_or_else(|| format!("there is no bug {name}"))?;
                flags.bug = Some(bug);
            }
            Long("bugs") => {
                for bug in Bug::ALL {
                    println!("{:26} {}", bug.name(), bug.breaks().name());
                }
                return Ok(None);
            }
            Long("help") => {
                print!("{HELP}");
                return Ok(None);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Some(flags))
}
