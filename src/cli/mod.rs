//! The command line. It speaks gRPC and shows what comes back: to a service elsewhere, or to one that it starts in its
//! own process over a data directory. It decides nothing about matches.
//!
//! What was typed stands in `arguments`, what it means in `invocation`, each command in `commands`, the way to the data
//! in `connection`, how answers look in `show`, words in `texts`, what paths stand for in
//! `paths`. `interview` asks a person for a profile, by `asker`.

mod arguments;
mod asker;
mod changes;
mod commands;
mod connection;
mod error;
mod exit;
mod feed;
mod interview;
mod invocation;
mod labels;
mod output;
mod outputs;
mod packed;
mod page;
mod paths;
mod probe;
mod profile_file;
mod progress;
mod retry;
mod served;
mod service;
mod show;
mod status;
mod stop;
mod temporary;
mod texts;
mod titles;
mod whole_file;

pub use exit::ExitCode;

use std::io::{self, Write};

use clap::Parser;

use self::{arguments::Arguments, error::CliError};
use crate::wire::json;

/// Runs the program on the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    match commands::run(arguments) {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

/// Help and version are no errors; everything else that clap refuses is.
fn usage(error: &clap::Error) -> ExitCode {
    // Whoever reads the help may have gone away: nothing is left to say then.
    let _ = error.print();
    if error.use_stderr() { ExitCode::BadInput } else { ExitCode::Done }
}

fn failed(error: &CliError) -> ExitCode {
    let code = error.exit_code();
    if code != ExitCode::Done {
        // Standard error may be closed; the exit code still tells.
        let _ = writeln!(io::stderr(), "error: failed to {error}");
    }
    code
}
