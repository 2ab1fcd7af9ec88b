//! What survives a kill, a full disk and a file that may not grow. The tests that need a process of their own start this
//! test binary again with one test chosen and [`DIRECTORY`] set.

use super::*;
use sqlx::Executor;
use std::fs;
use std::io::Write;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// Environment variable that names the directory a child works in; unset in an ordinary run.
const DIRECTORY: &str = "LOOPBAANBRUG_TEST_DIRECTORY";

/// Records of the source that a child imports, over and over; enough for several statements an import.
const RECORDS: usize = 400;

/// How long a child may take for its work.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn commits_are_synced_before_they_are_acknowledged() {
    let world = World::new().await;
    let synchronous: i64 = scalar(&world, "PRAGMA synchronous").await;
    let journal: String = scalar(&world, "PRAGMA journal_mode").await;
    // 2 is FULL: the write-ahead log is synced at every commit.
    assert_eq!((synchronous, journal.as_str()), (2, "wal"));
}

async fn scalar<T>(world: &World, statement: &'static str) -> T
where
    T: for<'r> sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite> + Send + Unpin,
{
    sqlx::query_scalar(statement).fetch_one(world.catalogue.database().sqlite().0).await.expect("a value")
}

#[tokio::test]
async fn a_copy_is_a_catalogue_of_one_moment() {
    let world = World::new().await;
    world.full("1", &[("x", "1"), ("y", "1")]).await;
    let copied = world.directory.path().join("copy.sqlite");
    let stop = CancellationToken::new();
    assert_eq!(world.catalogue.copy_to(&copied, &stop).await.expect("a copy"), 1);
    world.full("2", &[("x", "2")]).await;
    assert!(world.catalogue.copy_to(&copied, &stop).await.is_err(), "nothing is overwritten");
    let nowhere = world.directory.path().join("nowhere/copy.sqlite");
    let refused = world.catalogue.copy_to(&nowhere, &stop).await.expect_err("no directory");
    assert!(matches!(&refused, CatalogueError::CopyRefused { path, .. } if *path == nowhere), "{refused:?}");
    let copy = Catalogue::open(&copied).await.expect("a catalogue");
    assert_eq!(copy.revision().await.expect("the revision"), 1);
    assert!(copy.faults().await.expect("a look").is_empty());
    let held = copy.held_after(None, 9).await.expect("records");
    assert_eq!(held.iter().map(|it| it.key.to_string()).collect::<Vec<_>>(), ["a/x", "a/y"]);
    assert!(held.iter().all(|it| it.body.as_ref().is_some_and(|body| blake3::hash(body.as_bytes()) == it.digest)));
    let held = world.catalogue.held_after(Some(&key("a/x")), 9).await.expect("records");
    assert_eq!(held.iter().map(|it| (it.revision, it.body.is_none())).collect::<Vec<_>>(), [(2, true)]);
}

#[tokio::test]
async fn a_copy_can_be_stopped() {
    let world = World::new().await;
    let many: Vec<_> = (0..5_000).map(|number| format!("v-{number}")).collect();
    world.full("1", &many.iter().map(|id| (id.as_str(), "1")).collect::<Vec<_>>()).await;
    let stop = CancellationToken::new();
    stop.cancel();
    let stopped = world.catalogue.copy_to(&world.directory.path().join("copy.sqlite"), &stop).await;
    assert!(matches!(stopped, Err(CatalogueError::CopyStopped)), "{stopped:?}");
}

/// What the machine had not synced when the power went may be lost: any tail of the log.
#[tokio::test]
async fn a_log_that_lost_its_tail_loses_only_what_was_not_acknowledged() {
    let world = World::new().await;
    let large: Vec<_> = (0..200).map(|number| format!("v-{number}")).collect();
    let records = |body: &'static str| -> Vec<_> { large.iter().map(|id| (id.as_str(), body)).collect() };
    world.full("1", &records("1")).await;
    let log = world.directory.path().join("catalogue.sqlite-wal");
    let acknowledged = fs::metadata(&log).expect("a log").len();
    world.full("2", &records("2")).await;
    let (database, whole) = (fs::read(world.path()).expect("the file"), fs::read(&log).expect("the log"));
    assert!(acknowledged > 0 && whole.len() as u64 > acknowledged, "the second import stands behind the first");
    let cuts = 24;
    for cut in 0..=cuts {
        let directory = tempfile::tempdir().expect("a directory");
        let kept = acknowledged + (whole.len() as u64 - acknowledged) * cut / cuts;
        let mut torn = whole[..usize::try_from(kept).expect("small")].to_vec();
        // A page that was being written may hold anything.
        torn.extend(vec![0xa5; if cut == cuts { 0 } else { 1_000 }]);
        fs::write(super::database(directory.path()), &database).expect("written");
        fs::write(directory.path().join("catalogue.sqlite-wal"), torn).expect("written");
        let catalogue = open(directory.path()).await;
        let revision = catalogue.revision().await.expect("the revision");
        assert_eq!(revision, if cut == cuts { 2 } else { 1 }, "cut {cut}");
        let changes = catalogue.changes(&ChangeCursor::default(), revision, 1_000).await.expect("the feed");
        let body = revision.to_string();
        assert!(
            changes.len() == 200 && changes.iter().all(|it| it.body.as_deref() == Some(body.as_str())),
            "cut {cut}"
        );
        catalogue.close().await;
    }
}

#[tokio::test]
async fn readers_cannot_write() {
    let world = World::new().await;
    world.catalogue.database().sqlite().1.execute("UPDATE head SET revision = 7").await.expect_err("a refusal");
    assert_eq!(world.revision().await, 0);
}

#[tokio::test]
async fn a_feed_on_its_way_leaves_no_file() {
    let world = World::new().await;
    let body = "x".repeat(2 << 20);
    let (import, _) = world.staged(full("a", "1"), &[("x", &body)]).await.expect("an import");
    let names = || -> Vec<_> {
        let files = fs::read_dir(world.directory.path()).expect("the directory");
        files.map(|file| file.expect("a file").file_name().into_string().expect("a name")).collect()
    };
    assert!(names().iter().all(|name| name.starts_with("catalogue.sqlite")), "{:?}", names());
    drop(import);
    assert!(names().iter().all(|name| name.starts_with("catalogue.sqlite")), "{:?}", names());
}

#[tokio::test]
async fn an_unclean_end_leaves_what_was_committed() {
    let mut world = World::new().await;
    world.full("1", &[("x", "1")]).await;
    let (import, _) = world.staged(full("a", "2"), &[("y", "1")]).await.expect("an import");
    // Neither the import nor the catalogue is dropped or closed.
    std::mem::forget(import);
    let abandoned = std::mem::replace(&mut world.catalogue, open(world.directory.path()).await);
    std::mem::forget(abandoned);
    assert_eq!(world.told().await, ["1 a/x 1"]);
    assert_eq!(*world.catalogue.watch_revision().borrow(), 1);
    assert_eq!(world.full("2", &[("y", "1")]).await.revision, 2);
}

#[tokio::test]
async fn a_database_of_a_later_version_is_refused() {
    let world = World::new().await;
    let statement = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                     VALUES (9999, 'later', TRUE, x'00', 0)";
    world.catalogue.database().sqlite().0.execute(statement).await.expect("a later migration");
    let refused = Catalogue::open(&world.path()).await.expect_err("a later version");
    assert!(refused.to_string().contains("9999"), "{refused}");
}

#[tokio::test]
async fn a_full_disk_changes_nothing_and_leaves_the_catalogue_usable() {
    let world = World::new().await;
    world.full("1", &[("x", "1")]).await;
    let pages: i64 = scalar(&world, "PRAGMA page_count").await;
    let limit = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {}", pages + 50));
    world.catalogue.database().sqlite().0.execute(limit).await.expect("a limit");
    let body = "x".repeat(10_000);
    let ids: Vec<_> = (0..500).map(|number| format!("v-{number}")).collect();
    let large: Vec<_> = ids.iter().map(|id| (id.as_str(), body.as_str())).collect();
    for _ in 0..3 {
        let failed = world.import(full("a", "2"), &large).await.expect_err("a full disk");
        assert!(matches!(&failed, CatalogueError::Storage(error) if error.to_string().contains("full")), "{failed}");
        assert_eq!(world.told().await, ["1 a/x 1"]);
    }
    assert_eq!(world.delta("3", &[("y", "1")]).await.revision, 2);
    world.catalogue.database().sqlite().0.execute("PRAGMA max_page_count = 1000000").await.expect("space");
    let again = world.import(full("a", "2"), &large).await.expect("the same request");
    assert_eq!((again.revision, again.accepted, again.repeated), (3, 500, false));
}

#[tokio::test]
async fn acknowledged_imports_survive_a_kill() {
    let directory = tempfile::tempdir().expect("a directory");
    for round in 1..=8 {
        let begun = acknowledged(directory.path());
        let mut child = Ended(spawn("child_imports_until_it_is_killed", directory.path(), ""));
        let start = Instant::now();
        while acknowledged(directory.path()) < begun + 4 {
            assert!(start.elapsed() < PATIENCE, "the child is at work");
            std::thread::sleep(Duration::from_micros(500));
        }
        // Each round ends at another moment of an import, which takes some 20 ms.
        std::thread::sleep(Duration::from_millis(round * 4));
        child.0.kill().expect("a kill");
        child.0.wait().expect("its end");
        check(directory.path(), acknowledged(directory.path())).await;
    }
}

/// Every import replaces every record by its own number, so all bodies are equal to the revision.
async fn check(directory: &Path, acknowledged: u64) {
    let catalogue = open(directory).await;
    let revision = catalogue.revision().await.expect("the revision");
    assert!((acknowledged..=acknowledged + 1).contains(&revision), "{acknowledged} acknowledged, {revision} there");
    let changes = catalogue.changes(&ChangeCursor::default(), u64::MAX, 1000).await.expect("the feed");
    assert_eq!(changes.len(), RECORDS);
    let whole = |change: &Change| {
        change.revision == revision && change.body.as_deref().is_some_and(|body| body.starts_with(&body_of(revision)))
    };
    assert!(changes.iter().all(whole), "half an import at revision {revision}");
    catalogue.close().await;
}

#[tokio::test]
async fn child_imports_until_it_is_killed() {
    let Some(directory) = std::env::var_os(DIRECTORY).map(PathBuf::from) else { return };
    let catalogue = open(&directory).await;
    loop {
        let revision = import_next(&catalogue).await.expect("an import");
        acknowledge(&directory, revision);
    }
}

/// A limit on the size of files makes writes fail halfway, as a failing disk does.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_failing_write_leaves_the_catalogue_usable() {
    let directory = tempfile::tempdir().expect("a directory");
    // In blocks of 512 bytes: 2 MiB. Ignored, the signal becomes an error of the write.
    let mut child =
        Ended(spawn("child_imports_until_a_write_fails", directory.path(), "trap '' XFSZ; ulimit -S -f 4096;"));
    assert!(child.end().success(), "the child found nothing wrong");
    check(directory.path(), acknowledged(directory.path())).await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn child_imports_until_a_write_fails() {
    let Some(directory) = std::env::var_os(DIRECTORY).map(PathBuf::from) else { return };
    let catalogue = open(&directory).await;
    // Keeps the log from being emptied, so that it grows to the limit.
    let mut reader = catalogue.database().sqlite().1.begin().await.expect("a reader");
    sqlx::query("SELECT revision FROM head").fetch_all(&mut *reader).await.expect("its snapshot");
    let failed = loop {
        match import_next(&catalogue).await {
            Ok(revision) => acknowledge(&directory, revision),
            Err(failed) => break failed,
        }
    };
    let done = acknowledged(&directory);
    assert!(matches!(failed, CatalogueError::Storage(sqlx::Error::Database(_))), "{failed:?}");
    for _ in 0..3 {
        let again = import_next(&catalogue).await.expect_err("still no room");
        assert!(matches!(again, CatalogueError::Storage(sqlx::Error::Database(_))), "{again:?}");
        assert_eq!(catalogue.revision().await.expect("a reader"), done);
    }
    reader.rollback().await.expect("its end");
    let raised = Command::new("prlimit").args(["--fsize=unlimited", "--pid", &std::process::id().to_string()]).status();
    assert!(raised.expect("prlimit of util-linux").success());
    let revision = import_next(&catalogue).await.expect("an import, now that there is room");
    assert_eq!(revision, done + 1);
    acknowledge(&directory, revision);
}

fn body_of(revision: u64) -> String {
    format!("import {revision} ")
}

/// Imports every record with the number of the revision it will get.
async fn import_next(catalogue: &Catalogue) -> Result<u64, CatalogueError> {
    let body = body_of(catalogue.revision().await? + 1) + &"x".repeat(1000);
    let records: Vec<_> = (0..RECORDS).map(|number| record(&format!("v-{number}"), &body)).collect();
    let tally = tally(&records);
    let mut import = catalogue.begin(full("a", &body[..20])).await?;
    import.stage(records).await?;
    Ok(import.commit(tally).await?.revision)
}

fn acknowledge(directory: &Path, revision: u64) {
    let file = fs::OpenOptions::new().create(true).append(true).open(directory.join("acknowledged"));
    file.and_then(|mut file| file.write_all(format!("{revision}\n").as_bytes())).expect("an acknowledgement");
}

/// The last revision that was acknowledged; 0 when none was.
fn acknowledged(directory: &Path) -> u64 {
    let text = fs::read_to_string(directory.join("acknowledged")).unwrap_or_default();
    // The last line may be half there.
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    whole.lines().last().map_or(0, |line| line.parse().expect("a revision"))
}

/// Runs one test of this binary in a process of its own, after some words to the shell.
fn spawn(test: &str, directory: &Path, before: &str) -> Child {
    let module = module_path!().split_once("::").expect("a module").1;
    Command::new("sh")
        .arg("-c")
        .arg(format!("{before} exec \"$0\" --exact \"$1\""))
        .arg(std::env::current_exe().expect("this binary"))
        .arg(format!("{module}::{test}"))
        .env(DIRECTORY, directory)
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("a child")
}

/// A child that does not outlive its test.
struct Ended(Child);

impl Ended {
    /// Waits for its own end, not for ever.
    fn end(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.0.try_wait().expect("its state") {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "the child comes to its end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}
