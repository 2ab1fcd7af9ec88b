//! Every number that decides about bridges: paths over routes, what a skill or a route opens, groups.
//!
//! The points of a way are small beside those of the work it leads to: which work fits comes first, then how one gets there.
//! They are working values, chosen by reading paths of the example profiles.

use crate::domain::{Evidence, Level, RouteKind};

/// What shows a skill that a route taught. An EVC gives a certificate of experience; a diploma or certificate is paper; work
/// on the way is confirmed by the employer; else it is the person's own word.
#[must_use]
pub fn evidence_of_route(kind: RouteKind, has_credential: bool) -> Evidence {
    match kind {
        RouteKind::Evc => Evidence::Evc,
        _ if has_credential => Evidence::Diploma,
        RouteKind::SecondmentWithTraining | RouteKind::WorkPlacement => Evidence::Employer,
        _ => Evidence::OwnWord,
    }
}

/// Credit from which an EVC recognises a skill: it proves what one can, it teaches nothing. A skill that is only near or long
/// unused is too little to show an assessor.
pub const EVC_RECOGNISED_PERMILLE: u16 = 500;
/// Share of what an EVC covers that the person must show for it to be worth beginning.
pub const EVC_SHOWN_PERMILLE: u64 = 500;
/// Share of what a route teaches that the person must show for an EVC to stand before it: with less there is too little to
/// be exempted from.
pub const EVC_SHORTENS_PERMILLE: u64 = 250;
/// Shorter routes gain nothing from an EVC, which takes about a quarter of a year itself.
pub const EVC_WORTH_FROM_WEEKS: u16 = 52;
/// NLQF levels that an EVC may stand in for at the entry of a route.
pub const EVC_LEVELS_MAX: u8 = 1;

/// Share of what a route asks at entry from which one can begin; with less it is a question. Skills never shut a door: what
/// nobody claims may be there all the same.
pub const ENTRY_PERMILLE: u64 = 600;
/// First routes that are tried before one whose entry is not met: the most related ones.
pub const FIRST_STEPS_MAX: usize = 3;
/// Skills that two routes must share, in what they teach or ask, to follow each other when they prepare for no occupation
/// in common.
pub const RELATED_SKILLS_MIN: usize = 2;

/// Weeks that cost a point: a route of two years costs 26.
pub const WEEKS_PER_POINT: u16 = 4;
/// Most points that time costs; three years or more are all long.
pub const TIME_POINTS_MAX: i32 = 40;
/// Weeks that are assumed of a route that does not say: half a year.
pub const WEEKS_ASSUMED: u16 = 26;
/// Euros of one's own that cost a point.
pub const EUROS_PER_POINT: u32 = 100;
/// Most points that money costs.
pub const COST_POINTS_MAX: i32 = 30;
/// Points for a cost of which is not known how much is one's own.
pub const COST_UNKNOWN_POINTS: i32 = -5;
/// Points for each limit of the person's learning budget (weeks, hours a week, euros) that is known to be passed. The way
/// stays in the list: budgets can be talked about.
pub const OVER_BUDGET_POINTS: i32 = -30;
/// Points for a wage on the way that the person can live on; half of them for one below the pay that is asked.
pub const WAGE_POINTS: i32 = 20;
/// Points for a guaranteed job at the end.
pub const GUARANTEE_POINTS: i32 = 20;
/// Points for lessons known to be farther away than the person wants to travel.
pub const FAR_POINTS: i32 = -20;
/// Most points that it costs when all that the work asks must be learnt: a path should build on what a person can. What the
/// person wants to learn does not count as new.
pub const NEW_POINTS_MAX: i32 = 150;
/// The work must ask more of what one learns than this share, a third: with less it is another profession's training.
pub const USED_PERMILLE_MIN: usize = 334;
/// Most points that it costs to learn what the work does not ask: part of it is then a detour.
pub const DETOUR_POINTS_MAX: i32 = 80;
/// Weeks of waiting for the first start that cost a point.
pub const WAIT_WEEKS_PER_POINT: u16 = 4;
/// Most points that waiting costs.
pub const WAIT_POINTS_MAX: i32 = 10;
/// Points for each thing at entry that must be asked first.
pub const ENTRY_UNKNOWN_POINTS: i32 = -5;
/// Things at entry that count.
pub const ENTRY_UNKNOWN_MAX: usize = 3;
/// Most points that a way can bring.
pub const WAY_POINTS_MAX: i32 = WAGE_POINTS + GUARANTEE_POINTS;

/// Level at which a skill that is lacking is taken to be learnt: independent.
#[must_use]
pub fn gap_level() -> Level {
    Level::new(super::ASSUMED_LEVEL.into()).unwrap_or_else(|_| unreachable!("a level from 1 to 5"))
}

/// What shows a skill that was learnt without a route: the person's own word.
pub const GAP_EVIDENCE: Evidence = Evidence::OwnWord;
/// Vacancies named as examples of what a skill or a route opens.
pub const SAMPLES_MAX: usize = 3;

/// Fewest profiles of a group. Figures about fewer people are figures about persons.
pub const GROUP_PROFILES_MIN: usize = 10;
/// Fewest people behind a figure of a group that is shown; what helps fewer is only counted.
pub const GROUP_CELL_MIN: u64 = 5;
