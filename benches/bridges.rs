//! Paths, gaps and a group over many generated vacancies and routes, over gRPC.
//!
//! `cargo bench --bench bridges` uses 100,000 vacancies and 2,000 routes (`LOOPBAANBRUG_BENCH_VACANCIES` and
//! `LOOPBAANBRUG_BENCH_ROUTES` for other numbers) and full ESCO where its files are found, else the starter taxonomy. The
//! baseline in the same run is what one would write first: for every route and every vacancy the weighted coverage with the
//! route's skills added, over plain vectors and a hash map. It is timed for some of the routes and multiplied.

#![expect(clippy::print_stdout, reason = "a benchmark reports on standard output")]

use hdrhistogram::Histogram;
use loopbaanbrug::{
    catalogue::ImportMode,
    clock::Clock,
    domain::SourceName,
    engine::{Engine, EngineConfig, ImportHeader},
    generate,
    ingest::FeedFormat,
    reference::ReferenceDirectory,
    server::{self, ServerConfig},
    taxonomy::{ConceptNumber, Taxonomy, TaxonomyVersion, esco},
};
use loopbaanbrug_proto::v1::{
    ConceptReference, Condition, FindGapsRequest, FindGroupGapsRequest, FindPathsRequest, HoursRange, Importance,
    LearningBudget, Preference, Profile, SkillClaim, TravelCondition, bridge_service_client::BridgeServiceClient,
    concept_reference::Name, condition::Check,
};
use std::{
    collections::HashMap,
    env,
    hint::black_box,
    path::Path,
    time::{Duration, Instant},
};

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

fn number(variable: &str, default: u64) -> u64 {
    env::var(variable).ok().and_then(|count| count.parse().ok()).unwrap_or(default)
}

async fn run() {
    let vacancies = number("LOOPBAANBRUG_BENCH_VACANCIES", 100_000);
    let routes = number("LOOPBAANBRUG_BENCH_ROUTES", 2_000);
    let directory = tempfile::tempdir().expect("a directory");
    use_esco(directory.path());
    let clock = Clock::Fixed(jiff::civil::date(2026, 12, 1));
    let config = EngineConfig { data_dir: directory.path().to_owned(), catalogue: None, clock, scoring_threads: None };
    let engine = Engine::open(config).await.expect("an engine");
    let snapshot = engine.current();
    let taxonomy = snapshot.taxonomy();
    let vacancies: Vec<_> = generate::vacancies(taxonomy, vacancies, 1).collect();
    let routes: Vec<_> = generate::routes(taxonomy, routes, 1).collect();
    import(&engine, "generated", &vacancies).await;
    let began = Instant::now();
    import(&engine, "routes", &routes).await;
    report("import and follow the routes", began.elapsed());
    let profiles = profiles(taxonomy);
    let server = ServerConfig::new("127.0.0.1:0".parse().expect("an address"));
    let running = server::start(server, engine.clone()).await.expect("the server starts");
    engine.ready().await;
    let address = format!("http://{}", running.address);
    let mut client = BridgeServiceClient::connect(address).await.expect("a connection");

    let began = Instant::now();
    let first = client.find_paths(ask_paths(&profiles[0])).await.expect("paths").into_inner();
    report("first question of a state", began.elapsed());
    assert!(!first.paths.is_empty(), "paths are found");
    let mut times = histogram();
    for call in 0..PROFILES + CALLS {
        let began = Instant::now();
        let request = ask_paths(&profiles[call % profiles.len()]);
        black_box(client.find_paths(request).await.expect("paths").into_inner());
        if call >= PROFILES {
            record(&mut times, began.elapsed());
        }
    }
    let paths = quantiles("FindPaths over gRPC, 10 explained", &times);
    let mut times = histogram();
    for call in 0..CALLS {
        let began = Instant::now();
        let profile = Some(profiles[call % profiles.len()].clone());
        let answer = client.find_gaps(FindGapsRequest { profile, ..FindGapsRequest::default() }).await.expect("gaps");
        record(&mut times, began.elapsed());
        black_box(answer.into_inner());
    }
    quantiles("FindGaps over gRPC", &times);
    let began = Instant::now();
    let group = FindGroupGapsRequest { profiles: profiles[..GROUP].to_vec(), ..FindGroupGapsRequest::default() };
    black_box(client.find_group_gaps(group).await.expect("gaps of a group").into_inner());
    report("FindGroupGaps, 20 people", began.elapsed());

    let baseline = baseline(taxonomy, &vacancies, &routes, &profiles[0]);
    report("baseline: every route, every vacancy", baseline);
    println!("{:<40}{:>12.5} × the baseline", "FindPaths, p50", paths.as_secs_f64() / baseline.as_secs_f64());
    running.shutdown().await.expect("the server stops");
    engine.close().await;
}

fn ask_paths(profile: &Profile) -> FindPathsRequest {
    FindPathsRequest { profile: Some(profile.clone()), ..FindPathsRequest::default() }
}

fn use_esco(data_dir: &Path) {
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/esco");
    if !files.is_dir() {
        println!("no ESCO files in {}: measured with the starter taxonomy", files.display());
        return;
    }
    let (data, _) = esco::import(&files, "1.1.1").expect("ESCO is read");
    let version = TaxonomyVersion::new("esco", "1.1.1").expect("a version");
    let reference = ReferenceDirectory::of(data_dir);
    reference.keep_taxonomy(&version, &data).expect("kept");
    reference.activate(Some(&version)).expect("in use");
}

async fn import(engine: &Engine, source: &str, lines: &[String]) {
    let header = ImportHeader {
        source: SourceName::new(source).expect("a name"),
        format: FeedFormat::Ndjson.into(),
        mode: ImportMode::Full,
        request_id: None,
        expected_count: None,
        kind: None,
        removed_percent_max: 50,
        validate_only: false,
    };
    let mut session = engine.import(header).await.expect("an import begins");
    for chunk in lines.join("\n").as_bytes().chunks(1 << 20) {
        session.push(chunk).await.expect("a chunk is taken");
    }
    let report = session.finish().await.expect("an import ends");
    assert_eq!(report.accepted, lines.len() as u64, "{:?}", report.rejections.first());
    let deadline = Instant::now() + Duration::from_secs(3_600);
    engine.snapshot(report.revision, deadline).await.expect("served");
}

/// People with the skills of an occupation each, a home, two preferences and a learning budget.
fn profiles(taxonomy: &Taxonomy) -> Vec<Profile> {
    let occupations: Vec<_> = taxonomy.numbers().filter(|it| taxonomy.occupation_skills(*it).len() > 10).collect();
    let step = (occupations.len() / PROFILES).max(1);
    occupations.iter().step_by(step).take(PROFILES).map(|it| profile(taxonomy, *it)).collect()
}

fn profile(taxonomy: &Taxonomy, occupation: ConceptNumber) -> Profile {
    let skill = |concept: ConceptNumber| SkillClaim {
        skill: Some(ConceptReference { name: Some(Name::Key(taxonomy.key(concept).as_str().to_owned())) }),
        ..SkillClaim::default()
    };
    let prefer = |check| Preference {
        condition: Some(Condition { check: Some(check) }),
        importance: Importance::Important.into(),
    };
    Profile {
        skills: taxonomy.occupation_skills(occupation).iter().take(30).map(|it| skill(it.skill)).collect(),
        home_pc4: "3511".into(),
        nlqf_level: Some(4),
        preferences: vec![
            prefer(Check::Travel(TravelCondition { max_km: 40 })),
            prefer(Check::Hours(HoursRange { min: 24, max: 32 })),
        ],
        learning_budget: Some(LearningBudget {
            max_weeks: Some(104),
            max_hours_per_week: Some(8),
            max_eur: Some(1_000),
        }),
        ..Profile::default()
    }
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

fn histogram() -> Histogram<u64> {
    Histogram::new_with_bounds(1, 60_000_000, 3).expect("a histogram")
}

fn record(times: &mut Histogram<u64>, took: Duration) {
    times.saturating_record(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
}

fn quantiles(what: &str, times: &Histogram<u64>) -> Duration {
    for (name, quantile) in [("p50", 0.5), ("p90", 0.9), ("p99", 0.99)] {
        report(&format!("{what}, {name}"), Duration::from_micros(times.value_at_quantile(quantile)));
    }
    Duration::from_micros(times.value_at_quantile(0.5))
}

fn report(what: &str, took: Duration) {
    println!("{what:<40}{:>12.2} ms", took.as_secs_f64() * 1_000.0);
}
