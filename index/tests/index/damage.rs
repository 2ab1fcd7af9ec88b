//! Whatever happens to the files, an index says so or answers as before. It never
//! answers differently, and it never panics.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use loopbaanbrug_index::{Credits, Error, Index, Stamp};

use crate::support::{Model, check_same, document, layout, new_index};

const REVISION: u64 = 40;

/// Files up to this size are damaged at every byte, in bytes.
const SMALL_FILE_BYTES: usize = 160;

/// Places at which a larger file is damaged, besides its last bytes.
const PLACES: usize = 20;

/// An index with several segments, replaced and removed documents.
fn build() -> (tempfile::TempDir, Model) {
    let (directory, index) = new_index();
    let mut model = Model::new();
    let mut writer = index.writer().expect("the only writer");
    for round in 0..3_i32 {
        for number in 0..20_u32 {
            let key = format!("k{}", number + u32::try_from(round).expect("small") * 10);
            let terms = [(number, 10), (number + 1, 20)];
            let document = document(&key, &terms, [Some(round), None, Some(7)], "lassen");
            writer.put(document.clone()).expect("a valid document");
            model.insert(key, document);
        }
        writer.remove("k5");
        model.remove("k5");
        writer.commit(Stamp::at(REVISION)).expect("a commit");
    }
    writer.finish().expect("merges end");
    (directory, model)
}

/// The files of the index, without the empty lock files.
fn files(directory: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(directory)
        .expect("a directory")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| fs::metadata(path).expect("a file").len() > 0)
        .collect();
    files.sort();
    files
}

/// Opens the index: damaged, or as it was. Tells whether it was found damaged.
fn check_opening(directory: &Path, model: &Model, what: &str) -> bool {
    let credits = Credits::from_values(&[500; 10]).expect("small credits");
    let snapshot = match Index::open_or_create(directory, layout()) {
        Ok(index) => index.snapshot().expect("an index that opens can be read"),
        Err(error) => {
            assert!(matches!(error, Error::Damaged(_)), "{what}: {error:?}");
            assert!(error.calls_for_rebuild());
            return true;
        }
    };
    assert_eq!(snapshot.stamp(), Stamp::at(REVISION), "{what}");
    check_same(&snapshot, model, &credits);
    let matches = snapshot.text_matches("lassen", loopbaanbrug_index::Mode::All);
    let matches = matches.expect("one word");
    assert_eq!(matches.len(), model.len() as u64, "{what}");
    false
}

fn places(length: usize) -> Vec<usize> {
    if length <= SMALL_FILE_BYTES {
        return (0..length).collect();
    }
    let spread = (0..PLACES).map(|place| place * length / PLACES);
    spread.chain(length - SMALL_FILE_BYTES / 2..length).collect()
}

/// What is merged away while it is looked at is no damage.
#[test]
fn a_check_while_segments_come_and_go_finds_nothing() {
    const COMMITS: u64 = 60;
    let (_directory, index) = new_index();
    let mut writer = index.writer().expect("the only writer");
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        let checking = scope.spawn(|| {
            let mut checks = 0;
            while !is_done.load(Ordering::Relaxed) {
                index.check().expect("nothing is damaged");
                checks += 1;
            }
            checks
        });
        for revision in 1..=COMMITS {
            for number in 0..20_u32 {
                let key = format!("k{}", number + u32::try_from(revision).expect("small") * 10);
                writer.put(document(&key, &[(number, 10)], [None, None, Some(7)], "lassen")).expect("a valid document");
            }
            writer.commit(Stamp::at(revision)).expect("a commit");
        }
        is_done.store(true, Ordering::Relaxed);
        assert!(checking.join().expect("no panic") > 0);
    });
    writer.finish().expect("merges end");
    index.check().expect("nothing is damaged");
}

#[test]
fn a_flipped_bit_is_found_or_harmless() {
    let (directory, model) = build();
    let directory = directory.path();
    assert!(!check_opening(directory, &model, "untouched"));
    for file in files(directory) {
        let healthy = fs::read(&file).expect("a readable file");
        let mut found = 0;
        for (turn, place) in places(healthy.len()).into_iter().enumerate() {
            let mut altered = healthy.clone();
            altered[place] ^= 1 << (turn % 8);
            fs::write(&file, &altered).expect("a writable file");
            let what = format!("{} byte {place}", file.display());
            found += usize::from(check_opening(directory, &model, &what));
        }
        assert!(found > 0, "no damage found in {}", file.display());
        fs::write(&file, &healthy).expect("a writable file");
    }
    assert!(!check_opening(directory, &model, "restored"));
}

#[test]
fn a_file_cut_short_or_missing_is_found_or_harmless() {
    let (directory, model) = build();
    let directory = directory.path();
    for file in files(directory) {
        let healthy = fs::read(&file).expect("a readable file");
        let lengths = [0, 1, 4, 5, 7, 8, healthy.len() / 2, healthy.len() - 1];
        for length in lengths {
            fs::write(&file, &healthy[..length]).expect("a writable file");
            let what = format!("{} cut to {length} bytes", file.display());
            assert!(check_opening(directory, &model, &what), "{what}");
        }
        fs::remove_file(&file).expect("a removable file");
        let what = format!("{} removed", file.display());
        assert!(check_opening(directory, &model, &what), "{what}");
        fs::write(&file, &healthy).expect("a writable file");
    }
    assert!(!check_opening(directory, &model, "restored"));
}
