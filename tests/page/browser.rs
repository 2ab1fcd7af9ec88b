//! Debian's chromium, driven through its chromedriver: one browser for each test, ended with it.
//!
//! Where either is missing a test says that it is skipped; with `CI=true` it fails.

use crate::support::notes::skipped;
use std::{
    env,
    io::{BufRead, BufReader},
    net::SocketAddr,
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};
use thirtyfour::{
    ChromiumLikeCapabilities, DesiredCapabilities, WebDriver, WebElement, extensions::query::ElementQueryable,
    prelude::By,
};

const AXE: &str = include_str!("axe-4.14.1.min.js");
/// Longest wait for anything on a page; a slow machine in a debug build needs some of it.
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// Directory for pictures of every step; none are made without it.
const PICTURES: &str = "LOOPBAANBRUG_PICTURES";

/// How the browser shows pages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Screen {
    pub(super) name: &'static str,
    pub(super) width: u32,
    pub(super) scripts: bool,
}

/// A browser at a page.
pub(super) struct Browser {
    pub(super) driver: WebDriver,
    pub(super) screen: Screen,
    _chromedriver: Group,
}

/// A browser; none when there is none on this machine and nobody insists.
pub(super) async fn browser(screen: Screen) -> Option<Browser> {
    let program = |name: &str| {
        let paths = env::var_os("PATH")?;
        env::split_paths(&paths).map(|path| path.join(name)).find(|path| path.is_file())
    };
    let (Some(chromium), Some(chromedriver)) = (program("chromium"), program("chromedriver")) else {
        assert!(env::var_os("CI").is_none_or(|ci| ci != "true"), "CI needs chromium and chromedriver");
        skipped("chromium and chromedriver are not on this machine (apt-get install chromium-driver)");
        return None;
    };
    let child = Command::new(chromedriver)
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("chromedriver starts");
    let mut child = Group(child);
    let mut lines = BufReader::new(child.0.stdout.take().expect("its output")).lines();
    let port = lines.find_map(|line| {
        let line = line.ok()?;
        let port = line.split_once("started successfully on port ")?.1;
        port.trim_end_matches('.').parse::<u16>().ok()
    });
    // It goes on writing, and must not wait for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    let port = port.expect("chromedriver says its port");
    let mut wanted = DesiredCapabilities::chrome();
    wanted.set_binary(&chromium.to_string_lossy()).expect("a program");
    // Without a sandbox, since tests also run as root, where chromium has none.
    for argument in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=nl"] {
        wanted.add_arg(argument).expect("an argument");
    }
    wanted.add_arg(&format!("--window-size={},1000", screen.width.max(600))).expect("an argument");
    if screen.width < 600 {
        let metrics = serde_json::json!({"deviceMetrics": {"width": screen.width, "height": 1000, "pixelRatio": 1}});
        wanted.add_experimental_option("mobileEmulation", metrics).expect("an option");
    }
    if !screen.scripts {
        let off = serde_json::json!({"profile.managed_default_content_settings.javascript": 2});
        wanted.add_experimental_option("prefs", off).expect("an option");
    }
    let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted).await.expect("a browser");
    Some(Browser { driver, screen, _chromedriver: child })
}

impl Browser {
    pub(super) async fn go(&self, at: SocketAddr, path: &str) {
        self.driver.goto(format!("http://{at}{path}")).await.expect("a page");
    }

    /// The element of a selector, once it is there.
    pub(super) async fn see(&self, css: &str) -> WebElement {
        let found = self.driver.query(By::Css(css)).wait(PATIENCE, LOOK_AGAIN).first().await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("no “{css}” ({error}) on {}", self.driver.source().await.unwrap_or_default()),
        }
    }

    /// Waits for the page with this heading.
    pub(super) async fn arrive(&self, heading: &str) {
        let xpath = format!("//h1[contains(., \"{heading}\")]");
        let found = self.driver.query(By::XPath(&xpath)).wait(PATIENCE, LOOK_AGAIN).first().await;
        if let Err(error) = found {
            panic!("no “{heading}” ({error}) on {}", self.driver.source().await.unwrap_or_default());
        }
    }

    pub(super) async fn click(&self, css: &str) {
        self.see(css).await.click().await.unwrap_or_else(|error| panic!("click {css}: {error}"));
    }

    pub(super) async fn type_in(&self, css: &str, text: &str) {
        let field = self.see(css).await;
        field.clear().await.expect("an empty field");
        field.send_keys(text).await.unwrap_or_else(|error| panic!("type in {css}: {error}"));
    }

    pub(super) async fn choose(&self, css: &str, value: &str) {
        self.click(&format!("{css} option[value=\"{value}\"]")).await;
    }

    pub(super) async fn text(&self, css: &str) -> String {
        self.see(css).await.text().await.expect("its text")
    }

    /// Waits until an element says something.
    pub(super) async fn says(&self, css: &str, part: &str) {
        let begun = std::time::Instant::now();
        loop {
            // An element that is being renewed is looked up again.
            let text = match self.driver.find(By::Css(css)).await {
                Ok(element) => element.text().await.unwrap_or_default(),
                Err(_) => String::new(),
            };
            if text.contains(part) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "“{css}” says “{text}”, not “{part}”");
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    pub(super) async fn count(&self, css: &str) -> usize {
        self.driver.find_all(By::Css(css)).await.expect("elements").len()
    }

    /// What must hold on every page: no violation that axe finds, nothing wider than the screen, few bytes, nothing from
    /// elsewhere. Makes a picture when asked.
    pub(super) async fn check(&self, page: &str) {
        self.picture(page).await;
        if !self.screen.scripts {
            return;
        }
        self.driver.execute(AXE, Vec::new()).await.expect("axe");
        let run = "const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations'], runOnly: {type: 'tag',
              values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}})
            .then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join('; '))),
              e => done(['axe failed: ' + e]));";
        let found = self.driver.execute_async(run, Vec::new()).await.expect("axe runs");
        let violations: Vec<String> = found.convert().expect("a list");
        assert!(violations.is_empty(), "{} {page}: {violations:#?}", self.screen.name);
        let size =
            "const all = performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'));
            return [all.reduce((sum, it) => sum + it.encodedBodySize, 0),
              all.filter(it => !it.name.startsWith(location.origin)).length,
              document.documentElement.scrollWidth - document.documentElement.clientWidth]";
        let sizes = self.driver.execute(size, Vec::new()).await.expect("sizes");
        let [bytes, foreign, too_wide]: [i64; 3] = sizes.convert().expect("three numbers");
        assert!(bytes > 0 && bytes < 100_000, "{page}: {bytes} bytes");
        assert_eq!(foreign, 0, "{page}: nothing from elsewhere");
        assert!(too_wide <= 0, "{} {page}: {too_wide} pixels too wide", self.screen.name);
    }

    /// A picture, when pictures are asked.
    pub(super) async fn picture(&self, page: &str) {
        let Some(directory) = env::var_os(PICTURES).map(PathBuf::from) else { return };
        std::fs::create_dir_all(&directory).expect("a directory");
        let path = directory.join(format!("{}-{page}.png", self.screen.name));
        self.driver.screenshot(&path).await.expect("a picture");
    }

    pub(super) async fn end(self) {
        // A browser that has gone already is ended too.
        let _ = self.driver.clone().quit().await;
    }
}

/// Ends the browser of a test that failed as well: chromedriver and all that it started are one group.
struct Group(Child);

impl Drop for Group {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        // Whatever has gone already needs no end.
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.0.wait();
    }
}
