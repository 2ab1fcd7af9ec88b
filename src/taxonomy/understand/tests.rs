//! What is understood of vacancies and routes, with the starter taxonomy.

use super::{ENOUGH_REQUIREMENTS, FEW_REQUIREMENTS, MAX_FROM_TEXT, Understood, understand};
use crate::domain::{
    Bounded, CodeSet, ConceptKey, ConceptReference, Cost, Description, Gates, LanguageCode, Level, Name, Opportunity,
    Period, Provenance, Relation, Requirement, Route, RouteKind, Starts, Taught, Title, Vacancy, codes::Code,
};
use crate::taxonomy::Taxonomy;
use proptest::prelude::*;
use std::sync::LazyLock;

static STARTER: LazyLock<Taxonomy> = LazyLock::new(|| Taxonomy::starter().expect("the starter taxonomy"));

fn key(key: &str) -> ConceptReference {
    ConceptReference::Key(ConceptKey::new(key).expect("a valid key"))
}

fn words(text: &str) -> ConceptReference {
    ConceptReference::Text(Name::new(text).expect("a name"))
}

fn requirement(skill: ConceptReference, relation: Relation, level: Option<i64>) -> Requirement {
    let min_level = level.map(|level| Level::new(level).expect("a level"));
    Requirement { skill, relation, min_level, provenance: Provenance::Stated }
}

fn vacancy(title: &str, description: &str, requirements: Vec<Requirement>) -> Vacancy {
    Vacancy {
        title: Title::new(title).expect("a title"),
        description: Description::new(description).expect("a description"),
        employer: Name::new("Voorbeeldgemeente Waterrijk").expect("a name"),
        sector: None,
        occupation: None,
        place: None,
        remote: None,
        hours: None,
        pay: None,
        cao_scale: None,
        contract: None,
        work_patterns: CodeSet::default(),
        nlqf: None,
        requirements: Bounded::new(requirements).expect("few requirements"),
        gates: Gates::default(),
        period: Period::default(),
        openings: None,
        url: None,
        language: LanguageCode::DUTCH,
        example: true,
    }
}

fn of(vacancy: Vacancy) -> Understood {
    understand(&STARTER, &Opportunity::Vacancy(Box::new(vacancy)))
}

fn keys(understood: &Understood, provenance: Provenance) -> Vec<&str> {
    let requirements = understood.requirements.iter().filter(|requirement| requirement.provenance == provenance);
    requirements.map(|requirement| STARTER.key(requirement.concept).as_str()).collect()
}

#[test]
fn stated_requirements_are_merged_and_what_is_unknown_is_named() {
    let skill = "lb:skill/mensen-te-woord-staan";
    let understood = of(vacancy(
        "Iets anders",
        "Geen tekst.",
        vec![
            requirement(key(skill), Relation::Optional, Some(2)),
            requirement(words("Balie bedienen"), Relation::Essential, None),
            requirement(words("qwxyz"), Relation::Important, None),
            requirement(key("lb:skill/bestaat-niet"), Relation::Important, None),
            requirement(words("qwxyz"), Relation::Optional, None),
        ],
    ));
    let [merged] = understood.requirements.as_slice() else { panic!("{understood:#?}") };
    assert_eq!(STARTER.key(merged.concept).as_str(), skill);
    assert_eq!((merged.relation, merged.min_level.map(Level::get)), (Relation::Essential, Some(2)));
    assert_eq!(merged.text.as_deref(), Some("Balie bedienen"));
    assert_eq!(understood.not_understood, ["qwxyz", "lb:skill/bestaat-niet"]);
}

#[test]
fn with_few_requirements_the_text_and_then_the_occupation_of_the_title_are_asked() {
    let text = "Wat vragen we?\nJe kunt balie bedienen, samenwerken en hebt klantgerichtheid.\n\nWat bieden we?\nRekenen leer je hier.";
    let understood = of(vacancy("Medewerker Burgerzaken (m/v)", text, Vec::new()));
    let from_text = keys(&understood, Provenance::FoundInText);
    assert!(from_text.starts_with(&["lb:skill/mensen-te-woord-staan", "lb:skill/samenwerken"]), "{from_text:?}");
    assert!(!from_text.contains(&"lb:skill/rekenen"), "{from_text:?}");
    assert_eq!(understood.requirements[0].text.as_deref(), Some("balie bedienen"));
    assert_eq!(understood.occupations, [STARTER.concept("lb:occupation/medewerker-burgerzaken").expect("it is there")]);
    let from_occupation = keys(&understood, Provenance::FromOccupation);
    assert!(from_occupation.contains(&"lb:skill/identiteit-vaststellen"), "{from_occupation:?}");
    assert_eq!(understood.requirements.len(), ENOUGH_REQUIREMENTS);
}

#[test]
fn with_enough_requirements_nothing_is_added() {
    let stated = ["samenwerken", "rekenen", "telefoneren", "engels", "nauwkeurig-werken"];
    assert_eq!(stated.len(), FEW_REQUIREMENTS);
    let stated = stated.map(|name| requirement(key(&format!("lb:skill/{name}")), Relation::Important, None));
    let understood = of(vacancy("Medewerker burgerzaken", "Je kunt balie bedienen.", stated.into()));
    assert_eq!((understood.requirements.len(), understood.occupations.len()), (FEW_REQUIREMENTS, 1), "{understood:#?}");
}

#[test]
fn an_uncertain_title_is_no_occupation() {
    let understood = of(vacancy("Leuke collega voor de balie", "Geen tekst.", Vec::new()));
    assert_eq!((understood.occupations.len(), understood.requirements.len()), (0, 0));
}

#[test]
fn a_route_teaches_what_it_states_or_else_what_its_text_says() {
    let level = |level| Level::new(level).expect("a level");
    let taught = |name: &str, reached| Taught { skill: words(name), level: level(reached) };
    let route = |description: &str, teaches: Vec<Taught>| Route {
        title: Title::new("Cursus balie").expect("a title"),
        description: Description::new(description).expect("a description"),
        provider: Name::new("Voorbeeld College").expect("a name"),
        kind: RouteKind::ShortCourse,
        teaches: Bounded::new(teaches).expect("few"),
        targets: Bounded::new(vec![key("lb:occupation/medewerker-burgerzaken")]).expect("few"),
        entry_nlqf: None,
        entry_requirements: Bounded::default(),
        entry_gates: Gates::default(),
        exit_nlqf: None,
        credential: None,
        duration: None,
        work_hours: None,
        study_hours: None,
        cost: Cost::default(),
        wage: None,
        job_guarantee: None,
        starts: Starts::default(),
        place: None,
        remote: None,
        learning_mix: None,
        url: None,
        language: LanguageCode::DUTCH,
        example: true,
    };
    let of = |route: Route| understand(&STARTER, &Opportunity::Route(Box::new(route)));
    let stated = vec![taught("balie bedienen", 3), taught("publiek helpen", 4), taught("qwxyz", 2)];
    let understood = of(route("Je leert samenwerken.", stated));
    let [taught] = understood.taught.as_slice() else { panic!("{understood:#?}") };
    assert_eq!((STARTER.key(taught.concept).as_str(), taught.level), ("lb:skill/mensen-te-woord-staan", level(4)));
    assert_eq!((understood.requirements.len(), understood.occupations.len()), (0, 1));
    assert_eq!(understood.not_understood, ["qwxyz"]);

    let text = "Je leert samenwerken en dossiers bijhouden.\n\nToelating:\n- je bent klantgericht\n- Excel is een pré\n- rekenen is niet nodig";
    let understood = of(route(text, Vec::new()));
    let taught: Vec<_> = understood.taught.iter().map(|it| (STARTER.key(it.concept).as_str(), it.provenance)).collect();
    let from_text = Provenance::FoundInText;
    assert_eq!(taught, [("lb:skill/samenwerken", from_text), ("lb:skill/dossiers-bijhouden", from_text)]);
    let asked: Vec<_> =
        understood.requirements.iter().map(|it| (STARTER.key(it.concept).as_str(), it.relation)).collect();
    let optional = ("lb:skill/spreadsheets-gebruiken", Relation::Optional);
    assert_eq!(asked, [("lb:skill/klantgericht-werken", Relation::Important), optional]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn each_concept_stands_once_and_limits_hold(picks in proptest::collection::vec((0_usize..5000, 0_u8..3, 0_i64..6), 0..9)) {
        let abilities: Vec<_> = STARTER.numbers().filter(|concept| STARTER.kind(*concept).is_ability()).collect();
        let label = |pick: usize| STARTER.label(abilities[pick % abilities.len()], LanguageCode::DUTCH);
        let text: Vec<&str> = picks.iter().map(|(pick, _, _)| label(pick + 7)).chain(["einde"]).collect();
        let stated = picks.iter().map(|(pick, relation, level)| {
            let skill = key(STARTER.key(abilities[pick % abilities.len()]).as_str());
            requirement(skill, Relation::ALL[usize::from(*relation)], Some(*level).filter(|level| *level > 0))
        });
        let understood = of(vacancy("Medewerker burgerzaken", &text.join(". "), stated.collect()));
        let mut concepts: Vec<_> = understood.requirements.iter().map(|requirement| requirement.concept).collect();
        let all = concepts.len();
        concepts.sort_unstable();
        concepts.dedup();
        prop_assert_eq!(concepts.len(), all);
        prop_assert!(understood.not_understood.is_empty());
        prop_assert!(keys(&understood, Provenance::FoundInText).len() <= MAX_FROM_TEXT);
        if !keys(&understood, Provenance::FromOccupation).is_empty() {
            prop_assert!(all <= ENOUGH_REQUIREMENTS);
        }
    }
}
