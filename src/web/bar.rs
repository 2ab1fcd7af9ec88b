//! Points as a bar of parts, and the same in words.

use super::words::Words;
use loopbaanbrug_proto::v1::MatchPart;

/// Width of the drawing, in its own units.
const WIDTH: i32 = 1_000;
/// Room between two parts, so that they can be told apart without colours.
const GAP: i32 = 3;
/// Colours of parts; after the last the first comes again.
const COLOURS: usize = 6;

/// A bar.
#[derive(Default)]
pub(super) struct Bar {
    /// The parts that bring points, from left to right.
    pub(super) segments: Vec<Segment>,
    /// Every part in words.
    pub(super) told: Vec<String>,
}

/// A part of a bar.
pub(super) struct Segment {
    pub(super) begin: i32,
    pub(super) width: i32,
    pub(super) colour: usize,
}

impl Bar {
    /// The bar of a total of at most `possible` points.
    pub(super) fn new(words: &Words, parts: &[MatchPart], possible: i32) -> Self {
        let mut begin = 0;
        let mut segments = Vec::new();
        for (number, part) in parts.iter().enumerate().filter(|(_, part)| part.points > 0) {
            let width = part.points * WIDTH / possible.max(1);
            segments.push(Segment { begin, width: (width - GAP).max(1), colour: colour(number) });
            begin += width;
        }
        let told = parts.iter().filter(|part| part.points != 0 || part.points_possible != 0).map(|it| told(words, it));
        Self { segments, told: told.collect() }
    }
}

/// A part in words.
pub(super) fn told(words: &Words, part: &MatchPart) -> String {
    (words.part_told)(&part.label, part.points, part.points_possible)
}

/// Colour of a part by its place.
pub(super) fn colour(number: usize) -> usize {
    number % COLOURS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{texts::Language, web::words::words};

    #[test]
    fn a_bar_is_never_longer_than_its_ground_and_says_the_same_in_words() {
        let part = |label: &str, points, points_possible| MatchPart {
            label: label.into(),
            points,
            points_possible,
            ..MatchPart::default()
        };
        let parts = [part("kunnen", 450, 600), part("wensen", 150, 150), part("nadeel", -60, 0), part("niets", 0, 0)];
        let bar = Bar::new(words(Language::Dutch), &parts, 750);
        let ends: Vec<_> = bar.segments.iter().map(|it| it.begin + it.width).collect();
        assert_eq!(ends, [600 - GAP, 800 - GAP]);
        assert_eq!(bar.told, ["kunnen: 450 van 600 punten", "wensen: 150 van 150 punten", "nadeel: 60 punten eraf"]);
    }
}
