//! The list of keys: how each is read from text, checked and shown. Layers and origins stand in `load`.

use std::{path::PathBuf, str::FromStr};

use jiff::civil::Date;
use tracing_subscriber::EnvFilter;

use super::{Config, LogFormat};
use crate::{clock::Clock, engine::CatalogueUrl};

/// A key of the configuration.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name in files, such as `data_dir`.
    pub name: &'static str,
    /// Which type of TOML value it takes.
    pub sort: Sort,
    /// Reads and checks a value; the error fits “must be {…}”.
    pub(super) read: fn(&mut Config, &str) -> Result<(), String>,
    /// The value as text.
    pub(super) show: fn(&Config) -> String,
}

/// Types of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Text between quotes.
    Text,
    /// Text between quotes that may hold a password: never repeated as it was given.
    Secret,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Switch,
    /// A date, with or without quotes, or a word between quotes.
    Day,
}

impl Sort {
    /// What a file must hold.
    #[must_use]
    pub fn wanted(self) -> &'static str {
        match self {
            Self::Text | Self::Secret => "text between quotes",
            Self::Number => "a whole number",
            Self::Switch => "true or false",
            Self::Day => "a day such as \"2026-12-01\", or \"system\"",
        }
    }

    /// A value as a file would hold it.
    pub(super) fn quoted(self, value: &str) -> String {
        match self {
            Self::Text | Self::Secret | Self::Day => toml::Value::from(value).to_string(),
            Self::Number | Self::Switch => value.to_owned(),
        }
    }
}

/// The word for a page that is not served.
const OFF: &str = "off";

/// Every key, in the order of the reference file.
pub const KEYS: &[Key] = &[
    Key {
        name: "data_dir",
        sort: Sort::Text,
        read: |config, text| {
            config.data_dir = Some(PathBuf::from(text)).filter(|_| !text.is_empty()).ok_or("a directory")?;
            Ok(())
        },
        show: |config| config.data_dir.display().to_string(),
    },
    Key {
        name: "catalogue",
        sort: Sort::Secret,
        read: |config, text| {
            let url = || text.parse::<CatalogueUrl>().map_err(|error| error.to_string());
            config.catalogue = if text.is_empty() { None } else { Some(url()?) };
            Ok(())
        },
        show: |config| config.catalogue.as_ref().map(ToString::to_string).unwrap_or_default(),
    },
    Key {
        name: "listen",
        sort: Sort::Text,
        read: |config, text| {
            config.listen = text.parse().map_err(|_| "an address and port such as \"127.0.0.1:50161\"")?;
            Ok(())
        },
        show: |config| config.listen.to_string(),
    },
    Key {
        name: "web",
        sort: Sort::Text,
        read: |config, text| {
            config.web = match text {
                OFF => None,
                address => {
                    Some(address.parse().map_err(|_| "an address and port such as \"127.0.0.1:50180\", or \"off\"")?)
                }
            };
            Ok(())
        },
        show: |config| config.web.map_or_else(|| OFF.to_owned(), |web| web.to_string()),
    },
    Key {
        name: "allow_remote",
        sort: Sort::Switch,
        read: |config, text| {
            config.allow_remote = text.parse().map_err(|_| Sort::Switch.wanted())?;
            Ok(())
        },
        show: |config| config.allow_remote.to_string(),
    },
    Key {
        name: "log",
        sort: Sort::Text,
        read: |config, text| {
            let known = EnvFilter::builder().parse(text).is_ok() && !text.trim().is_empty();
            config.log = known
                .then(|| text.to_owned())
                .ok_or("off, error, warn, info, debug, trace or directives such as \"info,loopbaanbrug=debug\"")?;
            Ok(())
        },
        show: |config| config.log.clone(),
    },
    Key {
        name: "log_format",
        sort: Sort::Text,
        read: |config, text| {
            config.log_format = match text {
                "human" => LogFormat::Human,
                "json" => LogFormat::Json,
                _ => return Err("\"human\" or \"json\"".into()),
            };
            Ok(())
        },
        show: |config| match config.log_format {
            LogFormat::Human => "human".into(),
            LogFormat::Json => "json".into(),
        },
    },
    Key {
        name: "concurrent_calls_max",
        sort: Sort::Number,
        read: |config, text| between(text, 1, 65_536).map(|calls| config.concurrent_calls_max = calls),
        show: |config| config.concurrent_calls_max.to_string(),
    },
    Key {
        name: "deadline_default_ms",
        sort: Sort::Number,
        read: |config, text| between(text, 1, 600_000).map(|ms| config.deadline_default_ms = ms),
        show: |config| config.deadline_default_ms.to_string(),
    },
    Key {
        name: "deadline_max_ms",
        sort: Sort::Number,
        read: |config, text| between(text, 1, 600_000).map(|ms| config.deadline_max_ms = ms),
        show: |config| config.deadline_max_ms.to_string(),
    },
    Key {
        name: "import_deadline_ms",
        sort: Sort::Number,
        read: |config, text| between(text, 1, 86_400_000).map(|ms| config.import_deadline_ms = ms),
        show: |config| config.import_deadline_ms.to_string(),
    },
    Key {
        name: "removed_percent_max",
        sort: Sort::Number,
        read: |config, text| between(text, 0, 100).map(|percent| config.removed_percent_max = percent),
        show: |config| config.removed_percent_max.to_string(),
    },
    Key {
        name: "drain_ms",
        sort: Sort::Number,
        read: |config, text| between(text, 0, 600_000).map(|ms| config.drain_ms = ms),
        show: |config| config.drain_ms.to_string(),
    },
    Key {
        name: "threads",
        sort: Sort::Number,
        read: |config, text| between(text, 0, 1_024).map(|threads| config.threads = threads),
        show: |config| config.threads.to_string(),
    },
    Key {
        name: "today",
        sort: Sort::Day,
        read: |config, text| {
            config.clock = match text {
                "system" => Clock::System,
                day => Clock::Fixed(day.parse::<Date>().map_err(|_| Sort::Day.wanted())?),
            };
            Ok(())
        },
        show: |config| match config.clock {
            Clock::System => "system".into(),
            Clock::Fixed(day) => day.to_string(),
        },
    },
];

/// A whole number within its limits.
fn between<N: Copy + FromStr + PartialOrd + std::fmt::Display>(text: &str, min: N, max: N) -> Result<N, String> {
    match text.parse::<N>() {
        Ok(number) if number >= min && number <= max => Ok(number),
        _ => Err(format!("a whole number from {min} to {max}")),
    }
}
