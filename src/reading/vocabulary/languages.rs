//! Words that tell Dutch from English.

/// Words of Dutch that English has not, and the other way round; enough to tell the two apart in a sentence. “Of” is a word
/// of both.
pub(in crate::reading) const DUTCH: &[&str] = &[
    "de", "het", "een", "en", "je", "van", "voor", "met", "op", "wij", "jij", "bij", "ook", "naar", "niet", "zijn",
    "hebt", "bent", "dat", "aan", "uit", "wat", "ons", "onze", "jouw", "te", "om", "uur", "als", "tot", "u", "uw",
    "geen",
];
pub(in crate::reading) const ENGLISH: &[&str] = &[
    "the",
    "and",
    "you",
    "your",
    "with",
    "for",
    "to",
    "our",
    "what",
    "will",
    "are",
    "a",
    "on",
    "that",
    "have",
    "this",
    "from",
    "who",
    "at",
    "or",
    "hours",
    "experience",
    "be",
    "by",
    "it",
    "not",
    "work",
];
