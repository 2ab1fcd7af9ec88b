//! Near-duplicates of one state: which documents say nearly the same, found once when the state opens. They depend on the
//! documents alone, never on the order in which they came.

use crate::document::{Columns, TextSignature};
use loopbaanbrug_index::{Counter, Credits, DocumentId, Error, Hit, RowSet, Rows, Snapshot};
use std::collections::{HashMap, HashSet};

/// Different texts that are compared with each other within one employer, place and title; where there are more, only equal
/// texts stand together. An employer with that many openings in one place copies them whole.
const TEXTS_COMPARED_MAX: usize = 400;

/// Groups of near-duplicates.
#[derive(Debug, Default)]
pub(super) struct Alike {
    group_of: HashMap<DocumentId, usize>,
    /// Each of at least two, in the order of their keys.
    groups: Vec<Vec<DocumentId>>,
}

impl Alike {
    /// Looks at every document once.
    ///
    /// # Errors
    /// None in practice: nothing is asked for and there is no deadline.
    pub(super) fn of(index: &Snapshot, columns: &Columns) -> Result<Self, Error> {
        let mut offers = Offers { columns, found: Vec::with_capacity(index.len()) };
        index.counting(&Credits::none(), None).count(&mut offers)?;
        let mut found = offers.found;
        found.sort_unstable();
        let mut alike = Self::default();
        for same_offer in found.chunk_by(|left, right| left.0 == right.0).filter(|same| same.len() > 1) {
            let texts = same_offer.iter().map(|(_, id)| (signature(index, columns, *id), *id)).collect();
            for mut group in near_texts(texts) {
                group.sort_unstable_by_key(|id| index.key(*id));
                alike.group_of.extend(group.iter().map(|id| (*id, alike.groups.len())));
                alike.groups.push(group);
            }
        }
        Ok(alike)
    }

    /// The near-duplicates of a document in the order of their keys, itself among them; empty when it has none.
    pub(super) fn group(&self, id: DocumentId) -> &[DocumentId] {
        self.group_of.get(&id).map_or(&[], |group| &self.groups[*group])
    }

    /// Documents more than there are groups: as many places as near-duplicates can take in a ranking.
    pub(super) fn surplus(&self) -> usize {
        self.group_of.len() - self.groups.len()
    }

    /// The first of each group, in the order given.
    pub(super) fn once(&self, hits: &[Hit]) -> Vec<Hit> {
        let mut seen = HashSet::new();
        let first = |hit: &&Hit| self.group_of.get(&hit.id).is_none_or(|group| seen.insert(*group));
        hits.iter().filter(first).copied().collect()
    }
}

fn signature(index: &Snapshot, columns: &Columns, id: DocumentId) -> TextSignature {
    TextSignature::of_columns(columns.text().map(|column| index.number(id, column).unwrap_or(0)))
}

/// Groups of at least two whose texts are near, directly or through others of the group.
fn near_texts(mut texts: Vec<(TextSignature, DocumentId)>) -> Vec<Vec<DocumentId>> {
    texts.sort_unstable();
    let mut unseen: Vec<_> = texts.chunk_by(|left, right| left.0 == right.0).collect();
    let compare = unseen.len() <= TEXTS_COMPARED_MAX;
    let mut groups = Vec::new();
    while let Some(first) = unseen.pop() {
        let mut group = vec![first];
        let mut looked_at = 0;
        while compare && looked_at < group.len() {
            let text = group[looked_at][0].0;
            group.extend(unseen.extract_if(.., |other| other[0].0.is_near(text)));
            looked_at += 1;
        }
        let ids: Vec<_> = group.into_iter().flatten().map(|(_, id)| *id).collect();
        if ids.len() > 1 {
            groups.push(ids);
        }
    }
    groups
}

/// Collects what every document offers.
struct Offers<'a> {
    columns: &'a Columns,
    found: Vec<(i32, DocumentId)>,
}

impl Counter for Offers<'_> {
    fn admit(&mut self, rows: &Rows<'_>, admitted: &mut RowSet) {
        let offers = rows.numbers(self.columns.offer);
        self.found.extend(admitted.iter().map(|place| (offers[place], rows.row(place).id())));
    }
}
