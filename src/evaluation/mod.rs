//! How good the product is, measured on labelled examples: finding concepts in texts.
//!
//! Every measure calls the code that answers people; nothing here finds or ranks by itself.

pub mod extraction;
