//! A copy of a SQLite file while others use it, and whose fault it is when there is none.

use super::sql;
use sqlx::{ConnectOptions, Connection, SqliteConnection, SqlitePool, sqlite::SqliteConnectOptions};
use std::{io, path::Path};
use tokio_util::sync::CancellationToken;

/// Steps of the database after which it asks whether to go on: some milliseconds.
const STEPS: i32 = 10_000;

/// Codes of SQLite, in full or their lowest byte alone, that only what is written can cause: read-only, cannot open; writing,
/// syncing, truncating and syncing the directory failed.
const OF_THE_COPY: [u32; 6] = [8, 14, 778, 1034, 1546, 1290];
/// A disk is full.
const FULL: u32 = 13;
/// Somebody asked to stop.
const INTERRUPTED: u32 = 9;

/// Why there is no copy.
#[derive(Debug)]
pub(in crate::catalogue) enum CopyFailed {
    /// The catalogue cannot be read.
    Catalogue(sqlx::Error),
    /// The copy cannot be written.
    Copy(io::Error),
    /// It was asked to stop.
    Stopped,
}

/// Writes a copy of one moment into a new file, through a connection of its own that may write there, and says the revision
/// in it.
pub(super) async fn copy(readers: &SqlitePool, path: &Path, stop: &CancellationToken) -> Result<i64, CopyFailed> {
    let here = readers.connect_options().as_ref().clone();
    let mut connection = here.pragma("query_only", "OFF").connect().await.map_err(CopyFailed::Catalogue)?;
    let copied = fill(&mut connection, path, stop).await;
    // Also when it failed: until it is closed the database may still hold the file.
    let closed = connection.close().await;
    copied.map_err(failed)?;
    closed.map_err(CopyFailed::Catalogue)?;
    // Opened as it is: a log beside the copy would be a part of it that nobody knows of.
    let there = SqliteConnectOptions::new().filename(path).disable_statement_logging();
    revision(&there).await.map_err(|error| CopyFailed::Copy(io::Error::other(error)))
}

async fn fill(connection: &mut SqliteConnection, path: &Path, stop: &CancellationToken) -> Result<(), sqlx::Error> {
    let stop = stop.clone();
    connection.lock_handle().await?.set_progress_handler(STEPS, move || !stop.is_cancelled());
    sqlx::query(sql::COPY_INTO).bind(path.to_string_lossy().as_ref()).execute(connection).await.map(drop)
}

async fn revision(there: &SqliteConnectOptions) -> Result<i64, sqlx::Error> {
    let mut copy = there.connect().await?;
    let revision = sqlx::query_scalar(sql::READ_REVISION).fetch_one(&mut copy).await?;
    copy.close().await?;
    Ok(revision)
}

fn failed(error: sqlx::Error) -> CopyFailed {
    let code = error.as_database_error().and_then(|said| said.code()?.parse::<u32>().ok()).unwrap_or_default();
    let primary = code & 0xff;
    if primary == INTERRUPTED {
        CopyFailed::Stopped
    } else if primary == FULL {
        CopyFailed::Copy(io::ErrorKind::StorageFull.into())
    } else if OF_THE_COPY.contains(&primary) || OF_THE_COPY.contains(&code) {
        CopyFailed::Copy(io::Error::other(error))
    } else {
        CopyFailed::Catalogue(error)
    }
}
