//! The reference data of a data directory: which taxonomy, tasks and places are used, and how the operator replaces them. A
//! running service notices a change by the [fingerprint](ReferenceDirectory::fingerprint).
//!
//! ```text
//! taxonomy/esco-1.1.1.taxonomy   imported taxonomies, side by side
//! taxonomy/active                name and version of the one in use; without it the starter taxonomy is used
//! aliases/*.csv                  own terms of the organisation: term,concept[,language]
//! successors/*.csv               what stands for concepts that a newer version no longer has: old,new
//! tasks/*.toml                   task files that replace the built-in working lists
//! learning/*.toml                suggestions how to learn skills that replace the built-in working list
//! places.csv                     imported table of postcodes; without it the region centres are used
//! ```

use crate::{
    learning::LearningCatalogue,
    places::Places,
    taxonomy::{Overlay, OverlayError, PassedOver, TaskList, Taxonomy, TaxonomyData, TaxonomyVersion, starter},
    whole_file,
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
const ALIASES_DIR: &str = "aliases";
const SUCCESSORS_DIR: &str = "successors";
const TABLE_ENDING: &str = "csv";
const TASKS_DIR: &str = "tasks";
const LEARNING_DIR: &str = "learning";
const PLACES_FILE: &str = "places.csv";

/// Taxonomy, tasks and places that belong together.
#[derive(Clone)]
pub struct Reference {
    /// The taxonomy in use.
    pub taxonomy: Arc<Taxonomy>,
    /// The core tasks.
    pub tasks: Arc<TaskList>,
    /// How skills can be learnt.
    pub learning: Arc<LearningCatalogue>,
    /// The places.
    pub places: Arc<Places>,
    /// Rows of the tables of own terms and successors that this taxonomy cannot use.
    pub passed_over: Arc<[PassedOver]>,
}

impl Reference {
    /// Most rows that are named in the log.
    const PASSED_OVER_TOLD_MAX: usize = 20;

    /// Says in the log which rows of own terms and successors cannot be used.
    pub fn tell_passed_over(&self) {
        for row in self.passed_over.iter().take(Self::PASSED_OVER_TOLD_MAX) {
            tracing::warn!(%row, "a row of own terms or successors is not used");
        }
        if self.passed_over.len() > Self::PASSED_OVER_TOLD_MAX {
            tracing::warn!(rows = self.passed_over.len(), "so many rows of own terms or successors are not used");
        }
    }
}

/// Tables that are laid over a taxonomy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverlayTable {
    /// Own terms.
    Aliases,
    /// What stands for concepts that are gone.
    Successors,
}

impl OverlayTable {
    fn directory(self) -> &'static str {
        match self {
            Self::Aliases => ALIASES_DIR,
            Self::Successors => SUCCESSORS_DIR,
        }
    }

    fn add(self, overlay: &mut Overlay, table: impl io::Read) -> Result<usize, OverlayError> {
        match self {
            Self::Aliases => overlay.add_aliases(table),
            Self::Successors => overlay.add_successors(table),
        }
    }
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
        let learning_dir = self.data_dir.join(LEARNING_DIR);
        let learning = if learning_dir.is_dir() {
            LearningCatalogue::from_dir(&learning_dir)
        } else {
            LearningCatalogue::embedded()
        };
        let (data, passed_over) = self.overlaid(self.active()?.as_ref())?;
        Ok(Reference {
            taxonomy: Arc::new(Taxonomy::build(data)),
            tasks: Arc::new(tasks.at(&tasks_dir)?),
            learning: Arc::new(learning.at(&learning_dir)?),
            places: Arc::new(self.places()?),
            passed_over: passed_over.into(),
        })
    }

    /// The taxonomy in use.
    ///
    /// # Errors
    /// [`ReferenceError`].
    pub fn taxonomy(&self) -> Result<Taxonomy, ReferenceError> {
        Ok(Taxonomy::build(self.overlaid(self.active()?.as_ref())?.0))
    }

    /// A taxonomy that was imported, or the starter taxonomy, with own terms and successors, and what of these it cannot
    /// use.
    ///
    /// # Errors
    /// [`ReferenceError`] when it was not imported or a file cannot be read.
    pub fn overlaid(
        &self,
        version: Option<&TaxonomyVersion>,
    ) -> Result<(TaxonomyData, Vec<PassedOver>), ReferenceError> {
        self.plain(version)?.with_overlay(&self.overlay()?).at(&self.data_dir)
    }

    /// A taxonomy without anything laid over it.
    fn plain(&self, version: Option<&TaxonomyVersion>) -> Result<TaxonomyData, ReferenceError> {
        let starter = starter::data().at(&self.data_dir)?;
        match version {
            Some(version) if version != starter.version() => {
                let path = self.imported(version)?;
                TaxonomyData::read_from(&path).at(&path)
            }
            _ => Ok(starter),
        }
    }

    /// The file of a taxonomy that was imported.
    fn imported(&self, version: &TaxonomyVersion) -> Result<PathBuf, ReferenceError> {
        let path = self.taxonomy_path(version);
        if path.is_file() {
            return Ok(path);
        }
        Err(ReferenceError::of(&path)(format!("taxonomy {version} was not imported; import it first")))
    }

    /// All tables of own terms and successors.
    fn overlay(&self) -> Result<Overlay, ReferenceError> {
        let mut overlay = Overlay::default();
        for table in [OverlayTable::Aliases, OverlayTable::Successors] {
            for path in self.tables(table)? {
                table.add(&mut overlay, File::open(&path).at(&path)?).at(&path)?;
            }
        }
        Ok(overlay)
    }

    /// The files of one sort of table, in the order of their names.
    ///
    /// # Errors
    /// [`ReferenceError`] when the directory cannot be read.
    pub fn tables(&self, table: OverlayTable) -> Result<Vec<PathBuf>, ReferenceError> {
        let mut paths = files(&self.data_dir.join(table.directory()))?;
        paths.retain(|path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(TABLE_ENDING)));
        Ok(paths)
    }

    /// Keeps a table under its file name, instead of the one that had it, and says how many rows it has. A table with a
    /// row that cannot be read is refused; rows whose concept the taxonomy in use does not have come back: another version
    /// may have it.
    ///
    /// # Errors
    /// [`ReferenceError`] names line and column.
    pub fn keep_table(&self, table: OverlayTable, file: &Path) -> Result<(usize, Vec<PassedOver>), ReferenceError> {
        let text = fs::read(file).at(file)?;
        let mut overlay = Overlay::default();
        let rows = table.add(&mut overlay, text.as_slice()).at(file)?;
        let plain = self.plain(self.active()?.as_ref())?;
        let (_, passed_over) = plain.with_overlay(&overlay).at(file)?;
        let directory = self.data_dir.join(table.directory());
        fs::create_dir_all(&directory).at(&directory)?;
        let mut name = file.file_name().unwrap_or(table.directory().as_ref()).to_owned();
        if !Path::new(&name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case(TABLE_ENDING)) {
            name.push(format!(".{TABLE_ENDING}"));
        }
        let kept = directory.join(name);
        whole_file::replace(&kept, |file| file.write_all(&text)).at(&kept)?;
        Ok((rows, passed_over))
    }

    /// What changes when anything changes that this module reads: names, lengths and times of the files.
    ///
    /// # Errors
    /// [`ReferenceError`] when a directory cannot be read.
    pub fn fingerprint(&self) -> Result<String, ReferenceError> {
        let active = self.active()?;
        let mut paths = vec![self.data_dir.join(PLACES_FILE)];
        paths.extend(active.as_ref().map(|version| self.taxonomy_path(version)));
        paths.extend(self.tables(OverlayTable::Aliases)?);
        paths.extend(self.tables(OverlayTable::Successors)?);
        paths.extend(files(&self.data_dir.join(TASKS_DIR))?);
        paths.extend(files(&self.data_dir.join(LEARNING_DIR))?);
        let mut seen = format!("{active:?}");
        for path in paths {
            let stamp = fs::metadata(&path).and_then(|it| Ok((it.len(), it.modified()?))).ok();
            seen.push_str(&format!("\n{} {stamp:?}", path.display()));
        }
        Ok(seen)
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
        let names = files(&directory)?;
        let names = names.iter().filter_map(|path| path.file_name()?.to_str().map(ToOwned::to_owned));
        let names: Vec<String> = names.collect();
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

    /// Uses a taxonomy that was imported, or the starter taxonomy. A running server takes it as soon as its index is ready.
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
        self.imported(version)?;
        whole_file::replace(&active, |file| writeln!(file, "{version}")).at(&active)
    }

    /// Keeps a table of postcodes, instead of the one there was. A running server takes it as soon as its index is ready.
    ///
    /// # Errors
    /// [`ReferenceError`].
    pub fn keep_places(&self, places: &Places) -> Result<PathBuf, ReferenceError> {
        fs::create_dir_all(&self.data_dir).at(&self.data_dir)?;
        let path = self.data_dir.join(PLACES_FILE);
        whole_file::replace(&path, |file| places.write_table(file).map_err(io::Error::other)).at(&path)?;
        Ok(path)
    }

    fn taxonomy_path(&self, version: &TaxonomyVersion) -> PathBuf {
        let name = format!("{}@{}{TAXONOMY_ENDING}", version.name(), version.version());
        self.data_dir.join(TAXONOMY_DIR).join(name.replace(['/', '\\'], "_"))
    }
}

/// The files of a directory in the order of their names; none when there is no such directory.
fn files(directory: &Path) -> Result<Vec<PathBuf>, ReferenceError> {
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).at(directory),
    };
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, io::Error>>();
    let mut paths = paths.at(directory)?;
    paths.retain(|path| path.is_file());
    paths.sort();
    Ok(paths)
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
