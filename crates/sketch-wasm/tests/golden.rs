//! The module's arithmetic gives the very bits of the host's: the same file of hashes holds for both.
#![cfg(target_arch = "wasm32")]

use tutti_sketch::{Brief, Renderer, SAMPLE_RATE, compose};
use wasm_bindgen_test::wasm_bindgen_test;

/// FNV-1a over the bits of every sample.
fn hash(brief: &Brief) -> u64 {
    let mut renderer = Renderer::new(&compose(brief), SAMPLE_RATE);
    let mut out = vec![0.0; 2 * renderer.frames()];
    renderer.fill(&mut out);
    out.iter()
        .flat_map(|sample| sample.to_bits().to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
}

#[wasm_bindgen_test]
fn every_bit_is_as_on_the_host() {
    for line in include_str!("../../sketch/tests/golden.txt").lines() {
        let (expected, prompt) = line.split_once(' ').expect("a hash and a prompt");
        let brief = Brief {
            prompt: prompt.into(),
            seed: 3,
            seconds: Some(3.0),
            ..Brief::default()
        };
        assert_eq!(format!("{:016x}", hash(&brief)), expected, "{prompt}");
    }
}
