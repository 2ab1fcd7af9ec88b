//! A server over an empty or small data directory, through a client.

use super::*;
use crate::{clock::Clock, engine::EngineConfig};
use loopbaanbrug_proto::v1::{self, import_request::Part};
use prost::Message;
use std::net::Ipv4Addr;
use tempfile::TempDir;
use tokio::sync::mpsc;
use tokio_stream::{StreamExt, wrappers::ReceiverStream};
use tonic::{Code, Request, Status, transport::Channel};
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};
use tonic_types::StatusExt;
use v1::{
    match_service_client::MatchServiceClient, opportunity_service_client::OpportunityServiceClient,
    taxonomy_service_client::TaxonomyServiceClient,
};

/// A server and what it needs to live.
struct World {
    running: Running,
    channel: Channel,
    engine: Engine,
    _directory: TempDir,
}

async fn world(change: impl FnOnce(&mut ServerConfig)) -> World {
    let directory = tempfile::tempdir().expect("a directory");
    let clock = Clock::Fixed(jiff::civil::date(2026, 12, 1));
    let config = EngineConfig { data_dir: directory.path().to_owned(), clock, scoring_threads: Some(1) };
    let engine = Engine::open(config).await.expect("an engine");
    let mut config = ServerConfig::new((Ipv4Addr::LOCALHOST, 0).into());
    change(&mut config);
    let running = start(config, engine.clone()).await.expect("a server");
    let endpoint = format!("http://{}", running.address);
    let channel = Channel::from_shared(endpoint).expect("an address").connect().await.expect("a connection");
    World { running, channel, engine, _directory: directory }
}

impl World {
    async fn import(&self, source: &str, feed: &[u8]) -> v1::ImportResponse {
        let header = v1::ImportHeader { source: source.into(), ..Default::default() };
        let chunks = feed.chunks(1 << 18).map(|chunk| Part::Chunk(chunk.to_vec()));
        let parts: Vec<_> = [Part::Header(header)].into_iter().chain(chunks).collect();
        self.import_parts(parts).await.expect("an import")
    }

    async fn import_parts(&self, parts: Vec<Part>) -> Result<v1::ImportResponse, Status> {
        let messages = parts.into_iter().map(|part| v1::ImportRequest { part: Some(part) });
        let mut client = OpportunityServiceClient::new(self.channel.clone());
        client.import(tokio_stream::iter(messages.collect::<Vec<_>>())).await.map(tonic::Response::into_inner)
    }

    async fn matches(&self, request: v1::MatchRequest) -> Result<v1::MatchResponse, Status> {
        let mut client = MatchServiceClient::new(self.channel.clone());
        client.r#match(request).await.map(tonic::Response::into_inner)
    }
}

fn reason(status: &Status) -> (Code, String) {
    let details = status.get_error_details();
    (status.code(), details.error_info().map(|info| info.reason.clone()).unwrap_or_default())
}

fn refused(code: Code, reason: &str) -> (Code, String) {
    (code, reason.to_owned())
}

#[tokio::test]
async fn an_address_that_others_can_reach_is_refused_unless_allowed() {
    let world = world(|_| {}).await;
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0", "[::ffff:192.0.2.1]:0"] {
        let config = ServerConfig::new(address.parse().expect("an address"));
        let Err(error) = start(config, world.engine.clone()).await else { panic!("{address} is served") };
        assert!(
            matches!(error, ServerError::Remote(_)) && error.to_string().contains("allow_remote = true"),
            "{error}"
        );
    }
    let config = ServerConfig { allow_remote: true, ..ServerConfig::new((Ipv4Addr::UNSPECIFIED, 0).into()) };
    let running = start(config, world.engine.clone()).await.expect("allowed");
    running.shutdown().await.expect("stopped");
    let taken = ServerConfig::new(world.running.address);
    let Err(error) = start(taken, world.engine.clone()).await else { panic!("served twice") };
    assert!(matches!(error, ServerError::Bind { .. }), "{error}");
}

#[tokio::test]
async fn health_and_reflection_say_what_is_served() {
    let world = world(|_| {}).await;
    world.engine.ready().await;
    let mut health = HealthClient::new(world.channel.clone());
    for service in watched() {
        let request = HealthCheckRequest { service: service.to_owned() };
        let mut states = health.watch(request).await.expect("watched").into_inner();
        let serving = states.any(|state| {
            state.is_ok_and(|it| it.status() == tonic_health::pb::health_check_response::ServingStatus::Serving)
        });
        assert!(serving.await, "{service} is not served");
    }
    let mut reflection =
        tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient::new(world.channel.clone());
    let list = tonic_reflection::pb::v1::server_reflection_request::MessageRequest::ListServices(String::new());
    let request =
        tonic_reflection::pb::v1::ServerReflectionRequest { message_request: Some(list), ..Default::default() };
    let mut answers =
        reflection.server_reflection_info(tokio_stream::once(request)).await.expect("reflected").into_inner();
    let answer = answers.next().await.expect("an answer").expect("a list");
    let text = format!("{answer:?}");
    for service in api::SERVICES.into_iter().chain(["grpc.health.v1.Health"]) {
        assert!(text.contains(service), "{service} is not reflected");
    }
}

#[tokio::test]
async fn refusals_arrive_with_their_reasons() {
    let world = world(|_| {}).await;
    let mut opportunities = OpportunityServiceClient::new(world.channel.clone());
    let missing = v1::GetRequest { key: "waterrijk/v-1".into(), ..Default::default() };
    let status = opportunities.get(missing).await.expect_err("missing");
    assert_eq!(reason(&status), refused(Code::NotFound, "OPPORTUNITY_NOT_FOUND"));
    let status = opportunities.delete(v1::DeleteRequest { key: "v-1".into() }).await.expect_err("no key");
    assert_eq!(reason(&status), refused(Code::InvalidArgument, "REQUEST_INVALID"));
    let status = world.import_parts(vec![Part::Chunk(b"{}".to_vec())]).await.expect_err("no header");
    assert_eq!(reason(&status), refused(Code::InvalidArgument, "STREAM_INVALID"));
    let status = world.import_parts(Vec::new()).await.expect_err("nothing");
    assert_eq!(reason(&status), refused(Code::InvalidArgument, "STREAM_INVALID"));
    let ahead = v1::MatchRequest { profile: Some(v1::Profile::default()), at_least_revision: 9, ..Default::default() };
    let status = world.matches(ahead.clone()).await.expect_err("no such revision");
    assert_eq!(reason(&status), refused(Code::FailedPrecondition, "REVISION_UNKNOWN"));
    let status = world.matches(v1::MatchRequest { page_token: "x".into(), at_least_revision: 0, ..ahead }).await;
    assert_eq!(reason(&status.expect_err("no token")), refused(Code::InvalidArgument, "PAGE_TOKEN_INVALID"));
    let mut concepts = TaxonomyServiceClient::new(world.channel.clone());
    let unknown = v1::GetConceptRequest { key: "lb:skill/geen".into(), language: 0 };
    let status = concepts.get_concept(unknown).await.expect_err("unknown");
    assert_eq!(reason(&status), refused(Code::NotFound, "CONCEPT_NOT_FOUND"));
}

#[tokio::test]
async fn a_message_over_the_limit_and_a_passed_deadline_have_reasons_too() {
    let world = world(|_| {}).await;
    let criterion = v1::Criterion { words: "x".repeat(limits::MESSAGE_BYTES_MAX), ..Default::default() };
    let profile = v1::Profile { criteria: vec![criterion], ..Default::default() };
    let status = world.matches(v1::MatchRequest { profile: Some(profile), ..Default::default() }).await;
    assert_eq!(reason(&status.expect_err("too large")), refused(Code::OutOfRange, "REQUEST_INVALID"));
    // A stream that never goes on: only the deadline can end it.
    let (sender, receiver) = mpsc::channel(1);
    let header = v1::ImportHeader { source: "waterrijk".into(), ..Default::default() };
    sender.send(v1::ImportRequest { part: Some(Part::Header(header)) }).await.expect("sent");
    let mut request = Request::new(ReceiverStream::new(receiver));
    request.set_timeout(Duration::from_millis(300));
    let status = OpportunityServiceClient::new(world.channel.clone()).import(request).await.expect_err("too late");
    assert_eq!(reason(&status), refused(Code::DeadlineExceeded, "DEADLINE_EXCEEDED"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_is_bounded_whatever_hangs_on() {
    let world = world(|config| config.drain_ms = 200).await;
    let request = HealthCheckRequest { service: String::new() };
    let mut watched = HealthClient::new(world.channel.clone()).watch(request).await.expect("watched").into_inner();
    let (sender, receiver) = mpsc::channel(1);
    let header = v1::ImportHeader { source: "waterrijk".into(), ..Default::default() };
    sender.send(v1::ImportRequest { part: Some(Part::Header(header)) }).await.expect("sent");
    let mut client = OpportunityServiceClient::new(world.channel.clone());
    let import = tokio::spawn(async move { client.import(ReceiverStream::new(receiver)).await });
    tokio::time::sleep(Duration::from_millis(50)).await;

    let begin = Instant::now();
    world.running.shutdown().await.expect("stopped");
    assert!(begin.elapsed() < Duration::from_secs(2), "{:?}", begin.elapsed());
    let status = import.await.expect("no panic").expect_err("stopped");
    assert_eq!(reason(&status), refused(Code::Unavailable, "NOT_READY"));
    let mut last = None;
    while let Some(Ok(state)) = watched.next().await {
        last = Some(state.status());
    }
    assert_eq!(last, Some(tonic_health::pb::health_check_response::ServingStatus::NotServing));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_idle_connection_holds_nothing_up() {
    let world = world(|config| config.drain_ms = 5_000).await;
    assert!(
        world.matches(v1::MatchRequest { profile: Some(v1::Profile::default()), ..Default::default() }).await.is_ok()
    );
    let begin = Instant::now();
    world.running.shutdown().await.expect("stopped");
    assert!(begin.elapsed() < Duration::from_secs(2), "{:?}", begin.elapsed());
}

fn somebody() -> v1::Profile {
    let skill = |key: &str| v1::SkillClaim {
        skill: Some(v1::ConceptReference { name: Some(v1::concept_reference::Name::Key(key.into())) }),
        ..Default::default()
    };
    let check = |check| Some(v1::Condition { check: Some(check) });
    let travel = v1::condition::Check::Travel(v1::TravelCondition { max_km: 30 });
    v1::Profile {
        skills: vec![
            skill("lb:skill/mensen-te-woord-staan"),
            skill("lb:skill/samenwerken"),
            v1::SkillClaim {
                skill: Some(v1::ConceptReference {
                    name: Some(v1::concept_reference::Name::Text("gegevens invoeren".into())),
                }),
                ..Default::default()
            },
        ],
        home_pc4: "3511".into(),
        preferences: vec![v1::Preference { condition: check(travel), importance: v1::Importance::Must.into() }],
        criteria: vec![v1::Criterion { words: "een vast rooster".into(), ..Default::default() }],
        ..Default::default()
    }
}

async fn with_vacancies() -> (World, u64) {
    let world = world(|_| {}).await;
    let feed = include_bytes!("../../fixtures/feeds/vacancies-zorg.ndjson");
    let report = world.import("zorg", feed).await;
    assert!(report.accepted > 20 && report.rejected == 0, "{report:?}");
    let routes = world.import("leren", include_bytes!("../../fixtures/feeds/routes-zorg.ndjson")).await;
    (world, routes.revision)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_match_adds_up_in_every_view_and_pages_go_on() {
    let (world, revision) = with_vacancies().await;
    let request = |view: v1::MatchView, page_size| v1::MatchRequest {
        profile: Some(somebody()),
        view: view.into(),
        page_size,
        at_least_revision: revision,
        ..Default::default()
    };
    let full = world.matches(request(v1::MatchView::Full, 5)).await.expect("matches");
    let basic = world.matches(request(v1::MatchView::Basic, 5)).await.expect("matches");
    let keys = world.matches(request(v1::MatchView::Keys, 5)).await.expect("matches");
    assert!(full.total > 0 && !full.matches.is_empty());
    assert_eq!(full.context.as_ref().map(|context| context.catalogue_revision), Some(revision));
    for ((full, basic), key) in full.matches.iter().zip(&basic.matches).zip(&keys.matches) {
        assert_eq!(full.points, full.parts.iter().map(|part| part.points).sum::<i32>());
        for part in &full.parts {
            assert_eq!(part.points, part.details.iter().map(|detail| detail.points).sum::<i32>());
            assert!(part.points <= part.points_possible && !part.label.is_empty(), "{part:?}");
            assert!(part.details.iter().all(|detail| !detail.sentence.is_empty()));
        }
        let fields: Vec<_> = full.preferences.iter().chain(&full.criteria).map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["profile.preferences[0]", "profile.criteria[0]"]);
        assert!(full.requirements.iter().all(|it| !it.sentence.is_empty() && it.taught_by.len() <= 3));
        assert!(basic.parts.iter().all(|part| part.details.is_empty()));
        let only = v1::Match { key: full.key.clone(), points: full.points, class: full.class, ..Default::default() };
        assert_eq!((key, basic.points), (&only, full.points));
    }
    let next = v1::MatchRequest { page_token: full.next_page_token.clone(), ..request(v1::MatchView::Full, 3) };
    let next = world.matches(next).await.expect("another page");
    assert!(next.matches.iter().all(|it| full.matches.iter().all(|before| before.key != it.key)));
    let other = v1::MatchRequest { page_token: full.next_page_token, ..request(v1::MatchView::Keys, 5) };
    let status = world.matches(other).await.expect_err("another question");
    assert_eq!(reason(&status), refused(Code::InvalidArgument, "PAGE_TOKEN_INVALID"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_left_out_is_counted_and_explained() {
    let (world, revision) = with_vacancies().await;
    let filter = v1::MatchFilter { sectors: vec!["Q".into()], ..Default::default() };
    let request = v1::MatchRequest {
        profile: Some(somebody()),
        filter: Some(filter.clone()),
        at_least_revision: revision,
        ..Default::default()
    };
    let answer = world.matches(request).await.expect("matches");
    let facets = answer.facets.expect("facets");
    assert_eq!(facets.classes.iter().map(|it| it.count).sum::<u64>(), answer.total);
    assert!(facets.classes.iter().all(|it| v1::MatchClass::from_str_name(&it.code).is_some() && !it.label.is_empty()));
    let far = answer.exclusions.iter().find(|it| it.field == "profile.preferences[0]").expect("some are far");
    assert!(far.removed > 0 && far.sentence.contains("30"), "{far:?}");
    assert!(answer.understood.iter().any(|it| it.field == "profile.skills[2].skill" && it.text == "gegevens invoeren"));

    let mut client = MatchServiceClient::new(world.channel.clone());
    let keys = vec![answer.matches[0].key.clone(), "leren/zorg-r01".to_owned()];
    let explained = v1::ExplainRequest { profile: Some(somebody()), keys, filter: Some(filter), ..Default::default() };
    let explained = client.explain(explained).await.expect("explained").into_inner().explanations;
    assert!(explained[0].left_out_by.is_empty());
    let left_out: Vec<_> = explained[1].left_out_by.iter().map(|it| it.field.as_str()).collect();
    assert!(left_out.contains(&"filter.kind"), "{left_out:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_and_words_go_on_page_by_page() {
    let (world, revision) = with_vacancies().await;
    let mut opportunities = OpportunityServiceClient::new(world.channel.clone());
    let mut request = v1::ListRequest { page_size: 7, at_least_revision: revision, ..Default::default() };
    let mut listed = Vec::new();
    loop {
        let page = opportunities.list(request.clone()).await.expect("a page").into_inner();
        listed.extend(page.opportunities.into_iter().map(|it| it.key));
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    let whole = v1::ListRequest { page_size: 500, ..Default::default() };
    let whole = opportunities.list(whole).await.expect("a page").into_inner().opportunities;
    assert_eq!(listed, whole.iter().map(|it| it.key.clone()).collect::<Vec<_>>());
    let one = v1::GetRequest { key: listed[0].clone(), ..Default::default() };
    let one = opportunities.get(one).await.expect("one").into_inner().opportunity.expect("an opportunity");
    assert!(one.encoded_len() > whole[0].encoded_len(), "lists leave out the description");

    let mut concepts = TaxonomyServiceClient::new(world.channel.clone());
    let words = v1::FindConceptsRequest { text: "mensen".into(), page_size: 4, ..Default::default() };
    let first = concepts.find_concepts(words.clone()).await.expect("found").into_inner();
    let next = v1::FindConceptsRequest { page_token: first.next_page_token, ..words.clone() };
    let next = concepts.find_concepts(next).await.expect("found").into_inner();
    let both = v1::FindConceptsRequest { page_size: 8, ..words };
    let both = concepts.find_concepts(both).await.expect("found").into_inner();
    let keys = |found: &[v1::FoundConcept]| -> Vec<String> {
        found.iter().filter_map(|it| it.concept.as_ref()).map(|concept| concept.key.clone()).collect()
    };
    assert_eq!([keys(&first.concepts), keys(&next.concepts)].concat(), keys(&both.concepts));
}
