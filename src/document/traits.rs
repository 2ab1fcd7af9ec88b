//! Small numbers packed into one column each, so that the scan reads one word instead of five.

use crate::domain::{
    Cefr, CodeSet, DrivingLicence, Gates, LanguageLevel, NlqfLevel, OpportunityKind, SbiSection, codes::Code,
};

/// What nearly every question needs of every document, in one number: kind (1 bit), sector (5), region (7), NLQF level (4)
/// and whether the place was approximate (1).
///
/// ```
/// use loopbaanbrug::{document::Traits, domain::{OpportunityKind, SbiSection}};
/// let traits = Traits { kind: OpportunityKind::Route, sector: Some(SbiSection::Q), region: Some(35), nlqf: None, approximate: true };
/// assert_eq!(Traits::unpack(traits.pack()), traits);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traits {
    /// Vacancy or route.
    pub kind: OpportunityKind,
    /// Sector of the employer.
    pub sector: Option<SbiSection>,
    /// First two digits of the postcode, 10 to 99.
    pub region: Option<u8>,
    /// Level asked: of the work, or to enter the route.
    pub nlqf: Option<NlqfLevel>,
    /// Whether the coordinates are those of a region.
    pub approximate: bool,
}

/// Traits as they stand in their column: what a scan reads of each without unpacking the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackedTraits(i32);

const SECTOR_SHIFT: u32 = 1;
const REGION_SHIFT: u32 = 6;
const NLQF_SHIFT: u32 = 13;
const APPROXIMATE_SHIFT: u32 = 17;

impl Traits {
    /// As a number of 18 bits.
    #[must_use]
    pub fn pack(self) -> i32 {
        let kind = i32::from(self.kind == OpportunityKind::Route);
        let sector = self.sector.map_or(0, |sector| i32::from(sector.number()) + 1);
        let region = i32::from(self.region.unwrap_or(0));
        let nlqf = self.nlqf.map_or(0, |level| i32::from(level.get()));
        kind | sector << SECTOR_SHIFT
            | region << REGION_SHIFT
            | nlqf << NLQF_SHIFT
            | i32::from(self.approximate) << APPROXIMATE_SHIFT
    }

    /// From the number.
    #[must_use]
    pub fn unpack(packed: i32) -> Self {
        let packed = PackedTraits::of(packed);
        Self {
            kind: packed.kind(),
            sector: packed.sector(),
            region: Some(packed.region_number()).filter(|region| *region > 0),
            nlqf: NlqfLevel::new(packed.nlqf_number().into()).ok(),
            approximate: packed.is_approximate(),
        }
    }
}

impl PackedTraits {
    /// Of the number in the column.
    #[inline]
    #[must_use]
    pub fn of(packed: i32) -> Self {
        Self(packed)
    }

    #[inline]
    fn field(self, shift: u32, bits: u32) -> u8 {
        u8::try_from(self.0 >> shift & ((1 << bits) - 1)).unwrap_or(0)
    }

    /// Vacancy or route.
    #[inline]
    #[must_use]
    pub fn kind(self) -> OpportunityKind {
        if self.field(0, 1) == 1 { OpportunityKind::Route } else { OpportunityKind::Vacancy }
    }

    /// Sector of the employer.
    #[inline]
    #[must_use]
    pub fn sector(self) -> Option<SbiSection> {
        Self::sector_of(self.sector_number())
    }

    /// The sector of a [`Self::sector_number`].
    #[inline]
    #[must_use]
    pub fn sector_of(number: u8) -> Option<SbiSection> {
        usize::from(number).checked_sub(1).and_then(|number| SbiSection::ALL.get(number).copied())
    }

    /// Place of the sector in the list plus one; 0 when unknown.
    #[inline]
    #[must_use]
    pub fn sector_number(self) -> u8 {
        self.field(SECTOR_SHIFT, 5)
    }

    /// First two digits of the postcode; 0 when unknown.
    #[inline]
    #[must_use]
    pub fn region_number(self) -> u8 {
        self.field(REGION_SHIFT, 7)
    }

    /// Sector number and region number as one: below [`Self::GROUPS`].
    #[inline]
    #[must_use]
    pub fn group(self) -> usize {
        (self.0.cast_unsigned() >> SECTOR_SHIFT) as usize % Self::GROUPS
    }

    /// Every region number is below this.
    pub const REGIONS: usize = 1 << (NLQF_SHIFT - REGION_SHIFT);

    /// Documents of one sector and one region form a group.
    pub const GROUPS: usize = 1 << (NLQF_SHIFT - SECTOR_SHIFT);

    /// The traits that all documents of a group share: sector and region, for vacancies.
    #[must_use]
    pub fn of_group(group: usize) -> Self {
        Self(i32::try_from(group % Self::GROUPS).unwrap_or(0) << SECTOR_SHIFT)
    }

    /// Whether the coordinates are those of a region.
    #[inline]
    #[must_use]
    pub fn is_approximate(self) -> bool {
        self.field(APPROXIMATE_SHIFT, 1) == 1
    }

    /// NLQF level; 0 when unknown.
    #[inline]
    #[must_use]
    pub fn nlqf_number(self) -> u8 {
        self.field(NLQF_SHIFT, 4)
    }
}

/// Hard conditions in one number: driving licences as bits 0 to 14, then whether there is a VOG, a diploma that the law
/// demands, and a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateBits(u32);

const LICENCE_MASK: u32 = (1 << 15) - 1;
const VOG: u32 = 1 << 15;
const DIPLOMA: u32 = 1 << 16;
const LANGUAGE: u32 = 1 << 17;
/// Hashes fill 31 bits, so that they are never negative.
const HASH_MASK: u32 = (1 << 31) - 1;

impl GateBits {
    /// Of a record.
    #[must_use]
    pub fn of(gates: &Gates) -> Self {
        let flag = |given: bool, bit: u32| if given { bit } else { 0 };
        let regulated = gates.diplomas.iter().any(|diploma| diploma.regulated);
        Self(
            gates.driving_licences.bits()
                | flag(gates.vog, VOG)
                | flag(regulated, DIPLOMA)
                | flag(!gates.languages.is_empty(), LANGUAGE),
        )
    }

    /// As a number; none when there is no hard condition.
    #[must_use]
    pub fn pack(self) -> Option<i32> {
        i32::try_from(self.0).ok().filter(|bits| *bits != 0)
    }

    /// From the number.
    #[inline]
    #[must_use]
    pub fn unpack(packed: Option<i32>) -> Self {
        Self(packed.and_then(|bits| u32::try_from(bits).ok()).unwrap_or(0))
    }

    /// Driving licences that are needed.
    #[inline]
    #[must_use]
    pub fn driving_licences(self) -> CodeSet<DrivingLicence> {
        CodeSet::from_bits(self.0 & LICENCE_MASK)
    }

    /// Bits of the driving licences, for the scan.
    #[must_use]
    pub fn licence_bits(self) -> u32 {
        self.0 & LICENCE_MASK
    }

    /// Whether there is no hard condition that a profile can fail.
    #[inline]
    #[must_use]
    pub fn is_open(self) -> bool {
        self.0 & !VOG == 0
    }

    /// Whether a diploma is demanded by law.
    #[inline]
    #[must_use]
    pub fn has_diploma(self) -> bool {
        self.0 & DIPLOMA != 0
    }

    /// Whether a language is needed.
    #[inline]
    #[must_use]
    pub fn has_language(self) -> bool {
        self.0 & LANGUAGE != 0
    }

    /// A diploma by its name, so that it fits a number column: the first 31 bits of a hash of the name in lower case with
    /// single spaces.
    #[must_use]
    pub fn diploma(name: &str) -> i32 {
        let plain = name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let [first, second, third, fourth, ..] = *blake3::hash(plain.as_bytes()).as_bytes();
        i32::try_from(u32::from_be_bytes([first, second, third, fourth]) & HASH_MASK).unwrap_or(0)
    }

    /// A language and its level, so that they fit a number column: language × 8 + level.
    #[must_use]
    pub fn language(needed: LanguageLevel) -> i32 {
        i32::from(needed.language.number()) * 8 + i32::from(needed.level.number())
    }

    /// The number of the language, [`crate::domain::LanguageCode::number`], and the level.
    #[must_use]
    pub fn unpack_language(packed: i32) -> Option<(u16, Cefr)> {
        let level = usize::try_from(packed % 8).ok().and_then(|number| Cefr::ALL.get(number).copied())?;
        Some((u16::try_from(packed / 8).ok()?, level))
    }
}
