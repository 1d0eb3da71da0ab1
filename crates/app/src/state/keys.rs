//! Keys at hand, in memory, each for one address: a key for the provider never goes to the sandbox, nor the other way.

use tutti_core::Secret;

/// How far a key is known to be good.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
    /// It is encrypted on this device, and not unlocked.
    Locked,
    /// The provider refused it.
    Refused,
    /// There is none here, and the relay has one.
    Relay,
    /// Nobody asked yet.
    Untested,
    /// It was accepted.
    Works,
}

/// The keys of this tab.
#[derive(Clone, Default, PartialEq)]
pub struct Keys(Vec<Held>);

#[derive(Clone, PartialEq)]
struct Held {
    provider: String,
    base: String,
    key: Secret,
    standing: Standing,
    kept: Kept,
}

/// Whether a key is in the vault, too.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
enum Kept {
    #[default]
    No,
    /// It is to be put there, or there is an older one.
    Wanted,
    Yes,
}

/// A provider's id and an address.
type Place = (String, String);

impl Keys {
    /// Holds a key for a provider at an address; a blank one takes it away.
    pub fn set(&mut self, provider: &str, base: &str, key: &str) {
        let kept = match self.find(provider, base).map(|held| held.kept) {
            Some(Kept::Yes | Kept::Wanted) => Kept::Wanted,
            Some(Kept::No) | None => Kept::No,
        };
        self.0.retain(|held| !held.is_for(provider, base));
        if let Some(key) = Secret::new(key) {
            self.0.push(Held {
                provider: provider.to_owned(),
                base: base.to_owned(),
                key,
                standing: Standing::Untested,
                kept,
            });
        }
    }

    /// The key for a provider at an address.
    pub fn key(&self, provider: &str, base: &str) -> Option<&Secret> {
        self.find(provider, base).map(|held| &held.key)
    }

    /// How far that key is known to be good; none when there is none.
    pub fn standing(&self, provider: &str, base: &str) -> Option<&Standing> {
        self.find(provider, base).map(|held| &held.standing)
    }

    /// Notes what was learnt of a key.
    pub fn learn(&mut self, provider: &str, base: &str, standing: Standing) {
        if let Some(held) = self.0.iter_mut().find(|held| held.is_for(provider, base)) {
            held.standing = standing;
        }
    }

    /// Wants a key in the vault, or in this tab only.
    pub fn want_kept(&mut self, provider: &str, base: &str, wanted: bool) {
        self.mark(provider, base, if wanted { Kept::Wanted } else { Kept::No });
    }

    /// Notes that a key is in the vault as it is here.
    pub fn mark_kept(&mut self, provider: &str, base: &str) {
        self.mark(provider, base, Kept::Yes);
    }

    /// The places whose keys are to be put into the vault.
    pub fn wanted(&self) -> Vec<Place> {
        let wanted = self.0.iter().filter(|held| held.kept == Kept::Wanted);
        places(wanted.cloned())
    }

    /// Whether there is a key that is not in the vault as it is here.
    pub fn is_typed(&self, provider: &str, base: &str) -> bool {
        self.find(provider, base)
            .is_some_and(|held| held.kept != Kept::Yes)
    }

    /// Drops the keys that are in the vault, and says whose they were.
    pub fn drop_kept(&mut self) -> Vec<Place> {
        let (gone, left): (Vec<Held>, _) = self.0.drain(..).partition(|held| held.kept != Kept::No);
        self.0 = left;
        places(gone.into_iter())
    }

    /// Drops every key, and says whose they were.
    pub fn drop_all(&mut self) -> Vec<Place> {
        places(std::mem::take(&mut self.0).into_iter())
    }

    fn mark(&mut self, provider: &str, base: &str, kept: Kept) {
        if let Some(held) = self.0.iter_mut().find(|held| held.is_for(provider, base)) {
            held.kept = kept;
        }
    }

    fn find(&self, provider: &str, base: &str) -> Option<&Held> {
        self.0.iter().find(|held| held.is_for(provider, base))
    }
}

impl Held {
    fn is_for(&self, provider: &str, base: &str) -> bool {
        self.provider == provider && self.base == base
    }
}

fn places(held: impl Iterator<Item = Held>) -> Vec<Place> {
    held.map(|it| (it.provider, it.base)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIVE: &str = "https://api.segmind.com";
    const SANDBOX: &str = "http://127.0.0.1:8787/segmind";

    #[test]
    fn a_key_is_only_for_the_address_it_was_given_for() {
        let mut keys = Keys::default();
        keys.set("segmind", LIVE, " SG_live ");
        assert_eq!(
            keys.key("segmind", LIVE).map(Secret::expose),
            Some("SG_live")
        );
        assert!(keys.key("segmind", SANDBOX).is_none());
        assert!(keys.key("other", LIVE).is_none());
    }

    #[test]
    fn a_new_key_is_untested_and_a_blank_one_is_none() {
        let mut keys = Keys::default();
        keys.set("segmind", LIVE, "a");
        keys.learn("segmind", LIVE, Standing::Refused);
        keys.set("segmind", LIVE, "b");
        assert_eq!(keys.standing("segmind", LIVE), Some(&Standing::Untested));
        keys.set("segmind", LIVE, "  ");
        assert_eq!(keys.standing("segmind", LIVE), None);
    }

    #[test]
    fn locking_drops_what_is_in_the_vault_and_nothing_else() {
        let place = ("segmind".to_owned(), LIVE.to_owned());
        let mut keys = Keys::default();
        keys.set("segmind", LIVE, "kept");
        keys.mark_kept("segmind", LIVE);
        keys.set("segmind", SANDBOX, "typed");
        assert!(keys.is_typed("segmind", SANDBOX) && !keys.is_typed("segmind", LIVE));
        assert_eq!(keys.wanted(), []);
        assert_eq!(keys.drop_kept(), [place]);
        assert!(keys.key("segmind", LIVE).is_none() && keys.key("segmind", SANDBOX).is_some());
        assert_eq!(keys.drop_all().len(), 1);
        assert!(keys == Keys::default());
    }

    #[test]
    fn a_newer_key_is_wanted_in_the_vault_where_the_older_one_is() {
        let mut keys = Keys::default();
        keys.set("segmind", LIVE, "old");
        assert_eq!(keys.wanted(), [], "in this tab only, unless one says so");
        keys.want_kept("segmind", LIVE, true);
        assert_eq!(keys.wanted().len(), 1);
        keys.mark_kept("segmind", LIVE);
        keys.set("segmind", LIVE, "new");
        assert_eq!(keys.wanted().len(), 1);
        keys.want_kept("segmind", LIVE, false);
        assert_eq!(keys.drop_kept(), []);
    }
}
