//! What was typed, put together with the configuration: where the data are, how the output looks.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
};

use tonic::transport::{Endpoint, Uri};

use super::{
    arguments::{Command, GlobalArguments, OutputFormat},
    error::CliError,
    json::{self, Named},
    output::Output,
    page::{Page, Screen},
    texts::{Language, Words},
};
use crate::{
    config::{Config, Layers, Origin, Settings},
    telemetry,
};

/// Environment variable that stands for `--server`.
const SERVER_VARIABLE: &str = "LOOPBAANBRUG_SERVER";
/// What commands other than services log when nobody says.
const QUIET_LOG: &str = "warn";

/// Everything a command needs to know besides its own arguments.
#[derive(Debug)]
pub(super) struct Invocation {
    pub settings: Settings,
    pub place: Place,
    pub output: OutputFormat,
    /// Whether it asks what words mean, and nothing of opportunities.
    pub asks_words_alone: bool,
    /// Whether a data directory that is not there is made.
    makes_data: bool,
    language: Option<Language>,
    screen: Screen,
}

/// Where the data are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A service elsewhere.
    Server(Uri),
    /// A data directory, to be opened in this process.
    Data(PathBuf),
}

/// Whether a command makes a data directory that is not there. One that feeds it does. Words and profiles are looked up in what
/// is in the box when nobody named a directory.
fn makes_data(command: &Command, unsaid: bool) -> bool {
    match command {
        Command::Serve(_) | Command::Demo(_) | Command::Import(_) => true,
        Command::Concepts { .. } | Command::Profile { .. } => unsaid,
        _ => false,
    }
}

impl Invocation {
    /// Reads the configuration and begins logging.
    pub(super) fn new(global: &GlobalArguments, command: &Command) -> Result<Self, CliError> {
        let settings = Settings::load_for_any(&Layers {
            file: global.config.as_deref(),
            environment: |variable| env::var_os(variable).map(|value| value.to_string_lossy().into_owned()),
            flags: &flags(global, command),
        })?;
        // What is typed wins over the environment, so that --data and --catalogue are obeyed whatever the environment says.
        let own_place = global.data.is_some() || global.catalogue.is_some();
        let from_environment = || env::var(SERVER_VARIABLE).ok().filter(|url| !own_place && !url.is_empty());
        let place = match global.server.clone().or_else(from_environment) {
            Some(url) => Place::Server(server_uri(&url)?),
            None => Place::Data(settings.config.data_dir.clone()),
        };
        let config = &settings.config;
        let service = matches!(command, Command::Serve(_));
        let unsaid = settings.origin("log") == Some(&Origin::Default);
        let log = if unsaid && !service { QUIET_LOG } else { &config.log };
        telemetry::begin(log, config.log_format)?;
        let unsaid = settings.origin("data_dir") == Some(&Origin::Default);
        let makes_data = makes_data(command, unsaid) || config.catalogue.is_some();
        let screen = Screen::standard_output();
        let (output, language) = (global.output, global.language);
        let asks_words_alone = matches!(command, Command::Concepts { .. });
        Ok(Self { settings, place, output, asks_words_alone, makes_data, language, screen })
    }

    pub(super) fn config(&self) -> &Config {
        &self.settings.config
    }

    /// The configuration of a command that opens the data: here the address of the catalogue must be right too.
    pub(super) fn config_of_data(&self) -> Result<&Config, CliError> {
        self.settings.check_catalogue()?;
        Ok(&self.settings.config)
    }

    /// The data directory of a command that cannot speak to a service.
    pub(super) fn data_dir(&self) -> Result<PathBuf, CliError> {
        match &self.place {
            Place::Data(directory) => Ok(directory.clone()),
            Place::Server(_) => {
                let problem = "use --server here: this command works on files; run it beside the data with --data DIR";
                Err(CliError::Input(problem.into()))
            }
        }
    }

    /// Refuses a data directory that is not there: asking, checking or copying it finds nothing, and its name is most likely
    /// wrong.
    pub(super) fn must_be_there(&self, data_dir: &Path) -> Result<(), CliError> {
        if self.makes_data || data_dir.exists() { Ok(()) } else { Err(CliError::NoData(data_dir.to_owned())) }
    }

    /// Language where a person's matches are shown.
    pub(super) fn language(&self) -> Language {
        self.language.unwrap_or(Language::Nl)
    }

    /// Words where a person's matches are shown.
    pub(super) fn words(&self) -> &'static Words {
        self.language().words()
    }

    /// Words of reports for operators.
    pub(super) fn report_words(&self) -> &'static Words {
        self.language.unwrap_or(Language::En).words()
    }

    /// An empty page for standard output.
    pub(super) fn page(&self) -> Page {
        Page::new(self.screen)
    }

    /// Whether answers are printed as JSON.
    pub(super) fn wants_json(&self) -> bool {
        self.output == OutputFormat::Json
    }

    /// Prints an answer: as JSON, or as the page that `show` makes of it.
    pub(super) fn answer<M: Named>(&self, message: &M, show: impl FnOnce(&mut Page)) -> Result<(), CliError> {
        let mut output = Output::standard();
        if self.wants_json() {
            return output.line(&to_json(message)?);
        }
        let mut page = self.page();
        show(&mut page);
        output.text(&page.into_text())
    }
}

/// An answer as one line of JSON.
pub(super) fn to_json<M: Named>(message: &M) -> Result<String, CliError> {
    json::to_json(message).map_err(|error| CliError::Fault(format!("write the answer as JSON: {error}")))
}

/// The settings that were given as flags.
fn flags(global: &GlobalArguments, command: &Command) -> Vec<(&'static str, &'static str, String)> {
    let text = |value: &OsStr| value.to_string_lossy().into_owned();
    let data = global.data.as_ref().map(|data| ("data_dir", "--data", text(data.as_os_str())));
    let log = global.log.clone().map(|log| ("log", "--log", log));
    let (listen, web) = match command {
        Command::Serve(serve) => (
            serve.listen.map(|listen| ("listen", "--listen", listen.to_string())),
            serve.web.map(|web| ("web", "--web", web.to_string())),
        ),
        _ => (None, None),
    };
    let catalogue = global.catalogue.clone().map(|url| ("catalogue", "--catalogue", url));
    [data, log, listen, web, catalogue].into_iter().flatten().collect()
}

/// The address of a service: `http://host:port`, or `host:port` alone.
fn server_uri(url: &str) -> Result<Uri, CliError> {
    let wrong = |problem: &str| CliError::Input(format!("read --server {url:?}: {problem}"));
    if url.starts_with("https:") {
        return Err(wrong("this program speaks plain HTTP/2 only; use http:// and a proxy or tunnel for TLS"));
    }
    let full = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
    let uri: Uri = full.parse().map_err(|_| wrong("must be a URL such as http://127.0.0.1:50161"))?;
    let usable = uri.scheme_str() == Some("http") && uri.port().is_some() && Endpoint::new(uri.clone()).is_ok();
    if usable { Ok(uri) } else { Err(wrong("must be a URL with a port, such as http://127.0.0.1:50161")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_a_plain_url_with_a_port() {
        for good in ["http://127.0.0.1:50161", "127.0.0.1:50161", "http://[::1]:1/", "localhost:7"] {
            assert!(server_uri(good).is_ok(), "{good}");
        }
        for bad in ["", "http://", "localhost", "https://a:1", "ftp://a:1", "http://a b:1"] {
            assert!(server_uri(bad).is_err(), "{bad}");
        }
    }
}
