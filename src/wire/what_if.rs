//! “What if”: changes as requests give them, two rankings beside each other as answers show them.

use super::{
    codes::WireCode,
    match_answer::{Writer, field_of},
    violations::{Path, Violations},
};
use crate::{
    domain::{
        Bounded, Change, Changed, ConditionChange, Invalid, NlqfLevel, OpportunityKey, OpportunityKind, PartKind, Pc4,
        Profile,
    },
    engine::{AskedChange, Moved, Seen, Side, WhatIfAnswer, limits},
    matching::{Class, Difference, PartPoints, differences, parts_that_differ},
    texts::{self, ListChange},
};
use loopbaanbrug_proto::v1;
use v1::{change::Change as Given, condition_change::Change as GivenCondition};

/// Most reasons for one opportunity.
const REASONS_MAX: usize = 5;
/// Points that something moves by when only shares were rounded otherwise.
const ROUNDING_POINTS: u32 = 1;
/// Most sentences on classes in a summary.
const CLASSES_TOLD_MAX: usize = 3;

impl Violations {
    /// At least one change.
    pub(crate) fn changes(&mut self, given: &[v1::Change]) -> Vec<AskedChange> {
        let path = Path::root("changes");
        if given.is_empty() {
            self.add(&path, &Invalid::Missing { expected: "at least one change" });
        }
        let read = |violations: &mut Self, path: &Path<'_>, change: &v1::Change| violations.change(path, change);
        let changes: Bounded<_, { limits::CHANGES_MAX }> = self.list(&path, given, read);
        changes.into_vec()
    }

    fn change(&mut self, path: &Path<'_>, given: &v1::Change) -> Option<AskedChange> {
        let given = self.required(path, given.change.as_ref(), "what changes")?;
        let change = match given {
            Given::AddSkill(claim) => Change::AddSkill(self.skill_claim(&path.field("add_skill"), claim)?),
            Given::RemoveSkill(place) => Change::RemoveSkill(place_of(*place)),
            Given::Preference(change) => {
                let (place, change) = self.condition_change(&path.field("preference"), change)?;
                Change::Preference(place, change)
            }
            Given::Criterion(change) => {
                let (place, change) = self.condition_change(&path.field("criterion"), change)?;
                Change::Criterion(place, change)
            }
            Given::AddPreference(preference) => {
                Change::AddPreference(self.preference(&path.field("add_preference"), preference)?)
            }
            Given::AddCriterion(criterion) => {
                Change::AddCriterion(self.criterion(&path.field("add_criterion"), criterion)?)
            }
            Given::DoneRoute(key) => {
                let key = self.keep(&path.field("done_route"), OpportunityKey::parse(key))?;
                return Some(AskedChange::DoneRoute(key));
            }
            Given::NlqfLevel(level) => {
                Change::Nlqf(self.keep(&path.field("nlqf_level"), NlqfLevel::new((*level).into()))?)
            }
            Given::AddCredentials(credentials) => {
                Change::AddCredentials(self.credentials(&path.field("add_credentials"), Some(credentials)))
            }
            Given::HomePc4(digits) => Change::Home(self.keep(&path.field("home_pc4"), Pc4::parse(digits))?),
        };
        Some(AskedChange::Plain(change))
    }

    fn condition_change(&mut self, path: &Path<'_>, given: &v1::ConditionChange) -> Option<(usize, ConditionChange)> {
        let place = place_of(given.index);
        let given = self.required(path, given.change.as_ref(), "what becomes of it")?;
        let change = match given {
            GivenCondition::Importance(importance) => {
                let path = path.field("importance");
                ConditionChange::Importance(self.required_code(&path, *importance, "how much it counts")?)
            }
            GivenCondition::Condition(condition) => {
                ConditionChange::Condition(self.condition(&path.field("condition"), condition)?)
            }
            GivenCondition::Dropped(true) => ConditionChange::Dropped,
            GivenCondition::Dropped(false) => {
                self.add(&path.field("dropped"), &Invalid::Missing { expected: "true, or another change" });
                return None;
            }
        };
        Some((place, change))
    }
}

fn place_of(index: u32) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX)
}

/// What one answer is written with: a writer for each side.
pub(crate) struct Sides<'a> {
    before: Writer<'a>,
    after: Writer<'a>,
    changed: &'a Changed,
    kind: OpportunityKind,
    depth: usize,
}

impl<'a> Sides<'a> {
    /// Both sides, from the writer for the profile as given.
    pub(crate) fn of(before: Writer<'a>, answer: &'a WhatIfAnswer, (kind, depth): (OpportunityKind, usize)) -> Self {
        let changed = &answer.changed;
        Self { before, after: Writer { profile: &changed.profile, ..before }, changed, kind, depth }
    }

    /// The answer without its context.
    pub(crate) fn response(&self, answer: &WhatIfAnswer) -> v1::WhatIfResponse {
        let entries = |moved: &[Moved]| moved.iter().map(|it| self.entry(it)).collect();
        v1::WhatIfResponse {
            before: Some(self.side(&self.before, &answer.before)),
            after: Some(self.side(&self.after, &answer.after)),
            entered: entries(&answer.entered),
            left: entries(&answer.left),
            moved: entries(&answer.moved),
            unchanged: u32::try_from(answer.unchanged).unwrap_or(u32::MAX),
            summary: self.summary(answer),
            understood: self.after.understood(&answer.understandings),
            context: None,
        }
    }

    fn side(&self, writer: &Writer<'_>, side: &Side) -> v1::RankingSummary {
        let words = texts::phrases(writer.language);
        let classes = Class::ALL.into_iter().map(|class| v1::FacetCount {
            code: class.name().to_owned(),
            label: words.class(class).to_owned(),
            count: count(side, class),
        });
        v1::RankingSummary {
            total: side.total,
            points_possible: side.points_possible,
            classes: classes.collect(),
            exclusions: writer.exclusions(self.kind, &side.refused),
        }
    }

    fn summary(&self, answer: &WhatIfAnswer) -> Vec<String> {
        let words = texts::advice(self.after.language);
        let (before, after) = (&answer.before, &answer.after);
        let (entered, left, moved) = (answer.entered.len(), answer.left.len(), answer.moved.len());
        let mut summary = vec![
            words.totals(self.kind, before.total, after.total),
            words.list_change(ListChange { depth: self.depth, entered, left, moved }),
        ];
        let counts = Class::ALL.into_iter().map(|class| (class, count(before, class), count(after, class)));
        let changed = counts.filter(|(_, before, after)| before != after).take(CLASSES_TOLD_MAX);
        summary.extend(changed.map(|(class, before, after)| words.class_count(class, before, after)));
        summary
    }

    fn entry(&self, moved: &Moved) -> v1::WhatIfEntry {
        let Moved { before, after } = moved;
        let opportunity = &after.explained.listed.opportunity;
        let parts = parts_that_differ(&before.explained, &after.explained);
        v1::WhatIfEntry {
            key: after.explained.listed.key.to_string(),
            title: opportunity.title().to_string(),
            organisation: opportunity.organisation().to_string(),
            rank_before: before.rank,
            rank_after: after.rank,
            points_before: before.explained.total.points(),
            points_after: after.explained.total.points(),
            class_before: before.explained.class.wire(),
            class_after: after.explained.class.wire(),
            left_out_before: self.before.left_out_by(self.kind, &before.left_out_by),
            left_out_after: self.after.left_out_by(self.kind, &after.left_out_by),
            parts: parts.iter().map(|it| self.part(it)).collect(),
            reasons: self.reasons(before, after),
        }
    }

    fn part(&self, part: &PartPoints) -> v1::PartDifference {
        v1::PartDifference {
            kind: part.part.wire(),
            label: texts::phrases(self.after.language).part(part.part).to_owned(),
            first: part.first,
            second: part.second,
            difference: part.second - part.first,
        }
    }

    /// Musts that leave out no more or from now on, then what changes the points; when nothing does, that others moved.
    fn reasons(&self, before: &Seen, after: &Seen) -> Vec<v1::ChangeReason> {
        let language = self.after.language;
        let musts_before = before.left_out_by.iter().map(|refused_by| v1::ChangeReason {
            sentence: texts::passes_now(language, self.kind, *refused_by, self.before.profile),
            field: field_of(*refused_by),
            ..v1::ChangeReason::default()
        });
        let musts_before = musts_before.filter(|_| after.left_out_by.is_empty());
        let musts_after = after.left_out_by.iter().map(|refused_by| v1::ChangeReason {
            sentence: texts::left_out(language, self.kind, *refused_by, self.after.profile),
            field: field_of(*refused_by),
            ..v1::ChangeReason::default()
        });
        let taxonomy = self.after.snapshot.taxonomy();
        let tell = |profile: &Profile, seen: &Seen| texts::tell(language, profile, taxonomy, &seen.explained);
        let (told_before, told_after) = (tell(self.before.profile, before), tell(self.after.profile, after));
        let sides = (
            texts::Side { profile: self.before.profile, explained: &before.explained, told: &told_before },
            texts::Side { profile: self.after.profile, explained: &after.explained, told: &told_after },
        );
        let differences = differences(&before.explained, &after.explained, self.changed);
        let (weights, others): (Vec<&Difference>, Vec<&Difference>) = differences.iter().partition(|it| it.weight_only);
        let (rounding, others): (Vec<&Difference>, Vec<&Difference>) =
            others.into_iter().partition(|it| is_rounding(it));
        let of_points = others.into_iter().map(|difference| v1::ChangeReason {
            sentence: texts::reason(language, taxonomy, sides, difference),
            part: difference.part.wire(),
            points: difference.points,
            field: field_of_difference(before, after, difference),
        });
        let of_points = of_points.filter(|reason| !reason.sentence.is_empty());
        let mut of_weights = self.weights(&weights, after);
        of_weights.extend(self.rounding(&rounding));
        let mut reasons: Vec<_> = musts_before.chain(musts_after).chain(of_points).take(REASONS_MAX).collect();
        reasons.truncate(REASONS_MAX - of_weights.len());
        reasons.extend(of_weights);
        if reasons.is_empty() {
            let up = after.rank.unwrap_or(u64::MAX) < before.rank.unwrap_or(u64::MAX);
            let sentence = texts::advice(language).only_others_moved(up).to_owned();
            reasons.push(v1::ChangeReason { sentence, field: "rank".to_owned(), ..v1::ChangeReason::default() });
        }
        reasons
    }
}

impl Sides<'_> {
    /// Wishes of a part that only weigh otherwise against each other, taken together.
    fn weights(&self, weights: &[&Difference], after: &Seen) -> Vec<v1::ChangeReason> {
        let language = self.after.language;
        let of_part = |(part, field): (PartKind, &str)| {
            let of_part = || weights.iter().filter(|it| it.part == part && it.points != 0);
            let points = of_part().map(|it| it.points).sum();
            (points != 0).then(|| v1::ChangeReason {
                sentence: texts::weigh_otherwise(
                    language,
                    (self.after.profile, &after.explained),
                    part,
                    of_part().filter_map(|it| it.after),
                ),
                part: part.wire(),
                points,
                field: field.to_owned(),
            })
        };
        let parts = [(PartKind::Preferences, "profile.preferences"), (PartKind::Criteria, "profile.criteria")];
        parts.into_iter().filter_map(of_part).collect()
    }
}

impl Sides<'_> {
    /// What only rounding moved, together; nothing when it comes to nothing.
    fn rounding(&self, differences: &[&Difference]) -> Option<v1::ChangeReason> {
        let points = differences.iter().map(|it| it.points).sum();
        (points != 0).then(|| v1::ChangeReason {
            sentence: texts::advice(self.after.language).rounding().to_owned(),
            points,
            field: "parts".to_owned(),
            ..v1::ChangeReason::default()
        })
    }
}

/// Whether a reason moved by a point though the same was found: shares are whole points, and another share took the rest.
fn is_rounding(difference: &Difference) -> bool {
    difference.points.unsigned_abs() <= ROUNDING_POINTS && !difference.found_differs
}

fn field_of_difference(before: &Seen, after: &Seen, difference: &Difference) -> String {
    match (difference.after, difference.before) {
        (Some(reason), _) => texts::field_of(&after.explained, reason),
        (None, Some(reason)) => texts::field_of(&before.explained, reason),
        (None, None) => String::new(),
    }
}

fn count(side: &Side, class: Class) -> u64 {
    side.facets.classes.get(&class).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Reason;

    #[test]
    fn only_what_moved_by_a_point_without_another_finding_is_rounding() {
        let difference = |points, found_differs| Difference {
            part: PartKind::Skills,
            before: Some(Reason::OpenToAll),
            after: Some(Reason::OpenToAll),
            points,
            found_differs,
            weight_only: false,
        };
        assert!(is_rounding(&difference(-1, false)) && is_rounding(&difference(1, false)));
        assert!(!is_rounding(&difference(1, true)), "a skill that counts a little more");
        assert!(!is_rounding(&difference(2, false)));
    }
}
