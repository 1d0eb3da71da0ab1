//! What is loaded when it is first wanted: the views that a person may never open stand in a module of their own.
//!
//! `cargo xtask` divides the page's program at [`views`]: what only these views use is not in the part that opens the page.

use leptos::prelude::AnyView;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use crate::components::compare;
use crate::components::{library, sheets};

/// The views, each to be drawn as often as the page is.
#[derive(Clone, Copy)]
pub(crate) struct Views {
    pub(crate) compare: fn() -> AnyView,
    pub(crate) library: fn() -> AnyView,
    pub(crate) sheets: fn() -> AnyView,
}

/// How far they are.
#[derive(Clone, Copy, Default)]
pub(crate) enum Later {
    /// Nothing of them was wanted yet.
    #[default]
    Away,
    /// They are being loaded.
    Coming,
    /// There is no network, or the page is of another version than its host.
    Failed,
    Here(Views),
}

/// Loads the views.
///
/// # Errors
///
/// When they cannot be loaded; the next call tries anew.
#[wasm_split(later, wasm_split_path = leptos::wasm_split, fallible)]
pub(crate) fn views() -> Result<Views, SplitLoaderError> {
    Ok(Views {
        compare: compare::strip,
        library: library::library,
        sheets: sheets::sheets,
    })
}
