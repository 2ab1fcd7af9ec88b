//! Many records by one statement. SQLite takes them as rows of values, PostgreSQL as one array for each column.

use super::{Each, Row, Write};
use crate::{
    catalogue::{spool::StagedRecord, statements as sql, store::kind_of},
    domain::OpportunityKind,
};
use sqlx::{Postgres, QueryBuilder, Sqlite, Transaction};
use std::sync::Arc;

impl Write {
    /// Adds records and changes those with other content; says which were new, changed or back again, in any order.
    pub(in crate::catalogue) async fn upsert(
        &mut self,
        source: &Arc<str>,
        revision: i64,
        records: Vec<StagedRecord>,
    ) -> Result<Vec<String>, sqlx::Error> {
        match &mut self.transaction {
            Each::Sqlite(it) => upsert_rows(it, source, revision, records).await,
            Each::Postgres(it) => upsert_arrays(it, source, revision, records).await,
        }
    }

    /// Marks records as removed; says which of them were live, and what they were.
    pub(in crate::catalogue) async fn remove(
        &mut self,
        source: &str,
        revision: i64,
        ids: &[&str],
    ) -> Result<Vec<(String, OpportunityKind)>, sqlx::Error> {
        let rows: Vec<Row> = match &mut self.transaction {
            Each::Sqlite(it) => remove_rows(it, source, revision, ids).await?,
            Each::Postgres(it) => {
                let query = sqlx::query(sql::REMOVE_ARRAY).bind(revision).bind(source).bind(ids);
                query.fetch_all(&mut **it).await?.into_iter().map(Row::postgres).collect()
            }
        };
        rows.iter().map(|row| Ok((row.get(0)?, kind_of(row.get(1)?)?))).collect()
    }
}

async fn upsert_rows(
    write: &mut Transaction<'static, Sqlite>,
    source: &Arc<str>,
    revision: i64,
    records: Vec<StagedRecord>,
) -> Result<Vec<String>, sqlx::Error> {
    let mut statement = QueryBuilder::<Sqlite>::new(sql::UPSERT);
    statement.push_values(records, |mut row, record| {
        row.push_bind(Arc::clone(source))
            .push_bind(record.id.as_str().to_owned())
            .push_bind(record.kind.code())
            .push_bind(revision)
            .push("0")
            .push_bind(record.digest.as_bytes().to_vec())
            .push_bind(record.body);
    });
    statement.push(sql::UPSERT_CHANGED);
    statement.build_query_scalar().fetch_all(&mut **write).await
}

async fn upsert_arrays(
    write: &mut Transaction<'static, Postgres>,
    source: &str,
    revision: i64,
    records: Vec<StagedRecord>,
) -> Result<Vec<String>, sqlx::Error> {
    let ids: Vec<&str> = records.iter().map(|record| record.id.as_str()).collect();
    let kinds: Vec<&str> = records.iter().map(|record| record.kind.code()).collect();
    let digests: Vec<&[u8]> = records.iter().map(|record| record.digest.as_bytes().as_slice()).collect();
    let bodies: Vec<&str> = records.iter().map(|record| record.body.as_str()).collect();
    let mut statement = QueryBuilder::<Postgres>::new(sql::UPSERT);
    statement.push("SELECT ").push_bind(source).push(", id, kind, ").push_bind(revision);
    statement.push(", 0, digest, body FROM UNNEST(").push_bind(ids).push(", ").push_bind(kinds);
    statement.push(", ").push_bind(digests).push(", ").push_bind(bodies).push(") AS fed (id, kind, digest, body)");
    statement.push(sql::UPSERT_CHANGED);
    statement.build_query_scalar().fetch_all(&mut **write).await
}

async fn remove_rows(
    write: &mut Transaction<'static, Sqlite>,
    source: &str,
    revision: i64,
    ids: &[&str],
) -> Result<Vec<Row>, sqlx::Error> {
    let mut statement = QueryBuilder::<Sqlite>::new(sql::REMOVE);
    statement.push_bind(revision).push(" WHERE source = ").push_bind(source);
    statement.push(" AND removed = 0 AND id IN (");
    let mut list = statement.separated(", ");
    for id in ids {
        list.push_bind(*id);
    }
    statement.push(") RETURNING id, kind");
    Ok(statement.build().fetch_all(&mut **write).await?.into_iter().map(Row::sqlite).collect())
}
