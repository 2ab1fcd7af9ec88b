//! How a feed is written: its format, and what its bytes alone do not say.

use super::{
    Limits,
    charset::{Charset, Statement},
    csv::{Mapping, MappingProblem},
};
use crate::domain::Invalid;
use std::sync::Arc;

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeedFormat {
    /// The project's own format: one JSON object a line, described in `docs/feeds.md`.
    Ndjson,
    /// schema.org JobPosting as JSON-LD: a list, objects one after another, or objects with a `@graph`.
    JobPostingJsonLd,
    /// schema.org Course, CourseInstance and EducationalOccupationalProgram as JSON-LD, in the same forms.
    CourseJsonLd,
    /// Web pages with JSON-LD inside: pages one after another, or a JSON object with `url` and `html` a line.
    HtmlPages,
    /// A table: a header line, then a record a line; a [`Mapping`] says which column is which field.
    Csv,
    /// Programmes of EDU-DEX as XML.
    EduDexXml,
}

impl FeedFormat {
    /// Where a document of this format states its character set.
    pub(super) fn statement(self) -> Statement {
        match self {
            Self::Ndjson => Statement::Utf8,
            Self::JobPostingJsonLd | Self::CourseJsonLd | Self::Csv => Statement::Nowhere,
            Self::HtmlPages => Statement::HtmlMeta,
            Self::EduDexXml => Statement::XmlDeclaration,
        }
    }
}

/// A format with what belongs to it.
///
/// ```
/// use loopbaanbrug::ingest::{FeedFormat, FeedSpec};
/// let spec = FeedSpec::from(FeedFormat::Csv).with_charset("windows-1252")?;
/// assert_eq!(spec.format(), FeedFormat::Csv);
/// # Ok::<(), loopbaanbrug::domain::Invalid>(())
/// ```
#[derive(Clone, Debug)]
pub struct FeedSpec {
    format: FeedFormat,
    mapping: Option<Arc<Mapping>>,
    charset: Option<Charset>,
}

impl From<FeedFormat> for FeedSpec {
    fn from(format: FeedFormat) -> Self {
        Self { format, mapping: None, charset: None }
    }
}

impl FeedSpec {
    /// With a mapping of columns to fields, as TOML; described in `docs/feeds.md`.
    ///
    /// # Errors
    /// Every problem of the mapping, at most [`Limits::PROBLEMS_PER_RECORD_MAX`]; a mapping for a format without columns
    /// is one.
    pub fn with_mapping(mut self, toml: &str) -> Result<Self, Vec<MappingProblem>> {
        if self.format != FeedFormat::Csv {
            return Err(vec![MappingProblem::of_file("belongs to the format CSV only; leave it out")]);
        }
        if toml.len() > Limits::MAPPING_BYTES_MAX {
            let message = format!("must have at most {} bytes, has {}", Limits::MAPPING_BYTES_MAX, toml.len());
            return Err(vec![MappingProblem::of_file(&message)]);
        }
        self.mapping = Some(Arc::new(Mapping::parse(toml)?));
        Ok(self)
    }

    /// Written in the character set of this label, instead of what is stated in it or detected.
    ///
    /// # Errors
    /// [`Invalid::Malformed`] for an unknown label.
    pub fn with_charset(mut self, label: &str) -> Result<Self, Invalid> {
        self.charset = Some(Charset::from_label(label)?);
        Ok(self)
    }

    /// The format.
    #[must_use]
    pub fn format(&self) -> FeedFormat {
        self.format
    }

    /// What else decides what the same bytes mean; empty when only the format does.
    #[must_use]
    pub fn fingerprint(&self) -> Vec<u8> {
        let mapping = self.mapping.as_deref().map(Mapping::text).unwrap_or_default();
        let charset = self.charset.map(Charset::name).unwrap_or_default();
        if mapping.is_empty() && charset.is_empty() {
            return Vec::new();
        }
        [charset.as_bytes(), b"\0", mapping.as_bytes(), b"\0"].concat()
    }

    pub(super) fn mapping(&self) -> Option<&Arc<Mapping>> {
        self.mapping.as_ref()
    }

    pub(super) fn charset(&self) -> Option<Charset> {
        self.charset
    }
}
