//! Other reference data under a running service: a taxonomy, own terms, successors. Through gRPC, while matches go on.

use crate::support::{
    World,
    service::{Service, profile, question},
};
use loopbaanbrug::{
    domain::{ConceptKey, ConceptKind, LanguageCode},
    reference::{OverlayTable, ReferenceDirectory},
    taxonomy::{ConceptRecord, LabelRole, Taxonomy, TaxonomyData, TaxonomyVersion},
};
use loopbaanbrug_proto::v1::{
    ConceptReference, FindConceptsRequest, GetConceptRequest, LabelMatch, MatchResponse, Profile, SkillClaim,
    concept_reference::Name,
};
use std::{fs, path::Path, time::Duration};

/// A service that hangs is found out after so long.
const PATIENCE: Duration = Duration::from_secs(60);
const GONE: &str = "lb:skill/klantgericht-werken";
const SUCCESSOR: &str = "ex:skill/klantgericht";

/// The starter taxonomy as a newer version in which one concept has another key.
fn newer_version() -> (TaxonomyVersion, TaxonomyData) {
    let starter = Taxonomy::starter().expect("the starter taxonomy");
    let renamed =
        |key: &ConceptKey| if key.as_str() == GONE { ConceptKey::new(SUCCESSOR).expect("a key") } else { key.clone() };
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
    let version = TaxonomyVersion::new("example", "2").expect("a version");
    let (data, _) = TaxonomyData::assemble(version.clone(), records.collect()).expect("a taxonomy");
    (version, data)
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
