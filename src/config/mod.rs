//! Configuration: every setting, its limits and where its value came from.
//!
//! Four layers make one [`Settings`]: flags over environment variables over a file over the embedded reference file,
//! which is the only place where defaults stand. Reading stands in `load`, the list of keys in `keys`.

mod keys;
mod load;

pub use keys::{KEYS, Key, Sort};
pub use load::{Layers, REFERENCE};

use std::{fmt, net::SocketAddr, path::PathBuf};

use thiserror::Error;

use crate::{clock::Clock, engine::CatalogueUrl};

/// First part of the name of every environment variable.
pub const ENVIRONMENT_PREFIX: &str = "LOOPBAANBRUG_";

/// Every setting of the program, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Directory of the catalogue, the index and imported taxonomies.
    pub data_dir: PathBuf,
    /// A catalogue that several nodes share; none keeps it in the data directory.
    pub catalogue: Option<CatalogueUrl>,
    /// Address of the gRPC service; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Address of the adviser's page; none when it is not served.
    pub web: Option<SocketAddr>,
    /// Whether `listen` and `web` may be reachable from other machines.
    pub allow_remote: bool,
    /// Directives of what is logged.
    pub log: String,
    /// Form of the log.
    pub log_format: LogFormat,
    /// Most calls in progress at one time.
    pub concurrent_calls_max: usize,
    /// Deadline of a call whose caller gives none.
    pub deadline_default_ms: u64,
    /// Longest deadline that a caller can ask.
    pub deadline_max_ms: u64,
    /// Longest time one import may take.
    pub import_deadline_ms: u64,
    /// Largest share of a source that a full feed may remove unless the import allows more, in percent.
    pub removed_percent_max: u8,
    /// How long the service waits at the end for calls in progress.
    pub drain_ms: u64,
    /// Threads that score; 0 for as many as there are cores.
    pub threads: usize,
    /// Where the date comes from.
    pub clock: Clock,
}

/// Form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    Human,
    /// One JSON object a line.
    Json,
}

/// A configuration and the origin of each of its values.
///
/// ```
/// use loopbaanbrug::config::{Layers, Origin, Settings};
///
/// let settings = Settings::load(&Layers::default())?;
/// assert_eq!(settings.config.listen.to_string(), "127.0.0.1:50161");
/// assert_eq!(settings.origin("listen"), Some(&Origin::Default));
/// # Ok::<(), loopbaanbrug::config::ConfigError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Settings {
    /// The values.
    pub config: Config,
    /// In the order of [`KEYS`].
    origins: Vec<Origin>,
    /// What is wrong with the address of the catalogue, layer by layer.
    catalogue_problems: Vec<ConfigProblem>,
}

impl Settings {
    /// Refuses an address of the catalogue that is wrong. Whoever opens the data asks this first.
    ///
    /// # Errors
    /// [`ConfigError::Wrong`].
    pub fn check_catalogue(&self) -> Result<(), ConfigError> {
        match self.catalogue_problems.as_slice() {
            [] => Ok(()),
            problems => Err(ConfigError::Wrong(problems.to_vec())),
        }
    }

    /// Whether the catalogue is not the one in the data directory, be its address right or wrong.
    #[must_use]
    pub fn has_other_catalogue(&self) -> bool {
        self.config.catalogue.is_some() || !self.catalogue_problems.is_empty()
    }

    /// Where the value of a key came from. None when there is no such key.
    #[must_use]
    pub fn origin(&self, key: &str) -> Option<&Origin> {
        let index = KEYS.iter().position(|known| known.name == key)?;
        self.origins.get(index)
    }

    /// Every key with its value as a configuration file would hold it, and its origin.
    pub fn effective(&self) -> impl Iterator<Item = (&'static str, String, &Origin)> {
        let keys = KEYS.iter().zip(&self.origins);
        keys.map(|(key, origin)| (key.name, key.sort.quoted(&(key.show)(&self.config)), origin))
    }
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The embedded reference file.
    Default,
    /// A configuration file.
    File {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
    },
    /// An environment variable.
    Environment {
        /// Its name.
        variable: String,
    },
    /// A flag of the command.
    Flag {
        /// Its name, with the hyphens.
        flag: &'static str,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Environment { variable } => write!(f, "environment variable {variable}"),
            Self::Flag { flag } => write!(f, "flag {flag}"),
        }
    }
}

/// Why there is no configuration; fits “failed to read the configuration: {…}”.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        source: std::io::Error,
    },
    /// The file is larger than any configuration.
    #[error("{}: larger than {max_bytes} bytes", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Most bytes.
        max_bytes: u64,
    },
    /// Values are wrong: all of them, not the first alone.
    #[error("{}", lines(.0))]
    Wrong(Vec<ConfigProblem>),
}

/// One thing wrong with a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// Where it stands.
    pub origin: Origin,
    /// The key. Empty when the file as a whole cannot be read as TOML.
    pub key: String,
    /// What is wrong.
    pub problem: String,
    /// What would be right.
    pub remedy: String,
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.origin)?;
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        write!(f, "{}; {}", self.problem, self.remedy)
    }
}

fn lines(problems: &[ConfigProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
