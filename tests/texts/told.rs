//! Whole explanations: two to read, and what holds for all of them.

use super::{
    profiles::{from_the_desk, profile},
    world::EXAMPLES,
};
use loopbaanbrug::{
    domain::{Condition, EuroPerMonth, HoursPerWeek, Percent, Profile, Range, Verdict},
    matching::{Explained, RefusedBy, Relaxation, RelaxationStep},
    texts::{Language, Told, exclusion, left_out, relaxation, tell},
};
use proptest::{prelude::*, sample::select};

/// Longest sentence that still reads as B1.
const SENTENCE_WORDS_MAX: usize = 20;

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// An explanation as a page would show it.
fn page(told: &Told) -> String {
    let mut lines = Vec::new();
    let mut add = |heading: &str, sentences: &[String]| {
        lines.push(format!("{heading}:"));
        lines.extend(sentences.iter().map(|sentence| format!("  {sentence}")));
    };
    add("summary", &told.summary);
    add("requirements", &told.requirements);
    add("gates", &told.gates);
    add("conditions", &told.conditions);
    add("wishes", &told.wishes);
    add("learning", &told.learning);
    add("exploration", told.exploration.as_slice());
    add("level", told.level.as_slice());
    add("questions", &told.questions);
    lines.join("\n")
}

fn told_by_id(language: Language, id: &str) -> String {
    let profile = from_the_desk();
    let explained = EXAMPLES.explain_one(&profile, id);
    page(&tell(language, &profile, &EXAMPLES.taxonomy, &explained))
}

#[test]
fn a_vacancy_reads_well() {
    insta::assert_snapshot!("vacancy_nl", told_by_id(Language::Dutch, "zorg-002"));
    insta::assert_snapshot!("vacancy_en", told_by_id(Language::English, "zorg-002"));
}

#[test]
fn a_route_reads_well() {
    insta::assert_snapshot!("route_nl", told_by_id(Language::Dutch, "zorg-r07"));
    insta::assert_snapshot!("route_en", told_by_id(Language::English, "zorg-r07"));
}

/// Sentences end with a full stop or question mark, perhaps within quotation marks, before white space.
fn sentences(text: &str) -> Vec<&str> {
    let ends = [". ", "? ", "?” "];
    let mut sentences = vec![text];
    for end in ends {
        sentences = sentences.iter().flat_map(|part| part.split_inclusive(end)).collect();
    }
    sentences
}

fn all(told: &Told) -> Vec<&String> {
    let lists = [&told.requirements, &told.gates, &told.conditions, &told.wishes, &told.learning];
    let lists = lists.into_iter().chain([&told.questions, &told.summary]);
    lists.flatten().chain(&told.level).chain(&told.exploration).collect()
}

fn check(profile: &Profile, explained: &Explained) {
    let [dutch, english] = Language::ALL.map(|language| tell(language, profile, &EXAMPLES.taxonomy, explained));
    for (language, told) in Language::ALL.into_iter().zip([&dutch, &english]) {
        assert_eq!(told.requirements.len(), explained.requirements.len());
        assert_eq!(told.gates.len(), explained.gates.len());
        assert_eq!(told.conditions.len(), explained.conditions.len());
        assert_eq!(told.wishes.len(), explained.wishes.len());
        assert_eq!(told.learning.len(), explained.learning.len());
        assert_eq!(told.level.is_some(), explained.level.is_some());
        for contribution in explained.total.contributions() {
            well_formed(told.detail(language, contribution.reason));
        }
        assert!((2..=4).contains(&told.summary.len()), "{:?}", told.summary);
        let unknown = |verdict: Verdict| usize::from(verdict == Verdict::Unknown);
        let conditions: usize = explained.conditions.iter().map(|it| unknown(it.verdict)).sum();
        let gates: usize = explained.gates.iter().map(|it| unknown(it.verdict)).sum();
        assert!(told.questions.len() <= conditions + gates + 1);
        for (number, question) in told.questions.iter().enumerate() {
            assert!(question.ends_with('?'), "{question}");
            assert!(!told.questions[..number].contains(question), "twice: {question}");
        }
        for text in all(told) {
            well_formed(text);
        }
    }
    for (dutch, english) in all(&dutch).into_iter().zip(all(&english)) {
        assert_eq!(sentences(dutch).len(), sentences(english).len(), "{dutch} | {english}");
    }
}

fn well_formed(text: &str) {
    assert!(text.starts_with(char::is_uppercase), "{text}");
    assert!(text.ends_with(['.', '?', '”']), "{text}");
    for wrong in ["  ", "..", " .", ": .", "()"] {
        assert!(!text.contains(wrong), "{text}");
    }
    for sentence in sentences(text) {
        assert!(words(sentence) <= SENTENCE_WORDS_MAX, "{} words: {sentence}", words(sentence));
    }
}

#[test]
fn every_example_is_told_well() {
    let profile = from_the_desk();
    for explained in EXAMPLES.explain(&profile, EXAMPLES.keys.iter().map(String::as_str)) {
        check(&profile, &explained);
    }
}

#[test]
fn exclusions_are_told_well() {
    let profile = from_the_desk();
    let refusals = [RefusedBy::Kind, RefusedBy::Sources, RefusedBy::Closed, RefusedBy::Sectors, RefusedBy::Text];
    let preferences = (0..profile.preferences.len()).map(RefusedBy::Preference);
    let criteria = (0..profile.criteria.len()).map(RefusedBy::Criterion);
    for refused_by in refusals.into_iter().chain(preferences).chain(criteria) {
        for kind in [loopbaanbrug::domain::OpportunityKind::Vacancy, loopbaanbrug::domain::OpportunityKind::Route] {
            let of = |language| [1, 12_000].map(|count| exclusion(language, kind, refused_by, count, &profile));
            let one = |language| left_out(language, kind, refused_by, &profile);
            for text in Language::ALL.into_iter().flat_map(|language| of(language).into_iter().chain([one(language)])) {
                assert_eq!(sentences(&text).len(), 1, "{text}");
                assert!(words(&text) <= SENTENCE_WORDS_MAX, "{text}");
            }
        }
    }
}

#[test]
fn relaxations_are_told_well() {
    let profile = from_the_desk();
    let hours = |value| HoursPerWeek::new(value).expect("hours");
    let less = [
        Some(Condition::Travel { max_km: 35 }),
        Some(Condition::Hours(Range::new(hours(24), hours(36)).expect("a range"))),
        Some(Condition::Pay { min: EuroPerMonth::new(2_450).expect("pay") }),
        None,
        Some(Condition::Remote { min: Percent::new(10).expect("a share") }),
    ];
    let preferences = (0..).map(RefusedBy::Preference).zip(less);
    let others = [RefusedBy::Sources, RefusedBy::Sectors, RefusedBy::Text, RefusedBy::Criterion(1)];
    for (condition, less) in preferences.chain(others.into_iter().map(|condition| (condition, None))) {
        for conditions in [vec![condition], vec![condition, RefusedBy::Criterion(1)]] {
            let step = less.clone().filter(|_| conditions.len() == 1);
            let step = step.map(|condition| RelaxationStep { condition, brings: 1 });
            let relaxed = Relaxation { conditions, brings: 12_000, best_points: 700, best: Vec::new(), step };
            for kind in [loopbaanbrug::domain::OpportunityKind::Vacancy, loopbaanbrug::domain::OpportunityKind::Route] {
                let told = Language::ALL.map(|language| relaxation(language, kind, &relaxed, &profile));
                for text in &told {
                    well_formed(text);
                    assert_eq!(sentences(text).len(), if relaxed.step.is_some() { 2 } else { 1 }, "{text}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn anyone_is_told_well_about_any_example(profile in profile(), keys in prop::collection::vec(select(EXAMPLES.keys.clone()), 8)) {
        for explained in EXAMPLES.explain(&profile, keys.iter().map(String::as_str)) {
            check(&profile, &explained);
        }
    }
}
