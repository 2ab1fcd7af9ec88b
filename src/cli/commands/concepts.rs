//! `concepts find`, `concepts complete`, `concepts extract` and `concepts show`.

use std::{
    io::{self, Read},
    path::Path,
};

use loopbaanbrug_proto::v1::{
    CompleteConceptsRequest, ConceptKind, ExtractConceptsRequest, FindConceptsRequest, GetConceptRequest, TextKind,
};

use crate::cli::{
    arguments::{ConceptKindArgument, ConceptNarrowing, ConceptsCommand, TextKindArgument},
    connection::{asked, request},
    error::{CliError, WithPath},
    exit::ExitCode,
    invocation::Invocation,
    paths, show,
};

/// Most bytes read of a text: more than its longest allowed length, so that the service says what is too long.
const MAX_TEXT_BYTES: u64 = 1 << 20;

pub(super) async fn run(invocation: &Invocation, command: ConceptsCommand) -> Result<ExitCode, CliError> {
    match command {
        ConceptsCommand::Find { text, narrowed } => find(invocation, text, &narrowed).await,
        ConceptsCommand::Complete { text, narrowed } => complete(invocation, text, &narrowed).await,
        ConceptsCommand::Extract { file, kind, text_language } => extract(invocation, &file, kind, text_language).await,
        ConceptsCommand::Show { key } => show_one(invocation, key).await,
    }
}

async fn find(invocation: &Invocation, text: String, narrowed: &ConceptNarrowing) -> Result<ExitCode, CliError> {
    let message = FindConceptsRequest {
        text,
        kinds: wire_all(&narrowed.kind),
        page_size: narrowed.limit,
        page_token: String::new(),
        language: invocation.language().wire().into(),
    };
    let response =
        asked(invocation, "find concepts", async |to| to.taxonomy().find_concepts(request(message)).await).await?;
    let words = invocation.words();
    invocation.answer(&response, |page| show::found(page, words, &response.concepts))?;
    Ok(ExitCode::Done)
}

async fn complete(invocation: &Invocation, text: String, narrowed: &ConceptNarrowing) -> Result<ExitCode, CliError> {
    let message = CompleteConceptsRequest {
        text,
        kinds: wire_all(&narrowed.kind),
        page_size: narrowed.limit,
        language: invocation.language().wire().into(),
    };
    let response =
        asked(invocation, "complete concepts", async |to| to.taxonomy().complete_concepts(request(message)).await)
            .await?;
    let words = invocation.words();
    invocation.answer(&response, |page| show::completed(page, words, &response.concepts))?;
    Ok(ExitCode::Done)
}

async fn show_one(invocation: &Invocation, key: String) -> Result<ExitCode, CliError> {
    let message = GetConceptRequest { key: key.clone(), language: invocation.language().wire().into() };
    let response =
        asked(invocation, format!("show concept {key}"), async |to| to.taxonomy().get_concept(request(message)).await)
            .await?;
    let words = invocation.words();
    invocation.answer(&response, |page| {
        if let Some(concept) = &response.concept {
            show::concept(page, words, concept, &response.replaced_key);
        }
    })?;
    Ok(ExitCode::Done)
}

fn wire_all(kinds: &[ConceptKindArgument]) -> Vec<i32> {
    kinds.iter().map(|kind| wire(*kind).into()).collect()
}

async fn extract(
    invocation: &Invocation,
    file: &Path,
    kind: TextKindArgument,
    text_language: String,
) -> Result<ExitCode, CliError> {
    let message = ExtractConceptsRequest {
        text: read_text(file).at("read", file)?,
        text_language,
        text_kind: match kind {
            TextKindArgument::Vacancy => TextKind::Vacancy.into(),
            TextKindArgument::Course => TextKind::Course.into(),
        },
        language: invocation.language().wire().into(),
    };
    let response = asked(invocation, format!("find concepts in {}", file.display()), async |to| {
        to.taxonomy().extract_concepts(request(message)).await
    })
    .await?;
    let words = invocation.words();
    invocation.answer(&response, |page| show::extraction(page, words, &response))?;
    Ok(ExitCode::Done)
}

/// The text of a file, or of standard input when the path is `-`; no more of it than the service could take.
fn read_text(file: &Path) -> io::Result<String> {
    let mut text = String::new();
    paths::open(file)?.take(MAX_TEXT_BYTES).read_to_string(&mut text)?;
    Ok(text)
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
