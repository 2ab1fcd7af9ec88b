//! Enum numbers of the contract and the codes of the domain: one table a list, both ways.
//!
//! A number that is in no table is refused with every accepted name, never read as “not given”.

use super::{
    opportunity::Form,
    plan::PlanForm,
    violations::{Path, Violations},
};
use crate::{
    catalogue::ImportMode,
    domain::{
        CodeSet, ConceptKind, Contract, Department, Evidence, Exploration, Importance, Invalid, OpportunityKind,
        OutlookDirection, PartKind, Payer, Provenance, Recency, Relation, RouteKind, SkillWish, TaskWish, Verdict,
        WorkPattern, codes::Code,
    },
    engine::DifferenceKind,
    ingest::FeedFormat,
    matching::{BudgetLimit, Class, EntryVerdict, RequirementOutcome, WayPart},
    reading::{Modality, Section, TextKind},
    taxonomy::{CompletionMatch, LabelMatch, Nearness},
    texts::{FactKind, Language},
};
use loopbaanbrug_proto::v1;

/// A closed list that the contract has too.
pub(crate) trait WireCode: Copy + 'static {
    /// Every member.
    const MEMBERS: &'static [Self];

    /// The number in the contract.
    fn wire(self) -> i32;

    /// The name in the contract.
    fn name(self) -> &'static str;

    /// Reads a number; none when it is not given (0).
    ///
    /// # Errors
    /// [`Invalid::UnknownCode`] with every accepted name.
    fn from_wire(number: i32) -> Result<Option<Self>, Invalid> {
        if number == 0 {
            return Ok(None);
        }
        let found = Self::MEMBERS.iter().copied().find(|member| member.wire() == number);
        let names = || Self::MEMBERS.iter().map(|member| member.name());
        found.map(Some).ok_or_else(|| Invalid::unknown_code(names(), &number.to_string()))
    }
}

macro_rules! member {
    ($wire:ident, $member:ident) => {
        v1::$wire::$member
    };
    ($wire:ident, $member:ident, $other:ident) => {
        v1::$wire::$other
    };
}

/// `Member: Other` where the contract writes the name in another way.
macro_rules! on_the_wire {
    ($($domain:ident as $wire:ident { $($member:ident $(: $other:ident)?),+ })+) => {$(
        impl WireCode for $domain {
            const MEMBERS: &'static [Self] = &[$(Self::$member),+];

            fn wire(self) -> i32 {
                match self { $(Self::$member => member!($wire, $member $(, $other)?).into()),+ }
            }

            fn name(self) -> &'static str {
                match self { $(Self::$member => member!($wire, $member $(, $other)?).as_str_name()),+ }
            }
        }
    )+};
}

on_the_wire! {
    ConceptKind as ConceptKind { Skill, Knowledge, Language, Occupation, Group }
    OpportunityKind as OpportunityKind { Vacancy, Route }
    Department as Department { Burgerzaken, Div, Buitendienst, Other }
    Exploration as Exploration { StayNear, LookAround, SurpriseMe }
    OutlookDirection as OutlookDirection { Less, Same, More }
    TaskWish as TaskWish { Do, Keep, Learn }
    SkillWish as SkillWish { Do, Keep, Learn, Avoid }
    Recency as Recency { Recent, YearsAgo, LongAgo, JustLearnt }
    Evidence as Evidence { OwnWord, Employer, Evc, Diploma }
    Importance as Importance { Must, Important, Nice }
    Contract as Contract { Permanent, Temporary, TemporaryWithProspect, Secondment, Agency, OnCall, Apprenticeship }
    WorkPattern as WorkPattern { Day, Evening, Night, Weekend, Shift, Irregular, OwnSchedule }
    Relation as Relation { Essential, Important, Optional }
    Provenance as Provenance { Stated, FoundInText, FromOccupation }
    RouteKind as RouteKind {
        Bbl, Dual, ZijInstroom, Evc, DerdeLeerweg, Certificate, ShortCourse, SecondmentWithTraining, WorkPlacement
    }
    Payer as Payer { Employer, Participant, Fund, Shared, Free }
    Verdict as Verdict { Met, NotMet, Unknown }
    PartKind as PartKind { Skills, Kinship, Wishes, Preferences, Criteria, Exploration, Gates, Level, Learning }
    WayPart as PartKind {
        Time: WayTime, Cost: WayCost, Budget: WayBudget, Wage: WayWage, Guarantee: WayGuarantee, Distance: WayDistance,
        Start: WayStart, Entry: WayEntry, Detour: WayDetour, New: WayNew
    }
    EntryVerdict as EntryVerdict { Met, NotMet, Unknown, EvcPossible }
    BudgetLimit as BudgetLimit { Weeks, HoursPerWeek, Euros }
    Class as MatchClass { Now, ShortCourse, Route, Far }
    RequirementOutcome as RequirementOutcome { Met, PartlyMet, Missing }
    Nearness as Nearness { Narrower, Broader, Related, Sibling }
    LabelMatch as LabelMatch { Exact, Spelling, Parts }
    CompletionMatch as CompletionMatch { LabelBeginning, WordBeginning, Inside, Spelling }
    FeedFormat as FeedFormat {
        Ndjson, JobPostingJsonLd: JobpostingJsonld, CourseJsonLd: CourseJsonld, HtmlPages, Csv, EduDexXml: EdudexXml
    }
    ImportMode as ImportMode { Delta, Full }
    Form as RecordForm { Message, Line }
    DifferenceKind as DifferenceKind {
        Missing, Extra, OtherRevision, OtherContent, CatalogueRecord, CatalogueFile, IndexFile
    }
    Language as Language { Dutch, English }
    TextKind as TextKind { Vacancy, Course }
    Section as TextSection { Opening, Tasks, Requirements, Offer, About, Procedure, Learning }
    Modality as Modality { Must, Nice, Negated, Offered }
    PlanForm as PlanFormat { Text, Html }
    FactKind as FactKind {
        Organisation, RouteKind, Place, Hours, StudyHours, Pay, Contract, WorkPattern, Remote, Level, Duration, Cost, Exit,
        Closes, Starts
    }
}

impl Violations {
    /// An enum that may be left out.
    pub(crate) fn optional_code<C: WireCode>(&mut self, path: &Path<'_>, number: i32) -> Option<C> {
        self.keep(path, C::from_wire(number)).flatten()
    }

    /// An enum with a default.
    pub(crate) fn code_or<C: WireCode>(&mut self, path: &Path<'_>, number: i32, default: C) -> Option<C> {
        self.keep(path, C::from_wire(number)).map(|code| code.unwrap_or(default))
    }

    /// An enum that must be given.
    pub(crate) fn required_code<C: WireCode>(
        &mut self,
        path: &Path<'_>,
        number: i32,
        expected: &'static str,
    ) -> Option<C> {
        let given = C::from_wire(number).and_then(|code| code.ok_or(Invalid::Missing { expected }));
        self.keep(path, given)
    }

    /// A set of enums: at least one, at most as many as there are.
    pub(crate) fn code_set<C: WireCode + Code>(&mut self, path: &Path<'_>, numbers: &[i32]) -> Option<CodeSet<C>> {
        let read = |violations: &mut Self, path: &Path<'_>, number: &i32| {
            violations.required_code(path, *number, "one of the values other than unspecified")
        };
        self.set(path, numbers, read)
    }

    /// A set of words: at least one, at most as many as there are.
    pub(crate) fn word_set<C: Code>(&mut self, path: &Path<'_>, words: &[String]) -> Option<CodeSet<C>> {
        self.set(path, words, |violations, path, word| violations.keep(path, C::from_code(word)))
    }

    fn set<C: Code, T>(
        &mut self,
        path: &Path<'_>,
        items: &[T],
        mut read: impl FnMut(&mut Self, &Path<'_>, &T) -> Option<C>,
    ) -> Option<CodeSet<C>> {
        let max = C::ALL.len();
        if items.is_empty() {
            self.add(path, &Invalid::Missing { expected: "at least one" });
            return None;
        }
        if items.len() > max {
            self.add(path, &Invalid::TooMany { max, actual: items.len() });
            return None;
        }
        // Every item is read before the outcome is judged, so that each problem is noted.
        let read: Vec<_> = items.iter().enumerate().map(|(index, item)| read(self, &path.at(index), item)).collect();
        read.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `not_said` are numbers of the contract that only stand in answers or are never sent.
    fn check<C: WireCode + PartialEq + std::fmt::Debug>(name: impl Fn(i32) -> Option<&'static str>, not_said: &[i32]) {
        for member in C::MEMBERS {
            assert_eq!(C::from_wire(member.wire()), Ok(Some(*member)));
            assert_eq!(name(member.wire()), Some(member.name()));
        }
        for number in (0..100).filter(|number| name(*number).is_some() && !not_said.contains(number)) {
            assert!(C::MEMBERS.iter().any(|member| member.wire() == number), "{:?} is in no table", name(number));
        }
        let refused = C::from_wire(99).expect_err("unknown").to_string();
        assert!(C::MEMBERS.iter().all(|member| refused.contains(member.name())) && refused.contains("99"), "{refused}");
        assert_eq!(C::from_wire(0), Ok(None));
        assert!(C::from_wire(-1).is_err());
    }

    macro_rules! check_all {
        ($($domain:ident as $wire:ident without $not_said:expr),+ $(,)?) => {
            $(check::<$domain>(|number| v1::$wire::try_from(number).ok().map(|it| it.as_str_name()), &$not_said);)+
        };
    }

    #[test]
    fn every_table_agrees_with_the_contract() {
        check_all! {
            ConceptKind as ConceptKind without [0],
            OpportunityKind as OpportunityKind without [0],
            Department as Department without [0],
            TaskWish as TaskWish without [0],
            SkillWish as SkillWish without [0],
            Recency as Recency without [0],
            Evidence as Evidence without [0],
            Importance as Importance without [0],
            Contract as Contract without [0],
            WorkPattern as WorkPattern without [0],
            Relation as Relation without [0],
            Provenance as Provenance without [0],
            TextKind as TextKind without [0],
            Section as TextSection without [0],
            Modality as Modality without [0],
            RouteKind as RouteKind without [0],
            Payer as Payer without [0],
            Verdict as Verdict without [0],
            // Parts of the fit and parts of a way have numbers of their own.
            PartKind as PartKind without [0, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29],
            WayPart as PartKind without [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
            EntryVerdict as EntryVerdict without [0],
            BudgetLimit as BudgetLimit without [0],
            Class as MatchClass without [0],
            RequirementOutcome as RequirementOutcome without [0],
            // The same concept is no nearness: there is nothing between the two.
            Nearness as Nearness without [0, v1::Nearness::Same as i32],
            LabelMatch as LabelMatch without [0],
            CompletionMatch as CompletionMatch without [0],
            FeedFormat as FeedFormat without [0],
            ImportMode as ImportMode without [0],
            Form as RecordForm without [0],
            DifferenceKind as DifferenceKind without [0],
            Language as Language without [0],
            PlanForm as PlanFormat without [0],
            FactKind as FactKind without [0],
        }
    }

    #[test]
    fn a_set_names_every_item_that_is_refused() {
        let mut violations = Violations::default();
        let path = Path::root("accepted");
        assert_eq!(violations.code_set::<Contract>(&path, &[1, 0, 99]), None);
        assert_eq!(violations.code_set::<Contract>(&path, &[]), None);
        assert_eq!(violations.code_set::<Contract>(&path, &[1; 8]), None);
        assert_eq!(violations.fields(), ["accepted[1]", "accepted[2]", "accepted", "accepted"]);
        let set = violations.code_set::<Contract>(&path, &[1, 6, 1]).expect("a set");
        assert_eq!(set.iter().collect::<Vec<_>>(), [Contract::Permanent, Contract::OnCall]);
    }
}
