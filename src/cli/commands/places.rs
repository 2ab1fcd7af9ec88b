//! `places import`: an open table of postcodes becomes the table of the data directory.

use std::{
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
};

use crate::cli::{
    arguments::PlacesCommand,
    error::{CliError, WithPath},
    exit::ExitCode,
    invocation::Invocation,
    output::Output,
    page::{Column, Grid, Tone},
    progress::Working,
};
use crate::{
    places::{Places, TableReport},
    reference::ReferenceDirectory,
};

/// Refused rows that are shown.
const PROBLEMS_SHOWN: usize = 20;

pub(super) fn run(invocation: &Invocation, command: PlacesCommand) -> Result<ExitCode, CliError> {
    let PlacesCommand::Import { file } = command;
    let opened = File::open(&file).at("read", &file)?;
    let working = Working::on("reading the postcodes");
    let (places, report) = Places::from_csv(BufReader::new(opened))?;
    let kept = ReferenceDirectory::of(&invocation.data_dir()?).keep_places(&places)?;
    drop(working);
    say(invocation, &report, &kept)?;
    Ok(if report.refused == 0 { ExitCode::Done } else { ExitCode::Rejections })
}

fn say(invocation: &Invocation, report: &TableReport, kept: &Path) -> Result<(), CliError> {
    if invocation.wants_json() {
        let problems = report.problems.iter().map(|row| serde_json::json!({ "line": row.line, "reason": row.reason }));
        let json = serde_json::json!({
            "rows": report.rows,
            "postcodes": report.postcodes,
            "refused": report.refused,
            "problems": problems.collect::<Vec<_>>(),
            "kept": PathBuf::from(kept),
        });
        return Output::standard().line(&json.to_string());
    }
    let mut page = invocation.page();
    let mut grid = Grid::new(&[Column::Narrow, Column::Number]);
    for (name, count) in [("rows", report.rows), ("postcodes", report.postcodes), ("rows refused", report.refused)] {
        let count = count.to_string();
        grid.row([(name, Tone::Plain), (count.as_str(), Tone::Plain)]);
    }
    page.grid(0, grid);
    let mut problems = Grid::with_heading([("line", Column::Number), ("why it was refused", Column::Wide)]);
    for row in report.problems.iter().take(PROBLEMS_SHOWN) {
        let line = row.line.to_string();
        problems.row([(line.as_str(), Tone::Plain), (row.reason.as_str(), Tone::Plain)]);
    }
    if !report.problems.is_empty() {
        page.gap();
        page.grid(0, problems);
    }
    page.gap();
    page.paragraph(0, "A running service takes it over by itself.", Tone::Plain);
    Output::standard().text(&page.into_text())
}
