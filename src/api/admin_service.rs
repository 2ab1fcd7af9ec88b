//! `AdminService`: for the operator alone. It is not among the services of the port, see `server`.

use super::{codes::WireCode, context::context};
use crate::engine::{Engine, EngineError, Verification};
use loopbaanbrug_proto::v1;
use std::path::PathBuf;
use tonic::{Request, Response, Status};
use v1::admin_service_server::AdminService;

/// Answers for `AdminService`.
pub(super) struct Administration {
    engine: Engine,
}

impl Administration {
    pub(super) fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

fn verified(found: Verification) -> v1::VerifyResponse {
    let differences =
        found.first.into_iter().map(|it| v1::Difference { kind: it.kind.wire(), key: it.key, detail: it.detail });
    v1::VerifyResponse {
        revision: found.context.catalogue_revision,
        records: found.records,
        passed_over: found.passed_over,
        differences: found.differences,
        first_differences: differences.collect(),
        rebuilding: found.rebuilding,
        context: Some(context(found.context)),
    }
}

#[tonic::async_trait]
impl AdminService for Administration {
    async fn verify(&self, _: Request<v1::VerifyRequest>) -> Result<Response<v1::VerifyResponse>, Status> {
        Ok(Response::new(verified(self.engine.verify().await?)))
    }

    async fn reindex(&self, _: Request<v1::ReindexRequest>) -> Result<Response<v1::ReindexResponse>, Status> {
        self.engine.reindex().await?;
        let context = context(self.engine.context());
        Ok(Response::new(v1::ReindexResponse {
            revision: context.catalogue_revision,
            index_generation: context.index_generation.clone(),
            context: Some(context),
        }))
    }

    async fn backup(&self, request: Request<v1::BackupRequest>) -> Result<Response<v1::BackupResponse>, Status> {
        let directory = request.into_inner().directory;
        if directory.is_empty() {
            return Err(EngineError::field("directory", &"must be given: where the backup is written").into());
        }
        let manifest = self.engine.backup(PathBuf::from(directory)).await?;
        Ok(Response::new(v1::BackupResponse {
            revision: manifest.revision,
            files: manifest.files.len() as u64,
            bytes: manifest.bytes(),
            context: Some(context(self.engine.context())),
        }))
    }
}
