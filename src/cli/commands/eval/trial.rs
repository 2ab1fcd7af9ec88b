//! A temporary service to be asked questions whose answers are measured, over gRPC as everything is asked.

use std::path::Path;

use loopbaanbrug_proto::v1::{
    FeedFormat, ImportHeader, ImportMode, ListRequest, Match, MatchFilter, MatchRequest, MatchView, OpportunityKind,
    Profile,
};

use crate::{
    cli::{
        connection::{Connection, Pages, refused, request},
        error::CliError,
        feed,
        invocation::Invocation,
        progress::{FeedProgress, Working},
        service::free_loopback_port,
        temporary::{Doors, with_temporary},
        texts::Language,
    },
    engine::limits,
};

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

/// Does something with an empty service, which is gone afterwards.
pub(super) async fn tried<T>(
    invocation: &Invocation,
    work: impl AsyncFnOnce(&Connection) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let doors = Doors { listen: free_loopback_port(), web: None, example: None };
    let _working = Working::on("asking and measuring");
    let done = with_temporary(invocation.config(), doors, work).await?;
    done.ok_or(CliError::Stopped("measure"))
}

/// Imports a feed in the project's own format and says up to which revision an answer must have followed to see it. `told`
/// names the feed where it cannot be used.
pub(super) async fn import(connection: &Connection, source: &str, ndjson: &[u8], told: &Path) -> Result<u64, CliError> {
    let header = ImportHeader {
        source: source.to_owned(),
        format: FeedFormat::Ndjson.into(),
        mode: ImportMode::Full.into(),
        ..ImportHeader::default()
    };
    let report =
        feed::import(connection, header, ndjson, told, limits::IMPORT_DEADLINE_MS, &FeedProgress::hidden()).await?;
    let Some(rejected) = report.rejections.first() else {
        return served(connection, report.revision).await.map(|()| report.revision);
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
async fn served(connection: &Connection, revision: u64) -> Result<(), CliError> {
    let message = ListRequest { page_size: 1, at_least_revision: revision, ..ListRequest::default() };
    let answered = connection.opportunities().list(request(message)).await;
    answered.map(drop).map_err(refused("wait for the import to be found"))
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
    let (mut client, mut pages) = (connection.matches(), Pages::of("match"));
    let mut matches = Vec::new();
    loop {
        let response = client.r#match(request(message.clone())).await.map_err(refused("match"))?.into_inner();
        matches.extend(response.matches);
        let is_enough = matches.len() >= question.count;
        if is_enough || !pages.turn(&mut message.page_token, response.next_page_token)? {
            return Ok(matches);
        }
    }
}
