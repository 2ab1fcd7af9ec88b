//! An opportunity as the taxonomy understands it: what is stated first, then what the text and the occupation tell.
//!
//! A change that can move an answer raises [`UNDERSTANDING_VERSION`] and `RANKING_VERSION` in `matching/rules.rs`.

use super::{ABILITIES, ConceptNumber, Extraction, Mention, Taxonomy};
use crate::domain::{
    ConceptKind, ConceptReference, Level, Opportunity, Provenance, Relation, Requirement, codes::Code,
};
use crate::reading::{Modality, TextKind};

/// With fewer requirements than this understood, a vacancy's text and occupation are asked too.
pub const FEW_REQUIREMENTS: usize = 5;
/// Most requirements, and most things taught, taken from running text.
pub const MAX_FROM_TEXT: usize = 12;
/// Finds that are less sure than this are more often wrong than right, and say nothing of an opportunity.
pub const LEAST_SURE_PERMILLE: u16 = 500;
/// Level that a route is taken to reach in what only its text says it teaches: with help, the least that is worth saying.
const LEVEL_TAUGHT_IN_TEXT: i64 = 2;
/// Requirements from the occupation are added until there are this many in all.
pub const ENOUGH_REQUIREMENTS: usize = 12;
/// Version of the rules by which an opportunity is understood; what was derived under another version must be derived
/// again.
pub const UNDERSTANDING_VERSION: u32 = 2;

/// An opportunity in concepts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Understood {
    /// What it asks, each concept once: as stated, then as the text names them, then from the occupation.
    pub requirements: Vec<UnderstoodRequirement>,
    /// What it teaches, each concept once.
    pub taught: Vec<UnderstoodTaught>,
    /// Its occupations, or those it prepares for, each once.
    pub occupations: Vec<ConceptNumber>,
    /// Words and keys that the taxonomy does not know for sure, each once.
    pub not_understood: Vec<String>,
}

/// One thing that is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct UnderstoodRequirement {
    /// The skill, knowledge area or language.
    pub concept: ConceptNumber,
    /// How strongly it counts.
    pub relation: Relation,
    /// Lowest level that is enough.
    pub min_level: Option<Level>,
    /// Where it was found.
    pub provenance: Provenance,
    /// The words that named it, or the key of a concept that this one replaced.
    pub text: Option<String>,
}

/// One thing that is taught.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnderstoodTaught {
    /// The skill, knowledge area or language.
    pub concept: ConceptNumber,
    /// Level reached.
    pub level: Level,
    /// Where it was found.
    pub provenance: Provenance,
}

/// What the taxonomy makes of an opportunity.
///
/// Stated requirements always count. When fewer than [`FEW_REQUIREMENTS`] of a vacancy are understood, abilities named
/// in its description are added, and then those of its occupation. Of a route that does not state what it teaches, the
/// description is asked for that and for what it asks at entry. Hard conditions and other facts in a text are left alone,
/// since an opportunity cannot say where they came from.
#[must_use]
pub fn understand(taxonomy: &Taxonomy, opportunity: &Opportunity) -> Understood {
    let mut reader = Reader { taxonomy, opportunity, understood: Understood::default() };
    opportunity.requirements().iter().for_each(|requirement| reader.stated(requirement));
    reader.occupations();
    match opportunity {
        Opportunity::Route(route) => {
            route.teaches.iter().for_each(|taught| reader.taught(&taught.skill, taught.level));
            if route.teaches.is_empty() {
                reader.add_from_route_text();
            }
        }
        Opportunity::Vacancy(_) if reader.understood.requirements.len() < FEW_REQUIREMENTS => {
            reader.add_from_text();
            reader.add_from_occupations();
        }
        Opportunity::Vacancy(_) => {}
    }
    reader.understood
}

struct Reader<'a> {
    taxonomy: &'a Taxonomy,
    opportunity: &'a Opportunity,
    understood: Understood,
}

impl Reader<'_> {
    fn stated(&mut self, requirement: &Requirement) {
        let Some(concept) = self.concept(&requirement.skill, &ABILITIES) else { return };
        let text = match &requirement.skill {
            ConceptReference::Key(key) => self.taxonomy.is_replaced(key.as_str()).then(|| key.to_string()),
            ConceptReference::Text(text) => Some(text.to_string()),
        };
        self.require(UnderstoodRequirement {
            concept,
            relation: requirement.relation,
            min_level: requirement.min_level,
            provenance: requirement.provenance,
            text,
        });
    }

    fn taught(&mut self, skill: &ConceptReference, level: Level) {
        let Some(concept) = self.concept(skill, &ABILITIES) else { return };
        let held = self.understood.taught.iter_mut().find(|taught| taught.concept == concept);
        match held {
            Some(taught) => taught.level = taught.level.max(level),
            None => self.teach(concept, level, Provenance::Stated),
        }
    }

    fn teach(&mut self, concept: ConceptNumber, level: Level, provenance: Provenance) {
        self.understood.taught.push(UnderstoodTaught { concept, level, provenance });
    }

    /// Stated occupations; for a vacancy without one the title, when that is an occupation for sure.
    fn occupations(&mut self) {
        for reference in self.opportunity.occupations() {
            if let Some(occupation) = self.concept(reference, &[ConceptKind::Occupation]) {
                self.occupation(occupation);
            }
        }
        if matches!(self.opportunity, Opportunity::Vacancy(_)) && self.understood.occupations.is_empty() {
            let language = self.opportunity.language();
            let title = self.taxonomy.resolve_words(self.opportunity.title(), &[ConceptKind::Occupation], language);
            title.into_iter().for_each(|occupation| self.occupation(occupation));
        }
    }

    fn occupation(&mut self, occupation: ConceptNumber) {
        if !self.understood.occupations.contains(&occupation) {
            self.understood.occupations.push(occupation);
        }
    }

    /// What the description asks. What it denies or offers is no requirement, and what is only welcome is optional.
    fn add_from_text(&mut self) {
        let extraction = self.extraction(TextKind::Vacancy);
        let mut added = 0;
        for mention in extraction.mentions.iter().filter(|mention| counts(mention)) {
            if added == MAX_FROM_TEXT {
                break;
            }
            added += usize::from(self.add(self.found_in_text(mention)));
        }
    }

    /// What the description teaches, and what it asks at entry; denied and offered things are neither.
    fn add_from_route_text(&mut self) {
        let Ok(level) = Level::new(LEVEL_TAUGHT_IN_TEXT) else { return };
        let mut asked = 0;
        for mention in self.extraction(TextKind::Course).mentions {
            if !counts(&mention) {
                continue;
            }
            let known = self.understood.taught.iter().any(|taught| taught.concept == mention.concept);
            if mention.taught && !known && self.understood.taught.len() < MAX_FROM_TEXT {
                self.teach(mention.concept, level, Provenance::FoundInText);
            } else if !mention.taught && asked < MAX_FROM_TEXT {
                asked += usize::from(self.add(self.found_in_text(&mention)));
            }
        }
    }

    fn extraction(&self, kind: TextKind) -> Extraction {
        self.taxonomy.extract(self.opportunity.description(), self.opportunity.language(), kind)
    }

    fn found_in_text(&self, mention: &Mention) -> UnderstoodRequirement {
        UnderstoodRequirement {
            concept: mention.concept,
            relation: if mention.modality == Modality::Nice { Relation::Optional } else { Relation::Important },
            min_level: None,
            provenance: Provenance::FoundInText,
            text: self.opportunity.description().get(mention.bytes.clone()).map(ToOwned::to_owned),
        }
    }

    fn add_from_occupations(&mut self) {
        let taxonomy = self.taxonomy;
        let occupations = self.understood.occupations.clone();
        for (essential, relation) in [(true, Relation::Important), (false, Relation::Optional)] {
            let skills = occupations.iter().flat_map(|occupation| taxonomy.occupation_skills(*occupation));
            for skill in skills.filter(|skill| skill.essential == essential) {
                if self.understood.requirements.len() >= ENOUGH_REQUIREMENTS {
                    return;
                }
                self.add(UnderstoodRequirement {
                    concept: skill.skill,
                    relation,
                    min_level: None,
                    provenance: Provenance::FromOccupation,
                    text: None,
                });
            }
        }
    }

    /// Adds a stated requirement; of two with the same concept the strongest relation and the highest level stay.
    fn require(&mut self, requirement: UnderstoodRequirement) {
        let held = self.understood.requirements.iter_mut().find(|held| held.concept == requirement.concept);
        let Some(held) = held else {
            self.understood.requirements.push(requirement);
            return;
        };
        if requirement.relation.number() < held.relation.number() {
            held.relation = requirement.relation;
        }
        held.min_level = held.min_level.max(requirement.min_level);
        held.text = held.text.take().or(requirement.text);
    }

    /// Adds a requirement that nobody stated, unless the concept is there already.
    fn add(&mut self, requirement: UnderstoodRequirement) -> bool {
        let new = self.understood.requirements.iter().all(|held| held.concept != requirement.concept);
        if new {
            self.understood.requirements.push(requirement);
        }
        new
    }

    fn concept(&mut self, reference: &ConceptReference, kinds: &[ConceptKind]) -> Option<ConceptNumber> {
        let concept = self.taxonomy.resolve_sure(reference, kinds, self.opportunity.language());
        if concept.is_none() {
            let words = reference.to_string();
            if !self.understood.not_understood.contains(&words) {
                self.understood.not_understood.push(words);
            }
        }
        concept
    }
}

/// Whether a text asks or teaches it, and that is more likely than not.
fn counts(mention: &Mention) -> bool {
    mention.modality.is_asked() && mention.confidence_permille >= LEAST_SURE_PERMILLE
}

#[cfg(test)]
mod tests;
