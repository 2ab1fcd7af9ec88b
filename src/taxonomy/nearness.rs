//! Which concepts a person gets partial credit for, and how much. Working values, together in this file.
//!
//! The person holds one concept, the work asks another. Holding a special case of what is asked is worth most, holding
//! something more general less. No source prescribes the values; docs/ranking.md says what each
//! part adds on a public gold set. A change that can move an answer raises `RANKING_VERSION` in `matching/rules.rs`.

use super::{Concept, ConceptNumber};
use std::collections::HashMap;

/// Credit for holding a special case of what is asked, one step below it.
pub const NARROWER_PERMILLE: u16 = 800;
/// The same, two steps below it.
pub const NARROWER_TWO_STEPS_PERMILLE: u16 = 500;
/// Credit for holding something one step more general than what is asked.
pub const BROADER_PERMILLE: u16 = 400;
/// Most credit for a directly related concept: where what is held tells as much as what is asked, or more. What nearly every
/// occupation needs says little of what few do, so less distinctive skills give as much less.
pub const RELATED_PERMILLE_MAX: u16 = 500;
/// Most credit for what stands in a group that the person is at home in: the least of any relation that the taxonomy states.
/// To stand in one group is less than any of them.
pub const SIBLING_PERMILLE_MAX: u16 = BROADER_PERMILLE;
/// At home in a group: how much distinctiveness of the person's skills in it, in thousandths, makes it half. Two skills that
/// few occupations need make three quarters, one that nearly all need next to nothing.
pub const HALF_AT_HOME: u32 = 500;
/// Least product of credit and distinctiveness, in thousandths, of what a shared group gives credit for. A small credit for
/// what many occupations need tells nothing, and there are very many of them.
pub const LEAST_TELLING: u16 = 120;
/// Most concepts that one concept gives credit for.
pub const MAX_NEAR: usize = 64;

/// A concept that holding another gives partial credit for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    /// What the work may ask.
    pub concept: ConceptNumber,
    /// How the concept that is held relates to it.
    pub nearness: Nearness,
    /// Credit: 1 to 999.
    pub permille: u16,
}

/// How the concept that a person holds relates to the one that is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Nearness {
    /// It is a special case of what is asked.
    Narrower,
    /// It is more general than what is asked.
    Broader,
    /// The taxonomy relates the two.
    Related,
    /// Both stand under the same wider concept or in the same group; not in the lists of this file, see
    /// [`SharedGroups`](super::SharedGroups).
    Sibling,
}

/// Everything that holding `held` gives partial credit for, best first, then in the order of keys.
pub(super) fn near(concepts: &[Concept], held: ConceptNumber) -> Vec<Near> {
    let of = |number: ConceptNumber| &concepts[number.index()];
    if !of(held).kind.is_ability() {
        return Vec::new();
    }
    let mut best: HashMap<ConceptNumber, (u16, Nearness)> = HashMap::new();
    let mut credit = |concept: ConceptNumber, nearness: Nearness, permille: u16| {
        if concept != held && of(concept).kind.is_ability() {
            let value = best.entry(concept).or_insert((permille, nearness));
            if permille > value.0 {
                *value = (permille, nearness);
            }
        }
    };
    for &parent in &of(held).broader {
        credit(parent, Nearness::Narrower, NARROWER_PERMILLE);
        if of(parent).kind.is_ability() {
            for &grandparent in &of(parent).broader {
                credit(grandparent, Nearness::Narrower, NARROWER_TWO_STEPS_PERMILLE);
            }
        }
    }
    for &child in &of(held).narrower {
        credit(child, Nearness::Broader, BROADER_PERMILLE);
    }
    for &other in &of(held).related {
        let (own, asked) = (of(held).distinctiveness, of(other).distinctiveness);
        credit(other, Nearness::Related, related_permille(own, asked));
    }
    let mut near: Vec<Near> =
        best.into_iter().map(|(concept, (permille, nearness))| Near { concept, nearness, permille }).collect();
    near.sort_unstable_by_key(|near| (std::cmp::Reverse(near.permille), near.concept));
    near.truncate(MAX_NEAR);
    near
}

/// Credit for a related concept, by the distinctiveness of what is held and of what is asked.
fn related_permille(held: u16, asked: u16) -> u16 {
    let share = u32::from(RELATED_PERMILLE_MAX) * u32::from(held.min(asked)) / u32::from(asked.max(1));
    u16::try_from(share).unwrap_or(RELATED_PERMILLE_MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::{MAX_NEAR, Nearness, related_permille};
    use crate::domain::{ConceptKey, ConceptKind};
    use crate::taxonomy::{ConceptRecord, Taxonomy, TaxonomyData, TaxonomyVersion};

    fn record(name: &str, kind: ConceptKind, broader: &[&str], related: &[&str]) -> ConceptRecord {
        let key = |name: &str| ConceptKey::new(&format!("ex:{name}")).expect("a valid key");
        let mut record = ConceptRecord::new(key(name), kind);
        record.broader = broader.iter().map(|name| key(name)).collect();
        record.related = related.iter().map(|name| key(name)).collect();
        record
    }

    fn build(records: Vec<ConceptRecord>) -> Taxonomy {
        let version = TaxonomyVersion::new("example", "1").expect("a valid version");
        Taxonomy::build(TaxonomyData::assemble(version, records).expect("a taxonomy").0)
    }

    #[test]
    fn each_relation_has_its_credit_and_the_best_counts() {
        let taxonomy = build(vec![
            record("group", ConceptKind::Group, &[], &[]),
            record("languages", ConceptKind::Language, &["group"], &[]),
            record("german", ConceptKind::Language, &["languages"], &[]),
            record("german-letters", ConceptKind::Skill, &["german"], &["english-letters", "german-talk"]),
            record("german-talk", ConceptKind::Skill, &["german"], &[]),
            record("english-letters", ConceptKind::Skill, &["group"], &[]),
        ]);
        let check = |held: &str, expected: &[(&str, Nearness, u16)]| {
            let near = taxonomy.near(taxonomy.concept(&format!("ex:{held}")).expect("a concept"));
            let near: Vec<(&str, Nearness, u16)> = near
                .iter()
                .map(|near| (&taxonomy.key(near.concept).as_str()[3..], near.nearness, near.permille))
                .collect();
            assert_eq!(near, expected, "of {held}");
        };
        check(
            "german-letters",
            &[
                ("german", Nearness::Narrower, 800),
                ("english-letters", Nearness::Related, 500),
                ("german-talk", Nearness::Related, 500),
                ("languages", Nearness::Narrower, 500),
            ],
        );
        check("languages", &[("german", Nearness::Broader, 400)]);
        check("group", &[]);
    }

    #[test]
    fn what_all_can_says_little_of_what_few_can() {
        assert_eq!(related_permille(900, 900), 500);
        assert_eq!(related_permille(900, 300), 500);
        assert_eq!(related_permille(300, 900), 166);
    }

    #[test]
    fn the_list_has_a_limit() {
        let mut records: Vec<ConceptRecord> =
            (0..100).map(|at| record(&format!("{at:03}"), ConceptKind::Skill, &["group"], &["000"])).collect();
        records.push(record("group", ConceptKind::Group, &[], &[]));
        let taxonomy = build(records);
        assert_eq!(taxonomy.near(taxonomy.concept("ex:000").expect("a concept")).len(), MAX_NEAR);
    }

    #[test]
    fn over_the_starter_taxonomy_every_list_keeps_its_promises() {
        let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
        let mut total = 0;
        for held in taxonomy.numbers() {
            let near = taxonomy.near(held);
            total += near.len();
            assert!(near.len() <= MAX_NEAR);
            let order = |near: &super::Near| (std::cmp::Reverse(near.permille), near.concept);
            assert!(near.windows(2).all(|pair| order(&pair[0]) < order(&pair[1])));
            for one in near {
                assert!(one.concept != held && (1..1000).contains(&one.permille));
                assert!(taxonomy.kind(one.concept).is_ability() && taxonomy.kind(held).is_ability());
            }
        }
        assert!(total > 100, "only {total} in all");
    }
}
