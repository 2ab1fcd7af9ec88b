//! Answers made by hand, for the tests of this folder.

use loopbaanbrug_proto::v1::{
    AnswerContext, ConceptSummary, ConditionResult, Exclusion, Explanation, FacetCount, Facets, GateResult, Match,
    MatchClass, MatchPart, MatchResponse, Opportunity, PartDetail, PartKind, Relation, RequirementOutcome,
    RequirementResult, Understanding, Vacancy, Verdict, opportunity::Content,
};

fn vacancy(key: &str, title: &str, employer: &str) -> Opportunity {
    let vacancy = Vacancy { title: title.into(), employer: employer.into(), ..Vacancy::default() };
    Opportunity {
        key: key.into(),
        revision: 3,
        content: Some(Content::Vacancy(Box::new(vacancy))),
        ..Opportunity::default()
    }
}

fn matched(key: &str, title: &str, employer: &str, points: i32, class: MatchClass, km: Option<f64>) -> Match {
    Match {
        key: key.into(),
        points,
        class: class.into(),
        opportunity: Some(vacancy(key, title, employer)),
        distance_km: km,
        distance_approximate: true,
        ..Match::default()
    }
}

fn count(code: &str, label: &str, count: u64) -> FacetCount {
    FacetCount { code: code.into(), label: label.into(), count }
}

pub(crate) fn match_response() -> MatchResponse {
    let now = MatchClass::Now;
    MatchResponse {
        matches: vec![
            matched("zorg/zorg-001", "Baliemedewerker polikliniek", "Ziekenhuis Voorbeeldrijk", 812, now, Some(4.13)),
            matched(
                "overheid/overheid-014",
                "Klantadviseur sociaal domein met aandacht voor schulden en inkomen",
                "Voorbeeldgemeente Waterrijk",
                640,
                MatchClass::ShortCourse,
                Some(31.7),
            ),
            matched("ict/ict-003", "Ontwikkelaar", "Voorbeeld Software", 41, MatchClass::Far, None),
        ],
        next_page_token: "next".into(),
        total: 1_143,
        points_possible: 1_015,
        exclusions: vec![Exclusion {
            field: "profile.preferences[2]".into(),
            sentence: "12 vacatures vallen af omdat het werk meer dan 32 uur per week is.".into(),
            removed: 12,
        }],
        relaxations: Vec::new(),
        facets: Some(Facets {
            sectors: vec![count("Q", "zorg en welzijn", 60), count("O", "overheid", 44), count("", "", 3)],
            classes: vec![count("MATCH_CLASS_NOW", "nu haalbaar", 12), count("MATCH_CLASS_FAR", "nog ver weg", 1_131)],
            regions: Vec::new(),
        }),
        understood: vec![
            Understanding {
                field: "profile.skills[6].skill".into(),
                text: "rustig blijven als iemand boos wordt".into(),
                concept: Some(concept("lb:skill/rustig-blijven", "rustig blijven")),
                ..Understanding::default()
            },
            Understanding {
                field: "profile.occupations[0]".into(),
                text: "http://data.europa.eu/esco/occupation/oud".into(),
                concept: Some(concept("lb:occupation/medewerker-burgerzaken", "medewerker burgerzaken")),
                replaced: true,
                ..Understanding::default()
            },
            Understanding {
                field: "profile.skills[7].skill".into(),
                text: "dingen".into(),
                alternatives: vec![concept("a", "plannen"), concept("b", "regelen")],
                ..Understanding::default()
            },
        ],
        context: Some(context()),
    }
}

pub(crate) fn context() -> AnswerContext {
    AnswerContext {
        index_generation: "g".into(),
        catalogue_revision: 18,
        taxonomy_version: "starter 1".into(),
        ranking_version: "1".into(),
    }
}

fn concept(key: &str, label: &str) -> ConceptSummary {
    ConceptSummary { key: key.into(), label: label.into(), kind: 1, label_language: "nl".into() }
}

fn requirement(sentence: &str, outcome: RequirementOutcome, relation: Relation, points: i32) -> RequirementResult {
    RequirementResult {
        outcome: outcome.into(),
        relation: relation.into(),
        sentence: sentence.into(),
        points,
        points_possible: 120,
        ..RequirementResult::default()
    }
}

fn condition(sentence: &str, verdict: Verdict, points: i32) -> ConditionResult {
    ConditionResult {
        verdict: verdict.into(),
        sentence: sentence.into(),
        points,
        points_possible: 50,
        ..ConditionResult::default()
    }
}

/// The first match with all its reasons, in the full view.
pub(crate) fn explained() -> Match {
    let mut missing =
        requirement("Je mist nog: medische terminologie.", RequirementOutcome::Missing, Relation::Optional, 0);
    missing.taught_by = vec!["routes-zorg/zorg-r05".into(), "routes-zorg/zorg-r07".into()];
    let part = |kind: PartKind, label: &str, points, points_possible, details: Vec<PartDetail>| MatchPart {
        kind: kind.into(),
        points,
        points_possible,
        label: label.into(),
        details,
    };
    let detail = |sentence: &str, points| PartDetail { sentence: sentence.into(), points };
    Match {
        parts: vec![
            part(
                PartKind::Skills,
                "Wat je kunt",
                862,
                900,
                vec![detail("Dit kun je: mensen te woord staan.", 742), detail("Je kunt typen.", 120)],
            ),
            part(PartKind::Preferences, "Je voorkeuren", 50, 100, Vec::new()),
            part(PartKind::Gates, "Dit moet", -100, 0, Vec::new()),
        ],
        requirements: vec![
            requirement(
                "Dit doe je al in je werk: mensen te woord staan.",
                RequirementOutcome::Met,
                Relation::Essential,
                120,
            ),
            requirement(
                "Je kunt afspraken beheren. Dat lijkt op spreekuren plannen, dat hier wordt gevraagd.",
                RequirementOutcome::PartlyMet,
                Relation::Important,
                60,
            ),
            missing,
        ],
        gates: vec![GateResult {
            asked: "B".into(),
            verdict: Verdict::NotMet.into(),
            points: -100,
            sentence: "Rijbewijs B is nodig. Dat heb je niet.".into(),
            ..GateResult::default()
        }],
        preferences: vec![condition("Het werk is 24 tot 32 uur. Jij wilt 24 tot 32 uur.", Verdict::Met, 50)],
        criteria: vec![condition(
            "Jij vindt belangrijk: “Een leidinggevende die luistert.” Dat staat niet in de vacature. Vraag het na.",
            Verdict::Unknown,
            0,
        )],
        absent: vec!["pay".into(), "something_new".into()],
        questions: vec!["Wat verdien je met dit werk?".into(), "Hoe is de leidinggevende?".into()],
        summary: vec!["Je voldoet aan 1 van de 3 eisen.".into(), "Je mist nog: medische terminologie.".into()],
        ..match_response().matches.swap_remove(0)
    }
}

pub(crate) fn explanation() -> Explanation {
    let left_out_by = match_response().exclusions;
    Explanation { r#match: Some(explained()), left_out_by, ..Explanation::default() }
}
