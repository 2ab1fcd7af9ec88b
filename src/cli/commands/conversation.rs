//! `what-if`, `compare`, `plan` and `why-not`: the questions of a conversation, asked of the service.

use std::path::Path;

use loopbaanbrug_proto::v1::{
    Backer, CompareRequest, ExplainRequest, MakePlanRequest, PlanFormat, PlanNotes, PlanRoom, WhatIfRequest,
};

use super::matches::{filter, of_list, read_profile};
use crate::cli::{
    arguments::{CompareArguments, PlanArguments, PlanFormatArgument, WhatIfArguments, WhyNotArguments},
    changes::changes,
    connection::{asked, request},
    error::CliError,
    exit::ExitCode,
    invocation::{Invocation, to_json},
    output::write_lines,
    show,
};

pub(super) async fn what_if(invocation: &Invocation, arguments: WhatIfArguments) -> Result<ExitCode, CliError> {
    let profile = read_profile(&arguments.person)?;
    let message = WhatIfRequest {
        changes: changes(&arguments.changes, &profile)?,
        profile: Some(profile),
        filter: Some(filter(arguments.filter)),
        page_size: arguments.limit,
        language: invocation.language().wire().into(),
        at_least_revision: arguments.revision.at_least_revision,
    };
    let response =
        asked(invocation, "see what would change", async |to| to.conversations().what_if(request(message)).await)
            .await?;
    let words = invocation.words();
    invocation.answer(&response, |page| {
        show::what_if(page, words, &response);
        show::understood(page, words, &response.understood);
        show::state(page, words, response.context.as_ref());
    })?;
    Ok(ExitCode::Done)
}

pub(super) async fn compare(invocation: &Invocation, arguments: CompareArguments) -> Result<ExitCode, CliError> {
    let message = CompareRequest {
        profile: Some(read_profile(&arguments.person)?),
        keys: arguments.keys,
        language: invocation.language().wire().into(),
        at_least_revision: arguments.revision.at_least_revision,
    };
    let response = asked(invocation, "compare", async |to| to.conversations().compare(request(message)).await).await?;
    let words = invocation.words();
    invocation.answer(&response, |page| {
        show::comparison(page, words, &response);
        show::state(page, words, response.context.as_ref());
    })?;
    Ok(ExitCode::Done)
}

pub(super) async fn why_not(invocation: &Invocation, arguments: WhyNotArguments) -> Result<ExitCode, CliError> {
    let message = ExplainRequest {
        profile: Some(read_profile(&arguments.person)?),
        keys: arguments.keys,
        language: invocation.language().wire().into(),
        at_least_revision: arguments.revision.at_least_revision,
        filter: of_list(arguments.of_list),
        page_size: arguments.limit,
    };
    let response = asked(invocation, "explain", async |to| to.matches().explain(request(message)).await).await?;
    let words = invocation.words();
    invocation.answer(&response, |page| {
        for explanation in &response.explanations {
            show::why_not(page, explanation);
        }
        show::state(page, words, response.context.as_ref());
    })?;
    Ok(ExitCode::Done)
}

pub(super) async fn plan(invocation: &Invocation, arguments: PlanArguments) -> Result<ExitCode, CliError> {
    let as_json = invocation.wants_json() || arguments.format == PlanFormatArgument::Json;
    let format = match arguments.format {
        _ if as_json => PlanFormat::Unspecified,
        PlanFormatArgument::Html => PlanFormat::Html,
        PlanFormatArgument::Text | PlanFormatArgument::Json => PlanFormat::Text,
    };
    let out = arguments.out.clone();
    let message = MakePlanRequest {
        profile: Some(read_profile(&arguments.person)?),
        notes: Some(notes(&arguments)),
        keys: arguments.keys,
        format: format.into(),
        language: invocation.language().wire().into(),
        at_least_revision: arguments.revision.at_least_revision,
    };
    let response =
        asked(invocation, "make the plan", async |to| to.conversations().make_plan(request(message)).await).await?;
    let page = if as_json { to_json(&response)? } else { response.rendered };
    write_lines(Path::new(&out), page.lines().map(str::to_owned))?;
    Ok(ExitCode::Done)
}

fn notes(arguments: &PlanArguments) -> PlanNotes {
    let backing = arguments.backing.iter().map(|typed| {
        let (who, words) = typed.split_once(':').unwrap_or((typed, ""));
        Backer { who: who.trim().to_owned(), words: words.trim().to_owned() }
    });
    PlanNotes {
        direction: arguments.direction.clone().unwrap_or_default(),
        room: Some(PlanRoom { hours_a_week: arguments.hours_a_week, weeks: arguments.weeks, euros: arguments.euros }),
        backing: backing.collect(),
    }
}
