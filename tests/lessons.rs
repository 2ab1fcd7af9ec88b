//! Where and when the lessons of a route are: a rough distance costs points only where it is surely too far, and what begins at
//! any time has no first day.

use crate::support::service::{Service, header};
use loopbaanbrug_proto::v1::{
    CompareRequest, Condition, FindPathsRequest, ImportMode, PartKind, Path, Preference, Profile, TravelCondition,
    bridge_service_client::BridgeServiceClient, condition::Check,
};

const FEED: &str = r#"{"type":"route","id":"cursus","title":"Cursus","description":"Les.","provider":"Voorbeeld","kind":"short_course","teaches":[{"skill":{"key":"lb:skill/motiverende-gesprekken-voeren"},"level":3},{"skill":{"key":"lb:skill/methodisch-werken"},"level":3},{"skill":{"key":"lb:skill/casussen-coordineren"},"level":3}],"place":{"pc4":"6811"},"starts":["2027-02-01"],"continuous_start":true}
{"type":"vacancy","id":"werk","title":"Werk","description":"Werk.","employer":"Voorbeeld","requirements":[{"skill":{"key":"lb:skill/motiverende-gesprekken-voeren"},"relation":"essential"},{"skill":{"key":"lb:skill/methodisch-werken"},"relation":"essential"},{"skill":{"key":"lb:skill/casussen-coordineren"},"relation":"essential"}]}"#;

async fn service() -> (Service, u64) {
    let service = Service::empty().await;
    let report = service.import(header("w", ImportMode::Full), FEED.as_bytes()).await.expect("imported");
    assert_eq!(report.rejected, 0, "{report:?}");
    (service, report.revision)
}

async fn path((service, at_least_revision): (&Service, u64), max_km: u32) -> Path {
    let travel = Condition { check: Some(Check::Travel(TravelCondition { max_km })) };
    let preference = Preference { condition: Some(travel), importance: 0 };
    let profile = Profile { home_pc4: "3511".into(), preferences: vec![preference], ..Profile::default() };
    let request = FindPathsRequest { profile: Some(profile), at_least_revision, ..FindPathsRequest::default() };
    let answer = BridgeServiceClient::new(service.channel.clone()).find_paths(request).await.expect("paths");
    answer.into_inner().paths.swap_remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn lessons_within_the_doubt_of_a_rough_distance_are_not_too_far() {
    let (service, revision) = service().await;
    let step = path((&service, revision), 100).await.steps.swap_remove(0);
    assert!(step.distance_approximate, "both ends are centres of regions");
    // Whole kilometres below the distance; each end can be ten off.
    let below = step.distance_km.expect("both have a place").floor();
    let limit = |less: u32| (0..200).find(|km| f64::from(*km + less) >= below).expect("a limit");
    for (less, points) in [(1, 0), (19, 0), (21, -20)] {
        let found = path((&service, revision), limit(less)).await;
        let part = found.parts.iter().find(|part| part.kind() == PartKind::WayDistance);
        assert_eq!(part.map_or(0, |part| part.points), points, "{less} km more than wanted: {part:?}");
        if let Some(part) = part {
            let told = &part.details[0].sentence;
            assert!(told.starts_with("De lessen zijn ver weg: ruw geschat "), "{told}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_begins_at_any_time_has_no_first_day() {
    let (service, revision) = service().await;
    let step = path((&service, revision), 100).await.steps.swap_remove(0);
    assert_eq!((step.starts_on.as_str(), step.continuous_start), ("", true));
    let keys = ["w/cursus", "w/werk"].map(str::to_owned).into();
    let request = CompareRequest { profile: Some(Profile::default()), keys, ..CompareRequest::default() };
    let compared = service.conversations().compare(request).await.expect("an answer").into_inner();
    let values: Vec<_> = compared.facts.iter().map(|fact| fact.values[0].as_str()).collect();
    assert!(values.contains(&"op elk moment") && !values.iter().any(|it| it.contains("2027")), "{values:?}");
}
