//! Forms that are filled in wrongly: what is wrong is named, and what was typed stays.

use super::{
    address, example,
    http::{open, post},
    with_page,
};
use crate::support::service::read_profile;

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
