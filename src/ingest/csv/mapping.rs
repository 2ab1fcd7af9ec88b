//! What a mapping says, ready to be applied to rows. How it is read from TOML stands in `compile`.

use super::{cell::Target, compile};
use crate::domain::OpportunityKind;
use serde_json::Value;
use std::{collections::HashMap, fmt};

/// Which column of a table is which field of a record.
///
/// ```
/// use loopbaanbrug::ingest::Mapping;
/// assert!(Mapping::parse("type = \"vacancy\"\n[fields]\nid = \"Nummer\"\ntitle = \"Functie\"").is_ok());
/// let problems = Mapping::parse("type = \"vacancy\"\n[fields]\ntitel = \"Functie\"").unwrap_err();
/// assert_eq!((problems[0].line, problems[0].field.as_str()), (3, "fields.titel"));
/// ```
#[derive(Clone, Debug)]
pub struct Mapping {
    /// As it was given.
    pub(super) text: String,
    /// Of every row; none when a column says it.
    pub(super) kind: Option<OpportunityKind>,
    /// Detected when not stated.
    pub(super) delimiter: Option<u8>,
    pub(super) quote: u8,
    pub(super) rules: Vec<Rule>,
}

/// One field and where it comes from.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// Path of the field, such as `place.pc4`.
    pub(super) path: String,
    pub(super) target: Target,
    pub(super) source: Source,
    pub(super) options: Options,
}

/// Where a value comes from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    Constant(Value),
    /// Columns by name, their cells joined.
    Columns {
        names: Vec<String>,
        join: String,
    },
}

/// How cells are read.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    /// By the words of the table in small letters.
    pub(super) values: HashMap<String, String>,
    /// For empty cells.
    pub(super) default: Option<String>,
    /// Put before the text.
    pub(super) prefix: String,
    /// What separates the items of a list.
    pub(super) list: Option<String>,
    pub(super) dates: Vec<String>,
    /// Decimal sign; by its place when not stated.
    pub(super) decimal: Option<char>,
    /// Whether cells hold HTML.
    pub(super) html: bool,
    /// For the items of requirements.
    pub(super) relation: Option<&'static str>,
    /// For the items of what is taught or asked.
    pub(super) level: Option<i64>,
    /// For diplomas.
    pub(super) regulated: bool,
}

/// What is wrong with a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingProblem {
    /// Line of the file, from 1; 0 for the file as a whole.
    pub line: u64,
    /// Key in the file, such as `fields.hours`; empty for the file as a whole.
    pub field: String,
    /// What is wrong and what would be right; fits “field X {…}”.
    pub message: String,
}

impl MappingProblem {
    pub(in crate::ingest) fn of_file(message: &str) -> Self {
        Self { line: 0, field: String::new(), message: message.to_owned() }
    }
}

impl fmt::Display for MappingProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = if self.field.is_empty() { "the mapping" } else { &self.field };
        match self.line {
            0 => write!(f, "{field} {}", self.message),
            line => write!(f, "line {line}: {field} {}", self.message),
        }
    }
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// Every problem, at most [`super::super::Limits::PROBLEMS_PER_RECORD_MAX`].
    pub fn parse(toml: &str) -> Result<Self, Vec<MappingProblem>> {
        compile::parse(toml)
    }

    /// The mapping of a table whose columns are named as the fields are; none when a name is no field.
    pub(super) fn of_columns<'c>(columns: impl Iterator<Item = &'c str>) -> Result<Self, Vec<String>> {
        let (mut rules, mut unknown) = (Vec::new(), Vec::new());
        for column in columns {
            match compile::target(column) {
                Some(target) => rules.push(Rule {
                    path: column.to_owned(),
                    target,
                    source: Source::Columns { names: vec![column.to_owned()], join: String::new() },
                    options: Options { list: Some(compile::LIST_DEFAULT.to_owned()), ..Options::default() },
                }),
                None => unknown.push(column.to_owned()),
            }
        }
        if !unknown.is_empty() {
            return Err(unknown);
        }
        Ok(Self { text: String::new(), kind: None, delimiter: None, quote: b'"', rules })
    }

    /// As it was given.
    pub(in crate::ingest) fn text(&self) -> &str {
        &self.text
    }

    /// Every column that is named.
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().flat_map(|rule| {
            match &rule.source {
                Source::Columns { names, .. } => names.as_slice(),
                Source::Constant(_) => &[],
            }
            .iter()
            .map(String::as_str)
        })
    }
}
