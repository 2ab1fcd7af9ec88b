//! A profile that is made by answering questions in a terminal: the same as the page makes of the same answers, whole or not at
//! all, and never in the place of another.

use super::{
    address,
    http::{Answer, post},
    with_page,
};
use crate::support::service::{Service, read_profile};
use loopbaanbrug_proto::v1::{
    Condition, Profile, SkillWish, TravelCondition, concept_reference::Name, condition::Check,
};
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, ChildStdin, Command, ExitStatus, Output, Stdio},
};
use tempfile::TempDir;
use tokio::task::block_in_place;

/// Core tasks of Burgerzaken in the box.
const TASKS: usize = 23;

/// What is typed, line by line.
fn answers() -> String {
    let mut lines: Vec<&str> = vec!["1"];
    // Tasks: the first by number, after a wrong one; the second by its label; the others left open.
    lines.extend(["9", "1", "wil ik houden", "3"]);
    lines.extend(["0"; TASKS - 3]);
    lines.extend(["1, 2"]);
    // Skills in own words: chosen, and none of what was found.
    lines.extend(["Excel", "", "qqqqqqqq", "1", "zzzzzzzz", "0", ""]);
    // More about the first; once more, where Enter keeps what was said; the second goes.
    lines.extend(["1", "4", "4", "2", "2", "1", "", "", "", "", "-2", ""]);
    lines.extend(["medewerker burgerzaken", "1", "", "4", "35", "3511 AB"]);
    lines.extend(["3", "ja", "Mbo secretarieel medewerker", "", "2", "4", "0"]);
    // Wishes: travel, hours (first the wrong way round), pay, remote, words, sectors, contract, times.
    lines.extend(["20", "1", "32", "24", "24", "32", "", "2.700", "3", "", "", "17", "", "1", "", ""]);
    lines.extend(["Een rustige werkplek", "rustig", "1", "Fijne collega’s", "", "", ""]);
    lines.extend(["26", "8", "", "2"]);
    lines.join("\n") + "\n"
}

/// Only Enter, but for the postcode and what is asked of travel and of hours.
fn few_answers(home: &str, travel_and_hours: &[&str]) -> String {
    [&[""; 4][..], &[home], &[""; 4], travel_and_hours, &[""; 11]].concat().join("\n") + "\n"
}

struct Desk {
    folder: TempDir,
    server: String,
}

impl Desk {
    async fn run(&self, words: &'static [&'static str], answers: String) -> Output {
        let (folder, server) = (self.folder.path().to_owned(), self.server.clone());
        tokio::task::spawn_blocking(move || typed(&folder, &server, words, &answers)).await.expect("it ends")
    }

    fn beside(service: &Service) -> Self {
        let server = format!("http://{}", service.running.address);
        Self { folder: tempfile::tempdir().expect("a folder"), server }
    }

    /// The profile that was made.
    fn profile(&self) -> Profile {
        read_profile(&fs::read_to_string(self.folder.path().join("p.json")).expect("a file"))
    }

    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("a folder");
        entries.map(|it| it.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
    }
}

fn typed(folder: &Path, server: &str, words: &[&str], answers: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_loopbaanbrug"))
        .current_dir(folder)
        .args(["--server", server])
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    // It may end before it has read everything.
    let _ = child.stdin.take().expect("its input").write_all(answers.as_bytes());
    child.wait_with_output().expect("it ends")
}

/// A conversation under way. It is ended with the test at the latest.
struct Talk {
    child: Child,
    input: Option<ChildStdin>,
    told: Box<dyn Iterator<Item = String> + Send>,
}

impl Talk {
    /// Begins one that would make `p.json`.
    fn begin(desk: &Desk) -> Self {
        // Whoever runs the tests in the background ignores Ctrl+C, and what they start would too.
        let mut child = Command::new("env")
            .current_dir(desk.folder.path())
            .args(["--default-signal=INT", env!("CARGO_BIN_EXE_loopbaanbrug")])
            .args(["--server", &desk.server, "profile", "new", "--out", "p.json"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        let input = child.stdin.take();
        let told = BufReader::new(child.stderr.take().expect("its questions")).lines().map_while(Result::ok);
        Self { child, input, told: Box::new(told) }
    }

    /// Waits until something is told.
    fn until(&mut self, told: &str) {
        assert!(self.told.any(|line| line.contains(told)), "“{told}” is told");
    }

    fn answer(&mut self, lines: &str) {
        self.input.as_mut().expect("its input").write_all(lines.as_bytes()).expect("an answer");
    }

    /// Ctrl+C.
    fn interrupt(&self) {
        let sent = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().expect("kill runs");
        assert!(sent.success());
    }

    /// How it ends, what stands on standard output, and what else is told.
    fn end(mut self) -> (ExitStatus, String, String) {
        drop(self.input.take());
        let told: String = self.told.by_ref().map(|line| line + "\n").collect();
        let mut printed = String::new();
        self.child.stdout.take().expect("its output").read_to_string(&mut printed).expect("text");
        (self.child.wait().expect("it ends"), printed, told)
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        // Ended already when all went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn shown(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The value of the first attribute that begins so.
fn first(page: &Answer, begin: &str) -> Vec<String> {
    let values = page.body.split(begin).skip(1);
    values.map(|it| it.split('"').next().unwrap_or_default().to_owned()).collect()
}

/// The same answers on the page, saved.
async fn on_the_page(at: std::net::SocketAddr) -> String {
    let tasks = post(at, "/nl/tasks", &[("talk", ""), ("from", "start"), ("origin", "burgerzaken")]).await;
    let mut keys = first(&tasks, "name=\"task:");
    keys.dedup();
    assert_eq!(keys.len(), TASKS);
    let names: Vec<_> = keys.iter().take(3).map(|key| format!("task:{key}")).collect();
    let fields =
        [("talk", &*tasks.talk()), ("from", "tasks"), (&names[0], "do"), (&names[1], "keep"), (&names[2], "learn")];
    let begun = post(at, "/nl/profile", &fields).await;
    let suggested = first(&begun, "name=\"suggested\" value=\"");
    let search = post(at, "/nl/profile", &[("talk", &begun.talk()), ("from", "profile"), ("typed", "Excel")]).await;
    let excel = first(&search, "value=\"add:").swap_remove(0);
    let talk = begun.talk();
    let keys: Vec<_> = [&suggested[0], &suggested[1], &excel].iter().map(|key| format!("key {key}")).collect();
    let mut fields: Vec<(&str, &str)> = vec![("talk", &talk), ("from", "profile"), ("do", "remove:1")];
    fields.extend(keys.iter().map(|key| ("skill", key.as_str())));
    fields.extend([("skill", "text qqqqqqqq"), ("occupation", "key lb:occupation/medewerker-burgerzaken")]);
    fields.extend([("level-0", "4"), ("proof-0", "diploma"), ("recency-0", "years_ago"), ("wish-0", "keep")]);
    let rest = ["1", "2", "3"].map(|place| ["level", "proof", "recency", "wish"].map(|it| format!("{it}-{place}")));
    for skill in &rest {
        fields.extend(skill.iter().map(String::as_str).zip(["3", "own_word", "recent", "do"]));
    }
    fields.extend([("nlqf", "4"), ("home", "3511 AB"), ("licence", "B"), ("licences-known", "yes")]);
    fields.extend([("diplomas", "Mbo secretarieel medewerker"), ("language-new", "en"), ("cefr-new", "B2")]);
    fields.extend([("travel-km", "20"), ("travel-importance", "must"), ("hours-min", "24"), ("hours-max", "32")]);
    fields.extend([("pay-min", "2.700"), ("pay-importance", "nice"), ("sector", "Q"), ("contract", "permanent")]);
    fields.extend([("criterion-words", "Een rustige werkplek"), ("criterion-check", "rustig")]);
    fields.extend([("criterion-importance", "must"), ("budget-weeks", "26"), ("budget-hours", "8")]);
    fields.push(("exploration", "around"));
    let first = post(at, "/nl/profile", &fields).await;
    assert_eq!(first.status, 200, "{}", first.body);
    // The second criterion comes with the next button; the other fields come again as the page shows them.
    let talk = first.talk();
    fields.retain(|(name, _)| {
        !name.starts_with("criterion-") && *name != "do" && *name != "talk" && *name != "language-new"
    });
    fields.extend([("talk", talk.as_str()), ("language", "en B2"), ("criterion-0", "must")]);
    fields.extend([("criterion-words", "Fijne collega’s")]);
    // The skill that went is not on the page any more.
    let gone = fields.iter().position(|it| *it == ("skill", keys[1].as_str())).expect("there");
    fields.remove(gone);
    let second = post(at, "/nl/profile", &fields).await;
    assert_eq!(second.status, 200, "{}", second.body);
    post(at, "/nl/save", &[("talk", &second.talk())]).await.body
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_in_a_terminal_make_the_profile_that_the_page_makes_of_them() {
    let service = with_page().await;
    let desk = Desk::beside(&service);
    let made = desk.run(&["profile", "new", "--out", "p.json"], answers()).await;
    assert_eq!(made.status.code(), Some(0), "{}", shown(&made));
    let told = shown(&made);
    for said in ["Typ een van de nummers.", "“Minstens” is hoger", "Vul de vier cijfers", "Je profiel staat in p.json"]
    {
        assert!(told.contains(said), "{said}: {told}");
    }
    let profile = desk.profile();
    assert_eq!(profile, read_profile(&on_the_page(address(&service)).await));
    assert_eq!((profile.tasks.len(), profile.skills.len(), profile.preferences.len()), (3, 3, 5));
    assert_eq!(profile.skills[0].wish(), SkillWish::Keep);
    let own = profile.skills[2].skill.as_ref().and_then(|it| it.name.clone());
    assert_eq!(own, Some(Name::Text("qqqqqqqq".into())));

    let matched = desk.run(&["match", "--profile", "p.json", "--limit", "3"], String::new()).await;
    assert_eq!(matched.status.code(), Some(0), "{}", shown(&matched));
    let checked = desk.run(&["profile", "check", "p.json"], String::new()).await;
    assert!(shown(&checked).contains("Het profiel is goed."), "{}", shown(&checked));
    assert!(shown(&checked).contains("qqqqqqqq"), "{}", shown(&checked));

    let refused = desk.run(&["profile", "new", "--out", "p.json"], answers()).await;
    assert_eq!(refused.status.code(), Some(4), "{}", shown(&refused));
    assert!(shown(&refused).contains("--force"), "{}", shown(&refused));
    assert_eq!(desk.profile(), profile);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_that_breaks_off_leaves_nothing_behind() {
    let service = with_page().await;
    let desk = Desk::beside(&service);
    let whole = answers();
    let lines = whole.lines().count();
    for end in [0, 3, 30, 45, lines - 1] {
        let part: String = whole.lines().take(end).map(|line| format!("{line}\n")).collect();
        let ended = desk.run(&["profile", "new", "--out", "p.json"], part).await;
        assert_eq!(ended.status.code(), Some(2), "{end}: {}", shown(&ended));
        assert!(shown(&ended).contains("nothing was written"), "{end}: {}", shown(&ended));
        assert_eq!(desk.files(), Vec::<String>::new(), "{end}");
    }
    let (ended, ..) = block_in_place(|| {
        let mut talk = Talk::begin(&desk);
        talk.answer("1\n");
        talk.until("taak 1 van");
        talk.interrupt();
        talk.end()
    });
    assert!(!ended.success());
    assert_eq!(desk.files(), Vec::<String>::new(), "after Ctrl+C");
    // Nothing has to be said: only Enter makes an empty profile, here on standard output.
    let silent = desk.run(&["profile", "new", "--out", "-", "--language", "en"], "\n".repeat(40)).await;
    assert_eq!(silent.status.code(), Some(0), "{}", shown(&silent));
    let profile = read_profile(&String::from_utf8_lossy(&silent.stdout));
    assert_eq!((profile.origin, profile.skills.len(), profile.home_pc4.as_str()), (0, 0, ""));
    let stubborn = desk.run(&["profile", "new", "--out", "p.json"], "Jan de Vries\n".repeat(9)).await;
    assert_eq!(stubborn.status.code(), Some(2));
    assert!(!shown(&stubborn).contains("Jan"), "{}", shown(&stubborn));
    assert_eq!(desk.files(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_kept_when_the_check_of_the_profile_fails() {
    let service = with_page().await;
    let desk = Desk::beside(&service);
    let whole = answers();
    let (before, last) = whole.trim_end().rsplit_once('\n').expect("answers");
    let mut talk = block_in_place(|| {
        let mut talk = Talk::begin(&desk);
        talk.answer(&format!("{before}\n"));
        talk.until("Kies wat je het liefst bovenaan ziet");
        talk
    });
    service.running.shutdown().await.expect("stopped");
    let (ended, printed, told) = block_in_place(|| {
        talk.answer(&format!("{last}\n"));
        talk.end()
    });
    assert_eq!(ended.code(), Some(6), "{printed} {told}");
    assert!(told.contains("error: failed to check the profile"), "{told}");
    assert!(printed.contains("Je profiel staat in p.json.") && printed.contains("profile check p.json"), "{printed}");
    assert!(!printed.contains("Er zijn nu") && !printed.contains("Er is nu"), "nothing was counted: {printed}");
    assert_eq!((desk.profile().tasks.len(), desk.profile().preferences.len()), (3, 5));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_goes_away_half_way_costs_no_answer() {
    let service = with_page().await;
    let desk = Desk::beside(&service);
    let mut talk = block_in_place(|| {
        let mut talk = Talk::begin(&desk);
        talk.answer("\n");
        talk.until("Wat kun je nog meer?");
        talk
    });
    service.running.shutdown().await.expect("stopped");
    let (ended, printed, told) = block_in_place(|| {
        talk.answer(&format!("Excel\n1\n{}", "\n".repeat(40)));
        talk.end()
    });
    assert_eq!(ended.code(), Some(6), "{printed} {told}");
    assert!(told.contains("We kunnen nu niet opzoeken wat dit betekent."), "{told}");
    let skills: Vec<_> = desk.profile().skills.into_iter().map(|it| it.skill.and_then(|it| it.name)).collect();
    assert_eq!(skills, [Some(Name::Text("Excel".into()))]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_somebody_made_meanwhile_stays_and_the_answers_are_shown() {
    let service = with_page().await;
    let desk = Desk::beside(&service);
    let (ended, printed, told) = block_in_place(|| {
        let mut talk = Talk::begin(&desk);
        talk.until("Op welke afdeling");
        fs::write(desk.folder.path().join("p.json"), "theirs").expect("written");
        talk.answer(&few_answers("3511", &["", "", ""]));
        talk.end()
    });
    assert_eq!(ended.code(), Some(4), "{printed} {told}");
    assert_eq!(fs::read_to_string(desk.folder.path().join("p.json")).expect("a file"), "theirs");
    assert_eq!(read_profile(&printed).home_pc4, "3511");
    assert_eq!(desk.files(), ["p.json"]);
}

/// Every postcode lies in a region that is in the box, so that none has to be asked again.
#[tokio::test(flavor = "multi_thread")]
async fn a_postcode_is_asked_once_and_travel_only_with_one() {
    let service = with_page().await;
    let desk = Desk::beside(&service);
    let asked = desk.run(&["profile", "new", "--out", "-"], few_answers("9999 ZZ", &["20", "", "", ""])).await;
    assert_eq!(asked.status.code(), Some(0), "{}", shown(&asked));
    assert_eq!(shown(&asked).matches("alleen de vier cijfers").count(), 1, "{}", shown(&asked));
    let profile = read_profile(&String::from_utf8_lossy(&asked.stdout));
    let travel = Condition { check: Some(Check::Travel(TravelCondition { max_km: 20 })) };
    assert_eq!((profile.home_pc4.as_str(), profile.preferences[0].condition.as_ref()), ("9999", Some(&travel)));
    let silent = desk.run(&["profile", "new", "--out", "-"], few_answers("", &["", ""])).await;
    assert_eq!(silent.status.code(), Some(0), "{}", shown(&silent));
    assert!(shown(&silent).contains("Zonder postcode weten we niet hoe ver iets is."), "{}", shown(&silent));
    assert!(!shown(&silent).contains("Reisafstand"), "{}", shown(&silent));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_takes_no_file_is_refused_before_the_first_question() {
    let service = with_page().await;
    let desk = Desk::beside(&service);
    fs::create_dir(desk.folder.path().join("inner")).expect("made");
    let places: [&[&str]; 4] = [
        &["profile", "new", "--out", "inner"],
        &["profile", "new", "--out", "inner", "--force"],
        &["profile", "new", "--out", "nowhere/p.json"],
        &["profile", "new", "--out", "/proc/p.json"],
    ];
    for words in places {
        let refused = desk.run(words, answers()).await;
        assert_eq!(refused.status.code(), Some(2), "{words:?}: {}", shown(&refused));
        assert!(!shown(&refused).contains("Op welke afdeling"), "{words:?}: {}", shown(&refused));
    }
    assert_eq!(desk.files(), ["inner"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_that_stay_the_wrong_way_round_are_left_out_and_that_is_said() {
    let service = with_page().await;
    let desk = Desk::beside(&service);
    let made = desk.run(&["profile", "new", "--out", "p.json"], few_answers("", &["36", "24"].repeat(5))).await;
    assert_eq!(made.status.code(), Some(0), "{}", shown(&made));
    assert_eq!(shown(&made).matches("Je uren staan niet in je profiel.").count(), 1, "{}", shown(&made));
    assert_eq!(desk.profile().preferences, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_is_wrong_is_told_by_its_fields() {
    let service = with_page().await;
    let desk = Desk::beside(&service);
    let wrong = r#"{"nlqf_level": 9, "skills": [{"skill": {"text": "luisteren"}, "level": 7}]}"#;
    let checked = desk.run(&["profile", "check", "-"], wrong.into()).await;
    assert_eq!(checked.status.code(), Some(2), "{}", shown(&checked));
    for field in ["profile.nlqf_level", "profile.skills[0].level"] {
        assert!(shown(&checked).contains(field), "{field}: {}", shown(&checked));
    }
}
