//! `paths`, `gaps` and `group`: bridges for a profile, or for a group of them, from files.

use loopbaanbrug_proto::v1::{
    FindGapsRequest, FindGroupGapsRequest, FindPathsRequest, FindPathsResponse, MatchFilter, OpportunityKind,
};

use super::matches::{filter_of, read_profile, read_profile_file};
use crate::cli::{
    arguments::{GapsArguments, GroupArguments, NarrowingArguments, PathsArguments},
    connection::{Connection, connected, refused, request},
    error::CliError,
    exit::ExitCode,
    invocation::{Invocation, to_json},
    output::Output,
    show,
    titles::Named,
};

/// Pages asked at most: with the smallest page the service ends the sequence sooner.
const PAGES_MAX: usize = 200;

pub(super) async fn paths(invocation: &Invocation, arguments: PathsArguments) -> Result<ExitCode, CliError> {
    let message = FindPathsRequest {
        profile: Some(read_profile(&arguments.person)?),
        filter: Some(filter(arguments.filter)),
        page_size: arguments.limit,
        page_token: String::new(),
        language: invocation.language().wire().into(),
        at_least_revision: arguments.revision.at_least_revision,
        each_way: arguments.each_way,
    };
    let answers =
        connected(invocation, async |connection| pages(connection, message, arguments.all_pages).await).await?;
    if invocation.wants_json() {
        for answer in &answers {
            Output::standard().line(&to_json(answer)?)?;
        }
        return Ok(ExitCode::Done);
    }
    let mut page = invocation.page();
    show::paths(&mut page, invocation.words(), &answers);
    Output::standard().text(&page.into_text())?;
    Ok(ExitCode::Done)
}

/// The first page, or every page there is.
async fn pages(
    connection: &Connection,
    mut message: FindPathsRequest,
    all: bool,
) -> Result<Vec<FindPathsResponse>, CliError> {
    let mut client = connection.bridges();
    let mut answers: Vec<FindPathsResponse> = Vec::new();
    for _ in 0..PAGES_MAX {
        let answer = client.find_paths(request(message.clone())).await.map_err(refused("find paths"))?.into_inner();
        message.page_token.clone_from(&answer.next_page_token);
        answers.push(answer);
        if !all || message.page_token.is_empty() {
            break;
        }
    }
    Ok(answers)
}

pub(super) async fn gaps(invocation: &Invocation, arguments: GapsArguments) -> Result<ExitCode, CliError> {
    let message = FindGapsRequest {
        profile: Some(read_profile(&arguments.person)?),
        filter: Some(filter(arguments.filter)),
        limit: arguments.limit,
        language: invocation.language().wire().into(),
        at_least_revision: arguments.revision.at_least_revision,
    };
    let answer = connected(invocation, async |connection| {
        let answered = connection.bridges().find_gaps(request(message)).await;
        let mut answer = answered.map_err(refused("find gaps"))?.into_inner();
        if !invocation.wants_json() {
            Named::keys(answer.skills.iter_mut().flat_map(|it| &mut it.taught_by)).entitle(connection).await?;
        }
        Ok(answer)
    })
    .await?;
    invocation.answer(&answer, |page| show::gaps(page, invocation.words(), &answer))?;
    Ok(ExitCode::Done)
}

pub(super) async fn group(invocation: &Invocation, arguments: GroupArguments) -> Result<ExitCode, CliError> {
    let profiles = arguments.profiles.iter().map(|file| read_profile_file(file));
    let message = FindGroupGapsRequest {
        profiles: profiles.collect::<Result<_, _>>()?,
        filter: Some(filter(arguments.filter)),
        limit: arguments.limit,
        language: invocation.language().wire().into(),
        at_least_revision: arguments.revision.at_least_revision,
    };
    let answer = connected(invocation, async |connection| {
        let answered = connection.bridges().find_group_gaps(request(message)).await;
        let mut answer = answered.map_err(refused("find gaps of a group"))?.into_inner();
        if !invocation.wants_json() {
            Named::keys(answer.skills.iter_mut().flat_map(|it| &mut it.taught_by)).entitle(connection).await?;
        }
        Ok(answer)
    })
    .await?;
    invocation.answer(&answer, |page| show::group(page, invocation.words(), &answer))?;
    Ok(ExitCode::Done)
}

/// A bridge leads to work.
fn filter(arguments: NarrowingArguments) -> MatchFilter {
    filter_of(OpportunityKind::Vacancy, arguments)
}
