use super::{files::sorted_entries, restore::RESTORING, *};
use crate::data_dir::CATALOGUE_FILE;
use std::{
    ffi::OsStr,
    fs::{self, Permissions},
    os::unix::{
        ffi::OsStrExt,
        fs::{PermissionsExt, symlink},
    },
    path::Path,
};
use tokio_util::sync::CancellationToken;

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a directory")).expect("made");
    fs::write(path, text).expect("written");
}

/// Makes a backup as the engine does.
fn make(data: &Path, backup: &Path, stop: &CancellationToken) -> Result<Manifest, BackupError> {
    let begun = Unfinished::begin(data, backup)?;
    write(&begun.catalogue(), "the copy");
    begun.complete(7, stop)
}

fn going_on() -> CancellationToken {
    CancellationToken::new()
}

fn stopped() -> CancellationToken {
    let stop = CancellationToken::new();
    stop.cancel();
    stop
}

fn names(directory: &Path) -> Vec<String> {
    let names = sorted_entries(directory).expect("names");
    names.into_iter().map(|name| name.to_string_lossy().into_owned()).collect()
}

/// A data directory and a backup of it.
fn backed_up() -> (tempfile::TempDir, PathBuf, Manifest) {
    let place = tempfile::tempdir().expect("a directory");
    let (data, backup) = (place.path().join("data"), place.path().join("backup"));
    write(&data.join(CATALOGUE_FILE), "not taken from here");
    write(&data.join("catalogue.sqlite-wal"), "nor this");
    for name in ["lock", "index/0/meta.json", "admin/socket", MANIFEST_FILE] {
        write(&data.join(name), "not kept");
    }
    write(&data.join("aliases/own.csv"), "term;concept");
    let manifest = make(&data, &backup, &going_on()).expect("a backup");
    (place, backup, manifest)
}

#[test]
fn what_is_restored_is_what_was_kept() {
    let (place, backup, manifest) = backed_up();
    let kept: Vec<_> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!((kept, manifest.revision), (vec![CATALOGUE_FILE, "aliases/own.csv"], 7));
    let data = place.path().join("restored");
    assert_eq!(restore(&backup, &data, &going_on()).expect("restored"), manifest);
    assert_eq!(fs::read_to_string(data.join(CATALOGUE_FILE)).expect("a file"), "the copy");
    assert_eq!(fs::read_to_string(data.join("aliases/own.csv")).expect("a file"), "term;concept");
    assert!(matches!(restore(&backup, &data, &going_on()), Err(BackupError::NotEmpty(_))));
    assert!(matches!(make(&data, &backup, &going_on()), Err(BackupError::NotEmpty(_))));
    assert_eq!(names(&backup), ["aliases", CATALOGUE_FILE, MANIFEST_FILE]);
}

/// It would be in the backup under another name, which no restore could find.
#[test]
fn a_name_that_no_manifest_can_say_is_refused_by_that_name() {
    let (place, _, _) = backed_up();
    let (data, backup) = (place.path().join("data"), place.path().join("again"));
    let unsayable = data.join("aliases").join(OsStr::from_bytes(b"eigen\xff.csv"));
    write(&unsayable, "term;concept");
    let refused = make(&data, &backup, &going_on()).expect_err("a name that is not UTF-8");
    assert!(matches!(&refused, BackupError::Name(path) if *path == unsayable), "{refused}");
    assert!(!backup.exists());
    fs::rename(&unsayable, data.join("aliases/eigen.csv")).expect("renamed");
    let manifest = make(&data, &backup, &going_on()).expect("a backup");
    assert_eq!(restore(&backup, &place.path().join("restored"), &going_on()).expect("restored"), manifest);
}

#[test]
fn what_a_killed_restore_left_behind_is_not_taken_along() {
    let (place, backup, manifest) = backed_up();
    let left = place.path().join(format!(".restored.restoring-{}", std::process::id()));
    write(&left.join("aliases/left.csv"), "of another backup");
    let data = place.path().join("restored");
    assert_eq!(restore(&backup, &data, &going_on()).expect("restored"), manifest);
    assert_eq!(names(&data.join("aliases")), ["own.csv"]);
    assert!(!names(place.path()).iter().any(|name| name.starts_with(RESTORING)));
}

#[test]
fn a_backup_that_was_altered_restores_nothing() {
    type Alter = fn(&Path);
    let alterations: [Alter; 5] = [
        |backup| fs::write(backup.join("aliases/own.csv"), "term;CONCEPT").expect("written"),
        |backup| fs::write(backup.join(CATALOGUE_FILE), "longer than it was").expect("written"),
        |backup| fs::remove_file(backup.join(CATALOGUE_FILE)).expect("removed"),
        |backup| fs::remove_file(backup.join(MANIFEST_FILE)).expect("removed"),
        |backup| {
            let path = backup.join(MANIFEST_FILE);
            let text = fs::read_to_string(&path).expect("a manifest");
            fs::write(path, text.replace("aliases/own.csv", "../own.csv")).expect("written");
        },
    ];
    for (number, alter) in alterations.into_iter().enumerate() {
        let (place, backup, _) = backed_up();
        alter(&backup);
        let data = place.path().join("restored");
        restore(&backup, &data, &going_on()).expect_err("an altered backup");
        assert!(!data.exists(), "alteration {number}");
        assert_eq!(names(place.path()), ["backup", "data"], "alteration {number}");
    }
}

/// What is half made would stand in the way of the next attempt.
#[test]
fn a_backup_that_fails_takes_away_what_it_made_and_no_more() {
    let (place, ..) = backed_up();
    let data = place.path().join("data");
    let (new, empty) = (place.path().join("new/deep"), place.path().join("empty"));
    fs::create_dir(&empty).expect("made");
    for backup in [&new, &empty] {
        let refused = make(&data, backup, &stopped()).expect_err("stopped");
        assert!(matches!(refused, BackupError::Stopped), "{refused}");
        let begun = Unfinished::begin(&data, backup).expect("begun");
        let refused = begun.complete(7, &going_on()).expect_err("no copy of the catalogue");
        assert!(refused.to_string().contains(&backup.join(CATALOGUE_FILE).display().to_string()), "{refused}");
        assert_eq!(names(place.path()), ["backup", "data", "empty"]);
        assert!(names(&empty).is_empty());
    }
    for backup in [&new, &empty] {
        make(&data, backup, &going_on()).expect("a backup");
        assert_eq!(names(backup), ["aliases", CATALOGUE_FILE, MANIFEST_FILE]);
    }
}

#[test]
fn a_link_is_refused_by_its_name_wherever_it_leads() {
    let (place, ..) = backed_up();
    let (data, backup) = (place.path().join("data"), place.path().join("again"));
    // What is no part of a backup may lie anywhere.
    fs::remove_dir_all(data.join("index")).expect("removed");
    symlink("/nowhere", data.join("index")).expect("linked");
    for target in ["/etc/hostname", "own.csv", "..", "/nowhere"] {
        let link = data.join("aliases/linked.csv");
        symlink(target, &link).expect("linked");
        let refused = make(&data, &backup, &going_on()).expect_err("a link");
        assert!(matches!(&refused, BackupError::Link(path) if *path == link), "{target}: {refused}");
        assert!(!backup.exists(), "{target}");
        fs::remove_file(&link).expect("removed");
    }
    make(&data, &backup, &going_on()).expect("a backup");
}

#[test]
fn a_restore_that_is_stopped_leaves_nothing_behind() {
    let (place, backup, _) = backed_up();
    let refused = restore(&backup, &place.path().join("new/deep/data"), &stopped()).expect_err("stopped");
    assert!(matches!(refused, BackupError::Stopped), "{refused}");
    assert_eq!(names(place.path()), ["backup", "data"]);
}

#[test]
fn a_directory_that_is_restored_into_keeps_its_rights() {
    let (place, backup, _) = backed_up();
    let (closed, fresh, plain) = (place.path().join("closed"), place.path().join("fresh"), place.path().join("plain"));
    for made in [&closed, &plain] {
        fs::create_dir(made).expect("made");
    }
    fs::set_permissions(&closed, Permissions::from_mode(0o700)).expect("changed");
    for data in [&closed, &fresh] {
        restore(&backup, data, &going_on()).expect("restored");
    }
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o7777;
    assert_eq!((mode(&closed), mode(&fresh)), (0o700, mode(&plain)));
}

#[test]
fn what_is_full_is_told_from_what_is_closed() {
    use std::io::ErrorKind;
    let of = |kind: ErrorKind| BackupError::Write { path: "/out".into(), source: kind.into() };
    assert_eq!(of(ErrorKind::StorageFull).cause(), "full");
    assert_eq!(of(ErrorKind::PermissionDenied).cause(), "unwritable");
}
