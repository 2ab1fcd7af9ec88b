//! `config check`: the configuration was read before any command runs, so that being here means that all of it is right but perhaps
//! the catalogue, which not every command needs.

use crate::cli::{
    arguments::ConfigCommand,
    error::CliError,
    exit::ExitCode,
    invocation::Invocation,
    output::Output,
    page::{Column, Grid, Tone},
};

pub(super) fn run(invocation: &Invocation, command: &ConfigCommand) -> Result<ExitCode, CliError> {
    let ConfigCommand::Check { print } = command;
    invocation.config_of_data()?;
    let mut output = Output::standard();
    if invocation.wants_json() {
        let values = invocation.settings.effective().map(|(key, value, origin)| {
            let value = serde_json::json!({ "value": value, "origin": origin.to_string() });
            (key.to_owned(), value)
        });
        output.line(&serde_json::Value::Object(values.collect()).to_string())?;
        return Ok(ExitCode::Done);
    }
    if !print {
        output.line("The configuration is right.")?;
        return Ok(ExitCode::Done);
    }
    let mut grid = Grid::with_heading([("key", Column::Narrow), ("value", Column::Narrow), ("from", Column::Wide)]);
    for (key, value, origin) in invocation.settings.effective() {
        let origin = origin.to_string();
        grid.row([(key, Tone::Plain), (value.as_str(), Tone::Strong), (origin.as_str(), Tone::Faint)]);
    }
    let mut page = invocation.page();
    page.grid(0, grid);
    output.text(&page.into_text())?;
    Ok(ExitCode::Done)
}
