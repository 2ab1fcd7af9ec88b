//! Where an opportunity stands in a list, as answers show it.

use super::{codes::WireCode, match_answer::Writer};
use crate::{
    engine::{ListPlace, Showing},
    matching::{Explained, PartPoints, parts_that_differ},
    texts::{self, ListTold, RankTold},
};
use loopbaanbrug_proto::v1;
use std::cmp::Reverse;

impl Writer<'_> {
    /// The place of one opportunity.
    pub(crate) fn list_place(&self, explained: &Explained, place: &ListPlace) -> v1::ListPlace {
        let last = &place.last_shown;
        let (mut points_short, mut losses, mut shown_instead_key) = (0, Vec::new(), String::new());
        let told = match &place.showing {
            Showing::Shown => ListTold::Shown,
            Showing::StoodForBy(other) => {
                shown_instead_key = other.key.to_string();
                let (title, organisation) = (other.opportunity.title(), other.opportunity.organisation());
                ListTold::StoodForBy { title, organisation }
            }
            Showing::NotShown => {
                let more = last.total.points() - explained.total.points();
                points_short = more.max(0);
                losses = parts_that_differ(explained, last);
                losses.retain(|it| it.first < it.second);
                losses.sort_by_key(|it| Reverse(it.second - it.first));
                if more > 0 {
                    ListTold::Short { points: more, losses: &losses }
                } else if place.mixed {
                    ListTold::Mixed
                } else {
                    ListTold::AsManyPoints
                }
            }
        };
        let rank = RankTold { rank: place.rank, total: place.total, length: place.list_length };
        let sentences = texts::list_place(self.language, explained.listed.opportunity.kind(), rank, told);
        v1::ListPlace {
            rank: place.rank,
            total: place.total,
            shown: matches!(place.showing, Showing::Shown),
            last_shown_key: last.listed.key.to_string(),
            last_shown_points: last.total.points(),
            points_short,
            sentences,
            losses: losses.iter().map(|it| self.loss(it)).collect(),
            shown_instead_key,
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
