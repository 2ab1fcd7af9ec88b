//! `get`, `list` and `delete`: opportunities by key.

use loopbaanbrug_proto::v1::{DeleteRequest, GetRequest, ListRequest, OpportunityView};

use super::matches;
use crate::cli::{
    arguments::{DeleteArguments, GetArguments, ListArguments},
    connection::{Pages, connected, refused, request},
    error::CliError,
    exit::ExitCode,
    invocation::Invocation,
    labels::{self, Labels},
    page::Tone,
    served::until_served,
    show,
};

pub(super) async fn get(invocation: &Invocation, arguments: GetArguments) -> Result<ExitCode, CliError> {
    let message = GetRequest {
        key: arguments.key,
        view: OpportunityView::Full.into(),
        at_least_revision: arguments.revision.at_least_revision,
    };
    let (response, labels) = connected(invocation, async |connection| {
        let doing = format!("get {}", message.key);
        let response = connection.opportunities().get(request(message)).await.map_err(refused(doing))?.into_inner();
        let labels = match &response.opportunity {
            Some(opportunity) if !invocation.wants_json() => {
                labels::of_opportunity(connection, invocation.language(), opportunity).await?
            }
            _ => Labels::new(),
        };
        Ok((response, labels))
    })
    .await?;
    let words = invocation.words();
    invocation.answer(&response, |page| {
        if let Some(opportunity) = &response.opportunity {
            show::opportunity(page, words, &labels, opportunity);
        }
        show::state(page, words, response.context.as_ref());
    })?;
    Ok(ExitCode::Done)
}

pub(super) async fn list(invocation: &Invocation, arguments: ListArguments) -> Result<ExitCode, CliError> {
    let mut message = ListRequest {
        source: arguments.which.source.unwrap_or_default(),
        kind: arguments.which.kind.map_or(0, |kind| matches::kind(kind).into()),
        page_size: arguments.limit,
        page_token: String::new(),
        view: OpportunityView::Basic.into(),
        open_on: arguments.which.open_on.unwrap_or_default(),
        changed_after_revision: arguments.changed_after,
        at_least_revision: arguments.revision.at_least_revision,
    };
    let words = invocation.words();
    connected(invocation, async |connection| {
        let mut client = connection.opportunities();
        let (mut pages, mut shown) = (Pages::of("list"), 0);
        loop {
            let response = client.list(request(message.clone())).await.map_err(refused("list"))?.into_inner();
            shown += response.opportunities.len();
            let more = !response.next_page_token.is_empty();
            let last = !more || !arguments.all_pages;
            invocation.answer(&response, |page| {
                show::list(page, words, &response.opportunities);
                if last {
                    page.gap();
                    page.paragraph(0, &(words.opportunity.listed)(shown), Tone::Plain);
                    page.paragraph(0, if more { words.matches.more } else { "" }, Tone::Plain);
                    show::state(page, words, response.context.as_ref());
                }
            })?;
            if last || !pages.turn(&mut message.page_token, response.next_page_token)? {
                return Ok(ExitCode::Done);
            }
        }
    })
    .await
}

pub(super) async fn delete(invocation: &Invocation, arguments: DeleteArguments) -> Result<ExitCode, CliError> {
    let key = arguments.key;
    let message = DeleteRequest { key: key.clone() };
    let response = connected(invocation, async |connection| {
        let answered = connection.opportunities().delete(request(message)).await;
        let response = answered.map_err(refused(format!("delete {key}")))?.into_inner();
        if !arguments.served.no_wait {
            until_served(invocation, connection, response.revision).await;
        }
        Ok(response)
    })
    .await?;
    let words = invocation.report_words();
    invocation.answer(&response, |page| {
        page.paragraph(0, &(words.opportunity.deleted)(&key, response.revision), Tone::Plain);
    })?;
    Ok(ExitCode::Done)
}
