//! `eval`: measures on files of labelled examples, in this process. The one group of commands that needs no service.

use serde::Serialize;

use crate::cli::{arguments::EvalCommand, error::CliError, exit::ExitCode, invocation::Invocation, output::Output};
use crate::{evaluation::extraction, reference::ReferenceDirectory};

pub(super) fn run(invocation: &Invocation, command: EvalCommand) -> Result<ExitCode, CliError> {
    match command {
        EvalCommand::Extraction { texts, errors } => {
            let taxonomy = ReferenceDirectory::of(&invocation.data_dir()?).taxonomy()?;
            say(&extraction::measure(&taxonomy, &texts, errors)?)
        }
    }
}

/// One line of JSON.
fn say(scores: &impl Serialize) -> Result<ExitCode, CliError> {
    let json = serde_json::to_string(scores);
    Output::standard().line(&json.map_err(|error| CliError::Fault(format!("write the scores as JSON: {error}")))?)?;
    Ok(ExitCode::Done)
}
