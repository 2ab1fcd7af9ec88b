//! What the service answers: changes, comparisons, places in a list, and what it refuses.

use super::{CARE, ICT, ROUTE, added_skill, change, compare, make_plan, relaxed, what_if};
use crate::support::service::{Service, profile, question, reason, wrong_fields};
use loopbaanbrug_proto::{
    DESCRIPTORS,
    v1::{
        CompareRequest, Condition, ConditionChange, Credentials, ExplainRequest, ListPlace, Match, MatchRequest,
        Preference, Profile, RequirementOutcome, SkillClaim, TravelCondition, Verdict, WhatIfEntry, WhatIfRequest,
        WhatIfResponse, change::Change as C, condition::Check, condition_change,
    },
};
use prost_reflect::{DescriptorPool, Kind};
use std::collections::{BTreeMap, BTreeSet};
use tonic::Code;

async fn asked(service: &Service, request: WhatIfRequest) -> WhatIfResponse {
    service.conversations().what_if(request).await.expect("an answer").into_inner()
}

fn entries(answer: &WhatIfResponse) -> impl Iterator<Item = &WhatIfEntry> {
    answer.entered.iter().chain(&answer.left).chain(&answer.moved)
}

fn adds_up(answer: &WhatIfResponse) {
    for entry in entries(answer) {
        let differences: i32 = entry.parts.iter().map(|part| part.difference).sum();
        assert_eq!(differences, entry.points_after - entry.points_before, "{}", entry.key);
        assert!(entry.parts.iter().all(|part| part.second - part.first == part.difference && part.difference != 0));
        assert!(!entry.reasons.is_empty() && entry.reasons.len() <= 5, "{}", entry.key);
        for reason in &entry.reasons {
            assert!(!reason.sentence.is_empty() && !reason.field.is_empty(), "{}: {reason:?}", entry.key);
        }
        assert_eq!(entry.rank_before.is_none(), !entry.left_out_before.is_empty(), "{}", entry.key);
        assert_eq!(entry.rank_after.is_none(), !entry.left_out_after.is_empty(), "{}", entry.key);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_skill_and_a_wider_circle_bring_more_and_say_why() {
    let service = Service::of_fixtures().await;
    let answer = asked(&service, what_if(vec![added_skill("medische terminologie"), relaxed(1)])).await;
    let (before, after) = (answer.before.clone().expect("before"), answer.after.clone().expect("after"));
    assert!(after.total > before.total && !answer.entered.is_empty());
    adds_up(&answer);
    let near = |entry: &&WhatIfEntry| entry.left_out_before.iter().any(|it| it.field == "profile.preferences[1]");
    let entered = answer.entered.iter().find(near).expect("one that was too far");
    assert!(entered.reasons[0].sentence.contains("Eerst viel deze vacature af"), "{entered:?}");
    let desk = entries(&answer).find(|entry| entry.key == CARE).expect("the desk in care");
    assert!(desk.reasons.iter().any(|it| it.sentence.contains("medische terminologie") && it.points > 0), "{desk:?}");
    let found = entries(&answer).count() + usize::try_from(answer.unchanged).expect("few");
    assert_eq!(found - answer.left.len(), 20, "everything among the best after is accounted for");
    // Both sides are what Match answers.
    let now = service.ask(question(profile(1))).await.expect("matches");
    assert_eq!((now.total, now.points_possible), (before.total, before.points_possible));
    // Ranks are by points; Match says which one a match had before mixing.
    let rank = |(place, it): (u64, &Match)| it.mixed_place.as_ref().map_or(place, |mixed| mixed.rank_by_points.into());
    let by_points: BTreeMap<_, _> = (1..).zip(&now.matches).map(|it| (rank(it), it.1)).collect();
    for entry in entries(&answer).filter(|entry| entry.rank_before.is_some_and(|rank| rank <= 20)) {
        let Some(found) = by_points.get(&entry.rank_before.unwrap_or(1)) else { continue };
        assert_eq!((&found.key, found.points), (&entry.key, entry.points_before));
    }
    let classes: u64 = after.classes.iter().map(|class| class.count).sum();
    assert_eq!((classes, after.classes.len()), (after.total, 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_route_that_is_done_brings_its_skills_its_level_and_its_diploma() {
    let service = Service::of_fixtures().await;
    let request = what_if(vec![change(C::DoneRoute(ROUTE.into())), relaxed(1), relaxed(2)]);
    let answer = asked(&service, WhatIfRequest { page_size: 100, ..request }).await;
    adds_up(&answer);
    let nurse = entries(&answer).find(|entry| entry.title.contains("Verzorgende IG")).expect("a nurse's job");
    assert!(nurse.points_after > nurse.points_before && nurse.class_after < nurse.class_before, "{nurse:?}");
    let diploma = nurse.reasons.iter().find(|it| it.field.starts_with("gates")).expect("the diploma");
    assert_eq!((diploma.points, diploma.sentence.contains("Dat heb je.")), (100, true), "{diploma:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_dropped_or_replaced_is_told_with_the_place_it_had() {
    let service = Service::of_fixtures().await;
    let dropped = ConditionChange { index: 0, change: Some(condition_change::Change::Dropped(true)) };
    let answer = asked(&service, what_if(vec![change(C::Criterion(dropped))])).await;
    adds_up(&answer);
    let told = entries(&answer).flat_map(|entry| &entry.reasons);
    let told: Vec<_> = told.filter(|it| it.field == "profile.criteria[0]").collect();
    assert!(!told.is_empty() && told.iter().all(|it| it.sentence.starts_with("Dit telt niet meer mee: “Ik wil")));
    let farther = Condition { check: Some(Check::Travel(TravelCondition { max_km: 60 })) };
    let farther = ConditionChange { index: 1, change: Some(condition_change::Change::Condition(farther)) };
    let answer = asked(&service, what_if(vec![change(C::Preference(farther))])).await;
    adds_up(&answer);
    assert!(answer.after.expect("after").total > answer.before.expect("before").total);
}

#[tokio::test(flavor = "multi_thread")]
async fn options_stand_side_by_side_as_match_explains_them() {
    let service = Service::of_fixtures().await;
    let request = compare(&[CARE, ICT, ROUTE]);
    let answer = service.conversations().compare(request.clone()).await.expect("an answer").into_inner();
    let keys: Vec<_> = answer.options.iter().filter_map(|it| it.r#match.as_ref()).map(|it| it.key.as_str()).collect();
    assert_eq!(keys, [CARE, ICT, ROUTE]);
    let explain = ExplainRequest { profile: request.profile, keys: request.keys, ..ExplainRequest::default() };
    let explained = service.matches().explain(explain).await.expect("reasons").into_inner();
    for (number, explanation) in explained.explanations.iter().enumerate() {
        let shown = explanation.r#match.as_ref().expect("a match");
        let points: i32 = answer.parts.iter().map(|part| part.cells[number].points).sum();
        assert_eq!(points, shown.points, "{}", shown.key);
        let asked = answer.requirements.iter().filter(|row| row.cells[number].outcome != 0).count();
        assert_eq!(asked, shown.requirements.len(), "{}", shown.key);
        for row in answer.preferences.iter().chain(&answer.criteria) {
            assert_ne!(row.cells[number].verdict(), Verdict::Unspecified, "{}", row.field);
        }
        assert!(answer.facts.iter().all(|fact| fact.values.len() == 3));
        assert_eq!(answer.options[number].r#match.as_ref().expect("a match").questions, shown.questions);
    }
    let skills: BTreeSet<_> =
        answer.requirements.iter().filter_map(|row| row.skill.as_ref()).map(|it| &it.key).collect();
    assert_eq!(skills.len(), answer.requirements.len(), "each skill once");
    for option in &answer.options {
        assert!((1..=4).contains(&option.distinctions.len()), "{:?}", option.distinctions);
    }
    // What an option alone asks is asked by no other.
    let alone = answer.requirements.iter().filter(|row| row.cells[1].outcome == RequirementOutcome::Missing as i32);
    let alone = alone.filter(|row| row.cells[0].outcome == 0 && row.cells[2].outcome == 0);
    let alone: Vec<_> = alone.filter_map(|row| row.skill.as_ref()).map(|skill| skill.label.as_str()).collect();
    let told = &answer.options[1].distinctions;
    assert!(alone.iter().any(|label| told.iter().any(|it| it.contains(label))), "{alone:?} in {told:?}");
}

async fn placed(service: &Service, profile: Profile, keys: Vec<String>, page_size: u32) -> Vec<Option<ListPlace>> {
    let request = ExplainRequest { profile: Some(profile), keys, page_size, ..ExplainRequest::default() };
    let answer = service.matches().explain(request).await.expect("reasons").into_inner();
    answer.explanations.into_iter().map(|it| it.list_place).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn why_not_tells_the_place_and_what_the_last_one_shown_has_more() {
    let service = Service::of_fixtures().await;
    // Places are by points; who explores sees them mixed.
    let anyone = Profile { preferences: Vec::new(), exploration: 0, ..profile(1) };
    let all = service.ask(MatchRequest { page_size: 100, ..question(anyone.clone()) }).await.expect("matches");
    let keys: Vec<_> = [0, 4, 5, 29, 99].iter().map(|place| all.matches[*place].key.clone()).collect();
    let places = placed(&service, anyone.clone(), keys.clone(), 5).await;
    for (place, rank) in places.iter().zip([1, 5, 6, 30, 100]) {
        let place = place.as_ref().expect("a place");
        assert_eq!((place.rank, place.total, place.shown), (rank, all.total, rank <= 5));
        assert_eq!(place.last_shown_key, all.matches[4].key);
        assert!(!place.sentences.is_empty());
    }
    let far = places[4].as_ref().expect("a place");
    assert_eq!(far.points_short, all.matches[4].points - all.matches[99].points);
    assert!(far.losses.iter().map(|it| it.other_points - it.points).is_sorted_by(|left, right| left >= right));
    assert!(far.sentences.iter().any(|it| it.contains(&far.points_short.to_string())), "{:?}", far.sentences);
    // Not asked, or left out: no place.
    assert!(placed(&service, anyone, keys, 0).await.iter().all(Option::is_none));
    let too_far = placed(&service, profile(1), vec!["vacancies-zorg/zorg-005".into(), ROUTE.into()], 20).await;
    assert!(too_far[0].is_none() && too_far[1].is_some(), "a route has its place among routes");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_answered_names_field_and_remedy() {
    let service = Service::of_fixtures().await;
    let mut client = service.conversations();
    let key = |count: usize| (0..count).map(|number| format!("vacancies-zorg/zorg-00{number}")).collect::<Vec<_>>();
    for count in [0, 1, 6] {
        let request = CompareRequest { keys: key(count), ..compare(&[]) };
        assert_eq!(wrong_fields(&client.compare(request).await.expect_err("refused")), ["keys"], "{count}");
    }
    assert_eq!(wrong_fields(&client.compare(compare(&[CARE, CARE])).await.expect_err("twice")), ["keys[1]"]);
    assert_eq!(wrong_fields(&client.make_plan(make_plan(&[])).await.expect_err("none")), ["keys"]);
    let request = CompareRequest { profile: None, ..compare(&[CARE, "zonder-bron"]) };
    assert_eq!(wrong_fields(&client.compare(request).await.expect_err("refused")), ["profile", "keys[1]"]);
    for (changes, fields) in [
        (vec![], vec!["changes"]),
        (vec![relaxed(4)], vec!["changes[0].preference.index"]),
        (vec![relaxed(1), relaxed(1)], vec!["changes[1].preference.index"]),
        (vec![change(C::RemoveSkill(99))], vec!["changes[0].remove_skill"]),
        (vec![relaxed(1); 11], vec!["changes"]),
        (
            vec![change(C::AddSkill(SkillClaim::default())), change(C::NlqfLevel(9))],
            vec!["changes[0].add_skill.skill", "changes[1].nlqf_level"],
        ),
        (vec![change(C::DoneRoute(CARE.into()))], vec!["changes[0].done_route"]),
        (
            vec![change(C::AddPreference(Preference {
                condition: profile(1).preferences[1].condition.clone(),
                importance: 0,
            }))],
            vec!["changes[0].add_preference.condition"],
        ),
        (
            vec![change(C::AddCredentials(Credentials {
                driving_licences: vec!["X".into()],
                ..Credentials::default()
            }))],
            vec!["changes[0].add_credentials.driving_licences[0]"],
        ),
        (vec![change(C::HomePc4("12".into()))], vec!["changes[0].home_pc4"]),
        (vec![change(C::Criterion(ConditionChange { index: 0, change: None }))], vec!["changes[0].criterion"]),
    ] {
        let refused = client.what_if(what_if(changes)).await.expect_err("refused");
        assert_eq!(wrong_fields(&refused), fields);
    }
    let request = WhatIfRequest { page_size: 101, ..what_if(vec![relaxed(1)]) };
    assert_eq!(wrong_fields(&client.what_if(request).await.expect_err("too many")), ["page_size"]);
    let gone = client.compare(compare(&[CARE, "vacancies-zorg/weg"])).await.expect_err("gone");
    assert_eq!((gone.code(), reason(&gone).0.as_str()), (Code::NotFound, "OPPORTUNITY_NOT_FOUND"));
    assert!(gone.message().contains("vacancies-zorg/weg") && gone.message().contains("removed"), "{}", gone.message());
}

#[test]
fn no_call_ranks_people() {
    // The group alone takes several people, and its answer counts them: it has no person and no place of one.
    const GROUP: &str = "loopbaanbrug.v1.FindGroupGapsRequest";
    let pool = DescriptorPool::decode(DESCRIPTORS).expect("the contract");
    let mut seen = 0;
    for message in pool.all_messages() {
        for field in message.fields() {
            let is_person = matches!(field.kind(), Kind::Message(of) if of.full_name() == "loopbaanbrug.v1.Profile");
            let repeated = field.cardinality() == prost_reflect::Cardinality::Repeated;
            assert!(!is_person || !repeated || message.full_name() == GROUP, "{}", field.full_name());
            assert!(!is_person || !message.name().ends_with("Response"), "{}", field.full_name());
            seen += usize::from(is_person);
        }
    }
    assert!(seen >= 4, "the calls for one person are found");
}
