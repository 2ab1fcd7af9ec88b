//! Every sentence and label that a person reads in an answer: Dutch at B1, English beside it.
//!
//! The words of a language stand in its own folder ([`Phrases`] for sentences, [`Labels`] for single terms) and know nothing
//! of matching's bookkeeping. The other files decide *what* is said: they turn results into the plain values that phrases
//! take. A sentence is only made from a field that is there; no sentence speaks of points.

mod bridges;
mod compose;
mod condition;
mod en;
mod exclusion;
mod language;
mod learning;
mod nl;
mod phrases;
mod question;
mod requirement;
mod summary;
#[cfg(test)]
mod tests;
mod writing;

pub use bridges::{
    PATH_QUESTIONS_MAX, ToldPath, ToldStep, gap_notes, group_notes, group_opens, path_notes, route_opens, skill_opens,
    tell_path, way_part,
};
pub use compose::{Told, tell};
pub use exclusion::{exclusion, left_out, understanding};
pub use language::{Language, phrases};
pub use phrases::{
    Ability, Asked, Compared, Gain, Heading, HowFar, Labels, LevelShort, Origin, Phrases, Question, Refusal, Shown,
};
pub use question::QUESTIONS_MAX;
pub use summary::GAPS_NAMED_MAX;
