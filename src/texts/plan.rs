//! What a plan needs to say: headings, room, what is missing, what can be done and first steps. The words stand with each
//! language.

use super::advice::Advice;
use crate::{
    domain::{ConceptKind, HoursPerWeek, OpportunityKind, Weeks, WholeEuro},
    matching::RequirementOutcome,
};
use jiff::civil::Date;

/// Headings of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanHeading {
    /// The page itself.
    Title,
    /// Where the person wants to go.
    Direction,
    /// Room to learn.
    Room,
    /// Who supports the person.
    Backing,
    /// The chosen options.
    Options,
    /// Why an option.
    Reasons,
    /// What stands in the way.
    Obstacles,
    /// What is still missing.
    Gaps,
    /// Questions to ask.
    Questions,
    /// First steps.
    Weeks,
    /// What is not known yet.
    NotYet,
    /// The link of an option.
    Link,
}

impl PlanHeading {
    /// Every heading.
    pub const ALL: [Self; 12] = [
        Self::Title,
        Self::Direction,
        Self::Room,
        Self::Backing,
        Self::Options,
        Self::Reasons,
        Self::Obstacles,
        Self::Gaps,
        Self::Questions,
        Self::Weeks,
        Self::NotYet,
        Self::Link,
    ];
}

/// Room to learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Hours a week.
    Hours(HoursPerWeek),
    /// Weeks in all.
    Weeks(Weeks),
    /// Euros of one's own.
    Euros(WholeEuro),
}

/// Something that a plan needs and nobody has said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSaid<'a> {
    /// Where the person wants to go.
    Direction,
    /// Hours a week.
    Hours,
    /// Weeks in all.
    Weeks,
    /// Euros.
    Euros,
    /// Who supports the person.
    Backing,
    /// With what someone supports the person.
    BackedWith(&'a str),
}

/// A chosen option as steps name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// What it is.
    pub kind: OpportunityKind,
    /// Its title.
    pub title: &'a str,
    /// Employer or provider.
    pub organisation: &'a str,
}

/// What can be done about a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy<'a> {
    /// A chosen route teaches it.
    Chosen(&'a str),
    /// A route that was named before teaches it too.
    Also(&'a str),
    /// A route teaches it.
    Route {
        /// Its title.
        title: &'a str,
        /// Who offers it.
        provider: &'a str,
        /// How long it takes.
        duration: Option<Weeks>,
    },
    /// No route that is known teaches it.
    NoRoute,
    /// The same, said a second time.
    NoRouteEither,
}

/// A first step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeekStep<'a> {
    /// Talk about what nobody has said yet.
    TalkAbout {
        /// Whether the direction is not said.
        direction: bool,
        /// Whether some of the room is not said.
        room: bool,
        /// Whether the backing is not said.
        backing: bool,
    },
    /// Read an option and get in touch.
    GetInTouch(Named<'a>),
    /// Ask the questions of an option.
    Ask(Named<'a>),
    /// Ask about the next start of a route; without a day, when it can be.
    AskStart(Named<'a>, Option<Date>),
    /// Look whether a route helps with a gap.
    LookAt {
        /// Title of the route.
        title: &'a str,
        /// Who offers it.
        provider: &'a str,
        /// Label of the gap.
        gap: &'a str,
    },
    /// See the work or the lessons for oneself.
    SeeForYourself(Named<'a>),
    /// Practise at work, or read about it.
    Practise(&'a str, ConceptKind),
    /// Apply; until a day, when one is known.
    Apply(Named<'a>, Option<Date>),
    /// Choose between several options.
    Choose,
    /// Decide about the only option.
    Decide(Named<'a>),
    /// Talk about the choice with someone who supports the person.
    DiscussWith(&'a str),
}

/// Sentences of a plan in one language.
pub trait PlanPhrases: Advice {
    /// A heading, with a capital.
    fn plan_heading(&self, heading: PlanHeading) -> &'static str;
    /// What the page is for and whose it is.
    fn plan_opening(&self, made_on: Date) -> String;
    /// Room to learn.
    fn room(&self, room: Room) -> String;
    /// What is not said, as a question to talk about.
    fn not_said(&self, what: NotSaid<'_>) -> String;
    /// Points of an option.
    fn points_told(&self, points: i32, possible: i32) -> String;
    /// That a route before it is the way to it.
    fn way_to_it(&self, route: &str) -> String;
    /// Something that is missing or only partly there.
    fn still_needed(&self, outcome: RequirementOutcome, label: &str) -> String;
    /// Which options ask what is missing.
    fn asked_by(&self, titles: &[&str]) -> String;
    /// What can be done about a gap.
    fn remedy(&self, remedy: &Remedy<'_>) -> String;
    /// Heading of a week, numbered from 1.
    fn week(&self, number: usize, begins: Date) -> String;
    /// A first step.
    fn week_step(&self, step: &WeekStep<'_>) -> String;
}
