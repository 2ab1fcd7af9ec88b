//! Whether a text is a label in a slightly other spelling: a typing error, another ending, words joined or split.
//!
//! Strict on purpose: “binnendienst” is no misspelling of “buitendienst”. A word that occurs in some label is never
//! taken for a typing error, nor is a word with a digit or another first letter.

use crate::domain::LanguageCode;
use crate::taxonomy::stem::stem;

/// What one changed letter costs, in permille.
const EDIT_COST: u16 = 40;
/// What another ending of a word costs.
const ENDING_COST: u16 = 20;
/// What joining or splitting words costs.
const JOIN_COST: u16 = 20;
/// Most changed letters over the whole text.
const MAX_EDITS: usize = 2;
/// Fewest characters of a word that may have one changed letter.
const ONE_EDIT_CHARS: usize = 6;
/// Fewest characters of a word that may have two.
const TWO_EDITS_CHARS: usize = 10;
/// Characters that words with the same stem have in common.
const STEM_BEGINNING_CHARS: usize = 2;
/// Most words compared.
const MAX_WORDS: usize = 12;

/// How sure it is, in permille below 1000, that both normalised texts are the same; none when they are not.
pub(super) fn sameness(
    query: &str,
    label: &str,
    language: LanguageCode,
    knows_word: impl Fn(&str) -> bool,
) -> Option<u16> {
    if query != label && letters(query).eq(letters(label)) {
        return Some(1000 - JOIN_COST);
    }
    let query: Vec<&str> = query.split(' ').take(MAX_WORDS + 1).collect();
    let label: Vec<&str> = label.split(' ').take(MAX_WORDS + 1).collect();
    if query.len() != label.len() || query.len() > MAX_WORDS {
        return None;
    }
    let mut edits_total = 0;
    let mut cost = 0;
    for (asked, named) in query.into_iter().zip(label) {
        if asked == named {
            continue;
        }
        if same_beginning(asked, named) && stem(asked, language) == stem(named, language) {
            cost += ENDING_COST;
            continue;
        }
        let edits = typing_errors(asked, named).filter(|_| !knows_word(asked))?;
        edits_total += edits;
        cost += EDIT_COST * u16::try_from(edits).ok()?;
    }
    (edits_total <= MAX_EDITS).then(|| 1000_u16.saturating_sub(cost.max(1)))
}

fn letters(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().filter(|byte| *byte != b' ')
}

/// Stems take off endings only, so this spares most of that work.
fn same_beginning(one: &str, other: &str) -> bool {
    one.chars().take(STEM_BEGINNING_CHARS).eq(other.chars().take(STEM_BEGINNING_CHARS))
}

fn typing_errors(asked: &str, named: &str) -> Option<usize> {
    let length = asked.chars().count().min(named.chars().count());
    let allowed = match length {
        TWO_EDITS_CHARS.. => 2,
        ONE_EDIT_CHARS.. => 1,
        _ => return None,
    };
    let has_digit = |word: &str| word.chars().any(|c| c.is_numeric());
    if has_digit(asked) || has_digit(named) || asked.chars().next() != named.chars().next() {
        return None;
    }
    if asked.len().abs_diff(named.len()) > 2 * allowed {
        return None;
    }
    Some(strsim::osa_distance(asked, named)).filter(|edits| *edits <= allowed)
}

#[cfg(test)]
mod tests {
    use super::sameness;
    use crate::domain::LanguageCode;

    #[test]
    fn typing_errors_and_endings_are_seen_through_and_other_words_are_not() {
        let known = ["binnendienst", "inkoper"];
        let check = |query: &str, label: &str, same: bool| {
            let found = sameness(query, label, LanguageCode::DUTCH, |word| known.contains(&word));
            assert_eq!(found.is_some(), same, "“{query}” for “{label}”: {found:?}");
        };
        check("chaufeur", "chauffeur", true);
        check("adminstratief medewerker", "administratief medewerker", true);
        check("administratieve medewerkers", "administratief medewerker", true);
        check("front office medewerker", "frontoffice medewerker", true);
        check("medewerker binnendienst", "medewerker buitendienst", false);
        check("verpleegkundige niveau 4", "verpleegkundige niveau 5", false);
        check("inkoper", "verkoper", false);
        check("tekenaar", "rekenaar", false);
        check("kok", "kock", false);
    }
}
