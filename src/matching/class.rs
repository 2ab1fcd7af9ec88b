//! How near an opportunity is, in four classes.

use super::{parts::Coverage, thresholds::Thresholds};

/// How near an opportunity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Within reach now.
    Now,
    /// With a short course.
    ShortCourse,
    /// With a learn-and-work route.
    Route,
    /// Far away.
    Far,
}

impl Class {
    /// Every class, nearest first.
    pub const ALL: [Self; 4] = [Self::Now, Self::ShortCourse, Self::Route, Self::Far];

    /// Word in files and facets.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::ShortCourse => "short_course",
            Self::Route => "route",
            Self::Far => "far",
        }
    }

    /// The class by the share of weight met, the hard conditions known not to be met, and the NLQF levels that are
    /// lacking. A licence or language that lacks is a course away; a diploma the law demands is a route away.
    pub(super) fn of(coverage: Coverage, thresholds: &Thresholds, gates: GateDistance, level_gap: u8) -> Self {
        let by_skills = match () {
            () if coverage.reaches(thresholds.now_permille) => Self::Now,
            () if coverage.reaches(thresholds.short_course_permille) => Self::ShortCourse,
            () if coverage.reaches(thresholds.route_permille) => Self::Route,
            () => Self::Far,
        };
        let by_gates = match gates {
            GateDistance::None => Self::Now,
            GateDistance::Course => Self::ShortCourse,
            GateDistance::Diploma => Self::Route,
        };
        let by_level = match level_gap {
            0 => Self::Now,
            1 => Self::ShortCourse,
            2 => Self::Route,
            _ => Self::Far,
        };
        by_skills.max(by_gates).max(by_level)
    }
}

/// What the hard conditions that are known not to be met would take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum GateDistance {
    /// None is known not to be met.
    None,
    /// A driving licence or a language.
    Course,
    /// A diploma that the law demands.
    Diploma,
}
