//! What a person asks of work, what is offered, what to ask and what is left out, in English.

use super::English;
use crate::{
    domain::{EuroPerMonth, HoursPerWeek, LanguageLevel, OpportunityKind, Percent, Range, codes::Code},
    matching::Distance,
    texts::{
        condition::offered_first,
        phrases::{Compared, HowFar, Labels, Question, Refusal, in_scale},
        writing::{SENTENCE_WORDS_MAX, fitting, joined, quotable, quoted_end, separator, to_whole_km},
    },
};

/// Said of lessons alone.
pub(super) const NO_WORK: &str = "No work comes with this route.";
/// Most items of a wish that a sentence names.
const NAMED_MAX: usize = 3;
/// Words that a sentence needs besides the items it names.
const FRAME_WORDS: usize = 8;

pub(super) fn compared(kind: OpportunityKind, compared: &Compared<'_>) -> String {
    match compared {
        Compared::Travel { max_km, far } => travel(kind, *max_km, *far),
        Compared::Hours { wanted, offered } => {
            let wanted = format!("You want {}.", hours(wanted));
            both(
                kind,
                offered.map(|it| hours_offered(kind, &it)),
                &wanted,
                match kind {
                    OpportunityKind::Vacancy => "how many hours the work is",
                    OpportunityKind::Route => "how many hours you work",
                },
            )
        }
        Compared::Pay { min, offered } => {
            let wanted = format!("You want at least {}.", euro(*min));
            let offered = offered.map(|it| format!("You earn {} gross a month for a full working week.", pay(&it)));
            let told = both(kind, offered, &wanted, "what you earn");
            if in_scale(compared) { format!("{told} Ask where you begin.") } else { told }
        }
        Compared::Contract { accepted, offered } => {
            let names: Vec<_> = offered_first(*accepted, offered.as_slice()).map(|it| English.contract(it)).collect();
            let offered = offered.map(|it| format!("It is {}.", English.contract(it)));
            both(kind, offered, &format!("You want {}.", any_of(&names)), "which contract you get")
        }
        Compared::WorkPattern { accepted, offered } => {
            let offered: Vec<_> = offered.iter().collect();
            let names: Vec<_> = offered_first(*accepted, &offered).map(|it| English.work_pattern(it)).collect();
            let times: Vec<_> = offered.iter().copied().map(|it| English.work_pattern(it)).collect();
            let offered = (!times.is_empty()).then(|| format!("You work {}.", joined(&times, "and")));
            both(kind, offered, &format!("You want to work: {}.", any_of(&names)), "at what times you work")
        }
        Compared::Sector { accepted, offered } => {
            let names: Vec<_> = offered_first(*accepted, offered.as_slice()).map(|it| English.sector(it)).collect();
            let offered = offered.map(|it| format!("This is the sector {}.", English.sector(it)));
            both(kind, offered, &format!("You look in: {}.", any_of(&names)), "in which sector it is")
        }
        Compared::Remote { min, offered } => {
            let wanted = format!("You want to work from home at least {min}% of the time.");
            both(
                kind,
                offered.map(|share| remote(kind, share)),
                &wanted,
                match kind {
                    OpportunityKind::Vacancy => "whether you can work from home",
                    OpportunityKind::Route => "whether you can learn online",
                },
            )
        }
        Compared::Mention { words, found } => {
            let did = if *found { "found" } else { "did not find" };
            let text = match kind {
                OpportunityKind::Vacancy => "in the vacancy",
                OpportunityKind::Route => "in the text of this route",
            };
            format!("We {did} “{}” {text}.", quotable(words))
        }
    }
}

/// What is offered and then what is wanted; without an offer, that it is not said.
fn both(kind: OpportunityKind, offered: Option<String>, wanted: &str, unknown: &str) -> String {
    offered.map_or_else(|| not_said(kind, unknown), |offered| format!("{offered} {wanted}"))
}

fn not_said(kind: OpportunityKind, what: &str) -> String {
    match kind {
        OpportunityKind::Vacancy => format!("The vacancy does not say {what}."),
        OpportunityKind::Route => format!("This route does not say {what}."),
    }
}

fn hours_offered(kind: OpportunityKind, range: &Range<HoursPerWeek>) -> String {
    match kind {
        OpportunityKind::Route if range.max().get() == 0 => NO_WORK.to_owned(),
        OpportunityKind::Route => format!("In this route you work {} a week.", hours(range)),
        OpportunityKind::Vacancy => format!("The work is {} a week.", hours(range)),
    }
}

fn place(kind: OpportunityKind) -> &'static str {
    match kind {
        OpportunityKind::Vacancy => "The work",
        OpportunityKind::Route => "The place of learning",
    }
}

/// Both ends at the centre of the same region say nothing about the distance within it.
fn travel(kind: OpportunityKind, max_km: u16, far: HowFar) -> String {
    const NEXT_DOOR_M: u32 = 1_000;
    let place = place(kind);
    let measured = match far {
        HowFar::NoPlace => {
            return not_said(kind, if kind == OpportunityKind::Vacancy { "where the work is" } else { "where it is" });
        }
        HowFar::NotMeasured => return "We do not know how far it is from your home.".to_owned(),
        HowFar::Online if kind == OpportunityKind::Vacancy => "You can do this work from home altogether.".to_owned(),
        HowFar::Online => "You follow this route online altogether.".to_owned(),
        HowFar::Known(Distance { metres: ..NEXT_DOOR_M, approximate: false }) => {
            format!("{place} is less than 1 kilometre from your home.")
        }
        HowFar::Known(Distance { metres: ..NEXT_DOOR_M, approximate: true }) => {
            format!("{place} is in your region, but we do not know exactly where.")
        }
        HowFar::Known(Distance { metres, approximate }) => {
            let far = English.distance(if approximate { to_whole_km(metres) } else { metres });
            let about = if approximate { "roughly " } else { "" };
            format!("{place} is {about}{far} from your home (as the crow flies).")
        }
    };
    let unit = if max_km == 1 { "kilometre" } else { "kilometres" };
    format!("{measured} You want at most {max_km} {unit}.")
}

fn remote(kind: OpportunityKind, share: Percent) -> String {
    match (kind, share.get()) {
        (OpportunityKind::Vacancy, 0) => "You cannot work from home here.".to_owned(),
        (OpportunityKind::Vacancy, 100) => "You can always work from home.".to_owned(),
        (OpportunityKind::Vacancy, share) => format!("You can work from home {share}% of the time."),
        (OpportunityKind::Route, 0) => "You cannot follow this online.".to_owned(),
        (OpportunityKind::Route, 100) => "You can follow all of it online.".to_owned(),
        (OpportunityKind::Route, share) => format!("You can follow {share}% online."),
    }
}

pub(super) fn hours(range: &Range<HoursPerWeek>) -> String {
    let (min, max) = (range.min(), range.max());
    let unit = if max.get() == 1 { "hour" } else { "hours" };
    match (i64::from(min.get()), i64::from(max.get())) {
        (low, high) if low == high => format!("{min} {unit}"),
        (HoursPerWeek::MIN, _) => format!("at most {max} {unit}"),
        (_, HoursPerWeek::MAX) => format!("at least {min} hours"),
        _ => format!("{min} to {max} {unit}"),
    }
}

pub(super) fn pay(range: &Range<EuroPerMonth>) -> String {
    if range.min() == range.max() {
        return euro(range.min());
    }
    format!("{} to {}", euro(range.min()), euro(range.max()))
}

pub(super) fn euro(amount: EuroPerMonth) -> String {
    English.euro(amount.get().into())
}

/// “a, b or c”, and how many more when not all of them fit.
pub(super) fn any_of(names: &[&str]) -> String {
    let shown = fitting(names, NAMED_MAX, SENTENCE_WORDS_MAX - FRAME_WORDS);
    match names.len() - shown.len() {
        0 => joined(shown, "or"),
        1 => format!("{} or 1 other", shown.join(separator(shown, "or"))),
        more => format!("{} or {more} others", shown.join(separator(shown, "or"))),
    }
}

pub(super) fn question(kind: OpportunityKind, question: &Question<'_>) -> String {
    let vacancy = kind == OpportunityKind::Vacancy;
    let asked = match question {
        Question::Place if vacancy => "Where exactly is the work?",
        Question::Place => "Where exactly is the place of learning?",
        Question::Hours if vacancy => "How many hours a week is the work?",
        Question::Hours => "How many hours a week do I work?",
        Question::Pay if vacancy => "What do I earn gross a month?",
        Question::Pay => "What do I earn a month during this route?",
        Question::StartingPay => "At what amount a month do I begin?",
        Question::Contract => "Which contract do I get?",
        Question::WorkPattern => "On which days and at what times do I work?",
        Question::Sector => "In which sector will I work?",
        Question::Remote if vacancy => "Can I work from home part of the time?",
        Question::Remote => "Can I follow part of it online?",
        Question::Requirements if vacancy => "What must I be able to do for this work?",
        Question::Requirements => "What must I be able to do when I start?",
        Question::Vog => "When do I apply for the certificate of conduct (VOG), and who pays for it?",
        Question::Mention(words) => return format!("Can you tell me something about “{}”?", quotable(words)),
        Question::Criterion(words) => {
            return format!("This is important to me: {} How is that with you?", quoted_end(words));
        }
        Question::DrivingLicence(licence) => {
            return format!("Must I have driving licence {} when I start?", licence.code());
        }
        Question::Diploma(name) => return format!("Must I have this when I start: {name}?"),
        Question::Language(LanguageLevel { language, level }) => {
            let language = English.language_name(*language);
            return format!("Must I speak {language} at level {} when I start?", level.code());
        }
    };
    asked.to_owned()
}

/// Why something falls out, after “because”.
pub(super) fn refusal(kind: OpportunityKind, why: &Refusal<'_>) -> String {
    let vacancy = kind == OpportunityKind::Vacancy;
    let because = match why {
        Refusal::Kind => "you look for something else",
        Refusal::Sources => "the source is another than you chose",
        Refusal::Closed if vacancy => "one can no longer apply",
        Refusal::Closed => "the last start date has passed",
        Refusal::Sectors => "the sector is another than you chose",
        Refusal::Text => "your search words are not in the text",
        Refusal::Travel(max_km) => return format!("the distance is more than {max_km} km"),
        Refusal::Hours(wanted) => return format!("the hours do not fit {} a week", hours(wanted)),
        Refusal::Pay(min) => return format!("the pay is less than {} a month", euro(*min)),
        Refusal::Contract => "the contract is another than you want",
        Refusal::WorkPattern => "the work is also at other times than you want",
        Refusal::Sector => "the sector is another than you want",
        Refusal::Remote(min) if vacancy => return format!("you can work from home less than {min}% of the time"),
        Refusal::Remote(min) => return format!("you can follow less than {min}% online"),
        Refusal::Mention(words) => return format!("we did not find “{}” in the text", quotable(words)),
        Refusal::Criterion(words) => return format!("you need this: “{}”", quotable(words)),
    };
    because.to_owned()
}
