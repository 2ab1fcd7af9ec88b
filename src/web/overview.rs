//! The picture of where the options are: sectors by how near they are, with as many options as they hold.

use super::words::Words;
use crate::{
    domain::SbiSection,
    matching::Class,
    texts::{Language, capitalised, phrases},
};
use std::{cmp::Reverse, collections::BTreeMap};

/// Units of the drawing.
const ROW: usize = 40;
const LABEL_WIDTH: usize = 400;
const BARS_WIDTH: usize = 590;
/// Least width of a bar, so that its number can be read.
const BAR_WIDTH_MIN: usize = 26;

/// A drawing, and its figures.
pub(super) struct Overview {
    pub(super) height: usize,
    pub(super) rows: Vec<Row>,
    /// Code and label of each class.
    pub(super) legend: Vec<(&'static str, String)>,
    pub(super) hint: String,
}

/// A sector.
pub(super) struct Row {
    pub(super) label: String,
    /// For each class.
    pub(super) counts: Vec<u64>,
    pub(super) total: u64,
    pub(super) segments: Vec<Segment>,
    pub(super) text_y: usize,
    pub(super) bar_y: usize,
    pub(super) number_y: usize,
}

/// The options of one class in a sector.
pub(super) struct Segment {
    pub(super) class: &'static str,
    pub(super) begin: usize,
    pub(super) width: usize,
    pub(super) middle: usize,
    pub(super) count: u64,
}

/// The drawing of these options; none when there are none.
pub(super) fn overview(
    language: Language,
    words: &Words,
    options: impl Iterator<Item = (Option<SbiSection>, Class)>,
) -> Option<Overview> {
    let mut sectors: BTreeMap<Option<SbiSection>, [u64; Class::ALL.len()]> = BTreeMap::new();
    let mut looked_at = 0;
    for (sector, class) in options {
        looked_at += 1;
        sectors.entry(sector).or_default()[class as usize] += 1;
    }
    let mut rows: Vec<_> = sectors.into_iter().collect();
    // Most of what is within reach now first; of equal ones, most of what takes a short course, and so on.
    rows.sort_by_key(|(_, counts)| Reverse(*counts));
    let widest = rows.iter().map(|(_, counts)| counts.iter().sum()).max()?;
    let labels = phrases(language);
    let rows: Vec<Row> = rows
        .iter()
        .enumerate()
        .map(|(number, (sector, counts))| {
            let label = sector.map_or(words.sector_unknown, |sector| labels.sector(sector));
            row(number, capitalised(label), *counts, widest)
        })
        .collect();
    Some(Overview {
        height: rows.len() * ROW,
        rows,
        legend: Class::ALL.iter().map(|class| (class.code(), capitalised(labels.class(*class)))).collect(),
        hint: format!("{} {}", words.overview_hint, (words.options_looked_at)(looked_at)),
    })
}

fn row(number: usize, label: String, counts: [u64; Class::ALL.len()], widest: u64) -> Row {
    let top = number * ROW;
    let room = BARS_WIDTH - Class::ALL.len() * BAR_WIDTH_MIN;
    let mut begin = LABEL_WIDTH;
    let mut segments = Vec::new();
    for (class, count) in Class::ALL.iter().zip(counts).filter(|(_, count)| *count > 0) {
        let share = usize::try_from(count * room as u64 / widest.max(1)).unwrap_or(room);
        let width = BAR_WIDTH_MIN + share;
        segments.push(Segment { class: class.code(), begin, width: width - 2, middle: begin + width / 2, count });
        begin += width;
    }
    let total = counts.iter().sum();
    Row { label, counts: counts.to_vec(), total, segments, text_y: top + 26, bar_y: top + 6, number_y: top + 25 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::words::words;

    fn drawn(options: &[(Option<SbiSection>, Class)]) -> Option<Overview> {
        overview(Language::Dutch, words(Language::Dutch), options.iter().copied())
    }

    #[test]
    fn the_sector_with_most_within_reach_stands_first_and_every_option_is_counted() {
        let (care, school, transport) = (Some(SbiSection::Q), Some(SbiSection::P), Some(SbiSection::H));
        // In the mean transport is nearer than care, which holds one that is within reach now.
        let options = [
            (transport, Class::Route),
            (care, Class::Far),
            (care, Class::Now),
            (care, Class::Far),
            (school, Class::Now),
            (school, Class::ShortCourse),
            (None, Class::Far),
        ];
        let overview = drawn(&options).expect("a drawing");
        let rows: Vec<_> = overview.rows.iter().map(|row| (row.counts.clone(), row.total)).collect();
        let expected = [(vec![1, 1, 0, 0], 2), (vec![1, 0, 0, 2], 3), (vec![0, 0, 1, 0], 1), (vec![0, 0, 0, 1], 1)];
        assert_eq!(rows, expected);
        assert_eq!(overview.rows[3].label, "Onbekend");
    }

    #[test]
    fn no_bar_leaves_the_drawing() {
        let options: Vec<_> = Class::ALL.iter().flat_map(|class| [(Some(SbiSection::Q), *class); 50]).collect();
        let overview = drawn(&options).expect("a drawing");
        let last = overview.rows[0].segments.last().expect("a bar");
        assert!(last.begin + last.width <= 1_000, "{}", last.begin + last.width);
        assert!(drawn(&[]).is_none());
    }
}
