//! Reads ESCO from its official CSV files, in any language and several at once.
//!
//! `files` knows which file is which and which of several versions to take, `table` reads rows, `import` turns them
//! into records, `report` says what was used and what was not. ESCO asks whoever uses it to say: “This service uses
//! the ESCO classification of the European Commission.”

mod files;
mod import;
mod report;
mod table;
#[cfg(test)]
pub(super) mod tests;

pub use import::{EscoError, import};
pub use report::{EscoReport, Example, FileUsed, SkipReason, Skipped};
