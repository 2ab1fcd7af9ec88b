//! The plan: what the person says for it, the page for paper, and the file.

use super::{
    Shown, Step, Visit,
    options::{Kept, kept},
    page,
    wishes::{Input, as_typed, number},
};
use crate::{
    domain::OpportunityKey,
    engine::{EngineError, OptionsQuestion},
    plan::{self, Backer, Notes, PersonalPlan},
    texts::{PlanHeading, plan_phrases},
    web::{
        chrome::Chrome,
        fields::{Fields, Problems},
        words::Words,
    },
    wire::{
        plan::composed,
        typed::{EUROS, HOURS, WEEKS, wrong_text},
    },
};
use askama::Template;
use loopbaanbrug_proto::v1;

/// Lines for people who help.
const BACKERS: usize = 3;

#[derive(Template)]
#[template(path = "web/plan.html")]
struct PlanPage {
    chrome: Chrome,
    w: &'static Words,
    options: Vec<Kept>,
    direction: String,
    room: Vec<Input>,
    backers: Vec<BackerRow>,
}

/// A line for someone who helps: what stands in its fields, and what is wrong with them.
struct BackerRow {
    who: String,
    who_problem: Option<String>,
    with: String,
    with_problem: Option<String>,
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
    match wrong_text::<{ Notes::MAX_DIRECTION_CHARS }>(direction, words.ask) {
        None => direction.clone_into(&mut talk.notes.direction),
        Some(wrong) => problems.add("direction", wrong),
    }
    let mut number = |id, whole| number((words, fields, problems), id, whole);
    let (hours_a_week, weeks) = (number("plan-hours", HOURS), number("plan-weeks", WEEKS));
    let euros = number("plan-euros", EUROS);
    talk.notes.room = Some(v1::PlanRoom { hours_a_week, weeks, euros });
    talk.notes.backing = (0..BACKERS).filter_map(|place| backer(words, fields, problems, place)).collect();
}

/// Who helps, in a line of the form; none when it is empty or wrong, which is noted.
fn backer(words: &Words, fields: &Fields, problems: &mut Problems, place: usize) -> Option<v1::Backer> {
    let (who_id, with_id) = (who_id(place), with_id(place));
    let (who, with) = (fields.get(&who_id), fields.get(&with_id));
    if let Some(wrong) = wrong_text::<{ Backer::MAX_WHO_CHARS }>(who, words.ask) {
        problems.add(who_id, wrong);
    } else if let Some(wrong) = wrong_text::<{ Backer::MAX_WORDS_CHARS }>(with, words.ask) {
        problems.add(with_id, wrong);
    } else if who.is_empty() && !with.is_empty() {
        problems.add(who_id, words.plan_who_missing);
    } else if !who.is_empty() {
        return Some(v1::Backer { who: who.to_owned(), words: with.to_owned() });
    }
    None
}

fn who_id(place: usize) -> String {
    format!("who-{place}")
}

fn with_id(place: usize) -> String {
    format!("with-{place}")
}

/// The lines for people who help: what was typed as long as one of them is wrong, else what is known.
fn backer_rows(visit: &Visit<'_>) -> Vec<BackerRow> {
    let problem = |id: String| visit.problems.of(&id).map(str::to_owned);
    let is_wrong = (0..BACKERS).any(|place| problem(who_id(place)).or(problem(with_id(place))).is_some());
    let row = |place| {
        let known = visit.talk.notes.backing.get(place).cloned().unwrap_or_default();
        let typed = |id: &str| visit.fields.get(id).to_owned();
        let (who, with) =
            if is_wrong { (typed(&who_id(place)), typed(&with_id(place))) } else { (known.who, known.words) };
        BackerRow { who, who_problem: problem(who_id(place)), with, with_problem: problem(with_id(place)) }
    };
    (0..BACKERS).map(row).collect()
}

/// The form.
pub(super) async fn show(visit: &mut Visit<'_>) -> Result<Shown, EngineError> {
    let (w, notes) = (visit.words, &visit.talk.notes);
    let room = notes.room.unwrap_or_default();
    Ok(page(&PlanPage {
        chrome: visit.chrome(Step::Plan, w.plan_title),
        w,
        options: visit.talk.shortlist.iter().map(|key| kept(visit, key)).collect(),
        direction: as_typed(visit, "direction").unwrap_or_else(|| notes.direction.clone()),
        room: vec![
            Input::number(visit, "plan-hours", w.plan_hours, room.hours_a_week),
            Input::number(visit, "plan-weeks", w.plan_weeks, room.weeks),
            Input::number(visit, "plan-euros", w.plan_euros, room.euros),
        ],
        backers: backer_rows(visit),
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
    let (profile, deadline) = (person.clone(), visit.deadline);
    let question = OptionsQuestion { profile, keys, at_least_revision: 0, deadline };
    let answer = visit.site.engine.options(question).await?;
    Ok(Some(composed(&answer, (&person, &notes), visit.language)))
}
