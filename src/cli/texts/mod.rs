//! The command line's own words, one file per language. Sentences about matches come in the answers; errors and help are
//! in English.

mod asker;
mod bridges;
mod conversation;
mod en;
mod evaluation;
mod keeping;
mod nl;
mod numbers;

pub(in crate::cli) use asker::AskerWords;
pub(super) use bridges::BridgeWords;
pub(in crate::cli) use conversation::ConversationWords;
pub(super) use evaluation::EvaluationWords;
pub(in crate::cli) use keeping::KeepingWords;

use clap::ValueEnum;
use loopbaanbrug_proto::v1;

use crate::{
    domain::{Relation, SbiSection, codes::Code},
    texts::{advice, phrases},
    wire::codes::WireCode,
};

/// Language of what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    /// Dutch.
    Nl,
    /// English.
    En,
}

impl Language {
    /// The words in this language.
    pub(super) fn words(self) -> &'static Words {
        match self {
            Self::Nl => &nl::WORDS,
            Self::En => &en::WORDS,
        }
    }

    /// The language of questions and sentences that all doors share.
    pub(super) fn shared(self) -> crate::texts::Language {
        match self {
            Self::Nl => crate::texts::Language::Dutch,
            Self::En => crate::texts::Language::English,
        }
    }

    /// As the contract says it.
    pub(super) fn wire(self) -> v1::Language {
        match self {
            Self::Nl => v1::Language::Dutch,
            Self::En => v1::Language::English,
        }
    }
}

/// Every word and phrase of one language. A missing one does not compile.
pub(super) struct Words {
    /// The language of the words that all doors share.
    pub shared: crate::texts::Language,
    pub asker: AskerWords,
    pub bridges: BridgeWords,
    pub matches: MatchWords,
    pub reasons: ReasonWords,
    pub opportunity: OpportunityWords,
    pub profile: ProfileWords,
    pub import: ImportWords,
    pub keeping: KeepingWords,
    pub concept: ConceptWords,
    pub extraction: ExtractionWords,
    pub conversation: ConversationWords,
    pub evaluation: EvaluationWords,
    pub demo: DemoWords,
    /// Joins the last two of a list.
    pub or: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub percent: fn(u32) -> String,
    /// A number with the separators of the language.
    pub number: fn(u64) -> String,
    pub euros: fn(u32) -> String,
    /// Kilometres; approximate ones are marked.
    pub km: fn(f64, bool) -> String,
    /// The state an answer was computed from.
    pub state: fn(&v1::AnswerContext) -> String,
}

/// What all doors call the same.
impl Words {
    /// A day such as “1 december 2026”.
    pub(super) fn day(&self, day: jiff::civil::Date) -> String {
        advice(self.shared).day(day)
    }

    /// Label of an SBI section.
    pub(super) fn sector(&self, letter: &str) -> String {
        let section = SbiSection::from_code(letter);
        section.map_or(letter, |section| phrases(self.shared).sector(section)).to_owned()
    }

    /// How near something is.
    pub(super) fn class(&self, class: v1::MatchClass) -> &'static str {
        self.named(class.into(), |class| phrases(self.shared).class(class))
    }

    /// How strongly a requirement counts; what does not say counts as important.
    pub(super) fn relation(&self, relation: v1::Relation) -> &'static str {
        let relation = Relation::from_wire(relation.into()).ok().flatten();
        phrases(self.shared).relation(relation.unwrap_or(Relation::Important))
    }

    /// Who pays.
    pub(super) fn payer(&self, payer: v1::Payer) -> &'static str {
        self.named(payer.into(), |payer| advice(self.shared).payer(payer))
    }

    fn named<C: WireCode>(&self, number: i32, name: impl FnOnce(C) -> &'static str) -> &'static str {
        C::from_wire(number).ok().flatten().map_or(self.matches.unknown, name)
    }
}

/// Tables of matches.
pub(super) struct MatchWords {
    pub vacancy: &'static str,
    pub route: &'static str,
    pub offered_by: &'static str,
    pub distance: &'static str,
    pub points: &'static str,
    pub class: &'static str,
    pub key: &'static str,
    pub none: &'static str,
    pub left_out: &'static str,
    pub relaxations: &'static str,
    /// Key and points of the best.
    pub best: fn(&str, i32) -> String,
    pub understood: &'static str,
    pub classes: &'static str,
    pub sectors: &'static str,
    pub unknown: &'static str,
    pub more: &'static str,
    /// Sectors and employers do not stand in the order of points.
    pub mixed: &'static str,
    /// Number of near-duplicates that a match stands for.
    pub similar: fn(u64) -> String,
    /// Shown, found, most points.
    pub found: fn(u64, u64, i32) -> String,
    pub class_of: fn(v1::MatchClass) -> &'static str,
    /// Words as given, the label used, other labels.
    pub read_as: fn(&str, Option<&str>, &[&str]) -> String,
    /// Key of a concept that is gone, label of the one that replaced it.
    pub replaced: fn(&str, &str) -> String,
}

/// The reasons for one match.
pub(super) struct ReasonWords {
    pub points: &'static str,
    pub total: &'static str,
    pub requirements: &'static str,
    pub gates: &'static str,
    pub preferences: &'static str,
    pub criteria: &'static str,
    pub questions: &'static str,
    pub absent: &'static str,
    pub not_shown: &'static str,
    pub similar: &'static str,
    /// After points: the most there could be.
    pub out_of: fn(i32) -> String,
    /// Keys of routes.
    pub taught_by: fn(&str) -> String,
    /// Name of a field in an answer.
    pub absent_field: fn(&str) -> Option<&'static str>,
}

/// One opportunity.
pub(super) struct OpportunityWords {
    pub employer: &'static str,
    pub provider: &'static str,
    pub kind: &'static str,
    pub sector: &'static str,
    pub occupation: &'static str,
    pub place: &'static str,
    pub remote: &'static str,
    pub hours: &'static str,
    pub pay: &'static str,
    pub scale: &'static str,
    pub contract: &'static str,
    pub work_patterns: &'static str,
    pub level: &'static str,
    pub period: &'static str,
    pub openings: &'static str,
    pub link: &'static str,
    pub requires: &'static str,
    pub gates: &'static str,
    pub vog: &'static str,
    pub teaches: &'static str,
    pub targets: &'static str,
    pub entry: &'static str,
    pub exit: &'static str,
    pub duration: &'static str,
    pub cost: &'static str,
    pub wage: &'static str,
    pub job_guarantee: &'static str,
    pub starts: &'static str,
    pub any_time: &'static str,
    pub mix: &'static str,
    pub example: &'static str,
    pub revision: &'static str,
    pub listed: fn(usize) -> String,
    pub hours_range: fn(u32, u32) -> String,
    /// Work and study, where known.
    pub hours_of_route: fn(Option<u32>, Option<u32>) -> String,
    pub weeks: fn(u32) -> String,
    pub from_until: fn(&str, &str) -> String,
    pub licence: fn(&str) -> String,
    pub mix_of: fn(&v1::LearningMix) -> String,
    pub min_level: fn(u32) -> String,
    pub contract_of: fn(v1::Contract) -> &'static str,
    pub pattern_of: fn(v1::WorkPattern) -> &'static str,
    pub kind_of: fn(v1::OpportunityKind) -> &'static str,
    pub route_of: fn(v1::RouteKind) -> &'static str,
    pub deleted: fn(&str, u64) -> String,
}

/// One profile.
pub(super) struct ProfileWords {
    pub heading: &'static str,
    pub from: &'static str,
    pub does: &'static str,
    pub keeps: &'static str,
    pub can: &'static str,
    pub learns: &'static str,
    pub avoids: &'static str,
    pub wants: &'static str,
    pub looks: &'static str,
    pub criteria: &'static str,
    pub must: &'static str,
    pub department_of: fn(v1::Department) -> &'static str,
    /// None where the profile does not say.
    pub exploration_of: fn(v1::Exploration) -> Option<&'static str>,
    pub lives_in: fn(&str) -> String,
    pub level: fn(u32) -> String,
    pub hours: fn(&str) -> String,
    pub at_most_km: fn(u32) -> String,
    pub from_pay: fn(&str) -> String,
    pub from_home: fn(u32) -> String,
    pub mentions: fn(&str) -> String,
}

/// The report of an import.
pub(super) struct ImportWords {
    pub done: &'static str,
    pub checked: &'static str,
    pub repeated: &'static str,
    pub received: &'static str,
    pub accepted: &'static str,
    pub unchanged: &'static str,
    pub removed: &'static str,
    pub rejected: &'static str,
    pub revision: &'static str,
    pub request_id: &'static str,
    pub rejections: &'static str,
    pub record: &'static str,
    pub line: &'static str,
    pub id: &'static str,
    pub problem: &'static str,
    pub more: fn(u64) -> String,
}

/// Concepts.
pub(super) struct ConceptWords {
    pub label: &'static str,
    pub kind: &'static str,
    pub matched: &'static str,
    pub score: &'static str,
    pub how: &'static str,
    pub none: &'static str,
    pub also: &'static str,
    pub replaces: &'static str,
    pub same_as: &'static str,
    pub broader: &'static str,
    pub narrower: &'static str,
    pub related: &'static str,
    pub essential: &'static str,
    pub optional: &'static str,
    pub isco: &'static str,
    pub kind_of: fn(v1::ConceptKind) -> &'static str,
    pub match_of: fn(v1::LabelMatch) -> &'static str,
    pub completion_of: fn(v1::CompletionMatch) -> &'static str,
    /// Name of a label's language, unless it is the language of these words.
    pub language_of: fn(&str) -> Option<String>,
}

/// What a text names.
pub(super) struct ExtractionWords {
    pub none: &'static str,
    pub words: &'static str,
    pub sureness: &'static str,
    pub facts: &'static str,
    pub taught: &'static str,
    pub scale: fn(u32) -> String,
    pub years: fn(u32) -> String,
    pub hourly: fn(u32, u32) -> String,
    pub language: fn(&str, &str) -> String,
    pub modality_of: fn(v1::Modality) -> &'static str,
    pub section_of: fn(v1::TextSection) -> &'static str,
}

/// The demo.
pub(super) struct DemoWords {
    /// The reference date in words.
    pub opening: fn(&str) -> String,
    pub imported: fn(u64, u64, u64) -> String,
    pub matches: &'static str,
    pub reasons: &'static str,
    pub serving: fn(&str) -> String,
    pub page: fn(&str) -> String,
    pub next: &'static str,
    pub explain: &'static str,
    pub other_profile: &'static str,
    pub reflection: &'static str,
    pub python: &'static str,
    pub stop: &'static str,
}

/// “a, b and c”.
pub(super) fn listed<T: AsRef<str>>(items: &[T], and: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [many @ .., last] => {
            let many: Vec<&str> = many.iter().map(AsRef::as_ref).collect();
            format!("{} {and} {}", many.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_reads_as_a_sentence() {
        assert_eq!(listed::<&str>(&[], "en"), "");
        assert_eq!(listed(&["a"], "en"), "a");
        assert_eq!(listed(&["a", "b"], "en"), "a en b");
        assert_eq!(listed(&["a", "b", "c"], "and"), "a, b and c");
    }

    #[test]
    fn numbers_are_written_as_the_language_does() {
        let (nl, en) = (Language::Nl.words(), Language::En.words());
        assert_eq!(((nl.number)(1_234_567), (en.number)(1_234_567)), ("1.234.567".into(), "1,234,567".into()));
        assert_eq!(((nl.euros)(2_800), (en.euros)(2_800)), ("€ 2.800".into(), "€2,800".into()));
        assert_eq!(((nl.km)(4.06, false), (en.km)(4.06, false)), ("4,1 km".into(), "4.1 km".into()));
        assert_eq!(((nl.km)(31.6, true), (en.km)(31.6, false)), ("± 32 km".into(), "32 km".into()));
        assert_eq!((nl.sector("Q"), en.sector("?")), ("zorg en welzijn".into(), "?".into()));
        let day = jiff::civil::date(2026, 12, 1);
        assert_eq!((nl.day(day), en.day(day)), ("1 december 2026".into(), "1 December 2026".into()));
    }
}
