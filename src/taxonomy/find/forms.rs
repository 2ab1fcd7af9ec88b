//! One form for the male, female and neutral form of a Dutch title: “lerares”, “leraar” and “leerkracht” are one occupation.
//!
//! By rule, from the endings with which Dutch names people; the words of the taxonomy itself say which of the possible
//! forms exists. Folding is done to labels and to questions alike, so a wrong guess makes nothing unfindable.

use std::borrow::Cow;
use std::collections::HashSet;

/// Female forms that name another profession than the male form.
const OTHER_PROFESSIONS: [&str; 3] = ["secretaresse", "secretaressen", "gouvernante"];
/// Fewest letters before an ending.
const MIN_BASE_CHARS: usize = 3;
/// Fewest letters of the last part of a compound that is folded by itself.
const MIN_HEAD_CHARS: usize = 5;
/// What may stand in brackets in the middle or at the end of a word to give both forms: “begeleid(st)er”, “docent(e)”.
const BRACKETED: [&str; 10] = ["e", "es", "in", "kin", "st", "ster", "se", "esse", "euse", "trice"];
/// What may follow “/-”: “redacteur/-trice”.
const AFTER_DASH: [&str; 9] = ["e", "es", "in", "ster", "aarster", "esse", "euse", "trice", "vrouw"];

/// What follows an abbreviation to name a person or several, longer endings first. Not “’s”: most words with it are none
/// (auto’s, foto’s).
const ABBREVIATION_ENDINGS: [&str; 6] = ["'ers", "’ers", "-ers", "'er", "’er", "-er"];
/// Most letters of an abbreviation.
const MAX_ABBREVIATION_CHARS: usize = 5;

/// Knows which words the taxonomy has.
#[derive(Debug, Default)]
pub(super) struct Forms {
    known: HashSet<Box<str>>,
}

impl Forms {
    /// From the normalised Dutch labels.
    pub(super) fn of<'a>(labels: impl Iterator<Item = &'a str>) -> Self {
        Self { known: labels.flat_map(|label| label.split(' ')).map(Into::into).collect() }
    }

    /// The normalised text with every title in one form; words that become the same side by side stand once.
    pub(super) fn fold(&self, normalised: &str) -> String {
        let mut folded = String::with_capacity(normalised.len());
        let mut last = 0;
        for word in normalised.split(' ') {
            let word = self.fold_word(word);
            if !folded.is_empty() && folded[last..] == *word {
                continue;
            }
            if !folded.is_empty() {
                folded.push(' ');
            }
            last = folded.len();
            folded.push_str(&word);
        }
        folded
    }

    fn fold_word(&self, word: &str) -> String {
        if OTHER_PROFESSIONS.iter().any(|other| word.ends_with(other)) {
            return word.into();
        }
        if word == "kracht" {
            return "medewerker".into();
        }
        let forms = PersonForms::of(word);
        if let Some(known) = forms.possible.iter().find(|form| self.known.contains(form.as_str())) {
            return known.clone();
        }
        if let Some(head) = self.folded_head(word) {
            return head;
        }
        let sure = forms.usual.filter(|_| forms.sure || !self.known.contains(word));
        sure.unwrap_or_else(|| word.into())
    }

    /// A compound whose last part has a known form: “klantenservicemedewerkster”.
    fn folded_head(&self, word: &str) -> Option<String> {
        let starts = word.char_indices().map(|(at, _)| at).skip(2);
        let heads = starts.map(|at| word.split_at(at)).take_while(|(_, head)| head.len() >= MIN_HEAD_CHARS);
        for (rest, head) in heads.filter(|(_, head)| self.known.contains(*head)) {
            let forms = PersonForms::of(head).possible;
            if let Some(form) = forms.iter().find(|form| self.known.contains(form.as_str())) {
                return Some(format!("{rest}{form}"));
            }
        }
        None
    }
}

/// What a word that names a person may be called otherwise.
#[derive(Debug, Default)]
struct PersonForms {
    /// Possible forms, the likeliest first; one counts when the taxonomy has it.
    possible: Vec<String>,
    /// The form when the taxonomy has none of them.
    usual: Option<String>,
    /// The ending names a woman in every word, so the usual form is right even if the taxonomy has the word itself.
    sure: bool,
}

impl PersonForms {
    fn of(word: &str) -> Self {
        let base = |ending: &str| word.strip_suffix(ending).filter(|base| base.len() >= MIN_BASE_CHARS);
        let sure = |base: &str, ending: &str| Self {
            possible: vec![format!("{base}{ending}")],
            usual: Some(format!("{base}{ending}")),
            sure: true,
        };
        let possible = |possible: Vec<String>| Self { possible, ..Self::default() };
        let likely = |possible: Vec<String>| Self { usual: possible.first().cloned(), possible, sure: false };
        if let Some(base) = base("vrouw") {
            let forms = vec![format!("{base}ier"), format!("{base}man"), format!("{base}heer")];
            return Self { usual: Some(forms[1 + usize::from(base == "gast")].clone()), possible: forms, sure: true };
        }
        if let Some(base) = base("euse") {
            return sure(base, "eur");
        }
        if let Some(base) = base("trice") {
            let forms = [format!("{base}teur"), format!("{base}tor")];
            let usual = forms[usize::from(base.ends_with('a'))].clone();
            return Self { possible: forms.into(), usual: Some(usual), sure: true };
        }
        for (female, male) in
            [("aresse", "aris"), ("iste", "ist"), ("ologe", "oloog"), ("eute", "eut"), ("icienne", "icien")]
        {
            if let Some(base) = base(female) {
                return sure(base, male);
            }
        }
        for (female, male) in [
            ("ares", "aar"),
            ("eres", "er"),
            ("erin", "er"),
            ("ante", "ant"),
            ("ente", "ent"),
            ("cate", "caat"),
            ("grafe", "graaf"),
        ] {
            if let Some(base) = base(female) {
                return likely(vec![format!("{base}{male}")]);
            }
        }
        // What somebody does ends in a consonant, so no minister, register or master is meant.
        if let Some(base) = base("ster").filter(|base| !base.ends_with(['a', 'e', 'i', 'o', 'u', 'y'])) {
            return likely(of_ster(base));
        }
        if let Some(base) = base("in") {
            let single = undoubled(base).map(Into::into);
            return likely(single.into_iter().chain([base.to_owned()]).collect()).only_if(base.ends_with("kk"));
        }
        if let Some(base) = base("ende") {
            return likely(vec![format!("{base}er")]);
        }
        if let Some(base) = base("kundige") {
            return possible(vec![agent(base)]);
        }
        if let Some(base) = base("kracht") {
            let short = single_vowel(base).unwrap_or_else(|| base.into());
            let forms = [agent(base), format!("{short}aar"), format!("{base}man"), format!("{base}medewerker")];
            return Self { usual: forms.last().cloned(), possible: forms.into(), sure: false };
        }
        for neutral in ["mens", "persoon"] {
            if let Some(base) = base(neutral) {
                return likely(vec![format!("{base}man")]);
            }
        }
        if let Some(base) = base("man") {
            return possible(vec![format!("{base}ier")]);
        }
        Self::default()
    }

    /// Keeps the usual form only then.
    fn only_if(self, usual: bool) -> Self {
        Self { usual: self.usual.filter(|_| usual), ..self }
    }
}

/// The male forms of a word in -ster, the usual one first.
fn of_ster(base: &str) -> Vec<String> {
    let mut forms = vec![agent(base), format!("{base}er"), format!("{base}der"), base.into()];
    if ["aar", "ier"].iter().any(|ending| base.ends_with(ending)) {
        forms.rotate_right(1);
    }
    forms
}

/// Who does what the verb stem says, in Dutch spelling: verkoop → verkoper, kap → kapper, beheer → beheerder.
fn agent(stem: &str) -> String {
    const VOICED: [(char, char); 2] = [('f', 'v'), ('s', 'z')];
    let letters: Vec<char> = stem.chars().rev().take(3).collect();
    let [last, before, first] = letters[..] else { return format!("{stem}er") };
    let vowel = |letter: char| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let consonant_last = !vowel(last);
    let long = first == before && vowel(before);
    let diphthong = vowel(first) && (vowel(before) || before == 'j');
    if consonant_last && long && last == 'r' {
        return format!("{stem}der");
    }
    if consonant_last && (long || diphthong) {
        let body = &stem[..stem.len() - last.len_utf8()];
        let body = if long { &body[..body.len() - before.len_utf8()] } else { body };
        let voiced = VOICED.iter().find(|(voiceless, _)| *voiceless == last).map_or(last, |(_, voiced)| *voiced);
        return format!("{body}{voiced}er");
    }
    let unstressed = before == 'e' && matches!(last, 'l' | 'n' | 'r');
    if consonant_last && vowel(before) && !vowel(first) && !unstressed {
        return format!("{stem}{last}er");
    }
    format!("{stem}er")
}

/// leer → ler: the long vowel of a closed syllable as it is written in an open one.
fn single_vowel(stem: &str) -> Option<String> {
    let mut letters: Vec<char> = stem.chars().collect();
    let at = letters.len().checked_sub(3)?;
    let long = letters[at] == letters[at + 1] && matches!(letters[at], 'a' | 'e' | 'o' | 'u');
    long.then(|| {
        letters.remove(at);
        letters.into_iter().collect()
    })
}

/// kokk → kok.
fn undoubled(base: &str) -> Option<&str> {
    let mut letters = base.chars().rev();
    let last = letters.next()?;
    (letters.next() == Some(last)).then(|| &base[..base.len() - last.len_utf8()])
}

/// The text without the marks that give a title in both forms: “begeleid(st)er” → “begeleider”, “redacteur/-trice” →
/// “redacteur”. What else stands in brackets or after a slash stays.
pub(super) fn without_double_forms(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['(', '/']) {
        let (before, mark) = rest.split_at(at);
        plain.push_str(before);
        let after_letter = before.ends_with(char::is_alphabetic);
        let skipped = if !after_letter { None } else { bracketed(mark).or_else(|| after_dash(mark, before)) };
        let kept = usize::from(skipped.is_none());
        plain.push_str(&mark[..kept]);
        rest = &mark[skipped.unwrap_or(kept)..];
    }
    plain.push_str(rest);
    plain
}

/// The text without what makes a person of an abbreviation: “ict’er” → “ict”. Longer words keep their endings: those are not
/// abbreviations.
pub(super) fn without_abbreviation_endings(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let cut = ABBREVIATION_ENDINGS.iter().find_map(|ending| {
            let (before, after) = word.split_once(ending)?;
            let ends = !after.starts_with(char::is_alphanumeric);
            let short = (1..=MAX_ABBREVIATION_CHARS).contains(&before.chars().count());
            (ends && short && before.chars().all(char::is_alphabetic)).then(|| format!("{before}{after}"))
        });
        cut.map_or(Cow::Borrowed(word), Cow::Owned)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Bytes of “(e)” and the like at the beginning.
fn bracketed(mark: &str) -> Option<usize> {
    let (inner, _) = mark.strip_prefix('(')?.split_once(')')?;
    BRACKETED.contains(&inner).then_some(inner.len() + 2)
}

/// Bytes of “/-trice” or “/-adviseuse” at the beginning: an ending, or the female form of the last part of the word before.
fn after_dash(mark: &str, before: &str) -> Option<usize> {
    let word = mark.strip_prefix("/-")?;
    let end = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
    let male = PersonForms::of(&word[..end]).usual;
    let repeats = male.is_some_and(|male| before.ends_with(&male));
    (AFTER_DASH.contains(&&word[..end]) || repeats).then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_women_get_the_form_that_the_taxonomy_has() {
        let known = "leraar verkoper minister kapper beheerder directeur coordinator medewerker tuinier kok handhaver onderwijzer";
        let forms = Forms::of([known].into_iter());
        let check = |title: &str, expected: &str| assert_eq!(forms.fold(title), expected, "of “{title}”");
        check("lerares", "leraar");
        check("leerkracht", "leraar");
        check("verkoopster", "verkoper");
        check("verkoopkracht", "verkoper");
        check("onderwijskracht", "onderwijzer");
        check("kapster", "kapper");
        check("beheerster", "beheerder");
        check("handhaafster", "handhaver");
        check("directrice", "directeur");
        check("coordinatrice", "coordinator");
        check("tuinman", "tuinier");
        check("kokkin", "kok");
        check("stratenmaakster", "stratenmaker");
        check("begeleidster", "begeleider");
        check("timmervrouw", "timmerman");
        check("winkelierster", "winkelier");
        check("directeur directrice", "directeur");
        check("minister", "minister");
        check("secretaresse", "secretaresse");
        check("administratieve kracht", "administratieve medewerker");
    }

    #[test]
    fn abbreviations_lose_the_endings_of_persons() {
        let check = |title: &str, expected: &str| assert_eq!(without_abbreviation_endings(title), expected);
        check("ict'er", "ict");
        check("Team PIW-ers, GGZ’er", "Team PIW, GGZ");
        check("medewerker HR-ervaring", "medewerker HR-ervaring");
        check("programma's", "programma's");
        check("'s avonds", "'s avonds");
    }

    #[test]
    fn marks_of_both_forms_disappear_and_other_brackets_stay() {
        let check = |title: &str, expected: &str| assert_eq!(without_double_forms(title), expected);
        check("begeleid(st)er", "begeleider");
        check("docent(e)", "docent");
        check("kok(kin)", "kok");
        check("redacteur/-trice", "redacteur");
        check("beleidsadviseur/-adviseuse zorg", "beleidsadviseur zorg");
        check("stratenmaker/-maakster", "stratenmaker");
        check("Docent (1e graads)", "Docent (1e graads)");
        check("in- en outdooractiviteiten", "in- en outdooractiviteiten");
        check("directeur/directrice", "directeur/directrice");
        check("a/-b(c", "a/-b(c");
    }
}
