//! One explanation in words.

use super::{
    condition, exploration, kinship,
    language::{Language, phrases},
    learning,
    phrases::{Ability, Phrases},
    question, requirement, summary,
};
use crate::{
    domain::{OpportunityKind, Profile},
    matching::{Explained, Reason},
    taxonomy::{ConceptNumber, Taxonomy},
};

/// An explanation in words. Every list has the length and order of the list of [`Explained`] that it speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// For [`Explained::requirements`].
    pub requirements: Vec<String>,
    /// For [`Explained::gates`].
    pub gates: Vec<String>,
    /// For [`Explained::conditions`].
    pub conditions: Vec<String>,
    /// For [`Explained::exploration`].
    pub exploration: Option<String>,
    /// For [`Explained::kinship`]: the same work or group of occupations, and names that are alike.
    pub kinship: Option<[String; 2]>,
    /// For [`Explained::wishes`].
    pub wishes: Vec<String>,
    /// For [`Explained::learning`].
    pub learning: Vec<String>,
    /// For [`Explained::level`].
    pub level: Option<String>,
    /// What the person could ask the employer or provider: one for whatever is unknown and counts, all different, most
    /// pressing first. [`QUESTIONS_MAX`](super::QUESTIONS_MAX) of them are enough for one conversation.
    pub questions: Vec<String>,
    /// Two to four sentences.
    pub summary: Vec<String>,
}

/// Puts an explanation into words. `profile` and `taxonomy` are those it was made with; where an index of the explanation
/// points outside the profile, the sentence is empty.
#[must_use]
pub fn tell(language: Language, profile: &Profile, taxonomy: &Taxonomy, explained: &Explained) -> Told {
    let teller = Teller { language, phrases: phrases(language), profile, taxonomy, explained };
    let kind = teller.kind();
    let wish = |it: &crate::matching::WishResult| teller.phrases.wish(kind, it.kind, teller.ability(it.concept));
    Told {
        requirements: explained.requirements.iter().map(|it| requirement::sentence(&teller, it)).collect(),
        gates: explained.gates.iter().map(|it| teller.phrases.gate(kind, &it.asked, it.verdict)).collect(),
        conditions: explained.conditions.iter().map(|it| condition::sentence(&teller, it)).collect(),
        exploration: explained.exploration.as_ref().map(|it| exploration::sentence(&teller, it)),
        kinship: explained.kinship.as_ref().map(|it| kinship::sentences(&teller, it)),
        wishes: explained.wishes.iter().map(wish).collect(),
        learning: explained.learning.iter().map(|it| learning::sentence(&teller, it)).collect(),
        level: explained.level.map(|gap| teller.phrases.level_gap(kind, gap)),
        questions: question::questions(&teller),
        summary: summary::summary(&teller),
    }
}

impl Told {
    /// For a contribution of [`Explained::total`].
    #[must_use]
    pub fn detail(&self, language: Language, reason: Reason) -> &str {
        let sentence = match reason {
            Reason::OpenToAll => return phrases(language).open_to_all(),
            Reason::Exploration => self.exploration.as_ref(),
            Reason::Level => self.level.as_ref(),
            Reason::Requirement(number) => self.requirements.get(number),
            // Its family says it in full.
            Reason::SameWork | Reason::Family => self.kinship.as_ref().map(|[family, _]| family),
            Reason::Names => self.kinship.as_ref().map(|[_, names]| names),
            Reason::Wish(number) => self.wishes.get(number),
            Reason::Condition(number) => self.conditions.get(number),
            Reason::Gate(number) => self.gates.get(number),
            Reason::Learning(number) => self.learning.get(number),
        };
        sentence.map_or("", String::as_str)
    }
}

/// What sentences about one explanation are made from.
pub(super) struct Teller<'a> {
    pub(super) language: Language,
    pub(super) phrases: &'static dyn Phrases,
    pub(super) profile: &'a Profile,
    pub(super) taxonomy: &'a Taxonomy,
    pub(super) explained: &'a Explained,
}

impl<'a> Teller<'a> {
    pub(super) fn kind(&self) -> OpportunityKind {
        self.explained.listed.opportunity.kind()
    }

    pub(super) fn label(&self, concept: ConceptNumber) -> &'a str {
        self.taxonomy.label(concept, self.language.labels())
    }

    pub(super) fn ability(&self, concept: ConceptNumber) -> Ability<'a> {
        Ability { label: self.label(concept), kind: self.taxonomy.kind(concept) }
    }
}
