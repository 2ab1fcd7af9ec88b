//! `taxonomy diff`: what differs between two versions.

use std::path::Path;

use super::named;
use crate::cli::{
    error::CliError,
    exit::ExitCode,
    invocation::Invocation,
    output::Output,
    page::{Page, Tone},
    whole_file::{Existing, Readers, WholeFile},
};
use crate::{
    reference::ReferenceDirectory,
    taxonomy::{Fate, Removed, Taxonomy, TaxonomyDiff},
};

/// A table to be written for a person to check, and what becomes of one that is there.
#[derive(Clone, Copy)]
pub(super) struct Proposal<'a> {
    pub(super) path: &'a Path,
    pub(super) existing: Existing,
}

pub(super) fn run(
    invocation: &Invocation,
    directory: &ReferenceDirectory,
    name: &str,
    versions: [&str; 2],
    limit: usize,
    propose: Option<Proposal<'_>>,
) -> Result<ExitCode, CliError> {
    if let Some(Proposal { path, existing }) = propose {
        WholeFile::try_place(path, existing)?;
    }
    let read = |version: &str| -> Result<Taxonomy, CliError> {
        Ok(Taxonomy::build(directory.overlaid(Some(&named(name, version)?))?.0))
    };
    let [older, newer] = versions;
    let language = invocation.language().shared().labels();
    let diff = TaxonomyDiff::between(&read(older)?, &read(newer)?, language);
    if let Some(Proposal { path, existing }) = propose {
        let mut file = WholeFile::create(path, Readers::Umask, existing)?;
        file.text(&diff.proposed_successors())?;
        file.finish()?;
    }
    if invocation.wants_json() {
        Output::standard().line(&as_json(&diff).to_string())?;
        return Ok(ExitCode::Done);
    }
    let mut page = invocation.page();
    show(&mut page, &diff, limit);
    Output::standard().text(&page.into_text())?;
    Ok(ExitCode::Done)
}

fn show(page: &mut Page, diff: &TaxonomyDiff, limit: usize) {
    if diff.is_empty() {
        page.paragraph(0, "The two are the same.", Tone::Plain);
        return;
    }
    let keys = |keys: &[crate::domain::ConceptKey]| keys.iter().map(ToString::to_string).collect::<Vec<_>>();
    let sections = [
        ("Added", diff.added.iter().map(|(key, label)| format!("{label} ({key})")).collect()),
        ("Removed", diff.removed.iter().map(removed).collect()),
        ("Other label", diff.relabelled.iter().map(|(key, old, new)| format!("{old} → {new} ({key})")).collect()),
        ("Other kind", keys(&diff.other_kind)),
        ("Under other wider concepts", keys(&diff.moved)),
        ("Occupations with other skills", keys(&diff.other_skills)),
    ];
    for (heading, lines) in sections.into_iter().filter(|(_, lines)| !lines.is_empty()) {
        page.heading(&format!("{heading}: {}", lines.len()));
        page.list(2, "-", lines.iter().take(limit).cloned());
        if lines.len() > limit {
            page.paragraph(2, &format!("… and {} more", lines.len() - limit), Tone::Faint);
        }
    }
}

fn removed(removed: &Removed) -> String {
    let Removed { key, label, fate } = removed;
    match fate {
        Fate::Replaced(new) => format!("{label} ({key}), replaced by {new}"),
        Fate::PerhapsReplaced(new) => format!("{label} ({key}), perhaps replaced by {new}"),
        Fate::Unknown => format!("{label} ({key})"),
    }
}

fn as_json(diff: &TaxonomyDiff) -> serde_json::Value {
    let keys = |keys: &[crate::domain::ConceptKey]| keys.iter().map(ToString::to_string).collect::<Vec<_>>();
    let removed = diff.removed.iter().map(|removed| {
        let (fate, by) = match &removed.fate {
            Fate::Replaced(new) => ("replaced", Some(new.to_string())),
            Fate::PerhapsReplaced(new) => ("perhaps_replaced", Some(new.to_string())),
            Fate::Unknown => ("unknown", None),
        };
        serde_json::json!({ "key": removed.key.to_string(), "label": removed.label, "fate": fate, "by": by })
    });
    serde_json::json!({
        "added": diff.added.iter().map(|(key, label)| serde_json::json!({ "key": key.to_string(), "label": label })).collect::<Vec<_>>(),
        "removed": removed.collect::<Vec<_>>(),
        "relabelled": diff.relabelled.iter().map(|(key, old, new)| {
            serde_json::json!({ "key": key.to_string(), "older": old, "newer": new })
        }).collect::<Vec<_>>(),
        "other_kind": keys(&diff.other_kind),
        "moved": keys(&diff.moved),
        "other_skills": keys(&diff.other_skills),
    })
}
