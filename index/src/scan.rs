//! The scan: every live document once, first the caller's filter, then its terms
//! against a table of credits, then the best k. What points mean is the caller's
//! affair; here they are numbers with a ceiling. Sums of terms stand in `credits`.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::fmt;
use std::ops::Range;
use std::time::Instant;

use crate::credits::{Credits, Share};
use crate::error::{Error, Result, within};
use crate::layout::Column;
use crate::snapshot::{DocumentId, Part, Snapshot};
use crate::text::TextMatches;

/// The clock is read once for this many rows.
const ROWS_PER_DEADLINE_CHECK: u32 = 4_096;

/// What the caller knows of points: which documents count, what each is worth.
///
/// For one document the order of calls is `admits`, `tally`, `ceiling`, and, when
/// that could still enter the best k, `points` and `freshness`. Documents come in
/// no certain order, so an answer must not depend on earlier calls.
pub trait Judge {
    /// Whether the document counts at all. Asked once for every document.
    fn admits(&mut self, row: &Row<'_>) -> bool;

    /// Sees every admitted document once; for the caller's own counts.
    fn tally(&mut self, row: &Row<'_>, share: Share) {
        let _ = (row, share);
    }

    /// A number that `points` never exceeds for a document with this share.
    fn ceiling(&self, share: Share) -> i32;

    /// The exact points of a document.
    fn points(&mut self, row: &Row<'_>, share: Share) -> i32;

    /// Decides between equal points, higher first.
    fn freshness(&self, row: &Row<'_>) -> i32;
}

/// One document during a scan.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    part: &'a Part,
    id: DocumentId,
    serial: u64,
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
    /// The highest ceiling among documents whose points were never asked. When k
    /// hits were found (and k > 0) it is lower than the points of the last hit.
    pub best_ceiling_left_out: Option<i32>,
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

impl<'a> Row<'a> {
    /// The document.
    #[must_use]
    pub fn id(&self) -> DocumentId {
        self.id
    }

    /// Its key.
    #[must_use]
    pub fn key(&self) -> &'a str {
        self.part.block.key(self.row())
    }

    /// One of its numbers.
    ///
    /// # Panics
    ///
    /// When the column is not of this layout.
    #[inline]
    #[must_use]
    pub fn number(&self, column: Column) -> Option<i32> {
        self.part.block.number(column.0, self.row())
    }

    /// Whether it matches a text query.
    ///
    /// # Panics
    ///
    /// When the matches were found in another snapshot.
    #[inline]
    #[must_use]
    pub fn matches(&self, matches: &TextMatches) -> bool {
        assert_eq!(self.serial, matches.serial(), "matches of another snapshot");
        matches.contains(self.id)
    }

    #[inline(always)]
    fn row(&self) -> usize {
        self.id.row as usize
    }
}

impl fmt::Debug for Row<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Row");
        shown.field("id", &self.id).field("key", &self.key());
        shown.finish_non_exhaustive()
    }
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
            credits,
            judge,
            k: request.k,
            best: BinaryHeap::with_capacity(request.k.min(self.len())),
            top: Top::default(),
        };
        for (number, part) in (0..).zip(&self.parts) {
            for start in (0..part.rows()).step_by(ROWS_PER_DEADLINE_CHECK as usize) {
                let is_late = |deadline| Instant::now() >= deadline;
                if request.deadline.is_some_and(is_late) {
                    return Err(Error::DeadlineExceeded);
                }
                let end = start.saturating_add(ROWS_PER_DEADLINE_CHECK);
                scan.rows(self.serial, number, part, start..end.min(part.rows()));
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
        Row { part: self.part_of(id), id, serial: self.serial }
    }
}

/// A scan on its way.
struct Scan<'a, J> {
    credits: &'a Credits,
    judge: &'a mut J,
    k: usize,
    /// The best k so far, the worst of them on top.
    best: BinaryHeap<Candidate<'a>>,
    top: Top,
}

impl<'a, J: Judge> Scan<'a, J> {
    /// Looks at some rows of one part.
    fn rows(&mut self, serial: u64, part_number: u32, part: &'a Part, rows: Range<u32>) {
        for number in rows {
            if !part.is_alive(number as usize) {
                continue;
            }
            let id = DocumentId { part: part_number, row: number };
            let row = Row { part, id, serial };
            self.top.scanned += 1;
            if self.judge.admits(&row) {
                self.top.admitted += 1;
                self.admitted(&row);
            }
        }
    }

    /// Reads the terms of an admitted document, and its points when it may yet win.
    #[inline(always)]
    fn admitted(&mut self, row: &Row<'a>) {
        let share = self.credits.share(&row.part.block, row.row());
        self.judge.tally(row, share);
        let ceiling = self.judge.ceiling(share);
        if self.is_out_of_reach(ceiling) {
            self.top.best_ceiling_left_out = self.top.best_ceiling_left_out.max(Some(ceiling));
        } else {
            self.consider(row, share, ceiling);
        }
    }

    /// Whether even the ceiling is lower than the points of the worst of k hits.
    /// Equal is not enough: freshness and key may still decide.
    #[inline(always)]
    fn is_out_of_reach(&self, ceiling: i32) -> bool {
        if self.best.len() < self.k {
            return false;
        }
        self.best.peek().is_none_or(|worst| ceiling < worst.points)
    }

    /// Asks the points of a document and keeps it if it is among the best k so far.
    fn consider(&mut self, row: &Row<'a>, share: Share, ceiling: i32) {
        let points = self.judge.points(row, share);
        assert!(points <= ceiling, "{points} points over the ceiling {ceiling}");
        let candidate = Candidate { points, freshness: self.judge.freshness(row), key: row.key(), id: row.id, share };
        if self.best.len() < self.k {
            self.best.push(candidate);
        } else if let Some(mut worst) = self.best.peek_mut()
            && candidate < *worst
        {
            *worst = candidate;
        }
    }

    fn finish(mut self) -> Top {
        let best = self.best.into_sorted_vec();
        self.top.hits = best.iter().map(Candidate::hit).collect();
        self.top
    }
}

/// A document that may be among the best. The better one compares as less.
#[derive(PartialEq, Eq)]
struct Candidate<'a> {
    points: i32,
    freshness: i32,
    key: &'a str,
    id: DocumentId,
    share: Share,
}

impl Candidate<'_> {
    fn hit(&self) -> Hit {
        Hit { id: self.id, points: self.points, share: self.share }
    }
}

impl Ord for Candidate<'_> {
    /// Total without the id, since a key names one live document.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_points = other.points.cmp(&self.points);
        let by_freshness = other.freshness.cmp(&self.freshness);
        by_points.then(by_freshness).then_with(|| self.key.cmp(other.key))
    }
}

impl PartialOrd for Candidate<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
