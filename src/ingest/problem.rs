//! What is wrong with a record, where, and what would be right.

use super::Limits;
use crate::domain::Invalid;
use std::{cell::RefCell, fmt};

/// One thing that is wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// JSON path of the field, such as `requirements[3].relation`; empty for the whole record.
    pub field: String,
    /// Stable code, such as `out_of_range`; listed in `docs/feeds.md`.
    pub code: &'static str,
    /// What is wrong and what would be right; fits “field X {…}”.
    pub message: String,
}

impl Problem {
    /// A problem of the record as a whole.
    ///
    /// ```
    /// let problem = loopbaanbrug::ingest::Problem::of_record("too_large", "must be smaller");
    /// assert_eq!(problem.to_string(), "record must be smaller");
    /// ```
    pub fn of_record(code: &'static str, message: impl Into<String>) -> Self {
        Self { field: String::new(), code, message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.as_str() {
            "" => write!(f, "record {}", self.message),
            field => write!(f, "{field} {}", self.message),
        }
    }
}

/// Where in a record a value stands; written out only when there is something to say about it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Path<'p> {
    /// The whole record.
    Record,
    /// A field of an object.
    Field(&'p Path<'p>, &'p str),
    /// An item of a list, counted from 0.
    Item(&'p Path<'p>, usize),
}

/// Characters of a foreign field name that a path repeats.
const NAME_CHARS_MAX: usize = 60;

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record => Ok(()),
            Self::Field(parent, name) => {
                parent.fmt(f)?;
                if !matches!(parent, Self::Record) {
                    f.write_str(".")?;
                }
                let shown: String = name.chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect();
                f.write_str(&shown)
            }
            Self::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// The problems of one record, up to the limit. Shared by the readers of its parts, hence the cell.
#[derive(Debug, Default)]
pub(super) struct Report(RefCell<Vec<Problem>>);

impl From<Vec<Problem>> for Report {
    fn from(problems: Vec<Problem>) -> Self {
        Self(RefCell::new(problems))
    }
}

impl Report {
    pub(super) fn add(&self, path: &Path<'_>, code: &'static str, message: impl Into<String>) {
        let mut problems = self.0.borrow_mut();
        if problems.len() < Limits::PROBLEMS_PER_RECORD_MAX {
            problems.push(Problem { field: path.to_string(), code, message: message.into() });
        } else if let Some(last) = problems.last_mut() {
            *last = Problem::of_record("more_problems", "has more problems than are listed here");
        }
    }

    pub(super) fn invalid(&self, path: &Path<'_>, invalid: &Invalid) {
        self.add(path, invalid.code(), invalid.to_string());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.0.into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_as_in_json_and_drops_what_would_harm_a_terminal() {
        let list = Path::Field(&Path::Record, "requirements");
        let item = Path::Item(&list, 3);
        assert_eq!(Path::Field(&item, "rela\u{1b}tion").to_string(), "requirements[3].relation");
    }

    #[test]
    fn a_full_report_says_that_there_is_more() {
        let report = Report::default();
        for _ in 0..=Limits::PROBLEMS_PER_RECORD_MAX {
            report.add(&Path::Record, "empty", "must not be empty");
        }
        let problems = report.into_problems();
        assert_eq!(problems.len(), Limits::PROBLEMS_PER_RECORD_MAX);
        assert_eq!(problems.last().map(|problem| problem.code), Some("more_problems"));
    }
}
