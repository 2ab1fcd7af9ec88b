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
pub use facts::{Fact, FactFound, HourlyPay, MAX_FACTS, facts};
pub(crate) use facts::{language_names, lowest_level};
pub(crate) use numbers::numbers;
pub use word::{Boundary, Casing, Word};

use crate::domain::codes::coded;

coded! {
    /// Which kind of text is read.
    TextKind {
        /// A job opening: what it names is asked, unless it says otherwise.
        Vacancy = "vacancy",
        /// A course or route: what it names is taught, unless it stands where it says who may enter.
        Course = "course",
    }
}

coded! {
    /// The part of a text in which words stand.
    Section {
        /// Before any heading, or under one that says nothing.
        Opening = "opening",
        /// What one does at work.
        Tasks = "tasks",
        /// What is asked, of workers or at the entry of a course.
        Requirements = "requirements",
        /// What the employer gives, or costs, dates and papers of a course.
        Offer = "offer",
        /// About the employer, team or school.
        About = "about",
        /// How to apply or enrol.
        Procedure = "procedure",
        /// What a course teaches.
        Learning = "learning",
    }
}

coded! {
    /// How the text means it.
    Modality {
        /// It is part of the work, or asked without reserve.
        Must = "must",
        /// It is welcome (“een pré”, “bij voorkeur”).
        Nice = "nice",
        /// It is denied or not needed (“geen ervaring nodig”).
        Negated = "negated",
        /// The employer has or gives it (“je krijgt een cursus”).
        Offered = "offered",
    }
}

impl Modality {
    /// Whether the text asks it of a person.
    #[must_use]
    pub fn is_asked(self) -> bool {
        matches!(self, Self::Must | Self::Nice)
    }
}
