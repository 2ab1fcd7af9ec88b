//! The plan: what the person says for it, the page for paper, and the file.

use super::{
    Shown, Step, Visit,
    options::{Kept, kept},
    page,
    wishes::{Input, number},
};
use crate::{
    domain::{OpportunityKey, Text},
    engine::{EngineError, OptionsQuestion},
    plan::{self, PersonalPlan},
    texts::{PlanHeading, plan_phrases},
    web::{chrome::Chrome, words::Words},
    wire::{
        plan::composed,
        typed::{EUROS, HOURS, WEEKS},
    },
};
use askama::Template;
use loopbaanbrug_proto::v1;

/// Lines for people who help.
const BACKERS: usize = 3;
/// Most characters of the direction, of a name and of what someone helps with, as the plan has them.
const DIRECTION_CHARS_MAX: usize = 500;
const WHO_CHARS_MAX: usize = 100;
const WITH_CHARS_MAX: usize = 300;

#[derive(Template)]
#[template(path = "web/plan.html")]
struct PlanPage {
    chrome: Chrome,
    w: &'static Words,
    options: Vec<Kept>,
    direction: String,
    room: Vec<Input>,
    backers: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "web/print.html")]
struct PrintPage {
    chrome: Chrome,
    w: &'static Words,
    plan: PersonalPlan,
}

impl PrintPage {
    /// A heading in the language of the plan.
    fn heading(&self, heading: PlanHeading) -> &'static str {
        plan_phrases(self.plan.language).plan_heading(heading)
    }
}

/// Takes what the person says for the plan.
pub(super) fn take(visit: &mut Visit<'_>) {
    let Visit { talk, fields, problems, words, .. } = visit;
    let direction = fields.get("direction");
    if direction.is_empty() || Text::<DIRECTION_CHARS_MAX>::new(direction).is_ok() {
        direction.clone_into(&mut talk.notes.direction);
    } else {
        problems.add("direction", (words.ask.too_long)(DIRECTION_CHARS_MAX));
    }
    let mut number = |id, whole| number((words, fields, problems), id, whole);
    let (hours_a_week, weeks) = (number("plan-hours", HOURS), number("plan-weeks", WEEKS));
    let euros = number("plan-euros", EUROS);
    talk.notes.room = Some(v1::PlanRoom { hours_a_week, weeks, euros });
    let mut backing = Vec::new();
    for place in 0..BACKERS {
        let (who_id, with_id) = (format!("who-{place}"), format!("with-{place}"));
        let (who, with) = (fields.get(&who_id), fields.get(&with_id));
        if who.chars().count() > WHO_CHARS_MAX {
            problems.add(who_id, (words.ask.too_long)(WHO_CHARS_MAX));
        } else if with.chars().count() > WITH_CHARS_MAX {
            problems.add(with_id, (words.ask.too_long)(WITH_CHARS_MAX));
        } else if !who.is_empty() {
            backing.push(v1::Backer { who: who.to_owned(), words: with.to_owned() });
        }
    }
    talk.notes.backing = backing;
}

/// The form.
pub(super) async fn show(visit: &mut Visit<'_>) -> Result<Shown, EngineError> {
    let (w, notes) = (visit.words, &visit.talk.notes);
    let room = notes.room.unwrap_or_default();
    let input = |id, label, value: Option<u32>| {
        let typed = visit.problems.of(id).map(|_| visit.fields.get(id).to_owned());
        Input { id, label, value: typed.unwrap_or(value.map(|it| it.to_string()).unwrap_or_default()), words: false }
    };
    let backer = |place: usize| {
        let backer = notes.backing.get(place).cloned().unwrap_or_default();
        (backer.who, backer.words)
    };
    let direction = match visit.problems.of("direction") {
        Some(_) => visit.fields.get("direction").to_owned(),
        None => notes.direction.clone(),
    };
    Ok(page(&PlanPage {
        chrome: visit.chrome(Step::Plan, w.plan_title),
        w,
        options: visit.talk.shortlist.iter().map(|key| kept(visit, key)).collect(),
        direction,
        room: vec![
            input("plan-hours", w.plan_hours, room.hours_a_week),
            input("plan-weeks", w.plan_weeks, room.weeks),
            input("plan-euros", w.plan_euros, room.euros),
        ],
        backers: (0..BACKERS).map(backer).collect(),
    }))
}

/// The page for paper; the form when no option is kept.
pub(super) async fn print(visit: &mut Visit<'_>) -> Result<Shown, EngineError> {
    match made(visit).await? {
        Some(plan) => {
            let chrome = visit.chrome(Step::Print, &plan.title);
            Ok(page(&PrintPage { chrome, w: visit.words, plan }))
        }
        None => show(visit).await,
    }
}

/// The plan as a file that needs nothing else.
pub(super) async fn file(visit: &mut Visit<'_>) -> Result<Shown, EngineError> {
    match made(visit).await? {
        Some(plan) => {
            let (name, content_type) = (visit.words.plan_file_name, "text/html; charset=utf-8");
            Ok(Shown::File { name, content_type, body: plan::html(&plan) })
        }
        None => show(visit).await,
    }
}

async fn made(visit: &Visit<'_>) -> Result<Option<PersonalPlan>, EngineError> {
    let keys: Vec<_> = visit.talk.shortlist.iter().filter_map(|key| OpportunityKey::parse(key).ok()).collect();
    if keys.is_empty() {
        return Ok(None);
    }
    let (person, notes) = (visit.talk.person()?, visit.talk.plan_notes()?);
    let (profile, deadline) = (person.clone(), visit.site.deadline());
    let question = OptionsQuestion { profile, keys, at_least_revision: 0, deadline };
    let answer = visit.site.engine.options(question).await?;
    Ok(Some(composed(&answer, (&person, &notes), visit.language, visit.site.engine.today())))
}
