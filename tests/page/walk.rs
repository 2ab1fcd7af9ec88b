//! The whole way, from the start page to a printed plan, in a real browser.

use super::{
    address,
    browser::{Browser, Screen, browser},
    with_page,
};
use std::net::SocketAddr;

const DESKTOP: Screen = Screen { name: "desktop", width: 1200, scripts: true };
const PHONE: Screen = Screen { name: "phone", width: 320, scripts: true };
const WITHOUT_SCRIPTS: Screen = Screen { name: "plain", width: 1200, scripts: false };

/// A button of the navigation.
fn step(path: &str) -> String {
    format!(".steps button[formaction='/nl/{path}']")
}

async fn walk(screen: Screen) {
    let Some(browser) = browser(screen).await else { return };
    let service = with_page().await;
    let at = address(&service);
    begin(&browser, at).await;
    profile(&browser).await;
    options(&browser).await;
    one_option(&browser).await;
    compare(&browser).await;
    plan(&browser).await;
    wipe(&browser).await;
    browser.end().await;
    service.running.shutdown().await.expect("a quiet end, though the browser kept its connections");
}

async fn begin(browser: &Browser, at: SocketAddr) {
    browser.go(at, "/nl/words").await;
    browser.check("0-words").await;
    browser.go(at, "/nl/").await;
    browser.arrive("Op zoek naar ander werk?").await;
    browser.check("1-start").await;
    browser.click("button[name='do'][value='example']").await;
    browser.arrive("Welk werk doe je nu?").await;
    assert_eq!(browser.count(".task").await, 23, "the core tasks");
    assert!(browser.text(".task .outlook").await.contains("2026"), "the outlook has a date");
    browser.check("2-tasks").await;
    browser.click("input[name='task:burgerzaken/rijbewijs-aanvragen'][value='do']").await;
    browser.click("button.main").await;
    browser.arrive("Wat kun je en wat wil je?").await;
}

async fn profile(browser: &Browser) {
    assert!(browser.text("#skills").await.contains("Mensen te woord staan"));
    browser.check("3-profile").await;
    browser.type_in("#typed", "luister").await;
    if !browser.screen.scripts {
        browser.click("button[name='do'][value='search']").await;
        browser.arrive("Wat kun je en wat wil je?").await;
    }
    browser.type_in("#typed", "excel").await;
    if browser.screen.scripts {
        browser.says("#found", "xcel").await;
    } else {
        browser.click("button[name='do'][value='search']").await;
        browser.says("#found", "xcel").await;
    }
    browser.check("3-profile-found").await;
    let before = browser.count(".skill").await;
    browser.click("#found button[name='do'][value^='add:']").await;
    browser.see(&format!("#level-{before}")).await;
    // Something wrong is told at its field and at the top.
    browser.type_in("#travel-km", "ver").await;
    browser.click(".next button.main").await;
    browser.see("#travel-km-problem").await;
    browser.check("3-profile-wrong").await;
    browser.type_in("#travel-km", "40").await;
    browser.click(".next button.main").await;
    browser.arrive("Jouw kansen").await;
}

async fn options(browser: &Browser) {
    assert!(browser.count("article.option").await >= 10, "cards");
    browser.check("4-options").await;
    // Keep two, hide one.
    for number in 0..2 {
        browser.click(&format!("#keep-{number}")).await;
        browser.see(&format!("#keep-{number}[aria-pressed='true']")).await;
    }
    let hidden = browser.text("#title-2").await;
    browser.click("article[aria-labelledby='title-2'] details.hide summary").await;
    browser.click("article[aria-labelledby='title-2'] details.hide button[value^='hide:far:']").await;
    browser.says("#results", "Wat je verborg").await;
    assert_ne!(browser.text("#title-2").await, hidden);
    browser.click("details.filters summary").await;
    browser.choose("#sector", "Q").await;
    if !browser.screen.scripts {
        browser.click("details.filters button").await;
        browser.arrive("Jouw kansen").await;
    }
    browser.says("#count", "Je ziet").await;
    browser.says("#sector option:checked", "zorg").await;
    browser.check("4-options-filtered").await;
    browser.click("button[name='what'][value='paths']").await;
    browser.see(".tabs button[value='paths'][aria-current]").await;
    browser.see("article.option ol.way").await;
    browser.check("4-paths").await;
    browser.click("button[name='what'][value='routes']").await;
    browser.see(".tabs button[value='routes'][aria-current]").await;
    browser.check("4-routes").await;
    browser.click("button[name='what'][value='vacancies']").await;
    browser.see(".tabs button[value='vacancies'][aria-current]").await;
    // One that is missed is found by name, and says why it is not there.
    browser.type_in("#absent-words", "software").await;
    browser.click("button[name='do'][value='absent']").await;
    browser.click("#absent ul button").await;
    browser.see("#place-heading, #why-not-heading").await;
    browser.check("5-absent").await;
    browser.click("button.back").await;
    browser.arrive("Jouw kansen").await;
}

async fn one_option(browser: &Browser) {
    let title = browser.text("#title-0").await;
    browser.click("#look-0").await;
    browser.arrive(&title).await;
    browser.check("5-option").await;
    browser.click("input[name='if']").await;
    if !browser.screen.scripts {
        browser.click("#what-if button").await;
        browser.arrive(&title).await;
    }
    browser.says("#difference", "punten").await;
    browser.check("5-what-if").await;
    // The button of the browser goes back to the list, with what was kept.
    browser.driver.back().await.expect("back");
    if !browser.screen.scripts {
        browser.driver.back().await.expect("back");
    }
    browser.arrive("Jouw kansen").await;
    assert_eq!(browser.count(".shortlist li").await, 2);
}

async fn compare(browser: &Browser) {
    browser.click(".shortlist button[formaction='/nl/compare']").await;
    browser.arrive("Naast elkaar").await;
    assert_eq!(browser.count(".compare thead th").await, 2);
    browser.check("6-compare").await;
    browser.click(&step("plan")).await;
    browser.arrive("Je plan").await;
}

async fn plan(browser: &Browser) {
    browser.type_in("#direction", "Ik wil naar de zorg, met mensen.").await;
    browser.type_in("#who-0", "Mijn leidinggevende").await;
    browser.type_in("#with-0", "elke week een ochtend om te leren").await;
    browser.check("7-plan").await;
    browser.click("button[formaction='/nl/print']").await;
    browser.see("main .weeks").await;
    let plan = browser.text("main").await;
    assert!(plan.contains("Ik wil naar de zorg") && plan.contains("Mijn leidinggevende"), "{plan}");
    browser.check("8-print").await;
}

async fn wipe(browser: &Browser) {
    browser.click("button[formaction='/nl/wipe']").await;
    browser.says("[role='status']", "Alles is gewist").await;
    browser.check("9-wiped").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_way_on_a_desktop() {
    walk(DESKTOP).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_way_on_a_phone() {
    walk(PHONE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_way_without_scripts() {
    walk(WITHOUT_SCRIPTS).await;
}
