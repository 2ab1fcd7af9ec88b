//! Whether what should not matter does not: two answers to the same question but for one thing are laid side by side.
//!
//! Which questions are asked, and why, stands in `docs/fairness.md`. How feeds are varied stands in `feeds`, how much
//! may differ in `bounds`; someone else asks the service.

pub mod bounds;
pub mod feeds;

use self::bounds::Bound;
use super::{
    judgements::Grades,
    measures::{Interval, bootstrap_difference, mean, rank_biased_overlap},
    ranking::vacancies_ndcg,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Ranks of two lists that are compared.
pub const DEPTH: usize = 20;
/// How much lower ranks count: the first ten hold 86 % of the weight.
pub const PERSISTENCE: f64 = 0.9;
/// Most differences that a report names.
pub const MAX_DIFFERENCES: usize = 200;
/// Highest NLQF level of the lower group: mbo 3.
pub const LOWER_LEVEL_MAX: u32 = 3;

/// What is varied while all else stays the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// The person's occupation in male, female and neutral form.
    TitleOfPerson,
    /// Title and occupation of vacancies in these forms.
    TitleOfVacancy,
    /// The same for vacancies that state no requirements, so that title and occupation must tell them.
    TitleAlone,
    /// A person who wants few hours among vacancies of few hours, and one who wants many among vacancies of many.
    HoursWished,
    /// Vacancies of few and of many hours for a person with no wish about hours.
    HoursUnasked,
    /// The person's education level among vacancies that ask none.
    LevelUnasked,
    /// Skills and occupations in Dutch words instead of keys.
    DutchWords,
    /// Skills and occupations in English words instead of keys.
    EnglishWords,
    /// A home in the country or in a city, with the same supply around it.
    Place,
    /// The order of everything in the profile.
    Order,
}

/// Keys with points, best first. Keys are the same in both answers of a pair, whatever they were varied into.
pub type Ranked = Vec<(String, i32)>;

/// Two answers that should be the same.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The profile and what was varied.
    pub name: String,
    /// The answer without the variation, or with the first form of it.
    pub one: Ranked,
    /// The answer with it, or with the other form.
    pub other: Ranked,
    /// Judgements of the vacancies, where they apply to both answers.
    pub grades: Option<Grades>,
}

/// One dimension, measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measured {
    /// What was varied.
    pub dimension: Dimension,
    /// Pairs of answers.
    pub pairs: usize,
    /// Mean rank-biased overlap.
    pub overlap_mean: f64,
    /// The worst one.
    pub overlap_min: f64,
    /// Largest difference in points of one opportunity. What only one answer has differs by all its points.
    pub points_apart_max: u32,
    /// Mean nDCG@10 of the other answers less that of the ones, with its interval. Nothing where judgements do not
    /// apply.
    pub ndcg_gap: Option<f64>,
    /// How much may differ.
    pub bound: Bound,
    /// Whether it does not differ more.
    pub holds: bool,
    /// Pairs that differ, the worst first; only when asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
}

/// A pair that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The profile and what was varied.
    pub pair: String,
    /// Rank-biased overlap.
    pub overlap: f64,
    /// Largest difference in points.
    pub points_apart: u32,
    /// Which opportunity that was.
    pub key: String,
}

/// Ranking quality for people of a lower and a higher education level.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LevelGap {
    /// Profiles up to level 3 with judgements.
    pub lower: usize,
    /// Their mean nDCG@10.
    pub lower_ndcg: f64,
    /// Profiles from level 4.
    pub higher: usize,
    /// Their mean nDCG@10.
    pub higher_ndcg: f64,
    /// Lower less higher, with its interval.
    pub gap: Interval,
    /// The largest gap allowed, either way.
    pub bound: f64,
    /// Whether it is not larger.
    pub holds: bool,
}

/// Everything measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Each dimension.
    pub dimensions: Vec<Measured>,
    /// Quality by education level. Nothing when a group is empty.
    pub levels: Option<LevelGap>,
    /// Whether every bound holds.
    pub holds: bool,
}

impl Report {
    /// All dimensions and the gap between levels.
    #[must_use]
    pub fn new(dimensions: Vec<Measured>, levels: Option<LevelGap>) -> Self {
        let holds = dimensions.iter().all(|it| it.holds) && levels.is_none_or(|it| it.holds);
        Self { dimensions, levels, holds }
    }
}

/// Measures the pairs of a dimension and holds them against its bound. No pairs break it: nothing was measured then.
#[must_use]
pub fn measure(dimension: Dimension, pairs: &[Pair], with_differences: bool) -> Measured {
    let mut differences: Vec<Difference> = pairs.iter().map(compare).collect();
    let overlaps: Vec<f64> = differences.iter().map(|it| it.overlap).collect();
    let overlap_min = overlaps.iter().copied().fold(1.0, f64::min);
    let points_apart_max = differences.iter().map(|it| it.points_apart).max().unwrap_or(0);
    let gaps: Vec<f64> = pairs.iter().filter_map(ndcg_gap).collect();
    differences.retain(|it| it.overlap < bounds::SAME || it.points_apart > 0);
    differences.sort_by(|one, other| {
        one.overlap
            .total_cmp(&other.overlap)
            .then(other.points_apart.cmp(&one.points_apart))
            .then(one.pair.cmp(&other.pair))
    });
    differences.truncate(if with_differences { MAX_DIFFERENCES } else { 0 });
    let mut measured = Measured {
        dimension,
        pairs: pairs.len(),
        overlap_mean: mean(&overlaps).unwrap_or(0.0),
        overlap_min,
        points_apart_max,
        ndcg_gap: mean(&gaps),
        bound: bounds::of(dimension),
        holds: false,
        differences,
    };
    measured.holds = measured.pairs > 0 && measured.bound.allows(&measured);
    measured
}

/// Lays two answers side by side.
fn compare(pair: &Pair) -> Difference {
    let keys = |ranked: &Ranked| ranked.iter().take(DEPTH).map(|(key, _)| key.clone()).collect::<Vec<_>>();
    let (one, other): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (pair.one.iter().cloned().collect(), pair.other.iter().cloned().collect());
    let apart = one.keys().chain(other.keys()).map(|key| {
        let points = |answer: &BTreeMap<String, i32>| answer.get(key).copied().unwrap_or(0);
        (points(&one).abs_diff(points(&other)), key)
    });
    let (points_apart, key) = apart.max().map_or((0, String::new()), |(apart, key)| (apart, key.clone()));
    Difference {
        pair: pair.name.clone(),
        overlap: rank_biased_overlap(&keys(&pair.one), &keys(&pair.other), PERSISTENCE),
        points_apart,
        key: if points_apart > 0 { key } else { String::new() },
    }
}

fn ndcg_gap(pair: &Pair) -> Option<f64> {
    let grades = pair.grades.as_ref()?;
    // Both answers come from the same supply; what fails a must is in neither, but an adviser may have wanted it.
    let keys = |ranked: &Ranked| ranked.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
    let judged: BTreeSet<String> = grades.keys().cloned().collect();
    Some(vacancies_ndcg(grades, &judged, &keys(&pair.other))? - vacancies_ndcg(grades, &judged, &keys(&pair.one))?)
}

/// Compares ranking quality of two groups of profiles: level and nDCG@10 of each. Nothing when a group is empty.
#[must_use]
pub fn level_gap(profiles: &[(u32, f64)]) -> Option<LevelGap> {
    let group = |lower: bool| {
        let of_group = profiles.iter().filter(|(level, _)| (*level <= LOWER_LEVEL_MAX) == lower);
        of_group.map(|(_, ndcg)| *ndcg).collect::<Vec<f64>>()
    };
    let (lower, higher) = (group(true), group(false));
    let gap = bootstrap_difference(&lower, &higher)?;
    Some(LevelGap {
        lower: lower.len(),
        lower_ndcg: mean(&lower)?,
        higher: higher.len(),
        higher_ndcg: mean(&higher)?,
        gap,
        bound: bounds::LEVEL_NDCG_GAP_MAX,
        holds: gap.mean.abs() <= bounds::LEVEL_NDCG_GAP_MAX,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(points: &[(&str, i32)]) -> Ranked {
        let mut ranked: Ranked = points.iter().map(|(key, points)| ((*key).to_owned(), *points)).collect();
        ranked.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
        ranked
    }

    fn pair(one: Ranked, other: Ranked) -> Pair {
        Pair { name: "p".into(), one, other, grades: None }
    }

    const FAIR: [(&str, i32); 3] = [("v/verpleger", 500), ("v/kok", 480), ("v/schilder", 300)];

    #[test]
    fn the_same_answers_hold_every_bound() {
        for dimension in bounds::ALL {
            let measured = measure(dimension, &[pair(answer(&FAIR), answer(&FAIR))], true);
            assert!(measured.holds && measured.differences.is_empty(), "{measured:?}");
            assert_eq!((measured.overlap_min, measured.points_apart_max), (1.0, 0));
        }
    }

    /// What the test in CI is for: a vacancy that gets fewer points when its title is in the female form.
    #[test]
    fn a_ranking_that_takes_points_from_female_titles_breaks_the_bound() {
        let mut biased = FAIR;
        biased[0].1 -= 30;
        for dimension in [Dimension::TitleOfVacancy, Dimension::TitleOfPerson, Dimension::TitleAlone] {
            let pairs = [pair(answer(&FAIR), answer(&biased))];
            let measured = measure(dimension, &pairs, true);
            assert!(!measured.holds, "{measured:?}");
            assert_eq!(measured.points_apart_max, 30);
            assert_eq!(measured.differences[0].key, "v/verpleger");
            assert!(measured.overlap_min < 1.0);
        }
    }

    #[test]
    fn what_one_answer_leaves_out_differs_by_all_its_points() {
        let measured = measure(Dimension::HoursUnasked, &[pair(answer(&FAIR), answer(&FAIR[..2]))], true);
        assert_eq!((measured.points_apart_max, measured.holds), (300, false));
    }

    #[test]
    fn nothing_measured_is_nothing_proved() {
        assert!(!measure(Dimension::Order, &[], false).holds);
    }

    #[test]
    fn quality_is_compared_by_the_judgements_and_by_level() {
        let grades: Grades = [("v/kok".to_owned(), 3)].into();
        let mut swapped = FAIR;
        swapped[1].1 = 600;
        let mut judged = pair(answer(&FAIR), answer(&swapped));
        judged.grades = Some(grades);
        let gap = measure(Dimension::DutchWords, &[judged], false).ndcg_gap.expect("judged");
        assert!((gap - (1.0 - 1.0 / 3.0_f64.log2())).abs() < 1e-9, "{gap}");

        let levels = level_gap(&[(2, 0.1), (3, 0.1), (4, 0.9), (6, 0.9)]).expect("two groups");
        assert_eq!((levels.lower, levels.higher, levels.holds), (2, 2, false));
        assert!((levels.gap.mean + 0.8).abs() < 1e-9);
        assert_eq!(level_gap(&[(2, 0.1)]), None);
    }
}
