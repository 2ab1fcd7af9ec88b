//! Words of feeds that were and of looking after a data directory in English.

use loopbaanbrug_proto::v1::DifferenceKind;

use crate::cli::texts::{KeepingWords, numbers::grouped};

pub(super) const KEEPING: KeepingWords = KeepingWords {
    full: "full",
    delta: "delta",
    no_imports: "No import was applied.",
    more_imports: "There are more: ask for a larger --limit, or for --all-pages.",
    removed: "removed",
    exported: |records, revision, file| format!("{} records at revision {revision} in {file}", grouped(records, ',')),
    whole: |records, revision| {
        format!("Catalogue and index agree: {} records at revision {revision}.", grouped(records, ','))
    },
    differs: |differences, records, revision| {
        let (differences, records) = (grouped(differences, ','), grouped(records, ','));
        format!("{differences} differences, among {records} records at revision {revision}.")
    },
    passed_over: |records| format!("{} records changed meanwhile and were not compared.", grouped(records, ',')),
    rebuilding: "The index is being built again, beside the one that serves.",
    difference: "difference",
    found: "found",
    difference_of: |kind| match kind {
        DifferenceKind::Unspecified => "unknown",
        DifferenceKind::Missing => "not in the index",
        DifferenceKind::Extra => "only in the index",
        DifferenceKind::OtherRevision => "other revision in the index",
        DifferenceKind::OtherContent => "other content in the index",
        DifferenceKind::CatalogueRecord => "damaged in the catalogue",
        DifferenceKind::CatalogueFile => "file of the catalogue",
        DifferenceKind::IndexFile => "file of the index",
    },
    reindexed: |revision| format!("A new index serves, at revision {revision}."),
    backed_up: |revision, files, bytes, directory| {
        let files = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
        format!("Revision {revision} is in {directory}: {files}, {} bytes.", grouped(bytes, ','))
    },
    restored: |revision, directory| {
        format!("Revision {revision} is restored in {directory}. The index is built at the next start.")
    },
};
