//! Credit for what stands in the same group as the person's skills: the more the person has of a group, and the fewer
//! occupations draw from it, the more.

use super::{
    claims::{Claim, permille_of},
    credits::Backings,
    rules,
};
use crate::taxonomy::{
    Nearness, SharedGroup, Taxonomy,
    nearness::{HALF_AT_HOME, SIBLING_PERMILLE_MAX},
    tells,
};

/// How much a person has of one group.
#[derive(Clone, Copy)]
struct AtHome {
    group: u32,
    /// Distinctiveness of the skills the person has in it, each as far as it counts, in thousandths.
    held: u32,
    /// The claim that is named, and the one that is named for the first one itself.
    named: (Claim, Option<Claim>),
}

impl AtHome {
    /// Credit for any ability of the group.
    fn credit_permille(&self, group: &SharedGroup) -> u16 {
        let share = 1_000 * self.held / (self.held + HALF_AT_HOME);
        let credit = permille_of(u16::try_from(share).unwrap_or(rules::CREDIT_FULL), group.distinctiveness);
        credit.min(SIBLING_PERMILLE_MAX)
    }
}

/// Backs all abilities that share a group with another one the person has. The level of the claim that is named is
/// the highest in the group, so that one skill more never makes any credit smaller.
pub(super) fn back(claims: &[Claim], taxonomy: &Taxonomy, backings: &mut Backings) {
    let groups = taxonomy.shared_groups();
    let mut at_home = at_home(claims, taxonomy);
    // Highest first: of the groups of an ability a later one counts only for its level.
    let credit = |it: &AtHome| it.credit_permille(groups.group(it.group));
    at_home.sort_by_cached_key(|it| (std::cmp::Reverse(credit(it)), it.group));
    let mut levels = vec![0_u8; taxonomy.len()];
    for it in &at_home {
        let group = groups.group(it.group);
        let credit_permille = it.credit_permille(group);
        let telling = group.members.iter().take_while(|(_, own)| tells(credit_permille, *own));
        let (first, second) = it.named;
        let named = (backings.name(first), second.map(|claim| backings.name(claim)));
        for (ability, _) in telling {
            // Nothing is a sibling of itself.
            let claim = if *ability == first.concept { named.1 } else { Some(named.0) };
            let Some(claim) = claim else { continue };
            let level = &mut levels[ability.index()];
            if *level < claim.level {
                *level = claim.level;
                backings.back(*ability, claim, Some(Nearness::Sibling), credit_permille);
            }
        }
    }
}

/// What the person has of each group, in the order of groups.
fn at_home(claims: &[Claim], taxonomy: &Taxonomy) -> Vec<AtHome> {
    let groups = taxonomy.shared_groups();
    let weight = |claim: &Claim| permille_of(claim.strength_permille, taxonomy.distinctiveness(claim.concept));
    let held = best_of_each(claims);
    let mut placed: Vec<(u32, &Claim)> =
        held.iter().flat_map(|claim| groups.above(claim.concept).iter().map(move |group| (*group, claim))).collect();
    // Named is the claim of the highest level, then the one that tells most.
    placed.sort_unstable_by_key(|(group, claim)| {
        (*group, std::cmp::Reverse((claim.level, weight(claim))), claim.source, claim.concept)
    });
    let of_group = placed.chunk_by(|left, right| left.0 == right.0).map(|of_group| AtHome {
        group: of_group[0].0,
        held: of_group.iter().map(|(_, claim)| u32::from(weight(claim))).sum(),
        named: (*of_group[0].1, of_group.get(1).map(|(_, claim)| **claim)),
    });
    of_group.collect()
}

/// The strongest claim of each concept that was used in work, at the highest level that any claim of it has.
fn best_of_each(claims: &[Claim]) -> Vec<Claim> {
    let mut sorted: Vec<Claim> = claims.iter().copied().filter(|claim| claim.practised).collect();
    sorted.sort_by_key(|claim| (claim.concept, std::cmp::Reverse(claim.strength_permille), claim.source));
    let best = sorted.chunk_by(|left, right| left.concept == right.concept).map(|of_concept| {
        let level = of_concept.iter().map(|claim| claim.level).max().unwrap_or(of_concept[0].level);
        Claim { level, ..of_concept[0] }
    });
    best.collect()
}
