//! Every sentence and label that a person reads in an answer: Dutch at B1, English beside it.
//!
//! The words of a language stand in its own folder ([`Phrases`] for sentences, [`Labels`] for single terms) and know nothing
//! of matching's bookkeeping. The other files decide *what* is said: they turn results into the plain values that phrases
//! take. A sentence is only made from a field that is there; no reason speaks of points, which stand beside it.

mod advice;
mod asking;
mod beside;
mod bridges;
mod change;
mod compose;
mod condition;
mod en;
mod exclusion;
mod exploration;
mod fact;
mod kinship;
mod language;
mod learning;
mod nl;
mod phrases;
mod plan;
mod question;
mod relaxation;
mod requirement;
mod summary;
#[cfg(test)]
mod tests;
mod writing;

pub use advice::{Advice, FactKind, ListChange, ListTold, RankTold, SetApart, capitalised};
pub(crate) use asking::{Asking, asking};
pub use beside::{conditions, distinctions};
pub use bridges::{
    PATH_QUESTIONS_MAX, ToldPath, ToldStep, closes_before, gap_notes, group_notes, group_opens, path_notes,
    route_opens, skill_opens, tell_path, way_part,
};
pub use change::{Side, field_of, list_place, passes_now, reason, weigh_otherwise};
pub use compose::{Told, tell};
pub use exclusion::{exclusion, left_out, understanding};
pub use fact::fact;
pub use language::{Language, advice, phrases, plan_phrases};
pub use phrases::{
    Ability, Asked, Compared, FromHome, Gain, Heading, HowFar, Labels, LevelShort, Likeness, Origin, Phrases, Question,
    Refusal, Shown, Step,
};
pub use plan::{Named, NotSaid, PlanHeading, PlanPhrases, Remedy, Room, WeekStep};
pub use question::QUESTIONS_MAX;
pub use relaxation::relaxation;
pub use summary::GAPS_NAMED_MAX;
