//! Dutch, at B1.

use super::EvaluationWords;
use crate::evaluation::fairness::Dimension;

pub(in crate::cli::texts) const NL: EvaluationWords = EvaluationWords {
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
    titles_same: |it| {
        let share = format!("{:.1}", it.share * 100.0).replace('.', ",");
        format!(
            "{} van {} vormen van {} titels vinden wat de mannelijke vorm vindt ({share} %).",
            it.same, it.asked, it.sets
        )
    },
    male_form: "mannelijke vorm",
    other_form: "andere vorm",
    found: "gevonden",
    interval: |it| format!("{:.3} ({:.3} tot {:.3} met 95 %; {} profielen)", it.mean, it.low, it.high, it.count),
    judgements_of: |used, unknown| format!("{used} gebruikt, {unknown} over wat de dienst niet heeft"),
    agreement_of: |it, kappa| {
        format!(
            "kappa {kappa} over {} vacatures en routes voor {} profielen; hoogstens één verschil bij {:.1} %, en bij \
             {:.1} % van de {} die één van hen boven 0 zet",
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
            "nDCG@10 tot en met niveau 3: {:.3} ({} profielen); vanaf niveau 4: {:.3} ({}). Verschil {:+.3} ({:+.3} \
             tot {:+.3} met 95 %), grens {:.2}:",
            it.lower_ndcg, it.lower, it.higher_ndcg, it.higher, it.gap.mean, it.gap.low, it.gap.high, it.bound
        )
    },
};
