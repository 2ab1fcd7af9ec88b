//! What can be typed in a conversation: changes to a profile, options beside each other, notes for a plan.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{FilterArguments, ProfileArguments, RevisionArguments, matches::OfListArguments, page_size, said};
use crate::{cli::paths::STANDARD_STREAM, engine::limits};

/// The profile and the changes to it.
#[derive(Args, Debug)]
pub(in crate::cli) struct WhatIfArguments {
    #[command(flatten)]
    pub person: ProfileArguments,
    #[command(flatten)]
    pub changes: ChangeArguments,
    /// How many of the best are compared, 1 to 100
    #[arg(long, value_name = "N", value_parser = page_size(limits::MATCH_PAGE_MAX), default_value_t = 20)]
    pub limit: u32,
    #[command(flatten)]
    pub filter: FilterArguments,
    #[command(flatten)]
    pub revision: RevisionArguments,
}

/// Changes to a profile; ten in all.
#[derive(Args, Debug)]
pub(in crate::cli) struct ChangeArguments {
    /// Add a skill in words or by key, with a level from 1 to 5 if need be: "medische terminologie:3"
    #[arg(long, value_name = "SKILL[:LEVEL]")]
    pub add_skill: Vec<String>,
    /// Leave out the skill at a place in the profile's list, from 0
    #[arg(long, value_name = "N")]
    pub remove_skill: Vec<u32>,
    /// Make a wish count one step less: must, important, nice, dropped. By place (preference:1, criterion:0) or by kind of
    /// preference (travel, hours, pay, contract, work-pattern, sector, remote, mention)
    #[arg(long, value_name = "WISH")]
    pub relax: Vec<String>,
    /// Drop a wish, named as with --relax
    #[arg(long, value_name = "WISH")]
    pub drop: Vec<String>,
    /// Make a wish a must, named as with --relax
    #[arg(long, value_name = "WISH")]
    pub must: Vec<String>,
    /// Travel at most this far, in kilometres
    #[arg(long, value_name = "KM")]
    pub travel: Option<u32>,
    /// Work this many hours a week: 24-36
    #[arg(long, value_name = "MIN-MAX")]
    pub hours: Option<String>,
    /// Earn at least this much gross a month at full time, in euros
    #[arg(long, value_name = "EUR")]
    pub pay: Option<u32>,
    /// A route has been done, by its key
    #[arg(long, value_name = "KEY")]
    pub done_route: Vec<String>,
    /// Level of education held, NLQF 1 to 8
    #[arg(long, value_name = "LEVEL")]
    pub nlqf: Option<u32>,
    /// Hold a driving licence, such as B
    #[arg(long, value_name = "CATEGORY")]
    pub licence: Vec<String>,
    /// Hold a diploma or registration, by its name
    #[arg(long, value_name = "NAME")]
    pub diploma: Vec<String>,
    /// Speak a language at a level: en:B2
    #[arg(long = "speaks", value_name = "CODE:LEVEL")]
    pub speaks: Vec<String>,
    /// Live at another four-digit postcode
    #[arg(long, value_name = "PC4")]
    pub home: Option<String>,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct CompareArguments {
    #[command(flatten)]
    pub person: ProfileArguments,
    /// Keys of the options, 2 to 5; vacancies and routes may be mixed
    #[arg(required = true)]
    pub keys: Vec<String>,
    #[command(flatten)]
    pub revision: RevisionArguments,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct WhyNotArguments {
    #[command(flatten)]
    pub person: ProfileArguments,
    /// Keys of the opportunities that were missed, 1 to 20
    #[arg(required = true, num_args = 1..=limits::EXPLAIN_KEYS_MAX)]
    pub keys: Vec<String>,
    /// Length of the list in which they were missed, 1 to 100
    #[arg(long, value_name = "N", value_parser = page_size(limits::MATCH_PAGE_MAX), default_value_t = 20)]
    pub limit: u32,
    #[command(flatten)]
    pub of_list: OfListArguments,
    #[command(flatten)]
    pub revision: RevisionArguments,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct PlanArguments {
    #[command(flatten)]
    pub person: ProfileArguments,
    /// Keys of the chosen options in order, 1 to 5; a route before a vacancy is the way to it
    #[arg(required = true)]
    pub keys: Vec<String>,
    /// Where the person wants to go, in their words
    #[arg(long, value_name = "WORDS", value_parser = said)]
    pub direction: Option<String>,
    /// Hours a week to learn; by default those of the profile
    #[arg(long, value_name = "N")]
    pub hours_a_week: Option<u32>,
    /// Weeks to learn; by default those of the profile
    #[arg(long, value_name = "N")]
    pub weeks: Option<u32>,
    /// Euros to learn with; by default those of the profile
    #[arg(long, value_name = "N")]
    pub euros: Option<u32>,
    /// Who supports the person and with what: "mijn leidinggevende: geeft me op vrijdag vrij"; may be given more than once
    #[arg(long, value_name = "WHO[: WHAT]")]
    pub backing: Vec<String>,
    /// Form of the page
    #[arg(long, value_enum, default_value_t = PlanFormatArgument::Text)]
    pub format: PlanFormatArgument,
    /// File to write, or - for standard output
    #[arg(long, value_name = "FILE", default_value = STANDARD_STREAM)]
    pub out: PathBuf,
    #[command(flatten)]
    pub revision: RevisionArguments,
}

/// Forms of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum PlanFormatArgument {
    /// Plain text.
    Text,
    /// A page for screen and A4 paper.
    Html,
    /// The parts, as one JSON object.
    Json,
}
