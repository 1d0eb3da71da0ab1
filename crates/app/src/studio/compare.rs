//! Comparing: the same second of another take, equally loud, without a click.

use leptos::prelude::{
    Get, GetUntracked, Update, UpdateValue, With, WithUntracked, WithValue, untrack,
};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlAudioElement;

use super::Studio;
use crate::audio::decode;
use crate::browser;
use crate::state::compare::{Compare, MOST};
use crate::state::take::Take;
use crate::text::listen as text;

/// A fade between takes, in steps of a few milliseconds: long enough not to click, too short to be heard as one.
const FADE_STEPS: u32 = 4;
const FADE_STEP_MS: i32 = 4;

impl Studio {
    /// Takes a piece into the comparison, or out of it.
    pub(crate) fn toggle_compare(self, take: &Take) {
        if self.compare.with_untracked(|compare| compare.has(&take.id)) {
            self.compare.update(|compare| compare.remove(&take.id));
        } else {
            self.add_to_compare(take);
        }
    }

    /// Takes all of these into the comparison.
    pub(crate) fn compare_all(self, takes: &[Take]) {
        self.compare.update(Compare::clear);
        for take in takes.iter().take(MOST) {
            self.add_to_compare(take);
        }
    }

    /// Lets another take be heard from the same second on.
    pub(crate) fn listen_to(self, id: &str) {
        let Some(take) = self.take(id) else {
            return;
        };
        let before = self
            .player
            .with_untracked(|player| player.take.as_ref().map(|it| it.id.clone()));
        if before.as_deref() == Some(id) {
            self.toggle(&take);
            return;
        }
        self.compare
            .update(|compare| compare.heard(before.as_deref()));
        spawn_local(self.change_over(take));
    }

    /// Lets the nth take of the comparison be heard.
    pub(crate) fn listen_to_nth(self, nth: usize) {
        let id = self
            .compare
            .with_untracked(|compare| compare.slots().get(nth).cloned());
        if let Some(id) = id {
            self.listen_to(&id);
        }
    }

    /// Lets the take be heard that was heard before.
    pub(crate) fn listen_to_other(self) {
        let other = self.player.with_untracked(|player| {
            let now = player.take.as_ref().map(|it| it.id.as_str());
            self.compare
                .with_untracked(|compare| compare.other(now).map(str::to_owned))
        });
        if let Some(id) = other {
            self.listen_to(&id);
        }
    }

    /// Hides the names, or shows them again.
    pub(crate) fn set_blind(self, blind: bool) {
        self.compare
            .update(|compare| compare.set_blind(blind, browser::random));
        self.announce(if blind {
            text::names_hidden()
        } else {
            text::names_shown()
        });
    }

    /// Chooses what is heard now, shows the names and marks it as a favourite.
    pub(crate) fn pick(self) {
        let Some(take) = self.player.with_untracked(|player| player.take.clone()) else {
            return;
        };
        if self.compare.with_untracked(|compare| compare.has(&take.id)) {
            self.compare.update(|compare| compare.choose(&take.id));
            self.announce(text::you_chose(&take.spoken()));
            self.set_favourite(&take.id, true);
        }
    }

    /// A take by its id, kept or not.
    pub(crate) fn take(self, id: &str) -> Option<Take> {
        let kept = self
            .library
            .with_untracked(|library| library.find(id).cloned());
        kept.or_else(|| self.jobs.with_untracked(|jobs| jobs.take(id).cloned()))
    }

    /// By how many decibels a take is turned down against the others.
    pub(crate) fn gain_db(self, id: &str) -> Option<f64> {
        let lufs = |id: &str| {
            let kept = self
                .library
                .with(|library| library.find(id).and_then(|take| take.lufs));
            kept.or_else(|| self.jobs.with(|jobs| jobs.take(id)?.lufs))
        };
        self.compare.with(|compare| compare.gain_db(id, lufs))
    }

    /// What a take is called while its name may be hidden.
    pub(crate) fn name_of(self, take: &Take) -> String {
        self.compare
            .with(|compare| compare.veil(&take.id))
            .unwrap_or_else(|| take.title())
    }

    /// What a take is called for a screen reader while its name may be hidden.
    pub(crate) fn spoken_name_of(self, take: &Take) -> String {
        self.compare
            .with(|compare| compare.veil(&take.id))
            .unwrap_or_else(|| take.spoken())
    }

    /// Whether a take's name is hidden.
    pub(crate) fn is_veiled(self, id: &str) -> bool {
        self.compare.with(|compare| compare.veil(id).is_some())
    }

    /// Follows the volume and the comparison.
    pub(crate) fn set_level(self) {
        let level = self.level();
        let fading = self.backstage.with_value(|it| it.fading);
        if let Some(audio) = self.audio.get().filter(|_| !fading) {
            audio.set_volume(level);
        }
    }

    /// How loud what is loaded is played, 0 to 1.
    fn level(self) -> f64 {
        let volume = self.settings.with(|settings| settings.volume);
        let loaded = self
            .player
            .with(|player| player.take.as_ref().map(|it| it.id.clone()));
        let gain = loaded.and_then(|id| self.gain_db(&id)).unwrap_or_default();
        (volume * 10_f64.powf(gain / 20.0)).clamp(0.0, 1.0)
    }

    fn add_to_compare(self, take: &Take) {
        let mut has_room = true;
        self.compare
            .update(|compare| has_room = compare.add(&take.id));
        if !has_room {
            self.announce(text::nine_already());
        } else if take.lufs.is_none() {
            spawn_local(self.measure_take(take.clone()));
        }
    }

    /// Learns the loudness of a take that was kept without it.
    async fn measure_take(self, mut take: Take) {
        let Ok(blob) = self.sound(&take).await else {
            return;
        };
        if let Ok(decoded) = decode(&blob).await {
            take.lufs = decoded.lufs;
            take.peaks = take.peaks.or(decoded.peaks);
            self.note_facts(take).await;
        }
    }

    async fn change_over(self, take: Take) {
        let Some(audio) = self.audio.get_untracked() else {
            return;
        };
        let at = self.position.get_untracked();
        if !audio.paused() {
            self.fade(&audio, |left| left).await;
        }
        let end = take.seconds.unwrap_or(f64::INFINITY);
        let loaded = self.load(take).await;
        if loaded {
            self.seek(if at < end { at } else { 0.0 });
            audio.set_volume(0.0);
            self.begin_to_play(audio.clone());
            self.fade(&audio, |left| 1.0 - left).await;
        }
        self.backstage.update_value(|it| it.fading = false);
        untrack(|| self.set_level());
    }

    /// Changes the level in steps; `part` makes of what is left of the way, 1 to 0, a part of the full level.
    async fn fade(self, audio: &HtmlAudioElement, part: impl Fn(f64) -> f64) {
        self.backstage.update_value(|it| it.fading = true);
        for step in (0..FADE_STEPS).rev() {
            let left = f64::from(step) / f64::from(FADE_STEPS);
            let full = untrack(|| self.level());
            audio.set_volume(full * part(left));
            browser::pause(FADE_STEP_MS).await;
        }
    }
}
