//! Paths, gaps and groups through both doors, against scorers that ask `Explain` and `Match` for everything.

use loopbaanbrug::taxonomy::{TaskList, Taxonomy};

use crate::support::{
    TODAY,
    service::{Service, header, profile, profile_files, question, wrong_fields},
};
use loopbaanbrug_proto::v1::{
    self, ConceptReference, Evidence, ExplainRequest, FindGapsRequest, FindGapsResponse, FindGroupGapsRequest,
    FindPathsRequest, FindPathsResponse, ImportMode, ListRequest, MatchClass, MatchFilter, MatchView, OpportunityKind,
    OpportunityView, Path, Payer, Profile, Recency, Route, RouteKind, SkillClaim,
    bridge_service_client::BridgeServiceClient, concept_reference::Name, opportunity::Content,
};
use std::collections::{BTreeMap, BTreeSet};
use tonic::{Status, transport::Channel};

fn bridges(service: &Service) -> BridgeServiceClient<Channel> {
    BridgeServiceClient::new(service.channel.clone())
}

async fn paths(service: &Service, request: FindPathsRequest) -> Result<FindPathsResponse, Status> {
    Ok(bridges(service).find_paths(request).await?.into_inner())
}

async fn gaps(service: &Service, profile: Profile) -> FindGapsResponse {
    let request = FindGapsRequest { profile: Some(profile), limit: 50, ..FindGapsRequest::default() };
    bridges(service).find_gaps(request).await.expect("gaps").into_inner()
}

/// Every path of every page.
async fn all_paths(service: &Service, profile: &Profile, each_way: bool) -> Vec<Path> {
    let mut request =
        FindPathsRequest { profile: Some(profile.clone()), page_size: 50, each_way, ..FindPathsRequest::default() };
    let mut all = Vec::new();
    loop {
        let answer = paths(service, request.clone()).await.expect("paths");
        all.extend(answer.paths);
        if answer.next_page_token.is_empty() {
            return all;
        }
        request.page_token = answer.next_page_token;
    }
}

/// Every route of the catalogue.
async fn routes(service: &Service) -> BTreeMap<String, Route> {
    let request = ListRequest {
        kind: OpportunityKind::Route.into(),
        page_size: 500,
        view: OpportunityView::Basic.into(),
        ..ListRequest::default()
    };
    let listed = service.opportunities().list(request).await.expect("routes").into_inner().opportunities;
    let route = |it: v1::Opportunity| match it.content {
        Some(Content::Route(route)) => Some((it.key, *route)),
        _ => None,
    };
    listed.into_iter().filter_map(route).collect()
}

/// The person after a route: what it teaches as claims, its level and its diploma.
fn after(profile: &Profile, route: &Route) -> Profile {
    let evidence = match route.kind() {
        _ if !route.credential.is_empty() => Evidence::Diploma,
        RouteKind::SecondmentWithTraining | RouteKind::WorkPlacement => Evidence::Employer,
        _ => Evidence::OwnWord,
    };
    let mut after = profile.clone();
    after.skills.extend(route.teaches.iter().map(|taught| SkillClaim {
        skill: taught.skill.clone(),
        level: Some(taught.level.unwrap_or(3)),
        evidence: evidence.into(),
        recency: Recency::JustLearnt.into(),
        ..SkillClaim::default()
    }));
    after.nlqf_level = profile.nlqf_level.map(|own| own.max(route.exit_nlqf_level.unwrap_or(0)));
    if !route.credential.is_empty() {
        after.credentials.get_or_insert_default().diplomas.push(route.credential.clone());
    }
    after
}

/// Points, class and what is asked of every vacancy that passes the musts.
async fn all_matches(service: &Service, profile: &Profile) -> BTreeMap<String, v1::Match> {
    let mut request = question(profile.clone());
    (request.page_size, request.view) = (100, MatchView::Basic.into());
    let mut all = BTreeMap::new();
    loop {
        let answer = service.ask(request.clone()).await.expect("matches");
        all.extend(answer.matches.into_iter().map(|it| (it.key.clone(), it)));
        if answer.next_page_token.is_empty() {
            return all;
        }
        request.page_token = answer.next_page_token;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_is_what_the_profile_would_be_after_it() {
    let service = Service::of_fixtures().await;
    let routes = routes(&service).await;
    let mut seen = 0;
    for number in 1..=profile_files().len() {
        let profile = profile(number);
        for path in all_paths(&service, &profile, false).await {
            assert_eq!(path.parts.iter().map(|part| part.points).sum::<i32>(), path.points, "{}", path.vacancy_key);
            for part in path.parts.iter().filter(|part| !part.details.is_empty()) {
                assert_eq!(part.details.iter().map(|it| it.points).sum::<i32>(), part.points, "{part:?}");
            }
            assert!(path.class_after < path.class_before, "{} comes nearer", path.vacancy_key);
            let last = path.steps.last().expect("a step");
            let earns = last.exit_nlqf_level.is_some() || !last.credential.is_empty();
            assert!(!last.teaches.is_empty() || earns, "{} teaches nothing of the gap", last.key);
            assert!(path.steps.iter().all(|step| step.entry_verdict() != v1::EntryVerdict::NotMet), "{path:?}");
            assert!((2..=6).contains(&path.summary.len()), "{:?}", path.summary);
            if path.steps.iter().any(|step| step.kind() == RouteKind::Evc) {
                continue;
            }
            let after =
                path.steps.iter().fold(profile.clone(), |after_step, step| after(&after_step, &routes[&step.key]));
            let request = ExplainRequest {
                profile: Some(after),
                keys: vec![path.vacancy_key.clone()],
                ..ExplainRequest::default()
            };
            let explained = service.matches().explain(request).await.expect("reasons").into_inner();
            let explained = explained.explanations[0].r#match.clone().expect("a match");
            assert_eq!(
                (explained.points, explained.class),
                (path.points_after, path.class_after),
                "{}",
                path.vacancy_key
            );
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen} paths are few");
}

/// Points of a way of one route, from the page on ranking.
fn way_points(profile: &Profile, route: &Route, teaches_asked: usize, new: i32) -> i32 {
    let whole = |number: u32| i32::try_from(number).expect("small");
    let budget = profile.learning_budget.unwrap_or_default();
    let of = whole(u32::try_from(route.teaches.len()).expect("few"));
    let mut points = -new - (80 * (of - whole(u32::try_from(teaches_asked).expect("few"))) / of.max(1));
    points -= whole(route.duration_weeks.unwrap_or(26) / 4).min(40);
    let (payer, cost) = (route.payer(), route.cost_eur);
    let free = matches!(payer, Payer::Employer | Payer::Fund | Payer::Free) || cost == Some(0);
    points += match (payer, cost) {
        _ if free => 0,
        (Payer::Participant, Some(euros)) => -whole(euros / 100).min(30),
        _ => -5,
    };
    let over = |asked: Option<u32>, most: Option<u32>| asked.zip(most).is_some_and(|(asked, most)| asked > most);
    let own = if free { Some(0) } else { cost.filter(|_| payer == Payer::Participant) };
    let overs = [
        over(route.duration_weeks, budget.max_weeks),
        over(route.study_hours_per_week, budget.max_hours_per_week),
        over(own, budget.max_eur),
    ];
    points -= 30 * overs.into_iter().map(i32::from).sum::<i32>();
    let pay_min = profile.preferences.iter().find_map(|it| match it.condition.as_ref()?.check.as_ref()? {
        v1::condition::Check::Pay(pay) => Some(pay.min_eur),
        _ => None,
    });
    if let Some(wage) = route.wage {
        points += if pay_min.is_none_or(|min| wage.max_eur >= min) { 20 } else { 10 };
    }
    points += if route.job_guarantee == Some(true) { 20 } else { 0 };
    let starts = route.starts.iter().map(|day| day.parse::<jiff::civil::Date>().expect("a day"));
    let first = starts.filter(|day| *day >= TODAY).min().filter(|_| !route.continuous_start);
    points - first.map_or(0, |day| ((day - TODAY).get_days() / 7 / 4).min(10))
}

/// Keys of the skills that a person wants to learn: of tasks, unless the skill itself has another wish, and of skills.
fn wanted(profile: &Profile) -> BTreeSet<String> {
    let list = TaskList::embedded().expect("the lists in the box");
    let learn = profile.tasks.iter().filter(|it| it.wish() == v1::TaskWish::Learn);
    let tasks: BTreeSet<_> = learn.map(|it| it.task.as_str()).collect();
    let of_tasks = list.tasks().filter(|task| tasks.contains(task.key.as_str())).flat_map(|task| &task.skills);
    let mut wanted: BTreeSet<String> = of_tasks.map(|key| key.as_str().to_owned()).collect();
    for claim in &profile.skills {
        let Some(key) = claim.skill.clone().and_then(|it| it.name).map(name) else { continue };
        match claim.wish() {
            v1::SkillWish::Learn => drop(wanted.insert(key)),
            v1::SkillWish::Keep | v1::SkillWish::Avoid => drop(wanted.remove(&key)),
            _ => {}
        }
    }
    wanted
}

/// What all that must be learnt costs, of 150 points, from the weights of the page on ranking.
fn new_points(taxonomy: &Taxonomy, before: &v1::Match, after: &v1::Match, wanted: &BTreeSet<String>) -> i32 {
    let (mut new, mut whole) = (0_u64, 0_u64);
    for (before, after) in before.requirements.iter().zip(&after.requirements) {
        let key = &before.skill.as_ref().expect("a skill").key;
        let factor = match before.relation() {
            v1::Relation::Essential => 4,
            v1::Relation::Optional => 1,
            _ => 2,
        };
        let distinctiveness = u64::from(taxonomy.distinctiveness(taxonomy.concept(key).expect("a concept")));
        let weight = factor * (distinctiveness * distinctiveness / 1_000).max(1);
        whole += 1_000 * weight;
        if !wanted.contains(key) {
            new += weight * u64::from(after.credit_permille.saturating_sub(before.credit_permille));
        }
    }
    i32::try_from(150 * new / (whole + 2_000_000)).expect("few points")
}

/// Everything that one route brings nearer, asked route by route and vacancy by vacancy. Entry questions and the distance
/// of lessons are taken from the answers: they have tests of their own.
#[tokio::test(flavor = "multi_thread")]
async fn no_path_is_missed_and_none_is_made_up() {
    let service = Service::of_fixtures().await;
    let routes = routes(&service).await;
    let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
    for number in [3, 7, 14] {
        let profile = profile(number);
        let wanted = wanted(&profile);
        let found = all_paths(&service, &profile, true).await;
        let two_steps: BTreeSet<_> =
            found.iter().filter(|it| it.steps.len() == 2).map(|it| it.steps[1].key.clone()).collect();
        let before = all_matches(&service, &profile).await;
        let mut naive: BTreeMap<(String, String), i32> = BTreeMap::new();
        for (key, route) in &routes {
            let shut = route.entry_nlqf_level.zip(profile.nlqf_level).is_some_and(|(asked, held)| asked > held);
            let held = profile.credentials.clone().unwrap_or_default();
            let asked = route.entry_gates.clone().unwrap_or_default().driving_licences;
            let licence_lacks =
                held.driving_licences_known && asked.iter().any(|it| !held.driving_licences.contains(it));
            if shut || licence_lacks || route.kind() == RouteKind::Evc || two_steps.contains(key) {
                continue;
            }
            let taught: BTreeSet<_> = route.teaches.iter().filter_map(|it| it.skill.clone()?.name).map(name).collect();
            for (vacancy, it) in all_matches(&service, &after(&profile, route)).await {
                let (then, now) = (&before[&vacancy], &it);
                let rises = now.requirements.iter().zip(&then.requirements);
                let mut rises = rises.filter(|(now, then)| now.credit_permille > then.credit_permille);
                let missing = rises.any(|(_, then)| then.outcome() != v1::RequirementOutcome::Met);
                let paper = |it: &v1::Match| {
                    let of =
                        |kind| it.parts.iter().filter(|part| part.kind() == kind).map(|part| part.points).sum::<i32>();
                    of(v1::PartKind::Gates) + of(v1::PartKind::Level)
                };
                if now.class < then.class && (missing || paper(now) > paper(then)) {
                    let asked = now.requirements.iter().filter_map(|it| Some(it.skill.as_ref()?.key.clone()));
                    let used = asked.filter(|key| taught.contains(key)).count();
                    if 1_000 * used > 334 * route.teaches.len() {
                        let new = new_points(&taxonomy, then, now, &wanted);
                        naive.insert((key.clone(), vacancy), now.points + way_points(&profile, route, used, new));
                    }
                }
            }
        }
        let last = found.iter().map(|it| it.points).min().unwrap_or(i32::MIN);
        let complete = found.len() < 200;
        let mut one_step = 0;
        for path in found.iter().filter(|it| it.steps.len() == 1 && it.steps[0].kind() != RouteKind::Evc) {
            let step = &path.steps[0];
            let elsewhere =
                |kind| path.parts.iter().filter(|part| part.kind() == kind).map(|it| it.points).sum::<i32>();
            let from_answer = elsewhere(v1::PartKind::WayEntry) + elsewhere(v1::PartKind::WayDistance);
            let key = (step.key.clone(), path.vacancy_key.clone());
            assert_eq!(naive.remove(&key).map(|points| points + from_answer), Some(path.points), "{number}: {key:?}");
            one_step += 1;
        }
        assert!(one_step > 5, "{number}: {one_step} paths of one step");
        // What the answers alone tell, questions at entry and far lessons, costs at most 35 points.
        let missed: Vec<_> = naive.iter().filter(|(_, points)| complete || **points - 35 > last).collect();
        assert!(missed.is_empty(), "{number}: {missed:?}");
    }
}

fn name(name: Name) -> String {
    match name {
        Name::Key(key) | Name::Text(key) => key,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gap_opens_exactly_what_a_profile_with_the_skill_would_find_within_reach() {
    let service = Service::of_fixtures().await;
    let mut checked = 0;
    for number in [1, 3, 10, 13] {
        let profile = profile(number);
        let before = all_matches(&service, &profile).await;
        let answer = gaps(&service, profile.clone()).await;
        let is_now = |it: &&v1::Match| it.class() == MatchClass::Now;
        assert_eq!(answer.within_reach, before.values().filter(is_now).count() as u64);
        assert_eq!(answer.vacancies, before.len() as u64);
        for gap in answer.skills.iter().take(12) {
            let key = gap.skill.as_ref().expect("a skill").key.clone();
            let skill = Some(ConceptReference { name: Some(Name::Key(key.clone())) });
            let mut richer = profile.clone();
            let recency = Recency::JustLearnt.into();
            richer.skills.push(SkillClaim { skill, level: Some(3), recency, ..SkillClaim::default() });
            let asks =
                |it: &v1::Match| it.requirements.iter().any(|it| it.skill.as_ref().is_some_and(|it| it.key == key));
            let after = all_matches(&service, &richer).await;
            let asking = after.values().filter(|it| asks(it));
            let opened = |it: &v1::Match| it.class < before[&it.key].class && it.class() <= MatchClass::ShortCourse;
            let nearer: Vec<_> = asking.filter(|it| opened(it)).collect();
            let now = nearer.iter().filter(|it| it.class() == MatchClass::Now).count() as u64;
            assert_eq!((gap.opens, gap.brings_nearer), (now, nearer.len() as u64), "{number}: {key}");
            assert!(gap.sample_keys.len() <= 3 && gap.sample_keys.iter().all(|it| nearer.iter().any(|n| n.key == *it)));
            let suggestion = gap.suggestion.as_ref().expect("every skill has a suggestion");
            assert!(
                !suggestion.in_the_work.is_empty()
                    && !suggestion.with_others.is_empty()
                    && !suggestion.formal.is_empty()
            );
            checked += 1;
        }
        let ranks: Vec<_> = answer.skills.iter().map(|gap| (gap.opens, gap.brings_nearer)).collect();
        assert!(ranks.is_sorted_by(|left, right| left >= right), "{ranks:?}");
        for gap in &answer.routes {
            let routes = routes(&service).await;
            let route = &routes[&gap.key];
            if route.kind() == RouteKind::Evc {
                continue;
            }
            let after = all_matches(&service, &after(&profile, route)).await;
            // Counted where the work asks more than a third of what the route teaches.
            let taught: BTreeSet<_> = route.teaches.iter().filter_map(|it| it.skill.clone()?.name).map(name).collect();
            let used = |it: &v1::Match| {
                let asked = it.requirements.iter().filter_map(|it| Some(it.skill.as_ref()?.key.clone()));
                1_000 * asked.filter(|key| taught.contains(key)).count() > 334 * route.teaches.len()
            };
            let opened = after.values().filter(is_now).filter(|it| before[&it.key].class() != MatchClass::Now);
            let opened = opened.filter(|it| used(it)).count();
            assert_eq!(gap.opens, opened as u64, "{number}: {}", gap.key);
        }
    }
    assert!(checked > 20, "{checked} gaps are few");
}

/// A small world with the step mbo → Ad → hbo.
pub(crate) fn ladder() -> String {
    let skills = |keys: &[&str]| {
        let skill = |key: &&str| format!(r#"{{"skill":{{"key":"lb:skill/{key}"}},"level":4}}"#);
        keys.iter().map(skill).collect::<Vec<_>>().join(",")
    };
    let ad = skills(&["methodisch-werken", "sociale-kaart-kennen"]);
    let core = ["motiverende-gesprekken-voeren", "methodisch-werken", "casussen-coordineren", "sociale-kaart-kennen"];
    let hbo = skills(&core);
    let asked: Vec<_> =
        core.iter().map(|key| format!(r#"{{"skill":{{"key":"lb:skill/{key}"}},"relation":"essential"}}"#)).collect();
    let target = r#""targets":[{"key":"lb:occupation/sociaal-werker"}]"#;
    [
        format!(r#"{{"type":"route","id":"ad","title":"Ad Sociaal werk","description":"Ad.","provider":"Voorbeeld","kind":"dual",{target},"teaches":[{ad}],"entry":{{"nlqf":4}},"exit":{{"nlqf":5,"credential":"Associate degree"}},"duration_weeks":104,"continuous_start":true}}"#),
        format!(r#"{{"type":"route","id":"hbo","title":"Hbo Social Work na Ad","description":"Hbo.","provider":"Voorbeeld","kind":"dual",{target},"teaches":[{hbo}],"entry":{{"nlqf":5}},"exit":{{"nlqf":6,"credential":"hbo-diploma Social Work"}},"duration_weeks":104,"continuous_start":true}}"#),
        format!(r#"{{"type":"vacancy","id":"werk","title":"Sociaal werker","description":"Werk.","employer":"Voorbeeld","nlqf":6,"requirements":[{}],"gates":{{"diplomas":[{{"name":"hbo-diploma Social Work","regulated":true}}]}}}}"#, asked.join(",")),
    ]
    .join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn from_mbo_to_hbo_leads_over_the_associate_degree() {
    let service = Service::empty().await;
    let report = service.import(header("ladder", ImportMode::Full), ladder().as_bytes()).await.expect("imported");
    assert_eq!(report.rejected, 0, "{report:?}");
    let ask = |level| FindPathsRequest {
        at_least_revision: report.revision,
        profile: Some(Profile { nlqf_level: Some(level), ..Profile::default() }),
        ..FindPathsRequest::default()
    };
    let keys = |path: &Path| path.steps.iter().map(|step| step.key.clone()).collect::<Vec<_>>();
    let mbo = paths(&service, ask(4)).await.expect("paths");
    assert_eq!(keys(&mbo.paths[0]), ["ladder/ad", "ladder/hbo"]);
    assert_eq!(mbo.paths[0].class_after(), MatchClass::Now, "{:?}", mbo.paths[0]);
    assert_eq!(mbo.paths[0].duration_weeks, Some(208));
    let ad = paths(&service, ask(5)).await.expect("paths");
    assert_eq!(keys(&ad.paths[0]), ["ladder/hbo"], "with an Associate degree the first step is done");
    let vmbo = paths(&service, ask(2)).await.expect("paths");
    assert!(vmbo.paths.is_empty(), "two steps do not reach that far: {:?}", vmbo.paths);
    assert!(!vmbo.notes.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_evc_proves_only_what_is_shown_and_stands_before_the_route_it_may_shorten() {
    let service = Service::of_fixtures().await;
    let mut seen = (0, 0);
    for number in 1..=20 {
        for path in all_paths(&service, &profile(number), true).await {
            for (place, step) in path.steps.iter().enumerate().filter(|(_, step)| step.kind() == RouteKind::Evc) {
                seen.0 += 1;
                assert_eq!(place, 0, "an EVC comes first");
                assert!(step.sentences.iter().any(|it| it.contains("niets nieuws")), "{:?}", step.sentences);
                if let Some(next) = path.steps.get(1) {
                    seen.1 += 1;
                    assert_eq!(step.may_shorten, next.key);
                    assert!(step.sentences.iter().any(|it| it.contains("Misschien")), "{:?}", step.sentences);
                }
            }
        }
    }
    assert!(seen.0 > 0, "the fixtures have people for whom EVC counts");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_paths_are_one_list() {
    let service = Service::of_fixtures().await;
    let whole = all_paths(&service, &profile(7), false).await;
    assert!(whole.len() > 4, "{}", whole.len());
    let mut request = FindPathsRequest { profile: Some(profile(7)), page_size: 2, ..FindPathsRequest::default() };
    let mut pieced = Vec::new();
    loop {
        let answer = paths(&service, request.clone()).await.expect("a page");
        pieced.extend(answer.paths);
        if answer.next_page_token.is_empty() {
            break;
        }
        request.page_token = answer.next_page_token;
    }
    let keys = |paths: &[Path]| paths.iter().map(|it| (it.vacancy_key.clone(), it.points)).collect::<Vec<_>>();
    assert_eq!(keys(&pieced), keys(&whole));
    assert!(whole.is_sorted_by(|left, right| left.points >= right.points));
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_questions_name_their_fields() {
    let service = Service::empty().await;
    let routes = Some(MatchFilter { kind: OpportunityKind::Route.into(), ..MatchFilter::default() });
    let ask = FindPathsRequest { profile: Some(Profile::default()), ..FindPathsRequest::default() };
    let refused =
        paths(&service, FindPathsRequest { page_size: 51, profile: None, ..ask.clone() }).await.expect_err("no");
    assert_eq!(wrong_fields(&refused), ["profile", "page_size"]);
    let refused = paths(&service, FindPathsRequest { filter: routes.clone(), ..ask }).await.expect_err("no");
    assert_eq!(wrong_fields(&refused), ["filter.kind"]);
    let ask =
        FindGapsRequest { profile: Some(Profile::default()), limit: 51, filter: routes, ..FindGapsRequest::default() };
    let refused = bridges(&service).find_gaps(ask).await.expect_err("too many");
    assert_eq!(wrong_fields(&refused), ["limit"]);
    let empty = gaps(&service, Profile::default()).await;
    assert!(empty.skills.is_empty() && !empty.notes.is_empty(), "an empty catalogue says so");
}

async fn group(service: &Service, profiles: Vec<Profile>) -> Result<v1::FindGroupGapsResponse, Status> {
    let request = FindGroupGapsRequest { profiles, limit: 50, ..FindGroupGapsRequest::default() };
    let mut request = tonic::Request::new(request);
    request.set_timeout(std::time::Duration::from_secs(60));
    Ok(bridges(service).find_group_gaps(request).await?.into_inner())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_has_at_least_ten_people_and_shows_nothing_of_few() {
    let service = Service::of_fixtures().await;
    let all: Vec<Profile> = (1..=20).map(profile).collect();
    for count in [0, 1, 9] {
        let refused = group(&service, all[..count].to_vec()).await.expect_err("too few");
        assert_eq!(wrong_fields(&refused), ["profiles"]);
    }
    let many: Vec<_> = all.iter().cycle().take(201).cloned().collect();
    assert_eq!(wrong_fields(&group(&service, many).await.expect_err("too many")), ["profiles"]);
    let mut one_wrong = all.clone();
    one_wrong[3].home_pc4 = "99".into();
    let refused = group(&service, one_wrong).await.expect_err("a wrong postcode");
    assert_eq!(wrong_fields(&refused), ["profiles[3].home_pc4"]);
    let mut unknown_task = all.clone();
    unknown_task[4].tasks[0].task = "burgerzaken/bestaat-niet".into();
    let refused = group(&service, unknown_task).await.expect_err("an unknown task");
    assert_eq!(wrong_fields(&refused), ["profiles[4].tasks[0].task"]);

    // Everybody twice: then what helps three people helps six.
    let twice: Vec<_> = all.iter().chain(&all).cloned().collect();
    let answer = group(&service, twice.clone()).await.expect("a group");
    assert_eq!(answer.people, 40);
    let mut helped: BTreeMap<String, (u32, u64)> = BTreeMap::new();
    for profile in &twice {
        for gap in gaps(&service, profile.clone()).await.skills.into_iter().filter(|gap| gap.opens > 0) {
            let sum = helped.entry(gap.skill.expect("a skill").key).or_default();
            *sum = (sum.0 + 1, sum.1 + gap.opens);
        }
    }
    let few = helped.values().filter(|(people, _)| *people < 5).count();
    assert_eq!(answer.skills_helping_few as usize, few);
    assert_eq!(answer.skills.len(), helped.len() - few, "{:?}", answer.skills);
    for gap in &answer.skills {
        let key = &gap.skill.as_ref().expect("a skill").key;
        assert_eq!(helped[key], (gap.people_helped, gap.opens), "{key}");
    }
    assert!(answer.routes.iter().all(|gap| gap.people_helped >= 5));
    let mut turned = twice;
    turned.reverse();
    assert_eq!(group(&service, turned).await.expect("a group").skills, answer.skills, "order means nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_shows_what_the_service_says() {
    let service = Service::of_fixtures().await;
    let server = format!("http://{}", service.running.address);
    let files: Vec<_> = profile_files().iter().map(|file| file.display().to_string()).collect();
    let run = |arguments: Vec<String>| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_loopbaanbrug"))
            .args(arguments)
            .args(["--server", &server])
            .env("COLUMNS", "80")
            .env_remove("LOOPBAANBRUG_CONFIG")
            .output()
            .expect("it runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let one =
        |command: &str, more: &str| [words(command), vec!["--profile".into(), files[6].clone()], words(more)].concat();
    let (code, json, told) = run(one("paths", "--limit 3 --output json"));
    assert_eq!(code, Some(0), "{told}");
    let answer: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let request = FindPathsRequest { profile: Some(profile(7)), page_size: 3, ..FindPathsRequest::default() };
    let served = paths(&service, request).await.expect("paths");
    for (shown, served) in answer["paths"].as_array().expect("paths").iter().zip(&served.paths) {
        assert_eq!(shown["vacancy_key"], served.vacancy_key.as_str());
        assert_eq!(shown["points"], served.points);
    }
    let (code, page, _) = run(one("paths", "--limit 2"));
    assert_eq!(code, Some(0));
    assert!(page.contains("Zo kom je er") && page.contains(&served.paths[0].steps[0].title), "{page}");
    let (code, page, _) = run(one("gaps", "--language en"));
    assert_eq!(code, Some(0));
    assert!(page.contains("in the work") || page.contains("No single skill"), "{page}");
    let (code, page, told) = run([vec!["group".into()], files.clone()].concat());
    assert_eq!(code, Some(0), "{told}");
    assert!(page.contains("Een groep van 20 mensen"), "{page}");
    let (code, _, told) = run([vec!["group".into()], files[..9].to_vec()].concat());
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("at least 10 profiles"), "{told}");
}
