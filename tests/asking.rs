//! What a profile says, through the gRPC door: wishes, importance, level, recency and evidence count as the page on ranking
//! says, and whatever is unknown becomes one question.

use crate::support::{
    World,
    service::{Service, profile, question},
};
use loopbaanbrug::catalogue::ImportMode;
use loopbaanbrug_proto::v1::{
    ConceptReference, Condition, Credentials, Criterion, Evidence, GateKind, Importance, LanguageGate, Match,
    MatchFilter, MatchRequest, MatchView, MentionCondition, OpportunityKind, PartKind, PayCondition, Preference,
    Profile, Recency, RemoteCondition, SkillClaim, SkillWish, Verdict, concept_reference::Name, condition::Check,
    opportunity::Content,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn service(vacancies: &[Value]) -> Service {
    let world = World::empty().await;
    let lines: Vec<_> = vacancies.iter().map(Value::to_string).collect();
    let report = world.import("bron", ImportMode::Full, lines.join("\n").as_bytes()).await;
    assert_eq!(report.rejected, 0, "{:?}", report.rejections);
    Service::over(world).await
}

fn full(profile: Profile, kind: OpportunityKind) -> MatchRequest {
    let filter = Some(MatchFilter { kind: kind.into(), ..MatchFilter::default() });
    MatchRequest { filter, view: MatchView::Full.into(), page_size: 100, ..question(profile) }
}

async fn only(service: &Service, profile: Profile) -> Match {
    let mut matches = service.ask(full(profile, OpportunityKind::Vacancy)).await.expect("an answer").matches;
    assert_eq!(matches.len(), 1);
    matches.remove(0)
}

fn points(found: &Match, kind: PartKind) -> Option<(i32, i32)> {
    found.parts.iter().find(|part| part.kind() == kind).map(|part| (part.points, part.points_possible))
}

fn claim(key: &str) -> SkillClaim {
    SkillClaim { skill: Some(ConceptReference { name: Some(Name::Key(key.into())) }), ..SkillClaim::default() }
}

const ASKED: &str = "lb:skill/mensen-te-woord-staan";
const OTHER: &str = "lb:skill/sql";

fn vacancy() -> Value {
    json!({
        "type": "vacancy", "id": "balie", "title": "Baliewerk", "employer": "Voorbeeld", "description": "Werk aan de balie.",
        "requirements": [
            {"skill": {"key": ASKED}, "relation": "essential", "min_level": 4},
            {"skill": {"key": "lb:skill/kas-opmaken"}, "relation": "optional"},
            {"skill": {"key": "lb:skill/engels"}, "relation": "optional"},
            {"skill": {"key": "lb:skill/telefoneren"}, "relation": "optional"},
            {"skill": {"key": "lb:skill/nauwkeurig-werken"}, "relation": "optional"},
        ],
        "gates": {"vog": true, "driving_licences": ["B"], "languages": [{"language": "nl", "cefr": "B2"}],
                  "diplomas": [{"name": "EHBO-diploma"}]},
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn level_recency_and_evidence_count_as_the_page_says() {
    let service = service(&[vacancy()]).await;
    let cases = [
        ((4, Recency::Recent, Evidence::Diploma), 1_000),
        ((5, Recency::Unspecified, Evidence::Employer), 1_000),
        ((4, Recency::Recent, Evidence::Unspecified), 950),
        ((4, Recency::YearsAgo, Evidence::Evc), 850),
        ((4, Recency::LongAgo, Evidence::Diploma), 650),
        ((3, Recency::Recent, Evidence::Diploma), 700),
        ((2, Recency::Recent, Evidence::Diploma), 400),
        ((1, Recency::LongAgo, Evidence::OwnWord), 123),
    ];
    for ((level, recency, evidence), credit) in cases {
        let skill =
            SkillClaim { level: Some(level), recency: recency.into(), evidence: evidence.into(), ..claim(ASKED) };
        let found = only(&service, Profile { skills: vec![skill], ..Profile::default() }).await;
        let requirement = found.requirements.iter().find(|it| it.skill.as_ref().is_some_and(|it| it.key == ASKED));
        let requirement = requirement.expect("what is asked");
        assert_eq!(requirement.credit_permille, credit, "{level} {recency:?} {evidence:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_of_the_profile_is_one_that_the_person_speaks() {
    let mut vacancy = vacancy();
    vacancy["requirements"][2] = json!({"skill": {"key": "lb:skill/engels"}, "relation": "important", "min_level": 4});
    let service = service(&[vacancy]).await;
    let credit = async |languages: &[(&str, &str)]| {
        let spoken =
            |(language, cefr): &(&str, &str)| LanguageGate { language: (*language).into(), cefr: (*cefr).into() };
        let languages = languages.iter().map(spoken).collect();
        let credentials = Some(Credentials { languages, ..Credentials::default() });
        let found = only(&service, Profile { credentials, ..Profile::default() }).await;
        found.requirements[2].credit_permille
    };
    assert_eq!(credit(&[("en", "B2")]).await, 950);
    assert_eq!(credit(&[("en", "C2")]).await, 950);
    assert_eq!(credit(&[("en", "B1")]).await, 665, "one level short");
    assert_eq!(credit(&[("de", "C2"), ("nl", "C2"), ("fr", "C2")]).await, 0, "another language is none of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn wishes_have_the_same_possible_points_everywhere() {
    let service = service(&[vacancy()]).await;
    let wishing = |key: &str, wish: SkillWish| SkillClaim { wish: wish.into(), ..claim(key) };
    let cases = [
        (vec![wishing(ASKED, SkillWish::Keep)], Some((15, 15))),
        (vec![wishing(ASKED, SkillWish::Learn)], Some((25, 25))),
        (vec![wishing(ASKED, SkillWish::Avoid)], Some((-30, 0))),
        // What the work does not touch can be reached elsewhere, so it stands beside what was reached here.
        (vec![wishing(OTHER, SkillWish::Keep)], Some((0, 15))),
        (vec![wishing(ASKED, SkillWish::Keep), wishing(OTHER, SkillWish::Learn)], Some((15, 40))),
        (vec![wishing(OTHER, SkillWish::Avoid)], None),
        (vec![claim(ASKED)], None),
    ];
    for (skills, expected) in cases {
        let found = only(&service, Profile { skills: skills.clone(), ..Profile::default() }).await;
        assert_eq!(points(&found, PartKind::Wishes), expected, "{skills:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn importance_divides_the_points_of_preferences_and_criteria() {
    let mut vacancy = vacancy();
    vacancy["pay_month_eur"] = json!({"min": 2500, "max": 3000});
    vacancy["remote_percent"] = json!(20);
    let service = service(&[vacancy]).await;
    let pay = Some(Condition { check: Some(Check::Pay(PayCondition { min_eur: 2_500 })) });
    let remote = Some(Condition { check: Some(Check::Remote(RemoteCondition { min_percent: 50 })) });
    let mention = Some(Condition { check: Some(Check::Mention(MentionCondition { words: "paard".into() })) });
    let preference = |condition, importance: Importance| Preference { condition, importance: importance.into() };
    let criterion = |condition, importance: Importance| Criterion {
        words: "Zo hoort het.".into(),
        condition,
        importance: importance.into(),
    };
    let profile = Profile {
        preferences: vec![
            preference(pay.clone(), Importance::Must),
            preference(remote.clone(), Importance::Unspecified),
            preference(mention.clone(), Importance::Nice),
        ],
        criteria: vec![
            criterion(pay, Importance::Must),
            criterion(remote, Importance::Important),
            criterion(None, Importance::Nice),
        ],
        ..Profile::default()
    };
    let found = only(&service, profile).await;
    let judged = |it: &loopbaanbrug_proto::v1::ConditionResult| (it.verdict(), it.points, it.points_possible);
    let (met, not_met, unknown) = (Verdict::Met, Verdict::NotMet, Verdict::Unknown);
    let preferences: Vec<_> = found.preferences.iter().map(judged).collect();
    assert_eq!(preferences, [(met, 150, 150), (not_met, 0, 100), (unknown, 25, 50)]);
    let criteria: Vec<_> = found.criteria.iter().map(judged).collect();
    assert_eq!(criteria, [(met, 50, 50), (not_met, 0, 33), (unknown, 8, 16)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_parts_of_every_match_could_bring_what_the_profile_can_reach() {
    let service = Service::of_fixtures().await;
    for number in 1..=20 {
        for kind in [OpportunityKind::Vacancy, OpportunityKind::Route] {
            let response = service.ask(full(profile(number), kind)).await.expect("an answer");
            for found in &response.matches {
                let possible: i32 = found.parts.iter().map(|part| part.points_possible).sum();
                assert_eq!(possible, response.points_possible, "profile {number}: {}", found.key);
            }
        }
    }
}

/// What is asked about an unknown condition of a vacancy, or a part of it.
fn about(condition: Option<&Condition>, words: Option<&str>, sentence: &str) -> String {
    let field = |check: &Check| match check {
        Check::Pay(_) if sentence.contains("Vraag waar je begint.") => "Met welk bedrag per maand begin ik?".to_owned(),
        Check::Travel(_) => "Waar is het werk precies?".to_owned(),
        Check::Hours(_) => "Hoeveel uur per week is het werk?".to_owned(),
        Check::Pay(_) => "Wat verdien ik bruto per maand?".to_owned(),
        Check::Contract(_) => "Welk contract krijg ik?".to_owned(),
        Check::WorkPattern(_) => "Op welke dagen en tijden werk ik?".to_owned(),
        Check::Sector(_) => "In welke sector ga ik werken?".to_owned(),
        Check::Remote(_) => "Kan ik een deel van de tijd thuis werken?".to_owned(),
        Check::Mention(mention) => format!("Kunt u iets vertellen over “{}”?", mention.words),
    };
    let own = words.map(|words| format!("Dit vind ik belangrijk: “{}", words.trim_end_matches('.')));
    match (condition.and_then(|it| it.check.as_ref()), own) {
        (None | Some(Check::Mention(_)), Some(own)) => own,
        (Some(check), _) => field(check),
        (None, None) => unreachable!("a preference has a condition"),
    }
}

/// Every question that a match should have.
fn expected(profile: &Profile, found: &Match) -> Vec<String> {
    let unknown = |verdict: Verdict| verdict == Verdict::Unknown;
    let preferences = profile.preferences.iter().zip(&found.preferences).filter(|(_, it)| unknown(it.verdict()));
    let criteria = profile.criteria.iter().zip(&found.criteria).filter(|(_, it)| unknown(it.verdict()));
    let gates = found.gates.iter().filter(|it| unknown(it.verdict())).map(|gate| match gate.kind() {
        GateKind::DrivingLicence => format!("Moet ik rijbewijs {} al hebben als ik begin?", gate.asked),
        GateKind::Vog => "Wanneer vraag ik de VOG aan, en wie betaalt die?".to_owned(),
        GateKind::Diploma => format!("Moet ik dit al hebben als ik begin: {}?", gate.asked),
        GateKind::Language => {
            // “Dit is nodig: Nederlands op niveau B2. Heb je dat niveau?”
            let asked = gate.sentence.split_once(": ").and_then(|(_, rest)| rest.split_once('.')).expect("a level").0;
            format!("Moet ik {asked} spreken als ik begin?")
        }
        GateKind::Unspecified => unreachable!("never sent"),
    });
    let preferences = preferences.map(|(preference, it)| about(preference.condition.as_ref(), None, &it.sentence));
    let criteria =
        criteria.map(|(criterion, it)| about(criterion.condition.as_ref(), Some(&criterion.words), &it.sentence));
    preferences.chain(criteria).chain(gates).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_unknown_becomes_one_question() {
    let service = Service::of_fixtures().await;
    let mut asked = 0;
    for number in 1..=20 {
        let profile = profile(number);
        let request = full(profile.clone(), OpportunityKind::Vacancy);
        let response = service.ask(request.clone()).await.expect("an answer");
        for found in &response.matches {
            let expected = expected(&profile, found);
            for question in &expected {
                let asking = found.questions.iter().filter(|it| it.contains(question.as_str())).count();
                assert_eq!(asking, 1, "“{question}” of profile {number} in {:?}", found.questions);
            }
            // Besides these only what the work asks, when that is not known well enough.
            let different: BTreeSet<_> = expected.iter().collect();
            let known_well = !found.absent.iter().any(|field| field == "requirements");
            assert_eq!(found.questions.len(), different.len() + usize::from(!known_well), "{:?}", found.questions);
            assert!(found.questions.iter().all(|question| question.ends_with('?')), "{:?}", found.questions);
            asked += expected.len();
        }
        let basic = MatchRequest { view: MatchView::Basic.into(), ..request };
        let basic = service.ask(basic).await.expect("an answer");
        for (short, long) in basic.matches.iter().zip(&response.matches) {
            assert_eq!(short.questions, long.questions[..long.questions.len().min(8)]);
        }
    }
    assert!(asked > 1_000, "{asked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_unknown_gate_and_criterion_is_asked_also_when_there_are_many() {
    let service = service(&[vacancy()]).await;
    let criteria = (1..=30).map(|number| Criterion { words: format!("Wens nummer {number}"), ..Criterion::default() });
    let profile = Profile { criteria: criteria.collect(), ..Profile::default() };
    let found = only(&service, profile).await;
    // Thirty wishes, a VOG, a licence, a language and a diploma.
    assert_eq!(found.questions.len(), 34, "{:?}", found.questions);
    assert_eq!(found.questions[0], "Moet ik rijbewijs B al hebben als ik begin?");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_is_not_asked_about_work_that_is_not_part_of_its_lessons() {
    let service = Service::of_fixtures().await;
    let mut lessons = 0;
    for number in 1..=20 {
        let profile = profile(number);
        let response = service.ask(full(profile.clone(), OpportunityKind::Route)).await.expect("an answer");
        for found in &response.matches {
            let Some(Content::Route(route)) = found.opportunity.clone().and_then(|it| it.content) else {
                panic!("a route")
            };
            if route.work_hours_per_week != Some(0) || route.wage.is_some() {
                continue;
            }
            lessons += 1;
            let about_work = ["werk ik", "verdien ik", "Welk contract", "In welke sector", "Dit vind ik belangrijk"];
            let asked = found.questions.iter().find(|it| about_work.iter().any(|words| it.contains(words)));
            assert_eq!(asked, None, "{} for profile {number}", found.key);
            let judged = profile.preferences.iter().zip(&found.preferences);
            for (preference, result) in judged.filter(|_| route.remote_percent == Some(100)) {
                let travel = preference.condition.as_ref().is_some_and(|it| matches!(it.check, Some(Check::Travel(_))));
                assert!(!travel || result.verdict() == Verdict::Met, "nobody travels to {}", found.key);
            }
        }
    }
    assert!(lessons > 100, "{lessons}");
}
