//! Words of feeds that were and of looking after a data directory in Dutch.

use loopbaanbrug_proto::v1::DifferenceKind;

use crate::cli::texts::{KeepingWords, numbers::grouped};

pub(super) const KEEPING: KeepingWords = KeepingWords {
    full: "volledig",
    delta: "wijzigingen",
    no_imports: "Er is nog niets geïmporteerd.",
    more_imports: "Er zijn er meer: vraag een grotere --limit, of --all-pages.",
    removed: "verwijderd",
    exported: |records, revision, file| format!("{} records van revisie {revision} in {file}", grouped(records, '.')),
    whole: |records, revision| {
        format!("Catalogus en index zijn gelijk: {} records bij revisie {revision}.", grouped(records, '.'))
    },
    differs: |differences, records, revision| {
        let (differences, records) = (grouped(differences, '.'), grouped(records, '.'));
        format!("{differences} verschillen, bij {records} records van revisie {revision}.")
    },
    passed_over: |records| format!("{} records veranderden intussen en zijn niet vergeleken.", grouped(records, '.')),
    rebuilding: "De index wordt opnieuw gemaakt, naast de index die nu antwoordt.",
    difference: "verschil",
    found: "gevonden",
    difference_of: |kind| match kind {
        DifferenceKind::Unspecified => "onbekend",
        DifferenceKind::Missing => "niet in de index",
        DifferenceKind::Extra => "alleen in de index",
        DifferenceKind::OtherRevision => "andere revisie in de index",
        DifferenceKind::OtherContent => "andere inhoud in de index",
        DifferenceKind::CatalogueRecord => "beschadigd in de catalogus",
        DifferenceKind::CatalogueFile => "bestand van de catalogus",
        DifferenceKind::IndexFile => "bestand van de index",
    },
    reindexed: |revision| format!("Een nieuwe index antwoordt, bij revisie {revision}."),
    backed_up: |revision, files, bytes, directory| {
        let files = if files == 1 { "1 bestand".to_owned() } else { format!("{files} bestanden") };
        format!("Revisie {revision} staat in {directory}: {files}, {} bytes.", grouped(bytes, '.'))
    },
    restored: |revision, directory| {
        format!("Revisie {revision} is teruggezet in {directory}. De index wordt bij de volgende start gemaakt.")
    },
};
