//! Arguments of `eval ranking` and `eval fairness`.

use std::path::PathBuf;

use clap::Args;

/// Rankings for example profiles against what advisers judged: nDCG with intervals, and how far judges agree
#[derive(Args, Debug)]
#[command(after_help = "Examples: loopbaanbrug eval ranking --feeds fixtures/feeds
          loopbaanbrug eval ranking --server http://127.0.0.1:50161 --errors")]
pub(in crate::cli) struct EvalRankingArguments {
    /// Folder of the judgements: NAME.tsv with key, grade and reason, and second opinions in “second”
    #[arg(long, value_name = "DIR", default_value = "fixtures/judgements")]
    pub judgements: PathBuf,
    /// Folder of the profiles: NAME.json for each file of judgements
    #[arg(long, value_name = "DIR", default_value = "fixtures/profiles")]
    pub profiles: PathBuf,
    /// Import the NDJSON feeds of this folder into a temporary directory and ask there, on the day of the example data
    #[arg(long, value_name = "DIR", conflicts_with_all = ["server", "data"])]
    pub feeds: Option<PathBuf>,
    /// Also list what is not judged, and what stands too high or too low
    #[arg(long)]
    pub errors: bool,
}

/// Whether what should not matter does not: titles of men and women, hours, levels, languages, places
///
/// Starts a service of its own in a temporary directory and asks each question twice, with one thing changed. Exit code 7
/// when a bound is broken.
#[derive(Args, Debug)]
#[command(after_help = "Example: loopbaanbrug eval fairness")]
pub(in crate::cli) struct EvalFairnessArguments {
    /// Folder of the NDJSON feeds
    #[arg(long, value_name = "DIR", default_value = "fixtures/feeds")]
    pub feeds: PathBuf,
    /// Folder of the profiles
    #[arg(long, value_name = "DIR", default_value = "fixtures/profiles")]
    pub profiles: PathBuf,
    /// Folder of the judgements
    #[arg(long, value_name = "DIR", default_value = "fixtures/judgements")]
    pub judgements: PathBuf,
    /// Titles: male, female and neutral form, tab-separated
    #[arg(long, value_name = "FILE", default_value = "fixtures/titles/pairs.tsv")]
    pub titles: PathBuf,
    /// Take this many profiles at most, spread over the folder; all by default
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub profiles_max: Option<u32>,
    /// Also list the questions whose answers differ
    #[arg(long)]
    pub errors: bool,
}
