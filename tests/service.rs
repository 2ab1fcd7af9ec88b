//! The service as a portal sees it: over gRPC, on the real server.

use crate::support::{
    World,
    service::{Service, header, keys, profile, question, reason, wrong_fields, wrong_token},
    soon,
};
use loopbaanbrug::{api::CallLimits, server::ServerConfig};
use loopbaanbrug_proto::v1::{
    CompleteConceptsRequest, CompletionMatch, ConceptKind, Condition, Criterion, DeleteRequest, ExplainRequest,
    ExtractConceptsRequest, FindConceptsRequest, FindPathsRequest, GetConceptRequest, GetRequest, HoursRange,
    ImportMode, Language, ListRequest, Match, MatchFilter, MatchRequest, MatchView, MentionCondition, Modality,
    OpportunityKind, PayCondition, PayRange, Preference, Profile, SkillClaim, TextSection, TextSpan, TravelCondition,
    Verdict, bridge_service_client::BridgeServiceClient, condition::Check, opportunity::Content, text_fact,
};
use prost::Message;
use std::{collections::BTreeSet, time::Duration};
use tonic::Code;

#[tokio::test(flavor = "multi_thread")]
async fn from_a_feed_to_explained_matches() {
    let service = Service::of_fixtures().await;
    let answer =
        service.ask(MatchRequest { view: MatchView::Full.into(), ..question(profile(1)) }).await.expect("matches");
    assert_eq!(answer.matches.len(), 20);
    let context = answer.context.expect("a context");
    assert!(context.catalogue_revision > 0 && !context.index_generation.is_empty());
    assert!(context.taxonomy_version.starts_with("starter"), "{}", context.taxonomy_version);
    // The profile looks around: each says which place its points would give.
    let by_points = |(place, it): (u32, &Match)| it.mixed_place.as_ref().map_or(place, |mixed| mixed.rank_by_points);
    let mut matches: Vec<_> = (1..).zip(&answer.matches).map(|placed| (by_points(placed), placed.1.points)).collect();
    matches.sort_unstable();
    let points: Vec<_> = matches.into_iter().map(|(_, points)| points).collect();
    assert!(points.is_sorted_by(|left, right| left >= right), "{points:?}");
    for it in &answer.matches {
        assert_eq!(it.points, it.parts.iter().map(|part| part.points).sum::<i32>(), "{}", it.key);
        for part in &it.parts {
            assert_eq!(
                part.points,
                part.details.iter().map(|detail| detail.points).sum::<i32>(),
                "{} {part:?}",
                it.key
            );
            assert!(part.details.iter().all(|detail| !detail.sentence.is_empty()));
        }
        assert!(!it.summary.is_empty() && it.points <= answer.points_possible);
        assert_eq!(it.criteria.len(), profile(1).criteria.len());
        for criterion in it.criteria.iter().filter(|criterion| criterion.verdict() == Verdict::Unknown) {
            assert!(!criterion.sentence.is_empty());
        }
    }
    let counted: u64 = answer.facets.expect("facets").classes.iter().map(|class| class.count).sum();
    assert_eq!(counted, answer.total);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_one_sequence_see_one_state_and_each_match_once() {
    let service = Service::of_fixtures().await;
    // Without musts, so that enough pass for several pages.
    let anywhere = Profile { preferences: Vec::new(), ..profile(1) };
    let ask = |page_token: String| MatchRequest { page_size: 7, page_token, ..question(anywhere.clone()) };
    let whole = service.ask(MatchRequest { page_size: 28, ..question(anywhere.clone()) }).await.expect("one page");
    assert!(whole.total > 28, "enough for four pages and one more");
    let mut paged = Vec::new();
    let mut token = String::new();
    for page in 0..4 {
        let answer = service.ask(ask(token)).await.expect("a page");
        if page == 1 {
            // The catalogue moves on; the sequence does not.
            let line =
                br#"{"type":"vacancy","id":"new","title":"Nieuw","description":"Nieuw werk.","employer":"Voorbeeld"}"#;
            let imported = service.import(header("later", ImportMode::Delta), line).await.expect("imported");
            service.world.engine.snapshot(imported.revision, soon()).await.expect("served");
        }
        assert_eq!(answer.context, whole.context);
        paged.extend(keys(&answer));
        token = answer.next_page_token;
        assert!(!token.is_empty());
    }
    assert_eq!(paged, keys(&whole));
    let other = MatchRequest { page_token: token, ..question(profile(3)) };
    assert_eq!(wrong_token(&service.ask(other).await.expect_err("another call")), "page_token");
}

/// The same fields of a request do not make two methods one question: their orders are not the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_token_of_another_method_is_refused() {
    let service = Service::of_fixtures().await;
    let matches = service.ask(MatchRequest { page_size: 5, ..question(profile(1)) }).await.expect("matches");
    let page_token = matches.next_page_token;
    assert!(!page_token.is_empty());
    let paths = FindPathsRequest { profile: Some(profile(1)), page_token, ..FindPathsRequest::default() };
    let mut bridges = BridgeServiceClient::new(service.channel.clone());
    assert_eq!(wrong_token(&bridges.find_paths(paths).await.expect_err("not of paths")), "page_token");
}

#[tokio::test(flavor = "multi_thread")]
async fn explain_also_says_why_not() {
    let service = Service::of_fixtures().await;
    let all = MatchRequest { page_size: 100, ..question(Profile::default()) };
    let best = service.ask(all).await.expect("vacancies");
    let far = best.matches.iter().find(|it| {
        let Some(Content::Vacancy(vacancy)) = it.opportunity.clone().and_then(|it| it.content) else { return false };
        vacancy.pay.is_some_and(|pay| pay.max_eur < 4_500)
    });
    let key = far.expect("a vacancy that pays less").key.clone();
    let pay = Condition { check: Some(Check::Pay(PayCondition { min_eur: 4_500 })) };
    let demanding =
        Profile { preferences: vec![Preference { condition: Some(pay), importance: 1 }], ..Profile::default() };
    let answer = service.ask(MatchRequest { page_size: 100, ..question(demanding.clone()) }).await.expect("matches");
    assert!(!keys(&answer).iter().any(|(found, _)| *found == key));
    let exclusion = answer.exclusions.iter().find(|it| it.field.starts_with("profile.preferences[0]"));
    assert!(exclusion.is_some_and(|it| it.removed > 0 && !it.sentence.is_empty()), "{:?}", answer.exclusions);
    let request = ExplainRequest { profile: Some(demanding), keys: vec![key.clone()], ..ExplainRequest::default() };
    let explained = service.matches().explain(request).await.expect("reasons").into_inner();
    let explanation = &explained.explanations[0];
    assert_eq!(explanation.r#match.as_ref().expect("a match").key, key);
    assert!(explanation.left_out_by.iter().any(|it| it.field.starts_with("profile.preferences[0]")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_imported_can_be_read_listed_and_removed() {
    let service = Service::empty().await;
    let line = |id: u32| {
        format!(
            r#"{{"type":"vacancy","id":"v-{id}","title":"Bode {id}","description":"Post rondbrengen.","employer":"Voorbeeld"}}"#
        )
    };
    let feed: Vec<_> = (0..120).map(line).collect();
    let imported =
        service.import(header("post", ImportMode::Full), feed.join("\n").as_bytes()).await.expect("imported");
    assert_eq!((imported.received, imported.accepted, imported.rejected), (120, 120, 0));
    let again = service.import(header("post", ImportMode::Full), feed.join("\n").as_bytes()).await.expect("imported");
    assert_eq!((again.accepted, again.unchanged, again.revision), (0, 120, imported.revision));

    let mut client = service.opportunities();
    let get =
        |key: &str, at_least_revision| GetRequest { key: key.to_owned(), at_least_revision, ..GetRequest::default() };
    let found = client.get(get("post/v-7", imported.revision)).await.expect("found").into_inner();
    let Some(Content::Vacancy(vacancy)) = found.opportunity.expect("one").content else { panic!("a vacancy") };
    assert_eq!(vacancy.title, "Bode 7");

    let mut listed = BTreeSet::new();
    let mut token = String::new();
    loop {
        let request = ListRequest { source: "post".into(), page_size: 50, page_token: token, ..ListRequest::default() };
        let page = client.list(request).await.expect("a page").into_inner();
        assert!(page.opportunities.len() <= 50);
        listed.extend(page.opportunities.into_iter().map(|it| it.key));
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(listed.len(), 120);

    let removed = client.delete(DeleteRequest { key: "post/v-7".into() }).await.expect("removed").into_inner();
    assert_eq!(removed.revision, imported.revision + 1);
    let gone = client.get(get("post/v-7", removed.revision)).await.expect_err("gone");
    assert_eq!((gone.code(), reason(&gone).0.as_str()), (Code::NotFound, "OPPORTUNITY_NOT_FOUND"));
    let unknown = client.get(get("post/v-8", 1_000)).await.expect_err("no such revision");
    assert_eq!((unknown.code(), reason(&unknown).0.as_str()), (Code::FailedPrecondition, "REVISION_UNKNOWN"));
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_are_guarded_and_can_be_repeated() {
    let service = Service::empty().await;
    let lines: Vec<_> = (0..40)
        .map(|id| {
            format!(r#"{{"type":"vacancy","id":"{id}","title":"Werk","description":"Werk.","employer":"Voorbeeld"}}"#)
        })
        .collect();
    let whole = lines.join("\n");
    let named =
        loopbaanbrug_proto::v1::ImportHeader { request_id: "night-1".into(), ..header("feed", ImportMode::Full) };
    let first = service.import(named.clone(), whole.as_bytes()).await.expect("imported");
    let repeated = service.import(named.clone(), whole.as_bytes()).await.expect("answered again");
    assert!(repeated.repeated && repeated.accepted == first.accepted && repeated.revision == first.revision);
    let other = service.import(named, lines[1..].join("\n").as_bytes()).await.expect_err("other content");
    assert_eq!(reason(&other).0, "REQUEST_ID_REUSED");

    let few = lines[..10].join("\n");
    let shrunk = service.import(header("feed", ImportMode::Full), few.as_bytes()).await.expect_err("too few");
    assert_eq!((shrunk.code(), reason(&shrunk).0.as_str()), (Code::FailedPrecondition, "FEED_SHRANK"));
    let counted = loopbaanbrug_proto::v1::ImportHeader { expected_count: Some(41), ..header("feed", ImportMode::Full) };
    let short = service.import(counted, whole.as_bytes()).await.expect_err("one is missing");
    assert_eq!(reason(&short).0, "RECORD_COUNT_MISMATCH");
    let checked = loopbaanbrug_proto::v1::ImportHeader { validate_only: true, ..header("feed", ImportMode::Delta) };
    let extra = whole.replace("Werk.", "Ander werk.");
    let checked = service.import(checked, extra.as_bytes()).await.expect("checked");
    assert!(checked.validate_only && checked.revision == first.revision);
    let allowed = loopbaanbrug_proto::v1::ImportHeader { allow_shrink: true, ..header("feed", ImportMode::Full) };
    let shrunk = service.import(allowed, few.as_bytes()).await.expect("allowed");
    assert_eq!((shrunk.removed, shrunk.revision), (30, first.revision + 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_is_named_at_once() {
    let service = Service::empty().await;
    let travel = |max_km| Condition { check: Some(Check::Travel(TravelCondition { max_km })) };
    let hours = Condition { check: Some(Check::Hours(HoursRange { min: 40, max: 20 })) };
    let wrong = Profile {
        home_pc4: "35A1".into(),
        nlqf_level: Some(9),
        skills: vec![SkillClaim { level: Some(6), ..SkillClaim::default() }],
        preferences: vec![
            Preference { condition: Some(travel(0)), importance: 0 },
            Preference { condition: Some(hours), importance: 77 },
        ],
        criteria: vec![Criterion::default()],
        ..Profile::default()
    };
    let refused = service.ask(MatchRequest { page_size: 1_000, ..question(wrong) }).await.expect_err("refused");
    let fields = wrong_fields(&refused);
    for part in [
        "home_pc4",
        "nlqf_level",
        "skills[0].skill",
        "skills[0].level",
        "preferences[0]",
        "preferences[1]",
        "criteria[0].words",
        "page_size",
    ] {
        assert!(fields.iter().any(|field| field.contains(part)), "{part} is not among {fields:?}");
    }
    let no_home =
        Profile { preferences: vec![Preference { condition: Some(travel(25)), importance: 0 }], ..Profile::default() };
    let refused = service.ask(question(no_home.clone())).await.expect_err("refused");
    assert_eq!(wrong_fields(&refused), ["profile.home_pc4"]);
    // What only the index can tell stands among the rest: ten words by their spaces, forty by their signs.
    let many: Vec<_> = (0..10).map(|number| format!("a{number}/b{number}/c{number}/d{number}")).collect();
    let mention = Condition { check: Some(Check::Mention(MentionCondition { words: many.join(" ") })) };
    let preferences = vec![
        Preference { condition: Some(travel(25)), importance: 0 },
        Preference { condition: Some(mention), importance: 0 },
    ];
    let refused = service.ask(question(Profile { preferences, ..no_home })).await.expect_err("refused");
    let expected = ["profile.home_pc4", "profile.preferences[1].condition.mention.words"];
    assert_eq!(wrong_fields(&refused), expected);
    let refused = service.ask(MatchRequest::default()).await.expect_err("refused");
    assert_eq!(wrong_fields(&refused), ["profile"]);
}

/// In every text there is “de”, in none there is “???”: neither may pass for a wish that is met or a filter that holds.
#[tokio::test(flavor = "multi_thread")]
async fn words_that_cannot_be_looked_for_are_refused_at_their_field() {
    let service = Service::empty().await;
    for words in ["de het", "???", &"x".repeat(81)] {
        let mention = Condition { check: Some(Check::Mention(MentionCondition { words: words.into() })) };
        let criterion = Criterion { words: "eigen rooster".into(), condition: Some(mention), importance: 0 };
        let profile = Profile { criteria: vec![criterion], ..Profile::default() };
        let refused = service.ask(question(profile)).await.expect_err("refused");
        assert_eq!(wrong_fields(&refused), ["profile.criteria[0].condition.mention.words"], "{words}");
        let filter = Some(MatchFilter { text: words.into(), ..MatchFilter::default() });
        let refused = service.ask(MatchRequest { filter, ..question(Profile::default()) }).await.expect_err("refused");
        assert_eq!(wrong_fields(&refused), ["filter.text"], "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_looked_up_and_it_says_how() {
    let service = Service::empty().await;
    let mut client = service.taxonomy();
    let find = FindConceptsRequest {
        text: "balie medewerker gemeente".into(),
        kinds: vec![ConceptKind::Occupation.into()],
        ..FindConceptsRequest::default()
    };
    let found = client.find_concepts(find).await.expect("found").into_inner();
    let first = found.concepts.first().expect("at least one");
    assert!(first.matched_label.is_some() && (1..=1_000).contains(&first.score_permille));
    let key = first.concept.clone().expect("a concept").key;
    let english = GetConceptRequest { key: key.clone(), language: Language::English.into() };
    let concept = client.get_concept(english).await.expect("found").into_inner().concept.expect("a concept");
    assert_eq!(concept.summary.expect("a summary").key, key);
    assert!(!concept.skills.is_empty() && !concept.labels.is_empty());
    let none = client.get_concept(GetConceptRequest { key: "lb:skill/bestaat-niet".into(), language: 0 }).await;
    assert_eq!(reason(&none.expect_err("no such concept")).0, "CONCEPT_NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_being_typed_is_completed_after_every_letter() {
    let service = Service::empty().await;
    let mut client = service.taxonomy();
    let mut complete = async |text: &str, language: Language| {
        let language = language.into();
        let typed = CompleteConceptsRequest { text: text.into(), page_size: 5, language, ..Default::default() };
        client.complete_concepts(typed).await
    };
    for typed in ["m", "med", "medewerker b", "medewerker burgerz"] {
        let answer = complete(typed, Language::Dutch).await.expect("completed").into_inner();
        assert!(answer.context.is_some() && (1..=5).contains(&answer.concepts.len()), "{typed}: {answer:?}");
    }
    let answer = complete("burgerzk", Language::Dutch).await.expect("completed").into_inner();
    let first = answer.concepts.first().expect("spelling is forgiven");
    assert_eq!(first.r#match(), CompletionMatch::Spelling);
    let concept = first.concept.as_ref().expect("a concept");
    assert_eq!((concept.label_language.as_str(), first.matched_label.is_some()), ("nl", true));
    let answer = complete("medew burgerz", Language::English).await.expect("completed").into_inner();
    let first = answer.concepts.first().expect("every language is searched");
    let concept = first.concept.as_ref().expect("a concept");
    let matched = first.matched_label.as_ref().expect("a label");
    assert_eq!((matched.language.as_str(), concept.label_language.as_str()), ("nl", "en"));
    let refused = complete("", Language::Dutch).await.expect_err("nothing typed");
    assert_eq!(wrong_fields(&refused), ["text"]);
}

#[tokio::test]
async fn a_text_is_read_with_places_in_code_points() {
    let service = Service::empty().await;
    let mut client = service.taxonomy();
    let text = "  Wat vragen we? 😀\nJe houdt dossiers bij, Excel is een pré.\n\nWat bieden we?\n€ 2.641 bruto per maand en een cursus Word.";
    let request = ExtractConceptsRequest { text: text.into(), ..ExtractConceptsRequest::default() };
    let answer = client.extract_concepts(request).await.expect("read").into_inner();
    let points: Vec<char> = text.chars().collect();
    let quoted = |span: &TextSpan| points[span.start as usize..span.end as usize].iter().collect::<String>();
    let mentions: Vec<_> = answer
        .mentions
        .iter()
        .map(|it| {
            let span = it.span.as_ref().expect("a place");
            assert_eq!(quoted(span), span.text);
            (it.concept.clone().expect("a concept").key, span.text.clone(), it.modality(), it.section())
        })
        .collect();
    let (requirements, offer) = (TextSection::Requirements, TextSection::Offer);
    let expected = [
        ("lb:skill/dossiers-bijhouden", "houdt dossiers bij", Modality::Must, requirements),
        ("lb:skill/spreadsheets-gebruiken", "Excel", Modality::Nice, requirements),
        ("lb:skill/tekstverwerken", "Word", Modality::Offered, offer),
    ];
    assert_eq!(mentions, expected.map(|(key, words, modality, section)| (key.into(), words.into(), modality, section)));
    let [pay] = answer.facts.as_slice() else { panic!("{:?}", answer.facts) };
    assert_eq!(pay.fact, Some(text_fact::Fact::PayMonthEur(PayRange { min_eur: 2641, max_eur: 2641 })));
    assert_eq!(quoted(pay.span.as_ref().expect("a place")), "2.641");

    let long = ExtractConceptsRequest { text: "x".repeat(20_001), text_kind: 9, ..ExtractConceptsRequest::default() };
    let refused = client.extract_concepts(long).await.expect_err("too long");
    assert_eq!(wrong_fields(&refused), ["text", "text_kind"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_narrows_by_kind_sector_source_and_words() {
    let service = Service::of_fixtures().await;
    let ask = |filter| MatchRequest { filter: Some(filter), page_size: 100, ..question(Profile::default()) };
    let all = service.ask(ask(MatchFilter::default())).await.expect("all").total;
    let care =
        service.ask(ask(MatchFilter { sectors: vec!["Q".into()], ..MatchFilter::default() })).await.expect("care");
    assert!(0 < care.total && care.total < all);
    let one = MatchFilter { sources: vec!["vacancies-ict".into()], ..MatchFilter::default() };
    let one = service.ask(ask(one)).await.expect("one source");
    assert!(one.total > 0 && keys(&one).iter().all(|(key, _)| key.starts_with("vacancies-ict/")));
    let words =
        service.ask(ask(MatchFilter { text: "vergunning".into(), ..MatchFilter::default() })).await.expect("words");
    let plural =
        service.ask(ask(MatchFilter { text: "Vergunningen".into(), ..MatchFilter::default() })).await.expect("words");
    assert!(0 < words.total && words.total < all);
    assert_eq!(keys(&words), keys(&plural), "Dutch words are found in every form");
    let routes = MatchFilter { kind: OpportunityKind::Route.into(), ..MatchFilter::default() };
    let routes = service.ask(ask(routes)).await.expect("routes");
    assert!(routes.total > 0 && keys(&routes).iter().all(|(key, _)| key.starts_with("routes-")));
}

#[tokio::test(flavor = "multi_thread")]
async fn overload_is_refused_at_once_and_a_deadline_is_kept() {
    let world = World::of_fixtures().await;
    let none = ServerConfig {
        limits: CallLimits { concurrent_calls_max: 0, ..CallLimits::default() },
        ..ServerConfig::new("127.0.0.1:0".parse().expect("an address"))
    };
    let service = Service::with(none, world).await;
    let refused = service.ask(question(profile(1))).await.expect_err("no place");
    assert_eq!(refused.code(), Code::Unavailable);
    let (reason_name, details) = reason(&refused);
    assert_eq!(reason_name, "OVERLOADED");
    assert!(details.retry_info().is_some_and(|retry| retry.retry_delay.is_some()));

    let hurried = ServerConfig {
        limits: CallLimits { deadline_default_ms: 0, ..CallLimits::default() },
        ..ServerConfig::new("127.0.0.1:0".parse().expect("an address"))
    };
    let service = Service::with(hurried, service.world).await;
    let late = service.ask(question(profile(1))).await.expect_err("too late");
    assert_eq!((late.code(), reason(&late).0.as_str()), (Code::DeadlineExceeded, "DEADLINE_EXCEEDED"));
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_stay_within_the_limits_of_messages() {
    let service = Service::of_fixtures().await;
    let answer =
        service.ask(MatchRequest { page_size: 100, view: MatchView::Full.into(), ..question(profile(1)) }).await;
    assert!(answer.expect("the largest page fits").encoded_len() < loopbaanbrug::engine::limits::MESSAGE_BYTES_MAX);
    let huge = Profile { home_pc4: "x".repeat(5 << 20), ..Profile::default() };
    assert_eq!(service.ask(question(huge)).await.expect_err("too large").code(), Code::OutOfRange);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_is_bounded_even_with_an_import_that_hangs() {
    let service = Service::empty().await;
    let config = ServerConfig { drain_ms: 200, ..ServerConfig::new("127.0.0.1:0".parse().expect("an address")) };
    let service = Service::with(config, service.world).await;
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    let mut client = service.opportunities();
    let part = Some(loopbaanbrug_proto::v1::import_request::Part::Header(header("slow", ImportMode::Delta)));
    sender.send(loopbaanbrug_proto::v1::ImportRequest { part }).await.expect("sent");
    let import =
        tokio::spawn(async move { client.import(tokio_stream::wrappers::ReceiverStream::new(receiver)).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let stopped = tokio::time::timeout(Duration::from_secs(20), service.running.shutdown()).await;
    assert!(stopped.is_ok(), "the server stops although an import hangs");
    drop(sender);
    assert!(import.await.expect("no panic").is_err());
}
