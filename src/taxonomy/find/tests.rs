//! What finding promises, over the starter taxonomy.

use super::{FindQuery, Found, LabelMatch, MAX_FOUND};
use crate::domain::{ConceptKind, ConceptReference, LanguageCode, Name};
use crate::taxonomy::{ABILITIES, Resolution, Taxonomy};
use proptest::prelude::*;
use std::sync::LazyLock;

static STARTER: LazyLock<Taxonomy> = LazyLock::new(|| Taxonomy::starter().expect("the starter taxonomy"));

fn find(text: &str, kinds: &[ConceptKind]) -> Vec<Found> {
    STARTER.find(text, FindQuery { kinds, language: LanguageCode::DUTCH, limit: 10 })
}

#[test]
fn same_words_other_spellings_and_parts_are_told_apart() {
    let check = |text: &str, key: &str, how: LabelMatch| {
        let found = find(text, &[]);
        let first = found.first().unwrap_or_else(|| panic!("nothing for “{text}”"));
        assert_eq!((STARTER.key(first.concept).as_str(), first.how), (key, how), "“{text}”: {found:#?}");
    };
    check("Medewerker burgerzaken (m/v/x) 32-36 uur", "lb:occupation/medewerker-burgerzaken", LabelMatch::Exact);
    check("senior medewerker burgerzaken", "lb:occupation/specialist-burgerzaken", LabelMatch::Exact);
    check("civil affairs officer", "lb:occupation/medewerker-burgerzaken", LabelMatch::Exact);
    check("medewerker burgerzakken", "lb:occupation/medewerker-burgerzaken", LabelMatch::Spelling);
    check("burgerzaken publieksmedewerker", "lb:occupation/medewerker-burgerzaken", LabelMatch::Parts);
}

#[test]
fn only_what_is_sure_is_understood() {
    let resolve = |text: &str| {
        let reference = ConceptReference::Text(Name::new(text).expect("a name"));
        STARTER.resolve(&reference, &ABILITIES)
    };
    assert!(matches!(resolve("klantgerichtheid"), Resolution::Understood { .. }));
    assert!(matches!(resolve("klantgerigtheid"), Resolution::Understood { .. }));
    let Resolution::NotUnderstood { alternatives } = resolve("werken met klanten aan een loket") else {
        panic!("understood for sure")
    };
    assert!(!alternatives.is_empty());
    assert!(
        matches!(resolve("medewerker burgerzaken"), Resolution::NotUnderstood { .. }),
        "an occupation is no ability"
    );
    assert!(matches!(resolve("qwxyz"), Resolution::NotUnderstood { .. }));
}

#[test]
fn every_label_finds_its_concept_with_the_full_score() {
    for concept in STARTER.numbers() {
        for label in STARTER.labels(concept) {
            let query = FindQuery { kinds: &[STARTER.kind(concept)], language: label.language, limit: MAX_FOUND };
            let found = STARTER.finder().exact(&label.text, &query);
            let own = found.iter().find(|found| found.concept == concept);
            assert!(own.is_some_and(|own| own.how == LabelMatch::Exact && own.score_permille == 1000), "{label:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn answers_are_in_order_within_limits_and_of_the_wanted_kind(text in "[a-z]{0,12}( [a-zA-Zé/()-]{1,9}){0,4}", limit in 0_usize..20) {
        let kinds = [ConceptKind::Skill, ConceptKind::Occupation];
        let query = FindQuery { kinds: &kinds, language: LanguageCode::DUTCH, limit };
        let found = STARTER.find(&text, query);
        prop_assert!(found.len() <= limit);
        prop_assert!(found.windows(2).all(|pair| pair[0].score_permille >= pair[1].score_permille));
        for one in &found {
            prop_assert!(kinds.contains(&STARTER.kind(one.concept)));
            prop_assert!(one.score_permille <= 1000);
            prop_assert_eq!(one.how == LabelMatch::Exact, one.score_permille == 1000);
            prop_assert_eq!(found.iter().filter(|other| other.concept == one.concept).count(), 1);
        }
        prop_assert_eq!(&STARTER.find(&text, query), &found);
    }

    #[test]
    fn both_ways_to_resolve_agree(concept in 0_usize..5000, cut in 0_usize..30) {
        let concept = STARTER.number(u32::try_from(concept % STARTER.len()).expect("a small number")).expect("a concept");
        let label: String = STARTER.label(concept, LanguageCode::DUTCH).chars().enumerate()
            .filter(|(at, _)| *at != cut).map(|(_, c)| c).collect();
        if let Ok(name) = Name::new(&label) {
            let reference = ConceptReference::Text(name);
            let long = STARTER.resolve(&reference, &ABILITIES).concept();
            prop_assert_eq!(STARTER.resolve_sure(&reference, &ABILITIES, LanguageCode::DUTCH), long);
        }
    }
}
