//! What a person must hold: driving licences and years of experience.

use super::{Fact, Passage, small_number};
use crate::domain::{DrivingLicence, codes::Code};
use crate::reading::word::{Boundary, Casing, Word};

/// Most years of experience that an employer asks in earnest.
const MAX_YEARS: u8 = 30;
/// Words between a number of years and “ervaring”.
const MAX_WORDS_TO_EXPERIENCE: usize = 5;
/// Words that may stand between “rijbewijs” and its categories.
const LICENCE_LINKS: &[&str] = &["categorie", "cat", "type", "category", "en", "of", "and", "or", "plus", "met"];
/// After these a licence is work at a counter or a paper, not something one holds.
const LICENCE_WORK: &[&str] = &[
    "aanvragen",
    "aanvraag",
    "verlengen",
    "behandelen",
    "omwisselen",
    "afgeven",
    "uitreiken",
    "verlengt",
    "aanvraagt",
    "en identiteitskaarten",
    "halen",
];

pub(super) fn read(passage: &mut Passage<'_, '_>) {
    licences(passage);
    years(passage);
}

fn licences(passage: &mut Passage<'_, '_>) {
    let words = passage.words();
    for at in 0..words.len() {
        let name = &*words[at].folded;
        match name {
            "rijbewijs" | "licence" | "license" | "rijbewijzen" => licence(passage, at),
            "groot" if words.get(at + 1).is_some_and(|next| &*next.folded == "rijbewijs") => {
                passage.add(Fact::Licence(DrivingLicence::C), at..at + 2);
            }
            "code" if words.get(at + 1).is_some_and(|next| &*next.folded == "95") => {
                passage.add(Fact::Licence(DrivingLicence::C), at..at + 2);
            }
            _ => {}
        }
    }
}

fn licence(passage: &mut Passage<'_, '_>, at: usize) {
    let words = passage.words();
    let english = words[at].folded.starts_with("li");
    let driving = |word: &Word| matches!(&*word.folded, "driving" | "drivers" | "driver");
    if english && !words[..at].iter().rev().take(2).any(driving) {
        return;
    }
    if at > 0 && &*words[at - 1].folded == "groot" {
        return;
    }
    // “B-rijbewijs”.
    if let Some(category) = at.checked_sub(1).and_then(|before| category(&words[before]))
        && (words[at].before == Boundary::Hyphen || english)
    {
        return passage.add(Fact::Licence(category), at - 1..at + 1);
    }
    let mut next = at + 1;
    let mut found = 0;
    let mut begin = at;
    while let Some(word) = words.get(next) {
        if let Some(category) = category(word) {
            passage.add(Fact::Licence(category), begin..next + 1);
            begin = next + 1;
            found += 1;
        } else if !LICENCE_LINKS.contains(&&*word.folded) {
            break;
        } else {
            begin = begin.max(if found > 0 { next + 1 } else { begin });
        }
        next += 1;
    }
    let work = words[at + 1..].iter().take(3).any(|word| LICENCE_WORK.contains(&&*word.folded));
    let of_counter = work || words[..at].iter().any(|word| LICENCE_WORK.contains(&&*word.folded));
    if found == 0 && !of_counter && &*words[at].folded != "rijbewijzen" {
        passage.add(Fact::Licence(DrivingLicence::B), at..at + 1);
    }
}

/// A category in capitals: “B”, “CE”.
fn category(word: &Word) -> Option<DrivingLicence> {
    let capitals = word.casing == Casing::Capitals;
    let code = word.folded.to_uppercase();
    capitals.then(|| DrivingLicence::from_code(&code).ok()).flatten()
}

/// “minimaal twee jaar ervaring”, “2-4 jaar werkervaring”, “three years of experience”.
fn years(passage: &mut Passage<'_, '_>) {
    let words = passage.words();
    for at in 1..words.len() {
        if !matches!(&*words[at].folded, "jaar" | "jaren" | "years" | "year" | "jr") {
            continue;
        }
        let Some(years) = small_number(&words[at - 1]).filter(|years| (1..=MAX_YEARS).contains(years)) else {
            continue;
        };
        let behind = words[at + 1..].iter().take(MAX_WORDS_TO_EXPERIENCE);
        let mut behind = behind.take_while(|word| word.before < Boundary::Clause);
        let Some(to_experience) = behind.position(|word| is_experience(&word.folded)) else { continue };
        let linked = at.checked_sub(3).filter(|low| {
            matches!(&*words[low + 1].folded, "tot" | "a" | "of" | "to" | "or") && small_number(&words[*low]).is_some()
        });
        let hyphened = at.checked_sub(2).filter(|low| {
            small_number(&words[*low]).is_some() && passage.between(*low, at - 1).contains(['-', '–', '/'])
        });
        let low = linked.or(hyphened);
        let lowest = low.and_then(|low| small_number(&words[low])).unwrap_or(years).min(years);
        passage.add(Fact::ExperienceYears(lowest), low.unwrap_or(at - 1)..at + 2 + to_experience);
    }
}

fn is_experience(word: &str) -> bool {
    word.ends_with("ervaring") || word == "experience" || matches!(word, "gewerkt" | "rijervaring")
}
