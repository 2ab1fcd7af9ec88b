//! One person against all opportunities: profile → plan → recall → score → explain.
//!
//! Pure: no I/O, no clock, no wire format, and nothing here fails once a [`Plan`] is made. The explanation is the
//! computation: the scan and [`explain`] call the same functions, so a total is the sum of its reasons. The numbers that
//! decide stand in [`rules`].

mod beside;
mod bridges;
mod census;
mod claims;
mod class;
mod conditions;
mod credits;
mod difference;
mod explain;
mod exploration;
mod facts;
mod gates;
mod groups;
mod kinship;
mod mix;
mod open;
mod parts;
mod plan;
mod recall;
mod regions;
mod relax;
pub mod rules;
mod thresholds;
mod travel;
mod wishes;
mod without;
mod words;

pub use beside::{AskedByAny, DISTINCTIONS_MAX, Distinction, Shortfall, asked_by_any, distinctions, shortfalls};
pub use bridges::{
    BudgetCheck, BudgetLimit, Candidates, EntryAsked, EntryCheck, EntryVerdict, GapPart, GapSearch, Gaps, Offer, Opens,
    PathFound, PathPart, PathSearch, Reach, ReachPart, ReachSurvey, RouteGap, RouteRecord, RouteTable, SkillGap,
    StepFound, Survey, Taught, WayContribution, WayPart, WayReason, asks_enough, learned,
};
pub use census::{Census, CensusPart, Position};
pub use claims::{Claim, Source};
pub use class::Class;
pub use conditions::{ConditionResult, JudgedField};
pub use credits::Backing;
pub use difference::{Difference, PartPoints, differences, parts_that_differ};
pub use explain::{
    AbsentField, Distance, Explained, LearningResult, LevelGap, Reason, RequirementOutcome, RequirementResult,
    WishResult, explain,
};
pub use exploration::{Away, ExplorationResult};
pub use gates::{GateAsked, GateResult};
pub use kinship::Kinship;
pub use mix::mixed;
pub use open::{Open, retain_kind};
pub use plan::{Plan, PlanError, PlanProblem, Understanding, World};
pub use recall::{Facets, Filter, Gatekeeper, Part, Ranked, Recall, RefusedBy, class_of, left_out_by};
pub use relax::{BEST_NAMED_MAX, RELAXATIONS_MAX, Relaxation, RelaxationStep, Relaxing, RelaxingPart};
pub use thresholds::Thresholds;
pub use wishes::WishKind;
pub use without::Without;
pub use words::{has_long_word, holding, searchable};
