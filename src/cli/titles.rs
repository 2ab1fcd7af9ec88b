//! Titles of opportunities that an answer names by key alone, asked of the service one by one: people read a title, and type
//! the key that stands behind it.

use std::collections::BTreeMap;

use loopbaanbrug_proto::v1::{GetRequest, Match, MatchResponse, OpportunityView};
use tonic::Code;

use super::{
    connection::{Connection, refused, request},
    error::CliError,
    show::title_and_offeror,
};

/// Titles asked for one page; what lies beyond is shown by its key.
const TITLES_MAX: usize = 100;

/// Keys of an answer that are shown to a person.
#[derive(Default)]
pub(super) struct Named<'a>(Vec<&'a mut String>);

impl<'a> Named<'a> {
    /// These keys.
    pub(super) fn keys(keys: impl IntoIterator<Item = &'a mut String>) -> Self {
        Self(keys.into_iter().collect())
    }

    /// Routes that teach what matches ask.
    pub(super) fn taught_by(matches: impl IntoIterator<Item = &'a mut Match>) -> Self {
        Self::keys(matches.into_iter().flat_map(|it| &mut it.requirements).flat_map(|it| &mut it.taught_by))
    }

    /// All that is shown of a list by key: routes that teach what its first matches ask, and the best that letting go would bring.
    pub(super) fn of_list(response: &'a mut MatchResponse, with_reasons: usize) -> Self {
        let Self(mut keys) = Self::taught_by(response.matches.iter_mut().take(with_reasons));
        keys.extend(response.relaxations.iter_mut().filter_map(|it| it.keys.first_mut()));
        Self(keys)
    }

    /// Puts its title before each key. What has gone meanwhile, or lies beyond the limit, stays a key.
    pub(super) async fn entitle(self, connection: &Connection) -> Result<(), CliError> {
        let mut titles: BTreeMap<String, Option<String>> = BTreeMap::new();
        for key in self.0 {
            if titles.len() < TITLES_MAX && !titles.contains_key(key.as_str()) {
                titles.insert(key.clone(), title(connection, key).await?);
            }
            if let Some(Some(title)) = titles.get(key.as_str()) {
                *key = format!("{title} ({key})");
            }
        }
        Ok(())
    }
}

async fn title(connection: &Connection, key: &str) -> Result<Option<String>, CliError> {
    let message = GetRequest { key: key.to_owned(), view: OpportunityView::Basic.into(), at_least_revision: 0 };
    match connection.opportunities().get(request(message)).await {
        Ok(response) => Ok(Some(title_and_offeror(response.into_inner().opportunity.as_ref()).0.to_owned())),
        // Its source may have removed it since.
        Err(status) if status.code() == Code::NotFound => Ok(None),
        Err(status) => Err(refused(format!("look {key} up"))(status)),
    }
}
