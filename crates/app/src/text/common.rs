//! What several areas say: numbers with their nouns, times, the frame of the page.

use crate::text::texts;

texts! {
    // Amounts.
    about_minutes(minutes): "about {minutes} min";
    about_seconds(seconds): "about {seconds} s";
    and(first, last): "{first} and {last}";
    days_ago[count]: "{count} day ago", "{count} days ago";
    free: "Free";
    gigabytes(size): "{size} GB";
    hours_ago[count]: "{count} hour ago", "{count} hours ago";
    in_a_moment: "in a moment";
    items[count]: "{count} item", "{count} items";
    jobs[count]: "{count} job", "{count} jobs";
    just_now: "just now";
    kilobytes(size): "{size} kB";
    megabytes(size): "{size} MB";
    minutes[count]: "{count} minute", "{count} minutes";
    minutes_ago[count]: "{count} minute ago", "{count} minutes ago";
    minutes_short(minutes): "{minutes} min";
    price_not_known: "price not known";
    range(from, to): "{from} to {to}";
    seconds[count]: "{count} second", "{count} seconds";
    seconds_short(seconds): "{seconds} s";
    tracks[count]: "{count} track", "{count} tracks";

    // The frame of the page.
    create: "Create";
    keys: "Keys";
    network_back: "The network is back.";
    network_gone: "The network is away: what is kept plays on, and jobs wait.";
    newer: "A new version is ready.";
    newer_soon: "A new version is ready; it can be loaded once the order under way is noted.";
    no_money: "no money is spent";
    offline: "Offline";
    offline_more: "kept tracks play, jobs wait";
    part_coming: "One moment, please.";
    part_failed: "This part of the page could not be loaded. Is there a network? If the page is newer by now, reload it.";
    reload: "Reload";
    runs: "Runs";
    skip: "Skip to the prompt";
    theme_dark: "Theme: dark. Change to light";
    theme_light: "Theme: light. Change to the system's";
    theme_system: "Theme: the system's. Change to dark";
    views: "Views";

    // Words on many buttons.
    close: "Close";
    delete: "Delete";
    sandbox: "Sandbox";
    notice: "Notice";
    undo: "Undo";
}
