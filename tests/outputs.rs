//! What `--output json` prints is what `schema output` says, field for field: every command is run, and no field may be there that
//! its schema does not know.

use crate::support::{
    World, fixture_feeds, root,
    service::{Service, profile_files},
};
use loopbaanbrug::server::ServerConfig;
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

/// Two small versions in ESCO's own form, which differ in every way in which versions can.
const ESCO_VERSIONS: [(&str, [(&str, &str); 4]); 2] = [
    (
        "1",
        [
            (
                "skills_nl.csv",
                "conceptUri,skillType,preferredLabel,status\nex:bakken,skill/competence,bakken,released\n\
                 ex:deeg,skill/competence,deeg,released\nex:pers,skill/competence,drukpers,obsolete\n",
            ),
            (
                "occupations_nl.csv",
                "conceptUri,iscoGroup,preferredLabel\nex:bakker,7512,bakker\nex:slager,7511,slager\nex:visser,6222,visser\n",
            ),
            ("occupationSkillRelations.csv", "occupationUri,relationType,skillUri\nex:bakker,essential,ex:bakken\n"),
            ("broaderRelationsSkillPillar.csv", "conceptUri,broaderUri\nex:deeg,ex:bakken\n"),
        ],
    ),
    (
        "2",
        [
            (
                "skills_nl.csv",
                "conceptUri,skillType,preferredLabel,status\nex:bakken,skill/competence,bakken,released\n\
                 ex:deeg,knowledge,deeg,released\n",
            ),
            (
                "occupations_nl.csv",
                "conceptUri,iscoGroup,preferredLabel\nex:bakker,7512,broodbakker\nex:vlees,7511,slager\nex:kok,5120,kok\n",
            ),
            ("occupationSkillRelations.csv", "occupationUri,relationType,skillUri\nex:bakker,optional,ex:bakken\n"),
            ("broaderRelationsSkillPillar.csv", "conceptUri,broaderUri\n"),
        ],
    ),
];

/// Runs the program in a folder, with nobody to answer it.
fn run(folder: &Path, words: &[&str]) -> Output {
    answered(folder, words, "")
}

/// Runs it with answers.
fn answered(folder: &Path, words: &[&str], answers: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loopbaanbrug"));
    command.args(words).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for variable in ["LOOPBAANBRUG_CONFIG", "LOOPBAANBRUG_SERVER", "RUST_LOG"] {
        command.env_remove(variable);
    }
    let mut child = command.spawn().expect("it runs");
    // It may end before it has read everything.
    let _ = child.stdin.take().expect("its input").write_all(answers.as_bytes());
    child.wait_with_output().expect("it ends")
}

/// The schema, with every object closed against fields that it does not name.
fn closed(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if object.contains_key("properties") && !object.contains_key("additionalProperties") {
                object.insert("additionalProperties".to_owned(), json!(false));
            }
            object.values_mut().for_each(closed);
        }
        Value::Array(items) => items.iter_mut().for_each(closed),
        _ => {}
    }
}

/// Checks commands and remembers which.
struct Checks<'a> {
    folder: &'a Path,
    checked: BTreeSet<String>,
}

impl Checks<'_> {
    /// Runs `command` with these words after it and checks every line.
    fn holds(&mut self, command: &str, words: &[&str]) -> Vec<Value> {
        self.holds_with(command, words, "", &[0])
    }

    fn holds_with(&mut self, command: &str, words: &[&str], answers: &str, codes: &[i32]) -> Vec<Value> {
        let name: Vec<&str> = command.split(' ').collect();
        let schema = run(self.folder, &[&["schema", "output"][..], &name].concat());
        assert!(schema.status.success(), "{command}: {}", String::from_utf8_lossy(&schema.stderr));
        let mut schema: Value = serde_json::from_slice(&schema.stdout).expect("a schema");
        closed(&mut schema);
        let schema = jsonschema::validator_for(&schema).expect("a schema that can be used");
        let printed = answered(self.folder, &[&["--output", "json"], &name[..], words].concat(), answers);
        let told = String::from_utf8_lossy(&printed.stderr).into_owned();
        assert!(printed.status.code().is_some_and(|code| codes.contains(&code)), "{command} {words:?}: {told}");
        let text = String::from_utf8(printed.stdout).expect("UTF-8");
        let lines: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|it| panic!("{command}: {it}: {line}")))
            .collect();
        assert!(!lines.is_empty(), "{command} printed nothing: {told}");
        for line in &lines {
            assert!(line.is_object(), "{command}: {line}");
            let wrong: Vec<String> =
                schema.iter_errors(line).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert!(wrong.is_empty(), "{command}: {wrong:#?}");
        }
        self.checked.insert(command.to_owned());
        lines
    }
}

fn questions(checks: &mut Checks<'_>, server: &str) {
    let profile = root().join("fixtures/profiles/01-balie-naar-zorg.json").display().to_string();
    let at = ["--server", server];
    let person = ["--server", server, "--profile", &profile];
    let with = |more: &[&'static str]| [&person[..], more].concat();
    checks.holds("match", &with(&["--view", "full", "--limit", "5"]));
    let pages = checks.holds("match", &with(&["--all-pages", "--limit", "3"]));
    assert!(pages.len() > 1, "a line a page");
    checks.holds("explain", &with(&["vacancies-zorg/zorg-001"]));
    checks.holds("why-not", &with(&["vacancies-ict/ict-004"]));
    checks.holds("what-if", &with(&["--add-skill", "medische terminologie:3", "--relax", "travel"]));
    checks.holds("compare", &with(&["vacancies-zorg/zorg-001", "routes-zorg/zorg-r01"]));
    checks.holds("plan", &with(&["routes-zorg/zorg-r01", "vacancies-zorg/zorg-001"]));
    checks.holds("paths", &with(&["--limit", "3"]));
    checks.holds("gaps", &with(&["--limit", "3"]));
    let profiles: Vec<String> = profile_files().iter().map(|path| path.display().to_string()).collect();
    let group: Vec<&str> = at.iter().copied().chain(profiles.iter().map(String::as_str)).collect();
    checks.holds("group", &group);
    checks.holds("profile check", &[&at[..], &[profile.as_str()]].concat());
    checks.holds("get", &[&at[..], &["vacancies-zorg/zorg-001"]].concat());
    checks.holds("get", &[&at[..], &["routes-zorg/zorg-r01"]].concat());
    checks.holds("list", &[&at[..], &["--limit", "3"]].concat());
    checks.holds("concepts find", &[&at[..], &["balie bedienen"]].concat());
    checks.holds("concepts complete", &[&at[..], &["medew"]].concat());
    checks.holds("concepts show", &[&at[..], &["lb:occupation/medewerker-burgerzaken"]].concat());
    let text = checks.folder.join("text.txt");
    fs::write(&text, "Je hebt rijbewijs B en spreekt goed Engels. Je werkt 24 tot 32 uur met Excel.").expect("written");
    checks.holds("concepts extract", &[&at[..], &["text.txt"]].concat());
    checks.holds("watch", &[&at[..], &["--once", "--source", "vacancies-zorg"]].concat());
    checks.holds("export", &[&at[..], &["--source", "routes-zorg"]].concat());
    let told = checks.holds("export", &[&at[..], &["--out", "all.ndjson"]].concat());
    assert_eq!(told.len(), 1, "about the file, without its lines");
    assert!(told[0].get("records").is_none() && told[0]["exported"].is_string(), "{}", told[0]);
}

/// A profile of answers: what is printed and what stands in the file are one.
fn conversation(checks: &mut Checks<'_>, server: &str) {
    // A skill in own words, education, postcode and travel; Enter for everything else.
    let answers =
        [&["", "Excel", "", "", "", "", "4", "3511"][..], &[""; 4], &["20", "1"], &[""; 13]].concat().join("\n");
    let made = checks.holds_with("profile new", &["--server", server, "--out", "made.json"], &(answers + "\n"), &[0]);
    let kept = fs::read_to_string(checks.folder.join("made.json")).expect("a file");
    assert_eq!(made, [serde_json::from_str::<Value>(&kept).expect("JSON")]);
    for field in ["skills", "nlqf_level", "home_pc4", "preferences"] {
        assert!(!made[0][field].is_null(), "{field}: {}", made[0]);
    }
}

fn taxonomies(checks: &mut Checks<'_>) {
    let data = ["--data", "e"];
    for (version, files) in ESCO_VERSIONS {
        fs::create_dir(checks.folder.join(version)).expect("a folder");
        for (name, content) in files {
            fs::write(checks.folder.join(version).join(name), content).expect("written");
        }
        fs::write(checks.folder.join(version).join("dictionary_en.csv"), "a,b\n").expect("written");
        let words = [&data[..], &["--dir", version, "--version", version]].concat();
        let report = checks.holds("taxonomy import esco", &words).remove(0);
        assert_eq!(report["used"].as_array().map(Vec::len), Some(files.len()), "{report}");
        assert_eq!(report["not_used"], serde_json::json!(["dictionary_en.csv"]), "{report}");
        let skipped = report["skipped"].as_object().map(serde_json::Map::len);
        assert_eq!(skipped, Some(usize::from(version == "1")), "{report}");
    }
    let words = [&data[..], &["esco", "1", "2"]].concat();
    let fates = |diff: &Value| {
        let removed = diff["removed"].as_array().expect("removed").iter();
        removed.map(|it| it["fate"].as_str().expect("a fate").to_owned()).collect::<BTreeSet<_>>()
    };
    let diff = checks.holds("taxonomy diff", &words).remove(0);
    for list in ["added", "removed", "relabelled", "other_kind", "moved", "other_skills"] {
        assert!(diff[list].as_array().is_some_and(|list| !list.is_empty()), "{list}: {diff}");
    }
    assert_eq!(fates(&diff), ["perhaps_replaced", "unknown"].map(str::to_owned).into());
    fs::write(checks.folder.join("successors.csv"), "old,new\nex:slager,ex:vlees\n").expect("written");
    checks.holds("taxonomy successors", &[&data[..], &["successors.csv"]].concat());
    let diff = checks.holds("taxonomy diff", &words).remove(0);
    assert_eq!(fates(&diff), ["replaced", "unknown"].map(str::to_owned).into());
}

fn keeping(checks: &mut Checks<'_>) {
    let feed = fixture_feeds().into_iter().find(|it| it.ends_with("vacancies-zorg.ndjson")).expect("a feed");
    let feed = feed.display().to_string();
    let data = ["--data", "d"];
    let in_data = |more: &[&'static str]| [&data[..], more].concat();
    checks.holds("import", &[&data[..], &[&feed, "--source", "zorg", "--request-id", "a"]].concat());
    fs::write(checks.folder.join("bad.ndjson"), "{\"type\":\"vacancy\"}\n").expect("written");
    checks.holds_with("import", &in_data(&["bad.ndjson", "--source", "bad", "--request-id", "b"]), "", &[3]);
    checks.holds("imports list", &data);
    checks.holds("imports show", &in_data(&["bad", "b"]));
    checks.holds("delete", &in_data(&["zorg/zorg-001"]));
    checks.holds("verify", &data);
    checks.holds("reindex", &data);
    checks.holds("backup", &in_data(&["--out", "kept"]));
    checks.holds("restore", &["kept", "--data", "again"]);
    checks.holds("taxonomy list", &data);
    checks.holds("taxonomy use", &in_data(&["starter", "1"]));
    fs::write(checks.folder.join("own.csv"), "term,concept\nkletsen,lb:skill/luisteren\n").expect("written");
    checks.holds("taxonomy aliases", &in_data(&["own.csv"]));
    fs::write(checks.folder.join("new.csv"), "old,new\nlb:skill/oud,lb:skill/luisteren\n").expect("written");
    checks.holds("taxonomy successors", &in_data(&["new.csv"]));
    fs::write(checks.folder.join("4pp.csv"), "postcode,latitude,longitude\n3511,52.09,5.11\n9,1,1\n").expect("written");
    checks.holds_with("places import", &in_data(&["4pp.csv"]), "", &[0, 3]);
    checks.holds("config check", &[]);
    checks.holds("man", &["--out", "man1"]);
    let page = fs::read_to_string(checks.folder.join("man1/loopbaanbrug-profile-new.1")).expect("a page");
    assert!(page.contains("loopbaanbrug profile new \\-\\-out profile.json"), "{page}");
    checks.holds("demo", &["--once"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_as_json_is_what_its_schema_says() {
    let service =
        Service::with(ServerConfig::new("127.0.0.1:0".parse().expect("an address")), World::of_fixtures().await).await;
    let server = format!("http://{}", service.running.address);
    let checked = tokio::task::spawn_blocking(move || {
        let folder = tempfile::tempdir().expect("a folder");
        let mut checks = Checks { folder: folder.path(), checked: BTreeSet::new() };
        questions(&mut checks, &server);
        conversation(&mut checks, &server);
        keeping(&mut checks);
        taxonomies(&mut checks);
        let page = fs::read_to_string(root().join("docs/output.md")).expect("the page");
        let rows = page.lines().filter(|line| line.starts_with("| `")).filter_map(|line| line.split('|').nth(1));
        let named = rows.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned);
        let figures = |name: &String| name.starts_with("eval ") || name == "generate";
        let named: BTreeSet<String> = named.filter(|it| !figures(it)).collect();
        assert_eq!(checks.checked, named, "every command of the page is checked");
    });
    checked.await.expect("checked");
}

/// Whoever reads may have seen enough: no error, nothing told.
#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_goes_away_is_no_fault_of_any_command() {
    let service =
        Service::with(ServerConfig::new("127.0.0.1:0".parse().expect("an address")), World::of_fixtures().await).await;
    let server = format!("http://{}", service.running.address);
    let profile = root().join("fixtures/profiles/01-balie-naar-zorg.json").display().to_string();
    let quiet = tokio::task::spawn_blocking(move || {
        let asked = ["--server", &server, "--profile", &profile];
        let commands: [(&[&str], &[&str]); 9] = [
            (&["--help"], &[]),
            (&["completions", "bash"], &[]),
            (&["schema", "output", "match"], &[]),
            (&["generate", "--vacancies", "2000", "--data", "d"], &[]),
            (&["match", "--view", "full", "--all-pages"], &asked),
            (&["--output", "json", "match", "--all-pages"], &asked),
            (&["paths"], &asked),
            (&["list", "--all-pages"], &asked[..2]),
            (&["export"], &asked[..2]),
        ];
        let folder = tempfile::tempdir().expect("a folder");
        for (words, more) in commands {
            let mut command = Command::new(env!("CARGO_BIN_EXE_loopbaanbrug"));
            command.args(words).args(more).current_dir(folder.path()).env_remove("RUST_LOG");
            let mut child =
                command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
            drop(child.stdout.take());
            let ended = child.wait_with_output().expect("it ends");
            let told = String::from_utf8_lossy(&ended.stderr).into_owned();
            assert_eq!((ended.status.code(), told.as_str()), (Some(0), ""), "{words:?}");
        }
    });
    quiet.await.expect("checked");
}

#[test]
fn what_has_no_schema_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    for (command, why) in [("eval ranking", "measure"), ("generate", "schema vacancy"), ("dance", "no command")] {
        let words: Vec<&str> = ["schema", "output"].into_iter().chain(command.split(' ')).collect();
        let told = run(folder.path(), &words);
        assert_eq!(told.status.code(), Some(2), "{command}");
        let told = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(told.contains(why), "{told}");
    }
}
