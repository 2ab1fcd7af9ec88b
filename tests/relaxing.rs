//! What a thin list would gain: whatever an answer promises is what the next answer holds.

use crate::support::{
    World,
    service::{Service, profile, question},
};
use loopbaanbrug::catalogue::ImportMode;
use loopbaanbrug_proto::v1::{
    Condition, Criterion, ExplainRequest, HoursRange, Importance, Language, MatchFilter, MatchRequest, MatchResponse,
    PayCondition, Preference, Profile, Relaxation, RemoteCondition, TravelCondition, condition::Check,
};
use serde_json::{Value, json};

fn must(check: Check) -> Preference {
    Preference { condition: Some(Condition { check: Some(check) }), importance: Importance::Must.into() }
}

/// A person whose every wish is a must that little meets.
fn demanding() -> Profile {
    Profile {
        preferences: vec![
            must(Check::Travel(TravelCondition { max_km: 5 })),
            must(Check::Hours(HoursRange { min: 36, max: 40 })),
            must(Check::Pay(PayCondition { min_eur: 3_330 })),
        ],
        ..profile(1)
    }
}

fn number(field: &str) -> usize {
    field.trim_end_matches(']').rsplit('[').next().and_then(|number| number.parse().ok()).expect("a place in a list")
}

/// The request without a condition.
fn without(mut request: MatchRequest, fields: &[String]) -> MatchRequest {
    let profile = request.profile.as_mut().expect("a profile");
    // From the end, so that places stay what they are.
    let mut fields = fields.to_vec();
    fields.sort_by_key(|field| std::cmp::Reverse(field.clone()));
    for field in &fields {
        let filter = request.filter.get_or_insert_default();
        match field.as_str() {
            "filter.sectors" => filter.sectors.clear(),
            "filter.text" => filter.text.clear(),
            "filter.sources" => filter.sources.clear(),
            field if field.starts_with("profile.preferences") => drop(profile.preferences.remove(number(field))),
            field => drop(profile.criteria.remove(number(field))),
        }
    }
    request
}

async fn total(service: &Service, request: MatchRequest) -> u64 {
    service.ask(request).await.expect("an answer").total
}

/// Whether an answer keeps what it promises.
async fn keeps(service: &Service, request: &MatchRequest, response: &MatchResponse) {
    for relaxation in &response.relaxations {
        let let_go = without(request.clone(), &relaxation.fields);
        assert_eq!(total(service, let_go).await, response.total + relaxation.brings, "{relaxation:?}");
        if let Some(step) = &relaxation.step {
            let mut asks_less = request.clone();
            let profile = asks_less.profile.as_mut().expect("a profile");
            profile.preferences[number(&relaxation.fields[0])].condition = step.condition.clone();
            assert_eq!(total(service, asks_less).await, response.total + step.brings, "{relaxation:?}");
            assert!((1..=relaxation.brings).contains(&step.brings));
        }
        let request = ExplainRequest {
            profile: request.profile.clone(),
            keys: relaxation.keys.clone(),
            filter: request.filter.clone(),
            ..ExplainRequest::default()
        };
        let explained = service.matches().explain(request).await.expect("reasons").into_inner().explanations;
        let points: Vec<_> = explained.iter().map(|it| it.r#match.as_ref().expect("a match").points).collect();
        assert!(points.is_sorted_by(|left, right| left >= right), "best first: {points:?}");
        assert_eq!(points.first(), Some(&relaxation.best_points));
        for explanation in explained {
            let left_out_by: Vec<_> = explanation.left_out_by.into_iter().map(|it| it.field).collect();
            assert_eq!(left_out_by, relaxation.fields, "nothing else keeps it out");
        }
    }
}

fn of<'a>(response: &'a MatchResponse, field: &str) -> &'a Relaxation {
    let found = response.relaxations.iter().find(|it| it.fields == [field]);
    found.unwrap_or_else(|| panic!("{field} in {:?}", response.relaxations))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_thin_list_promises_is_what_comes() {
    let service = Service::of_fixtures().await;
    let filter = MatchFilter { sectors: vec!["O".into(), "Q".into()], ..MatchFilter::default() };
    let request = MatchRequest { filter: Some(filter), ..question(demanding()) };
    let response = service.ask(request.clone()).await.expect("an answer");
    assert!(response.total < 10, "{} is thin", response.total);
    assert!(response.relaxations.len() >= 2, "{:?}", response.relaxations);
    assert!(response.relaxations.is_sorted_by(|left, right| left.brings >= right.brings), "what brings most is first");
    keeps(&service, &request, &response).await;
    // Every one of the musts alone, in turn, of those that one can take a step in.
    let mut stepped = 0;
    let from_home = must(Check::Remote(RemoteCondition { min_percent: 45 }));
    for alone in demanding().preferences.into_iter().chain([from_home]) {
        let profile = Profile { preferences: vec![alone], ..demanding() };
        let filter = MatchFilter { sectors: vec!["I".into(), "J".into()], ..MatchFilter::default() };
        let request = MatchRequest { filter: Some(filter), ..question(profile) };
        let response = service.ask(request.clone()).await.expect("an answer");
        keeps(&service, &request, &response).await;
        stepped += response.relaxations.iter().filter(|it| it.step.is_some()).count();
    }
    assert!(stepped >= 1, "at least the distance has a step");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_long_enough_promises_nothing() {
    let service = Service::of_fixtures().await;
    let response = service.ask(question(profile(1))).await.expect("an answer");
    assert!(response.total >= 10 && !response.exclusions.is_empty());
    assert_eq!(response.relaxations, []);
    // Nothing to let go: an empty profile without a filter over an empty catalogue.
    let empty = Service::empty().await;
    let response = empty.ask(question(Profile::default())).await.expect("an answer");
    assert_eq!((response.total, response.relaxations.len()), (0, 0));
}

fn vacancy(id: &str, changes: &Value) -> Value {
    let mut vacancy = json!({
        "type": "vacancy", "id": id, "title": "Conciërge", "employer": format!("School {id}"),
        "description": "Je opent de school en houdt het gebouw netjes.", "sector": "P",
        "place": {"pc4": "3511"}, "hours": {"min": 24, "max": 32}, "pay_month_eur": {"min": 2400, "max": 3000},
    });
    for (field, value) in changes.as_object().expect("an object") {
        vacancy[field] = value.clone();
    }
    vacancy
}

async fn service(vacancies: &[Value]) -> Service {
    let world = World::empty().await;
    let lines: Vec<_> = vacancies.iter().map(Value::to_string).collect();
    let report = world.import("scholen", ImportMode::Full, lines.join("\n").as_bytes()).await;
    assert_eq!(report.rejected, 0, "{:?}", report.rejections);
    Service::over(world).await
}

fn person(preferences: Vec<Preference>) -> Profile {
    Profile { home_pc4: "3511".into(), preferences, ..Profile::default() }
}

fn sentences(response: &MatchResponse) -> Vec<&str> {
    response.relaxations.iter().map(|it| it.sentence.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_ordered_condition_names_its_smallest_step() {
    let service = service(&[
        vacancy("a", &json!({"place": {"pc4": "6811"}})),
        vacancy("b", &json!({"place": {"pc4": "9711"}})),
        vacancy("c", &json!({"hours": {"min": 36, "max": 40}})),
        vacancy("d", &json!({"hours": {"min": 8, "max": 16}})),
        vacancy("e", &json!({"pay_month_eur": {"min": 2000, "max": 2475}})),
        vacancy("f", &json!({"pay_month_eur": {"min": 2000, "max": 2460}})),
    ])
    .await;
    let profile = person(vec![
        must(Check::Travel(TravelCondition { max_km: 5 })),
        must(Check::Hours(HoursRange { min: 24, max: 32 })),
        must(Check::Pay(PayCondition { min_eur: 2_700 })),
    ]);
    let request = question(profile);
    let response = service.ask(request.clone()).await.expect("an answer");
    assert_eq!(response.total, 0);
    keeps(&service, &request, &response).await;
    let travel = of(&response, "profile.preferences[0]");
    let Some(Check::Travel(step)) = travel.step.as_ref().and_then(|it| it.condition.as_ref()?.check.clone()) else {
        panic!("a step of travel: {travel:?}");
    };
    assert_eq!((step.max_km % 5, travel.brings, travel.step.as_ref().map(|it| it.brings)), (0, 2, Some(1)));
    assert_eq!(
        travel.sentence,
        format!(
            "Met {} in plaats van 5 kilometer komt er 1 vacature bij. Laat je de afstand los, dan komen er 2 vacatures bij.",
            step.max_km
        )
    );
    assert_eq!(
        of(&response, "profile.preferences[1]").sentence,
        "Met 24 tot 36 uur in plaats van 24 tot 32 uur per week komt er 1 vacature bij. Laat je het aantal uren los, dan komen \
         er 2 vacatures bij."
    );
    assert_eq!(
        of(&response, "profile.preferences[2]").sentence,
        "Met minstens € 2.450 in plaats van € 2.700 per maand komen er 2 vacatures bij."
    );
    let english = MatchRequest { language: Language::English.into(), ..request };
    let response = service.ask(english).await.expect("an answer");
    assert!(
        sentences(&response).contains(&"With at least €2,450 instead of €2,700 a month there are 2 vacancies more."),
        "{:?}",
        sentences(&response)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_single_condition_brings_anything_two_together_are_named() {
    let service = service(&[vacancy("a", &json!({"place": {"pc4": "9711"}, "contract": "temporary"}))]).await;
    let contract = loopbaanbrug_proto::v1::ContractCondition {
        accepted: vec![loopbaanbrug_proto::v1::Contract::Permanent.into()],
    };
    let criterion = Criterion {
        words: "Een vaste baan.".into(),
        condition: Some(Condition { check: Some(Check::Contract(contract)) }),
        importance: Importance::Must.into(),
    };
    let mut profile = person(vec![must(Check::Travel(TravelCondition { max_km: 30 }))]);
    profile.criteria = vec![criterion];
    let request = question(profile);
    let response = service.ask(request.clone()).await.expect("an answer");
    assert_eq!(sentences(&response), ["Laat je de afstand en “Een vaste baan” los, dan komt er 1 vacature bij."]);
    assert_eq!(response.relaxations[0].fields, ["profile.preferences[0]", "profile.criteria[0]"]);
    assert_eq!(response.relaxations[0].keys, ["scholen/a"]);
    keeps(&service, &request, &response).await;
}
