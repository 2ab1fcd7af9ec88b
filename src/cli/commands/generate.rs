//! `generate`: made-up vacancies and routes from the taxonomy of the data directory.

use crate::cli::{
    arguments::GenerateArguments, error::CliError, exit::ExitCode, invocation::Invocation, output::write_lines,
    paths::is_standard, progress::Working,
};
use crate::{
    generate::{routes, vacancies},
    reference::ReferenceDirectory,
};

pub(super) fn run(invocation: &Invocation, arguments: &GenerateArguments) -> Result<ExitCode, CliError> {
    let taxonomy = ReferenceDirectory::of(&invocation.data_dir()?).taxonomy()?;
    let vacancies = vacancies(&taxonomy, arguments.vacancies, arguments.seed);
    let all = vacancies.chain(routes(&taxonomy, arguments.routes, arguments.seed));
    let total = arguments.vacancies + arguments.routes;
    // Among lines on the same terminal it would only be in the way.
    let working = if is_standard(&arguments.out) { Working::hidden() } else { Working::through("made", total) };
    write_lines(&arguments.out, all.inspect(|_| working.done(1)))?;
    Ok(ExitCode::Done)
}
