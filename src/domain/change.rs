//! Changes to a profile that a conversation tries out: a skill added, a wish relaxed, a route done.
//!
//! Places in lists are those of the profile as given, so that the order of the changes does not matter.

use super::{
    Bounded, Condition, Credentials, Criterion, Importance, Invalid, Name, NlqfLevel, Pc4, Preference, Profile,
    SkillClaim,
};
use std::mem;

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A skill is added.
    AddSkill(SkillClaim),
    /// The skill at a place is left out.
    RemoveSkill(usize),
    /// The preference at a place changes.
    Preference(usize, ConditionChange),
    /// The criterion at a place changes.
    Criterion(usize, ConditionChange),
    /// A preference is added.
    AddPreference(Preference),
    /// A criterion is added.
    AddCriterion(Criterion),
    /// A route has been done.
    Learned(Learned),
    /// The level of education.
    Nlqf(NlqfLevel),
    /// Licences, diplomas and languages that are held besides.
    AddCredentials(Credentials),
    /// Where travel is measured from.
    Home(Pc4),
}

/// A change of a preference or criterion.
#[derive(Clone, Debug, PartialEq)]
pub enum ConditionChange {
    /// It counts as much as this.
    Importance(Importance),
    /// This is checked instead.
    Condition(Condition),
    /// It is dropped.
    Dropped,
}

/// What a route that has been done leaves behind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Learned {
    /// What it taught or proved.
    pub skills: Vec<SkillClaim>,
    /// Level of education reached.
    pub nlqf: Option<NlqfLevel>,
    /// Diploma or certificate.
    pub credential: Option<Name>,
}

/// Most skills of routes that are done.
const MAX_LEARNED: usize = Profile::MAX_SKILLS_HELD - Profile::MAX_SKILLS;

/// A changed profile, and where its preferences and criteria stood before; none for what was added.
#[derive(Clone, PartialEq)]
pub struct Changed {
    /// The profile with the changes.
    pub profile: Profile,
    /// For each preference its place before.
    pub preferences_from: Vec<Option<usize>>,
    /// For each criterion its place before.
    pub criteria_from: Vec<Option<usize>>,
}

/// A change that cannot be made.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeProblem {
    /// Which change, from 0.
    pub change: usize,
    /// Path of the field within it, such as `preference.index`.
    pub field: &'static str,
    /// What is wrong.
    pub problem: Invalid,
}

impl Profile {
    /// The profile with these changes; this one stays as it is.
    ///
    /// # Errors
    /// Every [`ChangeProblem`]: places that are not there or come twice, lists that get too long, a kind of preference
    /// that is there already.
    ///
    /// ```
    /// use loopbaanbrug::domain::{Change, NlqfLevel, Profile};
    /// let profile = Profile::default();
    /// let level = NlqfLevel::new(5).unwrap();
    /// let changed = profile.with(&[Change::Nlqf(level)]).unwrap();
    /// assert_eq!((profile.nlqf, changed.profile.nlqf), (None, Some(level)));
    /// ```
    pub fn with(&self, changes: &[Change]) -> Result<Changed, Vec<ChangeProblem>> {
        let mut draft = Draft::of(self);
        for (number, change) in changes.iter().enumerate() {
            draft.change = number;
            draft.apply(change);
        }
        draft.finish()
    }
}

/// An item of a list that is being changed.
struct Entry<T> {
    /// None once it is dropped.
    value: Option<T>,
    /// Its place in the profile as given.
    from: Option<usize>,
    /// The change that touched it.
    by: Option<By>,
}

/// A change by its number, and the field of it that names what it is.
type By = (usize, &'static str);

/// A profile that is being changed.
struct Draft {
    profile: Profile,
    skills: Vec<Entry<SkillClaim>>,
    preferences: Vec<Entry<Preference>>,
    criteria: Vec<Entry<Criterion>>,
    diplomas: Vec<Name>,
    /// What routes that are done leave behind. It comes on top of what a person may name.
    learned: Learned,
    /// Diplomas and certificates of such routes.
    earned: Vec<Name>,
    /// Number of the change under way.
    change: usize,
    problems: Vec<ChangeProblem>,
}

fn entries<T: Clone>(items: &[T]) -> Vec<Entry<T>> {
    items
        .iter()
        .enumerate()
        .map(|(place, item)| Entry { value: Some(item.clone()), from: Some(place), by: None })
        .collect()
}

fn added<T: Clone>(item: &T, by: By) -> Entry<T> {
    Entry { value: Some(item.clone()), from: None, by: Some(by) }
}

impl Draft {
    fn of(profile: &Profile) -> Self {
        Self {
            skills: entries(&profile.skills),
            preferences: entries(&profile.preferences),
            criteria: entries(&profile.criteria),
            diplomas: profile.credentials.diplomas.to_vec(),
            profile: profile.clone(),
            learned: Learned::default(),
            earned: Vec::new(),
            change: 0,
            problems: Vec::new(),
        }
    }

    fn refuse(&mut self, change: usize, field: &'static str, problem: Invalid) {
        self.problems.push(ChangeProblem { change, field, problem });
    }

    fn apply(&mut self, change: &Change) {
        let number = self.change;
        let by = |field: &'static str| (number, field);
        match change {
            Change::AddSkill(claim) => self.skills.push(added(claim, by("add_skill"))),
            Change::RemoveSkill(place) => match touched(&mut self.skills, *place, by("remove_skill")) {
                Ok(entry) => entry.value = None,
                Err(problem) => self.refuse(self.change, "remove_skill", problem),
            },
            Change::Preference(place, change) => match touched(&mut self.preferences, *place, by("preference")) {
                Ok(entry) => change_preference(&mut entry.value, change),
                Err(problem) => self.refuse(self.change, "preference.index", problem),
            },
            Change::Criterion(place, change) => match touched(&mut self.criteria, *place, by("criterion")) {
                Ok(entry) => change_criterion(&mut entry.value, change),
                Err(problem) => self.refuse(self.change, "criterion.index", problem),
            },
            Change::AddPreference(it) => self.preferences.push(added(it, by("add_preference"))),
            Change::AddCriterion(it) => self.criteria.push(added(it, by("add_criterion"))),
            Change::Learned(learned) => self.learned(learned),
            Change::Nlqf(level) => self.profile.nlqf = Some(*level),
            Change::AddCredentials(credentials) => self.add_credentials(credentials),
            Change::Home(home) => self.profile.home = Some(*home),
        }
    }

    fn learned(&mut self, learned: &Learned) {
        self.learned.skills.extend(learned.skills.iter().cloned());
        self.learned.nlqf = self.learned.nlqf.max(learned.nlqf);
        if let Some(credential) = learned.credential.as_ref().filter(|it| !self.earned.contains(it)) {
            self.earned.push(credential.clone());
        }
        let (skills, diplomas) = (self.learned.skills.len(), self.earned.len());
        for (actual, max) in [(skills, MAX_LEARNED), (diplomas, Profile::MAX_ROUTES_DONE)] {
            if actual > max {
                self.refuse(self.change, "done_route", Invalid::TooMany { max, actual });
            }
        }
    }

    fn add_credentials(&mut self, added: &Credentials) {
        let held = &mut self.profile.credentials;
        held.driving_licences = held.driving_licences.iter().chain(added.driving_licences.iter()).collect();
        held.driving_licences_known |= added.driving_licences_known;
        let mut languages = held.languages.to_vec();
        languages.extend(added.languages.iter().filter(|it| !held.languages.contains(it)));
        match Bounded::new(languages) {
            Ok(languages) => held.languages = languages,
            Err(problem) => self.refuse(self.change, "add_credentials.languages", problem),
        }
        for diploma in &added.diplomas {
            if !self.diplomas.contains(diploma) {
                self.diplomas.push(diploma.clone());
            }
        }
        let (actual, max) = (self.diplomas.len(), Credentials::MAX_DIPLOMAS);
        if actual > max {
            self.refuse(self.change, "add_credentials.diplomas", Invalid::TooMany { max, actual });
        }
    }

    fn finish(mut self) -> Result<Changed, Vec<ChangeProblem>> {
        self.refuse_repeated_preferences();
        let (named, _) = self.list::<_, { Profile::MAX_SKILLS }>(|it| &mut it.skills);
        let (preferences, preferences_from) = self.list(|it| &mut it.preferences);
        let (criteria, criteria_from) = self.list(|it| &mut it.criteria);
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        // There is room for as much as was not refused above.
        let skills = Bounded::new([named.into_vec(), self.learned.skills].concat()).unwrap_or_default();
        self.earned.retain(|it| !self.diplomas.contains(it));
        self.profile.credentials.diplomas = Bounded::new([self.diplomas, self.earned].concat()).unwrap_or_default();
        let nlqf = NlqfLevel::raised(self.profile.nlqf, self.learned.nlqf);
        let profile = Profile { skills, preferences, criteria, nlqf, ..self.profile };
        Ok(Changed { profile, preferences_from, criteria_from })
    }

    /// Each kind of condition stands once among the preferences.
    fn refuse_repeated_preferences(&mut self) {
        let kind = |entry: &Entry<Preference>| entry.value.as_ref().map(|it| mem::discriminant(&it.condition));
        // One that was weighed otherwise is of the kind that it was.
        let given = |place: usize| Some(mem::discriminant(&self.profile.preferences[place].condition));
        let is_other = |entry: &Entry<Preference>| entry.from.is_none_or(|place| kind(entry) != given(place));
        let repeated = self.preferences.iter().enumerate().filter(|(place, entry)| {
            let others = self.preferences.iter().enumerate().filter(|(other, _)| other != place);
            is_other(entry) && kind(entry).is_some() && others.map(|(_, it)| kind(it)).any(|it| it == kind(entry))
        });
        let repeated: Vec<_> = repeated.filter_map(|(_, it)| Some((it.by?.0, it.from.is_none()))).collect();
        for (change, added) in repeated {
            let field = if added { "add_preference.condition" } else { "preference.condition" };
            self.refuse(change, field, Invalid::Repeated { what: "this kind of preference".to_owned() });
        }
    }

    /// What is left of a list, and where it stood.
    fn list<T, const MAX: usize>(
        &mut self,
        of: impl Fn(&mut Self) -> &mut Vec<Entry<T>>,
    ) -> (Bounded<T, MAX>, Vec<Option<usize>>) {
        let entries = mem::take(of(self));
        // Only what was added makes a list too long.
        let last = entries.iter().filter(|entry| entry.from.is_none()).filter_map(|entry| entry.by).max();
        let kept = entries.into_iter().filter_map(|entry| Some((entry.value?, entry.from)));
        let (values, from) = kept.unzip();
        match Bounded::new(values) {
            Ok(values) => (values, from),
            Err(problem) => {
                let (change, field) = last.unwrap_or_default();
                self.refuse(change, field, problem);
                (Bounded::default(), Vec::new())
            }
        }
    }
}

/// The item at a place of the profile as given, to be changed by one change and no other.
fn touched<T>(entries: &mut [Entry<T>], place: usize, by: By) -> Result<&mut Entry<T>, Invalid> {
    let given = entries.iter().filter(|entry| entry.from.is_some()).count();
    if place >= given {
        let max = i64::try_from(given).unwrap_or(i64::MAX) - 1;
        return Err(match given {
            0 => Invalid::Unknown { what: format!("place {place}; this list of the profile is empty") },
            _ => Invalid::OutOfRange { min: 0, max, actual: place.to_string() },
        });
    }
    // Those as given stand first, at their places.
    match &mut entries[place] {
        Entry { by: Some(_), .. } => Err(Invalid::Repeated { what: format!("place {place}") }),
        entry => {
            entry.by = Some(by);
            Ok(entry)
        }
    }
}

fn change_preference(preference: &mut Option<Preference>, change: &ConditionChange) {
    match (preference.as_mut(), change) {
        (Some(it), ConditionChange::Importance(importance)) => it.importance = *importance,
        (Some(it), ConditionChange::Condition(condition)) => it.condition = condition.clone(),
        (_, ConditionChange::Dropped) | (None, _) => *preference = None,
    }
}

fn change_criterion(criterion: &mut Option<Criterion>, change: &ConditionChange) {
    match (criterion.as_mut(), change) {
        (Some(it), ConditionChange::Importance(importance)) => it.importance = *importance,
        (Some(it), ConditionChange::Condition(condition)) => it.condition = Some(condition.clone()),
        (_, ConditionChange::Dropped) | (None, _) => *criterion = None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CodeSet, ConceptReference, DrivingLicence, Evidence, Level, Recency, SkillWish};

    fn travel(max_km: u16, importance: Importance) -> Preference {
        Preference { condition: Condition::Travel { max_km }, importance }
    }

    fn profile() -> Profile {
        let contract = Preference { condition: Condition::Contract(CodeSet::default()), importance: Importance::Nice };
        Profile {
            preferences: Bounded::new(vec![travel(30, Importance::Must), contract]).expect("few"),
            nlqf: NlqfLevel::new(4).ok(),
            ..Profile::default()
        }
    }

    fn problems(changes: &[Change]) -> Vec<(usize, &'static str, String)> {
        let Err(problems) = profile().with(changes) else { return Vec::new() };
        problems.into_iter().map(|it| (it.change, it.field, it.problem.to_string())).collect()
    }

    #[test]
    fn without_changes_nothing_changes() {
        let changed = profile().with(&[]).expect("no changes");
        assert!(changed.profile == profile());
        assert_eq!(changed.preferences_from, [Some(0), Some(1)]);
    }

    #[test]
    fn places_are_those_of_the_profile_as_given() {
        let changes = [
            Change::Preference(0, ConditionChange::Dropped),
            Change::Preference(1, ConditionChange::Importance(Importance::Must)),
        ];
        let changed = profile().with(&changes).expect("changed");
        assert_eq!(changed.preferences_from, [Some(1)]);
        assert_eq!(changed.profile.preferences[0].importance, Importance::Must);
        // What is dropped makes room for another of its kind.
        let changes = [changes[0].clone(), Change::AddPreference(travel(50, Importance::Nice))];
        assert_eq!(profile().with(&changes).expect("changed").preferences_from, [Some(1), None]);
    }

    #[test]
    fn what_cannot_be_changed_is_named_with_its_change() {
        let drop = |place| Change::Preference(place, ConditionChange::Dropped);
        assert_eq!(problems(&[drop(2)]), [(0, "preference.index", "must be between 0 and 1, was 2".to_owned())]);
        assert_eq!(problems(&[drop(0), drop(0)])[0].1, "preference.index");
        assert!(problems(&[Change::RemoveSkill(0)])[0].2.contains("empty"));
        let added = problems(&[
            Change::Home(Pc4::parse("3511").expect("home")),
            Change::AddPreference(travel(9, Importance::Nice)),
        ]);
        assert_eq!((added.len(), added[0].0, added[0].1), (1, 1, "add_preference.condition"));
        let weighed = Change::Preference(0, ConditionChange::Importance(Importance::Nice));
        let added = problems(&[weighed, Change::AddPreference(travel(9, Importance::Nice))]);
        assert_eq!((added.len(), added[0].0), (1, 1), "to weigh it otherwise is no mistake: {added:?}");
        let diplomas = (0..11).map(|number| Name::new(&format!("diploma {number}")).expect("a name"));
        let learned = diplomas.map(|name| Change::Learned(Learned { credential: Some(name), ..Learned::default() }));
        assert_eq!(
            problems(&learned.collect::<Vec<_>>()),
            [(10, "done_route", "must have at most 10 items, has 11".to_owned())]
        );
    }

    #[test]
    fn a_route_that_is_done_leaves_skills_level_and_diploma() {
        let proved = SkillClaim {
            skill: ConceptReference::Text(Name::new("wonden verzorgen").expect("words")),
            level: Level::new(4).ok(),
            recency: Recency::JustLearnt,
            evidence: Evidence::Evc,
            wish: SkillWish::Do,
        };
        let learned = Learned {
            skills: vec![proved.clone()],
            nlqf: NlqfLevel::new(3).ok(),
            credential: Name::new("mbo-diploma").ok(),
        };
        let licences =
            Credentials { driving_licences: [DrivingLicence::B].into_iter().collect(), ..Credentials::default() };
        let changed =
            profile().with(&[Change::Learned(learned), Change::AddCredentials(licences)]).expect("changed").profile;
        assert_eq!(changed.skills[0], proved);
        assert_eq!(changed.nlqf, NlqfLevel::new(4).ok(), "the level held is higher");
        assert_eq!(changed.credentials.diplomas.len(), 1);
        assert_eq!(changed.credentials.driving_licences.iter().count(), 1);
    }

    #[test]
    fn a_route_raises_a_level_that_is_known_and_tells_nothing_of_one_that_is_not() {
        let level = |level: i64| NlqfLevel::new(level).expect("a level");
        let learned = |nlqf| Change::Learned(Learned { nlqf: Some(level(nlqf)), ..Learned::default() });
        let after = |own: Option<NlqfLevel>, changes: &[Change]| {
            Profile { nlqf: own, ..Profile::default() }.with(changes).expect("changed").profile.nlqf
        };
        assert_eq!(after(None, &[learned(3)]), None);
        assert_eq!(after(Some(level(2)), &[learned(4), learned(3)]), Some(level(4)));
        // Which comes first makes no difference.
        for changes in [[learned(4), Change::Nlqf(level(3))], [Change::Nlqf(level(3)), learned(4)]] {
            assert_eq!(after(None, &changes), Some(level(4)));
        }
    }

    #[test]
    fn a_list_that_gets_too_long_is_the_fault_of_the_last_change_that_adds() {
        let claim = |number: usize| SkillClaim {
            skill: ConceptReference::Text(Name::new(&format!("skill {number}")).expect("words")),
            level: Level::new(3).ok(),
            recency: Recency::Recent,
            evidence: Evidence::OwnWord,
            wish: SkillWish::Do,
        };
        let skills = Bounded::new((0..Profile::MAX_SKILLS).map(claim).collect()).expect("as many as fit");
        let full = Profile { skills, ..Profile::default() };
        let problems = |changes: &[Change]| {
            let Err(problems) = full.with(changes) else { return Vec::new() };
            problems.into_iter().map(|it| (it.change, it.field)).collect()
        };
        let (add, remove) = (Change::AddSkill(claim(301)), Change::RemoveSkill(0));
        assert_eq!(problems(&[add.clone(), add.clone(), remove.clone()]), [(1, "add_skill")]);
        assert!(problems(&[add.clone(), remove]).is_empty(), "there is room for one");
        // What a route taught needs no room among what the person named.
        let learned = Change::Learned(Learned { skills: vec![claim(300)], ..Learned::default() });
        assert_eq!(problems(&[learned.clone(), add]), [(1, "add_skill")]);
        let after = full.with(&[learned]).expect("it is learnt").profile.skills;
        assert_eq!((after.len(), &after[Profile::MAX_SKILLS]), (Profile::MAX_SKILLS + 1, &claim(300)));
    }

    #[test]
    fn a_diploma_that_is_earned_needs_no_room_among_those_that_were_named() {
        let name = |number: usize| Name::new(&format!("diploma {number}")).expect("a name");
        let diplomas = Bounded::new((0..Credentials::MAX_DIPLOMAS).map(name).collect()).expect("as many as fit");
        let full = Profile { credentials: Credentials { diplomas, ..Credentials::default() }, ..Profile::default() };
        let earned = |number| Change::Learned(Learned { credential: Some(name(number)), ..Learned::default() });
        let after = |changes: &[Change]| full.with(changes).map(|it| it.profile.credentials.diplomas.len());
        assert_eq!(after(&[earned(20), earned(20), earned(3)]).ok(), Some(21), "each stands once");
        let named = Credentials { diplomas: Bounded::new(vec![name(21)]).expect("one"), ..Credentials::default() };
        let problems = after(&[earned(20), Change::AddCredentials(named)]).expect_err("one more is named");
        assert_eq!((problems[0].change, problems[0].field), (1, "add_credentials.diplomas"));
    }
}
