//! No words that a person reads stand in a view or an act: they stand in `text`, from where they are translated.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What is read by the page or the browser and by nobody else, word by word as it stands in the code.
const NOT_READ: &[&str] = &[
    // The names of the keyboard's keys, as the browser says them and as they stand on the keys.
    "ArrowLeft",
    "ArrowRight",
    "ArrowUp",
    "ArrowDown",
    "End",
    "Enter",
    "Home",
    "PageDown",
    "PageUp",
    "X",
    "C",
    "F",
    "L",
    // The name, the same in every language.
    "Tutti",
    // The prompts to begin with: models understand English best.
    "Warm lo-fi groove with dusty piano and soft drums, rain on the window, 84 bpm",
    "Slow cinematic strings in D minor, opening onto a wide horizon",
    "Night-drive synthwave, pulsing bass, bright arpeggios, 110 bpm",
    "Quiet solo piano in waltz time, like snow falling on a garden",
    // What an error of core would say, whose words are English so far.
    "The order was sent and its answer was lost: {name} may have run and charged it.",
    "Look at the provider's own history before ordering again; it is not sent again by itself.",
    // Core's own words, by which its findings are told apart.
    "The order needs",
    " is missing.",
    // Marks in lyrics, as models read them.
    "Intro",
    "Verse",
    "Chorus",
    "Bridge",
    "Solo",
    "Outro",
    // Languages, each in itself.
    "English",
    "Deutsch",
    // Classes.
    "field whole",
    // What the browser calls a write that there is no room for.
    "QuotaExceeded",
    // Selectors, queries and names of the browser's.
    "input:not([type=checkbox]), textarea, select, [contenteditable]",
    "button, summary, a, input, [role=button], [role=switch]",
    "(prefers-color-scheme: dark)",
    "(prefers-reduced-motion: reduce)",
    "AbortError",
];

/// Attributes whose values nobody reads.
const ATTRIBUTES: &[&str] = &[
    "accept",
    "autocomplete",
    "class",
    "d",
    "href",
    "id",
    "inputmode",
    "keyshortcuts",
    "labelledby",
    "lang",
    "name",
    "rel",
    "role",
    "step",
    "target",
    "type",
    "viewBox",
];

#[test]
fn no_words_that_are_read_stand_outside_the_table_of_texts() {
    let found: Vec<String> = sources().iter().flat_map(|path| words_in(path)).collect();
    assert!(
        found.is_empty(),
        "these belong into crates/app/src/text/:\n{}",
        found.join("\n")
    );
}

#[test]
fn words_are_found_in_a_view_in_an_attribute_and_in_an_act() {
    let found = |code: &str| {
        let mut found = Vec::new();
        search(code.parse().unwrap(), &mut found);
        found
            .into_iter()
            .map(|(_, words)| words)
            .collect::<Vec<_>>()
    };
    assert_eq!(found(r#"view! { <p class="a b">"free"</p> }"#), ["free"]);
    assert_eq!(
        found(r#"view! { <p title="Some words" id="x y">{text::free()}</p> }"#),
        ["Some words"]
    );
    assert_eq!(
        found(r#"studio.announce(format!("{name} is ready."));"#),
        ["{name} is ready."]
    );
    assert_eq!(
        found(r#"let word = if on { "Pause" } else { other };"#),
        ["Pause"]
    );
    assert_eq!(
        found(r#"/// Two words. fn it() { get("prompt"); }"#),
        [""; 0]
    );
    assert_eq!(
        found(r#"#[cfg(test)] mod tests { const A: &str = "Two words"; }"#),
        [""; 0]
    );
}

#[expect(clippy::unwrap_used, reason = "a test without its sources has failed")]
fn sources() -> Vec<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.retain(|path| !path.starts_with(source.join("text")) && *path != source.join("text.rs"));
    // Paths of drawings.
    found.retain(|path| *path != source.join("components/icon.rs"));
    assert!(
        found.len() > 40,
        "the sources are not where they are looked for"
    );
    found
}

#[expect(
    clippy::unwrap_used,
    reason = "the sources are read and compiled already"
)]
fn words_in(path: &Path) -> Vec<String> {
    let code: TokenStream = fs::read_to_string(path).unwrap().parse().unwrap();
    let mut found = Vec::new();
    search(code, &mut found);
    let place = |(line, words)| format!("{}:{line}: {words:?}", path.display());
    found.into_iter().map(place).collect()
}

/// Finds the words, each with its line. Tests and attributes of items are not looked at.
fn search(code: TokenStream, found: &mut Vec<(usize, String)>) {
    let trees: Vec<TokenTree> = code.into_iter().collect();
    let mut at = 0;
    while let Some(tree) = trees.get(at) {
        if let Some(length) = attribute(&trees[at..]) {
            at += length;
            continue;
        }
        match tree {
            TokenTree::Group(group) => search(group.stream(), found),
            TokenTree::Literal(literal) => {
                let words = unquoted(&literal.to_string());
                if let Some(words) = words.filter(|words| is_read(words, &trees, at)) {
                    found.push((literal.span().start().line, words));
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
        at += 1;
    }
}

/// How many trees an attribute has, with all of its item where that is for tests only.
fn attribute(trees: &[TokenTree]) -> Option<usize> {
    let is = |at: usize, sign| matches!(trees.get(at), Some(TokenTree::Punct(it)) if it.as_char() == sign);
    match trees.get(1) {
        Some(TokenTree::Group(group)) if is(0, '#') => {
            let is_test = group.stream().to_string().replace(' ', "") == "cfg(test)";
            Some(if is_test { item(trees) } else { 2 })
        }
        _ => (is(0, '#') && is(1, '!')).then_some(3),
    }
}

/// How many trees an item has, from its attribute to its body or its semicolon.
fn item(trees: &[TokenTree]) -> usize {
    let ends = |tree: &TokenTree| match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    };
    trees
        .iter()
        .position(ends)
        .map_or(trees.len(), |last| last + 1)
}

fn is_read(words: &str, trees: &[TokenTree], at: usize) -> bool {
    let punct = |at: Option<usize>| match at.and_then(|at| trees.get(at)) {
        Some(TokenTree::Punct(punct)) => Some(punct.as_char()),
        _ => None,
    };
    let before = punct(at.checked_sub(1));
    let attribute = match at.checked_sub(2).and_then(|at| trees.get(at)) {
        Some(TokenTree::Ident(name)) if before == Some('=') => name.to_string(),
        _ => String::new(),
    };
    // In a view, what stands between two tags is read, however short.
    let is_child = before == Some('>') && punct(Some(at + 1)) == Some('<');
    let letters = |word: &&str| word.chars().filter(|it| it.is_alphabetic()).count() > 1;
    let said = without_places(words);
    let several = said.split_whitespace().filter(letters).count() > 1;
    let capital = said.starts_with(char::is_uppercase) && said.chars().any(char::is_lowercase);
    let some = said.chars().any(char::is_alphabetic);
    let reads = (is_child && some) || several || capital;
    reads && !NOT_READ.contains(&words) && !ATTRIBUTES.contains(&attribute.as_str())
}

/// The words without what is filled in.
fn without_places(words: &str) -> String {
    let mut parts = words.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |said, part| {
        said + part.split_once('}').map_or("", |(_, rest)| rest)
    })
}

fn unquoted(literal: &str) -> Option<String> {
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    Some(inner.replace("\\\"", "\""))
}
