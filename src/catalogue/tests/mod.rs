//! The catalogue against real files and a real server: imports, the feed of changes, a model, what survives a crash or a
//! full disk, and nodes beside each other. What both stores promise is tested on both, by the same tests.

mod applying;
mod durability;
mod imports;
mod model;
mod nodes;
#[path = "../../../tests/support/postgres.rs"]
mod postgres;
mod reading;

use super::StagedRecord;
use super::{
    Catalogue, CatalogueError, CatalogueUrl, Change, ChangeCursor, FeedTally, Import, ImportHeader, ImportMode,
    ImportOutcome,
};
// What stands in the tests' support finds its neighbour here.
use crate::domain::{OpportunityKey, OpportunityKind, RecordId, SourceName};
use crate::notes;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A catalogue in a directory of its own, or in a database of its own.
struct World {
    catalogue: Catalogue,
    directory: TempDir,
    /// Of the server; none on SQLite.
    address: Option<String>,
}

/// Which store a test is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Store {
    Sqlite,
    Postgres,
}

/// Makes a test of each function, for each store. A test asks for its world with [`World::of`].
macro_rules! on_both_stores {
    ($($test:ident),* $(,)?) => {
        mod sqlite {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test(crate::catalogue::tests::Store::Sqlite).await.expect("SQLite is always there");
            }
        )*}
        mod postgres {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                // None when it is skipped, which has been said.
                let _ = super::$test(crate::catalogue::tests::Store::Postgres).await;
            }
        )*}
    };
}
use on_both_stores;

impl World {
    /// On SQLite.
    async fn new() -> Self {
        Self::of(Store::Sqlite).await.expect("SQLite is always there")
    }

    /// Empty; none when there is no such store here.
    async fn of(store: Store) -> Option<Self> {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let address = match store {
            Store::Sqlite => None,
            Store::Postgres => Some(postgres::database("the catalogue on PostgreSQL").await?),
        };
        let catalogue = open_at(directory.path(), address.as_deref()).await;
        Some(Self { catalogue, directory, address })
    }

    /// The same catalogue opened again: what another node, or a later process, sees.
    async fn open_again(&self) -> Catalogue {
        open_at(self.directory.path(), self.address.as_deref()).await
    }

    /// The address of the server, with everything in it.
    fn address(&self) -> String {
        self.address.clone().expect("a world on a server")
    }

    fn path(&self) -> PathBuf {
        database(self.directory.path())
    }

    /// Imports these records whole, as a feed whose digest follows from its content.
    async fn import(&self, header: ImportHeader, records: &[(&str, &str)]) -> Result<ImportOutcome, CatalogueError> {
        let (import, tally) = self.staged(header, records).await?;
        import.commit(tally).await
    }

    async fn staged(
        &self,
        header: ImportHeader,
        records: &[(&str, &str)],
    ) -> Result<(Import, FeedTally), CatalogueError> {
        let mut import = self.catalogue.begin(header).await?;
        let records: Vec<_> = records.iter().map(|(id, body)| record(id, body)).collect();
        let tally = tally(&records);
        import.stage(records).await?;
        Ok((import, tally))
    }

    async fn full(&self, request_id: &str, records: &[(&str, &str)]) -> ImportOutcome {
        self.import(full("a", request_id), records).await.expect("a full import")
    }

    async fn delta(&self, request_id: &str, records: &[(&str, &str)]) -> ImportOutcome {
        self.import(delta("a", request_id), records).await.expect("a delta import")
    }

    async fn revision(&self) -> u64 {
        self.catalogue.revision().await.expect("the revision")
    }

    /// The whole feed, read in pages.
    async fn feed(&self, page: u32) -> Vec<Change> {
        let mut feed: Vec<Change> = Vec::new();
        let up_to = self.revision().await;
        loop {
            let after = feed.last().map_or_else(ChangeCursor::default, Change::cursor);
            let changes = self.catalogue.changes(&after, up_to, page).await.expect("a page");
            assert!(changes.len() <= page as usize);
            assert!(changes.first().is_none_or(|first| first.cursor() > after), "the feed goes on");
            if changes.is_empty() {
                return feed;
            }
            feed.extend(changes);
        }
    }

    /// The feed in a short form: revision, key, body.
    async fn told(&self) -> Vec<String> {
        let tell = |change: &Change| {
            format!("{} {} {}", change.revision, change.key, change.body.as_deref().unwrap_or("removed"))
        };
        self.feed(3).await.iter().map(tell).collect()
    }
}

async fn open(directory: &Path) -> Catalogue {
    Catalogue::open(&database(directory)).await.expect("a catalogue")
}

async fn open_at(directory: &Path, address: Option<&str>) -> Catalogue {
    let Some(address) = address else { return open(directory).await };
    let url: CatalogueUrl = address.parse().expect("an address");
    Catalogue::connect(&url, directory).await.expect("a catalogue")
}

fn database(directory: &Path) -> PathBuf {
    directory.join("catalogue.sqlite")
}

fn source(name: &str) -> SourceName {
    SourceName::new(name).expect("a source")
}

fn key(key: &str) -> OpportunityKey {
    OpportunityKey::parse(key).expect("a key")
}

fn full(name: &str, request_id: &str) -> ImportHeader {
    ImportHeader::new(source(name), ImportMode::Full, request_id)
}

fn delta(name: &str, request_id: &str) -> ImportHeader {
    ImportHeader::new(source(name), ImportMode::Delta, request_id)
}

fn record(id: &str, body: &str) -> StagedRecord {
    StagedRecord {
        id: RecordId::new(id).expect("an id"),
        kind: OpportunityKind::Vacancy,
        body: body.into(),
        digest: blake3::hash(body.as_bytes()),
    }
}

fn tally(records: &[StagedRecord]) -> FeedTally {
    let mut content = blake3::Hasher::new();
    for record in records {
        content.update(record.id.as_str().as_bytes()).update(b" ").update(record.body.as_bytes()).update(b"\n");
    }
    let received = records.len() as u64;
    FeedTally { received, rejected: 0, content_digest: content.finalize(), report_json: "[]".into() }
}
