//! The place of a view that is loaded later, and what is said meanwhile.

use leptos::prelude::{
    AnyView, AriaAttributes, ClassAttribute, ElementChild, Get, GlobalAttributes, IntoView,
    OnAttribute, Signal, component, view,
};

use crate::browser;
use crate::components::icon::{Glyph, Icon};
use crate::components::part::If;
use crate::later::{Later, Rest};
use crate::studio::Studio;
use crate::text::common as text;
use crate::text::runs::try_again;

/// A view of the rest of the program, once that is here.
pub(crate) fn place(
    draw: impl Fn(Rest) -> AnyView + Send + 'static,
) -> impl Fn() -> Option<AnyView> + Send + 'static {
    let studio = Studio::here();
    move || match studio.later.get() {
        Later::Here(rest) => Some(draw(rest)),
        _ => None,
    }
}

/// That the rest is on its way, or why it does not come.
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
                <button type="button" class="link" on:click=move |_| studio.bring_rest()>{try_again()}</button>
                <button type="button" class="link" on:click=|_| browser::reload()>{text::reload()}</button>
                <button type="button" class="quiet round" aria-label=text::close() on:click=move |_| studio.do_without_rest()>
                    <Icon glyph=Glyph::Close />
                </button>
            </section>
        </If>
    }
}
