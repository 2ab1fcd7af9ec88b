//! What is typed or opened is never lost without a word: it is kept, or shown again with what is wrong.

use super::{
    address,
    http::{Answer, open, post, post_begun},
    over, with_page,
};
use crate::support::World;

/// A profile with as many skills and criteria as there may be, each in as many of these letters as there may be.
fn full_profile(letter: char) -> String {
    let text: String = std::iter::repeat_n(letter, 196).collect();
    let skill = |number: usize| format!(r#"{{"skill": {{"text": "{text} {number}"}}, "level": 3}}"#);
    let criterion = |number: usize| format!(r#"{{"words": "{text} {number}", "importance": "IMPORTANCE_NICE"}}"#);
    let (skills, criteria): (Vec<_>, Vec<_>) = ((0..300).map(skill).collect(), (0..30).map(criterion).collect());
    let (skills, criteria) = (skills.join(",\n"), criteria.join(",\n"));
    format!(r#"{{"origin": "DEPARTMENT_DIV", "skills": [{skills}], "criteria": [{criteria}]}}"#)
}

#[track_caller]
fn tells(answer: &Answer, told: &[&str]) {
    for told in told {
        assert!(answer.body.contains(told), "{told} in {}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_is_opened_can_go_on() {
    let service = over(World::empty().await).await;
    let at = address(&service);
    let opened = open(at, "nl", &full_profile('é')).await;
    assert_eq!(opened.status, 200);
    // Every skill comes back in a field of its own besides.
    let texts: Vec<String> = (0..300).map(|number| format!("text {} {number}", "é".repeat(196))).collect();
    let mut fields = vec![("talk", opened.talk()), ("from", "tasks".to_owned())];
    fields.extend(texts.iter().map(|text| ("skill", text.clone())));
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let next = post(at, "/nl/tasks", &fields).await;
    assert_eq!(next.status, 200, "{}", next.body);
    assert_eq!(next.talk(), opened.talk());

    let too_large = open(at, "nl", &full_profile('😀')).await;
    assert_eq!(too_large.status, 422);
    tells(&too_large, &["Dit profiel is te groot", "id=\"file\""]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_next_form_could_not_carry_is_not_taken() {
    let service = over(World::empty().await).await;
    let at = address(&service);
    let before = post(at, "/nl/profile", &[("from", "start"), ("origin", "div")]).await.talk();
    let skills: Vec<String> = (0..300).map(|number| format!("text {} {number}", "😀".repeat(190))).collect();
    let mut fields = vec![("talk", before.as_str()), ("from", "profile")];
    fields.extend(skills.iter().map(|skill| ("skill", skill.as_str())));
    let answer = post(at, "/nl/profile", &fields).await;
    assert_eq!(answer.status, 422);
    tells(&answer, &["Dit profiel is te groot"]);
    assert_eq!(answer.talk(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_file_is_told_when_it_is_opened() {
    let service = over(World::empty().await).await;
    let at = address(&service);
    let opened = open(at, "nl", r#"{"origin": "DEPARTMENT_DIV", "home_pc4": "35"}"#).await;
    assert_eq!(opened.status, 422);
    tells(&opened, &["id=\"home-problem\"", "value=\"35\""]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_is_in_no_list_any_more_is_left_out_and_that_is_said() {
    let service = with_page().await;
    let at = address(&service);
    let profile = r#"{"origin": "DEPARTMENT_BURGERZAKEN", "tasks": [{"task": "div/gone", "wish": "TASK_WISH_KEEP"}]}"#;
    let opened = open(at, "nl", profile).await;
    assert_eq!(opened.status, 200);
    let told = post(at, "/nl/options", &[("talk", &opened.talk()), ("from", "tasks")]).await;
    tells(&told, &["een taak die we niet kennen"]);
    let skill = ("skill", "text klanten helpen");
    let next = post(at, "/nl/options", &[("talk", &told.talk()), ("from", "profile"), skill]).await;
    assert_eq!(next.status, 200);
    assert!(!next.keys().is_empty(), "{}", next.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_wiped_whatever_is_wrong_on_the_page() {
    let service = over(World::empty().await).await;
    let wrong: [&[(&str, &str)]; 4] =
        [&[("from", "profile"), ("home", "35112")], &[("talk", "")], &[("talk", "damaged")], &[]];
    for fields in wrong {
        let answer = post(address(&service), "/nl/wipe", fields).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/nl/?wiped"), "{fields:?}");
        assert!(answer.header("clear-site-data").contains("cache"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn help_without_a_name_is_asked_about_and_stays() {
    let service = over(World::empty().await).await;
    let at = address(&service);
    let long = "x".repeat(101);
    let fields = [
        ("from", "plan"),
        ("with-0", "past op de kinderen"),
        ("who-1", "Mijn broer"),
        ("with-1", "leest mee"),
        ("who-2", long.as_str()),
    ];
    let answer = post_begun(at, "/nl/print", &fields).await;
    assert_eq!(answer.status, 422);
    tells(&answer, &["id=\"who-0-problem\"", "Zeg ook wie", "id=\"who-2-problem\"", "href=\"#who-0\""]);
    for typed in ["past op de kinderen", "Mijn broer", "leest mee", &long] {
        tells(&answer, &[&format!("value=\"{typed}\"")]);
    }
    let mended = [("talk", &*answer.talk()), ("from", "plan"), ("who-0", "Oma"), ("with-0", "past op de kinderen")];
    let answer = post(at, "/nl/plan", &mended).await;
    assert_eq!(answer.status, 200);
    tells(&answer, &["value=\"Oma\"", "value=\"past op de kinderen\""]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_language_too_many_and_a_criterion_without_words_stay_where_they_were_typed() {
    let service = over(World::empty().await).await;
    let at = address(&service);
    let held = ["nl", "en", "de", "fr", "es", "ar", "fa", "pl", "pt", "ro"].map(|code| format!("{code} B1"));
    let mut fields: Vec<(&str, &str)> = held.iter().map(|it| ("language", it.as_str())).collect();
    fields.extend([("from", "profile"), ("language-new", "tr"), ("cefr-new", "C2"), ("criterion-check", "rooster")]);
    let answer = post_begun(at, "/nl/options", &fields).await;
    assert_eq!(answer.status, 422);
    tells(
        &answer,
        &[
            "id=\"language-new-problem\"",
            "<option value=\"tr\" selected>",
            "<option value=\"C2\" selected>",
            "id=\"criterion-words-problem\"",
            "value=\"rooster\"",
        ],
    );
}
