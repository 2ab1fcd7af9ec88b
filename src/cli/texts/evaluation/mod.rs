//! Words of `eval ranking` and `eval fairness`: what there is to say here, one file per language.

mod en;
mod nl;

pub(super) use en::EN;
pub(super) use nl::NL;

use crate::evaluation::{
    fairness::{Dimension, LevelGap},
    judgements::Agreement,
    measures::Interval,
    titles::TitleScores,
};

/// What was measured.
pub(in crate::cli) struct EvaluationWords {
    pub profile: &'static str,
    pub key: &'static str,
    pub rank: &'static str,
    pub grade: &'static str,
    /// Where there is no figure.
    pub none: &'static str,
    pub vacancies_ndcg: &'static str,
    pub routes_ndcg: &'static str,
    pub unjudged: &'static str,
    pub vacancies_mean: &'static str,
    pub routes_mean: &'static str,
    pub judged_share: &'static str,
    pub judgements: &'static str,
    pub agreement: &'static str,
    pub second: &'static str,
    pub dimension: &'static str,
    pub pairs: &'static str,
    pub overlap: &'static str,
    pub overlap_mean: &'static str,
    pub overlap_min: &'static str,
    pub points_apart: &'static str,
    pub ndcg_gap: &'static str,
    pub verdict: &'static str,
    pub holds: &'static str,
    pub broken: &'static str,
    pub titles_same: fn(&TitleScores) -> String,
    pub male_form: &'static str,
    pub other_form: &'static str,
    pub found: &'static str,
    pub interval: fn(&Interval) -> String,
    /// Used, and of what the service does not have.
    pub judgements_of: fn(usize, usize) -> String,
    /// The agreement, and its kappa as text.
    pub agreement_of: fn(&Agreement, &str) -> String,
    pub dimension_of: fn(Dimension) -> &'static str,
    pub levels: fn(&LevelGap) -> String,
}
