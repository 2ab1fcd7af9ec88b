//! Three nodes on one PostgreSQL under imports and questions, while nodes are killed and started again and the database is
//! restarted: no acknowledged import lost, none applied twice, no answer from a torn state. On the real binary.
//!
//! `LOOPBAANBRUG_NODES_SECONDS=300 cargo test --test integration nodes -- --nocapture` lets it run for as long as wanted.

use crate::support::{
    self,
    postgres::{Server, database},
    process::{self, Process},
    service::{Service, header, profile, question},
};
use loopbaanbrug::{generate, taxonomy::Taxonomy};
use loopbaanbrug_proto::v1::{
    ImportMode, ImportRequest, ImportResponse, ListRequest, ListResponse, MatchFilter, MatchRequest, Opportunity,
    Profile, import_request::Part, match_service_client::MatchServiceClient, opportunity::Content,
    opportunity_service_client::OpportunityServiceClient,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::{Command, Output},
    sync::{
        Arc, LazyLock, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::task::JoinSet;
use tonic::{Code, Request, Status, transport::Channel};

const NODES: usize = 3;
const SOURCES: usize = 4;
/// Records of each import; all fit a page of a list.
const RECORDS: usize = 120;
/// How long the load lasts when nobody says, in seconds.
const SECONDS_DEFAULT: u64 = 20;
/// Time between two kills.
const KILL_INTERVAL: Duration = Duration::from_millis(1_500);
/// How long a killed node stays away.
const AWAY: Duration = Duration::from_millis(300);
/// Longest wait for anything that must come.
const PATIENCE: Duration = Duration::from_secs(90);
/// Deadline of a question.
const DEADLINE: Duration = Duration::from_secs(20);

/// A node: its data directory stays when its process is killed.
struct Node {
    directory: TempDir,
    process: Mutex<Option<Process>>,
}

/// The nodes and what is known of what they acknowledged.
struct World {
    catalogue: String,
    nodes: Vec<Node>,
    working: AtomicBool,
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    imports: AtomicU64,
    repeated: AtomicU64,
    retried: AtomicU64,
    answers: AtomicU64,
    unanswered: AtomicU64,
    pages_elsewhere: AtomicU64,
    pages_expired: AtomicU64,
    kills: AtomicU64,
    /// From the acknowledgement on one node to an answer that holds it from another, in milliseconds.
    seen_after_ms: Mutex<Vec<u128>>,
}

fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

fn serve(catalogue: &str, data: &Path) -> Command {
    let mut command = process::command(data, "");
    command.env("LOOPBAANBRUG_CATALOGUE", catalogue);
    command
}

impl Node {
    fn process(&self) -> std::sync::MutexGuard<'_, Option<Process>> {
        self.process.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// None while it is away.
    fn channel(&self) -> Option<Channel> {
        self.process().as_ref().map(|process| process.channel.clone())
    }

    fn kill(&self) {
        let killed = self.process().take();
        drop(killed);
    }

    async fn start(&self, catalogue: &str) {
        let process = Process::start_on(catalogue, self.directory.path(), "").await;
        *self.process() = Some(process);
    }
}

impl World {
    async fn start(catalogue: String) -> Self {
        let nodes = (0..NODES)
            .map(|_| Node { directory: tempfile::tempdir().expect("a directory"), process: Mutex::default() });
        let (nodes, working, counts) = (nodes.collect(), AtomicBool::new(true), Counts::default());
        let world = Self { catalogue, nodes, working, counts };
        for node in &world.nodes {
            node.start(&world.catalogue).await;
        }
        world
    }

    fn is_working(&self) -> bool {
        self.working.load(Ordering::Acquire)
    }

    /// Any node that is there, from this one on.
    async fn channel(&self, from: usize) -> Channel {
        loop {
            let nodes = self.nodes.iter().cycle().skip(from % self.nodes.len()).take(self.nodes.len());
            let there = nodes.into_iter().find_map(Node::channel);
            match there {
                Some(channel) => return channel,
                None => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    /// Imports a generation of a source, on whatever nodes it takes, until it is acknowledged.
    async fn import(&self, source: &str, generation: u64, random: &mut fastrand::Rng) -> ImportResponse {
        let request_id = format!("generation-{generation}");
        let header = || loopbaanbrug_proto::v1::ImportHeader {
            request_id: request_id.clone(),
            expected_count: Some(RECORDS as u64),
            ..header(source, ImportMode::Full)
        };
        let feed = feed(generation);
        let start = Instant::now();
        loop {
            let channel = self.channel(random.usize(..NODES)).await;
            let mut parts = vec![ImportRequest { part: Some(Part::Header(header())) }];
            parts.extend(feed.chunks(1 << 14).map(|chunk| ImportRequest { part: Some(Part::Chunk(chunk.to_vec())) }));
            let importing =
                async move { OpportunityServiceClient::new(channel).import(tokio_stream::iter(parts)).await };
            match tokio::time::timeout(PATIENCE, importing).await.expect("an answer in time") {
                Ok(answer) => {
                    let answer = answer.into_inner();
                    count(&self.counts.imports);
                    self.counts.repeated.fetch_add(u64::from(answer.repeated), Ordering::Relaxed);
                    return answer;
                }
                Err(status) => {
                    assert!(may_be_retried(&status) && start.elapsed() < PATIENCE, "{source} {generation}: {status:?}");
                    count(&self.counts.retried);
                    tokio::time::sleep(Duration::from_millis(random.u64(50..300))).await;
                }
            }
        }
    }

    /// One list of a source from one node; none when the node went away.
    async fn list(&self, channel: Channel, request: ListRequest) -> Option<Result<ListResponse, Status>> {
        let mut request = Request::new(request);
        request.set_timeout(DEADLINE);
        match OpportunityServiceClient::new(channel).list(request).await {
            Ok(answer) => {
                count(&self.counts.answers);
                Some(Ok(answer.into_inner()))
            }
            Err(status) if status.code() == Code::FailedPrecondition => Some(Err(status)),
            Err(status) => {
                assert!(may_be_retried(&status), "{status:?}");
                count(&self.counts.unanswered);
                None
            }
        }
    }
}

/// Of a node that is killed, starting or stopping, of a source that a killed node was importing, of a database that is away.
fn may_be_retried(status: &Status) -> bool {
    let broken = status.code() == Code::Unknown || status.code() == Code::Cancelled;
    broken || matches!(status.code(), Code::Unavailable | Code::Aborted | Code::DeadlineExceeded)
}

/// Records as they are made up, before they get a generation.
static RECORDS_MADE: LazyLock<Vec<serde_json::Value>> = LazyLock::new(|| {
    let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
    let lines = generate::vacancies(&taxonomy, RECORDS as u64, 1);
    lines.map(|line| serde_json::from_str(&line).expect("a record")).collect()
});

/// The same records in every generation of a source, each with the generation in its title.
fn feed(generation: u64) -> Vec<u8> {
    let lines = RECORDS_MADE.iter().cloned().map(|mut record| {
        let title = format!("{} {generation}", record["title"].as_str().expect("a title"));
        record["title"] = title.into();
        record.to_string()
    });
    lines.collect::<Vec<_>>().join("\n").into_bytes()
}

/// The one generation that all these show, and the one revision that they have; none when there are none.
fn generation_of<'a>(opportunities: impl IntoIterator<Item = &'a Opportunity>) -> Option<(u64, u64)> {
    let shown = opportunities.into_iter().map(|it| {
        let Some(Content::Vacancy(vacancy)) = &it.content else { panic!("{} is no vacancy", it.key) };
        let (_, generation) = vacancy.title.rsplit_once(' ').expect("a title with its generation");
        (generation.parse().expect("a generation"), it.revision)
    });
    let shown: BTreeSet<(u64, u64)> = shown.collect();
    assert!(shown.len() <= 1, "an answer from a torn state: {shown:?}");
    shown.first().copied()
}

/// Imports generation after generation, and looks for each on another node. Returns the revisions by generation.
async fn write(world: Arc<World>, source: String, seed: u64) -> BTreeMap<u64, u64> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut acknowledged = BTreeMap::new();
    let mut generation = 0;
    while world.is_working() {
        generation += 1;
        let answer = world.import(&source, generation, &mut random).await;
        assert_eq!((answer.received, answer.rejected), (RECORDS as u64, 0));
        acknowledged.insert(generation, answer.revision);
        let start = Instant::now();
        let request = ListRequest {
            source: source.clone(),
            page_size: 500,
            at_least_revision: answer.revision,
            ..ListRequest::default()
        };
        let Some(seen) = world.list(world.channel(random.usize(..NODES)).await, request).await else { continue };
        let seen = seen.unwrap_or_else(|status| panic!("revision {} is unknown: {status:?}", answer.revision));
        assert_eq!(seen.opportunities.len(), RECORDS);
        assert_eq!(generation_of(&seen.opportunities), Some((generation, answer.revision)), "read your own import");
        let mut times = world.counts.seen_after_ms.lock().unwrap_or_else(PoisonError::into_inner);
        times.push(start.elapsed().as_millis());
    }
    acknowledged
}

/// Lists and matches on any node; pages of one list on several.
async fn read(world: Arc<World>, seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    while world.is_working() {
        let source = source(random.usize(..SOURCES));
        if random.bool() {
            read_pages(&world, &source, &mut random).await;
        } else {
            ask(&world, &source, &mut random).await;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A list in pages, each from another node: all of one state, or refused with a reason.
async fn read_pages(world: &World, source: &str, random: &mut fastrand::Rng) {
    let mut read: Vec<Opportunity> = Vec::new();
    let mut page_token = String::new();
    let first = random.usize(..NODES);
    for step in 0.. {
        let request = ListRequest {
            source: source.to_owned(),
            page_size: 50,
            page_token: page_token.clone(),
            ..ListRequest::default()
        };
        match world.list(world.channel(first + step).await, request).await {
            None => return,
            Some(Ok(page)) => {
                if !page_token.is_empty() {
                    count(&world.counts.pages_elsewhere);
                }
                read.extend(page.opportunities);
                generation_of(&read);
                page_token = page.next_page_token;
            }
            Some(Err(status)) => {
                assert!(status.message().contains("no longer held"), "{status:?}");
                count(&world.counts.pages_expired);
                return;
            }
        }
        if page_token.is_empty() {
            break;
        }
    }
    assert!(read.is_empty() || read.len() == RECORDS, "{} of {RECORDS} records of {source}", read.len());
}

async fn ask(world: &World, source: &str, random: &mut fastrand::Rng) {
    let filter = MatchFilter { sources: vec![source.to_owned()], ..MatchFilter::default() };
    let (profile, filter) = (Some(Profile::default()), Some(filter));
    let mut request = Request::new(MatchRequest { profile, filter, page_size: 100, ..MatchRequest::default() });
    request.set_timeout(DEADLINE);
    let channel = world.channel(random.usize(..NODES)).await;
    match MatchServiceClient::new(channel).r#match(request).await {
        Ok(answer) => {
            count(&world.counts.answers);
            generation_of(answer.into_inner().matches.iter().filter_map(|it| it.opportunity.as_ref()));
        }
        Err(status) => {
            assert!(may_be_retried(&status), "{status:?}");
            count(&world.counts.unanswered);
        }
    }
}

/// Kills one node after another, whatever they are doing, and the database once. One node at least is left.
async fn disturb(world: Arc<World>, mut server: Server, lasts: Duration) -> Server {
    let mut random = fastrand::Rng::with_seed(7);
    let mut starting = JoinSet::new();
    let (start, mut restarted) = (Instant::now(), false);
    while start.elapsed() < lasts {
        tokio::time::sleep(KILL_INTERVAL.mul_f64(0.5 + random.f64())).await;
        if !restarted && start.elapsed() > lasts / 2 {
            restarted = true;
            tokio::task::block_in_place(|| server.stop());
            tokio::time::sleep(AWAY).await;
            tokio::task::block_in_place(|| server.start_again());
            continue;
        }
        let there: Vec<usize> = (0..NODES).filter(|node| world.nodes[*node].channel().is_some()).collect();
        if there.len() < 2 {
            continue;
        }
        let number = there[random.usize(..there.len())];
        tokio::task::block_in_place(|| world.nodes[number].kill());
        count(&world.counts.kills);
        let world = Arc::clone(&world);
        starting.spawn(async move {
            tokio::time::sleep(AWAY).await;
            world.nodes[number].start(&world.catalogue).await;
        });
    }
    world.working.store(false, Ordering::Release);
    while let Some(started) = starting.join_next().await {
        started.expect("a node that starts");
    }
    server
}

fn source(number: usize) -> String {
    format!("bron-{number}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nodes_are_killed_and_no_import_is_lost_doubled_or_torn() {
    let Some(server) = Server::own("three nodes under load") else { return };
    let seconds = std::env::var("LOOPBAANBRUG_NODES_SECONDS").ok().and_then(|it| it.parse().ok());
    let lasts = Duration::from_secs(seconds.unwrap_or(SECONDS_DEFAULT));
    let world = Arc::new(World::start(server.database().await).await);
    let disturbing = tokio::spawn(disturb(Arc::clone(&world), server, lasts));
    let mut readers = JoinSet::new();
    for seed in 0..3 {
        readers.spawn(read(Arc::clone(&world), seed));
    }
    let mut writers = JoinSet::new();
    for number in 0..SOURCES {
        let writing = write(Arc::clone(&world), source(number), 100 + number as u64);
        writers.spawn(async move { (source(number), writing.await) });
    }
    let mut acknowledged = BTreeMap::new();
    while let Some(written) = writers.join_next().await {
        let (source, revisions) = written.expect("a writer");
        acknowledged.insert(source, revisions);
    }
    while let Some(read) = readers.join_next().await {
        read.expect("a reader");
    }
    let server = disturbing.await.expect("the disturber");
    check(&world, &acknowledged).await;
    report(&world, lasts);
    drop(world);
    drop(server);
}

/// Every import has a revision of its own and together they have all of them; every node shows the last of each source.
async fn check(world: &World, acknowledged: &BTreeMap<String, BTreeMap<u64, u64>>) {
    let mut revisions: Vec<u64> = acknowledged.values().flat_map(|it| it.values().copied()).collect();
    revisions.sort_unstable();
    let all = revisions.len() as u64;
    assert_eq!(revisions, (1..=all).collect::<Vec<_>>(), "each import once and none lost");
    for node in &world.nodes {
        for (source, generations) in acknowledged {
            let last = generations.last_key_value().map(|(generation, revision)| (*generation, *revision));
            let (source, channel) = (source.clone(), node.channel().expect("a node"));
            let request = ListRequest { source, page_size: 500, at_least_revision: all, ..ListRequest::default() };
            let listed = world.list(channel, request).await.expect("a node that is there").expect("a list");
            assert_eq!(listed.opportunities.len(), RECORDS);
            assert_eq!(generation_of(&listed.opportunities), last);
            assert_eq!(listed.context.expect("a context").catalogue_revision, all);
        }
    }
}

fn report(world: &World, lasts: Duration) {
    let counts = &world.counts;
    let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    let mut times = counts.seen_after_ms.lock().unwrap_or_else(PoisonError::into_inner).clone();
    times.sort_unstable();
    let at = |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1))).copied();
    eprintln!(
        "{} s: {} imports of {RECORDS} records acknowledged ({} by repeating), {} attempts refused or broken; \
         {} answers, {} calls broken; {} further pages from other nodes, {} expired; {} nodes killed, 1 database restart; \
         seen on another node after {:?} ms (median), {:?} ms (99 %)",
        lasts.as_secs(),
        get(&counts.imports),
        get(&counts.repeated),
        get(&counts.retried),
        get(&counts.answers),
        get(&counts.unanswered),
        get(&counts.pages_elsewhere),
        get(&counts.pages_expired),
        get(&counts.kills),
        at(50),
        at(99),
    );
    assert!(get(&counts.imports) > 0 && get(&counts.answers) > 0 && get(&counts.kills) > 1, "there was a load");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_node_on_the_same_directory_is_refused_and_its_password_is_told_nowhere() {
    let Some(catalogue) = database("a second node on the same directory").await else {
        return;
    };
    // Any password will do here.
    let catalogue = catalogue.replacen("postgres@", "postgres:geheim@", 1);
    let directory = tempfile::tempdir().expect("a directory");
    let process = Process::start_on(&catalogue, directory.path(), "").await;
    let told =
        |output: &Output| String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned();
    let second = serve(&catalogue, directory.path()).env("RUST_LOG", "trace").output().expect("it runs");
    assert!(!second.status.success() && told(&second).contains("another process"), "{}", told(&second));
    let nowhere = catalogue.replacen("127.0.0.1:", "127.0.0.1:poort", 1);
    let wrong = serve(&nowhere, directory.path()).output().expect("it runs");
    assert!(!wrong.status.success());
    let mut print = Command::new(env!("CARGO_BIN_EXE_loopbaanbrug"));
    print.args(["config", "check", "--print"]).env("LOOPBAANBRUG_CATALOGUE", &catalogue);
    let printed = print.output().expect("it runs");
    assert!(told(&printed).contains("postgres:***@"), "{}", told(&printed));
    for output in [second, wrong, printed] {
        assert!(!told(&output).contains("geheim"), "{}", told(&output));
    }
    drop(process);
}

/// The index of one catalogue says nothing about another, whatever their revisions are.
#[tokio::test(flavor = "multi_thread")]
async fn a_directory_used_with_another_catalogue_is_followed_anew() {
    let Some(first) = database("another catalogue").await else { return };
    let second = database("another catalogue").await.expect("a second database");
    let directory = tempfile::tempdir().expect("a directory");
    let mut random = fastrand::Rng::with_seed(1);
    let process = Process::start_on(&first, directory.path(), "").await;
    let node = Node { directory, process: Mutex::new(Some(process)) };
    let mut world =
        World { catalogue: first, nodes: vec![node], working: AtomicBool::new(true), counts: Counts::default() };
    world.import("bron-0", 1, &mut random).await;
    world.nodes[0].kill();
    world.catalogue = second;
    world.nodes[0].start(&world.catalogue).await;
    let request = || ListRequest { source: "bron-0".into(), page_size: 500, ..ListRequest::default() };
    let listed =
        world.list(world.nodes[0].channel().expect("a node"), request()).await.expect("there").expect("a list");
    assert!(listed.opportunities.is_empty(), "nothing of the first catalogue is shown");
    world.import("bron-0", 2, &mut random).await;
    world.nodes[0].kill();
}

/// The same feeds, the same questions: what stands in a file, what stands in PostgreSQL, and any node that follows it. A
/// page token of one node is good for the other.
#[tokio::test(flavor = "multi_thread")]
async fn both_stores_and_every_node_give_the_same_answers() {
    let Some(catalogue) = database("both stores").await else { return };
    let alone = Service::of_fixtures().await;
    let first = Service::over(support::World::on(&catalogue).await).await;
    first.world.import_fixtures().await;
    let second = Service::over(support::World::on(&catalogue).await).await;
    // Until it has followed it answers nothing.
    second.world.engine.ready().await;
    let at_least_revision = first.world.engine.context().catalogue_revision;
    for number in 1..=5 {
        let page = |page_token| {
            let question = question(profile(number));
            MatchRequest { page_size: 7, page_token, at_least_revision, ..question }
        };
        let expected = alone.ask(page(String::new())).await.expect("an answer");
        let told = first.ask(page(String::new())).await.expect("an answer");
        let other = second.ask(page(String::new())).await.expect("an answer");
        assert!(!expected.matches.is_empty());
        assert_eq!((&told.matches, told.total), (&expected.matches, expected.total));
        assert_eq!(told, other, "two nodes, one answer, in one state");
        let expected = alone.ask(page(expected.next_page_token)).await.expect("the next page");
        let next = second.ask(page(told.next_page_token)).await.expect("the next page, of another node");
        assert_eq!(next.matches, expected.matches);
    }
}
