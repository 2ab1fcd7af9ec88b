//! The scan: every live document once, a window of rows at a time. First the
//! caller's conditions, then the sums of its credits, then the best k. What points
//! mean is the caller's affair; here they are numbers with a ceiling. Threads are
//! the caller's affair too: a scan can be shared, but starts none.

use std::cmp::Reverse;
use std::fmt;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Instant;

use crate::credits::{Credits, LeastShare, Share};
use crate::error::{Error, Result, within};
use crate::rows::{Row, RowSet, Rows, Shares};
use crate::snapshot::{DocumentId, Snapshot};
use crate::worker::{Worker, better_first};

/// Which documents count, and what the caller counts of them.
///
/// Documents come in windows. For each window `admit` is called, then `tally`.
/// Windows come in no certain order, so an answer must not depend on earlier calls.
pub trait Counter {
    /// Takes the documents that do not count out of `admitted`.
    fn admit(&mut self, rows: &Rows<'_>, admitted: &mut RowSet);

    /// Sees all documents of a window that count; for the caller's own counts.
    fn tally(&mut self, rows: &Rows<'_>, admitted: &RowSet, shares: Shares<'_>) {
        let _ = (rows, admitted, shares);
    }
}

/// What the caller knows of points: what each document that counts is worth.
///
/// After a window was tallied, `points` and `freshness` are asked of every document
/// whose ceiling could still enter the best k, in no certain order.
pub trait Judge: Counter {
    /// A number that `points` never exceeds for a document with this share.
    fn ceiling(&self, share: Share) -> i32;

    /// What every share has whose ceiling is at least `points`. Documents whose share
    /// has less are passed over many at a time.
    fn least_share(&self, points: i32) -> LeastShare {
        let _ = points;
        LeastShare::ANY
    }

    /// A lower [`ceiling`](Self::ceiling) that looks at the document itself. Asked of every document whose share is
    /// enough, so worth something that costs less than its points and rules most of them out.
    fn ceiling_of(&self, row: &Row<'_>, share: Share) -> i32 {
        let _ = row;
        self.ceiling(share)
    }

    /// The exact points of a document.
    fn points(&mut self, row: &Row<'_>, share: Share) -> i32;

    /// Decides between equal points, higher first.
    fn freshness(&self, row: &Row<'_>) -> i32;
}

/// How many documents to find, and until when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TopRequest {
    /// The number of documents wanted.
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
    /// What decides between equal points.
    pub freshness: i32,
    /// Its share.
    pub share: Share,
}

/// One scan that threads can share: each takes windows until none is left.
///
/// Useful for: one question at a time on a machine with more cores. Not useful for:
/// many questions at once, which are better answered by a thread each.
///
/// ```
/// # use loopbaanbrug_index::{Counter, Credits, Error, Index, Judge, Layout, Row, RowSet, Rows, Share, TopRequest};
/// # struct Coverage;
/// # impl Counter for Coverage {
/// #     fn admit(&mut self, _: &Rows<'_>, _: &mut RowSet) {}
/// # }
/// # impl Judge for Coverage {
/// #     fn ceiling(&self, _: Share) -> i32 { 0 }
/// #     fn points(&mut self, _: &Row<'_>, _: Share) -> i32 { 0 }
/// #     fn freshness(&self, _: &Row<'_>) -> i32 { 0 }
/// # }
/// # let directory = tempfile::tempdir()?;
/// # let snapshot = Index::open_or_create(directory.path(), Layout::default())?.snapshot()?;
/// let credits = Credits::none();
/// let scan = snapshot.scan(&credits, TopRequest { k: 20, deadline: None })?;
/// let (one, other) = std::thread::scope(|scope| {
///     let other = scope.spawn(|| scan.take_part(&mut Coverage));
///     (scan.take_part(&mut Coverage), other.join())
/// });
/// let top = scan.best_of([one?, other.expect("no panic")?]);
/// assert_eq!(top, snapshot.top(&credits, &mut Coverage, TopRequest { k: 20, deadline: None })?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Scan<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) credits: &'a Credits,
    pub(crate) request: TopRequest,
    windows: Vec<Rows<'a>>,
    /// How many of the windows were taken.
    taken: AtomicUsize,
    /// Points that k documents are known to have; lower than any points until there are k.
    pub(crate) bar: AtomicI64,
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
        let scan = self.scan(credits, request)?;
        let part = scan.take_part(judge)?;
        Ok(scan.best_of([part]))
    }

    /// The same for threads to share.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] when k is over [`Self::HITS_LIMIT`].
    pub fn scan<'a>(&'a self, credits: &'a Credits, request: TopRequest) -> Result<Scan<'a>> {
        within("hits", request.k, Self::HITS_LIMIT)?;
        Ok(self.divided(credits, request))
    }

    /// A scan that only counts, for threads to share: [`Scan::count`].
    #[must_use]
    pub fn counting<'a>(&'a self, credits: &'a Credits, deadline: Option<Instant>) -> Scan<'a> {
        self.divided(credits, TopRequest { k: 0, deadline })
    }

    fn divided<'a>(&'a self, credits: &'a Credits, request: TopRequest) -> Scan<'a> {
        let mut windows: Vec<_> = self.windows().collect();
        // The longest first: what is taken last should hold up nobody long.
        windows.sort_by_key(|rows| Reverse(rows.len()));
        let (taken, bar) = (AtomicUsize::new(0), AtomicI64::new(i64::MIN));
        Scan { snapshot: self, credits, request, windows, taken, bar }
    }

    /// All documents in the windows in which a scan sees them, numbered in this order.
    ///
    /// Useful for: what many scans of this snapshot ask of every document, found once and kept
    /// by [`Rows::window`].
    pub fn windows(&self) -> impl Iterator<Item = Rows<'_>> {
        let parts = (0..).zip(&self.parts);
        let windows = parts.flat_map(|(number, part)| Rows::of_part(part, number, self.serial));
        windows.enumerate().map(|(number, rows)| rows.numbered(number))
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

impl Scan<'_> {
    /// How many windows there are: more threads than that have nothing to do.
    #[must_use]
    pub fn windows(&self) -> usize {
        self.windows.len()
    }

    /// Scans windows that no other thread has taken, until none is left, and gives the
    /// best of them. A document that is beaten by k of other threads may be left out.
    ///
    /// # Errors
    ///
    /// [`Error::DeadlineExceeded`] when the deadline passes; the scan is then worthless
    /// to all threads.
    ///
    /// # Panics
    ///
    /// As [`Snapshot::top`].
    pub fn take_part(&self, judge: &mut impl Judge) -> Result<Top> {
        let mut worker = Worker::new(self, judge);
        let mut sums = Vec::new();
        while let Some(rows) = self.next_window() {
            worker.see(rows, &mut sums)?;
        }
        Ok(worker.finish())
    }

    /// Counts in windows that no other thread has taken, until none is left: how many
    /// documents were admitted.
    ///
    /// # Errors
    ///
    /// [`Error::DeadlineExceeded`] when the deadline passes.
    pub fn count(&self, counter: &mut impl Counter) -> Result<u64> {
        let mut worker = Worker::new(self, counter);
        let mut sums = Vec::new();
        while let Some(rows) = self.next_window() {
            worker.tally(rows, &mut sums)?;
        }
        Ok(worker.finish().admitted)
    }

    fn next_window(&self) -> Option<&Rows<'_>> {
        self.windows.get(self.taken.fetch_add(1, Ordering::Relaxed))
    }

    /// The best k of what all threads that took part have found.
    #[must_use]
    pub fn best_of(&self, parts: impl IntoIterator<Item = Top>) -> Top {
        let mut whole = Top::default();
        for part in parts {
            whole.hits.extend(part.hits);
            whole.admitted += part.admitted;
            whole.scanned += part.scanned;
            whole.asked += part.asked;
            whole.left_out_below = whole.left_out_below.max(part.left_out_below);
        }
        debug_assert_eq!(whole.scanned, self.snapshot.len() as u64, "every part of the scan");
        let key = |hit: &Hit| self.snapshot.key(hit.id);
        whole.hits.sort_unstable_by(|left, right| better_first(left, right, || key(left).cmp(key(right))));
        whole.hits.truncate(self.request.k);
        whole
    }

    pub(crate) fn check_deadline(&self) -> Result<()> {
        match self.request.deadline {
            Some(deadline) if Instant::now() >= deadline => Err(Error::DeadlineExceeded),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Scan<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Scan");
        shown.field("snapshot", self.snapshot).field("request", &self.request);
        shown.finish_non_exhaustive()
    }
}
