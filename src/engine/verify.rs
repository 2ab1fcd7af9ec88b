//! Whether the index holds what the catalogue holds, record for record, and whether the files of both are whole.

use super::{Context, Engine, EngineError, Snapshot, following::index_id, limits, switch::Command};
use crate::{catalogue::HeldRecord, document::Listed, domain::OpportunityKey, ingest};
use loopbaanbrug_index::DocumentId;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::oneshot, task::spawn_blocking};

/// Records compared at once.
const RECORDS_PER_STEP: u32 = 2_000;

/// Sorts of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    /// The index lacks a record.
    Missing,
    /// The catalogue lacks a record, or has removed it.
    Extra,
    /// The index has a record at another revision.
    OtherRevision,
    /// The index has a record with other content.
    OtherContent,
    /// A record of the catalogue does not match its digest.
    CatalogueRecord,
    /// The database finds fault with itself.
    CatalogueFile,
    /// A file of the index is missing or altered.
    IndexFile,
}

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What sort it is.
    pub kind: DifferenceKind,
    /// Which record; empty for a file.
    pub key: String,
    /// What was found.
    pub detail: String,
}

/// Outcome of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// State of the index that was compared; the catalogue was checked up to its revision.
    pub context: Context,
    /// Records of the catalogue at that revision.
    pub records: u64,
    /// Records that changed while they were being checked.
    pub passed_over: u64,
    /// How many differences there are.
    pub differences: u64,
    /// The first [`limits::DIFFERENCES_NAMED_MAX`].
    pub first: Vec<Difference>,
    /// Whether the index is being built again.
    pub rebuilding: bool,
    /// Whether a difference lies in the index.
    index_differs: bool,
}

impl Engine {
    /// Compares catalogue and index, and has a damaged index built again. Reads everything once.
    ///
    /// # Errors
    /// A failure of the catalogue; [`EngineError::RevisionNotReached`] when the index does not follow.
    pub async fn verify(&self) -> Result<Verification, EngineError> {
        let faults = self.shared.catalogue.faults().await?;
        let damage = self.check_index_files().await?;
        let revision = self.shared.catalogue.revision().await?;
        let deadline = Instant::now() + Duration::from_millis(limits::ADMIN_DEADLINE_MS);
        let snapshot = self.snapshot(revision, deadline).await?;
        let mut found = Verification::of(snapshot.context());
        faults.into_iter().for_each(|fault| found.note(DifferenceKind::CatalogueFile, String::new(), fault));
        damage.into_iter().for_each(|damage| found.note(DifferenceKind::IndexFile, String::new(), damage));
        let compared = index_id(snapshot.index()).to_owned();
        let mut comparison = Comparison { seen: vec![false; snapshot.index().ordinals()], snapshot, found };
        let mut after: Option<OpportunityKey> = None;
        loop {
            let page = self.shared.catalogue.held_after(after.as_ref(), RECORDS_PER_STEP).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.key.clone());
            let compare = move || {
                comparison.compare(&page);
                comparison
            };
            comparison = spawn_blocking(compare).await.map_err(anyhow::Error::from)?;
        }
        let finish = move || comparison.finish();
        let mut found = spawn_blocking(finish).await.map_err(anyhow::Error::from)?;
        if found.index_differs {
            // Not waited for: who wants to know asks again.
            found.rebuilding = self.shared.switch.send(Command::Mend(compared)).await.is_ok();
        }
        Ok(found)
    }

    /// What is wrong with the files of the index that serves, when something is.
    async fn check_index_files(&self) -> Result<Option<String>, EngineError> {
        let (answer, answered) = oneshot::channel();
        self.shared.switch.send(Command::Check(answer)).await.map_err(|_| stopping())?;
        answered.await.map_err(|_| stopping())
    }

    /// Builds the index again from the catalogue, beside the one that serves, and waits until the new one serves.
    ///
    /// # Errors
    /// [`EngineError::NotReady`] when the service stops meanwhile; [`EngineError::Internal`] when no new index could be made.
    pub async fn reindex(&self) -> Result<(), EngineError> {
        let (answer, answered) = oneshot::channel();
        self.shared.switch.send(Command::Rebuild(answer)).await.map_err(|_| stopping())?;
        match answered.await {
            Ok(made) => Ok(made?),
            Err(_) => Err(stopping()),
        }
    }
}

fn stopping() -> EngineError {
    EngineError::NotReady { retry_after: Duration::from_millis(limits::OVERLOAD_RETRY_MS) }
}

impl Verification {
    /// Of a state, before anything was compared.
    fn of(context: Context) -> Self {
        let first = Vec::new();
        Self { context, records: 0, passed_over: 0, differences: 0, first, rebuilding: false, index_differs: false }
    }

    fn note(&mut self, kind: DifferenceKind, key: String, detail: String) {
        use DifferenceKind::{Extra, IndexFile, Missing, OtherContent, OtherRevision};
        self.differences += 1;
        self.index_differs |= matches!(kind, Missing | Extra | OtherRevision | OtherContent | IndexFile);
        if self.first.len() < limits::DIFFERENCES_NAMED_MAX {
            self.first.push(Difference { kind, key, detail });
        }
    }
}

/// A comparison under way, against one state of the index.
struct Comparison {
    snapshot: Arc<Snapshot>,
    /// By ordinal: documents of which the catalogue knows.
    seen: Vec<bool>,
    found: Verification,
}

impl Comparison {
    fn compare(&mut self, page: &[HeldRecord]) {
        for held in page {
            let id = self.snapshot.find(&held.key).ok();
            if let Some(id) = id {
                self.seen[self.snapshot.index().ordinal(id)] = true;
            }
            if held.revision > self.found.context.catalogue_revision {
                self.found.passed_over += 1;
                continue;
            }
            match (&held.body, id) {
                (None, None) => {}
                (None, Some(_)) => {
                    let detail = format!("the catalogue removed it at revision {}", held.revision);
                    self.found.note(DifferenceKind::Extra, held.key.to_string(), detail);
                }
                (Some(body), id) => self.compare_live(held, body, id),
            }
        }
    }

    fn compare_live(&mut self, held: &HeldRecord, body: &str, id: Option<DocumentId>) {
        self.found.records += 1;
        let key = held.key.to_string();
        if blake3::hash(body.as_bytes()) != held.digest {
            let detail = "it does not match the digest that was kept with it".to_owned();
            self.found.note(DifferenceKind::CatalogueRecord, key, detail);
            return;
        }
        let Some(id) = id else {
            // What an older version accepted and this one cannot read is left out on purpose; the log names it.
            if ingest::decode(body).is_ok() {
                self.found.note(DifferenceKind::Missing, key, format!("since revision {}", held.revision));
            }
            return;
        };
        match self.line(id) {
            Err(error) => self.found.note(DifferenceKind::OtherContent, key, error.to_string()),
            Ok((revision, _)) if revision != held.revision => {
                let detail = format!("revision {revision} instead of {}", held.revision);
                self.found.note(DifferenceKind::OtherRevision, key, detail);
            }
            Ok((_, digest)) if digest != held.digest => {
                self.found.note(DifferenceKind::OtherContent, key, "its text is another one".to_owned());
            }
            Ok(_) => {}
        }
    }

    /// Revision and digest of what the index holds.
    fn line(&self, id: DocumentId) -> Result<(u64, blake3::Hash), EngineError> {
        let record = self.snapshot.index().record(id)?;
        let (revision, line) = Listed::line_of(&record)?;
        Ok((revision, blake3::hash(line.as_bytes())))
    }

    /// Names what only the index has.
    fn finish(self) -> Verification {
        let Self { snapshot, seen, mut found } = self;
        let index = snapshot.index();
        for id in index.in_order(None).filter(|id| !seen[index.ordinal(*id)]) {
            let detail = "the catalogue never had it".to_owned();
            found.note(DifferenceKind::Extra, index.key(id).to_owned(), detail);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock::Clock, engine::EngineConfig};
    use std::{collections::BTreeSet, fs, path::Path};

    /// Names of the directories of indexes.
    fn indexes(directory: &Path) -> BTreeSet<String> {
        let entries = fs::read_dir(directory.join("index")).expect("indexes");
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
    }

    /// A check that takes longer than the new index which it called for must not call for a second one.
    #[tokio::test(flavor = "multi_thread")]
    async fn an_index_that_was_replaced_meanwhile_is_not_replaced_again() {
        let directory = tempfile::tempdir().expect("a directory");
        let data_dir = directory.path().to_owned();
        let config = EngineConfig { data_dir, catalogue: None, clock: Clock::System, scoring_threads: Some(1) };
        let engine = Engine::open(config).await.expect("an engine");
        let compared = index_id(engine.current().index()).to_owned();
        let at_first = indexes(directory.path());
        let mend = async |index_id: &str| {
            engine.shared.switch.send(Command::Mend(index_id.to_owned())).await.expect("taken");
            // Answered after what was asked before.
            engine.check_index_files().await.expect("a check");
        };
        engine.reindex().await.expect("another index");
        let second = indexes(directory.path());
        assert_ne!(second, at_first);
        mend(&compared).await;
        assert_eq!(indexes(directory.path()), second, "it serves no longer");
        mend(index_id(engine.current().index())).await;
        let settled = async {
            while !indexes(directory.path()).is_disjoint(&second) {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), settled).await.expect("it does serve, and is replaced");
        engine.close().await;
    }
}
