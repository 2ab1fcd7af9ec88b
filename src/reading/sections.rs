//! Which part of a text a line opens: by a heading, or by the words with which a sentence begins.

use super::vocabulary::{ASKING, ENTERING, HEADINGS, NICE_HEADINGS, NO_OFFER, OFFERING, TEACHING};
use super::word::Word;
use super::{Section, TextKind};

/// Most words of a heading without “?” or “:”.
const MAX_HEADING_WORDS: usize = 6;
/// Most words of a heading that ends with one of those.
const MAX_MARKED_HEADING_WORDS: usize = 12;

/// Words at the head of a sentence among which an offer is looked for.
const TURN_WORDS: usize = 4;

/// What a heading opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) section: Section,
    /// All below it is welcome and nothing needed.
    pub(super) nice: bool,
}

/// Whether a line can be a heading at all: few words, no item of a list, no whole sentence.
pub(super) fn looks_like_heading(line: &str, words: usize) -> bool {
    let line = line.trim_end_matches(|sign: char| sign.is_whitespace() || matches!(sign, '*' | '_' | '#' | '='));
    let marked = line.ends_with(['?', ':', '!']) && words <= MAX_MARKED_HEADING_WORDS;
    words > 0 && !is_item(line) && (marked || words <= MAX_HEADING_WORDS && !line.ends_with(['.', ',', ';']))
}

/// Whether a line is an item of a list.
pub(super) fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let bullet = line.starts_with(['-', '•', '–', '·', '✓', '✔', '✘', '●', '>', '○', '▪', '+', '→', '»', '☑']);
    let star = line.starts_with('*') && !line.starts_with("**");
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    bullet || star || (1..=2).contains(&digits) && line[digits..].starts_with(['.', ')'])
}

/// What the words of a heading open, when they are known.
pub(super) fn heading(words: &[Word], kind: TextKind) -> Option<Heading> {
    if NICE_HEADINGS.iter().any(|opening| begins(words, opening)) {
        return Some(Heading { section: Section::Requirements, nice: true });
    }
    let fitting =
        HEADINGS.iter().flat_map(|(section, openings)| openings.iter().map(move |opening| (section, opening)));
    let fitting = fitting.filter(|(section, opening)| {
        (kind == TextKind::Course || **section != Section::Learning) && begins(words, opening)
    });
    let (section, _) = fitting.max_by_key(|(_, opening)| opening.len())?;
    Some(Heading { section: *section, nice: false })
}

/// What a sentence outside headings opens by its words: “Wij bieden …”, “Wij vragen …”.
pub(super) fn turn(words: &[Word], kind: TextKind) -> Option<Section> {
    if kind == TextKind::Course {
        let teaches = words.iter().any(|word| TEACHING.contains(&&*word.folded));
        let enters = ENTERING.iter().any(|opening| (0..words.len()).any(|at| begins(&words[at..], opening)));
        return Some(if enters && !teaches { Section::Requirements } else { Section::Opening });
    }
    let ours = words.first().is_some_and(|word| matches!(&*word.folded, "wij" | "we" | "ik"));
    let asks = words.iter().take(3).any(|word| ASKING.contains(&&*word.folded));
    if ours && asks {
        return Some(Section::Requirements);
    }
    let offers = (0..words.len().min(TURN_WORDS)).any(|at| offering(&words[at..]).is_some());
    (offers && !asks).then_some(Section::Offer)
}

/// How many words an offer that begins here has, such as “je krijgt”; “je krijgt te maken met” is none.
pub(super) fn offering(words: &[Word]) -> Option<usize> {
    let opening = OFFERING.iter().find(|opening| begins(words, opening))?;
    let end = opening.split(' ').count();
    let none = words.get(end).is_some_and(|next| NO_OFFER.contains(&&*next.folded));
    (!none).then_some(end)
}

/// Whether the words begin with a run of folded words.
pub(super) fn begins(words: &[Word], run: &str) -> bool {
    let mut words = words.iter();
    run.split(' ').all(|wanted| words.next().is_some_and(|word| &*word.folded == wanted))
}
