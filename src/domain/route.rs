//! A way to learn that leads to skills, a diploma or a job.

use super::{
    Bounded, ConceptReference, Description, EuroPerMonth, Gates, HoursPerWeek, Invalid, LanguageCode, Name, NlqfLevel,
    Payer, Percent, Place, Range, Requirement, RouteKind, Taught, Title, Url, Weeks, WholeEuro,
};
use jiff::{ToSpan, civil::Date};

/// A learn-and-work route. `None` and empty mean that the feed did not say.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Name of the route.
    pub title: Title,
    /// Running text.
    pub description: Description,
    /// Who offers it.
    pub provider: Name,
    /// Form of learning and working.
    pub kind: RouteKind,
    /// What a person can do afterwards.
    pub teaches: Bounded<Taught, { Route::MAX_TAUGHT }>,
    /// Occupations it prepares for.
    pub targets: Bounded<ConceptReference, { Route::MAX_TARGETS }>,
    /// Level needed to enter.
    pub entry_nlqf: Option<NlqfLevel>,
    /// What is asked at entry.
    pub entry_requirements: Bounded<Requirement, { Route::MAX_ENTRY_REQUIREMENTS }>,
    /// Hard conditions at entry.
    pub entry_gates: Gates,
    /// Level reached.
    pub exit_nlqf: Option<NlqfLevel>,
    /// Diploma or certificate.
    pub credential: Option<Name>,
    /// Duration.
    pub duration: Option<Weeks>,
    /// Hours a week at work.
    pub work_hours: Option<HoursPerWeek>,
    /// Hours a week in study.
    pub study_hours: Option<HoursPerWeek>,
    /// What it costs.
    pub cost: Cost,
    /// Wage during the route.
    pub wage: Option<Range<EuroPerMonth>>,
    /// Whether a job is guaranteed afterwards.
    pub job_guarantee: Option<bool>,
    /// When it starts.
    pub starts: Starts,
    /// Where it takes place.
    pub place: Option<Place>,
    /// Share followed online.
    pub remote: Option<Percent>,
    /// How learning is divided.
    pub learning_mix: Option<LearningMix>,
    /// Link.
    pub url: Option<Url>,
    /// Language of the texts.
    pub language: LanguageCode,
    /// Whether it is a fictional example.
    pub example: bool,
}

impl Route {
    /// Most skills, knowledge areas and languages that one teaches.
    pub const MAX_TAUGHT: usize = 60;
    /// Most occupations that it prepares for.
    pub const MAX_TARGETS: usize = 20;
    /// Most things that are asked at entry.
    pub const MAX_ENTRY_REQUIREMENTS: usize = 60;

    /// The first day on which whoever begins as soon as possible, from a day on, can be done with it. What it does not say of
    /// its starts or its duration takes no time.
    #[must_use]
    pub fn earliest_end(&self, from: Date) -> Date {
        let start = self.starts.next(from).unwrap_or(from);
        start.saturating_add(self.duration.map_or(0, |weeks| i64::from(weeks.get())).weeks())
    }

    /// Whether one begins it as an employee, so that it can begin with the job itself.
    #[must_use]
    pub fn is_with_an_employer(&self) -> bool {
        matches!(self.kind, RouteKind::Bbl | RouteKind::Dual | RouteKind::ZijInstroom)
    }

    /// Whether no work belongs to it: it says so, or it says nothing of work and is of a kind that never has any.
    #[must_use]
    pub fn is_lessons_alone(&self) -> bool {
        let never = matches!(self.kind, RouteKind::Evc | RouteKind::ShortCourse);
        self.wage.is_none() && self.work_hours.map_or(never, |hours| hours.get() == 0)
    }
}

/// What a route costs and who pays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Whole euros for the whole route.
    pub amount: Option<WholeEuro>,
    /// Who pays.
    pub payer: Option<Payer>,
}

/// When a route starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Starts {
    /// Known start dates.
    pub dates: Bounded<Date, { Starts::MAX_DATES }>,
    /// Whether one can start at any time.
    pub continuous: bool,
}

impl Starts {
    /// Most start dates.
    pub const MAX_DATES: usize = 24;

    /// The first day on or after another on which one can begin; none where one can begin at any time, and where no such day
    /// is known.
    ///
    /// ```
    /// use loopbaanbrug::domain::{Bounded, Starts};
    /// let day = |day: &str| day.parse().unwrap();
    /// let starts = Starts { dates: Bounded::new(vec![day("2027-02-01"), day("2026-09-01")]).unwrap(), continuous: false };
    /// assert_eq!(starts.next(day("2026-09-02")), Some(day("2027-02-01")));
    /// assert_eq!(Starts { continuous: true, ..starts }.next(day("2026-09-02")), None);
    /// ```
    #[must_use]
    pub fn next(&self, from: Date) -> Option<Date> {
        let coming = self.dates.iter().copied().filter(|day| *day >= from);
        coming.min().filter(|_| !self.continuous)
    }
}

/// How learning is divided over three ways; together 100 percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LearningMix {
    work: Percent,
    social: Percent,
    formal: Percent,
}

impl LearningMix {
    /// Checks the sum.
    ///
    /// # Errors
    /// [`Invalid::OutOfRange`] when the three do not add up to 100.
    pub fn new(work: Percent, social: Percent, formal: Percent) -> Result<Self, Invalid> {
        match i64::from(work.get()) + i64::from(social.get()) + i64::from(formal.get()) {
            100 => Ok(Self { work, social, formal }),
            sum => Err(Invalid::OutOfRange { min: 100, max: 100, actual: format!("{sum} in all") }),
        }
    }

    /// In the work itself.
    #[must_use]
    pub fn work(self) -> Percent {
        self.work
    }

    /// With and from others.
    #[must_use]
    pub fn social(self) -> Percent {
        self.social
    }

    /// In formal lessons.
    #[must_use]
    pub fn formal(self) -> Percent {
        self.formal
    }
}
