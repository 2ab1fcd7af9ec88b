//! How much two answers may differ that should be the same: every bound, in one place. A bound only becomes narrower.

use super::{Dimension, Measured};
use serde::Serialize;

/// Least overlap of two lists that are the same: 1 but for rounding.
pub(super) const SAME: f64 = 0.999_999;

/// Every dimension, in the order of reports.
pub const ALL: [Dimension; 10] = [
    Dimension::TitleOfPerson,
    Dimension::TitleOfVacancy,
    Dimension::TitleAlone,
    Dimension::HoursWished,
    Dimension::HoursUnasked,
    Dimension::LevelUnasked,
    Dimension::DutchWords,
    Dimension::EnglishWords,
    Dimension::Place,
    Dimension::Order,
];

/// Largest gap in mean nDCG@10 between profiles up to level 3 and from level 4, either way. Wide: the example profiles
/// of the lower group can be counted on one hand, so that a narrower bound would measure who was made up.
pub const LEVEL_NDCG_GAP_MAX: f64 = 0.35;

/// How much may differ in one dimension.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bound {
    /// Least mean rank-biased overlap.
    pub overlap_mean_min: f64,
    /// Least rank-biased overlap of any pair.
    pub overlap_min: f64,
    /// Most points apart. Nothing where only the order is bounded.
    pub points_apart_max: Option<u32>,
    /// Largest gap in nDCG@10, either way, where judgements apply.
    pub ndcg_gap_max: f64,
}

impl Bound {
    /// Nothing differs.
    const IDENTICAL: Self =
        Self { overlap_mean_min: SAME, overlap_min: SAME, points_apart_max: Some(0), ndcg_gap_max: 0.0 };

    /// Whether what was measured stays within it.
    pub(super) fn allows(&self, measured: &Measured) -> bool {
        measured.overlap_mean >= self.overlap_mean_min
            && measured.overlap_min >= self.overlap_min
            && self.points_apart_max.is_none_or(|most| measured.points_apart_max <= most)
            && measured.ndcg_gap.is_none_or(|gap| gap.abs() <= self.ndcg_gap_max)
    }
}

/// The bound of a dimension.
#[must_use]
pub fn of(dimension: Dimension) -> Bound {
    match dimension {
        Dimension::TitleOfPerson
        | Dimension::TitleOfVacancy
        | Dimension::TitleAlone
        | Dimension::HoursWished
        | Dimension::HoursUnasked
        | Dimension::LevelUnasked
        | Dimension::Place
        | Dimension::DutchWords
        | Dimension::EnglishWords
        | Dimension::Order => Bound::IDENTICAL,
    }
}
