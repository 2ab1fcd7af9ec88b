//! The reference data of a data directory: which taxonomy, tasks and places are used, and how the operator replaces them.
//!
//! ```text
//! taxonomy/esco-1.1.1.taxonomy   imported taxonomies, side by side
//! taxonomy/active                name and version of the one in use; without it the starter taxonomy is used
//! tasks/*.toml                   task files that replace the built-in working lists
//! places.csv                     imported table of postcodes; without it the region centres are used
//! ```

use crate::{
    places::Places,
    taxonomy::{TaskList, Taxonomy, TaxonomyData, TaxonomyVersion},
};
use std::{
    fmt::Display,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};
use thiserror::Error;

const TAXONOMY_DIR: &str = "taxonomy";
const TAXONOMY_ENDING: &str = ".taxonomy";
const ACTIVE_FILE: &str = "active";
const TASKS_DIR: &str = "tasks";
const PLACES_FILE: &str = "places.csv";

/// Taxonomy, tasks and places that belong together.
#[derive(Clone)]
pub struct Reference {
    /// The taxonomy in use.
    pub taxonomy: Arc<Taxonomy>,
    /// The core tasks.
    pub tasks: Arc<TaskList>,
    /// The places.
    pub places: Arc<Places>,
}

/// Reference data that cannot be read or written. Messages fit “failed to {…}”.
#[derive(Debug, Error)]
#[error("use {}: {problem}", path.display())]
pub struct ReferenceError {
    path: PathBuf,
    problem: String,
}

impl ReferenceError {
    fn of(path: &Path) -> impl FnOnce(String) -> Self {
        let path = path.to_owned();
        move |problem| Self { path, problem }
    }
}

/// Adds the path to whatever went wrong with it.
trait At<T> {
    fn at(self, path: &Path) -> Result<T, ReferenceError>;
}

impl<T, E: Display> At<T> for Result<T, E> {
    fn at(self, path: &Path) -> Result<T, ReferenceError> {
        self.map_err(|error| ReferenceError::of(path)(error.to_string()))
    }
}

/// The reference data of one data directory.
#[derive(Clone, Debug)]
pub struct ReferenceDirectory {
    data_dir: PathBuf,
}

impl ReferenceDirectory {
    /// Of a data directory, which need not exist yet.
    #[must_use]
    pub fn of(data_dir: &Path) -> Self {
        Self { data_dir: data_dir.to_owned() }
    }

    /// Reads what is in use.
    ///
    /// # Errors
    /// [`ReferenceError`] names the file and what is wrong with it.
    pub fn read(&self) -> Result<Reference, ReferenceError> {
        let tasks_dir = self.data_dir.join(TASKS_DIR);
        let tasks = if tasks_dir.is_dir() { TaskList::from_dir(&tasks_dir) } else { TaskList::embedded() };
        Ok(Reference {
            taxonomy: Arc::new(self.taxonomy()?),
            tasks: Arc::new(tasks.at(&tasks_dir)?),
            places: Arc::new(self.places()?),
        })
    }

    /// The taxonomy in use.
    ///
    /// # Errors
    /// [`ReferenceError`].
    pub fn taxonomy(&self) -> Result<Taxonomy, ReferenceError> {
        match self.active()? {
            None => Taxonomy::starter().at(&self.data_dir),
            Some(version) => {
                let path = self.taxonomy_path(&version);
                Ok(Taxonomy::build(TaxonomyData::read_from(&path).at(&path)?))
            }
        }
    }

    /// The places in use.
    ///
    /// # Errors
    /// [`ReferenceError`].
    pub fn places(&self) -> Result<Places, ReferenceError> {
        let path = self.data_dir.join(PLACES_FILE);
        match File::open(&path) {
            Ok(file) => Places::read_table(file).at(&path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Places::regions().at(&path),
            Err(error) => Err(error).at(&path),
        }
    }

    /// Name and version of the taxonomy in use; none means the starter taxonomy.
    ///
    /// # Errors
    /// [`ReferenceError`] when the file that says so cannot be read.
    pub fn active(&self) -> Result<Option<TaxonomyVersion>, ReferenceError> {
        let path = self.data_dir.join(TAXONOMY_DIR).join(ACTIVE_FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).at(&path),
        };
        let (name, version) = text.trim().split_once(' ').unwrap_or_default();
        TaxonomyVersion::new(name, version).at(&path).map(Some)
    }

    /// Imported taxonomies, in the order of their file names.
    ///
    /// # Errors
    /// [`ReferenceError`] when the directory cannot be read.
    pub fn taxonomies(&self) -> Result<Vec<TaxonomyVersion>, ReferenceError> {
        let directory = self.data_dir.join(TAXONOMY_DIR);
        let entries = match fs::read_dir(&directory) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error).at(&directory),
        };
        let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        let mut names = names.collect::<Result<Vec<_>, io::Error>>().at(&directory)?;
        names.sort();
        let version = |name: &String| {
            let (name, version) = name.strip_suffix(TAXONOMY_ENDING)?.split_once('@')?;
            TaxonomyVersion::new(name, version).ok()
        };
        Ok(names.iter().filter_map(version).collect())
    }

    /// Keeps an imported taxonomy beside the others.
    ///
    /// # Errors
    /// [`ReferenceError`].
    pub fn keep_taxonomy(&self, version: &TaxonomyVersion, data: &TaxonomyData) -> Result<PathBuf, ReferenceError> {
        let directory = self.data_dir.join(TAXONOMY_DIR);
        fs::create_dir_all(&directory).at(&directory)?;
        let path = self.taxonomy_path(version);
        data.write_to(&path).at(&path)?;
        Ok(path)
    }

    /// Uses a taxonomy that was imported, or the starter taxonomy. A server sees it when it starts.
    ///
    /// # Errors
    /// [`ReferenceError`] when it was not imported or the choice cannot be written.
    pub fn activate(&self, version: Option<&TaxonomyVersion>) -> Result<(), ReferenceError> {
        let directory = self.data_dir.join(TAXONOMY_DIR);
        let active = directory.join(ACTIVE_FILE);
        let Some(version) = version else {
            return match fs::remove_file(&active) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error).at(&active),
                _ => Ok(()),
            };
        };
        let path = self.taxonomy_path(version);
        if !path.is_file() {
            return Err(ReferenceError::of(&path)(format!("taxonomy {version} was not imported; import it first")));
        }
        replace(&active, |file| writeln!(file, "{version}"))
    }

    /// Keeps a table of postcodes, instead of the one there was. A server sees it when it starts.
    ///
    /// # Errors
    /// [`ReferenceError`].
    pub fn keep_places(&self, places: &Places) -> Result<PathBuf, ReferenceError> {
        fs::create_dir_all(&self.data_dir).at(&self.data_dir)?;
        let path = self.data_dir.join(PLACES_FILE);
        replace(&path, |file| places.write_table(file).map_err(io::Error::other))?;
        Ok(path)
    }

    fn taxonomy_path(&self, version: &TaxonomyVersion) -> PathBuf {
        let name = format!("{}@{}{TAXONOMY_ENDING}", version.name(), version.version());
        self.data_dir.join(TAXONOMY_DIR).join(name.replace(['/', '\\'], "_"))
    }
}

/// Writes a file whole or not at all.
fn replace(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), ReferenceError> {
    let directory = path.parent().unwrap_or(Path::new("."));
    let written = || {
        let mut file = tempfile::NamedTempFile::new_in(directory)?;
        write(file.as_file_mut())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        File::open(directory)?.sync_all()
    };
    written().at(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_directory_uses_what_is_in_the_box() {
        let directory = tempfile::tempdir().expect("a directory");
        let reference = ReferenceDirectory::of(directory.path()).read().expect("reference data");
        assert_eq!(reference.taxonomy.version().name(), "starter");
        assert!(reference.tasks.tasks().count() > 0);
    }

    #[test]
    fn a_taxonomy_must_be_imported_before_it_is_used() {
        let directory = tempfile::tempdir().expect("a directory");
        let reference = ReferenceDirectory::of(directory.path());
        let version = TaxonomyVersion::new("esco", "9").expect("a version");
        let refused = reference.activate(Some(&version)).expect_err("not imported");
        assert!(refused.to_string().contains("import it first"), "{refused}");
        assert_eq!(reference.active().expect("readable"), None);
    }
}
