//! The wordings of a label that a text may use: with and without brackets, and each half of “X en Y doen”.

use crate::taxonomy::find::normalise::normalise;

/// Most words of a label that is taken apart at its “en”.
const MAX_COORDINATED_WORDS: usize = 8;
/// A wording of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wording {
    /// Normalised words joined by a space.
    pub(super) text: String,
    /// It is one half of a label that joins two things.
    pub(super) half: bool,
}

/// Every wording of a label, the label itself first.
pub(super) fn wordings(label: &str) -> Vec<Wording> {
    let whole = normalise(label);
    let mut all = vec![Wording { text: whole.clone(), half: false }];
    let mut add = |text: String, half| {
        if !text.is_empty() && all.iter().all(|wording| wording.text != text) {
            all.push(Wording { text, half });
        }
    };
    if let Some((before, _)) = label.trim_end().strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) {
        add(normalise(before), false);
    }
    for half in halves(&whole) {
        add(half, true);
    }
    all
}

/// “gegevens controleren en verwerken” is both “gegevens controleren” and “gegevens verwerken”; “formulieren en aanvragen
/// verwerken” both “formulieren verwerken” and “aanvragen verwerken”.
fn halves(label: &str) -> Vec<String> {
    let words: Vec<&str> = label.split(' ').collect();
    let Some(and) = words.iter().position(|word| matches!(*word, "en" | "of" | "and")) else { return Vec::new() };
    if words.len() > MAX_COORDINATED_WORDS || and == 0 || and + 1 >= words.len() {
        return Vec::new();
    }
    let (before, behind) = (&words[..and], &words[and + 1..]);
    let verb = |word: &&str| word.ends_with("en") && word.len() > 4;
    match (before, behind) {
        // Verbs share what stands before them.
        ([.., first], [second]) if before.len() > 1 && verb(first) && verb(second) => {
            let shared = &before[..before.len() - 1];
            vec![before.join(" "), [shared, &[second]].concat().join(" ")]
        }
        // Nouns share the verb behind them.
        ([.., _], [rest @ .., last]) if !rest.is_empty() && before.len() == 1 && verb(last) => {
            vec![[before, &[last]].concat().join(" "), behind.join(" ")]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::wordings;

    #[test]
    fn a_label_that_joins_two_things_is_each_of_them() {
        let check = |label: &str, expected: &[&str]| {
            let found = wordings(label);
            assert_eq!(found.iter().map(|wording| wording.text.as_str()).collect::<Vec<_>>(), expected);
        };
        check(
            "goederen ontvangen en controleren",
            &["goederen ontvangen en controleren", "goederen ontvangen", "goederen controleren"],
        );
        check("ritten en routes plannen", &["ritten en routes plannen", "ritten plannen", "routes plannen"]);
        check("Wet open overheid (Woo)", &["wet open overheid woo", "wet open overheid"]);
        check("laden en lossen", &["laden en lossen"]);
        check("rust en orde", &["rust en orde"]);
    }
}
