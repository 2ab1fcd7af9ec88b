//! The plan: what stands on the page, in both languages and forms, and that nothing is made up or gets out.

use super::{CARE, ICT, ROUTE, make_plan};
use crate::support::{
    service::{Service, header, profile, wrong_fields},
    soon,
};
use loopbaanbrug_proto::v1::{
    Backer, ImportMode, Language, LearningBudget, MakePlanRequest, PersonalPlan, PlanFormat, PlanLine, PlanNotes,
    PlanRoom, Profile,
};

fn notes() -> PlanNotes {
    let backer = Backer { who: "mijn leidinggevende".into(), words: "ik mag op vrijdag leren".into() };
    PlanNotes {
        direction: "Ik wil werken met mensen in de zorg, dicht bij huis.".into(),
        room: Some(PlanRoom { hours_a_week: Some(6), ..PlanRoom::default() }),
        backing: vec![backer],
    }
}

fn lines(plan: &PersonalPlan) -> Vec<&PlanLine> {
    let sections = [&plan.direction, &plan.room, &plan.backing].into_iter().flatten();
    let mut lines: Vec<_> = sections.flat_map(|it| it.lines.iter().chain(&it.missing)).collect();
    for option in &plan.options {
        lines.extend(option.fit.iter().chain(&option.reasons).chain(&option.facts).chain(&option.obstacles));
    }
    lines.extend(plan.gaps.iter().flat_map(|gap| gap.line.iter().chain(&gap.remedies)));
    lines.extend(plan.questions.iter().flat_map(|it| &it.questions));
    lines.extend(plan.weeks.iter().flat_map(|week| &week.steps));
    lines
}

async fn made(service: &Service, request: MakePlanRequest) -> (PersonalPlan, String) {
    let answer = service.conversations().make_plan(request).await.expect("a plan").into_inner();
    (answer.plan.expect("its parts"), answer.rendered)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_reads_well_in_both_languages_and_forms() {
    let service = Service::of_fixtures().await;
    let request = MakePlanRequest { notes: Some(notes()), ..make_plan(&[CARE, ICT]) };
    for (language, name) in [(Language::Dutch, "nl"), (Language::English, "en")] {
        for (format, form) in [(PlanFormat::Text, "text"), (PlanFormat::Html, "html")] {
            let asked = MakePlanRequest { language: language.into(), format: format.into(), ..request.clone() };
            let (plan, page) = made(&service, asked).await;
            insta::assert_snapshot!(format!("plan_{name}_{form}"), page);
            for line in lines(&plan) {
                assert!(!line.sentence.is_empty() && !line.field.is_empty(), "{line:?}");
            }
            for sentence in [&plan.weeks[0].steps[0].sentence, &plan.options[0].title] {
                let on_page = page.replace('\n', " ").split_whitespace().collect::<Vec<_>>().join(" ");
                let on_page = on_page.replace("&#39;", "'").replace("&#34;", "\"");
                assert!(on_page.contains(sentence.split(" van ").next().expect("a word")), "{sentence} in {page}");
            }
        }
    }
    let (_, none) = made(&service, request).await;
    assert_eq!(none, "", "without a form there are only parts");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_said_is_pointed_out_and_not_filled_in() {
    let service = Service::of_fixtures().await;
    let silent = Profile { learning_budget: None, ..profile(1) };
    let (plan, _) = made(&service, MakePlanRequest { profile: Some(silent), ..make_plan(&[CARE]) }).await;
    let [direction, room, backing] = [&plan.direction, &plan.room, &plan.backing].map(|it| it.clone().expect("a part"));
    assert!(direction.lines.is_empty() && room.lines.is_empty() && backing.lines.is_empty());
    let missing = |lines: &[PlanLine]| lines.iter().map(|line| line.field.clone()).collect::<Vec<_>>();
    assert_eq!(missing(&direction.missing), ["notes.direction"]);
    assert_eq!(missing(&room.missing), ["notes.room.hours_a_week", "notes.room.weeks", "notes.room.euros"]);
    assert_eq!(missing(&backing.missing), ["notes.backing"]);
    assert!(plan.weeks[0].steps[0].sentence.contains("waar je heen wilt, je ruimte om te leren en wie je steunt"));
    // Notes come before the profile's budget, field by field.
    let budget = LearningBudget { max_weeks: Some(40), max_hours_per_week: Some(2), max_eur: None };
    let person = Profile { learning_budget: Some(budget), ..profile(1) };
    let request = MakePlanRequest { profile: Some(person), notes: Some(notes()), ..make_plan(&[CARE]) };
    let (plan, _) = made(&service, request).await;
    let room = plan.room.expect("room");
    let told: Vec<_> = room.lines.iter().map(|line| (line.sentence.as_str(), line.field.as_str())).collect();
    assert_eq!(
        told,
        [
            ("Je kunt 6 uur per week leren.", "notes.room.hours_a_week"),
            ("Het leren mag 40 weken duren.", "profile.learning_budget.max_weeks"),
        ]
    );
    assert_eq!(missing(&room.missing), ["notes.room.euros"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_route_before_a_vacancy_is_the_way_to_it() {
    let service = Service::of_fixtures().await;
    let (plan, _) = made(&service, make_plan(&[ROUTE, "vacancies-zorg/zorg-005"])).await;
    let fit: Vec<_> = plan.options[1].fit.iter().map(|line| (line.sentence.as_str(), line.field.as_str())).collect();
    assert!(fit.contains(&("Je weg hierheen is het leer-werkpad “BBL Verzorgende IG”.", "keys[0]")), "{fit:?}");
    let taught = plan.gaps.iter().flat_map(|gap| &gap.remedies).find(|it| it.field.ends_with("route.teaches"));
    assert!(taught.expect("the route teaches what is missing").sentence.contains("Dat heb je al gekozen."));
    let too_far = &plan.options[1].obstacles[0];
    assert!(too_far.sentence.contains("verder is dan 30 kilometer") && too_far.field == "options[1].left_out_by");
    assert_eq!(plan.weeks.len(), 4);
    assert_eq!((plan.weeks[0].begins.as_str(), plan.weeks[3].begins.as_str()), ("2026-12-01", "2026-12-22"));
    let start = plan.weeks[1].steps.iter().find(|it| it.field == "options[0].opportunity.route.starts");
    assert!(start.expect("its start").sentence.contains("1 februari 2027"));
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_put_steps_into_their_week_and_what_has_closed_gets_none() {
    let service = Service::of_fixtures().await;
    let vacancy = |id: &str, closes: &str| {
        format!(
            r#"{{"type":"vacancy","id":"{id}","title":"Bode {id}","description":"Post rondbrengen.","employer":"Voorbeeld","closes":"{closes}"}}"#
        )
    };
    let feed = [vacancy("soon", "2026-12-10"), vacancy("later", "2027-03-01"), vacancy("closed", "2026-11-30")];
    let imported =
        service.import(header("post", ImportMode::Delta), feed.join("\n").as_bytes()).await.expect("imported");
    service.world.engine.snapshot(imported.revision, soon()).await.expect("served");
    let (plan, _) = made(&service, make_plan(&["post/soon", "post/later", "post/closed"])).await;
    let weeks_of = |title: &str| {
        let applies = |it: &&PlanLine| it.field.ends_with("closes") && it.sentence.contains(title);
        let weeks = plan.weeks.iter().enumerate();
        weeks.filter(|(_, week)| week.steps.iter().any(|it| applies(&it))).map(|(number, _)| number).collect::<Vec<_>>()
    };
    assert_eq!((weeks_of("Bode soon"), weeks_of("Bode later")), (vec![1], vec![3]));
    let steps = plan.weeks.iter().flat_map(|week| &week.steps);
    assert!(steps.clone().all(|step| !step.sentence.contains("Bode closed")));
    assert!(plan.options[2].obstacles[0].sentence.contains("reageren niet meer kan"));
    assert!(plan.weeks.iter().all(|week| (1..=5).contains(&week.steps.len())));
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_texts_stay_texts() {
    let service = Service::of_fixtures().await;
    let record = serde_json::json!({
        "type": "vacancy", "id": "x", "title": "</title><script>alert(1)</script>\n\"><img src=x onerror='y()'>",
        "description": "x", "employer": "<b>&amp;\u{202e}nesiuh</b>{{ plan.title }}",
        "requirements": [{"skill": {"key": "lb:skill/luisteren"}}], "url": "https://x.example/?a='onclick='b",
    });
    let imported =
        service.import(header("kwaad", ImportMode::Delta), record.to_string().as_bytes()).await.expect("imported");
    service.world.engine.snapshot(imported.revision, soon()).await.expect("served");
    let hostile = "</p><style>*{display:none}</style><script>x</script> javascript:alert(1)";
    let notes = PlanNotes {
        direction: hostile.into(),
        backing: vec![Backer { who: hostile.into(), words: hostile.into() }],
        ..PlanNotes::default()
    };
    let request =
        MakePlanRequest { notes: Some(notes), format: PlanFormat::Html.into(), ..make_plan(&["kwaad/x", CARE]) };
    let (_, page) = made(&service, request.clone()).await;
    // Angle brackets of texts are escaped, so that every one on the page is ours.
    let tags: std::collections::BTreeSet<_> = page
        .split('<')
        .skip(1)
        .map(|tag| tag.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default())
        .collect();
    let ours = [
        "!DOCTYPE", "html", "/html", "head", "/head", "meta", "title", "/title", "style", "/style", "body", "/body",
        "header", "/header", "main", "/main", "section", "/section", "article", "/article", "div", "/div", "h1", "/h1",
        "h2", "/h2", "h3", "/h3", "p", "/p", "ul", "/ul", "li", "/li", "a", "/a", "strong", "/strong",
    ];
    assert!(tags.iter().all(|tag| ours.contains(tag)), "{tags:?}");
    assert_eq!((page.matches("<style").count(), page.matches("<title").count()), (1, 1));
    assert!(!page.contains("='b") && !page.contains('\u{202e}') && page.contains("{{ plan.title }}"));
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"nl\">") && !page.contains("http-equiv=\"refresh"));
    let elsewhere = page.match_indices("http").filter(|(at, _)| {
        let before = &page[..*at];
        !before.ends_with("href=\"") && !before.ends_with('>') && !before.ends_with("<meta ")
    });
    assert_eq!(elsewhere.count(), 0, "nothing is fetched from elsewhere");
    let (_, text) = made(&service, MakePlanRequest { format: PlanFormat::Text.into(), ..request }).await;
    assert!(text.lines().all(|line| line.chars().count() <= 80 || !line.trim().contains(' ')), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_have_limits_with_their_paths() {
    let service = Service::of_fixtures().await;
    let backer = Backer { who: String::new(), words: "w".repeat(301) };
    let notes = PlanNotes {
        direction: "x".repeat(501),
        room: Some(PlanRoom { hours_a_week: Some(61), weeks: Some(0), euros: Some(100_001) }),
        backing: vec![backer; 6],
    };
    let request = MakePlanRequest { notes: Some(notes), format: 9, ..make_plan(&[CARE]) };
    let refused = service.conversations().make_plan(request).await.expect_err("refused");
    let fields = wrong_fields(&refused);
    let expected =
        ["notes.direction", "notes.room.hours_a_week", "notes.room.weeks", "notes.room.euros", "notes.backing"];
    assert_eq!(fields[..5], expected);
    assert_eq!((fields[5].as_str(), fields[6].as_str()), ("notes.backing[0].who", "notes.backing[0].words"));
    assert_eq!(fields.last().map(String::as_str), Some("format"));
}
