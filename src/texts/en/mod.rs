//! English, to the person (“you”), as plain as the Dutch beside it and with as many sentences.

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

/// English.
pub(super) struct English;

impl Phrases for English {
    fn missing(&self, asked: &Asked<'_>) -> String {
        abilities::missing(asked)
    }

    fn shown(&self, asked: &Asked<'_>, shown: &Shown<'_>) -> String {
        abilities::shown(asked, shown)
    }

    fn likeness(&self, own: &str, likeness: Likeness<'_>) -> String {
        let own = quotable(own);
        let (group, name) = match likeness {
            Likeness::Same => return format!("This is work that you do or did: “{own}”. So this part does not count."),
            Likeness::Names => return format!("The name of this work is like that of your work “{own}”."),
            Likeness::Family { digits: 4.., name } => ("the same group of occupations", name),
            Likeness::Family { digits: 3, name } => ("one group of related occupations", name),
            Likeness::Family { digits: 2, name } => ("the same broad group of occupations", name),
            Likeness::Family { digits: 0..=1, name } => ("the same main group of occupations", name),
        };
        match name {
            Some(name) => format!("This work and your work “{own}” are in {group}: {name}."),
            None => format!("This work and your work “{own}” are in {group}."),
        }
    }

    fn wish(&self, kind: OpportunityKind, wish: WishKind, ability: Ability<'_>) -> String {
        abilities::wish(kind, wish, ability)
    }

    fn learning(&self, gain: Gain, ability: Ability<'_>, level: Level) -> String {
        let opening = match gain {
            Gain::Wanted => "You want to learn this, and you can do so here",
            Gain::New => "This is taught here",
            Gain::Deeper => "You get better at this here",
            Gain::Known => "This is taught here, but you know it already",
            Gain::Plain => "This is taught here too",
        };
        format!("{opening}: {}. You reach level {level} of {}.", ability.label, Level::MAX)
    }

    fn open_to_all(&self) -> &'static str {
        "This route asks for no skills beforehand."
    }

    fn level_gap(&self, kind: OpportunityKind, gap: LevelGap) -> String {
        let asks = match kind {
            OpportunityKind::Vacancy => "The vacancy asks for",
            OpportunityKind::Route => "This route asks beforehand for",
        };
        format!("{asks} level {}. You have level {}.", self.education(gap.asked), self.education(gap.held))
    }

    fn gate(&self, kind: OpportunityKind, asked: &GateAsked, verdict: Verdict) -> String {
        let answer = |not_met: &'static str, unknown: &'static str| match verdict {
            Verdict::Met => "You have it.",
            Verdict::NotMet => not_met,
            Verdict::Unknown => unknown,
        };
        let name = self.gate_name(asked);
        match asked {
            GateAsked::DrivingLicence(licence) => {
                let answer = answer("You do not have it.", "Do you have it?");
                format!("Driving licence {} is needed. {answer}", licence.code())
            }
            GateAsked::Vog => {
                let when = match kind {
                    OpportunityKind::Vacancy => "hired",
                    OpportunityKind::Route => "admitted",
                };
                format!("You need {name}. You apply for it when you are {when}.")
            }
            GateAsked::Diploma(diploma) => {
                let opening = if diploma.regulated { "The law demands this" } else { "This is asked for" };
                format!("{opening}: {name}. {}", answer("It is not among your diplomas.", "Do you have it?"))
            }
            GateAsked::Language(_) => {
                format!("This is needed: {name}. {}", answer("Your level is lower.", "Do you have that level?"))
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
        format!("By points this is number {rank_by_points}. We alternate sectors and employers.")
    }

    fn own_words(&self, importance: Importance, words: &str) -> String {
        let opening = match importance {
            Importance::Must => "This is a must for you",
            Importance::Important => "This is important to you",
            Importance::Nice => "You would like this",
        };
        format!("{opening}: {}", quoted_end(words))
    }

    fn no_work(&self) -> &'static str {
        conditions::NO_WORK
    }

    fn for_people_to_judge(&self) -> &'static str {
        "We do not know whether it is so here."
    }

    fn ask_about_it(&self) -> &'static str {
        "Ask about it."
    }

    fn question(&self, kind: OpportunityKind, question: &Question<'_>) -> String {
        conditions::question(kind, question)
    }

    fn requirements_met(&self, met: usize, partly_met: usize, of: usize) -> String {
        match (met, partly_met, of) {
            (1, _, 1) => "You meet the only requirement.".to_owned(),
            (_, 1, 1) => "You meet the only requirement in part.".to_owned(),
            (_, _, 1) => "You do not meet the only requirement yet.".to_owned(),
            (2, _, 2) => "You meet both requirements.".to_owned(),
            _ if met == of => format!("You meet all {of} requirements."),
            (0, 0, _) => format!("You meet none of the {of} requirements yet."),
            (0, _, _) => format!("You meet {partly_met} of the {of} requirements in part."),
            (_, 0, _) => format!("You meet {met} of the {of} requirements."),
            _ => format!("You meet {met} of the {of} requirements, and {partly_met} in part."),
        }
    }

    fn no_requirements(&self, kind: OpportunityKind) -> &'static str {
        match kind {
            OpportunityKind::Vacancy => "We do not know what you must be able to do for this work.",
            OpportunityKind::Route => self.open_to_all(),
        }
    }

    fn gaps(&self, labels: &[&str]) -> String {
        format!("You can still work on this: {}.", joined(labels, "and"))
    }

    fn gates_not_met(&self, names: &[&str]) -> String {
        format!("This is needed but is not in your profile: {}.", joined(names, "and"))
    }

    fn class_told(&self, kind: OpportunityKind, class: Class) -> &'static str {
        match (kind, class) {
            (OpportunityKind::Vacancy, Class::Now) => "This work is within reach now.",
            (OpportunityKind::Vacancy, Class::ShortCourse) => "You still need a short course for this work.",
            (OpportunityKind::Vacancy, Class::Route) => "You still need training for this work.",
            (OpportunityKind::Vacancy, Class::Far) => "This work is still far away.",
            (OpportunityKind::Route, Class::Now) => "This route is within reach now.",
            (OpportunityKind::Route, Class::ShortCourse) => "You need a short course before this route.",
            (OpportunityKind::Route, Class::Route) => "You need other training before this route.",
            (OpportunityKind::Route, Class::Far) => "This route is still far away.",
        }
    }

    fn left_out(&self, kind: OpportunityKind, count: u64, why: &Refusal<'_>) -> String {
        let fall = if count == 1 { "is" } else { "are" };
        let noun = match (kind, count) {
            (_, 1) => self.opportunity(kind),
            (OpportunityKind::Vacancy, _) => "vacancies",
            (OpportunityKind::Route, _) => "learn-and-work routes",
        };
        format!("{} {noun} {fall} left out because {}.", grouped(count, ','), conditions::refusal(kind, why))
    }

    fn this_left_out(&self, kind: OpportunityKind, why: &Refusal<'_>) -> String {
        format!("This {} is left out because {}.", self.opportunity(kind), conditions::refusal(kind, why))
    }

    fn let_go(&self, kind: OpportunityKind, what: &[Refusal<'_>], brings: u64) -> String {
        relaxation::let_go(kind, what, brings)
    }

    fn step(&self, kind: OpportunityKind, step: Step, brings: u64) -> String {
        relaxation::step(kind, step, brings)
    }

    fn nothing_found(&self, kind: OpportunityKind) -> &'static str {
        match kind {
            OpportunityKind::Vacancy => "We found no vacancies that fit.",
            OpportunityKind::Route => "We found no learn-and-work routes that fit.",
        }
    }

    fn words_read_as(&self, words: &str, label: &str) -> String {
        format!("We read “{}” as: {label}.", quotable(words))
    }

    fn words_not_understood(&self, words: &str, alternatives: &[&str]) -> String {
        let words = quotable(words);
        if alternatives.is_empty() {
            return format!("We do not know what you mean by “{words}”. Say it in other words.");
        }
        format!("We do not know what you mean by “{words}”. Do you mean: {}?", joined(alternatives, "or"))
    }
}
