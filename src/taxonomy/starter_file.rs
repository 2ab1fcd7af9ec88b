//! The form of the starter taxonomy's TOML files, and how their entries become records.

use super::TaxonomyData;
use super::assemble::AssembleError;
use super::find::normalise::normalise;
use super::record::{ConceptRecord, LabelRole, TaxonomyVersion};
use crate::domain::{ConceptKey, ConceptKind, Invalid, LanguageCode, NlqfLevel, SbiSection, codes::Code};
use serde::Deserialize;
use std::collections::HashMap;
use thiserror::Error;

/// Problems that one message shows.
const SHOWN_PROBLEMS: usize = 40;

/// Why the starter files make no taxonomy; fits “failed to read the starter taxonomy: {…}”.
#[derive(Debug, Error)]
pub enum StarterError {
    /// A file is no TOML of the expected form.
    #[error("{file}: {source}")]
    Toml {
        /// The file.
        file: &'static str,
        /// What is wrong, with line and column.
        source: Box<toml::de::Error>,
    },
    /// Entries contradict each other or name what is not there.
    #[error("{}", list(.0))]
    Entries(Vec<String>),
    /// No taxonomy can be made of them.
    #[error(transparent)]
    Assemble(#[from] AssembleError),
    /// Name or version of the taxonomy.
    #[error("the version: {0}")]
    Version(#[from] Invalid),
}

fn list(problems: &[String]) -> String {
    let more = problems.len().saturating_sub(SHOWN_PROBLEMS);
    let mut text = problems.iter().take(SHOWN_PROBLEMS).cloned().collect::<Vec<_>>().join("\n");
    if more > 0 {
        text.push_str(&format!("\nand {more} more"));
    }
    text
}

/// One embedded file.
#[derive(Clone, Copy, Debug)]
pub(super) struct StarterFile {
    /// Path below the taxonomy directory.
    pub(super) name: &'static str,
    pub(super) text: &'static str,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Entries {
    group: Vec<Group>,
    skill: Vec<Skill>,
    occupation: Vec<Occupation>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    key: String,
    parent: Option<String>,
    nl: String,
    en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Skill {
    key: String,
    kind: String,
    group: String,
    nl: String,
    #[serde(default)]
    alt_nl: Vec<String>,
    en: String,
    #[serde(default)]
    alt_en: Vec<String>,
    esco: Option<String>,
    #[serde(default)]
    broader: Vec<String>,
    #[serde(default)]
    related: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Occupation {
    key: String,
    nl: String,
    #[serde(default)]
    alt_nl: Vec<String>,
    en: String,
    #[serde(default)]
    alt_en: Vec<String>,
    isco: Option<String>,
    esco: Option<String>,
    sector: Option<String>,
    nlqf: Option<i64>,
    #[serde(default)]
    essential: Vec<String>,
    #[serde(default)]
    optional: Vec<String>,
}

/// Reads all files; every contradiction is an error that names file and entry.
pub(super) fn read(files: &[StarterFile], name: &str, version: &str) -> Result<TaxonomyData, StarterError> {
    let mut reader = Reader::default();
    for file in files {
        let entries: Entries = toml::from_str(file.text)
            .map_err(|error| StarterError::Toml { file: file.name, source: Box::new(error) })?;
        reader.file = file.name;
        entries.group.iter().for_each(|group| reader.group(group));
        entries.skill.iter().for_each(|skill| reader.skill(skill));
        entries.occupation.iter().for_each(|occupation| reader.occupation(occupation));
    }
    let Reader { records, mut problems, files, .. } = reader;
    let (data, left_out) = TaxonomyData::assemble(TaxonomyVersion::new(name, version)?, records)?;
    problems.extend(left_out.into_iter().map(|left_out| {
        let file = files.get(&left_out.key).copied().unwrap_or_default();
        format!("{file}: {left_out}")
    }));
    if problems.is_empty() { Ok(data) } else { Err(StarterError::Entries(problems)) }
}

#[derive(Default)]
struct Reader {
    file: &'static str,
    records: Vec<ConceptRecord>,
    problems: Vec<String>,
    /// Which file describes a concept.
    files: HashMap<ConceptKey, &'static str>,
    /// Dutch labels of skills and of occupations, each of which may occur once.
    labels: HashMap<(ConceptKind, String), String>,
}

impl Reader {
    fn group(&mut self, group: &Group) {
        let Some(mut record) = self.record("group", &group.key, ConceptKind::Group) else { return };
        self.label(&mut record, LanguageCode::DUTCH, &group.nl, &[]);
        self.label(&mut record, LanguageCode::ENGLISH, &group.en, &[]);
        record.broader = self.keys(&group.key, "group", group.parent.as_slice());
        self.records.push(record);
    }

    fn skill(&mut self, skill: &Skill) {
        let kind = match skill.kind.as_str() {
            "skill" => ConceptKind::Skill,
            "knowledge" => ConceptKind::Knowledge,
            "language" => ConceptKind::Language,
            other => return self.problem(&skill.key, &format!("kind “{other}” is none of skill, knowledge, language")),
        };
        let Some(mut record) = self.record("skill", &skill.key, kind) else { return };
        self.label(&mut record, LanguageCode::DUTCH, &skill.nl, &skill.alt_nl);
        self.label(&mut record, LanguageCode::ENGLISH, &skill.en, &skill.alt_en);
        self.once(ConceptKind::Skill, &skill.key, &record);
        record.broader = self.keys(&skill.key, "group", std::slice::from_ref(&skill.group));
        record.broader.extend(self.keys(&skill.key, "skill", &skill.broader));
        record.related = self.keys(&skill.key, "skill", &skill.related);
        record.exact_matches = self.uri(&skill.key, skill.esco.as_deref());
        self.records.push(record);
    }

    fn occupation(&mut self, occupation: &Occupation) {
        let key = &occupation.key;
        let Some(mut record) = self.record("occupation", key, ConceptKind::Occupation) else { return };
        self.label(&mut record, LanguageCode::DUTCH, &occupation.nl, &occupation.alt_nl);
        self.label(&mut record, LanguageCode::ENGLISH, &occupation.en, &occupation.alt_en);
        self.once(ConceptKind::Occupation, key, &record);
        for (skills, essential) in [(&occupation.essential, true), (&occupation.optional, false)] {
            record.skills.extend(self.keys(key, "skill", skills).into_iter().map(|skill| (skill, essential)));
        }
        record.exact_matches = self.uri(key, occupation.esco.as_deref());
        record.isco_group.clone_from(&occupation.isco);
        // Not part of the taxonomy; checked so that a slip in the files is seen.
        if let Some(Err(invalid)) = occupation.sector.as_deref().map(SbiSection::from_code) {
            self.problem(key, &format!("sector {invalid}"));
        }
        if let Some(Err(invalid)) = occupation.nlqf.map(NlqfLevel::new) {
            self.problem(key, &format!("nlqf {invalid}"));
        }
        self.records.push(record);
    }

    fn record(&mut self, prefix: &str, key: &str, kind: ConceptKind) -> Option<ConceptRecord> {
        let key = self.keys(key, prefix, &[key]).pop()?;
        self.files.entry(key.clone()).or_insert(self.file);
        Some(ConceptRecord::new(key, kind))
    }

    fn label(&mut self, record: &mut ConceptRecord, language: LanguageCode, preferred: &str, others: &[String]) {
        record.add_label(language, preferred, LabelRole::Preferred);
        others.iter().for_each(|other| record.add_label(language, other, LabelRole::Alternative));
    }

    /// A Dutch label belongs to one skill, and to one occupation, only.
    fn once(&mut self, class: ConceptKind, key: &str, record: &ConceptRecord) {
        for label in record.labels.iter().filter(|label| label.language == LanguageCode::DUTCH) {
            let holder = self.labels.entry((class, normalise(&label.text))).or_insert_with(|| key.into());
            if holder != key {
                let problem = format!("label “{}” belongs to “{holder}” already", label.text);
                self.problem(key, &problem);
            }
        }
    }

    fn keys(&mut self, entry: &str, prefix: &str, names: &[impl AsRef<str>]) -> Vec<ConceptKey> {
        let mut keys = Vec::new();
        for name in names.iter().map(AsRef::as_ref) {
            let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            match ConceptKey::new(&format!("lb:{prefix}/{name}")) {
                Ok(key) if plain && !name.is_empty() => keys.push(key),
                _ => self.problem(entry, &format!("“{name}” is no key of a-z, 0-9 and hyphens")),
            }
        }
        keys
    }

    fn uri(&mut self, entry: &str, uri: Option<&str>) -> Vec<ConceptKey> {
        match uri.map(ConceptKey::new) {
            None => Vec::new(),
            Some(Ok(uri)) => vec![uri],
            Some(Err(invalid)) => {
                self.problem(entry, &format!("esco {invalid}"));
                Vec::new()
            }
        }
    }

    fn problem(&mut self, entry: &str, what: &str) {
        self.problems.push(format!("{}: {entry}: {what}", self.file));
    }
}
