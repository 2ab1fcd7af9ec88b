//! Every number that decides a ranking, with its reason. docs/ranking.md explains them to readers.
//!
//! A change here that can move any answer raises [`RANKING_VERSION`].

pub mod bridges;

use crate::domain::{Evidence, Importance, OpportunityKind, Recency};

/// Version of the ranking rules; every answer names it.
pub const RANKING_VERSION: &str = "1";

/// Points for meeting every requirement. For a route half of it: what it teaches counts for the other half.
#[must_use]
pub fn skills_points(kind: OpportunityKind) -> i32 {
    match kind {
        OpportunityKind::Vacancy => 600,
        OpportunityKind::Route => 300,
    }
}

/// Points for a route that teaches nothing but what the person wants to learn.
pub const LEARNING_POINTS: i32 = 300;
/// Points for meeting every preference, divided over those the person states.
pub const PREFERENCES_POINTS: i32 = 200;
/// Points for meeting every criterion, divided over those the person states.
pub const CRITERIA_POINTS: i32 = 100;
/// Points for work with a skill that the person wants to learn.
pub const LEARN_WISH_POINTS: i32 = 25;
/// Points for work with a skill that the person wants to keep.
pub const KEEP_WISH_POINTS: i32 = 15;
/// Points for work with a skill that the person wants to avoid.
pub const AVOID_WISH_POINTS: i32 = -30;
/// Fulfilled wishes that count; more do not make work better.
pub const WISHES_COUNTED_MAX: usize = 4;
/// Avoided skills that count.
pub const AVOIDS_COUNTED_MAX: usize = 3;
/// Points for a hard condition that is known not to be met. A gate is not a part of the fit: it is named and set apart.
pub const GATE_POINTS: i32 = -100;
/// Hard conditions that count; with two it is far away anyhow.
pub const GATES_COUNTED_MAX: usize = 2;
/// Points for each NLQF level that the person lacks.
pub const LEVEL_STEP_POINTS: i32 = -40;
/// Level steps that count.
pub const LEVEL_STEPS_MAX: u8 = 3;

/// A full credit; credits are in thousandths.
pub const CREDIT_FULL: u16 = 1_000;
/// Credit from which a requirement reads as met: the person's own word, recently used, at the level asked.
pub const CREDIT_MET: u16 = 900;

/// Least weight against which a vacancy's requirements are measured: about four requirements of medium distinctiveness. A
/// vacancy that says little cannot score as if it were all met; what it does not say counts as not known.
pub const WEIGHT_FLOOR: u64 = 4_000;

/// Level of a skill that comes with a task or an occupation: independent, not advanced.
pub const ASSUMED_LEVEL: u8 = 3;
/// Credit of an essential skill of a present or earlier occupation that nobody claimed.
pub const OCCUPATION_ESSENTIAL_PERMILLE: u16 = 600;
/// Credit of an optional one.
pub const OCCUPATION_OPTIONAL_PERMILLE: u16 = 300;
/// Credit of a skill that comes with a core task the person does.
pub const TASK_PERMILLE: u16 = 950;

/// How much evidence counts: paper and employer in full, the person's own word a little less.
#[must_use]
pub fn evidence_permille(evidence: Evidence) -> u16 {
    match evidence {
        Evidence::OwnWord => 950,
        Evidence::Employer | Evidence::Evc | Evidence::Diploma => 1_000,
    }
}

/// How much a skill counts that was last used some time ago.
#[must_use]
pub fn recency_permille(recency: Recency) -> u16 {
    match recency {
        Recency::Recent => 1_000,
        Recency::YearsAgo => 850,
        Recency::LongAgo => 650,
    }
}

/// How much a level counts that is lower than the one asked, by the number of levels short.
#[must_use]
pub fn level_permille(held: u8, asked: u8) -> u16 {
    match asked.saturating_sub(held) {
        0 => 1_000,
        1 => 700,
        2 => 400,
        _ => 200,
    }
}

/// How much a preference or criterion counts against the others.
#[must_use]
pub fn importance_weight(importance: Importance) -> i32 {
    match importance {
        Importance::Must => 3,
        Importance::Important => 2,
        Importance::Nice => 1,
    }
}

/// Share of a condition's points when the data do not say: neither won nor lost.
pub const UNKNOWN_PERMILLE: u16 = 500;
/// Share of the points of travel at the very edge of what will do; at home it is all of them, in a straight line between.
pub const TRAVEL_EDGE_PERMILLE: u16 = 600;

/// What a route teaches and the person neither wants nor has.
pub const TAUGHT_NEW_PERMILLE: u16 = 500;
/// What a route teaches and the person wants to learn.
pub const TAUGHT_WANTED_PERMILLE: u16 = 1_000;

/// Share of the weight that must be met to be within reach now.
pub const NOW_PERMILLE: u64 = 600;
/// Share to be within reach with a short course.
pub const SHORT_COURSE_PERMILLE: u64 = 420;
/// Share to be within reach with a route.
pub const ROUTE_PERMILLE: u64 = 220;
