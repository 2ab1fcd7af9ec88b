//! The reader of a feed: bytes in, numbered records out.

use super::{
    Limits, Problem,
    jobposting::PostingFeed,
    lines::LineSplitter,
    record::{self, too_large},
};
use crate::domain::{Opportunity, RecordId};
use std::collections::{HashSet, VecDeque};
use thiserror::Error;

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeedFormat {
    /// The project's own format: one JSON object a line, described in `docs/feeds.md`.
    Ndjson,
    /// schema.org JobPosting as JSON-LD: a list, objects one after another, or objects with a `@graph`.
    JobPostingJsonLd,
}

/// One record of a feed, good or bad.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedRecord {
    /// Counted from 1 over the records that were looked at.
    pub number: u64,
    /// Line on which it begins, counted from 1.
    pub line: u64,
    /// Its id, when that could be read; also for a refused record, so that a refresh need not take it for withdrawn.
    pub id: Option<RecordId>,
    /// The record, or all that is wrong with it (never empty).
    pub outcome: Result<Accepted, Vec<Problem>>,
}

/// A correct record.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// Its id within the feed; no other accepted record of the feed has it.
    pub id: RecordId,
    /// What it says; none when the source withdraws the record.
    pub opportunity: Option<Opportunity>,
    /// What was left out, or read with an assumption, without spoiling the record. Always empty for NDJSON.
    pub notes: Vec<Problem>,
}

/// Why a feed as a whole cannot be read on. Messages fit “failed to read the feed: {…}”.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FeedError {
    /// One push with too many bytes.
    #[error("a chunk must have at most {} bytes, has {actual_bytes}", Limits::CHUNK_BYTES_MAX)]
    ChunkTooLarge {
        /// Bytes in the chunk.
        actual_bytes: usize,
    },
    /// Chunks are pushed, but records are not taken.
    #[error("the records of a chunk must be taken before the next chunk is pushed")]
    NotTaken,
    /// More records than allowed.
    #[error("a feed must have at most {} records", Limits::RECORDS_MAX)]
    TooManyRecords,
    /// The feed ends inside a list, so a part of it is missing.
    #[error("the feed ends before its list is closed; a part seems to be missing")]
    Truncated,
    /// Bytes after the end.
    #[error("nothing can follow after the end of the feed")]
    Finished,
}

/// Reads a feed that arrives in pieces. Push a chunk, take every record from the iterator, push the next one, and
/// finish; where the chunks are cut makes no difference. Memory is bounded by the chunk and record limits, plus 16 bytes
/// for every accepted id.
///
/// The iterator returns `None` when it needs more bytes, and may return records again after the next push.
///
/// ```
/// use loopbaanbrug::ingest::{FeedFormat, FeedReader};
/// let mut reader = FeedReader::new(FeedFormat::Ndjson);
/// let mut refused = Vec::new();
/// for chunk in [&b"{\"type\":\"vac"[..], b"ancy\",\"id\":\"v-1\"}\n"] {
///     reader.push(chunk)?;
///     refused.extend(reader.by_ref().filter_map(|record| record.outcome.err()));
/// }
/// reader.finish()?;
/// assert_eq!(refused[0][0].to_string(), "title must be given: the job title");
/// # Ok::<(), loopbaanbrug::ingest::FeedError>(())
/// ```
#[derive(Debug)]
pub struct FeedReader {
    source: Source,
    accepted_ids: HashSet<[u8; ID_DIGEST_BYTES]>,
    records: u64,
    /// Records found while finishing.
    rest: VecDeque<FeedRecord>,
    failure: Option<FeedError>,
}

/// Bytes of the digest by which an id is remembered.
const ID_DIGEST_BYTES: usize = 16;

#[derive(Debug)]
enum Source {
    Lines(LineSplitter),
    Postings(Box<PostingFeed>),
}

/// A record that has no number yet and may repeat the id of another.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) line: u64,
    pub(super) id: Option<RecordId>,
    pub(super) outcome: Result<Accepted, Vec<Problem>>,
}

impl Found {
    /// A refused record of which nothing else is known.
    pub(super) fn refused(line: u64, problem: Problem) -> Self {
        Self { line, id: None, outcome: Err(vec![problem]) }
    }
}

impl FeedReader {
    /// Begins a feed.
    #[must_use]
    pub fn new(format: FeedFormat) -> Self {
        let source = match format {
            FeedFormat::Ndjson => Source::Lines(LineSplitter::default()),
            FeedFormat::JobPostingJsonLd => Source::Postings(Box::default()),
        };
        Self { source, accepted_ids: HashSet::new(), records: 0, rest: VecDeque::new(), failure: None }
    }

    /// Takes the next bytes. Bad records are not errors: they come out of the iterator.
    ///
    /// # Errors
    /// [`FeedError::ChunkTooLarge`], [`FeedError::NotTaken`], [`FeedError::TooManyRecords`] or [`FeedError::Finished`].
    /// After an error nothing of the feed should be used.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), FeedError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        if bytes.len() > Limits::CHUNK_BYTES_MAX {
            return Err(FeedError::ChunkTooLarge { actual_bytes: bytes.len() });
        }
        // The longest that can wait by right is one incomplete element.
        if self.source.backlog_bytes() > Limits::GRAPH_BYTES_MAX {
            return Err(FeedError::NotTaken);
        }
        self.source.push(bytes);
        Ok(())
    }

    /// Says that the feed has ended. Records that were incomplete until now can be taken afterwards.
    ///
    /// # Errors
    /// [`FeedError::Truncated`], [`FeedError::TooManyRecords`] or [`FeedError::Finished`].
    pub fn finish(&mut self) -> Result<(), FeedError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        self.source.finish();
        // Read now, since what is wrong with the feed as a whole shows only when all of it was read.
        while let Some(record) = self.read_next() {
            self.rest.push_back(record);
        }
        match self.failure.replace(FeedError::Finished) {
            Some(failure) => Err(failure),
            None if self.source.is_truncated() => Err(FeedError::Truncated),
            None => Ok(()),
        }
    }

    fn read_next(&mut self) -> Option<FeedRecord> {
        if self.failure.is_some() {
            return None;
        }
        let Found { line, id, mut outcome } = self.source.next()?;
        if self.records == Limits::RECORDS_MAX {
            self.failure = Some(FeedError::TooManyRecords);
            return None;
        }
        self.records += 1;
        if let Ok(accepted) = &outcome
            && !self.accepted_ids.insert(digest(&accepted.id))
        {
            outcome = Err(vec![repeated(&accepted.id)]);
        }
        Some(FeedRecord { number: self.records, line, id, outcome })
    }
}

impl Iterator for FeedReader {
    type Item = FeedRecord;

    fn next(&mut self) -> Option<FeedRecord> {
        self.rest.pop_front().or_else(|| self.read_next())
    }
}

fn digest(id: &RecordId) -> [u8; ID_DIGEST_BYTES] {
    let mut digest = [0; ID_DIGEST_BYTES];
    let hash = blake3::hash(id.as_str().as_bytes());
    digest.copy_from_slice(hash.as_bytes().first_chunk::<ID_DIGEST_BYTES>().unwrap_or(&[0; ID_DIGEST_BYTES]));
    digest
}

fn repeated(id: &RecordId) -> Problem {
    let message = format!("must be given once in a feed: an earlier record has the id “{}” too", id.as_str());
    Problem { field: "id".to_owned(), code: "repeated", message }
}

impl Source {
    fn push(&mut self, bytes: &[u8]) {
        match self {
            Self::Lines(lines) => lines.push(bytes),
            Self::Postings(postings) => postings.push(bytes),
        }
    }

    fn finish(&mut self) {
        match self {
            Self::Lines(lines) => lines.finish(),
            Self::Postings(postings) => postings.finish(),
        }
    }

    fn backlog_bytes(&self) -> usize {
        match self {
            Self::Lines(lines) => lines.backlog_bytes(),
            Self::Postings(postings) => postings.backlog_bytes(),
        }
    }

    /// Whether the feed so far ends in the middle. A cut NDJSON line cannot be told from a bad one.
    fn is_truncated(&self) -> bool {
        match self {
            Self::Lines(_) => false,
            Self::Postings(postings) => postings.in_list(),
        }
    }

    fn next(&mut self) -> Option<Found> {
        match self {
            Self::Lines(lines) => lines.next_line().map(|line| match line.bytes {
                Some(bytes) => read_line(line.number, bytes),
                None => Found::refused(line.number, too_large()),
            }),
            Self::Postings(postings) => postings.next_posting(),
        }
    }
}

fn read_line(line: u64, bytes: &[u8]) -> Found {
    let (id, outcome) = record::read_line(bytes);
    Found { line, id, outcome: outcome.map(|(id, opportunity)| Accepted { id, opportunity, notes: Vec::new() }) }
}
