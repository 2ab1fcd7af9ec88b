//! Points and what they are made of. The total is the sum of its contributions by construction.

/// A part of the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartKind {
    /// How far the requirements are met.
    Skills,
    /// What the person wants to keep, learn or avoid.
    Wishes,
    /// Preferences.
    Preferences,
    /// Criteria of the person's own.
    Criteria,
    /// How far it is from the work of now, as far as the person wants that to count.
    Exploration,
    /// Hard conditions that are not met; never positive.
    Gates,
    /// Education level asked against the level held; never positive.
    Level,
    /// For a route: how much of what it teaches the person wants or lacks.
    Learning,
}

impl PartKind {
    /// Every part in the order of display.
    pub const ALL: [Self; 8] = [
        Self::Skills,
        Self::Wishes,
        Self::Preferences,
        Self::Criteria,
        Self::Exploration,
        Self::Gates,
        Self::Level,
        Self::Learning,
    ];
}

/// Points with the reason for them. `R` is what the room that scored knows of the reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution<R> {
    /// The part it belongs to.
    pub part: PartKind,
    /// Its points; negative for what counts against.
    pub points: i32,
    /// Most points it could have brought.
    pub points_possible: i32,
    /// Why.
    pub reason: R,
}

/// A total that can only be made by adding contributions.
///
/// ```
/// use loopbaanbrug::domain::{Contribution, PartKind, Total};
/// let part = |part, points| Contribution { part, points, points_possible: 600, reason: () };
/// let total = Total::of(vec![part(PartKind::Skills, 420), part(PartKind::Gates, -60)]);
/// assert_eq!(total.points(), 360);
/// assert_eq!(total.part(PartKind::Skills), 420);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Total<R> {
    contributions: Vec<Contribution<R>>,
}

impl<R> Total<R> {
    /// The total of these contributions.
    #[must_use]
    pub fn of(contributions: Vec<Contribution<R>>) -> Self {
        Self { contributions }
    }

    /// The contributions in the order given.
    #[must_use]
    pub fn contributions(&self) -> &[Contribution<R>] {
        &self.contributions
    }

    /// Sum of all points.
    #[must_use]
    pub fn points(&self) -> i32 {
        self.contributions.iter().map(|contribution| contribution.points).sum()
    }

    /// Sum of the points of one part.
    #[must_use]
    pub fn part(&self, part: PartKind) -> i32 {
        self.contributions.iter().filter(|contribution| contribution.part == part).map(|it| it.points).sum()
    }
}
