//! What became of earlier imports: a list of them, and one with the records it refused.

use super::{
    Engine, EngineError, Rejection,
    import::check_request_id,
    pages::{Origin, Page, Position},
};
use crate::{catalogue::StoredImport, domain::SourceName};

impl Engine {
    /// Imports that were applied, newest first, without their refused records, and the token of the next page.
    ///
    /// # Errors
    /// [`EngineError::PageTokenInvalid`]; a failure of the catalogue.
    pub async fn imports(
        &self,
        source: Option<&SourceName>,
        page: &Page,
    ) -> Result<(Vec<StoredImport>, Option<String>), EngineError> {
        let below = match self.report_position(page)? {
            None => u64::MAX,
            Some(Position::AfterKey(number)) => number.parse().map_err(|_| EngineError::PageTokenInvalid)?,
            Some(Position::Offset(_)) => return Err(EngineError::PageTokenInvalid),
        };
        // One more than asked tells whether there are more.
        let limit = u32::try_from(page.size + 1).unwrap_or(u32::MAX);
        let mut imports = self.shared.catalogue.imports(source, below, limit).await?;
        let more = imports.len() > page.size;
        imports.truncate(page.size);
        let last = imports.last().filter(|_| more).map(|it| Position::AfterKey(it.number.to_string()));
        let token = last.map(|position| self.shared.sealer.close(Origin::Reports, position, page.call));
        Ok((imports, token.transpose()?))
    }

    /// One import, a page of the records it refused, and the token of the next page.
    ///
    /// # Errors
    /// [`EngineError::Invalid`] for a request id that is none, [`EngineError::ImportNotFound`], [`EngineError::PageTokenInvalid`]; a failure of the catalogue.
    pub async fn import_report(
        &self,
        source: &SourceName,
        request_id: &str,
        page: &Page,
    ) -> Result<(StoredImport, Vec<Rejection>, Option<String>), EngineError> {
        check_request_id("request_id", request_id)?;
        let done = match self.report_position(page)? {
            None => 0,
            Some(Position::Offset(done)) => usize::try_from(done).unwrap_or(usize::MAX),
            Some(Position::AfterKey(_)) => return Err(EngineError::PageTokenInvalid),
        };
        let import = self.shared.catalogue.import_report(source, request_id).await?.ok_or_else(|| {
            let source_name = source.as_str().to_owned();
            EngineError::ImportNotFound { source_name, request_id: request_id.to_owned() }
        })?;
        let all: Vec<Rejection> = serde_json::from_str(&import.report_json).map_err(anyhow::Error::from)?;
        let next = done.saturating_add(page.size);
        let position = u32::try_from(next).ok().filter(|_| next < all.len()).map(Position::Offset);
        let token = position.map(|position| self.shared.sealer.close(Origin::Reports, position, page.call));
        let rejections = all.into_iter().skip(done).take(page.size).collect();
        Ok((import, rejections, token.transpose()?))
    }

    fn report_position(&self, page: &Page) -> Result<Option<Position>, EngineError> {
        let Some(token) = &page.token else { return Ok(None) };
        match self.shared.sealer.open(token, page.call)? {
            (Origin::Reports, position) => Ok(Some(position)),
            _ => Err(EngineError::PageTokenInvalid),
        }
    }
}
