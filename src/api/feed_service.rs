//! `FeedService`: reports of imports, changes as they come, and snapshots.

use super::{
    codes::WireCode,
    context::{context, fitting},
    guard::{Closing, Deadline},
    import::rejected,
    opportunity::{Form, View, opportunity_of},
    page::{PageSizes, page},
    stream::{Outgoing, Places, Sender, stream},
    violations::{Path, Violations},
};
use crate::{
    catalogue::{Change, StoredImport},
    domain::{Invalid, OpportunityKind, SourceName},
    engine::{
        Engine, EngineError, Exporting, ListFilter, RESUME_TOKEN_CHARS_MAX, WatchFrom, WatchStep, Watching, limits,
    },
    ingest,
};
use loopbaanbrug_proto::v1;
use prost::Message;
use std::mem;
use tonic::{Request, Response, Status};
use v1::{feed_service_server::FeedService, record_state::Content};

const PAGE_SIZES: PageSizes = PageSizes { default: limits::REPORT_PAGE_DEFAULT, max: limits::REPORT_PAGE_MAX };

/// Answers for `FeedService`.
pub(super) struct Feeds {
    engine: Engine,
    places: Places,
}

impl Feeds {
    pub(super) fn new(engine: Engine) -> Self {
        Self { engine, places: Places::new() }
    }

    async fn imports(&self, mut request: v1::ListImportsRequest) -> Result<v1::ListImportsResponse, EngineError> {
        let mut violations = Violations::default();
        let source = violations.unless_empty(&Path::root("source"), &request.source, SourceName::new);
        let page_size = violations.page_size(request.page_size, PAGE_SIZES);
        let page_size = violations.finish(page_size)?;
        let token = mem::take(&mut request.page_token);
        request.page_size = 0;
        let call = self.engine.call_digest("ListImports", &request.encode_to_vec());
        let (imports, next) = self.engine.imports(source.as_ref(), &page(page_size, token, call)).await?;
        let imports = imports.iter().map(summary).collect();
        let context = Some(context(self.engine.context()));
        let next_page_token = next.unwrap_or_default();
        fitting(v1::ListImportsResponse { imports, next_page_token, context }, "page_size")
    }

    async fn import(&self, mut request: v1::GetImportRequest) -> Result<v1::GetImportResponse, EngineError> {
        let mut violations = Violations::default();
        let source = violations.keep(&Path::root("source"), SourceName::new(&request.source));
        let given = Some(()).filter(|()| !request.request_id.is_empty());
        let request_id = violations.required(&Path::root("request_id"), given, "the request id of the import");
        let page_size = violations.page_size(request.page_size, PAGE_SIZES);
        let asked = source.zip(request_id).zip(page_size);
        let ((source, ()), page_size) = violations.finish(asked)?;
        let token = mem::take(&mut request.page_token);
        request.page_size = 0;
        let call = self.engine.call_digest("GetImport", &request.encode_to_vec());
        let page = page(page_size, token, call);
        let (import, rejections, next) = self.engine.import_report(&source, &request.request_id, &page).await?;
        let response = v1::GetImportResponse {
            summary: Some(summary(&import)),
            rejections: rejections.into_iter().map(rejected).collect(),
            next_page_token: next.unwrap_or_default(),
            context: Some(context(self.engine.context())),
        };
        fitting(response, "page_size")
    }
}

fn summary(import: &StoredImport) -> v1::ImportSummary {
    let outcome = &import.outcome;
    v1::ImportSummary {
        source: import.source.as_str().to_owned(),
        request_id: import.request_id.clone(),
        mode: import.mode.wire(),
        revision: outcome.revision,
        finished_at: import.finished.map(|time| format!("{time:.3}")).unwrap_or_default(),
        received: outcome.received,
        accepted: outcome.accepted,
        unchanged: outcome.unchanged,
        removed: outcome.removed,
        rejected: outcome.rejected,
    }
}

/// What is asked of `Watch`.
struct WatchAsked {
    from: WatchFrom,
    source: Option<SourceName>,
    form: Form,
}

impl WatchAsked {
    fn read(request: v1::WatchRequest) -> Result<Self, EngineError> {
        let mut violations = Violations::default();
        let source = violations.unless_empty(&Path::root("source"), &request.source, SourceName::new);
        let form = violations.code_or(&Path::root("form"), request.form, Form::Message);
        let path = Path::root("resume_token");
        let from = match (request.after_revision, request.resume_token) {
            (revision, token) if token.is_empty() => Some(WatchFrom::Revision(revision)),
            (0, token) if token.len() <= RESUME_TOKEN_CHARS_MAX => Some(WatchFrom::Token(token)),
            (0, token) => {
                violations
                    .add(&path, &Invalid::TooLong { max_chars: RESUME_TOKEN_CHARS_MAX, actual_chars: token.len() });
                None
            }
            (_, _) => {
                let expected = "nothing where after_revision is given: either of the two says where to begin";
                violations.add(&path, &Invalid::malformed(expected, "both"));
                None
            }
        };
        let asked = from.zip(form);
        let (from, form) = violations.finish(asked)?;
        Ok(Self { from, source, form })
    }
}

async fn watch(
    engine: Engine,
    mut watching: Watching,
    form: Form,
    sender: Sender<v1::WatchResponse>,
) -> Result<(), EngineError> {
    let state_now = || Some(context(engine.context()));
    loop {
        let WatchStep { changes, resume_token, complete_revision } = watching.next().await?;
        let mut parts = parts(changes);
        let last = parts.pop().unwrap_or_default();
        for part in parts {
            let Some(end) = part.last() else { continue };
            let resume_token = watching.resume_token_after(end)?;
            let changes = states(part, form).await?;
            let (complete_revision, context) = (None, state_now());
            sender.send(v1::WatchResponse { changes, resume_token, complete_revision, context }).await?;
        }
        let changes = states(last, form).await?;
        let context = state_now();
        sender.send(v1::WatchResponse { changes, resume_token, complete_revision, context }).await?;
    }
}

/// Changes as messages hold them: each about as large as a message may become, or a single change.
fn parts(changes: Vec<Change>) -> Vec<Vec<Change>> {
    let mut parts: Vec<Vec<Change>> = Vec::new();
    let mut bytes = 0;
    for change in changes {
        let size = change.body.as_ref().map_or(0, String::len);
        match parts.last_mut().filter(|_| bytes + size <= limits::STREAM_MESSAGE_BYTES) {
            Some(part) => {
                bytes += size;
                part.push(change);
            }
            None => {
                bytes = size;
                parts.push(vec![change]);
            }
        }
    }
    parts
}

/// Reads records and writes them out, apart: it takes long enough to hold up calls.
async fn states(changes: Vec<Change>, form: Form) -> Result<Vec<v1::RecordState>, EngineError> {
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let read = move || changes.into_iter().map(|change| state(change, form)).collect();
    Ok(tokio::task::spawn_blocking(read).await.map_err(anyhow::Error::from)?)
}

async fn export(mut exporting: Exporting, form: Form, sender: Sender<v1::ExportResponse>) -> Result<(), EngineError> {
    let state_of_all = context(exporting.snapshot().context());
    let mut exported = 0;
    loop {
        // Reading a record and writing it out takes long enough to hold up calls, were it not done apart.
        let read = move || {
            let read = exporting.next_records().map(|records| (records.is_empty(), exported_of(records, form)));
            (exporting, read)
        };
        let (back, read) = tokio::task::spawn_blocking(read).await.map_err(anyhow::Error::from)?;
        exporting = back;
        let (complete, records) = read?;
        exported += records.len() as u64;
        sender.send(v1::ExportResponse { records, context: Some(state_of_all.clone()), complete, exported }).await?;
        if complete {
            return Ok(());
        }
    }
}

/// Records as a snapshot holds them; one that can no longer be read is left out of it, as it is of every answer.
fn exported_of(records: Vec<Change>, form: Form) -> Vec<v1::RecordState> {
    records.into_iter().map(|record| state(record, form)).filter(|state| state.content.is_some()).collect()
}

/// A record as it stands in changes and snapshots. One that an older version accepted and that can no longer be read is as good
/// as removed: an error would hold up every watcher at this record for ever. The log says which.
fn state(change: Change, form: Form) -> v1::RecordState {
    let Change { revision, key, kind, body } = change;
    let content = match (body, form) {
        (None, _) => None,
        (Some(line), Form::Line) => Some(Content::Line(line)),
        (Some(line), Form::Message) => match ingest::decode(&line) {
            Ok((_, opportunity)) => {
                Some(Content::Opportunity(opportunity_of(&key, revision, &opportunity, View::Full)))
            }
            Err(problems) => {
                tracing::error!(%key, ?problems, "a record of the catalogue can no longer be read; it is sent as removed");
                None
            }
        },
    };
    v1::RecordState { key: key.to_string(), revision, kind: kind.wire(), content }
}

#[tonic::async_trait]
impl FeedService for Feeds {
    type WatchStream = Outgoing<v1::WatchResponse>;
    type ExportStream = Outgoing<v1::ExportResponse>;

    async fn list_imports(
        &self,
        request: Request<v1::ListImportsRequest>,
    ) -> Result<Response<v1::ListImportsResponse>, Status> {
        Ok(Response::new(self.imports(request.into_inner()).await?))
    }

    async fn get_import(
        &self,
        request: Request<v1::GetImportRequest>,
    ) -> Result<Response<v1::GetImportResponse>, Status> {
        Ok(Response::new(self.import(request.into_inner()).await?))
    }

    async fn watch(&self, request: Request<v1::WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        let (closing, place) = (Closing::of(&request), self.places.take()?);
        let asked = WatchAsked::read(request.into_inner())?;
        let watching = self.engine.watch(asked.from, asked.source).await?;
        let engine = self.engine.clone();
        Ok(Response::new(stream(place, closing, |sender| watch(engine, watching, asked.form, sender))))
    }

    async fn export(&self, request: Request<v1::ExportRequest>) -> Result<Response<Self::ExportStream>, Status> {
        let deadline = Deadline::of(&request);
        let (closing, place) = (Closing::of(&request), self.places.take()?);
        let request = request.into_inner();
        let mut violations = Violations::default();
        let source = violations.unless_empty(&Path::root("source"), &request.source, SourceName::new);
        let kind: Option<OpportunityKind> = violations.optional_code(&Path::root("kind"), request.kind);
        let open_on = violations.day(&Path::root("open_on"), &request.open_on);
        let form = violations.code_or(&Path::root("form"), request.form, Form::Message);
        let form = violations.finish(form)?;
        let filter = ListFilter { source, kind, open_on, changed_after_revision: 0 };
        let exporting = self.engine.export(filter, request.at_least_revision, deadline).await?;
        Ok(Response::new(stream(place, closing, |sender| export(exporting, form, sender))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::OpportunityKey;

    fn fields(request: v1::WatchRequest) -> Vec<String> {
        let Err(EngineError::Invalid(violations)) = WatchAsked::read(request) else { panic!("accepted") };
        violations.into_iter().map(|it| it.field).collect()
    }

    fn change(body: &str) -> Change {
        let key = OpportunityKey::parse("a/1").expect("a key");
        Change { revision: 7, key, kind: OpportunityKind::Vacancy, body: Some(body.into()) }
    }

    /// Else a watcher that has come to it would never get any further.
    #[test]
    fn a_record_that_can_no_longer_be_read_is_removed_and_holds_up_nobody() {
        let unread = change(r#"{"kind":"vacancy","id":"1"}"#);
        let expected = v1::RecordState {
            key: "a/1".into(),
            revision: 7,
            kind: v1::OpportunityKind::Vacancy.into(),
            content: None,
        };
        assert_eq!(state(unread.clone(), Form::Message), expected);
        let line = state(unread.clone(), Form::Line).content;
        assert!(matches!(line, Some(Content::Line(line)) if line.starts_with('{')));
        assert!(exported_of(vec![unread.clone()], Form::Message).is_empty());
        assert_eq!(exported_of(vec![unread], Form::Line).len(), 1);
    }

    #[test]
    fn a_step_is_cut_into_messages_in_its_order() {
        let sized = |share: usize| change(&"x".repeat(limits::STREAM_MESSAGE_BYTES / share));
        let removed = Change { body: None, ..change("") };
        let changes = vec![sized(2), sized(2), removed.clone(), sized(3), sized(1), removed, sized(4)];
        let cut = parts(changes.clone());
        assert_eq!(cut.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1, 2, 1]);
        assert_eq!(cut.concat(), changes);
        assert!(parts(Vec::new()).is_empty());
    }

    #[test]
    fn watching_begins_at_a_revision_or_at_a_token_never_at_both() {
        let request = v1::WatchRequest { after_revision: 7, ..Default::default() };
        let asked = WatchAsked::read(request.clone()).expect("a request");
        assert_eq!((asked.from, asked.form), (WatchFrom::Revision(7), Form::Message));
        assert_eq!(fields(v1::WatchRequest { resume_token: "abc".into(), ..request }), ["resume_token"]);
        let long =
            v1::WatchRequest { resume_token: "a".repeat(RESUME_TOKEN_CHARS_MAX + 1), form: 9, ..Default::default() };
        assert_eq!(fields(long), ["form", "resume_token"]);
    }
}
