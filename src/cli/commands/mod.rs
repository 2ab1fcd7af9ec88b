//! One file per command, each from arguments to exit code.

mod bridges;
mod concepts;
mod config;
mod conversation;
mod demo;
mod eval;
mod feeds;
mod generate;
mod import;
mod keeping;
mod man;
mod matches;
mod opportunities;
mod places;
mod profile;
mod serve;
mod taxonomy;

use std::future::Future;

use clap::CommandFactory;
use clap_complete::Shell;
use loopbaanbrug_proto::v1::Profile;
use tokio::runtime;

use crate::{
    cli::{
        arguments::{Arguments, Command, SchemaCommand},
        error::CliError,
        exit::ExitCode,
        invocation::Invocation,
        output::Output,
        outputs::{Printed, printed_by},
    },
    domain::OpportunityKind,
    ingest::json_schema,
    wire::json_schema::schema_of,
};

/// Runs a command.
pub(super) fn run(arguments: Arguments) -> Result<ExitCode, CliError> {
    let Arguments { global, command } = arguments;
    // These need no configuration.
    match &command {
        Command::Completions { shell } => return completions(*shell),
        Command::Man { out } => return man::run(&global, out),
        _ => {}
    }
    let invocation = Invocation::new(&global, &command)?;
    let invocation = &invocation;
    match command {
        Command::Demo(arguments) => wait_for(demo::run(invocation, &arguments)),
        Command::Serve(_) => wait_for(serve::run(invocation)),
        Command::Import(arguments) => wait_for(import::run(invocation, arguments)),
        Command::Imports { command } => wait_for(feeds::imports(invocation, command)),
        Command::Watch(arguments) => wait_for(feeds::watch(invocation, arguments)),
        Command::Export(arguments) => wait_for(feeds::export(invocation, arguments)),
        Command::Verify => wait_for(keeping::verify(invocation)),
        Command::Reindex => wait_for(keeping::reindex(invocation)),
        Command::Backup(arguments) => wait_for(keeping::backup(invocation, arguments)),
        Command::Restore(arguments) => wait_for(keeping::restore(invocation, arguments)),
        Command::Profile { command } => wait_for(profile::run(invocation, command)),
        Command::Match(arguments) => wait_for(matches::rank(invocation, arguments)),
        Command::Explain(arguments) => wait_for(matches::explain(invocation, arguments)),
        Command::WhyNot(arguments) => wait_for(conversation::why_not(invocation, arguments)),
        Command::WhatIf(arguments) => wait_for(conversation::what_if(invocation, *arguments)),
        Command::Compare(arguments) => wait_for(conversation::compare(invocation, arguments)),
        Command::Plan(arguments) => wait_for(conversation::plan(invocation, arguments)),
        Command::Paths(arguments) => wait_for(bridges::paths(invocation, arguments)),
        Command::Gaps(arguments) => wait_for(bridges::gaps(invocation, arguments)),
        Command::Group(arguments) => wait_for(bridges::group(invocation, arguments)),
        Command::Get(arguments) => wait_for(opportunities::get(invocation, arguments)),
        Command::List(arguments) => wait_for(opportunities::list(invocation, arguments)),
        Command::Delete(arguments) => wait_for(opportunities::delete(invocation, arguments)),
        Command::Concepts { command } => wait_for(concepts::run(invocation, command)),
        Command::Taxonomy { command } => taxonomy::run(invocation, command),
        Command::Places { command } => places::run(invocation, command),
        Command::Generate(arguments) => generate::run(invocation, &arguments),
        Command::Eval { command } => wait_for(eval::run(invocation, command)),
        Command::Schema { command } => schema(command),
        Command::Config { command } => config::run(invocation, &command),
        Command::Completions { shell } => completions(shell),
        Command::Man { out } => man::run(&global, &out),
    }
}

/// Runs what waits for a network or a service.
fn wait_for(work: impl Future<Output = Result<ExitCode, CliError>>) -> Result<ExitCode, CliError> {
    let runtime = runtime::Builder::new_multi_thread().enable_all().build().map_err(CliError::Runtime)?;
    runtime.block_on(work)
}

/// A JSON Schema.
fn schema(command: SchemaCommand) -> Result<ExitCode, CliError> {
    let schema = match command {
        SchemaCommand::Vacancy => json_schema(OpportunityKind::Vacancy),
        SchemaCommand::Route => json_schema(OpportunityKind::Route),
        SchemaCommand::Profile => pretty(&schema_of::<Profile>()),
        SchemaCommand::Output { command } => pretty(&schema_of_output(&command.join(" "))?),
    };
    Output::standard().text(&schema)?;
    Ok(ExitCode::Done)
}

fn schema_of_output(command: &str) -> Result<serde_json::Value, CliError> {
    let other = match printed_by(command) {
        Some(Printed::Objects(schema)) => return Ok(schema()),
        Some(Printed::Records) => "prints records; see `loopbaanbrug schema vacancy` and `loopbaanbrug schema route`",
        Some(Printed::Figures) => "prints the figures of a measure, which may change with the measure",
        Some(Printed::Other) => "prints no JSON answer",
        None => "is no command; `loopbaanbrug help` lists them",
    };
    Err(CliError::Input(format!("print a schema: `{command}` {other}")))
}

fn pretty(schema: &serde_json::Value) -> String {
    format!("{schema:#}\n")
}

fn completions(shell: Shell) -> Result<ExitCode, CliError> {
    let mut script = Vec::new();
    let mut command = Arguments::command();
    clap_complete::generate(shell, &mut command, "loopbaanbrug", &mut script);
    Output::standard().text(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::Done)
}
