//! What an import of ESCO used, passed over and could not use.

use std::collections::BTreeMap;
use std::fmt;

/// Examples kept for each reason.
const MAX_EXAMPLES: usize = 3;

/// What an import of ESCO used, passed over and could not use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EscoReport {
    /// Files read, with the number of rows.
    pub used: Vec<FileUsed>,
    /// Older versions of files: name, and the name of the file that was read instead.
    pub set_aside: Vec<(String, String)>,
    /// Files of the directory that are no part of what is imported.
    pub not_used: Vec<String>,
    /// Kinds of files that were not there, by their official names; the taxonomy is poorer without them.
    pub absent: Vec<&'static str>,
    /// Rows and values that could not be used.
    pub skipped: BTreeMap<SkipReason, Skipped>,
    /// Number of concepts in the result.
    pub concepts: usize,
    /// Number of labels in the result, over all languages.
    pub labels: usize,
}

/// One file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileUsed {
    /// Its name.
    pub name: String,
    /// Version in its name; none when the name has none.
    pub version: Option<String>,
    /// Rows below the header.
    pub rows: usize,
}

/// Why something was not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SkipReason {
    /// A row that is no valid CSV or UTF-8.
    UnreadableRow,
    /// A row without a needed value.
    MissingValue,
    /// A concept URI of another form.
    MalformedUri,
    /// A concept that is not, or no longer, part of the classification.
    NotReleased,
    /// A word for the sort of relation that is not known.
    UnknownRelation,
    /// A label, relation or skill of a concept that no file describes.
    UnknownConcept,
    /// A relation between kinds that do not go together, or to itself.
    WrongKind,
    /// A hierarchy that leads in a circle.
    Circle,
    /// A concept described twice in one language.
    Repeated,
    /// An empty or overlong label.
    Label,
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnreadableRow => "rows that are no valid CSV or UTF-8",
            Self::MissingValue => "rows without a needed value",
            Self::MalformedUri => "concept URIs of another form",
            Self::NotReleased => "concepts that are not released",
            Self::UnknownRelation => "relations of an unknown sort",
            Self::UnknownConcept => "mentions of concepts that no file describes",
            Self::WrongKind => "relations between kinds that do not go together",
            Self::Circle => "wider concepts that lead in a circle",
            Self::Repeated => "concepts described twice",
            Self::Label => "labels that are empty or too long",
        })
    }
}

/// How often something was skipped, and the first few cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// How often.
    pub count: usize,
    /// The first three.
    pub examples: Vec<Example>,
}

/// One thing that was skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// File and line, counted from 1; none when it was found with all files together.
    pub place: Option<(String, u64)>,
    /// What stands there.
    pub what: String,
}

impl EscoReport {
    pub(super) fn skip(&mut self, reason: SkipReason, place: Option<(&str, u64)>, what: &str) {
        let skipped = self.skipped.entry(reason).or_default();
        skipped.count += 1;
        if skipped.examples.len() < MAX_EXAMPLES {
            skipped.examples.push(Example { place: place.map(|(file, line)| (file.into(), line)), what: what.into() });
        }
    }

    /// Whether the files read are of more than one version.
    #[must_use]
    pub fn mixes_versions(&self) -> bool {
        let mut versions = self.used.iter().filter_map(|file| file.version.as_deref());
        let first = versions.next();
        versions.any(|version| Some(version) != first)
    }
}
