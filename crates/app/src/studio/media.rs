//! The system's own controls of what plays, its speed, and the results before and after it.

use leptos::prelude::{Get, GetUntracked, Update, UpdateValue, With, WithUntracked, WithValue};
use wasm_bindgen::closure::Closure;

use super::{Studio, View};
use crate::browser;
use crate::state::player::Player;
use crate::state::take::Take;

/// The bars of the picture that the system shows.
const BARS: usize = 48;

/// The speeds that are offered.
pub(crate) const SPEEDS: [f64; 6] = [0.5, 0.75, 1.0, 1.25, 1.5, 2.0];

/// A place this near to an end of a piece, in seconds, is not worth coming back to.
const NEAR_END: f64 = 2.0;

impl Studio {
    /// Lets the system's keys, headphones and lock screen act on what plays.
    pub(crate) fn hear_media_keys(self) {
        let act = Closure::<dyn Fn(String, f64)>::new(move |name: String, value: f64| {
            self.act_on_media(&name, value);
        });
        browser::media_acts(act.as_ref());
        // It lives as long as the page does.
        act.forget();
    }

    /// Tells the system what is loaded: nothing of its name while that is hidden.
    pub(crate) fn show_media(self) {
        let take = self.player.with(|player| player.take.clone());
        let Some(take) = take else {
            browser::media_shows("", "", &[]);
            browser::media_is("none", 0.0, 1.0, 0.0);
            return;
        };
        let provider = tutti_core::providers::row(&take.model);
        let provider = provider.map_or("", |(provider, _)| provider.name);
        let artist = if self.is_veiled(&take.id) {
            ""
        } else {
            provider
        };
        let bars = take.peaks.as_ref().map(|peaks| peaks.bars(BARS));
        browser::media_shows(&self.name_of(&take), artist, &bars.unwrap_or_default());
    }

    /// Tells the system where the player is; it reckons on from there by itself.
    pub(crate) fn show_media_state(self) {
        let (playing, length) = self
            .player
            .with_untracked(|player| (player.playing, player.seconds()));
        let state = if playing { "playing" } else { "paused" };
        let speed = self.settings.with_untracked(|settings| settings.speed);
        browser::media_is(state, length, speed, self.position.get_untracked());
    }

    /// Follows the speed. It is the element's default too, since a new piece sets it back to that.
    pub(crate) fn set_pace(self) {
        let speed = self.settings.with(|settings| settings.speed);
        if let Some(audio) = self.audio.get() {
            audio.set_default_playback_rate(speed);
            audio.set_playback_rate(speed);
        }
        self.show_media_state();
    }

    /// Sets the speed: 1 is as it was made.
    pub(crate) fn set_speed(self, speed: f64) {
        self.settings.update(|settings| settings.speed = speed);
        self.save_settings();
    }

    /// Plays the result after the present one, or so many before it; the first if nothing is loaded.
    pub(crate) fn play_neighbour(self, step: isize) {
        let all = self.results();
        let now = self
            .player
            .with_untracked(|player| player.take.as_ref().map(|take| take.id.clone()));
        let at = now.and_then(|now| all.iter().position(|take| take.id == now));
        let to = match at {
            Some(at) => at.checked_add_signed(step),
            None => Some(0),
        };
        if let Some(take) = to.and_then(|to| all.get(to)) {
            self.toggle(take);
        }
    }

    /// Notes where the player is in what is loaded, to go on from there.
    pub(super) fn note_place(self) {
        let Some(id) = self
            .player
            .with_untracked(|player| player.take.as_ref().map(|take| take.id.clone()))
        else {
            return;
        };
        let at = self.position.get_untracked();
        let end = self.player.with_untracked(Player::seconds);
        let is_worth = at > NEAR_END && at < end - NEAR_END;
        self.backstage.update_value(|it| {
            it.places.remove(&id);
            if is_worth {
                it.places.insert(id, at);
            }
        });
    }

    /// Goes to where a piece was left.
    pub(super) fn take_up_place(self, id: &str) {
        if let Some(place) = self.backstage.with_value(|it| it.places.get(id).copied()) {
            self.seek(place);
        }
    }

    /// What can be stepped through: what the library lists when it is looked at, else what the runs brought.
    fn results(self) -> Vec<Take> {
        let listed = || {
            let ids = self
                .filter
                .with_untracked(|filter| self.library.with_untracked(|it| it.listed(filter)));
            ids.iter().filter_map(|id| self.take(id)).collect()
        };
        let brought: Vec<Take> = self
            .jobs
            .with_untracked(|jobs| jobs.takes().cloned().collect());
        if self.view.get_untracked() == View::Library || brought.is_empty() {
            listed()
        } else {
            brought
        }
    }

    fn act_on_media(self, name: &str, value: f64) {
        let by = if value > 0.0 { value } else { 10.0 };
        match name {
            "play" | "pause" => self.toggle_loaded(),
            "stop" => self.unload(),
            "seekto" => self.seek(value),
            "seekbackward" => self.skip_by(-by),
            "seekforward" => self.skip_by(by),
            "previoustrack" => self.play_neighbour(-1),
            "nexttrack" => self.play_neighbour(1),
            _ => return,
        }
        self.show_media_state();
    }
}
