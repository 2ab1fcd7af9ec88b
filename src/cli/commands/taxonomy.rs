//! `taxonomy import|list|use|aliases|successors`: the taxonomies of a data directory. What differs between two stands in `diff`.

mod diff;

use std::path::Path;

use self::diff::Proposal;
use crate::cli::{
    arguments::{TaxonomyCommand, TaxonomyImportCommand},
    error::CliError,
    exit::ExitCode,
    invocation::Invocation,
    output::Output,
    page::{Column, Grid, Page, Tone},
    progress::Working,
    whole_file::Existing,
};
use crate::{
    reference::{OverlayTable, ReferenceDirectory},
    taxonomy::{
        Taxonomy, TaxonomyVersion,
        esco::{self, EscoReport},
    },
};

pub(super) fn run(invocation: &Invocation, command: TaxonomyCommand) -> Result<ExitCode, CliError> {
    let directory = ReferenceDirectory::of(&invocation.data_dir()?);
    match command {
        TaxonomyCommand::Import { command: TaxonomyImportCommand::Esco { dir, esco_version, no_activate } } => {
            import_esco(invocation, &directory, &dir, &esco_version, !no_activate)
        }
        TaxonomyCommand::List => list(invocation, &directory),
        TaxonomyCommand::Use { name, version } => choose(invocation, &directory, &name, &version),
        TaxonomyCommand::Diff { name, older, newer, limit, propose, force } => {
            let existing = if force { Existing::Replace } else { Existing::Keep };
            let propose = propose.as_deref().map(|path| Proposal { path, existing });
            diff::run(invocation, &directory, &name, [&older, &newer], limit, propose)
        }
        TaxonomyCommand::Aliases { file } => lay_over(invocation, &directory, OverlayTable::Aliases, &file),
        TaxonomyCommand::Successors { file } => lay_over(invocation, &directory, OverlayTable::Successors, &file),
    }
}

fn import_esco(
    invocation: &Invocation,
    directory: &ReferenceDirectory,
    files: &Path,
    version: &str,
    activate: bool,
) -> Result<ExitCode, CliError> {
    let working = Working::on("reading the files of ESCO");
    let (data, report) = esco::import(files, version)?;
    let version = data.version().clone();
    let kept = directory.keep_taxonomy(&version, &data)?;
    drop(working);
    if activate {
        directory.activate(Some(&version))?;
    }
    if invocation.wants_json() {
        Output::standard().line(&report_as_json(&report, &version, activate).to_string())?;
        return Ok(ExitCode::Done);
    }
    let mut page = invocation.page();
    show_report(&mut page, &report);
    page.gap();
    page.paragraph(0, &format!("Taxonomy {version} is kept in {}.", kept.display()), Tone::Plain);
    let next = if activate {
        "A running service changes over to it as soon as its index is ready.".to_owned()
    } else {
        format!("Choose it with: loopbaanbrug taxonomy use {} {}", version.name(), version.version())
    };
    page.paragraph(0, &next, Tone::Plain);
    Output::standard().text(&page.into_text())?;
    Ok(ExitCode::Done)
}

fn show_report(page: &mut Page, report: &EscoReport) {
    let mut used = Grid::with_heading([("file", Column::Wide), ("rows", Column::Number)]);
    for file in &report.used {
        let rows = file.rows.to_string();
        used.row([(file.name.as_str(), Tone::Plain), (rows.as_str(), Tone::Plain)]);
    }
    page.grid(0, used);
    page.gap();
    page.paragraph(0, &format!("{} concepts, {} labels", report.concepts, report.labels), Tone::Strong);
    if report.mixes_versions() {
        page.paragraph(0, "The files are of more than one version.", Tone::Middling);
    }
    let absent = report.absent.iter().map(|name| format!("not there: {name}"));
    let aside =
        report.set_aside.iter().map(|(name, instead)| format!("passed over: {name}; {instead} was read instead"));
    let unused = report.not_used.iter().map(|name| format!("not used: {name}"));
    page.list(2, "-", absent.chain(aside).chain(unused));
    if report.skipped.is_empty() {
        return;
    }
    page.heading("What could not be used");
    let mut skipped = Grid::new(&[Column::Number, Column::Wide]);
    for (reason, cases) in &report.skipped {
        let examples = cases.examples.iter().map(|example| match &example.place {
            Some((file, line)) => format!("{file}:{line}: {}", example.what),
            None => example.what.clone(),
        });
        let text = std::iter::once(reason.to_string()).chain(examples).collect::<Vec<_>>().join("\n");
        let count = cases.count.to_string();
        skipped.row([(count.as_str(), Tone::Strong), (text.as_str(), Tone::Plain)]);
    }
    page.grid(2, skipped);
}

fn report_as_json(report: &EscoReport, version: &TaxonomyVersion, active: bool) -> serde_json::Value {
    let used = report.used.iter().map(|file| serde_json::json!({ "name": file.name, "rows": file.rows }));
    let set_aside = report.set_aside.iter();
    let set_aside = set_aside.map(|(name, instead)| serde_json::json!({ "name": name, "instead": instead }));
    let skipped = report.skipped.iter().map(|(reason, cases)| (reason.to_string(), cases.count.into()));
    serde_json::json!({
        "taxonomy": version.to_string(),
        "active": active,
        "concepts": report.concepts,
        "labels": report.labels,
        "used": used.collect::<Vec<_>>(),
        "absent": report.absent,
        "set_aside": set_aside.collect::<Vec<_>>(),
        "not_used": report.not_used,
        "skipped": skipped.collect::<serde_json::Map<_, _>>(),
    })
}

fn list(invocation: &Invocation, directory: &ReferenceDirectory) -> Result<ExitCode, CliError> {
    let starter = starter_version()?;
    let active = directory.active()?.unwrap_or_else(|| starter.clone());
    let mut versions = vec![starter];
    versions.extend(directory.taxonomies()?);
    let mut output = Output::standard();
    if invocation.wants_json() {
        for version in &versions {
            output.line(&one_as_json(version, *version == active).to_string())?;
        }
        return Ok(ExitCode::Done);
    }
    let mut grid = Grid::with_heading([("", Column::Narrow), ("name", Column::Narrow), ("version", Column::Wide)]);
    for version in &versions {
        let (mark, tone) = if *version == active { ("*", Tone::Strong) } else { ("", Tone::Plain) };
        grid.row([(mark, tone), (version.name(), tone), (version.version(), tone)]);
    }
    let mut page = invocation.page();
    page.grid(0, grid);
    page.gap();
    page.paragraph(0, "* in use; a running service changes over as soon as its index is ready", Tone::Faint);
    output.text(&page.into_text())?;
    Ok(ExitCode::Done)
}

fn one_as_json(version: &TaxonomyVersion, active: bool) -> serde_json::Value {
    serde_json::json!({ "name": version.name(), "version": version.version(), "active": active })
}

fn choose(
    invocation: &Invocation,
    directory: &ReferenceDirectory,
    name: &str,
    version: &str,
) -> Result<ExitCode, CliError> {
    let wanted = named(name, version)?;
    let starter = wanted == starter_version()?;
    directory.activate(Some(&wanted).filter(|_| !starter))?;
    let told = if invocation.wants_json() {
        one_as_json(&wanted, true).to_string()
    } else {
        format!("Taxonomy {wanted} is chosen. A running service changes over to it as soon as its index is ready.")
    };
    Output::standard().line(&told)?;
    Ok(ExitCode::Done)
}

/// Rows shown of those that cannot be used.
const PASSED_OVER_SHOWN_MAX: usize = 20;

/// Takes over a table of own terms or successors.
fn lay_over(
    invocation: &Invocation,
    directory: &ReferenceDirectory,
    table: OverlayTable,
    file: &Path,
) -> Result<ExitCode, CliError> {
    let (rows, passed_over) = directory.keep_table(table, file)?;
    let mut output = Output::standard();
    if invocation.wants_json() {
        let told: Vec<String> = passed_over.iter().map(ToString::to_string).collect();
        output.line(&serde_json::json!({ "rows": rows, "passed_over": told }).to_string())?;
        return Ok(ExitCode::Done);
    }
    let mut page = invocation.page();
    page.paragraph(0, &format!("Rows kept: {rows}. A running service takes them over by itself."), Tone::Plain);
    if !passed_over.is_empty() {
        page.heading("Kept, but not used with the taxonomy in use");
        page.list(2, "-", passed_over.iter().take(PASSED_OVER_SHOWN_MAX).map(ToString::to_string));
        if passed_over.len() > PASSED_OVER_SHOWN_MAX {
            page.paragraph(2, &format!("… and {} more", passed_over.len() - PASSED_OVER_SHOWN_MAX), Tone::Faint);
        }
    }
    output.text(&page.into_text())?;
    Ok(ExitCode::Done)
}

fn named(name: &str, version: &str) -> Result<TaxonomyVersion, CliError> {
    TaxonomyVersion::new(name, version)
        .map_err(|problem| CliError::Input(format!("find taxonomy {name:?} {version:?}: {problem}")))
}

/// The taxonomy in the box.
fn starter_version() -> Result<TaxonomyVersion, CliError> {
    let starter =
        Taxonomy::starter().map_err(|error| CliError::Fault(format!("read the starter taxonomy: {error}")))?;
    Ok(starter.version().clone())
}
