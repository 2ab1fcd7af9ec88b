//! Arguments of paths, gaps and groups.

use std::path::PathBuf;

use clap::Args;

use super::{NarrowingArguments, ProfileArguments, RevisionArguments, page_size};
use crate::engine::limits;

#[derive(Args, Debug)]
pub(in crate::cli) struct PathsArguments {
    #[command(flatten)]
    pub person: ProfileArguments,
    /// Paths in one answer, 1 to 50
    #[arg(long, value_name = "N", value_parser = page_size(limits::PATH_PAGE_MAX), default_value_t = 10)]
    pub limit: u32,
    #[command(flatten)]
    pub filter: NarrowingArguments,
    /// Show every way to a vacancy, not only the best
    #[arg(long)]
    pub each_way: bool,
    /// Ask every page there is, up to 200 paths
    #[arg(long)]
    pub all_pages: bool,
    #[command(flatten)]
    pub revision: RevisionArguments,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct GapsArguments {
    #[command(flatten)]
    pub person: ProfileArguments,
    /// Skills, and routes, in the answer, 1 to 50
    #[arg(long, value_name = "N", value_parser = page_size(limits::GAPS_MAX), default_value_t = 10)]
    pub limit: u32,
    #[command(flatten)]
    pub filter: NarrowingArguments,
    #[command(flatten)]
    pub revision: RevisionArguments,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct GroupArguments {
    /// Profiles as proto3 JSON of loopbaanbrug.v1.Profile, one a file, 10 to 200
    #[arg(required = true, value_name = "FILE")]
    pub profiles: Vec<PathBuf>,
    /// Skills, and routes, in the answer, 1 to 50
    #[arg(long, value_name = "N", value_parser = page_size(limits::GAPS_MAX), default_value_t = 10)]
    pub limit: u32,
    #[command(flatten)]
    pub filter: NarrowingArguments,
    #[command(flatten)]
    pub revision: RevisionArguments,
}
