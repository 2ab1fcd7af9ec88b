//! What is asked to stop, by a person, by a terminal that closes or by whatever looks after a service, stops and leaves nothing
//! behind.
#![cfg(unix)]

use crate::support::desk::{Desk, Served, told};
use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

/// Longest wait for what must happen, in pauses.
const PAUSES_MAX: u32 = 6_000;
const PAUSE: Duration = Duration::from_millis(5);

/// Waits until something is so.
fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let happened = (0..PAUSES_MAX).any(|_| {
        std::thread::sleep(PAUSE);
        is_so()
    });
    assert!(happened, "{what}");
}

fn send(signal: &str, child: &Child) {
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill runs");
    assert!(sent.success(), "{signal}");
}

/// A file of so many bytes that it is not copied within the time of a test, and takes no room.
fn make_huge(path: &Path) {
    let file = fs::File::create(path).expect("made");
    file.set_len(HUGE_BYTES).expect("a file with a hole");
}

const HUGE_BYTES: u64 = 32 << 30;

/// The tests themselves may run without a terminal, and then what they start would not hear that one closes.
const HEARS: &str = "--default-signal=HUP";
/// As `nohup` starts a program.
const GOES_ON: &str = "--ignore-signal=HUP";

#[test]
fn a_terminal_that_closes_asks_to_stop() {
    let desk = Desk::new();
    fs::create_dir(desk.path("tmp")).expect("made");
    let mut demo = desk.command_by_env(HEARS, "demo --port 0");
    demo.env("TMPDIR", desk.path("tmp")).stdout(Stdio::null()).stderr(Stdio::null());
    let mut demo = demo.spawn().expect("it runs");
    wait_until("the demo has begun", || !desk.names("tmp").is_empty());
    send("-HUP", &demo);
    assert_eq!(demo.wait().expect("it ends").code(), Some(0));
    assert!(desk.names("tmp").is_empty(), "{:?}", desk.names("tmp"));

    let mut served = Served::begin(desk.command_by_env(HEARS, "serve --listen 127.0.0.1:0 --data d"));
    send("-HUP", &served.child);
    assert_eq!(served.child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn what_was_started_to_outlive_its_terminal_goes_on() {
    let desk = Desk::new();
    let mut served = Served::begin(desk.command_by_env(GOES_ON, "serve --listen 127.0.0.1:0 --data d"));
    send("-HUP", &served.child);
    desk.ends(&format!("list --server {}", served.address), 0);
    send("-TERM", &served.child);
    assert_eq!(served.child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn a_restore_that_is_stopped_leaves_nothing_behind() {
    let desk = Desk::new();
    fs::create_dir(desk.path("kept")).expect("made");
    make_huge(&desk.path("kept/catalogue.sqlite"));
    let file = serde_json::json!({ "path": "catalogue.sqlite", "bytes": HUGE_BYTES, "blake3": "" });
    let manifest = serde_json::json!({ "format": 1, "program": "", "made_at": "", "revision": 1, "files": [file] });
    desk.write("kept/manifest.json", &manifest.to_string());
    for signal in ["-INT", "-TERM", "-HUP"] {
        let mut restoring = desk.command_by_env(HEARS, "restore kept --data new/d");
        let restoring = restoring.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        wait_until("it has begun", || desk.path("new").exists() && !desk.names("new").is_empty());
        send(signal, &restoring);
        let output = restoring.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(6), "{signal}: {:?}", told(&output));
        assert!(told(&output).1.contains("restore: it was asked to stop"), "{signal}: {:?}", told(&output));
        assert_eq!(desk.names(""), ["kept"], "{signal}");
    }
}

#[test]
fn a_backup_that_is_stopped_can_be_made_again_in_the_same_place() {
    let desk = Desk::new();
    let feed = r#"{"type":"vacancy","id":"v-1","title":"Bode","description":"d","employer":"e"}"#;
    desk.write("feed", feed);
    desk.ends("import feed --source a --data d", 0);
    make_huge(&desk.path("d/huge"));
    let begun = || desk.path("kept").exists() && !desk.names("kept").is_empty();
    let stop = |signal: &str| {
        let mut asking = desk.command_by_env(HEARS, "backup --data d --out kept");
        let asking = asking.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        wait_until("it has begun", begun);
        send(signal, &asking);
        asking.wait_with_output().expect("it ends")
    };
    for signal in ["-INT", "-HUP"] {
        let output = stop(signal);
        assert_eq!(output.status.code(), Some(6), "{signal}: {:?}", told(&output));
        assert_eq!(desk.names(""), ["d", "feed"], "{signal}");
    }
    // The service makes it; it notices that nobody waits any more, also when the one who asked was killed.
    let _served = desk.serve("serve --listen 127.0.0.1:0 --data d");
    for signal in ["-TERM", "-KILL"] {
        stop(signal);
        wait_until("it is taken away", || desk.names("") == ["d", "feed"]);
    }
    fs::remove_file(desk.path("d/huge")).expect("removed");
    desk.ends("backup --data d --out kept", 0);
}
