//! A job opening with its requirements and conditions.

use super::{
    Bounded, CodeSet, ConceptReference, Contract, Description, EuroPerMonth, Gates, HoursPerWeek, LanguageCode, Name,
    NlqfLevel, Openings, Percent, Period, Place, Range, Requirement, SbiSection, Text, Title, Url, WorkPattern,
};

/// A job opening. `None` and empty mean that the feed did not say.
#[derive(Clone, Debug, PartialEq)]
pub struct Vacancy {
    /// Job title.
    pub title: Title,
    /// Running text.
    pub description: Description,
    /// Who offers the job.
    pub employer: Name,
    /// Sector of the employer.
    pub sector: Option<SbiSection>,
    /// Occupation.
    pub occupation: Option<ConceptReference>,
    /// Where the work is done.
    pub place: Option<Place>,
    /// Share of the hours that can be worked from home.
    pub remote: Option<Percent>,
    /// Hours a week.
    pub hours: Option<Range<HoursPerWeek>>,
    /// Pay.
    pub pay: Option<Range<EuroPerMonth>>,
    /// Scale in a collective agreement.
    pub cao_scale: Option<CaoScale>,
    /// Kind of contract.
    pub contract: Option<Contract>,
    /// When the work is done.
    pub work_patterns: CodeSet<WorkPattern>,
    /// Education level.
    pub nlqf: Option<NlqfLevel>,
    /// What the work asks.
    pub requirements: Bounded<Requirement, { Vacancy::MAX_REQUIREMENTS }>,
    /// Hard conditions.
    pub gates: Gates,
    /// When one can apply.
    pub period: Period,
    /// Number of openings.
    pub openings: Option<Openings>,
    /// Link.
    pub url: Option<Url>,
    /// Language of the texts.
    pub language: LanguageCode,
    /// Whether it is a fictional example.
    pub example: bool,
}

impl Vacancy {
    /// Most requirements.
    pub const MAX_REQUIREMENTS: usize = 60;
}

/// A scale in a collective agreement, as the feed names it: agreements change, so nothing is derived from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaoScale {
    /// Name of the agreement.
    pub cao: Text<{ CaoScale::MAX_CAO_CHARS }>,
    /// Scale in it.
    pub scale: Text<{ CaoScale::MAX_SCALE_CHARS }>,
}

impl CaoScale {
    /// Most characters of the name of an agreement.
    pub const MAX_CAO_CHARS: usize = 100;
    /// Most characters of the name of a scale.
    pub const MAX_SCALE_CHARS: usize = 40;
}
