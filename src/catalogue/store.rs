//! Opening the catalogue, single removals and counts.

use super::{
    CatalogueError, CatalogueUrl,
    applying::{Listeners, Telling},
    claim::Claims,
    database::{Database, Write},
    history::{self, Head},
    identity::{Identity, TOKEN_KEY_BYTES},
    listen, statements as sql,
};
use crate::{
    domain::{Invalid, OpportunityKey, OpportunityKind, RecordId, SourceName},
    failpoint,
};
use futures::TryStreamExt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::task::AbortOnDropHandle;

/// How late a commit is when a test leaves out that it comes before its acknowledgement.
const LATE: Duration = Duration::from_secs(2);

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
    database: Database,
    spool_directory: PathBuf,
    identity: Identity,
    claims: Claims,
    listeners: Listeners,
    revision: watch::Sender<u64>,
    /// None when nobody else writes.
    _listening: Option<AbortOnDropHandle<()>>,
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
        Self::of(Database::open(path).await?, directory_of(path)).await
    }

    /// Connects to a PostgreSQL database that any number of nodes share, and brings its tables up to date. Feeds on their way
    /// to this node are kept in `spool_directory`, which must exist, in files without a name.
    ///
    /// # Errors
    /// [`CatalogueError::Server`] when the server cannot be used; [`CatalogueError::Storage`], also when the tables were made by
    /// a later version.
    pub async fn connect(url: &CatalogueUrl, spool_directory: &Path) -> Result<Self, CatalogueError> {
        let options = url.options()?;
        let server = CatalogueUrl::server(&options);
        let database = Database::connect(options).await.map_err(|source| match source {
            sqlx::Error::Migrate(_) => CatalogueError::Storage(source),
            source => CatalogueError::Server { server, source },
        })?;
        Self::of(database, spool_directory.to_path_buf()).await
    }

    async fn of(database: Database, spool_directory: PathBuf) -> Result<Self, CatalogueError> {
        let identity = Identity::of(&database).await?;
        let revision = watch::Sender::new(read_revision(&database).await?);
        let listening = database.shared().map(|shared| listen::begin(shared.clone(), revision.clone()));
        let claims = Claims::new();
        let listeners = Listeners::default();
        let shared = Shared { database, spool_directory, identity, claims, listeners, revision, _listening: listening };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The last revision; 0 when nothing was ever committed.
    ///
    /// # Errors
    /// [`CatalogueError::Storage`].
    pub async fn revision(&self) -> Result<u64, CatalogueError> {
        Ok(read_revision(self.database()).await?)
    }

    /// Name of the catalogue, made with it: an index knows by it what it was followed from.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.shared.identity.name
    }

    /// Key that every process on this catalogue seals page tokens with, made with the catalogue.
    #[must_use]
    pub fn token_key(&self) -> [u8; TOKEN_KEY_BYTES] {
        self.shared.identity.token_key
    }

    /// Changes after each commit to the last revision: of this process, and, shortly after, of every node. A word, not the
    /// truth: words overtake each other, and a revision that the database lost makes it go back.
    #[must_use]
    pub fn watch_revision(&self) -> watch::Receiver<u64> {
        self.shared.revision.subscribe()
    }

    /// Removes one record. Returns the revision that holds the removal; none when there was no such live record.
    ///
    /// # Errors
    /// [`CatalogueError::Storage`].
    pub async fn delete(&self, key: &OpportunityKey) -> Result<Option<u64>, CatalogueError> {
        let mut write = self.shared.begin_write().await?;
        let next = Head { revision: lock_head(&mut write).await?, mark: 0 }.next();
        if write.remove(key.source.as_str(), stored(next.revision), &[key.id.as_str()]).await?.is_empty() {
            write.rollback().await?;
            return Ok(None);
        }
        history::advance(&mut write, next).await?;
        Arc::clone(&self.shared).finish(write, next.revision, None).await?;
        Ok(Some(next.revision))
    }

    /// How many records there are over all sources, removed ones not counted.
    ///
    /// # Errors
    /// [`CatalogueError::Storage`].
    pub async fn count_live(&self) -> Result<u64, CatalogueError> {
        Ok(unsigned(self.database().number(sql::COUNT_LIVE, &[]).await?)?)
    }

    /// How many records each source has, in order of name; sources without any are left out.
    ///
    /// # Errors
    /// [`CatalogueError::Storage`].
    pub async fn count_live_by_source(&self) -> Result<Vec<SourceCount>, CatalogueError> {
        let mut rows = self.database().fetch(sql::COUNT_LIVE_BY_SOURCE, &[]);
        let mut counts = Vec::new();
        while let Some(row) = rows.try_next().await? {
            counts.push(SourceCount { source: source_of(row.get(0)?)?, live: unsigned(row.get(1)?)? });
        }
        Ok(counts)
    }

    /// Waits for calls under way and closes the files. Calls after it fail. Not needed for durability.
    pub async fn close(&self) {
        self.shared.database.close().await;
    }

    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    pub(super) fn database(&self) -> &Database {
        &self.shared.database
    }
}

impl Shared {
    pub(super) fn database(&self) -> &Database {
        &self.database
    }

    pub(super) fn spool_directory(&self) -> PathBuf {
        self.spool_directory.clone()
    }

    pub(super) fn claims(&self) -> &Claims {
        &self.claims
    }

    pub(super) fn listeners(&self) -> &Listeners {
        &self.listeners
    }

    pub(super) async fn begin_write(&self) -> Result<Write, sqlx::Error> {
        self.database.begin_write().await
    }

    /// Commits and tells the watchers, in a task of its own: once begun, it ends as a whole even when the caller no longer
    /// waits. Until here a caller that goes away leaves nothing changed.
    pub(super) async fn finish(
        self: Arc<Self>,
        mut write: Write,
        revision: u64,
        telling: Option<Telling>,
    ) -> Result<(), sqlx::Error> {
        let commit = async move {
            if failpoint::is_broken("commit.before_acknowledgement") {
                tokio::time::sleep(LATE).await;
            }
            write.tell_other_nodes(revision).await?;
            write.commit().await?;
            if let Some(telling) = telling {
                telling.commit();
            }
            listen::tell(&self.revision, revision);
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
pub(super) async fn lock_head(write: &mut Write) -> Result<u64, sqlx::Error> {
    unsigned(write.number(sql::LOCK_HEAD, &[]).await?)
}

/// A number as the database holds it; one that it cannot hold counts as the largest.
pub(super) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number from the database, where none is negative.
pub(super) fn unsigned(number: i64) -> Result<u64, sqlx::Error> {
    u64::try_from(number).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// A source from the database.
pub(super) fn source_of(name: &str) -> Result<SourceName, sqlx::Error> {
    SourceName::new(name).map_err(|invalid| sqlx::Error::Decode(invalid.into()))
}

/// The id of a record from the database.
pub(super) fn id_of(id: &str) -> Result<RecordId, sqlx::Error> {
    RecordId::new(id).map_err(|invalid| sqlx::Error::Decode(invalid.into()))
}

/// A kind from the database.
pub(super) fn kind_of(code: &str) -> Result<OpportunityKind, sqlx::Error> {
    let kinds = [OpportunityKind::Vacancy, OpportunityKind::Route];
    let unknown = || Invalid::unknown_code(kinds.map(OpportunityKind::code), code);
    kinds.into_iter().find(|kind| kind.code() == code).ok_or_else(|| sqlx::Error::Decode(unknown().into()))
}

async fn read_revision(database: &Database) -> Result<u64, sqlx::Error> {
    unsigned(database.number(sql::READ_REVISION, &[]).await?)
}

fn directory_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}
