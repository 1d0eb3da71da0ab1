//! Hands what libFuzzer makes up to the target that `TUTTI_FUZZ_TARGET` names. `cargo xtask fuzz` builds and runs it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tutti_fuzz::Target;

thread_local! {
    static TARGET: Target = {
        let name = std::env::var("TUTTI_FUZZ_TARGET").unwrap_or_default();
        tutti_fuzz::target(&name).unwrap_or_else(|| panic!("TUTTI_FUZZ_TARGET names no target: {name:?}"))
    };
}

fuzz_target!(|bytes: &[u8]| TARGET.with(|target| target.run(bytes)));
