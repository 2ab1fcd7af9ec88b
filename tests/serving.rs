//! How the server listens, says how it is, and stops; and what answers hold in each view.

use crate::support::{
    World,
    service::{Service, header, profile, question, reason},
};
use loopbaanbrug::server::{self, ServerConfig, ServerError};
use loopbaanbrug_proto::v1::{
    self, Condition, Criterion, ExplainRequest, FindConceptsRequest, GetRequest, ImportMode, ImportRequest,
    ListRequest, MatchFilter, MatchRequest, MatchView, Preference, Profile, SkillClaim, TravelCondition,
    condition::Check, import_request::Part,
};
use prost::Message;
use std::{
    net::Ipv4Addr,
    time::{Duration, Instant},
};
use tokio::{sync::mpsc, task::JoinHandle};
use tokio_stream::{StreamExt, wrappers::ReceiverStream};
use tonic::{Code, Request, Response, Status};
use tonic_health::pb::{
    HealthCheckRequest, HealthCheckResponse, health_check_response::ServingStatus, health_client::HealthClient,
};
use tonic_reflection::pb::v1::{
    ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
    server_reflection_request::MessageRequest,
};

const SERVICES: [&str; 4] =
    ["", "loopbaanbrug.v1.MatchService", "loopbaanbrug.v1.OpportunityService", "loopbaanbrug.v1.TaxonomyService"];

fn loopback() -> ServerConfig {
    ServerConfig::new((Ipv4Addr::LOCALHOST, 0).into())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_others_can_reach_is_refused_unless_allowed() {
    let world = World::empty().await;
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0", "[::ffff:192.0.2.1]:0"] {
        let config = ServerConfig::new(address.parse().expect("an address"));
        let Err(error) = server::start(config, world.engine.clone()).await else { panic!("{address} is served") };
        assert!(
            matches!(error, ServerError::Remote(_)) && error.to_string().contains("allow_remote = true"),
            "{error}"
        );
    }
    let config = ServerConfig { allow_remote: true, ..ServerConfig::new((Ipv4Addr::UNSPECIFIED, 0).into()) };
    let running = server::start(config, world.engine.clone()).await.expect("allowed");
    let taken = ServerConfig::new((Ipv4Addr::LOCALHOST, running.address.port()).into());
    let Err(error) = server::start(taken, world.engine.clone()).await else { panic!("served twice") };
    assert!(matches!(error, ServerError::Bind { .. }), "{error}");
    running.shutdown().await.expect("stopped");
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_reflection_say_what_is_served() {
    let service = Service::empty().await;
    let mut health = HealthClient::new(service.channel.clone());
    for name in SERVICES {
        let request = HealthCheckRequest { service: name.to_owned() };
        let states = health.watch(request).await.expect("watched").into_inner();
        let mut states = states.take_while(Result::is_ok).filter_map(Result::ok).map(|state| state.status());
        assert!(states.any(|state| state == ServingStatus::Serving).await, "“{name}” is not served");
    }
    let list = MessageRequest::ListServices(String::new());
    let request = ServerReflectionRequest { message_request: Some(list), ..Default::default() };
    let mut reflection = ServerReflectionClient::new(service.channel.clone());
    let answers = reflection.server_reflection_info(tokio_stream::once(request)).await.expect("reflected");
    let answer = answers.into_inner().next().await.expect("an answer").expect("a list");
    let text = format!("{answer:?}");
    for name in SERVICES.into_iter().chain(["grpc.health.v1.Health"]) {
        assert!(text.contains(name), "{name} is not reflected");
    }
    assert!(!text.contains("AdminService"), "the operator's door is elsewhere: {text}");
}

/// An import whose stream never goes on after the header.
async fn hanging_import(
    service: &Service,
    timeout: Option<Duration>,
) -> (JoinHandle<Result<Response<v1::ImportResponse>, Status>>, mpsc::Sender<ImportRequest>) {
    let (sender, receiver) = mpsc::channel(1);
    let part = Some(Part::Header(header("slow", ImportMode::Delta)));
    sender.send(ImportRequest { part }).await.expect("sent");
    let mut request = Request::new(ReceiverStream::new(receiver));
    if let Some(timeout) = timeout {
        request.set_timeout(timeout);
    }
    let mut client = service.opportunities();
    (tokio::spawn(async move { client.import(request).await }), sender)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passed_deadline_says_so_and_frees_the_source() {
    let service = Service::empty().await;
    let (import, _sender) = hanging_import(&service, Some(Duration::from_millis(300))).await;
    let status = import.await.expect("no panic").expect_err("too late");
    assert_eq!((status.code(), reason(&status).0.as_str()), (Code::DeadlineExceeded, "DEADLINE_EXCEEDED"));
    let line = br#"{"type":"vacancy","id":"1","title":"Bode","description":"Post.","employer":"Voorbeeld"}"#;
    let report = service.import(header("slow", ImportMode::Delta), line).await.expect("the source is free again");
    assert_eq!(report.accepted, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_hangs_on_when_the_server_stops_hears_why() {
    let config = ServerConfig { drain_ms: 200, ..loopback() };
    let service = Service::with(config, World::empty().await).await;
    let request = HealthCheckRequest { service: String::new() };
    let mut watched = HealthClient::new(service.channel.clone()).watch(request).await.expect("watched").into_inner();
    let (import, _sender) = hanging_import(&service, None).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    service.running.shutdown().await.expect("stopped");
    let status = import.await.expect("no panic").expect_err("stopped");
    assert_eq!((status.code(), reason(&status).0.as_str()), (Code::Unavailable, "NOT_READY"));
    let mut last: Option<HealthCheckResponse> = None;
    while let Some(Ok(state)) = watched.next().await {
        last = Some(state);
    }
    assert_eq!(last.map(|state| state.status()), Some(ServingStatus::NotServing));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_connection_does_not_hold_up_a_stop() {
    let service = Service::with(ServerConfig { drain_ms: 60_000, ..loopback() }, World::empty().await).await;
    assert!(service.ask(question(Profile::default())).await.is_ok());
    let request = HealthCheckRequest { service: String::new() };
    let _watched = HealthClient::new(service.channel.clone()).watch(request).await.expect("watched");
    let begin = Instant::now();
    service.running.shutdown().await.expect("stopped");
    assert!(begin.elapsed() < Duration::from_secs(30), "{:?}", begin.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_dropped_lets_go_of_its_connections() {
    let service = Service::empty().await;
    drop(service.running);
    let mut client = v1::match_service_client::MatchServiceClient::new(service.channel);
    assert!(client.r#match(question(Profile::default())).await.is_err());
    assert!(service.world.engine.is_ready(), "the engine lives on");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_view_tells_the_same() {
    let service = Service::of_fixtures().await;
    let request = |view: MatchView| MatchRequest { view: view.into(), page_size: 5, ..question(profile(1)) };
    let full = service.ask(request(MatchView::Full)).await.expect("matches");
    let basic = service.ask(request(MatchView::Basic)).await.expect("matches");
    let keys = service.ask(request(MatchView::Keys)).await.expect("matches");
    assert_eq!((full.matches.len(), basic.matches.len(), keys.matches.len()), (5, 5, 5));
    for ((full, basic), key) in full.matches.iter().zip(&basic.matches).zip(&keys.matches) {
        let only = v1::Match {
            key: full.key.clone(),
            points: full.points,
            class: full.class,
            mixed_place: full.mixed_place.clone(),
            ..Default::default()
        };
        assert_eq!(*key, only);
        let mut without_details = full.clone();
        without_details.parts.iter_mut().for_each(|part| part.details.clear());
        without_details.opportunity.clone_from(&basic.opportunity);
        assert_eq!(*basic, without_details);
        let bytes = |it: &v1::Match| it.opportunity.as_ref().map_or(0, Message::encoded_len);
        assert!(bytes(basic) < bytes(full), "the description is left out");
        assert!(full.parts.iter().all(|part| part.points <= part.points_possible && !part.label.is_empty()));
        let judged: Vec<_> = full.preferences.iter().chain(&full.criteria).map(|it| it.field.clone()).collect();
        let preferences = (0..profile(1).preferences.len()).map(|number| format!("profile.preferences[{number}]"));
        let criteria = (0..profile(1).criteria.len()).map(|number| format!("profile.criteria[{number}]"));
        assert_eq!(judged, preferences.chain(criteria).collect::<Vec<_>>());
    }
    let other = MatchRequest { page_token: full.next_page_token.clone(), ..request(MatchView::Keys) };
    assert_eq!(reason(&service.ask(other).await.expect_err("another view")).0, "PAGE_TOKEN_INVALID");
    let larger = MatchRequest { page_token: full.next_page_token, page_size: 9, ..request(MatchView::Full) };
    assert_eq!(service.ask(larger).await.expect("another size").matches.len(), 9);
}

/// Somebody in Utrecht who must stay within 30 km, and names a skill in words.
fn somebody() -> Profile {
    let travel = Condition { check: Some(Check::Travel(TravelCondition { max_km: 30 })) };
    let words = v1::concept_reference::Name::Text("gegevens invoeren".into());
    Profile {
        skills: vec![SkillClaim { skill: Some(v1::ConceptReference { name: Some(words) }), ..Default::default() }],
        home_pc4: "3511".into(),
        preferences: vec![Preference { condition: Some(travel), importance: v1::Importance::Must.into() }],
        criteria: vec![Criterion { words: "een vast rooster".into(), ..Default::default() }],
        ..Default::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_out_is_counted_and_named() {
    let service = Service::of_fixtures().await;
    let filter = MatchFilter { sectors: vec!["Q".into()], ..MatchFilter::default() };
    let request = MatchRequest { filter: Some(filter.clone()), ..question(somebody()) };
    let answer = service.ask(request).await.expect("matches");
    let facets = answer.facets.expect("facets");
    assert!(facets.classes.iter().all(|it| v1::MatchClass::from_str_name(&it.code).is_some() && !it.label.is_empty()));
    assert!(facets.sectors.iter().filter(|it| !it.code.is_empty()).all(|it| it.code == "Q" && !it.label.is_empty()));
    assert!(
        facets.regions.iter().filter(|it| !it.code.is_empty()).all(|it| it.code.len() == 2 && !it.label.is_empty())
    );
    let removed = |field: &str| answer.exclusions.iter().find(|it| it.field == field).map_or(0, |it| it.removed);
    assert!(removed("profile.preferences[0]") > 0 && removed("filter.sectors") > 0, "{:?}", answer.exclusions);
    assert!(answer.exclusions.iter().all(|it| !it.sentence.is_empty()));
    let understood: Vec<_> = answer.understood.iter().map(|it| (it.field.as_str(), it.text.as_str())).collect();
    assert_eq!(understood, [("profile.skills[0].skill", "gegevens invoeren")]);

    let routes = ListRequest { source: "routes-zorg".into(), page_size: 1, ..ListRequest::default() };
    let route = service.opportunities().list(routes).await.expect("a route").into_inner().opportunities[0].key.clone();
    let keys = vec![answer.matches[0].key.clone(), route];
    let request = ExplainRequest { profile: Some(somebody()), keys, filter: Some(filter), ..ExplainRequest::default() };
    let explained = service.matches().explain(request).await.expect("explained").into_inner().explanations;
    assert!(explained[0].left_out_by.is_empty());
    assert!(explained[1].left_out_by.iter().any(|it| it.field == "filter.kind" && !it.sentence.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn words_go_on_page_by_page_and_lists_leave_out_the_description() {
    let service = Service::of_fixtures().await;
    let mut concepts = service.taxonomy();
    let words = FindConceptsRequest { text: "mensen".into(), page_size: 4, ..FindConceptsRequest::default() };
    let first = concepts.find_concepts(words.clone()).await.expect("found").into_inner();
    let next = FindConceptsRequest { page_token: first.next_page_token.clone(), ..words.clone() };
    let next = concepts.find_concepts(next).await.expect("found").into_inner();
    let both = FindConceptsRequest { page_size: 8, ..words.clone() };
    let both = concepts.find_concepts(both).await.expect("found").into_inner();
    assert_eq!([first.concepts, next.concepts].concat(), both.concepts);
    let other = FindConceptsRequest { text: "dieren".into(), page_token: first.next_page_token, ..words };
    let status = concepts.find_concepts(other).await.expect_err("other words");
    assert_eq!(reason(&status).0, "PAGE_TOKEN_INVALID");

    let mut opportunities = service.opportunities();
    let list = ListRequest { page_size: 1, ..ListRequest::default() };
    let listed = opportunities.list(list).await.expect("a page").into_inner().opportunities.remove(0);
    let get = GetRequest { key: listed.key.clone(), ..GetRequest::default() };
    let whole = opportunities.get(get.clone()).await.expect("found").into_inner().opportunity.expect("one");
    assert!(whole.encoded_len() > listed.encoded_len());
    let get = GetRequest { view: v1::OpportunityView::Basic.into(), ..get };
    let basic = opportunities.get(get).await.expect("found").into_inner().opportunity.expect("one");
    assert_eq!(basic, listed);
}
