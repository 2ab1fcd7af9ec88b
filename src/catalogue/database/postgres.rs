//! A PostgreSQL server that any number of nodes share.

use super::Pools;
use sqlx::{
    ConnectOptions, Postgres,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::time::Duration;

static MIGRATIONS: Migrator = sqlx::migrate!("src/catalogue/migrations/postgres");

/// Connections of a node for single statements: pages of the feed, counts, claims, and one that listens.
const READERS_MAX: u32 = 6;
/// Connections of a node that write. One writes at a time; a writer whose caller went away while it waited for another node
/// keeps its own until that one is done.
const WRITERS_MAX: u32 = 4;
/// How long a call waits for a connection before it says that the database cannot be reached.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a node that starts waits for a database that starts too. Whoever mistyped its address waits as long; what looks after
/// nodes starts them again.
pub(in crate::catalogue) const START_TIMEOUT: Duration = Duration::from_secs(8);

pub(super) async fn connect(options: PgConnectOptions) -> Result<Pools<Postgres>, sqlx::Error> {
    let options = options.disable_statement_logging();
    let starting = pool(1).acquire_timeout(START_TIMEOUT).connect_with(options.clone()).await?;
    MIGRATIONS.run(&starting).await?;
    starting.close().await;
    Ok(Pools {
        writer: pool(WRITERS_MAX).connect_lazy_with(options.clone()),
        readers: pool(READERS_MAX).connect_lazy_with(options),
    })
}

fn pool(connections: u32) -> PgPoolOptions {
    PgPoolOptions::new().max_connections(connections).acquire_timeout(CONNECTION_TIMEOUT)
}
