//! Where the command line may write a file, and what it says when it cannot.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::error::{CliError, WithPath};
use crate::whole_file::WholeFile as Inner;
pub(super) use crate::whole_file::{Existing, Readers};

/// A file that is there whole or not at all. Nothing is left of it unless it is finished.
pub(super) struct WholeFile {
    inner: Inner,
    path: PathBuf,
}

impl WholeFile {
    /// Whether a file can be written here: to be asked before work that would be lost.
    ///
    /// # Errors
    /// It is there and must be kept or not be written to, it is no file but a directory or a device, or its folder takes no
    /// file.
    pub(super) fn try_place(path: &Path, existing: Existing) -> Result<(), CliError> {
        let names_folder = path.as_os_str().as_encoded_bytes().ends_with(b"/") || path.file_name().is_none();
        if names_folder || path.metadata().is_ok_and(|it| !it.is_file()) {
            return Err(CliError::NoFile(path.to_owned()));
        }
        // A link that leads nowhere is there too.
        if existing == Existing::Keep && path.symlink_metadata().is_ok() {
            return Err(CliError::Exists(path.to_owned()));
        }
        drop(Self::create(path, Readers::Owner, existing)?);
        Ok(())
    }

    /// Begins a file.
    pub(super) fn create(path: &Path, readers: Readers, existing: Existing) -> Result<Self, CliError> {
        let inner = Inner::create(path, readers, existing).at("write", path)?;
        Ok(Self { inner, path: path.to_owned() })
    }

    /// A text as it is.
    pub(super) fn text(&mut self, text: &str) -> Result<(), CliError> {
        self.inner.write_all(text.as_bytes()).at("write", self.path.as_path())
    }

    /// One line.
    pub(super) fn line(&mut self, line: &str) -> Result<(), CliError> {
        writeln!(self.inner, "{line}").at("write", self.path.as_path())
    }

    /// Puts it in its place, durably.
    pub(super) fn finish(self) -> Result<(), CliError> {
        match self.inner.finish() {
            // Somebody made it in the meantime.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(CliError::Exists(self.path)),
            finished => finished.at("write", self.path),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::whole_file::tests::names;

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
            let told = refused("nowhere/file", existing);
            assert!(told.contains("nowhere/file: there is no directory") && !told.contains("partial"), "{told}");
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
}
