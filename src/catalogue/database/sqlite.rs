//! A SQLite file: one connection that writes, a few that read.

use super::{Pools, TURN_TIMEOUT};
use sqlx::{
    ConnectOptions, Connection, Sqlite,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{path::Path, time::Duration};

static MIGRATIONS: Migrator = sqlx::migrate!("src/catalogue/migrations/sqlite");

/// Connections that read at the same time.
const READERS_MAX: u32 = 4;
/// How long a statement waits for another process that holds the database.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Page cache of the writer in KiB: a large commit is written once instead of page by page several times.
const WRITER_CACHE_KIB: u32 = 64 << 10;
/// What the write-ahead log shrinks to after a large commit, in bytes.
const LOG_KEPT_BYTES: u32 = 64 << 20;

pub(super) async fn open(path: &Path) -> Result<Pools<Sqlite>, sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .disable_statement_logging();
    let writer = writer_pool()
        .connect_with(
            options
                .clone()
                // Undoing one statement needs a journal of its own, and a file for it costs more than the statement.
                .pragma("temp_store", "MEMORY")
                .pragma("cache_size", format!("-{WRITER_CACHE_KIB}"))
                .pragma("journal_size_limit", LOG_KEPT_BYTES.to_string()),
        )
        .await?;
    MIGRATIONS.run(&writer).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS_MAX)
        .acquire_timeout(TURN_TIMEOUT)
        .connect_lazy_with(options.pragma("query_only", "ON"));
    Ok(Pools { writer, readers })
}

/// One connection, kept for good. The database may end a transaction by itself when a disk fails; the driver then still
/// counts it as open and would refuse every later one, so such a connection is closed instead of kept.
fn writer_pool() -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(TURN_TIMEOUT)
        .after_release(|connection, _| {
            Box::pin(async move {
                // A rollback may still be queued; the answer to a ping comes after it.
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
}
