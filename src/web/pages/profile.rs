//! What can you do, what do you want: the profile as a form. Reading it stands here, showing it in `profile/show`.

mod show;

pub(super) use show::show;

use super::{
    Visit,
    wishes::{self, few_words, number},
};
use crate::{
    domain::{
        Cefr, DrivingLicence, Evidence, Exploration, HoursPerWeek, Importance, LanguageCode, Level, Name, NlqfLevel,
        Pc4, Recency, SkillWish, Weeks, WholeEuro, codes::Code,
    },
    engine::FieldViolation,
    wire::codes::WireCode,
};
use loopbaanbrug_proto::v1::{self, concept_reference, condition::Check};

/// Level that a skill gets when it is added: on one's own.
const LEVEL_BEGIN: u32 = 3;
/// Most skills of a profile, as the domain has it.
const SKILLS_MAX: usize = 300;
/// Most occupations.
const OCCUPATIONS_MAX: usize = 10;
/// Most criteria.
const CRITERIA_MAX: usize = 30;
/// Most diplomas.
const DIPLOMAS_MAX: usize = 20;
/// Most languages.
const LANGUAGES_MAX: usize = 10;

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

/// Notes what the engine found wrong, at the field where it can be mended.
pub(super) fn note(visit: &mut Visit<'_>, violations: &[FieldViolation]) {
    for violation in violations {
        match violation.field.as_str() {
            "profile.home_pc4" if visit.talk.profile.home_pc4.is_empty() => {
                visit.problems.add("home", visit.words.postcode_missing);
            }
            "profile.home_pc4" => visit.problems.add("home", visit.words.postcode_unknown),
            field => visit.problems.add("", (visit.words.field_wrong)(field)),
        }
    }
}

/// A concept by its name in a form.
fn reference(name: &str) -> Option<v1::ConceptReference> {
    let name = match (name.strip_prefix(BY_KEY), name.strip_prefix(BY_TEXT)) {
        (Some(key), _) => concept_reference::Name::Key(key.to_owned()),
        (None, Some(text)) => concept_reference::Name::Text(text.to_owned()),
        (None, None) => return None,
    };
    Some(v1::ConceptReference { name: Some(name) })
}

/// Name of a concept in a form.
fn name_of(reference: Option<&v1::ConceptReference>) -> String {
    match reference.and_then(|it| it.name.as_ref()) {
        Some(concept_reference::Name::Key(key)) => format!("{BY_KEY}{key}"),
        Some(concept_reference::Name::Text(text)) => format!("{BY_TEXT}{text}"),
        None => String::new(),
    }
}

fn added(skill: v1::ConceptReference) -> v1::SkillClaim {
    v1::SkillClaim {
        skill: Some(skill),
        level: Some(LEVEL_BEGIN),
        recency: Recency::Recent.wire(),
        evidence: Evidence::OwnWord.wire(),
        wish: SkillWish::Do.wire(),
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
    let own = own.map(|typed| format!("{BY_TEXT}{typed}"));
    let suggested = fields.all("suggested").map(|key| format!("{BY_KEY}{key}"));
    for skill in suggested.chain(chosen).chain(own).filter_map(|name| reference(&name)) {
        if !skills.iter().any(|it| it.skill.as_ref() == Some(&skill)) {
            skills.push(added(skill));
        }
    }
    if skills.len() > SKILLS_MAX {
        visit.problems.add("typed", (visit.words.too_many)(SKILLS_MAX));
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
    let typed = Some(fields.get("job")).filter(|typed| !typed.is_empty()).map(|typed| format!("{BY_TEXT}{typed}"));
    for occupation in found.into_iter().chain(typed).filter_map(|name| reference(&name)) {
        if !occupations.contains(&occupation) {
            occupations.push(occupation);
        }
    }
    if occupations.len() > OCCUPATIONS_MAX {
        visit.problems.add("job", (visit.words.too_many)(OCCUPATIONS_MAX));
        occupations.truncate(OCCUPATIONS_MAX);
    }
    visit.talk.profile.occupations = occupations;
}

fn background(visit: &mut Visit<'_>) {
    let Visit { talk, fields, problems, words, .. } = visit;
    let profile = &mut talk.profile;
    let nlqf = fields.get("nlqf").parse::<i64>().ok().filter(|level| NlqfLevel::new(*level).is_ok());
    profile.nlqf_level = nlqf.and_then(|level| u32::try_from(level).ok());
    // People write their whole postcode.
    let home = fields.get("home");
    let letters = |rest: &str| rest.len() <= 3 && rest.chars().all(|c| c.is_ascii_alphabetic() || c == ' ');
    let digits = home.split_at_checked(4).filter(|(_, rest)| letters(rest)).map_or(home, |(digits, _)| digits);
    if home.is_empty() || Pc4::parse(digits).is_ok() {
        digits.clone_into(&mut profile.home_pc4);
    } else {
        problems.add("home", words.postcode_wrong);
    }
    let licences = fields.all("licence").filter(|code| DrivingLicence::from_code(code).is_ok());
    let credentials = profile.credentials.get_or_insert_default();
    credentials.driving_licences = licences.map(str::to_owned).collect();
    credentials.driving_licences_known = fields.ticked("licences-known");
    let diplomas = fields.get("diplomas").lines().map(str::trim).filter(|line| !line.is_empty());
    let diplomas: Vec<_> = diplomas.map(str::to_owned).collect();
    if diplomas.len() > DIPLOMAS_MAX {
        problems.add("diplomas", (words.too_many)(DIPLOMAS_MAX));
        return;
    }
    if diplomas.iter().any(|diploma| Name::new(diploma).is_err()) {
        problems.add("diplomas", (words.too_long)(Name::MAX_CHARS));
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
    let mention = few_words((words, fields, problems), "criterion-check");
    if new.is_empty() {
        return;
    }
    if Name::new(new).is_err() {
        problems.add("criterion-words", (words.too_long)(Name::MAX_CHARS));
    } else if criteria.len() >= CRITERIA_MAX {
        problems.add("criterion-words", (words.too_many)(CRITERIA_MAX));
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
    let weeks = number((words, fields, problems), "budget-weeks", (Weeks::MIN, Weeks::MAX), Weeks::new);
    let hours = (HoursPerWeek::MIN, HoursPerWeek::MAX);
    let hours = number((words, fields, problems), "budget-hours", hours, HoursPerWeek::new);
    let euros = (WholeEuro::MIN, WholeEuro::MAX);
    let euros = number((words, fields, problems), "budget-euros", euros, WholeEuro::new);
    let any = weeks.is_some() || hours.is_some() || euros.is_some();
    talk.profile.learning_budget =
        any.then_some(v1::LearningBudget { max_weeks: weeks, max_hours_per_week: hours, max_eur: euros });
}

/// Whether a reference is to this key.
fn is_key(reference: Option<&v1::ConceptReference>, key: &str) -> bool {
    matches!(reference.and_then(|it| it.name.as_ref()), Some(concept_reference::Name::Key(own)) if own == key)
}
