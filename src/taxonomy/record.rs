//! What an importer says about one concept, before the parts of a taxonomy are put together.

use crate::domain::{ConceptKey, ConceptKind, Invalid, LanguageCode};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Name and version of a taxonomy, written `esco 1.1.1`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TaxonomyVersion {
    name: String,
    version: String,
}

impl TaxonomyVersion {
    /// Most bytes of each part.
    pub const MAX_BYTES: usize = 60;

    /// Checks both parts: visible characters without white space.
    ///
    /// # Errors
    /// [`Invalid::Malformed`].
    ///
    /// ```
    /// use loopbaanbrug::taxonomy::TaxonomyVersion;
    /// assert_eq!(TaxonomyVersion::new("esco", "1.1.1").unwrap().to_string(), "esco 1.1.1");
    /// assert!(TaxonomyVersion::new("esco", "").is_err());
    /// ```
    pub fn new(name: &str, version: &str) -> Result<Self, Invalid> {
        for part in [name, version] {
            let fits = (1..=Self::MAX_BYTES).contains(&part.len())
                && !part.chars().any(|c| c.is_whitespace() || c.is_control());
            if !fits {
                return Err(Invalid::malformed("a name and a version without spaces, each of at most 60 bytes", part));
            }
        }
        Ok(Self { name: name.into(), version: version.into() })
    }

    /// Name of the taxonomy, such as `esco`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its version, such as `1.1.1`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }
}

impl fmt::Display for TaxonomyVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.version)
    }
}

/// One concept as an importer found it; other concepts are named by key or exact-match URI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConceptRecord {
    /// Its key.
    pub key: ConceptKey,
    /// What sort of concept it is.
    pub kind: ConceptKind,
    /// Labels in any language.
    pub labels: Vec<LabelRecord>,
    /// Descriptions, at most one a language.
    pub descriptions: Vec<(LanguageCode, String)>,
    /// URIs of the same concept elsewhere.
    pub exact_matches: Vec<ConceptKey>,
    /// Wider concepts and groups.
    pub broader: Vec<ConceptKey>,
    /// Near concepts; the relation holds both ways, whichever side names it.
    pub related: Vec<ConceptKey>,
    /// Skills of an occupation, with whether they are essential.
    pub skills: Vec<(ConceptKey, bool)>,
    /// ISCO-08 code.
    pub isco_group: Option<String>,
}

impl ConceptRecord {
    /// A concept about which nothing else is known yet.
    #[must_use]
    pub fn new(key: ConceptKey, kind: ConceptKind) -> Self {
        Self {
            key,
            kind,
            labels: Vec::new(),
            descriptions: Vec::new(),
            exact_matches: Vec::new(),
            broader: Vec::new(),
            related: Vec::new(),
            skills: Vec::new(),
            isco_group: None,
        }
    }

    /// Adds a label.
    pub fn add_label(&mut self, language: LanguageCode, text: &str, role: LabelRole) {
        self.labels.push(LabelRecord { language, text: text.into(), role });
    }
}

/// A label and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelRecord {
    /// Its language.
    pub language: LanguageCode,
    /// Its text.
    pub text: String,
    /// What it is for.
    pub role: LabelRole,
}

/// What a label is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LabelRole {
    /// The one to show.
    Preferred,
    /// Another name.
    Alternative,
    /// Searched, never shown: misspellings and outdated names.
    Hidden,
}
