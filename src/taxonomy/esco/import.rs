//! Turns the rows of ESCO's files into concept records.

use super::files::{Choice, EscoFile, Family, choose};
use super::report::{EscoReport, FileUsed, SkipReason};
use super::table::{Column, Row, Table};
use crate::domain::{ConceptKey, ConceptKind, Invalid, LanguageCode};
use crate::taxonomy::TaxonomyData;
use crate::taxonomy::assemble::{AssembleError, LeftOutReason};
use crate::taxonomy::record::{ConceptRecord, LabelRole, TaxonomyVersion};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why ESCO cannot be imported; fits “failed to import ESCO: {…}”.
#[derive(Debug, Error)]
pub enum EscoError {
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// File or directory.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// A file is damaged or no CSV at all.
    #[error("{file}: {detail}")]
    Unreadable {
        /// The file.
        file: String,
        /// What is wrong.
        detail: String,
    },
    /// A file without a column that it must have.
    #[error("{file}: there is no column “{column}”; is this the official file?")]
    MissingColumn {
        /// The file.
        file: String,
        /// The column.
        column: String,
    },
    /// Neither skills nor occupations in the directory.
    #[error("{}: there is no file such as skills_en.csv or occupations_nl.csv", path.display())]
    NoFiles {
        /// The directory.
        path: PathBuf,
    },
    /// The version that was asked for.
    #[error("the version: {0}")]
    Version(#[from] Invalid),
    /// No taxonomy can be made of the concepts.
    #[error(transparent)]
    Assemble(#[from] AssembleError),
}

/// Reads the ESCO files of a directory. `version` is the version the result is given, such as `1.1.1`.
///
/// Files are known by their official names, with or without a version (`_v1.1.1`) and `.gz`, in any language; of several
/// versions of the same file the newest is read. Labels of every language found are kept.
///
/// # Errors
/// [`EscoError`]. Rows that cannot be used are no error: the report counts them.
pub fn import(directory: &Path, version: &str) -> Result<(TaxonomyData, EscoReport), EscoError> {
    let version = TaxonomyVersion::new("esco", version)?;
    let Choice { used, set_aside, not_used } = choose(names(directory)?);
    if !used.iter().any(|file| matches!(file.family, Family::Skills | Family::Occupations)) {
        return Err(EscoError::NoFiles { path: directory.into() });
    }
    let report = EscoReport { set_aside, not_used, absent: absent(&used), ..EscoReport::default() };
    let mut importer = Importer { report, concepts: HashMap::new(), languages: HashSet::new() };
    for file in &used {
        let mut table = Table::open(directory, &file.name)?;
        importer.read(file, &mut table)?;
        let version = file.version.as_ref().map(ToString::to_string);
        importer.report.used.push(FileUsed { name: file.name.clone(), version, rows: table.rows });
    }
    importer.finish(version)
}

fn names(directory: &Path) -> Result<Vec<String>, EscoError> {
    let failed = |source| EscoError::Io { path: directory.into(), source };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.path().is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(names)
}

fn absent(used: &[EscoFile]) -> Vec<&'static str> {
    let wanted = [
        ("skills", Family::Skills),
        ("occupations", Family::Occupations),
        ("occupationSkillRelations", Family::OccupationSkills),
        ("skillSkillRelations", Family::SkillSkills),
        ("broaderRelationsSkillPillar", Family::BroaderSkills),
        ("broaderRelationsOccPillar", Family::BroaderOccupations),
        ("languageSkillsCollection", Family::LanguageSkills),
    ];
    let is_absent = |family: Family| used.iter().all(|file| file.family != family);
    wanted.into_iter().filter(|(_, family)| is_absent(*family)).map(|(name, _)| name).collect()
}

struct Importer {
    report: EscoReport,
    concepts: HashMap<ConceptKey, ConceptRecord>,
    /// Members of the collection of language skills.
    languages: HashSet<ConceptKey>,
}

/// Columns of a file that describes concepts; which of them are there differs between files and versions.
struct ConceptColumns {
    uri: Column,
    preferred: Column,
    alternative: Option<Column>,
    hidden: Option<Column>,
    description: Option<Column>,
    status: Option<Column>,
    skill_type: Option<Column>,
    isco: Option<Column>,
}

impl Importer {
    fn read(&mut self, file: &EscoFile, table: &mut Table) -> Result<(), EscoError> {
        match file.family {
            Family::SkillGroups => self.concepts(table, file.language, ConceptKind::Group, None),
            Family::IscoGroups => self.concepts(table, file.language, ConceptKind::Group, Some("code")),
            Family::Skills => self.concepts(table, file.language, ConceptKind::Skill, None),
            Family::Occupations => self.concepts(table, file.language, ConceptKind::Occupation, Some("iscoGroup")),
            Family::SkillsHierarchy => self.hierarchy(table, file.language),
            Family::SkillLabels => self.labels(table, file.language),
            Family::LanguageSkills => self.language_skills(table),
            Family::BroaderSkills | Family::BroaderOccupations => self.broader(table),
            Family::OccupationSkills => self.occupation_skills(table),
            Family::SkillSkills => self.related(table),
        }
    }

    /// Files with one concept a row.
    fn concepts(
        &mut self,
        table: &mut Table,
        language: LanguageCode,
        kind: ConceptKind,
        isco: Option<&str>,
    ) -> Result<(), EscoError> {
        let columns = ConceptColumns {
            uri: table.column("conceptUri")?,
            preferred: table.column("preferredLabel")?,
            alternative: table.optional_column("altLabels"),
            hidden: table.optional_column("hiddenLabels"),
            description: table.optional_column("description"),
            status: table.optional_column("status"),
            skill_type: table.optional_column("skillType"),
            isco: isco.and_then(|column| table.optional_column(column)),
        };
        let mut seen = HashSet::new();
        while let Some(row) = table.next(&mut self.report)? {
            let Some(key) = self.key(&table.name, &row, columns.uri) else { continue };
            let status = row.get_optional(columns.status);
            let mut skip = |reason, what: &str| self.report.skip(reason, Some((&table.name, row.line)), what);
            if !matches!(status, "" | "released") {
                skip(SkipReason::NotReleased, &format!("{key}: {status}"));
            } else if row.get(columns.preferred).is_empty() {
                skip(SkipReason::MissingValue, &format!("{key}: preferredLabel"));
            } else if !seen.insert(key.clone()) {
                skip(SkipReason::Repeated, key.as_str());
            } else {
                self.concept(key, &row, &columns, language, kind);
            }
        }
        Ok(())
    }

    fn concept(
        &mut self,
        key: ConceptKey,
        row: &Row,
        columns: &ConceptColumns,
        language: LanguageCode,
        kind: ConceptKind,
    ) {
        let kind = if row.get_optional(columns.skill_type) == "knowledge" { ConceptKind::Knowledge } else { kind };
        let record = self.record(key, kind);
        record.add_label(language, row.get(columns.preferred), LabelRole::Preferred);
        for (column, role) in [(columns.alternative, LabelRole::Alternative), (columns.hidden, LabelRole::Hidden)] {
            split_labels(row.get_optional(column)).for_each(|label| record.add_label(language, label, role));
        }
        let description = row.get_optional(columns.description);
        if !description.is_empty() {
            record.descriptions.push((language, description.into()));
        }
        let isco = row.get_optional(columns.isco);
        if !isco.is_empty() {
            record.isco_group = Some(isco.into());
        }
    }

    fn record(&mut self, key: ConceptKey, kind: ConceptKind) -> &mut ConceptRecord {
        self.concepts.entry(key.clone()).or_insert_with(|| ConceptRecord::new(key, kind))
    }

    /// One row for each group, with all groups above it: labels, and which stands above which.
    fn hierarchy(&mut self, table: &mut Table, language: LanguageCode) -> Result<(), EscoError> {
        let mut levels = Vec::new();
        while let (Some(uri), Some(label)) = (
            table.optional_column(&format!("Level {} URI", levels.len())),
            table.optional_column(&format!("Level {} preferred term", levels.len())),
        ) {
            levels.push((uri, label));
        }
        if levels.is_empty() {
            table.column("Level 0 URI")?;
        }
        while let Some(row) = table.next(&mut self.report)? {
            let mut above: Option<ConceptKey> = None;
            for (uri, label) in levels.iter().filter(|(uri, _)| !row.get(*uri).is_empty()) {
                let Some(key) = self.key(&table.name, &row, *uri) else { break };
                let record = self.record(key.clone(), ConceptKind::Group);
                if !record.labels.iter().any(|held| held.language == language && held.role == LabelRole::Preferred) {
                    record.add_label(language, row.get(*label), LabelRole::Preferred);
                }
                record.broader.extend(above.replace(key));
            }
        }
        Ok(())
    }

    /// A table of preferred labels in one language.
    fn labels(&mut self, table: &mut Table, language: LanguageCode) -> Result<(), EscoError> {
        let uri = table.column("conceptUri")?;
        let label = table.column(&format!("prefLabel_{language}"))?;
        while let Some(row) = table.next(&mut self.report)? {
            let Some(key) = self.key(&table.name, &row, uri) else { continue };
            let text = row.get(label);
            if text.is_empty() {
                self.report.skip(SkipReason::MissingValue, Some((&table.name, row.line)), key.as_str());
            } else if let Some(record) = self.known(&table.name, &row, &key) {
                record.add_label(language, text, LabelRole::Preferred);
            }
        }
        Ok(())
    }

    fn language_skills(&mut self, table: &mut Table) -> Result<(), EscoError> {
        let uri = table.column("conceptUri")?;
        while let Some(row) = table.next(&mut self.report)? {
            if let Some(key) = self.key(&table.name, &row, uri)
                && self.known(&table.name, &row, &key).is_some()
            {
                self.languages.insert(key);
            }
        }
        Ok(())
    }

    fn broader(&mut self, table: &mut Table) -> Result<(), EscoError> {
        let (narrow, broad) = (table.column("conceptUri")?, table.column("broaderUri")?);
        self.pairs(table, narrow, broad, |record, broad, _| record.broader.push(broad), None)
    }

    fn related(&mut self, table: &mut Table) -> Result<(), EscoError> {
        let (one, other) = (table.column("originalSkillUri")?, table.column("relatedSkillUri")?);
        self.pairs(table, one, other, |record, other, _| record.related.push(other), None)
    }

    fn occupation_skills(&mut self, table: &mut Table) -> Result<(), EscoError> {
        let (occupation, skill) = (table.column("occupationUri")?, table.column("skillUri")?);
        let relation = table.column("relationType")?;
        self.pairs(
            table,
            occupation,
            skill,
            |record, skill, essential| record.skills.push((skill, essential)),
            Some(relation),
        )
    }

    /// Files with one relation between two concepts a row; with a relation column it must say essential or optional.
    fn pairs(
        &mut self,
        table: &mut Table,
        from: Column,
        to: Column,
        add: impl Fn(&mut ConceptRecord, ConceptKey, bool),
        relation: Option<Column>,
    ) -> Result<(), EscoError> {
        while let Some(row) = table.next(&mut self.report)? {
            let essential = match (relation, row.get_optional(relation)) {
                (None, _) | (_, "optional") => false,
                (_, "essential") => true,
                (_, other) => {
                    self.report.skip(SkipReason::UnknownRelation, Some((&table.name, row.line)), other);
                    continue;
                }
            };
            let Some(source) = self.key(&table.name, &row, from) else { continue };
            let Some(target) = self.key(&table.name, &row, to) else { continue };
            if !self.concepts.contains_key(&target) {
                self.report.skip(SkipReason::UnknownConcept, Some((&table.name, row.line)), target.as_str());
            } else if let Some(record) = self.known(&table.name, &row, &source) {
                add(record, target, essential);
            }
        }
        Ok(())
    }

    fn key(&mut self, file: &str, row: &Row, column: Column) -> Option<ConceptKey> {
        let uri = row.get(column);
        let reason = if uri.is_empty() { SkipReason::MissingValue } else { SkipReason::MalformedUri };
        let key = ConceptKey::new(uri);
        if key.is_err() {
            self.report.skip(reason, Some((file, row.line)), uri);
        }
        key.ok()
    }

    fn known(&mut self, file: &str, row: &Row, key: &ConceptKey) -> Option<&mut ConceptRecord> {
        if !self.concepts.contains_key(key) {
            self.report.skip(SkipReason::UnknownConcept, Some((file, row.line)), key.as_str());
        }
        self.concepts.get_mut(key)
    }

    fn finish(mut self, version: TaxonomyVersion) -> Result<(TaxonomyData, EscoReport), EscoError> {
        for key in &self.languages {
            if let Some(record) = self.concepts.get_mut(key).filter(|record| record.kind.is_ability()) {
                record.kind = ConceptKind::Language;
            }
        }
        let (data, left_out) = TaxonomyData::assemble(version, self.concepts.into_values().collect())?;
        for left_out in left_out {
            let reason = match left_out.reason {
                LeftOutReason::UnknownConcept => SkipReason::UnknownConcept,
                LeftOutReason::WrongKind => SkipReason::WrongKind,
                LeftOutReason::Circle => SkipReason::Circle,
                LeftOutReason::Label => SkipReason::Label,
                LeftOutReason::RepeatedConcept | LeftOutReason::RepeatedExactMatch => SkipReason::Repeated,
            };
            self.report.skip(reason, None, &format!("{}: {}", left_out.key, left_out.what));
        }
        self.report.concepts = data.len();
        self.report.labels = data.labels();
        Ok((data, self.report))
    }
}

/// Labels stand one a line, or between “ | ”.
fn split_labels(labels: &str) -> impl Iterator<Item = &str> {
    labels.lines().flat_map(|line| line.split(" | ")).map(str::trim).filter(|label| !label.is_empty())
}
