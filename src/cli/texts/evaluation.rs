//! Words of `eval ranking` and `eval fairness`, in both languages.

use crate::evaluation::{
    fairness::{Dimension, LevelGap},
    judgements::Agreement,
    measures::Interval,
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
    pub interval: fn(&Interval) -> String,
    /// Used, and of what the service does not have.
    pub judgements_of: fn(usize, usize) -> String,
    /// The agreement, and its kappa as text.
    pub agreement_of: fn(&Agreement, &str) -> String,
    pub dimension_of: fn(Dimension) -> &'static str,
    pub levels: fn(&LevelGap) -> String,
}

pub(super) const EN: EvaluationWords = EvaluationWords {
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
    interval: |it| format!("{:.3} ({:.3} to {:.3} with 95 %; {} profiles)", it.mean, it.low, it.high, it.count),
    judgements_of: |used, unknown| format!("{used} used, {unknown} of what the service does not have"),
    agreement_of: |it, kappa| {
        format!(
            "kappa {kappa} on {} opportunities for {} profiles; within one grade {:.1} %, and {:.1} % of the {} that one of them graded above 0",
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
            "nDCG@10 up to level 3: {:.3} ({} profiles); from level 4: {:.3} ({}). Gap {:+.3} ({:+.3} to {:+.3} with 95 %), bound {:.2}:",
            it.lower_ndcg, it.lower, it.higher_ndcg, it.higher, it.gap.mean, it.gap.low, it.gap.high, it.bound
        )
    },
};

pub(super) const NL: EvaluationWords = EvaluationWords {
    profile: "profiel",
    key: "sleutel",
    rank: "plaats",
    grade: "oordeel",
    none: "geen",
    vacancies_ndcg: "vacatures nDCG@10",
    routes_ndcg: "routes nDCG@5",
    unjudged: "zonder oordeel",
    vacancies_mean: "vacatures nDCG@10",
    routes_mean: "routes nDCG@5",
    judged_share: "beoordeeld van wat je ziet",
    judgements: "oordelen",
    agreement: "twee beoordelaars",
    second: "nDCG@10 van de tweede beoordelaar",
    dimension: "wat verschilt",
    pairs: "paren",
    overlap: "overlap",
    overlap_mean: "overlap",
    overlap_min: "laagste",
    points_apart: "punten",
    ndcg_gap: "nDCG",
    verdict: "grens",
    holds: "gehaald",
    broken: "niet gehaald",
    interval: |it| format!("{:.3} ({:.3} tot {:.3} met 95 %; {} profielen)", it.mean, it.low, it.high, it.count),
    judgements_of: |used, unknown| format!("{used} gebruikt, {unknown} over wat de dienst niet heeft"),
    agreement_of: |it, kappa| {
        format!(
            "kappa {kappa} over {} vacatures en routes voor {} profielen; hoogstens één verschil bij {:.1} %, en bij {:.1} % van de {} die één van hen boven 0 zet",
            it.pairs,
            it.profiles,
            it.within_one * 100.0,
            it.within_one_above_zero * 100.0,
            it.pairs_above_zero,
        )
    },
    dimension_of: |dimension| match dimension {
        Dimension::TitleOfPerson => "je beroep: mannelijk, vrouwelijk, neutraal",
        Dimension::TitleOfVacancy => "titel van vacatures: mannelijk, vrouwelijk, neutraal",
        Dimension::TitleAlone => "hetzelfde, alleen de titel zegt wat nodig is",
        Dimension::HoursWished => "20–24 uur tegen 32–36, zoals je wilt of niet",
        Dimension::HoursUnasked => "20–24 uur tegen 32–36, zonder wens",
        Dimension::LevelUnasked => "je niveau waar niets wordt gevraagd",
        Dimension::DutchWords => "Nederlandse woorden in plaats van sleutels",
        Dimension::EnglishWords => "Engelse woorden in plaats van sleutels",
        Dimension::Place => "wonen in de stad of op het platteland, zelfde aanbod",
        Dimension::Order => "volgorde van wat in het profiel staat",
    },
    levels: |it| {
        format!(
            "nDCG@10 tot en met niveau 3: {:.3} ({} profielen); vanaf niveau 4: {:.3} ({}). Verschil {:+.3} ({:+.3} tot {:+.3} met 95 %), grens {:.2}:",
            it.lower_ndcg, it.lower, it.higher_ndcg, it.higher, it.gap.mean, it.gap.low, it.gap.high, it.bound
        )
    },
};
