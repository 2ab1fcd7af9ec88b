//! Mixing sectors and employers, for who wants to explore. Points stay what they are; only the order of the best changes,
//! and every match that stands elsewhere than its points would put it says so.

use super::{
    facts::{At, Facts},
    plan::Plan,
    rules,
};
use loopbaanbrug_index::Hit;

/// What one match has in common with others.
#[derive(Clone, Copy, Debug)]
struct Item {
    points: i32,
    sector: Option<u8>,
    organisation: Option<i32>,
}

/// How much of the last matches something was: the last counts in full, each one before half as much.
#[derive(Debug)]
struct Recent<T> {
    pressures: Vec<(T, i32)>,
    full: i32,
}

impl<T: Copy + PartialEq> Recent<T> {
    fn new(full: i32) -> Self {
        Self { pressures: Vec::new(), full }
    }

    fn pressure(&self, of: Option<T>) -> i32 {
        let known = self.pressures.iter().find(|(known, _)| Some(*known) == of);
        known.map_or(0, |(_, pressure)| *pressure)
    }

    fn add(&mut self, one: Option<T>) {
        self.pressures.iter_mut().for_each(|(_, pressure)| *pressure /= 2);
        self.pressures.retain(|(_, pressure)| *pressure > 0);
        let Some(one) = one else { return };
        match self.pressures.iter_mut().find(|(known, _)| *known == one) {
            Some((_, pressure)) => *pressure += self.full,
            None => self.pressures.push((one, self.full)),
        }
    }
}

/// The order in which to show matches that stand in the order of their points; none when the person does not explore.
#[must_use]
pub fn mixed(plan: &Plan<'_>, hits: &[Hit]) -> Option<Vec<usize>> {
    let penalty = rules::mix_points(plan.exploration?)?;
    let (index, columns) = (plan.world.index, plan.world.columns);
    let items = hits.iter().map(|hit| {
        let facts = At { snapshot: index, id: hit.id };
        let sector = Some(facts.packed_traits(columns).sector_number()).filter(|number| *number > 0);
        Item { points: hit.points, sector, organisation: facts.number(columns.organisation) }
    });
    Some(order(&items.collect::<Vec<_>>(), penalty))
}

/// Each next one is the one with most points after what it loses for its sector and employer; of equals the first.
fn order(items: &[Item], penalty: i32) -> Vec<usize> {
    let (mut sectors, mut organisations) = (Recent::new(penalty), Recent::new(penalty));
    let mut left: Vec<usize> = (0..items.len()).collect();
    let mut order = Vec::with_capacity(items.len());
    while !left.is_empty() {
        let mut best = (0, i32::MIN);
        for (place, number) in left.iter().enumerate() {
            let item = &items[*number];
            // None further on has more points, so none further on can win.
            if item.points <= best.1 {
                break;
            }
            let worth = item.points - sectors.pressure(item.sector) - organisations.pressure(item.organisation);
            if worth > best.1 {
                best = (place, worth);
            }
        }
        let number = left.remove(best.0);
        sectors.add(items[number].sector);
        organisations.add(items[number].organisation);
        order.push(number);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    fn items(given: &[(i32, u8, i32)]) -> Vec<Item> {
        let item = |(points, sector, organisation): &(i32, u8, i32)| Item {
            points: *points,
            sector: Some(*sector).filter(|sector| *sector > 0),
            organisation: Some(*organisation),
        };
        given.iter().map(item).collect()
    }

    #[test]
    fn what_fits_about_as_well_takes_turns_and_what_fits_far_better_stays_first() {
        let items = items(&[(700, 1, 1), (690, 1, 2), (680, 2, 3), (675, 1, 4), (670, 2, 5), (400, 3, 6)]);
        assert_eq!(order(&items, 40), [0, 2, 1, 4, 3, 5]);
        assert_eq!(order(&items, 0), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn an_employer_counts_besides_its_sector_and_an_unknown_sector_does_not() {
        assert_eq!(order(&items(&[(700, 1, 1), (690, 1, 1), (655, 1, 2)]), 40), [0, 2, 1]);
        assert_eq!(order(&items(&[(700, 0, 1), (690, 0, 2), (680, 1, 3)]), 80), [0, 1, 2]);
    }

    proptest! {
        #[test]
        fn mixing_is_a_permutation_that_keeps_the_best_first(mut given in vec((0_i32..900, 0_u8..4, 0_i32..6), 1..60), penalty in 0_i32..200) {
            given.sort_by_key(|(points, ..)| std::cmp::Reverse(*points));
            let items = items(&given);
            let mixed = order(&items, penalty);
            let mut places = mixed.clone();
            places.sort_unstable();
            prop_assert_eq!(places, (0..items.len()).collect::<Vec<_>>());
            prop_assert_eq!(mixed[0], 0);
            // Nobody is passed by something that is worth less by more than all penalties together.
            for (place, number) in mixed.iter().enumerate() {
                for later in &mixed[place..] {
                    prop_assert!(items[*later].points <= items[*number].points + 4 * penalty);
                }
            }
        }
    }
}
