//! The runs: cards, what goes on, what went wrong.

use crate::text::texts;

texts! {
    cancel: "Cancel";
    cancel_more: "Ends the rendering; nothing is kept.";
    charged_maybe: "It may have been charged.";
    charged_no: "Nothing was charged.";
    charged_yes: "It was charged.";
    dismiss: "Dismiss";
    earlier_unread(why): "Earlier jobs cannot be read: {why}";
    edit_prompt: "Edit prompt";
    elsewhere: "Another tab is watching your earlier jobs. They move here when it closes.";
    empty_head: "One prompt, every model, side by side.";
    empty_more: "Press Generate: the sketch plays on this device, with no key and at no cost. Or begin with one of these.";
    fetching: "Fetching the audio";
    fix_key: "Fix key";
    jobs_started[count]: "{count} job started.", "{count} jobs started.";
    kept: "Kept in this browser";
    kept_in_library[count]: "{count} track kept in your library", "{count} tracks kept in your library";
    left: "You stopped waiting.";
    left_more(provider): "{provider} goes on with it and charges for it. Look again to get the audio while it is there.";
    longer_than_usual(usual): "longer than usual ({usual})";
    look_again: "Look again";
    no_key: "Key needed to go on.";
    no_key_more(provider): "{provider} still has the job. A key that is in a tab only goes with the tab, and with a reload.";
    no_reason: "the browser did not say why";
    not_kept(why): "It could not be kept in this browser ({why}). Download it, or it is gone with this tab.";
    old: "This order never left.";
    old_more: "It is from a while ago and nothing was taken on or charged. Send it now, or dismiss it.";
    order_again: "Order again (may be charged twice)";
    ordered_again(model): "{model} ordered again.";
    queued: "Queued";
    ready(model): "{model} is ready to play.";
    reconnecting(seconds): "reconnecting, next look in {seconds} s";
    remedy_of(remedy, model): "{remedy}: {model}";
    rendering: "Composing";
    running: "Running";
    sending: "Sending";
    slowed_down(seconds): "asked to slow down, next look in {seconds} s";
    seed(number): "Seed {number}";
    seed_is_kept(number): "Seed {number} is set for what you order next.";
    seed_use(number): "Use seed {number} again";
    stop_waiting: "Stop waiting";
    stop_waiting_more: "Stops looking. The provider goes on and charges for it; you can look again.";
    take_back_more: "Takes the order back if it has not left yet. If it has, its answer is still heard out.";
    they_said: "They said:";
    they_sent: "What the provider sent";
    try_again: "Try again";
    trying_again(seconds): "trying again in {seconds} s";
    usually(usual): "usually {usual}";
    withdrawn: "Taken back.";
    withdrawn_more: "Nothing was taken on and nothing was charged.";
    unreadable: "Its host does not let pages read the audio, so it is not kept here. It plays from there, for as long as the provider keeps it; Download opens it in a tab of its own.";
}
