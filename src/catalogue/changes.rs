//! The feed of changes: every record once, at its latest revision, in the order of revisions.

use super::{
    CatalogueError,
    database::{Row, Rows},
    statements::CHANGES,
    store::{Catalogue, id_of, kind_of, source_of, stored, unsigned},
};
use crate::domain::{OpportunityKey, OpportunityKind};
use futures::TryStreamExt;

/// Most changes in one page.
pub const CHANGES_PAGE_MAX: u32 = 10_000;

/// Bytes of bodies after which a page of records ends early: 64 MiB.
pub const PAGE_BYTES_MAX: usize = 64 << 20;

/// A place in the feed: after this key at this revision.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangeCursor {
    /// The revision.
    pub revision: u64,
    /// The last key that was read at this revision; none before the first.
    pub key: Option<OpportunityKey>,
}

/// The latest state of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Revision at which it got this state.
    pub revision: u64,
    /// Which record.
    pub key: OpportunityKey,
    /// What it is, or was.
    pub kind: OpportunityKind,
    /// Its content; none when it was removed.
    pub body: Option<String>,
}

impl ChangeCursor {
    /// The place after everything of this revision; 0 is the beginning of the feed.
    ///
    /// ```
    /// use loopbaanbrug::catalogue::ChangeCursor;
    /// assert_eq!(ChangeCursor::after_revision(7), ChangeCursor { revision: 8, key: None });
    /// ```
    #[must_use]
    pub fn after_revision(revision: u64) -> Self {
        Self { revision: revision.saturating_add(1), key: None }
    }
}

impl Change {
    /// The place after this change.
    #[must_use]
    pub fn cursor(&self) -> ChangeCursor {
        ChangeCursor { revision: self.revision, key: Some(self.key.clone()) }
    }
}

impl Catalogue {
    /// The next records after a place in the feed whose latest revision is at most `up_to_revision`, ordered by revision,
    /// then source, then id. A page holds at most `limit` records (and [`CHANGES_PAGE_MAX`]), and fewer when it reaches
    /// [`PAGE_BYTES_MAX`]: only an empty page is the end. A limit of 0 counts as 1.
    ///
    /// Pages are read one by one from the state of their moment. A record that changes between two pages leaves its place
    /// and comes later, at its new revision. So a follower holds the exact state of revision *r* when it has read up to
    /// the empty page and [`Catalogue::revision`] still says *r*; when that says more, it reads on from where it is.
    ///
    /// # Errors
    /// [`CatalogueError::Storage`].
    pub async fn changes(
        &self,
        after: &ChangeCursor,
        up_to_revision: u64,
        limit: u32,
    ) -> Result<Vec<Change>, CatalogueError> {
        let (source, id) = after.key.as_ref().map_or(("", ""), |key| (key.source.as_str(), key.id.as_str()));
        let limit = limit.clamp(1, CHANGES_PAGE_MAX);
        let (from, up_to) = (stored(after.revision), stored(up_to_revision));
        let values = [from.into(), source.into(), id.into(), up_to.into(), i64::from(limit).into()];
        Ok(page(self.database().fetch(CHANGES, &values), change, |it| it.body.as_deref()).await?)
    }
}

/// Records of rows, as many as there are or until they hold [`PAGE_BYTES_MAX`].
pub(super) async fn page<T>(
    mut rows: Rows<'_>,
    read: impl Fn(&Row) -> Result<T, sqlx::Error>,
    body: impl Fn(&T) -> Option<&str>,
) -> Result<Vec<T>, sqlx::Error> {
    let mut page = Vec::new();
    let mut bytes = 0;
    while bytes < PAGE_BYTES_MAX
        && let Some(row) = rows.try_next().await?
    {
        let record = read(&row)?;
        bytes += body(&record).map_or(0, str::len);
        page.push(record);
    }
    Ok(page)
}

fn change(row: &Row) -> Result<Change, sqlx::Error> {
    Ok(Change {
        revision: unsigned(row.get(0)?)?,
        key: OpportunityKey { source: source_of(row.get(1)?)?, id: id_of(row.get(2)?)? },
        kind: kind_of(row.get(3)?)?,
        body: row.get(4)?,
    })
}
