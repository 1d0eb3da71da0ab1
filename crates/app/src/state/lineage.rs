//! What came of what: the tree that a piece stands in.

use std::collections::{HashMap, HashSet};

use tutti_core::Operation;

use crate::state::library::Library;
use crate::state::take::Take;

/// Generations above a piece, and below the first, that a tree goes: more than anyone makes by hand.
const GENERATIONS: usize = 100;

/// A piece in its tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Kin {
    /// Its id; none for a piece that is no longer here, of which only the children tell.
    pub id: Option<String>,
    /// How it came of the one above it.
    pub how: Option<Operation>,
    /// What came of it, oldest first.
    pub children: Vec<Self>,
}

/// The tree that a piece stands in, from the first that is known; none for a piece that came of nothing and of which
/// nothing came.
pub fn tree(library: &Library, take: &Take) -> Option<Kin> {
    let children = library.children();
    let mut seen = HashSet::new();
    let (root, lost) = root(library, take);
    let mut grow = |take| grow(take, &children, &mut seen, 2 * GENERATIONS);
    let kin = match lost {
        None => grow(root),
        Some(clip) => Kin {
            id: None,
            how: None,
            children: alive(children.get(clip)).map(&mut grow).collect(),
        },
    };
    (kin.id.is_none() || !kin.children.is_empty()).then_some(kin)
}

/// The first ancestor that is here, and the clip that it came of if that one is gone.
fn root<'a>(library: &'a Library, take: &'a Take) -> (&'a Take, Option<&'a str>) {
    let (mut at, mut seen) = (take, HashSet::new());
    // A file from elsewhere may claim to have come of itself.
    while seen.len() < GENERATIONS && seen.insert(at.id.as_str()) {
        let Some(clip) = at.order.get("clip").text() else {
            return (at, None);
        };
        match library.by_clip(clip) {
            Some(parent) => at = parent,
            None => return (at, Some(clip)),
        }
    }
    (at, None)
}

fn grow<'a>(
    take: &'a Take,
    children: &HashMap<&str, Vec<&'a Take>>,
    seen: &mut HashSet<&'a str>,
    left: usize,
) -> Kin {
    let known = !seen.insert(take.id.as_str());
    let clip = take.clip.as_deref().filter(|_| !known && left > 0);
    let mut grown = Vec::new();
    for child in alive(clip.and_then(|clip| children.get(clip))) {
        if !seen.contains(child.id.as_str()) {
            grown.push(grow(child, children, seen, left - 1));
        }
    }
    let how = take.order.get("operation").text();
    Kin {
        id: Some(take.id.clone()),
        how: how.and_then(Operation::by_name),
        children: grown,
    }
}

fn alive<'a>(takes: Option<&Vec<&'a Take>>) -> impl Iterator<Item = &'a Take> {
    let takes = takes.into_iter().flatten().copied();
    takes.filter(|it| it.deleted_ms.is_none())
}

#[cfg(test)]
mod tests {
    use tutti_core::Map;

    use super::*;
    use crate::state::take::tests::take;

    /// A piece of this clip, which came of another.
    fn piece(clip: &str, of: Option<&str>, at_ms: f64) -> Take {
        let mut piece = take(clip, at_ms);
        piece.clip = Some(clip.to_owned());
        if let Some(of) = of {
            let order = Map::new().with("operation", "extend").with("clip", of);
            piece.order = order.into();
        }
        piece
    }

    fn told(kin: &Kin) -> String {
        let name = kin.id.as_deref().unwrap_or("gone");
        let below: Vec<String> = kin.children.iter().map(told).collect();
        format!("{name}({})", below.join(" "))
    }

    #[test]
    fn a_tree_goes_from_the_first_piece_down_whichever_is_asked() {
        let library = Library::of(vec![
            piece("a", None, 1.0),
            piece("b", Some("a"), 2.0),
            piece("c", Some("b"), 3.0),
            piece("d", Some("a"), 4.0),
            piece("lone", None, 5.0),
        ]);
        for id in ["a.0", "b.0", "c.0", "d.0"] {
            let tree = tree(&library, library.find(id).unwrap()).unwrap();
            assert_eq!(told(&tree), "a.0(b.0(c.0()) d.0())", "{id}");
            assert_eq!(tree.children[0].how, Some(Operation::Extend));
        }
        assert_eq!(tree(&library, library.find("lone.0").unwrap()), None);
    }

    #[test]
    fn a_piece_whose_parent_is_gone_says_so_and_keeps_its_siblings() {
        let library = Library::of(vec![piece("b", Some("a"), 2.0), piece("c", Some("a"), 3.0)]);
        let tree = tree(&library, library.find("c.0").unwrap()).unwrap();
        assert_eq!(told(&tree), "gone(b.0() c.0())");
    }

    #[test]
    fn pieces_that_claim_to_come_of_each_other_end() {
        let library = Library::of(vec![
            piece("a", Some("b"), 1.0),
            piece("b", Some("a"), 2.0),
            piece("c", Some("c"), 3.0),
        ]);
        for id in ["a.0", "b.0", "c.0"] {
            let _ = tree(&library, library.find(id).unwrap());
        }
    }

    #[test]
    fn a_line_without_end_is_shown_in_part() {
        let name = |nth: usize| format!("c{nth}");
        let line = (1..5_000).map(|nth| piece(&name(nth), Some(&name(nth - 1)), nth as f64));
        let library = Library::of(line.collect());
        let shown = tree(&library, library.find("c4999.0").unwrap()).unwrap();
        assert!(told(&shown).contains("c4999.0()"));
        assert!(told(&tree(&library, library.find("c1.0").unwrap()).unwrap()).len() < 9_000);
    }
}
