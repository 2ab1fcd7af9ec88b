//! What a catalogue is known by, made once and kept in it.

use super::{
    CatalogueError,
    database::{Database, Row, Value},
    statements as sql,
};
use std::fmt;

/// Bytes of the key that seals page tokens.
pub const TOKEN_KEY_BYTES: usize = 32;

/// Name and key of a catalogue. Debugged without the key.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) name: String,
    pub(super) token_key: [u8; TOKEN_KEY_BYTES],
}

impl Identity {
    /// Reads it, or makes it when this is the first to open the catalogue.
    pub(super) async fn of(database: &Database) -> Result<Self, CatalogueError> {
        if let Some(row) = database.fetch_optional(sql::READ_IDENTITY, &[]).await? {
            return Ok(Self::read(&row)?);
        }
        let made = Self::made();
        let mut write = database.begin_write().await?;
        // When another node is first, its row stays.
        write.execute(sql::ADD_IDENTITY, &[made.name.as_str().into(), Value::Bytes(&made.token_key)]).await?;
        write.commit().await?;
        let row = database.fetch_optional(sql::READ_IDENTITY, &[]).await?.ok_or(sqlx::Error::RowNotFound)?;
        Ok(Self::read(&row)?)
    }

    fn made() -> Self {
        let random = || *uuid::Uuid::new_v4().as_bytes();
        let mut token_key = [0; TOKEN_KEY_BYTES];
        for part in token_key.chunks_mut(random().len()) {
            part.copy_from_slice(&random());
        }
        Self { name: uuid::Uuid::new_v4().to_string(), token_key }
    }

    fn read(row: &Row) -> Result<Self, sqlx::Error> {
        let token_key: &[u8] = row.get(1)?;
        let token_key = token_key.try_into().map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
        Ok(Self { name: row.get(0)?, token_key })
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Identity").field("name", &self.name).finish_non_exhaustive()
    }
}
