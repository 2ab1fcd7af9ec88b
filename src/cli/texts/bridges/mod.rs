//! The command line's words about paths and gaps, one file per language.

pub(super) mod en;
pub(super) mod nl;

/// Paths and gaps.
pub(in crate::cli) struct BridgeWords {
    pub way: &'static str,
    pub vacancy: &'static str,
    pub points: &'static str,
    pub weeks: &'static str,
    pub steps: &'static str,
    pub step: fn(usize) -> String,
    pub then: &'static str,
    pub before_beginning: &'static str,
    pub teaches: &'static str,
    pub remaining: &'static str,
    pub budget: &'static str,
    pub skill: &'static str,
    pub route: &'static str,
    pub opens: &'static str,
    pub nearer: &'static str,
    /// The same where nothing comes within reach at once.
    pub nearer_alone: &'static str,
    pub people: &'static str,
    pub skills_heading: &'static str,
    pub routes_heading: &'static str,
    pub how_to_learn: &'static str,
    pub in_the_work: &'static str,
    pub with_others: &'static str,
    pub formal: &'static str,
    pub more: &'static str,
    /// Points before and after.
    pub from_to: fn(i32, i32) -> String,
    /// Vacancies in all.
    pub looked_at: fn(u64) -> String,
    /// Vacancies in all, and how many are within reach now.
    pub within_reach: fn(u64, u64) -> String,
    pub alternatives: fn(u32) -> String,
    pub of_group: fn(u32) -> String,
}
