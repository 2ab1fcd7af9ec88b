//! The number columns of a document and where they stand.

use loopbaanbrug_index::{Column, Layout};

macro_rules! columns {
    ($($(#[$meta:meta])* $name:ident,)+) => {
        /// Where each number column stands in the layout.
        #[derive(Clone, Copy, Debug)]
        pub struct Columns { $($(#[$meta])* pub $name: Column,)+ }

        impl Columns {
            /// Names in the order of the layout.
            #[must_use]
            pub fn names() -> Vec<String> {
                vec![$(stringify!($name).to_owned(),)+]
            }

            /// The columns of a layout; none when it is not ours.
            #[must_use]
            pub fn of(layout: &Layout) -> Option<Self> {
                Some(Self { $($name: layout.column(stringify!($name))?,)+ })
            }
        }

        /// The numbers of one document, by column.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub(super) struct Numbers { $(pub(super) $name: Option<i32>,)+ }

        impl Numbers {
            /// The numbers in the order of the layout.
            pub(super) fn in_order(&self) -> Vec<Option<i32>> {
                vec![$(self.$name,)+]
            }
        }
    };
}

columns! {
    /// [`super::Traits`] packed: what nearly every question needs of every document.
    traits,
    /// [`super::GateBits`] packed; none without hard conditions.
    gates,
    /// Number of the occupation in the taxonomy: of a vacancy, or the first that a route prepares for.
    occupation,
    /// Hash of the employer or provider, see [`super::organisation`].
    organisation,
    /// Hash of what near-duplicates share besides their text, see [`super::offer`].
    offer,
    /// First 31 bits of the signature of the description, see [`super::TextSignature`].
    text_1,
    /// The second.
    text_2,
    /// The third.
    text_3,
    /// The fourth.
    text_4,
    /// Latitude in millionths of a degree.
    latitude,
    /// Longitude in millionths of a degree.
    longitude,
    /// Share of the hours from home, in percent.
    remote,
    /// Fewest hours a week.
    hours_min,
    /// Most hours a week.
    hours_max,
    /// Lowest pay in euros a month at full time.
    pay_min,
    /// Highest pay in euros a month at full time.
    pay_max,
    /// Number of the contract code.
    contract,
    /// Bits of the work patterns; none when not given.
    work_patterns,
    /// Hash of the first diploma that the law demands.
    diploma_1,
    /// Hash of the second.
    diploma_2,
    /// Hash of the third.
    diploma_3,
    /// Hash of the fourth.
    diploma_4,
    /// First language and level that is needed, see [`super::GateBits::language`].
    language_1,
    /// The second.
    language_2,
    /// The third.
    language_3,
    /// The fourth.
    language_4,
    /// First day of application, see [`super::day_number`].
    opens,
    /// Last day of application, see [`super::day_number`].
    closes,
}

impl Columns {
    /// Columns of the diplomas that the law demands.
    #[must_use]
    pub fn diplomas(&self) -> [Column; 4] {
        [self.diploma_1, self.diploma_2, self.diploma_3, self.diploma_4]
    }

    /// Columns of the signature of the description.
    #[must_use]
    pub fn text(&self) -> [Column; 4] {
        [self.text_1, self.text_2, self.text_3, self.text_4]
    }

    /// Columns of the languages that are needed.
    #[must_use]
    pub fn languages(&self) -> [Column; 4] {
        [self.language_1, self.language_2, self.language_3, self.language_4]
    }
}
