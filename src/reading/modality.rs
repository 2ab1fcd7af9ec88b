//! What is asked, welcome, denied or offered, for every word of a text.
//!
//! A section says what holds at first. Words such as “een pré” or “niet nodig” change it for the part of the sentence they
//! speak about: back to the comma before them, further back over a list (“Excel, Word en Outlook is een pré”), or
//! forward to the end of the clause (“bij voorkeur …”, “geen …”).

use super::document::{Document, Sentence};
use super::sections::{begins, offering};
use super::vocabulary::{
    ASKING, DENIED_BEFORE, DENIED_BEHIND, DENIED_NOUNS, NICE_BEFORE, NICE_BEHIND, NICE_HEADINGS, POINTING, READER,
    STATING, TURNING,
};
use super::word::{Boundary, Word};
use super::{Modality, Section, TextKind};
use std::ops::Range;

/// Fewest words of a sentence that speaks about itself; “Is een pré!” speaks about the one before.
const OWN_WORDS: usize = 5;

/// The modality of every word of a document.
pub(super) fn modalities(document: &Document<'_>) -> Vec<Modality> {
    let mut all = vec![Modality::Must; document.words().len()];
    let mut nice_heading = false;
    let mut last: Range<usize> = 0..0;
    for sentence in document.sentences() {
        let words = &document.words()[sentence.words.clone()];
        if sentence.heading {
            nice_heading = NICE_HEADINGS.iter().any(|opening| begins(words, opening));
        }
        let base = base(document.kind(), sentence, words);
        let base = if nice_heading && base == Modality::Must { Modality::Nice } else { base };
        all[sentence.words.clone()].fill(base);
        offers(document.kind(), words, &mut all[sentence.words.clone()]);
        for cue in cues(words) {
            let scope = scope(words, &cue);
            let lead = &words[scope.start..cue.words.start.max(scope.start)];
            if !cue.forward && words.len() < OWN_WORDS && says_little(lead) && same_line(document, &last, &words[0]) {
                all[last.clone()].fill(cue.modality);
            } else {
                let start = sentence.words.start;
                all[start + scope.start..start + scope.end].fill(cue.modality);
            }
        }
        last = sentence.words.clone();
    }
    all
}

/// Whether words only point at what was said before: “dat is …”.
fn says_little(words: &[Word]) -> bool {
    words.iter().all(|word| POINTING.contains(&&*word.folded))
}

/// Whether a sentence stands on the same line as the one before it.
fn same_line(document: &Document<'_>, last: &Range<usize>, word: &Word) -> bool {
    let before = document.words().get(last.start).map_or(word.start, |first| first.start);
    !document.text()[before..word.start].contains('\n')
}

/// What holds in a section before any word changes it.
fn base(kind: TextKind, sentence: &Sentence, words: &[Word]) -> Modality {
    if kind == TextKind::Course {
        return Modality::Must;
    }
    match sentence.section {
        Section::Offer | Section::About | Section::Procedure => Modality::Offered,
        Section::Opening if !speaks_to_reader(words) => Modality::Offered,
        _ => Modality::Must,
    }
}

/// Before the first heading a sentence without “je” or “wij zoeken” tells of the employer.
fn speaks_to_reader(words: &[Word]) -> bool {
    words.iter().any(|word| READER.contains(&&*word.folded) || ASKING.contains(&&*word.folded))
}

fn offers(kind: TextKind, words: &[Word], modalities: &mut [Modality]) {
    if kind == TextKind::Course {
        return;
    }
    let found = (0..words.len()).find_map(|at| Some((at, offering(&words[at..])? + at)));
    if let Some((at, end)) = found {
        // “leer je van ons” follows what is taught; the others come before it.
        let behind = &*words[at].folded == "leer" && !says_little(&words[..at]);
        let range = if behind { 0..at } else { end..words.len() };
        modalities[range].fill(Modality::Offered);
    }
}

/// Words that change what is meant.
#[derive(Clone, Debug)]
struct Cue {
    words: Range<usize>,
    modality: Modality,
    /// It speaks about what follows.
    forward: bool,
}

/// The cues of a sentence: denials first, so that “fijn, maar geen must” ends up welcome.
fn cues(words: &[Word]) -> Vec<Cue> {
    let mut cues = Vec::new();
    let mut add = |runs: &[&str], modality, forward| {
        for at in 0..words.len() {
            let longest = runs.iter().filter(|run| begins(&words[at..], run)).map(|run| run.split(' ').count()).max();
            if let Some(count) = longest {
                cues.push(Cue { words: at..at + count, modality, forward });
            }
        }
    };
    add(DENIED_BEFORE, Modality::Negated, true);
    add(DENIED_BEHIND, Modality::Negated, false);
    add(NICE_BEHIND, Modality::Nice, false);
    add(NICE_BEFORE, Modality::Nice, true);
    // “geen must” denies what stands before it, not “must”.
    cues.retain(|cue| {
        let noun = words.get(cue.words.end).is_some_and(|next| DENIED_NOUNS.contains(&&*next.folded));
        !(cue.forward && cue.modality == Modality::Negated && noun)
    });
    let nice_before: Vec<usize> = cues.iter().filter(|cue| cue.forward).map(|cue| cue.words.start).collect();
    for cue in &mut cues {
        // “Een pré is ervaring met …”: nothing stands before it that it could speak about.
        let first = cue.words.start <= 1 && words.len() > cue.words.end + 1;
        if !cue.forward && cue.modality == Modality::Nice && (first || nice_before.contains(&cue.words.start)) {
            cue.forward = true;
        }
    }
    cues
}

/// The words of a sentence that a cue speaks about.
fn scope(words: &[Word], cue: &Cue) -> Range<usize> {
    if cue.forward {
        return cue.words.start..forward_end(words, cue);
    }
    let mut start = clause_start(words, cue.words.start);
    let segment = &words[start..cue.words.start];
    let listed = segment.iter().any(|word| matches!(&*word.folded, "en" | "of" | "and" | "or"));
    if listed {
        while start > 0 && words[start].before == Boundary::Comma && !states(&words[clause_start(words, start)..start])
        {
            start = clause_start(words, start);
        }
    } else if says_little(segment) && start > 0 {
        start = clause_start(words, start);
    }
    if let Some(joined) = joint(&words[start..cue.words.start]) {
        start += joined;
    }
    start..cue.words.end
}

/// Where the part before `end` begins: behind a comma or stronger sign, or behind a word that turns the sentence.
fn clause_start(words: &[Word], end: usize) -> usize {
    (0..end).rev().find(|at| words[*at].before >= Boundary::Comma && *at < end).unwrap_or(0)
}

fn forward_end(words: &[Word], cue: &Cue) -> usize {
    let stops = |at: &usize| {
        let word = &words[*at];
        let comma_stops = cue.modality == Modality::Negated || !listed(words, *at);
        word.before >= Boundary::Clause
            || word.before == Boundary::Comma && comma_stops
            || TURNING.contains(&&*word.folded)
    };
    (cue.words.end..words.len()).find(stops).unwrap_or(words.len())
}

/// Whether the comma before `at` stands in a list that goes on: one or two words, then “en”, “of” or another comma.
fn listed(words: &[Word], at: usize) -> bool {
    let ahead = words[at..].iter().skip(1).take(4);
    ahead.into_iter().any(|word| matches!(&*word.folded, "en" | "of" | "and" | "or"))
}

fn states(words: &[Word]) -> bool {
    words.iter().any(|word| STATING.contains(&&*word.folded))
}

/// “Je hebt A en B is een pré” says it of B alone: the place behind the “en” that begins a statement of its own.
fn joint(words: &[Word]) -> Option<usize> {
    let turned = words.iter().rposition(|word| TURNING.contains(&&*word.folded));
    let and = words.iter().rposition(|word| matches!(&*word.folded, "en" | "and"));
    let and = and.filter(|at| states(&words[..*at]));
    turned.max(and).map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::{Document, Modality, TextKind};
    use crate::domain::LanguageCode;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Modality)]) {
        let document = Document::read(text, LanguageCode::DUTCH, TextKind::Vacancy);
        for (word, modality) in expected {
            let at = document.words().iter().position(|it| &*it.folded == *word).expect("the word stands there");
            assert_eq!(document.modality(at..at + 1), *modality, "“{word}” in “{text}”");
        }
    }

    #[test]
    fn what_is_welcome_reaches_as_far_as_it_speaks() {
        use Modality::{Must, Nice};
        check("Wat vragen we?\nMbo-niveau 3, rijbewijs B is een pré.", &[("niveau", Must), ("rijbewijs", Nice)]);
        check("Jouw profiel\nExcel, Word en Outlook is een pré.", &[("excel", Nice), ("outlook", Nice)]);
        check("Jouw profiel\nJe hebt mbo 4 en kennis van Excel is een pré.", &[("mbo", Must), ("excel", Nice)]);
        check("Wie ben jij?\nErvaring, bij voorkeur met Excel.", &[("ervaring", Must), ("excel", Nice)]);
        check("Dit ben jij\nEen pré is ervaring met Excel.", &[("excel", Nice)]);
        check("Dit ben jij\nJe spreekt Arabisch? Dikke plus!", &[("arabisch", Nice)]);
        check("Dit ben jij\nExcel.\n\nEen pré:\n- Word", &[("excel", Must), ("word", Nice)]);
    }

    #[test]
    fn what_is_denied_reaches_to_the_end_of_its_clause() {
        use Modality::{Must, Negated, Nice};
        check("Profiel\nGeen ervaring met Excel nodig, wel met Word.", &[("excel", Negated), ("word", Must)]);
        check("Profiel\nErvaring met Excel is niet nodig.", &[("excel", Negated)]);
        check("Profiel\nJe kent Word, Excel hoeft niet.", &[("word", Must), ("excel", Negated)]);
        check("Profiel\nNiet alleen Word, maar ook Excel.", &[("word", Must), ("excel", Must)]);
        check("Profiel\nEen diploma is fijn, maar geen must.", &[("diploma", Nice)]);
    }

    #[test]
    fn what_the_employer_gives_is_not_asked() {
        use Modality::{Must, Offered};
        check("Je werkt met Excel. Je krijgt een cursus Word.", &[("excel", Must), ("word", Offered)]);
        check("Je krijgt te maken met Excel.", &[("excel", Must)]);
        check("Onze afdeling werkt met Excel. Jij kent Word.", &[("excel", Offered), ("word", Must)]);
        check("Wat bieden we?\nCursus Excel.\n\nContact\nBel over Word.", &[("excel", Offered), ("word", Offered)]);
        check("Wat ga je doen?\nWord. Het systeem leer je van ons.", &[("word", Must), ("systeem", Offered)]);
        check("Wat ga je doen?\nBij ons leren we je Excel.", &[("excel", Offered)]);
        check("Wat ga je doen?\nExcel leer je bij ons.", &[("excel", Offered)]);
    }
}
