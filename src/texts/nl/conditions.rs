//! What a person asks of work, what is offered, what to ask and what is left out, in Dutch.

use super::Dutch;
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
pub(super) const NO_WORK: &str = "Bij dit leer-werkpad hoort geen werk.";
/// Most items of a wish that a sentence names.
const NAMED_MAX: usize = 3;
/// Words that a sentence needs besides the items it names.
const FRAME_WORDS: usize = 8;

pub(super) fn compared(kind: OpportunityKind, compared: &Compared<'_>) -> String {
    match compared {
        Compared::Travel { max_km, far } => travel(kind, *max_km, *far),
        Compared::Hours { wanted, offered } => {
            let wanted = format!("Jij wilt {}.", hours(wanted));
            both(
                kind,
                offered.map(|it| hours_offered(kind, &it)),
                &wanted,
                match kind {
                    OpportunityKind::Vacancy => "hoeveel uur het werk is",
                    OpportunityKind::Route => "hoeveel uur je werkt",
                },
            )
        }
        Compared::Pay { min, offered } => {
            let wanted = format!("Jij wilt minstens {}.", euro(*min));
            let offered = offered.map(|it| format!("Je verdient {} bruto per maand bij een volle werkweek.", pay(&it)));
            let told = both(kind, offered, &wanted, "wat je verdient");
            if in_scale(compared) { format!("{told} Vraag waar je begint.") } else { told }
        }
        Compared::Contract { accepted, offered } => {
            let names: Vec<_> = offered_first(*accepted, offered.as_slice()).map(|it| Dutch.contract(it)).collect();
            let offered = offered.map(|it| format!("Het gaat om {}.", Dutch.contract(it)));
            both(kind, offered, &format!("Jij wilt {}.", any_of(&names)), "welk contract je krijgt")
        }
        Compared::WorkPattern { accepted, offered } => {
            let offered: Vec<_> = offered.iter().collect();
            let names: Vec<_> = offered_first(*accepted, &offered).map(|it| Dutch.work_pattern(it)).collect();
            let times: Vec<_> = offered.iter().copied().map(|it| Dutch.work_pattern(it)).collect();
            let offered = (!times.is_empty()).then(|| format!("Je werkt {}.", joined(&times, "en")));
            both(kind, offered, &format!("Jij wilt werken: {}.", any_of(&names)), "op welke tijden je werkt")
        }
        Compared::Sector { accepted, offered } => {
            let names: Vec<_> = offered_first(*accepted, offered.as_slice()).map(|it| Dutch.sector(it)).collect();
            let offered = offered.map(|it| format!("Dit is de sector {}.", Dutch.sector(it)));
            both(kind, offered, &format!("Jij zoekt in: {}.", any_of(&names)), "in welke sector het is")
        }
        Compared::Remote { min, offered } => {
            let wanted = format!("Jij wilt minstens {min}% van de tijd thuis werken.");
            both(
                kind,
                offered.map(|share| remote(kind, share)),
                &wanted,
                match kind {
                    OpportunityKind::Vacancy => "of je thuis kunt werken",
                    OpportunityKind::Route => "of je online kunt leren",
                },
            )
        }
        Compared::Mention { words, found } => {
            let not = if *found { "" } else { " niet" };
            let text = match kind {
                OpportunityKind::Vacancy => "in de vacature",
                OpportunityKind::Route => "in de tekst van dit leer-werkpad",
            };
            format!("We vonden “{}”{not} {text}.", quotable(words))
        }
    }
}

/// What is offered and then what is wanted; without an offer, that it is not said.
fn both(kind: OpportunityKind, offered: Option<String>, wanted: &str, unknown: &str) -> String {
    offered.map_or_else(|| not_said(kind, unknown), |offered| format!("{offered} {wanted}"))
}

fn not_said(kind: OpportunityKind, what: &str) -> String {
    match kind {
        OpportunityKind::Vacancy => format!("In de vacature staat niet {what}."),
        OpportunityKind::Route => format!("Bij dit leer-werkpad staat niet {what}."),
    }
}

fn hours_offered(kind: OpportunityKind, range: &Range<HoursPerWeek>) -> String {
    match kind {
        OpportunityKind::Route if range.max().get() == 0 => NO_WORK.to_owned(),
        OpportunityKind::Route => format!("Bij dit leer-werkpad werk je {} per week.", hours(range)),
        OpportunityKind::Vacancy => format!("Het werk is {} per week.", hours(range)),
    }
}

fn place(kind: OpportunityKind) -> &'static str {
    match kind {
        OpportunityKind::Vacancy => "Het werk",
        OpportunityKind::Route => "De leerplek",
    }
}

/// Both ends at the centre of the same region say nothing about the distance within it.
fn travel(kind: OpportunityKind, max_km: u16, far: HowFar) -> String {
    const NEXT_DOOR_M: u32 = 1_000;
    let place = place(kind);
    let measured = match far {
        HowFar::NoPlace => {
            return not_said(kind, if kind == OpportunityKind::Vacancy { "waar het werk is" } else { "waar het is" });
        }
        HowFar::NotMeasured => return "We weten niet hoe ver het van je huis is.".to_owned(),
        HowFar::Online if kind == OpportunityKind::Vacancy => "Je kunt dit werk helemaal thuis doen.".to_owned(),
        HowFar::Online => "Je volgt dit leer-werkpad helemaal online.".to_owned(),
        HowFar::Known(Distance { metres: ..NEXT_DOOR_M, approximate: false }) => {
            format!("{place} is minder dan 1 kilometer van je huis.")
        }
        HowFar::Known(Distance { metres: ..NEXT_DOOR_M, approximate: true }) => {
            format!("{place} is in jouw regio, maar we weten niet precies waar.")
        }
        HowFar::Known(Distance { metres, approximate }) => {
            let far = Dutch.distance(if approximate { to_whole_km(metres) } else { metres });
            let about = if approximate { "ruw geschat " } else { "" };
            format!("{place} is {about}{far} van je huis (hemelsbreed).")
        }
    };
    format!("{measured} Jij wilt hoogstens {max_km} kilometer.")
}

fn remote(kind: OpportunityKind, share: Percent) -> String {
    match (kind, share.get()) {
        (OpportunityKind::Vacancy, 0) => "Je kunt hier niet thuis werken.".to_owned(),
        (OpportunityKind::Vacancy, 100) => "Je kunt altijd thuis werken.".to_owned(),
        (OpportunityKind::Vacancy, share) => format!("Je kunt {share}% van de tijd thuis werken."),
        (OpportunityKind::Route, 0) => "Je kunt dit niet online volgen.".to_owned(),
        (OpportunityKind::Route, 100) => "Je kunt dit helemaal online volgen.".to_owned(),
        (OpportunityKind::Route, share) => format!("Je kunt {share}% online volgen."),
    }
}

pub(super) fn hours(range: &Range<HoursPerWeek>) -> String {
    let (min, max) = (range.min(), range.max());
    match (i64::from(min.get()), i64::from(max.get())) {
        (low, high) if low == high => format!("{min} uur"),
        (HoursPerWeek::MIN, _) => format!("hoogstens {max} uur"),
        (_, HoursPerWeek::MAX) => format!("minstens {min} uur"),
        _ => format!("{min} tot {max} uur"),
    }
}

pub(super) fn pay(range: &Range<EuroPerMonth>) -> String {
    if range.min() == range.max() {
        return euro(range.min());
    }
    format!("{} tot {}", euro(range.min()), euro(range.max()))
}

pub(super) fn euro(amount: EuroPerMonth) -> String {
    Dutch.euro(amount.get().into())
}

/// “a, b of c”, and how many more when not all of them fit.
pub(super) fn any_of(names: &[&str]) -> String {
    let shown = fitting(names, NAMED_MAX, SENTENCE_WORDS_MAX - FRAME_WORDS);
    match names.len() - shown.len() {
        0 => joined(shown, "of"),
        more => format!("{} of nog {more} andere", shown.join(separator(shown, "of"))),
    }
}

pub(super) fn question(kind: OpportunityKind, question: &Question<'_>) -> String {
    let vacancy = kind == OpportunityKind::Vacancy;
    let asked = match question {
        Question::Place if vacancy => "Waar is het werk precies?",
        Question::Place => "Waar is de leerplek precies?",
        Question::Hours if vacancy => "Hoeveel uur per week is het werk?",
        Question::Hours => "Hoeveel uur per week werk ik?",
        Question::Pay if vacancy => "Wat verdien ik bruto per maand?",
        Question::Pay => "Wat verdien ik per maand tijdens dit leer-werkpad?",
        Question::StartingPay => "Met welk bedrag per maand begin ik?",
        Question::Contract => "Welk contract krijg ik?",
        Question::WorkPattern => "Op welke dagen en tijden werk ik?",
        Question::Sector => "In welke sector ga ik werken?",
        Question::Remote if vacancy => "Kan ik een deel van de tijd thuis werken?",
        Question::Remote => "Kan ik een deel online volgen?",
        Question::Requirements if vacancy => "Wat moet ik kunnen voor dit werk?",
        Question::Requirements => "Wat moet ik kunnen als ik begin?",
        Question::Vog => "Wanneer vraag ik de VOG aan, en wie betaalt die?",
        Question::Mention(words) => return format!("Kunt u iets vertellen over “{}”?", quotable(words)),
        Question::Criterion(words) => {
            return format!("Dit vind ik belangrijk: {} Hoe is dat bij u?", quoted_end(words));
        }
        Question::DrivingLicence(licence) => {
            return format!("Moet ik rijbewijs {} al hebben als ik begin?", licence.code());
        }
        Question::Diploma(name) => return format!("Moet ik dit al hebben als ik begin: {name}?"),
        Question::Language(LanguageLevel { language, level }) => {
            let language = Dutch.language_name(*language);
            return format!("Moet ik {language} op niveau {} spreken als ik begin?", level.code());
        }
    };
    asked.to_owned()
}

/// Why something falls out, after “omdat”.
pub(super) fn refusal(kind: OpportunityKind, why: &Refusal<'_>) -> String {
    let vacancy = kind == OpportunityKind::Vacancy;
    let because = match why {
        Refusal::Kind => "je naar iets anders zoekt",
        Refusal::Sources => "het uit een andere bron komt",
        Refusal::Closed if vacancy => "reageren niet meer kan",
        Refusal::Closed => "de laatste startdatum voorbij is",
        Refusal::Sectors => "het een andere sector is dan je koos",
        Refusal::Text => "je zoekwoorden er niet in staan",
        Refusal::Travel(max_km) => return format!("het verder is dan {max_km} kilometer"),
        Refusal::Hours(wanted) => return format!("de uren niet passen bij {} per week", hours(wanted)),
        Refusal::Pay(min) => return format!("je er minder verdient dan {} per maand", euro(*min)),
        Refusal::Contract => "het contract anders is dan je wilt",
        Refusal::WorkPattern => "je er ook op andere tijden werkt dan je wilt",
        Refusal::Sector => "het een andere sector is dan je wilt",
        Refusal::Remote(min) if vacancy => return format!("je minder dan {min}% van de tijd thuis kunt werken"),
        Refusal::Remote(min) => return format!("je minder dan {min}% online kunt volgen"),
        Refusal::Mention(words) => return format!("we “{}” er niet in vonden", quotable(words)),
        Refusal::Criterion(words) => return format!("je dit nodig vindt: “{}”", quotable(words)),
    };
    because.to_owned()
}
