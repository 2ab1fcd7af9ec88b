//! The fields of a posted form, and what is wrong with them.

use std::fmt;

/// Most fields of a form; the largest page has some four hundred.
pub(super) const FIELDS_MAX: usize = 2_000;

/// The fields of a form in the order in which they were posted.
#[derive(Default)]
pub(super) struct Fields(Vec<(String, String)>);

/// Fields hold what a person typed.
impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fields(..)")
    }
}

impl Fields {
    /// None when there are too many. Browsers post an end of a line as two characters and count it as one in the text that
    /// they let a person type; so it is one here.
    pub(super) fn new(mut fields: Vec<(String, String)>) -> Option<Self> {
        for (_, value) in fields.iter_mut().filter(|(_, value)| value.contains('\r')) {
            *value = value.replace("\r\n", "\n");
        }
        (fields.len() <= FIELDS_MAX).then_some(Self(fields))
    }

    /// The trimmed value of a field; empty when it was not posted.
    pub(super) fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// The trimmed value of a field, when it was posted.
    pub(super) fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim())
    }

    /// Every value of a field that may come several times.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.trim())
    }

    /// Whether a box was ticked.
    pub(super) fn ticked(&self, name: &str) -> bool {
        self.find(name).is_some_and(|value| !value.is_empty())
    }
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// Id of the field on the page.
    pub(super) field: String,
    /// What is wrong and what would be right.
    pub(super) message: String,
}

/// What is wrong with a form.
#[derive(Clone, Debug, Default)]
pub(super) struct Problems(Vec<Problem>);

impl Problems {
    pub(super) fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(Problem { field: field.into(), message: message.into() });
    }

    pub(super) fn all(&self) -> &[Problem] {
        &self.0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field.
    pub(super) fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|it| it.field == field).map(|it| it.message.as_str())
    }
}
