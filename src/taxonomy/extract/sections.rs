//! The parts of a vacancy's text that may say what the work asks, cut into stretches within which a phrase can stand.

use crate::taxonomy::find::normalise::normalise;

/// How a section begins that tells what the employer gives; normalised.
const OFFER_OPENINGS: [&str; 19] = [
    "wij bieden",
    "we bieden",
    "wat bieden",
    "wat wij bieden",
    "wat we bieden",
    "wat wij jou",
    "wat we jou",
    "wat krijg",
    "wat je krijgt",
    "dit bieden",
    "dit krijg",
    "je krijgt",
    "jij krijgt",
    "ons aanbod",
    "arbeidsvoorwaarden",
    "we offer",
    "what we offer",
    "what do we offer",
    "what you get",
];
/// Most words of a heading without “?” or “:”.
const MAX_HEADING_WORDS: usize = 6;

/// Stretches of text within which a phrase can stand.
pub(super) fn clauses(section: &str) -> impl Iterator<Item = &str> {
    let ends =
        |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '\n' | '•' | '–' | '—' | '"' | '“' | '”');
    section.split(ends).filter(|clause| !clause.trim().is_empty())
}

/// The lines of a text that do not stand in a section about what the employer gives.
///
/// A heading (a line that ends with “?” or “:”, or a few words at the head of a paragraph) governs all up to the next
/// heading; a paragraph that begins with such words only itself.
pub(super) fn asking_lines(text: &str) -> Vec<&str> {
    let mut kept = Vec::new();
    let mut section_offers = false;
    let mut paragraph_offers = false;
    let mut after_blank = true;
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            after_blank = true;
            paragraph_offers = false;
            continue;
        }
        let offers = is_offer(line);
        if is_heading(line, after_blank) {
            section_offers = offers;
            paragraph_offers = false;
        } else if after_blank {
            paragraph_offers = offers;
        }
        if !section_offers && !paragraph_offers {
            kept.push(line);
        }
        after_blank = false;
    }
    kept
}

fn is_heading(line: &str, after_blank: bool) -> bool {
    let bullet = line.starts_with(['-', '•', '*', '–', '·']);
    let few_words = line.split_whitespace().count() <= MAX_HEADING_WORDS;
    let marked = line.ends_with(['?', ':']) && line.split_whitespace().count() <= 2 * MAX_HEADING_WORDS;
    !bullet && (marked || after_blank && few_words && !line.ends_with(['.', '!', ',', ';']))
}

fn is_offer(line: &str) -> bool {
    let line = normalise(line);
    OFFER_OPENINGS.iter().any(|opening| line.starts_with(opening))
}

#[cfg(test)]
mod tests {
    use super::asking_lines;

    #[test]
    fn what_the_employer_gives_is_passed_over() {
        let text = "Intro met Excel.\n\nWat vragen we?\nJe kent Word.\n\nWat bieden we?\nCursus Engels.\n- Duits\n\nMeer Frans\n\n\
                    Contact:\nBel over Italiaans.\n\nWij bieden een cursus Spaans, en dan\nnog meer Spaans.\n\nEn verder vragen wij kennis van Fries.";
        let kept = asking_lines(text).join(" ");
        for (word, stays) in [("Excel", true), ("Word", true), ("Engels", false), ("Duits", false), ("Italiaans", true)]
        {
            assert_eq!(kept.contains(word), stays, "{word}");
        }
        assert!(!kept.contains("Spaans"), "a paragraph that begins with an offer");
        assert!(kept.contains("Fries"), "the paragraph after it");
    }
}
