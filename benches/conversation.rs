//! The questions of a conversation over many generated vacancies, over gRPC: why not, what if, compare and the plan, each beside
//! one Match in the same run.
//!
//! `cargo bench --bench conversation` uses 100,000 vacancies (`LOOPBAANBRUG_BENCH_VACANCIES` for another number) and the starter
//! taxonomy. The ratio to Match is the result; milliseconds depend on the machine.

#![expect(clippy::print_stdout, reason = "a benchmark reports on standard output")]

use hdrhistogram::Histogram;
use loopbaanbrug::{
    catalogue::ImportMode,
    clock::Clock,
    domain::SourceName,
    engine::{Engine, EngineConfig, ImportHeader},
    generate,
    ingest::FeedFormat,
    server::{self, ServerConfig},
    taxonomy::Taxonomy,
};
use loopbaanbrug_proto::v1::{
    Change, CompareRequest, ConceptReference, Condition, ConditionChange, ExplainRequest, HoursRange, Importance,
    MakePlanRequest, MatchRequest, PlanFormat, Preference, Profile, SkillClaim, SkillWish, TravelCondition,
    WhatIfRequest, change, concept_reference::Name, condition::Check, condition_change,
    conversation_service_client::ConversationServiceClient, match_service_client::MatchServiceClient,
};
use std::{
    env,
    time::{Duration, Instant},
};
use tonic::transport::Channel;

/// The same as the program uses.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 200;
const PROFILES: usize = 40;
/// The question that the others are measured against.
const MATCH: &str = "Match, 20 explained";

fn main() {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(run());
}

async fn run() {
    let vacancies =
        env::var("LOOPBAANBRUG_BENCH_VACANCIES").ok().and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let directory = tempfile::tempdir().expect("a directory");
    let config = EngineConfig {
        data_dir: directory.path().to_owned(),
        catalogue: None,
        clock: Clock::Fixed(jiff::civil::date(2026, 12, 1)),
        scoring_threads: None,
    };
    let engine = Engine::open(config).await.expect("an engine");
    let snapshot = engine.current();
    let lines: Vec<_> = generate::vacancies(snapshot.taxonomy(), vacancies, 1).collect();
    import(&engine, &lines).await;
    let profiles = profiles(snapshot.taxonomy());
    let running = server::start(ServerConfig::new("127.0.0.1:0".parse().expect("an address")), engine.clone())
        .await
        .expect("served");
    engine.ready().await;
    let address = format!("http://{}", running.address);
    let channel = Channel::from_shared(address).expect("an address").connect().await.expect("a connection");
    let asking = Asking { channel, profiles, lines };
    let mut of_match = None;
    for name in [MATCH, "why not, 1 key", "what if, 1 change", "compare, 5 options", "plan as HTML, 2 options"] {
        let took = asking.rounds(name).await;
        let of_match = *of_match.get_or_insert(took.0);
        println!(
            "{name:<28} p50 {:>8.2} ms   p99 {:>8.2} ms   {:>6.2} × Match",
            millis(took.0),
            millis(took.1),
            took.0.as_secs_f64() / of_match.as_secs_f64()
        );
    }
    running.shutdown().await.expect("the server stops");
    engine.close().await;
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

async fn import(engine: &Engine, lines: &[String]) {
    let header = ImportHeader {
        source: SourceName::new("generated").expect("a name"),
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
    engine.snapshot(report.revision, Instant::now() + Duration::from_secs(3_600)).await.expect("served");
}

/// People with the skills of an occupation, a home, two wishes and one must, and a skill to learn: the wishes make points
/// costly.
fn profiles(taxonomy: &Taxonomy) -> Vec<Profile> {
    let occupations: Vec<_> = taxonomy.numbers().filter(|it| taxonomy.occupation_skills(*it).len() > 5).collect();
    let step = (occupations.len() / PROFILES).max(1);
    let prefer = |check, importance: Importance| Preference {
        condition: Some(Condition { check: Some(check) }),
        importance: importance.into(),
    };
    let profile = |occupation: &loopbaanbrug::taxonomy::ConceptNumber| {
        let skills = taxonomy.occupation_skills(*occupation).iter().take(30).enumerate();
        let skills = skills.map(|(number, needed)| SkillClaim {
            skill: Some(ConceptReference { name: Some(Name::Key(taxonomy.key(needed.skill).as_str().to_owned())) }),
            wish: (if number == 0 { SkillWish::Keep } else { SkillWish::Do }).into(),
            ..SkillClaim::default()
        });
        Profile {
            skills: skills.collect(),
            home_pc4: "3511".into(),
            nlqf_level: Some(4),
            preferences: vec![
                prefer(Check::Travel(TravelCondition { max_km: 60 }), Importance::Must),
                prefer(Check::Hours(HoursRange { min: 24, max: 32 }), Importance::Important),
            ],
            ..Profile::default()
        }
    };
    occupations.iter().step_by(step).take(PROFILES).map(profile).collect()
}

struct Asking {
    channel: Channel,
    profiles: Vec<Profile>,
    lines: Vec<String>,
}

impl Asking {
    /// The middle and the slowest of many calls.
    async fn rounds(&self, name: &str) -> (Duration, Duration) {
        let mut times = Histogram::<u64>::new_with_bounds(1, 60_000_000, 3).expect("a histogram");
        for round in 0..PROFILES + ROUNDS {
            let profile = self.profiles[round % self.profiles.len()].clone();
            let began = Instant::now();
            self.ask(name, profile, round).await;
            if round >= PROFILES {
                times.saturating_record(u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX));
            }
        }
        let at = |quantile| Duration::from_micros(times.value_at_quantile(quantile));
        (at(0.5), at(0.99))
    }

    async fn ask(&self, name: &str, profile: Profile, round: usize) {
        let (mut matches, mut conversation) =
            (MatchServiceClient::new(self.channel.clone()), ConversationServiceClient::new(self.channel.clone()));
        let (profile, keys) = (Some(profile), |count| self.keys(round, count));
        match name {
            MATCH => {
                matches.r#match(MatchRequest { profile, ..MatchRequest::default() }).await.expect("matches");
            }
            "why not, 1 key" => {
                // Without a must every opportunity has a place.
                let mut profile = profile;
                let wishes = profile.iter_mut().flat_map(|profile| &mut profile.preferences);
                wishes.for_each(|wish| wish.importance = Importance::Important.into());
                let request = ExplainRequest { profile, keys: keys(1), page_size: 20, ..ExplainRequest::default() };
                matches.explain(request).await.expect("reasons");
            }
            "what if, 1 change" => {
                let nice = condition_change::Change::Importance(Importance::Nice.into());
                let change = change::Change::Preference(ConditionChange { index: 0, change: Some(nice) });
                let changes = vec![Change { change: Some(change) }];
                let request = WhatIfRequest { profile, changes, ..WhatIfRequest::default() };
                conversation.what_if(request).await.expect("an answer");
            }
            "compare, 5 options" => {
                let request = CompareRequest { profile, keys: keys(5), ..CompareRequest::default() };
                conversation.compare(request).await.expect("options");
            }
            _ => {
                let format = PlanFormat::Html.into();
                let request = MakePlanRequest { profile, keys: keys(2), format, ..MakePlanRequest::default() };
                conversation.make_plan(request).await.expect("a plan");
            }
        }
    }

    /// Keys from all over the catalogue, so that places are deep in the list.
    fn keys(&self, round: usize, count: usize) -> Vec<String> {
        let places = (0..count).map(|number| (round * 7_919 + number * 104_729) % self.lines.len());
        let key = |place: usize| {
            let record: serde_json::Value = serde_json::from_str(&self.lines[place]).expect("a record");
            format!("generated/{}", record["id"].as_str().expect("an id"))
        };
        places.map(key).collect()
    }
}
