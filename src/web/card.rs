//! An option as a card of the list.

use super::{bar::Bar, talk::Talk, words::Words};
use crate::{
    domain::{Opportunity, SbiSection},
    engine::Standing,
    matching::{Class, Explained, PathFound},
    texts::{self, FactKind, Language, advice, capitalised, phrases},
    wire::{bridge_answer, match_answer::Writer},
};
use loopbaanbrug_proto::v1;

/// Skills named on a card as fitting, and as missing.
const SKILLS_NAMED_MAX: usize = 4;
/// Questions on a card.
const QUESTIONS_MAX: usize = 3;
/// Facts on a card, in the order of display.
const FACTS: [FactKind; 8] = [
    FactKind::RouteKind,
    FactKind::Place,
    FactKind::Hours,
    FactKind::Pay,
    FactKind::Duration,
    FactKind::StudyHours,
    FactKind::Cost,
    FactKind::Starts,
];

/// An option as the engine found it, in words, before it is known whether the list shows it.
pub(super) struct Found {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) organisation: String,
    pub(super) class: Class,
    pub(super) sector: Option<SbiSection>,
    pub(super) metres: Option<u32>,
    /// Highest pay, in euros a month.
    pub(super) pay: Option<u16>,
    pub(super) points: i32,
    parts: Vec<v1::MatchPart>,
    facts: Vec<(&'static str, String)>,
    fits: Vec<String>,
    missing: Vec<String>,
    obstacles: Vec<String>,
    questions: Vec<String>,
    note: Option<Note>,
    steps: Vec<Step>,
}

/// What is said besides.
enum Note {
    Similar(u64),
    Mixed(String),
}

/// A step of a way of learning.
#[derive(Clone)]
pub(super) struct Step {
    pub(super) title: String,
    pub(super) provider: String,
    pub(super) told: String,
}

/// A card.
pub(super) struct Card {
    pub(super) number: usize,
    pub(super) key: String,
    pub(super) title: String,
    pub(super) organisation: String,
    pub(super) class: &'static str,
    pub(super) sign: &'static str,
    pub(super) near: String,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) steps: Vec<Step>,
    pub(super) points: i32,
    pub(super) of_points: String,
    pub(super) bar: Bar,
    pub(super) fits: Vec<String>,
    pub(super) missing: Vec<String>,
    pub(super) obstacles: Vec<String>,
    pub(super) questions: Vec<String>,
    pub(super) questions_summary: String,
    pub(super) note: Option<String>,
    pub(super) kept: bool,
}

/// A sign that says how near something is without colours.
pub(super) fn sign(class: Class) -> &'static str {
    match class {
        Class::Now => "●●●●",
        Class::ShortCourse => "●●●○",
        Class::Route => "●●○○",
        Class::Far => "●○○○",
    }
}

/// The facts of an option, each with its name.
pub(super) fn facts(writer: &Writer<'_>, explained: &Explained, kinds: &[FactKind]) -> Vec<(&'static str, String)> {
    let (language, known) = (writer.language, (writer.profile, writer.snapshot.taxonomy()));
    let words = advice(language);
    let fact = |kind: &FactKind| {
        let told = texts::fact(language, known, explained, *kind, writer.today)?;
        Some((words.fact(*kind), capitalised(&told)))
    };
    kinds.iter().filter_map(fact).collect()
}

/// The sector of an opportunity.
fn sector(opportunity: &Opportunity) -> Option<SbiSection> {
    match opportunity {
        Opportunity::Vacancy(vacancy) => vacancy.sector,
        Opportunity::Route(_) => None,
    }
}

fn pay(opportunity: &Opportunity) -> Option<u16> {
    let pay = match opportunity {
        Opportunity::Vacancy(vacancy) => vacancy.pay,
        Opportunity::Route(route) => route.wage,
    };
    pay.map(|pay| pay.max().get())
}

/// Labels of the requirements of one outcome, heaviest first.
fn named(shown: &v1::Match, outcomes: &[v1::RequirementOutcome]) -> Vec<String> {
    let mut results: Vec<_> = shown.requirements.iter().filter(|it| outcomes.contains(&it.outcome())).collect();
    results.sort_by_key(|it| std::cmp::Reverse(it.points_possible));
    let labels = results.into_iter().filter_map(|it| it.skill.as_ref()).map(|skill| skill.label.clone());
    labels.take(SKILLS_NAMED_MAX).collect()
}

impl Found {
    /// A match.
    pub(super) fn of_match(writer: &Writer<'_>, explained: &Explained, standing: &Standing) -> Self {
        let shown = writer.explained(explained);
        let mixed = standing.rank_by_points.map(|rank| Note::Mixed(phrases(writer.language).mixed_place(rank)));
        let similar = Some(standing.similar_count).filter(|count| *count > 0).map(Note::Similar);
        Self { note: similar.or(mixed), ..Self::new(writer, explained, shown) }
    }

    /// A path: the vacancy after the way, with the points of both.
    pub(super) fn of_path(writer: &Writer<'_>, found: &PathFound) -> Self {
        let path = bridge_answer::path(writer, found);
        let shown = writer.explained(&found.after);
        Self {
            points: path.points,
            parts: path.parts.clone(),
            questions: path.questions.iter().take(QUESTIONS_MAX).cloned().collect(),
            steps: path.steps.iter().map(step).collect(),
            ..Self::new(writer, &found.after, shown)
        }
    }

    fn new(writer: &Writer<'_>, explained: &Explained, shown: v1::Match) -> Self {
        let opportunity = &explained.listed.opportunity;
        let outcome = |outcomes: &[_]| named(&shown, outcomes);
        Self {
            title: opportunity.title().to_string(),
            organisation: opportunity.organisation().to_string(),
            class: explained.class,
            sector: sector(opportunity),
            metres: explained.distance.map(|distance| distance.metres),
            pay: pay(opportunity),
            points: shown.points,
            facts: facts(writer, explained, &FACTS),
            fits: outcome(&[v1::RequirementOutcome::Met]),
            missing: outcome(&[v1::RequirementOutcome::Missing, v1::RequirementOutcome::PartlyMet]),
            obstacles: obstacles(&shown),
            questions: shown.questions.iter().take(QUESTIONS_MAX).cloned().collect(),
            note: None,
            steps: Vec::new(),
            parts: shown.parts,
            key: shown.key,
        }
    }

    /// The card, as number `number` of a list whose points are at most `possible`.
    pub(super) fn card(
        self,
        (language, words): (Language, &Words),
        (number, possible): (usize, i32),
        talk: &Talk,
    ) -> Card {
        Card {
            number,
            class: self.class.code(),
            sign: sign(self.class),
            near: capitalised(phrases(language).class(self.class)),
            of_points: (words.of_points)(possible),
            bar: Bar::new(words, &self.parts, possible),
            questions_summary: (words.card_questions)(self.questions.len()),
            note: self.note.map(|note| match note {
                Note::Similar(count) => (words.card_similar)(count),
                Note::Mixed(sentence) => sentence,
            }),
            kept: talk.keeps(&self.key),
            key: self.key,
            title: self.title,
            organisation: self.organisation,
            facts: self.facts,
            steps: self.steps,
            points: self.points,
            fits: self.fits,
            missing: self.missing,
            obstacles: self.obstacles,
            questions: self.questions,
        }
    }
}

/// A step of a path.
pub(super) fn step(step: &v1::PathStep) -> Step {
    Step { title: step.title.clone(), provider: step.provider.clone(), told: step.sentences.join(" ") }
}

/// Hard conditions that are not met.
fn obstacles(shown: &v1::Match) -> Vec<String> {
    let not_met = shown.gates.iter().filter(|gate| gate.verdict() == v1::Verdict::NotMet);
    not_met.map(|gate| gate.sentence.clone()).collect()
}
