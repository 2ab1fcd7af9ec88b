//! What a conversation needs to say besides reasons: facts of an option, what sets it apart, what a change does, and its
//! place in the list. The words stand with each language.

use super::phrases::{Phrases, Refusal};
use crate::{
    domain::{Condition, EuroPerMonth, HoursPerWeek, OpportunityKind, Payer, Percent, Range, Weeks},
    matching::{Class, PartPoints, RequirementOutcome},
};
use jiff::civil::Date;

/// Facts that options are compared by, in the order of display.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FactKind {
    /// Employer or provider.
    Organisation,
    /// Form of learning and working.
    RouteKind,
    /// Distance from home, or the postcode.
    Place,
    /// Hours a week at work.
    Hours,
    /// Hours a week of study.
    StudyHours,
    /// Pay, or wage during a route.
    Pay,
    /// Contract.
    Contract,
    /// Times of work.
    WorkPattern,
    /// Work from home, or share followed online.
    Remote,
    /// Education level asked.
    Level,
    /// Duration of a route.
    Duration,
    /// Cost of a route and who pays.
    Cost,
    /// What a route leads to.
    Exit,
    /// Last day of application.
    Closes,
    /// Next start of a route.
    Starts,
}

impl FactKind {
    /// Every fact.
    pub const ALL: [Self; 15] = [
        Self::Organisation,
        Self::RouteKind,
        Self::Place,
        Self::Hours,
        Self::StudyHours,
        Self::Pay,
        Self::Contract,
        Self::WorkPattern,
        Self::Remote,
        Self::Level,
        Self::Duration,
        Self::Cost,
        Self::Exit,
        Self::Closes,
        Self::Starts,
    ];

    /// Path of the field within a match of a kind.
    #[must_use]
    pub fn field(self, kind: OpportunityKind) -> &'static str {
        let vacancy = kind == OpportunityKind::Vacancy;
        match self {
            Self::Organisation if vacancy => "opportunity.vacancy.employer",
            Self::Organisation => "opportunity.route.provider",
            Self::RouteKind => "opportunity.route.kind",
            Self::Place => "distance_km",
            Self::Hours if vacancy => "opportunity.vacancy.hours",
            Self::Hours => "opportunity.route.work_hours_per_week",
            Self::StudyHours => "opportunity.route.study_hours_per_week",
            Self::Pay if vacancy => "opportunity.vacancy.pay",
            Self::Pay => "opportunity.route.wage",
            Self::Contract => "opportunity.vacancy.contract",
            Self::WorkPattern => "opportunity.vacancy.work_patterns",
            Self::Remote if vacancy => "opportunity.vacancy.remote_percent",
            Self::Remote => "opportunity.route.remote_percent",
            Self::Level if vacancy => "opportunity.vacancy.nlqf_level",
            Self::Level => "opportunity.route.entry_nlqf_level",
            Self::Duration => "opportunity.route.duration_weeks",
            Self::Cost => "opportunity.route.cost_eur",
            Self::Exit => "opportunity.route.credential",
            Self::Closes => "opportunity.vacancy.closes",
            Self::Starts => "opportunity.route.starts",
        }
    }
}

/// What sets an option apart.
#[derive(Clone, Copy, Debug)]
pub enum SetApart<'a> {
    /// It is within reach before the others.
    Nearest(Class),
    /// It alone fits a wish or criterion, or it alone does not.
    Fits {
        /// What is wanted.
        wanted: &'a str,
        /// Whether it does.
        fits: bool,
    },
    /// It alone demands something.
    Demands(&'a str),
    /// It alone asks something.
    Asks {
        /// Label of what is asked.
        label: &'a str,
        /// How far it is met.
        outcome: RequirementOutcome,
    },
    /// It does not ask what the others ask.
    DoesNotAsk(&'a str),
}

/// What a change does to the best of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListChange {
    /// How many of the best were compared.
    pub depth: usize,
    /// How many came in.
    pub entered: usize,
    /// How many went out.
    pub left: usize,
    /// How many got another rank or other points.
    pub moved: usize,
}

/// Where something stands in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankTold {
    /// Its rank, from 1.
    pub rank: u64,
    /// Number that pass.
    pub total: u64,
    /// Length of the list.
    pub length: usize,
}

/// What a list does with something.
#[derive(Clone, Copy, Debug)]
pub enum ListTold<'a> {
    /// It shows it.
    Shown,
    /// It shows a near-duplicate, which stands for it.
    StoodForBy {
        /// Title of the near-duplicate.
        title: &'a str,
        /// Who offers it.
        organisation: &'a str,
    },
    /// Others go first because sectors and employers take turns.
    Mixed,
    /// Others have as many points and are newer.
    AsManyPoints,
    /// The last one in it has more points.
    Short {
        /// So many more.
        points: i32,
        /// Parts in which it has fewer, the largest loss first.
        losses: &'a [PartPoints],
    },
}

/// Sentences and terms of a conversation in one language.
pub trait Advice: Phrases {
    /// A day: “1 december 2026”.
    fn day(&self, day: Date) -> String;
    /// A day without its year: “1 december”.
    fn day_of_year(&self, day: Date) -> String;
    /// What a fact is called, with a capital.
    fn fact(&self, fact: FactKind) -> &'static str;
    /// Hours a week: “24 tot 32 uur per week”.
    fn hours_a_week(&self, hours: &Range<HoursPerWeek>) -> String;
    /// Pay: “€ 2.700 tot € 3.400 bruto per maand”.
    fn pay_a_month(&self, pay: &Range<EuroPerMonth>) -> String;
    /// A duration.
    fn weeks(&self, weeks: Weeks) -> String;
    /// Who pays: “de werkgever betaalt”.
    fn payer(&self, payer: Payer) -> &'static str;
    /// That one can start at any time.
    fn any_time(&self) -> &'static str;
    /// A postcode as a place.
    fn postcode(&self, digits: &str) -> String;
    /// A distance from home; `approximate` when it is between regions.
    fn distance_from_home(&self, metres: u32, approximate: bool) -> String;
    /// Share from home or online.
    fn remote_share(&self, kind: OpportunityKind, share: Percent) -> String;
    /// A wish in a few words without a capital: “hoogstens 30 kilometer reizen”.
    fn wanted(&self, condition: &Condition) -> String;
    /// What sets an option apart.
    fn set_apart(&self, kind: OpportunityKind, set_apart: &SetApart<'_>) -> String;

    /// That something used to leave it out.
    fn no_longer_left_out(&self, kind: OpportunityKind, why: &Refusal<'_>) -> String;
    /// That something does not count any more.
    fn no_longer_counts(&self, what: &str) -> String;
    /// That the wishes of a part weigh otherwise against each other than before; `part` is its label.
    fn weighs_otherwise(&self, part: &str, named: &[&str]) -> String;
    /// What only rounding moved.
    fn rounding(&self) -> &'static str;
    /// That something brings more or less than before.
    fn counts_otherwise(&self, more: bool, what: &str) -> String;
    /// That the education level is no longer too low.
    fn level_enough(&self) -> &'static str;
    /// That only others changed.
    fn only_others_moved(&self, up: bool) -> &'static str;
    /// How many pass before and after.
    fn totals(&self, kind: OpportunityKind, before: u64, after: u64) -> String;
    /// What changes among the best.
    fn list_change(&self, change: ListChange) -> String;
    /// How many of a class there are before and after.
    fn class_count(&self, class: Class, before: u64, after: u64) -> String;

    /// Where an opportunity stands by points, and whether the list shows it.
    fn list_place(&self, kind: OpportunityKind, rank: RankTold, shown: bool) -> String;
    /// How many points the last of the list has more.
    fn points_short(&self, points: i32) -> String;
    /// That it has as many points as the last of the list.
    fn as_many_points(&self) -> &'static str;
    /// That sectors and employers take turns, so that others stand before it.
    fn mixed_away(&self) -> &'static str;
    /// That the list shows nearly the same already.
    fn shown_instead(&self, title: &str, organisation: &str) -> String;
    /// Parts in which the last of the list, named in the sentence before, has more points; at least one label with the points.
    fn losses(&self, losses: &[(&str, i32)]) -> String;
}

/// With a capital.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
