//! What cards and the page of one option say of a way to work: how near it is now and after, and the plan that keeps the way.

use super::{
    address, example,
    http::{Answer, open, post},
    with_page,
};
use std::net::SocketAddr;

/// The list of vacancies with a way before each, and the conversation.
async fn paths(at: SocketAddr) -> Answer {
    let talk = open(at, "nl", &example()).await.talk();
    post(at, "/nl/options", &[("talk", &talk), ("from", "options"), ("what", "paths")]).await
}

/// The value of the first button that begins like this.
fn button(page: &Answer, begin: &str) -> String {
    let (_, rest) =
        page.body.split_once(&format!("value=\"{begin}")).unwrap_or_else(|| panic!("no {begin}: {}", page.body));
    format!("{begin}{}", rest.split('"').next().expect("its end"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_says_how_near_it_is_now_and_is_kept_with_its_way() {
    let service = with_page().await;
    let at = address(&service);
    let page = paths(at).await;
    let cards: Vec<_> = page.body.split("<article class=\"card option\"").skip(1).collect();
    assert!(!cards.is_empty());
    for card in cards {
        let card = card.split("</article>").next().expect("its end");
        assert!(card.contains("</span> Nu: ") && card.contains(". Na de opleiding: "), "{card}");
        assert!(!card.contains("Nu haalbaar"), "what is near after a course is not near now: {card}");
    }
    assert!(page.body.contains("Dit komt er onderweg bij:"));

    let keep = button(&page, "keep:");
    let keys: Vec<_> = keep.trim_start_matches("keep:").split(' ').collect();
    assert!(keys.len() > 1, "the way is kept too: {keep}");
    let fields = [("talk", &*page.talk()), ("from", "options"), ("what", "paths"), ("do", &keep)]
        .map(|(a, b)| (a, b.to_owned()));
    let fields: Vec<_> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let kept = post(at, "/nl/options", &fields).await;
    assert!(kept.body.contains(&format!("value=\"{}\"", keep.replace("keep:", "drop:"))), "{}", kept.body);
    let plan = post(at, "/nl/print", &[("talk", &kept.talk()), ("from", "plan")]).await;
    assert!(plan.body.contains("Je weg hierheen is het leer-werkpad"), "{}", plan.body);
    let dropped = post(
        at,
        "/nl/options",
        &[("talk", &kept.talk()), ("from", "options"), ("do", &keep.replace("keep:", "drop:"))],
    )
    .await;
    assert!(!dropped.body.contains("value=\"drop:"), "the way goes with it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_tells_what_is_there_in_part_from_what_is_missing() {
    let service = with_page().await;
    let at = address(&service);
    let talk = open(at, "nl", &example()).await.talk();
    let page = post(at, "/nl/options", &[("talk", &talk), ("from", "options")]).await;
    let first = page.body.split("<article class=\"card option\"").nth(1).expect("a card");
    let partly = first.split_once("<strong>Dit kun je voor een deel:</strong>").expect("what is there in part").1;
    let partly = partly.split("</p>").next().expect("its end");
    let option = post(at, "/nl/option", &[("talk", &page.talk()), ("from", "options"), ("key", &page.keys()[0])]).await;
    for skill in partly.split(" · ") {
        let heading = option.body.to_lowercase();
        let (before, _) =
            heading.split_once(&format!("<strong>{}</strong>", skill.trim())).expect("the skill is asked");
        assert!(before.rsplit("<li class=\"reason ").next().expect("its reason").starts_with("partly"), "{skill}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_vacancy_says_what_there_is_of_a_bridge() {
    let service = with_page().await;
    let at = address(&service);
    let talk = open(at, "nl", &example()).await.talk();
    let look =
        async |key: &str| post(at, "/nl/option", &[("talk", &talk), ("from", "options"), ("key", key)]).await.body;
    let (mut ways, mut none, mut now) = (0, 0, 0);
    let numbered =
        (1..=9).flat_map(|it| [format!("vacancies-ict/ict-00{it}"), format!("vacancies-horeca/horeca-00{it}")]);
    for key in numbered.chain(["vacancies-overheid/overheid-001".to_owned()]) {
        let page = look(&key).await;
        let (_, bridge) = page.split_once("id=\"bridge-heading\"").unwrap_or_else(|| panic!("{key}: {page}"));
        let bridge = bridge.split("</section>").next().expect("its end");
        let has_way = bridge.contains("<ol class=\"way\">");
        let says_none = bridge.contains("We kennen hiervoor nu geen leer-werkpad");
        assert!(!(has_way && says_none), "{key}: {bridge}");
        match () {
            () if has_way => ways += 1,
            () if says_none => none += 1,
            () => {
                assert!(bridge.contains("Je hoeft niet eerst iets te leren"), "{key}: {bridge}");
                now += 1;
            }
        }
    }
    assert!(ways > 0 && none > 0 && now > 0, "all three are there: {ways}, {none}, {now}");
    let route = look("routes-zorg/zorg-r07").await;
    assert!(!route.contains("id=\"bridge-heading\""), "a route is a bridge itself");
}
