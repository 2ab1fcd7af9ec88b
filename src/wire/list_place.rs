//! Where an opportunity stands in a list, as answers show it.

use super::{codes::WireCode, match_answer::Writer};
use crate::{
    engine::ListPlace,
    matching::{Explained, PartPoints, parts_that_differ},
    texts::{self, RankTold},
};
use loopbaanbrug_proto::v1;
use std::cmp::Reverse;

impl Writer<'_> {
    /// The place of one opportunity.
    pub(crate) fn list_place(&self, explained: &Explained, place: &ListPlace) -> v1::ListPlace {
        let last = &place.last_shown;
        let shown = place.is_shown();
        let mut losses = if shown { Vec::new() } else { parts_that_differ(explained, last) };
        losses.retain(|it| it.first < it.second);
        losses.sort_by_key(|it| Reverse(it.second - it.first));
        let points_short = if shown { 0 } else { last.total.points() - explained.total.points() };
        let rank = RankTold { rank: place.rank, total: place.total, length: place.list_length, shown };
        let kind = explained.listed.opportunity.kind();
        v1::ListPlace {
            rank: place.rank,
            total: place.total,
            shown,
            last_shown_key: last.listed.key.to_string(),
            last_shown_points: last.total.points(),
            points_short,
            sentences: texts::list_place(self.language, kind, rank, points_short, &losses),
            losses: losses.iter().map(|it| self.loss(it)).collect(),
        }
    }

    fn loss(&self, loss: &PartPoints) -> v1::PartLoss {
        v1::PartLoss {
            kind: loss.part.wire(),
            label: texts::phrases(self.language).part(loss.part).to_owned(),
            points: loss.first,
            other_points: loss.second,
        }
    }
}
