//! Opening the catalogue, its connections, single removals and counts.

use super::{CatalogueError, statements as sql};
use crate::{
    domain::{Invalid, OpportunityKey, OpportunityKind, SourceName},
    failpoint,
};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Row, Sqlite, Transaction, migrate::Migrator};
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

static MIGRATIONS: Migrator = sqlx::migrate!("src/catalogue/migrations");

/// How late a commit is when a test leaves out that it comes before its acknowledgement.
const LATE: Duration = Duration::from_secs(2);
/// Connections that read at the same time.
const READERS_MAX: u32 = 4;
/// How long a statement waits for another process that holds the database.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a call waits for a connection; writers wait for each other, and a large commit takes seconds.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(120);
/// Page cache of the writer in KiB: a large commit is written once instead of page by page several times.
const WRITER_CACHE_KIB: u32 = 64 << 10;
/// What the write-ahead log shrinks to after a large commit, in bytes.
const LOG_KEPT_BYTES: u32 = 64 << 20;

/// The durable store. Cheap to clone; all clones are the same store.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use loopbaanbrug::catalogue::{Catalogue, ChangeCursor, FeedTally, ImportHeader, ImportMode, StagedRecord};
/// use loopbaanbrug::domain::{OpportunityKind, RecordId, SourceName};
///
/// let directory = tempfile::tempdir()?;
/// let catalogue = Catalogue::open(&directory.path().join("catalogue.sqlite")).await?;
///
/// let header = ImportHeader::new(SourceName::new("waterrijk")?, ImportMode::Full, "night-1");
/// let mut import = catalogue.begin(header).await?;
/// let body = String::from(r#"{"id":"v-17"}"#);
/// let digest = blake3::hash(body.as_bytes());
/// import.stage(vec![StagedRecord { id: RecordId::new("v-17")?, kind: OpportunityKind::Vacancy, body, digest }]).await?;
/// let tally = FeedTally { received: 1, rejected: 0, content_digest: digest, report_json: "[]".into() };
/// let outcome = import.commit(tally).await?;
/// assert_eq!((outcome.revision, outcome.accepted), (1, 1));
///
/// let changes = catalogue.changes(&ChangeCursor::after_revision(0), outcome.revision, 100).await?;
/// assert_eq!(changes[0].key.to_string(), "waterrijk/v-17");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Catalogue {
    shared: Arc<Shared>,
}

/// What the clones of a catalogue and its imports share.
#[derive(Debug)]
pub(super) struct Shared {
    writer: SqlitePool,
    readers: SqlitePool,
    spool_directory: PathBuf,
    importing: Mutex<HashSet<SourceName>>,
    revision: watch::Sender<u64>,
}

/// How many live records a source has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceCount {
    /// The source.
    pub source: SourceName,
    /// Its live records; at least 1.
    pub live: u64,
}

impl Catalogue {
    /// Opens the database file, made when it does not exist, and brings its tables up to date. The directory must exist;
    /// feeds on their way are kept in it too, in files without a name.
    ///
    /// # Errors
    /// [`CatalogueError::Storage`], also when the file was made by a later version.
    pub async fn open(path: &Path) -> Result<Self, CatalogueError> {
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
        MIGRATIONS.run(&writer).await.map_err(sqlx::Error::from)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS_MAX)
            .acquire_timeout(CONNECTION_TIMEOUT)
            .connect_lazy_with(options.pragma("query_only", "ON"));
        let revision = read_revision(&readers).await?;
        let shared = Shared {
            writer,
            readers,
            spool_directory: directory_of(path),
            importing: Mutex::default(),
            revision: watch::Sender::new(revision),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The last revision; 0 when nothing was ever committed.
    ///
    /// # Errors
    /// [`CatalogueError::Storage`].
    pub async fn revision(&self) -> Result<u64, CatalogueError> {
        Ok(read_revision(self.readers()).await?)
    }

    /// Changes after each commit of this process to the last revision.
    #[must_use]
    pub fn watch_revision(&self) -> watch::Receiver<u64> {
        self.shared.revision.subscribe()
    }

    /// Removes one record. Returns the revision that holds the removal; none when there was no such live record.
    ///
    /// # Errors
    /// [`CatalogueError::Storage`].
    pub async fn delete(&self, key: &OpportunityKey) -> Result<Option<u64>, CatalogueError> {
        let mut transaction = self.shared.begin_write().await?;
        let next = lock_head(&mut transaction).await? + 1;
        let mut remove = sql::remove(key.source.as_str(), stored(next), &[key.id.as_str()]);
        if remove.build().execute(&mut *transaction).await?.rows_affected() == 0 {
            transaction.rollback().await?;
            return Ok(None);
        }
        sqlx::query(sql::SET_REVISION).bind(stored(next)).execute(&mut *transaction).await?;
        Arc::clone(&self.shared).finish(transaction, next).await?;
        Ok(Some(next))
    }

    /// How many records there are over all sources, removed ones not counted.
    ///
    /// # Errors
    /// [`CatalogueError::Storage`].
    pub async fn count_live(&self) -> Result<u64, CatalogueError> {
        let count = sqlx::query_scalar(sql::COUNT_LIVE).fetch_one(self.readers()).await?;
        Ok(unsigned(count)?)
    }

    /// How many records each source has, in order of name; sources without any are left out.
    ///
    /// # Errors
    /// [`CatalogueError::Storage`].
    pub async fn count_live_by_source(&self) -> Result<Vec<SourceCount>, CatalogueError> {
        let rows = sqlx::query(sql::COUNT_LIVE_BY_SOURCE).fetch_all(self.readers()).await?;
        let count = |row: &sqlx::sqlite::SqliteRow| -> Result<SourceCount, sqlx::Error> {
            let source = SourceName::new(row.try_get(0)?).map_err(|invalid| sqlx::Error::Decode(invalid.into()))?;
            Ok(SourceCount { source, live: unsigned(row.try_get(1)?)? })
        };
        Ok(rows.iter().map(count).collect::<Result<_, _>>()?)
    }

    /// Waits for calls under way and closes the files. Calls after it fail. Not needed for durability.
    pub async fn close(&self) {
        self.shared.readers.close().await;
        self.shared.writer.close().await;
    }

    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    pub(super) fn readers(&self) -> &SqlitePool {
        &self.shared.readers
    }

    #[cfg(test)]
    pub(super) fn writer(&self) -> &SqlitePool {
        &self.shared.writer
    }
}

impl Shared {
    pub(super) fn spool_directory(&self) -> PathBuf {
        self.spool_directory.clone()
    }

    /// Sources with an import under way.
    pub(super) fn importing(&self) -> MutexGuard<'_, HashSet<SourceName>> {
        self.importing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) async fn begin_write(&self) -> Result<Transaction<'static, Sqlite>, sqlx::Error> {
        self.writer.begin_with(sql::BEGIN_WRITE).await
    }

    /// Commits and tells the watchers, in a task of its own: once begun, it ends as a whole even when the caller no longer
    /// waits. Until here a caller that goes away leaves nothing changed.
    pub(super) async fn finish(
        self: Arc<Self>,
        transaction: Transaction<'static, Sqlite>,
        revision: u64,
    ) -> Result<(), sqlx::Error> {
        let commit = async move {
            if failpoint::is_broken("commit.before_acknowledgement") {
                tokio::time::sleep(LATE).await;
            }
            transaction.commit().await?;
            self.revision.send_if_modified(|last| {
                let newer = revision > *last;
                *last = revision.max(*last);
                newer
            });
            Ok(())
        };
        let committed = tokio::spawn(commit);
        if failpoint::is_broken("commit.before_acknowledgement") {
            return Ok(());
        }
        committed.await.map_err(io::Error::other)?
    }
}

/// Locks the head row and says the last revision.
pub(super) async fn lock_head(transaction: &mut Transaction<'static, Sqlite>) -> Result<u64, sqlx::Error> {
    unsigned(sqlx::query_scalar(sql::LOCK_HEAD).fetch_one(&mut **transaction).await?)
}

/// A number as the database holds it; one that it cannot hold counts as the largest.
pub(super) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number from the database, where none is negative.
pub(super) fn unsigned(number: i64) -> Result<u64, sqlx::Error> {
    u64::try_from(number).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// A kind from the database.
pub(super) fn kind_of(code: &str) -> Result<OpportunityKind, sqlx::Error> {
    let kinds = [OpportunityKind::Vacancy, OpportunityKind::Route];
    let unknown = || Invalid::unknown_code(kinds.map(OpportunityKind::code), code);
    kinds.into_iter().find(|kind| kind.code() == code).ok_or_else(|| sqlx::Error::Decode(unknown().into()))
}

async fn read_revision(readers: &SqlitePool) -> Result<u64, sqlx::Error> {
    unsigned(sqlx::query_scalar(sql::READ_REVISION).fetch_one(readers).await?)
}

/// One connection, kept for good. The database may end a transaction by itself when a disk fails; the driver then still
/// counts it as open and would refuse every later one, so such a connection is closed instead of kept.
fn writer_pool() -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(CONNECTION_TIMEOUT)
        .after_release(|connection, _| {
            Box::pin(async move {
                // A rollback may still be queued; the answer to a ping comes after it.
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
}

fn directory_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}
