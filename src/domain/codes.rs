//! Closed lists of codes, each with the word that feeds and files use for it.

use super::Invalid;
use std::marker::PhantomData;

/// A closed list of codes.
pub trait Code: Copy + Eq + 'static {
    /// Every member, in the order of definition.
    const ALL: &'static [Self];

    /// The word that stands for it in feeds and files.
    fn code(self) -> &'static str;

    /// Place in the list, from 0; below 32 for every list.
    fn number(self) -> u8;

    /// Reads the word.
    ///
    /// # Errors
    /// [`Invalid::UnknownCode`] with every accepted word.
    fn from_code(code: &str) -> Result<Self, Invalid> {
        let found = Self::ALL.iter().copied().find(|member| member.code() == code);
        found.ok_or_else(|| Invalid::unknown_code(Self::ALL.iter().map(|member| member.code()), code))
    }
}

/// A closed list, with the word of each member; public unless it says otherwise.
macro_rules! coded {
    ($(#[$meta:meta])* $name:ident { $($members:tt)+ }) => {
        $crate::domain::codes::coded! { $(#[$meta])* pub $name { $($members)+ } }
    };
    ($(#[$meta:meta])* $vis:vis $name:ident { $($(#[$member_meta:meta])* $member:ident = $code:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $name { $($(#[$member_meta])* $member,)+ }

        impl $crate::domain::codes::Code for $name {
            const ALL: &'static [Self] = &[$(Self::$member,)+];

            fn code(self) -> &'static str {
                match self { $(Self::$member => $code,)+ }
            }

            fn number(self) -> u8 {
                self as u8
            }
        }
    };
}

pub(crate) use coded;

coded! {
    /// Kinds of contract.
    Contract {
        /// Permanent.
        Permanent = "permanent",
        /// Fixed term.
        Temporary = "temporary",
        /// Fixed term with prospect of a permanent one.
        TemporaryWithProspect = "temporary_with_prospect",
        /// Secondment (detachering).
        Secondment = "secondment",
        /// Through an agency.
        Agency = "agency",
        /// On call.
        OnCall = "on_call",
        /// A work-and-learn contract.
        Apprenticeship = "apprenticeship",
    }
}

coded! {
    /// When work is done.
    WorkPattern {
        /// By day on working days.
        Day = "day",
        /// In the evening.
        Evening = "evening",
        /// At night.
        Night = "night",
        /// At the weekend.
        Weekend = "weekend",
        /// In fixed shifts.
        Shift = "shift",
        /// At irregular hours.
        Irregular = "irregular",
        /// Hours one may choose.
        OwnSchedule = "own_schedule",
    }
}

coded! {
    /// How strongly a requirement counts.
    Relation {
        /// Without it the work cannot be done.
        Essential = "essential",
        /// Asked for, but can be learnt in the first months.
        Important = "important",
        /// Nice to have.
        Optional = "optional",
    }
}

coded! {
    /// Where a requirement was found.
    Provenance {
        /// The feed stated it.
        Stated = "stated",
        /// Found in the running text.
        FoundInText = "found_in_text",
        /// Comes with the occupation.
        FromOccupation = "from_occupation",
    }
}

coded! {
    /// Forms of learning and working.
    RouteKind {
        /// Mbo with a work contract.
        Bbl = "bbl",
        /// Dual hbo or Ad.
        Dual = "dual",
        /// At work in a profession while training for it.
        ZijInstroom = "zij_instroom",
        /// Recognition of what one can do already.
        Evc = "evc",
        /// Mbo without hours norm, for adults.
        DerdeLeerweg = "derde_leerweg",
        /// Part of a qualification.
        Certificate = "certificate",
        /// A short course.
        ShortCourse = "short_course",
        /// Secondment with training.
        SecondmentWithTraining = "secondment_with_training",
        /// A work placement to try or learn.
        WorkPlacement = "work_placement",
    }
}

coded! {
    /// Who pays for a route.
    Payer {
        /// The employer.
        Employer = "employer",
        /// The participant.
        Participant = "participant",
        /// A fund or subsidy.
        Fund = "fund",
        /// Several together.
        Shared = "shared",
        /// Nobody: it is free.
        Free = "free",
    }
}

coded! {
    /// Driving licence categories of the European Union, and T for tractors.
    DrivingLicence {
        /// Moped.
        Am = "AM",
        /// Light motorcycle.
        A1 = "A1",
        /// Medium motorcycle.
        A2 = "A2",
        /// Motorcycle.
        A = "A",
        /// Car.
        B = "B",
        /// Car with trailer.
        Be = "BE",
        /// Light lorry.
        C1 = "C1",
        /// Light lorry with trailer.
        C1e = "C1E",
        /// Lorry.
        C = "C",
        /// Lorry with trailer.
        Ce = "CE",
        /// Small bus.
        D1 = "D1",
        /// Small bus with trailer.
        D1e = "D1E",
        /// Bus.
        D = "D",
        /// Bus with trailer.
        De = "DE",
        /// Tractor.
        T = "T",
    }
}

coded! {
    /// Levels of the Common European Framework for languages, lowest first.
    Cefr {
        /// Breakthrough.
        A1 = "A1",
        /// Waystage.
        A2 = "A2",
        /// Threshold.
        B1 = "B1",
        /// Vantage.
        B2 = "B2",
        /// Effective proficiency.
        C1 = "C1",
        /// Mastery.
        C2 = "C2",
    }
}

coded! {
    /// How far from the work of now a person looks. Not to be set is a choice too: then distance from home counts nothing.
    Exploration {
        /// Near: the own department and sector first.
        StayNear = "near",
        /// Around: other work than now, in whatever sector.
        LookAround = "around",
        /// Far: other sectors first.
        SurpriseMe = "surprise",
    }
}

coded! {
    /// Municipal departments.
    Department {
        /// Civil affairs.
        Burgerzaken = "burgerzaken",
        /// Documents and information.
        Div = "div",
        /// Outdoor service.
        Buitendienst = "buitendienst",
        /// Another one.
        Other = "other",
    }
}

coded! {
    /// What a person wants with a task.
    TaskWish {
        /// Does it now.
        Do = "do",
        /// Does it now and wants to keep it.
        Keep = "keep",
        /// Does not do it, wants to learn it.
        Learn = "learn",
    }
}

coded! {
    /// What a person wants with a skill.
    SkillWish {
        /// Has it, no wish about it.
        Do = "do",
        /// Wants to keep using it.
        Keep = "keep",
        /// Wants to learn it.
        Learn = "learn",
        /// Would rather not use it again.
        Avoid = "avoid",
    }
}

coded! {
    /// How long ago a skill was last used.
    Recency {
        /// Now or within the last two years.
        Recent = "recent",
        /// Two to five years ago.
        YearsAgo = "years_ago",
        /// More than five years ago.
        LongAgo = "long_ago",
        /// Learnt just now and not yet used in work.
        JustLearnt = "just_learnt",
    }
}

coded! {
    /// What shows that a person has a skill.
    Evidence {
        /// The person says so.
        OwnWord = "own_word",
        /// An employer says so.
        Employer = "employer",
        /// A certificate of experience.
        Evc = "evc",
        /// A diploma or certificate.
        Diploma = "diploma",
    }
}

coded! {
    /// How much a preference or criterion counts.
    Importance {
        /// Known not to be met means left out.
        Must = "must",
        /// Counts twice as much as nice.
        Important = "important",
        /// Nice.
        Nice = "nice",
    }
}

coded! {
    /// Sections of the Dutch standard industrial classification SBI 2008 (the same letters as NACE Rev. 2).
    SbiSection {
        /// Agriculture, forestry and fishing.
        A = "A",
        /// Mining and quarrying.
        B = "B",
        /// Manufacturing.
        C = "C",
        /// Energy supply.
        D = "D",
        /// Water supply and waste management.
        E = "E",
        /// Construction.
        F = "F",
        /// Trade.
        G = "G",
        /// Transport and storage.
        H = "H",
        /// Accommodation and food.
        I = "I",
        /// Information and communication.
        J = "J",
        /// Finance.
        K = "K",
        /// Real estate.
        L = "L",
        /// Consultancy, research and other specialised services.
        M = "M",
        /// Renting and other business support.
        N = "N",
        /// Public administration, police and defence.
        O = "O",
        /// Education.
        P = "P",
        /// Health and social work.
        Q = "Q",
        /// Culture, sports and recreation.
        R = "R",
        /// Other services.
        S = "S",
        /// Households.
        T = "T",
        /// Extraterritorial organisations.
        U = "U",
    }
}

/// A set of codes, kept as bits so that it fits a number column.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct CodeSet<C>(u32, PhantomData<C>);

impl<C> Clone for CodeSet<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for CodeSet<C> {}

impl<C> Default for CodeSet<C> {
    fn default() -> Self {
        Self(0, PhantomData)
    }
}

impl<C: Code> CodeSet<C> {
    /// Bits by [`Code::number`].
    ///
    /// ```
    /// use loopbaanbrug::domain::{CodeSet, WorkPattern};
    /// let set: CodeSet<WorkPattern> = [WorkPattern::Day, WorkPattern::Night].into_iter().collect();
    /// assert_eq!(set.bits(), 0b101);
    /// ```
    #[must_use]
    pub fn bits(self) -> u32 {
        self.0
    }

    /// The set of these bits; bits without a code are dropped.
    #[must_use]
    pub fn from_bits(bits: u32) -> Self {
        C::ALL.iter().copied().filter(|code| bits & (1 << code.number()) != 0).collect()
    }

    /// Whether the code is in the set.
    #[must_use]
    pub fn contains(self, code: C) -> bool {
        self.0 & (1 << code.number()) != 0
    }

    /// Whether every code of `other` is in the set.
    #[must_use]
    pub fn contains_all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The codes in the order of definition.
    pub fn iter(self) -> impl Iterator<Item = C> {
        C::ALL.iter().copied().filter(move |code| self.contains(*code))
    }
}

impl<C: Code> FromIterator<C> for CodeSet<C> {
    fn from_iter<I: IntoIterator<Item = C>>(codes: I) -> Self {
        Self(codes.into_iter().fold(0, |bits, code| bits | 1 << code.number()), PhantomData)
    }
}
