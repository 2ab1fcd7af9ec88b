//! Hard conditions: what must be there before a person may do the work or enter the route.

use super::{Bounded, Cefr, CodeSet, DrivingLicence, LanguageCode, Name};

/// Hard conditions. The default has none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gates {
    /// Driving licence categories, all of which are needed.
    pub driving_licences: CodeSet<DrivingLicence>,
    /// Whether a certificate of conduct (VOG) is needed.
    pub vog: bool,
    /// Diplomas and registrations, all of which are needed.
    pub diplomas: Bounded<Diploma, { Gates::MAX_DIPLOMAS }>,
    /// Languages, all of which are needed.
    pub languages: Bounded<LanguageLevel, { Gates::MAX_LANGUAGES }>,
}

impl Gates {
    /// Most diplomas and registrations.
    pub const MAX_DIPLOMAS: usize = 4;
    /// Most languages.
    pub const MAX_LANGUAGES: usize = 4;

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.driving_licences.is_empty() && !self.vog && self.diplomas.is_empty() && self.languages.is_empty()
    }
}

/// A diploma or registration that is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diploma {
    /// Its name.
    pub name: Name,
    /// Whether the law demands it.
    pub regulated: bool,
}

/// A level in a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LanguageLevel {
    /// The language.
    pub language: LanguageCode,
    /// The level.
    pub level: Cefr,
}
