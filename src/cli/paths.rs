//! What a path on the command line stands for: a file, or a standard stream; and the folder that a file is in.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

/// The word that stands for standard input or standard output.
pub(super) const STANDARD_STREAM: &str = "-";

/// Whether a path stands for standard input or standard output.
pub(super) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == STANDARD_STREAM
}

/// A file to be read, or standard input.
pub(super) fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    if is_standard(path) { Ok(Box::new(io::stdin().lock())) } else { Ok(Box::new(File::open(path)?)) }
}

/// The folder that a file is in, or will be.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_alone_is_in_the_folder_of_now() {
        for (path, expected) in [("p.json", "."), ("./p.json", "."), ("a/p.json", "a"), ("/p.json", "/")] {
            assert_eq!(folder(Path::new(path)), Path::new(expected), "{path}");
        }
    }

    #[test]
    fn only_the_word_itself_is_a_stream() {
        assert!(is_standard(Path::new(STANDARD_STREAM)));
        assert!(!is_standard(Path::new("./-")), "a file of that name can still be given");
    }
}
