//! Every sentence and label that a person reads in an answer: Dutch at B1, English beside it.
//!
//! The words of a language stand in its own folder ([`Phrases`] for sentences, [`Labels`] for single terms) and know nothing
//! of matching's bookkeeping. The other files decide *what* is said: they turn results into the plain values that phrases
//! take. A sentence is only made from a field that is there; no sentence speaks of points.

mod compose;
mod condition;
mod en;
mod exclusion;
mod exploration;
mod language;
mod learning;
mod nl;
mod phrases;
mod question;
mod relaxation;
mod requirement;
mod summary;
#[cfg(test)]
mod tests;
mod writing;

pub use compose::{Told, tell};
pub use exclusion::{exclusion, left_out, understanding};
pub use language::{Language, phrases};
pub use phrases::{
    Ability, Asked, Compared, FromHome, Gain, Heading, HowFar, Labels, LevelShort, Origin, Phrases, Question, Refusal,
    Shown, Step,
};
pub use question::QUESTIONS_MAX;
pub use relaxation::relaxation;
pub use summary::GAPS_NAMED_MAX;
