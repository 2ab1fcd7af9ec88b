//! What lies where in a data directory, besides the reference data (see [`crate::reference`]):
//!
//! ```text
//! lock              held by the one process that uses the directory
//! catalogue.sqlite  the truth, unless it is in a database that several nodes share
//! admin/            the socket of the operator's door, see [`crate::server`]
//! index/            can be deleted at any time; it is followed again from the catalogue. It holds a directory for each
//!                   state of the reference data: one, and a second while another index is about to take its place
//! ```

/// Held by the one process that uses the directory.
pub const LOCK_FILE: &str = "lock";
/// The catalogue, and in a backup its copy. Files of the database beside it begin with this name too.
pub const CATALOGUE_FILE: &str = "catalogue.sqlite";
/// Directory of the operator's door; nobody else may look into it.
pub const ADMIN_DIR: &str = "admin";
/// Directory of the indexes.
pub const INDEX_DIR: &str = "index";

/// What belongs to a process alone or can be made again: no part of a backup.
pub const NOT_KEPT: [&str; 3] = [LOCK_FILE, ADMIN_DIR, INDEX_DIR];
