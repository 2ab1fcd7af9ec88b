//! The record of a document: the opportunity and how the taxonomy understood it.

use crate::{
    domain::{Invalid, Level, Opportunity, OpportunityKey, codes::Code},
    ingest::{self, Problem},
    taxonomy::{ConceptNumber, Understood, UnderstoodRequirement, UnderstoodTaught},
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use thiserror::Error;

/// An opportunity as the index holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Its key.
    pub key: OpportunityKey,
    /// Catalogue revision at which this content was accepted.
    pub revision: u64,
    /// The opportunity.
    pub opportunity: Opportunity,
    /// How the taxonomy of this index understands it.
    pub understood: Understood,
}

/// A record that cannot be read back: the index is damaged or of another version.
#[derive(Debug, Error)]
pub enum RecordError {
    /// Not the form that was written.
    #[error("read an index record: {0}")]
    Form(#[from] postcard::Error),
    /// A content that was accepted before is refused now.
    #[error("read an index record: {0:?}")]
    Refused(Vec<Problem>),
    /// A key that is none.
    #[error("read an index record: {0}")]
    Key(#[from] Invalid),
    /// A number that stands for nothing.
    #[error("read an index record: number {0} stands for nothing")]
    Number(u32),
}

/// The record on disk. Concepts are numbers of the taxonomy that the index was built with.
#[derive(Serialize, Deserialize)]
struct Stored<'a> {
    revision: u64,
    #[serde(borrow)]
    line: Cow<'a, str>,
    requirements: Vec<StoredRequirement<'a>>,
    /// Concept, level and provenance.
    taught: Vec<(u32, u8, u8)>,
    occupations: Vec<u32>,
    not_understood: Vec<String>,
}

/// A requirement on disk.
#[derive(Serialize, Deserialize)]
struct StoredRequirement<'a> {
    concept: u32,
    relation: u8,
    /// 0 when any level will do.
    min_level: u8,
    provenance: u8,
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
}

impl Listed {
    /// Writes the record. `line` is the canonical NDJSON line of the opportunity.
    ///
    /// # Errors
    /// [`RecordError::Form`], which does not happen for what these types can hold.
    pub fn encode(revision: u64, line: &str, understood: &Understood) -> Result<Vec<u8>, RecordError> {
        let stored = Stored {
            revision,
            line: line.into(),
            requirements: understood.requirements.iter().map(StoredRequirement::from).collect(),
            taught: understood.taught.iter().map(stored_taught).collect(),
            occupations: understood.occupations.iter().map(|occupation| occupation.get()).collect(),
            not_understood: understood.not_understood.clone(),
        };
        Ok(postcard::to_allocvec(&stored)?)
    }

    /// Revision and canonical line of a record, without reading what the line says.
    ///
    /// # Errors
    /// [`RecordError::Form`] when it is not what [`Listed::encode`] wrote.
    pub fn line_of(record: &[u8]) -> Result<(u64, Cow<'_, str>), RecordError> {
        let stored: Stored<'_> = postcard::from_bytes(record)?;
        Ok((stored.revision, stored.line))
    }

    /// Reads the record of the document with this key.
    ///
    /// # Errors
    /// [`RecordError`] when it is not what [`Listed::encode`] wrote.
    pub fn decode(key: &str, record: &[u8]) -> Result<Self, RecordError> {
        let stored: Stored<'_> = postcard::from_bytes(record)?;
        let (_, opportunity) = ingest::decode(&stored.line).map_err(RecordError::Refused)?;
        let understood = Understood {
            requirements: stored.requirements.into_iter().map(StoredRequirement::read).collect::<Result<_, _>>()?,
            taught: stored.taught.into_iter().map(read_taught).collect::<Result<_, _>>()?,
            occupations: stored.occupations.into_iter().map(ConceptNumber::of).collect(),
            not_understood: stored.not_understood,
        };
        Ok(Self { key: OpportunityKey::parse(key)?, revision: stored.revision, opportunity, understood })
    }
}

impl<'a> From<&'a UnderstoodRequirement> for StoredRequirement<'a> {
    fn from(requirement: &'a UnderstoodRequirement) -> Self {
        Self {
            concept: requirement.concept.get(),
            relation: requirement.relation.number(),
            min_level: requirement.min_level.map_or(0, Level::get),
            provenance: requirement.provenance.number(),
            text: requirement.text.as_deref().map(Cow::Borrowed),
        }
    }
}

impl StoredRequirement<'_> {
    fn read(self) -> Result<UnderstoodRequirement, RecordError> {
        Ok(UnderstoodRequirement {
            concept: ConceptNumber::of(self.concept),
            relation: code(self.relation)?,
            min_level: Level::new(self.min_level.into()).ok(),
            provenance: code(self.provenance)?,
            text: self.text.map(Cow::into_owned),
        })
    }
}

fn code<C: Code>(number: u8) -> Result<C, RecordError> {
    C::ALL.get(usize::from(number)).copied().ok_or(RecordError::Number(number.into()))
}

fn stored_taught(taught: &UnderstoodTaught) -> (u32, u8, u8) {
    (taught.concept.get(), taught.level.get(), taught.provenance.number())
}

fn read_taught((concept, level, provenance): (u32, u8, u8)) -> Result<UnderstoodTaught, RecordError> {
    let level = Level::new(level.into()).map_err(|_| RecordError::Number(level.into()))?;
    Ok(UnderstoodTaught { concept: ConceptNumber::of(concept), level, provenance: code(provenance)? })
}
