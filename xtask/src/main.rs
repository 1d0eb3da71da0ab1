//! Builds, serves, checks, tests and packages Tutti.

fn main() {}
