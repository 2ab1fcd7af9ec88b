//! Words of a conversation, in the form that every language gives them.

/// What a change does, and options beside each other.
pub(in crate::cli) struct ConversationWords {
    pub before: &'static str,
    pub after: &'static str,
    pub fitting: &'static str,
    pub points_possible: &'static str,
    pub entered: &'static str,
    pub left: &'static str,
    pub moved: &'static str,
    /// Instead of a rank.
    pub left_out: &'static str,
    pub unchanged: fn(u32) -> String,
    /// A rank.
    pub place: fn(u64) -> String,
    /// Points before and after.
    pub points: fn(i32, i32) -> String,
    pub facts: &'static str,
    pub met: &'static str,
    pub partly: &'static str,
    pub missing: &'static str,
    /// In a cell without anything.
    pub nothing: &'static str,
    pub fits: &'static str,
    pub fits_not: &'static str,
    pub ask: &'static str,
    pub apart: &'static str,
    pub not_in_list: &'static str,
}
