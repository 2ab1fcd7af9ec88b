//! What is worth asking the employer or provider: whatever is unknown and counts for this person, most pressing first.

use super::{
    compose::Teller,
    condition::{Judged, how_far, judged},
    phrases::{HowFar, Question},
};
use crate::{
    domain::{Condition, Importance, Verdict},
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
    let needs_no_place = how_far(teller) == HowFar::Online;
    let conditions = conditions
        .filter_map(|it| about_condition(&judged(teller, it.field)?))
        .filter(|(_, question)| !(needs_no_place && matches!(question, Question::Place)));
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
fn about_condition<'a>(judged: &Judged<'a>) -> Option<(Pressing, Question<'a>)> {
    let pressing = match judged.importance {
        Importance::Must => Pressing::Must,
        Importance::Important => Pressing::Important,
        Importance::Nice => Pressing::Nice,
    };
    let question = match (judged.condition, judged.words) {
        (None | Some(Condition::Mention(_)), Some(words)) => Question::Criterion(words),
        (Some(condition), _) => about_field(condition),
        (None, None) => return None,
    };
    Some((pressing, question))
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
