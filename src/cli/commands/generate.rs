//! `generate`: made-up vacancies and routes from the taxonomy of the data directory.

use crate::cli::{
    arguments::GenerateArguments, error::CliError, exit::ExitCode, invocation::Invocation, output::write_lines,
};
use crate::{
    generate::{routes, vacancies},
    reference::ReferenceDirectory,
};

pub(super) fn run(invocation: &Invocation, arguments: &GenerateArguments) -> Result<ExitCode, CliError> {
    let taxonomy = ReferenceDirectory::of(&invocation.data_dir()?).taxonomy()?;
    let vacancies = vacancies(&taxonomy, arguments.vacancies, arguments.seed);
    write_lines(&arguments.out, vacancies.chain(routes(&taxonomy, arguments.routes, arguments.seed)))?;
    Ok(ExitCode::Done)
}
