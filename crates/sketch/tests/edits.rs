//! What must hold when a piece is changed.

use tutti_sketch::{Brief, Edit, Plan, Recipe, Renderer, SAMPLE_RATE, Words};

fn piece(prompt: &str) -> Recipe {
    Recipe::create(&Brief {
        prompt: prompt.into(),
        seed: 4,
        seconds: Some(12.0),
        ..Brief::default()
    })
}

fn words(prompt: &str) -> Words {
    Words {
        prompt: prompt.into(),
        lyrics: None,
        seed: 8,
    }
}

fn render(plan: &Plan) -> Vec<f32> {
    let mut renderer = Renderer::new(plan, SAMPLE_RATE);
    let mut out = vec![0.0; 2 * renderer.frames()];
    assert_eq!(renderer.fill(&mut out), renderer.frames());
    out
}

fn made(recipe: &Recipe) -> (Plan, Vec<f32>) {
    let plan = recipe.perform().expect("a piece");
    let sound = render(&plan);
    (plan, sound)
}

fn same_until(one: &[f32], other: &[f32]) -> f64 {
    let different = one.iter().zip(other).position(|(a, b)| a != b);
    different.unwrap_or(one.len()) as f64 / 2.0 / f64::from(SAMPLE_RATE)
}

/// The largest jump of the slope between neighbouring samples in a stretch, of either channel.
fn edge(sound: &[f32], from: f64, to: f64) -> f32 {
    let frame = |seconds: f64| 2 * (seconds * f64::from(SAMPLE_RATE)) as usize;
    sound[frame(from)..frame(to)]
        .windows(5)
        .map(|w| (w[4] - 2.0 * w[2] + w[0]).abs())
        .fold(0.0, f32::max)
}

/// The meter's reading of a whole piece, in LUFS.
fn loudness(sound: &[f32]) -> f64 {
    let mut meter = ebur128::EbuR128::new(2, SAMPLE_RATE, ebur128::Mode::I).expect("a meter");
    meter.add_frames_f32(sound).expect("frames");
    meter.loudness_global().expect("a reading")
}

/// The roots of all chords, as the plan prints them.
fn roots(plan: &Plan) -> Vec<String> {
    let text = plan.to_string();
    let sections = text.lines().filter(|line| line.contains(" energy "));
    let chords = sections.flat_map(|line| {
        line.split_whitespace()
            .skip_while(|it| *it != "energy")
            .skip(2)
    });
    let root = |name: &str| {
        name.chars()
            .enumerate()
            .take_while(|(at, c)| *at == 0 || *c == '#' || *at == 1 && *c == 'b')
            .map(|(_, c)| c)
            .collect()
    };
    chords.map(root).collect()
}

/// How many notes the lead has, and the steps between its first, as the plan prints them.
fn tune(plan: &Plan) -> Vec<i32> {
    let text = plan.to_string();
    let lead = text
        .lines()
        .find(|line| line.trim().starts_with("lead "))
        .expect("a line of the plan");
    let (before, notes) = lead.split_once(" notes ").expect("a line of the plan");
    let pitches: Vec<i32> = notes
        .split_whitespace()
        .map(|it| {
            it.split_once('@')
                .expect("a line of the plan")
                .0
                .parse()
                .expect("it is as expected")
        })
        .collect();
    let count = before
        .split_whitespace()
        .last()
        .expect("a line of the plan")
        .parse()
        .expect("it is as expected");
    let steps = pitches.windows(2).map(|pair| pair[1] - pair[0]);
    core::iter::once(count).chain(steps).collect()
}

const STYLES: [&str; 6] = [
    "lo-fi",
    "techno",
    "jazz",
    "folk",
    "cinematic",
    "drum and bass",
];

#[test]
fn a_continuation_keeps_every_bit_before_its_bar_and_goes_on_without_a_seam() {
    for style in STYLES {
        let (first, before) = made(&piece(style));
        let (longer, after) = made(&piece(style).and(Edit::Extend {
            at: None,
            seconds: Some(10.0),
            words: Words::default(),
        }));
        assert!(
            longer.seconds() > first.seconds() + 4.0,
            "{style}: {} s",
            longer.seconds()
        );
        let join = first.sections.last().unwrap().start;
        let same = same_until(&before, &after);
        // Hands are a little early now and then.
        assert!(same > join - 0.1, "{style}: {same} of {join}");
        let seam = edge(&after, join - 0.05, join + 0.05);
        let usual = edge(&after, 1.0, join - 0.1);
        assert!(seam <= 1.5 * usual, "{style}: {seam} against {usual}");
        let level = loudness(&after);
        assert!((level + 14.0).abs() < 1.5, "{style}: {level} LUFS");
        assert_eq!((longer.bpm(), longer.key()), (first.bpm(), first.key()));
    }
}

#[test]
fn a_continuation_begins_where_it_is_asked_to_and_may_change_its_players() {
    let at = Edit::Extend {
        at: Some(6.1),
        seconds: Some(8.0),
        words: words("add strings, no drums, 200 bpm, in G# major"),
    };
    let (plan, _) = made(&piece("pop at 120 bpm in C major").and(at));
    let text = plan.to_string();
    assert!(text.contains("strings"), "{text}");
    assert_eq!((plan.bpm(), plan.key().as_str()), (120.0, "C major"));
    assert_eq!(
        plan.warnings,
        [
            "A continuation keeps the clip's tempo (120 bpm), key (C major).",
            "The new part begins at the nearest bar, at 6.00 s."
        ]
    );
}

#[test]
fn a_window_is_played_anew_and_no_sample_outside_it_changes() {
    for style in STYLES {
        let (from, to) = (3.3, 7.77);
        let (_, before) = made(&piece(style));
        let edit = Edit::Replace {
            from,
            to,
            words: words(""),
        };
        let (_, after) = made(&piece(style).and(edit));
        assert_eq!(before.len(), after.len());
        let frame = |seconds: f64| 2 * (seconds * f64::from(SAMPLE_RATE)).round() as usize;
        assert!(before[..frame(from)] == after[..frame(from)], "{style}");
        assert!(before[frame(to)..] == after[frame(to)..], "{style}");
        let inside = frame(from + 0.5)..frame(to - 0.5);
        let moved = before[inside.clone()]
            .iter()
            .zip(&after[inside])
            .map(|(a, b)| (a - b).powi(2))
            .sum::<f32>();
        assert!(moved > 10.0, "{style}: hardly anything is new ({moved})");
        let usual = edge(&before, 1.0, 10.0);
        for seam in [from, to] {
            let found = edge(&after, seam - 0.04, seam + 0.04);
            assert!(found <= 1.3 * usual, "{style}: {found} against {usual}");
        }
    }
}

#[test]
fn a_replaced_part_heeds_its_words() {
    let quiet = |prompt: &str| {
        let edit = Edit::Replace {
            from: 3.0,
            to: 7.0,
            words: words(prompt),
        };
        let (_, sound) = made(&piece("rock").and(edit));
        let stretch = &sound[2 * 170_000..2 * 300_000];
        stretch.iter().map(|x| x * x).sum::<f32>() / stretch.len() as f32
    };
    assert!(quiet("no drums, calm, quiet") < 0.6 * quiet("wild and energetic"));
}

#[test]
fn a_cover_keeps_harmony_and_melody_and_changes_the_style() {
    let base = piece("folk in G major with flute at 100 bpm")
        .perform()
        .unwrap();
    let cover = |strength, prompt: &str| {
        let edit = Edit::Cover {
            strength,
            words: words(prompt),
        };
        let recipe = piece("folk in G major with flute at 100 bpm").and(edit);
        recipe.perform().unwrap()
    };
    let slight = cover(0.1, "synthwave");
    let middle = cover(0.5, "synthwave");
    let strong = cover(1.0, "techno");
    assert_eq!((slight.genre(), slight.bpm()), ("folk", 100.0));
    assert_eq!((middle.genre(), middle.bpm()), ("synthwave", 100.0));
    assert_eq!(strong.genre(), "techno");
    assert!(strong.bpm() >= 126.0, "{}", strong.bpm());
    for plan in [&slight, &middle, &strong] {
        assert_eq!(plan.key(), base.key());
        assert_eq!(roots(plan), roots(&base));
        assert_eq!(tune(plan), tune(&base));
    }
    let moved = cover(0.6, "jazz in A major, 80 bpm");
    assert_eq!((moved.bpm(), moved.key().as_str()), (80.0, "A major"));
    assert_eq!(tune(&moved).len(), tune(&base).len());
}

#[test]
fn changes_can_follow_each_other_and_come_out_of_the_id_again() {
    let recipe = piece("house")
        .and(Edit::Replace {
            from: 2.0,
            to: 4.0,
            words: words(""),
        })
        .and(Edit::Extend {
            at: Some(8.0),
            seconds: Some(6.0),
            words: words("saxophone"),
        })
        .and(Edit::Replace {
            from: 3.0,
            to: 9.0,
            words: words("energetic"),
        });
    let (plan, sound) = made(&recipe);
    let again = Recipe::parse(plan.recipe()).unwrap();
    assert_eq!(again, recipe);
    assert!(made(&again).1 == sound);
}

#[test]
fn absurd_changes_are_refused_or_bent_and_never_break() {
    let window = |from, to| {
        let words = Words::default();
        piece("pop")
            .and(Edit::Replace { from, to, words })
            .perform()
    };
    assert_eq!(window(-1.0, 2.0).unwrap_err().field, "startsAt");
    assert_eq!(window(f64::NAN, 2.0).unwrap_err().field, "startsAt");
    assert_eq!(window(99.0, 100.0).unwrap_err().field, "startsAt");
    assert_eq!(window(5.0, 5.0).unwrap_err().field, "endsAt");
    assert_eq!(window(5.0, f64::NAN).unwrap_err().field, "endsAt");
    assert!(window(11.0, f64::INFINITY).is_ok());
    for (at, seconds) in [
        (Some(-5.0), Some(1e9)),
        (Some(1e9), Some(-1.0)),
        (Some(f64::NAN), Some(f64::NAN)),
    ] {
        let words = Words::default();
        let plan = piece("pop")
            .and(Edit::Extend { at, seconds, words })
            .perform()
            .unwrap();
        assert!(plan.seconds() <= 360.0, "{}", plan.seconds());
    }
    for strength in [-3.0, 7.0, f64::NAN, f64::INFINITY] {
        let words = Words::default();
        assert!(
            piece("pop")
                .and(Edit::Cover { strength, words })
                .perform()
                .is_ok()
        );
    }
    let many = (0..30).fold(piece("pop"), |recipe, _| {
        recipe.and(Edit::Cover {
            strength: 0.5,
            words: Words::default(),
        })
    });
    assert_eq!(many.perform().unwrap_err().field, "clip");
}
