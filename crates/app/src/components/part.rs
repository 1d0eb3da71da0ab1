//! The part of a page that is there or not, or folded away.

use leptos::prelude::{
    AnyView, Children, ChildrenFn, ClassAttribute, Effect, ElementChild, Get, GetUntracked,
    IntoView, Memo, OnAttribute, PropAttribute, RwSignal, Set, Signal, component, event_target,
    view,
};
use web_sys::Element;

/// Its children, as long as a condition holds.
///
/// Leptos' own `Show` is made anew for every pair of condition and children; this one is the same code each time. For
/// the same reason what changes in a view stands as a `Signal`: there are few types of those, and each closure is one.
#[component]
pub(crate) fn If(#[prop(into)] when: Signal<bool>, children: ChildrenFn) -> impl IntoView {
    let holds = Memo::new(move |_| when.get());
    move || holds.get().then(|| children())
}

/// Its children, folded away until something in there calls for attention. From then on it is as the person leaves it.
#[component]
pub(crate) fn Fold(
    #[prop(into)] calls: Signal<bool>,
    summary: AnyView,
    children: Children,
) -> impl IntoView {
    let calls = Memo::new(move |_| calls.get());
    let open = RwSignal::new(calls.get_untracked());
    Effect::new(move |_| {
        if calls.get() {
            open.set(true);
        }
    });
    view! {
        <details
            class="fold"
            prop:open=Signal::derive(move || open.get())
            on:toggle=move |event| open.set(event_target::<Element>(&event).has_attribute("open"))
        >
            <summary>{summary}</summary>
            {children()}
        </details>
    }
}
