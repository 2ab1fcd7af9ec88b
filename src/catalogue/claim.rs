//! One import of a source at a time. Within a process a set of sources says so; between nodes a row in the database does,
//! renewed as long as the import is under way. It is a row and not a lock of a connection, because a row survives a
//! restart of the database and a pooler between, and because the commit can ask for it in its own transaction: an import
//! whose claim lapsed and was taken by another is refused there.

use super::{CatalogueError, database::Write, statements as sql, store::Shared};
use crate::domain::SourceName;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio_util::task::AbortOnDropHandle;

/// Most imports under way at the same time in one process.
pub const IMPORTS_OPEN_MAX: usize = 64;

/// A claim is renewed this often; it lapses after three times as long ([`sql::TAKE_CLAIM`]).
const RENEWAL_INTERVAL: Duration = Duration::from_secs(3);

/// The sources this process imports.
#[derive(Debug)]
pub(super) struct Claims {
    /// Name of this process among the nodes.
    node: String,
    importing: Mutex<HashSet<SourceName>>,
}

/// The right to import a source; ends when dropped.
#[derive(Debug)]
pub(super) struct Claim {
    shared: Arc<Shared>,
    source: SourceName,
    /// None when no other node can be importing.
    between_nodes: Option<Lease>,
}

/// A claim as other nodes see it.
#[derive(Debug)]
struct Lease {
    claim: String,
    _renewal: AbortOnDropHandle<()>,
}

impl Claims {
    pub(super) fn new() -> Self {
        Self { node: uuid::Uuid::new_v4().to_string(), importing: Mutex::default() }
    }

    fn importing(&self) -> MutexGuard<'_, HashSet<SourceName>> {
        self.importing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Claim {
    pub(super) async fn take(shared: &Arc<Shared>, source: &SourceName) -> Result<Self, CatalogueError> {
        {
            let mut importing = shared.claims().importing();
            if importing.contains(source) {
                return Err(CatalogueError::ImportInProgress { source_name: source.clone() });
            }
            if importing.len() >= IMPORTS_OPEN_MAX {
                return Err(CatalogueError::TooManyImports { limit: IMPORTS_OPEN_MAX });
            }
            importing.insert(source.clone());
        }
        // From here on dropping it frees the source.
        let mut taken = Self { shared: Arc::clone(shared), source: source.clone(), between_nodes: None };
        taken.between_nodes = taken.lease().await?;
        Ok(taken)
    }

    async fn lease(&self) -> Result<Option<Lease>, CatalogueError> {
        let Some(database) = self.shared.database().shared() else { return Ok(None) };
        let claim = uuid::Uuid::new_v4().to_string();
        let take =
            sqlx::query(sql::TAKE_CLAIM).bind(self.source.as_str()).bind(&self.shared.claims().node).bind(&claim);
        if take.execute(database).await?.rows_affected() == 0 {
            return Err(CatalogueError::ImportInProgress { source_name: self.source.clone() });
        }
        let (database, renewed) = (database.clone(), claim.clone());
        let renewal = tokio::spawn(async move {
            loop {
                tokio::time::sleep(RENEWAL_INTERVAL).await;
                if let Err(error) = sqlx::query(sql::RENEW_CLAIM).bind(&renewed).execute(&database).await {
                    tracing::warn!(%error, "failed to renew the claim of an import; it lapses when this goes on");
                }
            }
        });
        Ok(Some(Lease { claim, _renewal: AbortOnDropHandle::new(renewal) }))
    }

    /// Gives the claim up as part of a commit, which must not happen when it is no longer held.
    pub(super) async fn give_up(&self, write: &mut Write) -> Result<(), CatalogueError> {
        let Some(lease) = &self.between_nodes else { return Ok(()) };
        match write.execute(sql::RELEASE_CLAIM, &[lease.claim.as_str().into()]).await? {
            0 => Err(CatalogueError::ImportInProgress { source_name: self.source.clone() }),
            _ => Ok(()),
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.shared.claims().importing().remove(&self.source);
        // Without a runtime, or when it fails, the claim lapses by itself. After a commit it is gone already.
        let (Some(lease), Some(database), Ok(runtime)) =
            (self.between_nodes.take(), self.shared.database().shared(), Handle::try_current())
        else {
            return;
        };
        let database = database.clone();
        runtime.spawn(async move { sqlx::query(sql::RELEASE_CLAIM).bind(&lease.claim).execute(&database).await.ok() });
    }
}
