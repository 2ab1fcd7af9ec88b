//! The languages that answers are written in.

use super::{advice::Advice, en::English, nl::Dutch, phrases::Phrases, plan::PlanPhrases};
use crate::domain::LanguageCode;

/// A language of answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Dutch at B1.
    #[default]
    Dutch,
    /// English.
    English,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Dutch, Self::English];

    /// Two letters, as on a command line.
    ///
    /// ```
    /// assert_eq!(loopbaanbrug::texts::Language::Dutch.code(), "nl");
    /// ```
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Dutch => "nl",
            Self::English => "en",
        }
    }

    /// The language of the labels that go with it.
    #[must_use]
    pub fn labels(self) -> LanguageCode {
        match self {
            Self::Dutch => LanguageCode::DUTCH,
            Self::English => LanguageCode::ENGLISH,
        }
    }
}

/// The words of a language.
///
/// ```
/// use loopbaanbrug::{domain::PartKind, texts::{Labels, Language, phrases}};
/// assert_eq!(phrases(Language::Dutch).part(PartKind::Wishes), "wat je wilt leren en houden");
/// ```
#[must_use]
pub fn phrases(language: Language) -> &'static dyn Phrases {
    match language {
        Language::Dutch => &Dutch,
        Language::English => &English,
    }
}

/// The words of a conversation in a language.
#[must_use]
pub fn advice(language: Language) -> &'static dyn Advice {
    match language {
        Language::Dutch => &Dutch,
        Language::English => &English,
    }
}

/// The words of a plan in a language.
#[must_use]
pub fn plan_phrases(language: Language) -> &'static dyn PlanPhrases {
    match language {
        Language::Dutch => &Dutch,
        Language::English => &English,
    }
}
