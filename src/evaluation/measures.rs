//! Measures of rankings: gains by rank, likeness of two orders, agreement of two judges, and how sure a mean is.
//!
//! Plain arithmetic on lists; what is measured stands beside it in the other files of this folder.

use serde::Serialize;
use std::collections::BTreeSet;

/// How many times values are drawn anew for an interval.
const RESAMPLES: usize = 2_000;
/// Share of the resampled means that lies within an interval.
const INTERVAL_SHARE: f64 = 0.95;
/// The same values always give the same interval.
const SEED: u64 = 20_261_201;
/// Highest grade of a judgement; grades are whole numbers from 0.
pub const GRADE_MAX: u8 = 3;

/// A mean and the interval in which 95 % of the resampled means lie (percentile bootstrap, Efron 1979).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// Values that the mean is of.
    pub count: usize,
    /// The mean.
    pub mean: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002) of the first `depth` shown, with the grade
/// itself as gain. `shown` are the grades in the order shown, `all` those of everything there is. Nothing when no
/// grade is above zero: then every order is as good.
///
/// ```
/// use loopbaanbrug::evaluation::measures::ndcg;
///
/// assert_eq!(ndcg(&[3.0, 2.0], &[2.0, 0.0, 3.0], 10), Some(1.0));
/// assert!(ndcg(&[2.0, 3.0], &[2.0, 0.0, 3.0], 10) < Some(1.0));
/// assert_eq!(ndcg(&[0.0], &[0.0], 10), None);
/// ```
#[must_use]
pub fn ndcg(shown: &[f64], all: &[f64], depth: usize) -> Option<f64> {
    let mut best = all.to_vec();
    best.sort_by(|one, other| other.total_cmp(one));
    let ideal = discounted(&best, depth);
    (ideal > 0.0).then(|| discounted(shown, depth) / ideal)
}

fn discounted(gains: &[f64], depth: usize) -> f64 {
    gains.iter().take(depth).enumerate().map(|(index, gain)| gain / (index as f64 + 2.0).log2()).sum()
}

/// Rank-biased overlap of two rankings without ties, extrapolated beyond what is seen (Webber, Moffat and Zobel 2010,
/// equation 32): 1 for the same order, 0 for nothing in common. `persistence`, between 0 and 1, says how much lower
/// ranks count: at 0.9 the first ten hold 86 % of the weight. Two empty rankings are the same.
///
/// ```
/// use loopbaanbrug::evaluation::measures::rank_biased_overlap;
///
/// assert_eq!(rank_biased_overlap(&["a", "b"], &["a", "b"], 0.9), 1.0);
/// assert_eq!(rank_biased_overlap(&["a", "b"], &["c", "d"], 0.9), 0.0);
/// ```
#[must_use]
pub fn rank_biased_overlap<T: Ord>(one: &[T], other: &[T], persistence: f64) -> f64 {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.is_empty() {
        return if long.is_empty() { 1.0 } else { 0.0 };
    }
    let (mut in_short, mut in_long) = (BTreeSet::new(), BTreeSet::new());
    let (mut overlap, mut overlap_of_short, mut sum) = (0.0, 0.0, 0.0);
    for (index, of_long) in long.iter().enumerate() {
        let depth = index as f64 + 1.0;
        in_long.insert(of_long);
        overlap += f64::from(u8::from(in_short.contains(of_long)));
        if let Some(of_short) = short.get(index) {
            in_short.insert(of_short);
            overlap += f64::from(u8::from(in_long.contains(of_short)));
            overlap_of_short = overlap;
        } else {
            let beyond = depth - short.len() as f64;
            sum += overlap_of_short * beyond / (short.len() as f64 * depth) * persistence.powf(depth);
        }
        sum += overlap / depth * persistence.powf(depth);
    }
    let (shallow, deep) = (short.len() as f64, long.len() as f64);
    let unseen = (overlap - overlap_of_short) / deep + overlap_of_short / shallow;
    ((1.0 - persistence) / persistence * sum + unseen * persistence.powf(deep)).clamp(0.0, 1.0)
}

/// Cohen's kappa with quadratic weights (1968) over pairs of grades up to [`GRADE_MAX`]: 1 when two judges always
/// agree, 0 when they agree as often as chance. Nothing when neither judge makes any difference.
#[must_use]
pub fn weighted_kappa(pairs: &[(u8, u8)]) -> Option<f64> {
    let mut counts = [[0.0_f64; 2]; GRADE_MAX as usize + 1];
    let mut seen = 0.0;
    for (one, other) in pairs {
        seen += f64::from(one.abs_diff(*other)).powi(2);
        counts[usize::from(*one)][0] += 1.0;
        counts[usize::from(*other)][1] += 1.0;
    }
    let mut by_chance = 0.0;
    for (one, of_one) in counts.iter().enumerate() {
        for (other, of_other) in counts.iter().enumerate() {
            by_chance += (one.abs_diff(other) as f64).powi(2) * of_one[0] * of_other[1];
        }
    }
    by_chance /= pairs.len().max(1) as f64;
    (by_chance > 0.0).then(|| 1.0 - seen / by_chance)
}

/// Mean of values with its interval. Nothing without values. Give the differences of pairs to compare two systems on
/// the same questions.
#[must_use]
pub fn bootstrap_mean(values: &[f64]) -> Option<Interval> {
    let middle = mean(values)?;
    let mut random = fastrand::Rng::with_seed(SEED);
    let (low, high) = interval(|| resampled_mean(values, &mut random));
    Some(Interval { count: values.len(), mean: middle, low, high })
}

/// Mean of one group less the mean of another, with its interval. Nothing when a group is empty.
#[must_use]
pub fn bootstrap_difference(one: &[f64], other: &[f64]) -> Option<Interval> {
    let difference = mean(one)? - mean(other)?;
    let mut random = fastrand::Rng::with_seed(SEED);
    let (low, high) = interval(|| resampled_mean(one, &mut random) - resampled_mean(other, &mut random));
    Some(Interval { count: one.len() + other.len(), mean: difference, low, high })
}

/// The mean. Nothing without values.
#[must_use]
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn resampled_mean(values: &[f64], random: &mut fastrand::Rng) -> f64 {
    let drawn: f64 = (0..values.len()).map(|_| values[random.usize(..values.len())]).sum();
    drawn / values.len() as f64
}

fn interval(mut draw: impl FnMut() -> f64) -> (f64, f64) {
    let mut drawn: Vec<f64> = (0..RESAMPLES).map(|_| draw()).collect();
    drawn.sort_by(f64::total_cmp);
    let outside = (1.0 - INTERVAL_SHARE) / 2.0;
    (quantile(&drawn, outside), quantile(&drawn, 1.0 - outside))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the length is a valid index")]
fn quantile(sorted: &[f64], share: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * share).round() as usize]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    #[test]
    fn gains_count_by_rank_against_the_best_order_there_is() {
        // 1/log2(3) of what the first rank brings.
        let second = ndcg(&[0.0, 3.0], &[3.0, 0.0], 10).expect("a figure");
        assert!(near(second, 1.0 / 3.0_f64.log2()), "{second}");
        assert_eq!(ndcg(&[0.0, 3.0], &[3.0], 1), Some(0.0));
        assert_eq!(ndcg(&[], &[1.0], 10), Some(0.0));
        assert_eq!(ndcg(&[], &[], 10), None);
    }

    #[test]
    fn overlap_is_that_of_the_paper() {
        // Worked by hand for p = 0.5: one swap at the top of two.
        // Σ X_d/d·p^d = 0·0.5 + 1·0.25, times (1−p)/p = 1; plus X_2/2·p² = 0.25.
        assert!(near(rank_biased_overlap(&["a", "b"], &["b", "a"], 0.5), 0.5));
        // Uneven: S = [a], L = [a, b]. Σ = 0.5 + 0.5·0.25; what S lacks = 1·1/(1·2)·0.25; unseen (0/2 + 1)·0.25.
        assert!(near(rank_biased_overlap(&["a"], &["a", "b"], 0.5), 1.0));
        // Σ = 0 + 1/2·0.25; unseen (1/2 + 0)·0.25.
        assert!(near(rank_biased_overlap(&["a"], &["b", "a"], 0.5), 0.25));
        assert!(near(rank_biased_overlap::<&str>(&[], &[], 0.9), 1.0));
        assert!(near(rank_biased_overlap(&[], &["a"], 0.9), 0.0));
    }

    proptest! {
        #[test]
        fn overlap_is_even_handed_and_within_bounds(one in order(), other in order(), p in 0.1..0.95_f64) {
            let there = rank_biased_overlap(&one, &other, p);
            prop_assert!((0.0..=1.0).contains(&there));
            prop_assert!(near(there, rank_biased_overlap(&other, &one, p)));
            prop_assert!(near(rank_biased_overlap(&one, &one, p), 1.0));
        }
    }

    fn order() -> impl Strategy<Value = Vec<usize>> {
        (0..12_usize, Just((0..12).collect::<Vec<usize>>()).prop_shuffle()).prop_map(|(length, mut order)| {
            order.truncate(length);
            order
        })
    }

    #[test]
    fn a_swap_at_the_top_counts_more_than_one_below() {
        let order: Vec<usize> = (0..20).collect();
        let (mut top, mut bottom) = (order.clone(), order.clone());
        top.swap(0, 1);
        bottom.swap(18, 19);
        let overlap = |other: &[usize]| rank_biased_overlap(&order, other, 0.9);
        assert!(overlap(&top) < overlap(&bottom) && overlap(&bottom) < 1.0);
    }

    #[test]
    fn judges_agree_in_full_by_chance_or_not_at_all() {
        assert_eq!(weighted_kappa(&[(0, 0), (3, 3), (1, 1)]), Some(1.0));
        assert_eq!(weighted_kappa(&[(0, 0), (0, 3), (3, 0), (3, 3)]), Some(0.0));
        assert_eq!(weighted_kappa(&[(0, 3), (3, 0)]), Some(-1.0));
        assert_eq!(weighted_kappa(&[(0, 0)]), None);
        assert_eq!(weighted_kappa(&[]), None);
    }

    #[test]
    fn an_interval_holds_its_mean_and_is_the_same_each_time() {
        let values = [0.2, 0.4, 0.9, 0.5];
        let found = bootstrap_mean(&values).expect("values");
        assert!(near(found.mean, 0.5) && found.low < 0.5 && found.high > 0.5 && found.count == 4, "{found:?}");
        assert_eq!(bootstrap_mean(&values), Some(found));
        assert_eq!(bootstrap_mean(&[]), None);
        let apart = bootstrap_difference(&[0.9, 0.8], &[0.1, 0.2]).expect("groups");
        assert!(near(apart.mean, 0.7) && apart.low > 0.0, "{apart:?}");
        assert_eq!(bootstrap_difference(&[], &values), None);
    }
}
