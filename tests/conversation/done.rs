//! A route that has been done leaves behind what a path over it does: the same points, whatever the route gives as evidence,
//! whether or not the level of the person is known, and for an EVC.

use super::change;
use crate::support::service::{Service, header, profile, profile_files, wrong_fields};
use loopbaanbrug_proto::v1::{
    ConceptReference, FindPathsRequest, ImportMode, Path, Profile, RouteKind, SkillClaim, WhatIfEntry, WhatIfRequest,
    WhatIfResponse, bridge_service_client::BridgeServiceClient, change::Change as C, concept_reference::Name,
};

/// Paths of one profile that are tried, and as many with an EVC.
const TRIED_MAX: usize = 6;

async fn paths(service: &Service, profile: &Profile) -> Vec<Path> {
    let request = FindPathsRequest {
        profile: Some(profile.clone()),
        page_size: 50,
        each_way: true,
        ..FindPathsRequest::default()
    };
    let answer = BridgeServiceClient::new(service.channel.clone()).find_paths(request).await.expect("paths");
    answer.into_inner().paths
}

async fn done(
    (service, at_least_revision): (&Service, u64),
    profile: &Profile,
    routes: impl Iterator<Item = String>,
) -> WhatIfResponse {
    let changes = routes.map(|key| change(C::DoneRoute(key))).collect();
    let request = WhatIfRequest {
        profile: Some(profile.clone()),
        changes,
        page_size: 100,
        at_least_revision,
        ..WhatIfRequest::default()
    };
    service.conversations().what_if(request).await.expect("an answer").into_inner()
}

fn entry<'a>(answer: &'a WhatIfResponse, key: &str) -> Option<&'a WhatIfEntry> {
    answer.entered.iter().chain(&answer.left).chain(&answer.moved).find(|entry| entry.key == key)
}

fn has_evc(path: &Path) -> bool {
    path.steps.iter().any(|step| step.kind() == RouteKind::Evc)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_route_that_is_done_has_the_points_of_the_path_over_it() {
    let service = Service::of_fixtures().await;
    let (mut seen, mut with_evc, mut without_level) = (0, 0, 0);
    for number in 1..=profile_files().len() {
        // Of every other person the level is not known.
        let mut profile = profile(number);
        profile.nlqf_level = profile.nlqf_level.filter(|_| number % 2 == 0);
        let (evc, others): (Vec<_>, Vec<_>) = paths(&service, &profile).await.into_iter().partition(has_evc);
        for path in evc.iter().take(TRIED_MAX).chain(others.iter().take(TRIED_MAX)) {
            let answer = done((&service, 0), &profile, path.steps.iter().map(|step| step.key.clone())).await;
            let Some(entry) = entry(&answer, &path.vacancy_key) else { continue };
            assert_eq!(
                (entry.points_before, entry.points_after, entry.class_after),
                (path.points_before, path.points_after, path.class_after),
                "{number}: {} by {:?}",
                path.vacancy_key,
                path.steps.iter().map(|step| &step.key).collect::<Vec<_>>()
            );
            seen += 1;
            with_evc += usize::from(has_evc(path));
            without_level += usize::from(profile.nlqf_level.is_none());
        }
    }
    assert!(seen > 60 && with_evc > 1 && without_level > 20, "{seen}, {with_evc} with an EVC, {without_level} without");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_names_as_much_as_fits_can_learn_more() {
    let service = Service::of_fixtures().await;
    let mut profile = profile(1);
    let named = (profile.skills.len()..300).map(|number| SkillClaim {
        skill: Some(ConceptReference { name: Some(Name::Text(format!("kunstje qx{number}"))) }),
        ..SkillClaim::default()
    });
    let named: Vec<_> = named.collect();
    profile.skills.extend(named);
    profile.credentials.get_or_insert_default().diplomas = (0..20).map(|number| format!("diploma {number}")).collect();
    let mut seen = 0;
    for path in paths(&service, &profile).await.iter().take(TRIED_MAX) {
        let answer = done((&service, 0), &profile, path.steps.iter().map(|step| step.key.clone())).await;
        let Some(entry) = entry(&answer, &path.vacancy_key) else { continue };
        assert_eq!((entry.points_after, entry.class_after), (path.points_after, path.class_after), "{path:?}");
        seen += 1;
    }
    assert!(seen > 0, "no path to try");
    // What the person names is limited as before.
    let named = change(C::AddSkill(profile.skills[299].clone()));
    let request = WhatIfRequest { profile: Some(profile), changes: vec![named], ..WhatIfRequest::default() };
    let refused = service.conversations().what_if(request).await.expect_err("one too many");
    assert_eq!(wrong_fields(&refused), ["changes[0].add_skill"]);
}

/// Work that asks what a course and an EVC are about, and more education than either has.
fn world() -> String {
    let skills: Vec<_> = ["motiverende-gesprekken-voeren", "methodisch-werken", "casussen-coordineren"]
        .iter()
        .map(|key| format!(r#"{{"skill":{{"key":"lb:skill/{key}"}},"level":3}}"#))
        .collect();
    let asked: Vec<_> = skills.iter().map(|it| it.replace(r#""level":3"#, r#""relation":"essential""#)).collect();
    let route = |kind: &str| {
        let teaches = skills.join(",");
        format!(
            r#"{{"type":"route","id":"{kind}","title":"{kind}","description":"Les.","provider":"Voorbeeld","kind":"{kind}","teaches":[{teaches}],"exit":{{"nlqf":3}}}}"#
        )
    };
    let vacancy = format!(
        r#"{{"type":"vacancy","id":"werk","title":"Werk","description":"Werk.","employer":"Voorbeeld","nlqf":6,"requirements":[{}]}}"#,
        asked.join(",")
    );
    [route("short_course"), route("evc"), vacancy].join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_that_nobody_named_pushes_nothing_away_and_an_evc_teaches_nothing() {
    let service = Service::empty().await;
    let report = service.import(header("w", ImportMode::Full), world().as_bytes()).await.expect("imported");
    assert_eq!(report.rejected, 0, "{report:?}");
    let nobody = Profile::default();
    let course = done((&service, report.revision), &nobody, ["w/short_course".to_owned()].into_iter()).await;
    let work = entry(&course, "w/werk").expect("it gains points");
    assert!(work.points_after > work.points_before && work.class_after < work.class_before, "{work:?}");
    let evc = done((&service, report.revision), &nobody, ["w/evc".to_owned()].into_iter()).await;
    assert_eq!((entry(&evc, "w/werk"), evc.unchanged), (None, 1), "there is nothing to prove");
}
