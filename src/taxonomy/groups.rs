//! Groups and wider concepts that abilities share, with how much sharing one tells. Computed from the taxonomy alone.
//!
//! Two abilities in a group that few occupations draw from are near; two in one that nearly all draw from are not. Only like
//! shares with like: what somebody can do says little of what they know, and one language nothing of another. A group that
//! stands under nothing is a heading of the whole list: what it holds has a trade in common, not a way of working. What a
//! person gets for it is decided in `matching`; the numbers stand in [`nearness`](super::nearness).

use super::nearness::LEAST_TELLING;
use super::number::small;
use super::{Concept, ConceptNumber, distinctiveness};
use crate::domain::ConceptKind;

/// All shared groups of a taxonomy.
#[derive(Debug, Default)]
pub struct SharedGroups {
    groups: Vec<SharedGroup>,
    /// For each concept the places in `groups` of those it stands under, at any depth.
    above: Vec<Box<[u32]>>,
}

/// The abilities of one kind under a group or wider concept.
#[derive(Debug, PartialEq, Eq)]
pub struct SharedGroup {
    /// The group or wider concept.
    pub concept: ConceptNumber,
    /// Skills or knowledge areas.
    pub kind: ConceptKind,
    /// How much it tells to be at home in it, 1 to 1,000: the fewer occupations draw from it, the more.
    pub distinctiveness: u16,
    /// Abilities under it that sharing it can tell anything about, with their own distinctiveness; most distinctive first.
    pub members: Vec<(ConceptNumber, u16)>,
}

impl SharedGroups {
    /// Of all concepts, whose own distinctiveness is known.
    pub(super) fn of(concepts: &[Concept]) -> Self {
        let mut above: Vec<Box<[u32]>> = vec![Box::default(); concepts.len()];
        let mut groups = Vec::new();
        for kind in KINDS {
            let of_kind: Vec<_> = (0..concepts.len()).map(|place| all_above(concepts, place, kind)).collect();
            let mut places = vec![u32::MAX; concepts.len()];
            for (concept, distinctiveness) in telling(concepts, &of_kind) {
                places[concept.index()] = small(groups.len());
                groups.push(SharedGroup { concept, kind, distinctiveness, members: Vec::new() });
            }
            let place_of = |group: &ConceptNumber| Some(places[group.index()]).filter(|place| *place != u32::MAX);
            for (ability, all) in of_kind.iter().enumerate().filter(|(_, all)| !all.is_empty()) {
                above[ability] = all.iter().filter_map(place_of).collect();
            }
        }
        for (ability, above) in above.iter().enumerate() {
            let own = concepts[ability].distinctiveness;
            for group in above {
                let group = &mut groups[*group as usize];
                if tells(group.distinctiveness, own) {
                    group.members.push((ConceptNumber::of_index(ability), own));
                }
            }
        }
        for group in &mut groups {
            group.members.sort_unstable_by_key(|(member, own)| (std::cmp::Reverse(*own), *member));
        }
        Self { groups, above }
    }

    /// Number of groups.
    #[must_use]
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Places of the groups that an ability stands under.
    #[must_use]
    pub fn above(&self, ability: ConceptNumber) -> &[u32] {
        &self.above[ability.index()]
    }

    /// The group at a place.
    #[must_use]
    pub fn group(&self, place: u32) -> &SharedGroup {
        &self.groups[place as usize]
    }
}

/// Whether a credit for an ability says enough to be given; both in thousandths.
#[must_use]
pub fn tells(credit_permille: u16, distinctiveness: u16) -> bool {
    u32::from(credit_permille) * u32::from(distinctiveness) >= u32::from(LEAST_TELLING) * 1_000
}

/// Kinds of which one ability can say something of another. Languages are none of them.
const KINDS: [ConceptKind; 2] = [ConceptKind::Skill, ConceptKind::Knowledge];

/// Everything above an ability of a kind but the headings of the whole list, in the order of numbers; nothing for other kinds.
fn all_above(concepts: &[Concept], place: usize, kind: ConceptKind) -> Vec<ConceptNumber> {
    if concepts[place].kind != kind {
        return Vec::new();
    }
    let mut above: Vec<ConceptNumber> = concepts[place].broader.clone();
    let mut seen = 0;
    while let Some(next) = above.get(seen) {
        seen += 1;
        for wider in &concepts[next.index()].broader {
            if !above.contains(wider) {
                above.push(*wider);
            }
        }
    }
    above.retain(|wider| !is_heading(&concepts[wider.index()]));
    above.sort_unstable();
    above
}

fn is_heading(concept: &Concept) -> bool {
    concept.kind == ConceptKind::Group && concept.broader.is_empty()
}

/// The groups that can tell anything, each with its distinctiveness over the occupations that draw from it.
fn telling(concepts: &[Concept], above: &[Vec<ConceptNumber>]) -> Vec<(ConceptNumber, u16)> {
    let occupations = concepts.iter().filter(|concept| concept.kind == ConceptKind::Occupation).count();
    let mut drawn = vec![0_u32; concepts.len()];
    let mut last = vec![usize::MAX; concepts.len()];
    for (place, occupation) in concepts.iter().enumerate() {
        for group in occupation.skills.iter().flat_map(|needed| &above[needed.skill.index()]) {
            // An occupation counts once for a group, however many of its members it needs.
            if std::mem::replace(&mut last[group.index()], place) != place {
                drawn[group.index()] += 1;
            }
        }
    }
    let drawn = drawn.into_iter().enumerate().filter(|(_, drawn)| *drawn > 0);
    let valued = drawn.map(|(place, drawn)| {
        (ConceptNumber::of_index(place), distinctiveness::permille(occupations as f64, f64::from(drawn)))
    });
    valued.filter(|(_, distinctiveness)| tells(*distinctiveness, 1_000)).collect()
}

#[cfg(test)]
mod tests {
    use super::tells;
    use crate::taxonomy::Taxonomy;

    #[test]
    fn sharing_says_something_only_of_what_is_rare_enough() {
        assert!(tells(500, 240) && !tells(500, 239));
        assert!(!tells(0, 1_000));
    }

    #[test]
    fn groups_of_the_starter_taxonomy_hold_what_stands_under_them() {
        let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
        let groups = taxonomy.shared_groups();
        assert!(groups.len() > 50, "{}", groups.len());
        for ability in taxonomy.numbers() {
            for place in groups.above(ability) {
                let group = groups.group(*place);
                let own = taxonomy.distinctiveness(ability);
                let member = group.members.contains(&(ability, own));
                assert_eq!(member, tells(group.distinctiveness, own), "{}", taxonomy.key(ability));
            }
        }
        let place = (0..).take(groups.len()).map(|place| groups.group(place));
        for group in place {
            assert!(
                group
                    .members
                    .windows(2)
                    .all(|pair| (pair[1].1, pair[0].0) < (pair[0].1, pair[1].0) || pair[0].1 > pair[1].1)
            );
        }
    }
}
