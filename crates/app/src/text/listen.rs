//! Hearing: the player, the lanes, the comparison.

use crate::text::texts;

texts! {
    add_another: "Add another take to hear the same second of both.";
    audio_gone: "Its audio is no longer in this browser.";
    blind: "Blind";
    blind_more: "Hides the names and shuffles the takes.";
    cannot_open: "It cannot be opened.";
    cannot_play: "This browser cannot play that file. Download it instead.";
    choose_this: "Choose this one";
    compare: "Compare";
    compare_of(title): "Compare: {title}";
    does_not_play(why): "It does not play: {why}.";
    download: "Download";
    download_of(title): "Download: {title}";
    end_comparison: "End the comparison";
    from_here: "From here";
    heard_here: "What you play is heard here.";
    length: "Length";
    match_level: "Match level";
    match_level_more: "The louder takes are turned down to the quietest.";
    names_hidden: "Names are hidden and the takes are shuffled.";
    names_shown: "Names are shown.";
    nine_already: "Nine takes are compared already.";
    no: "no";
    part_to_repeat: "Part to repeat";
    pause: "Pause";
    pause_of(title): "Pause: {title}";
    percent(number): "{number} percent";
    play_of(title): "Play: {title}";
    play_on: "Play on";
    player: "Player";
    repeat: "Repeat";
    seek_in(title): "Seek: {title}";
    set: "set";
    setting: "Setting";
    speed: "Speed";
    take_letter(letter): "Take {letter}";
    take_out(title): "Take out of the comparison: {title}";
    to_here: "To here";
    volume: "Volume";
    what_differs: "What differs";
    yes: "yes";
    you_chose(title): "You chose {title}.";
    your_choice: "your choice";
}
