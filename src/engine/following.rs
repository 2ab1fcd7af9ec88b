//! Following the catalogue with one set of reference data, and what becomes of the states that come of it: kept back until
//! the first of them has caught up, served from then on.

use super::{Snapshot, states::States};
use crate::{
    catalogue::Catalogue,
    document,
    follower::{FollowError, Follower, open_index},
    reference::Reference,
};
use loopbaanbrug_index::{Index, Snapshot as IndexSnapshot};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use tokio::{sync::Notify, task::JoinHandle};
use tokio_util::sync::CancellationToken;

/// Letters of the name of an index directory.
const NAME_CHARS: usize = 16;

/// An index with the reference data it is built for.
#[derive(Clone)]
pub(super) struct Basis {
    pub(super) reference: Reference,
    pub(super) index: Arc<Index>,
    /// Directory of the index.
    directory: PathBuf,
}

impl Basis {
    /// Opens the index for reference data: indexes for other data lie beside it.
    pub(super) fn open(indexes: &Path, reference: Reference) -> Result<Self, FollowError> {
        let directory = indexes.join(name(&reference));
        fs::create_dir_all(indexes).map_err(FollowError::Directory)?;
        let index = Arc::new(open_index(&directory, &reference.taxonomy, &reference.places)?);
        Ok(Self { reference, index, directory })
    }

    /// Whether the same index serves other reference data too: the tasks are not in it.
    pub(super) fn serves(&self, reference: &Reference) -> bool {
        self.directory.file_name().is_some_and(|held| held == name(reference).as_str())
    }

    /// The same index with other reference data that it [serves](Self::serves).
    pub(super) fn with(&self, reference: Reference) -> Self {
        Self { reference, ..self.clone() }
    }

    /// Deletes every other index: what they hold can be followed again.
    pub(super) fn delete_others(&self) -> io::Result<()> {
        let Some(indexes) = self.directory.parent() else { return Ok(()) };
        for entry in fs::read_dir(indexes)? {
            let path = entry?.path();
            if path != self.directory && path.is_dir() {
                fs::remove_dir_all(&path)?;
            } else if path.is_file() {
                fs::remove_file(&path)?;
            }
        }
        Ok(())
    }

    fn snapshot(&self, index: Arc<IndexSnapshot>) -> Option<Arc<Snapshot>> {
        match Snapshot::new(self.reference.clone(), index) {
            Ok(snapshot) => Some(Arc::new(snapshot)),
            Err(error) => {
                tracing::error!(%error, "failed to serve a state of the index");
                None
            }
        }
    }
}

/// Name of the index directory for reference data: other data, other directory.
fn name(reference: &Reference) -> String {
    let tag = document::layout(&reference.taxonomy, &reference.places).tag;
    blake3::hash(tag.as_bytes()).to_hex().chars().take(NAME_CHARS).collect()
}

/// A follower at work. It ends with [`Following::end`], and at the latest with the engine.
pub(super) struct Following {
    pub(super) basis: Basis,
    outlet: Arc<Outlet>,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

/// Where the states of one follower go.
struct Outlet {
    way: Mutex<Way>,
    caught_up: Notify,
}

enum Way {
    /// Kept back: the newest state, once there is one.
    Waiting(Option<Arc<Snapshot>>),
    /// Served as they come.
    Served(Arc<States>),
}

impl Following {
    /// Begins to follow. No state is served before [`Following::serve`].
    pub(super) async fn begin(
        catalogue: Catalogue,
        basis: Basis,
        stop: &CancellationToken,
    ) -> Result<Self, FollowError> {
        let outlet = Arc::new(Outlet { way: Mutex::new(Way::Waiting(None)), caught_up: Notify::new() });
        let first = basis.index.snapshot()?;
        if first.stamp().revision >= catalogue.revision().await?
            && let Some(snapshot) = basis.snapshot(first)
        {
            outlet.publish(snapshot);
        }
        let Reference { taxonomy, places, .. } = basis.reference.clone();
        let follower = Follower::new(catalogue, Arc::clone(&basis.index), taxonomy, places);
        let (published, of) = (Arc::clone(&outlet), basis.clone());
        let publish = move |index| {
            if let Some(snapshot) = of.snapshot(index) {
                published.publish(snapshot);
            }
        };
        let stop = stop.child_token();
        let task = tokio::spawn(follower.run(stop.clone(), publish));
        Ok(Self { basis, outlet, stop, task })
    }

    /// Waits until there is a state that has caught up, also with what is served meanwhile: nobody sees a revision go back.
    pub(super) async fn caught_up(&self, states: &States) {
        loop {
            let told = self.outlet.caught_up.notified();
            if self.outlet.has_reached(states.current().revision()) {
                return;
            }
            told.await;
        }
    }

    /// Serves the newest state, and every one from now on.
    pub(super) fn serve(&self, states: &Arc<States>) {
        let mut way = self.outlet.way.lock().unwrap_or_else(PoisonError::into_inner);
        if let Way::Waiting(Some(snapshot)) = &*way {
            states.publish(Arc::clone(snapshot));
        }
        *way = Way::Served(Arc::clone(states));
    }

    /// Stops following; a page that is being written is finished first.
    pub(super) async fn end(self) {
        self.stop.cancel();
        // A follower that panicked has said so in the log.
        let _ = self.task.await;
    }
}

impl Outlet {
    fn publish(&self, snapshot: Arc<Snapshot>) {
        let mut way = self.way.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *way {
            Way::Waiting(held) => *held = Some(snapshot),
            Way::Served(states) => states.publish(snapshot),
        }
        self.caught_up.notify_waiters();
    }

    fn has_reached(&self, revision: u64) -> bool {
        match &*self.way.lock().unwrap_or_else(PoisonError::into_inner) {
            Way::Waiting(held) => held.as_ref().is_some_and(|held| held.revision() >= revision),
            Way::Served(_) => true,
        }
    }
}
