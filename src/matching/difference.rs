//! Two explanations of the same opportunity beside each other: which reasons differ, and by how many points. The differences
//! of all reasons sum exactly to the difference of the totals.

use super::{
    JudgedField,
    explain::{Explained, Reason, RequirementOutcome},
};
use crate::{
    domain::{Changed, Contribution, PartKind, Verdict},
    taxonomy::ConceptNumber,
};
use std::cmp::Reverse;

/// A reason that differs between two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The part.
    pub part: PartKind,
    /// The reason before; none when there was no such reason.
    pub before: Option<Reason>,
    /// The reason after; none when there is no such reason any more.
    pub after: Option<Reason>,
    /// Points after less points before. 0 where only a verdict or an outcome differs.
    pub points: i32,
    /// Whether what is found differs, and not only how much it counts.
    pub found_differs: bool,
    /// Whether only the most that a wish can bring differs, because others count more or less beside it.
    pub weight_only: bool,
}

/// A part whose points differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartPoints {
    /// The part.
    pub part: PartKind,
    /// Points on the first side.
    pub first: i32,
    /// Points on the second side.
    pub second: i32,
}

/// Parts whose points differ, in the order of display.
#[must_use]
pub fn parts_that_differ(first: &Explained, second: &Explained) -> Vec<PartPoints> {
    let part = |part| PartPoints { part, first: first.total.part(part), second: second.total.part(part) };
    PartKind::ALL.into_iter().map(part).filter(|it| it.first != it.second).collect()
}

/// What a reason is about, on both sides the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    /// One by its place: the lists of the record are the same on both sides.
    Same(Reason),
    Wish(ConceptNumber),
    /// By the place before; none when it was added, with the place after.
    Condition(Option<JudgedField>, Option<JudgedField>),
}

/// Every reason that differs, the weightiest first. `changed` tells where the conditions of the second side stood on the first.
#[must_use]
pub fn differences(before: &Explained, after: &Explained, changed: &Changed) -> Vec<Difference> {
    let of_before = before.total.contributions().iter().map(|it| (subject_before(before, it.reason), it));
    let of_before: Vec<_> = of_before.collect();
    let of_after = after.total.contributions().iter().map(|it| (subject_after(after, it.reason, changed), it));
    let of_after: Vec<_> = of_after.collect();
    let of_both = of_before.iter().map(|(subject, it)| (*it, of_subject(&of_after, *subject)));
    let mut differences: Vec<_> = of_both.map(|(it, partner)| difference((before, it), (after, partner))).collect();
    let added = of_after.iter().filter(|(subject, _)| of_subject(&of_before, *subject).is_none());
    differences.extend(added.map(|(_, it)| Difference {
        part: it.part,
        before: None,
        after: Some(it.reason),
        points: it.points,
        found_differs: true,
        weight_only: false,
    }));
    differences.retain(|it| it.points != 0 || it.found_differs);
    differences.sort_by_key(|it| (Reverse(it.points.unsigned_abs()), !it.found_differs));
    differences
}

/// The contribution about a subject.
fn of_subject<'a>(list: &[(Subject, &'a Contribution<Reason>)], subject: Subject) -> Option<&'a Contribution<Reason>> {
    list.iter().find(|(known, _)| *known == subject).map(|(_, it)| *it)
}

fn difference(
    (before, it): (&Explained, &Contribution<Reason>),
    (after, partner): (&Explained, Option<&Contribution<Reason>>),
) -> Difference {
    let found_differs = partner.is_none_or(|partner| found(before, it.reason) != found(after, partner.reason));
    let is_wish = matches!(it.reason, Reason::Condition(_));
    let weighs_otherwise = partner.is_some_and(|partner| partner.points_possible != it.points_possible);
    Difference {
        part: it.part,
        before: Some(it.reason),
        after: partner.map(|partner| partner.reason),
        points: partner.map_or(0, |partner| partner.points) - it.points,
        found_differs,
        weight_only: is_wish && weighs_otherwise && !found_differs,
    }
}

fn subject_before(explained: &Explained, reason: Reason) -> Subject {
    match reason {
        Reason::Wish(number) => Subject::Wish(explained.wishes[number].concept),
        Reason::Condition(number) => Subject::Condition(Some(explained.conditions[number].field), None),
        other => Subject::Same(other),
    }
}

fn subject_after(explained: &Explained, reason: Reason, changed: &Changed) -> Subject {
    match reason {
        Reason::Condition(number) => {
            let field = explained.conditions[number].field;
            let before = match field {
                JudgedField::Preference(place) => changed.preferences_from[place].map(JudgedField::Preference),
                JudgedField::Criterion(place) => changed.criteria_from[place].map(JudgedField::Criterion),
            };
            Subject::Condition(before, before.is_none().then_some(field))
        }
        other => subject_before(explained, other),
    }
}

/// What was found about a reason, apart from points.
#[derive(PartialEq)]
enum Found {
    Requirement(RequirementOutcome, u16),
    Verdict(Verdict),
    Level(u8),
    Nothing,
}

fn found(explained: &Explained, reason: Reason) -> Found {
    match reason {
        Reason::Requirement(number) => {
            let it = &explained.requirements[number];
            Found::Requirement(it.outcome, it.credit_permille)
        }
        Reason::Condition(number) => Found::Verdict(explained.conditions[number].verdict),
        Reason::Gate(number) => Found::Verdict(explained.gates[number].verdict),
        Reason::Level => Found::Level(explained.level.map_or(0, |gap| gap.held.get())),
        _ => Found::Nothing,
    }
}
