//! The program `loopbaanbrug`. Everything it does stands in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    loopbaanbrug::cli::run().into()
}
