//! Files that are there whole or not at all: written beside their place, synced, and put there when they are complete. Whoever
//! reads meanwhile sees the file that was there before, and so does whoever comes after a crash.

use std::{
    fs::{File, Permissions},
    io::{self, BufWriter, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// Who may read the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Its owner alone.
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
    writer: BufWriter<NamedTempFile>,
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
}

impl WholeFile {
    /// Begins a file beside its place.
    pub(crate) fn create(path: &Path, readers: Readers, existing: Existing) -> io::Result<Self> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".");
        let mut builder = tempfile::Builder::new();
        builder.prefix(&name).suffix(".partial").permissions(Permissions::from_mode(readers.mode()));
        let writer = BufWriter::new(builder.tempfile_in(folder(path))?);
        Ok(Self { writer, path: path.to_owned(), existing })
    }

    /// Puts it in its place, durably.
    pub(crate) fn finish(self) -> io::Result<()> {
        let Self { writer, path, existing } = self;
        let file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        let put = match existing {
            Existing::Replace => file.persist(&path),
            Existing::Keep => file.persist_noclobber(&path),
        };
        put.map_err(|error| error.error)?;
        match sync_directory(folder(&path)) {
            // Into some directories one may write and not look; the file is there, and no more can be done for it.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
            synced => synced,
        }
    }
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
mod tests {
    use super::*;
    use std::fs;

    fn names(folder: &Path) -> Vec<String> {
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
}
