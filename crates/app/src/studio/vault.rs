//! Keys that are kept on this device: sealing them, opening them, forgetting them.

use leptos::prelude::{
    Get, GetUntracked, Set, Update, UpdateValue, With, WithUntracked, WithValue,
};
use tutti_core::Value;
use tutti_core::catalog::ProviderInfo;
use tutti_core::providers;
use wasm_bindgen_futures::spawn_local;
use web_sys::CryptoKey;

use super::Studio;
use crate::browser;
use crate::crypto;
use crate::state::job::Job;
use crate::state::vault::{PROOF, SALT_BYTES, Vault, bound};

/// The name it is stored under.
pub(super) const VAULT: &str = "tutti.vault";

/// What opens the vault, and the salt that it belongs to: another tab may have changed the passphrase.
#[derive(Clone)]
pub(super) struct Opener {
    salt: Vec<u8>,
    key: CryptoKey,
}

/// Why the vault did not do what was asked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Refusal {
    /// It is not open, or no longer.
    Locked,
    /// Something there does not open though the passphrase is right.
    Damaged(Vec<String>),
    /// The browser refused, with its words.
    Browser(String),
    /// That is not the passphrase.
    Wrong,
}

impl Studio {
    /// Whether the key for a provider at an address is on this device and cannot be used before it is unlocked.
    pub(crate) fn is_locked(self, provider: &str, base: &str) -> bool {
        let at_hand = self.keys.with(|keys| keys.key(provider, base).is_some());
        !at_hand && !self.unlocked.get() && self.keeps(provider, base)
    }

    /// Whether a key for a provider at an address is on this device.
    pub(crate) fn keeps(self, provider: &str, base: &str) -> bool {
        self.vault
            .with(|vault| vault.as_ref().is_some_and(|it| it.holds(provider, base)))
    }

    /// Begins a vault under a passphrase.
    pub(crate) async fn make_vault(self, passphrase: &str) -> Result<(), Refusal> {
        if stored().is_some() {
            self.look_at_vault();
            return Err(Refusal::Locked);
        }
        let (vault, opener) = begin(passphrase).await?;
        self.store_vault(vault)?;
        self.set_opener(Some(opener));
        self.keep_wanted().await
    }

    /// Opens the vault and takes its keys up; those that were typed since stay.
    pub(crate) async fn unlock(self, passphrase: &str) -> Result<(), Refusal> {
        let vault = stored().ok_or(Refusal::Locked)?;
        let opener = opener(&vault, passphrase).await?;
        let mut damaged = Vec::new();
        let mut came = Vec::new();
        for (id, base, sealed) in vault.keys() {
            let Some(provider) = providers::info(id) else {
                continue;
            };
            match crypto::open(&opener.key, &bound(id, base), sealed).await {
                Some(key) => came.push((provider, base, key)),
                None => damaged.push(provider.name.to_owned()),
            }
        }
        self.set_opener(Some(opener));
        for (provider, base, key) in came {
            self.take_from_vault(provider, base, &key);
        }
        self.settle_models();
        self.keep_wanted().await?;
        refused_if(damaged)
    }

    /// Wants a key kept on this device, or in this tab only.
    pub(crate) fn want_kept(self, provider: &str, base: &str, wanted: bool) {
        self.keys
            .update(|keys| keys.want_kept(provider, base, wanted));
    }

    /// Encrypts the keys that are wanted on this device, if the vault is open.
    pub(crate) async fn keep_wanted(self) -> Result<(), Refusal> {
        let wanted = self.keys.with_untracked(|keys| keys.wanted());
        let Some(opener) = self.backstage.with_value(|it| it.opener.clone()) else {
            return Ok(());
        };
        for (provider, base) in wanted {
            self.keep_key(&opener, &provider, &base).await?;
        }
        Ok(())
    }

    async fn keep_key(self, opener: &Opener, provider: &str, base: &str) -> Result<(), Refusal> {
        let held = self
            .keys
            .with_untracked(|keys| keys.key(provider, base).cloned());
        let Some(key) = held else {
            return Ok(());
        };
        let place = bound(provider, base);
        let sealed = crypto::seal(&opener.key, &place, key.expose())
            .await
            .map_err(Refusal::Browser)?;
        // Read again: another tab may have written meanwhile.
        match stored().filter(|vault| vault.salt == opener.salt) {
            Some(mut vault) => {
                vault.put(provider, base, sealed);
                self.store_vault(vault)?;
                self.keys.update(|keys| {
                    // It may have been typed anew meanwhile.
                    if keys.key(provider, base) == Some(&key) {
                        keys.mark_kept(provider, base);
                    }
                });
                Ok(())
            }
            None => {
                self.lock();
                Err(Refusal::Locked)
            }
        }
    }

    /// The settings are closed: a key that was being typed is taken up.
    pub(crate) fn close_settings(self) {
        self.settings_open.set(None);
        spawn_local(async move {
            // It stays in this tab if it cannot be kept, and the settings say so.
            let _ = self.keep_wanted().await;
        });
    }

    /// Removes a key from this device; this tab still has it, if it is at hand.
    pub(crate) fn leave_key(self, provider: &'static ProviderInfo, base: &str) {
        if let Some(mut vault) = stored() {
            vault.remove(provider.id, base);
            // What could not be written is seen in what is shown: the key is still there.
            let _ = self.store_vault(vault);
        }
        self.want_kept(provider.id, base, false);
    }

    /// Seals all keys anew under another passphrase; nothing is changed unless all of it can be.
    pub(crate) async fn change_passphrase(self, old: &str, new: &str) -> Result<(), Refusal> {
        let vault = stored().ok_or(Refusal::Locked)?;
        let before = opener(&vault, old).await?;
        let (mut next, after) = begin(new).await?;
        let mut damaged = Vec::new();
        for (id, base, sealed) in vault.keys() {
            let place = bound(id, base);
            let Some(key) = crypto::open(&before.key, &place, sealed).await else {
                damaged.push(id.to_owned());
                continue;
            };
            let sealed = crypto::seal(&after.key, &place, &key).await;
            next.put(id, base, sealed.map_err(Refusal::Browser)?);
        }
        refused_if(damaged)?;
        if stored().as_ref() != Some(&vault) {
            self.look_at_vault();
            return Err(Refusal::Locked);
        }
        self.store_vault(next)?;
        let was_open = self.unlocked.get_untracked();
        self.set_opener(was_open.then_some(after));
        Ok(())
    }

    /// Takes what the vault holds out of this tab's memory. Jobs that need it wait for it.
    pub(crate) fn lock(self) {
        self.set_opener(None);
        let gone = self.keys.try_update(|keys| keys.drop_kept());
        for (id, base) in gone.unwrap_or_default() {
            self.take_back(&id, &base);
        }
        self.give_sandbox_keys();
    }

    /// Forgets every key, on this device and in this tab.
    pub(crate) fn forget_keys(self) {
        browser::forget(VAULT);
        self.set_opener(None);
        self.vault.set(None);
        let gone = self.keys.try_update(|keys| keys.drop_all());
        for (id, base) in gone.unwrap_or_default() {
            self.take_back(&id, &base);
        }
        self.give_sandbox_keys();
    }

    /// Takes the vault as another tab left it.
    pub(crate) fn look_at_vault(self) {
        let now = stored();
        let same = self.backstage.with_value(|it| {
            let salt = it.opener.as_ref().map(|opener| &opener.salt);
            salt.is_none() || salt == now.as_ref().map(|vault| &vault.salt)
        });
        self.vault.set(now);
        if !same {
            self.lock();
        }
    }

    fn take_from_vault(self, provider: &'static ProviderInfo, base: &str, key: &str) {
        let typed = self
            .keys
            .with_untracked(|keys| keys.is_typed(provider.id, base));
        if typed && !self.is_own_sandbox(provider, base) {
            return;
        }
        self.set_key(provider, base, key);
        self.keys.update(|keys| keys.mark_kept(provider.id, base));
        self.key_came(base);
    }

    /// A key is gone: no request may go on with it.
    fn take_back(self, provider: &str, base: &str) {
        let Some(provider) = providers::info(provider) else {
            return;
        };
        let (_, ring) = self.client(provider, base);
        ring.remove(provider.id);
        let is_of_it = |job: &&Job| {
            job.base == base && job.rows().is_some_and(|(its, _)| its.id == provider.id)
        };
        let jobs: Vec<String> = self.jobs.with_untracked(|jobs| {
            let all = jobs.runs().iter().flat_map(|run| &run.jobs);
            all.filter(is_of_it).map(|job| job.id.clone()).collect()
        });
        self.backstage.with_value(|it| {
            let running = jobs.iter().filter_map(|id| it.running.get(id));
            running.for_each(|it| it.stop());
        });
    }

    fn store_vault(self, vault: Vault) -> Result<(), Refusal> {
        browser::keep(VAULT, &vault.to_value()).map_err(Refusal::Browser)?;
        self.vault.set(Some(vault));
        Ok(())
    }

    fn set_opener(self, opener: Option<Opener>) {
        self.unlocked.set(opener.is_some());
        self.backstage.update_value(|it| it.opener = opener);
    }
}

/// The vault on this device.
pub(super) fn stored() -> Option<Vault> {
    Vault::from_value(&browser::stored(VAULT))
}

/// Whether something stands in the vault's place that is no vault.
pub(crate) fn is_unreadable() -> bool {
    let stored = browser::stored(VAULT);
    stored != Value::Null && Vault::from_value(&stored).is_none()
}

async fn begin(passphrase: &str) -> Result<(Vault, Opener), Refusal> {
    let make = async {
        let salt = crypto::random(SALT_BYTES)?;
        let key = crypto::derive(passphrase, &salt, crate::state::vault::ROUNDS).await?;
        let proof = crypto::seal(&key, PROOF, PROOF).await?;
        Ok((Vault::new(salt.clone(), proof), Opener { salt, key }))
    };
    make.await.map_err(Refusal::Browser)
}

async fn opener(vault: &Vault, passphrase: &str) -> Result<Opener, Refusal> {
    let key = crypto::derive(passphrase, &vault.salt, vault.rounds)
        .await
        .map_err(Refusal::Browser)?;
    let proof = crypto::open(&key, PROOF, vault.proof()).await;
    let salt = vault.salt.clone();
    proof.map(|_| Opener { salt, key }).ok_or(Refusal::Wrong)
}

fn refused_if(damaged: Vec<String>) -> Result<(), Refusal> {
    if damaged.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Damaged(damaged))
    }
}
