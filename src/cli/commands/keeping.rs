//! `verify`, `reindex`, `backup` and `restore`: looking after a data directory.
//!
//! The first three go through the operator's door of the service that works on the directory, or of one that is started here.
//! The last works on files alone, before there is a service.

use std::path::absolute;

use loopbaanbrug_proto::v1::{BackupRequest, ReindexRequest, VerifyRequest};
use tokio_util::sync::CancellationToken;

use crate::{
    backup,
    cli::{
        arguments::{BackupArguments, RestoreArguments},
        connection::{administered, refused, with_deadline},
        error::{CliError, WithPath},
        exit::ExitCode,
        invocation::Invocation,
        output::Output,
        progress::Working,
        show,
        stop::{until_stopped, until_told},
    },
    engine::limits::ADMIN_DEADLINE_MS,
};

pub(super) async fn verify(invocation: &Invocation) -> Result<ExitCode, CliError> {
    let response = administered(invocation, async |mut door| {
        let _working = Working::on("comparing catalogue and index");
        let answered = door.verify(with_deadline(VerifyRequest {}, ADMIN_DEADLINE_MS)).await;
        Ok(answered.map_err(refused("verify"))?.into_inner())
    })
    .await?;
    invocation.answer(&response, |page| show::verification(page, invocation.report_words(), &response))?;
    Ok(if response.differences == 0 { ExitCode::Done } else { ExitCode::BoundBroken })
}

pub(super) async fn reindex(invocation: &Invocation) -> Result<ExitCode, CliError> {
    let response = administered(invocation, async |mut door| {
        let _working = Working::on("building the index again");
        let answered = door.reindex(with_deadline(ReindexRequest {}, ADMIN_DEADLINE_MS)).await;
        Ok(answered.map_err(refused("build the index again"))?.into_inner())
    })
    .await?;
    let words = invocation.report_words();
    invocation.answer(&response, |page| page.line(0, &(words.keeping.reindexed)(response.revision)))?;
    Ok(ExitCode::Done)
}

pub(super) async fn backup(invocation: &Invocation, arguments: BackupArguments) -> Result<ExitCode, CliError> {
    let directory = absolute(&arguments.out).at("name", arguments.out.as_path())?;
    let told = directory.display().to_string();
    let Some(directory) = directory.to_str().map(str::to_owned) else {
        return Err(CliError::Input(format!("write a backup to {told}: the path must be UTF-8")));
    };
    let response = administered(invocation, async |mut door| {
        let _working = Working::on("writing the backup");
        let asked = async {
            let answered = door.backup(with_deadline(BackupRequest { directory }, ADMIN_DEADLINE_MS)).await;
            Ok(answered.map_err(refused("make a backup"))?.into_inner())
        };
        // Whoever makes it notices that nobody waits any more, and tidies up.
        until_stopped("backup", asked).await
    })
    .await?;
    let words = invocation.report_words();
    let line = (words.keeping.backed_up)(response.revision, response.files, response.bytes, &told);
    invocation.answer(&response, |page| page.line(0, &line))?;
    Ok(ExitCode::Done)
}

pub(super) async fn restore(invocation: &Invocation, arguments: RestoreArguments) -> Result<ExitCode, CliError> {
    let data_dir = invocation.data_dir()?;
    let place = data_dir.clone();
    let restoring = move |stop: &CancellationToken| Ok(backup::restore(&arguments.backup, &place, stop)?);
    let working = Working::on("putting the backup back");
    let manifest = until_told("restore", restoring).await?;
    drop(working);
    let (words, shown) = (invocation.report_words(), data_dir.display().to_string());
    let told = if invocation.wants_json() {
        serde_json::json!({ "revision": manifest.revision, "data_dir": shown }).to_string()
    } else {
        (words.keeping.restored)(manifest.revision, &shown)
    };
    Output::standard().line(&told)?;
    Ok(ExitCode::Done)
}
