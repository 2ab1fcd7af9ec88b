//! What a text of a vacancy or course says by the look of it: words with their place, sentences, the section they stand
//! in, what is asked, welcome, denied or offered, and facts such as hours and pay.
//!
//! Nothing here knows a taxonomy. Concepts are found in `taxonomy`, with the words and sentences of this room; feeds
//! read numbers and levels of education with it.

mod document;
mod facts;
mod modality;
mod numbers;
mod sections;
mod vocabulary;
mod word;

pub use document::{Document, Sentence};
pub(crate) use facts::education_levels;
pub use facts::{Fact, FactFound, HourlyPay, MAX_FACTS, facts};
pub(crate) use numbers::numbers;
pub use word::{Boundary, Casing, Word};

use crate::domain::codes::Code;

/// Which kind of text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextKind {
    /// A job opening: what it names is asked, unless it says otherwise.
    Vacancy,
    /// A course or route: what it names is taught, unless it stands where it says who may enter.
    Course,
}

/// The part of a text in which words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Section {
    /// Before any heading, or under one that says nothing.
    Opening,
    /// What one does at work.
    Tasks,
    /// What is asked, of workers or at the entry of a course.
    Requirements,
    /// What the employer gives, or costs, dates and papers of a course.
    Offer,
    /// About the employer, team or school.
    About,
    /// How to apply or enrol.
    Procedure,
    /// What a course teaches.
    Learning,
}

/// How the text means it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Modality {
    /// It is part of the work, or asked without reserve.
    Must,
    /// It is welcome (“een pré”, “bij voorkeur”).
    Nice,
    /// It is denied or not needed (“geen ervaring nodig”).
    Negated,
    /// The employer has or gives it (“je krijgt een cursus”).
    Offered,
}

impl Modality {
    /// Whether the text asks it of a person.
    #[must_use]
    pub fn is_asked(self) -> bool {
        matches!(self, Self::Must | Self::Nice)
    }
}

macro_rules! named {
    ($name:ident { $($member:ident = $code:literal,)+ }) => {
        impl Code for $name {
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

named! { Section {
    Opening = "opening", Tasks = "tasks", Requirements = "requirements", Offer = "offer", About = "about",
    Procedure = "procedure", Learning = "learning",
} }
named! { Modality { Must = "must", Nice = "nice", Negated = "negated", Offered = "offered", } }
named! { TextKind { Vacancy = "vacancy", Course = "course", } }
