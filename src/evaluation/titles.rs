//! Titles of men and women: whether the male, female and neutral form of one title find the same concept.

use super::table::{Table, TableError};
use crate::domain::{ConceptKind, LanguageCode};
use crate::taxonomy::{ConceptNumber, FindQuery, Taxonomy};
use serde::Serialize;
use std::path::Path;

/// Written behind a title in the second round.
pub const SUFFIX: &str = " (m/v/x)";
/// Most failures that a report names.
pub const MAX_FAILURES: usize = 100;

/// Titles in three forms.
#[derive(Debug)]
pub struct TitlePairs(Vec<[String; 3]>);

/// What came out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TitleScores {
    /// Sets of three forms.
    pub sets: usize,
    /// Forms asked beside the plain male one: with and without [`SUFFIX`], five a set.
    pub asked: usize,
    /// Forms that found the concept of the plain male form, or nothing when that finds nothing.
    pub same: usize,
    /// `same` as a share of `asked`.
    pub share: f64,
    /// Forms that found something else; at most [`MAX_FAILURES`].
    pub failures: Vec<TitleFailure>,
}

/// A form that found something else than the male form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TitleFailure {
    /// The male form.
    pub male: String,
    /// What it found: key and label.
    pub male_found: Option<String>,
    /// The other form.
    pub form: String,
    /// What that found.
    pub found: Option<String>,
}

impl TitlePairs {
    /// Reads tab-separated lines of three forms: male, female, neutral. Lines that begin with “#” are comments.
    ///
    /// # Errors
    /// [`TableError`] names file, line and field.
    pub fn read(path: &Path) -> Result<Self, TableError> {
        let table = Table::read_with_comments(path, ["male form", "female form", "neutral form"])?;
        Ok(Self(table.rows.into_iter().map(|row| row.fields).collect()))
    }

    /// How many titles.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none; a file without any is refused.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every title in one form: 0 male, 1 female, 2 neutral. Nothing for another number.
    pub fn form(&self, form: usize) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(move |forms| forms.get(form).map(String::as_str))
    }

    /// Asks every form of every title.
    #[must_use]
    pub fn measure(&self, taxonomy: &Taxonomy) -> TitleScores {
        let first = |title: &str| first(taxonomy, title);
        let told = |concept: ConceptNumber| {
            format!("{} ({})", taxonomy.label(concept, LanguageCode::DUTCH), taxonomy.key(concept))
        };
        let mut scores = TitleScores { sets: self.0.len(), asked: 0, same: 0, share: 0.0, failures: Vec::new() };
        for forms in &self.0 {
            let male = first(&forms[0]);
            let plain = forms.iter().skip(1).cloned();
            for form in plain.chain(forms.iter().map(|form| format!("{form}{SUFFIX}"))) {
                let found = first(&form);
                scores.asked += 1;
                if found == male {
                    scores.same += 1;
                } else if scores.failures.len() < MAX_FAILURES {
                    let (male_found, found) = (male.map(told), found.map(told));
                    scores.failures.push(TitleFailure { male: forms[0].clone(), male_found, form, found });
                }
            }
        }
        scores.share = scores.same as f64 / scores.asked.max(1) as f64;
        scores
    }
}

fn first(taxonomy: &Taxonomy, title: &str) -> Option<ConceptNumber> {
    let query = FindQuery { kinds: &[ConceptKind::Occupation], language: LanguageCode::DUTCH, limit: 1 };
    taxonomy.find(title, query).first().map(|found| found.concept)
}
