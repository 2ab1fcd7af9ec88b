//! Words around a title or ability that say nothing about it: sex, hours, scale, “gezocht”, “junior”, “ervaring met”.

/// Words that are dropped wherever they stand.
const CLUTTER: [&str; 34] = [
    "gezocht",
    "gevraagd",
    "vacature",
    "vacatures",
    "junior",
    "medior",
    "senior",
    "jr",
    "sr",
    "fulltime",
    "parttime",
    "voltijd",
    "deeltijd",
    "startersfunctie",
    "starter",
    "ervaren",
    "aankomend",
    "bijbaan",
    "wanted",
    "vacancy",
    "urgent",
    "tijdelijk",
    "detachering",
    "zzp",
    "freelance",
    "oproepbasis",
    "mv",
    "vm",
    "mvx",
    "mfd",
    "fte",
    "m",
    "v",
    "x",
];
/// Words that are dropped together with a number beside them: “32 uur”, “schaal 8”, “36 hours”.
const UNITS_AFTER: [&str; 6] = ["uur", "uren", "hours", "fte", "u", "pw"];
const UNITS_BEFORE: [&str; 2] = ["schaal", "scale"];
/// Runs of words that are dropped as a whole.
const PHRASES: [&[&str]; 8] = [
    &["per", "week"],
    &["full", "time"],
    &["part", "time"],
    &["per", "direct"],
    &["met", "spoed"],
    &["m", "f"],
    &["m", "w"],
    &["f", "m"],
];

/// How a wish for an ability begins; longer ones first.
const LEAD_INS: [&str; 22] = [
    "goede kennis van",
    "enige kennis van",
    "brede kennis van",
    "basiskennis van",
    "basiskennis",
    "kennis van",
    "kennis over",
    "aantoonbare ervaring met",
    "enige ervaring met",
    "ruime ervaring met",
    "ervaring met",
    "ervaring in",
    "ervaring als",
    "vaardigheid in",
    "vaardig in",
    "good knowledge of",
    "knowledge of",
    "experience with",
    "experience in",
    "experience of",
    "proficiency in",
    "skilled in",
];
const ARTICLES: [&str; 4] = ["de ", "het ", "een ", "the "];

/// The title without clutter. Takes and gives normalised text; a title that is nothing but clutter stays as it is.
pub(super) fn strip(normalised: &str) -> String {
    let mut words: Vec<&str> = without_lead_in(normalised).split(' ').collect();
    for phrase in PHRASES {
        while let Some(at) = words.windows(phrase.len()).position(|window| window == phrase) {
            words.drain(at..at + phrase.len());
        }
    }
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let mut kept: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(&word) = words.get(at) {
        at += 1;
        if UNITS_AFTER.contains(&word) && kept.last().is_some_and(|last| is_number(last)) {
            while kept.last().is_some_and(|last| is_number(last) || matches!(*last, "tot" | "of" | "a" | "to")) {
                kept.pop();
            }
        } else if UNITS_BEFORE.contains(&word) && words.get(at).is_some_and(|next| is_number(next)) {
            while words.get(at).is_some_and(|next| is_number(next)) {
                at += 1;
            }
        } else if !CLUTTER.contains(&word) {
            kept.push(word);
        }
    }
    if kept.is_empty() { normalised.into() } else { kept.join(" ") }
}

fn without_lead_in(normalised: &str) -> &str {
    let rest = |lead_in: &&str| normalised.strip_prefix(*lead_in)?.strip_prefix(' ');
    let Some(rest) = LEAD_INS.iter().find_map(rest) else { return normalised };
    ARTICLES.iter().find_map(|article| rest.strip_prefix(article)).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::strip;
    use crate::taxonomy::find::normalise::normalise;

    #[test]
    fn clutter_goes_and_the_occupation_stays() {
        let check = |title: &str, expected: &str| assert_eq!(strip(&normalise(title)), expected, "of “{title}”");
        check("Medewerker burgerzaken (m/v/x)", "medewerker burgerzaken");
        check("Senior beleidsadviseur, 32-36 uur per week", "beleidsadviseur");
        check("Gezocht: chauffeur CE – fulltime", "chauffeur ce");
        check("Schuldhulpverlener schaal 9", "schuldhulpverlener");
        check("Junior", "junior");
        check("24 tot 32 uur verzorgende IG", "verzorgende ig");
        check("Ervaring met de BRP", "brp");
        check("Kennis van", "kennis van");
        check("Verzorgende niveau 3", "verzorgende niveau 3");
        check("", "");
    }
}
