//! One person against all opportunities: profile → plan → recall → score → explain.
//!
//! Pure: no I/O, no clock, no wire format, and nothing here fails once a [`Plan`] is made. The explanation is the
//! computation: the scan and [`explain`] call the same functions, so a total is the sum of its reasons. The numbers that
//! decide stand in [`rules`].

mod claims;
mod class;
mod conditions;
mod credits;
mod explain;
mod exploration;
mod facts;
mod gates;
mod mix;
mod open;
mod parts;
mod plan;
mod recall;
mod relax;
pub mod rules;
mod wishes;

pub use claims::{Claim, Source};
pub use class::Class;
pub use conditions::{ConditionResult, JudgedField};
pub use credits::Backing;
pub use explain::{
    AbsentField, Distance, Explained, LearningResult, LevelGap, Reason, RequirementOutcome, RequirementResult,
    WishResult, explain,
};
pub use exploration::{Away, ExplorationResult};
pub use gates::{GateAsked, GateResult};
pub use mix::mixed;
pub use open::Open;
pub use plan::{Plan, PlanProblem, Understanding, World};
pub use recall::{Facets, Filter, Part, Ranked, Recall, RefusedBy, class_of, left_out_by};
pub use relax::{BEST_NAMED_MAX, RELAXATIONS_MAX, Relaxation, RelaxationStep, Relaxing, RelaxingPart};
pub use wishes::WishKind;
