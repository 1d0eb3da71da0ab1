//! Which rows of a long list are drawn.

/// Rows that are drawn before and after those in sight, so that Tab and a turn of the wheel find them there.
const AROUND: usize = 6;

/// The rows that are drawn: from one up to another, which is not among them.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Window {
    from: usize,
    to: usize,
    /// How many are in sight at once.
    page: usize,
}

impl Window {
    /// The rows in sight of a list of so many rows, so tall in all, of which so much was scrolled away above, in
    /// something so tall. Any unit will do. Nothing is drawn of a list that is not laid out.
    pub fn of(count: usize, tall: f64, above: f64, seen: f64) -> Self {
        let row = tall / count as f64;
        if !(row > 0.0 && seen > 0.0) {
            return Self::default();
        }
        // A cast of what is negative is zero, and of what is too large the largest there is.
        let first = ((above / row) as usize).min(count);
        let last = (((above + seen) / row).ceil() as usize).min(count);
        Self {
            from: first.saturating_sub(AROUND),
            to: last.saturating_add(AROUND).min(count),
            page: last.saturating_sub(first).max(1),
        }
    }

    /// The places and ids of the rows to draw, among them one that has the focus.
    pub fn drawn(self, ids: &[String], held: Option<&str>) -> Vec<(usize, String)> {
        let range = self.from.min(ids.len())..self.to.min(ids.len());
        let place = |(at, id): (usize, &String)| (at, id.clone());
        let seen = ids[range.clone()].iter().zip(range.clone());
        let mut drawn: Vec<_> = seen.map(|(id, at)| place((at, id))).collect();
        let all = || ids.iter().enumerate();
        let held = held.and_then(|held| all().find(|(_, id)| *id == held));
        match held {
            Some((at, id)) if at < range.start => drawn.insert(0, place((at, id))),
            Some((at, id)) if at >= range.end => drawn.push(place((at, id))),
            _ => {}
        }
        drawn
    }
}

/// The row that a key leads to from a row; none for other keys and at the ends.
pub fn step(key: &str, at: usize, count: usize, window: Window) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let to = match key {
        "ArrowDown" => at + 1,
        "ArrowUp" => at.checked_sub(1)?,
        "End" => last,
        "Home" => 0,
        "PageDown" => at + window.page,
        "PageUp" => at.saturating_sub(window.page),
        _ => return None,
    };
    let to = to.min(last);
    (to != at).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(count: usize) -> Vec<String> {
        (0..count).map(|nth| nth.to_string()).collect()
    }

    fn places(window: Window, count: usize, held: Option<&str>) -> Vec<usize> {
        let drawn = window.drawn(&ids(count), held);
        drawn.into_iter().map(|(at, _)| at).collect()
    }

    #[test]
    fn what_is_in_sight_is_drawn_with_a_few_around_it() {
        let window = Window::of(10_000, 700_000.0, 350_000.0, 700.0);
        let drawn = places(window, 10_000, None);
        assert_eq!((drawn[0], drawn.len()), (4_994, 22));
        assert_eq!(
            places(Window::of(3, 210.0, -80.0, 700.0), 3, None),
            [0, 1, 2]
        );
    }

    #[test]
    fn nothing_is_drawn_of_what_is_not_laid_out_and_all_numbers_are_borne() {
        assert_eq!(places(Window::of(5, 0.0, 0.0, 0.0), 5, None), [0; 0]);
        assert_eq!(places(Window::of(0, 0.0, 0.0, 700.0), 0, None), [0; 0]);
        let _ = Window::of(5, f64::NAN, f64::INFINITY, f64::MAX);
        let window = Window::of(100, 7_000.0, 1e300, 700.0);
        assert_eq!(
            places(window, 10, None),
            [0; 0],
            "the list has become shorter"
        );
    }

    #[test]
    fn the_row_with_the_focus_stays_in_its_place_among_the_drawn() {
        let window = Window::of(100, 7_000.0, 3_500.0, 70.0);
        let drawn = |held| places(window, 100, Some(held));
        assert_eq!(drawn("3")[..2], [3, 44]);
        assert_eq!(drawn("99").last(), Some(&99));
        assert_eq!(drawn("50"), places(window, 100, None));
        assert_eq!(drawn("gone"), places(window, 100, None));
    }

    #[test]
    fn keys_lead_from_row_to_row_and_not_beyond_the_ends() {
        let window = Window::of(100, 7_000.0, 0.0, 700.0);
        let to = |key, at| step(key, at, 100, window);
        assert_eq!((to("ArrowDown", 5), to("ArrowUp", 5)), (Some(6), Some(4)));
        assert_eq!((to("ArrowDown", 99), to("ArrowUp", 0)), (None, None));
        assert_eq!((to("Home", 50), to("End", 50)), (Some(0), Some(99)));
        assert_eq!((to("PageDown", 95), to("PageUp", 3)), (Some(99), Some(0)));
        assert_eq!((to("PageDown", 5), to("x", 5)), (Some(15), None));
        assert_eq!(step("End", 0, 0, window), None);
    }
}
