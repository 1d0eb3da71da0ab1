//! What went wrong, by kind: what happened, and what now.
//!
//! An error of core says more exactly what happened, in English. Other languages say these sentences, and have core's
//! below them. What is wrong with a field is said in these words in every language.

use crate::text::texts;

texts! {
    // A kind of error.
    bad_audio(who): "What came from {who} is not the audio it should be.";
    bad_audio_now: "Look again to fetch it once more; the provider's own history may still have the piece.";
    bad_response(who): "The answer of {who} could not be read.";
    bad_response_now: "Check the address that is set for it, and try again.";
    blocked(who): "The content rules of {who} refused this.";
    blocked_now: "Change the words and send it again.";
    check_address: "Check the address that is set for it.";
    credits(who): "The balance at {who} does not cover this.";
    credits_now: "Add to the balance there, then try again.";
    exactly: "In full, in English";
    expired(who): "{who} no longer has the job or its audio.";
    expired_now: "It is kept there for a while only. The same settings can be ordered again.";
    forbidden(who): "This key may not do that at {who}.";
    forbidden_now: "See there what the key is for, or set another one.";
    invalid(who): "{who} does not take this order as it is.";
    invalid_now: "Change the order and send it again.";
    job_failed(who): "{who} ran the job, and it failed.";
    job_failed_now: "Other words or settings may help.";
    network(who): "No answer from {who}.";
    network_now: "The network may be away, the address wrong, or no pages served there: a relay gets through to such hosts.";
    not_found(who): "{who} does not know this model or this address.";
    offline: "This device is offline.";
    offline_now: "Try again when there is a network.";
    outcome_unknown(who): "The order was sent and its answer was lost: {who} may have run and charged it.";
    outcome_unknown_now: "Look at the provider's own history before ordering again; it is not sent again by itself.";
    rate_limited(who): "{who} asks to slow down.";
    rate_limited_now: "Wait a little, then try again.";
    removed(who): "{who} has withdrawn this.";
    removed_now: "Another model may do it.";
    storage: "This browser could not write down or read what it has to keep.";
    storage_now: "Free some space, or allow this page to store, then try again.";
    timeout(who): "{who} did not get done in the time it is watched for.";
    timeout_now: "The job goes on there: look again.";
    unauthorized(who): "{who} did not accept this key.";
    unauthorized_now: "Enter another one; the provider's own page makes them.";
    unavailable(who): "{who} is out of order or away.";
    unavailable_now: "Try again later.";
    unsafe_address(who): "{who} led to another address, and a key is not sent on.";
    unsupported(who): "{who} cannot do this.";
    unsupported_now: "Choose another model, or leave out what this one lacks.";

    // What is wrong with a field.
    rule_addresses(label, most): "{label} is a list of at most {most} web addresses.";
    rule_address(label): "{label} is a web address.";
    rule_chars(label, most): "{label} is text of at most {most} characters.";
    rule_chars_between(label, least, most): "{label} is text of {least} to {most} characters.";
    rule_choice(label, words): "{label} is one of {words}.";
    rule_flag(label): "{label} is true or false.";
    rule_missing(label): "{label} is missing.";
    rule_number(label, least, most): "{label} is a number from {least} to {most}.";
    rule_one_of(labels): "One of these is needed: {labels}.";
    rule_order: "The part must end after it begins.";
    rule_sung: "An instrumental piece has no lyrics; leave one of the two out.";
    rule_whole(label, least, most): "{label} is a whole number from {least} to {most}.";
}
