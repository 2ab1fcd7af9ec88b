//! One match over many generated vacancies, from feed to answer: import, follow, and Match over gRPC with 20 explained results.
//!
//! `cargo bench --bench match` uses 100,000 vacancies (`LOOPBAANBRUG_BENCH_VACANCIES` for another number) and full ESCO where
//! its files are found, else the starter taxonomy. Ranking is measured against a baseline in the same run: the same weighted
//! coverage computed over plain vectors and a hash map, without an index. The ratio is the result; seconds depend on the machine.

#![expect(clippy::print_stdout, reason = "a benchmark reports on standard output")]

mod world;

use loopbaanbrug::{
    engine::Engine,
    generate,
    server::{self, ServerConfig},
    taxonomy::{ConceptNumber, Taxonomy},
};
use loopbaanbrug_proto::v1::{
    ConceptReference, MatchRequest, MatchView, Profile, concept_reference::Name,
    match_service_client::MatchServiceClient,
};
use std::{
    collections::HashMap,
    fs,
    hint::black_box,
    path::Path,
    time::{Duration, Instant},
};
use tonic::transport::Endpoint;
use world::{Times, World, millis, number, people};

/// The same as the program uses.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Calls after every profile was asked once; the same profiles again, as in a conversation.
const CALLS: usize = 600;
const PROFILES: usize = 60;
const BASELINE_ROUNDS: usize = 15;
/// By then the segments of 100,000 records are merged.
const MERGED_AFTER: Duration = Duration::from_secs(10);
/// What the client takes in one frame of HTTP/2: an answer in one piece wakes it once.
const FRAME_BYTES_MAX: u32 = 1 << 20;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(run());
}

async fn run() {
    let vacancies = number("LOOPBAANBRUG_BENCH_VACANCIES", 100_000);
    let began = Instant::now();
    let world = World::open().await;
    line("open with taxonomy", began.elapsed());
    let snapshot = world.engine.current();
    let lines: Vec<_> = generate::vacancies(snapshot.taxonomy(), vacancies, 1).collect();
    let imported = world.import("generated", &lines).await;
    rate("import: validate, store, commit", imported.stored, lines.len());
    rate("follow: understand, index, serve", imported.followed, lines.len());
    let index = world.directory.path().join("index");
    println!("{:<34}{:>10.0} bytes a vacancy", "index on disk", size(&index) as f64 / lines.len() as f64);
    let catalogue = fs::metadata(world.directory.path().join("catalogue.sqlite")).map_or(0, |it| it.len());
    println!("{:<34}{:>10.0} bytes a vacancy", "catalogue on disk", catalogue as f64 / lines.len() as f64);
    println!("{:<34}{:>10} MB", "resident memory", resident_mb());

    let profiles = people(snapshot.taxonomy(), PROFILES);
    // What was followed is merged in the background for some seconds, on one of the processor's cores.
    tokio::time::sleep(MERGED_AFTER).await;
    let whole = over_grpc(&world.engine, &profiles).await;
    let baseline = baseline(snapshot.taxonomy(), &lines, &profiles);
    println!("{:<34}{:>10.2} ms", "baseline: coverage alone, no index", millis(baseline));
    println!(
        "{:<34}{:>10.2} × the baseline",
        "Match over gRPC, 20 explained, p50",
        whole.as_secs_f64() / baseline.as_secs_f64()
    );
    world.engine.close().await;
}

/// The middle of the times that whole calls took.
async fn over_grpc(engine: &Engine, profiles: &[Profile]) -> Duration {
    let config = ServerConfig::new("127.0.0.1:0".parse().expect("an address"));
    let running = server::start(config, engine.clone()).await.expect("the server starts");
    engine.ready().await;
    let (address, profiles) = (format!("http://{}", running.address), profiles.to_vec());
    // As a program of its own would: not on the threads of the server, though on the same processor.
    let client = tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(call(address, &profiles))
    });
    let Asked { first_times, times, processor_time } = client.await.expect("no panic");
    println!("{:<34}{:>10.2} ms", "processor time a call, both sides", millis(processor_time) / CALLS as f64);
    running.shutdown().await.expect("the server stops");
    first_times.report("Match, first of a profile");
    times.report("Match over gRPC, 20 explained");
    times.at(0.5)
}

/// How long calls took: the first of each profile, and those after.
struct Asked {
    first_times: Times,
    times: Times,
    /// What all calls after the first took together, on both sides.
    processor_time: Duration,
}

/// Calls one after the other on one connection.
async fn call(address: String, profiles: &[Profile]) -> Asked {
    let endpoint = Endpoint::from_shared(address).expect("an address").max_frame_size(FRAME_BYTES_MAX);
    let mut client = MatchServiceClient::new(endpoint.connect().await.expect("a connection"));
    let (mut first_times, mut times) = (Times::none(), Times::none());
    let mut processor_before = Duration::ZERO;
    for call in 0..PROFILES + CALLS {
        let request = MatchRequest {
            profile: Some(profiles[call % profiles.len()].clone()),
            view: MatchView::Basic.into(),
            ..MatchRequest::default()
        };
        if call == PROFILES {
            processor_before = processor_time();
        }
        let began = Instant::now();
        let answer = client.r#match(request).await.expect("matches").into_inner();
        let took = began.elapsed();
        assert_eq!(answer.matches.len(), 20);
        let of_profile = if call < PROFILES { &mut first_times } else { &mut times };
        of_profile.add(took);
    }
    Asked { first_times, times, processor_time: processor_time() - processor_before }
}

/// What one would write first: every vacancy's requirements as a list, a hash map of the person's credits, a sort.
fn baseline(taxonomy: &Taxonomy, lines: &[String], profiles: &[Profile]) -> Duration {
    let vacancies: Vec<Vec<(ConceptNumber, u32)>> = lines.iter().map(|line| requirements(taxonomy, line)).collect();
    let mut times: Vec<_> = profiles
        .iter()
        .take(BASELINE_ROUNDS)
        .map(|profile| {
            let began = Instant::now();
            let mut credits: HashMap<ConceptNumber, u32> = HashMap::new();
            for claim in &profile.skills {
                let Some(ConceptReference { name: Some(Name::Key(key)) }) = &claim.skill else { continue };
                let Some(concept) = taxonomy.concept(key) else { continue };
                credits.insert(concept, 950);
                for near in taxonomy.near(concept) {
                    let credit = credits.entry(near.concept).or_default();
                    *credit = (*credit).max(950 * u32::from(near.permille) / 1_000);
                }
            }
            let score = |vacancy: &Vec<(ConceptNumber, u32)>| {
                let of: u32 = vacancy.iter().map(|(_, weight)| weight).sum();
                let got: u32 =
                    vacancy.iter().map(|(concept, weight)| weight * credits.get(concept).unwrap_or(&0)).sum();
                600 * u64::from(got) / (1_000 * u64::from(of.max(4_000)))
            };
            let mut scored: Vec<_> = vacancies.iter().enumerate().map(|(number, it)| (score(it), number)).collect();
            scored.sort_unstable_by(|left, right| right.cmp(left));
            black_box(&scored[..20]);
            began.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

fn requirements(taxonomy: &Taxonomy, line: &str) -> Vec<(ConceptNumber, u32)> {
    let vacancy: serde_json::Value = serde_json::from_str(line).expect("a generated line");
    let requirements = vacancy["requirements"].as_array().map(Vec::as_slice).unwrap_or_default();
    let known = requirements.iter().filter_map(|it| taxonomy.concept(it["skill"]["key"].as_str()?));
    known.map(|concept| (concept, u32::from(taxonomy.distinctiveness(concept)) * 2)).collect()
}

fn line(what: &str, took: Duration) {
    println!("{what:<34}{:>10.2} s", took.as_secs_f64());
}

fn rate(what: &str, took: Duration, records: usize) {
    println!("{what:<34}{:>10.0} records a second ({:.1} s)", records as f64 / took.as_secs_f64(), took.as_secs_f64());
}

fn size(directory: &Path) -> u64 {
    let entries = fs::read_dir(directory).expect("a directory").filter_map(Result::ok);
    let size_of = |path: std::path::PathBuf| match path.is_dir() {
        true => size(&path),
        false => path.metadata().map_or(0, |it| it.len()),
    };
    entries.map(|entry| size_of(entry.path())).sum()
}

/// Processor time of this process so far, in user mode, where the system tells: what others do on the machine hardly changes it.
fn processor_time() -> Duration {
    const TICK_MS: u64 = 10;
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind_name.split_whitespace().nth(11).and_then(|ticks| ticks.parse::<u64>().ok()).unwrap_or(0);
    Duration::from_millis(ticks * TICK_MS)
}

/// Resident memory of this process, where the system tells.
fn resident_mb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1_024
}
