//! Opening the index of a data directory, and deleting it when it cannot be trusted.

use crate::{catalogue::CatalogueError, document, document::RecordError, places::Places, taxonomy::Taxonomy};
use loopbaanbrug_index::{Error, Index};
use std::{fs, io, path::Path};
use thiserror::Error;

/// Why following failed. Nothing of the catalogue is lost.
#[derive(Debug, Error)]
pub enum FollowError {
    /// The index refused.
    #[error("use the index: {0}")]
    Index(#[from] Error),
    /// The catalogue could not be read.
    #[error("read the catalogue: {0}")]
    Catalogue(#[from] CatalogueError),
    /// The catalogue has lost revisions that were followed: it was restored, or its database failed over to one that had
    /// not got them. An index is compared with its catalogue when the service starts, and then built again.
    #[error("follow a catalogue at revision {revision}: the index is at {followed}; start this node again")]
    Ahead {
        /// Where the index is.
        followed: u64,
        /// Where the catalogue is.
        revision: u64,
    },
    /// A record could not be written.
    #[error("write a document: {0}")]
    Record(#[from] RecordError),
    /// The directory of the indexes could not be made.
    #[error("make the directory of the index: {0}")]
    Directory(#[source] io::Error),
    /// The index directory could not be deleted.
    #[error("delete an index that is no longer valid: {0}")]
    Delete(#[source] io::Error),
    /// A fault in the program.
    #[error("follow: {0}")]
    Panicked(String),
}

impl FollowError {
    /// Whether the cure is to follow from the beginning into another directory.
    #[must_use]
    pub fn calls_for_rebuild(&self) -> bool {
        matches!(self, Self::Index(error) if error.calls_for_rebuild())
    }
}

/// Opens the index in a directory for a taxonomy and places. An index that is damaged, of an older form or of another
/// taxonomy is deleted: the catalogue has all it takes to build it again.
///
/// # Errors
/// [`FollowError::Index`] when another process holds it or the disk fails, [`FollowError::Delete`].
pub fn open_index(directory: &Path, taxonomy: &Taxonomy, places: &Places) -> Result<Index, FollowError> {
    let layout = document::layout(taxonomy, places);
    match Index::open_or_create(directory, layout.clone()) {
        Err(error) if error.calls_for_rebuild() => {
            tracing::warn!(%error, "the index is built again from the catalogue");
            fs::remove_dir_all(directory).map_err(FollowError::Delete)?;
            Ok(Index::open_or_create(directory, layout)?)
        }
        opened => Ok(opened?),
    }
}
