//! One option: everything that is asked with what shows it, verdicts, the bridge to it, and what would change if.

mod what_if;

use super::{Shown, Step, Visit, options::kept, page};
use crate::{
    domain::{Opportunity, OpportunityKey, OpportunityKind, Profile},
    engine::{
        EngineError, ExplainAnswer, ExplainQuestion, ExplainedOption, MatchFilter, Page, PathsQuestion, Snapshot,
    },
    matching::{Class, PathFound},
    texts::{FactKind, Heading, Language, capitalised, phrases},
    web::{
        bar::{self, Bar},
        card::{self, Step as WayStep, sign},
        chrome::Chrome,
        words::Words,
    },
    wire::{bridge_answer, codes::WireCode, match_answer::Style, opportunity::View},
};
use askama::Template;
use loopbaanbrug_proto::v1;
use what_if::{Change, Difference};

/// Length of the list in which an option is placed.
const LIST_LENGTH: usize = 20;
/// Ways shown to one option.
const PATHS_MAX: usize = 4;
/// Routes named that teach a part of what is asked.
const TEACHERS_MAX: usize = 4;

#[derive(Template)]
#[template(path = "web/option.html")]
struct OptionPage {
    chrome: Chrome,
    w: &'static Words,
    key: String,
    title: String,
    organisation: String,
    class: &'static str,
    sign: &'static str,
    near: String,
    example: bool,
    summary: Vec<String>,
    kept: bool,
    can_compare: bool,
    has_shortlist: bool,
    left_out: Vec<String>,
    place: Vec<String>,
    facts: Vec<(&'static str, String)>,
    description: Vec<String>,
    url: Option<String>,
    asked_heading: &'static str,
    requirements: Vec<Reason>,
    gates_heading: &'static str,
    gates: Vec<Reason>,
    wishes: Vec<Reason>,
    questions_heading: &'static str,
    questions: Vec<String>,
    points_heading: &'static str,
    points: i32,
    of_points: String,
    bar: Bar,
    parts: Vec<Part>,
    bridge: Option<Bridge>,
    changes: Vec<Change>,
    difference: Option<Difference>,
}

/// Something that is asked or wanted, and how it stands with it. The sign and the words say what the colour says.
struct Reason {
    tone: &'static str,
    sign: &'static str,
    label: String,
    weight: String,
    sentence: String,
    points: String,
}

struct Part {
    /// Its colour in the bar; none when it has no place there.
    colour: Option<usize>,
    told: String,
    details: Vec<String>,
}

/// The bridge to a vacancy: the ways there are, or that there is none, and what teaches a part of what is asked.
struct Bridge {
    told: &'static str,
    ways: Vec<Way>,
    parts: Vec<String>,
}

struct Way {
    title: String,
    steps: Vec<WayStep>,
    summary: Vec<String>,
    details: Vec<String>,
}

const MET: (&str, &str) = ("good", "✓");
const PARTLY: (&str, &str) = ("partly", "◐");
const NOT_MET: (&str, &str) = ("bad", "✗");
const UNKNOWN: (&str, &str) = ("unknown", "?");

/// The page.
pub(super) async fn show(visit: &mut Visit<'_>) -> Result<Shown, EngineError> {
    let Ok(key) = OpportunityKey::parse(visit.fields.get("key")) else { return super::options::show(visit).await };
    let person = visit.talk.person()?;
    let (option, answer) = explained(visit, &person, &key).await?;
    let (language, w, possible) = (visit.language, visit.words, answer.points_possible);
    let style = Style { profile: person.clone(), language, view: View::Full };
    let writer = style.writer(&answer.snapshot, answer.today);
    let shown = writer.explained(&option.explained);
    let opportunity = &option.explained.listed.opportunity;
    let kind = opportunity.kind();
    let ways = match kind {
        OpportunityKind::Vacancy => ways(visit, &person, &key).await?,
        OpportunityKind::Route => Vec::new(),
    };
    let changes = what_if::changes(visit, &shown, &ways, (&key, kind));
    let difference = what_if::difference(visit, &person, (&key, kind), &changes).await?;
    let labels = phrases(language);
    let keeps = visit.talk.keeps(&shown.key);
    let (example, url) = of_record(opportunity);
    let title = kept(visit, &shown.key);
    Ok(page(&OptionPage {
        chrome: visit.chrome(Step::Option, &title.title),
        w,
        title: title.title,
        organisation: title.organisation,
        class: option.explained.class.code(),
        sign: sign(option.explained.class),
        near: capitalised(labels.class(option.explained.class)),
        example,
        summary: shown.summary.clone(),
        kept: keeps,
        can_compare: visit.talk.shortlist.len() > 1,
        has_shortlist: !visit.talk.shortlist.is_empty(),
        left_out: writer.left_out_by(kind, &option.left_out_by).into_iter().map(|it| it.sentence).collect(),
        place: option.list_place.iter().flat_map(|it| writer.list_place(&option.explained, it).sentences).collect(),
        facts: card::facts(&writer, &option.explained, &FactKind::ALL[1..]),
        description: opportunity.description().lines().filter(|it| !it.trim().is_empty()).map(str::to_owned).collect(),
        url,
        asked_heading: labels.heading(Heading::Requirements),
        requirements: shown.requirements.iter().map(|it| requirement(w, language, it)).collect(),
        gates_heading: labels.heading(Heading::Gates),
        gates: shown.gates.iter().map(|it| verdict(w, it.verdict(), &it.sentence, (it.points, 0))).collect(),
        wishes: wishes(w, &shown),
        questions_heading: labels.heading(Heading::Questions),
        questions: shown.questions.clone(),
        points_heading: labels.heading(Heading::Parts),
        points: shown.points,
        of_points: (w.of_points)(possible),
        bar: Bar::new(w, &shown.parts, possible),
        parts: parts(w, &shown.parts),
        bridge: (kind == OpportunityKind::Vacancy).then(|| bridge(visit, option.explained.class, &shown, ways)),
        changes,
        difference,
        key: shown.key,
    }))
}

async fn explained(
    visit: &Visit<'_>,
    person: &Profile,
    key: &OpportunityKey,
) -> Result<(ExplainedOption, ExplainAnswer), EngineError> {
    let question = ExplainQuestion {
        profile: person.clone(),
        keys: vec![key.clone()],
        filter: None,
        list_length: Some(LIST_LENGTH),
        at_least_revision: 0,
        deadline: visit.deadline,
    };
    let mut answer = visit.site.engine.explain(question).await?;
    let option = answer.explanations.pop().ok_or_else(|| EngineError::OpportunityNotFound { key: key.clone() })?;
    Ok((option, answer))
}

/// A way to a vacancy, and the routes it takes.
struct WayFound {
    told: Way,
    routes: Vec<(String, String)>,
}

async fn ways(visit: &Visit<'_>, person: &Profile, key: &OpportunityKey) -> Result<Vec<WayFound>, EngineError> {
    let (w, language) = (visit.words, visit.language);
    let question = PathsQuestion {
        profile: person.clone(),
        filter: MatchFilter::of(OpportunityKind::Vacancy),
        page: Page::first(PATHS_MAX),
        each_way: true,
        only: Some(key.clone()),
        at_least_revision: 0,
        deadline: visit.deadline,
    };
    let style = Style { profile: person.clone(), language, view: View::BesideReasons };
    let write = move |snapshot: &Snapshot, today, found: PathFound| {
        way(w, &bridge_answer::path(&style.writer(snapshot, today), &found))
    };
    Ok(visit.site.engine.find_paths(question, write).await?.paths)
}

fn way(w: &Words, path: &v1::Path) -> WayFound {
    let titles: Vec<_> = path.steps.iter().map(|step| step.title.as_str()).collect();
    let entry = path.steps.iter().flat_map(|step| step.entry.iter().map(|it| it.sentence.clone()));
    let teaches = path.steps.iter().flat_map(|step| step.teaches.iter().map(|it| it.sentence.clone()));
    let budget = path.budget.iter().map(|it| it.sentence.clone());
    let parts = path.parts.iter().map(|part| bar::told(w, part));
    WayFound {
        routes: path.steps.iter().map(|step| (step.key.clone(), step.title.clone())).collect(),
        told: Way {
            title: titles.join(" → "),
            steps: path.steps.iter().map(card::step).collect(),
            summary: path.summary.clone(),
            details: entry.chain(teaches).chain(budget).chain(path.questions.iter().cloned()).chain(parts).collect(),
        },
    }
}

/// Something is always said: that nothing need be learnt first, how to learn it, or that no way is known.
fn bridge(visit: &Visit<'_>, class: Class, shown: &v1::Match, ways: Vec<WayFound>) -> Bridge {
    let w = visit.words;
    let told = match class {
        _ if !ways.is_empty() => w.option_bridge_hint,
        Class::Now => w.option_bridge_now,
        Class::ShortCourse | Class::Route | Class::Far => w.option_bridge_none,
    };
    let (ways, parts) = (ways.into_iter().map(|way| way.told).collect(), teachers(visit, shown));
    Bridge { told, ways, parts }
}

/// Routes that teach a part of what is asked and not yet met, each with what it teaches; that of most weight first.
fn teachers(visit: &Visit<'_>, shown: &v1::Match) -> Vec<String> {
    let mut asked: Vec<_> = shown.requirements.iter().collect();
    asked.sort_by_key(|it| std::cmp::Reverse(it.points_possible - it.points));
    let mut teachers: Vec<(&str, Vec<&str>)> = Vec::new();
    for (skill, key) in asked.iter().flat_map(|it| it.taught_by.iter().map(move |key| (it.skill.as_ref(), key))) {
        let Some(skill) = skill else { continue };
        match teachers.iter_mut().find(|(teacher, _)| *teacher == key.as_str()) {
            Some((_, skills)) => skills.push(&skill.label),
            None => teachers.push((key, vec![&skill.label])),
        }
    }
    let told = teachers.into_iter().take(TEACHERS_MAX).map(|(key, skills)| {
        let route = kept(visit, key);
        (visit.words.option_teaches)(&route.title, &route.organisation, &skills.join(", "))
    });
    told.collect()
}

fn requirement(w: &Words, language: Language, result: &v1::RequirementResult) -> Reason {
    let (tone, sign) = match result.outcome() {
        v1::RequirementOutcome::Met => MET,
        v1::RequirementOutcome::PartlyMet => PARTLY,
        v1::RequirementOutcome::Missing | v1::RequirementOutcome::Unspecified => NOT_MET,
    };
    let label = result.skill.as_ref().map(|skill| capitalised(&skill.label)).unwrap_or_default();
    let relation = crate::domain::Relation::from_wire(result.relation).ok().flatten();
    let weight = relation.map(|it| phrases(language).relation(it).to_owned()).unwrap_or_default();
    let points = (w.points_gained)(result.points, result.points_possible);
    Reason { tone, sign, label, weight, sentence: result.sentence.clone(), points }
}

fn verdict(w: &Words, verdict: v1::Verdict, sentence: &str, (points, possible): (i32, i32)) -> Reason {
    let (tone, sign) = match verdict {
        v1::Verdict::Met => MET,
        v1::Verdict::NotMet => NOT_MET,
        v1::Verdict::Unknown | v1::Verdict::Unspecified => UNKNOWN,
    };
    let points = (w.points_gained)(points, possible);
    Reason { tone, sign, label: String::new(), weight: String::new(), sentence: sentence.to_owned(), points }
}

/// Preferences and criteria.
fn wishes(w: &Words, shown: &v1::Match) -> Vec<Reason> {
    let judged = shown.preferences.iter().chain(&shown.criteria);
    judged.map(|it| verdict(w, it.verdict(), &it.sentence, (it.points, it.points_possible))).collect()
}

fn parts(w: &Words, parts: &[v1::MatchPart]) -> Vec<Part> {
    let detail = |it: &v1::PartDetail| format!("{} ({})", it.sentence, (w.points_gained)(it.points, 0));
    let part = |(number, part): (usize, &v1::MatchPart)| Part {
        colour: (part.points > 0).then(|| bar::colour(number)),
        told: bar::told(w, part),
        details: part.details.iter().filter(|it| it.points != 0).map(detail).collect(),
    };
    parts.iter().enumerate().map(part).collect()
}

/// Whether it is a fictional example, and its link.
fn of_record(opportunity: &Opportunity) -> (bool, Option<String>) {
    let (example, url) = match opportunity {
        Opportunity::Vacancy(vacancy) => (vacancy.example, &vacancy.url),
        Opportunity::Route(route) => (route.example, &route.url),
    };
    (example, url.as_ref().map(|url| url.as_str().to_owned()))
}
