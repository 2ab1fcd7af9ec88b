//! What things are: vacancies, routes, concepts, tasks and one person's profile, as plain types that cannot hold nonsense.
//!
//! Nothing here reads files, knows a wire format or scores. Limits stand with the type they bound; codes that feeds and
//! messages use stand in [`codes`].

mod bounded;
pub mod codes;
mod concept;
mod condition;
mod contribution;
mod gates;
mod invalid;
mod key;
mod opportunity;
mod place;
mod profile;
mod quantity;
mod requirement;
mod route;
mod task;
mod text;
mod vacancy;

pub use bounded::Bounded;
pub use codes::{
    Cefr, CodeSet, Contract, Department, DrivingLicence, Evidence, Exploration, Importance, Payer, Provenance, Recency,
    Relation, RouteKind, SbiSection, SkillWish, TaskWish, WorkPattern,
};
pub use concept::{ConceptKey, ConceptKind, ConceptReference, Label, LanguageCode};
pub use condition::{Condition, Criterion, Preference, Verdict};
pub use contribution::{Contribution, PartKind, Total};
pub use gates::{Diploma, Gates, LanguageLevel};
pub use invalid::Invalid;
pub use key::{OpportunityKey, RecordId, SourceName};
pub use opportunity::{Opportunity, OpportunityKind, Period, Url};
pub use place::{Coordinates, Pc4, Place};
pub use profile::{Credentials, LearningBudget, Profile, SkillClaim, TaskChoice};
pub use quantity::{EuroPerMonth, HoursPerWeek, Level, NlqfLevel, Openings, Percent, Range, Weeks, WholeEuro};
pub use requirement::{Requirement, Taught};
pub use route::{Cost, LearningMix, Route, Starts};
pub use task::{Outlook, OutlookDirection, Task, TaskKey};
pub use text::{Description, Name, Text, Title};
pub use vacancy::{CaoScale, Vacancy};
