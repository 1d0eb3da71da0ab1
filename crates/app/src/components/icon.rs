//! The icons: one set, drawn for this page on a grid of 20 by 20.

use leptos::prelude::{ClassAttribute, CustomAttribute, ElementChild, IntoView, component, view};

/// One icon.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Glyph {
    Again,
    Alert,
    Bell,
    Check,
    Close,
    Compare,
    Create,
    Dark,
    Dice,
    Download,
    Gear,
    Key,
    Library,
    Light,
    Loop,
    Pause,
    Play,
    Question,
    Runs,
    Search,
    Star,
    System,
    Trash,
    Volume,
}

/// An icon that says nothing by itself: its button or its words do.
#[component]
pub(crate) fn Icon(glyph: Glyph) -> impl IntoView {
    let class = if glyph.is_solid() {
        "icon solid"
    } else {
        "icon"
    };
    view! {
        <svg class=class viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d=glyph.path() />
        </svg>
    }
}

impl Glyph {
    const fn is_solid(self) -> bool {
        matches!(self, Self::Pause | Self::Play)
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Again => "M4 10a6 6 0 1 0 2-4.5L4 7.3M4 3.5v3.8h3.8",
            Self::Alert => "M10 3.2 17.4 16H2.6zM10 8v3.6M10 13.7v.1",
            Self::Bell => "M5.5 13.5V9a4.5 4.5 0 0 1 9 0v4.5l1.5 1.5H4zM8.3 17.3h3.4M10 2.5v2",
            Self::Check => "m4.5 10.5 3.7 3.7 7.3-8",
            Self::Close => "m5.5 5.5 9 9m0-9-9 9",
            Self::Compare => "M5 7v6M8 4v12M12 6v8M15 8.5v3",
            Self::Create => "M4 16h12M5.5 12.5l.6-2.6 7.2-7.1 2 2-7.2 7.1z",
            Self::Dark => "M15.8 11.9A6.5 6.5 0 0 1 8.1 4.2a6.5 6.5 0 1 0 7.7 7.7z",
            Self::Dice => {
                "M4 6.5 10 3l6 3.5v7L10 17l-6-3.5zM4 6.5l6 3.5 6-3.5M10 10v7M10 6.4v.1M7 11.9v.1m6-.1v.1"
            }
            Self::Download => "M10 3.5v9m-3.7-3.5 3.7 3.6 3.7-3.6M4 16.5h12",
            Self::Gear => "M3 6h8m4 0h2M3 14h2m4 0h8M11 4v4m-6 4v4m4-4v4m6-12v4M11 6h4M5 14h4",
            Self::Key => {
                "M12.6 10.9a3.9 3.9 0 1 0-3.5-3.5L3.2 13.3v3.5h3.5v-2.2h2.2v-2.2h1.9zM13.3 6.8v-.1"
            }
            Self::Library => "M4 4v12M8 4v12M11.5 4.5l3.7 11.2",
            Self::Light => {
                "M10 6.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4zM10 2.5v1.3m0 12.4v1.3M2.5 10h1.3m12.4 0h1.3M4.7 4.7l.9.9m8.8 8.8.9.9m0-10.6-.9.9m-8.8 8.8-.9.9"
            }
            Self::Loop => {
                "M6.5 5.5h6a4 4 0 0 1 0 8h-6m2.3-10.4L6.2 5.5l2.6 2.4M6 13.5a4 4 0 0 1-2.5-3.7"
            }
            Self::Pause => "M6 4.2h2.7v11.6H6zM11.3 4.2H14v11.6h-2.7z",
            Self::Play => "M6.3 3.7v12.6L16.2 10z",
            Self::Question => "M7.4 7.5a2.7 2.7 0 1 1 3.9 2.5c-.9.4-1.3 1-1.3 2M10 14.6v.1",
            Self::Runs => "M3.5 5.5h9M3.5 10h13M3.5 14.5h6",
            Self::Search => "M8.8 3.5a5.3 5.3 0 1 0 0 10.6 5.3 5.3 0 0 0 0-10.6zM12.7 12.7l3.8 3.8",
            Self::Star => {
                "m10 3.2 2.1 4.4 4.8.6-3.5 3.3.9 4.8-4.3-2.4-4.3 2.4.9-4.8L3.1 8.2l4.8-.6z"
            }
            Self::System => "M3 4.5h14v9H3zM7.5 16.5h5",
            Self::Trash => {
                "M4 5.5h12M8 5.5V3.7h4v1.8M5.5 5.5l.7 11h7.6l.7-11M8.5 8.7v4.8m3-4.8v4.8"
            }
            Self::Volume => {
                "M3.5 8v4h2.7L10 15.2V4.8L6.2 8zM12.8 7.3a4 4 0 0 1 0 5.4M14.9 5.2a7 7 0 0 1 0 9.6"
            }
        }
    }
}
