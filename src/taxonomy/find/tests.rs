//! What finding promises, over the starter taxonomy.

use super::{CompletionMatch, FindQuery, Found, LabelMatch, MAX_FOUND};
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
fn titles_are_found_as_vacancies_write_them() {
    let check = |titles: &[&str], key: &str| {
        for title in titles {
            let found = find(title, &[ConceptKind::Occupation]);
            let first = found.first().map(|found| STARTER.key(found.concept).as_str());
            assert_eq!(first, Some(key), "“{title}”: {found:#?}");
        }
    };
    check(
        &[
            "Medewerker Burgerzaken",
            "Medewerkster burgerzaken (m/v/x)",
            "medewerk(st)er burgerzaken",
            "medewerkers burgerzaken",
            "Gezocht per direct: medewerker burgerzaken, gemeente Amersfoort, fulltime",
            "Junior medewerker burgerzaken 32-36 uur schaal 6",
            "medewérker búrgerzaken",
            "burgerzaken medewerker",
        ],
        "lb:occupation/medewerker-burgerzaken",
    );
    check(&["WMO-consulent", "Wmo consulente", "consulent WMO (24 uur p/w)"], "lb:occupation/wmo-consulent");
    check(&["BOA", "boa's", "BOA openbare ruimte", "buitengewoon opsporingsambtenaar"], "lb:occupation/handhaver-boa");
    check(&["medewerker DIV", "DIV medewerker", "DIV-medewerkster parttime"], "lb:occupation/medewerker-div");
    check(&["senior data analyst", "Data-analist", "data analiste"], "lb:occupation/data-analist");
    check(&["software developer", "Medior softwareontwikkelaar"], "lb:occupation/softwareontwikkelaar");
    check(&["applicatiebeheerster", "applicatie beheerder"], "lb:occupation/applicatiebeheerder");
}

#[test]
fn completing_goes_from_the_first_letter_to_the_word() {
    let complete =
        |text: &str| STARTER.complete(text, FindQuery { kinds: &[], language: LanguageCode::DUTCH, limit: 10 });
    let first = |text: &str| {
        let completed = complete(text);
        let first = completed.first().unwrap_or_else(|| panic!("nothing for “{text}”"));
        (first.label.text.to_string(), first.how)
    };
    assert_eq!(complete("m").len(), 10, "one letter is enough");
    assert_eq!(first("medewerker burgerz"), ("medewerker burgerzaken".into(), CompletionMatch::LabelBeginning));
    assert_eq!(first("burgerz medew"), ("medewerker burgerzaken".into(), CompletionMatch::WordBeginning));
    assert_eq!(first("medewerker burgerzk"), ("medewerker burgerzaken".into(), CompletionMatch::Spelling));
    let inside = complete("ministr");
    assert!(
        !inside.is_empty() && inside.iter().all(|completed| completed.how == CompletionMatch::Inside),
        "{inside:?}"
    );
    assert!(complete("qxz").is_empty() && complete(" ").is_empty());
}

#[test]
fn words_that_begin_so_stand_above_compounds() {
    let query = FindQuery { kinds: &[], language: LanguageCode::DUTCH, limit: 50 };
    let completed = STARTER.complete("administr", query);
    let first_inside = completed.iter().position(|completed| completed.how == CompletionMatch::Inside);
    let last_beginning = completed.iter().rposition(|completed| completed.how < CompletionMatch::Inside);
    assert!(last_beginning < first_inside, "{completed:#?}");
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
    fn every_beginning_of_a_label_is_completed(concept in 0_usize..5000, letters in 1_usize..40, limit in 1_usize..20) {
        let concept = STARTER.number(u32::try_from(concept % STARTER.len()).expect("a small number")).expect("a concept");
        let typed: String = STARTER.label(concept, LanguageCode::DUTCH).chars().take(letters).collect();
        let query = FindQuery { kinds: &[], language: LanguageCode::DUTCH, limit };
        let completed = STARTER.complete(&typed, query);
        prop_assert!(completed.len() <= limit);
        if !super::question(&typed).is_empty() {
            prop_assert!(!completed.is_empty(), "nothing for “{}”", typed);
            prop_assert!(completed.iter().all(|completed| completed.how <= CompletionMatch::Inside));
        }
        let all = STARTER.complete(&typed, FindQuery { limit: MAX_FOUND, ..query });
        prop_assert!(all.starts_with(&completed) || all.len() >= MAX_FOUND, "a longer answer begins with the shorter one");
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
