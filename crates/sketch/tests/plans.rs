//! Plans as a musician would check them.

use tutti_sketch::{Brief, Plan, compose};

fn plan(prompt: &str) -> Plan {
    compose(&Brief {
        prompt: prompt.into(),
        seed: 1,
        ..Brief::default()
    })
}

#[test]
fn what_the_prompt_says_is_in_the_plan() {
    let house = plan("Deep house at 124 bpm in F# minor with saxophone");
    assert_eq!(
        (house.genre(), house.bpm(), house.key().as_str()),
        ("house", 124.0, "F# minor")
    );
    assert!(house.to_string().contains("saxophone"));
    assert!(house.warnings.is_empty());

    let bossa = plan("bossa nova, no drums, D dorian");
    assert!(!bossa.to_string().contains("drums") && bossa.key() == "D dorian");

    let solo = plan("solo piano nocturne in E flat major");
    let tracks: Vec<String> = solo
        .to_string()
        .lines()
        .filter(|line| line.contains(" notes "))
        .map(str::to_owned)
        .collect();
    assert!(
        !tracks.is_empty() && tracks.iter().all(|line| line.contains("piano")),
        "{solo}"
    );
    assert_eq!(solo.key(), "Eb major");
}

#[test]
fn the_brief_goes_before_the_prompt() {
    let brief = Brief {
        prompt: "techno at 140 bpm".into(),
        bpm: Some(90.0),
        seconds: Some(33.0),
        ..Brief::default()
    };
    let plan = compose(&brief);
    assert_eq!((plan.bpm(), plan.seconds()), (90.0, 33.0));
}

#[test]
fn moods_choose_between_major_and_minor() {
    for seed in 0..12 {
        let brief = |prompt: &str| Brief {
            prompt: prompt.into(),
            seed,
            ..Brief::default()
        };
        assert!(compose(&brief("sad pop")).key().ends_with("minor"));
        assert!(!compose(&brief("happy pop")).key().ends_with("minor"));
    }
}

#[test]
fn lyrics_shape_the_form_and_are_not_sung() {
    let brief = Brief {
        prompt: "pop".into(),
        lyrics: Some("[Verse]\nOne\n[Chorus]\nTwo\n[Bridge]\nThree\n[Chorus]\nFour".into()),
        seconds: Some(40.0),
        ..Brief::default()
    };
    let plan = compose(&brief);
    let names: Vec<&str> = plan.sections.iter().map(|section| section.name).collect();
    assert_eq!(names, ["Verse", "Chorus", "Bridge", "Chorus", "Ending"]);
    assert_eq!(
        plan.warnings,
        ["The sketch cannot sing; the lyrics only shape the form."]
    );
    let quiet = compose(&Brief {
        instrumental: Some(true),
        ..brief
    });
    assert!(quiet.warnings.is_empty());
}

#[test]
fn longer_pieces_have_an_opening_a_contrast_and_an_ending() {
    let plan = compose(&Brief {
        prompt: "synthwave".into(),
        seconds: Some(90.0),
        ..Brief::default()
    });
    let names: Vec<&str> = plan.sections.iter().map(|section| section.name).collect();
    assert_eq!(names.first(), Some(&"Intro"));
    assert!(
        names.contains(&"Chorus") && names.contains(&"Bridge"),
        "{names:?}"
    );
    assert_eq!(names.last(), Some(&"Ending"));
}

#[test]
fn a_plan_prints_as_it_did() {
    let brief = Brief {
        prompt: "slow jazz in F, 3/4".into(),
        seed: 42,
        seconds: Some(16.0),
        ..Brief::default()
    };
    let expected = include_str!("jazz_plan.txt");
    let found = compose(&brief).to_string();
    assert!(found == expected, "\n{found}");
}
