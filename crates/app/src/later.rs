//! The rest of the program, which is loaded when it is first wanted: all that a person who opens the page for the first time
//! neither sees nor does.
//!
//! `cargo xtask` divides the program at [`rest`]: what is only reached through it is not in the part that opens the page.

use leptos::prelude::AnyView;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use web_sys::File;

use crate::components::{compare, library, player, runs, sheets, vault};
use crate::studio::Studio;

/// Views and acts of the rest.
#[derive(Clone, Copy)]
pub(crate) struct Rest {
    /// The strip in which takes are heard against each other.
    pub(crate) compare: fn() -> AnyView,
    /// What sounds, and what goes on unseen; to be drawn once.
    pub(crate) engine: fn() -> AnyView,
    pub(crate) library: fn() -> AnyView,
    /// The player's controls.
    pub(crate) player: fn() -> AnyView,
    pub(crate) runs: fn() -> AnyView,
    /// The dialogs.
    pub(crate) sheets: fn() -> AnyView,
    /// The field of this id that unlocks the keys; then the focus moves on.
    pub(crate) unlock: fn(String, &'static str) -> AnyView,
    /// Does what a key says, with shift or without; false if it says nothing.
    pub(crate) act: fn(Studio, &str, bool) -> bool,
    pub(crate) generate: fn(Studio),
    /// Fills the form from a link.
    pub(crate) open_link: fn(Studio, &str),
    pub(crate) take_in: fn(Studio, File),
    pub(crate) undelete: fn(Studio, &[String]),
}

/// How far it is.
#[derive(Clone, Copy, Default)]
pub(crate) enum Later {
    /// Nothing of it was wanted yet.
    #[default]
    Away,
    /// It is being loaded ahead of time.
    Ahead,
    /// It is being waited for.
    Coming,
    /// It was waited for, but there is no network, or the page is of another version than its host.
    Failed,
    Here(Rest),
}

/// Loads the rest.
///
/// # Errors
///
/// When it cannot be loaded; the next call tries anew.
#[wasm_split(later, wasm_split_path = leptos::wasm_split, fallible)]
pub(crate) fn rest() -> Result<Rest, SplitLoaderError> {
    Ok(Rest {
        compare: compare::strip,
        engine: player::engine,
        library: library::library,
        player: player::controls,
        runs: runs::runs,
        sheets: sheets::sheets,
        unlock: vault::unlock,
        act: Studio::act,
        generate: Studio::generate,
        open_link: Studio::open_link,
        take_in: Studio::take_in_file,
        undelete: Studio::undelete,
    })
}
