//! How much a concept tells: rare ones tell more. Computed from the taxonomy alone, never from feeds.
//!
//! Inverse document frequency over occupations: ln((1 + N) / (1 + n)) / ln(1 + N), where N is the number of occupations
//! and n how many of them need the concept, an optional need counted as half.

use super::Concept;
use crate::domain::ConceptKind;

/// Distinctiveness of a concept when no occupation uses any.
const WITHOUT_OCCUPATIONS: u16 = 500;

/// For each concept 1 to 1000; a concept that no occupation uses gets the median of those that are used.
pub(super) fn distinctiveness(concepts: &[Concept]) -> Vec<u16> {
    let occupations = concepts.iter().filter(|concept| concept.kind == ConceptKind::Occupation).count();
    // In halves, so that sums are exact.
    let mut half_uses = vec![0_u32; concepts.len()];
    for skill in concepts.iter().flat_map(|concept| &concept.skills) {
        half_uses[skill.skill.index()] += if skill.essential { 2 } else { 1 };
    }
    let value = |half_uses: u32| permille(occupations as f64, f64::from(half_uses) / 2.0);
    let mut used: Vec<u16> = half_uses.iter().filter(|uses| **uses > 0).map(|uses| value(*uses)).collect();
    used.sort_unstable();
    let median = used.get(used.len() / 2).copied().unwrap_or(WITHOUT_OCCUPATIONS);
    half_uses.into_iter().map(|uses| if uses == 0 { median } else { value(uses) }).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 1..=1000")]
pub(super) fn permille(occupations: f64, uses: f64) -> u16 {
    // libm, so that every machine comes to the same number.
    let rarity = libm::log((1.0 + occupations) / (1.0 + uses)) / libm::log(1.0 + occupations);
    (1000.0 * rarity).round().clamp(1.0, 1000.0) as u16
}

#[cfg(test)]
mod tests {
    use super::permille;
    use crate::taxonomy::Taxonomy;
    use proptest::prelude::*;

    #[test]
    fn a_need_of_every_occupation_tells_nothing_and_a_rare_one_much() {
        assert_eq!(permille(100.0, 100.0), 1);
        assert_eq!(permille(100.0, 0.0), 1000);
        assert_eq!(permille(99.0, 9.0), 500);
    }

    #[test]
    fn the_starter_taxonomy_tells_general_from_special() {
        let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
        let value = |key: &str| taxonomy.distinctiveness(taxonomy.concept(key).expect("a concept"));
        assert!(value("lb:skill/samenwerken") < value("lb:skill/paspoortwet-kennis"));
        assert!(taxonomy.numbers().all(|concept| (1..=1000).contains(&taxonomy.distinctiveness(concept))));
    }

    proptest! {
        #[test]
        fn more_uses_never_tell_more(occupations in 1_u16..5000, uses in 0_u16..5000) {
            let (occupations, uses) = (f64::from(occupations), f64::from(uses.min(occupations)));
            prop_assert!(permille(occupations, uses) >= permille(occupations, (uses + 0.5).min(occupations)));
        }
    }
}
