//! What can be typed, as clap reads it: what every command takes and which commands there are. Their own arguments stand in
//! files by what they are about; what they mean stands in `invocation` and in the commands.

mod bridges;
mod concepts;
mod conversation;
mod evaluation;
mod feeds;
mod keeping;
mod matches;
mod opportunities;
mod profile;
mod reference;
mod values;

pub(super) use bridges::{GapsArguments, GroupArguments, PathsArguments};
pub(super) use concepts::{ConceptNarrowing, ConceptsCommand};
pub(super) use conversation::{
    ChangeArguments, CompareArguments, PlanArguments, PlanFormatArgument, WhatIfArguments, WhyNotArguments,
};
pub(super) use evaluation::{EvalCommand, EvalFairnessArguments, EvalRankingArguments};
pub(super) use feeds::{ExportArguments, ImportArguments, ImportsCommand, WatchArguments};
pub(super) use keeping::{BackupArguments, RestoreArguments};
pub(super) use matches::{
    ExplainArguments, FilterArguments, MatchArguments, NarrowingArguments, OfListArguments, ProfileArguments,
};
pub(super) use opportunities::{DeleteArguments, GetArguments, ListArguments};
pub(super) use profile::{ProfileCommand, ProfileNewArguments};
pub(super) use reference::{PlacesCommand, TaxonomyCommand, TaxonomyImportCommand};
pub(super) use values::{
    ConceptKindArgument, FormatArgument, HalfArgument, KindArgument, LookArgument, ModeArgument, OutputFormat,
    TextKindArgument, ViewArgument, said,
};

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use super::{paths::STANDARD_STREAM, texts::Language};

/// Matches people to work and to ways of learning, and shows why.
///
/// Every data command speaks gRPC: to the service given with --server, or to one that it starts in its own process over
/// the data directory.
#[derive(Debug, Parser)]
#[command(
    name = "loopbaanbrug",
    version,
    after_help = "Example: loopbaanbrug demo\n\nExit codes: 0 done, 1 fault, 2 wrong input, 3 imported with rejected \
                  records, 4 refused, 5 not found, 6 try again later, 7 a bound is broken."
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub global: GlobalArguments,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Args, Debug)]
pub(super) struct GlobalArguments {
    /// Configuration file; `config check --print` shows what holds
    #[arg(long, global = true, value_name = "FILE", env = "LOOPBAANBRUG_CONFIG")]
    pub config: Option<PathBuf>,
    /// Data directory; by default the one of the configuration
    #[arg(long, global = true, value_name = "DIR", conflicts_with = "server")]
    pub data: Option<PathBuf>,
    /// PostgreSQL database that several nodes share, such as postgres://user@host:5432/name; the password is better given in
    /// PGPASSWORD, ~/.pgpass or LOOPBAANBRUG_CATALOGUE
    #[arg(long, global = true, value_name = "URL", conflicts_with = "server")]
    pub catalogue: Option<String>,
    /// Service to speak to, such as http://127.0.0.1:50161, instead of a data directory [env: LOOPBAANBRUG_SERVER]
    #[arg(long, global = true, value_name = "URL")]
    pub server: Option<String>,
    /// Form of the output: json is one proto3 JSON object for each answer
    #[arg(long, global = true, value_enum, default_value_t = OutputFormat::Table, value_name = "FORMAT")]
    pub output: OutputFormat,
    /// Language of the output; by default Dutch where a person's matches are shown, English in reports
    #[arg(long, global = true, value_enum, value_name = "LANGUAGE")]
    pub language: Option<Language>,
    /// What is logged, on standard error: off, error, warn, info, debug, trace or directives
    #[arg(long, global = true, value_name = "LEVEL")]
    pub log: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Show it at work on example data, and keep serving them
    #[command(after_help = "Example: loopbaanbrug demo --once")]
    Demo(DemoArguments),
    /// Run the gRPC service
    #[command(after_help = "Example: loopbaanbrug serve --data /var/lib/loopbaanbrug --web 127.0.0.1:50180")]
    Serve(ServeArguments),
    /// Import a feed of vacancies and routes, whole or not at all
    #[command(
        after_help = "Example: loopbaanbrug import vacancies.ndjson --source gemeente --mode full --expected-count 1200\n\
                      Exit codes: 0 applied; 1 fault; 2 wrong feed, arguments or configuration; 3 applied, but some records were\n\
                      rejected; 4 refused, nothing changed: look at the feed; 6 not reached in time: the same again may succeed."
    )]
    Import(ImportArguments),
    /// Show what became of earlier imports
    #[command(after_help = "Example: loopbaanbrug imports list --source gemeente")]
    Imports {
        #[command(subcommand)]
        command: ImportsCommand,
    },
    /// Print changes as they come, removals included
    #[command(after_help = "Example: loopbaanbrug watch --source gemeente --after-revision 41 --output json")]
    Watch(WatchArguments),
    /// Write everything there is at one revision, one JSON object a line
    #[command(after_help = "Example: loopbaanbrug export --source gemeente --feed --out gemeente.ndjson")]
    Export(ExportArguments),
    /// Compare catalogue and index record for record, and all files with their checksums
    #[command(
        after_help = "Example: loopbaanbrug verify --data /var/lib/loopbaanbrug\nExit code 7: there are differences."
    )]
    Verify,
    /// Build the index again from the catalogue, beside the one that serves
    #[command(after_help = "Example: loopbaanbrug reindex --data /var/lib/loopbaanbrug")]
    Reindex,
    /// Write a backup of a data directory, while its service runs or not
    #[command(after_help = "Example: loopbaanbrug backup --data /var/lib/loopbaanbrug --out /backup/2026-12-01")]
    Backup(BackupArguments),
    /// Put a backup into a data directory that is new or empty
    #[command(after_help = "Example: loopbaanbrug restore /backup/2026-12-01 --data /var/lib/loopbaanbrug")]
    Restore(RestoreArguments),
    /// Make a profile, or check one
    #[command(after_help = "Example: loopbaanbrug profile new --out profile.json")]
    Profile {
        #[command(subcommand)]
        command: ProfileCommand,
    },
    /// Rank opportunities for a profile
    #[command(after_help = "Example: loopbaanbrug match --profile profile.json --limit 10 --sector Q --sector O")]
    Match(MatchArguments),
    /// Show why chosen opportunities stand where they stand, listed or not
    #[command(after_help = "Example: loopbaanbrug explain --profile profile.json vacancies-zorg/zorg-001")]
    Explain(ExplainArguments),
    /// Show why opportunities are not in a list: what leaves them out, or their place and what they fall short
    #[command(after_help = "Example: loopbaanbrug why-not --profile profile.json vacancies-ict/ict-004 --limit 10")]
    WhyNot(WhyNotArguments),
    /// Show what would change in a list if something changed in a profile
    #[command(
        after_help = "Examples: loopbaanbrug what-if --profile profile.json --add-skill \"medische terminologie:3\" --relax travel\n          loopbaanbrug what-if --profile profile.json --done-route routes-zorg/zorg-r01"
    )]
    WhatIf(Box<WhatIfArguments>),
    /// Show two to five options side by side
    #[command(
        after_help = "Example: loopbaanbrug compare --profile profile.json vacancies-zorg/zorg-001 vacancies-ict/ict-001"
    )]
    Compare(CompareArguments),
    /// Make a page that the person owns, with direction, options, questions and first steps
    #[command(
        after_help = "Example: loopbaanbrug plan --profile profile.json routes-zorg/zorg-r01 vacancies-zorg/zorg-001 --format html --out plan.html"
    )]
    Plan(PlanArguments),
    /// Find paths to work that is not within reach now: a route or two, and then a vacancy
    #[command(after_help = "Example: loopbaanbrug paths --profile profile.json --limit 5")]
    Paths(PathsArguments),
    /// Show which skills and routes would bring most vacancies within reach, and how to learn them
    #[command(after_help = "Example: loopbaanbrug gaps --profile profile.json")]
    Gaps(GapsArguments),
    /// The same for a group of at least 10 people, as counts that say nothing about one person
    #[command(after_help = "Example: loopbaanbrug group profiles/*.json")]
    Group(GroupArguments),
    /// Show one opportunity
    #[command(after_help = "Example: loopbaanbrug get vacancies-zorg/zorg-001")]
    Get(GetArguments),
    /// List opportunities in the order of their keys
    #[command(after_help = "Example: loopbaanbrug list --source vacancies-zorg --kind vacancy")]
    List(ListArguments),
    /// Remove one opportunity
    #[command(after_help = "Example: loopbaanbrug delete vacancies-zorg/zorg-001")]
    Delete(DeleteArguments),
    /// Look up skills, knowledge, languages and occupations
    #[command(after_help = "Example: loopbaanbrug concepts find \"balie bedienen\"")]
    Concepts {
        #[command(subcommand)]
        command: ConceptsCommand,
    },
    /// Import and choose taxonomies of the data directory
    #[command(after_help = "Example: loopbaanbrug taxonomy list")]
    Taxonomy {
        #[command(subcommand)]
        command: TaxonomyCommand,
    },
    /// Import the coordinates of postcodes into the data directory
    #[command(after_help = "Example: loopbaanbrug places import 4pp.csv")]
    Places {
        #[command(subcommand)]
        command: PlacesCommand,
    },
    /// Write made-up vacancies and routes as NDJSON, for measuring
    #[command(after_help = "Example: loopbaanbrug generate --vacancies 100000 --routes 2000 --out feed.ndjson")]
    Generate(GenerateArguments),
    /// Measure how good finding and ranking are, on labelled examples
    #[command(after_help = "Example: loopbaanbrug eval fairness")]
    Eval {
        #[command(subcommand)]
        command: EvalCommand,
    },
    /// Print a JSON Schema: of a record, of a profile, or of what a command prints
    #[command(after_help = "Examples: loopbaanbrug schema vacancy > vacancy.schema.json
          loopbaanbrug schema output match > match.schema.json")]
    Schema {
        #[command(subcommand)]
        command: SchemaCommand,
    },
    /// Check the configuration
    #[command(after_help = "Example: loopbaanbrug config check --print")]
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Write a manual page for each command
    #[command(after_help = "Examples: loopbaanbrug man --out man1
          loopbaanbrug man --out /usr/local/share/man/man1")]
    Man {
        /// Directory to write to; made when it is not there
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Print a completion script for a shell
    #[command(after_help = "Example: loopbaanbrug completions bash > /etc/bash_completion.d/loopbaanbrug")]
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Args, Debug)]
pub(super) struct DemoArguments {
    /// End after printing instead of serving
    #[arg(long)]
    pub once: bool,
    /// Port to serve on; a free one when it is taken
    #[arg(long, value_name = "P", default_value_t = 50_161)]
    pub port: u16,
    /// Port of the page for advisers; a free one when it is taken
    #[arg(long, value_name = "P", default_value_t = 50_180)]
    pub web_port: u16,
}

#[derive(Args, Debug)]
pub(super) struct ServeArguments {
    /// Address and port to listen on
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    /// Address and port of the page for advisers, such as 127.0.0.1:50180
    #[arg(long, value_name = "ADDR")]
    pub web: Option<SocketAddr>,
}

/// The state an answer must have reached.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct RevisionArguments {
    /// Wait until the index has followed to this catalogue revision, as an import reports it
    #[arg(long, value_name = "REVISION", default_value_t = 0, hide_default_value = true)]
    pub at_least_revision: u64,
}

#[derive(Args, Debug)]
pub(super) struct GenerateArguments {
    /// How many vacancies
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        hide_default_value = true,
        required_unless_present = "routes",
        value_parser = clap::value_parser!(u64).range(0..=crate::generate::VACANCIES_MAX)
    )]
    pub vacancies: u64,
    /// How many learn-and-work routes
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        hide_default_value = true,
        value_parser = clap::value_parser!(u64).range(0..=crate::generate::ROUTES_MAX)
    )]
    pub routes: u64,
    /// The same seed gives the same opportunities
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// File to write, or - for standard output
    #[arg(long, value_name = "FILE", default_value = STANDARD_STREAM)]
    pub out: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(super) enum SchemaCommand {
    /// A vacancy of the project's own format
    #[command(after_help = "Example: loopbaanbrug schema vacancy > vacancy.schema.json")]
    Vacancy,
    /// A learn-and-work route of the project's own format
    #[command(after_help = "Example: loopbaanbrug schema route > route.schema.json")]
    Route,
    /// A profile, as `--profile` takes it
    #[command(after_help = "Example: loopbaanbrug schema profile > profile.schema.json")]
    Profile,
    /// What a command prints with --output json (docs/output.md)
    #[command(after_help = "Examples: loopbaanbrug schema output match
          loopbaanbrug schema output imports list")]
    Output {
        /// The command
        #[arg(required = true, value_name = "COMMAND")]
        command: Vec<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Say whether the configuration is right
    #[command(after_help = "Example: loopbaanbrug config check --config loopbaanbrug.toml --print")]
    Check {
        /// Print every value and where it came from
        #[arg(long)]
        print: bool,
    },
}

/// A page size from 1 to a limit.
fn page_size(most: usize) -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=i64::try_from(most).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn page_sizes_are_bounded() {
        let parse =
            |limit: &str| Arguments::try_parse_from(["loopbaanbrug", "match", "--profile", "p", "--limit", limit]);
        assert!(parse("0").is_err() && parse("101").is_err() && parse("100").is_ok());
    }

    #[test]
    fn every_command_has_an_example() {
        fn check(command: &clap::Command) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Example"), "{} has no example", command.get_name());
            command.get_subcommands().filter(|inner| inner.get_name() != "help").for_each(check);
        }
        check(&Arguments::command());
    }
}
