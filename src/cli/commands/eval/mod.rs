//! `eval`: measures on files of labelled examples. Finding is measured in this process; rankings are asked of the
//! service, as `match` asks them.

mod fairness;
mod profiles;
mod ranking;
mod trial;

use serde::Serialize;

use crate::cli::{
    arguments::{EvalCommand, HalfArgument},
    error::CliError,
    exit::ExitCode,
    invocation::Invocation,
    output::Output,
    progress::Working,
    show,
};
use crate::{
    evaluation::{
        concepts::{ConceptBenchmark, ConceptFiles, Part},
        extraction, moves,
        titles::TitlePairs,
    },
    reference::ReferenceDirectory,
};

pub(super) async fn run(invocation: &Invocation, command: EvalCommand) -> Result<ExitCode, CliError> {
    match command {
        EvalCommand::Concepts { corpus, mapping, queries, gold, half } => {
            let files = ConceptFiles { corpus, mapping, queries, gold };
            let scores = measured(|| {
                let benchmark = ConceptBenchmark::read(&files, invocation.language().shared().labels())?;
                Ok(benchmark.measure(part(half)))
            })?;
            say(&scores)
        }
        EvalCommand::Titles { pairs } => {
            let pairs = TitlePairs::read(&pairs)?;
            let taxonomy = ReferenceDirectory::of(&invocation.data_dir()?).taxonomy()?;
            let scores = measured(|| Ok(pairs.measure(&taxonomy)))?;
            if invocation.wants_json() {
                return say(&scores);
            }
            let mut page = invocation.page();
            show::title_scores(&mut page, invocation.report_words(), &scores);
            Output::standard().text(&page.into_text())?;
            Ok(ExitCode::Done)
        }
        EvalCommand::Moves { gold } => {
            let taxonomy = ReferenceDirectory::of(&invocation.data_dir()?).taxonomy()?;
            say(&measured(|| Ok(moves::measure(&taxonomy, &gold)?))?)
        }
        EvalCommand::Extraction { texts, errors } => {
            let taxonomy = ReferenceDirectory::of(&invocation.data_dir()?).taxonomy()?;
            say(&measured(|| Ok(extraction::measure(&taxonomy, &texts, errors)?))?)
        }
        EvalCommand::Ranking(arguments) => ranking::run(invocation, &arguments).await,
        EvalCommand::Fairness(arguments) => fairness::run(invocation, &arguments).await,
    }
}

fn part(half: HalfArgument) -> Part {
    match half {
        HalfArgument::Both => Part::All,
        HalfArgument::Odd => Part::Odd,
        HalfArgument::Even => Part::Even,
    }
}

/// Measures, and shows that this goes on.
fn measured<T>(measure: impl FnOnce() -> Result<T, CliError>) -> Result<T, CliError> {
    let _working = Working::on("measuring");
    measure()
}

/// One line of JSON.
fn say(scores: &impl Serialize) -> Result<ExitCode, CliError> {
    let json = serde_json::to_string(scores);
    Output::standard().line(&json.map_err(|error| CliError::Fault(format!("write the scores as JSON: {error}")))?)?;
    Ok(ExitCode::Done)
}
