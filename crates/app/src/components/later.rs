//! The place of a view that is loaded later, and what is said meanwhile.

use leptos::prelude::{
    AnyView, AriaAttributes, ClassAttribute, ElementChild, Get, GlobalAttributes, IntoView,
    OnAttribute, Signal, component, view,
};

use crate::browser;
use crate::components::icon::{Glyph, Icon};
use crate::components::part::If;
use crate::later::{Later, Views};
use crate::studio::Studio;
use crate::text::common as text;
use crate::text::runs::try_again;

/// A view that is loaded later, once it is here.
#[component]
pub(crate) fn Place(pick: fn(Views) -> fn() -> AnyView) -> impl IntoView {
    let studio = Studio::here();
    move || match studio.later.get() {
        Later::Here(views) => Some(pick(views)()),
        _ => None,
    }
}

/// That a view is on its way, or why it does not come.
#[component]
pub(crate) fn Coming() -> impl IntoView {
    let studio = Studio::here();
    let coming = Signal::derive(move || matches!(studio.later.get(), Later::Coming));
    let failed = Signal::derive(move || matches!(studio.later.get(), Later::Failed));
    view! {
        <If when=coming>
            <section class="toast coming" aria-label=text::notice()>
                <p role="status">{text::part_coming()}</p>
            </section>
        </If>
        <If when=failed>
            <section class="toast" aria-label=text::notice()>
                <p role="alert">{text::part_failed()}</p>
                <button type="button" class="link" on:click=move |_| studio.load_later()>{try_again()}</button>
                <button type="button" class="link" on:click=|_| browser::reload()>{text::reload()}</button>
                <button type="button" class="quiet round" aria-label=text::close() on:click=move |_| studio.do_without_later()>
                    <Icon glyph=Glyph::Close />
                </button>
            </section>
        </If>
    }
}
