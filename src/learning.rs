//! How a skill can be learnt: in the work, with others and in lessons (about 70, 20 and 10 %). A working list of our own is in
//! the box; `learning/*.toml` in a data directory replaces it.
//!
//! A suggestion is written for a skill, for a group of skills or, as a last resort, for all skills, all knowledge or all
//! languages. The nearest one counts. With another taxonomy than the starter's, the way to a group leads over the skill of the
//! starter taxonomy that is the same.

use crate::{
    domain::{ConceptKey, ConceptKind, Invalid, Name, Text},
    taxonomy::{ConceptNumber, Taxonomy, starter},
};
use serde::Deserialize;
use std::{
    collections::{HashMap, VecDeque},
    fmt, fs, io,
    path::{Path, PathBuf},
};
use thiserror::Error;

/// Most files of a directory.
pub const MAX_FILES: usize = 50;
/// Most bytes of a file.
pub const MAX_FILE_BYTES: u64 = 1 << 20;
/// Most suggestions of a file.
pub const MAX_SUGGESTIONS_PER_FILE: usize = 2_000;
/// Wider concepts that are looked at for one skill.
const ANCESTORS_MAX: usize = 64;
/// Hexadecimal digits of a digest.
const DIGEST_DIGITS: usize = 16;

macro_rules! embedded {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/learning/", $name)))),+]
    };
}

/// The list in the box.
const FILES: [(&str, &str); 7] = embedded![
    "general.toml",
    "overheid.toml",
    "ict.toml",
    "zorg-onderwijs.toml",
    "praktijk.toml",
    "veiligheid-vervoer.toml",
    "veel-gevraagd.toml"
];

/// One sentence or two of a suggestion, at most 300 characters.
pub type Sentence = Text<300>;

/// Why files of suggestions cannot be used; fits “failed to use learning: {…}”.
#[derive(Debug, Error)]
pub enum LearningError {
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// File or directory.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// A directory without files.
    #[error("{}: there is no file that ends with .toml; remove the directory to use the list in the box", .0.display())]
    NoFile(PathBuf),
    /// More or larger files than fit.
    #[error("{what}: {detail}; split the file or shorten it")]
    TooMuch {
        /// File or directory.
        what: String,
        /// Which limit.
        detail: String,
    },
    /// A file is no TOML of the expected form.
    #[error("{file}: {source}; fixtures/learning shows the form")]
    Toml {
        /// The file.
        file: String,
        /// What is wrong, with line and column.
        source: Box<toml::de::Error>,
    },
    /// A value that does not fit.
    #[error("{file}: suggestion for {entry:?}: field {field}: {source}")]
    Value {
        /// The file.
        file: String,
        /// For what the suggestion is written.
        entry: String,
        /// The field.
        field: &'static str,
        /// Why it does not fit.
        source: Invalid,
    },
    /// The starter taxonomy in the box cannot be read.
    #[error(transparent)]
    Starter(#[from] crate::taxonomy::StarterError),
}

/// Three ways to learn one thing, in two languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// For what it is written: key of a skill or group, or a kind.
    pub written_for: Box<str>,
    /// In Dutch.
    pub nl: Ways,
    /// In English.
    pub en: Ways,
}

/// Three ways to learn one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ways {
    /// In the work itself.
    pub work: Sentence,
    /// With and from others.
    pub others: Sentence,
    /// In lessons.
    pub formal: Sentence,
}

/// Suggestions by what they are written for.
pub struct LearningCatalogue {
    suggestions: HashMap<Box<str>, Suggestion>,
    /// For each key of the starter taxonomy and each key of the same concept elsewhere: its own key and those of its groups.
    ancestry: HashMap<Box<str>, Vec<Box<str>>>,
    digest: String,
}

impl fmt::Debug for LearningCatalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LearningCatalogue").field("suggestions", &self.suggestions.len()).finish_non_exhaustive()
    }
}

impl LearningCatalogue {
    /// The list in the box.
    ///
    /// # Errors
    /// [`LearningError`] when an embedded file has a mistake; a test keeps them from it.
    pub fn embedded() -> Result<Self, LearningError> {
        Self::read(FILES.iter().map(|(name, text)| ((*name).into(), (*text).into())))
    }

    /// The lists of every `.toml` file of a directory. They replace the one in the box.
    ///
    /// # Errors
    /// [`LearningError`], with file, entry and field.
    pub fn from_dir(directory: &Path) -> Result<Self, LearningError> {
        let failed = |path: &Path| {
            let path = path.to_path_buf();
            move |source| LearningError::Io { path, source }
        };
        let entries = fs::read_dir(directory).map_err(failed(directory))?;
        let paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, io::Error>>();
        let mut paths = paths.map_err(failed(directory))?;
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
        paths.sort();
        match paths.len() {
            0 => return Err(LearningError::NoFile(directory.into())),
            count if count > MAX_FILES => {
                let detail = format!("{count} files, at most {MAX_FILES}");
                return Err(LearningError::TooMuch { what: directory.display().to_string(), detail });
            }
            _ => {}
        }
        let mut files = Vec::new();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = fs::metadata(&path).map_err(failed(&path))?.len();
            if bytes > MAX_FILE_BYTES {
                let detail = format!("{bytes} bytes, at most {MAX_FILE_BYTES}");
                return Err(LearningError::TooMuch { what: name, detail });
            }
            files.push((name, fs::read_to_string(&path).map_err(failed(&path))?));
        }
        Self::read(files)
    }

    /// Short fingerprint of the whole content: 16 hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The nearest suggestion for a skill: its own, that of a wider concept or group, that of its kind.
    #[must_use]
    pub fn suggestion(&self, taxonomy: &Taxonomy, concept: ConceptNumber) -> Option<&Suggestion> {
        let mut waiting = VecDeque::from([concept]);
        let mut seen = vec![concept];
        while let Some(next) = waiting.pop_front() {
            if let Some(found) = self.of_key(taxonomy, next) {
                return Some(found);
            }
            for wider in taxonomy.broader(next) {
                if !seen.contains(wider) && seen.len() < ANCESTORS_MAX {
                    seen.push(*wider);
                    waiting.push_back(*wider);
                }
            }
        }
        let kind = match taxonomy.kind(concept) {
            ConceptKind::Knowledge => "knowledge",
            ConceptKind::Language => "language",
            _ => "skill",
        };
        self.suggestions.get(kind)
    }

    fn of_key(&self, taxonomy: &Taxonomy, concept: ConceptNumber) -> Option<&Suggestion> {
        let keys = || [taxonomy.key(concept)].into_iter().chain(taxonomy.exact_matches(concept));
        let own = keys().find_map(|key| self.suggestions.get(key.as_str()));
        let by_starter = || {
            let mut wider = keys().filter_map(|key| self.ancestry.get(key.as_str())).flatten();
            wider.find_map(|key| self.suggestions.get(key))
        };
        own.or_else(by_starter)
    }

    fn read(files: impl IntoIterator<Item = (String, String)>) -> Result<Self, LearningError> {
        let mut suggestions: HashMap<Box<str>, Suggestion> = HashMap::new();
        let mut hash = blake3::Hasher::new();
        for (name, text) in files {
            hash.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
            for suggestion in read_file(&name, &text)? {
                let entry = suggestion.written_for.clone();
                if suggestions.insert(entry.clone(), suggestion).is_some() {
                    let source = Invalid::Repeated { what: format!("a suggestion for “{entry}”") };
                    return Err(LearningError::Value { file: name, entry: entry.into(), field: "for", source });
                }
            }
        }
        let digest = hash.finalize().to_hex().chars().take(DIGEST_DIGITS).collect();
        Ok(Self { suggestions, ancestry: starter::ancestry()?, digest })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    status: String,
    note_nl: String,
    note_en: String,
    #[serde(default)]
    suggestion: Vec<SuggestionForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SuggestionForm {
    r#for: String,
    work_nl: String,
    others_nl: String,
    formal_nl: String,
    work_en: String,
    others_en: String,
    formal_en: String,
}

fn read_file(name: &str, text: &str) -> Result<Vec<Suggestion>, LearningError> {
    let form: FileForm =
        toml::from_str(text).map_err(|error| LearningError::Toml { file: name.into(), source: Box::new(error) })?;
    let wrong =
        |entry: &str, field, source| LearningError::Value { file: name.into(), entry: entry.into(), field, source };
    let head = [("status", &form.status), ("note_nl", &form.note_nl), ("note_en", &form.note_en)];
    for (field, value) in head {
        Text::<600>::new(value).map_err(|source| wrong("the whole file", field, source))?;
    }
    if form.suggestion.len() > MAX_SUGGESTIONS_PER_FILE {
        let source = Invalid::TooMany { max: MAX_SUGGESTIONS_PER_FILE, actual: form.suggestion.len() };
        return Err(wrong("the whole file", "suggestion", source));
    }
    let suggestion = |form: &SuggestionForm| {
        let sentence = |field, text: &str| Sentence::new(text).map_err(|source| wrong(&form.r#for, field, source));
        Ok(Suggestion {
            written_for: written_for(&form.r#for).map_err(|source| wrong(&form.r#for, "for", source))?,
            nl: Ways {
                work: sentence("work_nl", &form.work_nl)?,
                others: sentence("others_nl", &form.others_nl)?,
                formal: sentence("formal_nl", &form.formal_nl)?,
            },
            en: Ways {
                work: sentence("work_en", &form.work_en)?,
                others: sentence("others_en", &form.others_en)?,
                formal: sentence("formal_en", &form.formal_en)?,
            },
        })
    };
    form.suggestion.iter().map(suggestion).collect()
}

/// A kind, a key with its scheme, or the bare name of a group of ours.
fn written_for(given: &str) -> Result<Box<str>, Invalid> {
    match given {
        "skill" | "knowledge" | "language" => Ok(given.into()),
        key if key.contains(':') => Ok(ConceptKey::new(key)?.as_str().into()),
        name => {
            let name = Name::new(name)?;
            Ok(ConceptKey::new(&format!("lb:group/{name}"))?.as_str().into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taxonomy() -> Taxonomy {
        Taxonomy::starter().expect("the starter taxonomy")
    }

    #[test]
    fn every_group_of_the_starter_taxonomy_has_a_suggestion_of_its_own() {
        let (catalogue, taxonomy) = (LearningCatalogue::embedded().expect("the list"), taxonomy());
        let groups = taxonomy.numbers().map(|it| taxonomy.key(it).as_str()).filter(|key| key.starts_with("lb:group/"));
        let without: Vec<_> = groups.filter(|key| !catalogue.suggestions.contains_key(*key)).collect();
        assert!(without.is_empty(), "{without:?}");
    }

    #[test]
    fn every_suggestion_is_for_something_there_is() {
        let (catalogue, taxonomy) = (LearningCatalogue::embedded().expect("the list"), taxonomy());
        let kinds = ["skill", "knowledge", "language"];
        let mut keys = catalogue.suggestions.keys().map(|key| &**key);
        assert_eq!(keys.find(|key| !kinds.contains(key) && taxonomy.concept(key).is_none()), None);
        assert!(kinds.iter().all(|kind| catalogue.suggestions.contains_key(*kind)));
    }

    #[test]
    fn what_is_missed_most_is_taught_by_its_own_suggestion_not_by_that_of_its_group() {
        let (catalogue, taxonomy) = (LearningCatalogue::embedded().expect("the list"), taxonomy());
        for (key, own, of_the_group) in [
            ("lb:skill/crm-gebruiken", "klantsysteem", "Excel"),
            ("lb:skill/warme-dranken-maken", "barista", "Sociale Hygiëne"),
        ] {
            let skill = taxonomy.concept(key).expect("a skill");
            let found = catalogue.suggestion(&taxonomy, skill).expect("a suggestion");
            assert_eq!(&*found.written_for, key);
            assert!(found.nl.formal.contains(own) && !found.nl.formal.contains(of_the_group), "{:?}", found.nl);
        }
    }

    #[test]
    fn the_nearest_suggestion_counts_also_by_the_key_of_another_taxonomy() {
        let (catalogue, taxonomy) = (LearningCatalogue::embedded().expect("the list"), taxonomy());
        let skill = taxonomy.concept("lb:skill/mensen-te-woord-staan").expect("a skill");
        let found = catalogue.suggestion(&taxonomy, skill).expect("a suggestion");
        assert_eq!(&*found.written_for, "lb:group/klantcontact");
        let uri = "http://data.europa.eu/esco/skill/24f980ba-b44f-4739-b563-205104c3190d";
        let groups = catalogue.ancestry.get(uri).expect("the same skill in ESCO");
        assert!(groups.iter().any(|key| &**key == "lb:group/persoonlijke-zorg"), "{groups:?}");
    }

    #[test]
    fn a_mistake_is_named_with_file_entry_and_field() {
        let head = "status = \"s\"\nnote_nl = \"n\"\nnote_en = \"n\"\n";
        let entry = |name: &str, work: &str| {
            format!(
                "[[suggestion]]\nfor = \"{name}\"\nwork_nl = \"{work}\"\nothers_nl = \"b\"\nformal_nl = \"c\"\n\
                 work_en = \"a\"\nothers_en = \"b\"\nformal_en = \"c\"\n"
            )
        };
        let read = |text: String| LearningCatalogue::read([("own.toml".to_owned(), format!("{head}{text}"))]);
        assert!(read(entry("klantcontact", "a")).is_ok());
        let empty = read(entry("klantcontact", "")).expect_err("an empty sentence").to_string();
        assert!(empty.starts_with("own.toml: suggestion for \"klantcontact\": field work_nl: "), "{empty}");
        let twice = read(entry("skill", "a") + &entry("skill", "a")).expect_err("twice").to_string();
        assert!(twice.contains("for \"skill\"") && twice.contains("twice"), "{twice}");
        let form = read("colour = \"red\"\n".into()).expect_err("an unknown field").to_string();
        assert!(form.contains("own.toml") && form.contains("fixtures/learning"), "{form}");
        let directory = tempfile::tempdir().expect("a directory");
        let none = LearningCatalogue::from_dir(directory.path()).expect_err("no file").to_string();
        assert!(none.contains("remove the directory"), "{none}");
    }
}
