//! An import from its header to its last record; [`commit`] applies it.

pub use super::spool::StagedRecord;
use super::{
    BODY_BYTES_MAX, CatalogueError,
    claim::Claim,
    commit,
    spool::{Spool, Stretch},
    store::{Catalogue, Shared},
};
use crate::domain::{OpportunityKind, RecordId, SourceName};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// Most records in one import.
pub const IMPORT_RECORDS_MAX: u64 = 2_000_000;

/// Most bytes of bodies in one import: 16 GiB.
pub const IMPORT_BYTES_MAX: u64 = 16 << 30;

/// Largest share of its source that a full feed may remove when nobody says, in percent.
pub const REMOVED_PERCENT_MAX_DEFAULT: u8 = 50;

/// How a feed relates to what its source gave before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportMode {
    /// Add and change; leave the rest.
    Delta,
    /// The feed is all there is: whatever it does not hold is removed.
    Full,
}

/// What an import is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportHeader {
    /// Where the records come from.
    pub source: SourceName,
    /// Kind of all records: a full feed then replaces what its source has of this kind. None: it replaces all.
    pub kind: Option<OpportunityKind>,
    /// How the feed relates to what is there.
    pub mode: ImportMode,
    /// Identifies the import within its source, so that it can be repeated safely.
    pub request_id: String,
    /// Number of records that must come, rejected ones included; none when not announced.
    pub expected_count: Option<u64>,
    /// Largest share of its source that a full feed may remove, in percent, 0 to 100; 100 guards nothing. See
    /// [`SHRINK_GUARD_LIVE_MIN`](super::SHRINK_GUARD_LIVE_MIN) and [`CatalogueError::FeedUnread`].
    pub removed_percent_max: u8,
    /// Check and count, change nothing.
    pub validate_only: bool,
}

/// What is known of a feed at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedTally {
    /// Records that came.
    pub received: u64,
    /// Records that were rejected.
    pub rejected: u64,
    /// Digest over the bytes of the feed as they came.
    pub content_digest: blake3::Hash,
    /// Report on the rejected records, opaque here.
    pub report_json: String,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportOutcome {
    /// Revision that holds the import; the last revision there was when nothing changed.
    pub revision: u64,
    /// Records that came.
    pub received: u64,
    /// Records that are new, back again or have other content than before.
    pub accepted: u64,
    /// Records that were there with the same content, and removals of what was not there.
    pub unchanged: u64,
    /// Records that are no longer there.
    pub removed: u64,
    /// Records that were rejected.
    pub rejected: u64,
    /// Whether nothing was changed because only a check was asked; the counts say what would have happened.
    pub validate_only: bool,
    /// Whether this is the outcome of an earlier import with the same request id.
    pub repeated: bool,
}

/// An import as the catalogue keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredImport {
    /// Counts imports from 1, in the order in which they were applied.
    pub number: u64,
    /// Where the records came from.
    pub source: SourceName,
    /// Identifies it within its source.
    pub request_id: String,
    /// When it was applied; none when a version applied it that did not note this.
    pub finished: Option<Timestamp>,
    /// How the feed related to what was there.
    pub mode: ImportMode,
    /// Digest over the bytes of the feed.
    pub content_digest: blake3::Hash,
    /// What it did.
    pub outcome: ImportOutcome,
    /// Report on the rejected records as it was given.
    pub report_json: String,
}

/// An import under way. Dropping it without [`Import::commit`] discards what was staged and frees the source.
#[derive(Debug)]
#[must_use = "an import that is not committed changes nothing"]
pub struct Import {
    pub(super) shared: Arc<Shared>,
    pub(super) claim: Claim,
    pub(super) header: ImportHeader,
    pub(super) spool: Spool,
    /// In the order of ids.
    pub(super) staged: BTreeMap<Box<str>, Stretch>,
    pub(super) kept: HashSet<Box<str>>,
    /// Ids that a delta removes.
    pub(super) removals: BTreeSet<Box<str>>,
    bytes: u64,
}

impl ImportMode {
    /// The word in the database.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Delta => "delta",
            Self::Full => "full",
        }
    }

    /// What a word in the database stands for.
    pub(super) fn of_code(code: &str) -> Result<Self, sqlx::Error> {
        match code {
            "delta" => Ok(Self::Delta),
            "full" => Ok(Self::Full),
            other => Err(sqlx::Error::Decode(format!("{other:?} is no mode of an import").into())),
        }
    }
}

impl ImportHeader {
    /// An import without an announced number of records, with the guard against losing more than half.
    #[must_use]
    pub fn new(source: SourceName, mode: ImportMode, request_id: impl Into<String>) -> Self {
        let request_id = request_id.into();
        let removed_percent_max = REMOVED_PERCENT_MAX_DEFAULT;
        Self { source, kind: None, mode, request_id, expected_count: None, removed_percent_max, validate_only: false }
    }
}

impl Catalogue {
    /// Begins an import; other sources may be imported beside it.
    ///
    /// # Errors
    /// [`CatalogueError::ImportInProgress`], [`CatalogueError::TooManyImports`] or [`CatalogueError::Storage`].
    pub async fn begin(&self, header: ImportHeader) -> Result<Import, CatalogueError> {
        let shared = Arc::clone(self.shared());
        let claim = Claim::take(&shared, &header.source).await?;
        let spool = Spool::create(shared.spool_directory()).await?;
        let (staged, kept, removals) = Default::default();
        Ok(Import { shared, claim, header, spool, staged, kept, removals, bytes: 0 })
    }
}

impl Import {
    /// What the import is.
    #[must_use]
    pub fn header(&self) -> &ImportHeader {
        &self.header
    }

    /// Adds accepted records to the import. Nothing is visible, and nothing is locked, before the commit. After an error
    /// the import can no longer be committed.
    ///
    /// # Errors
    /// [`CatalogueError::RecordRepeated`], [`CatalogueError::RecordTooLarge`], [`CatalogueError::FeedTooLarge`] or
    /// [`CatalogueError::Storage`].
    pub async fn stage(&mut self, records: Vec<StagedRecord>) -> Result<(), CatalogueError> {
        let staged = self.stage_each(records).await;
        if staged.is_err() {
            self.spool.tear();
        }
        staged
    }

    /// Names a record that came but was rejected: what the catalogue holds of it stays, also when the feed is full.
    ///
    /// # Errors
    /// [`CatalogueError::FeedTooLarge`].
    pub fn keep(&mut self, id: &RecordId) -> Result<(), CatalogueError> {
        self.kept.insert(id.as_str().into());
        below(self.kept.len() as u64, IMPORT_RECORDS_MAX, "records")
    }

    /// Names a record to be removed. One that is not there counts as unchanged. A full feed names none: what it does not hold is removed.
    ///
    /// # Errors
    /// [`CatalogueError::RecordRepeated`] when the id was staged, [`CatalogueError::FeedTooLarge`].
    pub fn remove(&mut self, id: &RecordId) -> Result<(), CatalogueError> {
        if self.staged.contains_key(id.as_str()) {
            return Err(CatalogueError::RecordRepeated { id: id.clone() });
        }
        self.removals.insert(id.as_str().into());
        below(self.removals.len() as u64, IMPORT_RECORDS_MAX, "records")
    }

    /// Applies the import in one transaction and makes it durable, or changes nothing. A caller that stops waiting before
    /// the transaction is being committed leaves nothing changed; after that it is committed all the same.
    ///
    /// # Errors
    /// [`CatalogueError::RequestIdReused`], [`CatalogueError::RecordCountMismatch`], [`CatalogueError::FeedShrank`],
    /// [`CatalogueError::FeedUnread`] or [`CatalogueError::Storage`].
    pub async fn commit(self, tally: FeedTally) -> Result<ImportOutcome, CatalogueError> {
        commit::commit(self, tally).await
    }

    async fn stage_each(&mut self, records: Vec<StagedRecord>) -> Result<(), CatalogueError> {
        for record in records {
            self.admit(&record)?;
            let stretch = self.spool.push(&record);
            self.staged.insert(record.id.as_str().into(), stretch);
            self.spool.settle().await?;
        }
        Ok(())
    }

    fn admit(&mut self, record: &StagedRecord) -> Result<(), CatalogueError> {
        let bytes = record.body.len();
        if bytes > BODY_BYTES_MAX {
            return Err(CatalogueError::RecordTooLarge { id: record.id.clone(), bytes, limit: BODY_BYTES_MAX });
        }
        self.bytes += bytes as u64;
        below(self.bytes, IMPORT_BYTES_MAX, "bytes")?;
        below(self.staged.len() as u64 + 1, IMPORT_RECORDS_MAX, "records")?;
        if self.staged.contains_key(record.id.as_str()) || self.removals.contains(record.id.as_str()) {
            return Err(CatalogueError::RecordRepeated { id: record.id.clone() });
        }
        Ok(())
    }
}

fn below(actual: u64, limit: u64, unit: &'static str) -> Result<(), CatalogueError> {
    if actual > limit { Err(CatalogueError::FeedTooLarge { limit, unit }) } else { Ok(()) }
}
