//! `import`: a feed from a file or a pipe to the service, whole or not at all.

use std::path::Path;

use loopbaanbrug_proto::v1::{FeedFormat, ImportHeader, ImportMode, ImportResponse};
use tokio::{
    fs::File,
    io::{self, AsyncRead},
};

use crate::cli::{
    arguments::{FormatArgument, ImportArguments, ModeArgument},
    connection::connected,
    error::{CliError, WithPath},
    exit::ExitCode,
    feed::{self, Progress},
    invocation::Invocation,
    show,
};

/// The word that stands for standard input.
const STANDARD_INPUT: &str = "-";

pub(super) async fn run(invocation: &Invocation, arguments: ImportArguments) -> Result<ExitCode, CliError> {
    let path = arguments.feed.clone();
    // Opened first: no service is started for a file that is not there.
    let (source, bytes) = open(&path).await?;
    let mapping = match &arguments.mapping {
        Some(path) => tokio::fs::read_to_string(path).await.at("read", path)?,
        None => String::new(),
    };
    let header = header(arguments, mapping);
    let report = connected(invocation, async |connection| {
        let progress = Progress::new(bytes, header.format() == FeedFormat::Ndjson);
        feed::import(connection, header, source, &path, &progress).await
    })
    .await?;
    let words = invocation.report_words();
    invocation.answer(&report, |page| show::import_report(page, words, &report))?;
    Ok(exit_code(&report))
}

/// The bytes of a feed, and how many there are when that is known.
async fn open(path: &Path) -> Result<(Box<dyn AsyncRead + Send + Unpin>, Option<u64>), CliError> {
    if path.as_os_str() == STANDARD_INPUT {
        return Ok((Box::new(io::stdin()), None));
    }
    let file = File::open(path).await.at("read", path)?;
    let bytes = file.metadata().await.at("read", path)?.len();
    Ok((Box::new(file), Some(bytes)))
}

fn header(arguments: ImportArguments, mapping: String) -> ImportHeader {
    let format = match arguments.format {
        FormatArgument::Ndjson => FeedFormat::Ndjson,
        FormatArgument::JobpostingJsonld => FeedFormat::JobpostingJsonld,
        FormatArgument::CourseJsonld => FeedFormat::CourseJsonld,
        FormatArgument::HtmlPages => FeedFormat::HtmlPages,
        FormatArgument::Csv => FeedFormat::Csv,
        FormatArgument::EdudexXml => FeedFormat::EdudexXml,
    };
    let mode = match arguments.mode {
        ModeArgument::Delta => ImportMode::Delta,
        ModeArgument::Full => ImportMode::Full,
    };
    ImportHeader {
        source: arguments.source,
        format: format.into(),
        mode: mode.into(),
        request_id: arguments.request_id.unwrap_or_default(),
        expected_count: arguments.expected_count,
        allow_shrink: arguments.allow_shrink,
        validate_only: arguments.validate_only,
        mapping,
        charset: arguments.charset.unwrap_or_default(),
    }
}

fn exit_code(report: &ImportResponse) -> ExitCode {
    if report.rejected > 0 { ExitCode::Rejections } else { ExitCode::Done }
}
