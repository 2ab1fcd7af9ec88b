//! What can be typed about concepts.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{ConceptKindArgument, TextKindArgument, page_size};
use crate::engine::limits;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ConceptsCommand {
    /// Find concepts by words
    #[command(after_help = "Example: loopbaanbrug concepts find \"balie bedienen\" --kind skill")]
    Find {
        /// The words
        text: String,
        #[command(flatten)]
        narrowed: ConceptNarrowing,
    },
    /// Complete what is being typed
    #[command(after_help = "Example: loopbaanbrug concepts complete \"medew burgerz\"")]
    Complete {
        /// What has been typed; the last word counts as unfinished
        text: String,
        #[command(flatten)]
        narrowed: ConceptNarrowing,
    },
    /// Find the concepts and facts that a text names
    #[command(after_help = "Example: loopbaanbrug concepts extract vacature.txt")]
    Extract {
        /// File with the text of a vacancy or course, or - for standard input; at most 20,000 characters
        file: PathBuf,
        /// Kind of text
        #[arg(long, value_enum, default_value_t = TextKindArgument::Vacancy)]
        kind: TextKindArgument,
        /// Language the text is in, as an ISO 639-1 code
        #[arg(long, value_name = "CODE", default_value = "nl")]
        text_language: String,
    },
    /// Show a concept with its neighbours
    #[command(after_help = "Example: loopbaanbrug concepts show lb:skill/mensen-te-woord-staan")]
    Show {
        /// Key, or the URI of the same concept elsewhere
        key: String,
    },
}

/// Which concepts of those that words find, and how many.
#[derive(Args, Debug)]
pub(in crate::cli) struct ConceptNarrowing {
    /// Kind of concept; may be given more than once
    #[arg(long, value_enum)]
    pub kind: Vec<ConceptKindArgument>,
    /// Most concepts, 1 to 100
    #[arg(long, value_name = "N", value_parser = page_size(limits::FIND_PAGE_MAX), default_value_t = 10)]
    pub limit: u32,
}
