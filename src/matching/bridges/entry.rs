//! May the person begin with a route? The level, the hard conditions and the skills that it asks at entry, each with a verdict.

use super::{person::Person, table::RouteFacts};
use crate::{
    document::{GateBits, weight},
    domain::{Diploma, DrivingLicence, LanguageLevel, NlqfLevel, Verdict},
    matching::{
        GateAsked,
        credits::ByLevel,
        rules::{CREDIT_FULL, bridges as rules},
    },
    taxonomy::ConceptNumber,
};

/// One thing that a route asks at entry.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryCheck {
    /// What is asked.
    pub asked: EntryAsked,
    /// Whether the person meets it.
    pub verdict: EntryVerdict,
}

/// What a route asks at entry.
#[derive(Clone, Debug, PartialEq)]
pub enum EntryAsked {
    /// An education level.
    Level {
        /// What is asked.
        asked: NlqfLevel,
        /// What the person has, perhaps by a step before this one.
        held: Option<NlqfLevel>,
        /// Whether it is the step before this one that gives it.
        by_step: bool,
    },
    /// A licence, certificate, diploma or language.
    Gate(GateAsked),
    /// Skills: how many of them the profile shows in full or in part.
    Skills {
        /// Shown.
        shown: usize,
        /// Asked.
        of: usize,
        /// Those of which nothing is shown.
        lacking: Vec<ConceptNumber>,
    },
}

/// Whether the person meets what is asked at entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryVerdict {
    /// Yes.
    Met,
    /// No, as far as the profile says.
    NotMet,
    /// The profile or the route does not say: a question for the provider.
    Unknown,
    /// Not on paper, but an EVC may do: a question for the provider.
    EvcPossible,
}

/// What the step before brought.
#[derive(Clone, Copy, Default)]
pub(super) struct Earned<'a> {
    pub(super) nlqf: Option<NlqfLevel>,
    pub(super) diploma: Option<i32>,
    pub(super) gains: &'a [(ConceptNumber, ByLevel)],
    /// Whether it was an EVC, which may stand in for paper.
    pub(super) evc: bool,
}

impl Earned<'_> {
    fn credit(&self, concept: ConceptNumber, level: usize) -> u16 {
        let place = self.gains.binary_search_by_key(&concept, |(known, _)| *known);
        place.map_or(0, |place| self.gains[place].1[level])
    }
}

/// How many questions the entry leaves; none when it is known to be shut. A certificate of conduct is always applied for
/// later and leaves no question.
pub(super) fn questions(person: &Person<'_>, route: &RouteFacts, earned: &Earned<'_>) -> Option<usize> {
    let mut questions = 0;
    let mut shut = false;
    each_check(person, route, earned, |asked, verdict| match verdict {
        EntryVerdict::Met => {}
        EntryVerdict::NotMet => shut = true,
        EntryVerdict::Unknown | EntryVerdict::EvcPossible => questions += usize::from(!matches!(asked, Asked::Vog)),
    });
    (!shut).then_some(questions)
}

/// Every check, to be shown.
pub(super) fn checks(person: &Person<'_>, route: &RouteFacts, earned: &Earned<'_>) -> Vec<EntryCheck> {
    let mut checks = Vec::new();
    each_check(person, route, earned, |asked, verdict| {
        let asked = match asked {
            Asked::Level { asked, held } => {
                let by_step = held > person.plan.nlqf;
                EntryAsked::Level { asked, held, by_step }
            }
            Asked::Licence(licence) => EntryAsked::Gate(GateAsked::DrivingLicence(licence)),
            Asked::Vog => EntryAsked::Gate(GateAsked::Vog),
            Asked::Diploma(diploma) => EntryAsked::Gate(GateAsked::Diploma(diploma.clone())),
            Asked::Language(language) => EntryAsked::Gate(GateAsked::Language(language)),
            Asked::Skills => skills_asked(person, route, earned),
        };
        checks.push(EntryCheck { asked, verdict });
    });
    checks
}

/// What is asked, without a copy of it.
enum Asked<'a> {
    Level { asked: NlqfLevel, held: Option<NlqfLevel> },
    Licence(DrivingLicence),
    Vog,
    Diploma(&'a Diploma),
    Language(LanguageLevel),
    Skills,
}

fn each_check<'r>(
    person: &Person<'_>,
    facts: &'r RouteFacts,
    earned: &Earned<'_>,
    mut see: impl FnMut(Asked<'r>, EntryVerdict),
) {
    let route = facts.route();
    let held = &person.plan.held;
    if let Some(asked) = route.entry_nlqf {
        let held = level_held(asked, person.plan.nlqf, earned);
        see(Asked::Level { asked, held }, level_verdict(asked, held, earned.evc));
    }
    let gates = &route.entry_gates;
    for licence in gates.driving_licences.iter() {
        see(Asked::Licence(licence), verdict(held.licence(licence)));
    }
    if gates.vog {
        see(Asked::Vog, EntryVerdict::Unknown);
    }
    for diploma in gates.diplomas.iter() {
        let earned_now = earned.diploma == Some(GateBits::diploma(&diploma.name));
        let verdict = match held.diploma(diploma) {
            _ if earned_now => EntryVerdict::Met,
            Verdict::NotMet if earned.evc => EntryVerdict::EvcPossible,
            other => verdict(other),
        };
        see(Asked::Diploma(diploma), verdict);
    }
    for language in gates.languages.iter() {
        see(Asked::Language(*language), verdict(held.language(language.language.number(), language.level)));
    }
    if !facts.listed.understood.requirements.is_empty() {
        see(Asked::Skills, skills_verdict(person, facts, earned));
    }
}

fn verdict(verdict: Verdict) -> EntryVerdict {
    match verdict {
        Verdict::Met => EntryVerdict::Met,
        Verdict::NotMet => EntryVerdict::NotMet,
        Verdict::Unknown => EntryVerdict::Unknown,
    }
}

/// The level beside the one asked. An EVC shows a level, it does not give one; and a step that gives less than is asked says
/// nothing of an own level that is not known.
fn level_held(asked: NlqfLevel, own: Option<NlqfLevel>, earned: &Earned<'_>) -> Option<NlqfLevel> {
    own.max(earned.nlqf.filter(|exit| !earned.evc && *exit >= asked))
}

/// That an EVC may do is a question, even where it says which level it shows.
fn level_verdict(asked: NlqfLevel, held: Option<NlqfLevel>, evc: bool) -> EntryVerdict {
    match held.map(|held| asked.get().saturating_sub(held.get())) {
        None => EntryVerdict::Unknown,
        Some(0) => EntryVerdict::Met,
        Some(short) if evc && short <= rules::EVC_LEVELS_MAX => EntryVerdict::EvcPossible,
        Some(_) => EntryVerdict::NotMet,
    }
}

/// Skills that nobody claims may be there all the same, so what is not shown is a question.
fn skills_verdict(person: &Person<'_>, facts: &RouteFacts, earned: &Earned<'_>) -> EntryVerdict {
    let (mut got, mut of) = (0, 0);
    for asked in &facts.listed.understood.requirements {
        let level = asked.min_level.map_or(0, |level| usize::from(level.get()));
        let credit = person.credit(asked.concept, level).max(earned.credit(asked.concept, level));
        let weight = u64::from(weight(person.plan.world.taxonomy, asked.concept, asked.relation).get());
        got += weight * u64::from(credit);
        of += weight * u64::from(CREDIT_FULL);
    }
    if got * 1_000 >= rules::ENTRY_PERMILLE * of { EntryVerdict::Met } else { EntryVerdict::Unknown }
}

fn skills_asked(person: &Person<'_>, facts: &RouteFacts, earned: &Earned<'_>) -> EntryAsked {
    let asked = &facts.listed.understood.requirements;
    let shows = |concept| person.credit(concept, 0).max(earned.credit(concept, 0)) > 0;
    let lacking: Vec<_> = asked.iter().map(|it| it.concept).filter(|concept| !shows(*concept)).collect();
    EntryAsked::Skills { shown: asked.len() - lacking.len(), of: asked.len(), lacking }
}

#[cfg(test)]
mod tests {
    use super::{Earned, EntryVerdict, level_held, level_verdict};
    use crate::domain::NlqfLevel;

    #[test]
    fn a_level_that_is_not_known_is_a_question_unless_the_step_before_gives_it() {
        let level = |level: i64| NlqfLevel::new(level).expect("a level");
        let (short, enough, own) = (Some(level(3)), Some(level(4)), Some(level(3)));
        let cases = [
            (None, None, false, EntryVerdict::Unknown),
            (None, short, false, EntryVerdict::Unknown),
            (None, enough, false, EntryVerdict::Met),
            (None, enough, true, EntryVerdict::Unknown),
            (own, short, false, EntryVerdict::NotMet),
            (own, enough, false, EntryVerdict::Met),
            (own, enough, true, EntryVerdict::EvcPossible),
            (Some(level(2)), enough, true, EntryVerdict::NotMet),
        ];
        for (own, nlqf, evc, expected) in cases {
            let earned = Earned { nlqf, evc, ..Earned::default() };
            let held = level_held(level(4), own, &earned);
            assert_eq!(level_verdict(level(4), held, evc), expected, "own {own:?}, step {nlqf:?}, EVC {evc}");
        }
    }
}
