//! Dutch at B1, to the person (“je”): short, active sentences, no jargon, no English where Dutch has a word.

mod abilities;
mod advice;
mod conditions;
mod exploration;
mod labels;
mod plan;
mod relaxation;

use super::{
    phrases::{Ability, Asked, Compared, FromHome, Gain, Labels, Likeness, Phrases, Question, Refusal, Shown, Step},
    writing::{grouped, joined, quotable, quoted_end},
};
use crate::{
    domain::{Importance, Level, OpportunityKind, Verdict, codes::Code},
    matching::{Class, GateAsked, LevelGap, WishKind},
};

/// Dutch.
pub(super) struct Dutch;

impl Phrases for Dutch {
    fn missing(&self, asked: &Asked<'_>) -> String {
        abilities::missing(asked)
    }

    fn shown(&self, asked: &Asked<'_>, shown: &Shown<'_>) -> String {
        abilities::shown(asked, shown)
    }

    fn likeness(&self, own: &str, likeness: Likeness<'_>) -> String {
        let own = quotable(own);
        let (group, name) = match likeness {
            Likeness::Same => {
                return format!("Dit is werk dat je al doet of deed: “{own}”. Daarom telt dit deel niet.");
            }
            Likeness::Names => return format!("De naam van dit werk lijkt op die van je werk “{own}”."),
            Likeness::Family { digits: 4.., name } => ("in dezelfde groep beroepen", name),
            Likeness::Family { digits: 3, name } => ("in een groep verwante beroepen", name),
            Likeness::Family { digits: 2, name } => ("in dezelfde brede groep beroepen", name),
            Likeness::Family { digits: 0..=1, name } => ("in dezelfde hoofdgroep van beroepen", name),
        };
        match name {
            Some(name) => format!("Dit werk hoort met je werk “{own}” {group}: {name}."),
            None => format!("Dit werk hoort met je werk “{own}” {group}."),
        }
    }

    fn wish(&self, kind: OpportunityKind, wish: WishKind, ability: Ability<'_>) -> String {
        abilities::wish(kind, wish, ability)
    }

    fn learning(&self, gain: Gain, ability: Ability<'_>, level: Level) -> String {
        let opening = match gain {
            Gain::Wanted => "Dit wil je leren, en dat kan hier",
            Gain::New => "Dit leer je hier",
            Gain::Deeper => "Dit leer je hier beter",
            Gain::Known => "Dit leer je hier, maar je kent het al",
            Gain::Plain => "Dit leer je hier ook",
        };
        format!("{opening}: {}. Je komt tot niveau {level} van {}.", ability.label, Level::MAX)
    }

    fn open_to_all(&self) -> &'static str {
        "Dit leer-werkpad vraagt vooraf geen vaardigheden."
    }

    fn level_gap(&self, kind: OpportunityKind, gap: LevelGap) -> String {
        let asks = match kind {
            OpportunityKind::Vacancy => "De vacature vraagt",
            OpportunityKind::Route => "Dit leer-werkpad vraagt vooraf",
        };
        format!("{asks} niveau {}. Jij hebt niveau {}.", self.education(gap.asked), self.education(gap.held))
    }

    fn gate(&self, kind: OpportunityKind, asked: &GateAsked, verdict: Verdict) -> String {
        let answer = |not_met: &'static str, unknown: &'static str| match verdict {
            Verdict::Met => "Dat heb je.",
            Verdict::NotMet => not_met,
            Verdict::Unknown => unknown,
        };
        let name = self.gate_name(asked);
        match asked {
            GateAsked::DrivingLicence(licence) => {
                format!("Rijbewijs {} is nodig. {}", licence.code(), answer("Dat heb je niet.", "Heb je dat?"))
            }
            GateAsked::Vog => {
                let when = match kind {
                    OpportunityKind::Vacancy => "aangenomen",
                    OpportunityKind::Route => "toegelaten",
                };
                format!("Je hebt {name} nodig. Die vraag je aan als je wordt {when}.")
            }
            GateAsked::Diploma(diploma) => {
                let opening = if diploma.regulated { "Dit moet volgens de wet" } else { "Dit wordt gevraagd" };
                format!("{opening}: {name}. {}", answer("Dat staat niet bij je diploma’s.", "Heb je dat?"))
            }
            GateAsked::Language(_) => {
                format!("Dit is nodig: {name}. {}", answer("Jouw niveau is lager.", "Heb je dat niveau?"))
            }
        }
    }

    fn compared(&self, kind: OpportunityKind, compared: &Compared<'_>) -> String {
        conditions::compared(kind, compared)
    }

    fn exploration(&self, kind: OpportunityKind, from: &FromHome<'_>) -> String {
        exploration::from_home(kind, from)
    }

    fn mixed_place(&self, rank_by_points: u32) -> String {
        format!("Op punten is dit nummer {rank_by_points}. We wisselen sectoren en werkgevers af.")
    }

    fn own_words(&self, importance: Importance, words: &str) -> String {
        let opening = match importance {
            Importance::Must => "Dit is voor jou echt nodig",
            Importance::Important => "Jij vindt belangrijk",
            Importance::Nice => "Dit zou je fijn vinden",
        };
        format!("{opening}: {}", quoted_end(words))
    }

    fn no_work(&self) -> &'static str {
        conditions::NO_WORK
    }

    fn for_people_to_judge(&self) -> &'static str {
        "Of dat hier zo is, weten we niet."
    }

    fn ask_about_it(&self) -> &'static str {
        "Vraag het na."
    }

    fn question(&self, kind: OpportunityKind, question: &Question<'_>) -> String {
        conditions::question(kind, question)
    }

    fn requirements_met(&self, met: usize, partly_met: usize, of: usize) -> String {
        match (met, partly_met, of) {
            (1, _, 1) => "Je voldoet aan de enige eis.".to_owned(),
            (_, 1, 1) => "Je voldoet voor een deel aan de enige eis.".to_owned(),
            (_, _, 1) => "Je voldoet nog niet aan de enige eis.".to_owned(),
            (2, _, 2) => "Je voldoet aan beide eisen.".to_owned(),
            _ if met == of => format!("Je voldoet aan alle {of} eisen."),
            (0, 0, _) => format!("Je voldoet nog aan geen van de {of} eisen."),
            (0, _, _) => format!("Je voldoet voor een deel aan {partly_met} van de {of} eisen."),
            (_, 0, _) => format!("Je voldoet aan {met} van de {of} eisen."),
            _ => format!("Je voldoet aan {met} van de {of} eisen, en aan {partly_met} voor een deel."),
        }
    }

    fn no_requirements(&self, kind: OpportunityKind) -> &'static str {
        match kind {
            OpportunityKind::Vacancy => "We weten niet wat je moet kunnen voor dit werk.",
            OpportunityKind::Route => self.open_to_all(),
        }
    }

    fn gaps(&self, labels: &[&str]) -> String {
        format!("Hieraan kun je nog werken: {}.", joined(labels, "en"))
    }

    fn gates_not_met(&self, names: &[&str]) -> String {
        format!("Dit is nodig, maar staat niet in je profiel: {}.", joined(names, "en"))
    }

    fn class_told(&self, kind: OpportunityKind, class: Class) -> &'static str {
        match (kind, class) {
            (OpportunityKind::Vacancy, Class::Now) => "Dit werk is nu haalbaar.",
            (OpportunityKind::Vacancy, Class::ShortCourse) => "Voor dit werk heb je nog een korte cursus nodig.",
            (OpportunityKind::Vacancy, Class::Route) => "Voor dit werk heb je nog een opleiding nodig.",
            (OpportunityKind::Vacancy, Class::Far) => "Dit werk is nog ver weg.",
            (OpportunityKind::Route, Class::Now) => "Dit leer-werkpad is nu haalbaar.",
            (OpportunityKind::Route, Class::ShortCourse) => {
                "Voor dit leer-werkpad heb je eerst nog een korte cursus nodig."
            }
            (OpportunityKind::Route, Class::Route) => {
                "Voor dit leer-werkpad heb je eerst nog een andere opleiding nodig."
            }
            (OpportunityKind::Route, Class::Far) => "Dit leer-werkpad is nog ver weg.",
        }
    }

    fn left_out(&self, kind: OpportunityKind, count: u64, why: &Refusal<'_>) -> String {
        let fall = if count == 1 { "valt" } else { "vallen" };
        let noun = match (kind, count) {
            (_, 1) => self.opportunity(kind),
            (OpportunityKind::Vacancy, _) => "vacatures",
            (OpportunityKind::Route, _) => "leer-werkpaden",
        };
        format!("{} {noun} {fall} af omdat {}.", grouped(count, '.'), conditions::refusal(kind, why))
    }

    fn this_left_out(&self, kind: OpportunityKind, why: &Refusal<'_>) -> String {
        let this = match kind {
            OpportunityKind::Vacancy => "Deze vacature",
            OpportunityKind::Route => "Dit leer-werkpad",
        };
        format!("{this} valt af omdat {}.", conditions::refusal(kind, why))
    }

    fn let_go(&self, kind: OpportunityKind, what: &[Refusal<'_>], brings: u64) -> String {
        relaxation::let_go(kind, what, brings)
    }

    fn step(&self, kind: OpportunityKind, step: Step, brings: u64) -> String {
        relaxation::step(kind, step, brings)
    }

    fn nothing_found(&self, kind: OpportunityKind) -> &'static str {
        match kind {
            OpportunityKind::Vacancy => "We vonden geen vacatures die passen.",
            OpportunityKind::Route => "We vonden geen leer-werkpaden die passen.",
        }
    }

    fn words_read_as(&self, words: &str, label: &str) -> String {
        format!("We lezen “{}” als: {label}.", quotable(words))
    }

    fn words_not_understood(&self, words: &str, alternatives: &[&str]) -> String {
        let words = quotable(words);
        if alternatives.is_empty() {
            return format!("We weten niet wat je bedoelt met “{words}”. Zeg het met andere woorden.");
        }
        format!("We weten niet wat je bedoelt met “{words}”. Bedoel je: {}?", joined(alternatives, "of"))
    }
}
