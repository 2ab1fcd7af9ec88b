//! Looking after the store: every record with its digest, what the database says of itself, and a copy of it.

use super::{
    CatalogueError,
    changes::page,
    database::{CopyFailed, Row},
    statements as sql,
    store::{Catalogue, id_of, source_of, unsigned},
};
use crate::domain::OpportunityKey;
use futures::TryStreamExt;
use std::path::Path;
use tokio_util::sync::CancellationToken;

/// Most records in one page of [`Catalogue::held_after`].
pub const HELD_PAGE_MAX: u32 = 5_000;

/// A record as the catalogue holds it, removed ones included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRecord {
    /// Which record.
    pub key: OpportunityKey,
    /// Revision at which it got this state.
    pub revision: u64,
    /// Digest of its content as it was staged.
    pub digest: blake3::Hash,
    /// Its content; none when it was removed.
    pub body: Option<String>,
}

impl Catalogue {
    /// The next records after a key, in the order of source and then id. At most `limit` (and [`HELD_PAGE_MAX`]), and fewer
    /// when they reach [`PAGE_BYTES_MAX`](super::PAGE_BYTES_MAX): only an empty page is the end. Pages are read one by one, each
    /// from the state of its moment.
    ///
    /// # Errors
    /// [`CatalogueError::Storage`].
    pub async fn held_after(
        &self,
        after: Option<&OpportunityKey>,
        limit: u32,
    ) -> Result<Vec<HeldRecord>, CatalogueError> {
        let (source, id) = after.map_or(("", ""), |key| (key.source.as_str(), key.id.as_str()));
        let values = [source.into(), id.into(), i64::from(limit.clamp(1, HELD_PAGE_MAX)).into()];
        Ok(page(self.database().fetch(sql::HELD_AFTER, &values), held, |it| it.body.as_deref()).await?)
    }

    /// Every fault that the database finds with itself; none when all is well. Reads all of it. A server of many nodes is
    /// looked after by its own tools and is not asked.
    ///
    /// # Errors
    /// [`CatalogueError::Storage`] when it cannot even look.
    pub async fn faults(&self) -> Result<Vec<String>, CatalogueError> {
        if !self.database().is_file() {
            return Ok(Vec::new());
        }
        let rows = self.database().fetch(sql::CHECK_FILE, &[]);
        let said: Vec<String> = rows.and_then(|row| std::future::ready(row.get(0))).try_collect().await?;
        Ok(said.into_iter().filter(|line| line != "ok").collect())
    }

    /// Writes all of one moment into a new file, while others read and write, and syncs it. Returns the revision it holds.
    ///
    /// # Errors
    /// [`CatalogueError::NotAFile`] on a server of many nodes; [`CatalogueError::CopyRefused`] when it cannot be written there;
    /// [`CatalogueError::CopyStopped`] when it was asked to stop; [`CatalogueError::Storage`], also when the file is there already.
    pub async fn copy_to(&self, path: &Path, stop: &CancellationToken) -> Result<u64, CatalogueError> {
        let copied = self.database().copy_to(path, stop).await.map_err(|failed| match failed {
            CopyFailed::Catalogue(error) => CatalogueError::Storage(error),
            CopyFailed::Copy(source) => CatalogueError::CopyRefused { path: path.to_owned(), source },
            CopyFailed::Stopped => CatalogueError::CopyStopped,
        })?;
        let revision = unsigned(copied.ok_or(CatalogueError::NotAFile)?)?;
        let copy = path.to_owned();
        let sync = move || std::fs::File::open(copy)?.sync_all();
        let synced = tokio::task::spawn_blocking(sync).await.map_err(std::io::Error::other)?;
        synced.map_err(|source| CatalogueError::CopyRefused { path: path.to_owned(), source })?;
        Ok(revision)
    }
}

fn held(row: &Row) -> Result<HeldRecord, sqlx::Error> {
    let key = OpportunityKey { source: source_of(row.get(0)?)?, id: id_of(row.get(1)?)? };
    let digest = blake3::Hash::from_slice(row.get(3)?).map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(HeldRecord { key, revision: unsigned(row.get(2)?)?, digest, body: row.get(4)? })
}
