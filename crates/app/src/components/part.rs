//! The part of a page that is there or not.

use leptos::prelude::{ChildrenFn, Get, IntoView, Memo, Signal, component};

/// Its children, as long as a condition holds.
///
/// Leptos' own `Show` is made anew for every pair of condition and children; this one is the same code each time. For
/// the same reason what changes in a view stands as a `Signal`: there are few types of those, and each closure is one.
#[component]
pub(crate) fn If(#[prop(into)] when: Signal<bool>, children: ChildrenFn) -> impl IntoView {
    let holds = Memo::new(move |_| when.get());
    move || holds.get().then(|| children())
}
