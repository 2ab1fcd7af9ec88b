//! One person against all opportunities: profile → plan → recall → score → explain.
//!
//! Pure: no I/O, no clock, no wire format, and nothing here fails once a [`Plan`] is made. The explanation is the
//! computation: the scan and [`explain`] call the same functions, so a total is the sum of its reasons. The numbers that
//! decide stand in [`rules`].

mod bridges;
mod claims;
mod class;
mod conditions;
mod credits;
mod explain;
mod facts;
mod gates;
mod parts;
mod plan;
mod recall;
pub mod rules;
mod wishes;

pub use bridges::{
    BudgetCheck, BudgetLimit, Candidates, EntryAsked, EntryCheck, EntryVerdict, GapPart, GapSearch, Gaps, Offer, Opens,
    PathFound, PathPart, PathSearch, Reach, ReachPart, ReachSurvey, RouteGap, RouteRecord, RouteTable, SkillGap,
    StepFound, Survey, Taught, WayContribution, WayPart, WayReason,
};
pub use claims::{Claim, Source};
pub use class::Class;
pub use conditions::{ConditionResult, JudgedField};
pub use credits::Backing;
pub use explain::{
    AbsentField, Distance, Explained, LearningResult, LevelGap, Reason, RequirementOutcome, RequirementResult,
    WishResult, explain,
};
pub use gates::{GateAsked, GateResult};
pub use plan::{Plan, PlanProblem, Understanding, World};
pub use recall::{Facets, Filter, Part, Ranked, Recall, RefusedBy, class_of, left_out_by};
pub use wishes::WishKind;
