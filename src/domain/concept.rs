//! Concepts of a taxonomy and how records name them.

use super::{Invalid, Name};
use std::fmt;

/// Key of a concept: a URI or a prefixed name such as `lb:skill/mensen-te-woord-staan`; visible characters, at most 300 bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConceptKey(Box<str>);

impl ConceptKey {
    /// Most bytes.
    pub const MAX_BYTES: usize = 300;

    /// Checks the form; whether the concept exists is for the taxonomy to say.
    ///
    /// # Errors
    /// [`Invalid::Malformed`].
    pub fn new(key: &str) -> Result<Self, Invalid> {
        let fits = (1..=Self::MAX_BYTES).contains(&key.len())
            && key.contains(':')
            && !key.chars().any(|c| c.is_control() || c.is_whitespace());
        if fits {
            Ok(Self(key.into()))
        } else {
            Err(Invalid::malformed(
                "a concept key with a prefix, such as “lb:skill/…” or a URI, of at most 300 bytes",
                key,
            ))
        }
    }

    /// The key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ConceptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What sort of concept it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConceptKind {
    /// Something a person can do.
    Skill,
    /// Something a person knows about.
    Knowledge,
    /// A language.
    Language,
    /// An occupation.
    Occupation,
    /// A group of skills or occupations.
    Group,
}

impl ConceptKind {
    /// Whether a person can claim it and work can require it.
    #[must_use]
    pub fn is_ability(self) -> bool {
        matches!(self, Self::Skill | Self::Knowledge | Self::Language)
    }
}

/// A concept named by key or in words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ConceptReference {
    /// By key or exact-match URI.
    Key(ConceptKey),
    /// In words, to be looked up.
    Text(Name),
}

impl fmt::Display for ConceptReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => key.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

/// ISO 639-1 code of a language: two lower-case letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LanguageCode([u8; 2]);

impl LanguageCode {
    /// Dutch.
    pub const DUTCH: Self = Self(*b"nl");
    /// English.
    pub const ENGLISH: Self = Self(*b"en");

    /// Checks the form.
    ///
    /// # Errors
    /// [`Invalid::Malformed`].
    pub fn new(code: &str) -> Result<Self, Invalid> {
        match code.as_bytes() {
            [first @ b'a'..=b'z', second @ b'a'..=b'z'] => Ok(Self([*first, *second])),
            _ => Err(Invalid::malformed("a language as two lower-case letters, such as “nl”", code)),
        }
    }

    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }

    /// The code as a number from 0 to 675, for number columns.
    #[must_use]
    pub fn number(self) -> u16 {
        u16::from(self.0[0] - b'a') * 26 + u16::from(self.0[1] - b'a')
    }
}

impl fmt::Display for LanguageCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A label of a concept in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its language.
    pub language: LanguageCode,
    /// Its text.
    pub text: Box<str>,
    /// Whether it is the one to show.
    pub preferred: bool,
}
