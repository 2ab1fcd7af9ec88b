//! Every SQL statement of the catalogue, in the part of SQL that SQLite and PostgreSQL share. Those that differ are
//! [`BEGIN_WRITE`], and what [`super::keeping`] asks a SQLite file: [`CHECK_FILE`] and [`COPY_INTO`].

use super::spool::StagedRecord;
use sqlx::{QueryBuilder, Sqlite};
use std::sync::Arc;

/// Takes the write lock at once, so that a writer never fails halfway because another one was first.
pub(super) const BEGIN_WRITE: &str = "BEGIN IMMEDIATE";

/// Locks the head until the end of the transaction and says the last revision.
pub(super) const LOCK_HEAD: &str = "UPDATE head SET revision = revision RETURNING revision";
pub(super) const READ_REVISION: &str = "SELECT revision FROM head";
pub(super) const SET_REVISION: &str = "UPDATE head SET revision = $1";
pub(super) const NEXT_IMPORT: &str = "UPDATE head SET imports = imports + 1 RETURNING imports";

pub(super) const LIVE_IDS: &str = "SELECT id FROM record WHERE source = $1 AND removed = 0";
pub(super) const LIVE_IDS_OF_KIND: &str = "SELECT id FROM record WHERE source = $1 AND removed = 0 AND kind = $2";
pub(super) const COUNT_LIVE: &str = "SELECT COUNT(*) FROM record WHERE removed = 0";
pub(super) const COUNT_LIVE_BY_SOURCE: &str =
    "SELECT source, COUNT(*) FROM record WHERE removed = 0 GROUP BY source ORDER BY source";

pub(super) const FIND_IMPORT: &str = "\
    SELECT mode, content_digest, revision, received, accepted, unchanged, removed, rejected, report_json, finished_ms, \
    number, source, request_id FROM import WHERE source = $1 AND request_id = $2";
/// Newest first, in the columns of [`FIND_IMPORT`]; $2 is a source or empty.
pub(super) const IMPORTS_BELOW: &str = "\
    SELECT mode, content_digest, revision, received, accepted, unchanged, removed, rejected, '' AS report_json, \
    finished_ms, number, source, request_id FROM import \
    WHERE number < $1 AND ($2 = '' OR source = $2) ORDER BY number DESC LIMIT $3";
pub(super) const ADD_IMPORT: &str = "\
    INSERT INTO import (number, source, request_id, mode, content_digest, revision, received, accepted, unchanged, \
    removed, rejected, report_json, finished_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
pub(super) const FORGET_IMPORTS: &str = "DELETE FROM import WHERE number <= $1";

/// Keyset order: begins strictly after ($1, $2, $3).
pub(super) const CHANGES: &str = "\
    SELECT revision, source, id, kind, body FROM record \
    WHERE (revision, source, id) > ($1, $2, $3) AND revision <= $4 \
    ORDER BY revision, source, id LIMIT $5";

/// Keyset order: begins strictly after ($1, $2). Removed records too.
pub(super) const HELD_AFTER: &str = "\
    SELECT source, id, revision, digest, body FROM record WHERE (source, id) > ($1, $2) ORDER BY source, id LIMIT $3";

/// What SQLite finds wrong with its own file; one row “ok” when nothing is.
pub(super) const CHECK_FILE: &str = "PRAGMA integrity_check(20)";
/// A copy of one moment, by SQLite.
pub(super) const COPY_INTO: &str = "VACUUM INTO $1";

/// Adds records and changes those with other content; the rows affected are those that were new, changed or back again.
pub(super) fn upsert(source: &Arc<str>, revision: i64, records: Vec<StagedRecord>) -> QueryBuilder<Sqlite> {
    let mut statement = QueryBuilder::new("INSERT INTO record (source, id, kind, revision, removed, digest, body) ");
    statement.push_values(records, |mut row, record| {
        row.push_bind(Arc::clone(source))
            .push_bind(record.id.as_str().to_owned())
            .push_bind(record.kind.code())
            .push_bind(revision)
            .push("0")
            .push_bind(record.digest.as_bytes().to_vec())
            .push_bind(record.body);
    });
    statement.push(
        " ON CONFLICT (source, id) DO UPDATE SET kind = excluded.kind, revision = excluded.revision, \
         removed = 0, digest = excluded.digest, body = excluded.body \
         WHERE record.removed = 1 OR record.digest <> excluded.digest",
    );
    statement
}

/// Marks records as removed; the rows affected are those that were live.
pub(super) fn remove(source: &str, revision: i64, ids: &[&str]) -> QueryBuilder<Sqlite> {
    let mut statement = QueryBuilder::new("UPDATE record SET body = NULL, removed = 1, revision = ");
    statement.push_bind(revision).push(" WHERE source = ").push_bind(source.to_owned());
    statement.push(" AND removed = 0 AND id IN (");
    let mut list = statement.separated(", ");
    for id in ids {
        list.push_bind((*id).to_owned());
    }
    statement.push(")");
    statement
}
