//! `imports`, `watch` and `export`: what became of imports, changes as they come, and snapshots.

use std::{
    io::{self, BufWriter, Write},
    path::Path,
};

use loopbaanbrug_proto::v1::{
    ExportRequest, ExportResponse, GetImportRequest, ListImportsRequest, RecordForm, RecordState, WatchRequest,
    WatchResponse, record_state::Content,
};
use serde_json::value::RawValue;

use super::matches;
use crate::cli::{
    arguments::{ExportArguments, ImportsCommand, WatchArguments},
    connection::{Connection, Pages, connected, refused, request},
    error::CliError,
    exit::ExitCode,
    invocation::{Invocation, to_json},
    output::Output,
    page::Tone,
    paths::is_standard,
    progress::Working,
    retry::Attempts,
    show,
    stop::until_stopped,
    whole_file::{Existing, Readers, WholeFile},
};

pub(super) async fn imports(invocation: &Invocation, command: ImportsCommand) -> Result<ExitCode, CliError> {
    match command {
        ImportsCommand::List { source, limit, all_pages } => {
            let source = source.unwrap_or_default();
            let message = ListImportsRequest { source, page_size: limit, page_token: String::new() };
            connected(invocation, async |connection| list(invocation, connection, message, all_pages).await).await
        }
        ImportsCommand::Show { source, request_id } => {
            let message = GetImportRequest { source, request_id, ..GetImportRequest::default() };
            connected(invocation, async |connection| one(invocation, connection, message).await).await
        }
    }
}

async fn list(
    invocation: &Invocation,
    connection: &Connection,
    mut message: ListImportsRequest,
    all_pages: bool,
) -> Result<ExitCode, CliError> {
    let (words, mut pages) = (invocation.report_words(), Pages::of("list imports"));
    loop {
        let answered = connection.feeds().list_imports(request(message.clone())).await;
        let response = answered.map_err(refused("list imports"))?.into_inner();
        let more = !response.next_page_token.is_empty();
        invocation.answer(&response, |page| {
            show::imports(page, words, &response.imports);
            page.paragraph(0, if more && !all_pages { words.keeping.more_imports } else { "" }, Tone::Plain);
        })?;
        if !all_pages || !pages.turn(&mut message.page_token, response.next_page_token)? {
            return Ok(ExitCode::Done);
        }
    }
}

async fn one(
    invocation: &Invocation,
    connection: &Connection,
    mut message: GetImportRequest,
) -> Result<ExitCode, CliError> {
    let words = invocation.report_words();
    let doing = format!("show import {} of {}", message.request_id, message.source);
    let mut pages = Pages::of("show an import");
    loop {
        let answered = connection.feeds().get_import(request(message.clone())).await;
        let response = answered.map_err(refused(doing.as_str()))?.into_inner();
        invocation.answer(&response, |page| {
            let is_first = message.page_token.is_empty();
            show::import(page, words, response.summary.as_ref().filter(|_| is_first), &response.rejections);
        })?;
        if !pages.turn(&mut message.page_token, response.next_page_token)? {
            return Ok(ExitCode::Done);
        }
    }
}

pub(super) async fn watch(invocation: &Invocation, arguments: WatchArguments) -> Result<ExitCode, CliError> {
    let mut message = WatchRequest {
        after_revision: arguments.after_revision,
        resume_token: arguments.resume_token.unwrap_or_default(),
        source: arguments.source.unwrap_or_default(),
        form: RecordForm::Message.into(),
    };
    let mut attempts = Attempts::at_most(arguments.attempts.attempts);
    loop {
        let watched = connected(invocation, async |connection| {
            watch_once(invocation, connection, &mut message, &mut attempts, arguments.once).await
        });
        match watched.await {
            Ok(()) => return Ok(ExitCode::Done),
            Err(error) => attempts.wait_after(error).await?,
        }
    }
}

/// Prints what comes, and keeps in the message where to go on.
async fn watch_once(
    invocation: &Invocation,
    connection: &Connection,
    message: &mut WatchRequest,
    attempts: &mut Attempts,
    once: bool,
) -> Result<(), CliError> {
    let opened = connection.feeds().watch(message.clone()).await;
    let mut stream = opened.map_err(refused("watch"))?.into_inner();
    while let Some(response) = stream.message().await.map_err(refused("watch"))? {
        tell_changes(invocation, &response)?;
        attempts.succeeded();
        message.after_revision = 0;
        message.resume_token.clone_from(&response.resume_token);
        if once && response.complete_revision.is_some() {
            return Ok(());
        }
    }
    Err(CliError::BrokenOff("watch"))
}

fn tell_changes(invocation: &Invocation, response: &WatchResponse) -> Result<(), CliError> {
    if invocation.wants_json() {
        return Output::standard().line(&to_json(response)?);
    }
    let words = invocation.report_words();
    let told: String = response.changes.iter().map(|change| show::change_line(words, change)).collect();
    Output::standard().text(&told)
}

pub(super) async fn export(invocation: &Invocation, arguments: ExportArguments) -> Result<ExitCode, CliError> {
    let message = ExportRequest {
        source: arguments.which.source.unwrap_or_default(),
        kind: arguments.which.kind.map_or(0, |kind| matches::kind(kind).into()),
        open_on: arguments.which.open_on.unwrap_or_default(),
        form: RecordForm::Line.into(),
        at_least_revision: arguments.revision.at_least_revision,
    };
    let (out, feed) = (arguments.out.as_path(), arguments.feed);
    let is_file = !is_standard(out);
    if is_file {
        WholeFile::try_place(out, Existing::Replace)?;
    }
    let last = connected(invocation, async |connection| {
        let exported = export_to(out, connection, message, feed);
        // Only a file has to be tidied up. A reader of standard output may not be reading, and then nothing would stop.
        if is_file { until_stopped("export", exported).await } else { exported.await }
    })
    .await?;
    say_exported(invocation, out, &last)?;
    Ok(ExitCode::Done)
}

/// Gives the last message, which says what the snapshot is about.
async fn export_to(
    out: &Path,
    connection: &Connection,
    message: ExportRequest,
    feed: bool,
) -> Result<ExportResponse, CliError> {
    let mut target = Target::open(out)?;
    // Among lines on the same terminal it would only be in the way.
    let working = if is_standard(out) { Working::hidden() } else { Working::counting("records written") };
    let opened = connection.feeds().export(message).await;
    let mut stream = opened.map_err(refused("export"))?.into_inner();
    while let Some(response) = stream.message().await.map_err(refused("export"))? {
        for record in &response.records {
            target.line(&line(record, feed)?)?;
        }
        working.done(response.records.len() as u64);
        if response.complete {
            target.finish()?;
            return Ok(response);
        }
    }
    Err(CliError::BrokenOff("export"))
}

/// Where the snapshot went; nothing when it went to standard output, where it would stand among the records.
fn say_exported(invocation: &Invocation, out: &Path, last: &ExportResponse) -> Result<(), CliError> {
    if is_standard(out) {
        return Ok(());
    }
    if invocation.wants_json() {
        // What it is about, without the records that came with the last message.
        let told = ExportResponse { records: Vec::new(), ..last.clone() };
        return Output::standard().line(&to_json(&told)?);
    }
    let words = invocation.report_words();
    let revision = last.context.as_ref().map_or(0, |context| context.catalogue_revision);
    let told = (words.keeping.exported)(last.exported, revision, &out.display().to_string());
    Output::standard().line(&told)
}

/// One line: the record alone as in a feed, or with what it is known by.
fn line(record: &RecordState, feed: bool) -> Result<String, CliError> {
    let Some(Content::Line(content)) = &record.content else {
        return Err(CliError::Fault(format!("export {}: the service sent no line", record.key)));
    };
    if feed {
        return Ok(content.clone());
    }
    let fault = |error: serde_json::Error| CliError::Fault(format!("export {}: {error}", record.key));
    let content = RawValue::from_string(content.clone()).map_err(fault)?;
    #[derive(serde::Serialize)]
    struct Exported<'a> {
        key: &'a str,
        revision: u64,
        record: &'a RawValue,
    }
    let exported = Exported { key: &record.key, revision: record.revision, record: &content };
    serde_json::to_string(&exported).map_err(fault)
}

/// A file, or standard output.
enum Target {
    File(WholeFile),
    Standard(BufWriter<io::Stdout>),
}

impl Target {
    fn open(path: &Path) -> Result<Self, CliError> {
        if is_standard(path) {
            return Ok(Self::Standard(BufWriter::new(io::stdout())));
        }
        Ok(Self::File(WholeFile::create(path, Readers::Umask, Existing::Replace)?))
    }

    fn line(&mut self, line: &str) -> Result<(), CliError> {
        match self {
            Self::File(file) => file.line(line),
            Self::Standard(writer) => writeln!(writer, "{line}").map_err(CliError::Output),
        }
    }

    fn finish(self) -> Result<(), CliError> {
        match self {
            Self::File(file) => file.finish(),
            Self::Standard(mut writer) => writer.flush().map_err(CliError::Output),
        }
    }
}
