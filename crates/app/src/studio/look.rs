//! What is looked at: views, the window's width and colours, and problems at their places.

use leptos::ev::MouseEvent;
use leptos::prelude::{Get, GetUntracked, Memo, Set, Update, With, WithUntracked, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::{PROMPT, Studio, View};
use crate::browser;
use crate::state::draft::{Place, Problem};
use crate::state::share::MARK;

/// Below this width, in CSS pixels, the page shows one thing at a time. The style sheet says the same.
const NARROW_PX: f64 = 900.0;

impl Studio {
    /// Goes to a view and says so in the address, so that the browser's own way back works.
    pub(crate) fn go_to(self, view: View) {
        if self.view.get_untracked() != view {
            self.view.set(view);
            // An address that cannot be set is no loss.
            let _ = window().location().set_hash(fragment(view));
        }
    }

    /// Whether a view is the one shown: a wide page shows runs beside the composer.
    pub(crate) fn shows(self, view: View) -> bool {
        let now = self.view.get();
        now == view || (!self.narrow.get() && view == View::Create && now == View::Runs)
    }

    /// Shows the view that the address names.
    pub(crate) fn follow_address(self) {
        let hash = window().location().hash().unwrap_or_default();
        if hash.starts_with(MARK) {
            self.with_rest(move |rest| (rest.open_link)(self, &hash));
            return;
        }
        let named = [View::Library, View::Runs]
            .into_iter()
            .find(|view| hash.strip_prefix('#') == Some(fragment(*view)));
        let view = named.unwrap_or_default();
        if self.view.get_untracked() != view {
            self.view.set(view);
        }
    }

    /// Takes the window's width anew.
    pub(crate) fn measure(self) {
        let width = window().inner_width().ok().and_then(|it| it.as_f64());
        let narrow = width.is_some_and(|width| width < NARROW_PX);
        if self.narrow.get_untracked() != narrow {
            self.narrow.set(narrow);
        }
    }

    /// Follows the system's choice between dark and light, which canvases must be told of.
    pub(crate) fn follow_scheme(self) {
        let Some(query) = window()
            .match_media("(prefers-color-scheme: dark)")
            .ok()
            .flatten()
        else {
            return;
        };
        self.dark.set(query.matches());
        let asked = query.clone();
        let changed = Closure::<dyn Fn()>::new(move || self.dark.set(asked.matches()));
        query.set_onchange(Some(changed.as_ref().unchecked_ref()));
        // It is heard for as long as the page lives.
        changed.forget();
    }

    /// Moves to the prompt without a word in the address.
    pub(crate) fn skip(self, event: &MouseEvent) {
        event.prevent_default();
        self.go_to(View::Create);
        browser::focus(PROMPT);
        browser::focus_soon(PROMPT.to_owned());
    }

    /// What is wrong at a place of the composer.
    pub(crate) fn problem_at(self, place: Place) -> Memo<Option<String>> {
        Memo::new(move |_| {
            let at = |problem: &&Problem| problem.place == place;
            self.problems.with(|problems| {
                problems
                    .iter()
                    .find(at)
                    .map(|problem| problem.message.clone())
            })
        })
    }

    /// A place was changed: what was said of it no longer holds.
    pub(crate) fn settle(self, place: &Place) {
        self.settle_where(|at| at == place);
    }

    /// The models, a key or an address were changed.
    pub(crate) fn settle_models(self) {
        self.settle_where(|at| matches!(at, Place::Models(_)));
    }

    fn settle_where(self, is_settled: impl Fn(&Place) -> bool) {
        if self
            .problems
            .with_untracked(|problems| problems.iter().any(|it| is_settled(&it.place)))
        {
            self.problems
                .update(|problems| problems.retain(|it| !is_settled(&it.place)));
        }
    }
}

fn fragment(view: View) -> &'static str {
    match view {
        View::Create => "create",
        View::Library => "library",
        View::Runs => "runs",
    }
}
