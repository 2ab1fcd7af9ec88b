//! Paths, gaps and a group over many generated vacancies and routes, over gRPC.
//!
//! `cargo bench --bench bridges` uses 100,000 vacancies and 2,000 routes (`LOOPBAANBRUG_BENCH_VACANCIES` and
//! `LOOPBAANBRUG_BENCH_ROUTES` for other numbers) and full ESCO where its files are found, else the starter taxonomy. The
//! baseline in the same run is what one would write first: for every route and every vacancy the weighted coverage with the
//! route's skills added, over plain vectors and a hash map. It is timed for some of the routes and multiplied.

#![expect(clippy::print_stdout, reason = "a benchmark reports on standard output")]

mod world;

use loopbaanbrug::{
    generate,
    server::{self, ServerConfig},
    taxonomy::{ConceptNumber, Taxonomy},
};
use loopbaanbrug_proto::v1::{
    FindGapsRequest, FindGroupGapsRequest, FindPathsRequest, LearningBudget, Profile,
    bridge_service_client::BridgeServiceClient, concept_reference::Name,
};
use std::{
    collections::HashMap,
    hint::black_box,
    time::{Duration, Instant},
};
use world::{Times, World, millis, number, people};

/// The same as the program uses.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PROFILES: usize = 40;
const CALLS: usize = 200;
const GROUP: usize = 20;
const BASELINE_ROUTES: usize = 20;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(run());
}

async fn run() {
    let vacancies = number("LOOPBAANBRUG_BENCH_VACANCIES", 100_000);
    let routes = number("LOOPBAANBRUG_BENCH_ROUTES", 2_000);
    let world = World::open().await;
    let snapshot = world.engine.current();
    let taxonomy = snapshot.taxonomy();
    let vacancies: Vec<_> = generate::vacancies(taxonomy, vacancies, 1).collect();
    let routes: Vec<_> = generate::routes(taxonomy, routes, 1).collect();
    world.import("generated", &vacancies).await;
    let imported = world.import("routes", &routes).await;
    report("import and follow the routes", imported.stored + imported.followed);
    let profiles = profiles(taxonomy);
    let server = ServerConfig::new("127.0.0.1:0".parse().expect("an address"));
    let running = server::start(server, world.engine.clone()).await.expect("the server starts");
    world.engine.ready().await;
    let address = format!("http://{}", running.address);
    let mut client = BridgeServiceClient::connect(address).await.expect("a connection");

    let began = Instant::now();
    let first = client.find_paths(ask_paths(&profiles[0])).await.expect("paths").into_inner();
    report("first question of a state", began.elapsed());
    assert!(!first.paths.is_empty(), "paths are found");
    let mut times = Times::none();
    for call in 0..PROFILES + CALLS {
        let began = Instant::now();
        let request = ask_paths(&profiles[call % profiles.len()]);
        black_box(client.find_paths(request).await.expect("paths").into_inner());
        if call >= PROFILES {
            times.add(began.elapsed());
        }
    }
    times.report("FindPaths over gRPC, 10 explained");
    let paths = times.at(0.5);
    let mut times = Times::none();
    for call in 0..CALLS {
        let began = Instant::now();
        let profile = Some(profiles[call % profiles.len()].clone());
        let answer = client.find_gaps(FindGapsRequest { profile, ..FindGapsRequest::default() }).await.expect("gaps");
        times.add(began.elapsed());
        black_box(answer.into_inner());
    }
    times.report("FindGaps over gRPC");
    let began = Instant::now();
    let group = FindGroupGapsRequest { profiles: profiles[..GROUP].to_vec(), ..FindGroupGapsRequest::default() };
    black_box(client.find_group_gaps(group).await.expect("gaps of a group").into_inner());
    report("FindGroupGaps, 20 people", began.elapsed());

    let baseline = baseline(taxonomy, &vacancies, &routes, &profiles[0]);
    report("baseline: every route, every vacancy", baseline);
    println!("{:<40}{:>12.5} × the baseline", "FindPaths, p50", paths.as_secs_f64() / baseline.as_secs_f64());
    running.shutdown().await.expect("the server stops");
    world.engine.close().await;
    drop(world.directory);
}

fn ask_paths(profile: &Profile) -> FindPathsRequest {
    FindPathsRequest { profile: Some(profile.clone()), ..FindPathsRequest::default() }
}

/// People with a learning budget.
fn profiles(taxonomy: &Taxonomy) -> Vec<Profile> {
    let budget = LearningBudget { max_weeks: Some(104), max_hours_per_week: Some(8), max_eur: Some(1_000) };
    let people = people(taxonomy, PROFILES).into_iter();
    people.map(|person| Profile { learning_budget: Some(budget), ..person }).collect()
}

/// The time that all routes would take, from that of some.
fn baseline(taxonomy: &Taxonomy, vacancies: &[String], routes: &[String], profile: &Profile) -> Duration {
    let concepts = |line: &String, list: &str| -> Vec<ConceptNumber> {
        let record: serde_json::Value = serde_json::from_str(line).expect("a generated line");
        let items = record[list].as_array().map(Vec::as_slice).unwrap_or_default();
        items.iter().filter_map(|it| taxonomy.concept(it["skill"]["key"].as_str()?)).collect()
    };
    let asked: Vec<Vec<ConceptNumber>> = vacancies.iter().map(|line| concepts(line, "requirements")).collect();
    let taught: Vec<_> = routes.iter().take(BASELINE_ROUTES).map(|line| concepts(line, "teaches")).collect();
    let keys = profile.skills.iter().filter_map(|claim| match claim.skill.as_ref()?.name.as_ref()? {
        Name::Key(key) => taxonomy.concept(key),
        Name::Text(_) => None,
    });
    let own: Vec<ConceptNumber> = keys.collect();
    let began = Instant::now();
    for route in &taught {
        let mut credits: HashMap<ConceptNumber, u32> = HashMap::new();
        for concept in own.iter().chain(route) {
            credits.insert(*concept, 950);
            for near in taxonomy.near(*concept) {
                let credit = credits.entry(near.concept).or_default();
                *credit = (*credit).max(950 * u32::from(near.permille) / 1_000);
            }
        }
        let weight = |concept: &ConceptNumber| u32::from(taxonomy.distinctiveness(*concept)) * 2;
        let score = |asked: &Vec<ConceptNumber>| {
            let of: u32 = asked.iter().map(weight).sum();
            let got: u32 = asked.iter().map(|it| weight(it) * credits.get(it).unwrap_or(&0)).sum();
            600 * u64::from(got) / (1_000 * u64::from(of.max(4_000)))
        };
        black_box(asked.iter().map(score).max());
    }
    let each = began.elapsed() / u32::try_from(taught.len().max(1)).unwrap_or(1);
    each * u32::try_from(routes.len()).unwrap_or(u32::MAX)
}

fn report(what: &str, took: Duration) {
    println!("{what:<40}{:>12.2} ms", millis(took));
}
