//! The figures of rankings, and how sure a difference between two is.

use super::gold::{MoveGold, Source};
use serde::Serialize;

/// Places that count for nDCG@10.
const NDCG_PLACES: usize = 10;
/// Places that count for recall@50.
const RECALL_PLACES: usize = 50;
/// Draws for an interval.
const DRAWS: usize = 2_000;
/// The same draws every time.
const SEED: u64 = 1;

/// Means over sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct MoveFigures {
    /// Gains of the first ten, discounted by place, as a share of the best that is possible.
    pub ndcg_at_10: f64,
    /// Mean average precision: any gain counts as related.
    pub map: f64,
    /// Mean of 1 / place of the first that is related.
    pub mrr: f64,
    /// Share of what is related among the first fifty.
    pub recall_at_50: f64,
}

/// A mean difference with the bounds in which 95 of 100 draws of as many sources lie.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// Mean.
    pub mean: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// The figures of each source to which anything is related.
pub(super) struct PerSource(Vec<MoveFigures>);

impl PerSource {
    /// `rankings` holds for each source the places of all candidates, best first. The source itself never counts; what
    /// shares a code with it only when told so.
    pub(super) fn of(gold: &MoveGold, rankings: &[Vec<usize>], without_shared_codes: bool) -> Self {
        let figures = gold.sources().iter().enumerate().zip(rankings).filter_map(|((place, source), ranking)| {
            let counts =
                |other: &usize| *other != place && !(without_shared_codes && source.shares_code.contains(other));
            let ranking: Vec<usize> = ranking.iter().copied().filter(counts).collect();
            let gains =
                |source: &Source| source.gains.iter().filter(|(it, _)| counts(it)).map(|(_, gain)| *gain).collect();
            figures(&ranking, source, gains(source))
        });
        Self(figures.collect())
    }

    pub(super) fn figures(&self) -> MoveFigures {
        let mean = |of: fn(&MoveFigures) -> f64| mean(self.0.iter().map(of));
        MoveFigures {
            ndcg_at_10: mean(|it| it.ndcg_at_10),
            map: mean(|it| it.map),
            mrr: mean(|it| it.mrr),
            recall_at_50: mean(|it| it.recall_at_50),
        }
    }

    /// Of the first, third, fifth, … source, and of the others.
    pub(super) fn ndcg_of_halves(&self) -> [f64; 2] {
        [0, 1].map(|skipped| mean(self.0.iter().skip(skipped).step_by(2).map(|it| it.ndcg_at_10)))
    }

    /// How much more nDCG@10 this has than another over the same sources.
    pub(super) fn adds_over(&self, other: &Self) -> Interval {
        let pairs = self.0.iter().zip(&other.0);
        let differences: Vec<f64> = pairs.map(|(own, other)| own.ndcg_at_10 - other.ndcg_at_10).collect();
        let mut random = fastrand::Rng::with_seed(SEED);
        let mut draw = || mean((0..differences.len()).map(|_| differences[random.usize(..differences.len())]));
        let mut means: Vec<f64> = (0..DRAWS).map(|_| draw()).collect();
        means.sort_unstable_by(f64::total_cmp);
        let at = |per_mille: usize| means[(DRAWS - 1) * per_mille / 1_000];
        Interval { mean: mean(differences.iter().copied()), low: at(25), high: at(975) }
    }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1) as f64;
    values.sum::<f64>() / count
}

/// None when nothing is related.
fn figures(ranking: &[usize], source: &Source, mut related: Vec<u8>) -> Option<MoveFigures> {
    if related.is_empty() {
        return None;
    }
    related.sort_unstable_by(|left, right| right.cmp(left));
    let gain = |place: &usize| source.gains.get(place).copied().unwrap_or(0);
    let best = discounted(related.iter().copied());
    let mut found = 0_u32;
    let mut precisions = 0.0;
    let mut first = None;
    for (rank, _) in ranking.iter().enumerate().filter(|(_, place)| gain(place) > 0) {
        found += 1;
        first.get_or_insert(rank);
        precisions += f64::from(found) / (rank + 1) as f64;
    }
    let among = ranking.iter().take(RECALL_PLACES).filter(|place| gain(place) > 0).count();
    Some(MoveFigures {
        ndcg_at_10: discounted(ranking.iter().map(gain)) / best,
        map: precisions / related.len() as f64,
        mrr: first.map_or(0.0, |rank| 1.0 / (rank + 1) as f64),
        recall_at_50: among as f64 / related.len() as f64,
    })
}

/// Gains in order, each divided by log₂(place + 1).
fn discounted(gains: impl Iterator<Item = u8>) -> f64 {
    let places = gains.take(NDCG_PLACES).zip(2_u8..);
    places.map(|(gain, place)| f64::from(gain) / f64::from(place).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::{PerSource, discounted, figures};
    use crate::evaluation::moves::gold::Source;
    use crate::taxonomy::Taxonomy;
    use std::collections::{BTreeMap, BTreeSet};

    fn source(gains: &[(usize, u8)]) -> Source {
        let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
        let occupation = taxonomy.numbers().next().expect("a concept");
        Source { occupation, gains: gains.iter().copied().collect::<BTreeMap<_, _>>(), shares_code: BTreeSet::new() }
    }

    #[test]
    fn a_perfect_order_is_one_and_a_place_lower_costs_its_discount() {
        let source = source(&[(3, 3), (5, 1)]);
        let of = |ranking: &[usize]| figures(ranking, &source, vec![1, 3]).expect("related");
        let best = of(&[3, 5, 1, 2]);
        assert_eq!((best.ndcg_at_10, best.map, best.mrr, best.recall_at_50), (1.0, 1.0, 1.0, 1.0));
        let worse = of(&[1, 3, 2, 5]);
        let expected = (3.0 / 3_f64.log2() + 1.0 / 5_f64.log2()) / (3.0 + 1.0 / 3_f64.log2());
        assert!((worse.ndcg_at_10 - expected).abs() < 1e-12);
        assert_eq!((worse.map, worse.mrr), (0.5, 0.5));
        assert!(figures(&[1], &source, Vec::new()).is_none());
        assert_eq!(discounted([0, 0].into_iter()), 0.0);
    }

    #[test]
    fn an_interval_holds_its_mean_and_nothing_differs_from_itself() {
        let one = |ndcg_at_10| super::MoveFigures { ndcg_at_10, ..Default::default() };
        let all = PerSource((0..50).map(|at| one(f64::from(at) / 50.0)).collect());
        let none = PerSource(vec![one(0.0); 50]);
        let interval = all.adds_over(&none);
        assert!(interval.low < interval.mean && interval.mean < interval.high && interval.low > 0.3, "{interval:?}");
        assert_eq!(all.adds_over(&all).high, 0.0);
    }
}
