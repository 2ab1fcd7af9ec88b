//! Texts with a limit.

use super::Invalid;
use std::{fmt, ops::Deref};

/// A text of 1 to `MAX` characters, without white space at its ends and without control characters other than tab and
/// line end.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text<const MAX: usize>(Box<str>);

/// A title: at most 200 characters.
pub type Title = Text<200>;
/// A name of an employer, provider, credential or a few words of a person: at most 200 characters.
pub type Name = Text<200>;
/// A running text: at most 20,000 characters.
pub type Description = Text<20_000>;

impl<const MAX: usize> Text<MAX> {
    /// Most characters.
    pub const MAX_CHARS: usize = MAX;

    /// Checks and trims a text.
    ///
    /// # Errors
    /// [`Invalid::Empty`], [`Invalid::TooLong`] or [`Invalid::ControlCharacter`].
    ///
    /// ```
    /// use loopbaanbrug::domain::Title;
    /// assert_eq!(&*Title::new("  Medewerker burgerzaken ").unwrap(), "Medewerker burgerzaken");
    /// assert!(Title::new(" ").is_err());
    /// ```
    pub fn new(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Invalid::Empty);
        }
        // Bytes first: counting characters of a huge text is work for nothing.
        if text.len() > MAX {
            let actual_chars = text.chars().count();
            if actual_chars > MAX {
                return Err(Invalid::TooLong { max_chars: MAX, actual_chars });
            }
        }
        match text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            Some(c) => Err(Invalid::ControlCharacter { code_point: c.into() }),
            None => Ok(Self(text.into())),
        }
    }
}

impl<const MAX: usize> Deref for Text<MAX> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> fmt::Display for Text<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
