//! The options as a list of cards: filters, order, what is kept and hidden, and the picture of where they are.

use super::{
    Shown, Step, Visit, page,
    wishes::{Choice, answers, as_typed, few_words},
};
use crate::{
    domain::{Name, OpportunityKind, Profile, SbiSection, codes::Code},
    engine::{Detail, EngineError, Match, MatchFilter, MatchQuestion, Page, PathsQuestion, Snapshot, Standing, limits},
    matching::{Class, PathFound},
    texts::{self, capitalised, phrases},
    web::{
        card::{Card, Found},
        chrome::Chrome,
        overview::{Overview, overview},
        talk::{ListView, Listing, Order, WORDS_CHARS_MAX},
        words::Words,
    },
    wire::{match_answer::Style, opportunity::View},
};
use askama::Template;
use loopbaanbrug_proto::v1;
use std::sync::Arc;

/// Best matches that filters, orders and the picture look at.
const LOOKED_AT_MAX: usize = 200;
/// Best paths that are looked at.
const PATHS_LOOKED_AT_MAX: usize = limits::PATH_PAGE_MAX;
/// Cards at first, and more at each asking.
const CARDS: usize = 12;
/// Distances to choose from, in kilometres.
const DISTANCES_KM: [u16; 5] = [5, 10, 20, 30, 50];
/// Titles shown for an option that is missed.
const ABSENT_MAX: usize = 10;
/// Options with the words in title or text among which titles are looked for.
const ABSENT_LOOKED_AT_MAX: usize = limits::MATCH_PAGE_MAX;
/// Metres in a kilometre.
const METRES: u32 = 1_000;

#[derive(Template)]
#[template(path = "web/options.html")]
struct OptionsPage {
    chrome: Chrome,
    w: &'static Words,
    kinds: Vec<Choice>,
    kind_hint: &'static str,
    /// Nothing was filled in: there is nothing to put options in an order by.
    nothing_said: bool,
    filtered: bool,
    sectors: Vec<Choice>,
    classes: Vec<Choice>,
    distances: Vec<Choice>,
    words: String,
    orders: Vec<Choice>,
    count: String,
    shortlist: Vec<Kept>,
    notes: Vec<String>,
    cards: Vec<Card>,
    more: usize,
    more_label: String,
    overview: Option<Overview>,
    hidden: Vec<HiddenTold>,
    absent_words: String,
    absent: Vec<Kept>,
    left_out: Vec<String>,
}

/// An option by its name.
pub(super) struct Kept {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) organisation: String,
    /// Whether it is offered no longer.
    pub(super) gone: bool,
}

impl Kept {
    /// One that has gone is shown by its key.
    fn of(snapshot: &Snapshot, key: &str) -> Self {
        let names = snapshot.names(key);
        let gone = names.is_none();
        let (title, organisation) = names.unwrap_or_else(|| (key.to_owned(), String::new()));
        Self { key: key.to_owned(), title, organisation, gone }
    }
}

struct HiddenTold {
    key: String,
    title: String,
    reason: &'static str,
}

/// What the engine answers, whatever is listed.
struct Answer {
    found: Vec<Found>,
    total: u64,
    possible: i32,
    notes: Vec<String>,
    left_out: Vec<String>,
    counts: Vec<(Option<SbiSection>, u64)>,
}

impl OptionsPage {
    /// How a choice renews the list without a new page.
    fn refine(&self) -> askama::filters::Safe<String> {
        askama::filters::Safe(format!("hx-post=\"/{}/options\" hx-trigger=\"change\" {TARGET}", self.chrome.lang))
    }

    /// How a button of a card renews the list without a new page.
    fn swap(&self) -> askama::filters::Safe<String> {
        askama::filters::Safe(format!("hx-post=\"/{}/options\" {TARGET}", self.chrome.lang))
    }
}

/// What is renewed: the list, the count that is read out, what is wrong, and the conversation.
const TARGET: &str = "hx-target=\"#results\" hx-select=\"#results\" hx-swap=\"outerHTML\" \
     hx-select-oob=\"#count:innerHTML,#problems:innerHTML,#talk:outerHTML\" hx-sync=\"#page:replace\"";

/// Takes filters and order.
pub(super) fn take(visit: &mut Visit<'_>) {
    let Visit { talk, fields, problems, words, .. } = visit;
    let list = &mut talk.list;
    if let Some(what) = fields.find("what") {
        list.what = Listing::from_code(what).unwrap_or_default();
        list.more = 0;
    }
    list.sector = fields.get("sector").chars().take(1).collect();
    list.class = Class::ALL.iter().map(|it| it.code()).find(|it| *it == fields.get("class")).unwrap_or("").to_owned();
    list.km_max = fields.get("km").parse().unwrap_or(0);
    // Words that cannot be looked for change nothing: until they are mended, the list stays as it was.
    let typed = few_words((words, problems), "words", fields.get("words").trim());
    if problems.of("words").is_none() {
        list.words = typed.unwrap_or_default();
    }
    list.order = Order::from_code(fields.get("order")).unwrap_or_default();
    if fields.get("do") == "more" {
        list.more = list.more.saturating_add(1);
    }
}

/// The page.
pub(super) async fn show(visit: &mut Visit<'_>) -> Result<Shown, EngineError> {
    let person = visit.talk.person()?;
    let style = Arc::new(Style { profile: person, language: visit.language, view: View::BesideReasons });
    let filter = filter(&visit.talk.list);
    let answer = match visit.talk.list.what {
        Listing::Vacancies | Listing::Routes => ranked(visit, &style, filter).await?,
        Listing::Paths => paths(visit, &style, filter).await?,
    };
    let (w, list) = (visit.words, &visit.talk.list);
    let absent_words: String = visit.fields.get("absent").chars().take(WORDS_CHARS_MAX).collect();
    let absent = absent(visit, &absent_words).await?;
    let mut shortlist = on_lists(visit).await?;
    let hidden = hidden(visit, shortlist.split_off(visit.talk.shortlist.len()));
    let overview = (list.what != Listing::Routes)
        .then(|| overview(visit.language, w, answer.found.iter().map(|it| (it.sector, it.class))))
        .flatten();
    let is_filtered = !list.sector.is_empty() || !list.class.is_empty() || list.km_max > 0 || !list.words.is_empty();
    let nothing_said = says_nothing(&visit.talk.profile);
    // Without anything to rank by, only what is looked for is shown.
    let overview = overview.filter(|_| !nothing_said);
    let mut shown: Vec<Found> = answer.found.into_iter().filter(|it| is_shown(visit, it)).collect();
    shown.truncate(if nothing_said && !is_filtered { 0 } else { usize::MAX });
    order(list.order, &mut shown);
    let (passing, wanted) = (shown.len(), CARDS * (usize::from(list.more) + 1));
    shown.truncate(wanted);
    let more = passing.saturating_sub(wanted).min(CARDS);
    let card =
        |(number, found): (usize, Found)| found.card((visit.language, w), (number, answer.possible), &visit.talk);
    let kind = Listing::ALL.iter().position(|it| *it == list.what).unwrap_or(0);
    Ok(page(&OptionsPage {
        chrome: visit.chrome(Step::Options, w.options_title),
        w,
        kinds: answers(w.kinds, list.what),
        kind_hint: w.kind_hints.get(kind).copied().filter(|_| !nothing_said).unwrap_or_default(),
        nothing_said,
        filtered: is_filtered || list.order != Order::Best || visit.problems.of("words").is_some(),
        sectors: sectors(visit, &answer.counts),
        classes: classes(visit),
        distances: distances(visit),
        words: as_typed(visit, "words").unwrap_or_else(|| list.words.clone()),
        orders: answers(w.orders, list.order),
        count: if nothing_said && shown.is_empty() {
            String::new()
        } else {
            (w.options_count)(shown.len(), answer.total)
        },
        notes: answer.notes,
        left_out: answer.left_out,
        cards: shown.into_iter().enumerate().map(card).collect(),
        more,
        more_label: (w.options_more)(more),
        overview,
        hidden,
        shortlist,
        absent_words,
        absent,
    }))
}

/// What the engine is to look at.
fn filter(list: &ListView) -> MatchFilter {
    // Routes have no sector.
    let (kind, sector) = match list.what {
        Listing::Routes => (OpportunityKind::Route, None),
        Listing::Vacancies | Listing::Paths => (OpportunityKind::Vacancy, SbiSection::from_code(&list.sector).ok()),
    };
    let text = Name::new(&list.words).ok();
    MatchFilter { sectors: sector.into_iter().collect(), text, ..MatchFilter::of(kind) }
}

async fn ranked(visit: &Visit<'_>, style: &Arc<Style>, filter: MatchFilter) -> Result<Answer, EngineError> {
    let kind = filter.kind;
    let question = MatchQuestion {
        profile: style.profile.clone(),
        filter,
        page: Page::first(LOOKED_AT_MAX),
        detail: Detail::Explained,
        at_least_revision: 0,
        deadline: visit.deadline,
    };
    let of_match = Arc::clone(style);
    let write = move |snapshot: &Snapshot, today, found: Match, standing: Standing| match found {
        Match::Explained(explained) => Some(Found::of_match(&of_match.writer(snapshot, today), &explained, &standing)),
        Match::Keys { .. } => None,
    };
    let answer = visit.site.engine.rank_written(question, write).await?;
    let snapshot = Arc::clone(&answer.snapshot);
    let writer = style.writer(&snapshot, answer.today);
    Ok(Answer {
        total: answer.total,
        possible: answer.points_possible,
        notes: writer.relaxations(kind, &answer.relaxations).into_iter().map(|it| it.sentence).collect(),
        left_out: writer.exclusions(kind, &answer.refused).into_iter().map(|it| it.sentence).collect(),
        counts: answer.facets.sectors.into_iter().collect(),
        found: answer.matches.into_iter().flatten().collect(),
    })
}

async fn paths(visit: &Visit<'_>, style: &Arc<Style>, filter: MatchFilter) -> Result<Answer, EngineError> {
    let question = PathsQuestion {
        profile: style.profile.clone(),
        filter,
        page: Page::first(PATHS_LOOKED_AT_MAX),
        each_way: false,
        only: None,
        at_least_revision: 0,
        deadline: visit.deadline,
    };
    let of_path = Arc::clone(style);
    let write =
        move |snapshot: &Snapshot, today, found: PathFound| Found::of_path(&of_path.writer(snapshot, today), &found);
    let answer = visit.site.engine.find_paths(question, write).await?;
    let snapshot = Arc::clone(&answer.snapshot);
    let writer = style.writer(&snapshot, answer.today);
    let (found, possible) = (answer.paths, answer.points_possible);
    let left_out = writer.exclusions(OpportunityKind::Vacancy, &answer.refused).into_iter().map(|it| it.sentence);
    let notes = texts::path_notes(visit.language, answer.has_routes, !found.is_empty());
    Ok(Answer { total: found.len() as u64, found, possible, notes, left_out: left_out.collect(), counts: Vec::new() })
}

/// Whether the list shows it: not hidden, of the class and within the distance that are wanted.
fn is_shown(visit: &Visit<'_>, found: &Found) -> bool {
    let list = &visit.talk.list;
    let near = list.km_max == 0 || found.metres.is_some_and(|metres| metres <= u32::from(list.km_max) * METRES);
    let of_class = list.class.is_empty() || found.class.code() == list.class;
    near && of_class && !visit.talk.hides(&found.key)
}

/// What is unknown stands last; equal ones stay in the order of the engine.
fn order(order: Order, found: &mut [Found]) {
    match order {
        Order::Best => {}
        Order::Near => found.sort_by_key(|it| it.metres.unwrap_or(u32::MAX)),
        Order::Pay => found.sort_by_key(|it| std::cmp::Reverse(it.pay.unwrap_or(0))),
    }
}

fn all_first(visit: &Visit<'_>, chosen: &str, rest: impl Iterator<Item = (String, String)>) -> Vec<Choice> {
    let all = [(String::new(), visit.words.options_all.to_owned())].into_iter();
    all.chain(rest).map(|(code, label)| Choice { chosen: code == chosen, code, label }).collect()
}

/// The sectors that hold something, or hold the choice.
fn sectors(visit: &Visit<'_>, counts: &[(Option<SbiSection>, u64)]) -> Vec<Choice> {
    let labels = phrases(visit.language);
    let chosen = visit.talk.list.sector.as_str();
    let there = SbiSection::ALL.iter().filter(|sector| {
        counts.is_empty()
            || sector.code() == chosen
            || counts.iter().any(|(it, count)| *it == Some(**sector) && *count > 0)
    });
    all_first(visit, chosen, there.map(|it| (it.code().to_owned(), capitalised(labels.sector(*it)))))
}

fn classes(visit: &Visit<'_>) -> Vec<Choice> {
    let labels = phrases(visit.language);
    let classes = Class::ALL.iter().map(|it| (it.code().to_owned(), capitalised(labels.class(*it))));
    all_first(visit, &visit.talk.list.class, classes)
}

fn distances(visit: &Visit<'_>) -> Vec<Choice> {
    let chosen = Some(visit.talk.list.km_max).filter(|km| *km > 0).map(|km| km.to_string()).unwrap_or_default();
    all_first(visit, &chosen, DISTANCES_KM.iter().map(|km| (km.to_string(), (visit.words.options_within)(*km))))
}

/// An option by its key.
pub(super) fn kept(visit: &Visit<'_>, key: &str) -> Kept {
    Kept::of(&visit.site.engine.current(), key)
}

/// The options of the shortlist and behind them those that are hidden, named on a scoring thread: there may be a hundred.
async fn on_lists(visit: &Visit<'_>) -> Result<Vec<Kept>, EngineError> {
    let talk = &visit.talk;
    let keys: Vec<_> = talk.shortlist.iter().chain(talk.hidden.iter().map(|it| &it.key)).cloned().collect();
    let named = move |snapshot: &Snapshot| Ok(keys.iter().map(|key| Kept::of(snapshot, key)).collect());
    visit.site.engine.consult(visit.deadline, named).await
}

fn hidden(visit: &Visit<'_>, named: Vec<Kept>) -> Vec<HiddenTold> {
    let told = |(it, kept): (&crate::web::talk::Hidden, Kept)| {
        let reason = visit.words.hide_reasons.iter().find(|(reason, _)| *reason == it.reason);
        HiddenTold { key: kept.key, title: kept.title, reason: reason.map(|(_, label)| *label).unwrap_or_default() }
    };
    visit.talk.hidden.iter().zip(named).map(told).collect()
}

/// Options with these words, whoever asks: of an option that is missed, the list does not matter.
async fn absent(visit: &Visit<'_>, words: &str) -> Result<Vec<Kept>, EngineError> {
    let Ok(text) = Name::new(words) else { return Ok(Vec::new()) };
    let kind = match visit.talk.list.what {
        Listing::Routes => OpportunityKind::Route,
        Listing::Vacancies | Listing::Paths => OpportunityKind::Vacancy,
    };
    let question = MatchQuestion {
        profile: Profile::default(),
        filter: MatchFilter { text: Some(text), ..MatchFilter::of(kind) },
        page: Page::first(ABSENT_LOOKED_AT_MAX),
        detail: Detail::Keys,
        at_least_revision: 0,
        deadline: visit.deadline,
    };
    let named = |snapshot: &Snapshot, _, found: Match, _| match found {
        Match::Keys { key, .. } => Some(Kept::of(snapshot, &key)),
        Match::Explained(_) => None,
    };
    let answer = match visit.site.engine.rank_written(question, named).await {
        // Words that cannot be searched for find nothing.
        Err(EngineError::Invalid(_)) => return Ok(Vec::new()),
        answer => answer?,
    };
    let mut found: Vec<_> = answer.matches.into_iter().flatten().collect();
    found.sort_by_key(|it| by_title(&it.title, words));
    found.truncate(ABSENT_MAX);
    Ok(found)
}

/// People look for a name: titles that are the words come first, then those that begin with them, then those that hold each of
/// them; last come options that have them in their text alone.
fn by_title(title: &str, words: &str) -> u8 {
    let (title, words) = (title.to_lowercase(), words.trim().to_lowercase());
    match () {
        () if title == words => 0,
        () if title.starts_with(&words) => 1,
        () if words.split_whitespace().all(|word| title.contains(word)) => 2,
        () => 3,
    }
}

/// Whether the profile says nothing yet by which options could be put in an order.
fn says_nothing(profile: &v1::Profile) -> bool {
    let no_credentials = profile.credentials.as_ref().is_none_or(|it| *it == v1::Credentials::default());
    let lists_are_empty = profile.tasks.is_empty()
        && profile.skills.is_empty()
        && profile.occupations.is_empty()
        && profile.preferences.is_empty()
        && profile.criteria.is_empty();
    lists_are_empty && no_credentials && profile.nlqf_level.is_none()
}

#[cfg(test)]
mod tests {
    use super::by_title;

    #[test]
    fn what_is_looked_for_by_name_is_found_by_its_title_first() {
        let titles =
            ["Supportmedewerker ICT ziekenhuis", "Wijkverpleegkundige", "Verpleegkundige nacht", "verpleegkundige"];
        let mut sorted = titles;
        sorted.sort_by_key(|title| by_title(title, " Verpleegkundige"));
        assert_eq!(sorted, [titles[3], titles[2], titles[1], titles[0]]);
        assert_eq!(by_title("Medewerker balie", "balie medewerker"), 2);
    }
}
