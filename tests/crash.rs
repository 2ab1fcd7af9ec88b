//! What must be there whatever became of the files: an index that is deleted or damaged costs time and nothing else. On the
//! real binary.

use crate::support::{process::Process, service::header};
use loopbaanbrug::{generate, taxonomy::Taxonomy};
use loopbaanbrug_proto::v1::ImportMode;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Records of the feed.
const RECORDS: u64 = 300;

/// A data directory with a feed, its index built; and what it holds.
async fn filled(directory: &Path) -> BTreeMap<String, String> {
    let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
    let feed = generate::vacancies(&taxonomy, RECORDS, 0).collect::<Vec<_>>().join("\n");
    let process = Process::start(directory).await;
    let revision = process.import(header("feed", ImportMode::Full), feed.as_bytes()).await.expect("imported").revision;
    let held = process.export(revision).await.expect("a snapshot");
    process.kill();
    held
}

async fn held(directory: &Path) -> BTreeMap<String, String> {
    let process = Process::start(directory).await;
    let held = process.export(0).await.expect("a snapshot");
    process.kill();
    held
}

/// Files of the index, the largest first.
fn index_files(directory: &Path) -> Vec<PathBuf> {
    let inside = |path: &Path| fs::read_dir(path).expect("a directory").map(|it| it.expect("an entry").path());
    let files = inside(&directory.join("index")).flat_map(|index| inside(&index).collect::<Vec<_>>());
    let mut files: Vec<_> = files.filter(|path| path.is_file()).collect();
    files.sort_by_key(|path| std::cmp::Reverse(fs::metadata(path).map_or(0, |it| it.len())));
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_index_costs_only_time() {
    let directory = tempfile::tempdir().expect("a directory");
    let before = filled(directory.path()).await;
    assert_eq!(before.len() as u64, RECORDS);
    fs::remove_dir_all(directory.path().join("index")).expect("the index is deleted");
    assert_eq!(held(directory.path()).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_index_is_built_again() {
    let directory = tempfile::tempdir().expect("a directory");
    let before = filled(directory.path()).await;
    let largest = index_files(directory.path()).remove(0);
    let mut bytes = fs::read(&largest).expect("readable");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0b100;
    fs::write(&largest, bytes).expect("written");
    assert_eq!(held(directory.path()).await, before, "a flipped bit");
    fs::remove_file(index_files(directory.path()).remove(0)).expect("deleted");
    assert_eq!(held(directory.path()).await, before, "a missing file");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_server_on_the_same_directory_is_refused() {
    let directory = tempfile::tempdir().expect("a directory");
    let process = Process::start(directory.path()).await;
    let second = Command::new(env!("CARGO_BIN_EXE_loopbaanbrug"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(directory.path())
        .output()
        .expect("it runs");
    assert!(!second.status.success());
    let told = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(told.contains("another process"), "{told}");
    process.kill();
}
