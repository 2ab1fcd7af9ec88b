//! Which file of a directory is which part of ESCO: `occupations_nl_v1.2.0.csv.gz` is the Dutch occupations of 1.2.0.

use crate::domain::LanguageCode;
use std::collections::BTreeMap;
use std::fmt;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    SkillGroups,
    IscoGroups,
    Skills,
    Occupations,
    SkillsHierarchy,
    SkillLabels,
    LanguageSkills,
    BroaderSkills,
    BroaderOccupations,
    OccupationSkills,
    SkillSkills,
}

impl Family {
    /// Names without language and version, lower case.
    const NAMES: [(&'static str, Self); 10] = [
        ("skillgroups", Self::SkillGroups),
        ("iscogroups", Self::IscoGroups),
        ("skills", Self::Skills),
        ("occupations", Self::Occupations),
        ("skillshierarchy", Self::SkillsHierarchy),
        ("languageskillscollection", Self::LanguageSkills),
        ("broaderrelationsskillpillar", Self::BroaderSkills),
        ("broaderrelationsoccpillar", Self::BroaderOccupations),
        ("occupationskillrelations", Self::OccupationSkills),
        ("skillskillrelations", Self::SkillSkills),
    ];

    /// Whether files in several languages say different things. Relations are the same in each.
    fn speaks(self) -> bool {
        !matches!(
            self,
            Self::LanguageSkills
                | Self::BroaderSkills
                | Self::BroaderOccupations
                | Self::OccupationSkills
                | Self::SkillSkills
        )
    }
}

/// Version of a file, from its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FileVersion(Vec<u32>);

impl fmt::Display for FileVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("."))
    }
}

/// A file that is part of ESCO.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EscoFile {
    pub(super) name: String,
    pub(super) family: Family,
    /// Language of its labels; English where the name has none.
    pub(super) language: LanguageCode,
    pub(super) version: Option<FileVersion>,
}

/// What to do with the files of a directory.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// To be read, in the order of families.
    pub(super) used: Vec<EscoFile>,
    /// Left aside, each with the file that is read instead.
    pub(super) set_aside: Vec<(String, String)>,
    /// No part of ESCO that is used here.
    pub(super) not_used: Vec<String>,
}

/// Chooses from the names of a directory: of several versions of the same file the newest.
pub(super) fn choose(names: impl IntoIterator<Item = String>) -> Choice {
    let mut choice = Choice::default();
    let mut same: BTreeMap<(Family, Option<LanguageCode>), Vec<EscoFile>> = BTreeMap::new();
    for name in names {
        match recognise(&name) {
            Some(file) => {
                let language = file.family.speaks().then_some(file.language);
                same.entry((file.family, language)).or_default().push(file);
            }
            None => choice.not_used.push(name),
        }
    }
    for mut files in same.into_values() {
        // A file without version in its name counts as older than any with one; then the first name.
        files.sort_by(|one, other| other.version.cmp(&one.version).then_with(|| one.name.cmp(&other.name)));
        let mut files = files.into_iter();
        if let Some(newest) = files.next() {
            choice.set_aside.extend(files.map(|older| (older.name, newest.name.clone())));
            choice.used.push(newest);
        }
    }
    choice.not_used.sort();
    choice
}

fn recognise(name: &str) -> Option<EscoFile> {
    let plain = name.strip_suffix(".gz").unwrap_or(name);
    let (stem, extension) = plain.rsplit_once('.')?;
    if !matches!(extension, "csv" | "tsv") {
        return None;
    }
    let mut parts: Vec<&str> = stem.split('_').collect();
    let version = parts.last().and_then(|last| file_version(last));
    if version.is_some() {
        parts.pop();
    }
    let is_label_table = stem.to_lowercase().starts_with("skill_labels_") && extension == "tsv";
    if is_label_table {
        let language = LanguageCode::new(parts.get(2)?).ok()?;
        return Some(EscoFile { name: name.into(), family: Family::SkillLabels, language, version });
    }
    let (family, language) = match parts.as_slice() {
        [family] => (family, LanguageCode::ENGLISH),
        [family, language] => (family, LanguageCode::new(language).ok()?),
        _ => return None,
    };
    let family = family.to_lowercase();
    let (_, family) = Family::NAMES.into_iter().find(|(name, _)| *name == family)?;
    (extension == "csv").then(|| EscoFile { name: name.into(), family, language, version })
}

fn file_version(part: &str) -> Option<FileVersion> {
    let numbers: Result<Vec<u32>, _> = part.strip_prefix('v')?.split('.').map(str::parse).collect();
    numbers.ok().map(FileVersion)
}

#[cfg(test)]
mod tests {
    use super::{Family, choose};

    fn names(names: &[&str]) -> super::Choice {
        choose(names.iter().map(|name| (*name).to_string()))
    }

    #[test]
    fn names_tell_family_language_and_version() {
        let check = |name: &str, family: Family, language: &str, version: Option<&str>| {
            let choice = names(&[name]);
            let file = choice.used.first().unwrap_or_else(|| panic!("{name} is not recognised"));
            let found = (file.family, file.language.as_str(), file.version.as_ref().map(ToString::to_string));
            assert_eq!(found, (family, language, version.map(Into::into)), "{name}");
        };
        check("occupations_nl_v1.2.0.csv.gz", Family::Occupations, "nl", Some("1.2.0"));
        check("ISCOGroups_nl.csv", Family::IscoGroups, "nl", None);
        check("occupationSkillRelations_v1.1.1.csv.gz", Family::OccupationSkills, "en", Some("1.1.1"));
        check("broaderRelationsSkillPillar_en.csv", Family::BroaderSkills, "en", None);
        check("skill_labels_nl_partial.tsv", Family::SkillLabels, "nl", None);
    }

    #[test]
    fn the_newest_version_is_taken_and_the_others_named() {
        let choice = names(&["skills_nl_v1.9.0.csv", "skills_nl_v1.10.0.csv.gz", "skills_nl.csv", "skills_en.csv"]);
        let used: Vec<&str> = choice.used.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(used, ["skills_en.csv", "skills_nl_v1.10.0.csv.gz"]);
        assert_eq!(choice.set_aside.len(), 2);
        assert!(choice.set_aside.iter().all(|(_, instead)| instead == "skills_nl_v1.10.0.csv.gz"));
    }

    #[test]
    fn other_files_are_not_used() {
        let choice =
            names(&["README.md", "conceptSchemes_en.csv", "greenSkillsCollection_en.csv", "skills_english.csv"]);
        assert_eq!((choice.used.len(), choice.not_used.len()), (0, 4));
    }
}
