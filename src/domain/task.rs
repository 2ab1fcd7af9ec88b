//! A department's core tasks with their outlook.

use super::{ConceptKey, Department, Invalid, Name, codes::Code};
use jiff::civil::Date;
use std::fmt;

/// Key of a task: `department/name`, each part of `a-z 0-9 -`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TaskKey(Box<str>);

impl TaskKey {
    /// Most bytes.
    pub const MAX_BYTES: usize = 100;

    /// Checks the form.
    ///
    /// # Errors
    /// [`Invalid::Malformed`].
    pub fn parse(key: &str) -> Result<Self, Invalid> {
        let word = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        match key.split_once('/') {
            Some((department, name)) if key.len() <= Self::MAX_BYTES && word(department) && word(name) => {
                Ok(Self(key.into()))
            }
            _ => Err(Invalid::malformed("a task key of the form “department/name”", key)),
        }
    }

    /// The key of a task within a department.
    ///
    /// # Errors
    /// [`Invalid::Malformed`].
    pub fn new(department: Department, name: &str) -> Result<Self, Invalid> {
        Self::parse(&format!("{}/{name}", department.code()))
    }

    /// The key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TaskKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A core task of a department.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Its key.
    pub key: TaskKey,
    /// Department it belongs to.
    pub department: Department,
    /// Label in Dutch.
    pub label_nl: Name,
    /// Label in English.
    pub label_en: Name,
    /// Skills it shows.
    pub skills: Vec<ConceptKey>,
    /// How much of it there will be; none without a date and a source.
    pub outlook: Option<Outlook>,
}

/// How much of a task there will be. Never without source and date.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// Less, same or more.
    pub direction: OutlookDirection,
    /// Who says so, in Dutch.
    pub source_nl: Name,
    /// Who says so, in English.
    pub source_en: Name,
    /// When it was said.
    pub date: Date,
}

/// Direction of an outlook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutlookDirection {
    /// Less work ahead.
    Less,
    /// About as much.
    Same,
    /// More work ahead.
    More,
}
