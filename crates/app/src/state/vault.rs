//! The vault: keys on this device, as ciphertext and where each of them may go. What can open it is nowhere in here.
//!
//! One passphrase opens all of it. Each key is sealed on its own, bound to its provider and address, so that a record
//! that was moved to another place does not open.

use tutti_core::{Map, Value, providers};

/// How often the passphrase is hashed for a new vault: what OWASP asks of PBKDF2 with SHA-256.
pub const ROUNDS: u32 = 600_000;

/// More than this would keep a device busy for minutes: no vault of ours says so.
const MOST_ROUNDS: u32 = 10_000_000;

/// The bytes of a salt.
pub const SALT_BYTES: usize = 16;

/// The fewest letters of a passphrase.
pub const LEAST_LETTERS: usize = 8;

/// What the proof of a passphrase is bound to.
pub const PROOF: &str = "tutti-vault-1";

/// The vault as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Vault {
    /// What the passphrase is hashed with: its own for each passphrase.
    pub salt: Vec<u8>,
    /// How often it is hashed.
    pub rounds: u32,
    proof: Sealed,
    keys: Vec<Stored>,
}

/// Something that only the passphrase opens.
#[derive(Clone, Debug, PartialEq)]
pub struct Sealed {
    /// Used once.
    pub iv: Vec<u8>,
    /// What was sealed, with its tag.
    pub bytes: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq)]
struct Stored {
    provider: String,
    base: String,
    sealed: Sealed,
}

impl Vault {
    /// A vault without keys; the proof is what shows later whether a passphrase is the right one.
    pub fn new(salt: Vec<u8>, proof: Sealed) -> Self {
        Self {
            salt,
            rounds: ROUNDS,
            proof,
            keys: Vec::new(),
        }
    }

    /// What opens for the right passphrase only.
    pub fn proof(&self) -> &Sealed {
        &self.proof
    }

    /// Stores a sealed key in the place of an older one.
    pub fn put(&mut self, provider: &str, base: &str, sealed: Sealed) {
        self.remove(provider, base);
        self.keys.push(Stored {
            provider: provider.to_owned(),
            base: base.to_owned(),
            sealed,
        });
    }

    /// Removes a key; needs no passphrase.
    pub fn remove(&mut self, provider: &str, base: &str) {
        self.keys.retain(|it| !it.is_for(provider, base));
    }

    /// Whether there is a key for a provider at an address.
    pub fn holds(&self, provider: &str, base: &str) -> bool {
        self.keys.iter().any(|it| it.is_for(provider, base))
    }

    /// Every key with its provider and address.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &str, &Sealed)> {
        self.keys
            .iter()
            .map(|it| (it.provider.as_str(), it.base.as_str(), &it.sealed))
    }

    /// The vault as plain data, all of it ciphertext but the places.
    pub fn to_value(&self) -> Value {
        let keys = self.keys.iter().map(|it| {
            Map::new()
                .with("provider", it.provider.as_str())
                .with("endpoint", it.base.as_str())
                .with("iv", hex(&it.sealed.iv))
                .with("sealed", hex(&it.sealed.bytes))
                .into()
        });
        Map::new()
            .with("version", 1.0)
            .with("kdf", "PBKDF2-SHA-256")
            .with("rounds", f64::from(self.rounds))
            .with("salt", hex(&self.salt))
            .with("iv", hex(&self.proof.iv))
            .with("proof", hex(&self.proof.bytes))
            .with("keys", keys.collect::<Vec<Value>>())
            .into()
    }

    /// A stored vault; none if this is not one. A key that cannot be read is left out.
    pub fn from_value(value: &Value) -> Option<Self> {
        let rounds = u32::try_from(value.get("rounds").integer()?).ok()?;
        if value.get("version").integer() != Some(1) || !(ROUNDS..=MOST_ROUNDS).contains(&rounds) {
            return None;
        }
        let keys = value.get("keys").list().unwrap_or_default();
        Some(Self {
            salt: unhex(value.get("salt").text()?).filter(|it| it.len() >= SALT_BYTES)?,
            rounds,
            proof: sealed(value, "proof")?,
            keys: keys.iter().filter_map(Stored::from_value).collect(),
        })
    }
}

impl Stored {
    fn is_for(&self, provider: &str, base: &str) -> bool {
        self.provider == provider && self.base == base
    }

    fn from_value(value: &Value) -> Option<Self> {
        let provider = value.get("provider").text()?;
        providers::info(provider)?;
        Some(Self {
            provider: provider.to_owned(),
            base: value.get("endpoint").text()?.to_owned(),
            sealed: sealed(value, "sealed")?,
        })
    }
}

/// What a key is bound to: it opens nowhere else. Neither part can hold a line break.
pub fn bound(provider: &str, base: &str) -> String {
    ["tutti-key-1", provider, base].join("\n")
}

fn sealed(value: &Value, name: &str) -> Option<Sealed> {
    Some(Sealed {
        iv: unhex(value.get("iv").text()?)?,
        bytes: unhex(value.get(name).text()?)?,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|it| it.to_digit(16)).collect();
    let digits = digits.filter(|it| it.len() % 2 == 0)?;
    let bytes = digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]);
    bytes.map(|byte| u8::try_from(byte).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIVE: &str = "https://api.segmind.com";

    fn sealed_of(byte: u8) -> Sealed {
        Sealed {
            iv: vec![byte; 12],
            bytes: vec![byte, 0, 255],
        }
    }

    fn vault() -> Vault {
        let mut vault = Vault::new((0..16).collect(), sealed_of(9));
        vault.put("segmind", LIVE, sealed_of(1));
        vault
    }

    #[test]
    fn a_vault_reads_back_as_it_was_stored() {
        assert_eq!(Vault::from_value(&vault().to_value()), Some(vault()));
        assert!(vault().holds("segmind", LIVE) && !vault().holds("segmind", "https://else.where"));
    }

    #[test]
    fn a_newer_key_takes_the_place_of_the_older_one() {
        let mut vault = vault();
        vault.put("segmind", LIVE, sealed_of(2));
        let held: Vec<_> = vault.keys().map(|(_, _, sealed)| sealed.clone()).collect();
        assert_eq!(held, [sealed_of(2)]);
        vault.remove("segmind", LIVE);
        assert_eq!(vault.keys().count(), 0);
    }

    #[test]
    fn nonsense_is_no_vault_and_fewer_rounds_are_never_believed() {
        assert_eq!(Vault::from_value(&Value::Null), None);
        for (name, odd) in [
            ("version", Value::from(2.0)),
            ("rounds", 1_000.0.into()),
            ("rounds", 1e12.into()),
            ("salt", "00".into()),
            ("salt", "0".into()),
            ("proof", "no hex".into()),
            ("iv", Value::Null),
        ] {
            let mut stored = vault().to_value().map().cloned().unwrap();
            stored.set(name, odd.clone());
            assert_eq!(Vault::from_value(&stored.into()), None, "{name}: {odd:?}");
        }
    }

    #[test]
    fn a_stored_key_that_cannot_be_read_is_left_out_and_the_others_stay() {
        let mut stored = vault().to_value().map().cloned().unwrap();
        let mut keys = stored.get("keys").list().unwrap().to_vec();
        let gone = Map::new()
            .with("provider", "nobody")
            .with("endpoint", LIVE)
            .with("iv", "00")
            .with("sealed", "00");
        keys.extend([Value::Null, gone.into(), "x".into()]);
        stored.set("keys", keys);
        assert_eq!(Vault::from_value(&stored.into()), Some(vault()));
    }

    #[test]
    fn no_two_places_are_bound_alike() {
        assert_ne!(bound("a", "b"), bound("ab", ""));
        assert_ne!(bound("segmind", LIVE), bound("pixazo", LIVE));
        assert_ne!(bound("segmind", LIVE), PROOF);
    }
}
