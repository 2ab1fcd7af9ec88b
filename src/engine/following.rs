//! Following the catalogue with one set of reference data, and what becomes of the states that come of it: kept back until
//! the first of them has caught up, served from then on.

use super::{EngineError, Snapshot, states::States};
use crate::{
    catalogue::Catalogue,
    document, failpoint,
    follower::{FollowError, Follower, Unfit, followed_by, open_index},
    reference::Reference,
};
use loopbaanbrug_index::{Index, Snapshot as IndexSnapshot};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

/// Letters of the name of an index directory.
const NAME_CHARS: usize = 16;
/// Stands before the number of an index that was built to replace another one for the same reference data.
const NUMBER_MARK: char = '-';
/// Ending of the name of a directory that is being deleted.
const GONE: &str = "gone";
/// Most such numbers. There are two at a time at most, since others are deleted once one of them serves.
const BESIDE_MAX: u32 = 9;

/// An index and the directory it lies in. Indexes for other reference data lie beside it.
#[derive(Clone)]
pub(super) struct Basis {
    pub(super) index: Arc<Index>,
    directory: PathBuf,
    name: String,
    /// See [`index_id`].
    id: String,
}

/// What tells the index of a state from others, also from those for the same reference data.
pub(super) fn index_id(state: &IndexSnapshot) -> &str {
    state.generation().split('.').next().unwrap_or_default()
}

impl Basis {
    /// Opens the index that is followed from a catalogue with reference data. One that has followed what the catalogue has
    /// lost since is deleted: it is not the truth.
    pub(super) async fn open(
        indexes: &Path,
        catalogue: &Catalogue,
        reference: &Reference,
    ) -> Result<Self, FollowError> {
        let (indexes, of, name) = (indexes.to_owned(), reference.clone(), catalogue.name().to_owned());
        let existing = move || Self::existing(&indexes, &name, &of);
        let opened = blocking(existing.clone()).await?;
        let stamp = opened.index.snapshot()?.stamp();
        if catalogue.head_after(followed_by(&stamp)).await?.is_some() {
            return Ok(opened);
        }
        tracing::warn!(followed = stamp.revision, "the index has what the catalogue has lost; it is built again");
        let again = move || {
            let deleted = opened.delete().map_err(FollowError::Delete);
            drop(opened);
            deleted.and_then(|()| existing())
        };
        blocking(again).await
    }

    /// An empty index for the same reference data, beside the one that there is.
    pub(super) async fn fresh(
        indexes: &Path,
        catalogue: &Catalogue,
        reference: &Reference,
    ) -> Result<Self, FollowError> {
        let (indexes, reference, name) = (indexes.to_owned(), reference.clone(), name(catalogue.name(), reference));
        blocking(move || {
            let free = numbered(&indexes, &name).find(|directory| !directory.exists());
            let taken = || FollowError::Directory(io::Error::other("too many indexes lie side by side"));
            Self::at(free.ok_or_else(taken)?, name, &reference)
        })
        .await
    }

    /// Where there are two, one was to take the place of the other: either will do.
    fn existing(indexes: &Path, catalogue: &str, reference: &Reference) -> Result<Self, FollowError> {
        fs::create_dir_all(indexes).map_err(FollowError::Directory)?;
        let name = name(catalogue, reference);
        let existing = numbered(indexes, &name).find(|directory| directory.is_dir());
        Self::at(existing.unwrap_or_else(|| indexes.join(&name)), name, reference)
    }

    fn at(directory: PathBuf, name: String, reference: &Reference) -> Result<Self, FollowError> {
        let index = Arc::new(open_index(&directory, &reference.taxonomy, &reference.places)?);
        let id = index_id(&*index.snapshot()?).to_owned();
        Ok(Self { index, directory, name, id })
    }

    /// Deletes the index, which nobody may write to any more.
    pub(super) fn delete(&self) -> io::Result<()> {
        remove(&self.directory)
    }

    /// Whether this is the index that a state was read from.
    pub(super) fn is_of(&self, index_id: &str) -> bool {
        self.id == index_id
    }

    /// Whether both are for the same reference data.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        self.name == other.name
    }

    /// What is wrong with the files of the index, when something is.
    pub(super) fn damage(&self) -> Option<String> {
        match self.index.check() {
            Err(error) if error.calls_for_rebuild() => Some(error.to_string()),
            Err(error) => {
                tracing::warn!(%error, "failed to check the files of the index");
                None
            }
            Ok(()) => None,
        }
    }

    /// The state that the index is in.
    pub(super) fn state(&self, reference: &Reference) -> Result<Arc<Snapshot>, EngineError> {
        Ok(Arc::new(Snapshot::new(&self.name, reference.clone(), self.index.snapshot()?)?))
    }

    /// Whether the index is one for these reference data too: the tasks are not in it.
    pub(super) fn serves(&self, catalogue: &str, reference: &Reference) -> bool {
        self.name == name(catalogue, reference)
    }

    /// Deletes every other index: what they hold can be followed again.
    pub(super) fn delete_others(&self) -> io::Result<()> {
        let Some(indexes) = self.directory.parent() else { return Ok(()) };
        for entry in fs::read_dir(indexes)? {
            let path = entry?.path();
            if path != self.directory && path.is_dir() {
                remove(&path)?;
            } else if path.is_file() {
                fs::remove_file(&path)?;
            }
        }
        Ok(())
    }
}

/// Deletes the directory of an index. Segments may still be merged in it by threads that nobody waits for, so it is moved out
/// of their way first: else one makes a file in what is being deleted, which then cannot be.
fn remove(directory: &Path) -> io::Result<()> {
    let gone = directory.with_extension(GONE);
    if gone != directory {
        match fs::remove_dir_all(&gone) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => fs::rename(directory, &gone)?,
        }
    }
    fs::remove_dir_all(gone)
}

/// Work of a thread that may block.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FollowError> + Send + 'static,
) -> Result<T, FollowError> {
    tokio::task::spawn_blocking(work).await.map_err(|panic| FollowError::Panicked(panic.to_string()))?
}

/// Name of the index of a catalogue for reference data, and of its directory: other data, other directory. It is the same
/// on every node.
fn name(catalogue: &str, reference: &Reference) -> String {
    let tag = document::layout(&reference.taxonomy, &reference.places).tag;
    blake3::hash(format!("{catalogue}\n{tag}").as_bytes()).to_hex().chars().take(NAME_CHARS).collect()
}

/// Directories of this name: the name alone, and with a number behind it.
fn numbered(indexes: &Path, name: &str) -> impl Iterator<Item = PathBuf> {
    let (indexes, name) = (indexes.to_owned(), name.to_owned());
    (0..=BESIDE_MAX).map(move |number| match number {
        0 => indexes.join(&name),
        number => indexes.join(format!("{name}{NUMBER_MARK}{number}")),
    })
}

/// A follower at work. It ends with [`Following::end`], and at the latest with the engine.
pub(super) struct Following {
    pub(super) basis: Basis,
    outlet: Arc<Outlet>,
    /// Why the index must be built again; none as long as it need not.
    unfit: watch::Receiver<Option<Unfit>>,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

/// Where the states of one follower go.
struct Outlet {
    inner: Mutex<Inner>,
    /// Held while a state is made, on a thread that may block: states go out in the order in which they are read. `inner`, which
    /// threads that must not wait lock too, is never held for so long.
    making: Mutex<()>,
    caught_up: Notify,
}

struct Inner {
    /// What states are made with.
    index_name: String,
    reference: Reference,
    way: Way,
}

enum Way {
    /// Kept back: the newest state.
    Waiting(Arc<Snapshot>),
    /// Served as they come.
    Served(Arc<States>),
    /// Passed over: others are served.
    Ended,
}

impl Following {
    /// Begins to follow from `first`, the state that the index is in. No state is served before [`Following::serve`].
    pub(super) fn begin(
        catalogue: Catalogue,
        basis: Basis,
        reference: Reference,
        first: Arc<Snapshot>,
        stop: &CancellationToken,
    ) -> Self {
        let Reference { taxonomy, places, .. } = reference.clone();
        let index_name = basis.name.clone();
        let inner = Mutex::new(Inner { index_name, reference, way: Way::Waiting(first) });
        let outlet = Arc::new(Outlet { inner, making: Mutex::new(()), caught_up: Notify::new() });
        let follower = Follower::new(catalogue, Arc::clone(&basis.index), taxonomy, places);
        let published = Arc::clone(&outlet);
        let stop = stop.child_token();
        let (found, unfit) = watch::channel(None);
        let tell = move |why| {
            found.send_replace(Some(why));
        };
        let follow = follower.run(stop.clone(), move |index| published.publish(index), tell);
        let task = tokio::spawn(follow);
        Self { basis, outlet, unfit, stop, task }
    }

    /// Waits until there is a state that has caught up with a revision, which may move on meanwhile.
    pub(super) async fn caught_up(&self, revision: impl Fn() -> u64) {
        loop {
            let told = self.outlet.caught_up.notified();
            if self.outlet.has_reached(revision()) {
                return;
            }
            told.await;
        }
    }

    /// Waits until the follower finds that its index must be built again, for another reason than is known already.
    pub(super) async fn unfit(&self, known: Option<Unfit>) -> Unfit {
        let mut unfit = self.unfit.clone();
        match unfit.wait_for(|found| found.is_some() && *found != known).await.map(|found| *found) {
            Ok(Some(why)) => why,
            // The follower has ended without finding fault.
            _ => std::future::pending().await,
        }
    }

    /// What its states are made with.
    pub(super) fn reference(&self) -> Reference {
        self.outlet.lock().reference.clone()
    }

    /// Serves the newest state, and every one from now on.
    pub(super) fn serve(&self, states: &Arc<States>) {
        let mut inner = self.outlet.lock();
        if let Way::Waiting(newest) = &inner.way {
            states.publish(Arc::clone(newest));
        }
        inner.way = Way::Served(Arc::clone(states));
    }

    /// Makes states with other reference data that the same [index serves](Basis::serves), from the newest one on.
    pub(super) async fn adopt(&self, reference: Reference) -> Result<(), FollowError> {
        let (outlet, index) = (Arc::clone(&self.outlet), Arc::clone(&self.basis.index));
        // Making a state reads the routes in it: work for a thread that may block.
        let adopting = tokio::task::spawn_blocking(move || {
            // Read while nobody can publish: it is at least as new as whatever was.
            let making = outlet.making();
            let newest = index.snapshot()?;
            outlet.lock().reference = reference;
            outlet.make(newest, making);
            Ok(())
        });
        adopting.await.map_err(|panic| FollowError::Panicked(panic.to_string()))?
    }

    /// From now on nothing of it is served, if what takes its place is ready. Nothing is served while that is asked.
    pub(super) fn silence_if(&self, ready: impl FnOnce() -> bool) -> bool {
        let mut inner = self.outlet.lock();
        let ready = ready();
        if ready {
            inner.way = Way::Ended;
        }
        ready
    }

    /// Whether there is a state that has caught up with a revision.
    pub(super) fn has_reached(&self, revision: u64) -> bool {
        self.outlet.has_reached(revision)
    }

    /// Stops following; a page that is being written is finished first.
    pub(super) async fn end(self) {
        self.stop.cancel();
        // A follower that panicked has said so in the log.
        let _ = self.task.await;
    }
}

impl Outlet {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until no other state is being made.
    fn making(&self) -> MutexGuard<'_, ()> {
        self.making.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a state and lets it out.
    fn publish(&self, index: Arc<IndexSnapshot>) {
        self.make(index, self.making());
        self.caught_up.notify_waiters();
    }

    fn make(&self, index: Arc<IndexSnapshot>, _making: MutexGuard<'_, ()>) {
        let (index_name, reference) = match &*self.lock() {
            Inner { way: Way::Ended, .. } => return,
            inner => (inner.index_name.clone(), inner.reference.clone()),
        };
        match Snapshot::new(&index_name, reference, index) {
            Ok(snapshot) => self.lock().put(Arc::new(snapshot)),
            Err(error) => tracing::error!(%error, "failed to serve a state of the index"),
        }
    }

    fn has_reached(&self, revision: u64) -> bool {
        if failpoint::is_broken("swap.caught_up_first") {
            return true;
        }
        match &self.lock().way {
            Way::Waiting(newest) => newest.revision() >= revision,
            Way::Served(_) | Way::Ended => true,
        }
    }
}

impl Inner {
    fn put(&mut self, snapshot: Arc<Snapshot>) {
        match &mut self.way {
            Way::Waiting(newest) => *newest = snapshot,
            Way::Served(states) => states.publish(snapshot),
            Way::Ended => {}
        }
    }
}
