//! What a person who cannot see or point relies on, in a real browser: the keyboard alone, a focus that shows, names for a screen
//! reader, and room for larger letters. What only a person can judge stands in docs/accessibility.md.

use super::{
    address,
    browser::{Browser, Screen, browser},
    with_page,
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use thirtyfour::Key;

const NARROW: Screen = Screen { name: "zoomed", width: 320, scripts: true };
const DESKTOP: Screen = Screen { name: "keys", width: 1280, scripts: true };
/// More stops than any page has.
const STOPS_MAX: usize = 1_200;
/// Roles that a person acts on.
const ACTED_ON: [&str; 7] = ["button", "link", "textbox", "combobox", "checkbox", "radio", "DisclosureTriangle"];

/// Where the focus is.
#[derive(Debug, Deserialize)]
struct Stop {
    /// Place among all elements of the page; -1 when nothing has the focus.
    place: i64,
    told: String,
    /// Whether its outline shows and all of it that fits is on the screen.
    shows: bool,
}

const WHERE: &str = "const it = document.activeElement;
    if (!it || it === document.body || it === document.documentElement) return {place: -1, told: 'nothing', shows: true};
    const style = getComputedStyle(it), box = it.getBoundingClientRect();
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const seen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const middle = document.elementFromPoint(Math.min(innerWidth - 1, Math.max(0, box.left + box.width / 2)),
      Math.min(innerHeight - 1, Math.max(0, box.top + box.height / 2)));
    const free = middle === null || it.contains(middle) || middle.contains(it) || it.id === 'main';
    return {place: Array.from(document.querySelectorAll('*')).indexOf(it),
      told: it.tagName + ' ' + (it.id || it.name || it.textContent.trim().slice(0, 30)) + ' ' + style.outline,
      shows: outlined && seen && free};";

impl Browser {
    async fn press(&self, key: Key) {
        self.driver.action_chain().send_keys(key).perform().await.expect("a key");
    }

    async fn focus(&self) -> Stop {
        self.driver.execute(WHERE, Vec::new()).await.expect("the focus").convert().expect("a stop")
    }

    /// Goes through the whole page with the tab key: in the order of the page, always seen, and out again at its end.
    async fn tab_through(&self, page: &str) -> usize {
        let mut last = -1;
        for stops in 0..STOPS_MAX {
            self.press(Key::Tab).await;
            let stop = self.focus().await;
            if stop.place < 0 || stop.place <= last && stops > 0 && stop.place <= 60 && last > 60 {
                return stops;
            }
            assert!(stop.shows, "{page}: the focus does not show at {}", stop.told);
            assert!(stop.place > last, "{page}: the focus jumps back to {}", stop.told);
            last = stop.place;
        }
        panic!("{page}: the tab key never comes to the end");
    }

    /// Presses the tab key until an element of the selector has the focus.
    async fn tab_to(&self, css: &str) {
        self.see(css).await;
        for _ in 0..STOPS_MAX {
            self.press(Key::Tab).await;
            let there = format!("return document.activeElement.matches({})", json!(css));
            if self.driver.execute(there, Vec::new()).await.expect("an answer").convert::<bool>().expect("yes or no") {
                return;
            }
        }
        panic!("the tab key never comes to {css}");
    }

    /// What a screen reader gets: landmarks, headings, and a name for everything that can be acted on.
    async fn names(&self, page: &str) {
        let tree = self.driver.cdp().send_raw("Accessibility.getFullAXTree", json!({})).await.expect("the tree");
        let nodes = tree["nodes"].as_array().expect("nodes");
        let of = |node: &Value, part: &str| node[part]["value"].as_str().unwrap_or_default().to_owned();
        let shown: Vec<&Value> = nodes.iter().filter(|node| node["ignored"] != json!(true)).collect();
        let roles: Vec<String> = shown.iter().map(|node| of(node, "role")).collect();
        for landmark in ["banner", "main", "contentinfo"] {
            assert_eq!(roles.iter().filter(|role| *role == landmark).count(), 1, "{page}: one {landmark}");
        }
        for node in &shown {
            let (role, name) = (of(node, "role"), of(node, "name"));
            let acted_on = ACTED_ON.contains(&role.as_str()) || role == "navigation";
            assert!(!acted_on || !name.trim().is_empty(), "{page}: a {role} without a name: {node}");
        }
        let levels: Vec<i64> = shown
            .iter()
            .filter(|node| of(node, "role") == "heading")
            .filter_map(|node| {
                let properties = node["properties"].as_array()?;
                properties.iter().find(|it| it["name"] == "level")?["value"]["value"].as_i64()
            })
            .collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{page}: {levels:?}");
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{page}: a level is passed over: {levels:?}");
        let titles: BTreeSet<String> = shown
            .iter()
            .filter(|node| ["button", "link"].contains(&of(node, "role").as_str()))
            .map(|node| of(node, "name"))
            .collect();
        assert!(titles.len() > 3, "{page}: {titles:?}");
    }

    /// Letters, lines and words further apart, as WCAG 1.4.12 lets people set them: nothing is cut off.
    async fn spaced(&self, page: &str) {
        let wrong = "const wide = new CSSStyleSheet();
            wide.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }'
              + ' p { margin-bottom: 2em !important }');
            document.adoptedStyleSheets = [wide];
            const cut = Array.from(document.querySelectorAll('main *')).filter(it => {
              const style = getComputedStyle(it);
              const hides = style.overflowX === 'hidden' || style.overflowY === 'hidden';
              return hides && !it.matches('.hidden, .default, svg, svg *') && it.scrollHeight > it.clientHeight + 1;
            }).map(it => it.outerHTML.slice(0, 80));
            const room = document.documentElement;
            if (room.scrollWidth > room.clientWidth) cut.push(...Array.from(document.querySelectorAll('main *'))
              .filter(it => it.getBoundingClientRect().right > room.clientWidth + 1 && !it.closest('svg, .scroll'))
              .map(it => 'too wide: ' + it.outerHTML.slice(0, 80)));
            document.adoptedStyleSheets = [];
            return cut;";
        let wrong: Vec<String> =
            self.driver.execute(wrong, Vec::new()).await.expect("looked at").convert().expect("a list");
        assert!(wrong.is_empty(), "{page}: {wrong:?}");
    }
}

/// From the start to a printed plan with keys alone; each page is looked at on the way.
#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_leads_from_the_start_to_the_plan() {
    let Some(browser) = browser(DESKTOP).await else { return };
    let service = with_page().await;
    browser.go(address(&service), "/nl/").await;
    let mut stops = Vec::new();
    let next = [
        ("start", "Op zoek naar ander werk?", "button[name='do'][value='example']"),
        ("tasks", "Welk werk doe je nu?", "button.main"),
        ("profile", "Wat kun je en wat wil je?", ".next button.main"),
        ("options", "Jouw kansen", "#keep-0"),
    ];
    for (page, heading, button) in next {
        browser.arrive(heading).await;
        browser.names(page).await;
        // The first key after a page has come leads to the way past the navigation.
        stops.push((page, browser.tab_through(page).await));
        browser.tab_to(button).await;
        browser.press(if page == "options" { Key::Space } else { Key::Enter }).await;
    }
    browser.see("#keep-0[aria-pressed='true']").await;
    let kept: bool = browser
        .driver
        .execute("return document.activeElement.id === 'keep-0'", Vec::new())
        .await
        .expect("an answer")
        .convert()
        .expect("yes or no");
    assert!(kept, "the focus stays where the person is when a part of the page is renewed");
    browser.tab_to("#look-0").await;
    browser.press(Key::Enter).await;
    browser.see("#what-if").await;
    browser.names("option").await;
    stops.push(("option", browser.tab_through("option").await));
    browser.tab_to(".steps button[formaction='/nl/plan']").await;
    browser.press(Key::Enter).await;
    browser.arrive("Je plan").await;
    browser.names("plan").await;
    stops.push(("plan", browser.tab_through("plan").await));
    browser.tab_to("button[formaction='/nl/print']").await;
    browser.press(Key::Enter).await;
    browser.see("main .weeks").await;
    eprintln!("stops of the tab key: {stops:?}");
    assert!(stops.iter().all(|(_, count)| *count > 5), "{stops:?}");
    browser.end().await;
}

/// With the few colours of a system in high contrast the page is still there; what a person judges is on a picture.
async fn forced_colours(browser: &Browser, page: &str) {
    let active = json!({ "features": [{ "name": "forced-colors", "value": "active" }] });
    browser.driver.cdp().send_raw("Emulation.setEmulatedMedia", active).await.expect("forced colours");
    let active = browser.driver.execute("return matchMedia('(forced-colors: active)').matches", Vec::new()).await;
    assert!(active.expect("an answer").convert::<bool>().expect("yes or no"), "{page}");
    browser.picture(&format!("{page}-forced-colours")).await;
    let usual = json!({ "features": [{ "name": "forced-colors", "value": "none" }] });
    browser.driver.cdp().send_raw("Emulation.setEmulatedMedia", usual).await.expect("usual colours");
}

/// A window of 1280 pixels at 400 % has 320.
#[tokio::test(flavor = "multi_thread")]
async fn larger_letters_and_more_room_between_them_cut_nothing_off() {
    let Some(browser) = browser(NARROW).await else { return };
    let service = with_page().await;
    browser.go(address(&service), "/nl/").await;
    for (page, heading, button) in [
        ("start", "Op zoek naar ander werk?", "button[name='do'][value='example']"),
        ("tasks", "Welk werk doe je nu?", "button.main"),
        ("profile", "Wat kun je en wat wil je?", ".next button.main"),
        ("options", "Jouw kansen", "#look-0"),
    ] {
        browser.arrive(heading).await;
        browser.spaced(page).await;
        forced_colours(&browser, page).await;
        browser.click(button).await;
    }
    browser.see("#what-if").await;
    browser.spaced("option").await;
    browser.end().await;
}
