//! Reads the layers of the configuration and lays them over each other.

use std::{
    fs::File,
    io::Read,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use toml::de::{DeTable, DeValue};

use super::{Config, ConfigError, ConfigProblem, ENVIRONMENT_PREFIX, KEYS, Key, LogFormat, Origin, Settings, Sort};
use crate::clock::Clock;

/// The reference file, which holds every key with its default.
pub const REFERENCE: &str = include_str!("../../config/loopbaanbrug.default.toml");

/// Most bytes of a configuration file.
const MAX_FILE_BYTES: u64 = 1 << 20;
/// The key that only commands need which open the data.
const CATALOGUE: &str = "catalogue";
/// How alike a key must be to be suggested instead of an unknown one.
const LIKENESS_MIN: f64 = 0.75;

/// What lies over the defaults.
#[derive(Clone, Copy)]
pub struct Layers<'a> {
    /// A configuration file.
    pub file: Option<&'a Path>,
    /// Looks an environment variable up.
    pub environment: fn(&str) -> Option<String>,
    /// Flags: the key, the name of the flag and its value.
    pub flags: &'a [(&'static str, &'static str, String)],
}

/// Nothing: the defaults alone.
impl Default for Layers<'_> {
    fn default() -> Self {
        Self { file: None, environment: |_| None, flags: &[] }
    }
}

impl Settings {
    /// Lays the layers over each other and checks the result.
    ///
    /// # Errors
    /// [`ConfigError`]: every wrong value with its place, or why the file cannot be read.
    pub fn load(layers: &Layers<'_>) -> Result<Self, ConfigError> {
        let settings = Self::load_for_any(layers)?;
        settings.check_catalogue()?;
        Ok(settings)
    }

    /// The same where nobody knows yet whether the catalogue is needed: its address may be wrong, see
    /// [`Settings::check_catalogue`].
    ///
    /// # Errors
    /// As [`Settings::load`]; what is wrong with the catalogue is among it when anything else is.
    pub fn load_for_any(layers: &Layers<'_>) -> Result<Self, ConfigError> {
        let mut reader = Reader::new();
        reader.text(REFERENCE, |_| Origin::Default);
        if let Some(path) = layers.file {
            let text = read_file(path)?;
            reader.text(&text, |line| Origin::File { path: path.into(), line });
        }
        for key in KEYS {
            let variable = variable_of(key);
            if let Some(value) = (layers.environment)(&variable) {
                reader.set(key, &value, Origin::Environment { variable });
            }
        }
        for (name, flag, value) in layers.flags {
            if let Some(key) = KEYS.iter().find(|key| key.name == *name) {
                reader.set(key, value, Origin::Flag { flag });
            }
        }
        reader.finish()
    }
}

/// Name of the environment variable of a key.
fn variable_of(key: &Key) -> String {
    format!("{ENVIRONMENT_PREFIX}{}", key.name.to_ascii_uppercase())
}

fn read_file(path: &Path) -> Result<String, ConfigError> {
    let unreadable = |source| ConfigError::Unreadable { path: path.into(), source };
    let mut text = String::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(MAX_FILE_BYTES + 1).read_to_string(&mut text).map_err(unreadable)?;
    if text.len() as u64 > MAX_FILE_BYTES {
        return Err(ConfigError::TooLarge { path: path.into(), max_bytes: MAX_FILE_BYTES });
    }
    Ok(text)
}

/// Takes value after value and remembers what was wrong.
struct Reader {
    config: Config,
    origins: Vec<Origin>,
    problems: Vec<ConfigProblem>,
}

impl Reader {
    /// Begins with values that the reference file replaces one and all.
    fn new() -> Self {
        let config = Config {
            data_dir: PathBuf::new(),
            catalogue: None,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            web: None,
            allow_remote: false,
            log: String::new(),
            log_format: LogFormat::Human,
            concurrent_calls_max: 0,
            deadline_default_ms: 0,
            deadline_max_ms: 0,
            import_deadline_ms: 0,
            removed_percent_max: 0,
            drain_ms: 0,
            threads: 0,
            clock: Clock::System,
        };
        Self { config, origins: vec![Origin::Default; KEYS.len()], problems: Vec::new() }
    }

    /// Reads a file; `origin` makes the origin of a line.
    fn text(&mut self, text: &str, origin: impl Fn(usize) -> Origin) {
        let table = match DeTable::parse(text) {
            Ok(table) => table,
            Err(error) => {
                let line = line_of(text, error.span().map_or(0, |span| span.start));
                let problem = error.message().to_owned();
                self.wrong(origin(line), "", problem, "see https://toml.io for the form of the file".into());
                return;
            }
        };
        for (name, value) in table.get_ref() {
            let place = origin(line_of(text, name.span().start));
            let Some(key) = KEYS.iter().find(|key| key.name == name.get_ref()) else {
                self.wrong(place, name.get_ref(), "there is no such key".into(), nearest(name.get_ref()));
                continue;
            };
            match value_text(key.sort, value.get_ref()) {
                Some(value) => self.set(key, &value, place),
                None => {
                    let problem = format!("it holds {}", value.get_ref().type_str());
                    self.wrong(place, key.name, problem, format!("it must be {}", key.sort.wanted()));
                }
            }
        }
    }

    fn set(&mut self, key: &Key, value: &str, origin: Origin) {
        match (key.read)(&mut self.config, value) {
            Ok(()) => {
                if let Some(index) = KEYS.iter().position(|known| known.name == key.name) {
                    self.origins[index] = origin;
                }
            }
            Err(wanted) => {
                let problem = match key.sort {
                    Sort::Secret => "it holds something else".to_owned(),
                    _ => format!("it holds {value:?}"),
                };
                self.wrong(origin, key.name, problem, format!("it must be {wanted}"));
            }
        }
    }

    fn wrong(&mut self, origin: Origin, key: &str, problem: String, remedy: String) {
        self.problems.push(ConfigProblem { origin, key: key.to_owned(), problem, remedy });
    }

    /// Checks what only the whole can tell.
    fn finish(mut self) -> Result<Settings, ConfigError> {
        let mut settings =
            Settings { config: self.config.clone(), origins: self.origins.clone(), catalogue_problems: Vec::new() };
        let (default_ms, max_ms) = (self.config.deadline_default_ms, self.config.deadline_max_ms);
        if default_ms > max_ms {
            let origin = settings.origin("deadline_default_ms").cloned().unwrap_or(Origin::Default);
            let problem = format!("it holds {default_ms}, more than deadline_max_ms, {max_ms}");
            self.wrong(origin, "deadline_default_ms", problem, "lower it, or raise deadline_max_ms".into());
        }
        if self.problems.iter().any(|problem| problem.key != CATALOGUE) {
            return Err(ConfigError::Wrong(self.problems));
        }
        settings.catalogue_problems = self.problems;
        Ok(settings)
    }
}

/// A value of the right type as text.
fn value_text(sort: Sort, value: &DeValue<'_>) -> Option<String> {
    match sort {
        Sort::Text | Sort::Secret => value.as_str().map(str::to_owned),
        Sort::Number => {
            value.as_integer().filter(|number| number.radix() == 10).map(|number| number.as_str().to_owned())
        }
        Sort::Switch => value.as_bool().map(|on| on.to_string()),
        Sort::Day => value.as_str().map(str::to_owned).or_else(|| value.as_datetime().map(ToString::to_string)),
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// What to do about an unknown key.
fn nearest(name: &str) -> String {
    let likeness = |key: &&Key| strsim::jaro_winkler(key.name, name);
    let best = KEYS.iter().max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
    match best.filter(|key| likeness(key) >= LIKENESS_MIN) {
        Some(key) => format!("did you mean {}?", key.name),
        None => "`loopbaanbrug config check --print` lists the keys".into(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::engine::limits;

    fn problems(text: &str) -> Vec<String> {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(text.as_bytes()).expect("written");
        match Settings::load(&Layers { file: Some(file.path()), ..Layers::default() }) {
            Ok(_) => Vec::new(),
            Err(ConfigError::Wrong(problems)) => {
                let name = file.path().display().to_string();
                problems.iter().map(|problem| problem.to_string().replace(&name, "FILE")).collect()
            }
            Err(other) => vec![other.to_string()],
        }
    }

    #[test]
    fn the_reference_holds_every_key_in_order_and_nothing_else() {
        let mut reader = Reader::new();
        reader.text(REFERENCE, |line| Origin::File { path: PathBuf::new(), line });
        assert_eq!(reader.problems, []);
        let mut line_before = 0;
        for (key, origin) in KEYS.iter().zip(&reader.origins) {
            let Origin::File { line, .. } = origin else { panic!("{} has no default", key.name) };
            assert!(*line > line_before, "{} stands out of order", key.name);
            line_before = *line;
        }
    }

    #[test]
    fn the_defaults_are_the_limits_of_the_engine() {
        let config = Settings::load(&Layers::default()).expect("the defaults").config;
        assert_eq!(config.concurrent_calls_max, limits::CONCURRENT_CALLS_MAX);
        assert_eq!(config.deadline_default_ms, limits::DEADLINE_DEFAULT_MS);
        assert_eq!(config.deadline_max_ms, limits::DEADLINE_MAX_MS);
        assert_eq!(config.import_deadline_ms, limits::IMPORT_DEADLINE_MS);
        assert_eq!(config.drain_ms, limits::DRAIN_MS);
        assert_eq!(config.removed_percent_max, limits::REMOVED_PERCENT_MAX);
    }

    #[test]
    fn what_is_shown_reads_back_as_the_same() {
        let settings = Settings::load(&Layers::default()).expect("the defaults");
        let shown: String = settings.effective().map(|(key, value, _)| format!("{key} = {value}\n")).collect();
        let mut reader = Reader::new();
        reader.text(&shown, |_| Origin::Default);
        assert_eq!(reader.problems, []);
        assert_eq!(reader.config, settings.config);
    }

    #[test]
    fn a_password_is_never_repeated() {
        let right = "postgres://me:geheim@db.example:5432/jobs?password=geheim&sslmode=require";
        let flags = [("catalogue", "--catalogue", right.to_owned())];
        let settings = Settings::load(&Layers { flags: &flags, ..Layers::default() }).expect("an address");
        let (_, shown, _) = settings.effective().find(|(key, _, _)| *key == "catalogue").expect("the key");
        assert_eq!(shown, "\"postgres://me:***@db.example:5432/jobs?password=***&sslmode=require\"");
        assert!(!format!("{settings:?}").contains("geheim"));
        for wrong in ["postgres://me:geheim@db.example:poort/jobs", "postgres://db/jobs?passwrod=geheim", "geheim"] {
            let flags = [("catalogue", "--catalogue", wrong.to_owned())];
            let refused = Settings::load(&Layers { flags: &flags, ..Layers::default() }).expect_err("no address");
            assert!(!format!("{refused} {refused:?}").contains("geheim"), "{refused}");
            assert!(!refused.to_string().contains("must be must be"), "{refused}");
            let any = Settings::load_for_any(&Layers { flags: &flags, ..Layers::default() }).expect("the others");
            assert_eq!(any.check_catalogue().expect_err("no address").to_string(), refused.to_string());
            assert!(!format!("{any:?}").contains("geheim"));
        }
    }

    #[test]
    fn what_is_wrong_with_the_catalogue_is_named_among_what_else_is_wrong() {
        let found = problems("catalogue = \"nergens\"\nthreads = 2000\n");
        let catalogue = "FILE:1: catalogue: it holds something else; it must be an address such as \
                         postgres://user@host:5432/database";
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().any(|it| it == catalogue), "{found:?}");
    }

    #[test]
    fn a_flag_wins_over_the_environment_over_the_file_over_the_default() {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(b"# comment\ndrain_ms = 1\nthreads = 2\nlog = \"debug\"\n").expect("written");
        let layers = Layers {
            file: Some(file.path()),
            environment: |name| match name {
                "LOOPBAANBRUG_THREADS" => Some("3".into()),
                "LOOPBAANBRUG_LOG" => Some("trace".into()),
                _ => None,
            },
            flags: &[("log", "--log", "error".into())],
        };
        let settings = Settings::load(&layers).expect("settings");
        assert_eq!((settings.config.drain_ms, settings.config.threads), (1, 3));
        assert_eq!(settings.config.log, "error");
        let origin = |key: &str| settings.origin(key).expect("a key").clone();
        assert_eq!(origin("drain_ms"), Origin::File { path: file.path().into(), line: 2 });
        assert_eq!(origin("threads").to_string(), "environment variable LOOPBAANBRUG_THREADS");
        assert_eq!(origin("log").to_string(), "flag --log");
        assert_eq!(origin("listen"), Origin::Default);
    }

    #[test]
    fn every_wrong_value_is_named_with_line_key_and_remedy() {
        let found = problems(
            "data_dri = \"x\"\nthreads = \"two\"\ndrain_ms = 600001\nlisten = \"localhost\"\ntoday = \"soon\"\n",
        );
        let expected = [
            "FILE:1: data_dri: there is no such key; did you mean data_dir?",
            "FILE:3: drain_ms: it holds \"600001\"; it must be a whole number from 0 to 600000",
            "FILE:4: listen: it holds \"localhost\"; it must be an address and port such as \"127.0.0.1:50161\"",
            "FILE:2: threads: it holds string; it must be a whole number",
            "FILE:5: today: it holds \"soon\"; it must be a day such as \"2026-12-01\", or \"system\"",
        ];
        let mut sorted = found.clone();
        sorted.sort();
        let mut wanted = expected.map(str::to_owned).to_vec();
        wanted.sort();
        assert_eq!(sorted, wanted);
    }

    #[test]
    fn a_file_that_is_not_toml_names_the_line() {
        let found = problems("drain_ms = 1\nthreads = = 2\n");
        assert!(found.len() == 1 && found[0].starts_with("FILE:2: "), "{found:?}");
    }

    #[test]
    fn the_default_deadline_is_within_the_longest() {
        let found = problems("deadline_default_ms = 5000\ndeadline_max_ms = 100\n");
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("lower it, or raise deadline_max_ms"), "{found:?}");
    }

    #[test]
    fn a_day_may_stand_with_or_without_quotes() {
        assert_eq!(problems("today = 2026-12-01\n"), Vec::<String>::new());
        assert_eq!(problems("today = \"2026-12-01\"\n"), Vec::<String>::new());
    }
}
