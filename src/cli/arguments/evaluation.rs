//! What can be typed about measuring how good finding and ranking are.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::HalfArgument;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum EvalCommand {
    /// Words to concepts: mean reciprocal rank, hits and time, as JSON
    ///
    /// Every file has tab-separated fields without a header, packed with gzip or not. Labels are Dutch unless --language says
    /// otherwise.
    #[command(
        after_help = "Example: loopbaanbrug eval concepts --corpus corpus_elements.tsv.gz --mapping concept_mapping.tsv.gz \
                      --queries queries.tsv.gz --gold annotations.tsv.gz"
    )]
    Concepts {
        /// Labels: label id, label
        #[arg(long, value_name = "FILE")]
        corpus: PathBuf,
        /// Concepts of the labels: label id, concept URI
        #[arg(long, value_name = "FILE")]
        mapping: PathBuf,
        /// Questions: question id, words
        #[arg(long, value_name = "FILE")]
        queries: PathBuf,
        /// Right answers: question id, 0, label id, relevance
        #[arg(long, value_name = "FILE")]
        gold: PathBuf,
        /// Ask every question, or those on odd or even lines only: tune on one half, report the other
        #[arg(long, value_enum, default_value_t = HalfArgument::Both)]
        half: HalfArgument,
    },
    /// Titles of men and women: whether every form finds the same occupation in the taxonomy in use, as JSON
    #[command(after_help = "Example: loopbaanbrug eval titles --pairs pairs.tsv")]
    Titles {
        /// Titles: male, female and neutral form, tab-separated; “#” begins a comment
        #[arg(long, value_name = "FILE")]
        pairs: PathBuf,
    },
    /// Moves between occupations: how well the ranking finds what is related, and what each part of it adds, as JSON
    ///
    /// Each occupation of the file stands as a vacancy with its requirements; a profile claims all skills of the source.
    /// Left out are the source itself and what shares a code with it. Needs the taxonomy that has the occupations.
    #[command(after_help = "Example: loopbaanbrug eval moves --gold related_occupations_dev.tsv.gz --data data")]
    Moves {
        /// Source, target, gain, code of the source and of the target: tab-separated, packed with gzip or not
        #[arg(long, value_name = "FILE")]
        gold: PathBuf,
    },
    /// Concepts and facts in annotated texts: precision, recall and F1 by kind, as JSON
    ///
    /// The folder has the sets “open” and “held-out”, each with one annotated text in a file. The keys of the texts are
    /// those of the starter taxonomy.
    #[command(after_help = "Example: loopbaanbrug eval extraction --texts fixtures/extraction --errors")]
    Extraction {
        /// Folder of the sets
        #[arg(long, value_name = "DIR", default_value = "fixtures/extraction")]
        texts: PathBuf,
        /// Also list what was missed or found wrongly in the open set; the held-out set is never listed
        #[arg(long)]
        errors: bool,
    },
    Ranking(EvalRankingArguments),
    Fairness(EvalFairnessArguments),
}

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
    #[arg(long, value_name = "DIR", conflicts_with_all = ["server", "data", "catalogue"])]
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
