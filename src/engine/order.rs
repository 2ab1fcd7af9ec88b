//! Which matches stand where: near-duplicates once, the best of each; sectors and employers mixed for who explores. Over
//! all that pages of one question reach, so that a page never depends on how large the pages are.

use super::{EngineError, Snapshot, helpers::Helpers, limits};
use crate::matching::{self, Filter, Plan, Ranked, Recall};
use loopbaanbrug_index::{Hit, Snapshot as IndexSnapshot};
use std::time::Instant;

/// Why a match stands where it stands, besides its points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Keys of near-duplicates that this match stands for, at most [`limits::SIMILAR_KEYS_MAX`].
    pub similar_keys: Vec<String>,
    /// Number of near-duplicates that this match stands for.
    pub similar_count: u64,
    /// Place by points, from 1, where mixing gave it another one.
    pub rank_by_points: Option<u32>,
}

/// A hit and its place by points, from 0.
#[derive(Clone, Copy)]
pub(super) struct Placed {
    pub(super) hit: Hit,
    by_points: usize,
}

/// The best matches in the order in which they are shown, as many as are wanted, or all that pages reach where they are mixed,
/// and what the scan counted.
pub(super) fn ordered(
    snapshot: &Snapshot,
    (plan, filter): (&Plan<'_>, &Filter),
    helpers: &Helpers,
    wanted: usize,
    deadline: Instant,
) -> Result<(Vec<Placed>, Ranked), EngineError> {
    // What is mixed is mixed as a whole, and for every page the same whole: one more could move others.
    let wanted = if plan.mixes() { limits::MATCH_REACH_MAX } else { wanted };
    let ranked = ranked(snapshot, (plan, filter), helpers, wanted, deadline)?;
    let place = |by_points: usize| Placed { hit: ranked.hits[by_points], by_points };
    let order = matching::mixed(plan, &ranked.hits).unwrap_or_else(|| (0..ranked.hits.len()).collect());
    Ok((order.into_iter().map(place).collect(), ranked))
}

/// The best by points, each group of near-duplicates once. Where they crowd, it looks deeper until there are enough.
fn ranked(
    snapshot: &Snapshot,
    (plan, filter): (&Plan<'_>, &Filter),
    helpers: &Helpers,
    wanted: usize,
    deadline: Instant,
) -> Result<Ranked, EngineError> {
    let alike = snapshot.alike();
    let mut depth = wanted + alike.surplus().min(wanted);
    loop {
        depth = depth.min(IndexSnapshot::HITS_LIMIT);
        let recall = Recall::new(plan, filter, depth, Some(deadline))?;
        let parts = helpers.together(recall.pieces(), || recall.take_part());
        let mut ranked = recall.ranked(parts.into_iter().collect::<Result<_, _>>()?);
        let all = ranked.hits.len() < depth || depth == IndexSnapshot::HITS_LIMIT;
        if alike.surplus() > 0 {
            ranked.hits = alike.once(&ranked.hits);
        }
        if all || ranked.hits.len() >= wanted {
            ranked.hits.truncate(wanted);
            return Ok(ranked);
        }
        depth *= 2;
    }
}

impl Placed {
    /// What an answer says of its place. `place` is the one in which it stands, from 0.
    pub(super) fn standing(&self, snapshot: &Snapshot, (plan, filter): (&Plan<'_>, &Filter), place: usize) -> Standing {
        let others = snapshot.alike().group(self.hit.id).iter().filter(|id| **id != self.hit.id);
        // One that would not have been shown is not stood for.
        let others =
            others.take(limits::SIMILAR_COUNTED_MAX).filter(|id| matching::left_out_by(plan, filter, **id).is_empty());
        let mut standing = Standing::default();
        for id in others {
            standing.similar_count += 1;
            if standing.similar_keys.len() < limits::SIMILAR_KEYS_MAX {
                standing.similar_keys.push(snapshot.index().key(*id).to_owned());
            }
        }
        let moved = self.by_points != place;
        standing.rank_by_points = moved.then(|| u32::try_from(self.by_points + 1).unwrap_or(u32::MAX));
        standing
    }
}
