//! What is worth asking the employer or provider: whatever is unknown and counts for this person, most pressing first.

use super::{
    compose::Teller,
    condition::{Judged, judged},
    phrases::Question,
};
use crate::{
    domain::{Condition, Importance, Opportunity, Verdict},
    matching::{AbsentField, GateAsked},
};

/// Most questions that are shown at once: more than these nobody asks in one conversation.
pub const QUESTIONS_MAX: usize = 8;

/// How pressing a question is; the least comes last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Pressing {
    /// A must.
    Must,
    /// A hard condition.
    Gate,
    /// An important wish.
    Important,
    /// What the work asks is not known well enough.
    Requirements,
    /// A nice wish.
    Nice,
}

pub(super) fn questions(teller: &Teller<'_>) -> Vec<String> {
    let explained = teller.explained;
    let conditions = explained.conditions.iter().filter(|it| it.verdict == Verdict::Unknown);
    let opportunity = &explained.listed.opportunity;
    let conditions = conditions
        .filter_map(|it| judged(teller, it.field))
        .filter(|judged| !judged.has_no_answer(opportunity))
        .filter_map(|judged| about_condition(&judged, opportunity));
    let gates = explained.gates.iter().filter(|it| it.verdict == Verdict::Unknown);
    let gates = gates.map(|it| about_gate(&it.asked));
    let few = explained.absent.contains(&AbsentField::Requirements);
    let few = few.then_some((Pressing::Requirements, Question::Requirements));
    let mut asked: Vec<_> = conditions.chain(gates).chain(few).collect();
    asked.sort_by_key(|(pressing, _)| *pressing);
    let mut questions: Vec<String> = Vec::new();
    for (_, question) in &asked {
        let question = teller.phrases.question(teller.kind(), question);
        if !questions.contains(&question) {
            questions.push(question);
        }
    }
    questions
}

/// Absent fields need no questions of their own: a wish about a field that is absent has an unknown verdict.
fn about_condition<'a>(judged: &Judged<'a>, opportunity: &Opportunity) -> Option<(Pressing, Question<'a>)> {
    let pressing = match judged.importance {
        Importance::Must => Pressing::Must,
        Importance::Important => Pressing::Important,
        Importance::Nice => Pressing::Nice,
    };
    let question = match (judged.condition, judged.words) {
        (None | Some(Condition::Mention(_)), Some(words)) => Question::Criterion(words),
        (Some(Condition::Pay { .. }), _) if says_pay(opportunity) => Question::StartingPay,
        (Some(condition), _) => about_field(condition),
        (None, None) => return None,
    };
    Some((pressing, question))
}

/// Whether it says what one earns: what is unknown then is where one begins.
fn says_pay(opportunity: &Opportunity) -> bool {
    match opportunity {
        Opportunity::Vacancy(vacancy) => vacancy.pay.is_some(),
        Opportunity::Route(route) => route.wage.is_some(),
    }
}

fn about_field(condition: &Condition) -> Question<'_> {
    match condition {
        Condition::Travel { .. } => Question::Place,
        Condition::Hours(_) => Question::Hours,
        Condition::Pay { .. } => Question::Pay,
        Condition::Contract(_) => Question::Contract,
        Condition::WorkPattern(_) => Question::WorkPattern,
        Condition::Sector(_) => Question::Sector,
        Condition::Remote { .. } => Question::Remote,
        Condition::Mention(words) => Question::Mention(words),
    }
}

/// Whether a certificate of conduct is granted shows on application only; when to apply, and who pays, can be asked before,
/// but nothing hangs on it.
fn about_gate(asked: &GateAsked) -> (Pressing, Question<'_>) {
    match asked {
        GateAsked::DrivingLicence(licence) => (Pressing::Gate, Question::DrivingLicence(*licence)),
        GateAsked::Vog => (Pressing::Nice, Question::Vog),
        GateAsked::Diploma(diploma) => (Pressing::Gate, Question::Diploma(&diploma.name)),
        GateAsked::Language(asked) => (Pressing::Gate, Question::Language(*asked)),
    }
}
