//! What can be typed about profiles themselves.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ProfileCommand {
    /// Make a profile by answering the questions that the page asks
    ///
    /// Nothing has to be answered, and nothing is written before the last question. Answers may also come from a pipe, one a
    /// line.
    #[command(after_help = "Examples: loopbaanbrug profile new --out profile.json
          loopbaanbrug profile new --out profile.json --language en < answers.txt")]
    New(ProfileNewArguments),
    /// Say whether a profile is right, how its words are understood and how much is open to it
    #[command(after_help = "Example: loopbaanbrug profile check profile.json")]
    Check {
        /// The profile as proto3 JSON of loopbaanbrug.v1.Profile, or - for standard input
        file: PathBuf,
    },
}

#[derive(Args, Debug)]
pub(in crate::cli) struct ProfileNewArguments {
    /// File to write, or - for standard output
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Replace the file when it is there
    #[arg(long)]
    pub force: bool,
}
