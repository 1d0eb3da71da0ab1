//! No brief is too strange.

#![cfg(not(target_arch = "wasm32"))]

use proptest::prelude::{ProptestConfig, any, prop, prop_assert, prop_assert_eq, proptest};
use tutti_sketch::{Brief, Renderer, compose};

fn check(brief: &Brief) -> Result<(), proptest::test_runner::TestCaseError> {
    let plan = compose(brief);
    prop_assert!(
        (1.0..=180.0).contains(&plan.seconds()),
        "{} s",
        plan.seconds()
    );
    prop_assert!((40.0..=220.0).contains(&plan.bpm()), "{} bpm", plan.bpm());
    prop_assert!(!plan.key().is_empty() && !plan.to_string().is_empty());
    let end = plan
        .sections
        .last()
        .map_or(0.0, |section| section.start + section.seconds);
    prop_assert!(
        (end - plan.seconds()).abs() < 0.01,
        "the form ends at {end} s of {}",
        plan.seconds()
    );
    let mut renderer = Renderer::new(&plan, 8_000);
    let mut out = [0.0; 4_000];
    prop_assert_eq!(renderer.fill(&mut out), 2_000);
    prop_assert!(out.iter().all(|sample| sample.abs() <= 1.0));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_and_any_number_give_a_piece(
        prompt in any::<String>(),
        negative_prompt in any::<Option<String>>(),
        lyrics in any::<Option<String>>(),
        seed in 0_u64..1 << 53,
        seconds in any::<Option<f64>>(),
        bpm in any::<Option<f64>>(),
        instrumental in any::<Option<bool>>(),
    ) {
        check(&Brief { prompt, negative_prompt, lyrics, seed, seconds, bpm, instrumental })?;
    }

    #[test]
    fn any_mixture_of_known_words_gives_a_piece(
        words in prop::collection::vec(prop::sample::select(WORDS), 0..12),
        negative in prop::collection::vec(prop::sample::select(WORDS), 0..4),
        lyrics in prop::collection::vec(prop::sample::select(MARKERS), 0..9),
        seed in 0_u64..1 << 53,
        seconds in 0.5_f64..40.0,
        bpm in prop::option::of(30.0_f64..230.0),
    ) {
        check(&Brief {
            prompt: words.join(" "),
            negative_prompt: Some(negative.join(", ")),
            lyrics: Some(lyrics.join("\nla la\n")),
            seed,
            seconds: Some(seconds),
            bpm,
            instrumental: None,
        })?;
    }
}

const MARKERS: &[&str] = &[
    "[Intro]",
    "[Verse 1]",
    "[Chorus]",
    "[Bridge]",
    "[Outro]",
    "[",
    "]",
    "[0:00 - 0:30]",
];

const WORDS: &[&str] = &[
    "jazz", "techno", "metal", "ambient", "blues", "solo", "no drums", "no bass", "without",
    "piano", "violin", "808", "drums", "taiko", "choir", "in", "f#", "minor", "dorian", "a",
    "b flat", "bpm", "128", "999 bpm", "-4 bpm", "waltz", "7/8", "5/4", "13/8", "slow", "fast",
    "presto", "dark", "happy", "harp", "flute", "sub bass", "guitar", "only", "🎵", ",",
];

#[test]
fn absurd_numbers_are_clamped_with_a_word_about_it() {
    for (seconds, used) in [
        (1e9, 180.0),
        (-3.0, 1.0),
        (f64::INFINITY, 180.0),
        (0.0, 1.0),
    ] {
        let plan = compose(&Brief {
            prompt: "pop".into(),
            seconds: Some(seconds),
            ..Brief::default()
        });
        assert_eq!(plan.seconds(), used);
        assert_eq!(plan.warnings.len(), 1, "{:?}", plan.warnings);
    }
    for (bpm, used) in [(0.0, 40.0), (1e300, 220.0)] {
        let plan = compose(&Brief {
            prompt: "pop".into(),
            bpm: Some(bpm),
            ..Brief::default()
        });
        assert_eq!((plan.bpm(), plan.warnings.len()), (used, 1));
    }
    for number in [f64::NAN, -f64::NAN] {
        let plan = compose(&Brief {
            prompt: "pop".into(),
            seconds: Some(number),
            bpm: Some(number),
            ..Brief::default()
        });
        assert_eq!(plan.warnings.len(), 2);
    }
}

#[test]
fn a_prompt_of_a_megabyte_is_read_in_no_time() {
    for unit in ["no drums or ", "🎶🥁", "a", " "] {
        let brief = Brief {
            prompt: unit.repeat(1_000_000 / unit.len()),
            lyrics: Some("[Chorus]".repeat(100_000)),
            ..Brief::default()
        };
        let start = std::time::Instant::now();
        let plan = compose(&brief);
        assert!(start.elapsed().as_secs() < 2);
        assert!(!plan.warnings.is_empty());
    }
}
