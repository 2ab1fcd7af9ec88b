//! Every kind of problem with its path, and profiles of arbitrary content.

use super::*;
use crate::domain::{Department, Exploration, Importance};
use loopbaanbrug_proto::v1::{concept_reference::Name as Given, condition::Check};
use proptest::{collection::vec, option, prelude::*};

fn read(given: &v1::Profile) -> (Option<Profile>, Vec<String>) {
    let mut violations = Violations::default();
    let profile = violations.profile(&Path::root("profile"), Some(given));
    (profile, violations.lines())
}

fn concept(name: Given) -> v1::ConceptReference {
    v1::ConceptReference { name: Some(name) }
}

fn claim(skill: &str) -> v1::SkillClaim {
    v1::SkillClaim { skill: Some(concept(Given::Text(skill.into()))), ..Default::default() }
}

fn task(task: &str, wish: v1::TaskWish) -> v1::TaskChoice {
    v1::TaskChoice { task: task.into(), wish: wish.into() }
}

/// The problems of a profile with one thing changed.
fn problems(change: impl FnOnce(&mut v1::Profile)) -> Vec<String> {
    let mut given = v1::Profile::default();
    change(&mut given);
    read(&given).1
}

#[test]
fn a_profile_must_be_given_and_may_be_empty() {
    let mut violations = Violations::default();
    assert!(violations.profile(&Path::root("profile"), None).is_none());
    assert_eq!(violations.lines(), ["profile: must be given: a profile; it may be empty"]);
    let (profile, problems) = read(&v1::Profile::default());
    assert_eq!(problems, Vec::<String>::new());
    assert!(profile == Some(Profile::default()));
}

#[test]
fn every_field_is_read_with_its_default() {
    let given = v1::Profile {
        origin: v1::Department::Div.into(),
        tasks: vec![task("div/archiveren", v1::TaskWish::Keep)],
        skills: vec![
            claim("plannen"),
            v1::SkillClaim { wish: v1::SkillWish::Learn.into(), ..claim("Duits") },
            v1::SkillClaim { level: Some(5), recency: v1::Recency::LongAgo.into(), ..claim("lassen") },
        ],
        occupations: vec![concept(Given::Key("lb:occupation/bode".into()))],
        nlqf_level: Some(4),
        credentials: Some(v1::Credentials {
            driving_licences: vec!["B".into(), "T".into(), "B".into()],
            driving_licences_known: true,
            diplomas: vec!["BIG-registratie".into()],
            languages: vec![v1::LanguageGate { language: "nl".into(), cefr: "C1".into() }],
        }),
        home_pc4: "3511".into(),
        preferences: vec![v1::Preference {
            condition: Some(v1::Condition { check: Some(Check::Travel(v1::TravelCondition { max_km: 25 })) }),
            importance: 0,
        }],
        criteria: vec![v1::Criterion { words: "collega’s".into(), condition: None, importance: 1 }],
        learning_budget: Some(v1::LearningBudget { max_weeks: Some(52), max_hours_per_week: Some(0), max_eur: None }),
        exploration: v1::Exploration::LookAround.into(),
    };
    let (profile, problems) = read(&given);
    assert_eq!(problems, Vec::<String>::new());
    let profile = profile.expect("a profile");
    assert_eq!(profile.origin, Some(Department::Div));
    let levels: Vec<_> = profile.skills.iter().map(|claim| claim.level.map(Level::get)).collect();
    assert_eq!(levels, [Some(3), None, Some(5)]);
    assert_eq!(profile.skills[0].evidence, Evidence::OwnWord);
    assert_eq!(profile.credentials.driving_licences.iter().count(), 2);
    assert_eq!(profile.preferences[0].importance, Importance::Important);
    assert_eq!(profile.criteria[0].importance, Importance::Must);
    assert_eq!(profile.exploration, Some(Exploration::LookAround));
    assert_eq!(profile.learning_budget.max_hours.map(HoursPerWeek::get), Some(0));
}

#[test]
fn every_problem_of_a_field_is_named_with_its_path() {
    assert_eq!(
        problems(|it| it.origin = 9),
        ["profile.origin: must be one of DEPARTMENT_BURGERZAKEN, DEPARTMENT_DIV, DEPARTMENT_BUITENDIENST, \
          DEPARTMENT_OTHER; was “9”"]
    );
    assert_eq!(problems(|it| it.nlqf_level = Some(9)), ["profile.nlqf_level: must be between 1 and 8, was 9"]);
    assert_eq!(
        problems(|it| it.home_pc4 = "0999".into()),
        ["profile.home_pc4: must be a four-digit postcode from 1000 to 9999; was “0999”"]
    );
    assert_eq!(
        problems(|it| it.occupations = vec![v1::ConceptReference::default()]),
        ["profile.occupations[0]: must be given: a concept, by key or in words"]
    );
    assert_eq!(
        problems(|it| it.exploration = 4),
        [
            "profile.exploration: must be one of EXPLORATION_STAY_NEAR, EXPLORATION_LOOK_AROUND, EXPLORATION_SURPRISE_ME; \
          was “4”"
        ]
    );
    let budget = v1::LearningBudget { max_weeks: Some(0), max_hours_per_week: Some(61), max_eur: Some(100_001) };
    assert_eq!(
        problems(|it| it.learning_budget = Some(budget)),
        [
            "profile.learning_budget.max_weeks: must be between 1 and 520, was 0",
            "profile.learning_budget.max_hours_per_week: must be between 0 and 60, was 61",
            "profile.learning_budget.max_eur: must be between 0 and 100000, was 100001",
        ]
    );
}

#[test]
fn every_problem_of_a_task_or_skill_is_named_with_its_path() {
    let tasks = vec![
        task("div/a", v1::TaskWish::Do),
        task("div", v1::TaskWish::Unspecified),
        task("div/a", v1::TaskWish::Learn),
    ];
    assert_eq!(
        problems(|it| it.tasks = tasks),
        [
            "profile.tasks[1].task: must be a task key of the form “department/name”; was “div”",
            "profile.tasks[1].wish: must be given: what the person says of the task",
            "profile.tasks[2].task: must be given once: task “div/a” occurs twice",
        ]
    );
    let skills = vec![
        claim("plannen"),
        v1::SkillClaim { skill: None, level: Some(6), recency: 7, evidence: 7, wish: 7 },
        claim(""),
    ];
    let named: Vec<_> = problems(|it| it.skills = skills);
    let fields: Vec<_> = named.iter().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(
        fields,
        [
            "profile.skills[1].skill",
            "profile.skills[1].level",
            "profile.skills[1].recency",
            "profile.skills[1].evidence",
            "profile.skills[1].wish",
            "profile.skills[2].skill.text",
        ]
    );
}

#[test]
fn every_problem_of_credentials_and_conditions_is_named_with_its_path() {
    let credentials = v1::Credentials {
        driving_licences: vec!["B".into(), "b".into()],
        driving_licences_known: true,
        diplomas: vec!["x".repeat(201)],
        languages: vec![v1::LanguageGate { language: "NL".into(), cefr: "D1".into() }],
    };
    let named = problems(|it| it.credentials = Some(credentials));
    let fields: Vec<_> = named.iter().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(
        fields,
        [
            "profile.credentials.driving_licences[1]",
            "profile.credentials.diplomas[0]",
            "profile.credentials.languages[0].language",
            "profile.credentials.languages[0].cefr",
        ]
    );
    let pay = |min_eur| Some(v1::Condition { check: Some(Check::Pay(v1::PayCondition { min_eur })) });
    let named = problems(|it| {
        it.preferences = vec![v1::Preference { condition: pay(0), importance: 1 }];
        it.criteria = vec![v1::Criterion { words: String::new(), condition: pay(60_000), importance: 4 }];
    });
    let fields: Vec<_> = named.iter().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(
        fields,
        [
            "profile.preferences[0].condition.pay.min_eur",
            "profile.criteria[0].words",
            "profile.criteria[0].importance",
            "profile.criteria[0].condition.pay.min_eur",
        ]
    );
}

/// Fills a list with so many items.
type Fill = fn(&mut v1::Profile, usize);

#[test]
fn every_list_has_its_limit() {
    let limits: [(&str, usize, Fill); 8] = [
        ("profile.tasks", 60, |it, count| {
            it.tasks = (0..count).map(|number| task(&format!("div/{number}"), v1::TaskWish::Do)).collect();
        }),
        ("profile.skills", 300, |it, count| it.skills = vec![claim("plannen"); count]),
        ("profile.occupations", 10, |it, count| it.occupations = vec![concept(Given::Text("bode".into())); count]),
        ("profile.credentials.driving_licences", 16, |it, count| {
            it.credentials.get_or_insert_default().driving_licences = vec!["B".into(); count];
        }),
        ("profile.credentials.diplomas", 20, |it, count| {
            it.credentials.get_or_insert_default().diplomas = vec!["vca".into(); count];
        }),
        ("profile.credentials.languages", 10, |it, count| {
            let language = v1::LanguageGate { language: "nl".into(), cefr: "B1".into() };
            it.credentials.get_or_insert_default().languages = vec![language; count];
        }),
        ("profile.preferences", 20, |it, count| it.preferences = vec![v1::Preference::default(); count]),
        ("profile.criteria", 30, |it, count| {
            it.criteria = vec![v1::Criterion { words: "rust".into(), ..Default::default() }; count];
        }),
    ];
    for (field, max, fill) in limits {
        let too_many = format!("{field}: must have at most {max} items, has {}", max + 1);
        assert!(!problems(|it| fill(it, max)).contains(&too_many), "{field} at its limit");
        assert!(problems(|it| fill(it, max + 1)).contains(&too_many), "{field} over its limit");
    }
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a-z]{1,8}(/[a-z]{1,8})?", "[A-E][1E]?", "[0-9]{4}", "lb:[a-z/]{1,9}"]
}

fn number() -> impl Strategy<Value = u32> {
    prop_oneof![0_u32..70, any::<u32>()]
}

fn code() -> impl Strategy<Value = i32> {
    prop_oneof![0_i32..9, any::<i32>()]
}

fn arbitrary_concept() -> impl Strategy<Value = v1::ConceptReference> {
    let name = prop_oneof![words().prop_map(Given::Key), words().prop_map(Given::Text)];
    option::of(name).prop_map(|name| v1::ConceptReference { name })
}

fn arbitrary_condition() -> impl Strategy<Value = v1::Condition> {
    let check = prop_oneof![
        number().prop_map(|max_km| Check::Travel(v1::TravelCondition { max_km })),
        (number(), number()).prop_map(|(min, max)| Check::Hours(v1::HoursRange { min, max })),
        number().prop_map(|min_eur| Check::Pay(v1::PayCondition { min_eur })),
        vec(code(), 0..9).prop_map(|accepted| Check::Contract(v1::ContractCondition { accepted })),
        vec(code(), 0..9).prop_map(|accepted| Check::WorkPattern(v1::WorkPatternCondition { accepted })),
        vec(words(), 0..3).prop_map(|accepted| Check::Sector(v1::SectorCondition { accepted })),
        number().prop_map(|min_percent| Check::Remote(v1::RemoteCondition { min_percent })),
        words().prop_map(|words| Check::Mention(v1::MentionCondition { words })),
    ];
    option::of(check).prop_map(|check| v1::Condition { check })
}

fn arbitrary_skill() -> impl Strategy<Value = v1::SkillClaim> {
    let parts = (option::of(arbitrary_concept()), option::of(number()), code(), code(), code());
    parts.prop_map(|(skill, level, recency, evidence, wish)| v1::SkillClaim { skill, level, recency, evidence, wish })
}

fn arbitrary_credentials() -> impl Strategy<Value = v1::Credentials> {
    let language = (words(), words()).prop_map(|(language, cefr)| v1::LanguageGate { language, cefr });
    let parts = (vec(words(), 0..18), any::<bool>(), vec(words(), 0..3), vec(language, 0..3));
    parts.prop_map(|(driving_licences, driving_licences_known, diplomas, languages)| v1::Credentials {
        driving_licences,
        driving_licences_known,
        diplomas,
        languages,
    })
}

fn arbitrary_budget() -> impl Strategy<Value = v1::LearningBudget> {
    let parts = (option::of(number()), option::of(number()), option::of(number()));
    parts.prop_map(|(max_weeks, max_hours_per_week, max_eur)| v1::LearningBudget {
        max_weeks,
        max_hours_per_week,
        max_eur,
    })
}

fn arbitrary_profile() -> impl Strategy<Value = v1::Profile> {
    let task = (words(), code()).prop_map(|(task, wish)| v1::TaskChoice { task, wish });
    let preference = (option::of(arbitrary_condition()), code());
    let preference = preference.prop_map(|(condition, importance)| v1::Preference { condition, importance });
    let criterion = (words(), option::of(arbitrary_condition()), code());
    let criterion = criterion.prop_map(|(words, condition, importance)| v1::Criterion { words, condition, importance });
    let lists = (
        vec(task, 0..5),
        vec(arbitrary_skill(), 0..5),
        vec(arbitrary_concept(), 0..12),
        vec(preference, 0..5),
        vec(criterion, 0..3),
    );
    let rest = (
        code(),
        option::of(number()),
        option::of(arbitrary_credentials()),
        prop_oneof![Just(String::new()), words()],
        option::of(arbitrary_budget()),
        code(),
    );
    (lists, rest).prop_map(|((tasks, skills, occupations, preferences, criteria), rest)| {
        let (origin, nlqf_level, credentials, home_pc4, learning_budget, exploration) = rest;
        v1::Profile {
            origin,
            tasks,
            skills,
            occupations,
            nlqf_level,
            credentials,
            home_pc4,
            preferences,
            criteria,
            learning_budget,
            exploration,
        }
    })
}

proptest! {
    /// Reading never panics, every problem names a field of the profile, and what was read without a problem has lost
    /// nothing.
    #[test]
    fn a_profile_of_any_content_is_read_or_refused(given in arbitrary_profile()) {
        let mut violations = Violations::default();
        let profile = violations.profile(&Path::root("profile"), Some(&given)).expect("a profile, whole or not");
        for field in violations.fields() {
            prop_assert!(field.starts_with("profile."), "{}", field);
        }
        if violations.fields().is_empty() {
            prop_assert_eq!(profile.tasks.len(), given.tasks.len());
            prop_assert_eq!(profile.skills.len(), given.skills.len());
            prop_assert_eq!(profile.occupations.len(), given.occupations.len());
            prop_assert_eq!(profile.preferences.len(), given.preferences.len());
            prop_assert_eq!(profile.criteria.len(), given.criteria.len());
            prop_assert_eq!(profile.home.is_some(), !given.home_pc4.is_empty());
        }
    }
}
