//! A real PostgreSQL for tests: one server for the process, a database for each that asks. It lies in a directory of its
//! own, listens on loopback alone, and ends with the process in whatever way that ends.
//!
//! Without the binaries the tests that need them fail where `CI` is set; elsewhere they say that they are skipped.

use super::notes::skipped;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, postgres::PgConnectOptions};
use std::{
    env,
    ffi::OsStr,
    fs,
    io::Write,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

static SERVER: LazyLock<Option<Server>> = LazyLock::new(|| match binaries() {
    Some(binaries) => Some(Server::start(binaries)),
    None if env::var_os("CI").is_some() => panic!("no PostgreSQL: neither in PATH nor in /usr/lib/postgresql"),
    None => None,
});
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// Longest wait until a server answers.
const PATIENCE: Duration = Duration::from_secs(60);

/// Makes sure that the server does not outlive the test: it ends when the pipe to its keeper does.
const KEEPER: &str = r#"
"$@" & server=$!
read -r line
kill -QUIT "$server"
wait "$server"
case "$line" in stay) ;; *) rm -rf "$DIRECTORY" ;; esac
"#;

/// A server that runs.
pub(crate) struct Server {
    binaries: PathBuf,
    directory: PathBuf,
    port: u16,
    keeper: Child,
}

/// The address of an empty database; none, and said so, when there is no PostgreSQL here.
pub(crate) async fn database(test: &str) -> Option<String> {
    let Some(server) = &*SERVER else {
        no_server(test);
        return None;
    };
    Some(server.database().await)
}

fn no_server(test: &str) {
    skipped(format_args!("no PostgreSQL here, for {test}"));
}

impl Server {
    /// A server of its own, which can be restarted; none, and said so, when there is no PostgreSQL here.
    pub(crate) fn own(test: &str) -> Option<Self> {
        LazyLock::force(&SERVER).as_ref().map_or_else(
            || {
                no_server(test);
                None
            },
            |shared| Some(Self::start(shared.binaries.clone())),
        )
    }

    fn start(binaries: PathBuf) -> Self {
        let directory =
            tempfile::Builder::new().prefix("loopbaanbrug-postgres-").tempdir().expect("a directory").keep();
        let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port").port();
        let data = directory.join("data");
        if is_root() {
            // The server refuses to run as root.
            succeeded(&Command::new("chown").arg("postgres").arg(&directory).output().expect("chown"));
        }
        let mut make = unprivileged(&binaries.join("initdb"));
        make.args(["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "-D"])
            .arg(&data);
        succeeded(&make.current_dir("/").output().expect("initdb runs"));
        let keeper = keeper(&binaries, &directory, port);
        Self { binaries, directory, port, keeper }.ready()
    }

    /// Stops the server at once, as a crash does.
    pub(crate) fn stop(&mut self) {
        let mut line = self.keeper.stdin.take().expect("the pipe to the keeper");
        line.write_all(b"stay\n").expect("told to the keeper");
        drop(line);
        self.keeper.wait().expect("its end");
    }

    /// Starts it again with the same data at the same port.
    pub(crate) fn start_again(&mut self) {
        self.keeper = keeper(&self.binaries, &self.directory, self.port);
        self.wait_until_ready();
    }

    /// The address of an empty database.
    pub(crate) async fn database(&self) -> String {
        let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        let mut administrator = self.connect("postgres").await.expect("a connection");
        let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        administrator.execute(create).await.expect("a database");
        administrator.close().await.ok();
        format!("postgres://postgres@127.0.0.1:{}/{name}", self.port)
    }

    async fn connect(&self, database: &str) -> Result<PgConnection, sqlx::Error> {
        let options = PgConnectOptions::new_without_pgpass().host("127.0.0.1").port(self.port).username("postgres");
        options.database(database).connect().await
    }

    fn ready(self) -> Self {
        self.wait_until_ready();
        self
    }

    /// On a thread of its own: this may be called from within a runtime.
    fn wait_until_ready(&self) {
        let waiting = || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            let start = Instant::now();
            while let Err(error) = runtime.block_on(self.connect("postgres")) {
                assert!(start.elapsed() < PATIENCE, "PostgreSQL does not answer: {error}");
                std::thread::sleep(Duration::from_millis(30));
            }
        };
        std::thread::scope(|scope| scope.spawn(waiting).join().expect("PostgreSQL answers"));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        self.keeper.wait().ok();
    }
}

fn keeper(binaries: &Path, directory: &Path, port: u16) -> Child {
    let log = fs::File::options().create(true).append(true).open(directory.join("log")).expect("a log");
    unprivileged(Path::new("sh"))
        .args(["-c", KEEPER, "sh"])
        .arg(binaries.join("postgres"))
        .arg("-D")
        .arg(directory.join("data"))
        .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="])
        // Tests end processes, not machines; what a machine's crash would take is PostgreSQL's own affair.
        .args(["-c", "fsync=off", "-c", "max_connections=200", "-c", "shared_buffers=64MB"])
        .env("DIRECTORY", directory)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .expect("the server starts")
}

/// A command as a user that the server accepts.
fn unprivileged(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
    command
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id");
    id.stdout.trim_ascii() == b"0"
}

/// The directory that holds `initdb` and `postgres`: in PATH, or the newest of Debian's.
fn binaries() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut debian: Vec<_> = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().collect();
    debian.sort_by_key(|version| version.file_name().to_str().and_then(|it| it.parse::<u32>().ok()));
    let debian = debian.into_iter().rev().map(|version| version.path().join("bin"));
    let whole = |directory: &PathBuf| ["initdb", "postgres"].iter().all(|it| directory.join(OsStr::new(it)).is_file());
    env::split_paths(&path).chain(debian).find(whole)
}

fn succeeded(output: &Output) {
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
