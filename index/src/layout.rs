//! What a directory is built for: the names of its number columns, and a tag of
//! the caller's. Kept in the directory and compared on opening. Which tantivy
//! fields follow from it stands in `schema`.

use std::collections::HashSet;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::directory::Directory;
use tantivy::index::SegmentId;

use crate::error::{Error, Result, within};
use crate::sealed::SealedDirectory;

/// Name of the file in the index directory.
pub(crate) const LAYOUT_FILE: &str = "layout.json";

/// Version of everything this crate writes. Raise it when a directory written
/// by an older version must be built again.
const FORMAT: u32 = 1;

/// The shape of an index, fixed for the life of its directory.
///
/// Useful for: noticing that an index answers for another column set, another
/// taxonomy or another rule for making documents, and must be built again.
/// Not useful for: changing an index in place.
///
/// ```
/// use loopbaanbrug_index::Layout;
/// let layout = Layout {
///     tag: "taxonomy 2025-1".to_owned(),
///     numbers: vec!["hours".to_owned(), "pay".to_owned()],
/// };
/// assert!(layout.column("pay").is_some());
/// assert!(layout.column("colour").is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Any text of the caller's that documents depend on, such as a taxonomy version.
    pub tag: String,
    /// Names of the number columns; a document gives its numbers in this order.
    pub numbers: Vec<String>,
}

/// The place of a number column in a [`Layout`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Column(pub(crate) usize);

/// What the layout file holds.
#[derive(Serialize, Deserialize)]
struct LayoutFile {
    format: u32,
    /// Drawn when the directory was made; tells two directories apart.
    id: String,
    layout: Layout,
}

impl Layout {
    /// The largest number of number columns.
    pub const NUMBERS_LIMIT: usize = 64;
    /// The longest tag or column name, in bytes.
    pub const NAME_BYTES_LIMIT: usize = 1_024;

    /// The column of this name, when the layout has one.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<Column> {
        self.numbers.iter().position(|number| number == name).map(Column)
    }

    /// Fails when the layout is over a limit or names a column twice.
    fn check(&self) -> Result<()> {
        within("number columns", self.numbers.len(), Self::NUMBERS_LIMIT)?;
        let mut seen = HashSet::new();
        for name in self.numbers.iter().chain([&self.tag]) {
            within("bytes in a name", name.len(), Self::NAME_BYTES_LIMIT)?;
        }
        for name in &self.numbers {
            if !seen.insert(name) {
                return Err(Error::Invalid(format!("two columns are named {name:?}")));
            }
        }
        Ok(())
    }
}

/// Writes the layout of a new directory and returns the directory's random id.
pub(crate) fn create(directory: &SealedDirectory, layout: &Layout) -> Result<String> {
    layout.check()?;
    let file =
        LayoutFile { format: FORMAT, id: SegmentId::generate_random().short_uuid_string(), layout: layout.clone() };
    let content = serde_json::to_vec_pretty(&file).map_err(|error| Error::Storage(error.into()))?;
    directory.atomic_write(Path::new(LAYOUT_FILE), &content)?;
    directory.sync_directory()?;
    Ok(file.id)
}

/// The id of an existing directory, when it was built with this very layout.
pub(crate) fn open(directory: &SealedDirectory, layout: &Layout) -> Result<String> {
    let content = directory.atomic_read(Path::new(LAYOUT_FILE))?;
    let file: LayoutFile =
        serde_json::from_slice(&content).map_err(|error| Error::LayoutChanged(format!("{LAYOUT_FILE}: {error}")))?;
    if file.format != FORMAT {
        let found = file.format;
        return Err(Error::LayoutChanged(format!("format {found}, expected {FORMAT}")));
    }
    if file.layout.tag != layout.tag {
        let (found, expected) = (&file.layout.tag, &layout.tag);
        return Err(Error::LayoutChanged(format!("tag {found:?}, expected {expected:?}")));
    }
    if file.layout.numbers != layout.numbers {
        let (found, expected) = (&file.layout.numbers, &layout.numbers);
        return Err(Error::LayoutChanged(format!("columns {found:?}, expected {expected:?}")));
    }
    Ok(file.id)
}

#[cfg(test)]
mod tests {
    use super::Layout;
    use crate::Error;

    #[test]
    fn a_layout_names_each_column_once_and_keeps_its_limits() {
        let named = |names: &[&str]| Layout {
            tag: String::new(),
            numbers: names.iter().map(|&name| name.to_owned()).collect(),
        };
        assert!(named(&["pay", "hours"]).check().is_ok());
        assert!(matches!(named(&["pay", "pay"]).check(), Err(Error::Invalid(_))));
        let many = Layout { tag: String::new(), numbers: (0..=Layout::NUMBERS_LIMIT).map(|n| n.to_string()).collect() };
        assert!(matches!(many.check(), Err(Error::TooLarge { .. })));
    }
}
