//! Every fuzz target on what it starts from, and on what broke something before.

use tutti_tests::seeds;

#[test]
fn every_target_holds_on_the_contract_files_and_on_what_broke_it_once() {
    let targets = tutti_fuzz::targets();
    for (name, bytes) in seeds::all().iter().chain(&seeds::regressions()) {
        let target = targets.iter().find(|it| it.name == *name);
        target
            .unwrap_or_else(|| panic!("there is no target {name}"))
            .run(bytes);
    }
}

#[test]
fn every_target_has_something_to_start_from() {
    let seeds = seeds::all();
    for target in tutti_fuzz::targets() {
        let count = seeds
            .iter()
            .filter(|(name, _)| *name == target.name)
            .count();
        assert!(count > 1, "{} has {count} seeds", target.name);
    }
}
