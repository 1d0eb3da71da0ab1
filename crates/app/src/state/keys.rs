//! Keys, in memory only, each for one address: a key for the provider never goes to the sandbox, nor the other way.

use tutti_core::Secret;

/// How far a key is known to be good.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
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
}

impl Keys {
    /// Holds a key for a provider at an address; a blank one takes it away.
    pub fn set(&mut self, provider: &str, base: &str, key: &str) {
        self.0.retain(|held| !held.is_for(provider, base));
        if let Some(key) = Secret::new(key) {
            self.0.push(Held {
                provider: provider.to_owned(),
                base: base.to_owned(),
                key,
                standing: Standing::Untested,
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

    fn find(&self, provider: &str, base: &str) -> Option<&Held> {
        self.0.iter().find(|held| held.is_for(provider, base))
    }
}

impl Held {
    fn is_for(&self, provider: &str, base: &str) -> bool {
        self.provider == provider && self.base == base
    }
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
}
