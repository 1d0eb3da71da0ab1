//! The sheet that changes a kept piece.

use crate::text::texts;

texts! {
    cover: "Cover";
    cover_more: "The same song in another style.";
    cover_of(title): "Cover of {title}";
    edit: "Edit";
    edit_of(title): "Edit: {title}";
    extend: "Extend";
    extend_more: "Carries the music on from a point. The new track is longer than this one.";
    extends(title): "Extends {title}";
    from: "From";
    gone: "a track that is gone";
    heading(way, words): "{way}: {words}";
    hear_around: "Hear it with its surroundings";
    hear_joins: "Hear the joins";
    hear_joins_of(title): "Hear the joins: {title}";
    hear_original: "Hear the original";
    here: "Here";
    here_of(end): "Here, where the player is: {end}";
    known_elsewhere(known, provider, base): "This clip is known at {known}, and {provider} is set to {base} now. Set its endpoint back to go on from it.";
    no_charge: "no charge";
    part_of(title): "Part made anew of {title}";
    replace: "Replace";
    replace_more: "Makes a part anew; what lies before and after it stays.";
    seconds_unit: "s";
    slider(end): "{end} in seconds, slider";
    started(way): "{way} started.";
    to: "To";
    what_to_do: "What to do";
}
