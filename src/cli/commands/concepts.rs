//! `concepts find`, `concepts complete` and `concepts show`.

use loopbaanbrug_proto::v1::{CompleteConceptsRequest, ConceptKind, FindConceptsRequest, GetConceptRequest};

use crate::cli::{
    arguments::{ConceptKindArgument, ConceptsCommand},
    connection::{connected, refused, request},
    error::CliError,
    exit::ExitCode,
    invocation::Invocation,
    show,
};

pub(super) async fn run(invocation: &Invocation, command: ConceptsCommand) -> Result<ExitCode, CliError> {
    match command {
        ConceptsCommand::Find { text, kind, limit } => find(invocation, text, &kind, limit).await,
        ConceptsCommand::Complete { text, kind, limit } => complete(invocation, text, &kind, limit).await,
        ConceptsCommand::Show { key } => show_one(invocation, key).await,
    }
}

async fn find(
    invocation: &Invocation,
    text: String,
    kinds: &[ConceptKindArgument],
    limit: u32,
) -> Result<ExitCode, CliError> {
    let message = FindConceptsRequest {
        text,
        kinds: wire_all(kinds),
        page_size: limit,
        page_token: String::new(),
        language: invocation.language().wire().into(),
    };
    let response = connected(invocation, async |connection| {
        let answered = connection.taxonomy().find_concepts(request(message)).await;
        Ok(answered.map_err(refused("find concepts"))?.into_inner())
    })
    .await?;
    let words = invocation.words();
    invocation.answer(&response, |page| show::found(page, words, &response.concepts))?;
    Ok(ExitCode::Done)
}

async fn complete(
    invocation: &Invocation,
    text: String,
    kinds: &[ConceptKindArgument],
    limit: u32,
) -> Result<ExitCode, CliError> {
    let language = invocation.language().wire().into();
    let message = CompleteConceptsRequest { text, kinds: wire_all(kinds), page_size: limit, language };
    let response = connected(invocation, async |connection| {
        let answered = connection.taxonomy().complete_concepts(request(message)).await;
        Ok(answered.map_err(refused("complete concepts"))?.into_inner())
    })
    .await?;
    let words = invocation.words();
    invocation.answer(&response, |page| show::completed(page, words, &response.concepts))?;
    Ok(ExitCode::Done)
}

async fn show_one(invocation: &Invocation, key: String) -> Result<ExitCode, CliError> {
    let message = GetConceptRequest { key: key.clone(), language: invocation.language().wire().into() };
    let response = connected(invocation, async |connection| {
        let answered = connection.taxonomy().get_concept(request(message)).await;
        Ok(answered.map_err(refused(format!("show concept {key}")))?.into_inner())
    })
    .await?;
    let words = invocation.words();
    invocation.answer(&response, |page| {
        if let Some(concept) = &response.concept {
            show::concept(page, words, concept);
        }
    })?;
    Ok(ExitCode::Done)
}

fn wire_all(kinds: &[ConceptKindArgument]) -> Vec<i32> {
    kinds.iter().map(|kind| wire(*kind).into()).collect()
}

fn wire(kind: ConceptKindArgument) -> ConceptKind {
    match kind {
        ConceptKindArgument::Skill => ConceptKind::Skill,
        ConceptKindArgument::Knowledge => ConceptKind::Knowledge,
        ConceptKindArgument::Language => ConceptKind::Language,
        ConceptKindArgument::Occupation => ConceptKind::Occupation,
        ConceptKindArgument::Group => ConceptKind::Group,
    }
}
