//! What a path on the command line stands for: a file, or a standard stream.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_word_itself_is_a_stream() {
        assert!(is_standard(Path::new(STANDARD_STREAM)));
        assert!(!is_standard(Path::new("./-")), "a file of that name can still be given");
    }
}
