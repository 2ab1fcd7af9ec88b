//! The program as someone types it: output, exit codes and what stays behind. What it shows must be what the service says.

use crate::support::service::{Service, profile_files, question, read_profile};
use loopbaanbrug_proto::v1::ListRequest;
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};
use tempfile::TempDir;

/// A data directory and a place for temporary files of the program.
struct Desk {
    directory: TempDir,
}

impl Desk {
    fn new() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        fs::create_dir(directory.path().join("tmp")).expect("a directory");
        Self { directory }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn write(&self, name: &str, content: &str) -> String {
        let path = self.path(name);
        fs::write(&path, content).expect("written");
        path.display().to_string()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_loopbaanbrug"));
        command.args(arguments).env("TMPDIR", self.path("tmp")).env("COLUMNS", "80").current_dir(self.directory.path());
        for variable in ["LOOPBAANBRUG_CONFIG", "LOOPBAANBRUG_SERVER", "RUST_LOG"] {
            command.env_remove(variable);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).stdin(Stdio::null()).output().expect("it runs")
    }

    /// Runs on the data directory and expects an exit code.
    fn ends(&self, arguments: &[&str], code: i32) -> (String, String) {
        let output = self.run(arguments);
        let told = (text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {told:?}");
        told
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn fixture(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path).display().to_string()
}

fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect()
}

#[test]
fn concepts_are_found_and_completed_in_words_of_the_language() {
    let desk = Desk::new();
    let (shown, _) = desk.ends(&["concepts", "complete", "medew burgerz", "--kind", "occupation"], 0);
    assert!(shown.contains("woorden die zo beginnen"), "{shown}");
    let (shown, _) = desk.ends(&["concepts", "complete", "civil aff", "--kind", "occupation"], 0);
    assert!(shown.contains("(Engels)") && shown.contains("medewerker burgerzaken"), "{shown}");
    let (shown, _) = desk.ends(&["concepts", "complete", "medew burgerz", "--language", "en"], 0);
    assert!(shown.contains("words begin like this") && shown.contains("(Dutch)"), "{shown}");
    let (shown, _) = desk.ends(&["concepts", "complete", "qxz"], 0);
    assert!(shown.contains("Er is niets gevonden"), "{shown}");
    let (json, _) = desk.ends(&["concepts", "complete", "burgerz", "--limit", "1", "--output", "json"], 0);
    let answer = json_lines(&json).remove(0);
    let concepts = answer["concepts"].as_array().expect("concepts");
    assert_eq!((concepts.len(), &concepts[0]["concept"]["label_language"]), (1, &Value::from("nl")));
    let (shown, _) = desk.ends(&["concepts", "find", "balie medewerker"], 0);
    assert!(shown.contains("gevonden als") && shown.contains("voor een deel"), "{shown}");
}

#[test]
fn finding_is_measured_without_a_service() {
    let desk = Desk::new();
    let titles = ["eval", "titles", "--pairs", &fixture("titles/pairs.tsv")];
    let (shown, _) = desk.ends(&titles, 0);
    assert!(shown.contains("of 300 forms of 60 titles") && shown.contains("male form"), "{shown}");
    let (json, _) = desk.ends(&[&titles[..], &["--output", "json"]].concat(), 0);
    let scores = json_lines(&json).remove(0);
    assert_eq!((&scores["sets"], &scores["asked"]), (&Value::from(60), &Value::from(300)));
    let corpus = desk.write("corpus.tsv", "c1\tbakker\nc2\tslager\n");
    let mapping = desk.write("mapping.tsv", "c1\tex:bakker\nc2\tex:slager\n");
    let queries = desk.write("queries.tsv", "q1\tde bakker\n");
    let gold = desk.write("gold.tsv", "q1\t0\tc1\t1\n");
    let typed =
        ["eval", "concepts", "--corpus", &corpus, "--mapping", &mapping, "--queries", &queries, "--gold", &gold];
    let (json, _) = desk.ends(&typed, 0);
    let scores = json_lines(&json).remove(0);
    assert_eq!((&scores["queries"], &scores["mrr"]), (&Value::from(1), &Value::from(1.0)));
    for field in ["hit_at_1", "hit_at_5", "hit_at_10", "p50_ms", "p99_ms"] {
        assert!(scores[field].is_number(), "{field} in {scores}");
    }
    desk.write("gold.tsv", "q1\t0\tc1\n");
    let (_, told) = desk.ends(&typed, 2);
    assert!(told.contains("gold.tsv, line 1, relevance: 3 fields; expected 4 fields"), "{told}");
}

#[test]
fn the_demo_shows_matches_whose_parts_sum_and_leaves_nothing_behind() {
    let desk = Desk::new();
    let (shown, told) = desk.ends(&["demo", "--once", "--port", "0"], 0);
    assert!(shown.contains("1 december 2026"), "{shown}");
    assert!(shown.contains("Wat wordt gevraagd") && shown.contains("Vragen om te stellen"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    assert_eq!(told, "");
    let (json, _) = desk.ends(&["demo", "--once", "--port", "0", "--output", "json"], 0);
    let answer = json_lines(&json).remove(0);
    let matches = answer["matches"].as_array().expect("matches");
    assert_eq!(matches.len(), 10);
    for it in matches {
        let parts = it["parts"].as_array().expect("parts");
        let sum: i64 = parts.iter().filter_map(|part| part["points"].as_i64()).sum();
        assert_eq!(sum, it["points"].as_i64().unwrap_or(0), "{it}");
        assert!(shown.contains(it["key"].as_str().expect("a key")), "{it}");
    }
    assert_eq!(fs::read_dir(desk.path("tmp")).expect("a directory").count(), 0, "the demo left files behind");
}

#[test]
fn example_data_never_come_into_a_catalogue_that_is_configured() {
    let desk = Desk::new();
    let shared = "postgres://someone@127.0.0.1:1/none";
    let mut demo = desk.command(&["demo", "--once", "--port", "0"]);
    let output = demo.env("LOOPBAANBRUG_CATALOGUE", shared).output().expect("it runs");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
    let (_, told) = desk.ends(&["eval", "ranking", "--feeds", "feeds", "--catalogue", shared], 2);
    assert!(told.contains("cannot be used with"), "{told}");
}

#[cfg(unix)]
#[test]
fn a_temporary_service_that_is_stopped_leaves_nothing_behind() {
    let desk = Desk::new();
    let left = || fs::read_dir(desk.path("tmp")).expect("a directory").count();
    let folder = |name: &str| crate::support::root().join("fixtures").join(name).display().to_string();
    let (feeds, profiles, judgements) = (folder("feeds"), folder("profiles"), folder("judgements"));
    let titles = folder("titles/pairs.tsv");
    let measured = ["--feeds", &feeds, "--profiles", &profiles, "--judgements", &judgements];
    let fairness = [&["eval", "fairness", "--titles", &titles], &measured[..]].concat();
    let ranking = [&["eval", "ranking"], &measured[..]].concat();
    for (typed, signal, code) in [
        (&["demo", "--port", "0"][..], "-INT", 0),
        // What ends by itself is not done when it is ended.
        (&["demo", "--once", "--port", "0"], "-INT", 6),
        (&fairness, "-TERM", 6),
        (&ranking, "-INT", 6),
    ] {
        // One that looked at the catalogue of the configuration would end otherwise.
        let mut command = desk.command(typed);
        command.env("LOOPBAANBRUG_CATALOGUE", "postgres://someone@127.0.0.1:1/none");
        let mut child = Ending(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it runs"));
        let begun = (0..600).any(|_| {
            std::thread::sleep(Duration::from_millis(20));
            left() > 0
        });
        assert!(begun, "{typed:?}");
        let asked = Command::new("kill").args([signal, &child.0.id().to_string()]).status().expect("kill runs");
        assert!(asked.success(), "{typed:?}");
        assert_eq!(child.0.wait().expect("it ends").code(), Some(code), "{typed:?}");
        assert_eq!(left(), 0, "{typed:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_shows_what_the_service_answers() {
    let service = Service::of_fixtures().await;
    let server = format!("http://{}", service.running.address);
    let desk = Desk::new();
    for file in profile_files().iter().take(4) {
        let profile = read_profile(&fs::read_to_string(file).expect("a profile"));
        let answer = service.ask(question(profile)).await.expect("an answer");
        let expected: Vec<_> = answer.matches.iter().map(|it| (it.key.clone(), i64::from(it.points))).collect();
        let name = file.display().to_string();
        let typed = ["match", "--server", &server, "--profile", &name, "--output", "json"];
        let (json, _) = tokio::task::block_in_place(|| desk.ends(&typed, 0));
        let shown = keys_and_points(&json_lines(&json));
        assert_eq!(shown, expected);
        let (pages, _) =
            tokio::task::block_in_place(|| desk.ends(&[&typed[..], &["--limit", "7", "--all-pages"]].concat(), 0));
        let pages = json_lines(&pages);
        assert!(pages.len() > 1);
        assert_eq!(keys_and_points(&pages)[..expected.len()], expected, "pages are one sequence");
    }
    let listed = service.opportunities().list(ListRequest { page_size: 500, ..ListRequest::default() }).await;
    let listed = listed.expect("a list").into_inner().opportunities.len();
    let all = ["list", "--server", &server, "--limit", "100", "--all-pages", "--output", "json"];
    let (json, _) = tokio::task::block_in_place(|| desk.ends(&all, 0));
    let shown: usize = json_lines(&json).iter().filter_map(|page| page["opportunities"].as_array().map(Vec::len)).sum();
    assert_eq!(shown, listed);
}

fn keys_and_points(pages: &[Value]) -> Vec<(String, i64)> {
    let matches = pages.iter().flat_map(|page| page["matches"].as_array().cloned().unwrap_or_default());
    matches.map(|it| (it["key"].as_str().unwrap_or_default().to_owned(), it["points"].as_i64().unwrap_or(0))).collect()
}

#[test]
fn what_is_imported_can_be_found_shown_and_removed() {
    let desk = Desk::new();
    let feed = fixture("feeds/vacancies-zorg.ndjson");
    let (shown, _) = desk.ends(&["import", &feed, "--source", "zorg", "--data", "d", "--output", "json"], 0);
    let report = json_lines(&shown).remove(0);
    assert_eq!((report["accepted"].as_str(), report["revision"].as_str()), (Some("26"), Some("1")));
    let profile = fixture("profiles/01-balie-naar-zorg.json");
    let (shown, _) = desk.ends(&["match", "--data", "d", "--profile", &profile, "--at-least-revision", "1"], 0);
    assert!(shown.contains("zorg/zorg-001"), "{shown}");
    let (shown, _) = desk.ends(&["explain", "--data", "d", "--profile", &profile, "zorg/zorg-001"], 0);
    assert!(shown.contains("Baliemedewerker polikliniek"), "{shown}");
    let (shown, _) = desk.ends(&["get", "zorg/zorg-001", "--data", "d", "--language", "en"], 0);
    assert!(shown.contains("This is a made-up example."), "{shown}");
    desk.ends(&["import", &fixture("feeds/routes-zorg.ndjson"), "--source", "leren", "--data", "d"], 0);
    let of_route = ["explain", "--data", "d", "--profile", &profile, "leren/zorg-r07"];
    let (shown, _) = desk.ends(&of_route, 0);
    assert!(!shown.contains("Deze staat niet in je lijst"), "a route is looked for in a list of routes: {shown}");
    let (shown, _) = desk.ends(&["explain", "--data", "d", "--profile", &profile, "zorg/zorg-001"], 0);
    let taught = shown.split("Leren kan met: ").nth(1).expect("what teaches it");
    assert!(!taught.starts_with("leren/") && taught.contains(" (leren/zorg-r"), "a title before the key: {taught}");
    let (shown, _) = desk.ends(&[&of_route[..], &["--kind", "vacancy"]].concat(), 0);
    assert!(shown.contains("Deze staat niet in je lijst"), "{shown}");
    desk.ends(&["delete", "zorg/zorg-001", "--data", "d"], 0);
    let (_, told) = desk.ends(&["get", "zorg/zorg-001", "--data", "d"], 5);
    assert!(told.starts_with("error: failed to ") && told.contains("OPPORTUNITY_NOT_FOUND"), "{told}");
}

#[test]
fn an_import_tells_by_its_exit_code_what_became_of_it() {
    let desk = Desk::new();
    let feed = fixture("feeds/vacancies-zorg.ndjson");
    let small = desk.write("small.ndjson", "{\"type\": \"vacancy\", \"id\": \"x\", \"title\": \"T\"}\n");
    desk.ends(&["import", &feed, "--source", "zorg", "--data", "d"], 0);
    let (shown, _) = desk.ends(&["import", &small, "--source", "zorg", "--data", "d"], 3);
    assert!(shown.contains("description") && shown.contains("employer"), "{shown}");
    let (_, told) = desk.ends(&["import", &feed, "--source", "zorg", "--data", "d", "--expected-count", "3"], 4);
    assert!(told.contains("RECORD_COUNT_MISMATCH") && told.contains("remedy: "), "{told}");
    let (_, told) = desk.ends(&["import", "nowhere.ndjson", "--source", "zorg", "--data", "d"], 2);
    assert!(told.contains("nowhere.ndjson"), "{told}");
    desk.ends(&["import", &feed, "--source", "Not A Source", "--data", "d"], 2);
    let (shown, _) = desk.ends(&["list", "--data", "d", "--output", "json", "--all-pages"], 0);
    assert_eq!(
        json_lines(&shown)[0]["opportunities"].as_array().map(Vec::len),
        Some(26),
        "refused imports change nothing"
    );
}

#[test]
fn a_table_is_imported_with_its_mapping() {
    let desk = Desk::new();
    let example = |name: &str| fixture(&format!("feeds/formats/{name}"));
    let (feed, mapping) = (example("vacatures-windows-1252.csv"), example("vacatures.toml"));
    let import = ["--data", "data", "import", feed.as_str(), "--source", "tabel", "--mode", "full", "--format", "csv"];
    desk.ends(&[&import[..], &["--mapping", &mapping]].concat(), 0);
    desk.ends(&[&import[..], &["--mapping", &mapping, "--charset", "windows-1252"]].concat(), 0);
    let wrong =
        desk.write("fout.toml", "type = \"vacancy\"\n[fields]\nid = \"Vacaturenummer\"\ntitel = \"Functietitel\"\n");
    let (_, said) = desk.ends(&[&import[..], &["--mapping", &wrong]].concat(), 2);
    assert!(said.contains("line 4: fields.titel is no field of the record"), "{said}");
    let (_, said) = desk.ends(&[&import[..], &["--mapping", "none.toml"]].concat(), 2);
    assert!(said.contains("none.toml"), "{said}");
    let (_, said) = desk.ends(&import, 2);
    assert!(said.contains("“Functietitel”") && said.contains("mapping"), "{said}");
}

#[test]
fn the_schema_of_a_record_is_printed() {
    let desk = Desk::new();
    for kind in ["vacancy", "route"] {
        let (printed, _) = desk.ends(&["schema", kind], 0);
        let kept = crate::support::root().join(format!("docs/schema/{kind}.schema.json"));
        assert_eq!(printed, fs::read_to_string(kept).expect("the schema"));
    }
}

#[test]
fn what_is_wrong_is_said_before_anything_is_started() {
    let desk = Desk::new();
    let profile = desk.write("profile.json", "{\n  \"home_pc4\": \"3511\",\n  \"age\": 51\n}");
    let (_, told) = desk.ends(&["match", "--data", "d", "--profile", &profile], 2);
    assert!(told.contains("line 3") && told.contains("'age'"), "{told}");
    let config = desk.write("config.toml", "drain_ms = 1\nthread = 2\n");
    let (_, told) = desk.ends(&["config", "check", "--config", &config], 2);
    assert!(told.contains("config.toml:2: thread: there is no such key; did you mean threads?"), "{told}");
    let (shown, _) = desk.ends(&["config", "check", "--print", "--data", "elsewhere"], 0);
    assert!(shown.contains("\"elsewhere\"") && shown.contains("flag --data"), "{shown}");
    desk.ends(&["match"], 2);
    desk.ends(&["--help"], 0);
    let (_, told) = desk.ends(&["list", "--server", "http://127.0.0.1:1"], 6);
    assert!(told.contains("http://127.0.0.1:1"), "{told}");
    assert!(!desk.path("d").exists(), "a data directory was made for nothing");
}

#[test]
fn a_place_that_is_typed_wins_over_a_server_of_the_environment() {
    let desk = Desk::new();
    // A command that works on files is refused when the place is a service.
    let list = |typed: &[&str]| {
        let mut command = desk.command(&[&["taxonomy", "list"], typed].concat());
        command.env("LOOPBAANBRUG_SERVER", "http://127.0.0.1:1").env("LOOPBAANBRUG_DATA_DIR", desk.path("d"));
        let output = command.output().expect("it runs");
        (output.status.code(), text(&output.stdout) + text(&output.stderr).as_str())
    };
    let (code, told) = list(&[]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("use --server here"), "{told}");
    for typed in [["--data", "e"], ["--catalogue", "postgres://someone@127.0.0.1:1/none"]] {
        let (code, told) = list(&typed);
        assert_eq!(code, Some(0), "{typed:?}: {told}");
        assert!(told.contains("starter"), "{typed:?}: {told}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let desk = Desk::new();
    let mut child = desk
        .command(&["generate", "--vacancies", "20000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut first = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut first).expect("a line");
    let output = child.wait_with_output().expect("it ends");
    assert!(first.starts_with("{\"type\":\"vacancy\""), "{first}");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
}

#[test]
fn generated_vacancies_are_accepted() {
    let desk = Desk::new();
    desk.ends(&["generate", "--vacancies", "300", "--seed", "7", "--out", "generated.ndjson"], 0);
    let mut child = desk
        .command(&["import", "-", "--source", "generated", "--data", "d", "--validate-only", "--output", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let feed = fs::read(desk.path("generated.ndjson")).expect("the feed");
    child.stdin.take().expect("its input").write_all(&feed).expect("written");
    let output = child.wait_with_output().expect("it ends");
    let report = json_lines(&text(&output.stdout)).remove(0);
    assert_eq!((report["accepted"].as_str(), report["rejected"].as_str()), (Some("300"), None), "{report}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_text_is_read_and_reading_is_measured() {
    let desk = Desk::new();
    let text = desk.write(
        "tekst.txt",
        "Wat ga je doen?\nJe houdt de dossiers bij.\n\nWat bieden we?\nEen cursus Excel, 24-32 uur.",
    );
    let (told, _) = desk.ends(&["concepts", "extract", &text], 0);
    let places = ["Gevraagd", "dossiers bijhouden", "werkgever biedt", "werken met Excel", "24–32 uur"];
    let places = places.map(|words| told.find(words).unwrap_or_else(|| panic!("“{words}” is not in {told}")));
    assert!(places.is_sorted(), "{told}");
    let (json, _) = desk.ends(&["concepts", "extract", &text, "--output", "json"], 0);
    let answer: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(answer["mentions"][0]["modality"], "MODALITY_MUST");
    assert_eq!(answer["facts"][0]["hours"]["max"], 32);
    desk.ends(&["concepts", "extract", "er-niet"], 2);

    let (json, _) =
        desk.ends(&["eval", "extraction", "--texts", &fixture("extraction"), "--errors", "--data", "leeg"], 0);
    let report: Value = serde_json::from_str(&json).expect("JSON");
    let f1 = |set: usize| report["sets"][set]["kinds"]["ability"]["f1"].as_f64().expect("a number");
    assert_eq!(
        (report["sets"][0]["set"].as_str(), report["sets"][1]["set"].as_str()),
        (Some("open"), Some("held-out"))
    );
    assert!(f1(0) >= 0.87, "open: {}", f1(0));
    assert!(f1(1) >= 0.74, "held out: {}", f1(1));
    let differences = report["sets"][0]["differences"].as_array().map_or(0, Vec::len);
    assert!(differences > 0, "differences of open texts are listed");
    assert!(report["sets"][1]["differences"].is_null(), "texts that are held out are never listed");
    let (_, told) = desk.ends(&["eval", "extraction", "--texts", "nowhere"], 2);
    assert!(told.contains("nowhere: no annotated text"), "{told}");
}

#[test]
fn places_and_taxonomies_are_chosen_by_file() {
    let desk = Desk::new();
    let table = "postcode,latitude,longitude,soort\n3511,52.09,5.11,Adres\n0000,1,1,Adres\n";
    let table = desk.write("places.csv", table);
    let (shown, _) = desk.ends(&["places", "import", &table, "--data", "d"], 3);
    assert!(shown.contains("postcodes"), "{shown}");
    let (shown, _) = desk.ends(&["taxonomy", "list", "--data", "d"], 0);
    assert!(shown.contains("starter"), "{shown}");
    let (_, told) = desk.ends(&["taxonomy", "use", "esco", "9", "--data", "d"], 2);
    assert!(told.contains("import it first"), "{told}");
    let (_, told) = desk.ends(&["taxonomy", "list", "--server", "http://127.0.0.1:1"], 2);
    assert!(told.contains("--data"), "{told}");
}

/// Ends a process that a failed test would leave behind.
struct Ending(Child);

impl Drop for Ending {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(unix)]
#[test]
fn a_service_says_where_it_is_and_ends_when_asked() {
    let desk = Desk::new();
    let child = desk.command(&["serve", "--listen", "127.0.0.1:0", "--data", "d"]).stderr(Stdio::piped()).spawn();
    let mut service = Ending(child.expect("it runs"));
    let mut lines = BufReader::new(service.0.stderr.take().expect("its errors")).lines().map_while(Result::ok);
    let ready = lines.find(|line| line.starts_with("loopbaanbrug is ready on ")).expect("a ready line");
    let server = ready.split([' ', ',']).find(|word| word.starts_with("127.0.0.1:")).expect("an address").to_owned();
    let (shown, _) = desk.ends(&["list", "--server", &server], 0);
    assert!(shown.contains("0 getoond."), "{shown}");
    let (_, told) = desk.ends(&["list", "--data", "d"], 4);
    assert!(told.contains("another process"), "{told}");
    let asked = Command::new("kill").args(["-TERM", &service.0.id().to_string()]).status().expect("kill runs");
    assert!(asked.success());
    assert_eq!(service.0.wait().expect("it ends").code(), Some(0));
}

/// Occupations of a version, in ESCO's own form.
fn esco_version(desk: &Desk, version: &str, occupations: &[(&str, &str)]) {
    let row =
        |(uri, label): &(&str, &str)| format!("Occupation,http://e.example/{uri},2411,{label},,,released,,,,,,,1\n");
    let heading = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,\
                   regulatedProfessionNote,scopeNote,definition,inScheme,description,code\n";
    let folder = format!("esco-{version}");
    fs::create_dir(desk.path(&folder)).expect("a directory");
    desk.write(
        &format!("{folder}/occupations_nl.csv"),
        &(heading.to_owned() + &*occupations.iter().map(row).collect::<String>()),
    );
    desk.ends(&["taxonomy", "import", "esco", "--dir", &folder, "--version", version, "--data", "d"], 0);
}

#[test]
fn a_newer_taxonomy_is_compared_and_its_successors_are_taken_over() {
    let desk = Desk::new();
    esco_version(&desk, "1", &[("a", "bakker"), ("b", "slager"), ("c", "visser")]);
    esco_version(&desk, "2", &[("a", "broodbakker"), ("bb", "slager"), ("d", "kok")]);
    let (told, _) = desk.ends(&["taxonomy", "list", "--data", "d"], 0);
    assert!(told.contains("starter") && told.lines().filter(|line| line.contains("esco")).count() == 2, "{told}");
    let diff = ["taxonomy", "diff", "esco", "1", "2", "--data", "d", "--propose", "successors.csv"];
    let (told, _) = desk.ends(&diff, 0);
    for expected in ["Added: 2", "Removed: 2", "bakker → broodbakker", "perhaps replaced by http://e.example/bb"] {
        assert!(told.contains(expected), "{expected} in {told}");
    }
    assert_eq!(
        fs::read_to_string(desk.path("successors.csv")).expect("proposed"),
        "old,new\nhttp://e.example/b,http://e.example/bb\n"
    );
    desk.write("successors.csv", "old,new\nhttp://e.example/b,http://e.example/d\n");
    let (_, told) = desk.ends(&diff, 4);
    assert!(told.contains("successors.csv") && told.contains("--force"), "{told}");
    let kept = fs::read_to_string(desk.path("successors.csv")).expect("read");
    assert!(kept.contains("e.example/d"), "what a person wrote is kept: {kept}");
    desk.ends(&[&diff[..], &["--force"]].concat(), 0);
    assert!(!fs::read_to_string(desk.path("successors.csv")).expect("read").contains("e.example/d"));
    let (told, _) = desk.ends(&["taxonomy", "successors", "successors.csv", "--data", "d"], 0);
    assert!(told.starts_with("Rows kept: 1."), "{told}");
    let (told, _) = desk.ends(&["taxonomy", "diff", "esco", "1", "2", "--data", "d", "--output", "json"], 0);
    let diff: Value = serde_json::from_str(&told).expect("one object");
    assert_eq!(diff["removed"][0]["fate"], "replaced");
    let (told, _) = desk.ends(&["concepts", "show", "http://e.example/b", "--data", "d"], 0);
    assert!(told.contains("slager") && told.contains("komt in de plaats van"), "{told}");
}

#[test]
fn own_terms_are_taken_over_or_refused_by_line_and_column() {
    let desk = Desk::new();
    desk.write("own.csv", "term,concept\nblauwe brigade,lb:skill/mensen-te-woord-staan\n");
    desk.ends(&["taxonomy", "aliases", "own.csv", "--data", "d"], 0);
    let (told, _) = desk.ends(&["concepts", "find", "blauwe brigade", "--data", "d", "--output", "json"], 0);
    assert_eq!(json_lines(&told)[0]["concepts"][0]["matched_label"]["text"], "blauwe brigade", "{told}");
    desk.write("bad.csv", "term,concept\nx,lb:skill/mensen-te-woord-staan\ny,nergens\n");
    let (_, told) = desk.ends(&["taxonomy", "aliases", "bad.csv", "--data", "d"], 2);
    assert!(told.contains("bad.csv: line 3, column “concept”"), "{told}");
}

#[test]
fn how_far_to_look_is_typed_and_a_thin_list_says_what_would_bring_more() {
    let desk = Desk::new();
    for feed in ["vacancies-overheid", "vacancies-zorg", "vacancies-ict"] {
        desk.ends(&["import", &fixture(&format!("feeds/{feed}.ndjson")), "--source", feed, "--data", "d"], 0);
    }
    let profile = fixture("profiles/01-balie-naar-zorg.json");
    let first = |look: &str, more: &[&str]| {
        let typed = ["match", "--profile", &profile, "--data", "d", "--look", look];
        desk.ends(&[&typed[..], more].concat(), 0).0
    };
    let near = first("near", &["--limit", "1"]);
    assert!(near.contains("Medewerker burgerzaken"), "{near}");
    let far = first("surprise", &["--limit", "1"]);
    assert!(far.contains("Baliemedewerker polikliniek"), "{far}");
    let mixed = first("surprise", &["--limit", "10"]);
    assert!(mixed.contains("Sectoren en werkgevers staan door elkaar"), "{mixed}");
    let key = "vacancies-overheid/overheid-001";
    let explained = ["explain", key, "--profile", &profile, "--data", "d", "--look", "around"];
    let (explained, _) = desk.ends(&explained, 0);
    assert!(explained.contains("werk dat je al doet: medewerker burgerzaken"), "{explained}");
    let thin = first("near", &["--sector", "J", "--text", "archief"]);
    assert!(thin.contains("Wat meer oplevert") && thin.contains("je zoekwoorden"), "{thin}");
    assert!(thin.contains("De beste: ") && thin.contains(" (vacancies-"), "a title and its key: {thin}");
    let (_, told) = desk.ends(&["match", "--profile", &profile, "--data", "d", "--look", "ver"], 2);
    assert!(told.contains("near, around, surprise"), "{told}");
}
