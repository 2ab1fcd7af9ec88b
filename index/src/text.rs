//! Which documents hold the words of a query. Words are plain words: there is no
//! query language, and no ranking. How text becomes words stands in `analysis`.

use tantivy::index::SegmentReader;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use crate::analysis::{WORD_BYTES_LIMIT, has_long_word, words};
use crate::bits::Bits;
use crate::error::{Result, within};
use crate::snapshot::{DocumentId, Part, Snapshot};

/// How the words of a query are combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// A document must hold every word, in its title or its body.
    All,
    /// A document must hold at least one of the words.
    Any,
}

/// The documents of one snapshot that match a text query.
///
/// Useful for: a filter or a small bonus while scanning the same snapshot. Not
/// useful for: ordering; every match counts the same.
#[derive(Clone, Debug)]
pub struct TextMatches {
    serial: u64,
    count: u64,
    /// By part.
    rows: Vec<Bits>,
}

impl Snapshot {
    /// The most distinct words in one text query.
    pub const QUERY_WORDS_LIMIT: usize = 32;

    /// The least bytes of a word that is in no list, however often it stands in texts.
    pub const WORD_BYTES_LIMIT: usize = WORD_BYTES_LIMIT;

    /// The distinct words of a query after Dutch analysis, counted to one more than
    /// [`Self::QUERY_WORDS_LIMIT`]. There are none in signs, stop words and words of
    /// [`Self::WORD_BYTES_LIMIT`] or more: they are in no list, so nothing can be looked for.
    ///
    /// ```
    /// use loopbaanbrug_index::Snapshot;
    /// assert_eq!(Snapshot::query_words("de zorg voor het kind"), 2);
    /// assert_eq!(Snapshot::query_words("de het ???"), 0);
    /// ```
    #[must_use]
    pub fn query_words(query: &str) -> usize {
        words(query, Self::QUERY_WORDS_LIMIT).len()
    }

    /// Whether one of the words of a query is so long that it is in no list.
    #[must_use]
    pub fn has_long_word(query: &str) -> bool {
        has_long_word(query)
    }

    /// The documents whose title or body hold the words of a query, after Dutch
    /// analysis of both: capitals, diacritics, stop words and inflection do not
    /// matter. A query [without words](Self::query_words) matches every document
    /// under [`Mode::All`] and none under [`Mode::Any`].
    ///
    /// # Errors
    ///
    /// [`crate::Error::TooLarge`] for too many words, [`crate::Error::Damaged`] or
    /// [`crate::Error::Storage`] when the index cannot be read.
    pub fn text_matches(&self, query: &str, mode: Mode) -> Result<TextMatches> {
        let words = words(query, Self::QUERY_WORDS_LIMIT);
        within("words in a text query", words.len(), Self::QUERY_WORDS_LIMIT)?;
        let mut matches = TextMatches { serial: self.serial, count: 0, rows: Vec::with_capacity(self.parts.len()) };
        for part in &self.parts {
            let rows = self.matches_in(part, &words, mode)?;
            matches.count += rows.count();
            matches.rows.push(rows);
        }
        Ok(matches)
    }

    /// The live rows of one part that match.
    fn matches_in(&self, part: &Part, words: &[String], mode: Mode) -> Result<Bits> {
        let row_count = part.block.rows();
        let mut rows = match mode {
            Mode::All => {
                let mut rows = Bits::all(row_count);
                for word in words {
                    let mut holders = Bits::none(row_count);
                    self.add_holders(&part.reader, word, &mut holders)?;
                    rows.keep(&holders);
                }
                rows
            }
            Mode::Any => {
                let mut rows = Bits::none(row_count);
                for word in words {
                    self.add_holders(&part.reader, word, &mut rows)?;
                }
                rows
            }
        };
        if let Some(alive) = &part.alive {
            rows.keep(alive);
        }
        Ok(rows)
    }

    /// Adds the rows that hold a word.
    fn add_holders(&self, reader: &SegmentReader, word: &str, rows: &mut Bits) -> Result<()> {
        let term = tantivy::Term::from_field_text(self.fields.text, word);
        let inverted = reader.inverted_index(self.fields.text)?;
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
            return Ok(());
        };
        while postings.doc() != TERMINATED {
            rows.insert(postings.doc() as usize);
            postings.advance();
        }
        Ok(())
    }
}

impl TextMatches {
    /// The number of documents that match.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.count
    }

    /// Whether no document matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether a document matches. The id must come from the snapshot that was
    /// searched.
    #[must_use]
    pub fn contains(&self, id: DocumentId) -> bool {
        self.rows[id.part as usize].contains(id.row as usize)
    }

    /// The number of the snapshot that was searched.
    pub(crate) fn serial(&self) -> u64 {
        self.serial
    }
}
