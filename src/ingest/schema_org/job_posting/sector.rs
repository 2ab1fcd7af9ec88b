//! `industry` to a section of the Dutch standard industrial classification.

use crate::domain::{SbiSection, codes::Code};
use crate::ingest::schema_org::properties::{Properties, Refusal, text_of};

/// Beginnings of words that name one section.
const SECTION_WORDS: &[(&str, SbiSection)] = &[
    ("landbouw", SbiSection::A),
    ("tuinbouw", SbiSection::A),
    ("agrarisch", SbiSection::A),
    ("industrie", SbiSection::C),
    ("manufacturing", SbiSection::C),
    ("energie", SbiSection::D),
    ("afval", SbiSection::E),
    ("drinkwater", SbiSection::E),
    ("bouw", SbiSection::F),
    ("construction", SbiSection::F),
    ("detailhandel", SbiSection::G),
    ("groothandel", SbiSection::G),
    ("retail", SbiSection::G),
    ("transport", SbiSection::H),
    ("logisti", SbiSection::H),
    ("vervoer", SbiSection::H),
    ("horeca", SbiSection::I),
    ("hospitality", SbiSection::I),
    ("catering", SbiSection::I),
    ("ict", SbiSection::J),
    ("informatietechnologie", SbiSection::J),
    ("software", SbiSection::J),
    ("financ", SbiSection::K),
    ("bank", SbiSection::K),
    ("verzekering", SbiSection::K),
    ("vastgoed", SbiSection::L),
    ("woningcorporatie", SbiSection::L),
    ("consultancy", SbiSection::M),
    ("schoonmaak", SbiSection::N),
    ("beveiliging", SbiSection::N),
    ("facilitair", SbiSection::N),
    ("overheid", SbiSection::O),
    ("gemeente", SbiSection::O),
    ("provincie", SbiSection::O),
    ("rijksoverheid", SbiSection::O),
    ("government", SbiSection::O),
    ("politie", SbiSection::O),
    ("defensie", SbiSection::O),
    ("onderwijs", SbiSection::P),
    ("education", SbiSection::P),
    ("zorg", SbiSection::Q),
    ("gezondheidszorg", SbiSection::Q),
    ("welzijn", SbiSection::Q),
    ("healthcare", SbiSection::Q),
    ("kinderopvang", SbiSection::Q),
    ("cultuur", SbiSection::R),
    ("sport", SbiSection::R),
];

/// First division of each section in SBI 2008; a section ends before the next begins.
const FIRST_DIVISIONS: &[(u32, SbiSection)] = &[
    (1, SbiSection::A),
    (5, SbiSection::B),
    (10, SbiSection::C),
    (35, SbiSection::D),
    (36, SbiSection::E),
    (41, SbiSection::F),
    (45, SbiSection::G),
    (49, SbiSection::H),
    (55, SbiSection::I),
    (58, SbiSection::J),
    (64, SbiSection::K),
    (68, SbiSection::L),
    (69, SbiSection::M),
    (77, SbiSection::N),
    (84, SbiSection::O),
    (85, SbiSection::P),
    (86, SbiSection::Q),
    (90, SbiSection::R),
    (94, SbiSection::S),
    (97, SbiSection::T),
    (99, SbiSection::U),
];

/// The section that the industry names by letter, by an SBI or NACE code, or in words.
pub(super) fn read(posting: &Properties<'_>) -> Option<SbiSection> {
    const NAME: &str = "industry";
    let texts: Vec<String> = posting.all(NAME).filter_map(text_of).collect();
    (!texts.is_empty()).then(|| posting.noted(NAME, section(&texts.join(", "))))?
}

fn section(text: &str) -> Result<SbiSection, Refusal> {
    if let Ok(section) = SbiSection::from_code(text.trim()) {
        return Ok(section);
    }
    let lower = text.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    // Only with the name of the classification: other ones use the same digits for something else.
    let coded = words().any(|word| matches!(word, "sbi" | "nace")).then(|| words().find_map(division)).flatten();
    if let Some(section) = coded {
        return Ok(section);
    }
    let mut named: Vec<SbiSection> = words().filter_map(section_of_word).collect();
    named.dedup();
    match named.as_slice() {
        [section] => Ok(*section),
        [] => Err(Refusal::malformed("a section of SBI 2008, such as “O”, or its usual name", text)),
        _ => Err(Refusal::malformed("one sector only", text)),
    }
}

fn section_of_word(word: &str) -> Option<SbiSection> {
    SECTION_WORDS.iter().find(|(known, _)| word.starts_with(known)).map(|(_, section)| *section)
}

fn division(digits: &str) -> Option<SbiSection> {
    let division = digits.get(..2)?.parse::<u32>().ok()?;
    FIRST_DIVISIONS.iter().rev().find(|(first, _)| *first <= division).map(|(_, section)| *section)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_codes_and_words() {
        let read = |text| section(text).ok().map(Code::code);
        assert_eq!(read("Q"), Some("Q"));
        assert_eq!(read("SBI 84.11"), Some("O"));
        assert_eq!(read("nace 6201"), Some("J"));
        assert_eq!(read("Gezondheidszorg en welzijn"), Some("Q"));
        assert_eq!(read("Transport & logistiek"), Some("H"));
        assert_eq!(read("Zorg en onderwijs"), None);
        assert_eq!(read("621610"), None);
    }
}
