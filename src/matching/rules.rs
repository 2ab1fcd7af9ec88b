//! The numbers that decide a ranking, with their reasons: all but those of what is near (`taxonomy/nearness.rs`), what an
//! opportunity asks (`taxonomy/understand.rs`), what a requirement weighs (`document/terms.rs`) and which texts are nearly
//! the same (`document/likeness.rs`). docs/ranking.md explains them to readers.
//!
//! A change here or there that can move any answer raises [`RANKING_VERSION`].

pub mod bridges;

use super::exploration::Away;
use crate::domain::{Cefr, Evidence, Exploration, Importance, OpportunityKind, Recency};

/// Version of the ranking rules; every answer names it.
pub const RANKING_VERSION: &str = "5";

/// Points for meeting every requirement. For a route half of it: what it teaches counts for the other half.
#[must_use]
pub fn skills_points(kind: OpportunityKind) -> i32 {
    match kind {
        OpportunityKind::Vacancy => 600,
        OpportunityKind::Route => 300,
    }
}

/// Share of the points for skills of a route that asks nothing at entry: nothing stands in the way, and nothing says that the
/// person is made for it.
pub const OPEN_TO_ALL_PERMILLE: u64 = 500;
/// Points for a route that teaches nothing but what the person wants to learn.
pub const LEARNING_POINTS: i32 = 300;
/// Points for meeting every preference, divided over those the person states.
pub const PREFERENCES_POINTS: i32 = 300;
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

/// Points for how far an opportunity is from the work of now. At most as much as all criteria together: the dial decides
/// among what fits about as well, and makes no work fit that does not. Work that one does already fits best of all by its
/// skills, by some 150 points over the best that is new in the example profiles, and other work of the department nearly as well. Who
/// looks around wants out of that, so the dial takes it back; who wants to be surprised prefers other sectors besides.
#[must_use]
pub fn exploration_points(wanted: Exploration, away: Away) -> i32 {
    use Away::{OtherSector, SameDepartment, SameSector, SameWork};
    match (wanted, away) {
        (Exploration::StayNear, SameWork) => 100,
        (Exploration::StayNear, SameDepartment) => 80,
        (Exploration::StayNear, SameSector) => 50,
        (Exploration::StayNear, OtherSector) => 0,
        (Exploration::LookAround, SameWork) => -150,
        (Exploration::LookAround, SameDepartment) => -100,
        (Exploration::LookAround, SameSector | OtherSector) => 50,
        (Exploration::SurpriseMe, SameWork) => -200,
        (Exploration::SurpriseMe, SameDepartment) => -150,
        (Exploration::SurpriseMe, SameSector) => 0,
        (Exploration::SurpriseMe, OtherSector) => 100,
    }
}
/// Points that an opportunity lacks in the order, never in its total, when the one before it is of the same sector, and as
/// many when it is of the same employer; half of it for the one before that, and so on. Matches next to each other differ
/// by some twenty points near the top: looking around passes two or three of them, being surprised twice as many.
#[must_use]
pub fn mix_points(wanted: Exploration) -> Option<i32> {
    match wanted {
        Exploration::StayNear => None,
        Exploration::LookAround => Some(40),
        Exploration::SurpriseMe => Some(80),
    }
}
/// Share of what an occupation cannot do without that a department's tasks must show for it to be the department's work:
/// clearly more than half, since neighbouring departments share half of their skills.
pub const DEPARTMENT_PERMILLE: u64 = 600;

/// A full credit; credits are in thousandths.
pub const CREDIT_FULL: u16 = 1_000;
/// Credit from which a requirement reads as met: the person's own word, recently used, at the level asked.
pub const CREDIT_MET: u16 = 900;

/// Weight of what a vacancy does not say, added to that of its requirements and never met: about four important requirements
/// of medium distinctiveness. Ten out of ten tell more than two out of two, and a vacancy with one easy requirement must
/// not lead every list.
pub const UNSAID_WEIGHT: u64 = 2_000;

/// Most points for other work that is near what the person does or did. Modest beside skills and wishes: people may want away.
pub const KINSHIP_POINTS: i32 = 100;
/// Likeness of names, in thousandths, from which their points are full: above it names say the same in other words.
const NAMES_ALIKE_PERMILLE: i32 = 217;
/// Points for names that are alike.
const NAMES_POINTS: i32 = 52;

/// Points for work in the same group of occupations, by the digits of ISCO-08 that are shared: twelve for each step.
#[must_use]
pub fn family_points(shared_digits: u8) -> i32 {
    12 * i32::from(shared_digits.min(4))
}

/// Points for names that are alike, in a straight line up to the likeness at which they are full.
#[must_use]
pub fn names_points(names_permille: u16) -> i32 {
    NAMES_POINTS * i32::from(names_permille).min(NAMES_ALIKE_PERMILLE) / NAMES_ALIKE_PERMILLE
}

/// Level of a skill that comes with a task or an occupation: independent, not advanced.
pub const ASSUMED_LEVEL: u8 = 3;
/// Level of a language by the European framework. It has three bands of two: basic (A), independent (B) and proficient (C).
/// Level 3 is “independent” in both scales, which puts B1 there; whoever has C1 can do all that work asks of a language, so
/// C2 is no more.
#[must_use]
pub fn language_level(level: Cefr) -> u8 {
    match level {
        Cefr::A1 => 1,
        Cefr::A2 => 2,
        Cefr::B1 => ASSUMED_LEVEL,
        Cefr::B2 => 4,
        Cefr::C1 | Cefr::C2 => 5,
    }
}
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
        Recency::Recent | Recency::JustLearnt => 1_000,
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
/// How far a distance can be off, in metres, for each end that is the centre of a two-digit postcode region: 33,500 km² of
/// land in 90 regions makes circles of eleven kilometres, and few people live at their very edge. Within the doubt a distance
/// is not known to be within or beyond a limit.
pub const ROUGH_END_M: u32 = 10_000;
/// Share of the points of travel at the very edge of what will do; at home it is all of them, in a straight line between.
pub const TRAVEL_EDGE_PERMILLE: u16 = 600;
/// Share of the points of travel, at twice the distance that will do and beyond, that are lost; just beyond the edge none
/// are. A little too far is something to talk about, the other end of the country is not.
pub const TRAVEL_TOO_FAR_PERMILLE: i16 = -1_000;
/// Share of the points of a wished sector that are lost in another one: with what sort of work somebody wants, talks begin.
pub const OTHER_SECTOR_PERMILLE: i16 = -500;

/// What a route teaches and the person neither wants nor has. Little: nobody wants to learn just anything.
pub const TAUGHT_NEW_PERMILLE: u16 = 200;
/// What a route teaches and the person wants to learn.
pub const TAUGHT_WANTED_PERMILLE: u16 = 1_000;

/// Occupations from which the spread within groups is measured: enough for quartiles that stay within a few thousandths.
pub const SPREAD_OCCUPATIONS_MAX: usize = 150;
/// Pairs of occupations below which quartiles say nothing.
pub const SPREAD_PAIRS_MIN: usize = 60;
/// Shares of the weight for the classes now, short course and route where the taxonomy has too few occupations with codes.
pub const FALLBACK_THRESHOLDS_PERMILLE: [u64; 3] = [500, 300, 150];
