//! What must be there after the process was killed at a moment that nobody chose. On the real binary.

use crate::support::service::header;
use loopbaanbrug::{generate, taxonomy::Taxonomy};
use loopbaanbrug_proto::v1::{
    ImportMode, ImportRequest, ListRequest, MatchRequest, Profile, import_request::Part,
    match_service_client::MatchServiceClient, opportunity_service_client::OpportunityServiceClient,
};
use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tonic::transport::Channel;

/// Records of each feed: enough for the kill to fall into the import.
const RECORDS: u64 = 3_000;
/// Rounds of killing.
const ROUNDS: u32 = 12;
/// Longest wait for a server.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server process of its own.
struct Process {
    child: Child,
    channel: Channel,
}

impl Process {
    async fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_loopbaanbrug"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .env_remove("RUST_LOG")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let stderr = BufReader::new(child.stderr.take().expect("its errors"));
        let (sender, address) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || {
            let mut sender = Some(sender);
            for line in stderr.lines().map_while(Result::ok) {
                let address = line.split([' ', ',', '/']).find(|word| word.starts_with("127.0.0.1:"));
                if let (Some(address), Some(sender)) = (address, sender.take_if(|_| address.is_some())) {
                    // Nobody waits any more when the test has failed.
                    let _ = sender.send(format!("http://{address}"));
                }
            }
        });
        let address = tokio::time::timeout(PATIENCE, address).await.expect("in time").expect("an address");
        let channel = Channel::from_shared(address).expect("an address").connect().await.expect("a connection");
        Self { child, channel }
    }

    /// SIGKILL.
    fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }

    /// Number of opportunities that the index serves once it has caught up, and the revision.
    async fn served(&self) -> (u64, u64) {
        let until = Instant::now() + PATIENCE;
        loop {
            let request = MatchRequest { profile: Some(Profile::default()), page_size: 1, ..MatchRequest::default() };
            match MatchServiceClient::new(self.channel.clone()).r#match(request).await {
                Ok(answer) => {
                    let answer = answer.into_inner();
                    let left_out: u64 = answer.exclusions.iter().map(|it| it.removed).sum();
                    return (answer.total + left_out, answer.context.expect("a context").catalogue_revision);
                }
                // Not ready: the index is following.
                Err(status) if status.code() == tonic::Code::Unavailable && Instant::now() < until => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                Err(status) => panic!("{status:?}"),
            }
        }
    }

    async fn titles(&self) -> Vec<String> {
        let request = ListRequest { page_size: 5, ..ListRequest::default() };
        let page =
            OpportunityServiceClient::new(self.channel.clone()).list(request).await.expect("a list").into_inner();
        page.opportunities.into_iter().map(|it| it.key).collect()
    }
}

fn feed(seed: u64) -> Vec<u8> {
    let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
    generate::vacancies(&taxonomy, RECORDS, seed).collect::<Vec<_>>().join("\n").into_bytes()
}

/// Sends a feed as one import; the answer when the server lived long enough to give it.
async fn import(channel: Channel, feed: Vec<u8>) -> Option<u64> {
    let mut parts = vec![ImportRequest { part: Some(Part::Header(header("feed", ImportMode::Full))) }];
    parts.extend(feed.chunks(1 << 16).map(|chunk| ImportRequest { part: Some(Part::Chunk(chunk.to_vec())) }));
    let answer = OpportunityServiceClient::new(channel).import(tokio_stream::iter(parts)).await;
    answer.ok().map(|answer| answer.into_inner().revision)
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_middle_of_an_import_it_is_the_old_or_the_new_revision() {
    let directory = tempfile::tempdir().expect("a directory");
    let process = Process::start(directory.path()).await;
    let began = Instant::now();
    let mut acknowledged = import(process.channel.clone(), feed(0)).await.expect("the first import");
    // Kills fall between the begin of an import and a little after the time that one takes.
    let whole = began.elapsed();
    process.kill();
    let (mut old, mut new) = (0, 0);
    for round in 1..=ROUNDS {
        let process = Process::start(directory.path()).await;
        let (before, revision) = process.served().await;
        assert_eq!(before, RECORDS, "an import is seen whole");
        assert!(revision >= acknowledged, "what was acknowledged is there");
        let importing = tokio::spawn(import(process.channel.clone(), feed(round.into())));
        tokio::time::sleep(whole.mul_f64(1.3) * round / ROUNDS).await;
        process.kill();
        if let Some(answered) = importing.await.expect("no panic") {
            acknowledged = answered;
        }
        let process = Process::start(directory.path()).await;
        let (after, now) = process.served().await;
        assert_eq!(after, RECORDS, "round {round}: an import is seen whole or not at all");
        assert!(
            now >= acknowledged && (now == revision || now == revision + 1),
            "round {round}: {revision}, then {now}"
        );
        *if now == revision { &mut old } else { &mut new } += 1;
        process.kill();
    }
    assert!(old > 0 && new > 0, "kills fell both before ({old}) and after ({new}) the commit");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_index_costs_only_time() {
    let directory = tempfile::tempdir().expect("a directory");
    let process = Process::start(directory.path()).await;
    import(process.channel.clone(), feed(0)).await.expect("imported");
    let process = {
        process.kill();
        Process::start(directory.path()).await
    };
    let (before, titles) = (process.served().await, process.titles().await);
    process.kill();
    fs::remove_dir_all(directory.path().join("index")).expect("the index is deleted");
    let process = Process::start(directory.path()).await;
    assert_eq!((process.served().await, process.titles().await), (before, titles));
    process.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_index_is_built_again() {
    let directory = tempfile::tempdir().expect("a directory");
    let process = Process::start(directory.path()).await;
    import(process.channel.clone(), feed(0)).await.expect("imported");
    process.kill();
    let process = Process::start(directory.path()).await;
    let before = process.served().await;
    process.kill();
    let inside = |path: &Path| fs::read_dir(path).expect("a directory").map(|it| it.expect("an entry").path());
    let files = inside(&directory.path().join("index")).flat_map(|index| inside(&index).collect::<Vec<_>>());
    let largest = files.filter(|path| path.is_file()).max_by_key(|path| fs::metadata(path).map_or(0, |it| it.len()));
    let largest = largest.expect("a file");
    let mut bytes = fs::read(&largest).expect("readable");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0b100;
    fs::write(&largest, bytes).expect("written");
    let process = Process::start(directory.path()).await;
    assert_eq!(process.served().await, before);
    process.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_server_on_the_same_directory_is_refused() {
    let directory = tempfile::tempdir().expect("a directory");
    let process = Process::start(directory.path()).await;
    let second = Command::new(env!("CARGO_BIN_EXE_loopbaanbrug"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(directory.path())
        .output()
        .expect("it runs");
    assert!(!second.status.success());
    let told = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(told.contains("another process"), "{told}");
    process.kill();
}
