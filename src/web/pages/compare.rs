//! What is kept, side by side.

use super::{Shown, Step, Visit, options::kept, page};
use crate::{
    domain::{OpportunityKey, Verdict},
    engine::{EngineError, OptionsQuestion, limits},
    matching::RequirementOutcome,
    texts::{Language, capitalised, phrases},
    web::{chrome::Chrome, pages::options::Kept, words::Words},
    wire::{codes::WireCode, match_answer::Style, opportunity::View},
};
use askama::Template;
use loopbaanbrug_proto::v1;

#[derive(Template)]
#[template(path = "web/compare.html")]
struct ComparePage {
    chrome: Chrome,
    w: &'static Words,
    columns: Vec<Kept>,
    apart: Vec<Apart>,
    groups: Vec<Group>,
}

/// What sets an option apart.
struct Apart {
    title: String,
    sentences: Vec<String>,
}

struct Group {
    heading: &'static str,
    rows: Vec<Row>,
}

struct Row {
    label: String,
    cells: Vec<String>,
}

/// What stands where an option does not say.
const NOTHING: &str = "–";

/// The page; the list when there is nothing to compare.
pub(super) async fn show(visit: &mut Visit<'_>) -> Result<Shown, EngineError> {
    let keys: Vec<_> = visit.talk.shortlist.iter().filter_map(|key| OpportunityKey::parse(key).ok()).collect();
    if keys.len() < limits::COMPARE_KEYS_MIN {
        return super::options::show(visit).await;
    }
    let person = visit.talk.person()?;
    let (profile, deadline) = (person.clone(), visit.deadline);
    let question = OptionsQuestion { profile, keys, at_least_revision: 0, deadline };
    let answer = visit.site.engine.options(question).await?;
    let (language, w) = (visit.language, visit.words);
    let style = Style { profile: person, language, view: View::BesideReasons };
    let writer = style.writer(&answer.snapshot, answer.today);
    let compared = writer.compared(&answer.options);
    let columns: Vec<_> = visit.talk.shortlist.iter().map(|key| kept(visit, key)).collect();
    let apart = compared.options.iter().zip(&columns).filter(|(it, _)| !it.distinctions.is_empty());
    let apart = apart.map(|(it, column)| Apart { title: column.title.clone(), sentences: it.distinctions.clone() });
    Ok(page(&ComparePage {
        chrome: visit.chrome(Step::Compare, w.compare_title),
        w,
        apart: apart.collect(),
        groups: groups(w, language, &compared),
        columns,
    }))
}

fn groups(w: &'static Words, language: Language, compared: &v1::CompareResponse) -> Vec<Group> {
    let wishes = compared.preferences.iter().chain(&compared.criteria).map(|it| condition(language, it));
    let groups = [
        (w.compare_facts, compared.facts.iter().map(fact).collect()),
        (w.compare_points, points(w, compared)),
        (w.compare_asked, compared.requirements.iter().map(|it| requirement(w, language, it)).collect()),
        (w.compare_wishes, wishes.collect::<Vec<_>>()),
    ];
    groups.into_iter().filter(|(_, rows)| !rows.is_empty()).map(|(heading, rows)| Group { heading, rows }).collect()
}

fn fact(fact: &v1::ComparedFact) -> Row {
    let cell = |value: &String| if value.is_empty() { NOTHING.to_owned() } else { capitalised(value) };
    Row { label: fact.label.clone(), cells: fact.values.iter().map(cell).collect() }
}

/// The total, then its parts.
fn points(w: &Words, compared: &v1::CompareResponse) -> Vec<Row> {
    let total = compared.options.iter().map(|it| {
        let points = it.r#match.as_ref().map(|it| it.points).unwrap_or_default();
        (w.cell_points)(points, it.points_possible)
    });
    let cell = |it: &v1::PartCell| match it.present {
        true if it.points_possible == 0 => it.points.to_string(),
        true => (w.cell_points)(it.points, it.points_possible),
        false => NOTHING.to_owned(),
    };
    let part =
        |it: &v1::ComparedPart| Row { label: capitalised(&it.label), cells: it.cells.iter().map(cell).collect() };
    let total = Row { label: w.compare_total.to_owned(), cells: total.collect() };
    [total].into_iter().chain(compared.parts.iter().map(part)).collect()
}

fn requirement(w: &Words, language: Language, row: &v1::ComparedRequirement) -> Row {
    let cell = |it: &v1::RequirementCell| {
        let outcome = RequirementOutcome::from_wire(it.outcome).ok().flatten();
        outcome.map_or(w.compare_not_asked, |outcome| phrases(language).outcome(outcome)).to_owned()
    };
    let label = row.skill.as_ref().map(|skill| capitalised(&skill.label)).unwrap_or_default();
    Row { label, cells: row.cells.iter().map(cell).collect() }
}

fn condition(language: Language, row: &v1::ComparedCondition) -> Row {
    let cell = |it: &v1::ConditionResult| {
        let verdict = Verdict::from_wire(it.verdict).ok().flatten();
        verdict.map_or(NOTHING, |verdict| phrases(language).verdict(verdict)).to_owned()
    };
    Row { label: capitalised(&row.label), cells: row.cells.iter().map(cell).collect() }
}
