//! What the page refuses, hides and escapes; and what every answer carries.

use super::{
    address, example,
    http::{encoded, get, open, post, post_begun, post_bytes, post_with, send},
    over, with_page,
};
use crate::support::World;
use loopbaanbrug::{
    catalogue::ImportMode,
    server::{self, ServerConfig, ServerError},
};
use std::time::{Duration, Instant};

const BEGIN: [(&str, &str); 2] = [("from", "start"), ("origin", "burgerzaken")];

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_headers_that_keep_it_safe() {
    let service = over(World::empty().await).await;
    let at = address(&service);
    let style = get(at, "/nl/").await.body.split("href=\"/static/page.").nth(1).expect("a style").to_owned();
    let style = format!("/static/page.{}", style.split('"').next().expect("its name"));
    let answers =
        [get(at, "/nl/").await, get(at, &style).await, get(at, "/nowhere").await, post(at, "/nl/tasks", &BEGIN).await];
    for answer in &answers {
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_eq!(answer.header("set-cookie"), "", "no cookie is needed");
    }
    assert_eq!(answers.map(|it| it.status), [200, 200, 404, 200]);
    assert!(get(at, &style).await.header("cache-control").contains("immutable"));
    service.running.shutdown().await.expect("a quiet end");
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_of_other_sites_and_other_names_are_refused() {
    let service = over(World::empty().await).await;
    let at = address(&service);
    for headers in ["", "Origin: http://evil.example\r\n", "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\n"] {
        assert_eq!(post_with(at, "/nl/tasks", headers, &BEGIN).await.status, 403, "{headers:?}");
    }
    assert_eq!(post_with(at, "/nl/tasks", "Sec-Fetch-Site: same-origin\r\n", &BEGIN).await.status, 200);
    let rebound = send(at, "GET /nl/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", b"").await;
    assert_eq!(rebound.status, 421);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_a_page_of_this_program_is_refused_kindly() {
    let service = over(World::empty().await).await;
    let at = address(&service);
    for talk in ["nonsense", "AQ", &"A".repeat(200_000)] {
        let answer = post(at, "/nl/options", &[("talk", talk), ("from", "options")]).await;
        assert_eq!(answer.status, 400);
        assert!(answer.body.contains("We kunnen deze pagina niet lezen"), "{}", answer.body);
    }
    let huge = "A".repeat(2 << 20);
    let answer = post(at, "/nl/options", &[("talk", &huge)]).await;
    assert!(answer.status == 400 || answer.status == 0, "{}", answer.status);
    assert_eq!(post(at, "/nl/nowhere", &BEGIN).await.status, 404);
    for path in ["/en/options", "/en/open"] {
        let by_hand = get(at, path).await;
        assert_eq!((by_hand.status, by_hand.header("location")), (303, "/en/"), "{path}");
    }
    let wrong = open(at, "nl", "{\"origin\": \"DEPARTMENT_DIV\",\n\"age\": 51}").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("regel 2"), "{}", wrong.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_a_conversation_begins_none() {
    let service = over(World::empty().await).await;
    let at = address(&service);
    let origin = format!("Origin: http://{at}\r\n");
    let filled = [("from", "profile"), ("home", "3511")];
    for path in ["profile", "options", "plan", "save", "plan-file"] {
        for fields in [&filled[..], &[filled[0], filled[1], ("talk", "")], &[]] {
            let answer = post(at, &format!("/nl/{path}"), fields).await;
            assert_eq!(answer.status, 400, "{path} {fields:?}: {}", answer.body);
            assert!(answer.body.contains("Je antwoorden kwamen niet mee"), "{path}: {}", answer.body);
        }
    }
    let begun = post(at, "/nl/tasks", &BEGIN).await;
    let talk = begun.talk();
    // Packed as no browser does it: what it says cannot be seen, also where the bytes happen to be a form.
    let packed = format!("{origin}Content-Encoding: gzip\r\n");
    for body in [&b"\x1f\x8b\x08\0\0"[..], encoded(&[("talk", &talk)]).as_bytes()] {
        assert_eq!(post_bytes(at, "/nl/save", &packed, body).await.status, 400);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_that_are_no_utf_8_are_refused_and_not_guessed() {
    let service = over(World::empty().await).await;
    let at = address(&service);
    let origin = format!("Origin: http://{at}\r\n");
    let talk = post(at, "/nl/tasks", &BEGIN).await.talk();
    let form = encoded(&[("talk", &talk), ("from", "profile"), ("job", "caf")]);
    for latin in ["%E9".as_bytes(), b"\xe9"] {
        let answer = post_bytes(at, "/nl/profile", &origin, &[form.as_bytes(), latin].concat()).await;
        assert_eq!(answer.status, 400);
        assert!(answer.body.contains("dan wij kunnen lezen (UTF-8)"), "{}", answer.body);
    }
    let right = post_bytes(at, "/nl/profile", &origin, &[form.as_bytes(), b"%C3%A9"].concat()).await;
    assert!(right.status == 200 && right.body.contains("Café"), "{}", right.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_page_is_told_in_the_language_of_the_visitor() {
    let service = over(World::empty().await).await;
    let at = address(&service);
    let asked = async |method: &str, path: &str, more: &str| {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {at}\r\nOrigin: http://{at}\r\n{more}Content-Length: 0\r\n\
             Connection: close\r\n\r\n"
        );
        send(at, &head, b"").await
    };
    let (dutch, english) = ("Deze pagina is er niet", "This page is not there");
    for (method, path, more, status, told) in [
        ("POST", "/nl/", "", 405, dutch),
        ("POST", "/en/words", "", 405, english),
        ("PUT", "/en/options", "", 405, english),
        ("POST", "/static/page.css", "Accept-Language: en\r\n", 405, english),
        ("GET", "/nl/%ff", "", 404, dutch),
        ("GET", "/en/%C3%28", "", 404, english),
        ("GET", "/%ff", "Accept-Language: en\r\n", 404, english),
        ("GET", "/static/nowhere.css", "", 404, dutch),
    ] {
        let answer = asked(method, path, more).await;
        assert_eq!(answer.status, status, "{method} {path}");
        assert!(answer.body.contains(told), "{method} {path}: {}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_field_is_named_beside_it_and_what_was_typed_stays() {
    let service = with_page().await;
    let at = address(&service);
    let fields = [
        ("from", "profile"),
        ("home", "35112"),
        ("pay-min", "2.700"),
        ("travel-km", "ver"),
        ("hours-min", "36"),
        ("hours-max", "24"),
    ];
    let answer = post_begun(at, "/nl/options", &fields).await;
    assert_eq!(answer.status, 422);
    for told in [
        "href=\"#home\"",
        "id=\"home-problem\"",
        "value=\"35112\"",
        "id=\"travel-km-problem\"",
        "value=\"ver\"",
        "href=\"#hours-min\"",
        "value=\"2700\"",
    ] {
        assert!(answer.body.contains(told), "{told} in {}", answer.body);
    }
    // A postcode of the right form that is not there is found by the engine, and told at the same field.
    let fields = [("from", "profile"), ("home", "1000")];
    let answer = post_begun(at, "/nl/options", &fields).await;
    if answer.status != 200 {
        assert!(answer.body.contains("id=\"home-problem\""), "{}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_shortlist_is_told_where_scripts_renew_it() {
    let service = with_page().await;
    let at = address(&service);
    let mut page = open(at, "nl", &example()).await;
    for number in 1..=6 {
        let keep = format!("keep:vacancies-zorg/zorg-00{number}");
        page = post(at, "/nl/options", &[("talk", &page.talk()), ("do", &keep)]).await;
    }
    let problems = page.body.split("<div id=\"problems\">").nth(1).and_then(|it| it.split("</div>").next());
    assert!(problems.is_some_and(|it| it.contains("Je bewaart al 5 kansen")), "{problems:?}");
    assert!(page.body.contains("hx-select-oob=\"#count:innerHTML,#problems:innerHTML"), "scripts take it over");
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_texts_of_a_feed_stay_texts() {
    let world = World::empty().await;
    let evil = "<script>alert(1)</script>\\\"'><img src=x onerror=alert(1)>";
    let feed = format!(
        "{{\"type\":\"vacancy\",\"id\":\"x\",\"title\":\"{evil}\",\"employer\":\"{evil}\",\"description\":\"{evil}\",\
         \"requirements\":[]}}\n"
    );
    let report = world.import("evil", ImportMode::Delta, feed.as_bytes()).await;
    assert_eq!(report.rejected, 0, "{:?}", report.rejections);
    let service = over(world).await;
    let at = address(&service);
    let begun = open(at, "nl", &example()).await;
    let talk = begun.talk();
    let listed = post(at, "/nl/options", &[("talk", &talk), ("do", "keep:evil/x")]).await;
    let talk = listed.talk();
    for path in ["options", "option", "plan", "print"] {
        let answer =
            post(at, &format!("/nl/{path}"), &[("talk", &talk), ("key", "evil/x"), ("typed", "<script>")]).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.contains("alert(1)"), "{path} shows the title");
        for raw in ["<script>alert", "<img src=x", "onerror=alert(1)>\""] {
            assert!(!answer.body.contains(raw), "{path}: {raw}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_all_the_examples_is_small_and_quick() {
    let service = with_page().await;
    let at = address(&service);
    let talk = open(at, "nl", &example()).await.talk();
    // The first question makes what all questions of a state share.
    post(at, "/nl/options", &[("talk", &talk)]).await;
    let begun = Instant::now();
    let answer = post(at, "/nl/options", &[("talk", &talk)]).await;
    let took = begun.elapsed();
    assert!(answer.keys().len() >= 10, "{:?}", answer.keys());
    assert!(answer.body.len() < 100_000, "{} bytes before packing", answer.body.len());
    // The bound is 200 ms; without optimisation and beside other tests it takes longer.
    assert!(took < Duration::from_millis(if cfg!(debug_assertions) { 4_000 } else { 200 }), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_listens_to_this_machine_alone_unless_told() {
    let world = World::empty().await;
    let mut config = ServerConfig::new("127.0.0.1:0".parse().expect("an address"));
    config.web = Some("0.0.0.0:0".parse().expect("an address"));
    let refused = server::start(config, world.engine.clone()).await.err().expect("refused");
    assert!(matches!(refused, ServerError::Remote(address) if address.ip().is_unspecified()), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_is_that_of_the_browser_until_another_is_chosen() {
    let service = over(World::empty().await).await;
    let at = address(&service);
    let front = |accepted: &str| {
        format!("GET / HTTP/1.1\r\nHost: {at}\r\nAccept-Language: {accepted}\r\nConnection: close\r\n\r\n")
    };
    assert_eq!(send(at, &front("en-GB, nl;q=0.5"), b"").await.header("location"), "/en/");
    assert_eq!(send(at, &front("de"), b"").await.header("location"), "/nl/");
    let dutch = post(at, "/nl/tasks", &BEGIN).await;
    let english = post(at, "/en/tasks", &[("talk", &dutch.talk()), ("from", "tasks")]).await;
    assert!(english.body.contains("<html lang=\"en\">") && english.body.contains("Which work do you do now?"));
    assert_eq!(dutch.talk(), english.talk(), "the conversation goes along");
}
