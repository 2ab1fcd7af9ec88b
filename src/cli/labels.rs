//! Labels of concepts that a profile or an opportunity names by key, asked of the service one by one.

use std::collections::{BTreeMap, BTreeSet};

use loopbaanbrug_proto::v1::{
    ConceptReference, GetConceptRequest, Opportunity, Profile, concept_reference::Name, opportunity::Content,
};
use tonic::Code;

use super::{
    connection::{Connection, refused, request},
    error::CliError,
    texts::Language,
};

/// Labels asked for one page; what lies beyond is shown by its key.
const LABELS_MAX: usize = 150;

/// The label of each key.
pub(super) type Labels = BTreeMap<String, String>;

/// Labels of the skills of a profile.
pub(super) async fn of_profile(
    connection: &Connection,
    language: Language,
    profile: &Profile,
) -> Result<Labels, CliError> {
    let named = profile.skills.iter().filter_map(|claim| claim.skill.as_ref());
    of_keys(connection, language, keys(named)).await
}

/// Labels of everything that an opportunity asks, teaches or is.
pub(super) async fn of_opportunity(
    connection: &Connection,
    language: Language,
    opportunity: &Opportunity,
) -> Result<Labels, CliError> {
    let keys = match &opportunity.content {
        Some(Content::Vacancy(vacancy)) => {
            let asked = vacancy.requirements.iter().filter_map(|requirement| requirement.skill.as_ref());
            keys(asked.chain(&vacancy.occupation))
        }
        Some(Content::Route(route)) => {
            let asked = route.entry_requirements.iter().filter_map(|requirement| requirement.skill.as_ref());
            let taught = route.teaches.iter().filter_map(|taught| taught.skill.as_ref());
            keys(asked.chain(taught).chain(&route.targets))
        }
        None => BTreeSet::new(),
    };
    of_keys(connection, language, keys).await
}

fn keys<'a>(named: impl Iterator<Item = &'a ConceptReference>) -> BTreeSet<String> {
    let keys = named.filter_map(|reference| match &reference.name {
        Some(Name::Key(key)) => Some(key.clone()),
        _ => None,
    });
    keys.collect()
}

/// Labels of these keys; a key that the taxonomy does not have gets none.
pub(super) async fn of_keys(
    connection: &Connection,
    language: Language,
    keys: BTreeSet<String>,
) -> Result<Labels, CliError> {
    let mut client = connection.taxonomy();
    let mut labels = Labels::new();
    for key in keys.into_iter().take(LABELS_MAX) {
        let message = GetConceptRequest { key: key.clone(), language: language.wire().into() };
        let concept = match client.get_concept(request(message)).await {
            Ok(response) => response.into_inner().concept,
            // A feed may name what the taxonomy does not have.
            Err(status) if status.code() == Code::NotFound => None,
            Err(status) => return Err(refused(format!("look {key} up"))(status)),
        };
        if let Some(summary) = concept.and_then(|concept| concept.summary) {
            labels.insert(key, summary.label);
        }
    }
    Ok(labels)
}
