//! Words of a conversation in English.

use crate::cli::texts::ConversationWords;

pub(super) const CONVERSATION: ConversationWords = ConversationWords {
    before: "before",
    after: "after",
    fitting: "fitting",
    points_possible: "most points",
    entered: "Comes in",
    left: "Goes out",
    moved: "Changes its place or points",
    left_out: "left out",
    unchanged: |count| match count {
        1 => "1 stays the same.".to_owned(),
        _ => format!("{count} stay the same."),
    },
    place: |rank| format!("place {rank} by points"),
    points: |before, after| format!("{before} → {after} points"),
    facts: "Side by side",
    met: "met",
    partly: "partly",
    missing: "missing",
    nothing: "–",
    fits: "fits",
    fits_not: "does not fit",
    ask: "ask",
    apart: "What stands out",
    not_in_list: "Not in your list, because:",
};
