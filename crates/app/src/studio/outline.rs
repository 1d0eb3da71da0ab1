//! The outlines of kept pieces, which are read when they are to be drawn.

use leptos::prelude::{
    Effect, Get, Memo, RwSignal, Set, Signal, UpdateValue, With, WithUntracked, WithValue,
};
use wasm_bindgen_futures::spawn_local;

use super::Studio;
use crate::state::peaks::Peaks;
use crate::state::take::Take;

impl Studio {
    /// The outline of a piece, as soon as it is at hand.
    pub(crate) fn outline_of(self, take: Signal<Take>) -> Signal<Option<Peaks>> {
        let own = Memo::new(move |_| take.with(|take| (take.id.clone(), take.peaks.clone())));
        let read: RwSignal<Option<(String, Peaks)>> = RwSignal::new(None);
        Effect::new(move |_| {
            let (id, peaks) = own.get();
            let known = read.with_untracked(|it| it.as_ref().is_some_and(|(of, _)| *of == id));
            if peaks.is_none() && !known {
                self.read_outline(id, read);
            }
        });
        Signal::derive(move || {
            let (id, peaks) = own.get();
            let stored = || read.with(|it| it.clone().filter(|(of, _)| *of == id));
            peaks.or_else(|| stored().map(|(_, peaks)| peaks))
        })
    }

    /// The outline of a piece, from memory or from the library.
    pub(super) async fn outline(self, take: &Take) -> Option<Peaks> {
        if take.peaks.is_some() {
            return take.peaks.clone();
        }
        let read = self
            .backstage
            .with_value(|it| it.outlines.get(&take.id).cloned());
        match read {
            Some(peaks) => Some(peaks),
            None => self.shelf().outline(&take.id).await,
        }
    }

    fn read_outline(self, id: String, into: RwSignal<Option<(String, Peaks)>>) {
        if let Some(peaks) = self
            .backstage
            .with_value(|it| it.outlines.get(&id).cloned())
        {
            into.set(Some((id, peaks)));
            return;
        }
        spawn_local(async move {
            if let Some(peaks) = self.shelf().outline(&id).await {
                self.backstage.update_value(|it| {
                    it.outlines.insert(id.clone(), peaks.clone());
                });
                // The row may have been scrolled away meanwhile.
                into.try_set(Some((id, peaks)));
            }
        });
    }
}
