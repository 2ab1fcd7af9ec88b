//! Words of questions in a terminal that the page does not need, in the form that every language gives them.

/// How to answer, and what is told between questions.
pub(in crate::cli) struct AskerWords {
    /// The label of what an empty answer means.
    pub enter_means: fn(&str) -> String,
    pub enter_skips: &'static str,
    pub enter_ends: &'static str,
    pub choice_wrong: &'static str,
    pub many_hint: &'static str,
    pub many_wrong: &'static str,
    pub yes_wrong: &'static str,
    pub strange: &'static str,
    pub opening: &'static [&'static str],
    /// Which task of how many.
    pub task_of: fn(usize, usize) -> String,
    pub tasks_none: &'static str,
    pub none_of_these: &'static str,
    pub done: &'static str,
    pub own_words: &'static str,
    /// The service is away.
    pub no_lookup: &'static str,
    pub change: &'static str,
    pub change_hint: &'static str,
    pub change_wrong: &'static str,
    pub no_travel: &'static str,
    /// What is left out, and how it is added later.
    pub hours_left_out: &'static str,
    /// The file.
    pub written: fn(&str) -> String,
    /// The file.
    pub next: fn(&str) -> String,
    /// The file.
    pub unchecked: fn(&str) -> String,
    pub profile_right: &'static str,
}
