//! What differs between two versions of a taxonomy, and which concept may stand for one that is gone.

use super::{ConceptNumber, Taxonomy};
use crate::domain::{ConceptKey, ConceptKind, LanguageCode};
use std::collections::{BTreeSet, HashMap};

/// What differs from one taxonomy to another. Lists are in the order of keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaxonomyDiff {
    /// Concepts that only the newer one has, with their labels.
    pub added: Vec<(ConceptKey, String)>,
    /// Concepts that only the older one has.
    pub removed: Vec<Removed>,
    /// Concepts with another preferred label: key, older label, newer label.
    pub relabelled: Vec<(ConceptKey, String, String)>,
    /// Concepts of another kind.
    pub other_kind: Vec<ConceptKey>,
    /// Concepts under other wider concepts.
    pub moved: Vec<ConceptKey>,
    /// Occupations that need other skills.
    pub other_skills: Vec<ConceptKey>,
}

/// A concept that is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// Its key.
    pub key: ConceptKey,
    /// Its label.
    pub label: String,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a concept that is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A table of successors names this concept.
    Replaced(ConceptKey),
    /// A concept of the same kind has its label: it may have been replaced or merged, which a person should decide.
    PerhapsReplaced(ConceptKey),
    /// Nothing is known.
    Unknown,
}

impl TaxonomyDiff {
    /// Compares two taxonomies by their keys; labels are those in `language`.
    #[must_use]
    pub fn between(older: &Taxonomy, newer: &Taxonomy, language: LanguageCode) -> Self {
        let mut diff = Self::default();
        let label = |taxonomy: &Taxonomy, concept| taxonomy.label(concept, language).to_owned();
        for concept in newer.numbers().filter(|concept| own(older, newer.key(*concept)).is_none()) {
            diff.added.push((newer.key(concept).clone(), label(newer, concept)));
        }
        let by_label = names(newer);
        for concept in older.numbers() {
            let key = older.key(concept);
            let Some(now) = own(newer, key) else {
                let fate = fate(older, concept, newer, &by_label);
                diff.removed.push(Removed { key: key.clone(), label: label(older, concept), fate });
                continue;
            };
            if label(older, concept) != label(newer, now) {
                diff.relabelled.push((key.clone(), label(older, concept), label(newer, now)));
            }
            if older.kind(concept) != newer.kind(now) {
                diff.other_kind.push(key.clone());
            }
            if keys(older, older.broader(concept)) != keys(newer, newer.broader(now)) {
                diff.moved.push(key.clone());
            }
            if skills(older, concept) != skills(newer, now) {
                diff.other_skills.push(key.clone());
            }
        }
        diff
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// A table of successors of what may have been replaced, for a person to check before it is imported.
    #[must_use]
    pub fn proposed_successors(&self) -> String {
        let rows = self.removed.iter().filter_map(|removed| match &removed.fate {
            Fate::PerhapsReplaced(new) => Some([removed.key.as_str(), new.as_str()]),
            Fate::Replaced(_) | Fate::Unknown => None,
        });
        let mut table = csv::Writer::from_writer(Vec::new());
        // Writing to memory does not fail.
        let written = std::iter::once(["old", "new"]).chain(rows).try_for_each(|row| table.write_record(row));
        let bytes = written.ok().and_then(|()| table.into_inner().ok()).unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

/// The concept with this very key, not one that succeeded it.
fn own(taxonomy: &Taxonomy, key: &ConceptKey) -> Option<ConceptNumber> {
    taxonomy.concept(key.as_str()).filter(|concept| taxonomy.key(*concept) == key)
}

fn keys<'a>(taxonomy: &'a Taxonomy, concepts: &[ConceptNumber]) -> BTreeSet<&'a ConceptKey> {
    concepts.iter().map(|concept| taxonomy.key(*concept)).collect()
}

fn skills(taxonomy: &Taxonomy, concept: ConceptNumber) -> BTreeSet<(&ConceptKey, bool)> {
    taxonomy.occupation_skills(concept).iter().map(|it| (taxonomy.key(it.skill), it.essential)).collect()
}

/// Which concept has a label; none when several have it.
type Names = HashMap<(ConceptKind, LanguageCode, String), Option<ConceptNumber>>;

fn names(taxonomy: &Taxonomy) -> Names {
    let mut names = Names::new();
    for concept in taxonomy.numbers() {
        for label in taxonomy.labels(concept) {
            let name = (taxonomy.kind(concept), label.language, label.text.to_lowercase());
            let held = names.entry(name).or_insert(Some(concept));
            *held = held.filter(|held| *held == concept);
        }
    }
    names
}

fn fate(older: &Taxonomy, concept: ConceptNumber, newer: &Taxonomy, by_label: &Names) -> Fate {
    if let Some(successor) = newer.concept(older.key(concept).as_str()) {
        return Fate::Replaced(newer.key(successor).clone());
    }
    let preferred = older.labels(concept).iter().filter(|label| label.preferred);
    let same = preferred.filter_map(|label| {
        let name = (older.kind(concept), label.language, label.text.to_lowercase());
        by_label.get(&name).copied()
    });
    // Every label must say the same, in every language.
    let same: BTreeSet<Option<ConceptNumber>> = same.collect();
    match same.first() {
        Some(Some(found)) if same.len() == 1 => Fate::PerhapsReplaced(newer.key(*found).clone()),
        _ => Fate::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::{Fate, TaxonomyDiff};
    use crate::domain::{ConceptKey, ConceptKind, LanguageCode};
    use crate::taxonomy::{ConceptRecord, LabelRole, Taxonomy, TaxonomyData, TaxonomyVersion};

    fn taxonomy(version: &str, concepts: &[(&str, &str, &[&str])]) -> Taxonomy {
        let records = concepts.iter().map(|(key, label, broader)| {
            let mut record = ConceptRecord::new(ConceptKey::new(key).expect("a key"), ConceptKind::Skill);
            record.add_label(LanguageCode::DUTCH, label, LabelRole::Preferred);
            record.broader = broader.iter().map(|key| ConceptKey::new(key).expect("a key")).collect();
            record
        });
        let version = TaxonomyVersion::new("example", version).expect("a version");
        Taxonomy::build(TaxonomyData::assemble(version, records.collect()).expect("a taxonomy").0)
    }

    #[test]
    fn every_difference_is_named_once() {
        let older = taxonomy(
            "1",
            &[("ex:a", "bellen", &[]), ("ex:b", "typen", &["ex:a"]), ("ex:c", "faxen", &[]), ("ex:d", "mailen", &[])],
        );
        let newer = taxonomy("2", &[("ex:a", "telefoneren", &[]), ("ex:b", "typen", &[]), ("ex:e", "Mailen", &[])]);
        let diff = TaxonomyDiff::between(&older, &newer, LanguageCode::DUTCH);
        assert_eq!(diff.added.len(), 1);
        assert_eq!(diff.relabelled.len(), 1);
        assert_eq!(diff.moved.len(), 1);
        let fates: Vec<&Fate> = diff.removed.iter().map(|removed| &removed.fate).collect();
        let mailing = Fate::PerhapsReplaced(ConceptKey::new("ex:e").expect("a key"));
        assert_eq!(fates, [&Fate::Unknown, &mailing]);
        assert_eq!(diff.proposed_successors(), "old,new\nex:d,ex:e\n");
        assert!(TaxonomyDiff::between(&older, &older, LanguageCode::DUTCH).is_empty());
    }
}
