//! Applying an import: guards, changes, removals and the import itself, in one transaction.

use super::applying::Telling;
use super::changes::Change;
use super::database::{Database, Row, Value, Write};
use super::history::{self, Head};
use super::import::{FeedTally, Import, ImportHeader, ImportMode, ImportOutcome, StoredImport};
use super::spool::{SpoolReader, Stretch};
use super::store::{Shared, id_of, lock_head, source_of, stored, unsigned};
use super::{CatalogueError, statements as sql};
use crate::{
    domain::{OpportunityKey, SourceName},
    failpoint,
};
use futures::TryStreamExt;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// Imports kept so that a repeated request is known.
pub const IMPORTS_KEPT_MAX: u64 = 10_000;

/// Live records from which a source is guarded against a full feed that would remove too large a share of them.
pub const SHRINK_GUARD_LIVE_MIN: u64 = 20;

/// The share that may go when there is no guard at all.
const UNGUARDED_PERCENT: u8 = 100;

/// Records removed by one statement.
const REMOVED_AT_ONCE: usize = 256;

pub(super) async fn commit(import: Import, tally: FeedTally) -> Result<ImportOutcome, CatalogueError> {
    let Import { shared, claim, header, spool, staged, kept, removals, .. } = import;
    let records = spool.into_reader(staged.values().copied().collect()).await?;
    let mut write = shared.begin_write().await?;
    failpoint::disk("commit.begun")?;
    let current = lock_head(&mut write).await?;
    let current = history::marked(&mut write, current).await?;
    let next = current.next();
    let mut telling = None;
    let outcome = match repeated(&mut write, &header, &tally).await? {
        Some(outcome) => Ok(outcome),
        None => {
            if !header.validate_only {
                telling = shared.listeners().tell(current, next, staged.len()).await;
            }
            let feed = Feed { header: &header, tally: &tally, records, staged, kept, removals };
            apply(&mut write, (current.revision, next), feed, &mut telling).await
        }
    };
    match outcome {
        Ok(outcome) if !outcome.repeated && !header.validate_only => {
            claim.give_up(&mut write).await?;
            // Without a change there is no revision to follow to.
            let telling = telling.filter(|_| outcome.revision > current.revision);
            settle(&shared, write, Settled { header: &header, tally: &tally, outcome: &outcome }, telling).await?;
            Ok(outcome)
        }
        // Nothing is written for a check, a repetition or a refusal.
        other => {
            write.rollback().await?;
            other
        }
    }
}

/// The import with this request id within its source.
pub(super) async fn find_import(
    database: &Database,
    source: &SourceName,
    request_id: &str,
) -> Result<Option<StoredImport>, sqlx::Error> {
    let row = database.fetch_optional(sql::FIND_IMPORT, &[source.as_str().into(), request_id.into()]).await?;
    row.as_ref().map(stored_import).transpose()
}

/// What is to be applied.
struct Feed<'a> {
    header: &'a ImportHeader,
    tally: &'a FeedTally,
    records: SpoolReader,
    staged: BTreeMap<Box<str>, Stretch>,
    kept: HashSet<Box<str>>,
    removals: BTreeSet<Box<str>>,
}

/// The outcome of the earlier import with this request id, when it was the same import.
async fn repeated(
    write: &mut Write,
    header: &ImportHeader,
    tally: &FeedTally,
) -> Result<Option<ImportOutcome>, CatalogueError> {
    let values = [header.source.as_str().into(), header.request_id.as_str().into()];
    let row = write.fetch_optional(sql::FIND_IMPORT, &values).await?;
    match row.as_ref().map(stored_import).transpose()? {
        None => Ok(None),
        Some(earlier) if earlier.content_digest == tally.content_digest && earlier.mode == header.mode => {
            Ok(Some(ImportOutcome { repeated: true, ..earlier.outcome }))
        }
        Some(_) => Err(CatalogueError::RequestIdReused {
            source_name: header.source.clone(),
            request_id: header.request_id.clone(),
        }),
    }
}

async fn apply(
    write: &mut Write,
    (current, head): (u64, Head),
    mut feed: Feed<'_>,
    telling: &mut Option<Telling>,
) -> Result<ImportOutcome, CatalogueError> {
    let Feed { header, tally, .. } = feed;
    if let Some(expected) = header.expected_count.filter(|expected| *expected != tally.received) {
        return Err(CatalogueError::RecordCountMismatch { expected, received: tally.received });
    }
    let asked_removals = feed.removals.len() as u64;
    let vanished = match header.mode {
        ImportMode::Delta => std::mem::take(&mut feed.removals).into_iter().collect(),
        ImportMode::Full => vanished(write, &feed).await?,
    };
    let next = head.revision;
    let accepted = put(write, next, &mut feed, telling).await?;
    if failpoint::is_broken("commit.one_transaction") {
        for statement in ["COMMIT", sql::BEGIN_WRITE_SQLITE] {
            write.execute(statement, &[]).await?;
        }
    }
    failpoint::disk("commit.records")?;
    let removed = remove(write, next, &header.source, &vanished, telling).await?;
    if let Some(telling) = telling {
        telling.end();
    }
    let changes = accepted + removed > 0 && !header.validate_only;
    if changes {
        history::advance(write, head).await?;
    }
    Ok(ImportOutcome {
        revision: if changes { next } else { current },
        received: tally.received,
        accepted,
        unchanged: feed.staged.len() as u64 - accepted + asked_removals.saturating_sub(removed),
        removed,
        rejected: tally.rejected,
        validate_only: header.validate_only,
        repeated: false,
    })
}

/// Adds and changes records; says how many.
async fn put(
    write: &mut Write,
    revision: u64,
    feed: &mut Feed<'_>,
    telling: &mut Option<Telling>,
) -> Result<u64, CatalogueError> {
    let source: Arc<str> = feed.header.source.as_str().into();
    let mut accepted = 0;
    loop {
        let chunk = feed.records.next_chunk().await?;
        if chunk.is_empty() {
            return Ok(accepted);
        }
        let told = telling.as_ref().map(|_| chunk.clone());
        let changed = write.upsert(&source, stored(revision), chunk).await?;
        accepted += changed.len() as u64;
        let Some(records) = told else { continue };
        let changed: HashSet<_> = changed.iter().map(String::as_str).collect();
        let records = records.into_iter().filter(|record| changed.contains(record.id.as_str()));
        let changes = records.map(|record| Change {
            revision,
            key: OpportunityKey { source: feed.header.source.clone(), id: record.id },
            kind: record.kind,
            body: Some(record.body),
        });
        tell(telling, changes.collect()).await;
    }
}

/// Marks records as removed; says how many.
async fn remove(
    write: &mut Write,
    revision: u64,
    source: &SourceName,
    ids: &[Box<str>],
    telling: &mut Option<Telling>,
) -> Result<u64, CatalogueError> {
    let mut removed = 0;
    for ids in ids.chunks(REMOVED_AT_ONCE) {
        let ids: Vec<_> = ids.iter().map(AsRef::as_ref).collect();
        let gone = write.remove(source.as_str(), stored(revision), &ids).await?;
        removed += gone.len() as u64;
        if telling.is_some() {
            let changes: Result<Vec<_>, sqlx::Error> = gone
                .into_iter()
                .map(|(id, kind)| {
                    let key = OpportunityKey { source: source.clone(), id: id_of(&id)? };
                    Ok(Change { revision, key, kind, body: None })
                })
                .collect();
            tell(telling, changes?).await;
        }
    }
    Ok(removed)
}

/// Tells of changes, and tells nothing more when nobody listens: half of it would be no use.
async fn tell(telling: &mut Option<Telling>, changes: Vec<Change>) {
    if let Some(listened) = telling
        && !listened.tell(changes).await
    {
        *telling = None;
    }
}

/// Live records that a full feed does not hold, unless they are too many. A feed of which nothing could be read, such as a
/// page of errors or a table that was sent as lines, or in which there is nothing, such as the export of a system that failed,
/// says nothing about what is gone: however small its source, it takes nothing away.
async fn vanished(write: &mut Write, feed: &Feed<'_>) -> Result<Vec<Box<str>>, CatalogueError> {
    let source = feed.header.source.as_str().into();
    let mut rows = match feed.header.kind {
        None => write.fetch(sql::LIVE_IDS, &[source]),
        Some(kind) => write.fetch(sql::LIVE_IDS_OF_KIND, &[source, kind.code().into()]),
    };
    let mut live = 0;
    let mut vanished = Vec::new();
    while let Some(row) = rows.try_next().await? {
        live += 1;
        let id: &str = row.get(0)?;
        if !feed.staged.contains_key(id) && !feed.kept.contains(id) {
            vanished.push(id.into());
        }
    }
    let remaining = live - vanished.len() as u64;
    if feed.staged.is_empty() && !vanished.is_empty() && feed.header.removed_percent_max < UNGUARDED_PERCENT {
        return Err(CatalogueError::FeedUnread { current: live, remaining });
    }
    let removed_max = live * u64::from(feed.header.removed_percent_max) / 100;
    if live >= SHRINK_GUARD_LIVE_MIN && vanished.len() as u64 > removed_max {
        return Err(CatalogueError::FeedShrank { current: live, remaining });
    }
    Ok(vanished)
}

/// An import that was applied.
struct Settled<'a> {
    header: &'a ImportHeader,
    tally: &'a FeedTally,
    outcome: &'a ImportOutcome,
}

/// Keeps the import itself, forgets the oldest and commits.
async fn settle(
    shared: &Arc<Shared>,
    mut write: Write,
    settled: Settled<'_>,
    telling: Option<Telling>,
) -> Result<(), sqlx::Error> {
    let Settled { header, tally, outcome } = settled;
    let number = unsigned(write.number(sql::NEXT_IMPORT, &[]).await?)?;
    let values = [
        stored(number).into(),
        header.source.as_str().into(),
        header.request_id.as_str().into(),
        header.mode.code().into(),
        Value::Bytes(tally.content_digest.as_bytes()),
        stored(outcome.revision).into(),
        stored(outcome.received).into(),
        stored(outcome.accepted).into(),
        stored(outcome.unchanged).into(),
        stored(outcome.removed).into(),
        stored(outcome.rejected).into(),
        tally.report_json.as_str().into(),
        Timestamp::now().as_millisecond().into(),
    ];
    write.execute(sql::ADD_IMPORT, &values).await?;
    let oldest_kept = number.saturating_sub(IMPORTS_KEPT_MAX);
    write.execute(sql::FORGET_IMPORTS, &[stored(oldest_kept).into()]).await?;
    failpoint::disk("commit.revision")?;
    Arc::clone(shared).finish(write, outcome.revision, telling).await?;
    failpoint::reached("commit.done");
    Ok(())
}

pub(super) fn stored_import(row: &Row) -> Result<StoredImport, sqlx::Error> {
    let mode = ImportMode::of_code(row.get(0)?)?;
    let content_digest = blake3::Hash::from_slice(row.get(1)?).map_err(|error| sqlx::Error::Decode(error.into()))?;
    let count = |column| row.get(column).and_then(unsigned);
    let outcome = ImportOutcome {
        revision: count(2)?,
        received: count(3)?,
        accepted: count(4)?,
        unchanged: count(5)?,
        removed: count(6)?,
        rejected: count(7)?,
        validate_only: false,
        repeated: false,
    };
    let finished_ms: i64 = row.get(9)?;
    Ok(StoredImport {
        number: count(10)?,
        source: source_of(row.get(11)?)?,
        request_id: row.get(12)?,
        finished: Timestamp::from_millisecond(finished_ms).ok().filter(|_| finished_ms > 0),
        mode,
        content_digest,
        outcome,
        report_json: row.get(8)?,
    })
}
