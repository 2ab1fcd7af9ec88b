//! Answers of the service as people read them: one file per kind of answer, each from message to [`Page`]. Nothing here
//! asks the service anything or decides what is true.

mod bridges;
mod concepts;
mod conversation;
mod evaluation;
mod extraction;
mod import;
mod keeping;
mod matches;
mod opportunity;
mod profile;
mod reasons;

pub(super) use bridges::{gaps, group, paths};
pub(super) use concepts::{completed, concept, found};
pub(super) use conversation::{comparison, what_if, why_not};
pub(super) use evaluation::{fairness_report, ranking_scores, title_scores};
pub(super) use extraction::extraction;
pub(super) use import::import_report;
pub(super) use keeping::{change_line, import, imports, verification};
pub(super) use matches::{match_notes, match_table, understood};
pub(super) use opportunity::{list, opportunity};
pub(super) use profile::profile;
pub(super) use reasons::{explanation, reasons};

use loopbaanbrug_proto::v1::{
    AnswerContext, ConceptReference, Match, Opportunity, OpportunityKind, concept_reference::Name, opportunity::Content,
};

use super::{
    labels::Labels,
    page::{Page, Tone},
    texts::Words,
};

/// The state an answer was computed from.
pub(super) fn state(page: &mut Page, words: &Words, context: Option<&AnswerContext>) {
    if let Some(context) = context {
        page.gap();
        page.paragraph(0, &(words.state)(context), Tone::Faint);
    }
}

/// What an opportunity is called and who offers it. Empty when the answer leaves it out.
pub(super) fn title_and_offeror(opportunity: Option<&Opportunity>) -> (&str, &str) {
    match opportunity.and_then(|opportunity| opportunity.content.as_ref()) {
        Some(Content::Vacancy(vacancy)) => (&vacancy.title, &vacancy.employer),
        Some(Content::Route(route)) => (&route.title, &route.provider),
        None => ("", ""),
    }
}

fn kind_of(opportunity: &Opportunity) -> OpportunityKind {
    match opportunity.content {
        Some(Content::Vacancy(_)) => OpportunityKind::Vacancy,
        Some(Content::Route(_)) => OpportunityKind::Route,
        None => OpportunityKind::Unspecified,
    }
}

/// Distance from home, empty when it is unknown.
fn distance(words: &Words, shown: &Match) -> String {
    shown.distance_km.map(|km| (words.km)(km, shown.distance_approximate)).unwrap_or_default()
}

/// A reference in words: as it was said between quotation marks, or the label of its key.
fn reference(reference: Option<&ConceptReference>, labels: &Labels) -> String {
    match reference.and_then(|reference| reference.name.as_ref()) {
        Some(Name::Text(text)) => format!("“{text}”"),
        Some(Name::Key(key)) => labels.get(key).cloned().unwrap_or_else(|| key_words(key)),
        None => String::new(),
    }
}

/// `lb:skill/mensen-te-woord-staan` as “mensen te woord staan”; keys of others as they are.
fn key_words(key: &str) -> String {
    match key.rsplit_once('/') {
        Some((_, name)) if !key.contains("://") => name.replace('-', " "),
        _ => key.to_owned(),
    }
}

#[cfg(test)]
pub(super) mod samples;
