//! Profiles: one by hand, any by chance.

use super::world::EXAMPLES;
use loopbaanbrug::domain::{
    Bounded, Cefr, CodeSet, ConceptReference, Condition, Contract, Credentials, Criterion, Department, DrivingLicence,
    EuroPerMonth, Evidence, Exploration, HoursPerWeek, Importance, LanguageCode, LanguageLevel, Level, Name, NlqfLevel,
    Pc4, Percent, Preference, Profile, Range, Recency, SbiSection, SkillClaim, SkillWish, TaskChoice, TaskKey,
    TaskWish, WorkPattern, codes::Code,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

fn level(value: i64) -> Level {
    Level::new(value).expect("a level")
}

fn hours(min: i64, max: i64) -> Range<HoursPerWeek> {
    let hours = |value| HoursPerWeek::new(value).expect("hours");
    Range::new(hours(min), hours(max)).expect("a range")
}

fn euro(value: i64) -> EuroPerMonth {
    EuroPerMonth::new(value).expect("euros")
}

fn bounded<T, const MAX: usize>(items: Vec<T>) -> Bounded<T, MAX> {
    Bounded::new(items).unwrap_or_else(|error| panic!("{error}"))
}

fn key(key: &str) -> ConceptReference {
    ConceptReference::Key(loopbaanbrug::domain::ConceptKey::new(key).expect("a key"))
}

fn claim(skill: &str, held: i64, recency: Recency, evidence: Evidence, wish: SkillWish) -> SkillClaim {
    let held = (held > 0).then(|| level(held));
    SkillClaim { skill: key(&format!("lb:skill/{skill}")), level: held, recency, evidence, wish }
}

/// Someone from a municipal desk who looks at care.
pub(super) fn from_the_desk() -> Profile {
    use loopbaanbrug::domain::{Evidence as E, Recency as R, SkillWish as W};
    let task = |key: &str, wish| TaskChoice { task: TaskKey::parse(key).expect("a task"), wish };
    let preference = |condition, importance| Preference { condition, importance };
    let criterion = |words: &str, condition, importance| Criterion { words: name(words), condition, importance };
    let day = [WorkPattern::Day, WorkPattern::OwnSchedule].into_iter().collect();
    Profile {
        tasks: bounded(vec![task("burgerzaken/paspoort-aanvragen", TaskWish::Do)]),
        skills: bounded(vec![
            claim("telefoneren", 2, R::Recent, E::OwnWord, W::Do),
            claim("nauwkeurig-werken", 4, R::Recent, E::Employer, W::Keep),
            claim("gegevens-invoeren", 4, R::LongAgo, E::OwnWord, W::Do),
            claim("afspraken-beheren", 4, R::Recent, E::Diploma, W::Do),
            claim("privacy-toepassen", 4, R::Recent, E::Diploma, W::Do),
            claim("rustig-blijven", 3, R::Recent, E::OwnWord, W::Do),
            claim("spreadsheets-gebruiken", 3, R::YearsAgo, E::OwnWord, W::Avoid),
            claim("medische-terminologie", 0, R::Recent, E::OwnWord, W::Learn),
        ]),
        occupations: bounded(vec![key("lb:occupation/medewerker-burgerzaken")]),
        nlqf: NlqfLevel::new(3).ok(),
        credentials: Credentials {
            driving_licences: [DrivingLicence::Am].into_iter().collect(),
            driving_licences_known: true,
            diplomas: Bounded::default(),
            languages: bounded(vec![LanguageLevel { language: LanguageCode::DUTCH, level: Cefr::C1 }]),
        },
        home: Pc4::parse("3511").ok(),
        preferences: bounded(vec![
            preference(Condition::Travel { max_km: 30 }, Importance::Important),
            preference(Condition::Hours(hours(24, 32)), Importance::Must),
            preference(Condition::Pay { min: euro(2_700) }, Importance::Nice),
            preference(Condition::Contract([Contract::Permanent].into_iter().collect()), Importance::Nice),
            preference(Condition::Remote { min: Percent::new(20).expect("a share") }, Importance::Nice),
        ]),
        criteria: bounded(vec![
            criterion("Een leidinggevende die luistert.", None, Importance::Important),
            criterion("Overdag werken, op werkdagen.", Some(Condition::WorkPattern(day)), Importance::Must),
            criterion(
                "Een plek waar ik een opleiding kan doen.",
                Some(Condition::Mention(name("opleiding"))),
                Importance::Nice,
            ),
        ]),
        ..Profile::default()
    }
}

/// Words that people use for what matters to them.
const OWN_WORDS: [&str; 6] = [
    "Ik wil aan het eind van de dag weten wie ik heb geholpen.",
    "Een vast rooster",
    "Geen avonden en geen weekenden.",
    "Kan ik met de fiets?",
    "Lopen en bezig zijn, niet de hele dag zitten.",
    "Een team waar ik vragen mag stellen.",
];

fn code<C: Code + std::fmt::Debug>() -> impl Strategy<Value = C> {
    select(C::ALL)
}

fn codes<C: Code + std::fmt::Debug>() -> impl Strategy<Value = CodeSet<C>> {
    vec(code::<C>(), 1..8).prop_map(|codes| codes.into_iter().collect())
}

fn any_hours() -> impl Strategy<Value = Range<HoursPerWeek>> {
    (0..=60_i64, 0..=60_i64).prop_map(|(one, other)| hours(one.min(other), one.max(other)))
}

fn condition() -> impl Strategy<Value = Condition> {
    prop_oneof![
        (1..=400_u16).prop_map(|max_km| Condition::Travel { max_km }),
        any_hours().prop_map(Condition::Hours),
        (1_500..6_000_i64).prop_map(|min| Condition::Pay { min: euro(min) }),
        codes().prop_map(Condition::Contract),
        codes().prop_map(Condition::WorkPattern),
        codes::<SbiSection>().prop_map(Condition::Sector),
        (0..=100_i64).prop_map(|min| Condition::Remote { min: Percent::new(min).expect("a share") }),
        select(&["opleiding", "vast rooster", "qwerty"][..]).prop_map(|words| Condition::Mention(name(words))),
    ]
}

fn ability() -> impl Strategy<Value = ConceptReference> {
    let taxonomy = &EXAMPLES.taxonomy;
    let abilities: Vec<_> = taxonomy.numbers().filter(|it| taxonomy.kind(*it).is_ability()).collect();
    select(abilities).prop_map(|concept| ConceptReference::Key(EXAMPLES.taxonomy.key(concept).clone()))
}

fn skill_claim() -> impl Strategy<Value = SkillClaim> {
    let parts =
        (ability(), option::weighted(0.9, 1..=5_i64), code::<Recency>(), code::<Evidence>(), code::<SkillWish>());
    parts.prop_map(|(skill, held, recency, evidence, wish)| {
        let wish = if held.is_none() { SkillWish::Learn } else { wish };
        SkillClaim { skill, level: held.map(level), recency, evidence, wish }
    })
}

fn credentials() -> impl Strategy<Value = Credentials> {
    let language = (select(&["nl", "en", "de", "xx"][..]), code::<Cefr>());
    let language = language.prop_map(|(code, level)| {
        let language = LanguageCode::new(code).expect("a language");
        LanguageLevel { language, level }
    });
    let diploma = select(&["VCA", "Code 95 goederenvervoer", "hbo-bachelor"][..]).prop_map(name);
    let parts = (codes::<DrivingLicence>(), any::<bool>(), vec(diploma, 0..3), vec(language, 0..4));
    parts.prop_map(|(driving_licences, driving_licences_known, diplomas, languages)| Credentials {
        driving_licences,
        driving_licences_known,
        diplomas: bounded(diplomas),
        languages: bounded(languages),
    })
}

/// Any profile that a plan accepts.
pub(super) fn profile() -> impl Strategy<Value = Profile> {
    let task = (select(EXAMPLES.task_keys()), code::<TaskWish>()).prop_map(|(task, wish)| TaskChoice { task, wish });
    let occupation = prop_oneof![
        Just(key("lb:occupation/medewerker-burgerzaken")),
        Just(ConceptReference::Text(name("Medewerker burgerzaken"))),
    ];
    let preference = (condition(), code::<Importance>());
    let preference = preference.prop_map(|(condition, importance)| Preference { condition, importance });
    let criterion = (select(&OWN_WORDS[..]).prop_map(name), option::of(condition()), code::<Importance>());
    let criterion = criterion.prop_map(|(words, condition, importance)| Criterion { words, condition, importance });
    let can = (vec(task, 0..6), vec(skill_claim(), 0..40), vec(occupation, 0..2), option::of(1..=8_i64));
    let wants = (credentials(), vec(preference, 0..10), vec(criterion, 0..15));
    let dial = (option::of(code::<Department>()), option::of(code::<Exploration>()));
    (can, wants, dial).prop_map(|(can, (credentials, preferences, criteria), (origin, exploration))| {
        let (tasks, skills, occupations, nlqf) = can;
        Profile {
            origin,
            exploration,
            tasks: bounded(tasks),
            skills: bounded(skills),
            occupations: bounded(occupations),
            nlqf: nlqf.and_then(|it| NlqfLevel::new(it).ok()),
            credentials,
            home: Pc4::parse("3511").ok(),
            preferences: bounded(preferences),
            criteria: bounded(criteria),
            ..Profile::default()
        }
    })
}
