//! What can you do, what do you want: the profile as a form. Reading it stands here, showing it in `profile/show`.

mod show;

pub(super) use show::show;

use super::{
    Visit,
    wishes::{self, few_words, number},
};
use crate::{
    domain::{
        Cefr, DrivingLicence, Evidence, Exploration, Importance, LanguageCode, Level, NlqfLevel, Recency, SkillWish,
        codes::Code,
    },
    engine::FieldViolation,
    wire::{
        codes::WireCode,
        typed::{
            self, CRITERIA_MAX, DIPLOMAS_MAX, EUROS, HOURS, LANGUAGES_MAX, OCCUPATIONS_MAX, SKILLS_MAX, WEEKS, added,
            wrong_name,
        },
    },
};
use loopbaanbrug_proto::v1::{self, concept_reference, condition::Check};

/// What stands before the key of a concept, and before own words, in a form.
const BY_KEY: &str = "key ";
const BY_TEXT: &str = "text ";

/// Takes the form into the profile.
pub(super) fn take(visit: &mut Visit<'_>) {
    skills(visit);
    occupations(visit);
    background(visit);
    languages(visit);
    wishes::take(visit);
    criteria(visit);
    budget(visit);
    let exploration = Exploration::from_code(visit.fields.get("exploration")).map_or(0, WireCode::wire);
    visit.talk.profile.exploration = exploration;
}

/// Notes what the engine found wrong, at the field where it can be mended. Tasks that are in no list any more are on no page, so
/// nobody could take them out: they are left out here, which is said.
pub(super) fn note(visit: &mut Visit<'_>, violations: &[FieldViolation]) {
    let gone: Vec<usize> = violations.iter().filter_map(|it| task_of(&it.field)).collect();
    if !gone.is_empty() {
        let tasks = &mut visit.talk.profile.tasks;
        let (before, mut number) = (tasks.len(), 0..);
        tasks.retain(|_| number.next().is_none_or(|number| !gone.contains(&number)));
        visit.problems.add("", (visit.words.tasks_gone)(before - tasks.len()));
    }
    for violation in violations.iter().filter(|it| task_of(&it.field).is_none()) {
        match violation.field.as_str() {
            "profile.home_pc4" if visit.talk.profile.home_pc4.is_empty() => {
                visit.problems.add("home", visit.words.ask.postcode_missing);
            }
            "profile.home_pc4" => visit.problems.add("home", visit.words.ask.postcode_unknown),
            "profile.nlqf_level" => {
                visit.talk.profile.nlqf_level = None;
                visit.problems.add("nlqf", visit.words.ask.education_wrong);
            }
            field if field.starts_with("profile.preferences[") && field.ends_with(".mention.words") => {
                let typed = wishes::mention(&visit.talk.profile.preferences).0.unwrap_or_default();
                few_words((visit.words, &mut visit.problems), "mention-words", &typed);
            }
            field => visit.problems.add("", (visit.words.ask.field_wrong)(field)),
        }
    }
}

/// Place of the task that a field is about.
fn task_of(field: &str) -> Option<usize> {
    field.strip_prefix("profile.tasks[")?.split_once(']')?.0.parse().ok()
}

/// A concept by its name in a form.
fn reference(name: &str) -> Option<v1::ConceptReference> {
    match (name.strip_prefix(BY_KEY), name.strip_prefix(BY_TEXT)) {
        (Some(key), _) => Some(typed::by_key(key)),
        (None, Some(text)) => Some(typed::by_text(text)),
        (None, None) => None,
    }
}

/// Name of a concept in a form.
fn name_of(reference: Option<&v1::ConceptReference>) -> String {
    match reference.and_then(|it| it.name.as_ref()) {
        Some(concept_reference::Name::Key(key)) => format!("{BY_KEY}{key}"),
        Some(concept_reference::Name::Text(text)) => format!("{BY_TEXT}{text}"),
        None => String::new(),
    }
}

fn skills(visit: &mut Visit<'_>) {
    let fields = &visit.fields;
    let mut skills: Vec<v1::SkillClaim> = Vec::new();
    for (place, name) in fields.all("skill").enumerate() {
        let Some(skill) = reference(name) else { continue };
        let of_skill = |field: &str| fields.get(&format!("{field}-{place}"));
        let level = of_skill("level").parse::<i64>().ok().filter(|level| Level::new(*level).is_ok());
        skills.push(v1::SkillClaim {
            skill: Some(skill),
            level: level.and_then(|level| u32::try_from(level).ok()),
            recency: Recency::from_code(of_skill("recency")).map_or(0, WireCode::wire),
            evidence: Evidence::from_code(of_skill("proof")).map_or(0, WireCode::wire),
            wish: SkillWish::from_code(of_skill("wish")).map_or(0, WireCode::wire),
        });
    }
    let action = fields.get("do");
    if let Some(place) = action.strip_prefix("remove:").and_then(|it| it.parse::<usize>().ok())
        && place < skills.len()
    {
        skills.remove(place);
    }
    // “mean:2:key”: the words of skill 2 meant this.
    let meant = action.strip_prefix("mean:").and_then(|it| it.split_once(':'));
    if let Some((place, key)) = meant
        && let Some(claim) = place.parse::<usize>().ok().and_then(|place| skills.get_mut(place))
    {
        claim.skill = reference(&format!("{BY_KEY}{key}"));
    }
    let chosen = action.strip_prefix("add:").map(|key| format!("{BY_KEY}{key}"));
    let own = (action == "own").then(|| fields.get("typed")).filter(|typed| !typed.is_empty());
    let wrong = own.and_then(|typed| wrong_name(typed, visit.words.ask));
    let own = own.filter(|_| wrong.is_none()).map(|typed| format!("{BY_TEXT}{typed}"));
    let suggested = fields.all("suggested").map(|key| format!("{BY_KEY}{key}"));
    for skill in suggested.chain(chosen).chain(own).filter_map(|name| reference(&name)) {
        if !skills.iter().any(|it| it.skill.as_ref() == Some(&skill)) {
            skills.push(added(skill));
        }
    }
    if let Some(wrong) = wrong {
        visit.problems.add("typed", wrong);
    }
    if skills.len() > SKILLS_MAX {
        visit.problems.add("typed", (visit.words.ask.too_many)(SKILLS_MAX));
        skills.truncate(SKILLS_MAX);
    }
    visit.talk.profile.skills = skills;
}

fn occupations(visit: &mut Visit<'_>) {
    let fields = &visit.fields;
    let mut occupations: Vec<_> = fields.all("occupation").filter_map(reference).collect();
    let action = fields.get("do");
    if let Some(place) = action.strip_prefix("occupation-remove:").and_then(|it| it.parse::<usize>().ok())
        && place < occupations.len()
    {
        occupations.remove(place);
    }
    let found = action.strip_prefix("job:").map(|key| format!("{BY_KEY}{key}"));
    let wrong = wrong_name(fields.get("job"), visit.words.ask);
    let typed = Some(fields.get("job")).filter(|typed| !typed.is_empty() && wrong.is_none());
    let typed = typed.map(|typed| format!("{BY_TEXT}{typed}"));
    for occupation in found.into_iter().chain(typed).filter_map(|name| reference(&name)) {
        if !occupations.contains(&occupation) {
            occupations.push(occupation);
        }
    }
    if let Some(wrong) = wrong {
        visit.problems.add("job", wrong);
    }
    if occupations.len() > OCCUPATIONS_MAX {
        visit.problems.add("job", (visit.words.ask.too_many)(OCCUPATIONS_MAX));
        occupations.truncate(OCCUPATIONS_MAX);
    }
    visit.talk.profile.occupations = occupations;
}

fn background(visit: &mut Visit<'_>) {
    let Visit { talk, fields, problems, words, .. } = visit;
    let profile = &mut talk.profile;
    let nlqf = fields.get("nlqf").parse::<i64>().ok().filter(|level| NlqfLevel::new(*level).is_ok());
    profile.nlqf_level = nlqf.and_then(|level| u32::try_from(level).ok());
    let home = fields.get("home");
    match typed::postcode(home) {
        Some(digits) => digits.clone_into(&mut profile.home_pc4),
        None if home.is_empty() => profile.home_pc4.clear(),
        None => problems.add("home", words.ask.postcode_wrong),
    }
    let licences = fields.all("licence").filter(|code| DrivingLicence::from_code(code).is_ok());
    let credentials = profile.credentials.get_or_insert_default();
    credentials.driving_licences = licences.map(str::to_owned).collect();
    credentials.driving_licences_known = fields.ticked("licences-known");
    let diplomas = fields.get("diplomas").lines().map(str::trim).filter(|line| !line.is_empty());
    let diplomas: Vec<_> = diplomas.map(str::to_owned).collect();
    if diplomas.len() > DIPLOMAS_MAX {
        problems.add("diplomas", (words.ask.too_many)(DIPLOMAS_MAX));
        return;
    }
    if let Some(wrong) = diplomas.iter().find_map(|diploma| wrong_name(diploma, words.ask)) {
        problems.add("diplomas", wrong);
        return;
    }
    credentials.diplomas = diplomas;
}

fn languages(visit: &mut Visit<'_>) {
    let fields = &visit.fields;
    let read = |name: &str| {
        let (language, cefr) = name.split_once(' ')?;
        LanguageCode::new(language).ok()?;
        Cefr::from_code(cefr).ok()?;
        Some(v1::LanguageGate { language: language.to_owned(), cefr: cefr.to_owned() })
    };
    let mut languages: Vec<_> = fields.all("language").filter_map(read).collect();
    if let Some(place) = fields.get("do").strip_prefix("language-remove:").and_then(|it| it.parse::<usize>().ok())
        && place < languages.len()
    {
        languages.remove(place);
    }
    if let Some(language) = read(&format!("{} {}", fields.get("language-new"), fields.get("cefr-new"))) {
        languages.retain(|it| it.language != language.language);
        languages.push(language);
    }
    if languages.len() > LANGUAGES_MAX {
        visit.problems.add("language-new", (visit.words.ask.too_many)(LANGUAGES_MAX));
        languages.truncate(LANGUAGES_MAX);
    }
    visit.talk.profile.credentials.get_or_insert_default().languages = languages;
}

fn criteria(visit: &mut Visit<'_>) {
    let Visit { talk, fields, problems, words, .. } = visit;
    let criteria = &mut talk.profile.criteria;
    for (place, criterion) in criteria.iter_mut().enumerate() {
        if let Ok(importance) = Importance::from_code(fields.get(&format!("criterion-{place}"))) {
            criterion.importance = importance.wire();
        }
    }
    if let Some(place) = fields.get("do").strip_prefix("criterion-remove:").and_then(|it| it.parse::<usize>().ok())
        && place < criteria.len()
    {
        criteria.remove(place);
    }
    let new = fields.get("criterion-words");
    let mention = few_words((words, problems), "criterion-check", fields.get("criterion-check"));
    if new.is_empty() {
        if mention.is_some() {
            problems.add("criterion-words", words.criterion_words_missing);
        }
    } else if let Some(wrong) = wrong_name(new, words.ask) {
        problems.add("criterion-words", wrong);
    } else if criteria.len() >= CRITERIA_MAX {
        problems.add("criterion-words", (words.ask.too_many)(CRITERIA_MAX));
    } else if problems.of("criterion-check").is_none() {
        let check = mention.map(|words| Check::Mention(v1::MentionCondition { words }));
        let importance = Importance::from_code(fields.get("criterion-importance")).unwrap_or(Importance::Important);
        criteria.push(v1::Criterion {
            words: new.to_owned(),
            condition: check.map(|check| v1::Condition { check: Some(check) }),
            importance: importance.wire(),
        });
    }
}

fn budget(visit: &mut Visit<'_>) {
    let Visit { talk, fields, problems, words, .. } = visit;
    let mut number = |id, whole| number((words, fields, problems), id, whole);
    let (weeks, hours, euros) =
        (number("budget-weeks", WEEKS), number("budget-hours", HOURS), number("budget-euros", EUROS));
    // As for wishes: what is typed wrongly leaves what there was.
    let before = talk.profile.learning_budget.unwrap_or_default();
    let unless_wrong = |id, read, before| if problems.of(id).is_some() { before } else { read };
    talk.profile.learning_budget = typed::budget(
        unless_wrong("budget-weeks", weeks, before.max_weeks),
        unless_wrong("budget-hours", hours, before.max_hours_per_week),
        unless_wrong("budget-euros", euros, before.max_eur),
    );
}
