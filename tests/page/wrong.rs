//! Forms that are filled in wrongly or not at all: what is wrong is named, what was typed stays, what is missing is asked.

use super::{
    address, example,
    http::{open, post, post_begun},
    with_page,
};
use crate::support::service::read_profile;
use loopbaanbrug_proto::v1::{DeleteRequest, ListRequest};

/// The value of a field of a page.
fn value(page: &str, id: &str) -> String {
    let (_, rest) = page.split_once(&format!("<input id=\"{id}\"")).unwrap_or_else(|| panic!("no {id}: {page}"));
    let rest = rest.split('>').next().expect("its end").split_once("value=\"").expect("a value").1;
    rest.split('"').next().expect("its end").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_stays_and_what_is_wrong_is_named_by_its_field() {
    let service = with_page().await;
    let at = address(&service);
    let talk = open(at, "nl", &example()).await.talk();
    let form = |talk: &str, fields: &[(&str, &str)]| {
        let own = [("talk", talk), ("from", "profile")].into_iter().chain(fields.iter().copied());
        own.map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>()
    };
    let posted = async |path: &str, fields: Vec<(String, String)>| {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        post(at, path, &fields).await
    };
    let right = [
        ("home", "3511"),
        ("hours-min", "24"),
        ("hours-max", "32 uur"),
        ("pay-min", "2700,00"),
        ("travel-km", "30 km"),
    ];
    let right = posted("/nl/profile", form(&talk, &right)).await;
    assert_eq!(right.status, 200, "{}", right.body);
    assert_eq!([value(&right.body, "travel-km"), value(&right.body, "pay-min")], ["30", "2700"]);
    assert!(right.body.contains("passen bij wat moet") || right.body.contains("past bij wat moet"));

    let wrong = [
        ("home", "3511"),
        ("hours-min", "40"),
        ("hours-max", "32"),
        ("travel-km", "30"),
        ("budget-weeks", "veel"),
        ("budget-hours", "6"),
    ];
    let wrong = posted("/nl/options", form(&right.talk(), &wrong)).await;
    assert_eq!(wrong.status, 422);
    for (id, typed) in [("hours-min", "40"), ("hours-max", "32"), ("budget-weeks", "veel"), ("budget-hours", "6")] {
        assert_eq!(value(&wrong.body, id), typed, "{id}");
    }
    for named in [
        "<a href=\"#hours-min\">Uren per week, minstens: “Minstens” is hoger dan “hoogstens”.</a>",
        "<a href=\"#budget-weeks\">Hoogstens zoveel weken: Vul een heel getal in",
    ] {
        assert!(wrong.body.contains(named), "{named} in {}", wrong.body);
    }
    assert!(!wrong.body.contains("bij wat moet"), "nothing is counted for a form that is wrong");
    // Until it is mended, the wish stands as it was.
    let saved = post(at, "/nl/save", &[("talk", &wrong.talk()), ("from", "options")]).await;
    let hours =
        read_profile(&saved.body).preferences.into_iter().filter_map(|it| it.condition?.check).find_map(|check| {
            match check {
                loopbaanbrug_proto::v1::condition::Check::Hours(hours) => Some((hours.min, hours.max)),
                _ => None,
            }
        });
    assert_eq!(hours, Some((24, 32)));
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_cannot_be_looked_for_stay_and_are_named_by_their_field() {
    let service = with_page().await;
    let at = address(&service);
    let talk = open(at, "nl", &example()).await.talk();
    for (from, id) in [("profile", "mention-words"), ("profile", "criterion-check"), ("options", "words")] {
        let told = post(at, &format!("/nl/{from}"), &[("talk", &talk), ("from", from), (id, "de het")]).await;
        assert_eq!(told.status, 422, "{id}");
        assert_eq!(value(&told.body, id), "de het");
        let problem = format!("id=\"{id}-problem\">Hier staat geen woord om naar te zoeken.");
        assert!(told.body.contains(&problem), "{id}: {}", told.body);
        assert!(told.body.contains(&format!("<a href=\"#{id}\">")), "{id}: {}", told.body);
    }
    // A file that another program made.
    let pay = "\"pay\": {\n          \"min_eur\": 2700\n        }";
    assert!(example().contains(pay));
    let file = example().replace(pay, "\"mention\": { \"words\": \"de het\" }");
    let opened = open(at, "nl", &file).await;
    let told = post(at, "/nl/options", &[("talk", &opened.talk()), ("from", "tasks")]).await;
    assert_eq!(value(&told.body, "mention-words"), "de het");
    assert!(told.body.contains("id=\"mention-words-problem\">Hier staat geen woord"), "{}", told.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_without_anything_to_rank_by_asks_for_something_first() {
    let service = with_page().await;
    let at = address(&service);
    let begun = post(at, "/nl/tasks", &[("from", "start"), ("origin", "burgerzaken")]).await;
    let empty = post(at, "/nl/options", &[("talk", &begun.talk()), ("from", "tasks")]).await;
    assert!(
        empty.body.contains("Vul eerst iets in") && empty.body.contains("formaction=\"/nl/tasks\""),
        "{}",
        empty.body
    );
    assert!(empty.keys().is_empty() && !empty.body.contains("wat het best past bij wat je invulde"), "{}", empty.body);
    // What is looked for is found all the same.
    let fields = [("talk", &*empty.talk()), ("from", "options"), ("words", "balie")].map(|(a, b)| (a, b.to_owned()));
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert!(!post(at, "/nl/options", &fields).await.keys().is_empty());
    let task = ("task:burgerzaken/rijbewijs-aanvragen", "do");
    let filled = post(at, "/nl/options", &[("talk", &begun.talk()), ("from", "tasks"), task]).await;
    assert!(!filled.keys().is_empty() && !filled.body.contains("Vul eerst iets in"), "{}", filled.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_option_that_has_gone_is_dropped_and_said_and_the_others_go_on() {
    let service = with_page().await;
    let at = address(&service);
    let [gone, left, third] = ["vacancies-zorg/zorg-001", "vacancies-zorg/zorg-002", "vacancies-ict/ict-001"];
    let mut talk = open(at, "nl", &example()).await.talk();
    for key in [gone, left, third] {
        let fields = [("talk", &*talk), ("from", "options"), ("do", &*format!("keep:{key}"))];
        talk = post(at, "/nl/options", &fields).await.talk();
    }
    let deleted = service.opportunities().delete(DeleteRequest { key: gone.to_owned() }).await;
    let at_least_revision = deleted.expect("deleted").into_inner().revision;
    let served = ListRequest { page_size: 1, at_least_revision, ..ListRequest::default() };
    service.opportunities().list(served).await.expect("served");
    let told = format!("Dit is er niet meer: {gone}.");
    for (path, shows) in
        [("compare", "id=\"results\""), ("print", "id=\"direction\""), ("plan-file", "id=\"direction\"")]
    {
        let path = format!("/nl/{path}");
        let fields = |talk: String| [("talk", talk), ("from", "plan".to_owned())];
        let posted = async |talk: String| {
            let fields = fields(talk);
            post(at, &path, &fields.each_ref().map(|(name, value)| (*name, value.as_str()))).await
        };
        let first = posted(talk.clone()).await;
        assert_eq!(first.status, 422, "{path}");
        assert!(first.body.contains(&told) && first.body.contains(shows), "{path}: {}", first.body);
        assert!(!first.body.contains(&format!("drop:{gone}")) && first.body.contains(&format!("drop:{left}")));
        assert_eq!(posted(first.talk()).await.status, 200, "{path}: the others go on");
    }
    // Of an option that is asked and has gone too it is said as well.
    let other = post(at, "/nl/option", &[("talk", &*talk), ("from", "options"), ("key", "nope/none")]).await;
    assert!(other.body.contains(&told) && other.body.contains("Dit wordt niet meer aangeboden."), "{}", other.body);
    // Where nothing needs it, it stays until the person takes it away.
    for (language, path, says) in [
        ("nl", "options", "Dit wordt niet meer aangeboden."),
        ("nl", "plan", "Dit wordt niet meer aangeboden."),
        ("en", "plan", "This is no longer offered."),
    ] {
        let shown = post(at, &format!("/{language}/{path}"), &[("talk", &talk), ("from", "option")]).await;
        assert_eq!(shown.status, 200, "{path}");
        assert_eq!(shown.body.matches(says).count(), 1, "{path}: {}", shown.body);
        let (before, after) = shown.body.split_once(says).expect("it is said");
        let button = format!("value=\"drop:{gone}\"");
        assert!(before.contains(gone) && after.split("</li>").next().is_some_and(|it| it.contains(&button)), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_offered_is_not_kept() {
    let service = with_page().await;
    let at = address(&service);
    let talk = open(at, "nl", &example()).await.talk();
    for keys in ["nope/none", "nope/none vacancies-zorg/zorg-001", ""] {
        let keep = format!("keep:{keys}");
        let told = post(at, "/nl/options", &[("talk", &talk), ("from", "options"), ("do", &keep)]).await;
        assert_eq!(told.status, 422, "{keys}");
        assert!(told.body.contains("Dit wordt niet (meer) aangeboden"), "{keys}: {}", told.body);
        assert!(!told.body.contains("value=\"drop:"), "{keys}: {}", told.body);
    }
    // Whoever stands on its page is told among the other options, with all that was said before.
    let keep = [("talk", &*talk), ("from", "option"), ("key", "nope/none"), ("do", "keep:nope/none")];
    for (fields, says) in
        [(&keep[..], "Dit wordt niet (meer) aangeboden"), (&keep[..3], "Dit wordt niet meer aangeboden")]
    {
        let told = post(at, "/nl/option", fields).await;
        assert_eq!((told.status, told.talk()), (422, talk.clone()), "{}", told.body);
        assert!(told.body.contains(says) && told.body.contains("id=\"results\""), "{}", told.body);
    }
    let many = ["vacancies-zorg/zorg-001"; 10].join(" ");
    let told = post(at, "/nl/options", &[("talk", &talk), ("from", "options"), ("do", &format!("keep:{many}"))]).await;
    assert!(told.status == 422 && told.body.contains("Haal er eerst een weg"), "{}", told.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn control_characters_are_named_by_their_field_and_nothing_is_taken() {
    let service = with_page().await;
    let at = address(&service);
    let strange = "ab\0c";
    for (from, id, action) in [
        ("profile", "job", ""),
        ("profile", "diplomas", ""),
        ("profile", "criterion-words", ""),
        ("profile", "criterion-check", ""),
        ("profile", "typed", "own"),
        ("plan", "direction", ""),
        ("plan", "who-0", ""),
    ] {
        let told = post_begun(at, &format!("/nl/{from}"), &[("from", from), (id, strange), ("do", action)]).await;
        assert_eq!(told.status, 422, "{id}");
        let problem = format!("id=\"{id}-problem\">Hier staat een teken dat je niet kunt zien.");
        assert!(told.body.contains(&problem), "{id}: {}", told.body);
        assert!(told.body.contains(&format!("href=\"#{id}\"")), "{id}: {}", told.body);
        let saved = post(at, "/nl/save", &[("talk", &told.talk())]).await.body;
        assert!(!saved.contains("ab"), "{id}: {saved}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_is_too_long_to_be_found_is_told_so() {
    let service = with_page().await;
    let at = address(&service);
    let talk = open(at, "nl", &example()).await.talk();
    let told = post(at, "/nl/options", &[("talk", &talk), ("from", "options"), ("words", &"x".repeat(81))]).await;
    assert_eq!(told.status, 422);
    assert!(told.body.contains("Dit woord is te lang om naar te zoeken"), "{}", told.body);
    assert!(!told.body.contains("staan in elke tekst"), "{}", told.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_count_as_long_as_they_look() {
    let service = with_page().await;
    let at = address(&service);
    // As browsers post it: an end of a line in two characters.
    let lines = format!("{}{}", "naar zorg\r\n".repeat(49), "x".repeat(10));
    assert_eq!((lines.len(), lines.replace('\r', "").len()), (549, 500));
    let answer = post_begun(at, "/nl/plan", &[("from", "plan"), ("direction", &lines)]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let longer = format!("{lines}x");
    assert_eq!(post_begun(at, "/nl/plan", &[("from", "plan"), ("direction", &longer)]).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_cannot_be_looked_for_are_named_by_their_field_and_the_list_is_shown() {
    let service = with_page().await;
    let at = address(&service);
    let talk = open(at, "nl", &example()).await.talk();
    let words = (1..=34).map(|number| number.to_string()).collect::<Vec<_>>().join(" ");
    assert!(words.len() <= 100, "as many letters as the field takes");
    let wrong = post(at, "/nl/options", &[("talk", &talk), ("from", "options"), ("words", &words)]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("href=\"#words\"") && wrong.body.contains("id=\"words-problem\""), "{}", wrong.body);
    assert_eq!(value(&wrong.body, "words"), words);
    assert!(!wrong.keys().is_empty(), "{}", wrong.body);
    // From another page nothing of it stands in the way.
    let next = post(at, "/nl/options", &[("talk", &wrong.talk()), ("from", "plan")]).await;
    assert_eq!(next.status, 200, "{}", next.body);
}
