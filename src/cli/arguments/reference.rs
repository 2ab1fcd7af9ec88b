//! What can be typed about the reference data of a data directory: taxonomies and places.

use std::path::PathBuf;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum TaxonomyCommand {
    /// Import a taxonomy from its official files
    #[command(after_help = "Example: loopbaanbrug taxonomy import esco --dir esco-csv --version 1.2.0")]
    Import {
        #[command(subcommand)]
        command: TaxonomyImportCommand,
    },
    /// List the taxonomies of the data directory
    #[command(after_help = "Example: loopbaanbrug taxonomy list")]
    List,
    /// Choose the taxonomy that the service uses; a running service follows it into a fresh index and then changes over
    #[command(
        after_help = "Examples: loopbaanbrug taxonomy use esco 1.2.0\n          loopbaanbrug taxonomy use starter 1"
    )]
    Use {
        /// Name, such as esco
        name: String,
        /// Version, such as 1.2.0
        version: String,
    },
    /// Show what differs between two taxonomies of the data directory, and what may have replaced what is gone
    #[command(
        after_help = "Examples: loopbaanbrug taxonomy diff esco 1.1.1 1.2.0\n          loopbaanbrug taxonomy diff esco 1.1.1 1.2.0 --propose successors.csv"
    )]
    Diff {
        /// Name, such as esco
        name: String,
        /// The older version
        older: String,
        /// The newer version
        newer: String,
        /// Examples shown of each sort of difference; json shows all
        #[arg(long, value_name = "N", default_value_t = 10)]
        limit: usize,
        /// Also write a table of what may have replaced what is gone, to be checked by a person
        #[arg(long, value_name = "FILE")]
        propose: Option<PathBuf>,
        /// Replace the table when it is there, with whatever a person has written in it
        #[arg(long, requires = "propose")]
        force: bool,
    },
    /// Take over a table of own terms (CSV: term,concept and perhaps language)
    #[command(after_help = "Example: loopbaanbrug taxonomy aliases own-terms.csv")]
    Aliases {
        /// The table; another one of the same file name is replaced
        file: PathBuf,
    },
    /// Take over a table of what stands for concepts that are gone (CSV: old,new)
    #[command(after_help = "Example: loopbaanbrug taxonomy successors successors.csv")]
    Successors {
        /// The table; another one of the same file name is replaced
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum TaxonomyImportCommand {
    /// ESCO, from the CSV files of its download page, in any language
    #[command(after_help = "Example: loopbaanbrug taxonomy import esco --dir esco-csv --version 1.2.0")]
    Esco {
        /// Directory of the CSV files, packed with gzip or not
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        /// Version of the classification
        #[arg(long = "version", value_name = "V")]
        esco_version: String,
        /// Keep it beside the others, without choosing it
        #[arg(long)]
        no_activate: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum PlacesCommand {
    /// Import an open table of postcodes with columns postcode, latitude, longitude and, if there is one, soort
    #[command(after_help = "Example: loopbaanbrug places import 4pp.csv")]
    Import {
        /// The table
        file: PathBuf,
    },
}
