//! Where an opportunity stands in a list of its kind: its exact place by points, and whether the list that ranking would give
//! shows it. Near-duplicates and mixing are those of `order`, so that it speaks of the same list.

use super::{EngineError, ExplainedOption, Snapshot, conversation::Viewer, helpers::Helpers, order::Order};
use crate::{
    document::Listed,
    matching::{self, Explained, Filter, Plan, Position},
};
use loopbaanbrug_index::DocumentId;
use std::{sync::Arc, time::Instant};

/// Where an opportunity stands among all of its kind that pass.
#[derive(Debug)]
pub struct ListPlace {
    /// Its rank by points, from 1, each near-duplicate counted.
    pub rank: u64,
    /// Number that pass.
    pub total: u64,
    /// Length of the list that was asked about.
    pub list_length: usize,
    /// What the list does with it.
    pub showing: Showing,
    /// Whether the list mixes sectors and employers.
    pub mixed: bool,
    /// The last one that the list shows.
    pub last_shown: Arc<Explained>,
}

/// What a list does with an opportunity.
#[derive(Clone, Debug)]
pub enum Showing {
    /// It shows it.
    Shown,
    /// It shows this near-duplicate, which stands for it.
    StoodForBy(Arc<Listed>),
    /// It shows others.
    NotShown,
}

/// Something explained, to be placed in its list: nothing leaves it out.
pub(super) struct ToPlace<'a> {
    pub(super) id: DocumentId,
    pub(super) filter: &'a Filter,
    pub(super) option: &'a mut ExplainedOption,
}

/// Gives each its place in a list of a length. Those of one kind share their list and their scans.
pub(super) fn place(
    (snapshot, plan): (&Snapshot, &Plan<'_>),
    mut to_place: Vec<ToPlace<'_>>,
    list_length: usize,
    (helpers, deadline): (&Helpers, Instant),
) -> Result<(), EngineError> {
    to_place.sort_by_key(|it| it.filter.kind);
    for of_kind in to_place.chunk_by_mut(|left, right| left.filter.kind == right.filter.kind) {
        let viewer = Viewer { snapshot, plan, filter: of_kind[0].filter, helpers, deadline };
        let shown = shown(&viewer, list_length)?;
        let Some(last) = shown.last() else { continue };
        let last_shown = Arc::new(matching::explain(plan, *last, snapshot.listed(*last)?));
        let positions: Vec<_> = of_kind.iter().map(|it| Position::of(plan, it.id, &it.option.explained)).collect();
        let (ranks, total) = viewer.ranks(&positions)?;
        for (it, rank) in of_kind.iter_mut().zip(ranks) {
            let (showing, last_shown) = (showing(snapshot, &shown, it.id)?, Arc::clone(&last_shown));
            let mixed = plan.mixes();
            it.option.list_place = Some(ListPlace { rank, total, list_length, showing, mixed, last_shown });
        }
    }
    Ok(())
}

/// What a list of a length shows, in its order.
fn shown(viewer: &Viewer<'_>, list_length: usize) -> Result<Vec<DocumentId>, EngineError> {
    let Viewer { snapshot, plan, filter, helpers, deadline } = *viewer;
    let open = snapshot.open(filter.kind, filter.today);
    let order = Order::new(snapshot, (plan, filter, &open), list_length, deadline);
    let recall = order.recall()?;
    let parts = helpers.together(recall.pieces(), || recall.take_part());
    let (placed, _) = order.of(recall.ranked(parts.into_iter().collect::<Result<_, _>>()?))?;
    Ok(placed.iter().take(list_length).map(|it| it.hit.id).collect())
}

fn showing(snapshot: &Snapshot, shown: &[DocumentId], id: DocumentId) -> Result<Showing, EngineError> {
    if shown.contains(&id) {
        return Ok(Showing::Shown);
    }
    match snapshot.alike().group(id).iter().find(|other| shown.contains(other)) {
        Some(other) => Ok(Showing::StoodForBy(snapshot.listed(*other)?)),
        None => Ok(Showing::NotShown),
    }
}
