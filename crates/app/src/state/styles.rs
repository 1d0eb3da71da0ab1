//! Styles: put into the prompt and taken out again, and a good prompt in each of them.
//!
//! Their names and the prompts are English in every language of the page: that is what models understand best.

/// A style and a prompt in it, a line each.
const PROMPTS: &str = include_str!("prompts.txt");

/// The names of all styles, in order.
pub fn names() -> impl Iterator<Item = &'static str> {
    rows().map(|(name, _)| name)
}

/// A prompt by a random number, in the style that is asked for where there is one; never the one that is there already.
pub fn drawn(random: u32, now: &str) -> &'static str {
    let wanted = |name: &&str| has(now, name);
    let asked: Vec<&str> = names().filter(wanted).collect();
    let others: Vec<&str> = rows()
        .map(|(_, prompt)| prompt)
        .filter(|it| *it != now.trim())
        .collect();
    let in_style: Vec<&str> = rows()
        .filter(|(name, prompt)| asked.contains(name) && *prompt != now.trim())
        .map(|(_, prompt)| prompt)
        .collect();
    // Words that somebody wrote are answered in their style; one of ours by another of ours.
    let ours = rows().any(|(_, prompt)| prompt == now.trim());
    let from = if ours || in_style.is_empty() {
        others
    } else {
        in_style
    };
    from.get(random as usize % from.len().max(1))
        .copied()
        .unwrap_or_default()
}

/// Whether a prompt names a style.
pub fn has(prompt: &str, style: &str) -> bool {
    place(prompt, style).is_some()
}

/// The prompt with the style named at its end, or without it where it was.
pub fn toggled(prompt: &str, style: &str) -> String {
    let Some((from, to)) = place(prompt, style) else {
        let before = prompt.trim_end().trim_end_matches(',');
        return if before.is_empty() {
            style.to_owned()
        } else {
            format!("{before}, {style}")
        };
    };
    let before = prompt[..from].trim_end();
    let after = prompt[to..].trim_start();
    let before = match before.strip_suffix(',') {
        Some(cut) => cut.trim_end(),
        None => before,
    };
    match (before.is_empty(), after.is_empty()) {
        (true, _) => after.trim_start_matches(',').trim_start().to_owned(),
        (_, true) => before.to_owned(),
        _ if after.starts_with([',', '.', ';', ':']) => format!("{before}{after}"),
        _ => format!("{before} {after}"),
    }
}

/// Where a style is named, as words of their own, in whatever case.
fn place(prompt: &str, style: &str) -> Option<(usize, usize)> {
    let is_letter = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '-');
    let found = prompt
        .char_indices()
        .map(|(from, _)| (from, from + style.len()));
    let mut found = found.filter(|(from, to)| {
        let there = prompt
            .get(*from..*to)
            .is_some_and(|it| it.eq_ignore_ascii_case(style));
        there
            && !is_letter(prompt[..*from].chars().next_back())
            && !is_letter(prompt[*to..].chars().next())
    });
    found.next()
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    PROMPTS.lines().filter_map(|line| line.split_once(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sketch_hears_in_each_prompt_the_style_that_it_is_for() {
        assert_eq!(names().count(), 22);
        assert!(names().is_sorted(), "in order");
        for (style, prompt) in rows() {
            let brief = tutti_sketch::Brief {
                prompt: prompt.to_owned(),
                ..tutti_sketch::Brief::default()
            };
            assert_eq!(tutti_sketch::compose(&brief).genre(), style, "{prompt}");
        }
    }

    #[test]
    fn a_style_is_put_at_the_end_and_taken_out_again() {
        for prompt in ["rain on tin", "Rain, wind"] {
            let with = toggled(prompt, "lo-fi");
            assert_eq!(with, format!("{prompt}, lo-fi"));
            assert!(has(&with, "lo-fi"));
            assert_eq!(toggled(&with, "lo-fi"), prompt);
        }
        assert_eq!(toggled("", "jazz"), "jazz");
        assert_eq!(toggled("jazz", "jazz"), "");
        assert_eq!(toggled("rain, ", "jazz"), "rain, jazz");
        assert_eq!(toggled("slow jazz, at night", "jazz"), "slow, at night");
        assert_eq!(toggled("Jazz, at night", "jazz"), "at night");
        assert_eq!(toggled("warm lo-fi groove", "lo-fi"), "warm groove");
    }

    #[test]
    fn a_style_is_found_as_words_of_their_own() {
        assert!(has("HOUSE music", "house") && has("deep house.", "house"));
        assert!(
            !has("a lighthouse", "house") && !has("poppy", "pop") && !has("house-like", "house")
        );
        assert!(!has("é", "pop") && !has("größe pöp", "pop"));
    }

    #[test]
    fn the_dice_never_shows_what_is_there_and_keeps_to_a_style_that_was_asked_for() {
        for random in [0, 1, 7, u32::MAX] {
            let first = drawn(random, "something else");
            assert!(!first.is_empty());
            assert_ne!(drawn(random, first), first);
            assert!(drawn(random, "a techno track").contains("techno"));
        }
    }
}
