//! An option as a card of the list.

use super::{bar::Bar, talk::Talk, words::Words};
use crate::{
    domain::{Opportunity, SbiSection},
    engine::Standing,
    matching::{Class, Explained, PathFound, RequirementOutcome},
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
    /// How near it is now.
    pub(super) class: Class,
    /// How near it is after the way to it, when that is shown.
    class_after: Option<Class>,
    pub(super) sector: Option<SbiSection>,
    pub(super) metres: Option<u32>,
    /// Highest pay, in euros a month.
    pub(super) pay: Option<u16>,
    pub(super) points: i32,
    parts: Vec<v1::MatchPart>,
    facts: Vec<(&'static str, String)>,
    asked: Vec<(Held, String)>,
    obstacles: Vec<String>,
    questions: Vec<String>,
    note: Option<Note>,
    steps: Vec<Step>,
    /// Keys of the routes of its way, in order.
    way: Vec<String>,
}

/// How it stands with something that is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Met,
    /// Met in full after the way.
    LearntOnTheWay,
    InPart,
    Missing,
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
    pub(super) sign: String,
    pub(super) near: String,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) steps: Vec<Step>,
    pub(super) points: i32,
    pub(super) of_points: String,
    pub(super) bar: Bar,
    /// What is asked, by how it stands with it: a heading, its class in the style sheet, and the skills.
    pub(super) asked: Vec<(&'static str, &'static str, String)>,
    pub(super) obstacles: Vec<String>,
    pub(super) questions: Vec<String>,
    pub(super) questions_summary: String,
    pub(super) note: Option<String>,
    /// Keys that are kept together: the way and then the option, with spaces between them.
    pub(super) keep: String,
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

/// How near something is, in words and as a sign; with how near it is after the way to it.
fn near(language: Language, words: &Words, now: Class, after: Option<Class>) -> (String, String) {
    let label = |class: Class| phrases(language).class(class);
    let Some(after) = after else { return (capitalised(label(now)), sign(now).to_owned()) };
    let then = if after == Class::Now { words.card_reached } else { label(after) };
    ((words.card_way)(label(now), then), format!("{} → {}", sign(now), sign(after)))
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

/// What is asked and how it stands with it, heaviest first; beside how it stood before, when there is a way to it.
fn asked(shown: &v1::Match, before: Option<&Explained>) -> Vec<(Held, String)> {
    let mut results: Vec<_> = shown.requirements.iter().enumerate().collect();
    results.sort_by_key(|(_, it)| std::cmp::Reverse(it.points_possible));
    let was_met = |place: usize| {
        let before = before.and_then(|it| it.requirements.get(place));
        before.is_none_or(|it| it.outcome == RequirementOutcome::Met)
    };
    let held = |(place, it): (usize, &v1::RequirementResult)| match it.outcome() {
        v1::RequirementOutcome::Met if was_met(place) => Held::Met,
        v1::RequirementOutcome::Met => Held::LearntOnTheWay,
        v1::RequirementOutcome::PartlyMet => Held::InPart,
        v1::RequirementOutcome::Missing | v1::RequirementOutcome::Unspecified => Held::Missing,
    };
    let label = |it: &v1::RequirementResult| it.skill.as_ref().map(|skill| skill.label.clone());
    results.into_iter().filter_map(|(place, it)| Some((held((place, it)), label(it)?))).collect()
}

/// The skills of each kind, as many as a card has room for.
fn asked_told(words: &Words, asked: &[(Held, String)]) -> Vec<(&'static str, &'static str, String)> {
    let lists = [
        (Held::Met, words.card_fits, "fits"),
        (Held::LearntOnTheWay, words.card_learns, "learns"),
        (Held::InPart, words.card_partly, "partly"),
        (Held::Missing, words.card_missing, "missing"),
    ];
    let told = lists.into_iter().map(|(held, heading, class)| {
        let skills = asked.iter().filter(|(it, _)| *it == held).map(|(_, label)| label.as_str());
        (heading, class, skills.take(SKILLS_NAMED_MAX).collect::<Vec<_>>().join(" · "))
    });
    told.filter(|(_, _, skills)| !skills.is_empty()).collect()
}

impl Found {
    /// A match.
    pub(super) fn of_match(writer: &Writer<'_>, explained: &Explained, standing: &Standing) -> Self {
        let shown = writer.explained(explained);
        let mixed = standing.rank_by_points.map(|rank| Note::Mixed(phrases(writer.language).mixed_place(rank)));
        let similar = Some(standing.similar_count).filter(|count| *count > 0).map(Note::Similar);
        Self { note: similar.or(mixed), ..Self::new(writer, explained, shown) }
    }

    /// A path: the vacancy with the way to it and the points of both. How near it is, it is now: the way is still to go.
    pub(super) fn of_path(writer: &Writer<'_>, found: &PathFound) -> Self {
        let path = bridge_answer::path(writer, found);
        let shown = writer.explained(&found.after);
        Self {
            points: path.points,
            parts: path.parts.clone(),
            questions: path.questions.iter().take(QUESTIONS_MAX).cloned().collect(),
            steps: path.steps.iter().map(step).collect(),
            way: path.steps.iter().map(|step| step.key.clone()).collect(),
            class: found.before.class,
            class_after: Some(found.after.class),
            asked: asked(&shown, Some(&found.before)),
            ..Self::new(writer, &found.after, shown)
        }
    }

    fn new(writer: &Writer<'_>, explained: &Explained, shown: v1::Match) -> Self {
        let opportunity = &explained.listed.opportunity;
        Self {
            title: opportunity.title().to_string(),
            organisation: opportunity.organisation().to_string(),
            class: explained.class,
            class_after: None,
            sector: sector(opportunity),
            metres: explained.distance.map(|distance| distance.metres),
            pay: pay(opportunity),
            points: shown.points,
            facts: facts(writer, explained, &FACTS),
            asked: asked(&shown, None),
            obstacles: obstacles(&shown),
            questions: shown.questions.iter().take(QUESTIONS_MAX).cloned().collect(),
            note: None,
            steps: Vec::new(),
            way: Vec::new(),
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
        let (near, sign) = near(language, words, self.class, self.class_after);
        let keep: Vec<_> = self.way.iter().chain([&self.key]).map(String::as_str).collect();
        Card {
            number,
            class: self.class.code(),
            sign,
            near,
            asked: asked_told(words, &self.asked),
            kept: keep.iter().all(|key| talk.keeps(key)),
            keep: keep.join(" "),
            of_points: (words.of_points)(possible),
            bar: Bar::new(words, &self.parts, possible),
            questions_summary: (words.card_questions)(self.questions.len()),
            note: self.note.map(|note| match note {
                Note::Similar(count) => (words.card_similar)(count),
                Note::Mixed(sentence) => sentence,
            }),
            key: self.key,
            title: self.title,
            organisation: self.organisation,
            facts: self.facts,
            steps: self.steps,
            points: self.points,
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
