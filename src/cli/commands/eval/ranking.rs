//! `eval ranking`: asks the matches of every judged profile and measures them against the judgements.

use std::{collections::BTreeSet, fs, path::Path};

use loopbaanbrug_proto::v1::{ListRequest, OpportunityKind, OpportunityView, Profile};

use super::{
    say,
    trial::{self, Question},
};
use crate::{
    cli::{
        arguments::EvalRankingArguments,
        connection::{Connection, Pages, connected, refused, request},
        error::{CliError, WithPath},
        exit::ExitCode,
        invocation::Invocation,
        output::Output,
        profile_file, show,
        texts::Language,
    },
    engine::limits,
    evaluation::{
        judgements::{Judgements, files, stem},
        ranking::{self, Known, RankingScores, Shown},
    },
};

/// Ranks asked of each list: enough to tell where what stands too low does stand.
const RANKS_ASKED: usize = 200;

pub(super) async fn run(invocation: &Invocation, arguments: &EvalRankingArguments) -> Result<ExitCode, CliError> {
    let judgements = Judgements::read(&arguments.judgements)?;
    let profiles = profiles(&judgements, &arguments.profiles)?;
    let scores = match &arguments.feeds {
        Some(feeds) => {
            trial::tried(invocation, async |connection| {
                let revision = import_all(connection, feeds).await?;
                measured(connection, revision, &judgements, &profiles, arguments.errors).await
            })
            .await?
        }
        None => {
            connected(invocation, async |connection| {
                measured(connection, 0, &judgements, &profiles, arguments.errors).await
            })
            .await?
        }
    };
    if invocation.wants_json() {
        return say(&scores);
    }
    let mut page = invocation.page();
    show::ranking_scores(&mut page, invocation.report_words(), &scores);
    Output::standard().text(&page.into_text())?;
    Ok(ExitCode::Done)
}

/// The profile of every file of judgements.
fn profiles(judgements: &Judgements, folder: &Path) -> Result<Vec<(String, Profile)>, CliError> {
    let read = |name: &String| {
        let path = folder.join(format!("{name}.json"));
        if !path.exists() {
            let problem = "the judgements have no such profile; give the profile the name of its judgements";
            return Err(CliError::Input(format!("read {}: {problem}", path.display())));
        }
        let wrong = |source| CliError::Profile { file: path.display().to_string(), source };
        Ok((name.clone(), profile_file::read(&path).map_err(wrong)?))
    };
    judgements.first.keys().map(read).collect()
}

/// Each feed of a folder under the name of its file, so that its keys are those of the judgements. Gives the last
/// revision.
async fn import_all(connection: &Connection, folder: &Path) -> Result<u64, CliError> {
    let mut revision = 0;
    for path in files(folder, "ndjson")? {
        revision = trial::import(connection, &stem(&path), &fs::read(&path).at("read", &path)?, &path).await?;
    }
    Ok(revision)
}

async fn measured(
    connection: &Connection,
    revision: u64,
    judgements: &Judgements,
    profiles: &[(String, Profile)],
    errors: bool,
) -> Result<RankingScores, CliError> {
    let known = Known {
        vacancies: keys(connection, revision, OpportunityKind::Vacancy).await?,
        routes: keys(connection, revision, OpportunityKind::Route).await?,
    };
    let mut shown = Vec::new();
    for (name, profile) in profiles {
        let of = async |kind: OpportunityKind| {
            let question = Question {
                profile: profile.clone(),
                kind,
                source: None,
                language: Language::Nl,
                revision,
                count: RANKS_ASKED,
            };
            let matches = trial::ask(connection, &question).await?;
            Ok::<_, CliError>(matches.into_iter().map(|it| it.key).collect())
        };
        let vacancies = of(OpportunityKind::Vacancy).await?;
        shown.push((name.clone(), Shown { vacancies, routes: of(OpportunityKind::Route).await? }));
    }
    let scores = ranking::measure(judgements, &known, &shown, errors);
    if scores.judgements == 0 {
        let example = judgements.first.values().flat_map(|grades| grades.keys()).next().map_or("", String::as_str);
        return Err(CliError::Input(format!(
            "find anything that is judged, such as {example}: the service does not have it; import each feed with --source \
             set to the part before the slash, or give the feeds with --feeds DIR"
        )));
    }
    Ok(scores)
}

/// Keys of everything of one kind that the service has.
async fn keys(connection: &Connection, revision: u64, kind: OpportunityKind) -> Result<BTreeSet<String>, CliError> {
    let mut message = ListRequest {
        kind: kind.into(),
        page_size: u32::try_from(limits::LIST_PAGE_MAX).unwrap_or(u32::MAX),
        view: OpportunityView::Basic.into(),
        at_least_revision: revision,
        ..ListRequest::default()
    };
    let (mut client, mut pages) = (connection.opportunities(), Pages::of("list"));
    let mut keys = BTreeSet::new();
    loop {
        let response = client.list(request(message.clone())).await.map_err(refused("list"))?.into_inner();
        keys.extend(response.opportunities.into_iter().map(|opportunity| opportunity.key));
        if !pages.turn(&mut message.page_token, response.next_page_token)? {
            return Ok(keys);
        }
    }
}
