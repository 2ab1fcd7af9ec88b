//! Puts the records of an importer together to checked [`TaxonomyData`]; what does not fit is left out and named.

use super::data::{
    ConceptData, Content, LabelData, MAX_CONCEPTS, MAX_LABEL_CHARS, MAX_LABELS_PER_CONCEPT, TaxonomyData,
    language_bytes, may_be_broader, may_be_related,
};
use super::number::small;
use super::record::{ConceptRecord, LabelRecord, LabelRole, TaxonomyVersion};
use super::storage;
use crate::domain::{ConceptKey, ConceptKind};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use thiserror::Error;

/// Why records make no taxonomy at all; fits “failed to assemble a taxonomy: {…}”.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AssembleError {
    /// There is not one concept.
    #[error("there is no concept")]
    Empty,
    /// More concepts than [`MAX_CONCEPTS`].
    #[error("there are {actual} concepts, at most {MAX_CONCEPTS} fit")]
    TooMany {
        /// What was given.
        actual: usize,
    },
    /// The content could not be written out, which its fingerprint needs.
    #[error("the content cannot be written out: {0}")]
    Encode(#[from] postcard::Error),
}

/// Something of a record that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The concept whose record said it.
    pub key: ConceptKey,
    /// Why it was left out.
    pub reason: LeftOutReason,
    /// The label, key or URI in question.
    pub what: String,
}

/// Why a part of a record was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeftOutReason {
    /// A second record with the same key.
    RepeatedConcept,
    /// A reference to a concept that no record describes.
    UnknownConcept,
    /// A reference between kinds that do not go together, such as an occupation as skill, or to itself.
    WrongKind,
    /// A wider concept that would lead back to the concept itself.
    Circle,
    /// An exact-match URI that another concept has already.
    RepeatedExactMatch,
    /// An empty or overlong label, or one beyond the limit per concept.
    Label,
}

impl fmt::Display for LeftOutReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RepeatedConcept => "the concept is described twice",
            Self::UnknownConcept => "no such concept",
            Self::WrongKind => "the two kinds of concept do not go together",
            Self::Circle => "wider concepts lead in a circle",
            Self::RepeatedExactMatch => "another concept has this exact match",
            Self::Label => "the label is empty, too long or one too many",
        })
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: “{}” left out: {}", self.key, self.what, self.reason)
    }
}

impl TaxonomyData {
    /// Puts records together. The order of the records does not matter, except that of two with the same key, or two
    /// preferred labels in one language, the first wins.
    ///
    /// # Errors
    /// [`AssembleError`] when there is no concept, or there are too many.
    ///
    /// ```
    /// use loopbaanbrug::domain::{ConceptKey, ConceptKind, LanguageCode};
    /// use loopbaanbrug::taxonomy::{ConceptRecord, LabelRole, TaxonomyData, TaxonomyVersion};
    /// let mut record = ConceptRecord::new(ConceptKey::new("ex:excel").unwrap(), ConceptKind::Knowledge);
    /// record.add_label(LanguageCode::DUTCH, "Excel", LabelRole::Preferred);
    /// let version = TaxonomyVersion::new("example", "1").unwrap();
    /// let (data, left_out) = TaxonomyData::assemble(version, vec![record]).unwrap();
    /// assert_eq!((data.len(), left_out.len()), (1, 0));
    /// ```
    pub fn assemble(
        version: TaxonomyVersion,
        mut records: Vec<ConceptRecord>,
    ) -> Result<(Self, Vec<LeftOut>), AssembleError> {
        if records.is_empty() {
            return Err(AssembleError::Empty);
        }
        if records.len() > MAX_CONCEPTS {
            return Err(AssembleError::TooMany { actual: records.len() });
        }
        records.sort_by(|one, other| one.key.cmp(&other.key));
        let mut left_out = Vec::new();
        records.dedup_by(|second, first| {
            let repeated = second.key == first.key;
            if repeated {
                let what = second.labels.first().map_or_else(String::new, |label| label.text.clone());
                left_out.push(LeftOut { key: second.key.clone(), reason: LeftOutReason::RepeatedConcept, what });
            }
            repeated
        });
        let mut assembly = Assembly { places: places_of(&mut records, &mut left_out), records: &records, left_out };
        let mut concepts: Vec<ConceptData> = (0..records.len()).map(|place| assembly.concept(place)).collect();
        assembly.cut_circles(&mut concepts);
        make_symmetric(&mut concepts);
        let left_out = assembly.left_out;
        let content = Content { version, concepts, replaced: Vec::new() };
        let digest = storage::digest(&storage::encode(&content)?);
        Ok((Self { content, digest }, left_out))
    }
}

/// The place of every own key and exact-match URI; repeated URIs are taken out of the records.
fn places_of(records: &mut [ConceptRecord], left_out: &mut Vec<LeftOut>) -> HashMap<ConceptKey, u32> {
    let mut places: HashMap<ConceptKey, u32> =
        records.iter().enumerate().map(|(place, record)| (record.key.clone(), small(place))).collect();
    for (place, record) in records.iter_mut().enumerate() {
        let key = &record.key;
        record.exact_matches.retain(|uri| {
            let free = !places.contains_key(uri);
            if free {
                places.insert(uri.clone(), small(place));
            } else if uri != key {
                let reason = LeftOutReason::RepeatedExactMatch;
                left_out.push(LeftOut { key: key.clone(), reason, what: uri.to_string() });
            }
            free
        });
    }
    places
}

struct Assembly<'a> {
    records: &'a [ConceptRecord],
    places: HashMap<ConceptKey, u32>,
    left_out: Vec<LeftOut>,
}

impl Assembly<'_> {
    fn concept(&mut self, place: usize) -> ConceptData {
        let records = self.records;
        let record = &records[place];
        let kind = record.kind;
        let mut skills: Vec<(u32, bool)> = Vec::new();
        for (skill, essential) in &record.skills {
            let fits = |other: ConceptKind| kind == ConceptKind::Occupation && other.is_ability();
            skills.extend(self.reference(place, skill, fits).map(|skill| (skill, *essential)));
        }
        // An essential mention wins over an optional one.
        skills.sort_unstable_by_key(|(skill, essential)| (*skill, !essential));
        skills.dedup_by_key(|(skill, _)| *skill);
        let mut descriptions: Vec<_> = record
            .descriptions
            .iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(language, text)| (language_bytes(*language), text.trim().into()))
            .collect();
        descriptions.sort_by_key(|(language, _)| *language);
        descriptions.dedup_by_key(|(language, _)| *language);
        ConceptData {
            key: record.key.as_str().into(),
            kind: kind.into(),
            labels: self.labels(record),
            descriptions,
            exact_matches: sorted(record.exact_matches.iter().map(|uri| uri.as_str().into()).collect()),
            broader: self.references(place, &record.broader, |broad| may_be_broader(kind, broad)),
            related: self.references(place, &record.related, |other| may_be_related(kind, other)),
            skills,
            isco_group: record.isco_group.as_deref().map(Into::into),
        }
    }

    fn references(&mut self, from: usize, keys: &[ConceptKey], fits: impl Fn(ConceptKind) -> bool) -> Vec<u32> {
        sorted(keys.iter().filter_map(|key| self.reference(from, key, &fits)).collect())
    }

    fn reference(&mut self, from: usize, to: &ConceptKey, fits: impl Fn(ConceptKind) -> bool) -> Option<u32> {
        let reason = match self.places.get(to) {
            Some(place) if *place as usize != from && fits(self.records[*place as usize].kind) => return Some(*place),
            Some(_) => LeftOutReason::WrongKind,
            None => LeftOutReason::UnknownConcept,
        };
        self.left_out.push(LeftOut { key: self.records[from].key.clone(), reason, what: to.to_string() });
        None
    }

    /// Labels in the order preferred, alternative, hidden; within that as given.
    fn labels(&mut self, record: &ConceptRecord) -> Vec<LabelData> {
        let mut labels: Vec<LabelData> = Vec::new();
        let mut seen = HashSet::new();
        let mut preferred_in = HashSet::new();
        let mut given: Vec<&LabelRecord> = record.labels.iter().collect();
        given.sort_by_key(|label| label.role);
        for label in given {
            let text = label.text.trim();
            let chars = text.chars().take(MAX_LABEL_CHARS + 1).count();
            if !(1..=MAX_LABEL_CHARS).contains(&chars) || labels.len() == MAX_LABELS_PER_CONCEPT {
                let what = text.chars().take(MAX_LABEL_CHARS).collect();
                self.left_out.push(LeftOut { key: record.key.clone(), reason: LeftOutReason::Label, what });
                continue;
            }
            if seen.insert((label.language, text)) {
                let second_preferred = label.role == LabelRole::Preferred && !preferred_in.insert(label.language);
                let role = if second_preferred { LabelRole::Alternative } else { label.role };
                labels.push(LabelData { language: language_bytes(label.language), text: text.into(), role });
            }
        }
        labels.sort_by_key(|label| label.role);
        labels
    }

    /// Takes out every reference to a wider concept that closes a circle, found by walking upwards from each concept
    /// in the order of keys.
    fn cut_circles(&mut self, concepts: &mut [ConceptData]) {
        const UNSEEN: u8 = 0;
        const OPEN: u8 = 1;
        const DONE: u8 = 2;
        let mut state = vec![UNSEEN; concepts.len()];
        for start in 0..concepts.len() {
            let mut path = vec![(start, 0)];
            while let Some((place, next)) = path.pop() {
                state[place] = OPEN;
                let Some(up) = concepts[place].broader.get(next).map(|up| *up as usize) else {
                    state[place] = DONE;
                    continue;
                };
                if state[up] == OPEN {
                    concepts[place].broader.remove(next);
                    path.push((place, next));
                    let what = concepts[up].key.to_string();
                    let key = self.records[place].key.clone();
                    self.left_out.push(LeftOut { key, reason: LeftOutReason::Circle, what });
                    continue;
                }
                path.push((place, next + 1));
                if state[up] == UNSEEN {
                    path.push((up, 0));
                }
            }
        }
    }
}

fn make_symmetric(concepts: &mut [ConceptData]) {
    let pairs: BTreeSet<(u32, u32)> = concepts
        .iter()
        .enumerate()
        .flat_map(|(place, concept)| concept.related.iter().map(move |other| (small(place), *other)))
        .flat_map(|(one, other)| [(one, other), (other, one)])
        .collect();
    for concept in &mut *concepts {
        concept.related.clear();
    }
    for (one, other) in pairs {
        concepts[one as usize].related.push(other);
    }
}

fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort_unstable();
    items.dedup();
    items
}

#[cfg(test)]
mod tests {
    use super::{AssembleError, LeftOutReason};
    use crate::domain::{ConceptKey, ConceptKind, LanguageCode};
    use crate::taxonomy::{ConceptRecord, LabelRole, Taxonomy, TaxonomyData, TaxonomyVersion};
    use proptest::prelude::*;

    fn key(name: &str) -> ConceptKey {
        ConceptKey::new(&format!("ex:{name}")).expect("a valid key")
    }

    fn skill(name: &str, broader: &[&str]) -> ConceptRecord {
        let mut record = ConceptRecord::new(key(name), ConceptKind::Skill);
        record.broader = broader.iter().map(|name| key(name)).collect();
        record
    }

    fn assemble(records: Vec<ConceptRecord>) -> (TaxonomyData, Vec<(String, LeftOutReason)>) {
        let version = TaxonomyVersion::new("example", "1").expect("a valid version");
        let (data, left_out) = TaxonomyData::assemble(version, records).expect("a taxonomy");
        let left_out = left_out.into_iter().map(|left_out| (left_out.key.to_string(), left_out.reason)).collect();
        (data, left_out)
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_named() {
        let check = |records: Vec<ConceptRecord>, expected: &[(&str, LeftOutReason)]| {
            let (_, left_out) = assemble(records);
            let left_out: Vec<(&str, LeftOutReason)> = left_out.iter().map(|(key, why)| (key.as_str(), *why)).collect();
            assert_eq!(left_out, expected);
        };
        check(vec![skill("a", &["b"])], &[("ex:a", LeftOutReason::UnknownConcept)]);
        check(vec![skill("a", &["a"])], &[("ex:a", LeftOutReason::WrongKind)]);
        check(vec![skill("a", &["b"]), skill("b", &["a"])], &[("ex:b", LeftOutReason::Circle)]);
        check(vec![skill("a", &[]), skill("a", &[])], &[("ex:a", LeftOutReason::RepeatedConcept)]);
        let mut occupation = ConceptRecord::new(key("o"), ConceptKind::Occupation);
        occupation.skills = vec![(key("o"), true)];
        check(vec![occupation], &[("ex:o", LeftOutReason::WrongKind)]);
        let mut twice = [skill("a", &[]), skill("b", &[])];
        twice.iter_mut().for_each(|record| record.exact_matches = vec![key("same")]);
        check(twice.into(), &[("ex:b", LeftOutReason::RepeatedExactMatch)]);
        let mut empty_label = skill("a", &[]);
        empty_label.add_label(LanguageCode::DUTCH, " ", LabelRole::Preferred);
        check(vec![empty_label], &[("ex:a", LeftOutReason::Label)]);
    }

    #[test]
    fn nothing_makes_no_taxonomy() {
        let version = TaxonomyVersion::new("example", "1").expect("a valid version");
        assert_eq!(TaxonomyData::assemble(version, Vec::new()), Err(AssembleError::Empty));
    }

    #[test]
    fn a_second_preferred_label_becomes_an_alternative() {
        let mut record = skill("a", &[]);
        for text in ["first", "second", "first"] {
            record.add_label(LanguageCode::DUTCH, text, LabelRole::Preferred);
        }
        record.add_label(LanguageCode::DUTCH, "unseen", LabelRole::Hidden);
        let taxonomy = Taxonomy::build(assemble(vec![record]).0);
        let concept = taxonomy.concept("ex:a").expect("the concept");
        let labels: Vec<(&str, bool)> = taxonomy.labels(concept).iter().map(|l| (&*l.text, l.preferred)).collect();
        assert_eq!(labels, [("first", true), ("second", false)]);
    }

    proptest! {
        #[test]
        fn wider_concepts_never_lead_back_and_order_does_not_matter(
            edges in proptest::collection::vec((0_usize..8, 0_usize..8), 0..24),
            turn in 0_usize..8,
        ) {
            let mut records: Vec<ConceptRecord> = (0..8).map(|name| skill(&name.to_string(), &[])).collect();
            for (narrow, broad) in edges {
                records[narrow].broader.push(key(&broad.to_string()));
                records[narrow].related.push(key(&broad.to_string()));
            }
            let (data, _) = assemble(records.clone());
            records.rotate_left(turn);
            prop_assert_eq!(&assemble(records).0, &data);
            let taxonomy = Taxonomy::build(data);
            for start in taxonomy.numbers() {
                let mut above = vec![start];
                let mut steps = 0;
                while let Some(concept) = above.pop() {
                    steps += 1;
                    prop_assert!(steps < 2_000, "a circle");
                    prop_assert!(taxonomy.broader(concept).iter().all(|up| *up != start));
                    above.extend(taxonomy.broader(concept));
                }
                for other in taxonomy.related(start) {
                    prop_assert!(taxonomy.related(*other).contains(&start));
                }
            }
        }
    }
}
