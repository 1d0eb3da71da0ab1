//! Every rule holds, and every rule can be broken: a rule that no bug breaks would show nothing.

use std::thread;

use tutti_simulation::{Bug, Rule, caught, run};

const SEED: u64 = 3;
/// Lives in which each planted bug must have shown itself.
const LIVES: u64 = 3_000;

#[test]
fn a_clean_world_breaks_no_rule() {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let report = run(SEED, LIVES, None, threads);
    assert_eq!(report.violations, []);
}

#[test]
fn every_planted_bug_is_caught_by_the_rule_against_it() {
    thread::scope(|scope| {
        let hunts: Vec<_> = Bug::ALL
            .iter()
            .map(|bug| (bug, scope.spawn(|| caught(SEED, *bug, LIVES))))
            .collect();
        for (bug, hunt) in hunts {
            let broken = hunt.join().expect("no panic");
            assert!(
                broken.is_some(),
                "{} is not caught by {}",
                bug.name(),
                bug.breaks().name()
            );
        }
    });
}

#[test]
fn every_rule_has_a_bug_that_breaks_it() {
    for rule in Rule::ALL {
        assert!(
            Bug::ALL.iter().any(|bug| bug.breaks() == *rule),
            "{}",
            rule.name()
        );
    }
}

#[test]
fn what_comes_of_a_seed_does_not_depend_on_the_threads() {
    let one = run(SEED, 2_000, Some(Bug::ErrorLosesRecord), 1);
    let many = run(SEED, 2_000, Some(Bug::ErrorLosesRecord), 3);
    assert!(!one.violations.is_empty());
    assert_eq!(one, many);
    assert_ne!(one.coverage, run(SEED + 1, 2_000, None, 2).coverage);
}
