//! Places in a ranking: how many opportunities that pass stand before chosen ones. Exact, from one scan for all of them.

use super::{
    explain::Explained,
    facts::{At, Facts},
    plan::Plan,
    recall::{Filter, Ranking},
};
use loopbaanbrug_index::{Counter, DocumentId, Error, Judge, RowSet, Rows, Scan, Shares};
use std::time::Instant;

/// What decides where an opportunity stands: points, then freshness, then key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    points: i32,
    freshness: i32,
    key: String,
}

impl Position {
    /// Of an explained document.
    #[must_use]
    pub fn of(plan: &Plan<'_>, id: DocumentId, explained: &Explained) -> Self {
        let at = At { snapshot: plan.world.index, id };
        let freshness = at.number(plan.world.columns.opens).unwrap_or(i32::MIN);
        Self { points: explained.total.points(), freshness, key: explained.listed.key.to_string() }
    }

    fn is_behind(&self, points: i32, freshness: i32, key: &str) -> bool {
        (points, freshness) > (self.points, self.freshness)
            || ((points, freshness) == (self.points, self.freshness) && key < self.key.as_str())
    }
}

/// A count under way. Threads may share it, as they share a [`Recall`](super::Recall).
pub struct Census<'a> {
    plan: &'a Plan<'a>,
    filter: &'a Filter,
    positions: &'a [Position],
    scan: Scan<'a>,
}

/// What one thread counted: for each position how many stand before it.
pub struct CensusPart {
    before: Vec<u64>,
    passed: u64,
}

impl<'a> Census<'a> {
    /// Begins to count.
    #[must_use]
    pub fn new(plan: &'a Plan<'a>, filter: &'a Filter, positions: &'a [Position], deadline: Option<Instant>) -> Self {
        let scan = plan.world.index.counting(&plan.credits, deadline);
        Self { plan, filter, positions, scan }
    }

    /// Into how many pieces the work can be divided.
    #[must_use]
    pub fn pieces(&self) -> usize {
        self.scan.windows()
    }

    /// Counts opportunities that no other thread has taken, until none is left.
    ///
    /// # Errors
    /// [`Error::DeadlineExceeded`] when the deadline passes.
    pub fn take_part(&self) -> Result<CensusPart, Error> {
        let mut counting = Counting {
            ranking: Ranking::new(self.plan, self.filter, None),
            positions: self.positions,
            least_points: self.positions.iter().map(|it| it.points).min().unwrap_or(i32::MAX),
            before: vec![0; self.positions.len()],
        };
        let passed = self.scan.count(&mut counting)?;
        Ok(CensusPart { before: counting.before, passed })
    }

    /// The rank of each position, from 1, and the number that pass. A position that does not pass itself gets the rank it
    /// would have.
    #[must_use]
    pub fn ranks(&self, parts: &[CensusPart]) -> (Vec<u64>, u64) {
        let before = |number: usize| parts.iter().map(|part| part.before[number]).sum::<u64>();
        let ranks = (0..self.positions.len()).map(|number| before(number) + 1).collect();
        (ranks, parts.iter().map(|part| part.passed).sum())
    }
}

/// What one thread counts.
struct Counting<'a> {
    ranking: Ranking<'a>,
    positions: &'a [Position],
    /// With fewer points nothing stands before any of them.
    least_points: i32,
    before: Vec<u64>,
}

impl Counter for Counting<'_> {
    fn admit(&mut self, rows: &Rows<'_>, admitted: &mut RowSet) {
        self.ranking.admit(rows, admitted);
    }

    fn tally(&mut self, rows: &Rows<'_>, admitted: &RowSet, shares: Shares<'_>) {
        let Self { ranking, positions, least_points, before } = self;
        let mut near = admitted.clone();
        near.retain_shares(shares, ranking.least_share(*least_points));
        near.for_each(|place| {
            let (row, share) = (rows.row(place), shares.get(place));
            let (points, freshness) = (ranking.points(&row, share), ranking.freshness(&row));
            for (position, before) in positions.iter().zip(before.iter_mut()) {
                *before += u64::from(position.is_behind(points, freshness, row.key()));
            }
        });
    }
}
