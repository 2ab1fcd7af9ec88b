//! What texts name, with small taxonomies made for the case and with the one in the box.

use super::{MAX_CONCEPTS_IN_TEXT, MAX_MENTIONS};
use crate::domain::{ConceptKey, ConceptKind, LanguageCode};
use crate::reading::{Modality, TextKind};
use crate::taxonomy::{ConceptRecord, LabelRole, Taxonomy, TaxonomyData, TaxonomyVersion};
use proptest::prelude::*;
use std::sync::LazyLock;

static STARTER: LazyLock<Taxonomy> = LazyLock::new(|| Taxonomy::starter().expect("the starter taxonomy"));

fn taxonomy(labels: &[&str]) -> Taxonomy {
    let records = labels.iter().enumerate().map(|(at, label)| {
        let key = ConceptKey::new(&format!("ex:{at:02}")).expect("a valid key");
        let mut record = ConceptRecord::new(key, ConceptKind::Skill);
        record.add_label(LanguageCode::DUTCH, label, LabelRole::Preferred);
        record
    });
    let version = TaxonomyVersion::new("example", "1").expect("a valid version");
    Taxonomy::build(TaxonomyData::assemble(version, records.collect()).expect("a taxonomy").0)
}

#[track_caller]
fn check(labels: &[&str], text: &str, expected: &[(&str, &str)]) {
    let taxonomy = taxonomy(labels);
    let found = taxonomy.extract(text, LanguageCode::DUTCH, TextKind::Vacancy).mentions;
    let found: Vec<(&str, &str)> =
        found.iter().map(|it| (taxonomy.label(it.concept, LanguageCode::DUTCH), &text[it.bytes.clone()])).collect();
    assert_eq!(found, expected, "in “{text}”");
}

#[test]
fn the_label_that_says_most_wins() {
    let labels = ["dossiers bijhouden", "dossier", "klantgericht werken", "BRP", "C++"];
    check(&labels, "Je kunt dossiers bijhouden.", &[("dossiers bijhouden", "dossiers bijhouden")]);
    check(&labels, "Ervaring met de BRP (en C++)!", &[("BRP", "BRP"), ("C++", "C++")]);
    check(&labels, "Alle dossiers.", &[("dossier", "dossiers")]);
}

#[test]
fn verbs_are_found_split_inflected_and_as_nouns() {
    let labels = ["dossiers bijhouden", "klachten behandelen", "ritten plannen"];
    check(
        &labels,
        "Je houdt al onze dossiers netjes bij.",
        &[("dossiers bijhouden", "houdt al onze dossiers netjes bij")],
    );
    check(&labels, "Om dossiers bij te houden.", &[("dossiers bijhouden", "dossiers bij te houden")]);
    check(
        &labels,
        "Klachten worden door jou behandeld.",
        &[("klachten behandelen", "Klachten worden door jou behandeld")],
    );
    check(&labels, "Ervaring met klachtenbehandeling.", &[("klachten behandelen", "klachtenbehandeling")]);
    check(&labels, "Je bent bij de dossiers die hij houdt.", &[]);
    check(&labels, "De planning van ritten.", &[("ritten plannen", "planning van ritten")]);
}

#[test]
fn what_belongs_to_another_verb_is_left_alone() {
    let labels = ["gegevens controleren", "facturen verwerken"];
    let text = "Je controleert de facturen en verwerkt gegevens.";
    check(&labels, text, &[]);
    let shared = "Gegevens controleren en verwerken.";
    check(
        &["gegevens controleren", "gegevens verwerken"],
        shared,
        &[
            ("gegevens controleren", "Gegevens controleren"),
            ("gegevens verwerken", "Gegevens controleren en verwerken"),
        ],
    );
}

#[test]
fn words_that_only_look_alike_are_left_alone() {
    check(&["serveren", "rekenen", "GAT", "IT"], "Servers, de rekening: hij gaat, met gaten. It is.", &[]);
    check(&["GAT", "IT"], "Een GAT en IT.", &[("GAT", "GAT"), ("IT", "IT")]);
    check(&["Word", "Excel"], "Wie ik word, met Word en excel.", &[("Word", "Word"), ("Excel", "excel")]);
    check(&["taal", "Taal"], "Een taal.", &[]);
}

#[test]
fn a_word_of_both_languages_does_not_make_a_sentence_english() {
    let labels = ["tekst verwerken"];
    check(&labels, "- Excel of Word of tekst verwerken", &[("tekst verwerken", "tekst verwerken")]);
}

#[test]
fn people_in_a_role_are_people() {
    check(
        &["mensen te woord staan"],
        "Je staat inwoners te woord.",
        &[("mensen te woord staan", "staat inwoners te woord")],
    );
    check(&["patiënten te woord staan"], "Je staat inwoners te woord.", &[]);
}

#[test]
fn a_course_teaches_what_it_does_not_ask() {
    let text = "Je leert samenwerken.\n\nToelating\n- klantgericht\n- Engels is niet nodig";
    let found = STARTER.extract(text, LanguageCode::DUTCH, TextKind::Course).mentions;
    let found: Vec<_> = found.iter().map(|it| (STARTER.key(it.concept).as_str(), it.taught, it.modality)).collect();
    assert_eq!(
        found,
        [
            ("lb:skill/samenwerken", true, Modality::Must),
            ("lb:skill/klantgericht-werken", false, Modality::Must),
            ("lb:skill/engels", false, Modality::Negated),
        ]
    );
}

#[test]
fn a_long_text_does_not_claim_everything() {
    let labels: Vec<&str> = STARTER
        .numbers()
        .filter(|concept| STARTER.kind(*concept).is_ability())
        .map(|concept| STARTER.label(concept, LanguageCode::DUTCH))
        .collect();
    let text = labels.join(".\nEen ").repeat(3);
    let found = STARTER.extract(&text, LanguageCode::DUTCH, TextKind::Vacancy).mentions;
    assert!(found.len() <= MAX_MENTIONS);
    let mut concepts: Vec<_> = found.iter().map(|it| it.concept).collect();
    concepts.sort_unstable();
    concepts.dedup();
    assert_eq!(concepts.len(), MAX_CONCEPTS_IN_TEXT);
}

/// Words that tempt every part of the reader.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "dossiers",
        "houdt",
        "bij",
        "je",
        "en",
        "geen",
        "is een pré",
        "rijbewijs",
        "B",
        "mbo",
        "4",
        "uur",
        "32-36",
        "€",
        "2.641,-",
        "tot",
        "schaal",
        "Engels",
        "B2",
        "\n",
        "\n\n",
        "Wat bieden we?",
        "- ",
        ", ",
        ". ",
        "é😀",
        "niet nodig",
        "klachtenbehandeling",
        "vast",
        "contract",
        "jaar",
        "ervaring",
        "per uur",
        ":",
        "(",
        "00",
        "'s avonds",
        "te",
        "İ",
    ]);
    prop::collection::vec(word, 0..40).prop_map(|words| words.join(" "))
}

#[test]
fn reading_stops_when_nobody_waits_any_more() {
    let text = "Je houdt de dossiers bij. ".repeat(100);
    let read = |sentences: usize| {
        let mut left = sentences;
        let go_on = || {
            left = left.saturating_sub(1);
            left > 0
        };
        STARTER.extract_while(&text, LanguageCode::DUTCH, TextKind::Vacancy, go_on)
    };
    assert_eq!(read(50), None);
    assert_eq!(read(102).map(|it| it.mentions.len()), Some(100));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn places_quote_the_text(text in words(), any in "\\PC{0,60}", course in any::<bool>()) {
        let kind = if course { TextKind::Course } else { TextKind::Vacancy };
        for text in [text, any] {
            let extraction = STARTER.extract(&text, LanguageCode::DUTCH, kind);
            let places = extraction.mentions.iter().map(|it| it.bytes.clone());
            for bytes in places.chain(extraction.facts.iter().map(|it| it.bytes.clone())) {
                prop_assert!(text.get(bytes.clone()).is_some_and(|words| !words.is_empty()), "{bytes:?} of {text:?}");
            }
            for mention in &extraction.mentions {
                prop_assert!((200..=1000).contains(&mention.confidence_permille));
                prop_assert!(!mention.taught || kind == TextKind::Course);
            }
        }
    }
}
