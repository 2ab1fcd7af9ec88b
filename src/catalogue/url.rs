//! Where a shared catalogue is. What is shown or logged of it never holds the password.

use sqlx::postgres::PgConnectOptions;
use std::{fmt, str::FromStr};
use thiserror::Error;

/// Name by which the server's operators see our connections.
const APPLICATION_NAME: &str = "loopbaanbrug";

/// Parameters that may follow the `?`.
const PARAMETERS: &[&str] =
    &["sslmode", "sslrootcert", "sslcert", "sslkey", "host", "port", "dbname", "user", "password", "options"];

/// Address of a PostgreSQL database, such as `postgres://user:password@host:5432/loopbaanbrug?sslmode=verify-full`. The
/// password may be left out: it is then taken from the environment (`PGPASSWORD`) or from `~/.pgpass`, as by `psql`.
///
/// Shown and debugged without the password:
///
/// ```
/// use loopbaanbrug::catalogue::CatalogueUrl;
/// let url: CatalogueUrl = "postgres://me:secret@db.example/jobs?sslmode=require".parse()?;
/// assert_eq!(url.to_string(), "postgres://me:***@db.example/jobs?sslmode=require");
/// assert!(!format!("{url:?}").contains("secret"));
/// assert!("mysql://db.example/jobs".parse::<CatalogueUrl>().is_err());
/// # Ok::<(), loopbaanbrug::catalogue::CatalogueUrlError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct CatalogueUrl {
    url: String,
}

/// Why an address is none; fits “must be {…}”. It says nothing of what was given, which may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CatalogueUrlError {
    /// It is no such address.
    #[error("an address such as postgres://user@host:5432/database")]
    NotAnAddress,
    /// A parameter after the `?` is not known.
    #[error("an address with no other parameters after ? than {}", PARAMETERS.join(", "))]
    UnknownParameter,
}

impl FromStr for CatalogueUrl {
    type Err = CatalogueUrlError;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        if !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
            return Err(CatalogueUrlError::NotAnAddress);
        }
        if parameters(url).any(|parameter| !PARAMETERS.contains(&name_of(parameter))) {
            return Err(CatalogueUrlError::UnknownParameter);
        }
        url.parse::<PgConnectOptions>().map_err(|_| CatalogueUrlError::NotAnAddress)?;
        Ok(Self { url: url.to_owned() })
    }
}

impl CatalogueUrl {
    pub(super) fn options(&self) -> Result<PgConnectOptions, sqlx::Error> {
        Ok(self.url.parse::<PgConnectOptions>()?.application_name(APPLICATION_NAME))
    }

    /// Host and port, or the socket: enough to see which server is meant, and nothing that is secret.
    pub(super) fn server(options: &PgConnectOptions) -> String {
        match (options.get_socket(), options.get_host()) {
            (Some(socket), _) => socket.display().to_string(),
            (None, host) if host.contains(':') && !host.starts_with('[') => format!("[{host}]:{}", options.get_port()),
            (None, host) => format!("{host}:{}", options.get_port()),
        }
    }
}

impl fmt::Display for CatalogueUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (place, _) = self.url.split_once('?').unwrap_or((&self.url, ""));
        let (scheme, rest) = place.split_once("://").unwrap_or(("", place));
        write!(formatter, "{scheme}://")?;
        match rest.rsplit_once('@') {
            Some((who, place)) => match who.split_once(':') {
                Some((user, _)) => write!(formatter, "{user}:***@{place}")?,
                None => write!(formatter, "{who}@{place}")?,
            },
            None => formatter.write_str(rest)?,
        }
        for (number, parameter) in parameters(&self.url).enumerate() {
            let sign = if number == 0 { '?' } else { '&' };
            match name_of(parameter) {
                "password" => write!(formatter, "{sign}password=***")?,
                _ => write!(formatter, "{sign}{parameter}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for CatalogueUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CatalogueUrl({self})")
    }
}

fn parameters(url: &str) -> impl Iterator<Item = &str> {
    let (_, query) = url.split_once('?').unwrap_or((url, ""));
    query.split('&').filter(|parameter| !parameter.is_empty())
}

fn name_of(parameter: &str) -> &str {
    parameter.split_once('=').map_or(parameter, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_named_without_what_is_secret() {
        let server = |url: &str| {
            let url: CatalogueUrl = url.parse().expect("an address");
            CatalogueUrl::server(&url.options().expect("options"))
        };
        assert_eq!(server("postgres://me:geheim@db.example:6543/jobs?password=geheim"), "db.example:6543");
        assert_eq!(server("postgres://me:geheim@[::1]:6543/jobs"), "[::1]:6543");
    }
}
