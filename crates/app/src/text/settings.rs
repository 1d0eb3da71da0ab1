//! The settings: language, keys, endpoints.

use crate::text::texts;

texts! {
    address: "Address";
    address_is_none: "This is not an address: it begins with https://, or with http:// on this machine.";
    address_is_not_allowed: "This page's content policy lets it call the provider, its own site and this machine only.";
    another_address: "Another address";
    another_more: "On this site or this machine.";
    close_settings: "Close settings";
    endpoint: "Endpoint";
    get_key_at(provider): "Get a key at {provider}";
    install: "Install Tutti";
    install_more: "In a window of its own, and there without a network, too.";
    keys_lead: "A key goes only to the address it was entered for. It stays in this tab's memory, and a reload forgets it, unless you have it encrypted on this device.";
    language: "Language";
    language_is_away: "That language could not be loaded; try again when the page's server answers.";
    language_of_browser: "System";
    live: "Live";
    live_more(address): "{address}: real jobs, real money.";
    no_relay_answers: "No relay answers there.";
    notify_refused: "This browser shows no notifications of this page.";
    relay: "Relay";
    relay_more(address): "{address}: through to hosts that do not answer pages.";
    relay_token: "Relay token";
    sandbox_more(address): "{address}: no money is spent, any key will do.";
    settings: "Settings";
    small_limit: "Make one with a small limit.";
}
