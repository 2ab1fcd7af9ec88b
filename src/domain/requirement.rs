//! What work asks and what a route teaches.

use super::{ConceptReference, Level, Provenance, Relation};

/// One thing that work or a route asks.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// The skill, knowledge area or language.
    pub skill: ConceptReference,
    /// How strongly it counts.
    pub relation: Relation,
    /// Lowest level that is enough; none when any level will do.
    pub min_level: Option<Level>,
    /// Where it was found.
    pub provenance: Provenance,
}

/// Something a route teaches.
#[derive(Clone, Debug, PartialEq)]
pub struct Taught {
    /// The skill, knowledge area or language.
    pub skill: ConceptReference,
    /// Level reached.
    pub level: Level,
}
