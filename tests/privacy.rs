//! A profile is request data: whatever is logged, nothing of it is there. On the real binary, with all logs on.

use crate::{
    page::http::{post, post_begun},
    support::service::{profile, question},
};
use loopbaanbrug_proto::v1::{
    ConceptReference, Criterion, FindGapsRequest, FindGroupGapsRequest, FindPathsRequest, Profile, SkillClaim,
    bridge_service_client::BridgeServiceClient, concept_reference::Name, match_service_client::MatchServiceClient,
};
use std::{
    fs::{self, File},
    net::SocketAddr,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// Words and numbers that occur in nothing but this profile.
const SKILL: &str = "zeldzaamkunstje";
const CRITERION: &str = "wonderlijkverlangen";
const HOME: &str = "9747";
/// Longest wait for the server.
const PATIENCE: Duration = Duration::from_secs(60);

fn telling_profile() -> Profile {
    let skill = ConceptReference { name: Some(Name::Text(SKILL.to_owned())) };
    let criterion = Criterion { words: CRITERION.to_owned(), ..Criterion::default() };
    Profile {
        home_pc4: HOME.to_owned(),
        skills: vec![SkillClaim { skill: Some(skill), ..SkillClaim::default() }],
        criteria: vec![criterion],
        ..profile(1)
    }
}

async fn address(log: &Path) -> String {
    let until = Instant::now() + PATIENCE;
    loop {
        let text = fs::read_to_string(log).unwrap_or_default();
        if let Some(address) = text.split([' ', ',', '/', '\n']).find(|word| word.starts_with("127.0.0.1:")) {
            return format!("http://{address}");
        }
        assert!(Instant::now() < until, "the server did not say where it listens: {text}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Where the page is, which the same line names.
fn page_address(log: &Path) -> SocketAddr {
    let text = fs::read_to_string(log).expect("the log");
    let address = text.split_once("page on http://").expect("the page").1;
    address.split('/').next().expect("an address").parse().expect("an address")
}

/// The same in the forms of the page, right and wrong.
async fn tell_the_page(page: SocketAddr) {
    let skill = format!("text {SKILL}");
    let right =
        [("from", "profile"), ("skill", &skill), ("home", HOME), ("criterion-words", CRITERION), ("typed", SKILL)];
    let told = post_begun(page, "/nl/profile", &right).await;
    assert!(told.status == 200 && told.body.contains(SKILL), "the page has it");
    let talk = told.talk();
    for path in ["options", "plan", "save"] {
        assert_eq!(
            post(page, &format!("/nl/{path}"), &[("talk", &talk), ("absent", SKILL)]).await.status,
            200,
            "{path}"
        );
    }
    let home = format!("{HOME}{CRITERION}");
    assert_eq!(post_begun(page, "/nl/options", &[("from", "profile"), ("home", &home)]).await.status, 422);
    assert_eq!(post(page, "/nl/options", &[("talk", &home)]).await.status, 400);
}

/// Whether a line holds a word or number; one inside a longer number, such as a time or a port, is another number.
fn says(line: &str, secret: &str) -> bool {
    line.match_indices(secret).any(|(at, _)| {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let inside = digit(line[..at].chars().next_back()) || digit(line[at + secret.len()..].chars().next());
        !(inside && secret.chars().all(|c| c.is_ascii_digit()))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_profile_is_logged() {
    let directory = tempfile::tempdir().expect("a directory");
    let log = directory.path().join("log");
    let mut server = Command::new(env!("CARGO_BIN_EXE_loopbaanbrug"))
        .args(["--log", "trace", "serve", "--listen", "127.0.0.1:0", "--web", "127.0.0.1:0", "--data"])
        .arg(directory.path().join("data"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(File::create(&log).expect("a log file"))
        .spawn()
        .expect("the binary starts");
    let mut client = MatchServiceClient::connect(address(&log).await).await.expect("a connection");
    let answer = client.r#match(question(telling_profile())).await.expect("an answer").into_inner();
    assert!(answer.understood.iter().any(|it| it.text == SKILL), "the profile arrived");
    // A refused request must not be repeated in the log either.
    let wrong = Profile { home_pc4: format!("{HOME}{CRITERION}"), ..telling_profile() };
    client.r#match(question(wrong)).await.expect_err("refused");
    // Nor by the calls about bridges.
    let mut bridges = BridgeServiceClient::connect(address(&log).await).await.expect("a connection");
    let profile = Some(telling_profile());
    bridges.find_paths(FindPathsRequest { profile: profile.clone(), ..Default::default() }).await.expect("paths");
    bridges.find_gaps(FindGapsRequest { profile: profile.clone(), ..Default::default() }).await.expect("gaps");
    let profiles = vec![telling_profile(); 10];
    bridges.find_group_gaps(FindGroupGapsRequest { profiles, ..Default::default() }).await.expect("gaps of a group");
    let wrong = vec![Profile { home_pc4: format!("{HOME}{CRITERION}"), ..telling_profile() }; 10];
    let refused = FindGroupGapsRequest { profiles: wrong, ..Default::default() };
    bridges.find_group_gaps(refused).await.expect_err("refused");
    // Nor by the page.
    tell_the_page(page_address(&log)).await;
    server.kill().expect("killed");
    server.wait().expect("ended");
    let text = fs::read_to_string(&log).expect("the log");
    assert!(text.contains("Match"), "calls are logged: {text}");
    for secret in [SKILL, CRITERION, HOME] {
        let line = text.lines().find(|line| says(line, secret)).map(|line| line.chars().take(300).collect::<String>());
        assert_eq!(line, None, "“{secret}” stands in the log");
    }
}
