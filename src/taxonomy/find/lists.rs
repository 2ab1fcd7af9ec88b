//! Many short lists in two arrays: postings of words and grams.

use crate::taxonomy::number::small;
use std::ops::Range;

/// Lists numbered from 0. Useful for postings that are built once and read often; not for lists that change.
#[derive(Debug, Default)]
pub(super) struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// Lists `0..count` from (list, item) pairs; within a list items keep the order of the pairs.
    pub(super) fn from_pairs(count: usize, pairs: &[(u32, u32)]) -> Self {
        let mut starts = vec![0; count + 1];
        for (list, _) in pairs {
            starts[*list as usize + 1] += 1;
        }
        for list in 0..count {
            starts[list + 1] += starts[list];
        }
        let mut next = starts.clone();
        let mut items = vec![0; pairs.len()];
        for (list, item) in pairs {
            let at = &mut next[*list as usize];
            items[*at as usize] = *item;
            *at += 1;
        }
        Self { starts, items }
    }

    /// Lists given one after the other.
    pub(super) fn from_lists<I: IntoIterator<Item = u32>>(lists: impl Iterator<Item = I>) -> Self {
        let mut all = Self { starts: vec![0], items: Vec::new() };
        for list in lists {
            all.items.extend(list);
            all.starts.push(small(all.items.len()));
        }
        all
    }

    pub(super) fn get(&self, list: u32) -> &[u32] {
        &self.items[self.range(list)]
    }

    /// Where the items of a list stand among all items, for what is kept beside them.
    pub(super) fn range(&self, list: u32) -> Range<usize> {
        let list = list as usize;
        self.starts[list] as usize..self.starts[list + 1] as usize
    }
}
