//! The program as an operator and a scheduler type it: feeds that are tried again, their reports, snapshots, and looking after
//! a data directory while its service runs and while none does.

use crate::support::desk::{Desk, told};
use flate2::{Compression, write::GzEncoder};
use serde_json::Value;
use std::{
    fs,
    io::Write,
    net::TcpListener,
    process::{Command, Stdio},
    time::Duration,
};

fn vacancy(id: &str) -> String {
    format!(
        "{{\"type\":\"vacancy\",\"id\":\"{id}\",\"title\":\"Bode\",\"description\":\"d\",\"employer\":\"e\",\"language\":\"nl\"}}\n"
    )
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn what_became_of_feeds_is_told_while_the_service_runs() {
    let desk = Desk::new();
    let served = desk.serve("serve --listen 127.0.0.1:0 --data d");
    let at = format!("--server {}", served.address);
    desk.write("feed", &(vacancy("v-1") + vacancy("v-2").as_str() + "{\"type\":\"vacancy\",\"id\":\"v-3\"}\n"));
    desk.ends(&format!("import feed --source a --request-id night-1 {at}"), 3);
    desk.write("more", "{\"remove\":\"v-1\"}\n");
    desk.ends(&format!("import more --source a --request-id night-2 {at}"), 0);

    let (shown, _) = desk.ends(&format!("imports list {at} --output json"), 0);
    let imports = json(&shown)["imports"].as_array().expect("imports").clone();
    let ids: Vec<_> = imports.iter().map(|it| it["request_id"].as_str().expect("an id")).collect();
    assert_eq!(ids, ["night-2", "night-1"]);
    let without_id = desk.ends(&format!("import more --source a --output json {at}"), 0).0;
    let made = json(&without_id)["request_id"].as_str().expect("an id").to_owned();
    let mut narrow = desk.command(&format!("imports list {at}"));
    let (shown, _) = told(&narrow.env("COLUMNS", "80").output().expect("it runs"));
    assert!(shown.lines().any(|line| line == made), "an id to type again stands on one line: {shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    let (shown, _) = desk.ends(&format!("imports show a night-1 {at}"), 0);
    assert!(shown.contains("v-3") && shown.contains("title"), "{shown}");
    desk.ends(&format!("imports show a night-9 {at}"), 5);

    let (shown, _) = desk.ends(&format!("watch --once {at}"), 0);
    let changes: Vec<_> = shown.lines().map(|line| line.split('\t').collect::<Vec<_>>()).collect();
    let told: Vec<_> = changes.iter().map(|it| (it[0], it[1], it[3])).collect();
    assert_eq!(told, [("1", "a/v-2", "Bode"), ("2", "a/v-1", "removed")], "{shown}");

    desk.ends(&format!("export --source a --feed --out all.ndjson --at-least-revision 2 {at}"), 0);
    assert_eq!(fs::read_to_string(desk.path("all.ndjson")).expect("a file"), vacancy("v-2"));
    assert!(!desk.path("all.ndjson.partial").exists());
    let (shown, _) = desk.ends(&format!("export {at}"), 0);
    assert_eq!(json(&shown)["record"]["id"], "v-2");
    desk.ends(&format!("import all.ndjson --source a --mode full --expected-count 1 {at}"), 0);
}

/// A service that takes a call and never answers it.
fn silent() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address").to_string();
    (listener, address)
}

#[cfg(unix)]
#[test]
fn an_export_that_is_stopped_leaves_nothing_behind() {
    let desk = Desk::new();
    desk.write("all.ndjson", "of before\n");
    let (_listening, address) = silent();
    let names = || {
        let entries = fs::read_dir(desk.path("")).expect("a folder").map(|it| it.expect("an entry").file_name());
        entries.map(|name| name.to_string_lossy().into_owned()).collect::<Vec<_>>()
    };
    for signal in ["-INT", "-TERM"] {
        let mut exporting = desk.command(&format!("export --out all.ndjson --server {address}"));
        let exporting = exporting.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        let begun = (0..600).any(|_| {
            std::thread::sleep(Duration::from_millis(50));
            names().iter().any(|name| name.ends_with(".partial"))
        });
        assert!(begun, "the file is begun");
        let sent = Command::new("kill").args([signal, &exporting.id().to_string()]).status().expect("kill runs");
        assert!(sent.success());
        let output = exporting.wait_with_output().expect("it ends");
        let (shown, errors) = told(&output);
        assert_eq!((output.status.code(), shown.as_str()), (Some(6), ""), "{signal}: {errors}");
        assert!(errors.contains("export: it was asked to stop"), "{signal}: {errors}");
        assert_eq!(names(), ["all.ndjson"], "{signal}");
    }
    assert_eq!(fs::read_to_string(desk.path("all.ndjson")).expect("a file"), "of before\n");
    desk.ends(&format!("export --out . --server {address}"), 2);
}

#[test]
fn a_feed_of_which_nothing_can_be_read_takes_nothing_away() {
    let desk = Desk::new();
    desk.write("feed", &(vacancy("v-1") + vacancy("v-2").as_str()));
    desk.ends("import feed --source a --data d", 0);
    desk.write("page", "<html>502 Bad gateway</html>\n");
    desk.write("table", "type,id,title\nvacancy,v-1,Bode\n");
    desk.write("withdrawn", "{\"remove\":\"v-1\"}\n");
    for feed in ["page", "table", "withdrawn"] {
        let (_, told) = desk.ends(&format!("import {feed} --source a --mode full --data d"), 4);
        assert!(told.contains("FEED_SHRANK") && told.contains("line 1") && told.contains("--format"), "{told}");
    }
    desk.write("nothing", "");
    let (_, told) = desk.ends("import nothing --source a --mode full --data d", 4);
    assert!(told.contains("FEED_SHRANK") && told.contains("the feed holds no record"), "{told}");
    let held = || {
        let (shown, _) = desk.ends("list --data d --output json", 0);
        json(&shown)["opportunities"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(held(), 2);
    desk.ends("import page --source a --mode full --allow-shrink --data d", 3);
    assert_eq!(held(), 0);
    desk.ends("import feed --source a --data d", 0);
    desk.ends("import nothing --source a --mode full --allow-shrink --data d", 0);
    assert_eq!(held(), 0);
}

#[test]
fn a_packed_feed_is_unpacked_on_its_way() {
    let desk = Desk::new();
    let feed: String = (0..3_000).map(|number| vacancy(&format!("v-{number}"))).collect();
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(feed.as_bytes()).expect("packed");
    let packed = packed.finish().expect("packed");
    fs::write(desk.path("feed.ndjson.gz"), &packed).expect("written");
    let (shown, _) = desk.ends("import feed.ndjson.gz --source a --request-id once --output json --data d", 0);
    assert_eq!(json(&shown)["accepted"], "3000");
    desk.write("feed.ndjson", &feed);
    let (shown, _) = desk.ends("import feed.ndjson --source a --request-id once --output json --data d", 0);
    assert_eq!(json(&shown)["repeated"], true, "what is in it is the feed");

    let mut importing = desk.command("import - --source b --validate-only --output json --data d");
    importing.stdin(fs::File::open(desk.path("feed.ndjson.gz")).expect("a file"));
    let (shown, errors) = told(&importing.output().expect("it runs"));
    assert_eq!(json(&shown)["received"], "3000", "{errors}");

    fs::write(desk.path("cut.gz"), &packed[..packed.len() / 2]).expect("written");
    let (_, told) = desk.ends("import cut.gz --source a --mode full --data d", 2);
    assert!(told.contains("read cut.gz: it is packed with gzip"), "{told}");
    let (shown, _) = desk.ends("verify --data d --output json", 0);
    assert_eq!(json(&shown)["records"], "3000");
}

#[test]
fn what_was_just_written_is_there_for_the_next_command() {
    let desk = Desk::new();
    let served = desk.serve("serve --listen 127.0.0.1:0 --data d");
    let at = format!("--server {}", served.address);
    let live = || {
        let (shown, _) = desk.ends(&format!("list {at} --output json"), 0);
        json(&shown)["opportunities"].as_array().map_or(0, Vec::len)
    };
    for number in 1..=6 {
        desk.write("feed", &vacancy(&format!("v-{number}")));
        desk.ends(&format!("import feed --source a {at}"), 0);
        assert_eq!(live(), number);
    }
    desk.ends(&format!("delete a/v-6 {at}"), 0);
    assert_eq!(live(), 5);
    desk.ends(&format!("import feed --source a --no-wait {at}"), 0);
}

#[test]
fn only_what_feeds_a_data_directory_makes_it() {
    let desk = Desk::new();
    for words in ["verify", "reindex", "backup --out kept", "list", "imports list", "get a/b", "delete a/b", "export"] {
        let (_, told) = desk.ends(&format!("{words} --data typo"), 2);
        assert!(told.contains("typo: there is none"), "{words}: {told}");
        assert!(!desk.path("typo").exists() && !desk.path("kept").exists(), "{words} made a directory");
    }
    // In words of the box, when nobody names a directory.
    desk.ends("concepts find bode", 0);
    desk.ends("concepts find bode --data typo", 2);
}

#[cfg(unix)]
#[test]
fn a_data_directory_is_looked_after_with_and_without_a_service() {
    let desk = Desk::new();
    desk.write("feed", &(vacancy("v-1") + vacancy("v-2").as_str()));
    desk.ends("import feed --source a --data d", 0);
    let served = desk.serve("serve --listen 127.0.0.1:0 --data d");
    let (shown, _) = desk.ends("verify --data d", 0);
    assert!(shown.contains("2 records at revision 1"), "{shown}");
    desk.ends("reindex --data d", 0);
    let (shown, _) = desk.ends("backup --data d --out kept", 0);
    assert!(shown.contains("Revision 1"), "{shown}");
    let (_, told) = desk.ends("backup --data d --out kept", 4);
    assert!(told.contains("BACKUP_REFUSED") && told.contains("remedy: "), "{told}");
    let (_, told) = desk.ends("restore kept --data d", 4);
    assert!(told.contains("empty"), "{told}");
    desk.ends(&format!("verify --server {}", served.address), 2);
    drop(served);

    desk.ends("restore kept --data restored", 0);
    let (shown, _) = desk.ends("verify --data restored --output json", 0);
    assert_eq!(json(&shown)["records"], "2");
    fs::write(desk.path("kept/catalogue.sqlite"), "altered").expect("written");
    desk.ends("restore kept --data again", 2);
    assert!(!desk.path("again").exists());
}

#[cfg(unix)]
#[test]
fn a_backup_that_is_refused_says_what_would_do() {
    let desk = Desk::new();
    desk.write("feed", &vacancy("v-1"));
    desk.ends("import feed --source a --data d", 0);
    for (out, remedy) in [(".", "new or empty"), ("d/kept", "outside the data directory"), ("feed/kept", "can write")] {
        let (_, told) = desk.ends(&format!("backup --data d --out {out}"), 4);
        assert!(
            told.contains("[BACKUP_REFUSED]") && told.contains("remedy: ") && told.contains(remedy),
            "{out}: {told}"
        );
    }
    std::os::unix::fs::symlink("/etc/hostname", desk.path("d/linked.csv")).expect("linked");
    let (_, told) = desk.ends("backup --data d --out kept", 4);
    assert!(told.contains("d/linked.csv along: it is a link") && !told.contains("remedy"), "{told}");
    assert_eq!(desk.names(""), ["d", "feed"], "nothing is left of what was refused");
}

#[cfg(unix)]
#[test]
fn a_file_that_is_replaced_stays_the_file_it_was() {
    use std::{
        fs::Permissions,
        os::unix::fs::{PermissionsExt, symlink},
    };
    let desk = Desk::new();
    desk.write("feed", &vacancy("v-1"));
    desk.ends("import feed --source a --data d", 0);
    let mode = |name: &str| fs::metadata(desk.path(name)).expect("there").permissions().mode() & 0o777;
    let set = |name: &str, mode| fs::set_permissions(desk.path(name), Permissions::from_mode(mode)).expect("changed");
    let exported = vacancy("v-1");
    desk.write("own", "before");
    set("own", 0o600);
    symlink("own", desk.path("link")).expect("linked");
    for out in ["own", "link"] {
        desk.write("own", "before");
        desk.ends(&format!("export --source a --feed --out {out} --data d"), 0);
        assert_eq!(
            (mode("own"), fs::read_to_string(desk.path("own")).expect("read")),
            (0o600, exported.clone()),
            "{out}"
        );
    }
    assert!(fs::read_link(desk.path("link")).is_ok());
    set("own", 0o444);
    let (_, told) = desk.ends("export --source a --feed --out link --data d", 2);
    assert!(told.contains("write link: it is read-only"), "{told}");
    let (_, told) = desk.ends("export --source a --feed --out nowhere/own --data d", 2);
    assert!(told.contains("write nowhere/own: there is no directory nowhere; make it first"), "{told}");

    desk.ends("backup --data d --out kept", 0);
    fs::create_dir(desk.path("closed")).expect("made");
    set("closed", 0o700);
    desk.ends("restore kept --data closed", 0);
    assert_eq!(mode("closed"), 0o700);
}

#[test]
fn a_feed_is_sent_again_until_the_service_is_there() {
    let desk = Desk::new();
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
    let (_, errors) = desk.ends(&format!("list --server {free}"), 6);
    assert!(errors.contains("reach"), "{errors}");
    desk.write("feed", &vacancy("v-1"));
    let (_, errors) = desk.ends(&format!("import feed --source a --attempts 1 --server {free}"), 6);
    assert!(!errors.contains("attempt"), "{errors}");

    let mut importing = desk.command(&format!("import - --source a --attempts 20 --output json --server {free}"));
    let mut importing =
        importing.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut input = importing.stdin.take().expect("its input");
    input.write_all(vacancy("v-1").as_bytes()).expect("written");
    drop(input);
    std::thread::sleep(Duration::from_millis(1_500));
    let _served = desk.serve(&format!("serve --listen {free} --data d"));
    let output = importing.wait_with_output().expect("it ends");
    let (shown, errors) = told(&output);
    assert_eq!(output.status.code(), Some(0), "{errors}");
    assert_eq!(json(&shown)["accepted"], "1");
    assert!(errors.contains("attempt 2 of 20"), "{errors}");
}
