//! `import`: a feed from a file or a pipe, packed with gzip or not, to the service, whole or not at all.

use std::{io::SeekFrom, path::Path};

use loopbaanbrug_proto::v1::{FeedFormat, ImportHeader, ImportMode, ImportResponse};
use tokio::{
    fs::File,
    io::{self, AsyncRead, AsyncSeekExt, AsyncWriteExt},
};

use super::matches;
use crate::cli::{
    arguments::{FormatArgument, ImportArguments, ModeArgument},
    connection::connected,
    error::{CliError, WithPath},
    exit::ExitCode,
    feed,
    invocation::Invocation,
    packed::{Unpacked, is_packed},
    paths::is_standard,
    progress::FeedProgress,
    retry::Attempts,
    served::until_served,
    show,
};

pub(super) async fn run(invocation: &Invocation, arguments: ImportArguments) -> Result<ExitCode, CliError> {
    let path = arguments.feed.clone();
    // Opened first: no service is started for a file that is not there.
    let feed = open(&path).await?;
    let mapping = match &arguments.mapping {
        Some(path) => tokio::fs::read_to_string(path).await.at("read", path)?,
        None => String::new(),
    };
    let no_wait = arguments.served.no_wait;
    let mut attempts = Attempts::at_most(arguments.attempts.attempts);
    let header = header(arguments, mapping);
    // As the service allows, when it is configured alike; a longer one would be cut there.
    let deadline_ms = invocation.config().import_deadline_ms;
    let report = loop {
        let sent = connected(invocation, async |connection| {
            let (from_its_beginning, bytes) = again(&feed, &path).await?;
            let progress = FeedProgress::new(bytes, header.format() == FeedFormat::Ndjson);
            let report =
                feed::import(connection, header.clone(), from_its_beginning, &path, deadline_ms, &progress).await?;
            drop(progress);
            if !(no_wait || report.validate_only) {
                until_served(invocation, connection, report.revision).await;
            }
            Ok(report)
        });
        match sent.await {
            Ok(report) => break report,
            // The same request id: whatever became of the attempt before, the feed is applied once.
            Err(error) => attempts.wait_after(error).await?,
        }
    };
    let words = invocation.report_words();
    invocation.answer(&report, |page| show::import_report(page, words, &report))?;
    Ok(exit_code(&report))
}

/// A feed that can be sent more than once. Standard input and pipes are kept in a file without a name: they cannot be read
/// again, and a second attempt would send their rest as the whole. A slow producer does not keep the service waiting either.
async fn open(path: &Path) -> Result<File, CliError> {
    let kept = || tempfile::tempfile().map(File::from_std).at("keep what comes from", path);
    let mut kept = if is_standard(path) {
        let mut kept = kept()?;
        io::copy(&mut io::stdin(), &mut kept).await.at("read", path)?;
        kept
    } else {
        let mut given = File::open(path).await.at("read", path)?;
        if given.metadata().await.at("read", path)?.is_file() {
            return Ok(given);
        }
        let mut kept = kept()?;
        io::copy(&mut given, &mut kept).await.at("read", path)?;
        kept
    };
    kept.flush().await.at("keep what comes from", path)?;
    Ok(kept)
}

/// The feed from its beginning, and its bytes; these are not known of one that is packed.
async fn again(feed: &File, path: &Path) -> Result<(Box<dyn AsyncRead + Send + Unpin>, Option<u64>), CliError> {
    let feed = feed.try_clone().await.at("read", path)?.into_std().await;
    if is_packed(&feed).at("read", path)? {
        return Ok((Box::new(Unpacked::of(feed)), None));
    }
    let mut feed = File::from_std(feed);
    feed.seek(SeekFrom::Start(0)).await.at("read", path)?;
    let bytes = feed.metadata().await.at("read", path)?.len();
    Ok((Box::new(feed), Some(bytes)))
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
        // Made here, so that an attempt whose answer was lost is known when it is made again.
        request_id: arguments.request_id.unwrap_or_else(|| uuid::Uuid::now_v7().to_string()),
        expected_count: arguments.expected_count,
        allow_shrink: arguments.allow_shrink,
        validate_only: arguments.validate_only,
        kind: arguments.kind.map_or(0, |kind| matches::kind(kind).into()),
        mapping,
        charset: arguments.charset.unwrap_or_default(),
    }
}

fn exit_code(report: &ImportResponse) -> ExitCode {
    if report.rejected > 0 { ExitCode::Rejections } else { ExitCode::Done }
}
