//! Marks and finds as comparable items, and how many of them agree.

use super::gold::GoldText;
use crate::domain::{ConceptKind, Range as Between, codes::Code};
use crate::reading::{Fact, FactFound, HourlyPay, Modality, Section, TextKind};
use crate::taxonomy::{Extraction, Taxonomy};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::ops::Range;

/// What a mark or find is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A skill or knowledge area.
    Ability,
    /// A language.
    Language,
    /// A driving licence.
    Licence,
    /// A level of education.
    Education,
    /// Hours a week.
    Hours,
    /// Pay by the month.
    Pay,
    /// Pay by the hour.
    PayHour,
    /// A scale.
    Scale,
    /// A kind of contract.
    Contract,
    /// A work pattern.
    Pattern,
    /// Years of experience.
    Years,
}

impl Kind {
    pub(super) const ALL: [Self; 11] = [
        Self::Ability,
        Self::Language,
        Self::Licence,
        Self::Education,
        Self::Hours,
        Self::Pay,
        Self::PayHour,
        Self::Scale,
        Self::Contract,
        Self::Pattern,
        Self::Years,
    ];
}

/// What a text does with what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Asks it, if only as welcome.
    Asked,
    /// Denies or offers it.
    NotAsked,
    /// Teaches it.
    Taught,
}

/// A mark or a find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) kind: Kind,
    pub(super) value: String,
    pub(super) role: Role,
    pub(super) bytes: Range<usize>,
    /// Place of the mention that a find came from.
    pub(super) mention: Option<usize>,
}

impl Item {
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.bytes.start < other.bytes.end && other.bytes.start < self.bytes.end
    }
}

/// How many are marked, found and right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Score {
    /// Marks in the texts.
    pub expected: usize,
    /// Finds of the program.
    pub found: usize,
    /// Finds that are right.
    pub right: usize,
    /// Right among found, 0 to 1.
    pub precision: f64,
    /// Right among expected, 0 to 1.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

impl Score {
    pub(super) fn add(&mut self, expected: usize, found: usize, right: usize) {
        self.expected += expected;
        self.found += found;
        self.right += right;
    }

    pub(super) fn finish(&mut self) {
        self.precision = share(self.right, self.found);
        self.recall = share(self.right, self.expected);
        self.f1 = share(2 * self.right, self.found + self.expected);
    }
}

/// A share rounded to ten-thousandths; of nothing it is zero.
pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64 * 10_000.0).round() / 10_000.0 }
}

/// What was marked and not found, or found and not marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Name of the text.
    pub text: String,
    /// The kind.
    pub kind: Kind,
    /// “missed”, “false” or “role”: found at its place in another role.
    pub what: &'static str,
    /// The value, such as a key.
    pub value: String,
    /// The role it was marked with, or found in.
    pub role: Role,
    /// The words.
    pub words: String,
}

/// Marks and finds of one kind in one text, matched.
pub(super) struct Compared {
    pub(super) right: usize,
    /// Marks with a find of the same value at their place, whatever its role.
    pub(super) placed: usize,
    mark_right: Vec<bool>,
    find_right: Vec<bool>,
}

/// Matches finds with marks: each at most once, from left to right.
pub(super) fn compare(marks: &[Item], finds: &[Item]) -> Compared {
    let mut mark_right = vec![false; marks.len()];
    let mut find_right = vec![false; finds.len()];
    for (place, find) in finds.iter().enumerate() {
        let fits = |at: &usize| {
            let mark = &marks[*at];
            !mark_right[*at] && mark.value == find.value && mark.role == find.role && mark.overlaps(find)
        };
        if let Some(at) = (0..marks.len()).find(fits) {
            mark_right[at] = true;
            find_right[place] = true;
        }
    }
    let right = mark_right.iter().filter(|right| **right).count();
    let at_place = |mark: &&Item| finds.iter().any(|find| find.value == mark.value && find.overlaps(mark));
    Compared { right, placed: marks.iter().filter(at_place).count(), mark_right, find_right }
}

impl Compared {
    pub(super) fn differences(&self, text: &GoldText, marks: &[Item], finds: &[Item]) -> Vec<Difference> {
        let difference = |item: &Item, what| Difference {
            text: text.name.clone(),
            kind: item.kind,
            what,
            value: item.value.clone(),
            role: item.role,
            words: text.body.get(item.bytes.clone()).unwrap_or_default().to_owned(),
        };
        let other_role =
            |item: &Item, others: &[Item]| others.iter().any(|other| other.value == item.value && other.overlaps(item));
        let missed = marks.iter().zip(&self.mark_right).filter(|(_, right)| !**right);
        let missed = missed.map(|(mark, _)| difference(mark, if other_role(mark, finds) { "role" } else { "missed" }));
        let wrong = finds.iter().zip(&self.find_right).filter(|(_, right)| !**right);
        let wrong = wrong.filter(|(find, _)| !other_role(find, marks)).map(|(find, _)| difference(find, "false"));
        missed.chain(wrong).collect()
    }
}

/// Each value and role once: marked, found and both.
pub(super) fn per_text(marks: &[Item], finds: &[Item]) -> (usize, usize, usize) {
    let set = |items: &[Item]| -> BTreeSet<(String, Role)> {
        items.iter().map(|item| (item.value.clone(), item.role)).collect()
    };
    let (marked, found) = (set(marks), set(finds));
    (marked.len(), found.len(), marked.intersection(&found).count())
}

/// What the program found, as items.
pub(super) fn items(taxonomy: &Taxonomy, extraction: &Extraction, kind: TextKind) -> Vec<Item> {
    let mentions = extraction.mentions.iter().enumerate();
    let abilities = mentions.filter(|(_, it)| taxonomy.kind(it.concept) != ConceptKind::Language);
    let abilities = abilities.map(|(place, it)| Item {
        kind: Kind::Ability,
        value: bare(taxonomy.key(it.concept).as_str()).to_owned(),
        role: role(it.modality, it.taught),
        bytes: it.bytes.clone(),
        mention: Some(place),
    });
    abilities.chain(extraction.facts.iter().map(|fact| of_fact(fact, kind))).collect()
}

/// The part of a key behind its prefix, as the texts have it.
fn bare(key: &str) -> &str {
    key.rsplit_once('/').map_or(key, |(_, bare)| bare)
}

pub(super) fn role(modality: Modality, taught: bool) -> Role {
    match modality {
        Modality::Negated | Modality::Offered => Role::NotAsked,
        Modality::Must | Modality::Nice if taught => Role::Taught,
        Modality::Must | Modality::Nice => Role::Asked,
    }
}

fn of_fact(found: &FactFound, text: TextKind) -> Item {
    let (kind, value) = match found.fact {
        Fact::Licence(licence) => (Kind::Licence, licence.code().to_owned()),
        Fact::Education(level) => (Kind::Education, level.to_string()),
        Fact::Hours(hours) => (Kind::Hours, between(hours)),
        Fact::MonthlyPay(pay) => (Kind::Pay, between(pay)),
        Fact::HourlyPay(pay) => (Kind::PayHour, hourly(pay)),
        Fact::Scale(scale) => (Kind::Scale, scale.to_string()),
        Fact::Contract(contract) => (Kind::Contract, contract.code().to_owned()),
        Fact::Pattern(pattern) => (Kind::Pattern, pattern.code().to_owned()),
        Fact::ExperienceYears(years) => (Kind::Years, years.to_string()),
        Fact::Language(language, _) => (Kind::Language, language.to_string()),
    };
    // A course teaches a level or language; its hours and pay are what they are.
    let teachable = matches!(kind, Kind::Education | Kind::Language | Kind::Licence);
    let taught = teachable && text == TextKind::Course && found.section != Section::Requirements;
    Item { kind, value, role: role(found.modality, taught), bytes: found.bytes.clone(), mention: None }
}

fn between<T: Copy + Ord + Display>(range: Between<T>) -> String {
    if range.min() == range.max() { range.min().to_string() } else { format!("{}-{}", range.min(), range.max()) }
}

fn hourly(pay: HourlyPay) -> String {
    let euro = |cents: u32| format!("{}.{:02}", cents / 100, cents % 100);
    if pay.min_cents == pay.max_cents {
        euro(pay.min_cents)
    } else {
        format!("{}-{}", euro(pay.min_cents), euro(pay.max_cents))
    }
}

#[cfg(test)]
mod tests {
    use super::{Item, Kind, Role, Score, compare, per_text};

    fn item(value: &str, role: Role, start: usize) -> Item {
        Item { kind: Kind::Ability, value: value.into(), role, bytes: start..start + 3, mention: None }
    }

    #[test]
    fn a_find_is_right_at_its_place_in_its_role_once() {
        let marks = [item("a", Role::Asked, 0), item("b", Role::NotAsked, 10), item("c", Role::Asked, 20)];
        let finds = [
            item("a", Role::Asked, 2),
            item("a", Role::Asked, 1),
            item("b", Role::Asked, 10),
            item("c", Role::Asked, 30),
        ];
        let compared = compare(&marks, &finds);
        assert_eq!((compared.right, compared.placed), (1, 2));
        assert_eq!(per_text(&marks, &finds), (3, 3, 2));
        let mut score = Score::default();
        score.add(marks.len(), finds.len(), compared.right);
        score.finish();
        assert_eq!((score.precision, score.recall, score.f1), (0.25, 0.3333, 0.2857));
    }
}
