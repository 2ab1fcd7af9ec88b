//! English.

use super::EvaluationWords;
use crate::evaluation::fairness::Dimension;

pub(in crate::cli::texts) const EN: EvaluationWords = EvaluationWords {
    profile: "profile",
    key: "key",
    rank: "rank",
    grade: "grade",
    none: "none",
    vacancies_ndcg: "vacancies nDCG@10",
    routes_ndcg: "routes nDCG@5",
    unjudged: "not judged",
    vacancies_mean: "vacancies nDCG@10",
    routes_mean: "routes nDCG@5",
    judged_share: "judged of what is shown",
    judgements: "judgements",
    agreement: "two judges",
    second: "nDCG@10 of the second judge",
    dimension: "what is varied",
    pairs: "pairs",
    overlap: "overlap",
    overlap_mean: "overlap",
    overlap_min: "least",
    points_apart: "points",
    ndcg_gap: "nDCG",
    verdict: "bound",
    holds: "holds",
    broken: "broken",
    titles_same: |it| {
        format!(
            "{} of {} forms of {} titles find what the male form finds ({:.1} %).",
            it.same,
            it.asked,
            it.sets,
            it.share * 100.0
        )
    },
    male_form: "male form",
    other_form: "other form",
    found: "found",
    interval: |it| format!("{:.3} ({:.3} to {:.3} with 95 %; {} profiles)", it.mean, it.low, it.high, it.count),
    judgements_of: |used, unknown| format!("{used} used, {unknown} of what the service does not have"),
    agreement_of: |it, kappa| {
        format!(
            "kappa {kappa} on {} opportunities for {} profiles; within one grade {:.1} %, and {:.1} % of the {} that \
             one of them graded above 0",
            it.pairs,
            it.profiles,
            it.within_one * 100.0,
            it.within_one_above_zero * 100.0,
            it.pairs_above_zero,
        )
    },
    dimension_of: |dimension| match dimension {
        Dimension::TitleOfPerson => "the person's occupation: male, female, neutral",
        Dimension::TitleOfVacancy => "title of vacancies: male, female, neutral",
        Dimension::TitleAlone => "the same, title alone tells what is asked",
        Dimension::HoursWished => "20–24 hours against 32–36, as wished or not",
        Dimension::HoursUnasked => "20–24 hours against 32–36, no wish",
        Dimension::LevelUnasked => "the person's level where none is asked",
        Dimension::DutchWords => "Dutch words instead of keys",
        Dimension::EnglishWords => "English words instead of keys",
        Dimension::Place => "home in a city or in the country, same supply",
        Dimension::Order => "order of what stands in the profile",
    },
    levels: |it| {
        format!(
            "nDCG@10 up to level 3: {:.3} ({} profiles); from level 4: {:.3} ({}). Gap {:+.3} ({:+.3} to {:+.3} with \
             95 %), bound {:.2}:",
            it.lower_ndcg, it.lower, it.higher_ndcg, it.higher, it.gap.mean, it.gap.low, it.gap.high, it.bound
        )
    },
};
