//! `match` and `explain`: a profile from a file, ranked or explained by the service.

use std::path::Path;

use loopbaanbrug_proto::v1::{
    ExplainRequest, Exploration, MatchFilter, MatchRequest, MatchView, OpportunityKind, Profile,
};

use crate::cli::{
    arguments::{
        ExplainArguments, FilterArguments, KindArgument, LookArgument, MatchArguments, NarrowingArguments,
        OfListArguments, ProfileArguments, ViewArgument,
    },
    connection::{Connection, Pages, connected, refused, request},
    error::CliError,
    exit::ExitCode,
    invocation::{Invocation, to_json},
    output::Output,
    page::Tone,
    profile_file, show,
    titles::Named,
};

pub(super) async fn rank(invocation: &Invocation, arguments: MatchArguments) -> Result<ExitCode, CliError> {
    let profile = read_profile(&arguments.person)?;
    let message = MatchRequest {
        profile: Some(profile),
        filter: Some(filter(arguments.filter)),
        page_size: arguments.limit,
        page_token: String::new(),
        view: view(arguments.view).into(),
        language: invocation.language().wire().into(),
        at_least_revision: arguments.revision.at_least_revision,
    };
    connected(invocation, async |connection| {
        if invocation.wants_json() {
            rank_as_json(connection, message, arguments.all_pages).await
        } else {
            let with_reasons = arguments.view == ViewArgument::Full;
            rank_as_table(invocation, connection, message, arguments.all_pages, with_reasons).await
        }
    })
    .await
}

/// Each answer as it comes.
async fn rank_as_json(connection: &Connection, mut message: MatchRequest, all: bool) -> Result<ExitCode, CliError> {
    let (mut client, mut pages) = (connection.matches(), Pages::of("match"));
    loop {
        let response = client.r#match(request(message.clone())).await.map_err(refused("match"))?.into_inner();
        Output::standard().line(&to_json(&response)?)?;
        if !all || !pages.turn(&mut message.page_token, response.next_page_token)? {
            return Ok(ExitCode::Done);
        }
    }
}

/// All answers together in one table.
async fn rank_as_table(
    invocation: &Invocation,
    connection: &Connection,
    mut message: MatchRequest,
    all: bool,
    with_reasons: bool,
) -> Result<ExitCode, CliError> {
    let (mut client, mut pages) = (connection.matches(), Pages::of("match"));
    let mut response = client.r#match(request(message.clone())).await.map_err(refused("match"))?.into_inner();
    while all && pages.turn(&mut message.page_token, std::mem::take(&mut response.next_page_token))? {
        let next = client.r#match(request(message.clone())).await.map_err(refused("match"))?.into_inner();
        response.matches.extend(next.matches);
        response.next_page_token = next.next_page_token;
    }
    let reasons = if with_reasons { response.matches.len() } else { 0 };
    Named::of_list(&mut response, reasons).entitle(connection).await?;
    let words = invocation.words();
    let mut page = invocation.page();
    show::match_table(&mut page, words, &response.matches, 1);
    show::match_notes(&mut page, words, &response, response.matches.len());
    if !response.next_page_token.is_empty() {
        page.gap();
        page.paragraph(0, words.matches.more, Tone::Plain);
    }
    if with_reasons {
        for (index, shown) in response.matches.iter().enumerate() {
            show::reasons(&mut page, words, Some(index + 1), shown);
        }
    }
    show::state(&mut page, words, response.context.as_ref());
    Output::standard().text(&page.into_text())?;
    Ok(ExitCode::Done)
}

pub(super) async fn explain(invocation: &Invocation, arguments: ExplainArguments) -> Result<ExitCode, CliError> {
    let profile = read_profile(&arguments.person)?;
    let message = ExplainRequest {
        profile: Some(profile),
        keys: arguments.keys,
        language: invocation.language().wire().into(),
        at_least_revision: arguments.revision.at_least_revision,
        filter: of_list(arguments.of_list),
        page_size: 0,
    };
    let response = connected(invocation, async |connection| {
        let answered = connection.matches().explain(request(message)).await;
        let mut response = answered.map_err(refused("explain"))?.into_inner();
        if !invocation.wants_json() {
            let matches = response.explanations.iter_mut().filter_map(|it| it.r#match.as_mut());
            Named::taught_by(matches).entitle(connection).await?;
        }
        Ok(response)
    })
    .await?;
    let words = invocation.words();
    invocation.answer(&response, |page| {
        for explanation in &response.explanations {
            show::explanation(page, words, explanation);
        }
        show::understood(page, words, &response.understood);
        show::state(page, words, response.context.as_ref());
    })?;
    Ok(ExitCode::Done)
}

pub(super) fn read_profile(person: &ProfileArguments) -> Result<Profile, CliError> {
    let mut profile = read_profile_file(&person.profile)?;
    if let Some(look) = person.look {
        profile.set_exploration(exploration(look));
    }
    Ok(profile)
}

pub(super) fn read_profile_file(file: &Path) -> Result<Profile, CliError> {
    profile_file::read(file).map_err(|source| CliError::Profile { file: file.display().to_string(), source })
}

fn exploration(look: LookArgument) -> Exploration {
    match look {
        LookArgument::Near => Exploration::StayNear,
        LookArgument::Around => Exploration::LookAround,
        LookArgument::Surprise => Exploration::SurpriseMe,
    }
}

pub(super) fn filter(arguments: FilterArguments) -> MatchFilter {
    filter_of(kind(arguments.kind), arguments.narrowing)
}

/// The list that opportunities are explained in. When nothing is said of it, there is none: each is then looked for in the
/// whole list of its own kind.
pub(super) fn of_list(arguments: OfListArguments) -> Option<MatchFilter> {
    let OfListArguments { kind: kind_asked, narrowing } = arguments;
    let kind_asked = kind_asked.or_else(|| narrowing.is_given().then_some(KindArgument::Vacancy));
    kind_asked.map(|kind_asked| filter_of(kind(kind_asked), narrowing))
}

/// Of opportunities of one kind.
pub(super) fn filter_of(kind: OpportunityKind, arguments: NarrowingArguments) -> MatchFilter {
    MatchFilter {
        kind: kind.into(),
        sectors: arguments.sector,
        text: arguments.text.unwrap_or_default(),
        sources: arguments.source,
    }
}

pub(super) fn kind(kind: KindArgument) -> OpportunityKind {
    match kind {
        KindArgument::Vacancy => OpportunityKind::Vacancy,
        KindArgument::Route => OpportunityKind::Route,
    }
}

fn view(view: ViewArgument) -> MatchView {
    match view {
        ViewArgument::Keys => MatchView::Keys,
        ViewArgument::Basic => MatchView::Basic,
        ViewArgument::Full => MatchView::Full,
    }
}
