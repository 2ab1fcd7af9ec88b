//! What a test says that passes: the one home of it, also for the tests inside of the library.

use std::{
    fmt::Display,
    io::{Write, stderr},
};

/// Says that a test is skipped, and why. Not with a macro: what those print is shown only when a test fails.
pub(crate) fn skipped(why: impl Display) {
    let _ = writeln!(stderr(), "skipped: {why}");
}
