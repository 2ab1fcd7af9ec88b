//! The adviser's page: HTML for a conversation of an adviser and an employee at one screen. Works without scripts.
//!
//! A request brings all it needs: what the person says travels in the page (`talk`) and is posted back. Every answer comes
//! from the engine and is written by `wire`, as for gRPC. `guard` is what every request passes, `pages` what it gets,
//! `words` the labels in both languages.

mod assets;
mod bar;
mod card;
mod chrome;
mod fields;
mod guard;
mod overview;
mod pages;
mod site;
mod talk;
mod words;

pub(crate) use site::router;

/// How the page answers. Where it listens is the server's affair.
#[derive(Clone, Copy, Debug)]
pub struct PageConfig {
    /// Longest time for one answer, in milliseconds.
    pub deadline_ms: u64,
    /// Answers under way at once; one more is refused.
    pub concurrent_max: usize,
    /// Whether requests must name this machine as their host. A name that was made to point here by someone else is then
    /// refused; not so behind a proxy, which passes its own name on.
    pub this_machine_only: bool,
    /// A profile as a file holds it, to try the page with; none outside the demo.
    pub example: Option<&'static str>,
}
