//! What is wrong with a request: paths of fields, and a collector that goes on after the first problem.
//!
//! Readers in the sibling files take a [`Path`] and a [`Violations`] and give `None` for what they refused; the caller
//! reads on, so that a person sees every problem at once.

use crate::{
    domain::{Bounded, Invalid},
    engine::{EngineError, FieldViolation},
};
use jiff::civil::Date;
use std::fmt;

/// Where a field stands in a request. Borrowed links, so that a valid request never builds a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    name: &'static str,
    index: Option<usize>,
}

impl<'a> Path<'a> {
    /// A field of the request itself.
    pub(crate) const fn root(name: &'static str) -> Self {
        Self { parent: None, name, index: None }
    }

    /// A field of the message at this path.
    pub(crate) const fn field(&'a self, name: &'static str) -> Path<'a> {
        Path { parent: Some(self), name, index: None }
    }

    /// An item of the list at this path.
    pub(crate) const fn at(self, index: usize) -> Self {
        Self { index: Some(index), ..self }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            write!(f, "{parent}.")?;
        }
        f.write_str(self.name)?;
        match self.index {
            Some(index) => write!(f, "[{index}]"),
            None => Ok(()),
        }
    }
}

/// Collects problems while a request is read. Lists are limited, so their number is too.
#[derive(Debug, Default)]
pub(crate) struct Violations(Vec<FieldViolation>);

impl Violations {
    /// Notes a problem.
    pub(crate) fn add(&mut self, path: &Path<'_>, problem: &impl fmt::Display) {
        self.0.push(FieldViolation { field: path.to_string(), description: problem.to_string() });
    }

    /// The value, or none and a note.
    pub(crate) fn keep<T>(&mut self, path: &Path<'_>, value: Result<T, Invalid>) -> Option<T> {
        value.inspect_err(|problem| self.add(path, problem)).ok()
    }

    /// The value, or none and a note of what would be right.
    pub(crate) fn required<T>(&mut self, path: &Path<'_>, value: Option<T>, expected: &'static str) -> Option<T> {
        self.keep(path, value.ok_or(Invalid::Missing { expected }))
    }

    /// Reads a list: each item at its own path, and no more of them than allowed. Items that are refused are noted and
    /// left out.
    pub(crate) fn list<'a, T, U, const MAX: usize>(
        &mut self,
        path: &Path<'_>,
        items: &'a [T],
        mut read: impl FnMut(&mut Self, &Path<'_>, &'a T) -> Option<U>,
    ) -> Bounded<U, MAX> {
        if items.len() > MAX {
            self.add(path, &Invalid::TooMany { max: MAX, actual: items.len() });
        }
        let numbered = items.iter().take(MAX).enumerate();
        let kept = numbered.filter_map(|(index, item)| read(self, &path.at(index), item)).collect();
        Bounded::new(kept).unwrap_or_default()
    }

    /// A day written `YYYY-MM-DD`; none when the text is empty or was refused.
    pub(crate) fn day(&mut self, path: &Path<'_>, text: &str) -> Option<Date> {
        self.unless_empty(path, text, |text| {
            let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
            day.ok_or_else(|| Invalid::malformed("a day written as “2027-01-31”", text))
        })
    }

    /// The value when nothing was wrong, else everything that was.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, EngineError> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            // A reader that gives nothing has noted why.
            _ => Err(EngineError::Invalid(self.0)),
        }
    }
}

#[cfg(test)]
impl Violations {
    /// The paths of everything noted, in order.
    pub(crate) fn fields(&self) -> Vec<&str> {
        self.0.iter().map(|it| it.field.as_str()).collect()
    }

    /// Every note as “path: description”.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.iter().map(|it| format!("{}: {}", it.field, it.description)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Level;

    #[test]
    fn a_path_reads_as_in_the_contract() {
        let profile = Path::root("profile");
        let preferences = profile.field("preferences");
        let preference = preferences.at(0);
        let condition = preference.field("condition");
        assert_eq!(condition.field("pay").field("min_eur").to_string(), "profile.preferences[0].condition.pay.min_eur");
        assert_eq!(Path::root("keys").at(2).to_string(), "keys[2]");
    }

    #[test]
    fn reading_goes_on_after_the_first_problem_and_stops_at_the_limit() {
        let mut violations = Violations::default();
        let read =
            |violations: &mut Violations, path: &Path<'_>, level: &i64| violations.keep(path, Level::new(*level));
        let levels: Bounded<Level, 4> = violations.list(&Path::root("levels"), &[9, 3, 0, 5, 9], read);
        assert_eq!(levels.len(), 2);
        assert_eq!(violations.fields(), ["levels", "levels[0]", "levels[2]"]);
        assert!(violations.finish(Some(())).is_err());
    }
}
