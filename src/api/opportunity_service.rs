//! `OpportunityService`: reading and removing. What an import stream holds is read in `import`.

use super::{
    context::{context, fitting},
    guard::Deadline,
    import,
    opportunity::{View, opportunity_in},
    page::{PageSizes, page},
    violations::{Path, Violations},
};
use crate::{
    domain::{OpportunityKind, SourceName},
    engine::{Engine, EngineError, ListFilter, ListQuestion, limits},
};
use loopbaanbrug_proto::v1;
use prost::Message;
use std::{mem, time::Instant};
use tonic::{Request, Response, Status, Streaming};
use v1::opportunity_service_server::OpportunityService;

const PAGE_SIZES: PageSizes = PageSizes { default: limits::LIST_PAGE_DEFAULT, max: limits::LIST_PAGE_MAX };

/// Answers for `OpportunityService`.
pub(super) struct Opportunities {
    engine: Engine,
    removed_percent_max: u8,
}

/// A request to list, checked.
struct Listing {
    filter: ListFilter,
    page_size: usize,
    view: View,
}

impl Listing {
    fn read(request: &v1::ListRequest) -> Result<Self, EngineError> {
        let mut violations = Violations::default();
        let source = violations.unless_empty(&Path::root("source"), &request.source, SourceName::new);
        let kind: Option<OpportunityKind> = violations.optional_code(&Path::root("kind"), request.kind);
        let page_size = violations.page_size(request.page_size, PAGE_SIZES);
        let view = violations.code_or(&Path::root("view"), request.view, View::Basic);
        let open_on = violations.day(&Path::root("open_on"), &request.open_on);
        let changed_after_revision = request.changed_after_revision;
        let filter = ListFilter { source, kind, open_on, changed_after_revision };
        let read = || Some(Self { filter, page_size: page_size?, view: view? });
        violations.finish(read())
    }
}

impl Opportunities {
    /// A full feed may remove this share of its source, in percent, unless its header allows more.
    pub(super) fn new(engine: Engine, removed_percent_max: u8) -> Self {
        Self { engine, removed_percent_max }
    }

    async fn one(&self, request: v1::GetRequest, deadline: Instant) -> Result<v1::GetResponse, EngineError> {
        let mut violations = Violations::default();
        let key = violations.key(&request.key);
        let view = violations.code_or(&Path::root("view"), request.view, View::Full);
        let (key, view) = violations.finish(key.zip(view))?;
        let (listed, snapshot) = self.engine.get(&key, request.at_least_revision, deadline).await?;
        Ok(v1::GetResponse {
            opportunity: Some(opportunity_in(&snapshot, &listed, view)),
            context: Some(context(snapshot.context())),
        })
    }

    async fn page(&self, mut request: v1::ListRequest, deadline: Instant) -> Result<v1::ListResponse, EngineError> {
        let Listing { filter, page_size, view } = Listing::read(&request)?;
        let token = mem::take(&mut request.page_token);
        // Another page size does not make it another question.
        request.page_size = 0;
        let call = self.engine.call_digest("List", &request.encode_to_vec());
        let at_least_revision = request.at_least_revision;
        let page = page(page_size, token, call);
        let answer = self.engine.list(ListQuestion { filter, page, at_least_revision, deadline }).await?;
        let response = v1::ListResponse {
            opportunities: answer.listed.iter().map(|listed| opportunity_in(&answer.snapshot, listed, view)).collect(),
            next_page_token: answer.next_page_token.unwrap_or_default(),
            context: Some(context(answer.snapshot.context())),
        };
        fitting(response, "page_size")
    }

    async fn removal(&self, request: v1::DeleteRequest) -> Result<v1::DeleteResponse, EngineError> {
        let mut violations = Violations::default();
        let key = violations.key(&request.key);
        let key = violations.finish(key)?;
        let revision = self.engine.delete(&key).await?;
        Ok(v1::DeleteResponse { revision, context: Some(context(self.engine.context())) })
    }
}

#[tonic::async_trait]
impl OpportunityService for Opportunities {
    async fn import(
        &self,
        request: Request<Streaming<v1::ImportRequest>>,
    ) -> Result<Response<v1::ImportResponse>, Status> {
        Ok(Response::new(import::import(&self.engine, self.removed_percent_max, request.into_inner()).await?))
    }

    async fn get(&self, request: Request<v1::GetRequest>) -> Result<Response<v1::GetResponse>, Status> {
        let deadline = Deadline::of(&request);
        Ok(Response::new(self.one(request.into_inner(), deadline).await?))
    }

    async fn list(&self, request: Request<v1::ListRequest>) -> Result<Response<v1::ListResponse>, Status> {
        let deadline = Deadline::of(&request);
        Ok(Response::new(self.page(request.into_inner(), deadline).await?))
    }

    async fn delete(&self, request: Request<v1::DeleteRequest>) -> Result<Response<v1::DeleteResponse>, Status> {
        Ok(Response::new(self.removal(request.into_inner()).await?))
    }
}
