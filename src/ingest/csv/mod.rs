//! Tables: a header line, then one record a line, in any of the usual forms of CSV.
//!
//! A [`Mapping`] turns a row into the same JSON object that a line of NDJSON holds, and the same reader checks it; problems
//! name the column too. Without a mapping, columns are named as the fields are.

mod cell;
mod compile;
mod feed;
mod mapping;
mod rows;
#[cfg(test)]
mod tests;

pub(super) use feed::CsvFeed;
pub use mapping::{Mapping, MappingProblem};
