//! The durable store of records, imports and revisions, and the feed of changes that followers read.
//!
//! It knows keys only: a body is opaque text with a digest. Every commit that changes something takes the next revision in
//! the same transaction, so revisions have no gaps and follow the order of commits. An acknowledged commit is on disk.
//! Reading foreign formats is the ingest room's work; turning changes into documents is the follower's.
//!
//! A feed goes through three steps: [`Catalogue::begin`] claims the source, [`Import::stage`] spools records to a file
//! without a name, and [`Import::commit`] applies them whole or not at all. A slow sender holds no lock, and a feed that
//! was not committed leaves nothing behind, not even after a crash.
//!
//! It lives in a SQLite file that one process uses, or in a PostgreSQL database that any number of nodes share; everything
//! above `database` is the same for both.

mod applying;
mod changes;
mod claim;
mod commit;
mod database;
mod error;
mod history;
mod identity;
mod import;
mod keeping;
mod listen;
mod reports;
mod spool;
mod statements;
mod store;
mod url;

pub use applying::{Applying, Told};
pub use changes::{CHANGES_PAGE_MAX, Change, ChangeCursor, PAGE_BYTES_MAX};
pub use claim::IMPORTS_OPEN_MAX;
pub use commit::{IMPORTS_KEPT_MAX, SHRINK_GUARD_LIVE_MIN};
pub use error::CatalogueError;
pub use history::{Head, MARKS_KEPT_MAX};
pub use identity::TOKEN_KEY_BYTES;
pub use import::{
    FeedTally, IMPORT_BYTES_MAX, IMPORT_RECORDS_MAX, Import, ImportHeader, ImportMode, ImportOutcome,
    REMOVED_PERCENT_MAX_DEFAULT, StagedRecord, StoredImport,
};
pub use keeping::{HELD_PAGE_MAX, HeldRecord};
pub use reports::IMPORTS_PAGE_MAX;
pub use spool::BODY_BYTES_MAX;
pub use store::{Catalogue, SourceCount};
pub use url::{CatalogueUrl, CatalogueUrlError};

#[cfg(test)]
mod tests;
