//! The program as somebody types it, in a folder of its own.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
};
use tempfile::TempDir;

/// The program.
const PROGRAM: &str = env!("CARGO_BIN_EXE_loopbaanbrug");

/// A place to work in.
pub(crate) struct Desk(TempDir);

/// A service, ended with the test at the latest.
pub(crate) struct Served {
    pub(crate) child: Child,
    pub(crate) address: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        // Ended already when the test asked it to.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a directory"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: &str) {
        fs::write(self.path(name), content).expect("written");
    }

    pub(crate) fn command(&self, words: &str) -> Command {
        self.prepared(Command::new(PROGRAM), words)
    }

    /// The same, begun by `env` of coreutils with an option of it.
    pub(crate) fn command_by_env(&self, option: &str, words: &str) -> Command {
        let mut command = Command::new("env");
        command.args([option, PROGRAM]);
        self.prepared(command, words)
    }

    fn prepared(&self, mut command: Command, words: &str) -> Command {
        command.args(words.split(' ')).current_dir(self.0.path()).env("COLUMNS", "160");
        for variable in ["LOOPBAANBRUG_CONFIG", "LOOPBAANBRUG_SERVER", "LOOPBAANBRUG_CATALOGUE", "RUST_LOG"] {
            command.env_remove(variable);
        }
        command
    }

    /// Names of what lies in a folder, in their order.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).expect("a folder").map(|it| it.expect("an entry").file_name());
        let mut names: Vec<_> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Runs words of a command line and expects an exit code. Gives what was written on standard output, and on standard error.
    pub(crate) fn ends(&self, words: &str, code: i32) -> (String, String) {
        let output = self.command(words).stdin(Stdio::null()).output().expect("it runs");
        let told = self::told(&output);
        assert_eq!(output.status.code(), Some(code), "{words}: {told:?}");
        told
    }

    pub(crate) fn serve(&self, words: &str) -> Served {
        Served::begin(self.command(words))
    }
}

impl Served {
    /// Runs a command that serves, until it says that it does.
    pub(crate) fn begin(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().expect("it runs");
        let mut lines = BufReader::new(child.stderr.take().expect("its errors")).lines().map_while(Result::ok);
        let ready = lines.find(|line| line.starts_with("loopbaanbrug is ready on ")).expect("a ready line");
        std::thread::spawn(move || lines.for_each(drop));
        let address =
            ready.split([' ', ',']).find(|word| word.starts_with("127.0.0.1:")).expect("an address").to_owned();
        Self { child, address }
    }
}

/// What was written on standard output, and on standard error.
pub(crate) fn told(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}
