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

/// How often a postcode is asked again that the service does not know.
const HOME_TRIES_MAX: usize = 5;
/// The field of a profile that only the service can judge.
const HOME: &str = "profile.home_pc4";

pub(super) async fn run(invocation: &Invocation, command: ProfileCommand) -> Result<ExitCode, CliError> {
    match command {
        ProfileCommand::New(arguments) => new(invocation, &arguments).await,
        ProfileCommand::Check { file } => check(invocation, &file).await,
    }
}

async fn new(invocation: &Invocation, arguments: &ProfileNewArguments) -> Result<ExitCode, CliError> {
    let target = Target::new(arguments)?;
    let (profile, response) = connected(invocation, async |connection| asked(invocation, connection).await).await?;
    let as_line = invocation.wants_json();
    let fault = |error: serde_json::Error| CliError::Fault(format!("write the profile as JSON: {error}"));
    let text = if as_line { to_json(&profile)? } else { profile_file::write(&profile).map_err(fault)? };
    let Target::File { path, existing } = target else {
        Output::standard().line(&text)?;
        return Ok(ExitCode::Done);
    };
    write(&path, existing, &profile_file::write(&profile).map_err(fault)?)?;
    if as_line {
        Output::standard().line(&text)?;
        return Ok(ExitCode::Done);
    }
    let (words, shown) = (invocation.words(), path.display().to_string());
    let mut page = invocation.page();
    page.paragraph(0, &(asking(invocation.language().shared()).profile_count)(response.total), Tone::Plain);
    show::understood(&mut page, words, &response.understood);
    page.gap();
    page.paragraph(0, &(words.asker.written)(&shown), Tone::Good);
    page.line(0, &(words.asker.next)(&shown));
    Output::standard().text(&page.into_text())?;
    Ok(ExitCode::Done)
}

/// Asks everything, and the service whether it can use the answers.
async fn asked(invocation: &Invocation, connection: &Connection) -> Result<(Profile, MatchResponse), CliError> {
    // Waiting for an answer holds up this task alone: the service and the connection run on other threads.
    let (mut input, mut output) = (io::stdin().lock(), io::stderr());
    let language = invocation.language();
    let asker = Asker::new(&mut input, &mut output, Screen::standard_error(), language.words());
    let mut interview = Interview::new(connection, asker, language);
    interview.run().await?;
    for tries in 1.. {
        match judged(invocation, connection, &interview.profile()).await {
            Err(CliError::Refused { refusal, .. }) if refusal.blames(HOME) && tries >= HOME_TRIES_MAX => break,
            Err(CliError::Refused { refusal, .. }) if refusal.blames(HOME) => interview.home_again()?,
            judged => return Ok((interview.profile(), judged?)),
        }
    }
    let problem = format!("ask for a postcode that the service knows in {HOME_TRIES_MAX} tries; nothing was written");
    Err(CliError::Input(problem))
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
}

/// Writes the file whole or not at all, for its owner's eyes alone.
fn write(path: &Path, existing: Existing, text: &str) -> Result<(), CliError> {
    let mut file = WholeFile::create(path, Readers::Owner, existing)?;
    file.line(text)?;
    file.finish()
}
