//! The one player: what is loaded into the audio element, and what the element says.

use leptos::prelude::{
    GetUntracked, Set, Update, UpdateValue, WithUntracked, WithValue, request_animation_frame,
};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlAudioElement, HtmlMediaElement};

use super::Studio;
use crate::browser;
use crate::state::player::Player;
use crate::state::take::Take;
use crate::text::listen as text;

impl Studio {
    /// Plays a piece from where it is, or pauses it when it plays.
    pub(crate) fn toggle(self, take: &Take) {
        if !self.player.with_untracked(|player| player.has(&take.id)) {
            let take = take.clone();
            spawn_local(async move {
                let id = take.id.clone();
                if self.load(take).await
                    && let Some(audio) = self.audio.get_untracked()
                {
                    self.take_up_place(&id);
                    self.begin_to_play(audio);
                }
            });
        } else if let Some(audio) = self.audio.get_untracked() {
            if audio.paused() {
                self.begin_to_play(audio)
            } else {
                pause(&audio)
            }
        }
    }

    /// Plays a piece from a part of its length, 0 to 1.
    pub(crate) fn play_from(self, take: Take, part: f64) {
        let loaded = self.player.with_untracked(|player| player.has(&take.id));
        let start = part * take.seconds.unwrap_or_default();
        spawn_local(async move {
            if !loaded && !self.load(take).await {
                return;
            }
            if let Some(audio) = self.audio.get_untracked() {
                if loaded || start > 0.0 {
                    self.seek(start);
                }
                self.begin_to_play(audio);
            }
        });
    }

    /// Moves to a second of what is loaded.
    pub(crate) fn seek(self, seconds: f64) {
        if let Some(audio) = self.audio.get_untracked() {
            audio.set_current_time(seconds);
            self.position.set(seconds);
            self.show_media_state();
        }
    }

    /// Moves by so many seconds, within the piece.
    pub(crate) fn skip_by(self, seconds: f64) {
        let end = self.player.with_untracked(Player::seconds);
        self.seek((self.position.get_untracked() + seconds).clamp(0.0, end));
    }

    /// Sets the volume, 0 to 1.
    pub(crate) fn set_volume(self, volume: f64) {
        self.settings.update(|settings| settings.volume = volume);
        self.save_settings();
    }

    /// Takes what is loaded out of the player.
    pub(super) fn unload(self) {
        if let Some(audio) = self.audio.get_untracked() {
            pause(&audio);
            let _ = audio.remove_attribute("src");
            audio.load();
        }
        self.take_address(None);
        self.player.set(Player::default());
        self.position.set(0.0);
    }

    /// The element plays or pauses.
    pub(crate) fn heard_playing(self, playing: bool) {
        self.player.update(|player| player.playing = playing);
        self.show_media_state();
        if playing {
            self.follow();
        }
    }

    /// The element is somewhere else.
    pub(crate) fn heard_time(self) {
        let Some(audio) = self.audio.get_untracked() else {
            return;
        };
        let now = audio.current_time();
        let seconds = self.player.with_untracked(Player::seconds);
        let turn = self
            .repeat
            .with_untracked(|repeat| repeat.turn(now, seconds));
        match turn.filter(|_| !audio.paused()) {
            Some(start) => self.seek(start),
            None => self.position.set(now),
        }
    }

    /// The element came to the end.
    pub(crate) fn heard_end(self) {
        let repeat = self.repeat.get_untracked();
        match self.audio.get_untracked() {
            Some(audio) if repeat.on => {
                self.seek(repeat.within(self.player.with_untracked(Player::seconds)).0);
                self.begin_to_play(audio);
            }
            _ => self.heard_playing(false),
        }
    }

    /// The element knows the length.
    pub(crate) fn heard_length(self) {
        if let Some(audio) = self.audio.get_untracked() {
            self.player
                .update(|player| player.measured(audio.duration()));
            self.show_media_state();
        }
    }

    /// The element cannot play what it has.
    pub(crate) fn heard_fault(self) {
        if self.player.with_untracked(|player| player.take.is_some()) {
            let why = text::cannot_play();
            self.player
                .update(|player| player.fault = Some(why.to_owned()));
            self.announce(why);
        }
    }

    /// Loads a piece; false when it cannot be, or another was asked for meanwhile.
    pub(super) async fn load(self, take: Take) -> bool {
        let asked = self.next_load();
        let source = match (&take.source_url, self.sound(&take).await) {
            (_, Ok(blob)) => {
                browser::object_url(&blob).ok_or_else(|| text::cannot_open().to_owned())
            }
            (Some(url), Err(_)) => Ok(url.clone()),
            (None, Err(why)) => Err(why),
        };
        if asked != self.backstage.with_value(|it| it.loads) {
            return false;
        }
        self.note_place();
        self.mark_read(&take.id);
        self.player.update(|player| player.load(take));
        self.position.set(0.0);
        match source {
            Ok(url) => {
                if let Some(audio) = self.audio.get_untracked() {
                    audio.set_src(&url);
                }
                self.take_address(Some(url));
                true
            }
            Err(why) => {
                self.player.update(|player| player.fault = Some(why));
                false
            }
        }
    }

    /// Lets the page show what came, and waits for the sound of what somebody plays, half a second at most.
    pub(super) async fn let_sound_begin(self) {
        for _ in 0..20 {
            browser::pause(25).await;
            let begins = |audio: HtmlAudioElement| {
                !audio.paused() && audio.ready_state() < HtmlMediaElement::HAVE_FUTURE_DATA
            };
            if !self.audio.get_untracked().is_some_and(begins) {
                return;
            }
        }
    }

    fn next_load(self) -> u32 {
        self.backstage
            .update_value(|it| it.loads = it.loads.wrapping_add(1));
        self.backstage.with_value(|it| it.loads)
    }

    pub(super) fn begin_to_play(self, audio: HtmlAudioElement) {
        let Ok(playing) = audio.play() else {
            return;
        };
        spawn_local(async move {
            if let Err(thrown) = JsFuture::from(playing).await {
                let name = js_sys::Reflect::get(&thrown, &"name".into())
                    .ok()
                    .and_then(|it| it.as_string());
                // Another piece was chosen meanwhile: nothing is wrong.
                if name.as_deref() != Some("AbortError") {
                    let why = browser::told(&thrown);
                    self.player
                        .update(|player| player.fault = Some(text::does_not_play(&why)));
                }
            }
        });
    }

    /// Follows the element frame by frame while it plays, unless less motion is wanted: then its own ticks must do.
    fn follow(self) {
        let follows = self.backstage.with_value(|it| it.following);
        if !follows && !browser::wants_less_motion() {
            self.backstage.update_value(|it| it.following = true);
            self.next_frame();
        }
    }

    fn next_frame(self) {
        self.heard_time();
        if self.player.with_untracked(|player| player.playing) {
            request_animation_frame(move || self.next_frame());
        } else {
            self.backstage.update_value(|it| it.following = false);
        }
    }

    fn take_address(self, url: Option<String>) {
        let mut last = None;
        self.backstage
            .update_value(|it| last = std::mem::replace(&mut it.url, url));
        if let Some(last) = last.filter(|it| it.starts_with("blob:")) {
            browser::release(&last);
        }
    }
}

fn pause(audio: &HtmlAudioElement) {
    // Pausing what is paused is no error.
    let _ = audio.pause();
}
