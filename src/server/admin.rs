//! The operator's door: a socket in the data directory that only the user of the service can open. Nothing on the network leads
//! to it, and no proxy before the port passes anything on to it.

use crate::{api, data_dir::ADMIN_DIR, engine::Engine};
use std::{
    io,
    path::{Path, PathBuf},
};
use tokio_util::task::AbortOnDropHandle;

/// Name of the socket.
const SOCKET: &str = "socket";

/// Where the socket of a data directory is.
#[must_use]
pub fn admin_socket(data_dir: &Path) -> PathBuf {
    data_dir.join(ADMIN_DIR).join(SOCKET)
}

/// Opens the door. A service without it still serves; the log says why there is none.
pub(super) fn serve(engine: &Engine) -> Option<AbortOnDropHandle<()>> {
    let socket = admin_socket(engine.data_dir());
    match open(&socket, engine) {
        Ok(task) => Some(task),
        Err(error) => {
            tracing::warn!(socket = %socket.display(), %error, "there is no door for the operator");
            None
        }
    }
}

#[cfg(unix)]
fn open(socket: &Path, engine: &Engine) -> io::Result<AbortOnDropHandle<()>> {
    use std::{fs, os::unix::fs::DirBuilderExt, os::unix::fs::PermissionsExt};
    use tokio::net::UnixListener;
    use tokio_stream::wrappers::UnixListenerStream;

    /// The user alone.
    const OWNER_ONLY: u32 = 0o700;
    let directory = socket.parent().unwrap_or(Path::new("."));
    fs::DirBuilder::new().recursive(true).mode(OWNER_ONLY).create(directory)?;
    // A directory that was there before may have been opened up.
    fs::set_permissions(directory, fs::Permissions::from_mode(OWNER_ONLY))?;
    // A process that was killed leaves its socket behind; the lock of the data directory says that it is gone.
    match fs::remove_file(socket) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let incoming = UnixListenerStream::new(UnixListener::bind(socket)?);
    let routes = api::admin_routes(engine);
    let serving = async move {
        if let Err(error) = tonic::transport::Server::builder().add_routes(routes).serve_with_incoming(incoming).await {
            tracing::error!(%error, "the operator's door broke down");
        }
    };
    Ok(AbortOnDropHandle::new(tokio::spawn(serving)))
}

#[cfg(not(unix))]
fn open(_: &Path, _: &Engine) -> io::Result<AbortOnDropHandle<()>> {
    Err(io::ErrorKind::Unsupported.into())
}
