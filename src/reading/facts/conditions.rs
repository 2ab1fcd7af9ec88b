//! Hours, kind of contract and pattern of the work.

use super::{Fact, Passage, small_number};
use crate::domain::{Contract, HoursPerWeek, Range as Between, WorkPattern};
use crate::reading::TextKind;
use crate::reading::sections::begins;
use crate::reading::word::{Boundary, Word};
use std::ops::Range;

/// Words for hours.
const HOUR_WORDS: &[&str] = &["uur", "uren", "hours", "uurs", "u"];
/// Fewest hours that are a working week; fewer are a lesson or a shift.
const MIN_WEEKLY_HOURS: u8 = 4;
/// What stands behind hours that are no working week.
const NOT_WEEKLY: &[&str] =
    &["dag", "maand", "jaar", "open", "bereikbaar", "day", "month", "year", "les", "lessen", "oud"];

/// What names a contract, longer runs first where one holds another.
const CONTRACTS: &[(&str, Contract)] = &[
    ("uitzicht op vast", Contract::TemporaryWithProspect),
    ("uitzicht op een vast", Contract::TemporaryWithProspect),
    ("uitzicht op een vaste", Contract::TemporaryWithProspect),
    ("uitzicht op vaste", Contract::TemporaryWithProspect),
    ("uitzicht op onbepaalde tijd", Contract::TemporaryWithProspect),
    ("uitzicht op een contract voor onbepaalde tijd", Contract::TemporaryWithProspect),
    ("uitzicht op een aanstelling voor onbepaalde tijd", Contract::TemporaryWithProspect),
    ("uitzicht op een dienstverband voor onbepaalde tijd", Contract::TemporaryWithProspect),
    ("intentie om", Contract::TemporaryWithProspect),
    ("kans op vast", Contract::TemporaryWithProspect),
    ("kans op een vast", Contract::TemporaryWithProspect),
    ("kans op een vaste", Contract::TemporaryWithProspect),
    ("daarna vast", Contract::TemporaryWithProspect),
    ("daarna een vast", Contract::TemporaryWithProspect),
    ("daarna een vaste", Contract::TemporaryWithProspect),
    ("prospect of a permanent", Contract::TemporaryWithProspect),
    ("possibility of a permanent", Contract::TemporaryWithProspect),
    ("view to a permanent", Contract::TemporaryWithProspect),
    ("onbepaalde tijd", Contract::Permanent),
    ("vast contract", Contract::Permanent),
    ("vaste aanstelling", Contract::Permanent),
    ("vast dienstverband", Contract::Permanent),
    ("vaste baan", Contract::Permanent),
    ("vaste dienst", Contract::Permanent),
    ("vast in dienst", Contract::Permanent),
    ("direct vast", Contract::Permanent),
    ("meteen vast", Contract::Permanent),
    ("permanent contract", Contract::Permanent),
    ("permanent position", Contract::Permanent),
    ("bepaalde tijd", Contract::Temporary),
    ("jaarcontract", Contract::Temporary),
    ("halfjaarcontract", Contract::Temporary),
    ("contract voor een jaar", Contract::Temporary),
    ("contract van een jaar", Contract::Temporary),
    ("aanstelling voor een jaar", Contract::Temporary),
    ("aanstelling van een jaar", Contract::Temporary),
    ("dienstverband van een jaar", Contract::Temporary),
    ("dienstverband voor een jaar", Contract::Temporary),
    ("tijdelijk contract", Contract::Temporary),
    ("tijdelijke aanstelling", Contract::Temporary),
    ("tijdelijk dienstverband", Contract::Temporary),
    ("tijdelijke baan", Contract::Temporary),
    ("tijdelijke functie", Contract::Temporary),
    ("zwangerschapsvervanging", Contract::Temporary),
    ("vervanging wegens zwangerschap", Contract::Temporary),
    ("vervanging wegens ziekte", Contract::Temporary),
    ("ziektevervanging", Contract::Temporary),
    ("seizoenscontract", Contract::Temporary),
    ("seizoensbaan", Contract::Temporary),
    ("temporary contract", Contract::Temporary),
    ("one year contract", Contract::Temporary),
    ("fixed term", Contract::Temporary),
    ("detachering", Contract::Secondment),
    ("detacheringscontract", Contract::Secondment),
    ("gedetacheerd", Contract::Secondment),
    ("op detacheringsbasis", Contract::Secondment),
    ("secondment", Contract::Secondment),
    ("uitzendbureau", Contract::Agency),
    ("uitzendbasis", Contract::Agency),
    ("uitzendcontract", Contract::Agency),
    ("agency contract", Contract::Agency),
    ("through an agency", Contract::Agency),
    ("uitzendkracht", Contract::Agency),
    ("via een uitzendbureau", Contract::Agency),
    ("uitzendconstructie", Contract::Agency),
    ("temp agency", Contract::Agency),
    ("oproepbasis", Contract::OnCall),
    ("oproepcontract", Contract::OnCall),
    ("oproepkracht", Contract::OnCall),
    ("op afroep", Contract::OnCall),
    ("nulurencontract", Contract::OnCall),
    ("0 urencontract", Contract::OnCall),
    ("0 uren contract", Contract::OnCall),
    ("flexcontract", Contract::OnCall),
    ("on call", Contract::OnCall),
    ("leerwerkovereenkomst", Contract::Apprenticeship),
    ("leerarbeidsovereenkomst", Contract::Apprenticeship),
    ("leer werkcontract", Contract::Apprenticeship),
    ("leer werkovereenkomst", Contract::Apprenticeship),
    ("leer werkbaan", Contract::Apprenticeship),
    ("leer werkplek", Contract::Apprenticeship),
    ("bbl", Contract::Apprenticeship),
    ("leerwerkcontract", Contract::Apprenticeship),
    ("leerwerkplek", Contract::Apprenticeship),
    ("leerwerkbaan", Contract::Apprenticeship),
    ("leer arbeidsovereenkomst", Contract::Apprenticeship),
    ("bbl contract", Contract::Apprenticeship),
    ("bbl overeenkomst", Contract::Apprenticeship),
    ("bbl plek", Contract::Apprenticeship),
    ("leerbaan", Contract::Apprenticeship),
    ("apprenticeship", Contract::Apprenticeship),
];

/// What stands between a temporary and a permanent contract when the one may become the other.
const PROSPECTS: &[&str] =
    &["daarna", "zicht", "uitzicht", "kans", "bedoeling", "intentie", "mogelijkheid", "prospect", "then"];

/// What names a pattern.
const PATTERNS: &[(&str, WorkPattern)] = &[
    ("overdag", WorkPattern::Day),
    ("kantooruren", WorkPattern::Day),
    ("kantoortijden", WorkPattern::Day),
    ("kantoortijd", WorkPattern::Day),
    ("dagdienst", WorkPattern::Day),
    ("dagdiensten", WorkPattern::Day),
    ("werkdagen", WorkPattern::Day),
    ("doordeweeks", WorkPattern::Day),
    ("doordeweekse dagen", WorkPattern::Day),
    ("onder schooltijd", WorkPattern::Day),
    ("schooltijden", WorkPattern::Day),
    ("maandag tot en met vrijdag", WorkPattern::Day),
    ("maandag t m vrijdag", WorkPattern::Day),
    ("office hours", WorkPattern::Day),
    ("s avonds", WorkPattern::Evening),
    ("avond", WorkPattern::Evening),
    ("avonden", WorkPattern::Evening),
    ("avonddienst", WorkPattern::Evening),
    ("avonddiensten", WorkPattern::Evening),
    ("koopavond", WorkPattern::Evening),
    ("koopavonden", WorkPattern::Evening),
    ("evenings", WorkPattern::Evening),
    ("evening shifts", WorkPattern::Evening),
    ("s nachts", WorkPattern::Night),
    ("nacht", WorkPattern::Night),
    ("nachten", WorkPattern::Night),
    ("nachtdienst", WorkPattern::Night),
    ("nachtdiensten", WorkPattern::Night),
    ("slaapdienst", WorkPattern::Night),
    ("slaapdiensten", WorkPattern::Night),
    ("nights", WorkPattern::Night),
    ("night shifts", WorkPattern::Night),
    ("weekend", WorkPattern::Weekend),
    ("weekenden", WorkPattern::Weekend),
    ("weekends", WorkPattern::Weekend),
    ("weekenddienst", WorkPattern::Weekend),
    ("weekenddiensten", WorkPattern::Weekend),
    ("zaterdag", WorkPattern::Weekend),
    ("zaterdagen", WorkPattern::Weekend),
    ("zondag", WorkPattern::Weekend),
    ("ploegendienst", WorkPattern::Shift),
    ("ploegendiensten", WorkPattern::Shift),
    ("ploegen", WorkPattern::Shift),
    ("vroege en late diensten", WorkPattern::Shift),
    ("vroege diensten", WorkPattern::Shift),
    ("late diensten", WorkPattern::Shift),
    ("vroege of late dienst", WorkPattern::Shift),
    ("wisseldienst", WorkPattern::Shift),
    ("wisseldiensten", WorkPattern::Shift),
    ("shift system", WorkPattern::Shift),
    ("two shift system", WorkPattern::Shift),
    ("shift work", WorkPattern::Shift),
    ("early and late shifts", WorkPattern::Shift),
    ("onregelmatig", WorkPattern::Irregular),
    ("onregelmatige", WorkPattern::Irregular),
    ("onregelmatige diensten", WorkPattern::Irregular),
    ("onregelmatige tijden", WorkPattern::Irregular),
    ("onregelmatige werktijden", WorkPattern::Irregular),
    ("onregelmatige uren", WorkPattern::Irregular),
    ("wisselende diensten", WorkPattern::Irregular),
    ("wisselende tijden", WorkPattern::Irregular),
    ("wisselende werktijden", WorkPattern::Irregular),
    ("irregular hours", WorkPattern::Irregular),
    ("eigen rooster", WorkPattern::OwnSchedule),
    ("zelf je rooster", WorkPattern::OwnSchedule),
    ("zelf je uren", WorkPattern::OwnSchedule),
    ("zelf je tijd", WorkPattern::OwnSchedule),
    ("zelf je tijden", WorkPattern::OwnSchedule),
    ("zelf je werktijden", WorkPattern::OwnSchedule),
    ("je uren zelf", WorkPattern::OwnSchedule),
    ("je werktijden zelf", WorkPattern::OwnSchedule),
    ("je tijd zelf", WorkPattern::OwnSchedule),
    ("je rooster zelf", WorkPattern::OwnSchedule),
    ("je dagen zelf", WorkPattern::OwnSchedule),
    ("je eigen tijd", WorkPattern::OwnSchedule),
    ("je eigen uren", WorkPattern::OwnSchedule),
    ("je eigen werktijden", WorkPattern::OwnSchedule),
    ("flexibele werktijden", WorkPattern::OwnSchedule),
    ("werktijden bepaalt", WorkPattern::OwnSchedule),
    ("werktijden zelf", WorkPattern::OwnSchedule),
    ("zelfroosteren", WorkPattern::OwnSchedule),
    ("flexible hours", WorkPattern::OwnSchedule),
    ("own hours", WorkPattern::OwnSchedule),
    ("flexible working hours", WorkPattern::OwnSchedule),
];

pub(super) fn read(passage: &mut Passage<'_, '_>) {
    hours(passage);
    let words = passage.words();
    // Evenings of a course are when it is taught; only what is never said of lessons is a pattern of work.
    let course = passage.document.kind() == TextKind::Course;
    let of_lessons = [WorkPattern::Day, WorkPattern::Evening, WorkPattern::Weekend];
    each_named(words, PATTERNS, |range, pattern| {
        if !(course && of_lessons.contains(&pattern)) {
            passage.add_condition(Fact::Pattern(pattern), range);
        }
    });
    contracts(passage);
}

/// “32-36 uur”, “24 tot 32 uur per week”, “20 uur”; a time of day or hours of a lesson are none.
fn hours(passage: &mut Passage<'_, '_>) {
    let words = passage.words();
    for at in 1..words.len() {
        if !HOUR_WORDS.contains(&&*words[at].folded) || words[at].before > Boundary::Hyphen {
            continue;
        }
        let Some(max) = weekly(&words[at - 1]) else { continue };
        let follows = words[at + 1..].iter().take(2).take_while(|word| word.before < Boundary::Clause);
        let mut follows = follows.map(|word| &*word.folded);
        if follows.any(|word| NOT_WEEKLY.contains(&word)) || is_time_of_day(passage, at - 1) || is_basis(words, at - 1)
        {
            continue;
        }
        let low = low_end(passage, at - 1);
        let min = low.and_then(|low| weekly(&words[low])).unwrap_or(max);
        let mut end = at + 1;
        if words.get(end).is_some_and(|word| matches!(&*word.folded, "per" | "a"))
            && words.get(end + 1).is_some_and(|word| matches!(&*word.folded, "week"))
        {
            end += 2;
        }
        if let Ok(range) = Between::new(min, max) {
            passage.add_condition(Fact::Hours(range), low.unwrap_or(at - 1)..end);
        }
    }
}

fn weekly(word: &Word) -> Option<HoursPerWeek> {
    let hours = small_number(word).filter(|hours| *hours >= MIN_WEEKLY_HOURS && word.folded.len() <= 2)?;
    HoursPerWeek::new(hours.into()).ok().filter(|_| word.folded.parse::<u8>().is_ok())
}

/// “tussen 07.45 en 17.00 uur”, “om 9 uur”, “vanaf 18:00 uur”.
fn is_time_of_day(passage: &Passage<'_, '_>, number: usize) -> bool {
    let words = passage.words();
    let Some(before) = number.checked_sub(1) else { return false };
    let glued = matches!(passage.between(before, number), "." | ":" | ",");
    let of_day = matches!(&*words[before].folded, "om" | "vanaf" | "na" | "voor" | "at");
    glued
        || of_day
            && !(&*words[before].folded == "voor" && words[number].folded.len() == 2 && weekly_voor(words, number))
}

/// “op basis van 36 uur”, “gebaseerd op 36 uur”: what pay is reckoned by, not what is worked.
fn is_basis(words: &[Word], number: usize) -> bool {
    let before = words[..number].iter().rev().take(3);
    before
        .take_while(|word| word.before < Boundary::Sentence)
        .any(|word| matches!(&*word.folded, "basis" | "gebaseerd" | "o" | "voltijd" | "voltijds"))
}

/// “voor 24 uur” is a week, “voor 9 uur” a time; above twelve it is a week.
fn weekly_voor(words: &[Word], number: usize) -> bool {
    words[number].folded.parse::<u8>().is_ok_and(|hours| hours > 12)
}

/// The lower end before a number: “32-36”, “24 tot 32”, “24 uur tot 32”.
fn low_end(passage: &Passage<'_, '_>, max: usize) -> Option<usize> {
    let words = passage.words();
    let direct = max.checked_sub(1)?;
    if weekly(&words[direct]).is_some() {
        let between = passage.between(direct, max).trim();
        return matches!(between, "-" | "–" | "—" | "/" | "‑").then_some(direct);
    }
    let linked = matches!(&*words[direct].folded, "tot" | "a" | "of" | "to" | "en" | "or" | "m");
    let mut low = direct.checked_sub(1).filter(|_| linked)?;
    for link in ["t", "en", "tot"] {
        if &*words[low].folded == link {
            low = low.checked_sub(1)?;
        }
    }
    if HOUR_WORDS.contains(&&*words[low].folded) {
        low = low.checked_sub(1)?;
    }
    weekly(&words[low]).map(|_| low)
}

/// Contracts of a sentence. One with a prospect swallows those it is made of: “jaarcontract met uitzicht op vast”,
/// “een jaar en daarna een vaste aanstelling”.
fn contracts(passage: &mut Passage<'_, '_>) {
    let words = passage.words();
    let mut named: Vec<(Range<usize>, Contract)> = Vec::new();
    each_named(words, CONTRACTS, |range, contract| named.push((range, contract)));
    for range in fixed_terms(words) {
        if named.iter().all(|(other, _)| other.end <= range.start || range.end <= other.start) {
            named.push((range, Contract::Temporary));
        }
    }
    named.sort_by_key(|(range, _)| range.start);
    let place = |wanted: Contract| named.iter().position(|(_, contract)| *contract == wanted);
    let (temporary, permanent) = (place(Contract::Temporary), place(Contract::Permanent));
    let prospect = place(Contract::TemporaryWithProspect).or_else(|| {
        let (first, last) = (temporary?, permanent?);
        let between = words.get(named[first].0.start..named[last].0.start)?;
        between.iter().any(|word| PROSPECTS.contains(&&*word.folded)).then_some(last)
    });
    if let Some(prospect) = prospect {
        let start = temporary.map_or(named[prospect].0.start, |first| named[first].0.start);
        let end = named[prospect].0.end;
        named[prospect] = (start.min(end - 1)..end, Contract::TemporaryWithProspect);
        named.retain(|(_, contract)| !matches!(contract, Contract::Temporary | Contract::Permanent));
    }
    for (range, contract) in named {
        passage.add_condition(Fact::Contract(contract), range);
    }
}

/// “contract voor zeven maanden”, “aanstelling van twee jaar”.
fn fixed_terms(words: &[Word]) -> Vec<Range<usize>> {
    let is = |at: usize, list: &[&str]| words.get(at).is_some_and(|word| list.contains(&&*word.folded));
    let starts = (0..words.len()).filter(|at| is(*at, &["contract", "aanstelling", "dienstverband", "baan"]));
    let terms = starts.filter_map(|at| {
        let number = words.get(at + 2).filter(|_| is(at + 1, &["voor", "van"])).and_then(small_number);
        let end = (at + 3..at + 5).find(|end| is(*end, &["maanden", "jaar", "maand"]))?;
        number.map(|_| at..end + 1)
    });
    terms.collect()
}

/// Every run that stands in the words, the longest at each place.
fn each_named<T: Copy>(words: &[Word], names: &[(&str, T)], mut take: impl FnMut(Range<usize>, T)) {
    let mut at = 0;
    while at < words.len() {
        let fitting = names.iter().filter(|(run, _)| begins(&words[at..], run));
        match fitting.max_by_key(|(run, _)| run.len()) {
            Some((run, value)) => {
                let end = at + run.split(' ').count();
                take(at..end, *value);
                at = end;
            }
            None => at += 1,
        }
    }
}
