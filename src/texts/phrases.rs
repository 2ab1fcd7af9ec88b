//! What every language must be able to say, and the plain values it says it about.

use crate::{
    domain::{
        CodeSet, ConceptKind, Contract, Department, DrivingLicence, EuroPerMonth, Evidence, Exploration, HoursPerWeek,
        Importance, LanguageCode, LanguageLevel, Level, NlqfLevel, OpportunityKind, PartKind, Percent, Provenance,
        Range, Recency, Relation, RouteKind, SbiSection, Verdict, WorkPattern,
    },
    matching::{AbsentField, Away, Class, Distance, GateAsked, LevelGap, RequirementOutcome, WishKind},
    taxonomy::Nearness,
};

/// A skill, knowledge area or language with its label. The label of a skill is an infinitive phrase (“mensen te woord
/// staan”), that of the others a noun phrase (“privacyrecht”).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ability<'a> {
    /// Label in the language of the sentence.
    pub label: &'a str,
    /// What sort of concept it is; anything but knowledge and language is spoken of as a skill.
    pub kind: ConceptKind,
}

/// One thing that an opportunity asks.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// What is asked.
    pub ability: Ability<'a>,
    /// How strongly it counts.
    pub relation: Relation,
    /// Where it was found.
    pub provenance: Provenance,
    /// Who asks it.
    pub kind: OpportunityKind,
}

/// What in the profile shows something asked.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The ability that the person has.
    pub ability: Ability<'a>,
    /// How it relates to what is asked; none when it is the same.
    pub nearness: Option<Nearness>,
    /// Where it stands.
    pub origin: Origin<'a>,
    /// Set when the level is lower than asked.
    pub level_short: Option<LevelShort>,
}

/// Where an ability of the person stands in the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin<'a> {
    /// The person claims it.
    Own {
        /// How long ago it was last used.
        recency: Recency,
        /// What shows it.
        evidence: Evidence,
    },
    /// It comes with a core task of the present work.
    Task,
    /// It comes with a present or earlier occupation.
    Occupation {
        /// Name of the occupation.
        name: &'a str,
        /// Whether the occupation cannot do without it.
        essential: bool,
    },
}

/// A level that is lower than asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelShort {
    /// Level held, 1 to 5.
    pub held: u8,
    /// Level asked.
    pub asked: Level,
    /// Whether the person stated the level held, or it is assumed.
    pub stated: bool,
}

/// A condition of the person's beside what the opportunity offers. Nothing offered means that it does not say.
#[derive(Clone, Copy, Debug)]
pub enum Compared<'a> {
    /// Distance from home.
    Travel {
        /// The most that will do, in kilometres.
        max_km: u16,
        /// How far it is.
        far: HowFar,
    },
    /// Hours a week.
    Hours {
        /// Wanted.
        wanted: Range<HoursPerWeek>,
        /// Offered.
        offered: Option<Range<HoursPerWeek>>,
    },
    /// Pay.
    Pay {
        /// The least that will do.
        min: EuroPerMonth,
        /// Offered.
        offered: Option<Range<EuroPerMonth>>,
    },
    /// Kind of contract.
    Contract {
        /// Wanted.
        accepted: CodeSet<Contract>,
        /// Offered.
        offered: Option<Contract>,
    },
    /// Times of work.
    WorkPattern {
        /// Wanted.
        accepted: CodeSet<WorkPattern>,
        /// Asked; empty when it does not say.
        offered: CodeSet<WorkPattern>,
    },
    /// Sector.
    Sector {
        /// Wanted.
        accepted: CodeSet<SbiSection>,
        /// Offered.
        offered: Option<SbiSection>,
    },
    /// Work from home, or a route followed online.
    Remote {
        /// The least that will do.
        min: Percent,
        /// Offered.
        offered: Option<Percent>,
    },
    /// Words in the text.
    Mention {
        /// The words.
        words: &'a str,
        /// Whether they were found.
        found: bool,
    },
}

/// Whether the pay that is wanted lies within the scale that is offered, so that it depends on where one begins.
pub(super) fn in_scale(compared: &Compared<'_>) -> bool {
    match compared {
        Compared::Pay { min, offered: Some(offered) } => offered.min() < *min && *min <= offered.max(),
        _ => false,
    }
}

/// How far an opportunity is from home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowFar {
    /// Measured.
    Known(Distance),
    /// It gives no place and needs none: all of it is done from home.
    Online,
    /// It gives no place.
    NoPlace,
    /// It gives a place that could not be measured.
    NotMeasured,
}

/// How near the work of an opportunity is to work that the person does or did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness<'a> {
    /// It is that work.
    Same,
    /// Both are in one group of occupations.
    Family {
        /// How narrow the group is: 1, the widest, to 4.
        digits: u8,
        /// Its name, when it has one.
        name: Option<&'a str>,
    },
    /// The names are alike.
    Names,
}

/// How much a person gains by being taught something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gain {
    /// The person wants to learn it.
    Wanted,
    /// Little or nothing in the profile shows it.
    New,
    /// The person has it in part.
    Deeper,
    /// The person has it already.
    Known,
    /// Nothing more can be said about it.
    Plain,
}

/// How far an opportunity is from the work of now.
#[derive(Clone, Copy, Debug)]
pub struct FromHome<'a> {
    /// What the person wants.
    pub wanted: Exploration,
    /// How far it is; none when that is not known.
    pub away: Option<Away>,
    /// Name of the occupation that decided, when it did.
    pub occupation: Option<&'a str>,
    /// The department that the person named.
    pub department: Option<Department>,
    /// The sector of the opportunity.
    pub sector: Option<SbiSection>,
}

/// Something to ask the employer or provider.
#[derive(Clone, Copy, Debug)]
pub enum Question<'a> {
    /// Where it is.
    Place,
    /// Hours a week.
    Hours,
    /// Pay.
    Pay,
    /// Where in the scale that is named one begins.
    StartingPay,
    /// Kind of contract.
    Contract,
    /// Times of work.
    WorkPattern,
    /// Sector.
    Sector,
    /// Work from home.
    Remote,
    /// What one must be able to do.
    Requirements,
    /// Words that the text does not have.
    Mention(&'a str),
    /// A criterion in the person's own words.
    Criterion(&'a str),
    /// Whether a licence must be there from the start.
    DrivingLicence(DrivingLicence),
    /// When to apply for a certificate of conduct, and who pays for it.
    Vog,
    /// Whether a diploma must be there from the start.
    Diploma(&'a str),
    /// Whether a language level must be there from the start.
    Language(LanguageLevel),
}

/// Why opportunities are left out.
#[derive(Clone, Copy, Debug)]
pub enum Refusal<'a> {
    /// Of the other kind.
    Kind,
    /// Another source.
    Sources,
    /// Applications have closed.
    Closed,
    /// Another sector than searched.
    Sectors,
    /// Without the words searched.
    Text,
    /// Farther than this, in kilometres.
    Travel(u16),
    /// Other hours.
    Hours(Range<HoursPerWeek>),
    /// Less pay.
    Pay(EuroPerMonth),
    /// Another contract.
    Contract,
    /// Other times.
    WorkPattern,
    /// Another sector than wanted.
    Sector,
    /// Less from home.
    Remote(Percent),
    /// Without these words.
    Mention(&'a str),
    /// A criterion in the person's own words.
    Criterion(&'a str),
}

/// A condition that asks less: what it asked, and what it would ask.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// The most that will do, in kilometres.
    Travel(u16, u16),
    /// Hours a week.
    Hours(Range<HoursPerWeek>, Range<HoursPerWeek>),
    /// The least that will do.
    Pay(EuroPerMonth, EuroPerMonth),
    /// The least from home.
    Remote(Percent, Percent),
}

/// Headings of tables and lists of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// Place in the ranking.
    Rank,
    /// Title.
    Title,
    /// Employer or provider.
    Organisation,
    /// Place.
    Place,
    /// Distance from home.
    Distance,
    /// Points.
    Points,
    /// Parts of the points.
    Parts,
    /// Class.
    Class,
    /// Sector.
    Sector,
    /// Region.
    Region,
    /// Number of opportunities.
    Count,
    /// Summary.
    Summary,
    /// Requirements.
    Requirements,
    /// Hard conditions.
    Gates,
    /// Preferences.
    Preferences,
    /// Criteria.
    Criteria,
    /// Questions.
    Questions,
    /// What is not said.
    Absent,
    /// What was left out.
    LeftOut,
}

impl Heading {
    /// Every heading.
    pub const ALL: [Self; 19] = [
        Self::Rank,
        Self::Title,
        Self::Organisation,
        Self::Place,
        Self::Distance,
        Self::Points,
        Self::Parts,
        Self::Class,
        Self::Sector,
        Self::Region,
        Self::Count,
        Self::Summary,
        Self::Requirements,
        Self::Gates,
        Self::Preferences,
        Self::Criteria,
        Self::Questions,
        Self::Absent,
        Self::LeftOut,
    ];
}

/// Terms of a language: words and short phrases without a capital, except for headings.
pub trait Labels: Sync {
    /// A part of the points.
    fn part(&self, part: PartKind) -> &'static str;
    /// How near an opportunity is.
    fn class(&self, class: Class) -> &'static str;
    /// A sector.
    fn sector(&self, sector: SbiSection) -> &'static str;
    /// A field that is not given.
    fn absent(&self, field: AbsentField) -> &'static str;
    /// A kind of opportunity, one of them.
    fn opportunity(&self, kind: OpportunityKind) -> &'static str;
    /// A form of learning and working.
    fn route_kind(&self, kind: RouteKind) -> &'static str;
    /// A contract, with its article.
    fn contract(&self, contract: Contract) -> &'static str;
    /// When work is done: “in de avond”.
    fn work_pattern(&self, pattern: WorkPattern) -> &'static str;
    /// An education level.
    fn education(&self, level: NlqfLevel) -> &'static str;
    /// What shows a skill.
    fn evidence(&self, evidence: Evidence) -> &'static str;
    /// Outcome of a requirement.
    fn outcome(&self, outcome: RequirementOutcome) -> &'static str;
    /// Verdict on a condition.
    fn verdict(&self, verdict: Verdict) -> &'static str;
    /// How strongly a requirement counts.
    fn relation(&self, relation: Relation) -> &'static str;
    /// A department.
    fn department(&self, department: Department) -> &'static str;
    /// A level of a skill.
    fn level(&self, level: Level) -> &'static str;
    /// Name of a language; the code itself when it has no name here.
    fn language_name(&self, language: LanguageCode) -> String;
    /// A heading, with a capital.
    fn heading(&self, heading: Heading) -> &'static str;
    /// A hard condition: “rijbewijs B”.
    fn gate_name(&self, asked: &GateAsked) -> String;
    /// A distance with its unit.
    fn distance(&self, metres: u32) -> String;
    /// An amount of whole euros.
    fn euro(&self, amount: u32) -> String;
}

/// Sentences of a language, each from a capital to its full stop. One method may give up to three sentences.
pub trait Phrases: Labels {
    /// A requirement that nothing shows.
    fn missing(&self, asked: &Asked<'_>) -> String;
    /// A requirement that something shows, in full or in part.
    fn shown(&self, asked: &Asked<'_>, shown: &Shown<'_>) -> String;
    /// That the work is like work that the person does or did, by its name.
    fn likeness(&self, own: &str, likeness: Likeness<'_>) -> String;
    /// A wish that the opportunity touches.
    fn wish(&self, kind: OpportunityKind, wish: WishKind, ability: Ability<'_>) -> String;
    /// Something that a route teaches, up to a level.
    fn learning(&self, gain: Gain, ability: Ability<'_>, level: Level) -> String;
    /// A route without requirements at entry.
    fn open_to_all(&self) -> &'static str;
    /// An education level that is lacking.
    fn level_gap(&self, kind: OpportunityKind, gap: LevelGap) -> String;
    /// A hard condition.
    fn gate(&self, kind: OpportunityKind, asked: &GateAsked, verdict: Verdict) -> String;
    /// A condition beside what is offered.
    fn compared(&self, kind: OpportunityKind, compared: &Compared<'_>) -> String;
    /// How far it is from the work of now, and what the person wants of that.
    fn exploration(&self, kind: OpportunityKind, from: &FromHome<'_>) -> String;
    /// That mixing gave another place than the points, from 1, would have.
    fn mixed_place(&self, rank_by_points: u32) -> String;
    /// The person's own words that open a sentence on a criterion.
    fn own_words(&self, importance: Importance, words: &str) -> String;
    /// That no work belongs to a route, so that a wish about work says nothing of it.
    fn no_work(&self) -> &'static str;
    /// That only people can judge it.
    fn for_people_to_judge(&self) -> &'static str;
    /// That it is worth asking.
    fn ask_about_it(&self) -> &'static str;
    /// A question in the person's voice.
    fn question(&self, kind: OpportunityKind, question: &Question<'_>) -> String;
    /// How many requirements are met and partly met, of at least one.
    fn requirements_met(&self, met: usize, partly_met: usize, of: usize) -> String;
    /// That no requirement is known.
    fn no_requirements(&self, kind: OpportunityKind) -> &'static str;
    /// What is missing most; at least one label.
    fn gaps(&self, labels: &[&str]) -> String;
    /// Hard conditions that are not met; at least one name.
    fn gates_not_met(&self, names: &[&str]) -> String;
    /// How near it is.
    fn class_told(&self, kind: OpportunityKind, class: Class) -> &'static str;
    /// How many opportunities are left out, and why.
    fn left_out(&self, kind: OpportunityKind, count: u64, why: &Refusal<'_>) -> String;
    /// Why this one is left out.
    fn this_left_out(&self, kind: OpportunityKind, why: &Refusal<'_>) -> String;
    /// How many come when one or two conditions are let go.
    fn let_go(&self, kind: OpportunityKind, what: &[Refusal<'_>], brings: u64) -> String;
    /// How many come with a condition that asks less.
    fn step(&self, kind: OpportunityKind, step: Step, brings: u64) -> String;
    /// That nothing was found.
    fn nothing_found(&self, kind: OpportunityKind) -> &'static str;
    /// How words were read.
    fn words_read_as(&self, words: &str, label: &str) -> String;
    /// Words that were not understood, with what they may have meant.
    fn words_not_understood(&self, words: &str, alternatives: &[&str]) -> String;
}
