//! What one thread does of a scan: it sees windows of rows and keeps the best k, with
//! a bar under which a document need not be looked at. How windows are divided stands
//! in `scan`.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::atomic::Ordering as Access;

use crate::credits::{LeastShare, Share};
use crate::error::Result;
use crate::rows::{Row, RowSet, Rows, Shares};
use crate::scan::{Counter, Hit, Judge, Scan, Top};

/// What one thread does of a scan.
pub(crate) struct Worker<'a, 'b, J> {
    scan: &'b Scan<'a>,
    judge: &'b mut J,
    /// The best k so far, the worst of them on top.
    best: BinaryHeap<Candidate<'a>>,
    /// Points that k documents are known to have, here or in other threads. It only rises.
    bar: Option<i32>,
    /// What can reach the bar.
    least: LeastShare,
    top: Top,
}

impl<'a, 'b, J: Counter> Worker<'a, 'b, J> {
    pub(crate) fn new(scan: &'b Scan<'a>, judge: &'b mut J) -> Self {
        let best = BinaryHeap::with_capacity(scan.request.k.min(scan.snapshot.len()));
        Self { scan, judge, best, bar: None, least: LeastShare::ANY, top: Top::default() }
    }

    /// Counts one window: what counts of it, its sums in `sums`.
    pub(crate) fn tally(&mut self, rows: &Rows<'a>, sums: &mut Vec<u32>) -> Result<RowSet> {
        let admitted = self.admit(rows)?;
        sums.clear();
        sums.resize(rows.len(), 0);
        rows.postings().add(self.scan.credits, sums);
        self.judge.tally(rows, &admitted, Shares { got: sums, of: rows.weight_totals() });
        Ok(admitted)
    }

    /// The best of all windows that it has seen.
    pub(crate) fn finish(mut self) -> Top {
        self.top.left_out_below = self.bar.filter(|_| self.top.asked < self.top.admitted);
        self.top.hits = self.best.into_sorted_vec().into_iter().map(|candidate| candidate.hit).collect();
        self.top
    }

    /// The documents of a window that count.
    fn admit(&mut self, rows: &Rows<'a>) -> Result<RowSet> {
        self.scan.check_deadline()?;
        let mut admitted = rows.alive();
        self.top.scanned += admitted.len();
        self.judge.admit(rows, &mut admitted);
        self.top.admitted += admitted.len();
        self.scan.check_deadline()?;
        Ok(admitted)
    }
}

impl<'a, J: Judge> Worker<'a, '_, J> {
    /// Scans one window; `sums` is room that it may use.
    pub(crate) fn see(&mut self, rows: &Rows<'a>, sums: &mut Vec<u32>) -> Result<()> {
        let admitted = self.tally(rows, sums)?;
        self.select(rows, admitted, Shares { got: sums, of: rows.weight_totals() })
    }

    fn k(&self) -> usize {
        self.scan.request.k
    }

    /// Asks the points of every document that could be among the best k. While there
    /// is no bar yet, those with the highest ceilings go first: they set one that few
    /// others reach.
    fn select(&mut self, rows: &Rows<'a>, mut pending: RowSet, shares: Shares<'_>) -> Result<()> {
        if self.k() == 0 {
            return Ok(());
        }
        if let Ok(bar) = i32::try_from(self.scan.bar.load(Access::Relaxed)) {
            self.raise_bar(bar);
        }
        if self.bar.is_none() {
            for (ceiling, place) in self.highest_ceilings(rows, &pending, shares) {
                pending.remove(place);
                self.consider(&rows.row(place), shares.get(place), ceiling);
            }
            self.scan.check_deadline()?;
        }
        // Equal is enough to be asked: freshness and key may still decide.
        pending.for_each_with_least(shares, self.least, |place| {
            let (row, share) = (rows.row(place), shares.get(place));
            let ceiling = self.judge.ceiling_of(&row, share);
            if self.bar.is_none_or(|bar| ceiling >= bar) {
                self.consider(&row, share, ceiling);
            }
            self.least
        });
        Ok(())
    }

    /// Up to k places with the highest ceilings of a window, and these.
    fn highest_ceilings(&self, rows: &Rows<'_>, pending: &RowSet, shares: Shares<'_>) -> Vec<(i32, usize)> {
        let mut highest: BinaryHeap<Reverse<(i32, usize)>> = BinaryHeap::new();
        let mut least = LeastShare::ANY;
        pending.for_each_with_least(shares, least, |place| {
            let ceiling = self.judge.ceiling_of(&rows.row(place), shares.get(place));
            let lowest = highest.peek().filter(|_| highest.len() == self.k()).map(|Reverse((lowest, _))| *lowest);
            if lowest.is_none_or(|lowest| ceiling > lowest) {
                if lowest.is_some() {
                    highest.pop();
                }
                highest.push(Reverse((ceiling, place)));
                if highest.len() == self.k() {
                    let lowest = highest.peek().map_or(i32::MIN, |Reverse((lowest, _))| *lowest);
                    least = self.judge.least_share(lowest.saturating_add(1));
                }
            }
            least
        });
        highest.into_sorted_vec().into_iter().map(|Reverse(found)| found).collect()
    }

    /// Asks the points of a document and keeps it if it is among the best k so far.
    fn consider(&mut self, row: &Row<'a>, share: Share, ceiling: i32) {
        self.top.asked += 1;
        let points = self.judge.points(row, share);
        assert!(points <= ceiling, "{points} points over the ceiling {ceiling}");
        let hit = Hit { id: row.id(), points, freshness: self.judge.freshness(row), share };
        let candidate = Candidate { hit, row: *row };
        if self.best.len() < self.k() {
            self.best.push(candidate);
        } else if let Some(mut worst) = self.best.peek_mut()
            && candidate < *worst
        {
            *worst = candidate;
        }
        if let Some(worst) = self.best.peek().filter(|_| self.best.len() == self.k()) {
            self.raise_bar(worst.hit.points);
        }
    }

    /// Takes it that k documents have so many points.
    fn raise_bar(&mut self, points: i32) {
        if self.bar.is_none_or(|bar| bar < points) {
            self.bar = Some(points);
            self.least = self.judge.least_share(points);
            self.scan.bar.fetch_max(points.into(), Access::Relaxed);
        }
    }
}

/// A document that may be among the best. The better one compares as less.
struct Candidate<'a> {
    hit: Hit,
    row: Row<'a>,
}

/// Total without the id, since a key names one live document. Keys lie far apart in memory, so they are read last.
pub(crate) fn better_first(left: &Hit, right: &Hit, keys: impl FnOnce() -> Ordering) -> Ordering {
    let by_points = right.points.cmp(&left.points);
    by_points.then(right.freshness.cmp(&left.freshness)).then_with(keys)
}

impl Ord for Candidate<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        better_first(&self.hit, &other.hit, || self.row.key().cmp(other.row.key()))
    }
}

impl PartialEq for Candidate<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate<'_> {}

impl PartialOrd for Candidate<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
