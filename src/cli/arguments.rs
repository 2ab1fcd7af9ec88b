//! What can be typed, as clap reads it. What it means stands in `invocation` and in the commands.

mod conversation;
mod evaluation;
mod keeping;
mod values;

pub(super) use conversation::{
    ChangeArguments, CompareArguments, PlanArguments, PlanFormatArgument, WhatIfArguments, WhyNotArguments,
};
pub(super) use evaluation::{EvalFairnessArguments, EvalRankingArguments};
pub(super) use keeping::{
    AttemptArguments, BackupArguments, ExportArguments, ImportsCommand, RestoreArguments, WatchArguments,
};
pub(super) use values::{
    ConceptKindArgument, FormatArgument, HalfArgument, KindArgument, LookArgument, ModeArgument, OutputFormat,
    TextKindArgument, ViewArgument,
};

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use super::texts::Language;
use crate::engine::limits;

/// Matches people to work and to ways of learning, and shows why.
///
/// Every data command speaks gRPC: to the service given with --server, or to one that it starts in its own process over
/// the data directory.
#[derive(Debug, Parser)]
#[command(
    name = "loopbaanbrug",
    version,
    after_help = "Begin with `loopbaanbrug demo`.\n\nExit codes: 0 done, 1 fault, 2 wrong input, 3 imported with rejected \
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
    Concepts {
        #[command(subcommand)]
        command: ConceptsCommand,
    },
    /// Import and choose taxonomies of the data directory
    Taxonomy {
        #[command(subcommand)]
        command: TaxonomyCommand,
    },
    /// Import the coordinates of postcodes into the data directory
    Places {
        #[command(subcommand)]
        command: PlacesCommand,
    },
    /// Write made-up vacancies and routes as NDJSON, for measuring
    #[command(after_help = "Example: loopbaanbrug generate --vacancies 100000 --routes 2000 --out feed.ndjson")]
    Generate(GenerateArguments),
    /// Measure how good finding and ranking are, on labelled examples
    Eval {
        #[command(subcommand)]
        command: EvalCommand,
    },
    /// Print the JSON Schema of a record of the project's own format
    #[command(after_help = "Example: loopbaanbrug schema vacancy > vacancy.schema.json")]
    Schema {
        /// Kind of record
        #[arg(value_enum)]
        kind: KindArgument,
    },
    /// Check the configuration
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
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

#[derive(Args, Debug)]
pub(super) struct ImportArguments {
    /// File of the feed, or - for standard input
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
    #[arg(long, value_name = "NAME")]
    pub charset: Option<String>,
    /// Whether the feed is all there is (full) or adds and changes (delta)
    #[arg(long, value_enum, default_value_t = ModeArgument::Delta)]
    pub mode: ModeArgument,
    /// Identifies this import, so that it can be repeated safely
    #[arg(long, value_name = "ID")]
    pub request_id: Option<String>,
    /// Refuse the feed unless exactly this many records come
    #[arg(long, value_name = "N")]
    pub expected_count: Option<u64>,
    /// Kind of every record; others are rejected, and a full import replaces what the source has of this kind
    #[arg(long, value_enum)]
    pub kind: Option<KindArgument>,
    /// Allow a full import to remove more of the source than the service allows, by default half
    #[arg(long)]
    pub allow_shrink: bool,
    /// Check and report, change nothing
    #[arg(long)]
    pub validate_only: bool,
    #[command(flatten)]
    pub attempts: AttemptArguments,
}

/// Which opportunities a match looks at.
#[derive(Args, Debug)]
pub(super) struct FilterArguments {
    /// Kind of opportunity
    #[arg(long, value_enum, default_value_t = KindArgument::Vacancy)]
    pub kind: KindArgument,
    /// SBI section, A to U; may be given more than once
    #[arg(long, value_name = "X")]
    pub sector: Vec<String>,
    /// Words that title or text must contain
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
    /// Name of a source; may be given more than once
    #[arg(long, value_name = "NAME")]
    pub source: Vec<String>,
}

/// The person a question is about.
#[derive(Args, Clone, Debug)]
pub(super) struct ProfileArguments {
    /// The profile as proto3 JSON of loopbaanbrug.v1.Profile, or - for standard input
    #[arg(long, value_name = "FILE")]
    pub profile: PathBuf,
    /// How far from the work of now to look, in place of what the profile says
    #[arg(long, value_enum, value_name = "FAR")]
    pub look: Option<LookArgument>,
}

/// The state an answer must have reached.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct RevisionArguments {
    /// Wait until the index has followed to this catalogue revision, as an import reports it
    #[arg(long, value_name = "REVISION", default_value_t = 0, hide_default_value = true)]
    pub at_least_revision: u64,
}

#[derive(Args, Debug)]
pub(super) struct MatchArguments {
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
pub(super) struct ExplainArguments {
    #[command(flatten)]
    pub person: ProfileArguments,
    /// Keys of opportunities, 1 to 20
    #[arg(required = true, num_args = 1..=limits::EXPLAIN_KEYS_MAX)]
    pub keys: Vec<String>,
    #[command(flatten)]
    pub filter: FilterArguments,
    #[command(flatten)]
    pub revision: RevisionArguments,
}

/// Which vacancies a bridge may lead to.
#[derive(Args, Debug)]
pub(super) struct VacancyFilterArguments {
    /// SBI section, A to U; may be given more than once
    #[arg(long, value_name = "X")]
    pub sector: Vec<String>,
    /// Words that title or text must contain
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
    /// Name of a source; may be given more than once
    #[arg(long, value_name = "NAME")]
    pub source: Vec<String>,
}

#[derive(Args, Debug)]
pub(super) struct PathsArguments {
    #[command(flatten)]
    pub person: ProfileArguments,
    /// Paths in one answer, 1 to 50
    #[arg(long, value_name = "N", value_parser = page_size(limits::PATH_PAGE_MAX), default_value_t = 10)]
    pub limit: u32,
    #[command(flatten)]
    pub filter: VacancyFilterArguments,
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
pub(super) struct GapsArguments {
    #[command(flatten)]
    pub person: ProfileArguments,
    /// Skills, and routes, in the answer, 1 to 50
    #[arg(long, value_name = "N", value_parser = page_size(limits::GAPS_MAX), default_value_t = 10)]
    pub limit: u32,
    #[command(flatten)]
    pub filter: VacancyFilterArguments,
    #[command(flatten)]
    pub revision: RevisionArguments,
}

#[derive(Args, Debug)]
pub(super) struct GroupArguments {
    /// Profiles as proto3 JSON of loopbaanbrug.v1.Profile, one a file, 10 to 200
    #[arg(required = true, value_name = "FILE")]
    pub profiles: Vec<PathBuf>,
    /// Skills, and routes, in the answer, 1 to 50
    #[arg(long, value_name = "N", value_parser = page_size(limits::GAPS_MAX), default_value_t = 10)]
    pub limit: u32,
    #[command(flatten)]
    pub filter: VacancyFilterArguments,
    #[command(flatten)]
    pub revision: RevisionArguments,
}

#[derive(Args, Debug)]
pub(super) struct GetArguments {
    /// Key “source/id”
    pub key: String,
    #[command(flatten)]
    pub revision: RevisionArguments,
}

#[derive(Args, Debug)]
pub(super) struct ListArguments {
    /// Name of a source; all by default
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Kind; both by default
    #[arg(long, value_enum)]
    pub kind: Option<KindArgument>,
    /// Only what is open on this day, YYYY-MM-DD
    #[arg(long, value_name = "DAY")]
    pub open_on: Option<String>,
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
pub(super) struct DeleteArguments {
    /// Key “source/id”
    pub key: String,
}

#[derive(Debug, Subcommand)]
pub(super) enum ConceptsCommand {
    /// Find concepts by words
    #[command(after_help = "Example: loopbaanbrug concepts find \"balie bedienen\" --kind skill")]
    Find {
        /// The words
        text: String,
        /// Kind of concept; may be given more than once
        #[arg(long, value_enum)]
        kind: Vec<ConceptKindArgument>,
        /// Most concepts, 1 to 100
        #[arg(long, value_name = "N", value_parser = page_size(limits::FIND_PAGE_MAX), default_value_t = 10)]
        limit: u32,
    },
    /// Complete what is being typed
    #[command(after_help = "Example: loopbaanbrug concepts complete \"medew burgerz\"")]
    Complete {
        /// What has been typed; the last word counts as unfinished
        text: String,
        /// Kind of concept; may be given more than once
        #[arg(long, value_enum)]
        kind: Vec<ConceptKindArgument>,
        /// Most concepts, 1 to 100
        #[arg(long, value_name = "N", value_parser = page_size(limits::FIND_PAGE_MAX), default_value_t = 10)]
        limit: u32,
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

#[derive(Debug, Subcommand)]
pub(super) enum TaxonomyCommand {
    /// Import a taxonomy from its official files
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
pub(super) enum TaxonomyImportCommand {
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
pub(super) enum PlacesCommand {
    /// Import an open table of postcodes with columns postcode, latitude, longitude and, if there is one, soort
    #[command(after_help = "Example: loopbaanbrug places import 4pp.csv")]
    Import {
        /// The table
        file: PathBuf,
    },
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
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub out: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(super) enum EvalCommand {
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
            let inner: Vec<_> = command.get_subcommands().filter(|inner| inner.get_name() != "help").collect();
            if inner.is_empty() {
                let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
                assert!(help.contains("Example"), "{} has no example", command.get_name());
            }
            inner.into_iter().for_each(check);
        }
        check(&Arguments::command());
    }
}
