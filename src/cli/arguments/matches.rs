//! Arguments of ranking and explaining, and the person and filter that other questions take too.

use std::path::PathBuf;

use clap::Args;

use super::{KindArgument, LookArgument, RevisionArguments, ViewArgument, page_size, said};
use crate::engine::limits;

/// The person a question is about.
#[derive(Args, Clone, Debug)]
pub(in crate::cli) struct ProfileArguments {
    /// The profile as proto3 JSON of loopbaanbrug.v1.Profile, or - for standard input
    #[arg(long, value_name = "FILE")]
    pub profile: PathBuf,
    /// How far from the work of now to look, in place of what the profile says
    #[arg(long, value_enum, value_name = "FAR")]
    pub look: Option<LookArgument>,
}

/// Which opportunities a match looks at.
#[derive(Args, Debug)]
pub(in crate::cli) struct FilterArguments {
    /// Kind of opportunity
    #[arg(long, value_enum, default_value_t = KindArgument::Vacancy)]
    pub kind: KindArgument,
    #[command(flatten)]
    pub narrowing: NarrowingArguments,
}

/// Which opportunities of one kind a question looks at.
#[derive(Args, Debug)]
pub(in crate::cli) struct NarrowingArguments {
    /// SBI section, A to U; may be given more than once
    #[arg(long, value_name = "X")]
    pub sector: Vec<String>,
    /// Words that title or text must contain
    #[arg(long, value_name = "WORDS", value_parser = said)]
    pub text: Option<String>,
    /// Name of a source; may be given more than once
    #[arg(long, value_name = "NAME")]
    pub source: Vec<String>,
}

impl NarrowingArguments {
    /// Whether any of it was typed.
    pub(in crate::cli) fn is_given(&self) -> bool {
        !self.sector.is_empty() || self.text.is_some() || !self.source.is_empty()
    }
}

#[derive(Args, Debug)]
pub(in crate::cli) struct MatchArguments {
    #[command(flatten)]
    pub person: ProfileArguments,
    /// Matches in one answer, 1 to 100
    #[arg(long, value_name = "N", value_parser = page_size(limits::MATCH_PAGE_MAX), default_value_t = 20)]
    pub limit: u32,
    #[command(flatten)]
    pub filter: FilterArguments,
    /// How much each match holds
    #[arg(long, value_enum, default_value_t = ViewArgument::Basic)]
    pub view: ViewArgument,
    /// Ask every page there is, up to 1,000 matches
    #[arg(long)]
    pub all_pages: bool,
    #[command(flatten)]
    pub revision: RevisionArguments,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct ExplainArguments {
    #[command(flatten)]
    pub person: ProfileArguments,
    /// Keys of opportunities, 1 to 20
    #[arg(required = true, num_args = 1..=limits::EXPLAIN_KEYS_MAX)]
    pub keys: Vec<String>,
    #[command(flatten)]
    pub of_list: OfListArguments,
    #[command(flatten)]
    pub revision: RevisionArguments,
}

/// The list in which opportunities stand or are missed.
#[derive(Args, Debug)]
pub(in crate::cli) struct OfListArguments {
    /// Kind of opportunity that the list shows; by default that of each opportunity, and vacancies when the list is narrowed
    #[arg(long, value_enum)]
    pub kind: Option<KindArgument>,
    #[command(flatten)]
    pub narrowing: NarrowingArguments,
}
