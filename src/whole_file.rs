//! Files that are there whole or not at all: written beside their place, synced, and put there when they are complete. Whoever
//! reads meanwhile sees the file that was there before, and so does whoever comes after a crash.
//!
//! To whoever looks on, a file that is replaced stays the file it was: its rights are kept, one that must not be written to is
//! refused, and a link goes on leading to it. Errors name no temporary file, so that the name that was asked can be put before.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions, Permissions},
    io::{self, BufWriter, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown},
    path::{Path, PathBuf},
};
use tempfile::TempPath;

/// Most links that are followed from one to the next, as the system does.
const LINKS_MAX: usize = 40;
/// Rights of the owner.
const OWNER_MODE: u32 = 0o700;
/// Rights of the group.
const GROUP_MODE: u32 = 0o070;
/// Rights of everybody.
const MODE: u32 = 0o777;

/// Who may read a new file. One that is replaced keeps its rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Its owner alone, also when it is replaced.
    Owner,
    /// Whom the umask allows, as with any file that is written.
    Umask,
}

/// What to do when the file is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Existing {
    /// It is replaced.
    Replace,
    /// It is kept, and [`WholeFile::finish`] fails with [`io::ErrorKind::AlreadyExists`].
    Keep,
}

/// A file that is being written. Nothing is left of it unless it is finished.
#[derive(Debug)]
pub(crate) struct WholeFile {
    writer: BufWriter<File>,
    /// Where it is until it is finished. Deleted when it is dropped.
    beside: TempPath,
    path: PathBuf,
    existing: Existing,
}

impl Readers {
    fn mode(self) -> u32 {
        match self {
            Self::Owner => 0o600,
            Self::Umask => 0o666,
        }
    }

    /// What remains of the rights of a file that is replaced.
    fn kept(self, mode: u32) -> u32 {
        match self {
            Self::Owner => mode & OWNER_MODE,
            Self::Umask => mode & MODE,
        }
    }
}

impl WholeFile {
    /// Begins a file beside its place.
    pub(crate) fn create(path: &Path, readers: Readers, existing: Existing) -> io::Result<Self> {
        let path = match existing {
            Existing::Replace => behind_links(path)?,
            Existing::Keep => path.to_owned(),
        };
        let replaced = fs::metadata(&path).ok().filter(fs::Metadata::is_file);
        if replaced.is_some() {
            check_writable(&path)?;
        }
        // Until it has the rights of the one that is replaced, nobody else may open it.
        let mode = if replaced.is_some() { Readers::Owner.mode() } else { readers.mode() };
        let (file, beside) = begin_beside(&path, mode)?;
        if let Some(replaced) = replaced {
            file.set_permissions(Permissions::from_mode(take_over(&file, &replaced, readers)))?;
        }
        Ok(Self { writer: BufWriter::new(file), beside, path, existing })
    }

    /// Puts it in its place, durably.
    pub(crate) fn finish(self) -> io::Result<()> {
        let Self { writer, beside, path, existing } = self;
        let file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        let put = match existing {
            Existing::Replace => beside.persist(&path),
            Existing::Keep => beside.persist_noclobber(&path),
        };
        put.map_err(|error| error.error)?;
        match sync_directory(folder(&path)) {
            // Into some directories one may write and not look; the file is there, and no more can be done for it.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
            synced => synced,
        }
    }
}

/// Gives a new file the owner and the group of the one it replaces, as far as the system lets it; and says which rights are left to
/// keep.
fn take_over(file: &File, replaced: &fs::Metadata, readers: Readers) -> u32 {
    // Only root may give a file away; anybody else's new file is their own, as it is with every program.
    let _ = fchown(file, Some(replaced.uid()), None);
    let mode = readers.kept(replaced.mode());
    // What its group might do is not for another one.
    if fchown(file, None, Some(replaced.gid())).is_ok() { mode } else { mode & !GROUP_MODE }
}

/// A new file beside a place.
fn begin_beside(path: &Path, mode: u32) -> io::Result<(File, TempPath)> {
    let folder = folder(path);
    let mut name = path.file_name().map_or_else(OsString::new, ToOwned::to_owned);
    name.push(".");
    let create = |path: &Path| OpenOptions::new().write(true).create_new(true).mode(mode).open(path);
    let made = tempfile::Builder::new().prefix(&name).suffix(".partial").make_in(folder, create);
    made.map(tempfile::NamedTempFile::into_parts).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            let problem = format!("there is no directory {}; make it first", folder.display());
            io::Error::new(error.kind(), problem)
        }
        kind => io::Error::new(kind, format!("in directory {} no file can be made: {error}", folder.display())),
    })
}

/// Whether a file that is there may be written to. It could be replaced all the same by whoever may write into its folder, but
/// somebody has said that it must stay.
fn check_writable(path: &Path) -> io::Result<()> {
    let metadata = fs::metadata(path)?;
    // Of root the system would not ask.
    if metadata.permissions().readonly() {
        let problem = "it is read-only; make it writable (chmod u+w) or name another file";
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, problem));
    }
    OpenOptions::new().write(true).open(path).map(drop)
}

/// The place that a path stands for: where its links lead, whether there is something or not.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut place = path.to_owned();
    for _ in 0..LINKS_MAX {
        match fs::read_link(&place) {
            Ok(target) => place = folder(&place).join(target),
            // No link, or nothing at all.
            Err(_) => return Ok(place),
        }
    }
    Err(io::Error::other(format!("it is a link that leads to more than {LINKS_MAX} other links")))
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Writes a file, over the one that is there.
pub(crate) fn replace(path: &Path, write: impl FnOnce(&mut WholeFile) -> io::Result<()>) -> io::Result<()> {
    let mut file = WholeFile::create(path, Readers::Umask, Existing::Replace)?;
    write(&mut file)?;
    file.finish()
}

/// Makes sure that what was put into a directory is still in it after a loss of power.
pub(crate) fn sync_directory(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

/// The folder that a file is in, or will be.
pub(crate) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::fs;

    /// Names of what lies in a folder, in their order.
    pub(crate) fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let mut names: Vec<_> =
            entries.map(|it| it.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_name_alone_is_in_the_folder_of_now() {
        for (path, expected) in [("p.json", "."), ("./p.json", "."), ("a/p.json", "a"), ("/p.json", "/")] {
            assert_eq!(folder(Path::new(path)), Path::new(expected), "{path}");
        }
    }

    #[test]
    fn it_appears_when_it_is_finished_and_never_over_what_must_be_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        let begun = |existing| {
            let mut file = WholeFile::create(&path, Readers::Owner, existing).expect("begun");
            file.write_all(b"new").expect("written");
            file
        };
        drop(begun(Existing::Replace));
        assert_eq!(names(folder.path()), Vec::<String>::new(), "nothing is left of what was not finished");
        let late = begun(Existing::Keep);
        begun(Existing::Keep).finish().expect("finished");
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o077, 0, "for its owner alone");
        fs::write(&path, "other").expect("written");
        let refused = late.finish().expect_err("made in the meantime");
        assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).expect("read"), "other");
        begun(Existing::Replace).finish().expect("finished");
        assert_eq!(fs::read_to_string(&path).expect("read"), "new");
        assert_eq!(names(folder.path()), ["file"]);
    }

    #[test]
    fn what_fails_while_it_is_written_leaves_the_file_of_before() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        replace(&path, |file| file.write_all(b"whole")).expect("written");
        let half = |file: &mut WholeFile| file.write_all(b"half").and(Err(io::Error::other("no more")));
        replace(&path, half).expect_err("broken off");
        assert_eq!(fs::read_to_string(&path).expect("read"), "whole");
        assert_eq!(names(folder.path()), ["file"]);
    }

    /// An operator writes, and the service of another user has to read.
    #[test]
    fn who_may_read_it_is_what_the_umask_says() {
        let folder = tempfile::tempdir().expect("a folder");
        let [whole, plain] = ["whole", "plain"].map(|name| folder.path().join(name));
        fs::write(&plain, "").expect("written");
        replace(&whole, |_| Ok(())).expect("written");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode();
        assert_eq!(mode(&whole), mode(&plain));
    }

    /// Whoever may read or write a file goes on to when it is replaced, and nobody else does.
    #[test]
    fn a_file_that_is_replaced_keeps_its_rights() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        for (before, readers, after) in [
            (0o600, Readers::Umask, 0o600),
            (0o664, Readers::Umask, 0o664),
            (0o644, Readers::Owner, 0o600),
            (0o600, Readers::Owner, 0o600),
        ] {
            fs::write(&path, "old").expect("written");
            fs::set_permissions(&path, Permissions::from_mode(before)).expect("changed");
            let mut file = WholeFile::create(&path, readers, Existing::Replace).expect("begun");
            file.write_all(b"new").expect("written");
            file.finish().expect("finished");
            let mode = fs::metadata(&path).expect("there").permissions().mode() & MODE;
            assert_eq!((mode, fs::read_to_string(&path).expect("read").as_str()), (after, "new"), "{before:o}");
        }
    }

    #[test]
    fn a_file_that_must_not_be_written_to_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        fs::write(&path, "kept").expect("written");
        fs::set_permissions(&path, Permissions::from_mode(0o444)).expect("changed");
        let refused = replace(&path, |file| file.write_all(b"new")).expect_err("read-only");
        assert_eq!(refused.kind(), io::ErrorKind::PermissionDenied);
        assert!(refused.to_string().contains("read-only"), "{refused}");
        assert_eq!(
            (fs::read_to_string(&path).expect("read").as_str(), names(folder.path())),
            ("kept", vec!["file".into()])
        );
    }

    #[test]
    fn a_link_goes_on_leading_to_what_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("inner")).expect("made");
        let links = [("link", "inner/file"), ("second", "link"), ("round", "round")];
        for (link, target) in links {
            std::os::unix::fs::symlink(target, path(link)).expect("linked");
        }
        // At first there is nothing behind it.
        for text in ["one", "two"] {
            replace(&path("second"), |file| file.write_all(text.as_bytes())).expect("written");
            assert_eq!(fs::read_to_string(path("inner/file")).expect("read"), text);
        }
        assert!(fs::read_link(path("link")).is_ok() && fs::read_link(path("second")).is_ok());
        assert_eq!((names(folder.path()).len(), names(&path("inner"))), (4, vec!["file".to_owned()]));
        replace(&path("round"), |_| Ok(())).expect_err("it leads nowhere");
    }

    #[test]
    fn a_folder_that_is_missing_is_said_and_no_temporary_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let refused = replace(&folder.path().join("nowhere/file"), |_| Ok(())).expect_err("no folder").to_string();
        assert!(refused.contains("there is no directory") && refused.contains("nowhere"), "{refused}");
        assert!(!refused.contains("partial"), "{refused}");
    }
}
