//! The library.

use crate::text::texts;

texts! {
    back_up: "Back up";
    backed_up[count]: "{count} track backed up.", "{count} tracks backed up.";
    backup_failed(why): "The backup could not be made: {why}";
    delete_of(title): "Delete: {title}";
    deleted(title): "Deleted: {title}.";
    ends_early: "the file ends too early.";
    favourite: "Favourite";
    favourite_of(title): "Favourite: {title}";
    favourites: "Favourites";
    found_of(found, all): "{found} of {all}";
    in_this_browser(tracks, size): "{tracks} · {size} in this browser only";
    kept_by_itself: "Every finished track is kept here by itself, in this browser only.";
    left_out[count]: "{count} without its audio was left out.", "{count} without their audio were left out.";
    library: "Library";
    list_damaged: "its list of tracks is damaged.";
    longest: "Longest";
    make_one: "Make one";
    model: "Model";
    newest: "Newest";
    no_backup: "this is no backup of a Tutti library.";
    nothing_kept: "Nothing kept yet.";
    nothing_like_that: "Nothing like that is kept.";
    nothing_new: "That backup holds nothing that is not here already.";
    oldest: "Oldest";
    order: "Order";
    restore: "Restore";
    restore_failed(why): "Nothing was restored: {why}";
    restored[count]: "{count} track restored.", "{count} tracks restored.";
    restored_in_part(new, lost): "{new} restored; of {lost} the audio could not be read.";
    search: "Search";
    search_the_library: "Search the library";
    show_all: "Show all";
    title: "Title";
    unread(why): "What is kept in this browser cannot be read: {why}";
    use_again: "Use again";
    use_again_of(title): "Use again: {title}";
}
