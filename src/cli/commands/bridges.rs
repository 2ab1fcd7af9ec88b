//! `paths`, `gaps` and `group`: bridges for a profile, or for a group of them, from files.

use loopbaanbrug_proto::v1::{
    FindGapsRequest, FindGroupGapsRequest, FindPathsRequest, FindPathsResponse, MatchFilter, OpportunityKind,
};

use super::matches::{filter_of, read_profile, read_profile_file};
use crate::cli::{
    arguments::{GapsArguments, GroupArguments, NarrowingArguments, PathsArguments},
    connection::{Connection, Pages, connected, refused, request},
    error::CliError,
    exit::ExitCode,
    invocation::{Invocation, to_json},
    output::Output,
    show,
    titles::Named,
};

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
        connected(invocation, async |connection| paths_found(connection, message, arguments.all_pages).await).await?;
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
async fn paths_found(
    connection: &Connection,
    mut message: FindPathsRequest,
    all: bool,
) -> Result<Vec<FindPathsResponse>, CliError> {
    let (mut client, mut pages) = (connection.bridges(), Pages::of("find paths"));
    let mut answers: Vec<FindPathsResponse> = Vec::new();
    loop {
        let answer = client.find_paths(request(message.clone())).await.map_err(refused("find paths"))?.into_inner();
        let next = answer.next_page_token.clone();
        answers.push(answer);
        if !all || !pages.turn(&mut message.page_token, next)? {
            return Ok(answers);
        }
    }
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
