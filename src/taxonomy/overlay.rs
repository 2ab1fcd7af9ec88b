//! What an operator lays over a taxonomy: own terms for its concepts, and the successors of concepts that it no longer has.
//!
//! Both are small tables (CSV with a heading), so that a municipality can keep them in a spreadsheet:
//!
//! ```text
//! term,concept,language          old,new
//! loketmedewerker,lb:…,nl        http://…/old-uri,http://…/new-uri
//! ```
//!
//! A concept is named by its key or an exact-match URI. A row whose concept the taxonomy does not have is no error: another
//! version may have it. It is passed over and named.

use super::data::{LabelData, MAX_LABEL_CHARS, MAX_LABELS_PER_CONCEPT, TaxonomyData, language_bytes};
use super::{LabelRole, storage};
use crate::domain::{ConceptKey, LanguageCode};
use std::collections::{BTreeMap, HashMap, hash_map::Entry};
use std::io::Read;
use thiserror::Error;

/// Most rows of one table.
pub const MAX_OVERLAY_ROWS: usize = 50_000;
/// Most bytes of one table.
pub const MAX_OVERLAY_BYTES: u64 = 32 << 20;
/// Most successors that are followed from one concept to the next.
const MAX_SUCCESSION: usize = 16;

/// Own terms and successors, in the order in which they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    aliases: Vec<Alias>,
    successors: BTreeMap<ConceptKey, ConceptKey>,
}

/// An own term for a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Alias {
    term: String,
    concept: ConceptKey,
    language: LanguageCode,
}

/// Why a table is refused; fits “failed to read {file}: {…}”.
#[derive(Debug, Error)]
pub enum OverlayError {
    /// Not CSV.
    #[error("{0}")]
    Csv(#[from] csv::Error),
    /// Other letters than UTF-8, as spreadsheets save unless told otherwise.
    #[error("line {line}: not UTF-8; save the table as “CSV UTF-8”")]
    NotUtf8 {
        /// Line in the file, from 1.
        line: usize,
    },
    /// A column that must be there is not.
    #[error("there is no column “{0}” in the heading")]
    MissingColumn(&'static str),
    /// A field that cannot be used.
    #[error("line {line}, column “{column}”: {problem}")]
    Field {
        /// Line in the file, from 1.
        line: u64,
        /// Heading of the column.
        column: &'static str,
        /// What is wrong, and what would do.
        problem: String,
    },
    /// More rows than [`MAX_OVERLAY_ROWS`].
    #[error("there are more than {MAX_OVERLAY_ROWS} rows; divide the table over several files")]
    TooManyRows,
    /// More bytes than [`MAX_OVERLAY_BYTES`].
    #[error("the table is larger than {MAX_OVERLAY_BYTES} bytes; divide it over several files")]
    TooLarge,
    /// Two rows that give one concept different successors.
    #[error("{0} has two different successors; keep one of the rows")]
    TwoSuccessors(ConceptKey),
}

/// A row that this version of the taxonomy cannot use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PassedOver {
    /// No concept has this key or URI.
    UnknownConcept {
        /// The term or old key of the row.
        row: String,
        /// The concept it names.
        concept: ConceptKey,
    },
    /// The term is a name of another concept too: it is not used, since both would be unsure then.
    Ambiguous {
        /// The term.
        term: String,
        /// The other concept.
        other: ConceptKey,
    },
    /// The concept has as many labels as it may have.
    TooManyLabels {
        /// The term.
        term: String,
    },
}

impl std::fmt::Display for PassedOver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownConcept { row, concept } => {
                write!(f, "“{row}”: this version of the taxonomy has no concept {concept}")
            }
            Self::Ambiguous { term, other } => write!(f, "“{term}” is also a name of {other}"),
            Self::TooManyLabels { term } => {
                write!(f, "“{term}”: the concept has {MAX_LABELS_PER_CONCEPT} labels, which is the most")
            }
        }
    }
}

impl Overlay {
    /// Adds a table of own terms: columns `term`, `concept` and, if there is one, `language` (Dutch when empty). Says how many
    /// rows it has.
    ///
    /// # Errors
    /// [`OverlayError`] names line and column; nothing of the table is added then.
    ///
    /// ```
    /// use loopbaanbrug::taxonomy::Overlay;
    /// let mut overlay = Overlay::default();
    /// let table = "term,concept\nloketgast,lb:skill/mensen-te-woord-staan\n";
    /// assert_eq!(overlay.add_aliases(table.as_bytes()).unwrap(), 1);
    /// assert!(overlay.add_aliases("term\nx\n".as_bytes()).unwrap_err().to_string().contains("concept"));
    /// ```
    pub fn add_aliases(&mut self, table: impl Read) -> Result<usize, OverlayError> {
        let rows = read(table, ["term", "concept"], Some("language"), |row| {
            let term = row.text("term")?;
            let within = (1..=MAX_LABEL_CHARS).contains(&term.chars().count());
            let term = row.check("term", within.then(|| term.to_owned()), "a term of 1 to 300 characters")?;
            let language = match row.optional.unwrap_or_default() {
                "" => LanguageCode::DUTCH,
                code => row.check("language", LanguageCode::new(code).ok(), "two lower-case letters, such as nl")?,
            };
            Ok(Alias { term, concept: row.key("concept")?, language })
        })?;
        let added = rows.len();
        self.aliases.extend(rows);
        Ok(added)
    }

    /// Adds a table of successors: columns `old` and `new`. Says how many rows it has.
    ///
    /// # Errors
    /// [`OverlayError`] names line and column; nothing of the table is added then.
    pub fn add_successors(&mut self, table: impl Read) -> Result<usize, OverlayError> {
        let rows = read(table, ["old", "new"], None, |row| {
            let (old, new) = (row.key("old")?, row.key("new")?);
            let differs = (old != new).then_some((old, new));
            row.check("new", differs, "another concept than the old one")
        })?;
        let added = rows.len();
        let mut successors = self.successors.clone();
        for (old, new) in rows {
            match successors.get(&old) {
                Some(held) if *held != new => return Err(OverlayError::TwoSuccessors(old)),
                _ => successors.insert(old, new),
            };
        }
        self.successors = successors;
        Ok(added)
    }

    /// Whether nothing is laid over.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.aliases.is_empty() && self.successors.is_empty()
    }
}

impl TaxonomyData {
    /// The taxonomy with own terms as further labels, and with the keys of concepts it no longer has as keys of their
    /// successors. The digest changes with it.
    ///
    /// # Errors
    /// [`postcard::Error`] when the content cannot be written out, which its digest needs.
    pub fn with_overlay(mut self, overlay: &Overlay) -> Result<(Self, Vec<PassedOver>), postcard::Error> {
        if overlay.is_empty() {
            return Ok((self, Vec::new()));
        }
        let places = self.places();
        let mut passed_over = Vec::new();
        let mut named = self.names();
        for alias in &overlay.aliases {
            let Some(&place) = places.get(alias.concept.as_str()) else {
                let (row, concept) = (alias.term.clone(), alias.concept.clone());
                passed_over.push(PassedOver::UnknownConcept { row, concept });
                continue;
            };
            match named.entry((language_bytes(alias.language), alias.term.to_lowercase())) {
                Entry::Occupied(other) if *other.get() == place => {}
                Entry::Occupied(other) => passed_over.extend(self.ambiguous(&alias.term, *other.get())),
                Entry::Vacant(free) => {
                    free.insert(place);
                    passed_over.extend(self.add_alias(place, alias));
                }
            }
        }
        let mut replaced = Vec::new();
        for old in overlay.successors.keys().filter(|old| !places.contains_key(old.as_str())) {
            match overlay.last_successor(old, &places) {
                Ok(place) => replaced.push((old.as_str().into(), place)),
                Err(concept) => passed_over.push(PassedOver::UnknownConcept { row: old.to_string(), concept }),
            }
        }
        self.content.replaced = replaced;
        self.digest = storage::digest(&storage::encode(&self.content)?);
        Ok((self, passed_over))
    }

    fn ambiguous(&self, term: &str, other: u32) -> Option<PassedOver> {
        let other = ConceptKey::new(&self.content.concepts.get(other as usize)?.key).ok()?;
        Some(PassedOver::Ambiguous { term: term.to_owned(), other })
    }

    fn add_alias(&mut self, place: u32, alias: &Alias) -> Option<PassedOver> {
        let concept = self.content.concepts.get_mut(place as usize)?;
        if concept.labels.len() >= MAX_LABELS_PER_CONCEPT {
            return Some(PassedOver::TooManyLabels { term: alias.term.clone() });
        }
        let (language, text) = (language_bytes(alias.language), alias.term.as_str().into());
        concept.labels.push(LabelData { language, text, role: LabelRole::Alternative });
        None
    }

    /// Which concept a key or exact-match URI stands for.
    fn places(&self) -> HashMap<String, u32> {
        let concepts = (0_u32..).zip(&self.content.concepts);
        let keys = concepts.flat_map(|(place, concept)| {
            concept.exact_matches.iter().chain([&concept.key]).map(move |key| (key.to_string(), place))
        });
        keys.collect()
    }

    /// Which concept a label stands for.
    fn names(&self) -> HashMap<([u8; 2], String), u32> {
        let concepts = (0_u32..).zip(&self.content.concepts);
        let names = concepts.flat_map(|(place, concept)| {
            concept.labels.iter().map(move |label| ((label.language, label.text.to_lowercase()), place))
        });
        names.collect()
    }
}

impl Overlay {
    /// The concept that a succession ends in, or the key at which it leads nowhere.
    fn last_successor(&self, old: &ConceptKey, places: &HashMap<String, u32>) -> Result<u32, ConceptKey> {
        let mut key = old;
        for _ in 0..MAX_SUCCESSION {
            match self.successors.get(key) {
                Some(next) => key = next,
                None => return Err(key.clone()),
            }
            if let Some(&place) = places.get(key.as_str()) {
                return Ok(place);
            }
        }
        Err(key.clone())
    }
}

/// One row of a table with its required fields.
struct Row<'a> {
    line: u64,
    fields: [(&'static str, &'a str); 2],
    optional: Option<&'a str>,
}

impl<'a> Row<'a> {
    fn text(&self, column: &'static str) -> Result<&'a str, OverlayError> {
        let field = self.fields.iter().find(|(name, _)| *name == column).map(|(_, text)| *text);
        self.check(column, field.filter(|text| !text.is_empty()), "a value")
    }

    fn key(&self, column: &'static str) -> Result<ConceptKey, OverlayError> {
        let text = self.text(column)?;
        ConceptKey::new(text).map_err(|problem| OverlayError::Field {
            line: self.line,
            column,
            problem: problem.to_string(),
        })
    }

    fn check<T>(&self, column: &'static str, value: Option<T>, expected: &str) -> Result<T, OverlayError> {
        value.ok_or_else(|| OverlayError::Field { line: self.line, column, problem: format!("expected {expected}") })
    }
}

/// Reads a table whose heading names the columns, in any order; commas or semicolons, as spreadsheets write them.
fn read<T>(
    table: impl Read,
    required: [&'static str; 2],
    optional: Option<&'static str>,
    mut row: impl FnMut(Row<'_>) -> Result<T, OverlayError>,
) -> Result<Vec<T>, OverlayError> {
    let mut text = Vec::new();
    table.take(MAX_OVERLAY_BYTES + 1).read_to_end(&mut text).map_err(csv::Error::from)?;
    if text.len() as u64 > MAX_OVERLAY_BYTES {
        return Err(OverlayError::TooLarge);
    }
    let text = str::from_utf8(&text).map_err(|error| {
        let before = &text[..error.valid_up_to()];
        OverlayError::NotUtf8 { line: 1 + before.iter().filter(|byte| **byte == b'\n').count() }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let heading = text.lines().next().unwrap_or_default();
    let delimiter = if heading.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headings = reader.headers()?.clone();
    let place = |name: &'static str| headings.iter().position(|heading| heading.eq_ignore_ascii_case(name));
    let [first, second] = required.map(|name| place(name).ok_or(OverlayError::MissingColumn(name)));
    let (places, optional) = ([first?, second?], optional.and_then(place));
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        if rows.len() == MAX_OVERLAY_ROWS {
            return Err(OverlayError::TooManyRows);
        }
        let field = |at: usize| record.get(at).unwrap_or_default();
        let line = record.position().map_or(0, csv::Position::line);
        let fields = [(required[0], field(places[0])), (required[1], field(places[1]))];
        rows.push(row(Row { line, fields, optional: optional.map(field) })?);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::{Overlay, PassedOver};
    use crate::domain::{ConceptKind, ConceptReference, Name};
    use crate::taxonomy::{Resolution, Taxonomy, starter};

    fn overlaid(aliases: &str, successors: &str) -> (Taxonomy, Vec<PassedOver>) {
        let mut overlay = Overlay::default();
        overlay.add_aliases(aliases.as_bytes()).expect("aliases");
        overlay.add_successors(successors.as_bytes()).expect("successors");
        let data = starter::data().expect("the starter taxonomy");
        let (data, passed_over) = data.with_overlay(&overlay).expect("an overlay");
        (Taxonomy::build(data), passed_over)
    }

    const NO_ALIASES: &str = "term,concept\n";
    const NO_SUCCESSORS: &str = "old,new\n";

    #[test]
    fn an_own_term_is_understood_as_its_concept() {
        let (taxonomy, passed_over) =
            overlaid("term;concept;language\nloketwerk 3B;lb:skill/mensen-te-woord-staan;\n", NO_SUCCESSORS);
        assert_eq!(passed_over, []);
        let words = ConceptReference::Text(Name::new("Loketwerk 3b").expect("words"));
        let found = taxonomy.resolve(&words, &[ConceptKind::Skill]).concept();
        assert_eq!(found, taxonomy.concept("lb:skill/mensen-te-woord-staan"));
        assert_ne!(taxonomy.digest(), Taxonomy::starter().expect("the starter taxonomy").digest());
    }

    #[test]
    fn a_succession_is_followed_to_the_concept_there_is() {
        let (taxonomy, passed_over) = overlaid(
            NO_ALIASES,
            "old,new\nex:a,ex:b\nex:b,lb:skill/mensen-te-woord-staan\nex:c,ex:d\nex:d,ex:c\nex:e,ex:f\n",
        );
        let successor = taxonomy.concept("lb:skill/mensen-te-woord-staan");
        assert_eq!(taxonomy.concept("ex:a"), successor);
        assert!(taxonomy.is_replaced("ex:a") && !taxonomy.is_replaced("lb:skill/mensen-te-woord-staan"));
        let key = ConceptReference::Key(crate::domain::ConceptKey::new("ex:a").expect("a key"));
        assert_eq!(Some(taxonomy.resolve(&key, &[])), successor.map(Resolution::Replaced));
        assert_eq!(taxonomy.concept("ex:c"), None, "a circle leads nowhere");
        assert_eq!(passed_over.len(), 3, "{passed_over:?}");
    }

    #[test]
    fn a_term_of_another_concept_is_named_and_an_unknown_concept_passed_over() {
        let (taxonomy, passed_over) = overlaid(
            "term,concept\nklantgericht werken,lb:skill/mensen-te-woord-staan\nx,ex:none\n\
             zo,lb:skill/mensen-te-woord-staan\nZo,lb:skill/klantgericht-werken\n",
            NO_SUCCESSORS,
        );
        assert_eq!(passed_over.len(), 3, "{passed_over:?}");
        let told: Vec<String> = passed_over.iter().map(ToString::to_string).collect();
        assert!(told.iter().any(|line| line.contains("klantgericht werken")), "{told:?}");
        assert!(told.iter().any(|line| line.contains("ex:none")), "{told:?}");
        let words = ConceptReference::Text(Name::new("klantgericht werken").expect("words"));
        let found = taxonomy.resolve(&words, &[ConceptKind::Skill]).concept();
        assert_eq!(found, taxonomy.concept("lb:skill/klantgericht-werken"), "what was sure stays sure");
    }

    #[test]
    fn a_bad_row_names_its_line_and_column() {
        let error = |table: &str| Overlay::default().add_aliases(table.as_bytes()).expect_err("refused").to_string();
        assert!(error("term,concept\na,lb:x\n,lb:y\n").contains("line 3, column “term”"));
        assert!(error("term,concept,language\na,lb:x,Dutch\n").contains("line 2, column “language”"));
        assert!(error("term,concept\na,no key\n").contains("line 2, column “concept”"));
        assert!(error("term,concept\na\n").contains("line 2") || error("term,concept\na\n").contains("record"));
        let twice =
            Overlay::default().add_successors("old,new\nlb:x,lb:y\nlb:x,lb:z\n".as_bytes()).expect_err("refused");
        assert!(twice.to_string().contains("lb:x has two different successors"), "{twice}");
        let same = Overlay::default().add_successors("old,new\nlb:x,lb:x\n".as_bytes()).expect_err("refused");
        assert!(same.to_string().contains("line 2, column “new”"), "{same}");
    }
}
