//! The dial for distance from home, as a portal and an adviser use it: over gRPC and on the command line.

use crate::support::service::{Service, profile, question};
use loopbaanbrug_proto::v1::{
    ExplainRequest, Exploration, Match, MatchFilter, MatchRequest, MatchResponse, MatchView, OpportunityKind, PartKind,
    opportunity::Content,
};

const DIALS: [Exploration; 3] = [Exploration::StayNear, Exploration::LookAround, Exploration::SurpriseMe];

fn asked(number: usize, exploration: Exploration) -> MatchRequest {
    let mut profile = profile(number);
    profile.exploration = exploration.into();
    MatchRequest { view: MatchView::Full.into(), page_size: 100, ..question(profile) }
}

fn part(found: &Match) -> Option<i32> {
    found.parts.iter().find(|part| part.kind() == PartKind::Exploration).map(|part| part.points)
}

fn sentence(found: &Match) -> &str {
    let part = found.parts.iter().find(|part| part.kind() == PartKind::Exploration).expect("the part");
    assert_eq!(part.details.len(), 1, "one reason");
    &part.details[0].sentence
}

fn find<'a>(response: &'a MatchResponse, key: &str) -> &'a Match {
    response.matches.iter().find(|found| found.key == key).unwrap_or_else(|| panic!("{key} is in the answer"))
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_dial_there_is_no_such_part() {
    let service = Service::of_fixtures().await;
    let response = service.ask(asked(1, Exploration::Unspecified)).await.expect("an answer");
    assert!(response.matches.iter().all(|found| part(found).is_none()));
    // Somebody of whom nothing is known has no home to be far from.
    let mut nobody = asked(1, Exploration::SurpriseMe);
    nobody.profile =
        Some(loopbaanbrug_proto::v1::Profile { exploration: Exploration::SurpriseMe.into(), ..Default::default() });
    let response = service.ask(nobody).await.expect("an answer");
    assert!(response.matches.iter().all(|found| part(found).is_none()));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_has_its_points_and_says_why() {
    let service = Service::of_fixtures().await;
    // Work of now, work of the department, the same sector, another sector.
    let keys = [
        "vacancies-overheid/overheid-001",
        "vacancies-overheid/overheid-006",
        "vacancies-overheid/overheid-009",
        "vacancies-zorg/zorg-001",
    ];
    for (dial, expected) in DIALS.into_iter().zip([[100, 80, 50, 0], [-150, -100, 50, 50], [-200, -150, 0, 100]]) {
        let response = service.ask(asked(1, dial)).await.expect("an answer");
        let points = keys.map(|key| part(find(&response, key)).expect("the part"));
        assert_eq!(points, expected, "{dial:?}");
        for found in &response.matches {
            assert_eq!(found.parts.iter().map(|part| part.points).sum::<i32>(), found.points);
            assert!(found.points <= response.points_possible);
        }
    }
    let response = service.ask(asked(1, Exploration::LookAround)).await.expect("an answer");
    let sentences = keys.map(|key| sentence(find(&response, key)).to_owned());
    assert_eq!(
        sentences,
        [
            "Dit is werk dat je al doet: medewerker burgerzaken. Jij wilt rondkijken.",
            "Dit is werk van Burgerzaken: medewerker verkiezingen. Jij wilt rondkijken.",
            "Dit is ander werk in je eigen sector: overheid. Jij wilt rondkijken.",
            "Dit is een andere sector dan nu: zorg en welzijn. Jij wilt rondkijken.",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_around_does_not_find_the_present_work_first() {
    let service = Service::of_fixtures().await;
    let title = |response: &MatchResponse| match response.matches[0].opportunity.clone().and_then(|it| it.content) {
        Some(Content::Vacancy(vacancy)) => vacancy.title,
        _ => String::new(),
    };
    let near = service.ask(asked(1, Exploration::StayNear)).await.expect("an answer");
    assert_eq!(title(&near), "Medewerker burgerzaken");
    for dial in [Exploration::LookAround, Exploration::SurpriseMe] {
        let response = service.ask(asked(1, dial)).await.expect("an answer");
        assert_eq!(title(&response), "Baliemedewerker polikliniek", "{dial:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn match_and_explain_agree_for_vacancies_and_routes() {
    let service = Service::of_fixtures().await;
    for (number, dial) in [(3, Exploration::StayNear), (14, Exploration::LookAround), (18, Exploration::SurpriseMe)] {
        for kind in [OpportunityKind::Vacancy, OpportunityKind::Route] {
            let filter = Some(MatchFilter { kind: kind.into(), ..MatchFilter::default() });
            let request = MatchRequest { filter, page_size: 20, ..asked(number, dial) };
            let found = service.ask(request.clone()).await.expect("an answer").matches;
            let keys = found.iter().map(|found| found.key.clone()).collect();
            let request = ExplainRequest { profile: request.profile, keys, ..ExplainRequest::default() };
            let explained = service.matches().explain(request).await.expect("reasons").into_inner();
            for (found, explanation) in found.iter().zip(explained.explanations) {
                let reasons = explanation.r#match.expect("a match");
                assert_eq!((found.points, part(found)), (reasons.points, part(&reasons)), "{}", found.key);
                assert!(part(found).is_some());
            }
        }
    }
}

/// All pages of one question.
async fn pages(service: &Service, mut request: MatchRequest, page_size: u32) -> Vec<Match> {
    request.page_size = page_size;
    let mut matches = Vec::new();
    loop {
        let response = service.ask(request.clone()).await.expect("an answer");
        matches.extend(response.matches);
        if response.next_page_token.is_empty() {
            return matches;
        }
        request.page_token = response.next_page_token;
    }
}

fn sector(found: &Match) -> String {
    match found.opportunity.clone().and_then(|it| it.content) {
        Some(Content::Vacancy(vacancy)) => vacancy.sector,
        _ => String::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_explores_sees_sectors_take_turns_and_each_page_the_same_order() {
    let service = Service::of_fixtures().await;
    let mut repeats = Vec::new();
    for dial in [Exploration::StayNear, Exploration::LookAround, Exploration::SurpriseMe] {
        let whole = pages(&service, asked(9, dial), 100).await;
        let small = pages(&service, asked(9, dial), 7).await;
        assert_eq!(small, whole, "{dial:?}");
        let moved = whole.iter().filter(|found| found.mixed_place.is_some()).count();
        assert_eq!(moved > 0, dial != Exploration::StayNear, "{dial:?}");
        // The places by points are those that the points alone give, each once.
        let mut by_points: Vec<_> = (1..).zip(&whole).collect();
        by_points.sort_by_key(|(place, found)| found.mixed_place.as_ref().map_or(*place, |mixed| mixed.rank_by_points));
        assert!(by_points.is_sorted_by(|left, right| left.1.points >= right.1.points), "{dial:?}");
        let ranks =
            by_points.iter().map(|(place, found)| found.mixed_place.as_ref().map_or(*place, |it| it.rank_by_points));
        assert!(ranks.eq(1..=u32::try_from(whole.len()).expect("few")), "{dial:?}");
        repeats.push(whole[..20].windows(2).filter(|pair| sector(&pair[0]) == sector(&pair[1])).count());
    }
    assert!(repeats[0] > repeats[1] && repeats[1] >= repeats[2], "sectors in a row: {repeats:?}");
    let mixed = pages(&service, asked(9, Exploration::SurpriseMe), 20).await;
    let told = mixed.iter().find_map(|found| found.mixed_place.as_ref()).expect("one that moved");
    assert_eq!(
        told.sentence,
        format!("Op punten is dit nummer {}. We wisselen sectoren en werkgevers af.", told.rank_by_points)
    );
}

/// The place is by points, but what is shown is what the mixed list shows.
#[tokio::test(flavor = "multi_thread")]
async fn a_place_is_told_beside_the_list_as_it_is_mixed() {
    let service = Service::of_fixtures().await;
    let asked = asked(1, Exploration::SurpriseMe);
    let list = service.ask(asked.clone()).await.expect("an answer").matches;
    let keys: Vec<_> = list.iter().map(|it| it.key.clone()).collect();
    let moved_up =
        |(place, it): &(u32, &Match)| it.mixed_place.as_ref().is_some_and(|mixed| mixed.rank_by_points > *place);
    let (length, _) = (1..).zip(&list).find(moved_up).expect("mixing moves something up");
    // Around the end of a list that ends with what was moved up.
    let first = (length as usize).saturating_sub(10);
    let request = ExplainRequest {
        profile: asked.profile,
        keys: keys[first..first + 20].to_vec(),
        page_size: length,
        ..ExplainRequest::default()
    };
    let answer = service.matches().explain(request).await.expect("reasons").into_inner();
    for (place, explanation) in (first..).zip(&answer.explanations) {
        let told = explanation.list_place.as_ref().expect("a place");
        assert_eq!(told.shown, place < length as usize, "{place} of {length}: {told:?}");
        assert_eq!(told.last_shown_key, keys[length as usize - 1]);
        assert_eq!(told.points_short > 0, !told.shown && list[place].points < told.last_shown_points);
        let mixed_away = told.sentences.iter().any(|it| it.starts_with("We wisselen sectoren en werkgevers af."));
        assert_eq!(mixed_away, !told.shown && told.points_short == 0, "{told:?}");
    }
    let last = answer.explanations[length as usize - 1 - first].list_place.as_ref().expect("a place");
    assert!(last.shown && last.rank > u64::from(length), "{last:?}");
}
