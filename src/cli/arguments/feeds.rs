//! Arguments of feeds: importing one, what became of imports, changes as they come, snapshots.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{
    FormatArgument, KindArgument, ModeArgument, RevisionArguments, opportunities::WhichArguments, page_size, said,
};
use crate::{cli::paths::STANDARD_STREAM, engine::limits};

#[derive(Args, Debug)]
pub(in crate::cli) struct ImportArguments {
    /// File of the feed, packed with gzip or not, or - for standard input
    pub feed: PathBuf,
    /// Name of the source: lower-case letters, digits, “-”, “_” and “.”
    #[arg(long, value_name = "NAME")]
    pub source: String,
    /// Format of the feed
    #[arg(long, value_enum, default_value_t = FormatArgument::Ndjson)]
    pub format: FormatArgument,
    /// For CSV: file that says which column is which field (docs/feeds.md); without it columns are named as fields
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Character set of the feed, such as windows-1252; otherwise what it states, or what its bytes show
    #[arg(long, value_name = "NAME", value_parser = said)]
    pub charset: Option<String>,
    /// Whether the feed is all there is (full) or adds and changes (delta)
    #[arg(long, value_enum, default_value_t = ModeArgument::Delta)]
    pub mode: ModeArgument,
    /// Identifies this import, so that it can be repeated safely
    #[arg(long, value_name = "ID", value_parser = said)]
    pub request_id: Option<String>,
    /// Refuse the feed unless exactly this many records come
    #[arg(long, value_name = "N")]
    pub expected_count: Option<u64>,
    /// Kind of every record; others are rejected, and a full import replaces what the source has of this kind
    #[arg(long, value_enum)]
    pub kind: Option<KindArgument>,
    /// Allow a full import to remove more of the source than the service allows, by default half, also when nothing of it can be read or nothing is in it
    #[arg(long)]
    pub allow_shrink: bool,
    /// Check and report, change nothing
    #[arg(long)]
    pub validate_only: bool,
    #[command(flatten)]
    pub served: ServedArguments,
    #[command(flatten)]
    pub attempts: AttemptArguments,
}

/// Whether a command that writes waits until that is served.
#[derive(Args, Clone, Copy, Debug)]
pub(in crate::cli) struct ServedArguments {
    /// End when it is kept, without waiting up to 10 seconds until the service also answers with it
    #[arg(long)]
    pub no_wait: bool,
}

/// How often something is tried.
#[derive(Args, Clone, Copy, Debug)]
pub(in crate::cli) struct AttemptArguments {
    /// Attempts in all when the service is busy or away or the connection is lost, 1 to 100; pauses double from one second to one minute
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100), default_value_t = 6)]
    pub attempts: u32,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ImportsCommand {
    /// List imports that were applied, newest first
    #[command(after_help = "Example: loopbaanbrug imports list --source gemeente")]
    List {
        /// Name of a source; all by default
        #[arg(long, value_name = "NAME", value_parser = said)]
        source: Option<String>,
        /// Imports in one answer, 1 to 500
        #[arg(long, value_name = "N", value_parser = page_size(limits::REPORT_PAGE_MAX), default_value_t = 20)]
        limit: u32,
        /// Ask every page there is
        #[arg(long)]
        all_pages: bool,
    },
    /// Show one import and the records it refused
    #[command(after_help = "Example: loopbaanbrug imports show gemeente gemeente-2026-12-01")]
    Show {
        /// Name of the source
        source: String,
        /// Its request id
        request_id: String,
    },
}

#[derive(Args, Debug)]
pub(in crate::cli) struct WatchArguments {
    /// Name of a source; all by default
    #[arg(long, value_name = "NAME", value_parser = said)]
    pub source: Option<String>,
    /// Only what changes after this catalogue revision; from the beginning by default
    #[arg(
        long,
        value_name = "REVISION",
        default_value_t = 0,
        hide_default_value = true,
        conflicts_with = "resume_token"
    )]
    pub after_revision: u64,
    /// Go on after the message that held this token
    #[arg(long, value_name = "TOKEN", value_parser = said)]
    pub resume_token: Option<String>,
    /// End when everything that there is now has come
    #[arg(long)]
    pub once: bool,
    #[command(flatten)]
    pub attempts: AttemptArguments,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct ExportArguments {
    /// File to write, or - for standard output; it is there whole or not at all
    #[arg(long, value_name = "FILE", default_value = STANDARD_STREAM)]
    pub out: PathBuf,
    #[command(flatten)]
    pub which: WhichArguments,
    /// Write bare records, as a feed that `import` reads back
    #[arg(long, requires = "source")]
    pub feed: bool,
    #[command(flatten)]
    pub revision: RevisionArguments,
}
