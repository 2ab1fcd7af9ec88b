//! Which matches stand where: near-duplicates once, the best of each; sectors and employers mixed for who explores. Over
//! all that pages of one question reach, so that a page never depends on how large the pages are.

use super::{EngineError, Snapshot, limits};
use crate::matching::{self, Filter, Gatekeeper, Open, Plan, Ranked, Recall};
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

/// How the matches of one question are put in order.
pub(super) struct Order<'a> {
    snapshot: &'a Snapshot,
    plan: &'a Plan<'a>,
    filter: &'a Filter,
    open: &'a Open,
    gatekeeper: Gatekeeper<'a>,
    /// So many are put in order, as far as there are.
    wanted: usize,
    /// So many are ranked at first.
    depth: usize,
    deadline: Instant,
}

impl<'a> Order<'a> {
    pub(super) fn new(
        snapshot: &'a Snapshot,
        (plan, filter, open): (&'a Plan<'a>, &'a Filter, &'a Open),
        shown: usize,
        deadline: Instant,
    ) -> Self {
        // What is mixed is mixed as a whole, and for every page the same whole: one more could move others.
        let wanted = if plan.mixes() { limits::MATCH_REACH_MAX } else { shown };
        let depth = (wanted + snapshot.alike().surplus().min(wanted)).min(IndexSnapshot::HITS_LIMIT);
        let gatekeeper = Gatekeeper::new(plan, filter, None);
        Self { snapshot, plan, filter, open, gatekeeper, wanted, depth, deadline }
    }

    /// Begins to rank.
    pub(super) fn recall(&self) -> Result<Recall<'a>, EngineError> {
        self.recall_to(self.depth)
    }

    fn recall_to(&self, depth: usize) -> Result<Recall<'a>, EngineError> {
        Ok(Recall::new(self.plan, self.filter, self.open, depth, Some(self.deadline))?)
    }

    /// The matches in the order in which they are shown, at least as many as wanted as far as there are so many, and what
    /// the [recall](Self::recall) counted.
    pub(super) fn of(&self, ranked: Ranked) -> Result<(Vec<Placed>, Ranked), EngineError> {
        let ranked = self.each_once(ranked)?;
        let place = |by_points: usize| Placed { hit: ranked.hits[by_points], by_points };
        let order = matching::mixed(self.plan, &ranked.hits).unwrap_or_else(|| (0..ranked.hits.len()).collect());
        Ok((order.into_iter().map(place).collect(), ranked))
    }

    /// The best by points, each group of near-duplicates once. Where they crowd, it looks deeper until there are enough.
    fn each_once(&self, mut ranked: Ranked) -> Result<Ranked, EngineError> {
        let alike = self.snapshot.alike();
        let mut depth = self.depth;
        loop {
            let all = ranked.hits.len() < depth || depth == IndexSnapshot::HITS_LIMIT;
            if alike.surplus() > 0 {
                ranked.hits = alike.once(&ranked.hits);
            }
            if all || ranked.hits.len() >= self.wanted {
                ranked.hits.truncate(self.wanted);
                return Ok(ranked);
            }
            depth = (depth * 2).min(IndexSnapshot::HITS_LIMIT);
            let deeper = self.recall_to(depth)?;
            ranked = deeper.ranked(vec![deeper.take_part()?]);
        }
    }

    /// What an answer says of a place. `place` is the one in which it stands, from 0.
    pub(super) fn standing(&self, placed: &Placed, place: usize) -> Standing {
        let others = self.snapshot.alike().group(placed.hit.id).iter().filter(|id| **id != placed.hit.id);
        // One that would not have been shown is not stood for.
        let others = others.take(limits::SIMILAR_COUNTED_MAX).filter(|id| self.gatekeeper.passes(**id));
        let mut standing = Standing::default();
        for id in others {
            standing.similar_count += 1;
            if standing.similar_keys.len() < limits::SIMILAR_KEYS_MAX {
                standing.similar_keys.push(self.snapshot.index().key(*id).to_owned());
            }
        }
        let moved = placed.by_points != place;
        standing.rank_by_points = moved.then(|| u32::try_from(placed.by_points + 1).unwrap_or(u32::MAX));
        standing
    }
}
