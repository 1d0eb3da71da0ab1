//! The runs: cards, what goes on, what went wrong.

use crate::text::texts;

texts! {
    cancel: "Cancel";
    cancel_more: "Ends the rendering; nothing is kept.";
    jobs_started[count]: "{count} job started.", "{count} jobs started.";
    kept: "Kept in this browser";
    kept_in_library[count]: "{count} track kept in your library", "{count} tracks kept in your library";
    stop_waiting: "Stop waiting";
    stop_waiting_more: "Stops looking. The provider goes on and charges for it; you can look again.";
    take_back_more: "Takes the order back if it has not left yet. If it has, its answer is still heard out.";
}
