//! The room that the browser gives the library, and whether it keeps what is there.

use js_sys::{Promise, Reflect};
use leptos::prelude::{Set, Update, window};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::Studio;
use crate::state::room::Room;
use crate::text::library as text;

impl Studio {
    /// Asks the browser how much room there is; where it does not say, nothing is shown.
    pub(crate) fn measure_room(self) {
        spawn_local(async move {
            let storage = window().navigator().storage();
            let Some(said) = answer(storage.estimate()).await else {
                return;
            };
            let number = |name: &str| Reflect::get(&said, &name.into()).ok()?.as_f64();
            let lasting = answer(storage.persisted()).await;
            if let (Some(used), Some(most)) = (number("usage"), number("quota")) {
                self.room.set(Some(Room {
                    used,
                    most,
                    lasting: lasting.is_some_and(|it| it.is_truthy()),
                }));
            }
        });
    }

    /// Asks the browser not to clear the library when space is short.
    pub(crate) fn ask_to_persist(self) {
        spawn_local(async move {
            let storage = window().navigator().storage();
            let lasting = answer(storage.persist()).await;
            let lasting = lasting.is_some_and(|it| it.is_truthy());
            self.room.update(|room| {
                if let Some(room) = room {
                    room.lasting = lasting;
                }
            });
            self.announce(if lasting {
                text::lasting()
            } else {
                text::passing()
            });
        });
    }
}

/// What the browser answers; nothing where it has no such thing, or refuses.
async fn answer(asked: Result<Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(asked.ok()?).await.ok()
}
