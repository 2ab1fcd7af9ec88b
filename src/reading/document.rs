//! A text cut into sentences, each in its section, with what is meant of every word.

use super::modality::modalities;
use super::sections::{Heading, heading, is_item, looks_like_heading, turn};
use super::vocabulary::{DUTCH, ENGLISH};
use super::word::{Boundary, Word, words};
use super::{Modality, Section, TextKind};
use crate::domain::LanguageCode;
use std::ops::Range;

/// Most words of a text that are read: more than a description of the longest allowed length has.
const MAX_WORDS: usize = 12_000;
/// Words at the head of a line among which a heading before “:” or “?” is looked for.
const HEAD_WORDS: usize = 8;

/// A text that has been read.
#[derive(Clone, Debug)]
pub struct Document<'t> {
    text: &'t str,
    kind: TextKind,
    words: Vec<Word>,
    modalities: Vec<Modality>,
    sentences: Vec<Sentence>,
}

/// A sentence or an item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Places of its words in the document.
    pub words: Range<usize>,
    /// Where it stands.
    pub section: Section,
    /// The language it looks to be in.
    pub language: LanguageCode,
    /// It is a heading: it says what follows and asks nothing itself.
    pub heading: bool,
}

impl<'t> Document<'t> {
    /// Reads a text. A sentence is taken for English when it has more English than Dutch function words; otherwise it is
    /// in `language`.
    ///
    /// ```
    /// use loopbaanbrug::domain::LanguageCode;
    /// use loopbaanbrug::reading::{Document, Modality, Section, TextKind};
    /// let text = "Wat vragen we?\nRijbewijs B is een pré.";
    /// let document = Document::read(text, LanguageCode::DUTCH, TextKind::Vacancy);
    /// let sentence = &document.sentences()[1];
    /// assert_eq!(sentence.section, Section::Requirements);
    /// assert_eq!(document.modality(sentence.words.clone()), Modality::Nice);
    /// ```
    #[must_use]
    pub fn read(text: &'t str, language: LanguageCode, kind: TextKind) -> Self {
        let mut document =
            Self { text, kind, words: words(text, MAX_WORDS), modalities: Vec::new(), sentences: Vec::new() };
        document.cut(language);
        document.modalities = modalities(&document);
        document
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Which kind of text it is.
    #[must_use]
    pub fn kind(&self) -> TextKind {
        self.kind
    }

    /// All its words.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Its sentences from first to last.
    #[must_use]
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// What is meant of these words: what is meant of the first of them.
    #[must_use]
    pub fn modality(&self, words: Range<usize>) -> Modality {
        self.modalities.get(words.start).copied().unwrap_or(Modality::Must)
    }

    /// Whether a course teaches what stands in this section.
    #[must_use]
    pub fn teaches(&self, section: Section) -> bool {
        self.kind == TextKind::Course && section != Section::Requirements
    }

    /// The bytes that words cover.
    #[must_use]
    pub fn bytes(&self, words: Range<usize>) -> Range<usize> {
        match self.words.get(words) {
            Some([first, .., last]) => first.start..last.end,
            Some([only]) => only.start..only.end,
            _ => 0..0,
        }
    }

    fn cut(&mut self, language: LanguageCode) {
        let mut state = Heading { section: Section::Opening, nice: false };
        let mut after_blank = true;
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let end_byte = line.as_ptr() as usize - self.text.as_ptr() as usize + line.len();
            let end = at + self.words[at..].iter().take_while(|word| word.start < end_byte).count();
            if line.trim().is_empty() {
                after_blank = true;
                continue;
            }
            if end > at {
                self.line(line, at..end, after_blank, language, &mut state);
            }
            after_blank = false;
            at = end;
        }
    }

    fn line(
        &mut self,
        line: &str,
        words: Range<usize>,
        after_blank: bool,
        language: LanguageCode,
        state: &mut Heading,
    ) {
        let item = is_item(line);
        let whole = looks_like_heading(line.trim(), words.len());
        let known = (!item).then(|| self.heading_of(words.clone(), whole)).flatten();
        let mut heading_end = words.start;
        if let Some((end, opened)) = known {
            *state = opened;
            heading_end = end;
        } else if whole && after_blank && !line.trim_end().ends_with('!') {
            // A heading that says nothing ends the section before; what it names counts as any sentence does.
            *state = Heading { section: Section::Opening, nice: false };
        }
        let mut section = state.section;
        for sentence in self.sentences_of(words) {
            let heading = sentence.end <= heading_end && heading_end > 0;
            let of_sentence = &self.words[sentence.clone()];
            if state.section == Section::Opening && !item {
                section = turn(of_sentence, self.kind).unwrap_or(section);
            }
            let language = language_of(of_sentence, language);
            self.sentences.push(Sentence { words: sentence, section, language, heading });
        }
    }

    /// A heading that is the whole line, or stands before the first “?” or “:” of it.
    fn heading_of(&self, line: Range<usize>, whole: bool) -> Option<(usize, Heading)> {
        let words = &self.words[line.clone()];
        if whole {
            return Some((line.end, heading(words, self.kind)?));
        }
        let head = (1..words.len().min(HEAD_WORDS)).find(|at| {
            let between = &self.text[words[at - 1].end..words[*at].start];
            between.trim_start().starts_with(['?', ':'])
        })?;
        Some((line.start + head, heading(&words[..head], self.kind)?))
    }

    /// Sentences within a line; a heading before “:” ends one too.
    fn sentences_of(&self, line: Range<usize>) -> Vec<Range<usize>> {
        let mut sentences = Vec::new();
        let mut start = line.start;
        for at in line.start + 1..line.end {
            if self.words[at].before == Boundary::Sentence {
                sentences.push(start..at);
                start = at;
            }
        }
        sentences.push(start..line.end);
        sentences
    }
}

fn language_of(words: &[Word], default: LanguageCode) -> LanguageCode {
    let count = |list: &[&str]| words.iter().filter(|word| list.contains(&&*word.folded)).count();
    let (dutch, english) = (count(DUTCH), count(ENGLISH));
    match default {
        LanguageCode::DUTCH if english > dutch && english > 1 => LanguageCode::ENGLISH,
        LanguageCode::ENGLISH if dutch > english && dutch > 1 => LanguageCode::DUTCH,
        default => default,
    }
}
