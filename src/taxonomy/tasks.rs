//! Departments' core tasks with their outlook: working lists of our own, replaceable by files of a directory.

use crate::domain::{ConceptKey, Department, Invalid, Name, Outlook, OutlookDirection, Task, TaskKey, codes::Code};
use jiff::civil::Date;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Most bytes of one task file.
pub const MAX_TASK_FILE_BYTES: u64 = 1 << 20;
/// Most task files of one directory.
pub const MAX_TASK_FILES: usize = 50;
/// Most tasks of one file.
pub const MAX_TASKS_PER_FILE: usize = 500;
/// Hexadecimal digits of a digest.
const DIGEST_DIGITS: usize = 16;

macro_rules! embedded {
    ($($name:literal),+) => {
        [$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/tasks/", $name)))),+]
    };
}

/// The lists in the box.
const FILES: [(&str, &str); 3] = embedded!["burgerzaken.toml", "div.toml", "buitendienst.toml"];

/// Why task files cannot be used; fits “failed to read tasks: {…}”.
#[derive(Debug, Error)]
pub enum TaskListError {
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// File or directory.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// A directory without task files.
    #[error("{}: there is no file that ends with .toml", path.display())]
    NoFile {
        /// The directory.
        path: PathBuf,
    },
    /// More or larger files than fit.
    #[error("{what}: {detail}")]
    TooMuch {
        /// File or directory.
        what: String,
        /// Which limit.
        detail: String,
    },
    /// A file is no TOML of the expected form.
    #[error("{file}: {source}")]
    Toml {
        /// The file.
        file: String,
        /// What is wrong, with line and column.
        source: Box<toml::de::Error>,
    },
    /// A value that does not fit.
    #[error("{file}: {entry}: field {field}: {source}")]
    Value {
        /// The file.
        file: String,
        /// Key of the task, or “the head of the file”.
        entry: String,
        /// The field.
        field: &'static str,
        /// Why it does not fit.
        source: Invalid,
    },
}

/// Tasks of one or more departments. In the order of files, within a file as written.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskList {
    departments: Vec<DepartmentTasks>,
    digest: String,
}

/// Standing of a list that holds as it is. Of any other it must be said what it is.
pub const OFFICIAL: &str = "official";

/// The tasks of one department and where the list comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct DepartmentTasks {
    /// The department.
    pub department: Department,
    /// Standing of the list, such as `working-list` or [`OFFICIAL`].
    pub status: Name,
    /// What a reader must know about the list, in Dutch.
    pub note_nl: Note,
    /// The same in English.
    pub note_en: Note,
    /// Its tasks.
    pub tasks: Vec<Task>,
}

/// A note of at most 600 characters.
pub type Note = crate::domain::Text<600>;

impl TaskList {
    /// The lists in the box.
    ///
    /// # Errors
    /// [`TaskListError`] when the embedded files have a mistake; a test keeps them from it.
    ///
    /// ```
    /// use loopbaanbrug::domain::Department;
    /// use loopbaanbrug::taxonomy::TaskList;
    /// let list = TaskList::embedded().unwrap();
    /// assert!(!list.department(Department::Burgerzaken).unwrap().tasks.is_empty());
    /// ```
    pub fn embedded() -> Result<Self, TaskListError> {
        Self::read(FILES.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect())
    }

    /// The lists of every `.toml` file of a directory, in the order of file names. They replace those in the box.
    ///
    /// # Errors
    /// [`TaskListError`], with file and entry.
    pub fn from_dir(directory: &Path) -> Result<Self, TaskListError> {
        let failed = |path: &Path| {
            let path = path.to_path_buf();
            move |source| TaskListError::Io { path, source }
        };
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(directory).map_err(failed(directory))? {
            let path = entry.map_err(failed(directory))?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                paths.push(path);
            }
        }
        if paths.is_empty() {
            return Err(TaskListError::NoFile { path: directory.into() });
        }
        if paths.len() > MAX_TASK_FILES {
            let detail = format!("{} files, at most {MAX_TASK_FILES}", paths.len());
            return Err(TaskListError::TooMuch { what: directory.display().to_string(), detail });
        }
        paths.sort();
        let mut files = Vec::new();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = std::fs::metadata(&path).map_err(failed(&path))?.len();
            if bytes > MAX_TASK_FILE_BYTES {
                let detail = format!("{bytes} bytes, at most {MAX_TASK_FILE_BYTES}");
                return Err(TaskListError::TooMuch { what: name, detail });
            }
            files.push((name, std::fs::read_to_string(&path).map_err(failed(&path))?));
        }
        Self::read(files)
    }

    /// The task with this key.
    #[must_use]
    pub fn task(&self, key: &TaskKey) -> Option<&Task> {
        self.tasks().find(|task| task.key == *key)
    }

    /// Every task.
    pub fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.departments.iter().flat_map(|department| &department.tasks)
    }

    /// The list of one department.
    #[must_use]
    pub fn department(&self, department: Department) -> Option<&DepartmentTasks> {
        self.departments.iter().find(|list| list.department == department)
    }

    /// Every list.
    #[must_use]
    pub fn departments(&self) -> &[DepartmentTasks] {
        &self.departments
    }

    /// Short fingerprint of the whole content: 16 hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    fn read(files: Vec<(String, String)>) -> Result<Self, TaskListError> {
        let mut hash = blake3::Hasher::new();
        let mut departments: Vec<DepartmentTasks> = Vec::new();
        for (name, text) in files {
            hash.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
            let list = read_file(&name, &text)?;
            if departments.iter().any(|held| held.department == list.department) {
                let what = format!("department {}", list.department.code());
                return Err(File { name: &name, entry: HEAD }.error("department", Invalid::Repeated { what }));
            }
            departments.push(list);
        }
        let digest = hash.finalize().to_hex().chars().take(DIGEST_DIGITS).collect();
        Ok(Self { departments, digest })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    status: String,
    department: String,
    note_nl: String,
    note_en: String,
    #[serde(default)]
    task: Vec<TaskForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TaskForm {
    key: String,
    nl: String,
    en: String,
    #[serde(default)]
    skills: Vec<String>,
    outlook: Option<String>,
    outlook_source_nl: Option<String>,
    outlook_source_en: Option<String>,
    outlook_date: Option<String>,
}

const HEAD: &str = "the head of the file";

/// Where a value stands, for messages.
struct File<'a> {
    name: &'a str,
    entry: &'a str,
}

impl File<'_> {
    fn error(&self, field: &'static str, source: Invalid) -> TaskListError {
        TaskListError::Value { file: self.name.into(), entry: self.entry.into(), field, source }
    }

    fn check<T>(&self, field: &'static str, value: Result<T, Invalid>) -> Result<T, TaskListError> {
        value.map_err(|invalid| self.error(field, invalid))
    }
}

fn read_file(name: &str, text: &str) -> Result<DepartmentTasks, TaskListError> {
    let form: FileForm =
        toml::from_str(text).map_err(|error| TaskListError::Toml { file: name.into(), source: Box::new(error) })?;
    let head = File { name, entry: HEAD };
    let department = head.check("department", Department::from_code(&form.department))?;
    if form.task.len() > MAX_TASKS_PER_FILE {
        let too_many = Invalid::TooMany { max: MAX_TASKS_PER_FILE, actual: form.task.len() };
        return Err(head.error("task", too_many));
    }
    let mut tasks: Vec<Task> = Vec::new();
    for form in &form.task {
        let task = read_task(name, department, form)?;
        if tasks.iter().any(|held| held.key == task.key) {
            let repeated = Invalid::Repeated { what: format!("task {}", task.key) };
            return Err(File { name, entry: &form.key }.error("key", repeated));
        }
        tasks.push(task);
    }
    Ok(DepartmentTasks {
        department,
        status: head.check("status", Name::new(&form.status))?,
        note_nl: head.check("note_nl", Note::new(&form.note_nl))?,
        note_en: head.check("note_en", Note::new(&form.note_en))?,
        tasks,
    })
}

fn read_task(name: &str, department: Department, form: &TaskForm) -> Result<Task, TaskListError> {
    let file = File { name, entry: &form.key };
    let skill = |skill: &String| {
        // Within our own lists a bare name is one of our own skills.
        let key = if skill.contains(':') { skill.clone() } else { format!("lb:skill/{skill}") };
        file.check("skills", ConceptKey::new(&key))
    };
    Ok(Task {
        key: file.check("key", TaskKey::new(department, &form.key))?,
        department,
        label_nl: file.check("nl", Name::new(&form.nl))?,
        label_en: file.check("en", Name::new(&form.en))?,
        skills: form.skills.iter().map(skill).collect::<Result<_, _>>()?,
        outlook: read_outlook(&file, form)?,
    })
}

/// An outlook other than `unknown` needs its source in both languages and its date.
fn read_outlook(file: &File<'_>, form: &TaskForm) -> Result<Option<Outlook>, TaskListError> {
    let direction = match form.outlook.as_deref() {
        None | Some("unknown") => return Ok(None),
        Some("less") => OutlookDirection::Less,
        Some("same") => OutlookDirection::Same,
        Some("more") => OutlookDirection::More,
        Some(other) => {
            return Err(file.error("outlook", Invalid::unknown_code(["less", "same", "more", "unknown"], other)));
        }
    };
    let given = |field, value: &'_ Option<String>, expected| match value {
        Some(value) => Ok(value.clone()),
        None => Err(file.error(field, Invalid::Missing { expected })),
    };
    let source = "who says so";
    let source_nl = given("outlook_source_nl", &form.outlook_source_nl, source)?;
    let source_en = given("outlook_source_en", &form.outlook_source_en, source)?;
    let date = given("outlook_date", &form.outlook_date, "when it was said, as year-month-day")?;
    let date = date.parse::<Date>().map_err(|_| Invalid::malformed("a date as year-month-day", &date));
    Ok(Some(Outlook {
        direction,
        source_nl: file.check("outlook_source_nl", Name::new(&source_nl))?,
        source_en: file.check("outlook_source_en", Name::new(&source_en))?,
        date: file.check("outlook_date", date)?,
    }))
}

#[cfg(test)]
mod tests {
    use super::TaskList;
    use crate::taxonomy::Taxonomy;

    const HEAD: &str = "status = \"x\"\ndepartment = \"div\"\nnote_nl = \"n\"\nnote_en = \"n\"\n";

    fn error(tasks: &str) -> String {
        let read = TaskList::read(vec![("a.toml".into(), format!("{HEAD}{tasks}"))]);
        read.expect_err("a mistake").to_string()
    }

    #[test]
    fn every_skill_of_the_lists_in_the_box_is_in_the_starter_taxonomy() {
        let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
        let list = TaskList::embedded().expect("the lists in the box");
        for task in list.tasks() {
            for skill in &task.skills {
                let kind = taxonomy.concept(skill.as_str()).map(|skill| taxonomy.kind(skill));
                assert!(kind.is_some_and(|kind| kind.is_ability()), "{}: {skill}", task.key);
            }
        }
    }

    #[test]
    fn an_outlook_without_source_or_date_is_refused_with_file_and_entry() {
        let task = "[[task]]\nkey = \"k\"\nnl = \"n\"\nen = \"e\"\noutlook = \"less\"\n";
        assert_eq!(error(task), "a.toml: k: field outlook_source_nl: must be given: who says so");
        let sourced = format!("{task}outlook_source_nl = \"n\"\noutlook_source_en = \"e\"\noutlook_date = \"soon\"\n");
        assert!(error(&sourced).starts_with("a.toml: k: field outlook_date: must be a date"));
    }

    #[test]
    fn a_task_twice_and_an_unknown_field_are_refused() {
        let task = "[[task]]\nkey = \"k\"\nnl = \"n\"\nen = \"e\"\n";
        assert!(error(&format!("{task}{task}")).contains("task div/k occurs twice"));
        assert!(error(&format!("{task}colour = \"red\"\n")).contains("colour"));
    }

    #[test]
    fn files_of_a_directory_replace_those_in_the_box() {
        let directory = tempfile::tempdir().expect("a directory");
        assert!(TaskList::from_dir(directory.path()).is_err(), "no file");
        let text = format!("{HEAD}[[task]]\nkey = \"k\"\nnl = \"n\"\nen = \"e\"\noutlook = \"unknown\"\n");
        std::fs::write(directory.path().join("div.toml"), text).expect("a file");
        let list = TaskList::from_dir(directory.path()).expect("a list");
        assert_eq!(list.tasks().map(|task| task.key.as_str()).collect::<Vec<_>>(), ["div/k"]);
        assert_ne!(list.digest(), TaskList::embedded().expect("the lists in the box").digest());
    }
}
