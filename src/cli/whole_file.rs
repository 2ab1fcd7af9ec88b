//! A file that is there whole or not at all: written beside its place, and put there when it is complete.

use std::{
    fs::Permissions,
    io::{self, BufWriter, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use super::{
    error::{CliError, WithPath},
    paths::folder,
};

/// Who may read the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readers {
    /// Its owner alone.
    Owner,
    /// Whom the umask allows, as with any file that is written.
    Umask,
}

impl Readers {
    fn mode(self) -> u32 {
        match self {
            Self::Owner => 0o600,
            Self::Umask => 0o666,
        }
    }
}

/// What to do when the file is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Existing {
    Replace,
    Keep,
}

/// A file that is being written. Nothing is left of it unless it is finished.
pub(super) struct WholeFile {
    writer: BufWriter<NamedTempFile>,
    path: PathBuf,
    existing: Existing,
}

impl WholeFile {
    /// Whether a file can be written here: to be asked before work that would be lost.
    ///
    /// # Errors
    /// It is there and must be kept, it is no file but a directory or a device, or its folder takes no file.
    pub(super) fn try_place(path: &Path, existing: Existing) -> Result<(), CliError> {
        let names_folder = path.as_os_str().as_encoded_bytes().ends_with(b"/") || path.file_name().is_none();
        if names_folder || path.metadata().is_ok_and(|it| !it.is_file()) {
            return Err(CliError::NoFile(path.to_owned()));
        }
        // A link that leads nowhere is there too.
        if existing == Existing::Keep && path.symlink_metadata().is_ok() {
            return Err(CliError::Exists(path.to_owned()));
        }
        drop(beside(path, Readers::Owner)?);
        Ok(())
    }

    /// Begins a file.
    pub(super) fn create(path: &Path, readers: Readers, existing: Existing) -> Result<Self, CliError> {
        let writer = BufWriter::new(beside(path, readers)?);
        Ok(Self { writer, path: path.to_owned(), existing })
    }

    /// One line.
    pub(super) fn line(&mut self, line: &str) -> Result<(), CliError> {
        writeln!(self.writer, "{line}").at("write", self.path.as_path())
    }

    /// Puts it in its place, durably.
    pub(super) fn finish(self) -> Result<(), CliError> {
        let Self { writer, path, existing } = self;
        let file = writer.into_inner().map_err(io::IntoInnerError::into_error).at("write", path.as_path())?;
        file.as_file().sync_all().at("write", path.as_path())?;
        let put = match existing {
            Existing::Replace => file.persist(&path),
            Existing::Keep => file.persist_noclobber(&path),
        };
        match put {
            Ok(_) => Ok(()),
            // Somebody made it in the meantime.
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Err(CliError::Exists(path)),
            Err(error) => Err(error.error).at("write", path),
        }
    }
}

/// A file beside the place of another, so that it can be put there at once.
fn beside(path: &Path, readers: Readers) -> Result<NamedTempFile, CliError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&name).suffix(".partial").permissions(Permissions::from_mode(readers.mode()));
    builder.tempfile_in(folder(path)).at("write in", folder(path))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let mut names: Vec<_> =
            entries.map(|it| it.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_cannot_be_written_is_known_before_the_work() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("inner")).expect("made");
        fs::write(path("held"), "held").expect("written");
        let refused = |name: &str, existing| WholeFile::try_place(&path(name), existing).expect_err(name).to_string();
        for existing in [Existing::Keep, Existing::Replace] {
            for name in ["inner", "inner/", "new/", ".."] {
                assert!(refused(name, existing).contains("not a file"), "{name}");
            }
            assert!(refused("nowhere/file", existing).contains("nowhere"));
            WholeFile::try_place(&path("file"), existing).expect("a place");
            WholeFile::try_place(&path("inner/file"), existing).expect("a place");
        }
        for no_place in ["/dev/null", "/proc/takes-no-file"] {
            assert!(WholeFile::try_place(Path::new(no_place), Existing::Replace).is_err(), "{no_place}");
        }
        assert!(refused("held", Existing::Keep).contains("--force"));
        WholeFile::try_place(&path("held"), Existing::Replace).expect("a place");
        assert_eq!(names(folder.path()), ["held", "inner"], "trying leaves nothing");
        assert_eq!(fs::read_to_string(path("held")).expect("read"), "held");
    }

    #[test]
    fn it_appears_when_it_is_finished_and_never_over_what_must_be_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        let begun = |existing| {
            let mut file = WholeFile::create(&path, Readers::Owner, existing).expect("begun");
            file.line("new").expect("written");
            file
        };
        drop(begun(Existing::Replace));
        assert_eq!(names(folder.path()), Vec::<String>::new(), "nothing is left of what was not finished");
        let late = begun(Existing::Keep);
        begun(Existing::Keep).finish().expect("finished");
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o077, 0, "for its owner alone");
        fs::write(&path, "other").expect("written");
        assert!(matches!(late.finish(), Err(CliError::Exists(_))), "made in the meantime");
        assert_eq!(fs::read_to_string(&path).expect("read"), "other");
        begun(Existing::Replace).finish().expect("finished");
        assert_eq!(fs::read_to_string(&path).expect("read"), "new\n");
        assert_eq!(names(folder.path()), ["file"]);
    }
}
