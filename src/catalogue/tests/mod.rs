//! The catalogue against real files: imports, the feed of changes, a model, and what survives a crash or a full disk.

mod durability;
mod imports;
mod model;
mod reading;

use super::StagedRecord;
use super::{
    Catalogue, CatalogueError, Change, ChangeCursor, FeedTally, Import, ImportHeader, ImportMode, ImportOutcome,
};
use crate::domain::{OpportunityKey, OpportunityKind, RecordId, SourceName};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A catalogue in a directory of its own.
struct World {
    catalogue: Catalogue,
    directory: TempDir,
}

impl World {
    async fn new() -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let catalogue = open(directory.path()).await;
        Self { catalogue, directory }
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
