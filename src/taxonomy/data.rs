//! A taxonomy as plain data: what importers make, files hold and [`Taxonomy::build`](super::Taxonomy::build) reads.
//!
//! References between concepts are places in the list of concepts, so that a file is small and quick to read. Whatever
//! [`TaxonomyData`] holds has been checked: every reference exists, joins kinds that fit, and wider concepts never
//! lead back to themselves. How records become data stands in `assemble`, the file format in `storage`.

use super::LabelRole;
use super::record::TaxonomyVersion;
use crate::domain::{ConceptKey, ConceptKind, LanguageCode};
use serde::{Deserialize, Serialize};

/// Most concepts of one taxonomy.
pub const MAX_CONCEPTS: usize = 200_000;
/// Most labels of one concept over all languages.
pub const MAX_LABELS_PER_CONCEPT: usize = 1_000;
/// Most characters of a label.
pub const MAX_LABEL_CHARS: usize = 300;

/// A checked taxonomy as plain data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxonomyData {
    pub(super) content: Content,
    /// The first 16 hexadecimal digits of the BLAKE3 hash of `content` as the file holds it.
    pub(super) digest: String,
}

impl TaxonomyData {
    /// Name and version.
    #[must_use]
    pub fn version(&self) -> &TaxonomyVersion {
        &self.content.version
    }

    /// Short fingerprint of the whole content: 16 hexadecimal digits, equal on every machine.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Number of concepts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.content.concepts.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.content.concepts.is_empty()
    }

    /// Number of labels over all concepts and languages.
    #[must_use]
    pub fn labels(&self) -> usize {
        self.content.concepts.iter().map(|concept| concept.labels.len()).sum()
    }

    /// Number of concepts of a kind.
    #[must_use]
    pub fn count(&self, kind: ConceptKind) -> usize {
        self.content.concepts.iter().filter(|concept| ConceptKind::from(concept.kind) == kind).count()
    }
}

/// All of it in canonical order: concepts by key, references by place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Content {
    pub(super) version: TaxonomyVersion,
    pub(super) concepts: Vec<ConceptData>,
    /// Keys of concepts that are gone, each with the concept that stands for it now.
    pub(super) replaced: Vec<(Box<str>, u32)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ConceptData {
    pub(super) key: Box<str>,
    pub(super) kind: Kind,
    pub(super) labels: Vec<LabelData>,
    pub(super) descriptions: Vec<([u8; 2], Box<str>)>,
    pub(super) exact_matches: Vec<Box<str>>,
    pub(super) broader: Vec<u32>,
    pub(super) related: Vec<u32>,
    pub(super) skills: Vec<(u32, bool)>,
    pub(super) isco_group: Option<Box<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LabelData {
    pub(super) language: [u8; 2],
    pub(super) text: Box<str>,
    pub(super) role: LabelRole,
}

/// [`ConceptKind`] as the file holds it; the order is part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kind {
    Skill,
    Knowledge,
    Language,
    Occupation,
    Group,
}

impl From<ConceptKind> for Kind {
    fn from(kind: ConceptKind) -> Self {
        match kind {
            ConceptKind::Skill => Self::Skill,
            ConceptKind::Knowledge => Self::Knowledge,
            ConceptKind::Language => Self::Language,
            ConceptKind::Occupation => Self::Occupation,
            ConceptKind::Group => Self::Group,
        }
    }
}

impl From<Kind> for ConceptKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Skill => Self::Skill,
            Kind::Knowledge => Self::Knowledge,
            Kind::Language => Self::Language,
            Kind::Occupation => Self::Occupation,
            Kind::Group => Self::Group,
        }
    }
}

/// Which kinds may stand above which: a group above anything, a concept above one of its own sort.
pub(super) fn may_be_broader(narrow: ConceptKind, broad: ConceptKind) -> bool {
    match broad {
        ConceptKind::Group => true,
        ConceptKind::Occupation => narrow == ConceptKind::Occupation,
        _ => narrow.is_ability(),
    }
}

/// Which kinds may be related: abilities with abilities, otherwise the same kind.
pub(super) fn may_be_related(one: ConceptKind, other: ConceptKind) -> bool {
    one == other || one.is_ability() && other.is_ability()
}

impl Content {
    /// What is wrong with content that came from a file, if anything. The checksum has been checked, so this catches
    /// files that another program wrote.
    pub(super) fn problem(&self) -> Option<String> {
        let concepts = &self.concepts;
        if concepts.len() > MAX_CONCEPTS {
            return Some(format!("{} concepts, more than {MAX_CONCEPTS}", concepts.len()));
        }
        if concepts.windows(2).any(|pair| pair[0].key >= pair[1].key) {
            return Some("concepts not in the order of their keys".into());
        }
        if self.replaced.iter().any(|(_, successor)| *successor as usize >= concepts.len()) {
            return Some("a successor that is no concept".into());
        }
        concepts.iter().find_map(|concept| concept.problem(concepts).map(|what| format!("{}: {what}", concept.key)))
    }
}

impl ConceptData {
    fn problem(&self, all: &[Self]) -> Option<&'static str> {
        let kind = ConceptKind::from(self.kind);
        let kind_of = |place: u32| all.get(place as usize).map(|other| ConceptKind::from(other.kind));
        let keys_fit =
            ConceptKey::new(&self.key).is_ok() && self.exact_matches.iter().all(|k| ConceptKey::new(k).is_ok());
        let labels_fit = self.labels.len() <= MAX_LABELS_PER_CONCEPT
            && self.labels.iter().all(|label| language(label.language).is_some() && !label.text.is_empty());
        let broader_fit = self.broader.iter().all(|b| kind_of(*b).is_some_and(|broad| may_be_broader(kind, broad)));
        let related_fit = self.related.iter().all(|r| kind_of(*r).is_some_and(|other| may_be_related(kind, other)));
        let skills_fit = self.skills.iter().all(|(skill, _)| kind_of(*skill).is_some_and(ConceptKind::is_ability));
        let checks = [
            (keys_fit, "a key of another form"),
            (labels_fit, "labels that do not fit"),
            (self.descriptions.iter().all(|(code, _)| language(*code).is_some()), "a description in no language"),
            (broader_fit, "a wider concept that does not fit"),
            (related_fit, "a related concept that does not fit"),
            (skills_fit, "a skill that does not fit"),
        ];
        checks.into_iter().find_map(|(fits, what)| (!fits).then_some(what))
    }
}

/// The language of two letters from a file.
pub(super) fn language(code: [u8; 2]) -> Option<LanguageCode> {
    std::str::from_utf8(&code).ok().and_then(|code| LanguageCode::new(code).ok())
}

/// The two letters of a language.
pub(super) fn language_bytes(language: LanguageCode) -> [u8; 2] {
    let letters = language.as_str().as_bytes();
    [letters[0], letters[1]]
}
