//! One import: bytes of a feed in, a report out. Whole or not at all.

use super::{Engine, EngineError, limits};
use crate::{
    catalogue::{self, Catalogue, FeedTally, Import, ImportMode, StagedRecord},
    domain::{OpportunityKind, RecordId, SourceName},
    failpoint,
    ingest::{self, Accepted, FeedReader, FeedRecord, FeedSpec, Problem},
};
use serde::{Deserialize, Serialize};

/// What an import holds.
#[derive(Clone, Debug)]
pub struct ImportHeader {
    /// Where the records come from.
    pub source: SourceName,
    /// Kind of every record; none allows both.
    pub kind: Option<OpportunityKind>,
    /// Format of the bytes, with what belongs to it.
    pub format: FeedSpec,
    /// Whether the feed is all there is.
    pub mode: ImportMode,
    /// Identifies the import so that it can be repeated safely; none makes a new one.
    pub request_id: Option<String>,
    /// Number of records that must come.
    pub expected_count: Option<u64>,
    /// Largest share of its source that a full feed may remove, in percent.
    pub removed_percent_max: u8,
    /// Check and report, change nothing.
    pub validate_only: bool,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportReport {
    /// Request id, given or made.
    pub request_id: String,
    /// Revision that holds the import.
    pub revision: u64,
    /// Records that came.
    pub received: u64,
    /// Records that are new or changed.
    pub accepted: u64,
    /// Records that were there already.
    pub unchanged: u64,
    /// Records that are no longer there.
    pub removed: u64,
    /// Records that were refused.
    pub rejected: u64,
    /// The refused records, the first [`limits::REJECTIONS_KEPT_MAX`].
    pub rejections: Vec<Rejection>,
    /// Whether nothing was written because only a check was asked.
    pub validate_only: bool,
    /// Whether this answers a repeated request id.
    pub repeated: bool,
}

/// A refused record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// Its number in the feed, from 1.
    pub number: u64,
    /// The line on which it began, from 1.
    pub line: u64,
    /// Its id, when that could be read.
    pub record_id: Option<String>,
    /// All that is wrong with it.
    pub problems: Vec<RecordProblem>,
}

/// One thing wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordProblem {
    /// Path of the field; empty for the record as a whole.
    pub field: String,
    /// Stable code.
    pub code: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl From<Problem> for RecordProblem {
    fn from(problem: Problem) -> Self {
        Self { field: problem.field, code: problem.code.to_owned(), message: problem.message }
    }
}

/// An import under way. Dropped before [`ImportSession::finish`], it changes nothing.
#[must_use = "an import that is not finished changes nothing"]
pub struct ImportSession {
    catalogue: Catalogue,
    import: Import,
    /// Away while a chunk is being read on another thread.
    reader: Option<FeedReader>,
    digest: blake3::Hasher,
    received: u64,
    rejected: u64,
    rejections: Vec<Rejection>,
}

impl Engine {
    /// Begins an import.
    ///
    /// # Errors
    /// [`EngineError::ImportInProgress`] when the source is being imported, [`EngineError::Invalid`] for a request id that
    /// is none.
    pub async fn import(&self, header: ImportHeader) -> Result<ImportSession, EngineError> {
        let request_id = match header.request_id {
            Some(request_id) => {
                check_request_id("header.request_id", &request_id)?;
                request_id
            }
            None => uuid::Uuid::now_v7().to_string(),
        };
        let catalogue = self.shared.catalogue.clone();
        let begun = catalogue::ImportHeader {
            source: header.source,
            kind: header.kind,
            mode: header.mode,
            request_id,
            expected_count: header.expected_count,
            removed_percent_max: header.removed_percent_max,
            validate_only: header.validate_only,
        };
        let import = catalogue.begin(begun).await?;
        failpoint::reached("import.begun");
        let mut digest = blake3::Hasher::new();
        // The same bytes under another mapping, or for another kind, are another feed.
        digest.update(&header.format.fingerprint());
        digest.update(header.kind.map_or("", OpportunityKind::code).as_bytes());
        let reader = Some(FeedReader::new(header.format));
        Ok(ImportSession { catalogue, import, reader, digest, received: 0, rejected: 0, rejections: Vec::new() })
    }
}

/// Whether an import may have this request id, which stands in this field of a request.
pub(super) fn check_request_id(field: &str, request_id: &str) -> Result<(), EngineError> {
    let count = request_id.chars().take(limits::REQUEST_ID_CHARS_MAX + 1).count();
    let printable = !request_id.chars().any(char::is_control);
    if (1..=limits::REQUEST_ID_CHARS_MAX).contains(&count) && printable {
        return Ok(());
    }
    let rule = format!("must have 1 to {} printable characters", limits::REQUEST_ID_CHARS_MAX);
    Err(EngineError::field(field, &rule))
}

impl ImportSession {
    /// Takes the next bytes of the feed; where they are cut makes no difference.
    ///
    /// # Errors
    /// [`EngineError::FeedInvalid`] when the feed as a whole passes a limit; the import must then be dropped.
    pub async fn push(&mut self, chunk: &[u8]) -> Result<(), EngineError> {
        self.digest.update(chunk);
        let chunk = chunk.to_vec();
        self.read(move |reader| reader.push(&chunk)).await
    }

    /// Applies the feed, durably, and reports.
    ///
    /// # Errors
    /// The refusals of the catalogue: [`EngineError::RequestIdReused`], [`EngineError::RecordCountMismatch`],
    /// [`EngineError::FeedShrank`], [`EngineError::FeedUnread`]; [`EngineError::FeedInvalid`] when the feed breaks off. Nothing is changed then.
    pub async fn finish(mut self) -> Result<ImportReport, EngineError> {
        self.read(FeedReader::finish).await?;
        failpoint::reached("import.complete");
        let header = self.import.header().clone();
        let tally = FeedTally {
            received: self.received,
            rejected: self.rejected,
            content_digest: self.digest.finalize(),
            report_json: serde_json::to_string(&self.rejections).map_err(anyhow::Error::from)?,
        };
        let outcome = self.import.commit(tally).await.map_err(|error| explained(error.into(), &self.rejections))?;
        let rejections = if outcome.repeated {
            let stored = self.catalogue.import_report(&header.source, &header.request_id).await?;
            let json = stored.map_or_else(|| "[]".to_owned(), |stored| stored.report_json);
            serde_json::from_str(&json).map_err(anyhow::Error::from)?
        } else {
            self.rejections
        };
        Ok(ImportReport {
            request_id: header.request_id,
            revision: outcome.revision,
            received: outcome.received,
            accepted: outcome.accepted,
            unchanged: outcome.unchanged,
            removed: outcome.removed,
            rejected: outcome.rejected,
            rejections,
            validate_only: outcome.validate_only,
            repeated: outcome.repeated,
        })
    }

    /// Lets the reader work on a thread that may block, then stages what it read.
    async fn read(
        &mut self,
        step: impl FnOnce(&mut FeedReader) -> Result<(), ingest::FeedError> + Send + 'static,
    ) -> Result<(), EngineError> {
        let gone = || EngineError::FeedInvalid("an earlier part of it could not be read".to_owned());
        let mut reader = self.reader.take().ok_or_else(gone)?;
        let header = self.import.header();
        let rules = Rules { mode: header.mode, kind: header.kind };
        let work = move || {
            let stepped = step(&mut reader);
            let records: Vec<_> = reader.by_ref().map(|record| rules.read(record)).collect();
            (reader, records, stepped)
        };
        let (reader, records, stepped) = tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)?;
        stepped?;
        let mut staged = Vec::with_capacity(records.len());
        for record in records {
            self.received += 1;
            match record {
                Ok(Wanted::Put(record)) => staged.push(record),
                Ok(Wanted::Remove(id)) => self.import.remove(&id)?,
                Err(refused) => self.refuse(refused)?,
            }
        }
        self.import.stage(staged).await?;
        self.reader = Some(reader);
        Ok(())
    }

    fn refuse(&mut self, refused: Refused) -> Result<(), EngineError> {
        self.rejected += 1;
        // A full feed must not remove a record only because its new version is wrong.
        if let Some(id) = &refused.id {
            self.import.keep(id)?;
        }
        if self.rejections.len() < limits::REJECTIONS_KEPT_MAX {
            self.rejections.push(refused.rejection);
        }
        Ok(())
    }
}

/// What a correct record asks for.
enum Wanted {
    Put(StagedRecord),
    Remove(RecordId),
}

struct Refused {
    id: Option<RecordId>,
    rejection: Rejection,
}

/// What the header of an import says of its records.
#[derive(Clone, Copy)]
struct Rules {
    mode: ImportMode,
    kind: Option<OpportunityKind>,
}

impl Rules {
    fn read(self, record: FeedRecord) -> Result<Wanted, Refused> {
        let FeedRecord { number, line, id, outcome } = record;
        let read = outcome.and_then(|accepted| self.accept(accepted).map_err(|problem| vec![problem]));
        read.map_err(|problems| {
            let record_id = id.as_ref().map(|id| id.as_str().to_owned());
            let problems = problems.into_iter().map(RecordProblem::from).collect();
            Refused { id, rejection: Rejection { number, line, record_id, problems } }
        })
    }

    fn accept(self, accepted: Accepted) -> Result<Wanted, Problem> {
        let Accepted { id, opportunity, .. } = accepted;
        let Some(opportunity) = opportunity else {
            return match self.mode {
                ImportMode::Delta => Ok(Wanted::Remove(id)),
                ImportMode::Full => Err(withdrawn_from_full()),
            };
        };
        let kind = opportunity.kind();
        if let Some(wanted) = self.kind.filter(|wanted| *wanted != kind) {
            return Err(of_other_kind(wanted, kind));
        }
        let body = ingest::encode(&opportunity, &id);
        let digest = blake3::hash(body.as_bytes());
        Ok(Wanted::Put(StagedRecord { id, kind, body, digest }))
    }
}

/// A refusal of the whole feed, with what was wrong with its first record, or that it has none: nobody will see the report.
fn explained(refusal: EngineError, rejections: &[Rejection]) -> EngineError {
    match (refusal, rejections.first()) {
        (EngineError::FeedUnread { current, remaining, .. }, Some(Rejection { line, problems, .. })) => {
            let problem = problems.first().map(|it| format!("{} {}", it.field, it.message));
            let first = match problem {
                Some(problem) => format!("; the first, on line {line}: {}", problem.trim_start()),
                None => format!("; the first came on line {line}"),
            };
            EngineError::FeedUnread { current, remaining, first }
        }
        (EngineError::FeedUnread { current, remaining, .. }, None) => {
            EngineError::FeedUnread { current, remaining, first: "; the feed holds no record".to_owned() }
        }
        (refusal, _) => refusal,
    }
}

fn withdrawn_from_full() -> Problem {
    let message = "cannot stand in a full feed, which removes what it does not hold; leave the record out";
    Problem { field: "remove".to_owned(), code: "not_in_full_feed", message: message.to_owned() }
}

fn of_other_kind(wanted: OpportunityKind, kind: OpportunityKind) -> Problem {
    let message = format!("must be “{}”, the kind that this import announced; is “{}”", wanted.code(), kind.code());
    Problem { field: "type".to_owned(), code: "other_kind", message }
}
