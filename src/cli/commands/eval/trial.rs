//! A service over a temporary directory, to be asked questions whose answers are measured. It is reached as the demo's
//! is: over gRPC on the loopback, on the day for which the example data are written.

use std::path::Path;

use loopbaanbrug_proto::v1::{
    FeedFormat, ImportHeader, ImportMode, ListRequest, Match, MatchFilter, MatchRequest, MatchView, OpportunityKind,
    Profile,
};
use tempfile::TempDir;

use crate::{
    cli::{
        connection::{Connection, refused, request},
        error::{CliError, WithPath},
        feed::{self, Progress},
        invocation::Invocation,
        service::{PortTaken, Service, free_loopback_port},
        texts::Language,
    },
    clock::Clock,
    config::Config,
    demo,
    engine::limits,
};

/// Pages asked at most; the service ends a sequence long before.
const PAGES_MAX: usize = 100;

/// The service, its directory and what was last imported.
pub(super) struct Trial {
    directory: TempDir,
    pub(super) connection: Connection,
}

/// A question about one kind of opportunity.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) profile: Profile,
    pub(super) kind: OpportunityKind,
    /// Only this source; every one when there is none.
    pub(super) source: Option<String>,
    pub(super) language: Language,
    /// Revision that the answer must have followed to.
    pub(super) revision: u64,
    /// Matches that are enough.
    pub(super) count: usize,
}

impl Trial {
    /// An empty one.
    async fn start(invocation: &Invocation) -> Result<Self, CliError> {
        let directory = tempfile::tempdir().at("create a directory in", std::env::temp_dir())?;
        let config = Config {
            data_dir: directory.path().to_owned(),
            listen: free_loopback_port(),
            web: None,
            clock: Clock::Fixed(demo::TODAY),
            ..invocation.config().clone()
        };
        let connection = Connection::to(Service::start(&config, PortTaken::TakeFree).await?).await?;
        Ok(Self { directory, connection })
    }

    /// Imports a feed in the project's own format and says up to which revision an answer must have followed to see
    /// it. `told` names the feed where it cannot be used.
    pub(super) async fn import(&self, source: &str, ndjson: &[u8], told: &Path) -> Result<u64, CliError> {
        let header = ImportHeader {
            source: source.to_owned(),
            format: FeedFormat::Ndjson.into(),
            mode: ImportMode::Full.into(),
            ..ImportHeader::default()
        };
        let report =
            feed::import(&self.connection, header, ndjson, told, limits::IMPORT_DEADLINE_MS, &Progress::hidden())
                .await?;
        let Some(rejected) = report.rejections.first() else {
            return self.served(report.revision).await.map(|()| report.revision);
        };
        let problems: Vec<_> = rejected.problems.iter().map(|it| format!("{}: {}", it.field, it.message)).collect();
        Err(CliError::Input(format!(
            "use {} as {source}: record {} ({}) was refused, {}; mend the feed or take the record out",
            told.display(),
            rejected.number,
            rejected.record_id,
            problems.join("; ")
        )))
    }

    /// Waits until an import can be found: each by itself, so that a slow machine needs no longer than a call may take.
    async fn served(&self, revision: u64) -> Result<(), CliError> {
        let message = ListRequest { page_size: 1, at_least_revision: revision, ..ListRequest::default() };
        let answered = self.connection.opportunities().list(request(message)).await;
        answered.map(drop).map_err(refused("wait for the import to be found"))
    }

    async fn close(self) -> Result<(), CliError> {
        self.connection.close().await;
        let path = self.directory.path().to_owned();
        self.directory.close().at("remove", path)
    }
}

/// Does something with an empty service and takes it away, also when that fails.
pub(super) async fn tried<T>(
    invocation: &Invocation,
    work: impl AsyncFnOnce(&Trial) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let trial = Trial::start(invocation).await?;
    let outcome = work(&trial).await;
    let closed = trial.close().await;
    outcome.and_then(|done| closed.map(|()| done))
}

/// The matches of a question: keys and points, best first.
pub(super) async fn ask(connection: &Connection, question: &Question) -> Result<Vec<Match>, CliError> {
    let page_size = question.count.clamp(1, limits::MATCH_PAGE_MAX);
    let mut message = MatchRequest {
        profile: Some(question.profile.clone()),
        filter: Some(MatchFilter {
            kind: question.kind.into(),
            sources: question.source.iter().cloned().collect(),
            ..MatchFilter::default()
        }),
        page_size: u32::try_from(page_size).unwrap_or(u32::MAX),
        view: MatchView::Keys.into(),
        language: question.language.wire().into(),
        at_least_revision: question.revision,
        ..MatchRequest::default()
    };
    let mut client = connection.matches();
    let mut matches = Vec::new();
    for _ in 0..PAGES_MAX {
        let response = client.r#match(request(message.clone())).await.map_err(refused("match"))?.into_inner();
        matches.extend(response.matches);
        if response.next_page_token.is_empty() || matches.len() >= question.count {
            break;
        }
        message.page_token = response.next_page_token;
    }
    Ok(matches)
}
