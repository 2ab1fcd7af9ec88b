//! The opportunities of a kind that are open on a day: what nearly every question asks first, found once for a state of the
//! index and kept. What a person asks besides stands in `recall`.

use super::{plan::World, regions::Regions};
use crate::{
    document::{Columns, PackedTraits, day_number},
    domain::OpportunityKind,
};
use jiff::civil::Date;
use loopbaanbrug_index::{RowSet, Rows};

/// The opportunities of a kind that are open on a day, in one state of the index: those that have not closed. What has yet to
/// open is an option to look forward to.
#[derive(Debug)]
pub struct Open {
    kind: OpportunityKind,
    today: Date,
    /// By the number of the window.
    windows: Vec<OpenRows>,
    groups: Groups,
    regions: Regions,
}

/// What of a window of rows is open.
#[derive(Debug)]
pub(super) struct OpenRows {
    /// Those of the kind that are open.
    pub(super) open: RowSet,
    /// How many of the kind have closed.
    pub(super) closed: u64,
}

/// Numbers of opportunities by sector and region, see [`PackedTraits::group`].
#[derive(Clone, Debug)]
pub(super) struct Groups(Box<[u32; PackedTraits::GROUPS]>);

impl Open {
    /// Looks at every opportunity of a state.
    #[must_use]
    pub fn of(world: &World<'_>, kind: OpportunityKind, today: Date) -> Self {
        let (mut groups, mut regions) = (Groups::none(), Regions::none());
        let windows = world.index.windows().map(|rows| {
            let mut open = rows.alive();
            retain_kind(&rows, &mut open, world.columns, kind);
            let closed = retain_open(&rows, &mut open, world.columns, day_number(today));
            groups.add(&rows, &open, world.columns);
            regions.add(&rows, &open, world.columns);
            OpenRows { open, closed }
        });
        let windows = windows.collect();
        Self { kind, today, windows, groups, regions }
    }

    /// Vacancies or routes.
    #[must_use]
    pub fn kind(&self) -> OpportunityKind {
        self.kind
    }

    /// The day.
    #[must_use]
    pub fn today(&self) -> Date {
        self.today
    }

    /// What of a window is open.
    pub(super) fn in_window(&self, rows: &Rows<'_>) -> &OpenRows {
        &self.windows[rows.window()]
    }

    /// All that are open, by sector and region.
    pub(super) fn groups(&self) -> &Groups {
        &self.groups
    }

    /// Where those that are open lie.
    pub(super) fn regions(&self) -> &Regions {
        &self.regions
    }
}

impl Groups {
    pub(super) fn none() -> Self {
        Self(Box::new([0; PackedTraits::GROUPS]))
    }

    /// Counts opportunities of a window: one addition for most.
    pub(super) fn add(&mut self, rows: &Rows<'_>, counted: &RowSet, columns: &Columns) {
        let traits = rows.numbers(columns.traits);
        counted.for_each(|place| self.0[PackedTraits::of(traits[place]).group()] += 1);
    }

    pub(super) fn take_in(&mut self, other: &Self) {
        self.0.iter_mut().zip(&*other.0).for_each(|(sum, count)| *sum += count);
    }

    /// Sector and region, and how many there are.
    pub(super) fn iter(&self) -> impl Iterator<Item = (PackedTraits, u64)> + '_ {
        self.0.iter().enumerate().map(|(group, count)| (PackedTraits::of_group(group), u64::from(*count)))
    }
}

/// Takes the other kind out of some rows.
pub fn retain_kind(rows: &Rows<'_>, admitted: &mut RowSet, columns: &Columns, kind: OpportunityKind) {
    admitted.retain_numbers(rows.numbers(columns.traits), |number| PackedTraits::of(number).kind() == kind);
}

/// Takes out what has closed by a day, and counts it.
pub(super) fn retain_open(rows: &Rows<'_>, admitted: &mut RowSet, columns: &Columns, today: i32) -> u64 {
    admitted.retain_numbers(rows.numbers(columns.closes), |closes| closes == Rows::ABSENT || closes >= today)
}
