//! The scan: every live document once, a window of rows at a time. First the
//! caller's conditions, then the sums of its credits, then the best k. What points
//! mean is the caller's affair; here they are numbers with a ceiling.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::time::Instant;

use crate::credits::{Credits, Share};
use crate::error::{Error, Result, within};
use crate::postings::WINDOW_ROWS;
use crate::rows::{Row, RowSet, Rows, Shares};
use crate::snapshot::{DocumentId, Snapshot};

/// What the caller knows of points: which documents count, what each is worth.
///
/// Documents come in windows. For each window the order of calls is `admit`,
/// `tally`, and then, for every document whose ceiling could still enter the best
/// k, `points` and `freshness`. Windows and documents come in no certain order, so
/// an answer must not depend on earlier calls.
pub trait Judge {
    /// Takes the documents that do not count out of `admitted`.
    fn admit(&mut self, rows: &Rows<'_>, admitted: &mut RowSet);

    /// Sees all documents of a window that count; for the caller's own counts.
    fn tally(&mut self, rows: &Rows<'_>, admitted: &RowSet, shares: Shares<'_>) {
        let _ = (rows, admitted, shares);
    }

    /// A number that `points` never exceeds for a document with this share.
    fn ceiling(&self, share: Share) -> i32;

    /// Whether the ceiling is at least `points`. Asked of every document that
    /// counts, so worth a quicker way than the ceiling itself when there is one.
    fn reaches(&self, share: Share, points: i32) -> bool {
        self.ceiling(share) >= points
    }

    /// The least [`Share::got`] with which any document reaches `points`. Documents
    /// with less are passed over at no more cost than a comparison; 0 passes none over.
    fn least_got(&self, points: i32) -> u64 {
        let _ = points;
        0
    }

    /// The exact points of a document.
    fn points(&mut self, row: &Row<'_>, share: Share) -> i32;

    /// Decides between equal points, higher first.
    fn freshness(&self, row: &Row<'_>) -> i32;
}

/// How many documents to find, and until when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TopRequest {
    /// The number of documents wanted; with 0 every document is still tallied.
    pub k: usize,
    /// When to give up.
    pub deadline: Option<Instant>,
}

/// The best k documents and the proof that they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Top {
    /// By points descending, then freshness descending, then key ascending.
    pub hits: Vec<Hit>,
    /// The number of documents that were admitted.
    pub admitted: u64,
    /// The number of documents that were looked at: all of the snapshot.
    pub scanned: u64,
    /// The number of documents whose points were asked.
    pub asked: u64,
    /// The ceiling of every document whose points were not asked is lower than this,
    /// and this is not more than the points of the last hit. Absent when the points
    /// of all that were admitted were asked, and when k is 0.
    pub left_out_below: Option<i32>,
}

/// One of the best documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The document, in the snapshot that was scanned.
    pub id: DocumentId,
    /// Its points.
    pub points: i32,
    /// Its share.
    pub share: Share,
}

impl Snapshot {
    /// The most documents that one scan may ask for.
    pub const HITS_LIMIT: usize = 10_000;

    /// The k documents with most points among those that the judge admits: exact,
    /// in a total order (points descending, freshness descending, key ascending)
    /// that depends on nothing but the documents and the judge.
    ///
    /// # Errors
    ///
    /// [`Error::DeadlineExceeded`] when the deadline passes, [`Error::TooLarge`]
    /// when k is over [`Self::HITS_LIMIT`].
    ///
    /// # Panics
    ///
    /// When the judge gives a document more points than its own ceiling, since the
    /// answer could then be wrong without a sign.
    pub fn top(&self, credits: &Credits, judge: &mut impl Judge, request: TopRequest) -> Result<Top> {
        within("hits", request.k, Self::HITS_LIMIT)?;
        let mut scan = Scan {
            judge,
            k: request.k,
            deadline: request.deadline,
            best: BinaryHeap::with_capacity(request.k.min(self.len())),
            bar: None,
            top: Top::default(),
        };
        let mut sums = Vec::new();
        for (number, part) in (0..).zip(&self.parts) {
            for (window, start) in (0..part.rows()).step_by(WINDOW_ROWS as usize).enumerate() {
                let end = part.rows().min(start.saturating_add(WINDOW_ROWS));
                let rows = Rows::new(part, number, self.serial, start..end);
                let admitted = scan.admit(&rows)?;
                sums.clear();
                sums.resize(rows.len(), 0);
                part.block.postings(window).add(credits, &mut sums);
                let shares = Shares { got: &sums, of: &part.block.weight_totals()[rows.range()] };
                scan.judge.tally(&rows, &admitted, shares);
                scan.select(&rows, admitted, shares)?;
            }
        }
        Ok(scan.finish())
    }

    /// The share of one document, the same as a scan would find.
    #[must_use]
    pub fn share(&self, id: DocumentId, credits: &Credits) -> Share {
        credits.share(&self.part_of(id).block, id.row as usize)
    }

    /// One document in the form that a [`Judge`] sees, to explain its points.
    #[must_use]
    pub fn row(&self, id: DocumentId) -> Row<'_> {
        Row::new(self.part_of(id), id, self.serial)
    }
}

/// A scan on its way.
struct Scan<'a, J> {
    judge: &'a mut J,
    k: usize,
    deadline: Option<Instant>,
    /// The best k so far, the worst of them on top.
    best: BinaryHeap<Candidate<'a>>,
    /// The points of the worst of the best k, as soon as there are k. It only rises.
    bar: Option<i32>,
    top: Top,
}

impl<'a, J: Judge> Scan<'a, J> {
    fn check_deadline(&self) -> Result<()> {
        match self.deadline {
            Some(deadline) if Instant::now() >= deadline => Err(Error::DeadlineExceeded),
            _ => Ok(()),
        }
    }

    /// The documents of a window that count.
    fn admit(&mut self, rows: &Rows<'a>) -> Result<RowSet> {
        self.check_deadline()?;
        let mut admitted = rows.alive();
        self.top.scanned += admitted.len();
        self.judge.admit(rows, &mut admitted);
        self.top.admitted += admitted.len();
        self.check_deadline()?;
        Ok(admitted)
    }

    /// Asks the points of every document that could be among the best k. While
    /// there are no k yet, those with the highest ceilings go first: they set a bar
    /// that few others reach.
    fn select(&mut self, rows: &Rows<'a>, mut pending: RowSet, shares: Shares<'_>) -> Result<()> {
        if self.k == 0 {
            return Ok(());
        }
        if self.best.len() < self.k {
            for place in self.highest_ceilings(&pending, shares) {
                pending.remove(place);
                self.consider(&rows.row(place), shares.get(place));
            }
            self.check_deadline()?;
        }
        if let Some(bar) = self.bar {
            pending.retain_shares(shares, self.judge.least_got(bar));
        }
        // Equal is enough to be asked: freshness and key may still decide.
        pending.for_each(|place| {
            let share = shares.get(place);
            if self.bar.is_none_or(|bar| self.judge.reaches(share, bar)) {
                self.consider(&rows.row(place), share);
            }
        });
        Ok(())
    }

    /// Up to k places with the highest ceilings of a window.
    fn highest_ceilings(&self, pending: &RowSet, shares: Shares<'_>) -> Vec<usize> {
        let mut highest: BinaryHeap<Reverse<(i32, usize)>> = BinaryHeap::new();
        pending.for_each(|place| {
            let share = shares.get(place);
            match highest.peek() {
                Some(Reverse((lowest, _))) if highest.len() == self.k => {
                    if self.judge.reaches(share, lowest.saturating_add(1)) {
                        highest.pop();
                        highest.push(Reverse((self.judge.ceiling(share), place)));
                    }
                }
                _ => highest.push(Reverse((self.judge.ceiling(share), place))),
            }
        });
        highest.into_sorted_vec().into_iter().map(|Reverse((_, place))| place).collect()
    }

    /// Asks the points of a document and keeps it if it is among the best k so far.
    fn consider(&mut self, row: &Row<'a>, share: Share) {
        self.top.asked += 1;
        let points = self.judge.points(row, share);
        let ceiling = self.judge.ceiling(share);
        assert!(points <= ceiling, "{points} points over the ceiling {ceiling}");
        let candidate = Candidate { points, freshness: self.judge.freshness(row), row: *row, share };
        if self.best.len() < self.k {
            self.best.push(candidate);
        } else if let Some(mut worst) = self.best.peek_mut()
            && candidate < *worst
        {
            *worst = candidate;
        }
        self.bar = self.best.peek().filter(|_| self.best.len() == self.k).map(|worst| worst.points);
    }

    fn finish(mut self) -> Top {
        self.top.left_out_below = self.bar.filter(|_| self.top.asked < self.top.admitted);
        let best = self.best.into_sorted_vec();
        self.top.hits = best.iter().map(Candidate::hit).collect();
        self.top
    }
}

/// A document that may be among the best. The better one compares as less.
struct Candidate<'a> {
    points: i32,
    freshness: i32,
    row: Row<'a>,
    share: Share,
}

impl Candidate<'_> {
    fn hit(&self) -> Hit {
        Hit { id: self.row.id(), points: self.points, share: self.share }
    }
}

impl Ord for Candidate<'_> {
    /// Total without the id, since a key names one live document. Keys lie far apart in memory, so they are read last.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_points = other.points.cmp(&self.points);
        let by_freshness = other.freshness.cmp(&self.freshness);
        by_points.then(by_freshness).then_with(|| self.row.key().cmp(other.row.key()))
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
