//! `profile new` and `profile check`: making a profile by answering questions, and saying whether one is right.

use std::{
    io,
    path::{Path, PathBuf},
};

use loopbaanbrug_proto::v1::{MatchRequest, MatchResponse, MatchView, Profile};

use crate::{
    cli::{
        arguments::{ProfileCommand, ProfileNewArguments},
        asker::Asker,
        commands::matches::read_profile_file,
        connection::{Connection, connected, refused, request},
        error::CliError,
        exit::ExitCode,
        interview::Interview,
        invocation::{Invocation, to_json},
        output::Output,
        page::{Screen, Tone},
        paths::is_standard,
        show,
        whole_file::{Existing, Readers, WholeFile},
    },
    texts::asking,
    wire::profile_file,
};

pub(super) async fn run(invocation: &Invocation, command: ProfileCommand) -> Result<ExitCode, CliError> {
    match command {
        ProfileCommand::New(arguments) => new(invocation, &arguments).await,
        ProfileCommand::Check { file } => check(invocation, &file).await,
    }
}

async fn new(invocation: &Invocation, arguments: &ProfileNewArguments) -> Result<ExitCode, CliError> {
    let target = Target::new(arguments)?;
    let (profile, checked) = connected(invocation, async |connection| {
        let profile = asked(invocation, connection).await?;
        // Before the check: when that fails, no answer is lost.
        target.keep(invocation, &profile)?;
        let checked = judged(invocation, connection, &profile).await;
        Ok((profile, checked))
    })
    .await?;
    let said = match &target {
        Target::Standard => Ok(()),
        Target::File { path, .. } => say_made(invocation, path, &profile, checked.as_ref().ok()),
    };
    // What the check says weighs more than a reader who went away.
    checked.and(said).map(|()| ExitCode::Done)
}

/// Asks everything.
async fn asked(invocation: &Invocation, connection: &Connection) -> Result<Profile, CliError> {
    // Waiting for an answer holds up this task alone: the service and the connection run on other threads.
    let (mut input, mut output) = (io::stdin().lock(), io::stderr());
    let language = invocation.language();
    let asker = Asker::new(&mut input, &mut output, Screen::standard_error(), language.words());
    let mut interview = Interview::new(connection, asker, language);
    interview.run().await?;
    Ok(interview.into_profile())
}

/// What became of the answers, and of the check when there is an answer to that.
fn say_made(
    invocation: &Invocation,
    path: &Path,
    profile: &Profile,
    checked: Option<&MatchResponse>,
) -> Result<(), CliError> {
    if invocation.wants_json() {
        return Output::standard().line(&to_json(profile)?);
    }
    let (words, shown) = (invocation.words(), path.display().to_string());
    let mut page = invocation.page();
    if let Some(response) = checked {
        page.paragraph(0, &(asking(invocation.language().shared()).profile_count)(response.total), Tone::Plain);
        show::understood(&mut page, words, &response.understood);
        page.gap();
    }
    page.paragraph(0, &(words.asker.written)(&shown), Tone::Good);
    let next = if checked.is_some() { words.asker.next } else { words.asker.unchecked };
    page.line(0, &next(&shown));
    Output::standard().text(&page.into_text())
}

/// What the service makes of a profile: how it reads its words, and how many vacancies pass.
async fn judged(
    invocation: &Invocation,
    connection: &Connection,
    profile: &Profile,
) -> Result<MatchResponse, CliError> {
    let message = MatchRequest {
        profile: Some(profile.clone()),
        page_size: 1,
        view: MatchView::Keys.into(),
        language: invocation.language().wire().into(),
        ..MatchRequest::default()
    };
    let answered = connection.matches().r#match(request(message)).await;
    Ok(answered.map_err(refused("check the profile"))?.into_inner())
}

async fn check(invocation: &Invocation, file: &Path) -> Result<ExitCode, CliError> {
    let profile = read_profile_file(file)?;
    let judged = connected(invocation, async |connection| judged(invocation, connection, &profile).await).await?;
    let words = invocation.words();
    invocation.answer(&judged, |page| {
        page.paragraph(0, words.asker.profile_right, Tone::Good);
        let count = (asking(invocation.language().shared()).profile_count)(judged.total);
        page.paragraph(0, &count, Tone::Plain);
        show::understood(page, words, &judged.understood);
    })?;
    Ok(ExitCode::Done)
}

/// Where a new profile goes, tried before anybody answers a question.
enum Target {
    Standard,
    File { path: PathBuf, existing: Existing },
}

impl Target {
    fn new(arguments: &ProfileNewArguments) -> Result<Self, CliError> {
        let path = arguments.out.clone();
        if is_standard(&path) {
            return Ok(Self::Standard);
        }
        let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
        WholeFile::try_place(&path, existing)?;
        Ok(Self::File { path, existing })
    }

    /// Keeps what was answered: in the file, or on standard output.
    fn keep(&self, invocation: &Invocation, profile: &Profile) -> Result<(), CliError> {
        let fault = |error: serde_json::Error| CliError::Fault(format!("write the profile as JSON: {error}"));
        let text = profile_file::write(profile).map_err(fault)?;
        let printed = if invocation.wants_json() { to_json(profile)? } else { text.clone() };
        match self {
            Self::Standard => Output::standard().line(&printed),
            Self::File { path, existing } => write(path, *existing, &text).inspect_err(|_| {
                // Whoever answered it all can still keep it from here. Why the file could not be written is said after it.
                let _ = Output::standard().line(&printed);
            }),
        }
    }
}

/// Writes the file for its owner's eyes alone.
fn write(path: &Path, existing: Existing, text: &str) -> Result<(), CliError> {
    let mut file = WholeFile::create(path, Readers::Owner, existing)?;
    file.line(text)?;
    file.finish()
}
