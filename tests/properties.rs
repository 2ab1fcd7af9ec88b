//! What must hold for every profile: sums, order, and what must not change.

use crate::support::{World, claim, profile_of, soon};
use loopbaanbrug::{
    catalogue::ImportMode,
    domain::{
        Bounded, CodeSet, ConceptReference, Condition, Contract, Criterion, Department, EuroPerMonth, Evidence,
        Exploration, HoursPerWeek, Importance, Level, Name, NlqfLevel, OpportunityKind, PartKind, Pc4, Percent,
        Preference, Profile, Range, Recency, SbiSection, SkillClaim, SkillWish, WorkPattern, codes::Code,
    },
    engine::{Detail, Match, MatchFilter, MatchQuestion, Page},
    matching::Explained,
    taxonomy::Taxonomy,
};
use proptest::{
    collection::{btree_set, vec},
    prelude::*,
    sample::{Index, select},
    test_runner::{Config, TestRunner},
};
use std::{collections::BTreeMap, sync::LazyLock};
use tokio::runtime::Runtime;

/// Cases for each property: each asks the whole catalogue of the fixtures.
const CASES: u32 = 48;
/// More than the fixtures hold, so that every vacancy is in the answer.
const ALL: usize = 500;

pub(crate) static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
pub(crate) static WORLD: LazyLock<World> = LazyLock::new(|| RUNTIME.block_on(World::of_fixtures()));
static ABILITIES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
    let abilities = taxonomy.numbers().filter(|it| taxonomy.kind(*it).is_ability());
    abilities.map(|it| taxonomy.key(it).as_str().to_owned()).collect()
});

static OCCUPATIONS: LazyLock<Vec<ConceptReference>> = LazyLock::new(|| {
    let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
    let occupations = taxonomy.numbers().filter(|it| !taxonomy.occupation_skills(*it).is_empty());
    occupations.map(|it| ConceptReference::Key(taxonomy.key(it).clone())).collect()
});

pub(crate) fn check<S: Strategy>(strategy: S, property: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(&strategy, property).expect("the property holds");
}

fn codes<C: Code + std::fmt::Debug>(most: usize) -> impl Strategy<Value = CodeSet<C>> {
    vec(0..C::ALL.len(), 1..=most).prop_map(|numbers| numbers.into_iter().map(|number| C::ALL[number]).collect())
}

fn code<C: Code + std::fmt::Debug>() -> impl Strategy<Value = C> {
    select(C::ALL)
}

/// Some ability of the taxonomy.
pub(crate) fn ability(which: Index) -> &'static str {
    which.get::<String>(&ABILITIES)
}

fn skills() -> impl Strategy<Value = Vec<SkillClaim>> {
    let one = (1..=5_i64, code::<Recency>(), code::<Evidence>(), code::<SkillWish>());
    (btree_set(0..ABILITIES.len(), 1..40), vec(one, 40)).prop_map(|(numbers, details)| {
        let claims = numbers.into_iter().zip(details).map(|(number, (level, recency, evidence, wish))| SkillClaim {
            level: Level::new(level).ok(),
            recency,
            evidence,
            wish,
            ..claim(&ABILITIES[number])
        });
        claims.collect()
    })
}

fn condition() -> impl Strategy<Value = Condition> {
    let hours = (0..=40_i64, 0..=20_i64).prop_map(|(least, more)| {
        let hours = |value| HoursPerWeek::new(value).expect("hours");
        Condition::Hours(Range::new(hours(least), hours(least + more)).expect("a range"))
    });
    prop_oneof![
        (1..=200_u16).prop_map(|max_km| Condition::Travel { max_km }),
        hours,
        (1_500..=6_000_i64).prop_map(|pay| Condition::Pay { min: EuroPerMonth::new(pay).expect("pay") }),
        codes::<Contract>(3).prop_map(Condition::Contract),
        codes::<WorkPattern>(5).prop_map(Condition::WorkPattern),
        codes::<SbiSection>(5).prop_map(Condition::Sector),
        (1..=100_i64).prop_map(|share| Condition::Remote { min: Percent::new(share).expect("a share") }),
        select(&["balie", "buiten", "team", "onbestaandwoord"])
            .prop_map(|words| Condition::Mention(Name::new(words).expect("words"))),
    ]
}

pub(crate) fn profile() -> impl Strategy<Value = Profile> {
    let preference =
        (condition(), code::<Importance>()).prop_map(|(condition, importance)| Preference { condition, importance });
    let criterion = (prop::option::of(condition()), code::<Importance>()).prop_map(|(condition, importance)| {
        Criterion { words: Name::new("een vast rooster").expect("words"), condition, importance }
    });
    let conditions = (vec(preference, 0..6), vec(criterion, 0..5));
    let dial = (
        prop::option::of(code::<Exploration>()),
        prop::option::of(code::<Department>()),
        vec(0..OCCUPATIONS.len(), 0..3),
    );
    (skills(), conditions, prop::option::of(1..=8_i64), 1_000..=9_999_u16, dial).prop_map(
        |(skills, (preferences, criteria), nlqf, home, (exploration, origin, occupations))| Profile {
            exploration,
            origin,
            occupations: Bounded::new(occupations.into_iter().map(|it| OCCUPATIONS[it].clone()).collect())
                .expect("few"),
            preferences: Bounded::new(preferences).expect("few"),
            criteria: Bounded::new(criteria).expect("few"),
            nlqf: nlqf.and_then(|level| NlqfLevel::new(level).ok()),
            home: Pc4::parse(&home.to_string()).ok(),
            ..profile_of(skills)
        },
    )
}

pub(crate) fn kind() -> impl Strategy<Value = OpportunityKind> {
    select(&[OpportunityKind::Vacancy, OpportunityKind::Route])
}

fn explained(profile: &Profile, kind: OpportunityKind, count: usize) -> Vec<Explained> {
    RUNTIME.block_on(WORLD.best(profile, kind, count))
}

/// Keys and points in order, without explanations: what the scan alone says.
fn scanned(world: &World, profile: &Profile, kind: OpportunityKind) -> Vec<(String, i32)> {
    let question = MatchQuestion {
        profile: profile.clone(),
        filter: MatchFilter { kind, sectors: CodeSet::default(), text: None, sources: Vec::new() },
        page: Page::first(ALL),
        detail: Detail::Keys,
        at_least_revision: 0,
        deadline: soon(),
    };
    let answer = RUNTIME.block_on(world.engine.rank(question)).expect("an answer");
    let keys = answer.matches.into_iter().map(|(it, _)| match it {
        Match::Keys { key, points, .. } => (key, points),
        Match::Explained(_) => unreachable!("keys were asked"),
    });
    keys.collect()
}

#[test]
fn an_explanation_adds_up_to_what_the_scan_said() {
    check((profile(), kind()), |(profile, kind)| {
        let scanned = scanned(&WORLD, &profile, kind);
        let explained = explained(&profile, kind, ALL);
        let told: Vec<_> = explained.iter().map(|it| (it.listed.key.to_string(), it.total.points())).collect();
        prop_assert_eq!(told, scanned);
        for it in explained {
            let parts: i32 = PartKind::ALL.into_iter().map(|part| it.total.part(part)).sum();
            prop_assert_eq!(parts, it.total.points());
            let requirements: i32 = it.requirements.iter().map(|it| it.points).sum();
            if !it.requirements.is_empty() {
                prop_assert_eq!(requirements, it.total.part(PartKind::Skills));
            }
            prop_assert!(it.requirements.iter().all(|it| (0..=it.points_possible + 1).contains(&it.points)));
            prop_assert!(it.requirements.iter().all(|it| it.points <= it.points_shown_possible()));
        }
        Ok(())
    });
}

#[test]
fn no_opportunity_gets_more_than_the_answer_says_is_possible() {
    check((profile(), kind()), |(profile, kind)| {
        let answer = RUNTIME.block_on(WORLD.ask(&profile, kind, 1));
        for (key, points) in scanned(&WORLD, &profile, kind) {
            prop_assert!(points <= answer.points_possible, "{} has {} of {}", key, points, answer.points_possible);
        }
        Ok(())
    });
}

#[test]
fn the_order_of_a_profile_changes_nothing() {
    check((profile(), kind(), any::<Index>()), |(profile, kind, turn)| {
        let turned = |count: usize| if count == 0 { 0 } else { turn.index(count) };
        let mut skills = profile.skills.to_vec();
        let turns = turned(skills.len());
        skills.rotate_left(turns);
        skills.reverse();
        let mut preferences = profile.preferences.to_vec();
        let turns = turned(preferences.len());
        preferences.rotate_left(turns);
        let mut criteria = profile.criteria.to_vec();
        criteria.reverse();
        let other = Profile {
            skills: Bounded::new(skills).expect("as many"),
            preferences: Bounded::new(preferences).expect("as many"),
            criteria: Bounded::new(criteria).expect("as many"),
            ..profile.clone()
        };
        prop_assert_eq!(scanned(&WORLD, &profile, kind), scanned(&WORLD, &other, kind));
        Ok(())
    });
}

#[test]
fn one_more_skill_never_lowers_a_vacancy() {
    check((profile(), any::<Index>()), |(profile, which)| {
        let added = claim(which.get::<String>(&ABILITIES));
        let known = profile.skills.iter().any(|claim| claim.skill == added.skill);
        prop_assume!(!known);
        let mut skills = profile.skills.to_vec();
        skills.push(added);
        let richer = Profile { skills: Bounded::new(skills).expect("one more"), ..profile.clone() };
        let before: BTreeMap<_, _> = scanned(&WORLD, &profile, OpportunityKind::Vacancy).into_iter().collect();
        for (key, points) in scanned(&WORLD, &richer, OpportunityKind::Vacancy) {
            prop_assert!(points >= before[&key], "{}: {} was {}", key, points, before[&key]);
        }
        Ok(())
    });
}

#[test]
fn an_opportunity_that_is_added_changes_no_other() {
    let world = RUNTIME.block_on(World::of_fixtures());
    let line = r#"{"type":"vacancy","id":"extra","title":"Glasblazer","description":"Werken met heet glas.","employer":"Voorbeeldatelier","opens":"2026-11-30"}"#;
    RUNTIME.block_on(world.import("extra", ImportMode::Full, line.as_bytes()));
    check(profile(), |profile| {
        let mut with = scanned(&world, &profile, OpportunityKind::Vacancy);
        with.retain(|(key, _)| key != "extra/extra");
        let mut without = scanned(&WORLD, &profile, OpportunityKind::Vacancy);
        // Mixing goes by neighbours, so that a newcomer may move others; their points it leaves alone.
        if matches!(profile.exploration, Some(Exploration::LookAround | Exploration::SurpriseMe)) {
            with.sort();
            without.sort();
        }
        prop_assert_eq!(with, without);
        Ok(())
    });
}

#[test]
fn a_must_that_is_known_not_to_hold_leaves_out_and_is_counted() {
    check(profile(), |profile| {
        let answer = RUNTIME.block_on(WORLD.ask(&profile, OpportunityKind::Vacancy, ALL));
        let open = RUNTIME.block_on(WORLD.ask(&profile_of(Vec::new()), OpportunityKind::Vacancy, ALL));
        let refused: u64 = answer.refused.iter().map(|(_, count)| count).sum();
        prop_assert_eq!(answer.total + refused, open.total + open.refused.iter().map(|(_, count)| count).sum::<u64>());
        let classes: u64 = answer.facets.classes.values().sum();
        prop_assert_eq!(classes, answer.total);
        prop_assert_eq!(answer.facets.sectors.values().sum::<u64>(), answer.total);
        prop_assert_eq!(answer.facets.regions.values().sum::<u64>(), answer.total);
        Ok(())
    });
}
