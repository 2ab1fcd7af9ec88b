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
    /// not got them.
    #[error(
        "follow the catalogue: it no longer has revision {followed}, which the index is at, and is now at {revision}"
    )]
    Lost {
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
    /// Why the index is of no more use, when the cure is to follow from the beginning into another directory.
    #[must_use]
    pub fn unfit(&self) -> Option<Unfit> {
        match self {
            Self::Index(error) if error.calls_for_rebuild() => Some(Unfit::Damaged),
            Self::Lost { revision, .. } => Some(Unfit::Ahead { revision: *revision }),
            _ => None,
        }
    }
}

/// Why an index must be built again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Files of it are missing or altered.
    Damaged,
    /// It holds what the catalogue has lost. Nothing may be followed into it any more.
    Ahead {
        /// Where the catalogue was when that was noticed.
        revision: u64,
    },
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
