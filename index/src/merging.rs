//! Which segments are merged with which. A scan answers faster over few segments, but a merge reads all that it merges,
//! and what it reads counts as memory of the process meanwhile.

use std::collections::HashMap;

use tantivy::SegmentMeta;
use tantivy::indexer::{LogMergePolicy, MergeCandidate, MergePolicy};

/// Most documents of one merge, and of a segment that is still merged: a scan gains nothing from segments that are longer
/// than a few of its windows. One with many documents removed falls below and is merged again.
const MERGED_DOCUMENTS_MAX: u32 = 100_000;

/// A segment is rewritten when more than this part of its rows is dead.
const DEAD_ROWS_RATIO: f32 = 0.4;

/// Segments of about the same size together, as tantivy does by itself, but not all there are at once.
#[derive(Debug)]
pub(crate) struct Merging(LogMergePolicy);

impl Default for Merging {
    fn default() -> Self {
        let mut of_same_size = LogMergePolicy::default();
        of_same_size.set_del_docs_ratio_before_merge(DEAD_ROWS_RATIO);
        of_same_size.set_max_docs_before_merge(MERGED_DOCUMENTS_MAX as usize);
        Self(of_same_size)
    }
}

impl MergePolicy for Merging {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let known: HashMap<_, _> = segments.iter().map(|segment| (segment.id(), segment)).collect();
        let candidates = self.0.compute_merge_candidates(segments).into_iter();
        let parts = candidates.flat_map(|MergeCandidate(ids)| {
            let documents: Vec<u32> = ids.iter().map(|id| known.get(id).map_or(0, |it| it.num_docs())).collect();
            let parts = in_parts(&documents, MERGED_DOCUMENTS_MAX).into_iter();
            parts.map(|part| ids[part].to_vec()).collect::<Vec<_>>()
        });
        // To merge one with nothing removes its dead rows, worth it where there are many.
        let is_of_use =
            |ids: &Vec<_>| ids.len() > 1 || ids.iter().any(|id| known.get(id).is_some_and(|it| is_worn(it)));
        parts.filter(is_of_use).map(MergeCandidate).collect()
    }
}

fn is_worn(segment: &SegmentMeta) -> bool {
    segment.num_deleted_docs() as f32 > DEAD_ROWS_RATIO * segment.max_doc() as f32
}

/// Neighbours together as long as they have no more than `most` documents; one that has more by itself stands alone.
fn in_parts(documents: &[u32], most: u32) -> Vec<std::ops::Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut sum) = (0, 0_u32);
    for (place, &count) in documents.iter().enumerate() {
        if place > start && sum.saturating_add(count) > most {
            parts.push(start..place);
            (start, sum) = (place, 0);
        }
        sum = sum.saturating_add(count);
    }
    if start < documents.len() {
        parts.push(start..documents.len());
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::in_parts;

    #[test]
    fn parts_hold_every_segment_once_and_no_more_than_asked() {
        assert_eq!(in_parts(&[40, 40, 30, 30, 30, 200, 10], 100), [0..2, 2..5, 5..6, 6..7]);
        assert_eq!(in_parts(&[100, 1], 100), [0..1, 1..2]);
        assert_eq!(in_parts(&[u32::MAX, u32::MAX], 100), [0..1, 1..2]);
        assert!(in_parts(&[], 100).is_empty());
    }
}
