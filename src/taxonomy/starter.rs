//! The taxonomy in the box: our own concepts for municipal staff, written as TOML and embedded in the program.
//!
//! Which files there are stands in one list. The form of the files is read in `starter_file`.

use super::starter_file::{StarterFile, read};
use super::{StarterError, TaxonomyData};
use std::collections::HashMap;

/// Version of the starter taxonomy.
pub const STARTER_VERSION: &str = "1";

macro_rules! embedded {
    ($($path:literal),+ $(,)?) => {
        [$(StarterFile {
            name: $path,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/taxonomy/", $path)),
        }),+]
    };
}

/// Every file of the starter taxonomy.
const FILES: [StarterFile; 29] = embedded![
    "groups/top.toml",
    "groups/generic.toml",
    "groups/bouw.toml",
    "groups/groen.toml",
    "groups/horeca.toml",
    "groups/ict.toml",
    "groups/onderwijs.toml",
    "groups/veiligheid.toml",
    "groups/vervoer.toml",
    "groups/zorg.toml",
    "skills/generic.toml",
    "skills/overheid.toml",
    "skills/bouw.toml",
    "skills/groen.toml",
    "skills/horeca.toml",
    "skills/ict.toml",
    "skills/onderwijs.toml",
    "skills/veiligheid.toml",
    "skills/vervoer.toml",
    "skills/zorg.toml",
    "occupations/overheid.toml",
    "occupations/bouw.toml",
    "occupations/groen.toml",
    "occupations/horeca.toml",
    "occupations/ict.toml",
    "occupations/onderwijs.toml",
    "occupations/veiligheid.toml",
    "occupations/vervoer.toml",
    "occupations/zorg.toml",
];

/// The starter taxonomy as data.
///
/// # Errors
/// [`StarterError`] when the embedded files contradict each other; a test keeps them from doing so.
pub fn data() -> Result<TaxonomyData, StarterError> {
    read(&FILES, "starter", STARTER_VERSION)
}

/// For each key of the starter taxonomy, and each key of the same concept elsewhere: its own key and then those of all wider
/// concepts and groups, nearest first.
///
/// # Errors
/// As [`data`].
pub fn ancestry() -> Result<HashMap<Box<str>, Vec<Box<str>>>, StarterError> {
    let concepts = data()?.content.concepts;
    let mut ancestry = HashMap::new();
    for concept in &concepts {
        let mut line: Vec<&str> = vec![&concept.key];
        let mut level: Vec<u32> = concept.broader.clone();
        while !level.is_empty() {
            let wider: Vec<_> = level.iter().filter_map(|place| concepts.get(*place as usize)).collect();
            line.extend(wider.iter().map(|it| &*it.key));
            level = wider.iter().flat_map(|it| it.broader.iter().copied()).collect();
        }
        let line: Vec<Box<str>> = line.into_iter().map(Into::into).collect();
        for key in concept.exact_matches.iter().chain([&concept.key]) {
            ancestry.insert(key.clone(), line.clone());
        }
    }
    Ok(ancestry)
}

#[cfg(test)]
mod tests {
    use super::{FILES, data};
    use crate::domain::ConceptKind;
    use std::path::Path;

    #[test]
    fn the_embedded_files_agree() {
        let data = data().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(data.version().to_string(), "starter 1");
        for kind in [ConceptKind::Skill, ConceptKind::Knowledge, ConceptKind::Language, ConceptKind::Occupation] {
            assert!(data.count(kind) > 0, "no {kind:?}");
        }
    }

    #[test]
    fn every_file_of_the_directory_is_embedded() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/taxonomy");
        for part in ["groups", "skills", "occupations"] {
            for entry in std::fs::read_dir(root.join(part)).expect("the directory is there") {
                let name = entry.expect("a readable entry").file_name();
                let name = format!("{part}/{}", name.to_string_lossy());
                assert!(FILES.iter().any(|file| file.name == name), "{name} is not in the list");
            }
        }
    }
}
