//! Imports read back: one by its request id, or the last ones page by page.

use super::{
    CatalogueError,
    commit::{find_import, stored_import},
    import::StoredImport,
    statements as sql,
    store::{Catalogue, stored},
};
use crate::domain::SourceName;
use futures::TryStreamExt;

/// Most imports in one page.
pub const IMPORTS_PAGE_MAX: u32 = 1_000;

impl Catalogue {
    /// The import with this request id; none when there was none or it is older than the last
    /// [`IMPORTS_KEPT_MAX`](super::IMPORTS_KEPT_MAX).
    ///
    /// # Errors
    /// [`CatalogueError::Storage`].
    pub async fn import_report(
        &self,
        source: &SourceName,
        request_id: &str,
    ) -> Result<Option<StoredImport>, CatalogueError> {
        Ok(find_import(self.database(), source, request_id).await?)
    }

    /// Imports with a number below this one, newest first, without what is written about their rejected records. At most
    /// `limit` (and [`IMPORTS_PAGE_MAX`]).
    ///
    /// # Errors
    /// [`CatalogueError::Storage`].
    pub async fn imports(
        &self,
        source: Option<&SourceName>,
        below_number: u64,
        limit: u32,
    ) -> Result<Vec<StoredImport>, CatalogueError> {
        let source = source.map_or("", SourceName::as_str);
        let limit = i64::from(limit.clamp(1, IMPORTS_PAGE_MAX));
        let values = [stored(below_number).into(), source.into(), limit.into()];
        let rows = self.database().fetch(sql::IMPORTS_BELOW, &values);
        Ok(rows.and_then(|row| std::future::ready(stored_import(&row))).try_collect().await?)
    }
}
