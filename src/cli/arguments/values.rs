//! Words that flags take.

use clap::ValueEnum;

/// A text that says something. An empty one would mean as much as none at all, and most likely comes of a variable of a script that
/// was never set.
pub(in crate::cli) fn said(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("it is empty; say something, or leave the option out"),
        _ => Ok(text.to_owned()),
    }
}

/// Forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum OutputFormat {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// Formats of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FormatArgument {
    /// The project's own NDJSON (docs/feeds.md).
    Ndjson,
    /// schema.org JobPosting as JSON-LD.
    JobpostingJsonld,
    /// schema.org Course, CourseInstance and EducationalOccupationalProgram as JSON-LD.
    CourseJsonld,
    /// Web pages with JSON-LD inside: pages one after another, or JSON with url and html a line.
    HtmlPages,
    /// A table; --mapping says which column is which field.
    Csv,
    /// Programmes of EDU-DEX as XML.
    EdudexXml,
}

/// How a feed relates to what its source gave before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ModeArgument {
    /// Add and change; leave the rest.
    Delta,
    /// Whatever the feed does not hold is removed.
    Full,
}

/// Kinds of opportunity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum KindArgument {
    /// Job openings.
    Vacancy,
    /// Learn-and-work routes.
    Route,
}

/// Kinds of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum TextKindArgument {
    /// A job opening.
    Vacancy,
    /// A course or route.
    Course,
}

/// How much a match holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ViewArgument {
    /// Key, points and class.
    Keys,
    /// A table; in JSON also the reasons.
    Basic,
    /// A table, and the reasons of every match.
    Full,
}

/// How far from the work of now a person looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LookArgument {
    /// The own department and sector first.
    Near,
    /// Other work than now, in whatever sector.
    Around,
    /// Other sectors first.
    Surprise,
}

/// Kinds of concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ConceptKindArgument {
    Skill,
    Knowledge,
    Language,
    Occupation,
    Group,
}

/// Which questions are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum HalfArgument {
    /// All of them.
    Both,
    /// Those on odd lines.
    Odd,
    /// Those on even lines.
    Even,
}
