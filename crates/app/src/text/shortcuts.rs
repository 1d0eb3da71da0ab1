//! What the keyboard does.

use crate::text::texts;

texts! {
    close_keys: "Close keys";
    control_enter: "Ctrl+Enter";
    key_compare: "Compare what is playing, or not";
    key_favourite: "Favourite what is playing, or not";
    key_generate: "Generate, or order the edit";
    key_neighbour: "Next or previous result";
    key_nth: "Hear that take of the comparison";
    key_other: "Back to the take heard before";
    key_part: "Begin or end the repeated part here";
    key_play: "Play or pause";
    key_skip: "Back or on by 5 seconds, with Shift by 1";
    key_these: "These keys";
    letters_act: "Single letters act";
    space: "Space";
}
