//! `serve`: the service, until it is asked to stop.

use std::{
    io::{self, Write},
    path::Path,
};

use crate::cli::{
    error::CliError,
    exit::ExitCode,
    invocation::{Invocation, Place},
    service::{PortTaken, Service},
    stop::stop_signal,
};

pub(super) async fn run(invocation: &Invocation) -> Result<ExitCode, CliError> {
    let config = invocation.config_of_data()?;
    if let Place::Server(_) = invocation.place {
        return Err(CliError::Input("serve --server: a service works on a data directory; use --data DIR".into()));
    }
    if let Some(catalogue) = &config.catalogue {
        tracing::info!(%catalogue, "sharing a catalogue");
    }
    let service = Service::start(config, PortTaken::Fail).await?;
    let stop = stop_signal();
    tokio::pin!(stop);
    let ready = tokio::select! {
        ready = service.ready() => ready.map(|()| true),
        () = &mut stop => Ok(false),
    };
    if let Ok(true) = ready {
        say_ready(&service, &config.data_dir);
        stop.await;
    }
    tracing::info!("stopping");
    service.stop().await;
    ready.map(|_| ExitCode::Done)
}

/// One line that scripts may wait for.
fn say_ready(service: &Service, data_dir: &Path) {
    let page = service.web_address().map(|web| format!(", page on http://{web}/")).unwrap_or_default();
    let ready = format!("loopbaanbrug is ready on {}{page}, data in {}", service.address(), data_dir.display());
    // Standard error may be closed; the service runs all the same.
    let _ = writeln!(io::stderr(), "{ready}");
}
