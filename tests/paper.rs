//! Paths and gaps whose gain is on paper: a level or a diploma for who can do the work already, and no step without any gain.

use crate::{
    bridges::ladder,
    support::service::{Service, header},
};
use loopbaanbrug_proto::v1::{
    ConceptReference, Evidence, FindGapsRequest, FindPathsRequest, ImportMode, MatchClass, Path, Profile, SkillClaim,
    bridge_service_client::BridgeServiceClient, concept_reference::Name,
};
use tonic::transport::Channel;

/// The ladder from mbo to hbo, work for which its first step is enough, and a step that teaches no more than the first.
async fn world() -> (Service, BridgeServiceClient<Channel>, u64) {
    let ladder = ladder();
    let (routes, work) = ladder.rsplit_once('\n').expect("work comes last");
    let (ad, _) = routes.split_once('\n').expect("the first step comes first");
    let again = ad.replace(r#""id":"ad""#, r#""id":"again""#).replace(r#""nlqf":5"#, r#""nlqf":6"#);
    let again = again.replace(r#""nlqf":4"#, r#""nlqf":5"#).replace("Associate degree", "Nog een diploma");
    let again = again.replace("Voorbeeld", "Elders");
    let below = work
        .replace(r#""id":"werk""#, r#""id":"below""#)
        .replace("Voorbeeld", "Elders")
        .replace(r#""nlqf":6"#, r#""nlqf":5"#);
    // Of the title of an occupation more would be asked.
    let below = below.replace("Sociaal werker", "Werk bij ons");
    let (below, _) = below.split_once(r#","gates""#).expect("a diploma is asked last");
    let feed = format!("{ladder}\n{again}\n{below}}}");
    let service = Service::empty().await;
    let report = service.import(header("ladder", ImportMode::Full), feed.as_bytes()).await.expect("imported");
    assert_eq!((report.rejected, report.accepted), (0, 5), "{report:?}");
    let client = BridgeServiceClient::new(service.channel.clone());
    (service, client, report.revision)
}

/// Somebody who can do all that the work asks.
fn able(evidence: Evidence, nlqf_level: u32) -> Profile {
    let core = ["motiverende-gesprekken-voeren", "methodisch-werken", "casussen-coordineren", "sociale-kaart-kennen"];
    let skills = core.map(|key| SkillClaim {
        skill: Some(ConceptReference { name: Some(Name::Key(format!("lb:skill/{key}"))) }),
        level: Some(5),
        evidence: evidence.into(),
        ..SkillClaim::default()
    });
    Profile { skills: skills.into(), nlqf_level: Some(nlqf_level), ..Profile::default() }
}

async fn ways_to(
    (client, at_least_revision): (&mut BridgeServiceClient<Channel>, u64),
    profile: Profile,
    vacancy: &str,
) -> Vec<Path> {
    let request =
        FindPathsRequest { profile: Some(profile), each_way: true, at_least_revision, ..FindPathsRequest::default() };
    let answer = client.find_paths(request).await.expect("paths").into_inner();
    answer.paths.into_iter().filter(|path| path.vacancy_key == vacancy).collect()
}

fn steps(path: &Path) -> Vec<&str> {
    path.steps.iter().map(|step| step.key.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_can_do_the_work_is_shown_the_way_to_its_diploma() {
    let (_service, mut client, revision) = world().await;
    let person = able(Evidence::Diploma, 5);
    let ways = ways_to((&mut client, revision), person.clone(), "ladder/werk").await;
    assert_eq!(ways.iter().map(steps).collect::<Vec<_>>(), [["ladder/hbo"]]);
    assert_eq!(ways[0].class_after(), MatchClass::Now, "{:?}", ways[0]);
    assert!(ways[0].steps[0].teaches.is_empty());
    let told = "Dit krijg je op papier, en dat mis je nu: hbo-diploma Social Work en ";
    assert!(ways[0].summary.iter().any(|it| it.starts_with(told)), "{:?}", ways[0].summary);
    let request = FindGapsRequest { profile: Some(person), limit: 50, ..FindGapsRequest::default() };
    let gaps = client.find_gaps(request).await.expect("gaps").into_inner();
    let opens: Vec<_> = gaps.routes.iter().map(|it| (it.key.as_str(), it.opens)).collect();
    assert_eq!(opens, [("ladder/hbo", 1)], "the other work is within reach");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_second_step_goes_beyond_what_the_first_was_enough_for() {
    let (_service, mut client, revision) = world().await;
    // The first step lifts the level; the second would show by a diploma what is met by one's own word.
    let ways = ways_to((&mut client, revision), able(Evidence::OwnWord, 4), "ladder/below").await;
    assert_eq!(ways.iter().map(steps).collect::<Vec<_>>(), [["ladder/ad"]]);
    // Who can do nothing of it learns by the first step all that the other one teaches.
    let nobody = Profile { nlqf_level: Some(4), ..Profile::default() };
    let ways = ways_to((&mut client, revision), nobody, "ladder/below").await;
    let ways: Vec<_> = ways.iter().map(steps).collect();
    assert!(ways.contains(&vec!["ladder/ad", "ladder/hbo"]), "{ways:?}");
    assert!(!ways.iter().any(|way| way.ends_with(&["ladder/again"])), "{ways:?}");
}
