//! The very bits of some pieces, as the wasm module's tests hold them too.

use tutti_sketch::{Brief, Renderer, SAMPLE_RATE, compose};

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

#[test]
fn every_bit_is_as_it_was() {
    let mut found = String::new();
    let expected = include_str!("golden.txt");
    for line in expected.lines() {
        let (_, prompt) = line.split_once(' ').unwrap();
        let brief = Brief {
            prompt: prompt.into(),
            seed: 3,
            seconds: Some(3.0),
            ..Brief::default()
        };
        found.push_str(&format!("{:016x} {prompt}\n", hash(&brief)));
    }
    // When a change of the sound is wanted, these lines go into golden.txt.
    assert!(found == expected, "\n{found}");
}
