//! Black-box tests of the index: one binary, a module for each promise.

mod crash;
mod damage;
mod exact;
mod history;
mod scan;
mod support;
mod text;
