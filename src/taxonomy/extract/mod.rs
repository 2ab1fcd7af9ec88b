//! Concepts in running text: which abilities it names, where, in which section, and how it means them.
//!
//! A label is found as it stands, inflected, in another order, split over the clause, or joined in a compound
//! (`dictionary`, `scan`); of several that share their words the one that says most stays (`choose`). Sentences,
//! sections and modality are for `reading` to say. What must be inferred from a scene is not found.

mod choose;
mod dictionary;
mod function_words;
mod roots;
mod scan;
mod variants;

pub(super) use dictionary::Dictionary;
pub use scan::MentionForm;

use super::{ConceptNumber, Taxonomy};
use crate::domain::LanguageCode;
use crate::reading::{Document, FactFound, Modality, Section, TextKind, facts};
use std::collections::HashSet;
use std::ops::Range;

/// Most mentions found in one text.
pub const MAX_MENTIONS: usize = 200;
/// Most different concepts found in one text, so that a long text does not claim everything.
pub const MAX_CONCEPTS_IN_TEXT: usize = 60;

/// What a text names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// Concepts, in the order in which they stand; at most [`MAX_MENTIONS`].
    pub mentions: Vec<Mention>,
    /// Facts, in the order in which they stand.
    pub facts: Vec<FactFound>,
}

/// A place where a text names a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The skill, knowledge area or language.
    pub concept: ConceptNumber,
    /// The bytes of the text that name it; always whole characters.
    pub bytes: Range<usize>,
    /// The part of the text it stands in.
    pub section: Section,
    /// How it is meant.
    pub modality: Modality,
    /// Whether a course teaches it.
    pub taught: bool,
    /// How it is named.
    pub form: MentionForm,
    /// How sure the find is, in thousandths: see [`MentionForm::confidence_permille`].
    pub confidence_permille: u16,
}

impl MentionForm {
    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Inflected => "inflected",
            Self::Phrase => "phrase",
            Self::Apart => "apart",
            Self::Half => "half",
            Self::Compound => "compound",
        }
    }

    /// The share of finds of this form that named the right concept in the open texts of the gold set, in thousandths,
    /// rounded to fifties. Less is taken off for every word that stands between.
    #[must_use]
    pub fn confidence_permille(self) -> u16 {
        match self {
            Self::Label => 950,
            Self::Phrase | Self::Apart => 850,
            Self::Inflected => 750,
            // Fewer than twenty of both in the open texts.
            Self::Compound | Self::Half => 400,
        }
    }
}

/// The language whose terms stand in texts of this one.
fn other_language(language: LanguageCode) -> LanguageCode {
    if language == LanguageCode::ENGLISH { LanguageCode::DUTCH } else { LanguageCode::ENGLISH }
}

impl Taxonomy {
    /// The concepts and facts that a text names.
    ///
    /// ```
    /// use loopbaanbrug::domain::LanguageCode;
    /// use loopbaanbrug::reading::{Modality, TextKind};
    /// use loopbaanbrug::taxonomy::Taxonomy;
    /// let taxonomy = Taxonomy::starter().unwrap();
    /// let text = "Wat ga je doen?\nJe houdt de dossiers bij.\n\nWat bieden we?\nEen cursus Excel.";
    /// let found = taxonomy.extract(text, LanguageCode::DUTCH, TextKind::Vacancy).mentions;
    /// assert_eq!(taxonomy.key(found[0].concept).as_str(), "lb:skill/dossiers-bijhouden");
    /// assert_eq!(&text[found[0].bytes.clone()], "houdt de dossiers bij");
    /// assert_eq!(found[1].modality, Modality::Offered);
    /// ```
    #[must_use]
    pub fn extract(&self, text: &str, language: LanguageCode, kind: TextKind) -> Extraction {
        self.extract_while(text, language, kind, || true).unwrap_or_default()
    }

    /// The same, as long as somebody waits for it: asked before every sentence. None when nobody does any more.
    #[must_use]
    pub fn extract_while(
        &self,
        text: &str,
        language: LanguageCode,
        kind: TextKind,
        go_on: impl FnMut() -> bool,
    ) -> Option<Extraction> {
        let document = Document::read(text, language, kind);
        Some(Extraction { mentions: self.mentions(&document, go_on)?, facts: facts(&document) })
    }

    fn mentions(&self, document: &Document<'_>, mut go_on: impl FnMut() -> bool) -> Option<Vec<Mention>> {
        let mut mentions: Vec<Mention> = Vec::new();
        let mut concepts = HashSet::new();
        for sentence in document.sentences().iter().filter(|sentence| !sentence.heading) {
            if !go_on() {
                return None;
            }
            let Some(lexicon) = self.dictionary.lexicon(sentence.language) else { continue };
            let words = &document.words()[sentence.words.clone()];
            let mut candidates = scan::candidates(lexicon, words, sentence.language);
            if let Some(other) = self.dictionary.lexicon(other_language(sentence.language)) {
                candidates.extend(scan::foreign(other, words));
            }
            let mut chosen = choose::choose(candidates);
            chosen.sort_by_key(|candidate| candidate.span().start);
            for candidate in chosen {
                let full = concepts.len() == MAX_CONCEPTS_IN_TEXT && !concepts.contains(&candidate.concept);
                if full || mentions.len() == MAX_MENTIONS {
                    continue;
                }
                concepts.insert(candidate.concept);
                let span = candidate.span();
                let place = sentence.words.start + span.start..sentence.words.start + span.end;
                let gap = u16::try_from(candidate.gap).unwrap_or(0);
                mentions.push(Mention {
                    concept: candidate.concept,
                    bytes: document.bytes(place.clone()),
                    section: sentence.section,
                    modality: document.modality(place),
                    taught: document.teaches(sentence.section),
                    form: candidate.form,
                    confidence_permille: candidate.form.confidence_permille() - 50 * gap.min(4),
                });
            }
        }
        Some(mentions)
    }
}

#[cfg(test)]
mod tests;
