//! How good the product is, measured on labelled examples that its users bring: words to
//! concepts, concepts in texts, titles of men and women, moves between occupations.
//!
//! Every measure calls the code that answers people; nothing here finds or ranks by itself.

pub mod concepts;
pub mod extraction;
pub mod moves;
mod table;
pub mod titles;

pub use table::{MAX_FILE_BYTES, MAX_LINE_BYTES, MAX_ROWS, TableError};
