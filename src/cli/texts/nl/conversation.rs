//! Words of a conversation in Dutch.

use crate::cli::texts::ConversationWords;

pub(super) const CONVERSATION: ConversationWords = ConversationWords {
    before: "eerst",
    after: "nu",
    fitting: "passen",
    points_possible: "hoogste punten",
    entered: "Komt erbij",
    left: "Valt uit de lijst",
    moved: "Verandert van plaats of punten",
    left_out: "afgevallen",
    unchanged: |count| match count {
        1 => "1 blijft gelijk.".to_owned(),
        _ => format!("{count} blijven gelijk."),
    },
    place: |rank| format!("op punten plaats {rank}"),
    points: |before, after| format!("{before} → {after} punten"),
    facts: "Naast elkaar",
    met: "heb je",
    partly: "deels",
    missing: "mis je",
    nothing: "–",
    fits: "past",
    fits_not: "past niet",
    ask: "vraag na",
    apart: "Wat opvalt",
    not_in_list: "Deze staat niet in je lijst, want:",
};
