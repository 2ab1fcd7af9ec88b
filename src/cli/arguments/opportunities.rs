//! Arguments of single opportunities and lists of them.

use clap::Args;

use super::{KindArgument, RevisionArguments, feeds::ServedArguments, page_size, said};
use crate::engine::limits;

#[derive(Args, Debug)]
pub(in crate::cli) struct GetArguments {
    /// Key “source/id”
    pub key: String,
    #[command(flatten)]
    pub revision: RevisionArguments,
}

/// Which opportunities a list or an export holds.
#[derive(Args, Debug)]
pub(in crate::cli) struct WhichArguments {
    /// Name of a source; all by default
    #[arg(long, value_name = "NAME", value_parser = said)]
    pub source: Option<String>,
    /// Kind; both by default
    #[arg(long, value_enum)]
    pub kind: Option<KindArgument>,
    /// Only what is open on this day, YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = said)]
    pub open_on: Option<String>,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct ListArguments {
    #[command(flatten)]
    pub which: WhichArguments,
    /// Only what changed after this catalogue revision
    #[arg(long, value_name = "REVISION", default_value_t = 0, hide_default_value = true)]
    pub changed_after: u64,
    /// Opportunities in one answer, 1 to 500
    #[arg(long, value_name = "N", value_parser = page_size(limits::LIST_PAGE_MAX), default_value_t = 50)]
    pub limit: u32,
    /// Ask every page there is
    #[arg(long)]
    pub all_pages: bool,
    #[command(flatten)]
    pub revision: RevisionArguments,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct DeleteArguments {
    /// Key “source/id”
    pub key: String,
    #[command(flatten)]
    pub served: ServedArguments,
}
