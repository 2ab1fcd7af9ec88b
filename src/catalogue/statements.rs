//! Every SQL statement of the catalogue, in the part of SQL that SQLite and PostgreSQL share. Those that differ say so:
//! how a writer begins, what a SQLite file is asked about itself, and how many records are given at once ([`super::database`]
//! completes [`UPSERT`] and [`REMOVE`]).

/// Takes the write lock at once, so that a writer never fails halfway because another one was first.
pub(super) const BEGIN_WRITE_SQLITE: &str = "BEGIN IMMEDIATE";
/// The lock is that of the head's row. Statements after it must see what was committed before it was got; a commit is on
/// disk when it is acknowledged, whatever the server's default is; a node that vanished must not hold the lock for longer
/// than it takes to notice.
pub(super) const BEGIN_WRITE_POSTGRES: &str = "\
    BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; \
    SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'; \
    SET LOCAL lock_timeout = '600s'; SET LOCAL statement_timeout = 0; \
    SET LOCAL idle_in_transaction_session_timeout = '30s'";

/// Locks the head until the end of the transaction and says the last revision.
pub(super) const LOCK_HEAD: &str = "UPDATE head SET revision = revision RETURNING revision";
pub(super) const READ_REVISION: &str = "SELECT revision FROM head";
pub(super) const SET_REVISION: &str = "UPDATE head SET revision = $1";
/// The head, its mark, and the mark of revision $1; 0 for one that has none.
pub(super) const HEAD_AFTER: &str = "\
    SELECT head.revision, COALESCE(latest.mark, 0), COALESCE(followed.mark, 0) FROM head \
    LEFT JOIN revision_mark AS latest ON latest.revision = head.revision \
    LEFT JOIN revision_mark AS followed ON followed.revision = $1";
pub(super) const READ_MARK: &str = "SELECT mark FROM revision_mark WHERE revision = $1";
pub(super) const SET_MARK: &str = "\
    INSERT INTO revision_mark (revision, mark) VALUES ($1, $2) ON CONFLICT (revision) DO UPDATE SET mark = excluded.mark";
pub(super) const FORGET_MARKS: &str = "DELETE FROM revision_mark WHERE revision <= $1";
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

/// SQLite alone: what it finds wrong with its own file; one row “ok” when nothing is.
pub(super) const CHECK_FILE: &str = "PRAGMA integrity_check(20)";
/// SQLite alone: a copy of one moment.
pub(super) const COPY_INTO: &str = "VACUUM INTO $1";

/// Adds records; what is added stands between this and [`UPSERT_CHANGED`].
pub(super) const UPSERT: &str = "INSERT INTO record (source, id, kind, revision, removed, digest, body) ";
/// Changes those with other content; gives the ids of those that were new, changed or back again.
pub(super) const UPSERT_CHANGED: &str = "\
    \x20ON CONFLICT (source, id) DO UPDATE SET kind = excluded.kind, revision = excluded.revision, \
    removed = 0, digest = excluded.digest, body = excluded.body \
    WHERE record.removed = 1 OR record.digest <> excluded.digest RETURNING id";
/// Marks records as removed; which ones stands after it. Gives ids and kinds of those that were live.
pub(super) const REMOVE: &str = "UPDATE record SET body = NULL, removed = 1, revision = ";
/// [`REMOVE`] whole, for PostgreSQL.
pub(super) const REMOVE_ARRAY: &str = "\
    UPDATE record SET body = NULL, removed = 1, revision = $1 WHERE source = $2 AND removed = 0 AND id = ANY($3) \
    RETURNING id, kind";

/// PostgreSQL alone: claims a source ($1) for a node ($2) when nobody else holds a claim that has not lapsed. A node never
/// refuses itself here; within a process the sources being imported are known. How long a claim lasts stands here and in
/// [`RENEW_CLAIM`].
pub(super) const TAKE_CLAIM: &str = "\
    INSERT INTO import_claim (source, node, claim, lapses_at) VALUES ($1, $2, $3, now() + interval '9 seconds') \
    ON CONFLICT (source) DO UPDATE SET node = excluded.node, claim = excluded.claim, lapses_at = excluded.lapses_at \
    WHERE import_claim.node = excluded.node OR import_claim.lapses_at < now()";
pub(super) const RENEW_CLAIM: &str =
    "UPDATE import_claim SET lapses_at = now() + interval '9 seconds' WHERE claim = $1";
/// The rows affected say whether the claim was still held.
pub(super) const RELEASE_CLAIM: &str = "DELETE FROM import_claim WHERE claim = $1";

/// PostgreSQL alone: what nodes listen to. The message is the new revision; it comes when the transaction is committed.
pub(super) const REVISION_CHANNEL: &str = "loopbaanbrug_revision";
pub(super) const NOTIFY: &str = "SELECT pg_notify($1, $2)";

pub(super) const READ_IDENTITY: &str = "SELECT name, token_key FROM identity";
pub(super) const ADD_IDENTITY: &str =
    "INSERT INTO identity (only_row, name, token_key) VALUES (1, $1, $2) ON CONFLICT (only_row) DO NOTHING";
