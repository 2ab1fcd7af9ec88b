//! The reader of a feed: bytes in, numbered records out.

use super::{
    Limits, Problem,
    charset::Transcoder,
    csv::CsvFeed,
    edudex::EduDexFeed,
    html::PageFeed,
    ndjson::NdjsonFeed,
    schema_org::{JsonLdFeed, Wanted},
    spec::{FeedFormat, FeedSpec},
};
use crate::domain::{Opportunity, RecordId};
use std::{
    collections::{HashSet, VecDeque},
    fmt,
};
use thiserror::Error;

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
#[derive(Clone, Debug, PartialEq, Eq, Error)]
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
    /// The feed ends inside a record or list, so a part of it is missing.
    #[error("the feed ends before its last record or list is closed; a part seems to be missing")]
    Truncated,
    /// Bytes after the end.
    #[error("nothing can follow after the end of the feed")]
    Finished,
    /// It is no text: it must be unpacked before it is sent.
    #[error("it is packed with gzip; unpack it first (`gzip -dc`) and send what comes out")]
    Packed,
    /// It is stated to be in one character set, and shows itself to be in another.
    #[error("it is stated to be {stated} but is {found}; leave the statement out, or correct it")]
    CharsetContradicted {
        /// The set that was stated.
        stated: &'static str,
        /// What the bytes say.
        found: &'static str,
    },
    /// A character set that cannot be read.
    #[error("it is written in {name}, which is not read; convert it to UTF-8")]
    CharsetUnreadable {
        /// Its name.
        name: &'static str,
    },
    /// The document states a character set that nobody knows.
    #[error("it states the unknown character set “{label}”; state the right one with the import")]
    CharsetUnknown {
        /// What it states.
        label: String,
    },
    /// A table without a header that can be read.
    #[error("it must begin with a header: a line with the names of its columns")]
    HeaderMissing,
    /// The mapping names columns that are not there.
    #[error("the mapping names columns that the header does not have: {columns}; its columns are {found}")]
    ColumnsMissing {
        /// Those columns.
        columns: String,
        /// The columns of the header.
        found: String,
    },
    /// The mapping names a column that is there twice.
    #[error("the mapping names columns that the header has more than once: {columns}; rename all but one")]
    ColumnsRepeated {
        /// Those columns.
        columns: String,
    },
    /// Without a mapping, columns must be named as fields.
    #[error("its columns must be named as fields, or a mapping must say what they are; no fields are {columns}")]
    ColumnsUnknown {
        /// Columns that are no fields.
        columns: String,
    },
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
/// // The character set of a short feed is known at its end; until then its bytes are kept.
/// reader.finish()?;
/// refused.extend(reader.by_ref().filter_map(|record| record.outcome.err()));
/// assert_eq!(refused[0][0].to_string(), "title must be given: the job title");
/// # Ok::<(), loopbaanbrug::ingest::FeedError>(())
/// ```
#[derive(Debug)]
pub struct FeedReader {
    transcoder: Transcoder,
    source: Box<dyn RecordSource>,
    accepted_ids: HashSet<[u8; ID_DIGEST_BYTES]>,
    records: u64,
    /// Records found while finishing.
    rest: VecDeque<FeedRecord>,
    failure: Option<FeedError>,
}

/// Bytes of the digest by which an id is remembered.
const ID_DIGEST_BYTES: usize = 16;

/// A format: UTF-8 in, records out. Bytes that are no UTF-8 are for it to refuse, with the record they stand in.
pub(super) trait RecordSource: fmt::Debug + Send {
    fn push(&mut self, bytes: &[u8]);

    /// Says that no more bytes come.
    fn finish(&mut self);

    /// Bytes that wait to be read.
    fn backlog_bytes(&self) -> usize;

    /// Whether the feed so far ends in the middle.
    fn is_truncated(&self) -> bool {
        false
    }

    /// The next record; nothing means that more bytes are needed. An error ends the feed.
    fn next(&mut self) -> Result<Option<Found>, FeedError>;
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
    /// Begins a feed of a format, or of a format with a mapping or character set.
    #[must_use]
    pub fn new(spec: impl Into<FeedSpec>) -> Self {
        let spec = spec.into();
        let source: Box<dyn RecordSource> = match spec.format() {
            FeedFormat::Ndjson => Box::new(NdjsonFeed::new()),
            FeedFormat::JobPostingJsonLd => Box::new(JsonLdFeed::new(Wanted::Postings)),
            FeedFormat::CourseJsonLd => Box::new(JsonLdFeed::new(Wanted::Courses)),
            FeedFormat::HtmlPages => Box::new(PageFeed::default()),
            FeedFormat::Csv => Box::new(CsvFeed::new(spec.mapping().cloned())),
            FeedFormat::EduDexXml => Box::new(EduDexFeed::default()),
        };
        Self {
            transcoder: Transcoder::new(spec.charset(), spec.format().statement()),
            source,
            accepted_ids: HashSet::new(),
            records: 0,
            rest: VecDeque::new(),
            failure: None,
        }
    }

    /// Takes the next bytes. Bad records are not errors: they come out of the iterator.
    ///
    /// # Errors
    /// [`FeedError::ChunkTooLarge`], [`FeedError::NotTaken`], [`FeedError::TooManyRecords`], [`FeedError::Finished`], and
    /// those of character sets and columns. After an error nothing of the feed should be used.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), FeedError> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        if bytes.len() > Limits::CHUNK_BYTES_MAX {
            return Err(FeedError::ChunkTooLarge { actual_bytes: bytes.len() });
        }
        // The longest that can wait by right is one incomplete element.
        if self.source.backlog_bytes() > Limits::GRAPH_BYTES_MAX {
            return Err(FeedError::NotTaken);
        }
        let source = &mut self.source;
        let pushed = self.transcoder.push(bytes, &mut |text| source.push(text));
        pushed.inspect_err(|error| self.failure = Some(error.clone()))
    }

    /// Says that the feed has ended. Records that were incomplete until now can be taken afterwards.
    ///
    /// # Errors
    /// [`FeedError::Truncated`], and whatever [`FeedReader::push`] may return.
    pub fn finish(&mut self) -> Result<(), FeedError> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        let source = &mut self.source;
        if let Err(error) = self.transcoder.finish(&mut |text| source.push(text)) {
            self.failure = Some(FeedError::Finished);
            return Err(error);
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

    /// Bytes that are held since the record they belong to is not complete. Bounded by the limits of the format, whatever the
    /// length of the feed; the ids of accepted records are not counted.
    #[must_use]
    pub fn held_bytes(&self) -> usize {
        self.transcoder.held_bytes() + self.source.backlog_bytes()
    }

    fn read_next(&mut self) -> Option<FeedRecord> {
        if self.failure.is_some() {
            return None;
        }
        let Found { line, id, mut outcome } = match self.source.next() {
            Ok(found) => found?,
            Err(error) => {
                self.failure = Some(error);
                return None;
            }
        };
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
