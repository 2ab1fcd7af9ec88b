//! Paths and gaps in words: what is said of a way to work, of each step, and of what a skill or route would open. The words
//! themselves stand in one file for each language.

mod en;
mod nl;

use super::{
    compose::{Told, tell},
    language::Language,
    writing::fitting,
};
use crate::{
    domain::{Opportunity, OpportunityKind, Payer, Profile, Relation, Route, RouteKind, Verdict},
    matching::{
        BudgetCheck, Class, EntryAsked, EntryCheck, EntryVerdict, Opens, PathFound, RequirementOutcome,
        RequirementResult, Source, StepFound, WayPart, WayReason,
    },
    taxonomy::{ConceptNumber, Taxonomy},
};
use jiff::civil::Date;

/// Most questions of a path.
pub const PATH_QUESTIONS_MAX: usize = 10;
/// Most skills that a sentence names.
const NAMED_MAX: usize = 4;
/// Most words of the names in a sentence.
const NAMED_WORDS_MAX: usize = 16;

/// A path in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToldPath {
    /// Two to six sentences.
    pub summary: Vec<String>,
    /// What to ask providers and employer.
    pub questions: Vec<String>,
    /// For each step.
    pub steps: Vec<ToldStep>,
    /// For [`PathFound::way`].
    pub way: Vec<String>,
    /// For [`PathFound::budget`].
    pub budget: Vec<String>,
    /// The vacancy after the last step.
    pub after: Told,
    /// Requirements that remain: place in the list, and sentence.
    pub remaining: Vec<(usize, String)>,
}

/// A step in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToldStep {
    /// What it is, whether one may begin, what it takes.
    pub sentences: Vec<String>,
    /// For [`StepFound::entry`].
    pub entry: Vec<String>,
    /// For [`StepFound::teaches`].
    pub teaches: Vec<String>,
}

/// The words of a language for bridges.
pub(super) trait BridgePhrases: Sync {
    fn part(&self, part: WayPart) -> &'static str;
    fn class_change(&self, before: Class, after: Class) -> String;
    fn closes_before(&self, closes: Date, by_working: bool) -> String;
    fn learns(&self, labels: &[&str], evc_only: bool) -> String;
    fn earns(&self, names: &[&str]) -> String;
    fn remains(&self, labels: &[&str]) -> String;
    fn nothing_remains(&self) -> &'static str;
    fn remaining_gates(&self, names: &[&str]) -> String;
    fn over_budget(&self) -> &'static str;
    fn step(&self, title: &str, provider: &str, kind: RouteKind) -> String;
    fn may_begin(&self, verdict: EntryVerdict) -> &'static str;
    fn asks_nothing(&self) -> &'static str;
    fn entry(&self, asked: &EntryAsked, verdict: EntryVerdict, lacking: &[&str]) -> String;
    fn takes(&self, weeks: Option<u32>, study: Option<u32>, work: Option<u32>) -> Option<String>;
    fn pays(&self, payer: Option<Payer>, euros: Option<u32>) -> String;
    fn way(&self, reason: &WayReason) -> String;
    fn budget(&self, check: &BudgetCheck) -> String;
    fn begins(&self, date: Date) -> String;
    fn begins_any_time(&self) -> &'static str;
    fn proves(&self) -> &'static str;
    fn shortens(&self, title: &str, shown: usize, of: usize) -> String;
    fn teaches(&self, label: &str, evc: bool) -> String;
    fn teaches_in_part(&self, label: &str, evc: bool) -> String;
    fn ask_level(&self, title: &str) -> String;
    fn ask_evc(&self, title: &str) -> String;
    fn ask_skills(&self, title: &str) -> String;
    fn ask_paper(&self, title: &str, name: &str) -> String;
    fn ask_cost(&self, title: &str) -> String;
    fn ask_shorter(&self, title: &str) -> String;
    fn ask_guarantee(&self, title: &str) -> String;
    fn skill_opens(&self, label: &str, opens: &Opens, wanted: bool) -> String;
    fn route_opens(&self, opens: &Opens) -> String;
    fn group_opens(&self, people: u64, of: usize, opens: u64) -> String;
    fn no_routes(&self) -> &'static str;
    fn no_paths(&self) -> &'static str;
    fn paths_note(&self) -> &'static str;
    fn no_skill_opens(&self) -> &'static str;
    fn nothing_opens(&self) -> &'static str;
    fn few(&self, skills: usize, routes: usize) -> String;
    fn nothing_helps_enough(&self) -> &'static str;
}

fn phrases(language: Language) -> &'static dyn BridgePhrases {
    match language {
        Language::Dutch => &nl::Dutch,
        Language::English => &en::English,
    }
}

/// Label of a part of a way.
#[must_use]
pub fn way_part(language: Language, part: WayPart) -> &'static str {
    phrases(language).part(part)
}

/// Puts a path into words. `profile` and `taxonomy` are those it was found with.
#[must_use]
pub fn tell_path(language: Language, profile: &Profile, taxonomy: &Taxonomy, found: &PathFound) -> ToldPath {
    let teller = PathTeller { language, words: phrases(language), taxonomy, found };
    let after = tell(language, profile, taxonomy, &found.after);
    let remaining: Vec<_> = teller.remaining(&after).collect();
    ToldPath {
        summary: teller.summary(),
        questions: teller.questions(&after),
        steps: found.steps.iter().map(|step| teller.step(step)).collect(),
        way: found.way.iter().map(|it| teller.words.way(&it.reason)).collect(),
        budget: found.budget.iter().map(|check| teller.words.budget(check)).collect(),
        remaining,
        after,
    }
}

/// That a vacancy closes before one can be done with the way to it, and what to do then. `way` is its last route.
#[must_use]
pub fn closes_before(language: Language, closes: Date, way: &Opportunity) -> String {
    let by_working = matches!(way, Opportunity::Route(route) if route.is_with_an_employer());
    phrases(language).closes_before(closes, by_working)
}

/// What a skill would open for one person.
#[must_use]
pub fn skill_opens(language: Language, label: &str, opens: &Opens, wanted: bool) -> String {
    phrases(language).skill_opens(label, opens, wanted)
}

/// What a route would open for one person.
#[must_use]
pub fn route_opens(language: Language, opens: &Opens) -> String {
    phrases(language).route_opens(opens)
}

/// How many people of a group something helps, and how many vacancies it opens for them together.
#[must_use]
pub fn group_opens(language: Language, people: u64, of: usize, opens: u64) -> String {
    phrases(language).group_opens(people, of, opens)
}

/// What to know of an answer with paths.
#[must_use]
pub fn path_notes(language: Language, has_routes: bool, found: bool) -> Vec<String> {
    let words = phrases(language);
    let note = match (has_routes, found) {
        (false, _) => words.no_routes(),
        (true, false) => words.no_paths(),
        (true, true) => words.paths_note(),
    };
    vec![note.to_owned()]
}

/// What to know of an answer with gaps.
#[must_use]
pub fn gap_notes(language: Language, a_skill_opens: bool, a_route_opens: bool) -> Vec<String> {
    let words = phrases(language);
    let note = match (a_skill_opens, a_route_opens) {
        (true, _) => return Vec::new(),
        (false, true) => words.no_skill_opens(),
        (false, false) => words.nothing_opens(),
    };
    vec![note.to_owned()]
}

/// What to know of an answer about a group.
#[must_use]
pub fn group_notes(language: Language, shown: bool, (skills, routes): (usize, usize)) -> Vec<String> {
    let words = phrases(language);
    let nothing = (!shown).then(|| words.nothing_helps_enough().to_owned());
    let few = (skills + routes > 0).then(|| words.few(skills, routes));
    nothing.into_iter().chain(few).collect()
}

struct PathTeller<'a> {
    language: Language,
    words: &'static dyn BridgePhrases,
    taxonomy: &'a Taxonomy,
    found: &'a PathFound,
}

impl<'a> PathTeller<'a> {
    fn label(&self, concept: ConceptNumber) -> &'a str {
        self.taxonomy.label(concept, self.language.labels())
    }

    fn summary(&self) -> Vec<String> {
        let (found, words) = (self.found, self.words);
        let taught: Vec<_> = found.steps.iter().flat_map(|step| &step.teaches).collect();
        let labels = taught.iter().filter_map(|it| found.after.requirements.get(it.requirement));
        let labels: Vec<_> = labels.map(|it| self.label(it.concept)).collect();
        let evc_only = found.steps.iter().all(|step| kind(step) == Some(RouteKind::Evc));
        let earned = self.earned();
        let earned: Vec<_> = earned.iter().map(String::as_str).collect();
        let brings = match (labels.is_empty(), earned.is_empty()) {
            (false, _) => Some(words.learns(named(&labels), evc_only)),
            (true, false) => Some(words.earns(&earned)),
            (true, true) => None,
        };
        let lacks = found.after.requirements.iter();
        let lacks = lacks.filter(|it| it.outcome != RequirementOutcome::Met && it.relation != Relation::Optional);
        let lacks: Vec<_> = lacks.map(|it| self.label(it.concept)).collect();
        let remains = if lacks.is_empty() { words.nothing_remains().to_owned() } else { words.remains(named(&lacks)) };
        let gates = found.after.gates.iter().filter(|it| it.verdict == Verdict::NotMet);
        let gates: Vec<_> = gates.map(|it| super::phrases(self.language).gate_name(&it.asked)).collect();
        let gates: Vec<_> = gates.iter().map(String::as_str).collect();
        let gates = (!gates.is_empty()).then(|| words.remaining_gates(&gates));
        let over = found.budget.iter().any(|check| check.verdict == Verdict::NotMet);
        let over = over.then(|| words.over_budget().to_owned());
        let change = words.class_change(found.before.class, found.after.class);
        let last = found.steps.last().map(|step| &step.listed.opportunity);
        let closed = found.closes_before.zip(last).map(|(day, last)| closes_before(self.language, day, last));
        [Some(change), closed, brings, Some(remains), gates, over].into_iter().flatten().collect()
    }

    /// Diplomas and the level that the vacancy asks and that the way gives.
    fn earned(&self) -> Vec<String> {
        let (PathFound { before, after, .. }, phrases) = (self.found, super::phrases(self.language));
        let gates = before.gates.iter().zip(&after.gates);
        let gates = gates.filter(|(before, after)| before.verdict == Verdict::NotMet && after.verdict == Verdict::Met);
        let gates = gates.map(|(_, after)| phrases.gate_name(&after.asked));
        let level = before.level.map(|gap| (gap.held, after.level.map_or(gap.asked, |after| after.held)));
        let level =
            level.filter(|(before, after)| after > before).map(|(_, after)| phrases.education(after).to_owned());
        gates.chain(level).collect()
    }

    fn step(&self, step: &StepFound) -> ToldStep {
        let Opportunity::Route(route) = &step.listed.opportunity else { return ToldStep::default() };
        let words = self.words;
        let evc = route.kind == RouteKind::Evc;
        let mut sentences = vec![words.step(&route.title, &route.provider, route.kind)];
        sentences.extend(evc.then(|| words.proves().to_owned()));
        if let (Some((of, shown)), Some(last)) = (step.shortens, self.found.steps.last()) {
            sentences.push(words.shortens(last.listed.opportunity.title(), shown, of));
        }
        let begin = if step.entry.is_empty() { words.asks_nothing() } else { words.may_begin(step.entry_verdict) };
        sentences.push(begin.to_owned());
        sentences.extend(words.takes(
            route.duration.map(|it| it.get().into()),
            route.study_hours.map(|it| it.get().into()),
            route.work_hours.map(|it| it.get().into()),
        ));
        sentences.push(words.pays(route.cost.payer, route.cost.amount.map(|it| it.get())));
        sentences.extend(self.start(step, route));
        let taught = step.teaches.iter().filter_map(|it| self.found.after.requirements.get(it.requirement));
        ToldStep {
            sentences,
            entry: step.entry.iter().map(|check| self.entry(check)).collect(),
            teaches: taught.map(|it| self.taught(it, evc)).collect(),
        }
    }

    fn start(&self, step: &StepFound, route: &Route) -> Option<String> {
        match step.begins {
            Some(date) => Some(self.words.begins(date)),
            None => route.starts.continuous.then(|| self.words.begins_any_time().to_owned()),
        }
    }

    fn entry(&self, check: &EntryCheck) -> String {
        let lacking = match &check.asked {
            EntryAsked::Skills { lacking, .. } => lacking.iter().map(|it| self.label(*it)).collect(),
            EntryAsked::Level { .. } | EntryAsked::Gate(_) => Vec::new(),
        };
        match &check.asked {
            EntryAsked::Gate(gate) => {
                let verdict = match check.verdict {
                    EntryVerdict::Met => Verdict::Met,
                    EntryVerdict::NotMet => Verdict::NotMet,
                    EntryVerdict::Unknown | EntryVerdict::EvcPossible => Verdict::Unknown,
                };
                super::phrases(self.language).gate(OpportunityKind::Route, gate, verdict)
            }
            asked => self.words.entry(asked, check.verdict, named(&lacking)),
        }
    }

    fn taught(&self, requirement: &RequirementResult, evc: bool) -> String {
        let label = self.label(requirement.concept);
        match requirement.outcome {
            RequirementOutcome::Met => self.words.teaches(label, evc),
            RequirementOutcome::PartlyMet | RequirementOutcome::Missing => self.words.teaches_in_part(label, evc),
        }
    }

    /// What is still missing or partly met. What a step taught in part is told as that.
    fn remaining<'b>(&'b self, after: &'b Told) -> impl Iterator<Item = (usize, String)> + 'b {
        let numbered = self.found.after.requirements.iter().zip(&after.requirements).enumerate();
        let remaining = numbered.filter(|(_, (result, _))| result.outcome != RequirementOutcome::Met);
        remaining.map(|(number, (result, sentence))| {
            let step = result.backing.and_then(|backing| match backing.claim.source {
                Source::Step(step) => self.found.steps.get(step),
                _ => None,
            });
            let evc = step.and_then(kind) == Some(RouteKind::Evc);
            let sentence = match step {
                Some(_) => self.words.teaches_in_part(self.label(result.concept), evc),
                None => sentence.clone(),
            };
            (number, sentence)
        })
    }

    fn questions(&self, after: &Told) -> Vec<String> {
        let of_steps = self.found.steps.iter().flat_map(|step| self.questions_of(step));
        let mut questions: Vec<String> = of_steps.collect();
        for question in &after.questions {
            if !questions.contains(question) {
                questions.push(question.clone());
            }
        }
        questions.truncate(PATH_QUESTIONS_MAX);
        questions
    }

    fn questions_of(&self, step: &StepFound) -> Vec<String> {
        let Opportunity::Route(route) = &step.listed.opportunity else { return Vec::new() };
        let (title, words) = (&*route.title, self.words);
        let mut questions = Vec::new();
        for check in &step.entry {
            let question = match (&check.asked, check.verdict) {
                (_, EntryVerdict::Met | EntryVerdict::NotMet) => continue,
                (_, EntryVerdict::EvcPossible) => words.ask_evc(title),
                (EntryAsked::Level { .. }, _) => words.ask_level(title),
                (EntryAsked::Skills { .. }, _) => words.ask_skills(title),
                (EntryAsked::Gate(crate::matching::GateAsked::Vog), _) => continue,
                (EntryAsked::Gate(gate), _) => words.ask_paper(title, &super::phrases(self.language).gate_name(gate)),
            };
            questions.push(question);
        }
        let own_share = matches!(route.cost.payer, Some(Payer::Shared) | None);
        if own_share && route.cost.amount.is_none_or(|euros| euros.get() > 0) {
            questions.push(words.ask_cost(title));
        }
        if let (Some(_), Some(last)) = (step.shortens, self.found.steps.last()) {
            questions.push(words.ask_shorter(last.listed.opportunity.title()));
        }
        if route.job_guarantee.is_none() && route.work_hours.is_some_and(|hours| hours.get() > 0) {
            questions.push(words.ask_guarantee(title));
        }
        questions
    }
}

fn kind(step: &StepFound) -> Option<RouteKind> {
    match &step.listed.opportunity {
        Opportunity::Route(route) => Some(route.kind),
        Opportunity::Vacancy(_) => None,
    }
}

fn named<'a, 'b>(labels: &'b [&'a str]) -> &'b [&'a str] {
    fitting(labels, NAMED_MAX, NAMED_WORDS_MAX)
}

#[cfg(test)]
mod tests;
