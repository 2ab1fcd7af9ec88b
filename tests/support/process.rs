//! The real binary as a process of its own: started with what a test wants, asked over gRPC, and killed.

use super::service::header;
use loopbaanbrug::server::admin_socket;
use loopbaanbrug_proto::v1::{
    ExportRequest, ImportHeader, ImportMode, ImportRequest, ImportResponse, ListRequest, RecordForm,
    admin_service_client::AdminServiceClient, feed_service_client::FeedServiceClient, import_request::Part,
    opportunity_service_client::OpportunityServiceClient, record_state::Content,
};
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStderr, Command, Stdio},
    time::{Duration, Instant},
};
use tokio::sync::mpsc;
use tonic::{
    Code, Request, Status,
    transport::{Channel, Endpoint},
};

/// Longest wait for a server.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server process. Killed with the test at the latest.
pub(crate) struct Process {
    child: Child,
    data: PathBuf,
    pub(crate) channel: Channel,
    #[cfg(feature = "failpoints")]
    failpoints: mpsc::UnboundedReceiver<String>,
}

impl Process {
    /// As anybody would start it.
    pub(crate) async fn start(data: &Path) -> Self {
        Self::launch(data, command(data, "")).await
    }

    /// With failpoints, and words to the shell before it.
    pub(crate) async fn start_with(data: &Path, failpoints: &str, before: &str) -> Self {
        let mut command = command(data, before);
        command.env("LOOPBAANBRUG_FAILPOINTS", failpoints);
        Self::launch(data, command).await
    }

    /// A node on a catalogue that others share.
    pub(crate) async fn start_on(catalogue: &str, data: &Path, failpoints: &str) -> Self {
        let mut command = command(data, "");
        command.env("LOOPBAANBRUG_CATALOGUE", catalogue).env("LOOPBAANBRUG_FAILPOINTS", failpoints);
        Self::launch(data, command).await
    }

    /// That gives calls under way so long when it is asked to stop.
    pub(crate) async fn start_draining(data: &Path, drain_ms: u64) -> Self {
        let mut command = command(data, "");
        command.env("LOOPBAANBRUG_DRAIN_MS", drain_ms.to_string());
        Self::launch(data, command).await
    }

    async fn launch(data: &Path, mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the binary starts");
        let (lines, mut told) = mpsc::unbounded_channel();
        read_lines(child.stderr.take().expect("its errors"), lines);
        let address = tokio::time::timeout(PATIENCE, async {
            loop {
                let line = told.recv().await.expect("it says where it listens before it ends");
                let ready = line.split_once("is ready on ").and_then(|(_, rest)| rest.split([',', ' ']).next());
                if let Some(address) = ready {
                    return format!("http://{address}");
                }
            }
        });
        let address = address.await.expect("in time");
        let channel = Channel::from_shared(address).expect("an address").connect().await.expect("a connection");
        let process = Self {
            child,
            data: data.to_owned(),
            channel,
            #[cfg(feature = "failpoints")]
            failpoints: told,
        };
        process.ready().await;
        process
    }

    /// SIGKILL.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }

    /// Asks it by a signal, such as `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.id().to_string()]).status().expect("kill runs");
        assert!(sent.success(), "{name}");
    }

    /// The exit code with which it ends by itself.
    pub(crate) async fn ended(mut self) -> Option<i32> {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().expect("its state") {
                return status.code();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("it goes on");
    }

    /// Waits until it stands at a failpoint.
    #[cfg(feature = "failpoints")]
    pub(crate) async fn at_failpoint(&mut self) {
        let reached = async {
            while let Some(line) = self.failpoints.recv().await {
                if line.starts_with("failpoint ") {
                    return;
                }
            }
            panic!("the process ended before its failpoint");
        };
        tokio::time::timeout(PATIENCE, reached).await.expect("the failpoint is reached");
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn opportunities(&self) -> OpportunityServiceClient<Channel> {
        OpportunityServiceClient::new(self.channel.clone())
    }

    /// The operator's door.
    pub(crate) async fn admin(&self) -> AdminServiceClient<Channel> {
        let url = format!("unix:{}", admin_socket(&self.data).display());
        AdminServiceClient::new(Endpoint::from_shared(url).expect("an address").connect().await.expect("the door"))
    }

    /// Sends a feed as one import.
    pub(crate) async fn import(&self, header: ImportHeader, feed: &[u8]) -> Result<ImportResponse, Status> {
        import(self.channel.clone(), header, feed.to_vec()).await
    }

    /// Keys and lines of everything at or after a revision.
    pub(crate) async fn export(&self, at_least_revision: u64) -> Result<BTreeMap<String, String>, Status> {
        let message = ExportRequest { at_least_revision, form: RecordForm::Line.into(), ..Default::default() };
        let mut request = Request::new(message);
        // The stream has no deadline; this is how long its beginning may wait for the index.
        request.set_timeout(PATIENCE);
        let mut stream = FeedServiceClient::new(self.channel.clone()).export(request).await?.into_inner();
        let mut held = BTreeMap::new();
        while let Some(message) = stream.message().await? {
            for record in message.records {
                let Some(Content::Line(line)) = record.content else { panic!("lines were asked") };
                held.insert(record.key, line);
            }
            if message.complete {
                return Ok(held);
            }
        }
        panic!("the stream ended without its last message")
    }

    /// Everything there is after one more small import, without it: what any import would lay bare is there.
    pub(crate) async fn held(&self) -> BTreeMap<String, String> {
        let line = r#"{"type":"vacancy","id":"p","title":"P","description":"p","employer":"p"}"#;
        let probe = header("probe", ImportMode::Full);
        self.import(probe.clone(), line.as_bytes()).await.expect("a probe");
        let gone = ImportHeader { allow_shrink: true, ..probe };
        let revision = self.import(gone, b"").await.expect("the probe is removed").revision;
        self.export(revision).await.expect("a snapshot")
    }

    async fn ready(&self) {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.opportunities().list(ListRequest { page_size: 1, ..ListRequest::default() }).await {
                Ok(_) => return,
                Err(status) if status.code() == Code::Unavailable && Instant::now() < until => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                Err(status) => panic!("{status:?}"),
            }
        }
    }
}

/// The command that serves a data directory, with words to the shell before it.
pub(crate) fn command(data: &Path, before: &str) -> Command {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{before} exec \"$0\" serve --listen 127.0.0.1:0 --data \"$1\""));
    command.arg(env!("CARGO_BIN_EXE_loopbaanbrug")).arg(data).env_remove("RUST_LOG");
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}

impl Drop for Process {
    fn drop(&mut self) {
        // Ended already when it was killed on purpose.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Sends a feed as one import.
pub(crate) async fn import(channel: Channel, header: ImportHeader, feed: Vec<u8>) -> Result<ImportResponse, Status> {
    let mut parts = vec![ImportRequest { part: Some(Part::Header(header)) }];
    parts.extend(feed.chunks(1 << 16).map(|chunk| ImportRequest { part: Some(Part::Chunk(chunk.to_vec())) }));
    Ok(OpportunityServiceClient::new(channel).import(tokio_stream::iter(parts)).await?.into_inner())
}

/// Passes every line on; goes on reading when nobody listens, so that the process never waits for its errors to be read.
fn read_lines(stderr: ChildStderr, lines: mpsc::UnboundedSender<String>) {
    std::thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            // Nobody listens any more once the test has what it wants.
            let _ = lines.send(line);
        }
    });
}
