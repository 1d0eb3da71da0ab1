//! Web Locks: one holder for a name, the others in the order in which they came.

use std::collections::VecDeque;

/// The locks of the browser.
#[derive(Debug, Default)]
pub(crate) struct Locks(Vec<(String, VecDeque<usize>)>);

impl Locks {
    /// Asks for a lock; true if it is granted at once.
    pub(crate) fn ask(&mut self, name: &str, drive: usize) -> bool {
        let place = self.0.iter().position(|(known, _)| known == name);
        let place = place.unwrap_or_else(|| {
            self.0.push((name.to_owned(), VecDeque::new()));
            self.0.len() - 1
        });
        let queue = &mut self.0[place].1;
        queue.push_back(drive);
        queue.front() == Some(&drive)
    }

    /// Lets go of a lock, or of the place in its queue; names who holds it from now on, if that changed.
    pub(crate) fn let_go(&mut self, name: &str, drive: usize) -> Option<usize> {
        let (_, queue) = self.0.iter_mut().find(|(known, _)| known == name)?;
        let held = queue.front() == Some(&drive);
        queue.retain(|waiting| *waiting != drive);
        queue.front().copied().filter(|_| held)
    }

    /// Whether some tab holds it.
    pub(crate) fn is_held(&self, name: &str) -> bool {
        self.0
            .iter()
            .any(|(known, queue)| known == name && !queue.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::Locks;

    #[test]
    fn a_lock_goes_to_the_one_who_waited_longest() {
        let mut locks = Locks::default();
        assert!(locks.ask("a", 1));
        assert!(!locks.ask("a", 2));
        assert!(!locks.ask("a", 3));
        assert_eq!(locks.let_go("a", 2), None, "it only waited");
        assert_eq!(locks.let_go("a", 1), Some(3));
        assert_eq!(locks.let_go("a", 3), None);
        assert!(!locks.is_held("a"));
    }
}
