//! `generate`: made-up vacancies from the taxonomy of the data directory.

use crate::cli::{
    arguments::GenerateArguments, error::CliError, exit::ExitCode, invocation::Invocation, output::write_lines,
};
use crate::{generate::vacancies, reference::ReferenceDirectory};

pub(super) fn run(invocation: &Invocation, arguments: &GenerateArguments) -> Result<ExitCode, CliError> {
    let taxonomy = ReferenceDirectory::of(&invocation.data_dir()?).taxonomy()?;
    write_lines(&arguments.out, vacancies(&taxonomy, arguments.vacancies, arguments.seed))?;
    Ok(ExitCode::Done)
}
