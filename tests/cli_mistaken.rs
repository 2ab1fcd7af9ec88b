//! The program as someone types it by mistake: an option that is empty, another port, a catalogue that is not there. What is wrong is
//! said at once, with what would be right.

use crate::page;
use std::{
    fs,
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// A place to work in, and words of the environment.
struct Desk(TempDir, Vec<(&'static str, String)>);

impl Desk {
    fn new() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        fs::create_dir(directory.path().join("tmp")).expect("a directory");
        Self(directory, Vec::new())
    }

    fn with(catalogue: &str) -> Self {
        Self(Self::new().0, vec![("LOOPBAANBRUG_CATALOGUE", catalogue.to_owned())])
    }

    fn run(&self, typed: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_loopbaanbrug"));
        for variable in ["LOOPBAANBRUG_CONFIG", "LOOPBAANBRUG_SERVER", "LOOPBAANBRUG_CATALOGUE", "RUST_LOG"] {
            command.env_remove(variable);
        }
        command.args(typed).envs(self.1.iter().cloned()).current_dir(self.0.path()).env("COLUMNS", "160");
        command.env("TMPDIR", self.0.path().join("tmp"));
        command.stdin(Stdio::null()).output().expect("it runs")
    }

    /// Runs a command and expects an exit code. Gives all that it said.
    #[track_caller]
    fn ends(&self, typed: &[&str], code: i32) -> String {
        let output = self.run(typed);
        let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{typed:?}: {told}");
        told
    }
}

#[test]
fn an_option_that_is_empty_is_refused_and_narrows_nothing_unseen() {
    let desk = Desk::new();
    for typed in [
        &["match", "--profile", "p.json", "--text", ""][..],
        &["match", "--profile", "p.json", "--text", " \t"],
        &["paths", "--profile", "p.json", "--text="],
        &["why-not", "--profile", "p.json", "a/1", "--text", ""],
        &["list", "--source", ""],
        &["list", "--open-on", ""],
        &["export", "--source", ""],
        &["watch", "--source", ""],
        &["watch", "--resume-token", ""],
        &["imports", "list", "--source", ""],
        &["import", "feed", "--source", "a", "--request-id", ""],
        &["import", "feed", "--source", "a", "--charset", ""],
        &["plan", "--profile", "p.json", "a/1", "--direction", ""],
    ] {
        let told = desk.ends(typed, 2);
        assert!(told.contains("it is empty; say something, or leave the option out"), "{typed:?}: {told}");
    }
}

#[test]
fn a_catalogue_that_is_no_address_refuses_what_uses_it_and_nothing_else() {
    let desk = Desk::with("geheim");
    for typed in [&["config", "check"][..], &["list"], &["serve"], &["verify"]] {
        let told = desk.ends(typed, 2);
        assert!(
            told.contains("environment variable LOOPBAANBRUG_CATALOGUE: catalogue: it holds something else"),
            "{told}"
        );
        assert!(told.contains("it must be an address such as postgres://user@host:5432/database"), "{told}");
        assert!(!told.contains("geheim"), "{told}");
    }
    fs::create_dir(desk.0.path().join("d")).expect("a directory");
    for typed in [
        &["completions", "bash"][..],
        &["man", "--out", "man1"],
        &["schema", "vacancy"],
        &["generate", "--vacancies", "1"],
        &["taxonomy", "list", "--data", "d"],
        &["demo", "--once", "--port", "0", "--web-port", "0"],
    ] {
        desk.ends(typed, 0);
    }
    for catalogue in ["geheim", "postgres://someone@127.0.0.1:1/none"] {
        let desk = Desk::with(catalogue);
        fs::create_dir_all(desk.0.path().join("d/aliases")).expect("a directory");
        let own = "term,concept\nblauwe brigade,lb:skill/mensen-te-woord-staan\n";
        fs::write(desk.0.path().join("d/aliases/own.csv"), own).expect("written");
        let told = desk.ends(&["concepts", "find", "blauwe brigade", "--data", "d", "--language", "en"], 0);
        assert!(told.contains("blauwe brigade"), "{told}");
        assert_eq!(fs::read_dir(desk.0.path().join("tmp")).expect("a directory").count(), 0);
    }
    // It is what is asked that is not there, not the catalogue that is wrong.
    let told = desk.ends(&["list", "--server", "http://127.0.0.1:1"], 6);
    assert!(told.contains("failed to reach http://127.0.0.1:1"), "{told}");
}

#[test]
fn a_catalogue_that_is_away_is_named_soon_with_what_to_do() {
    let desk = Desk::with("postgres://someone:geheim@127.0.0.1:1/none?password=geheim");
    let begun = Instant::now();
    let told = desk.ends(&["list"], 6);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    for said in ["127.0.0.1:1: it gave no connection within", "remedy: ", "LOOPBAANBRUG_CATALOGUE", "`catalogue`"] {
        assert!(told.contains(said), "{said} in {told}");
    }
    assert!(!told.contains("geheim") && !told.contains("someone") && !told.contains("pool"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_port_of_the_page_is_told_from_a_service_that_is_away() {
    let service = page::with_page().await;
    let page = format!("http://{}", service.running.web_address.expect("a page"));
    let desk = Desk::new();
    fs::write(desk.0.path().join("feed"), "").expect("written");
    for typed in [&["list"][..], &["concepts", "find", "lassen"], &["import", "feed", "--source", "a"]] {
        let typed = [typed, &["--server", &page]].concat();
        let told = tokio::task::block_in_place(|| desk.ends(&typed, 2));
        assert!(told.contains("something answers there, but no gRPC service"), "{typed:?}: {told}");
        assert!(told.contains("remedy: ") && !told.contains("h2 protocol"), "{typed:?}: {told}");
        assert!(!told.contains("attempt"), "{typed:?}: {told}");
    }
    let server = format!("http://{}", service.running.address);
    tokio::task::block_in_place(|| desk.ends(&["list", "--server", &server], 0));
}
