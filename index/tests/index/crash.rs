//! A process that is killed while it writes leaves one of its commits, whole.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::history::{batch, check_batch};
use crate::support::{fill, open};

/// Where the process that will be killed writes; it does nothing without.
const DIRECTORY_VARIABLE: &str = "LOOPBAANBRUG_INDEX_CRASH_DIRECTORY";

/// How often a process is killed. Each finds what the one before left behind.
const KILLS: u64 = 6;

/// When a process that was started has not committed by now, something is wrong.
const START_LIMIT: Duration = Duration::from_secs(60);

/// Not a test by itself: the process that is killed.
#[test]
fn write_until_killed() {
    let Some(directory) = env::var_os(DIRECTORY_VARIABLE) else {
        return;
    };
    let index = open(&PathBuf::from(directory));
    let first = index.snapshot().expect("a snapshot").stamp().revision + 1;
    for revision in first.. {
        fill(&index, batch(revision), revision);
    }
}

#[test]
fn a_killed_writer_leaves_a_whole_commit() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let revision = || {
        let snapshot = open(directory.path()).snapshot().expect("a snapshot");
        snapshot.stamp().revision
    };
    fill(&open(directory.path()), batch(0), 0);
    let mut last = 0;
    for kill in 1..=KILLS {
        let mut child = Command::new(env::current_exe().expect("this test"))
            .args(["--exact", "crash::write_until_killed"])
            .env(DIRECTORY_VARIABLE, directory.path())
            .stdout(Stdio::null())
            .spawn()
            .expect("a second process");
        let start = Instant::now();
        while revision() == last {
            let ended = child.try_wait().expect("a second process");
            assert_eq!(ended, None, "the writer failed by itself");
            assert!(start.elapsed() < START_LIMIT, "no commit was made");
            sleep(Duration::from_millis(1));
        }
        // At another moment of a commit each time.
        sleep(Duration::from_millis(7 * kill));
        let ended = child.try_wait().expect("a second process");
        assert_eq!(ended, None, "the writer failed by itself");
        child.kill().expect("a running process");
        child.wait().expect("a killed process");

        let snapshot = open(directory.path()).snapshot().expect("a snapshot");
        check_batch(&snapshot);
        assert!(snapshot.stamp().revision > last);
        last = snapshot.stamp().revision;
    }
}
