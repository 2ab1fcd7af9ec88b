//! `demo`: the example data through the service, as any client would do it, and then the service itself to play with.

use std::{
    future,
    net::{IpAddr, SocketAddr},
    path::Path,
};

use loopbaanbrug_proto::v1::{FeedFormat, ImportHeader, ImportMode, MatchRequest, MatchResponse, MatchView};

use crate::{
    cli::{
        arguments::DemoArguments,
        connection::{Connection, refused, request},
        error::CliError,
        exit::ExitCode,
        feed,
        invocation::{Invocation, to_json},
        labels,
        output::Output,
        page::{Page, Tone},
        profile_file,
        progress::FeedProgress,
        show,
        temporary::{Doors, with_temporary},
        texts::Words,
        titles::Named,
    },
    demo::{self, FEEDS, Feed},
    engine::limits,
};

/// Matches in the table.
const MATCHES_SHOWN: u32 = 10;
/// Matches with their reasons.
const REASONS_SHOWN: usize = 3;
/// Where the profile of the demo stands in the source.
const PROFILE_FILE: &str = "fixtures/profiles/01-balie-naar-zorg.json";
/// Another profile to try.
const OTHER_PROFILE_FILE: &str = "fixtures/profiles/03-balie-naar-ict-servicedesk.json";

/// All examples come from one source, so that their keys stay short.
const SOURCE: &str = "voorbeeld";

/// How much was imported.
struct Imported {
    vacancies: u64,
    routes: u64,
    revision: u64,
}

pub(super) async fn run(invocation: &Invocation, arguments: &DemoArguments) -> Result<ExitCode, CliError> {
    let at = |port| SocketAddr::new(IpAddr::from([127, 0, 0, 1]), port);
    let doors = Doors { listen: at(arguments.port), web: Some(at(arguments.web_port)), example: Some(demo::PROFILE) };
    let shown = with_temporary(invocation.config(), doors, async |connection| {
        let response = show_and_tell(invocation, connection).await?;
        if !arguments.once {
            say_next(invocation, connection, &response)?;
            // Until it is asked to stop.
            future::pending::<()>().await;
        }
        Ok(())
    })
    .await?;
    if shown.is_none() && arguments.once {
        return Err(CliError::Stopped("show the demo"));
    }
    if shown.is_none() && !invocation.wants_json() {
        // The terminal may be gone by now; the end is the same.
        let _ = Output::standard().line(&format!("\n{}", invocation.words().demo.stop));
    }
    Ok(ExitCode::Done)
}

/// Imports, asks and prints.
async fn show_and_tell(invocation: &Invocation, connection: &Connection) -> Result<MatchResponse, CliError> {
    let words = invocation.words();
    let profile = profile_file::parse(demo::PROFILE.as_bytes())
        .map_err(|source| CliError::Profile { file: PROFILE_FILE.into(), source })?;
    let imported = import_all(connection).await?;
    let labels = labels::of_profile(connection, invocation.language(), &profile).await?;
    let message = MatchRequest {
        profile: Some(profile.clone()),
        page_size: MATCHES_SHOWN,
        view: MatchView::Basic.into(),
        language: invocation.language().wire().into(),
        at_least_revision: imported.revision,
        ..MatchRequest::default()
    };
    let mut response = connection.matches().r#match(request(message)).await.map_err(refused("match"))?.into_inner();
    if invocation.wants_json() {
        Output::standard().line(&to_json(&response)?)?;
        return Ok(response);
    }
    Named::of_list(&mut response, REASONS_SHOWN).entitle(connection).await?;
    let mut page = invocation.page();
    page.paragraph(0, &(words.demo.opening)(&words.day(demo::TODAY)), Tone::Plain);
    page.paragraph(0, &(words.demo.imported)(imported.vacancies, imported.routes, imported.revision), Tone::Plain);
    show::profile(&mut page, words, &profile, &labels);
    show_matches(&mut page, words, &response);
    Output::standard().text(&page.into_text())?;
    Ok(response)
}

fn show_matches(page: &mut Page, words: &Words, response: &MatchResponse) {
    page.heading(words.demo.matches);
    show::match_table(page, words, &response.matches, 1);
    show::match_notes(page, words, response, response.matches.len());
    page.heading(words.demo.reasons);
    for (index, shown) in response.matches.iter().take(REASONS_SHOWN).enumerate() {
        show::reasons(page, words, Some(index + 1), shown);
    }
    show::state(page, words, response.context.as_ref());
}

async fn import_all(connection: &Connection) -> Result<Imported, CliError> {
    let mut imported = Imported { vacancies: 0, routes: 0, revision: 0 };
    for Feed { source, ndjson } in FEEDS {
        let header = ImportHeader {
            source: SOURCE.to_owned(),
            format: FeedFormat::Ndjson.into(),
            mode: ImportMode::Delta.into(),
            request_id: format!("demo-{source}"),
            ..ImportHeader::default()
        };
        let report = feed::import(
            connection,
            header,
            ndjson.as_bytes(),
            Path::new(source),
            limits::IMPORT_DEADLINE_MS,
            &FeedProgress::hidden(),
        )
        .await?;
        if report.rejected > 0 {
            return Err(CliError::Fault(format!(
                "import the example {source}: {} records were refused",
                report.rejected
            )));
        }
        match source.starts_with("routes") {
            true => imported.routes += report.accepted,
            false => imported.vacancies += report.accepted,
        }
        imported.revision = report.revision;
    }
    Ok(imported)
}

/// Where it serves and what to try.
fn say_next(invocation: &Invocation, connection: &Connection, response: &MatchResponse) -> Result<(), CliError> {
    let (own, Some(address)) = (&invocation.words().demo, connection.address()) else { return Ok(()) };
    let key = response.matches.last().map_or("voorbeeld/zorg-001", |shown| shown.key.as_str());
    let mut page = invocation.page();
    page.heading(&(own.serving)(&address.to_string()));
    if let Some(web) = connection.web_address() {
        page.paragraph(0, &(own.page)(&format!("http://{web}/")), Tone::Strong);
    }
    page.paragraph(0, own.next, Tone::Plain);
    let server = format!("--server http://{address}");
    // As it was called, so that the line can be copied.
    let program = std::env::args().next().unwrap_or_else(|| "loopbaanbrug".to_owned());
    let suggestions = [
        (own.explain, vec![format!("{program} explain {server} --profile {PROFILE_FILE} {key}")]),
        (own.other_profile, vec![format!("{program} match {server} --profile {OTHER_PROFILE_FILE} --kind route")]),
        (
            own.reflection,
            vec![
                format!("grpcurl -plaintext {address} list"),
                format!("grpcurl -plaintext {address} describe loopbaanbrug.v1.MatchService"),
            ],
        ),
        (own.python, vec![format!("python3 examples/python/match.py --server {address} --profile {PROFILE_FILE}")]),
    ];
    for (what, commands) in suggestions {
        page.gap();
        page.paragraph(2, what, Tone::Faint);
        for command in commands {
            page.line(4, &command);
        }
    }
    let text = page.into_text();
    let mut output = Output::standard();
    if invocation.wants_json() { Ok(()) } else { output.text(&format!("\n{text}")) }
}
