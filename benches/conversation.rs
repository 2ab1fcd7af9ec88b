//! The questions of a conversation over many generated vacancies, over gRPC: why not, what if, compare and the plan, each beside
//! one Match in the same run.
//!
//! `cargo bench --bench conversation` uses 100,000 vacancies and 2,000 routes (`LOOPBAANBRUG_BENCH_VACANCIES` and
//! `LOOPBAANBRUG_BENCH_ROUTES` for other numbers) and full ESCO where its files are found, else the starter taxonomy. The ratio to Match is the result; milliseconds depend on the machine.

#![expect(clippy::print_stdout, reason = "a benchmark reports on standard output")]

mod world;

use loopbaanbrug::{
    generate,
    server::{self, ServerConfig},
    taxonomy::Taxonomy,
};
use loopbaanbrug_proto::v1::{
    Change, CompareRequest, ConditionChange, ExplainRequest, Exploration, Importance, MakePlanRequest, MatchFilter,
    MatchRequest, PlanFormat, Profile, SkillWish, WhatIfRequest, change, condition_change,
    conversation_service_client::ConversationServiceClient, match_service_client::MatchServiceClient,
};
use std::time::Instant;
use tonic::transport::Channel;
use world::{Times, World, number, people};

/// The same as the program uses.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 200;
const PROFILES: usize = 40;
/// The question that the others are measured against.
const MATCH: &str = "Match, 20 explained";
/// The same far from home: sectors and employers are mixed.
const SURPRISE: &str = "Match, surprise me";
/// The same with words that no text has, beside a must: a second scan tells what relaxing each would bring.
const THIN: &str = "Match, a thin list";

fn main() {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(run());
}

async fn run() {
    let vacancies = number("LOOPBAANBRUG_BENCH_VACANCIES", 100_000);
    let routes = number("LOOPBAANBRUG_BENCH_ROUTES", 2_000);
    let world = World::open().await;
    let snapshot = world.engine.current();
    let taxonomy = snapshot.taxonomy();
    let lines: Vec<_> = generate::vacancies(taxonomy, vacancies, 1).collect();
    let routes: Vec<_> = generate::routes(taxonomy, routes, 1).collect();
    for (source, lines) in [("generated", &lines), ("routes", &routes)] {
        let imported = world.import(source, lines).await;
        println!("{source}: imported and followed in {:.1} s", (imported.stored + imported.followed).as_secs_f64());
    }
    let profiles = profiles(taxonomy);
    let running = server::start(ServerConfig::new("127.0.0.1:0".parse().expect("an address")), world.engine.clone())
        .await
        .expect("served");
    world.engine.ready().await;
    let address = format!("http://{}", running.address);
    let channel = Channel::from_shared(address).expect("an address").connect().await.expect("a connection");
    let asking = Asking { channel, profiles, lines };
    let mut of_match = None;
    for name in
        [MATCH, SURPRISE, THIN, "why not, 1 key", "what if, 1 change", "compare, 5 options", "plan as HTML, 2 options"]
    {
        let times = asking.rounds(name).await;
        let of_match = *of_match.get_or_insert(times.at(0.5));
        times.report(&format!("{name} ({:.2} × Match)", times.at(0.5).as_secs_f64() / of_match.as_secs_f64()));
    }
    running.shutdown().await.expect("the server stops");
    world.engine.close().await;
    drop(world.directory);
}

/// People with something to keep, and travel that leaves out: wishes and musts make points costly.
fn profiles(taxonomy: &Taxonomy) -> Vec<Profile> {
    let mut people = people(taxonomy, PROFILES);
    for person in &mut people {
        person.skills.iter_mut().take(1).for_each(|claim| claim.wish = SkillWish::Keep.into());
        person.preferences.iter_mut().take(1).for_each(|travel| travel.importance = Importance::Must.into());
    }
    people
}

struct Asking {
    channel: Channel,
    profiles: Vec<Profile>,
    lines: Vec<String>,
}

impl Asking {
    /// Many calls, after one for each person.
    async fn rounds(&self, name: &str) -> Times {
        let mut times = Times::none();
        for round in 0..PROFILES + ROUNDS {
            let profile = self.profiles[round % self.profiles.len()].clone();
            let began = Instant::now();
            self.ask(name, profile, round).await;
            if round >= PROFILES {
                times.add(began.elapsed());
            }
        }
        times
    }

    async fn ask(&self, name: &str, profile: Profile, round: usize) {
        let (mut matches, mut conversation) =
            (MatchServiceClient::new(self.channel.clone()), ConversationServiceClient::new(self.channel.clone()));
        let (profile, keys) = (Some(profile), |count| self.keys(round, count));
        match name {
            MATCH => {
                matches.r#match(MatchRequest { profile, ..MatchRequest::default() }).await.expect("matches");
            }
            SURPRISE => {
                let mut profile = profile;
                profile.iter_mut().for_each(|profile| profile.set_exploration(Exploration::SurpriseMe));
                matches.r#match(MatchRequest { profile, ..MatchRequest::default() }).await.expect("matches");
            }
            THIN => {
                let filter = Some(MatchFilter { text: "onvindbaar".to_owned(), ..MatchFilter::default() });
                let request = MatchRequest { profile, filter, ..MatchRequest::default() };
                let answer = matches.r#match(request).await.expect("matches").into_inner();
                assert!(answer.total < 10 && !answer.exclusions.is_empty(), "no generated text has this word");
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
