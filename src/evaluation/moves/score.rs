//! The figures of rankings, and how sure a difference between two is.

use super::gold::{MoveGold, Source};
use crate::evaluation::measures::{Interval, bootstrap_mean, mean, ndcg};
use serde::Serialize;

/// Places that count for nDCG@10.
const NDCG_PLACES: usize = 10;
/// Places that count for recall@50.
const RECALL_PLACES: usize = 50;

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
            let related = source.gains.iter().filter(|(it, _)| counts(it)).map(|(_, gain)| *gain);
            figures(&ranking, source, &related.collect::<Vec<u8>>())
        });
        Self(figures.collect())
    }

    pub(super) fn figures(&self) -> MoveFigures {
        let mean = |of: fn(&MoveFigures) -> f64| mean(&self.of_each(of)).unwrap_or_default();
        MoveFigures {
            ndcg_at_10: mean(|it| it.ndcg_at_10),
            map: mean(|it| it.map),
            mrr: mean(|it| it.mrr),
            recall_at_50: mean(|it| it.recall_at_50),
        }
    }

    /// Of the first, third, fifth, … source, and of the others.
    pub(super) fn ndcg_of_halves(&self) -> [f64; 2] {
        let all = self.of_each(|it| it.ndcg_at_10);
        [0, 1].map(|skipped| {
            let half: Vec<f64> = all.iter().copied().skip(skipped).step_by(2).collect();
            mean(&half).unwrap_or_default()
        })
    }

    /// How much more nDCG@10 this has than another over the same sources; none without any.
    pub(super) fn adds_over(&self, other: &Self) -> Option<Interval> {
        let pairs = self.0.iter().zip(&other.0);
        let differences: Vec<f64> = pairs.map(|(own, other)| own.ndcg_at_10 - other.ndcg_at_10).collect();
        bootstrap_mean(&differences)
    }

    fn of_each(&self, of: fn(&MoveFigures) -> f64) -> Vec<f64> {
        self.0.iter().map(of).collect()
    }
}

/// None when nothing is related.
fn figures(ranking: &[usize], source: &Source, related: &[u8]) -> Option<MoveFigures> {
    let gain = |place: &usize| source.gains.get(place).copied().unwrap_or(0);
    let shown: Vec<f64> = ranking.iter().take(NDCG_PLACES).map(|place| f64::from(gain(place))).collect();
    let all: Vec<f64> = related.iter().map(|gain| f64::from(*gain)).collect();
    let ndcg_at_10 = ndcg(&shown, &all, NDCG_PLACES)?;
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
        ndcg_at_10,
        map: precisions / related.len() as f64,
        mrr: first.map_or(0.0, |rank| 1.0 / (rank + 1) as f64),
        recall_at_50: among as f64 / related.len() as f64,
    })
}

#[cfg(test)]
mod tests {
    use super::{PerSource, figures};
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
        let of = |ranking: &[usize]| figures(ranking, &source, &[1, 3]).expect("related");
        let best = of(&[3, 5, 1, 2]);
        assert_eq!((best.ndcg_at_10, best.map, best.mrr, best.recall_at_50), (1.0, 1.0, 1.0, 1.0));
        let worse = of(&[1, 3, 2, 5]);
        let expected = (3.0 / 3_f64.log2() + 1.0 / 5_f64.log2()) / (3.0 + 1.0 / 3_f64.log2());
        assert!((worse.ndcg_at_10 - expected).abs() < 1e-12);
        assert_eq!((worse.map, worse.mrr), (0.5, 0.5));
        assert!(figures(&[1], &source, &[]).is_none());
    }

    #[test]
    fn an_interval_holds_its_mean_and_nothing_differs_from_itself() {
        let one = |ndcg_at_10| super::MoveFigures { ndcg_at_10, ..Default::default() };
        let all = PerSource((0..50).map(|at| one(f64::from(at) / 50.0)).collect());
        let none = PerSource(vec![one(0.0); 50]);
        let interval = all.adds_over(&none).expect("differences");
        assert!(interval.low < interval.mean && interval.mean < interval.high && interval.low > 0.3, "{interval:?}");
        assert_eq!(all.adds_over(&all).expect("differences").high, 0.0);
    }
}
