//! The databases that a catalogue can live in, behind one way of asking: a statement of the SQL that both understand,
//! values in, rows out. What a statement means stands with whoever asks; how connections are made stands in
//! [`sqlite`] and [`postgres`]; [`bulk`] holds the statements whose form differs, [`copy`] is what only a file can be asked.

mod bulk;
mod copy;
mod postgres;
mod sqlite;

pub(super) use copy::CopyFailed;

use super::statements as sql;
use futures::{StreamExt, TryStreamExt, stream::BoxStream};
use sqlx::{
    Decode, Encode, PgPool, Pool, Postgres, Row as _, Sqlite, Transaction, Type,
    postgres::{PgConnectOptions, PgRow},
    query::Query,
    sqlite::SqliteRow,
};
use std::{path::Path, sync::Arc, time::Duration};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;

pub(super) use postgres::START_TIMEOUT;

/// How long a writer waits for its turn: writers wait for each other, and a commit of a million records takes minutes.
pub(super) const TURN_TIMEOUT: Duration = Duration::from_secs(600);

/// An open database. One writer of this process at a time has its turn; readers never wait for it.
#[derive(Debug)]
pub(super) struct Database {
    pools: Each<Pools<Sqlite>, Pools<Postgres>>,
    turn: Arc<Semaphore>,
}

/// A transaction that writes. Dropped without [`Write::commit`], it changes nothing.
pub(super) struct Write {
    transaction: Each<Transaction<'static, Sqlite>, Transaction<'static, Postgres>>,
    /// Given back after the transaction has ended.
    _turn: OwnedSemaphorePermit,
}

/// A row of an answer.
pub(super) struct Row(Each<SqliteRow, PgRow>);

/// What a statement is given.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    Number(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// Something of one of the two.
#[derive(Debug)]
enum Each<S, P> {
    Sqlite(S),
    Postgres(P),
}

/// Connections of one database.
#[derive(Debug)]
struct Pools<DB: sqlx::Database> {
    writer: Pool<DB>,
    readers: Pool<DB>,
}

pub(super) type Rows<'a> = BoxStream<'a, Result<Row, sqlx::Error>>;

impl Database {
    /// Opens a file, made when it does not exist, and brings its tables up to date.
    pub(super) async fn open(path: &Path) -> Result<Self, sqlx::Error> {
        Ok(Self::of(Each::Sqlite(sqlite::open(path).await?)))
    }

    /// Connects to a server and brings its tables up to date.
    pub(super) async fn connect(options: PgConnectOptions) -> Result<Self, sqlx::Error> {
        Ok(Self::of(Each::Postgres(postgres::connect(options).await?)))
    }

    fn of(pools: Each<Pools<Sqlite>, Pools<Postgres>>) -> Self {
        Self { pools, turn: Arc::new(Semaphore::new(1)) }
    }

    /// Waits for its turn and begins a transaction that writes.
    pub(super) async fn begin_write(&self) -> Result<Write, sqlx::Error> {
        let turn = tokio::time::timeout(TURN_TIMEOUT, Arc::clone(&self.turn).acquire_owned());
        let turn = turn.await.map_err(|_| sqlx::Error::PoolTimedOut)?.map_err(|_| sqlx::Error::PoolClosed)?;
        let transaction = match &self.pools {
            Each::Sqlite(pools) => Each::Sqlite(pools.writer.begin_with(sql::BEGIN_WRITE_SQLITE).await?),
            Each::Postgres(pools) => Each::Postgres(pools.writer.begin_with(sql::BEGIN_WRITE_POSTGRES).await?),
        };
        Ok(Write { transaction, _turn: turn })
    }

    /// The rows of an answer as they come.
    pub(super) fn fetch<'a>(&'a self, sql: &'static str, values: &[Value<'_>]) -> Rows<'a> {
        match &self.pools {
            Each::Sqlite(pools) => query::<Sqlite>(sql, values).fetch(&pools.readers).map_ok(Row::sqlite).boxed(),
            Each::Postgres(pools) => query::<Postgres>(sql, values).fetch(&pools.readers).map_ok(Row::postgres).boxed(),
        }
    }

    pub(super) async fn fetch_optional(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<Option<Row>, sqlx::Error> {
        self.fetch(sql, values).try_next().await
    }

    /// The number in the only row.
    pub(super) async fn number(&self, sql: &'static str, values: &[Value<'_>]) -> Result<i64, sqlx::Error> {
        self.fetch_optional(sql, values).await?.ok_or(sqlx::Error::RowNotFound)?.get(0)
    }

    /// Connections for single statements, when this is a server that other nodes share.
    pub(super) fn shared(&self) -> Option<&PgPool> {
        match &self.pools {
            Each::Sqlite(_) => None,
            Each::Postgres(pools) => Some(&pools.readers),
        }
    }

    /// Whether it is a file of this machine.
    pub(super) fn is_file(&self) -> bool {
        matches!(self.pools, Each::Sqlite(_))
    }

    /// Writes a copy of one moment into a new file and says the revision in it; none for a server.
    pub(super) async fn copy_to(&self, path: &Path, stop: &CancellationToken) -> Result<Option<i64>, CopyFailed> {
        match &self.pools {
            Each::Sqlite(pools) => copy::copy(&pools.readers, path, stop).await.map(Some),
            Each::Postgres(_) => Ok(None),
        }
    }

    pub(super) async fn close(&self) {
        match &self.pools {
            Each::Sqlite(pools) => pools.close().await,
            Each::Postgres(pools) => pools.close().await,
        }
    }

    #[cfg(test)]
    pub(super) fn sqlite(&self) -> (&sqlx::SqlitePool, &sqlx::SqlitePool) {
        match &self.pools {
            Each::Sqlite(pools) => (&pools.writer, &pools.readers),
            Each::Postgres(_) => panic!("this test is about SQLite"),
        }
    }
}

impl Write {
    /// The rows of an answer as they come.
    pub(super) fn fetch<'a>(&'a mut self, sql: &'static str, values: &[Value<'_>]) -> Rows<'a> {
        match &mut self.transaction {
            Each::Sqlite(it) => query::<Sqlite>(sql, values).fetch(&mut **it).map_ok(Row::sqlite).boxed(),
            Each::Postgres(it) => query::<Postgres>(sql, values).fetch(&mut **it).map_ok(Row::postgres).boxed(),
        }
    }

    pub(super) async fn fetch_optional(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<Option<Row>, sqlx::Error> {
        self.fetch(sql, values).try_next().await
    }

    /// The number in the only row.
    pub(super) async fn number(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<i64, sqlx::Error> {
        self.fetch_optional(sql, values).await?.ok_or(sqlx::Error::RowNotFound)?.get(0)
    }

    /// How many rows the statement changed.
    pub(super) async fn execute(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, sqlx::Error> {
        Ok(match &mut self.transaction {
            Each::Sqlite(it) => query::<Sqlite>(sql, values).execute(&mut **it).await?.rows_affected(),
            Each::Postgres(it) => query::<Postgres>(sql, values).execute(&mut **it).await?.rows_affected(),
        })
    }

    /// Wakes the nodes that share the database, once this is committed.
    pub(super) async fn tell_other_nodes(&mut self, revision: u64) -> Result<(), sqlx::Error> {
        if let Each::Postgres(it) = &mut self.transaction {
            let tell = sqlx::query(sql::NOTIFY).bind(sql::REVISION_CHANNEL).bind(revision.to_string());
            tell.execute(&mut **it).await?;
        }
        Ok(())
    }

    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        match self.transaction {
            Each::Sqlite(transaction) => transaction.commit().await,
            Each::Postgres(transaction) => transaction.commit().await,
        }
    }

    pub(super) async fn rollback(self) -> Result<(), sqlx::Error> {
        match self.transaction {
            Each::Sqlite(transaction) => transaction.rollback().await,
            Each::Postgres(transaction) => transaction.rollback().await,
        }
    }
}

impl Row {
    fn sqlite(row: SqliteRow) -> Self {
        Self(Each::Sqlite(row))
    }

    fn postgres(row: PgRow) -> Self {
        Self(Each::Postgres(row))
    }

    /// The value of a column, counted from 0.
    pub(super) fn get<'r, T>(&'r self, column: usize) -> Result<T, sqlx::Error>
    where
        T: Decode<'r, Sqlite> + Type<Sqlite> + Decode<'r, Postgres> + Type<Postgres>,
    {
        match &self.0 {
            Each::Sqlite(row) => row.try_get(column),
            Each::Postgres(row) => row.try_get(column),
        }
    }
}

impl<DB: sqlx::Database> Pools<DB> {
    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

fn query<DB>(sql: &'static str, values: &[Value<'_>]) -> Query<'static, DB, DB::Arguments>
where
    DB: sqlx::Database,
    i64: for<'q> Encode<'q, DB> + Type<DB>,
    for<'q> &'q str: Encode<'q, DB> + Type<DB>,
    for<'q> &'q [u8]: Encode<'q, DB> + Type<DB>,
{
    values.iter().fold(sqlx::query(sql), |query, value| match *value {
        Value::Number(number) => query.bind(number),
        Value::Text(text) => query.bind(text),
        Value::Bytes(bytes) => query.bind(bytes),
    })
}
