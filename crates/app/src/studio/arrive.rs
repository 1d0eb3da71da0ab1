//! Files that a person drops on the page or chooses, and links with settings that they open.

use leptos::prelude::{Set, Update, UpdateValue, WithUntracked, WithValue, window};
use tutti_core::audio::Container;
use tutti_core::catalog::{ModelInfo, ProviderInfo};
use tutti_core::{Map, Operation, Value, providers};
use tutti_web::value::from_js;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DragEvent, File};

use super::hand_out::head;
use super::{Studio, View};
use crate::audio::as_wav;
use crate::browser;
use crate::state::ask::Purpose;
use crate::state::edit::Edit;
use crate::state::recipe;
use crate::state::share::read;
use crate::state::stamp::recipe_in;
use crate::state::take::Take;
use crate::text::library as text;

/// The largest recording that is taken in, in bytes.
const MOST: f64 = 300e6;

/// How long a recording may take to say its length, in milliseconds.
const PATIENCE_MS: u32 = 5_000;

/// The model that takes a recording as it is, on this device.
pub(crate) const SKETCH: &str = "sketch/groove";

/// A file that came, and what it says of itself.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Arrived {
    pub(crate) name: String,
    /// The piece that it says it is.
    pub(crate) take: Option<Take>,
    /// Whether that piece is kept already.
    pub(crate) known: bool,
}

impl Studio {
    /// Takes a file in: a backup is restored, a piece's recipe goes into the form, any other sound may be listened to.
    pub(crate) fn take_in_file(self, file: File) {
        if file.name().ends_with(".tar") {
            self.restore_from(file);
            return;
        }
        spawn_local(async move {
            let head = head(&file).await.unwrap_or_default();
            let Some(kind) = Container::of(&head) else {
                self.show_notice(text::no_sound(&file.name()));
                return;
            };
            if file.size() > MOST {
                self.show_notice(text::too_large(&file.name()));
                return;
            }
            let told = recipe_in(&head).and_then(|told| js_sys::JSON::parse(&told).ok());
            let told = told.and_then(|told| recipe::read(&from_js(&told).ok()?));
            let take = told.map(|take| self.adopted(take, kind, file.size()));
            if let Some(take) = &take {
                self.edit_order(&take.order);
            }
            let known = take.as_ref().is_some_and(|take| {
                self.library
                    .with_untracked(|it| it.find(&take.id).is_some())
            });
            let name = file.name();
            self.backstage.update_value(|it| it.file = Some(file));
            self.arrived.set(Some(Arrived { name, take, known }));
        });
    }

    /// Takes in what was dropped on the page, instead of leaving the page for it.
    pub(crate) fn dropped(self, event: &DragEvent) {
        let files = event.data_transfer().and_then(|it| it.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            event.prevent_default();
            self.with_rest(move |rest| (rest.take_in)(self, file));
        }
    }

    /// Keeps the piece that came as a file.
    pub(crate) fn keep_arrived(self, take: Take) {
        self.arrived.set(None);
        let Some(file) = self.backstage.with_value(|it| it.file.clone()) else {
            return;
        };
        spawn_local(async move {
            let said = match self.keep_restored(take, &file).await {
                Ok(()) => text::restored(1),
                Err(why) => text::restore_failed(&why),
            };
            self.show_notice(said);
        });
    }

    /// Lets the sketch listen to the file that came, as a clip to go on from.
    pub(crate) fn listen_to_arrived(self) {
        let Some(file) = self.backstage.with_value(|it| it.file.clone()) else {
            return;
        };
        spawn_local(async move {
            let head = head(&file).await.unwrap_or_default();
            let heard: Result<Blob, String> = match Container::of(&head) {
                Some(Container::Wav) => Ok(Blob::from(file.clone())),
                _ => as_wav(&file).await,
            };
            match heard {
                Ok(heard) => {
                    self.arrived.set(None);
                    let url = browser::object_url(&heard).unwrap_or_default();
                    self.give_to_sketch(&url, &file);
                }
                Err(why) => self.show_notice(text::cannot_be_read(&file.name(), &why)),
            }
        });
    }

    /// The length of the recording that came, in seconds, as far as the browser can tell it.
    pub(crate) async fn seconds_of_arrived(self) -> Option<f64> {
        let file = self.backstage.with_value(|it| it.file.clone())?;
        let url = browser::object_url(&file)?;
        let seconds = browser::sound_at(&url, PATIENCE_MS).await;
        browser::release(&url);
        seconds.ok()?.as_f64()
    }

    /// Has a model fetch a recording from the web.
    ///
    /// # Errors
    ///
    /// What is missing for that.
    pub(crate) fn send_address(
        self,
        provider: &'static ProviderInfo,
        model: &'static ModelInfo,
        url: &str,
    ) -> Result<(), String> {
        if let Some(problem) = self.lacks(provider) {
            return Err(problem.message);
        }
        let name = self
            .arrived
            .with_untracked(|it| it.as_ref().map(|it| it.name.clone()));
        let order = upload(model.id, &name.unwrap_or_default(), url);
        self.arrived.set(None);
        self.propose(self.plan(vec![order], Purpose::Run, false));
        Ok(())
    }

    /// Goes on with a recording that a model has taken in.
    pub(super) fn go_on_from(self, take: &Take) {
        if take.is_upload() && self.edit.with_untracked(Option::is_none) {
            self.edit.set(Edit::new(take, Operation::Cover));
        }
    }

    /// Fills the form from a link, or says why not; the address forgets it, so that a reload does not fill it again.
    pub(crate) fn open_link(self, fragment: &str) {
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some("#create"));
        }
        self.view.set(View::Create);
        let said = match read(fragment) {
            Ok(order) => {
                self.draft.update(|draft| draft.restore(&order));
                text::link_opened().to_owned()
            }
            Err(why) => why,
        };
        self.show_notice(said);
    }

    fn give_to_sketch(self, url: &str, file: &File) {
        let order = upload(SKETCH, &file.name(), url);
        if let Some(job) = self.begin(order, None) {
            self.backstage.update_value(|it| {
                it.uploads.insert(job.id.clone(), Blob::from(file.clone()));
            });
            self.jobs.update(|jobs| jobs.open(vec![job]));
            self.tick();
            self.go_to(View::Runs);
        }
    }

    fn adopted(self, mut take: Take, kind: Container, bytes: f64) -> Take {
        kind.mime().clone_into(&mut take.mime);
        take.bytes = Some(bytes);
        if let Some((provider, _)) = providers::row(&take.model) {
            take.base = self.base(provider);
        }
        take
    }
}

/// The order that a model takes a recording in, under the name of its file.
fn upload(model: &str, name: &str, url: &str) -> Value {
    let title = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Map::new()
        .with("model", model)
        .with("operation", Operation::Upload.name())
        .with("title", title)
        .with("audioUrl", url)
        .into()
}
