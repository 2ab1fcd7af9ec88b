//! Near-duplicates stand once, with a count: across sources, on every page, and whatever the order in which they came.

use crate::support::{
    World,
    service::{Service, question},
};
use loopbaanbrug::catalogue::ImportMode;
use loopbaanbrug_proto::v1::{
    ExplainRequest, ListPlace, Match, MatchFilter, MatchRequest, MatchResponse, Profile, SkillClaim,
};
use proptest::{prelude::*, test_runner::Config};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tokio::runtime::Runtime;

const SENTENCES: [&str; 12] = [
    "Je ontvangt bewoners aan de balie van ons wijkcentrum.",
    "Je beantwoordt vragen over zorg, inkomen en wonen.",
    "Samen met de wijkverpleegkundige bespreek je lastige situaties.",
    "Elke ochtend open je het centrum en zet je de koffie klaar.",
    "Je houdt de agenda van het spreekuur bij in ons systeem.",
    "Op woensdag help je bij het inloopuur voor nieuwe Nederlanders.",
    "We vragen een mbo-diploma op niveau vier of vergelijkbare ervaring.",
    "Je blijft rustig als iemand boos of verdrietig is.",
    "Je schrijft duidelijke verslagen van de gesprekken die je voert.",
    "Wij bieden een contract voor een jaar met uitzicht op vast.",
    "Je krijgt een eigen budget om te leren en tijd om het te gebruiken.",
    "Reageren kan tot het einde van de maand met een korte brief.",
];

fn vacancy(id: &str) -> Value {
    json!({
        "type": "vacancy", "id": id, "title": "Medewerker wijkcentrum", "employer": "Welzijn Voorbeeldwijk",
        "description": SENTENCES.join(" "), "place": {"pc4": "3511"}, "sector": "Q", "opens": "2026-11-01",
    })
}

/// The same vacancy in small variations, and others that only look like it.
fn records() -> Vec<(&'static str, Value)> {
    let with = |id: &str, field: &str, value: Value| {
        let mut changed = vacancy(id);
        changed[field] = value;
        changed
    };
    let mut other_end = SENTENCES;
    other_end[11] = "Bel voor vragen met de teamleider en stuur je brief deze week.";
    let mut other_text = SENTENCES.to_vec();
    other_text.truncate(5);
    other_text.extend([
        "Je rijdt met de bus langs zeven dorpen en haalt deelnemers op.",
        "Je controleert de veiligheid van de rolstoelen en zet ze vast.",
        "Je overlegt met de planning als het verkeer tegenzit.",
        "Een rijbewijs voor de grote bus haal je op onze kosten.",
        "In de garage was je de bus en meld je wat stuk is.",
    ]);
    vec![
        ("alpha", with("a1", "opens", json!("2026-11-03"))),
        ("alpha", with("a2", "title", json!("Medewerker wijkcentrum (m/v/x)"))),
        ("beta", with("b1", "employer", json!("WELZIJN VOORBEELDWIJK B.V."))),
        ("beta", with("b2", "description", json!(other_end.join("\n\n")))),
        ("beta", with("other-place", "place", json!({"pc4": "3521"}))),
        ("gamma", with("other-title", "title", json!("Coördinator wijkcentrum"))),
        ("gamma", with("other-employer", "employer", json!("Welzijn Andere Wijk"))),
        ("gamma", with("other-text", "description", json!(other_text.join(" ")))),
        ("gamma", with("closed", "closes", json!("2026-11-20"))),
    ]
}

async fn import(world: &World, source: &str, mode: ImportMode, records: &[Value]) {
    let lines: Vec<_> = records.iter().map(Value::to_string).collect();
    let report = world.import(source, mode, lines.join("\n").as_bytes()).await;
    assert_eq!(report.rejected, 0, "{:?}", report.rejections);
}

async fn service(records: &[(&'static str, Value)]) -> Service {
    let world = World::empty().await;
    let mut by_source: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (source, record) in records {
        by_source.entry(source).or_default().push(record.clone());
    }
    for (source, records) in by_source {
        import(&world, source, ImportMode::Full, &records).await;
    }
    Service::over(world).await
}

fn stand(response: &MatchResponse) -> Vec<(&str, Vec<&str>, u64)> {
    let stand = |it: &'_ Match| (it.similar_count, it.similar_keys.len());
    assert!(response.matches.iter().all(|it| u64::try_from(stand(it).1).is_ok_and(|named| named <= stand(it).0)));
    let matches = response.matches.iter();
    matches
        .map(|it| (it.key.as_str(), it.similar_keys.iter().map(String::as_str).collect(), it.similar_count))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nearly_the_same_stands_once_with_a_count_and_what_differs_stands_apart() {
    let service = service(&records()).await;
    let response = service.ask(question(Profile::default())).await.expect("an answer");
    // All have equal points; the freshest of the four stands for them, and the closed one for nobody.
    assert_eq!(
        stand(&response),
        [
            ("alpha/a1", vec!["alpha/a2", "beta/b1", "beta/b2"], 3),
            ("beta/other-place", vec![], 0),
            ("gamma/other-employer", vec![], 0),
            ("gamma/other-text", vec![], 0),
            ("gamma/other-title", vec![], 0),
        ]
    );
    assert_eq!(response.total, 8, "records are counted");
    // Another source is not stood for when it was not asked.
    let filter = MatchFilter { sources: vec!["beta".into()], ..MatchFilter::default() };
    let asked = MatchRequest { filter: Some(filter), ..question(Profile::default()) };
    let response = service.ask(asked).await.expect("an answer");
    assert_eq!(stand(&response)[0], ("beta/b1", vec!["beta/b2"], 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_place_in_a_list_is_that_in_the_list_that_match_gives() {
    let service = service(&records()).await;
    let keys = ["alpha/a1", "alpha/a2", "beta/other-place", "gamma/other-title"].map(str::to_owned).to_vec();
    let request = ExplainRequest { profile: Some(Profile::default()), keys, page_size: 2, ..ExplainRequest::default() };
    let answer = service.matches().explain(request).await.expect("reasons").into_inner();
    let places: Vec<_> = answer.explanations.iter().map(|it| it.list_place.as_ref().expect("a place")).collect();
    let told = |it: &&ListPlace| (it.rank, it.shown, it.shown_instead_key.clone(), it.points_short);
    let expected = [(1, true, ""), (2, false, "alpha/a1"), (5, true, ""), (8, false, "")];
    let expected = expected.map(|(rank, shown, instead)| (rank, shown, instead.to_owned(), 0));
    assert_eq!(places.iter().map(told).collect::<Vec<_>>(), expected);
    assert!(places.iter().all(|it| it.last_shown_key == "beta/other-place" && it.losses.is_empty()));
    let nearly = "Bijna hetzelfde staat al in je lijst: “Medewerker wijkcentrum” van Welzijn Voorbeeldwijk.";
    assert_eq!(places[1].sentences[1], nearly);
    assert!(places[3].sentences[1].contains("evenveel punten"), "{:?}", places[3].sentences);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_best_of_them_stands_for_the_others() {
    let mut records = records();
    // Only this one says what it asks, so that a person who can do it gets points for it.
    let requirement = json!({"skill": {"key": "lb:skill/mensen-te-woord-staan"}, "relation": "essential"});
    records[3].1["requirements"] = json!([requirement]);
    records[3].1["description"] = json!(SENTENCES.join(" "));
    let service = service(&records).await;
    let skill = loopbaanbrug_proto::v1::ConceptReference {
        name: Some(loopbaanbrug_proto::v1::concept_reference::Name::Key("lb:skill/mensen-te-woord-staan".into())),
    };
    let profile =
        Profile { skills: vec![SkillClaim { skill: Some(skill), ..Default::default() }], ..Profile::default() };
    let response = service.ask(question(profile)).await.expect("an answer");
    assert_eq!(stand(&response)[0], ("beta/b2", vec!["alpha/a1", "alpha/a2", "beta/b1"], 3));
    assert!(response.matches[0].points > response.matches[1].points);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_hold_each_group_once_also_where_it_is_larger_than_a_page() {
    let mut records: Vec<_> = (0..90)
        .map(|number| {
            let mut copy = vacancy(&format!("copy-{number:02}"));
            copy["opens"] = json!("2026-11-20");
            ("copies", copy)
        })
        .collect();
    records.extend((0..30).map(|number| {
        let mut other = vacancy(&format!("other-{number:02}"));
        other["title"] = json!(format!("Medewerker wijk {number}"));
        ("others", other)
    }));
    let service = service(&records).await;
    let mut keys = Vec::new();
    let mut request = MatchRequest { page_size: 4, ..question(Profile::default()) };
    loop {
        let response = service.ask(request.clone()).await.expect("an answer");
        assert_eq!(response.total, 120);
        keys.extend(response.matches.iter().map(|it| (it.key.clone(), it.similar_count, it.similar_keys.len())));
        if response.next_page_token.is_empty() {
            break;
        }
        assert_eq!(response.matches.len(), 4);
        request.page_token = response.next_page_token;
    }
    assert_eq!(keys[0], ("copies/copy-00".to_owned(), 89, 5));
    let others: Vec<_> = (0..30).map(|number| (format!("others/other-{number:02}"), 0, 0)).collect();
    assert_eq!(keys[1..], others);
}

/// What a history of imports comes to: whole answers, however the records came.
async fn after(history: &[(usize, bool)]) -> Vec<(String, Vec<String>, u64)> {
    let records = records();
    let world = World::empty().await;
    for (which, first_otherwise) in history {
        let (source, record) = &records[which % records.len()];
        if *first_otherwise {
            let mut before = record.clone();
            before["title"] = json!("Iets heel anders");
            before["description"] = json!("Hier stond eerst een andere tekst.");
            import(&world, source, ImportMode::Delta, &[before]).await;
        }
        import(&world, source, ImportMode::Delta, std::slice::from_ref(record)).await;
    }
    for (source, record) in &records {
        import(&world, source, ImportMode::Delta, std::slice::from_ref(record)).await;
    }
    let service = Service::over(world).await;
    let response = service.ask(question(Profile::default())).await.expect("an answer");
    let matches = response.matches.into_iter();
    matches.map(|it| (it.key, it.similar_keys, it.similar_count)).collect()
}

#[test]
fn any_history_of_imports_gives_the_same_groups() {
    let runtime = Runtime::new().expect("a runtime");
    let expected = runtime.block_on(after(&[]));
    let config = Config { cases: 6, failure_persistence: None, ..Config::default() };
    proptest!(config, |(history in prop::collection::vec((0_usize..9, any::<bool>()), 1..8))| {
        prop_assert_eq!(runtime.block_on(after(&history)), expected.clone());
    });
}
