//! Words of imports that were, of changes, and of looking after a data directory, in the form that every language gives them.

use loopbaanbrug_proto::v1::DifferenceKind;

/// What became of feeds, and whether what is kept is whole.
pub(in crate::cli) struct KeepingWords {
    pub full: &'static str,
    pub delta: &'static str,
    pub no_imports: &'static str,
    pub more_imports: &'static str,
    pub removed: &'static str,
    /// Number of records, revision, file.
    pub exported: fn(u64, u64, &str) -> String,
    /// Records and revision.
    pub whole: fn(u64, u64) -> String,
    /// Number of differences, records, revision.
    pub differs: fn(u64, u64, u64) -> String,
    /// Number of records that changed meanwhile.
    pub passed_over: fn(u64) -> String,
    pub rebuilding: &'static str,
    pub difference: &'static str,
    pub found: &'static str,
    pub difference_of: fn(DifferenceKind) -> &'static str,
    pub reindexed: fn(u64) -> String,
    /// Revision, files, bytes, directory.
    pub backed_up: fn(u64, u64, u64, &str) -> String,
    /// Revision, data directory.
    pub restored: fn(u64, &str) -> String,
}
