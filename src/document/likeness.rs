//! Which opportunities are nearly the same: what of an employer, a title, a place and a text is kept as numbers, and how
//! far two texts may differ. Which documents stand together in one state is found by the engine.
//!
//! Texts are compared by a SimHash (Charikar 2002): of every two words that follow each other a hash; each bit of the
//! signature is what most of those hashes have there. Texts that share most of their word pairs then share most bits. A change
//! that can move an answer raises `RANKING_VERSION` in `matching/rules.rs`.

use crate::domain::{Opportunity, Place};
use siphasher::sip128::{Hasher128, SipHasher13};
use std::hash::Hasher;

/// Bits of a number in a column, so that none is negative.
const COLUMN_BITS: u32 = 31;
/// Columns of a signature.
const COLUMNS: usize = 4;
/// Bits of a signature.
const SIGNATURE_BITS: usize = COLUMN_BITS as usize * COLUMNS;
/// Most bits in which the signatures of nearly equal texts differ. Measured on the descriptions of the example feeds, of
/// twelve sentences each: with one sentence replaced 95 % differ in at most 25 bits, with half of them replaced 98 % differ
/// in more than 26, and descriptions of different work in more than 40. What is wrongly apart is seen twice, what is
/// wrongly together is hidden, so the limit is near the first.
pub const DIFFERING_BITS_MAX: u32 = 25;
/// Degrees are rounded to about one kilometre.
const MICRODEGREES_ROUNDED: i32 = 10_000;
/// What stands after a title to say who may apply: (m/v/x).
const GENDER_MARKS: [&str; 7] = ["m", "v", "x", "f", "d", "h", "w"];
/// Legal forms after the name of an employer.
const LEGAL_FORMS: [&str; 2] = ["bv", "nv"];

/// A text as bits that can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextSignature(u128);

impl TextSignature {
    /// Of a text.
    ///
    /// ```
    /// use loopbaanbrug::document::TextSignature;
    /// let text = "Je ontvangt inwoners aan de balie en behandelt hun aanvraag van begin tot eind.";
    /// assert_eq!(TextSignature::of(text), TextSignature::of(&text.to_uppercase()));
    /// let other = TextSignature::of("Je rijdt met de vrachtwagen door het hele land en laadt en lost zelf.");
    /// assert!(!TextSignature::of(text).is_near(other));
    /// ```
    #[must_use]
    pub fn of(text: &str) -> Self {
        let words = plain_words(text);
        let mut surplus = [0_i32; SIGNATURE_BITS];
        // A text of one word has no pair.
        let pairs = words.windows(words.len().clamp(1, 2));
        for pair in pairs {
            let hash = hash(pair.iter().map(String::as_str));
            for (bit, surplus) in (0..).zip(&mut surplus) {
                *surplus += if hash >> bit & 1 == 1 { 1 } else { -1 };
            }
        }
        let bits = (0..).zip(surplus).filter(|(_, surplus)| *surplus > 0);
        Self(bits.fold(0, |signature, (bit, _)| signature | 1 << bit))
    }

    /// Whether the texts are nearly the same.
    #[must_use]
    pub fn is_near(self, other: Self) -> bool {
        (self.0 ^ other.0).count_ones() <= DIFFERING_BITS_MAX
    }

    /// As the numbers of its columns.
    #[must_use]
    pub fn columns(self) -> [i32; COLUMNS] {
        let mut bits = self.0;
        [(); COLUMNS].map(|()| {
            let number = low_bits(bits);
            bits >>= COLUMN_BITS;
            number
        })
    }

    /// From the numbers of its columns.
    #[must_use]
    pub fn of_columns(numbers: [i32; COLUMNS]) -> Self {
        let bits = numbers.into_iter().rev().map(|number| u128::from(number.cast_unsigned()));
        Self(bits.fold(0, |signature, bits| signature << COLUMN_BITS | bits))
    }
}

/// The employer or provider as a number: the same for “Zorggroep Voorbeeld” and “Zorggroep Voorbeeld B.V.”
#[must_use]
pub fn organisation(opportunity: &Opportunity) -> i32 {
    low_bits(hash(organisation_words(opportunity.organisation()).iter().map(String::as_str)))
}

/// What near-duplicates have in common besides their text, as a number: kind, employer, place and title.
#[must_use]
pub fn offer(opportunity: &Opportunity) -> i32 {
    let place = match opportunity.place() {
        None => String::new(),
        Some(Place::Pc4(pc4)) => pc4.to_string(),
        Some(Place::Coordinates(at)) => {
            let rounded = |degrees: i32| degrees.div_euclid(MICRODEGREES_ROUNDED);
            format!("{},{}", rounded(at.latitude_microdegrees()), rounded(at.longitude_microdegrees()))
        }
    };
    let (employer, title) = (organisation_words(opportunity.organisation()), title_words(opportunity.title()));
    // Empty words keep the fields apart.
    let fields = [opportunity.kind().code(), "", &place, ""].into_iter();
    low_bits(hash(
        fields.chain(employer.iter().map(String::as_str)).chain([""]).chain(title.iter().map(String::as_str)),
    ))
}

fn organisation_words(name: &str) -> Vec<String> {
    // Without its full stops, “B.V.” is one word.
    let mut words = plain_words(&name.replace('.', ""));
    words.retain(|word| !LEGAL_FORMS.contains(&word.as_str()));
    words
}

/// Without marks of gender and hours, in which the same vacancy differs from site to site.
fn title_words(title: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in plain_words(title) {
        match word.as_str() {
            "uur" | "uren" | "u" => {
                let kept = words.iter().rposition(|word| !is_number(word) && word != "tot").map_or(0, |last| last + 1);
                words.truncate(kept);
            }
            mark if GENDER_MARKS.contains(&mark) => {}
            _ => words.push(word),
        }
    }
    words
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Letters and digits in lower case.
fn plain_words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The same on every machine and in every version: it stands in the index.
fn hash<'a>(words: impl Iterator<Item = &'a str>) -> u128 {
    let mut hasher = SipHasher13::new();
    for word in words {
        hasher.write(word.as_bytes());
        hasher.write(&[0xFF]);
    }
    hasher.finish128().as_u128()
}

fn low_bits(bits: u128) -> i32 {
    i32::try_from(bits & ((1 << COLUMN_BITS) - 1)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(sentences: impl Iterator<Item = usize>) -> String {
        let sentence =
            |number: usize| format!("woord{number}a en woord{number}b met woord{number}c van woord{number}d. ");
        sentences.map(sentence).collect()
    }

    #[test]
    fn a_changed_sentence_is_near_and_half_another_text_is_not() {
        let whole = TextSignature::of(&text(0..15));
        assert!(whole.is_near(TextSignature::of(&text((0..14).chain([99])))));
        for other in 1..20 {
            let half = text((0..7).chain(100 * other..100 * other + 8));
            assert!(!whole.is_near(TextSignature::of(&half)), "half of it is other text ({other})");
        }
    }

    #[test]
    fn titles_lose_marks_and_hours_but_no_level() {
        let plain = title_words("Medewerker burgerzaken");
        for title in [
            "Medewerker Burgerzaken (m/v/x)",
            "Medewerker burgerzaken 24-32 uur",
            "medewerker burgerzaken, 24 tot 36 uur",
        ] {
            assert_eq!(title_words(title), plain, "{title}");
        }
        assert_ne!(title_words("Verzorgende niveau 3"), title_words("Verzorgende niveau 4"));
        assert_eq!(organisation_words("Zorggroep Voorbeeld B.V."), organisation_words("zorggroep voorbeeld"));
    }

    #[test]
    fn the_numbers_stay_the_same_for_ever() {
        // They stand in the index: another number needs another version of its form.
        let signature = TextSignature::of("Je ontvangt inwoners aan de balie.");
        assert_eq!(signature.columns(), [1_092_551_860, 1_373_740_824, 546_581_183, 447_164_703]);
    }

    proptest! {
        #[test]
        fn any_text_has_a_signature_that_columns_keep(text in any::<String>()) {
            let signature = TextSignature::of(&text);
            let columns = signature.columns();
            prop_assert!(columns.iter().all(|number| *number >= 0));
            prop_assert_eq!(TextSignature::of_columns(columns), signature);
        }
    }
}
