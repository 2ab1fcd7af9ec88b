//! The plan: notes as requests give them, its parts as answers show them.

use super::{
    codes::WireCode,
    violations::{Path, Violations},
};
use crate::{
    domain::{HoursPerWeek, Profile, Text, Weeks, WholeEuro},
    engine::{OptionsAnswer, limits},
    plan::{Backer, Chosen, Composing, Gap, Line, Notes, OptionPart, PersonalPlan, Questions, Room, Section, Week},
    texts::Language,
};
use loopbaanbrug_proto::v1;

/// Forms in which a plan is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlanForm {
    /// Plain text.
    Text,
    /// A page for screen and paper.
    Html,
}

impl Violations {
    /// Notes that may be left out.
    pub(crate) fn plan_notes(&mut self, path: &Path<'_>, given: Option<&v1::PlanNotes>) -> Notes {
        let Some(given) = given else { return Notes::default() };
        Notes {
            direction: self.unless_empty(&path.field("direction"), &given.direction, Text::new),
            room: self.plan_room(&path.field("room"), given.room.unwrap_or_default()),
            backing: self.list(&path.field("backing"), &given.backing, Self::backer),
        }
    }

    fn plan_room(&mut self, path: &Path<'_>, given: v1::PlanRoom) -> Room {
        Room {
            hours: self.number(&path.field("hours_a_week"), given.hours_a_week, HoursPerWeek::new),
            weeks: self.number(&path.field("weeks"), given.weeks, Weeks::new),
            euros: self.number(&path.field("euros"), given.euros, WholeEuro::new),
        }
    }

    fn backer(&mut self, path: &Path<'_>, given: &v1::Backer) -> Option<Backer> {
        let who = self.keep(&path.field("who"), Text::new(&given.who));
        let words = self.unless_empty(&path.field("words"), &given.words, Text::new);
        Some(Backer { who: who?, words })
    }
}

/// The plan that an answer about options makes.
pub(crate) fn composed(
    answer: &OptionsAnswer,
    (profile, notes): (&Profile, &Notes),
    language: Language,
) -> PersonalPlan {
    let options = answer.options.iter().map(|option| Chosen {
        explained: &option.explained,
        left_out_by: &option.left_out_by,
        points_possible: option.points_possible,
    });
    let composing = Composing {
        language,
        profile,
        notes,
        taxonomy: answer.snapshot.taxonomy(),
        options: &options.collect::<Vec<_>>(),
        routes: &answer.routes,
        gaps_max: limits::PLAN_GAPS_MAX,
        today: answer.today,
    };
    composing.plan()
}

/// The parts of a plan.
pub(crate) fn personal_plan(plan: &PersonalPlan) -> v1::PersonalPlan {
    v1::PersonalPlan {
        title: plan.title.clone(),
        made_on: plan.made_on.to_string(),
        opening: plan.opening.clone(),
        direction: Some(section(&plan.direction)),
        room: Some(section(&plan.room)),
        backing: Some(section(&plan.backing)),
        options: plan.options.iter().map(option).collect(),
        gaps: plan.gaps.iter().map(gap).collect(),
        questions: plan.questions.iter().map(questions).collect(),
        weeks: plan.weeks.iter().map(week).collect(),
    }
}

fn line(line: &Line) -> v1::PlanLine {
    v1::PlanLine { sentence: line.sentence.clone(), field: line.field.clone() }
}

fn lines(lines: &[Line]) -> Vec<v1::PlanLine> {
    lines.iter().map(line).collect()
}

fn section(section: &Section) -> v1::PlanSection {
    v1::PlanSection { heading: section.heading.clone(), lines: lines(&section.lines), missing: lines(&section.missing) }
}

fn option(option: &OptionPart) -> v1::PlanOption {
    v1::PlanOption {
        key: option.key.to_string(),
        kind: option.kind.wire(),
        title: option.title.clone(),
        organisation: option.organisation.clone(),
        points: option.points,
        points_possible: option.points_possible,
        class: option.class.wire(),
        fit: lines(&option.fit),
        reasons: lines(&option.reasons),
        facts: lines(&option.facts),
        obstacles: lines(&option.obstacles),
        url: option.url.clone().unwrap_or_default(),
    }
}

fn gap(gap: &Gap) -> v1::PlanGap {
    v1::PlanGap { line: Some(line(&gap.line)), remedies: lines(&gap.remedies) }
}

fn questions(questions: &Questions) -> v1::PlanQuestions {
    v1::PlanQuestions {
        key: questions.key.to_string(),
        heading: questions.heading.clone(),
        questions: lines(&questions.questions),
    }
}

fn week(week: &Week) -> v1::PlanWeek {
    v1::PlanWeek { heading: week.heading.clone(), begins: week.begins.to_string(), steps: lines(&week.steps) }
}
