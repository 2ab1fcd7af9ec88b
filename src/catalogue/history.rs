//! Which past a revision has. A catalogue that was restored, or whose database failed over to one that had not got the last
//! commits, gives the same numbers again to other revisions. So each revision has a random mark beside its number, and
//! whoever followed up to one can ask whether it is still a revision of this catalogue.
//!
//! The oldest marks are forgotten: what gets lost in such a way are the last revisions.

use super::{
    CatalogueError,
    database::Write,
    statements as sql,
    store::{Catalogue, stored, unsigned},
};

/// Revisions whose marks are kept.
pub const MARKS_KEPT_MAX: u64 = 100_000;

/// A revision and the mark that tells it from another one of the same number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The revision; 0 when nothing was ever committed.
    pub revision: u64,
    /// Its mark; 0 when it has none: the beginning, or a revision that an older version committed.
    pub mark: u64,
}

impl Head {
    /// Whether both are the same revision, as far as their marks can tell.
    ///
    /// ```
    /// use loopbaanbrug::catalogue::Head;
    /// let followed = Head { revision: 7, mark: 1 };
    /// assert!(followed.is_same(Head { revision: 7, mark: 0 }));
    /// assert!(!followed.is_same(Head { revision: 7, mark: 2 }));
    /// assert!(!followed.is_same(Head { revision: 8, mark: 1 }));
    /// ```
    #[must_use]
    pub fn is_same(self, other: Self) -> bool {
        self.revision == other.revision && marks_agree(self.mark, other.mark)
    }

    /// The revision after this one.
    pub(super) fn next(self) -> Self {
        let (random, _) = uuid::Uuid::new_v4().as_u64_pair();
        // Fits the database, and is never the 0 that says nothing.
        Self { revision: self.revision + 1, mark: random >> 1 | 1 }
    }
}

impl Catalogue {
    /// The last revision, when `followed` is that or one before it; none when the catalogue no longer has `followed`: it was
    /// lost, and whatever was followed up to it is not the truth.
    ///
    /// # Errors
    /// [`CatalogueError::Storage`].
    pub async fn head_after(&self, followed: Head) -> Result<Option<Head>, CatalogueError> {
        let row = self.database().fetch_optional(sql::HEAD_AFTER, &[stored(followed.revision).into()]).await?;
        let row = row.ok_or(sqlx::Error::RowNotFound)?;
        let number = |column| row.get(column).and_then(unsigned);
        let (head, mark) = (Head { revision: number(0)?, mark: number(1)? }, number(2)?);
        let is_past = followed.revision <= head.revision && marks_agree(followed.mark, mark);
        Ok(is_past.then_some(head))
    }
}

fn marks_agree(one: u64, other: u64) -> bool {
    one == other || one == 0 || other == 0
}

/// The head with the mark that a revision has; the head itself must be locked.
pub(super) async fn marked(write: &mut Write, revision: u64) -> Result<Head, sqlx::Error> {
    let row = write.fetch_optional(sql::READ_MARK, &[stored(revision).into()]).await?;
    let mark = row.map_or(Ok(0), |row| row.get(0).and_then(unsigned))?;
    Ok(Head { revision, mark })
}

/// Makes this the last revision.
pub(super) async fn advance(write: &mut Write, head: Head) -> Result<(), sqlx::Error> {
    write.execute(sql::SET_REVISION, &[stored(head.revision).into()]).await?;
    write.execute(sql::SET_MARK, &[stored(head.revision).into(), stored(head.mark).into()]).await?;
    let oldest_kept = head.revision.saturating_sub(MARKS_KEPT_MAX);
    write.execute(sql::FORGET_MARKS, &[stored(oldest_kept).into()]).await?;
    Ok(())
}
