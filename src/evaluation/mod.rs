//! How good the product is, measured on labelled examples that its users bring: words to
//! concepts, concepts in texts, titles of men and women, moves between occupations, rankings for profiles, and whether
//! what should not matter does not.
//!
//! Every measure calls the code that answers people, or is given what that answered; nothing here finds or ranks by
//! itself.

pub mod concepts;
pub mod extraction;
pub mod fairness;
pub mod judgements;
pub mod measures;
pub mod moves;
pub mod ranking;
mod table;
pub mod titles;

pub use table::{MAX_FILE_BYTES, MAX_LINE_BYTES, MAX_ROWS, TableError};
