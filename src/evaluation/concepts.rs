//! Words to concepts: how often [`Taxonomy::find`] puts a right concept first, and how long that takes.
//!
//! The corpus is a taxonomy of its own: the labels of each concept, the first one preferred. A question counts at the level
//! of concepts: its rank is that of the best right concept, whichever label led there.

use super::table::{Table, TableError};
use crate::domain::{ConceptKey, ConceptKind, LanguageCode};
use crate::taxonomy::{
    AssembleError, ConceptNumber, ConceptRecord, FindQuery, LabelRole, MAX_FOUND, Taxonomy, TaxonomyData,
    TaxonomyVersion,
};
use serde::Serialize;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::PathBuf,
    time::{Duration, Instant},
};
use thiserror::Error;

/// A part of the URI of a group of occupations; any other URI names an occupation.
const GROUP_URI_PART: &str = "/isco/";

/// The four files, tab-separated without header, packed with gzip or not.
#[derive(Clone, Debug)]
pub struct ConceptFiles {
    /// Labels: label id, label. The first label of a concept is its preferred one.
    pub corpus: PathBuf,
    /// Which concept a label belongs to: label id, concept URI.
    pub mapping: PathBuf,
    /// Questions: question id, words.
    pub queries: PathBuf,
    /// Right answers: question id, 0, label id, relevance; a relevance of 0 is no right answer.
    pub gold: PathBuf,
}

/// Files that cannot be used. Messages fit “failed to {…}”.
#[derive(Debug, Error)]
pub enum ConceptFilesError {
    /// A file is wrong.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The labels make no taxonomy.
    #[error("put the corpus together: {0}")]
    Corpus(#[from] AssembleError),
}

/// Which questions are asked: a way to tune on one half and to report the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Every question.
    #[default]
    All,
    /// The first, third, fifth, …
    Odd,
    /// The second, fourth, sixth, …
    Even,
}

/// Questions with their right answers over a taxonomy.
#[derive(Debug)]
pub struct ConceptBenchmark {
    taxonomy: Taxonomy,
    questions: Vec<Question>,
    language: LanguageCode,
}

#[derive(Debug)]
struct Question {
    words: String,
    right: HashSet<ConceptNumber>,
}

/// What came out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConceptScores {
    /// Questions asked.
    pub queries: usize,
    /// Mean of 1 / rank of the best right concept, 0 when it is not among the first 200.
    pub mrr: f64,
    /// Share of questions with a right concept first.
    pub hit_at_1: f64,
    /// Share with one among the first five.
    pub hit_at_5: f64,
    /// Share with one among the first ten.
    pub hit_at_10: f64,
    /// Time that half of the questions stay within, in milliseconds.
    pub p50_ms: f64,
    /// Time that 99 in 100 questions stay within, in milliseconds.
    pub p99_ms: f64,
}

impl ConceptBenchmark {
    /// Reads the files; labels and questions are in `language`.
    ///
    /// # Errors
    /// [`ConceptFilesError`] names file, line and field.
    pub fn read(files: &ConceptFiles, language: LanguageCode) -> Result<Self, ConceptFilesError> {
        let corpus = Table::read(&files.corpus, ["label id", "label"])?;
        let mapping = Table::read(&files.mapping, ["label id", "concept URI"])?;
        let queries = Table::read(&files.queries, ["question id", "words"])?;
        let gold = Table::read(&files.gold, ["question id", "0", "label id", "relevance"])?;
        let uris: HashMap<&str, &str> =
            mapping.rows.iter().map(|row| (row.fields[0].as_str(), row.fields[1].as_str())).collect();
        let taxonomy = taxonomy(&corpus, &uris, language)?;
        let right = right_answers(&gold, &uris, &taxonomy)?;
        let mut questions = Vec::with_capacity(queries.rows.len());
        for row in &queries.rows {
            let [id, words] = &row.fields;
            let right = right.get(id.as_str()).cloned().ok_or_else(|| {
                queries.wrong(
                    row.line,
                    "question id",
                    format!("“{id}” has no right answer in the gold file; add one or remove the question"),
                )
            })?;
            questions.push(Question { words: words.clone(), right });
        }
        Ok(Self { taxonomy, questions, language })
    }

    /// Asks the questions of a part, one after the other.
    #[must_use]
    pub fn measure(&self, part: Part) -> ConceptScores {
        let query = FindQuery { kinds: &[], language: self.language, limit: MAX_FOUND };
        let mut ranks = Vec::new();
        let mut times = Vec::new();
        for question in self.questions_of(part) {
            let began = Instant::now();
            let found = self.taxonomy.find(&question.words, query);
            times.push(began.elapsed());
            ranks.push(found.iter().position(|found| question.right.contains(&found.concept)));
        }
        scores(&ranks, times)
    }

    fn questions_of(&self, part: Part) -> impl Iterator<Item = &Question> {
        let (skipped, step) = match part {
            Part::All => (0, 1),
            Part::Odd => (0, 2),
            Part::Even => (1, 2),
        };
        self.questions.iter().skip(skipped).step_by(step)
    }
}

fn taxonomy(
    corpus: &Table<2>,
    uris: &HashMap<&str, &str>,
    language: LanguageCode,
) -> Result<Taxonomy, ConceptFilesError> {
    let mut records: BTreeMap<ConceptKey, ConceptRecord> = BTreeMap::new();
    for row in &corpus.rows {
        let [id, label] = &row.fields;
        let uri = uris.get(id.as_str()).ok_or_else(|| {
            corpus.wrong(row.line, "label id", format!("“{id}” is not in the mapping file; add it there"))
        })?;
        let key = ConceptKey::new(uri).map_err(|problem| {
            corpus.wrong(row.line, "label id", format!("its concept URI in the mapping file {problem}; mend it there"))
        })?;
        let kind = if uri.contains(GROUP_URI_PART) { ConceptKind::Group } else { ConceptKind::Occupation };
        let record = records.entry(key.clone()).or_insert_with(|| ConceptRecord::new(key, kind));
        let role = if record.labels.is_empty() { LabelRole::Preferred } else { LabelRole::Alternative };
        record.add_label(language, label, role);
    }
    let version = TaxonomyVersion::new("corpus", "1").map_err(|problem| corpus.whole(problem.to_string()))?;
    let (data, _) = TaxonomyData::assemble(version, records.into_values().collect())?;
    Ok(Taxonomy::build(data))
}

fn right_answers<'a>(
    gold: &'a Table<4>,
    uris: &HashMap<&str, &str>,
    taxonomy: &Taxonomy,
) -> Result<HashMap<&'a str, HashSet<ConceptNumber>>, TableError> {
    let mut right: HashMap<&str, HashSet<ConceptNumber>> = HashMap::new();
    for row in &gold.rows {
        let [question, _, label, relevance] = &row.fields;
        let relevance: f64 = relevance.parse().map_err(|_| {
            gold.wrong(row.line, "relevance", format!("“{relevance}” is no number; write 1 for a right answer"))
        })?;
        let concept = uris.get(label.as_str()).and_then(|uri| taxonomy.concept(uri)).ok_or_else(|| {
            gold.wrong(
                row.line,
                "label id",
                format!("“{label}” is not in the corpus; remove the line or add the label"),
            )
        })?;
        if relevance > 0.0 {
            right.entry(question).or_default().insert(concept);
        }
    }
    Ok(right)
}

fn scores(ranks: &[Option<usize>], mut times: Vec<Duration>) -> ConceptScores {
    times.sort_unstable();
    let total = ranks.len().max(1) as f64;
    let hit_at = |most: usize| ranks.iter().flatten().filter(|rank| **rank < most).count() as f64 / total;
    let time = |percent: usize| {
        let at = (times.len() * percent / 100).min(times.len().saturating_sub(1));
        times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    ConceptScores {
        queries: ranks.len(),
        mrr: ranks.iter().flatten().map(|rank| 1.0 / (rank + 1) as f64).sum::<f64>() / total,
        hit_at_1: hit_at(1),
        hit_at_5: hit_at(5),
        hit_at_10: hit_at(10),
        p50_ms: time(50),
        p99_ms: time(99),
    }
}
