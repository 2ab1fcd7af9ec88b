//! Names of sources and keys of opportunities.

use super::Invalid;
use std::fmt;

/// Name of a source of records: 1 to 64 of `a-z 0-9 - _ .`, beginning with a letter or digit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceName(Box<str>);

impl SourceName {
    /// Most characters.
    pub const MAX_CHARS: usize = 64;
    const FORM: &'static str = "1 to 64 of a-z, 0-9, “-”, “_” and “.”, beginning with a letter or digit";

    /// Checks the name.
    ///
    /// # Errors
    /// [`Invalid::Malformed`].
    pub fn new(name: &str) -> Result<Self, Invalid> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let fits = name.len() <= Self::MAX_CHARS
            && name.starts_with(plain)
            && name.chars().all(|c| plain(c) || matches!(c, '-' | '_' | '.'));
        if fits { Ok(Self(name.into())) } else { Err(Invalid::malformed(Self::FORM, name)) }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Id of a record within its source: 1 to 128 visible characters without white space.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(Box<str>);

impl RecordId {
    /// Most characters.
    pub const MAX_CHARS: usize = 128;
    const FORM: &'static str = "1 to 128 visible characters without white space";

    /// Checks the id.
    ///
    /// # Errors
    /// [`Invalid::Malformed`].
    pub fn new(id: &str) -> Result<Self, Invalid> {
        let fits = !id.is_empty()
            && id.chars().take(Self::MAX_CHARS + 1).count() <= Self::MAX_CHARS
            && !id.chars().any(|c| c.is_control() || c.is_whitespace());
        if fits { Ok(Self(id.into())) } else { Err(Invalid::malformed(Self::FORM, id)) }
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Key of an opportunity over all sources, written `source/id`.
///
/// ```
/// let key = loopbaanbrug::domain::OpportunityKey::parse("waterrijk/v-17").unwrap();
/// assert_eq!(key.source.as_str(), "waterrijk");
/// assert_eq!(key.to_string(), "waterrijk/v-17");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OpportunityKey {
    /// Where the record comes from.
    pub source: SourceName,
    /// What it is called there.
    pub id: RecordId,
}

impl OpportunityKey {
    /// Reads `source/id`; the id may itself hold slashes.
    ///
    /// # Errors
    /// [`Invalid::Malformed`].
    pub fn parse(key: &str) -> Result<Self, Invalid> {
        let (source, id) =
            key.split_once('/').ok_or_else(|| Invalid::malformed("a key of the form “source/id”", key))?;
        Ok(Self { source: SourceName::new(source)?, id: RecordId::new(id)? })
    }
}

impl fmt::Display for OpportunityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.source.as_str(), self.id.as_str())
    }
}
