//! What a ranking can be computed without, to measure what each part of the similarity adds.

/// Parts of the similarity that are left out. Only evaluation leaves anything out: people always get the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Without {
    /// Credit by the hierarchy of skills: special cases and more general skills.
    pub hierarchy: bool,
    /// Credit by relations between skills.
    pub relations: bool,
    /// Credit by shared groups.
    pub groups: bool,
    /// The weight of what a vacancy does not say.
    pub unsaid: bool,
    /// Points for work in the same group of occupations.
    pub family: bool,
    /// Points for work with a name that looks like that of the person's work.
    pub names: bool,
}
