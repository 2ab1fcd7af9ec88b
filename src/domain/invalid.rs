//! Why a value is refused. The caller adds the field and the place; the message says what would be right.

use thiserror::Error;

/// A value that a domain type does not accept. Messages fit “field X: {…}”.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Invalid {
    /// Nothing but white space.
    #[error("must not be empty")]
    Empty,
    /// More characters than allowed.
    #[error("must have at most {max_chars} characters, has {actual_chars}")]
    TooLong {
        /// The limit in characters.
        max_chars: usize,
        /// What was given, in characters.
        actual_chars: usize,
    },
    /// A control character other than tab or line end.
    #[error("must not contain control characters, has U+{code_point:04X}")]
    ControlCharacter {
        /// The first such character.
        code_point: u32,
    },
    /// A number outside its range.
    #[error("must be between {min} and {max}, was {actual}")]
    OutOfRange {
        /// Lowest accepted value.
        min: i64,
        /// Highest accepted value.
        max: i64,
        /// What was given.
        actual: String,
    },
    /// The end of a range or period lies before its begin.
    #[error("must not end before it begins: from {from} to {to}")]
    Reversed {
        /// Begin as given.
        from: String,
        /// End as given.
        to: String,
    },
    /// A word that is none of the known codes.
    #[error("must be one of {expected}; was “{actual}”")]
    UnknownCode {
        /// Every accepted code, separated by commas.
        expected: String,
        /// What was given.
        actual: String,
    },
    /// A text of another form than asked.
    #[error("must be {expected}; was “{actual}”")]
    Malformed {
        /// The accepted form.
        expected: &'static str,
        /// What was given, shortened.
        actual: String,
    },
    /// A list with more items than allowed.
    #[error("must have at most {max} items, has {actual}")]
    TooMany {
        /// The limit.
        max: usize,
        /// What was given.
        actual: usize,
    },
    /// A text with more words than allowed.
    #[error("must have at most {max} words, has {actual}")]
    TooManyWords {
        /// The limit.
        max: usize,
        /// What was given.
        actual: usize,
    },
    /// Something that must be there is not.
    #[error("must be given: {expected}")]
    Missing {
        /// What would be right.
        expected: &'static str,
    },
    /// The same thing twice.
    #[error("must be given once: {what} occurs twice")]
    Repeated {
        /// What occurs twice.
        what: String,
    },
    /// Something that the loaded data do not hold.
    #[error("must be known here: {what}")]
    Unknown {
        /// What is not known, with the remedy.
        what: String,
    },
}

/// Characters of a refused value that a message repeats; the rest is cut.
const SHOWN_CHARS: usize = 60;

impl Invalid {
    /// Stable code for reports, such as `out_of_range`.
    ///
    /// ```
    /// assert_eq!(loopbaanbrug::domain::Invalid::Empty.code(), "empty");
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong { .. } => "too_long",
            Self::ControlCharacter { .. } => "control_character",
            Self::OutOfRange { .. } => "out_of_range",
            Self::Reversed { .. } => "reversed",
            Self::UnknownCode { .. } => "unknown_code",
            Self::Malformed { .. } => "malformed",
            Self::TooMany { .. } | Self::TooManyWords { .. } => "too_many",
            Self::Missing { .. } => "missing",
            Self::Repeated { .. } => "repeated",
            Self::Unknown { .. } => "unknown",
        }
    }

    /// A value of another form, its text shortened for the message.
    #[must_use]
    pub fn malformed(expected: &'static str, actual: &str) -> Self {
        Self::Malformed { expected, actual: shown(actual) }
    }

    /// A word that is not among `expected`.
    #[must_use]
    pub fn unknown_code<'a>(expected: impl IntoIterator<Item = &'a str>, actual: &str) -> Self {
        let expected = expected.into_iter().collect::<Vec<_>>().join(", ");
        Self::UnknownCode { expected, actual: shown(actual) }
    }
}

fn shown(actual: &str) -> String {
    actual.chars().filter(|c| !c.is_control()).take(SHOWN_CHARS).collect()
}
