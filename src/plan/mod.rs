//! The plan: a page that the person owns. Composed from what the person says and from the reasons of chosen options, as parts,
//! as plain text and as one HTML page for paper.
//!
//! Every line names the field it rests on. What nobody said is pointed out, never filled in. Nothing here scores or ranks.

mod compose;
mod html;
mod notes;
mod text;
mod weeks;

pub use compose::{Chosen, Composing};
pub use html::html;
pub use notes::{Backer, Notes, Room};
pub use text::text;

use crate::{
    domain::{OpportunityKey, OpportunityKind, Text},
    matching::Class,
    texts::Language,
};
use jiff::civil::Date;

/// A plan in parts, in the order of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonalPlan {
    /// Language of every sentence.
    pub language: Language,
    /// Title of the page.
    pub title: String,
    /// Day on which it was made.
    pub made_on: Date,
    /// What the page is for and whose it is.
    pub opening: String,
    /// Where the person wants to go.
    pub direction: Section,
    /// Room to learn.
    pub room: Section,
    /// Who supports the person.
    pub backing: Section,
    /// The chosen options in the order of the person.
    pub options: Vec<OptionPart>,
    /// What is missing, heaviest first.
    pub gaps: Vec<Gap>,
    /// Questions by option.
    pub questions: Vec<Questions>,
    /// Four weeks.
    pub weeks: Vec<Week>,
}

impl PersonalPlan {
    /// The parts that come from the person.
    #[must_use]
    pub fn sections(&self) -> [&Section; 3] {
        [&self.direction, &self.room, &self.backing]
    }
}

/// A sentence and the field behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The sentence.
    pub sentence: String,
    /// Path of the field.
    pub field: String,
}

impl Line {
    fn new(sentence: impl Into<String>, field: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), field: field.into() }
    }
}

/// A part that comes from the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Heading.
    pub heading: String,
    /// What the person said.
    pub lines: Vec<Line>,
    /// What nobody said, as questions.
    pub missing: Vec<Line>,
}

/// A chosen option.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionPart {
    /// Its key.
    pub key: OpportunityKey,
    /// What it is.
    pub kind: OpportunityKind,
    /// Its title on one line.
    pub title: String,
    /// Employer or provider on one line.
    pub organisation: String,
    /// Points.
    pub points: i32,
    /// Most points that one of its kind can get.
    pub points_possible: i32,
    /// How near it is.
    pub class: Class,
    /// How it fits.
    pub fit: Vec<Line>,
    /// The best reasons for it.
    pub reasons: Vec<Line>,
    /// What to know about it.
    pub facts: Vec<Line>,
    /// What stands in the way.
    pub obstacles: Vec<Line>,
    /// Link.
    pub url: Option<String>,
}

/// Something that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// What, and for which options.
    pub line: Line,
    /// What can be done about it.
    pub remedies: Vec<Line>,
}

/// Questions for one option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questions {
    /// Key of the option.
    pub key: OpportunityKey,
    /// Who to ask.
    pub heading: String,
    /// The questions.
    pub questions: Vec<Line>,
}

/// One of the weeks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// Heading.
    pub heading: String,
    /// First day.
    pub begins: Date,
    /// Steps.
    pub steps: Vec<Line>,
}

/// A text of a feed or a person on one line, without marks that turn the direction of what follows.
fn one_line(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain: String = text.chars().filter(|c| !turns(*c)).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words of a person as a line.
fn own_words<const MAX: usize>(words: &Text<MAX>) -> String {
    one_line(words)
}
