//! The dialogs.

use leptos::prelude::{AnyView, IntoAny, view};

use crate::components::arrival::Arrival;
use crate::components::details::Details;
use crate::components::edit::EditSheet;
use crate::components::settings::Settings;
use crate::components::shortcuts::Shortcuts;
use crate::components::spending::AskSheet;

/// All dialogs; each opens when the studio's state says so.
pub(crate) fn sheets() -> AnyView {
    view! {
        <Arrival />
        <Details />
        <EditSheet />
        <Settings />
        <AskSheet />
        <Shortcuts />
    }
    .into_any()
}
