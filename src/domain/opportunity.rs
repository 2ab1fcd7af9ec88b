//! An opportunity: a vacancy or a route, and what both have.

use super::{
    ConceptReference, Description, Gates, Invalid, LanguageCode, Name, Place, Requirement, Route, Title, Vacancy,
};
use jiff::civil::Date;

/// A vacancy or a route.
#[derive(Clone, Debug, PartialEq)]
pub enum Opportunity {
    /// A job opening.
    Vacancy(Box<Vacancy>),
    /// A learn-and-work route.
    Route(Box<Route>),
}

/// Which of the two an opportunity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OpportunityKind {
    /// A job opening.
    Vacancy,
    /// A learn-and-work route.
    Route,
}

impl OpportunityKind {
    /// The word used in feeds and files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Vacancy => "vacancy",
            Self::Route => "route",
        }
    }
}

impl Opportunity {
    /// Which of the two it is.
    #[must_use]
    pub fn kind(&self) -> OpportunityKind {
        match self {
            Self::Vacancy(_) => OpportunityKind::Vacancy,
            Self::Route(_) => OpportunityKind::Route,
        }
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &Title {
        match self {
            Self::Vacancy(vacancy) => &vacancy.title,
            Self::Route(route) => &route.title,
        }
    }

    /// Its running text.
    #[must_use]
    pub fn description(&self) -> &Description {
        match self {
            Self::Vacancy(vacancy) => &vacancy.description,
            Self::Route(route) => &route.description,
        }
    }

    /// The employer or provider.
    #[must_use]
    pub fn organisation(&self) -> &Name {
        match self {
            Self::Vacancy(vacancy) => &vacancy.employer,
            Self::Route(route) => &route.provider,
        }
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Vacancy(vacancy) => vacancy.place,
            Self::Route(route) => route.place,
        }
    }

    /// What it asks.
    #[must_use]
    pub fn requirements(&self) -> &[Requirement] {
        match self {
            Self::Vacancy(vacancy) => &vacancy.requirements,
            Self::Route(route) => &route.entry_requirements,
        }
    }

    /// Its hard conditions.
    #[must_use]
    pub fn gates(&self) -> &Gates {
        match self {
            Self::Vacancy(vacancy) => &vacancy.gates,
            Self::Route(route) => &route.entry_gates,
        }
    }

    /// The occupation of a vacancy, or the occupations a route prepares for.
    #[must_use]
    pub fn occupations(&self) -> &[ConceptReference] {
        match self {
            Self::Vacancy(vacancy) => vacancy.occupation.as_slice(),
            Self::Route(route) => &route.targets,
        }
    }

    /// Language of its texts.
    #[must_use]
    pub fn language(&self) -> LanguageCode {
        match self {
            Self::Vacancy(vacancy) => vacancy.language,
            Self::Route(route) => route.language,
        }
    }
}

/// The time in which one can apply: never reversed, each end may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    opens: Option<Date>,
    closes: Option<Date>,
}

impl Period {
    /// Checks the order of the ends.
    ///
    /// # Errors
    /// [`Invalid::Reversed`].
    pub fn new(opens: Option<Date>, closes: Option<Date>) -> Result<Self, Invalid> {
        match (opens, closes) {
            (Some(from), Some(to)) if from > to => {
                Err(Invalid::Reversed { from: from.to_string(), to: to.to_string() })
            }
            _ => Ok(Self { opens, closes }),
        }
    }

    /// First day.
    #[must_use]
    pub fn opens(self) -> Option<Date> {
        self.opens
    }

    /// Last day.
    #[must_use]
    pub fn closes(self) -> Option<Date> {
        self.closes
    }
}

/// A link: http or https, at most 500 bytes, without white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url(Box<str>);

impl Url {
    /// Most bytes.
    pub const MAX_BYTES: usize = 500;

    /// Checks scheme, length and that a host follows.
    ///
    /// # Errors
    /// [`Invalid::Malformed`].
    pub fn new(url: &str) -> Result<Self, Invalid> {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
        let fits = url.len() <= Self::MAX_BYTES
            && rest.starts_with(|c: char| c.is_alphanumeric())
            && !url.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | '"'));
        if fits {
            Ok(Self(url.into()))
        } else {
            Err(Invalid::malformed("a link with http:// or https://, at most 500 bytes", url))
        }
    }

    /// The link.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
