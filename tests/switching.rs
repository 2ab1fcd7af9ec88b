//! Other reference data under a running service: a taxonomy, own terms, successors. Through gRPC, while matches go on.

use crate::support::{
    World, root,
    service::{Service, header, profile, question},
};
use loopbaanbrug::{
    domain::{ConceptKey, ConceptKind, LanguageCode},
    reference::{OverlayTable, ReferenceDirectory},
    taxonomy::{ConceptRecord, LabelRole, Taxonomy, TaxonomyData, TaxonomyVersion},
};
use loopbaanbrug_proto::v1::{
    ConceptReference, FindConceptsRequest, GetConceptRequest, ImportMode, LabelMatch, MatchRequest, MatchResponse,
    Profile, SkillClaim, concept_reference::Name,
};
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

/// A service that hangs is found out after so long.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two questions.
const PAUSE: Duration = Duration::from_millis(20);
const GONE: &str = "lb:skill/klantgericht-werken";
const SUCCESSOR: &str = "ex:skill/klantgericht";

/// The starter taxonomy as a newer version in which one concept has another key.
fn newer_version() -> (TaxonomyVersion, TaxonomyData) {
    let version = TaxonomyVersion::new("example", "2").expect("a version");
    let successor = ConceptKey::new(SUCCESSOR).expect("a key");
    let records = records(|key| if key.as_str() == GONE { successor.clone() } else { key.clone() });
    let (data, _) = TaxonomyData::assemble(version.clone(), records).expect("a taxonomy");
    (version, data)
}

/// The concepts of the starter taxonomy with other keys.
fn records(renamed: impl Fn(&ConceptKey) -> ConceptKey) -> Vec<ConceptRecord> {
    let starter = Taxonomy::starter().expect("the starter taxonomy");
    let keys = |concepts: &[loopbaanbrug::taxonomy::ConceptNumber]| {
        concepts.iter().map(|it| renamed(starter.key(*it))).collect()
    };
    let records = starter.numbers().map(|concept| {
        let mut record = ConceptRecord::new(renamed(starter.key(concept)), starter.kind(concept));
        for label in starter.labels(concept) {
            let role = if label.preferred { LabelRole::Preferred } else { LabelRole::Alternative };
            record.add_label(label.language, &label.text, role);
        }
        record.broader = keys(starter.broader(concept));
        record.related = keys(starter.related(concept));
        record.skills = starter
            .occupation_skills(concept)
            .iter()
            .map(|it| (renamed(starter.key(it.skill)), it.essential))
            .collect();
        record
    });
    records.collect()
}

/// Asks again and again, each time rightly answered, until an answer is as wanted.
async fn until(service: &Service, profile: &Profile, wanted: impl Fn(&MatchResponse) -> bool) -> MatchResponse {
    let asking = async {
        loop {
            let answer = service.ask(question(profile.clone())).await.expect("matches go on");
            assert!(!answer.matches.is_empty(), "every state that is served is whole");
            if wanted(&answer) {
                return answer;
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::time::timeout(PATIENCE, asking).await.expect("in use in time")
}

fn version(answer: &MatchResponse) -> &str {
    answer.context.as_ref().map_or("", |context| &context.taxonomy_version)
}

fn indexes(data_dir: &Path) -> usize {
    fs::read_dir(data_dir.join("index")).expect("the indexes").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_taxonomy_is_taken_over_while_matches_go_on() {
    let world = World::of_fixtures().await;
    let data_dir = world.directory.path().to_owned();
    let service = Service::over(world).await;
    let mut person = profile(1);
    person.skills.push(SkillClaim {
        skill: Some(ConceptReference { name: Some(Name::Key(GONE.into())) }),
        ..SkillClaim::default()
    });
    let before = until(&service, &person, |_| true).await;
    assert!(before.understood.iter().all(|it| !it.replaced));
    let page = |page_token: String| MatchRequest { page_size: 5, page_token, ..question(person.clone()) };
    let first = service.ask(page(String::new())).await.expect("a page");

    let reference = ReferenceDirectory::of(&data_dir);
    let successors = data_dir.join("new-keys.csv");
    fs::write(&successors, format!("old,new\n{GONE},{SUCCESSOR}\n")).expect("written");
    let (rows, waiting) = reference.keep_table(OverlayTable::Successors, &successors).expect("kept");
    assert_eq!((rows, waiting.len()), (1, 0), "the old key still has its concept");
    let (newer, data) = newer_version();
    reference.keep_taxonomy(&newer, &data).expect("kept");
    reference.activate(Some(&newer)).expect("chosen");

    let after = until(&service, &person, |answer| version(answer) == "example 2").await;
    assert_eq!(after.total, before.total, "the same opportunities");
    let second = service.ask(page(first.next_page_token.clone())).await.expect("the next page");
    assert_eq!(
        (version(&second), generation(&second)),
        (version(&first), generation(&first)),
        "pages keep their state"
    );
    let understood = after.understood.iter().find(|it| it.text == GONE).expect("stated in the answer");
    assert!(understood.replaced && understood.concept.as_ref().is_some_and(|it| it.key == SUCCESSOR), "{understood:?}");
    let requirements = || after.matches.iter().flat_map(|it| &it.requirements);
    let of_successor: Vec<_> =
        requirements().filter(|it| it.skill.as_ref().is_some_and(|skill| skill.key == SUCCESSOR)).collect();
    assert!(!of_successor.is_empty(), "records that name the old key are followed");
    assert!(of_successor.iter().any(|it| it.replaced_key == GONE), "{of_successor:?}");
    assert!(requirements().all(|it| it.skill.as_ref().is_some_and(|skill| skill.key != GONE)));

    let asked = GetConceptRequest { key: GONE.into(), ..GetConceptRequest::default() };
    let concept = service.taxonomy().get_concept(asked).await.expect("followed").into_inner();
    assert_eq!(concept.replaced_key, GONE);
    assert_eq!(concept.concept.and_then(|it| it.summary).expect("a summary").key, SUCCESSOR);

    reference.activate(None).expect("chosen");
    let back = until(&service, &person, |answer| version(answer) != "example 2").await;
    assert_eq!(version(&back), version(&before));
    assert_eq!(back.matches, before.matches, "the same answer as before");
    let alone = async {
        while indexes(&data_dir) > 1 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, alone).await.expect("the other index is deleted");
}

#[tokio::test(flavor = "multi_thread")]
async fn own_terms_are_understood_without_a_restart() {
    let world = World::of_fixtures().await;
    let data_dir = world.directory.path().to_owned();
    let service = Service::over(world).await;
    let find = async || {
        let asked =
            FindConceptsRequest { text: "blauwe brigade".into(), page_size: 1, ..FindConceptsRequest::default() };
        let found = service.taxonomy().find_concepts(asked).await.expect("found").into_inner().concepts;
        found.into_iter().next().filter(|it| it.r#match() == LabelMatch::Exact)
    };
    assert_eq!(find().await, None);
    let table = data_dir.join("own.csv");
    fs::write(&table, "term;concept\nblauwe brigade;lb:skill/mensen-te-woord-staan\nx;ex:unknown\n").expect("written");
    let kept = ReferenceDirectory::of(&data_dir).keep_table(OverlayTable::Aliases, &table).expect("kept");
    assert_eq!((kept.0, kept.1.len()), (2, 1), "the unknown concept is named");
    let understood = async {
        loop {
            if let Some(found) = find().await {
                return found;
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    let found = tokio::time::timeout(PATIENCE, understood).await.expect("in use in time");
    assert_eq!(found.concept.expect("a concept").key, "lb:skill/mensen-te-woord-staan");
}

#[test]
fn the_newer_version_of_these_tests_differs_in_one_key() {
    let (_, data) = newer_version();
    let newer = Taxonomy::build(data);
    assert!(newer.concept(SUCCESSOR).is_some_and(|concept| newer.kind(concept) == ConceptKind::Skill));
    let starter = Taxonomy::starter().expect("the starter taxonomy");
    let diff = loopbaanbrug::taxonomy::TaxonomyDiff::between(&starter, &newer, LanguageCode::DUTCH);
    assert_eq!((diff.added.len(), diff.removed.len()), (1, 1));
    assert_eq!(diff.proposed_successors(), format!("old,new\n{GONE},{SUCCESSOR}\n"));
}

/// A service over the fixtures, and its data directory.
async fn fixtures() -> (Service, PathBuf) {
    let world = World::of_fixtures().await;
    let data_dir = world.directory.path().to_owned();
    (Service::over(world).await, data_dir)
}

fn generation(answer: &MatchResponse) -> String {
    answer.context.clone().unwrap_or_default().index_generation
}

/// Asks until the service takes or refuses the profile.
async fn until_taken(service: &Service, profile: &Profile, taken: bool) -> Option<MatchResponse> {
    let asking = async {
        loop {
            let answer = service.ask(question(profile.clone())).await;
            if answer.is_ok() == taken {
                return answer.ok();
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::time::timeout(PATIENCE, asking).await.expect("in use in time")
}

#[tokio::test(flavor = "multi_thread")]
async fn other_tasks_are_taken_over_without_another_index() {
    let (service, data_dir) = fixtures().await;
    let person = profile(1);
    let before = until(&service, &person, |_| true).await;
    let tasks = data_dir.join("tasks");
    fs::create_dir(&tasks).expect("a directory");
    fs::copy(root().join("fixtures/tasks/div.toml"), tasks.join("div.toml")).expect("tasks");
    // The profile names tasks of Burgerzaken, which no list has now.
    until_taken(&service, &person, false).await;
    let feed = fs::read(root().join("fixtures/feeds/vacancies-ict.ndjson")).expect("a feed");
    let imported = service.import(header("again", ImportMode::Full), &feed).await.expect("imported");
    let at_least_revision = imported.revision;
    let served = service.ask(MatchRequest { at_least_revision, ..question(person.clone()) }).await;
    assert!(served.is_err(), "an import does not bring the earlier tasks back");
    fs::remove_dir_all(&tasks).expect("removed");
    let back = until_taken(&service, &person, true).await.expect("an answer");
    assert!(back.context.as_ref().is_some_and(|context| context.catalogue_revision >= at_least_revision));
    let index = |answer: &MatchResponse| generation(answer).split('.').next().map(ToOwned::to_owned);
    assert_eq!(index(&back), index(&before), "the same index all the time");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_revision_goes_back_while_imports_go_on() {
    let (service, data_dir) = fixtures().await;
    let person = profile(1);
    let reference = ReferenceDirectory::of(&data_dir);
    let (newer, data) = newer_version();
    reference.keep_taxonomy(&newer, &data).expect("kept");
    reference.activate(Some(&newer)).expect("chosen");
    let feed = fs::read_to_string(root().join("fixtures/feeds/vacancies-zorg.ndjson")).expect("a feed");
    let (mut revision, mut imports) = (0, 0);
    let moving = async {
        loop {
            // Imports go on while it changes over.
            if imports < 20 {
                let some: String = feed.lines().take(1 + imports % 9).map(|line| format!("{line}\n")).collect();
                let whole = service.import(header("moving", ImportMode::Delta), some.as_bytes()).await;
                whole.expect("imported");
                imports += 1;
            }
            let answer = service.ask(question(person.clone())).await.expect("matches go on");
            let now = answer.context.as_ref().map_or(0, |context| context.catalogue_revision);
            assert!(now >= revision, "{now} after {revision}");
            revision = now;
            if version(&answer) == "example 2" && imports == 20 {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::time::timeout(PATIENCE, moving).await.expect("in use in time");
}

/// Tasks that stand for other skills than those in the box.
fn other_tasks(data_dir: &Path, instead: &str) {
    let text = fs::read_to_string(root().join("fixtures/tasks/burgerzaken.toml")).expect("the tasks");
    let skills =
        |line: &str| if line.starts_with("skills") { format!("skills = [\"{instead}\"]") } else { line.to_owned() };
    let text: Vec<String> = text.lines().map(skills).collect();
    fs::create_dir_all(data_dir.join("tasks")).expect("a directory");
    // The length says that the file is another one, however coarse the clock of the file system is.
    let text = format!("{}\n{}", text.join("\n"), "#".repeat(instead.len()));
    fs::write(data_dir.join("tasks/burgerzaken.toml"), text).expect("written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_index_comes_whatever_the_operator_changes_meanwhile() {
    /// Longer than it takes to notice a change; with a new index on its way all the while.
    const A_WHILE: Duration = Duration::from_millis(2_500);
    let (service, data_dir) = fixtures().await;
    let engine = service.world.engine.clone();
    let (newer, data) = newer_version();
    let reference = ReferenceDirectory::of(&data_dir);
    reference.keep_taxonomy(&newer, &data).expect("kept");
    let changes: [&dyn Fn(); 4] = [
        &|| other_tasks(&data_dir, "plannen"),
        &|| other_tasks(&data_dir, "procedures-volgen"),
        &|| reference.activate(Some(&newer)).expect("chosen"),
        &|| reference.activate(None).expect("chosen"),
    ];
    for change in changes {
        change();
        let begun = std::time::Instant::now();
        while begun.elapsed() < A_WHILE {
            tokio::time::timeout(PATIENCE, engine.reindex()).await.expect("it ends").expect("a new index");
        }
    }
    let person = profile(1);
    until(&service, &person, |answer| version(answer) == "starter 1").await;
    let alone = async {
        while indexes(&data_dir) > 1 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, alone).await.expect("the other indexes are deleted");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_go_on_with_the_tasks_that_they_began_with() {
    let (service, data_dir) = fixtures().await;
    let person = profile(1);
    assert!(!person.tasks.is_empty());
    let page = |page_token: String| MatchRequest { page_size: 5, page_token, ..question(person.clone()) };
    let first = service.ask(page(String::new())).await.expect("a page");
    let second = service.ask(page(first.next_page_token.clone())).await.expect("the next page");
    other_tasks(&data_dir, "plannen");
    until(&service, &person, |answer| answer.matches[..5] != first.matches[..]).await;
    let again = service.ask(page(first.next_page_token.clone())).await.expect("the next page");
    assert_eq!(again.matches, second.matches, "of the state that the first page came from");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_changes_nothing_until_it_is_mended() {
    /// Longer than it takes to look and to refuse.
    const A_WHILE: Duration = Duration::from_secs(3);
    let (service, data_dir) = fixtures().await;
    let person = profile(1);
    let own_terms = data_dir.join("aliases").join("own.csv");
    fs::create_dir(data_dir.join("aliases")).expect("a directory");
    fs::write(&own_terms, "term,concept\nx,nowhere\n").expect("written");
    let reference = ReferenceDirectory::of(&data_dir);
    let (newer, data) = newer_version();
    reference.keep_taxonomy(&newer, &data).expect("kept");
    reference.activate(Some(&newer)).expect("chosen");
    tokio::time::sleep(A_WHILE).await;
    let answer = until(&service, &person, |_| true).await;
    assert_eq!(version(&answer), "starter 1", "the service goes on with what it has");
    fs::write(&own_terms, "term,concept\n").expect("written");
    let mended = until(&service, &person, |answer| version(answer) == "example 2").await;
    // The same version with other content is another one.
    let (again, _) = TaxonomyData::assemble(newer.clone(), records(Clone::clone)).expect("a taxonomy");
    reference.keep_taxonomy(&newer, &again).expect("kept");
    until(&service, &person, |answer| generation(answer) != generation(&mended)).await;
}
