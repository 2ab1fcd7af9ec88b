//! Roots: one form for what a Dutch word and the words made of it have in common, so that “plant”, “plannen”, “gepland”
//! and “planning” meet, and “registreren” meets “registratie”.
//!
//! A root is wider than a Snowball stem, which keeps verbs and the nouns made of them apart. It is too wide for a word
//! that stands alone (“rekening” is not “rekenen”), so it only counts when several roots of a label stand together.

use crate::domain::LanguageCode;
use crate::taxonomy::stem::stem;

/// Fewest letters that must stay when an ending of a derived word is taken off.
const MIN_DERIVED: usize = 4;
/// Fewest letters that must stay when an inflection is taken off.
const MIN_INFLECTED: usize = 3;

/// Endings of derived words, and what stays in their place; longest first.
const DERIVED: [(&str, &str); 24] = [
    ("eringen", ""),
    ("isaties", "is"),
    ("isatie", "is"),
    ("ering", ""),
    ("aties", ""),
    ("atief", ""),
    ("atieve", ""),
    ("eerde", ""),
    ("eren", ""),
    ("heden", ""),
    ("ingen", ""),
    ("atie", ""),
    ("ctie", "ct"),
    ("cties", "ct"),
    ("ages", ""),
    ("heid", ""),
    ("eert", ""),
    ("eerd", ""),
    ("age", ""),
    ("eer", ""),
    ("ing", ""),
    ("aal", "al"),
    ("ele", "el"),
    ("ische", "isch"),
];

/// Words whose forms no ending explains.
const IRREGULAR: [(&str, &str); 40] = [
    ("advies", "advis"),
    ("adviezen", "advis"),
    ("les", "lles"),
    ("lessen", "lles"),
    ("staat", "staa"),
    ("staan", "staa"),
    ("sta", "staa"),
    ("gaat", "gaa"),
    ("gaan", "gaa"),
    ("doet", "doe"),
    ("doen", "doe"),
    ("ziet", "zie"),
    ("zien", "zie"),
    ("hou", "houd"),
    ("rij", "rijd"),
    ("snij", "snijd"),
    ("ontvangst", "ontvang"),
    ("opvangst", "opvang"),
    ("gesprek", "gesprek"),
    ("gegevens", "gegeven"),
    ("data", "gegeven"),
    ("kinderen", "kind"),
    ("ritten", "ritt"),
    ("rit", "ritt"),
    ("steden", "stad"),
    ("leden", "lid"),
    ("schepen", "schip"),
    ("verzonden", "verzend"),
    ("verzending", "verzend"),
    ("geholpen", "help"),
    ("hulp", "help"),
    ("gesproken", "sprek"),
    ("onderzocht", "onderzoek"),
    ("gebracht", "breng"),
    ("genomen", "nem"),
    ("gegeven", "gef"),
    ("gesloten", "sluit"),
    ("begrip", "begrijp"),
    ("inkoop", "inkop"),
    ("aankomst", "aankom"),
];

/// Parts of separable verbs that stand apart in a main clause (“houd … bij”).
pub(super) const PARTICLES: [&str; 41] = [
    "aan", "achter", "af", "bij", "binnen", "buiten", "deel", "door", "heen", "in", "klaar", "kwijt", "langs", "los",
    "mee", "na", "neer", "om", "onder", "op", "over", "plaats", "samen", "schoon", "tegen", "terug", "toe", "uit",
    "vast", "vol", "voor", "vooruit", "vrij", "weg", "wegwijs", "rond", "open", "dicht", "verder", "stil", "goed",
];

/// The root of a folded word.
pub(super) fn root(word: &str, language: LanguageCode) -> String {
    if language != LanguageCode::DUTCH {
        return stem(word, language).into_owned();
    }
    if let Some((_, root)) = IRREGULAR.iter().find(|(form, _)| *form == word) {
        return (*root).into();
    }
    if !word.is_ascii() {
        return stem(word, language).into_owned();
    }
    match underived(word) {
        Some(stem) => sounded(&stem),
        None => sounded(uninflected(word)),
    }
}

/// All roots that a word of a text may have: its own and those of the forms it may be.
pub(super) fn roots(word: &str, language: LanguageCode) -> Vec<String> {
    let mut roots = vec![root(word, language)];
    if language != LanguageCode::DUTCH || !word.is_ascii() {
        return roots;
    }
    let mut add = |root: String| {
        if root.len() >= MIN_INFLECTED && !roots.contains(&root) {
            roots.push(root);
        }
    };
    let finite = word.strip_suffix('t').filter(|rest| !rest.ends_with(['e', 's'])).unwrap_or(word);
    add(root(finite, language));
    // “Verbetert” and “verbeter” beside “verbeteren”, which is taken for a verb in “-eren”.
    if let Some(rest) = finite.strip_suffix("er").filter(|rest| rest.len() >= MIN_DERIVED) {
        add(sounded(rest));
    }
    if let Some(rest) = word.strip_prefix("ge").and_then(participle) {
        add(root(rest, language));
    } else if let Some(rest) = participle(word) {
        add(root(rest, language));
    }
    for particle in PARTICLES {
        if let Some(rest) = word.strip_prefix(particle).and_then(|rest| rest.strip_prefix("ge")).and_then(participle) {
            add(format!("{particle}{}", root(rest, language)));
        }
        if let Some(rest) = word.strip_prefix(particle).and_then(|rest| rest.strip_prefix("te")) {
            add(format!("{particle}{}", root(rest, language)));
        }
    }
    roots
}

/// A past participle without its ending.
fn participle(word: &str) -> Option<&str> {
    let rest = ["de", "te", "d", "t", "en"].iter().find_map(|ending| word.strip_suffix(ending))?;
    (rest.len() >= MIN_INFLECTED).then_some(rest)
}

/// A derived word without its ending.
fn underived(word: &str) -> Option<String> {
    DERIVED.iter().find_map(|(ending, stays)| {
        let rest = word.strip_suffix(ending)?;
        // “Formulieren” and “uitvoeren” end in “-eren” by chance.
        let by_chance = ending.starts_with("er") && rest.bytes().last().is_some_and(is_vowel);
        (rest.len() + stays.len() >= MIN_DERIVED && !by_chance).then(|| format!("{rest}{stays}"))
    })
}

/// A word without the ending of a plural, an infinitive or an adjective.
fn uninflected(word: &str) -> &str {
    let mut endings = ["en", "e", "s"].iter().filter_map(|ending| word.strip_suffix(ending));
    // “Lees” and “huis” end in “s” by themselves.
    let own = |rest: &str| matches!(rest.as_bytes(), [.., one, other] if is_vowel(*one) && is_vowel(*other));
    let fits = |rest: &&str| rest.len() >= MIN_INFLECTED && rest.bytes().any(is_vowel) && !own(rest);
    endings.find(fits).unwrap_or(word)
}

/// Long vowels and double consonants single, “v” and “z” at the end as they sound.
fn sounded(word: &str) -> String {
    let mut root = single_consonant(word).to_owned();
    if let Some(rest) = root.strip_suffix("dt") {
        root = format!("{rest}d");
    }
    let root = single_vowel(&root);
    match root.as_bytes().last() {
        Some(b'v') => format!("{}f", &root[..root.len() - 1]),
        Some(b'z') => format!("{}s", &root[..root.len() - 1]),
        _ => root,
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// “plann” is “plan”.
fn single_consonant(word: &str) -> &str {
    match word.as_bytes() {
        [.., before, last] if before == last && !is_vowel(*last) && word.len() > MIN_INFLECTED => {
            &word[..word.len() - 1]
        }
        _ => word,
    }
}

/// “maak” is “mak”, as in “maken”.
fn single_vowel(word: &str) -> String {
    match word.as_bytes() {
        [.., one, other, last] if one == other && matches!(one, b'a' | b'e' | b'o' | b'u') && !is_vowel(*last) => {
            let (head, last) = word.split_at(word.len() - 1);
            format!("{}{last}", &head[..head.len() - 1])
        }
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{root, roots};
    use crate::domain::LanguageCode;
    use proptest::prelude::*;

    #[test]
    fn forms_of_one_word_meet() {
        let check = |words: &[&str]| {
            let of = |word: &str| root(word, LanguageCode::DUTCH);
            for word in words {
                assert_eq!(of(word), of(words[0]), "{word} and {}", words[0]);
            }
        };
        check(&["plannen", "plan", "planning"]);
        check(&["planten", "plant"]);
        check(&["registreren", "registreert", "registratie", "registraties"]);
        check(&["adviseren", "adviseert", "advies", "advisering"]);
        check(&["begeleiden", "begeleidt", "begeleiding"]);
        check(&["beheren", "beheer"]);
        check(&["schrijven", "schrijf"]);
        check(&["lezen", "lees"]);
        check(&["nauwkeurig", "nauwkeurige", "nauwkeurigheid"]);
        check(&["controleren", "controleert", "controle"]);
        check(&["formulier", "formulieren"]);
        check(&["gesprek", "gesprekken"]);
        check(&["houden", "houdt", "houd"]);
    }

    #[test]
    fn forms_of_different_words_do_not() {
        let of = |word: &str| root(word, LanguageCode::DUTCH);
        assert_ne!(of("les"), of("lezen"));
        assert_ne!(of("server"), of("serveren"));
    }

    #[test]
    fn forms_of_verbs_have_the_root_of_their_infinitive() {
        let has = |word: &str, verb: &str| roots(word, LanguageCode::DUTCH).contains(&root(verb, LanguageCode::DUTCH));
        assert!(has("gepland", "plannen") && has("plant", "plannen") && has("schrijft", "schrijven"));
        assert!(has("verbetert", "verbeteren") && has("voert", "voeren"));
        assert!(has("behandeld", "behandelen"));
        assert!(has("bijgehouden", "bijhouden"));
        assert!(has("uitgevoerd", "uitvoeren"));
    }

    proptest! {
        #[test]
        fn any_word_has_a_root(word in "\\PC{1,20}") {
            prop_assert!(!roots(&word, LanguageCode::DUTCH).is_empty());
        }
    }
}
