//! Bridges: ways of learning that bring work nearer, and what a single skill or route would open.
//!
//! [`RouteTable`] holds what is derived from the routes of a state, [`Reach`] which routes can bring each vacancy nearer and
//! how much they and single skills can bring it at most; both know no person. [`PathSearch`] finds the best paths of a person, [`GapSearch`] counts what a
//! skill or route would open. Both look at every vacancy; what they pass over is proven by a bound. Credits of what is
//! learnt are those of the same skill in a profile, so a path has exactly the points that the profile would have after it.

mod budget;
mod done;
mod entry;
mod evc;
mod gaps;
mod lesson;
mod paper;
mod person;
mod reach;
mod search;
mod table;
mod told;
mod vacancy;
mod way;

pub use budget::{BudgetCheck, BudgetLimit};
pub use done::learned;
pub use entry::{EntryAsked, EntryCheck, EntryVerdict};
pub use gaps::{GapPart, GapSearch, Gaps, Opens, RouteGap, SkillGap};
pub use reach::{Reach, ReachPart, ReachSurvey};
pub use search::{Candidates, Offer, PathPart, PathSearch, Survey};
pub use table::{RouteRecord, RouteTable};
pub use told::{PathFound, StepFound, Taught};
pub use way::{WayContribution, WayPart, WayReason, asks_enough};
