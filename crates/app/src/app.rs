//! The page as a whole.
#![expect(
    unreachable_pub,
    reason = "the component macro makes what it generates public"
)]

use std::time::Duration;

use leptos::ev;
use leptos::prelude::{
    ClassAttribute, CustomAttribute, Effect, ElementChild, Get, IntoView, Signal, Track, With,
    component, document, provide_context, set_interval, view, window_event_listener,
};

use crate::components::composer::Composer;
use crate::components::later::{Coming, place};
use crate::components::player::Player;
use crate::components::runs::Runs;
use crate::components::toast::Toast;
use crate::components::top::Top;
use crate::state::settings::Theme;
use crate::studio::{Studio, View};

/// How often ages are reckoned anew.
const TICK: Duration = Duration::from_secs(1);

/// The studio.
#[component]
pub(crate) fn App() -> impl IntoView {
    let studio = Studio::new();
    provide_context(studio);
    Effect::new(move |_| studio.save_draft());
    Effect::new(move |_| studio.follow_wishes());
    Effect::new(move |_| show_theme(studio.settings.with(|settings| settings.theme)));
    set_interval(move || studio.tick_if_needed(), TICK);
    follow_window(studio);
    studio.follow_platform();
    studio.take_up_what_is_kept();
    // Another language draws the page anew; the studio, its keys and its jobs stay.
    let pages = move || {
        studio.tongue.track();
        page(studio)
    };
    view! {
        {place(|rest| (rest.engine)())}
        {pages}
    }
}

fn page(studio: Studio) -> impl IntoView {
    view! {
        <Top />
        <main class="stage" data-view=Signal::derive(move || word(studio.view.get()))>
            <Composer />
            <Runs />
            {place(|rest| (rest.library)())}
        </main>
        {place(|rest| (rest.compare)())}
        <Player />
        <Toast />
        <Coming />
        {place(|rest| (rest.sheets)())}
    }
}

/// The address' fragment names the view, and a narrow window shows one thing at a time.
fn follow_window(studio: Studio) {
    studio.follow_address();
    studio.measure();
    studio.follow_scheme();
    let address = window_event_listener(ev::hashchange, move |_| studio.follow_address());
    let size = window_event_listener(ev::resize, move |_| studio.measure());
    let over = window_event_listener(ev::dragover, |event| event.prevent_default());
    let drop = window_event_listener(ev::drop, move |event| studio.dropped(&event));
    let keys = window_event_listener(ev::keydown, move |event| studio.press(&event));
    let touched = window_event_listener(ev::pointerdown, move |_| studio.bring_rest_ahead());
    let entered = window_event_listener(ev::focusin, move |_| studio.bring_rest_ahead());
    // They live as long as the page does.
    std::mem::forget((over, drop, address, size, keys, touched, entered));
}

fn show_theme(theme: Theme) {
    let Some(root) = document().document_element() else {
        return;
    };
    let _ = match theme {
        Theme::System => root.remove_attribute("data-theme"),
        theme => root.set_attribute("data-theme", theme.word()),
    };
}

fn word(view: View) -> &'static str {
    match view {
        View::Create => "create",
        View::Library => "library",
        View::Runs => "runs",
    }
}
