//! Whether a reference *is* a concept. Never guesses in silence: what is not sure comes back as alternatives.

use super::find::{FindQuery, Found, Hit, LabelMatch};
use super::{ConceptNumber, Taxonomy};
use crate::domain::{ConceptKind, ConceptReference, LanguageCode};
use crate::reading;

/// Lowest score at which another spelling counts as the same words.
pub const SURE_SPELLING_PERMILLE: u16 = 900;
/// By how much it must be better than the next concept.
pub const SURE_MARGIN_PERMILLE: u16 = 20;
/// Most alternatives named.
pub const MAX_ALTERNATIVES: usize = 5;

/// What a reference turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// A key or exact-match URI of this taxonomy.
    Known(ConceptNumber),
    /// The key of a concept that this version of the taxonomy replaced by another.
    Replaced(ConceptNumber),
    /// Words that are a label, or very nearly.
    Understood {
        /// The concept.
        concept: ConceptNumber,
        /// The label that says so.
        found: Found,
        /// What else it may have meant, best first.
        alternatives: Vec<Found>,
    },
    /// An unknown key, a concept of another kind, or words that no label, or several equally good ones, explain.
    NotUnderstood {
        /// What it may have meant, best first.
        alternatives: Vec<Found>,
    },
}

impl Resolution {
    /// The concept, when there is one.
    ///
    /// ```
    /// use loopbaanbrug::domain::{ConceptReference, Name};
    /// use loopbaanbrug::taxonomy::{ABILITIES, Taxonomy};
    /// let taxonomy = Taxonomy::starter().unwrap();
    /// let words = ConceptReference::Text(Name::new("Klantgerichtheid").unwrap());
    /// assert!(taxonomy.resolve(&words, &ABILITIES).concept().is_some());
    /// ```
    #[must_use]
    pub fn concept(&self) -> Option<ConceptNumber> {
        match self {
            Self::Known(concept) | Self::Replaced(concept) | Self::Understood { concept, .. } => Some(*concept),
            Self::NotUnderstood { .. } => None,
        }
    }
}

impl Taxonomy {
    /// What a reference is, of the wanted kinds (none given: any). Of equally good labels a Dutch one wins.
    #[must_use]
    pub fn resolve(&self, reference: &ConceptReference, kinds: &[ConceptKind]) -> Resolution {
        self.resolve_in(reference, kinds, LanguageCode::DUTCH)
    }

    /// The same for words in another language.
    #[must_use]
    pub fn resolve_in(
        &self,
        reference: &ConceptReference,
        kinds: &[ConceptKind],
        language: LanguageCode,
    ) -> Resolution {
        let text = match reference {
            ConceptReference::Key(key) => {
                let known = self.concept(key.as_str()).filter(|concept| fits(kinds, self.kind(*concept)));
                return match known {
                    Some(successor) if self.is_replaced(key.as_str()) => Resolution::Replaced(successor),
                    Some(concept) => Resolution::Known(concept),
                    None => Resolution::NotUnderstood { alternatives: Vec::new() },
                };
            }
            ConceptReference::Text(text) => text,
        };
        let query = FindQuery { kinds, language, limit: MAX_ALTERNATIVES + 1 };
        let hits = self.finder().find(text, &query);
        let sure = sure(&hits);
        let mut found: Vec<Found> = hits.iter().map(|hit| self.found(hit, language)).collect();
        match sure {
            Some(_) => {
                let best = found.remove(0);
                Resolution::Understood { concept: best.concept, found: best, alternatives: found }
            }
            None => {
                found.truncate(MAX_ALTERNATIVES);
                Resolution::NotUnderstood { alternatives: found }
            }
        }
    }

    /// The concept of a language, by the names that the taxonomy itself gives it; none when it has no such language.
    ///
    /// ```
    /// use loopbaanbrug::{domain::LanguageCode, taxonomy::Taxonomy};
    /// let taxonomy = Taxonomy::starter().unwrap();
    /// assert_eq!(taxonomy.language(LanguageCode::DUTCH), taxonomy.concept("lb:skill/nederlands"));
    /// ```
    #[must_use]
    pub fn language(&self, code: LanguageCode) -> Option<ConceptNumber> {
        let language = LanguageCode::DUTCH;
        let query = FindQuery { kinds: &[ConceptKind::Language], language, limit: MAX_ALTERNATIVES + 1 };
        reading::language_names(code).find_map(|name| sure(&self.finder().exact(name, &query)))
    }

    /// The concept that [`Taxonomy::resolve_in`] would come to, without looking for alternatives.
    pub(super) fn resolve_sure(
        &self,
        reference: &ConceptReference,
        kinds: &[ConceptKind],
        language: LanguageCode,
    ) -> Option<ConceptNumber> {
        match reference {
            ConceptReference::Key(key) => self.concept(key.as_str()).filter(|concept| fits(kinds, self.kind(*concept))),
            ConceptReference::Text(text) => self.resolve_words(text, kinds, language),
        }
    }

    /// The concept that words are for sure.
    pub(super) fn resolve_words(
        &self,
        text: &str,
        kinds: &[ConceptKind],
        language: LanguageCode,
    ) -> Option<ConceptNumber> {
        let query = FindQuery { kinds, language, limit: MAX_ALTERNATIVES + 1 };
        let exact = self.finder().exact(text, &query);
        if exact.is_empty() { sure(&self.finder().find(text, &query)) } else { sure(&exact) }
    }
}

fn fits(kinds: &[ConceptKind], kind: ConceptKind) -> bool {
    kinds.is_empty() || kinds.contains(&kind)
}

/// The first hit, if it is sure: the same words where no other concept has them with equal right, or a spelling that
/// is near enough and clearly nearer than the next.
fn sure(hits: &[Hit]) -> Option<ConceptNumber> {
    let (first, rest) = hits.split_first()?;
    let right = |hit: &Hit| (hit.in_language, hit.preferred);
    let rival = rest.first().is_some_and(|next| match first.how {
        LabelMatch::Exact => next.how == LabelMatch::Exact && right(next) == right(first),
        _ => next.score_permille + SURE_MARGIN_PERMILLE > first.score_permille,
    });
    let near_enough = match first.how {
        LabelMatch::Exact => true,
        LabelMatch::Spelling => first.score_permille >= SURE_SPELLING_PERMILLE,
        LabelMatch::Parts => false,
    };
    (near_enough && !rival).then_some(first.concept)
}
