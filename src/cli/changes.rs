//! Changes to a profile as someone types them, and as the contract has them. Places and kinds of wishes are looked up in the
//! profile that was read.

use loopbaanbrug_proto::v1::{
    Change, ConceptReference, Condition, ConditionChange, Credentials, HoursRange, Importance, LanguageGate,
    PayCondition, Preference, Profile, SkillClaim, TravelCondition, change, concept_reference::Name, condition::Check,
    condition_change,
};

use super::{arguments::ChangeArguments, error::CliError};

/// Kinds of preference as they are typed.
const KINDS: [&str; 8] = ["travel", "hours", "pay", "contract", "work-pattern", "sector", "remote", "mention"];

/// A wish of the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Preference(usize),
    Criterion(usize),
}

/// The changes that were typed.
pub(super) fn changes(typed: &ChangeArguments, profile: &Profile) -> Result<Vec<Change>, CliError> {
    let mut changes = Vec::new();
    for skill in &typed.add_skill {
        changes.push(change::Change::AddSkill(added_skill(skill)?));
    }
    changes.extend(typed.remove_skill.iter().map(|place| change::Change::RemoveSkill(*place)));
    for (flag, wishes) in [("--relax", &typed.relax), ("--drop", &typed.drop), ("--must", &typed.must)] {
        for wish in wishes {
            let found = wish_of(flag, wish, profile)?;
            let change = match flag {
                "--relax" => relaxed(importance_of(found, profile)),
                "--drop" => condition_change::Change::Dropped(true),
                _ => condition_change::Change::Importance(Importance::Must.into()),
            };
            changes.push(wish_change(found, change));
        }
    }
    for check in conditions(typed)? {
        changes.push(replaced(check, profile));
    }
    changes.extend(typed.done_route.iter().cloned().map(change::Change::DoneRoute));
    changes.extend(typed.nlqf.map(change::Change::NlqfLevel));
    changes.extend(credentials(typed)?.map(change::Change::AddCredentials));
    changes.extend(typed.home.clone().map(change::Change::HomePc4));
    if changes.is_empty() {
        let problem = "find a change: give at least one, such as --add-skill \"medische terminologie:3\", --relax travel or \
                       --done-route routes-zorg/zorg-r01";
        return Err(CliError::Input(problem.into()));
    }
    Ok(changes.into_iter().map(|change| Change { change: Some(change) }).collect())
}

/// “medische terminologie:3”; what follows the last colon is a level when it is a number.
fn added_skill(typed: &str) -> Result<SkillClaim, CliError> {
    let (words, level) = match typed.rsplit_once(':') {
        Some((words, level)) if level.chars().all(|c| c.is_ascii_digit()) && !level.is_empty() => {
            let problem = || CliError::Input(format!("read --add-skill {typed:?}: the level must be 1 to 5"));
            (words, Some(level.parse().map_err(|_| problem())?))
        }
        _ => (typed, None),
    };
    let is_key = words.contains("://")
        || words
            .split_once(':')
            .is_some_and(|(scheme, rest)| rest.contains('/') && scheme.chars().all(|c| c.is_ascii_lowercase()));
    let name = if is_key { Name::Key(words.to_owned()) } else { Name::Text(words.to_owned()) };
    Ok(SkillClaim { skill: Some(ConceptReference { name: Some(name) }), level, ..SkillClaim::default() })
}

fn wish_of(flag: &str, typed: &str, profile: &Profile) -> Result<Wish, CliError> {
    let place = |list: &str, length: usize, place: &str| match place.parse::<usize>() {
        Ok(number) if number < length => Ok(number),
        _ => Err(CliError::Input(format!(
            "read {flag} {typed}: the profile has {length} of these, so the place must be {}",
            if length == 0 { format!("in a profile with {list}") } else { format!("0 to {}", length - 1) }
        ))),
    };
    if let Some(number) = typed.strip_prefix("preference:") {
        return place("preferences", profile.preferences.len(), number).map(Wish::Preference);
    }
    if let Some(number) = typed.strip_prefix("criterion:") {
        return place("criteria", profile.criteria.len(), number).map(Wish::Criterion);
    }
    if !KINDS.contains(&typed) {
        let kinds = KINDS.join(", ");
        return Err(CliError::Input(format!(
            "read {flag} {typed:?}: must be preference:N, criterion:N or one of {kinds}"
        )));
    }
    let of_kind = preference_of(typed, profile);
    of_kind
        .map(Wish::Preference)
        .ok_or_else(|| CliError::Input(format!("read {flag} {typed}: the profile has no preference about it")))
}

fn preference_of(kind: &str, profile: &Profile) -> Option<usize> {
    profile.preferences.iter().position(|it| it.condition.as_ref().and_then(kind_of) == Some(kind))
}

fn kind_of(condition: &Condition) -> Option<&'static str> {
    Some(match condition.check.as_ref()? {
        Check::Travel(_) => "travel",
        Check::Hours(_) => "hours",
        Check::Pay(_) => "pay",
        Check::Contract(_) => "contract",
        Check::WorkPattern(_) => "work-pattern",
        Check::Sector(_) => "sector",
        Check::Remote(_) => "remote",
        Check::Mention(_) => "mention",
    })
}

fn importance_of(wish: Wish, profile: &Profile) -> Importance {
    match wish {
        Wish::Preference(place) => profile.preferences[place].importance(),
        Wish::Criterion(place) => profile.criteria[place].importance(),
    }
}

/// One step less.
fn relaxed(importance: Importance) -> condition_change::Change {
    match importance {
        Importance::Must => condition_change::Change::Importance(Importance::Important.into()),
        Importance::Important | Importance::Unspecified => {
            condition_change::Change::Importance(Importance::Nice.into())
        }
        Importance::Nice => condition_change::Change::Dropped(true),
    }
}

fn wish_change(wish: Wish, change: condition_change::Change) -> change::Change {
    let of = |place: usize| ConditionChange { index: u32::try_from(place).unwrap_or(u32::MAX), change: Some(change) };
    match wish {
        Wish::Preference(place) => change::Change::Preference(of(place)),
        Wish::Criterion(place) => change::Change::Criterion(of(place)),
    }
}

/// Conditions that were typed.
fn conditions(typed: &ChangeArguments) -> Result<Vec<Check>, CliError> {
    let mut checks = Vec::new();
    checks.extend(typed.travel.map(|max_km| Check::Travel(TravelCondition { max_km })));
    if let Some(hours) = &typed.hours {
        let problem = || CliError::Input(format!("read --hours {hours:?}: must be two numbers such as 24-36"));
        let (min, max) = hours.split_once('-').ok_or_else(problem)?;
        let number = |text: &str| text.trim().parse::<u32>().map_err(|_| problem());
        checks.push(Check::Hours(HoursRange { min: number(min)?, max: number(max)? }));
    }
    checks.extend(typed.pay.map(|min_eur| Check::Pay(PayCondition { min_eur })));
    Ok(checks)
}

/// A preference of this kind with another condition, or a new one.
fn replaced(check: Check, profile: &Profile) -> change::Change {
    let condition = Condition { check: Some(check) };
    match kind_of(&condition).and_then(|kind| preference_of(kind, profile)) {
        Some(place) => wish_change(Wish::Preference(place), condition_change::Change::Condition(condition)),
        None => change::Change::AddPreference(Preference { condition: Some(condition), ..Preference::default() }),
    }
}

fn credentials(typed: &ChangeArguments) -> Result<Option<Credentials>, CliError> {
    let languages = typed.speaks.iter().map(|speaks| {
        let problem =
            || CliError::Input(format!("read --speaks {speaks:?}: must be a language and a level, such as en:B2"));
        let (language, cefr) = speaks.split_once(':').ok_or_else(problem)?;
        Ok(LanguageGate { language: language.to_owned(), cefr: cefr.to_owned() })
    });
    let credentials = Credentials {
        driving_licences: typed.licence.clone(),
        driving_licences_known: false,
        diplomas: typed.diploma.clone(),
        languages: languages.collect::<Result<_, CliError>>()?,
    };
    Ok((credentials != Credentials::default()).then_some(credentials))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Typed {
        #[command(flatten)]
        changes: ChangeArguments,
    }

    fn profile() -> Profile {
        let preference = |check, importance: Importance| Preference {
            condition: Some(Condition { check: Some(check) }),
            importance: importance.into(),
        };
        Profile {
            preferences: vec![
                preference(Check::Pay(PayCondition { min_eur: 2_700 }), Importance::Nice),
                preference(Check::Travel(TravelCondition { max_km: 30 }), Importance::Must),
            ],
            ..Profile::default()
        }
    }

    fn typed(line: &[&str]) -> Result<Vec<change::Change>, String> {
        let typed = Typed::try_parse_from([&["x"], line].concat()).expect("it can be typed");
        let changes = changes(&typed.changes, &profile()).map_err(|error| error.to_string())?;
        Ok(changes.into_iter().filter_map(|it| it.change).collect())
    }

    fn of_preference(index: u32, change: condition_change::Change) -> change::Change {
        change::Change::Preference(ConditionChange { index, change: Some(change) })
    }

    #[test]
    fn a_wish_is_relaxed_step_by_step_by_place_or_by_kind() {
        let important = condition_change::Change::Importance(Importance::Important.into());
        assert_eq!(typed(&["--relax", "travel"]), Ok(vec![of_preference(1, important.clone())]));
        assert_eq!(typed(&["--relax", "preference:1"]), Ok(vec![of_preference(1, important)]));
        let dropped = condition_change::Change::Dropped(true);
        assert_eq!(typed(&["--relax", "pay"]), Ok(vec![of_preference(0, dropped)]), "nice is followed by dropped");
    }

    #[test]
    fn a_condition_takes_the_place_of_one_of_its_kind_or_is_added() {
        let travel = Condition { check: Some(Check::Travel(TravelCondition { max_km: 45 })) };
        let changes = typed(&["--travel", "45", "--hours", "24-36"]).expect("changes");
        assert_eq!(changes[0], of_preference(1, condition_change::Change::Condition(travel)));
        assert!(matches!(&changes[1], change::Change::AddPreference(_)));
    }

    #[test]
    fn a_skill_has_words_or_a_key_and_perhaps_a_level() {
        let skill = |line: &str| added_skill(line).map(|it| (it.skill.and_then(|it| it.name), it.level));
        let text = |words: &str| Some(Name::Text(words.to_owned()));
        let key = |key: &str| Some(Name::Key(key.to_owned()));
        assert_eq!(skill("medische terminologie:3").expect("a skill"), (text("medische terminologie"), Some(3)));
        assert_eq!(skill("tekst: schrijven").expect("a skill"), (text("tekst: schrijven"), None));
        assert_eq!(skill("lb:skill/luisteren:4").expect("a skill"), (key("lb:skill/luisteren"), Some(4)));
        assert_eq!(
            skill("http://data.europa.eu/esco/skill/1").expect("a skill").0,
            key("http://data.europa.eu/esco/skill/1")
        );
        assert!(skill("x:99999999999").is_err());
    }

    #[test]
    fn what_cannot_be_read_is_named_with_a_remedy() {
        for (line, problem) in [
            (&[][..], "give at least one"),
            (&["--relax", "reizen"], "must be preference:N"),
            (&["--relax", "preference:2"], "0 to 1"),
            (&["--drop", "criterion:0"], "in a profile with criteria"),
            (&["--relax", "hours"], "no preference about it"),
            (&["--hours", "24"], "24-36"),
            (&["--speaks", "engels"], "en:B2"),
        ] {
            let told = typed(line).expect_err("refused");
            assert!(told.contains(problem), "{told}");
        }
    }
}
