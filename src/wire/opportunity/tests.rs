//! Records of feeds come back in answers as they were given.

use super::*;
use crate::{
    domain::{OpportunityKey, SourceName},
    ingest,
    taxonomy::Understood,
};

fn listed(line: &str) -> Listed {
    let (id, opportunity) = ingest::decode(line).expect("a record");
    let source = SourceName::new("waterrijk").expect("a name");
    Listed { key: OpportunityKey { source, id }, revision: 7, opportunity, understood: Understood::default() }
}

fn shown(line: &str, view: View) -> (v1::Opportunity, Content) {
    let shown = opportunity(&listed(line), view);
    let content = shown.content.clone().expect("a content");
    (shown, content)
}

const VACANCY: &str = r#"{"type":"vacancy","id":"v-1","example":true,"title":"Bode","description":"Post rondbrengen.",
"employer":"Voorbeeldstad","language":"nl","sector":"O","occupation":{"text":"bode"},"place":{"pc4":"3511"},
"remote_percent":20,"hours":{"min":24,"max":36},"pay_month_eur":{"min":2800,"max":3900},
"cao_scale":{"cao":"CAO Gemeenten","scale":"7"},"contract":"temporary_with_prospect","work_pattern":["evening","day"],
"nlqf":4,"requirements":[{"skill":{"key":"lb:skill/plannen"},"relation":"essential","min_level":3},
{"skill":{"text":"stressbestendig"},"relation":"optional","provenance":"found_in_text"}],
"gates":{"driving_licences":["C1E","B"],"vog":true,"diplomas":[{"name":"BIG","regulated":true}],
"languages":[{"language":"nl","cefr":"B2"}]},
"opens":"2026-11-09","closes":"2027-01-15","openings":2,"url":"https://werk.example/v-1"}"#;

const ROUTE: &str = r#"{"type":"route","id":"r-1","title":"BBL","description":"Werken en leren.","language":"nl",
"kind":"bbl","provider":"Voorbeeld College","teaches":[{"skill":{"key":"lb:skill/plannen"},"level":4}],
"targets":[{"key":"lb:occupation/bode"}],"entry":{"nlqf":2,"requirements":[{"skill":{"text":"tillen"},
"relation":"important","min_level":2}],"gates":{"vog":true}},"exit":{"nlqf":3,"credential":"mbo-diploma"},
"duration_weeks":104,"hours_per_week":{"work":24,"study":8},"cost":{"eur":0,"payer":"employer"},
"wage_month_eur":{"min":2200,"max":2700},"job_guarantee":true,"starts":["2027-02-01","2027-09-01"],
"place":{"lat":52.09,"lon":5.12},"remote_percent":0,"learning_mix":{"work":70,"social":20,"formal":10},
"url":"https://leren.example/r-1"}"#;

fn joined(lines: &str) -> String {
    lines.replace('\n', "")
}

#[test]
fn a_full_vacancy_comes_back_as_it_was_given() {
    let (shown, content) = shown(&joined(VACANCY), View::Full);
    assert_eq!((shown.key.as_str(), shown.revision), ("waterrijk/v-1", 7));
    let Content::Vacancy(vacancy) = content else { panic!("a route") };
    let text = |text: &str| v1::ConceptReference { name: Some(v1::concept_reference::Name::Text(text.into())) };
    let key = |key: &str| v1::ConceptReference { name: Some(v1::concept_reference::Name::Key(key.into())) };
    let requirement = |skill, relation: v1::Relation, min_level, provenance: v1::Provenance| v1::Requirement {
        skill: Some(skill),
        relation: relation.into(),
        min_level,
        provenance: provenance.into(),
    };
    let expected = v1::Vacancy {
        title: "Bode".into(),
        description: "Post rondbrengen.".into(),
        employer: "Voorbeeldstad".into(),
        sector: "O".into(),
        occupation: Some(text("bode")),
        place: Some(v1::Place { position: Some(Position::Pc4("3511".into())) }),
        remote_percent: Some(20),
        hours: Some(v1::HoursRange { min: 24, max: 36 }),
        pay: Some(v1::PayRange { min_eur: 2800, max_eur: 3900 }),
        cao_scale: Some(v1::CaoScale { cao: "CAO Gemeenten".into(), scale: "7".into() }),
        contract: v1::Contract::TemporaryWithProspect.into(),
        work_patterns: vec![v1::WorkPattern::Day.into(), v1::WorkPattern::Evening.into()],
        nlqf_level: Some(4),
        requirements: vec![
            requirement(key("lb:skill/plannen"), v1::Relation::Essential, Some(3), v1::Provenance::Stated),
            requirement(text("stressbestendig"), v1::Relation::Optional, None, v1::Provenance::FoundInText),
        ],
        gates: Some(v1::Gates {
            driving_licences: vec!["B".into(), "C1E".into()],
            vog: true,
            diplomas: vec![v1::DiplomaGate { name: "BIG".into(), regulated: true }],
            languages: vec![v1::LanguageGate { language: "nl".into(), cefr: "B2".into() }],
        }),
        opens: "2026-11-09".into(),
        closes: "2027-01-15".into(),
        openings: 2,
        url: "https://werk.example/v-1".into(),
        text_language: "nl".into(),
        example: true,
    };
    assert_eq!(*vacancy, expected);
}

#[test]
fn a_full_route_comes_back_as_it_was_given() {
    let (_, content) = shown(&joined(ROUTE), View::Full);
    let Content::Route(route) = content else { panic!("a vacancy") };
    assert_eq!((route.kind(), route.payer()), (v1::RouteKind::Bbl, v1::Payer::Employer));
    assert_eq!(
        (route.entry_nlqf_level, route.exit_nlqf_level, route.credential.as_str()),
        (Some(2), Some(3), "mbo-diploma")
    );
    assert_eq!((route.teaches[0].level, route.targets.len(), route.entry_requirements.len()), (Some(4), 1, 1));
    assert_eq!(
        (route.duration_weeks, route.work_hours_per_week, route.study_hours_per_week),
        (Some(104), Some(24), Some(8))
    );
    assert_eq!(
        (route.cost_eur, route.wage, route.job_guarantee),
        (Some(0), Some(v1::PayRange { min_eur: 2200, max_eur: 2700 }), Some(true))
    );
    assert_eq!((route.starts, route.continuous_start), (vec!["2027-02-01".to_owned(), "2027-09-01".to_owned()], false));
    let place = v1::Coordinates { latitude: 52.09, longitude: 5.12 };
    assert_eq!(route.place.and_then(|place| place.position), Some(Position::Coordinates(place)));
    let mix = v1::LearningMix { work_percent: 70, social_percent: 20, formal_percent: 10 };
    assert_eq!((route.learning_mix, route.remote_percent), (Some(mix), Some(0)));
    assert!(route.entry_gates.expect("gates").vog);
}

#[test]
fn what_the_feed_did_not_say_is_absent() {
    let line = r#"{"type":"vacancy","id":"v-2","title":"Bode","description":"Post.","employer":"Voorbeeldstad"}"#;
    let (_, content) = shown(line, View::Basic);
    let Content::Vacancy(vacancy) = content else { panic!("a route") };
    let expected = v1::Vacancy {
        title: "Bode".into(),
        employer: "Voorbeeldstad".into(),
        openings: 1,
        text_language: "nl".into(),
        ..Default::default()
    };
    assert_eq!(*vacancy, expected);
}

#[test]
fn the_basic_view_leaves_out_the_description_alone() {
    for line in [joined(VACANCY), joined(ROUTE)] {
        let (_, mut full) = shown(&line, View::Full);
        match &mut full {
            Content::Vacancy(vacancy) => vacancy.description.clear(),
            Content::Route(route) => route.description.clear(),
        }
        assert_eq!(shown(&line, View::Basic).1, full);
    }
}
