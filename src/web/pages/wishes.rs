//! Preferences as fields of a form: one group of fields for each kind of condition, and how much it counts.

use super::Visit;
use crate::{
    domain::{Contract, Importance, SbiSection, WorkPattern, codes::Code},
    texts::{advice, capitalised, phrases},
    web::{
        fields::{Fields, Problems},
        words::Words,
    },
    wire::{
        codes::WireCode,
        typed::{self, HOURS, PAY, REMOTE, Reversed, TRAVEL_KM, Whole},
    },
};
use loopbaanbrug_proto::v1::{self, condition::Check};
use std::mem;

/// The two fields of one wish.
const HOURS_IDS: [&str; 2] = ["hours-min", "hours-max"];

/// One of several values.
pub(super) struct Choice {
    pub(super) code: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

/// A field to type in.
pub(super) struct Input {
    pub(super) id: &'static str,
    pub(super) label: &'static str,
    pub(super) value: String,
    /// Whether words are typed, not a number.
    pub(super) words: bool,
}

impl Input {
    /// For a number: as it was typed, when it could not be taken; else as it is known.
    pub(super) fn number(visit: &Visit<'_>, id: &'static str, label: &'static str, known: Option<u32>) -> Self {
        let known = || known.map(|number| number.to_string()).unwrap_or_default();
        Self { id, label, value: as_typed(visit, id).unwrap_or_else(known), words: false }
    }
}

/// A wish that is typed.
pub(super) struct TypedWish {
    pub(super) id: &'static str,
    pub(super) legend: &'static str,
    pub(super) inputs: Vec<Input>,
    pub(super) importances: Vec<Choice>,
}

/// A wish that is ticked.
pub(super) struct SetWish {
    pub(super) id: &'static str,
    pub(super) legend: &'static str,
    pub(super) summary: String,
    pub(super) codes: Vec<Choice>,
    pub(super) importances: Vec<Choice>,
}

/// Choices of answers, each by its code.
pub(super) fn answers<C: Code>(pairs: &[(C, &'static str)], chosen: C) -> Vec<Choice> {
    let pairs: Vec<_> = pairs.iter().map(|(it, label)| (it.code(), *label)).collect();
    choices(&pairs, chosen.code())
}

/// The same where nothing is an answer too; its code is empty.
pub(super) fn answers_or_none<C: Code>(pairs: &[(Option<C>, &'static str)], chosen: Option<C>) -> Vec<Choice> {
    let code = |it: Option<C>| it.map(C::code).unwrap_or_default();
    let pairs: Vec<_> = pairs.iter().map(|(it, label)| (code(*it), *label)).collect();
    choices(&pairs, code(chosen))
}

/// Choices of pairs of a code and a label.
fn choices(pairs: &[(&'static str, &'static str)], chosen: &str) -> Vec<Choice> {
    let choice = |(code, label): &(&str, &str)| Choice {
        code: (*code).to_owned(),
        label: (*label).to_owned(),
        chosen: *code == chosen,
    };
    pairs.iter().map(choice).collect()
}

/// How much something counts; important when nobody says.
pub(super) fn importances(words: &Words, importance: Option<i32>) -> Vec<Choice> {
    let chosen = importance.and_then(|it| Importance::from_wire(it).ok().flatten()).unwrap_or(Importance::Important);
    answers(words.ask.importances, chosen)
}

/// The number in a field; none when it is empty or wrong, which is noted.
pub(super) fn number(
    (words, fields, problems): (&Words, &Fields, &mut Problems),
    id: &str,
    whole: Whole,
) -> Option<u32> {
    let read = whole.read(fields.get(id));
    if read.is_err() {
        problems.add(id, (words.ask.between)(whole.min, whole.max));
    }
    read.ok().flatten()
}

/// Preferences from the fields of the form.
pub(super) fn take(visit: &mut Visit<'_>) {
    let Visit { words, fields, problems, talk, .. } = visit;
    let mut preferences = Vec::new();
    let mut add = |fields: &Fields, id: &str, check: Option<Check>| {
        let Some(check) = check else { return };
        let importance = Importance::from_code(fields.get(&format!("{id}-importance")));
        let importance = importance.unwrap_or(Importance::Important).wire();
        preferences.push(v1::Preference { condition: Some(v1::Condition { check: Some(check) }), importance });
    };
    let km = number((words, fields, problems), "travel-km", TRAVEL_KM);
    add(fields, "travel", km.map(|max_km| Check::Travel(v1::TravelCondition { max_km })));
    add(fields, "hours", hours((words, fields, problems)));
    let pay = number((words, fields, problems), "pay-min", PAY);
    add(fields, "pay", pay.map(|min_eur| Check::Pay(v1::PayCondition { min_eur })));
    let remote = number((words, fields, problems), "remote-min", REMOTE);
    add(fields, "remote", remote.map(|min_percent| Check::Remote(v1::RemoteCondition { min_percent })));
    let mention = few_words((words, problems), "mention-words", fields.get("mention-words"));
    add(fields, "mention", mention.map(|words| Check::Mention(v1::MentionCondition { words })));
    let sectors: Vec<_> = codes::<SbiSection>(fields, "sector").map(|it| it.code().to_owned()).collect();
    let some = |yes: bool, check: Check| yes.then_some(check);
    add(fields, "sector", some(!sectors.is_empty(), Check::Sector(v1::SectorCondition { accepted: sectors })));
    let accepted: Vec<_> = codes::<Contract>(fields, "contract").map(WireCode::wire).collect();
    add(fields, "contract", some(!accepted.is_empty(), Check::Contract(v1::ContractCondition { accepted })));
    let accepted: Vec<_> = codes::<WorkPattern>(fields, "pattern").map(WireCode::wire).collect();
    add(fields, "pattern", some(!accepted.is_empty(), Check::WorkPattern(v1::WorkPatternCondition { accepted })));
    // What is typed wrongly changes nothing: until it is mended, the wish stands as it was.
    let before = mem::take(&mut talk.profile.preferences);
    let is_wrong = |it: &&v1::Preference| inputs_of(it).iter().any(|id| problems.of(id).is_some());
    preferences.extend(before.iter().filter(is_wrong).cloned());
    // In the order in which the profile had them, so that a saved file changes only where the person changed something.
    let kind = |it: &v1::Preference| it.condition.as_ref().and_then(|it| it.check.as_ref()).map(mem::discriminant);
    let places: Vec<_> = before.iter().map(kind).collect();
    preferences.sort_by_key(|it| places.iter().position(|of| *of == kind(it)).unwrap_or(places.len()));
    talk.profile.preferences = preferences;
}

/// The fields in which a wish is typed; none for a wish that is ticked.
fn inputs_of(preference: &v1::Preference) -> &'static [&'static str] {
    match preference.condition.as_ref().and_then(|it| it.check.as_ref()) {
        Some(Check::Travel(_)) => &["travel-km"],
        Some(Check::Hours(_)) => &HOURS_IDS,
        Some(Check::Pay(_)) => &["pay-min"],
        Some(Check::Remote(_)) => &["remote-min"],
        Some(Check::Mention(_)) => &["mention-words"],
        _ => &[],
    }
}

/// A field as it was typed, when it could not be taken: it is wrong itself, or what is typed beside it for the same wish.
pub(super) fn as_typed(visit: &Visit<'_>, id: &str) -> Option<String> {
    let beside: &[&str] = if HOURS_IDS.contains(&id) { &HOURS_IDS } else { &[id] };
    let is_wrong = beside.iter().any(|id| visit.problems.of(id).is_some());
    visit.fields.find(id).filter(|_| is_wrong).map(str::to_owned)
}

fn codes<C: Code>(fields: &Fields, id: &'static str) -> impl Iterator<Item = C> {
    fields.all(id).filter_map(|code| C::from_code(code).ok())
}

/// A range of hours; none when it is empty or wrong, which is noted.
fn hours((words, fields, problems): (&Words, &Fields, &mut Problems)) -> Option<Check> {
    let min = number((words, fields, problems), "hours-min", HOURS);
    let max = number((words, fields, problems), "hours-max", HOURS);
    typed::hours(min, max).unwrap_or_else(|Reversed| {
        problems.add("hours-min", words.ask.hours_reversed);
        None
    })
}

/// A few words to look for; none when there are none or they cannot be looked for, which is noted at their field.
pub(super) fn few_words((words, problems): (&Words, &mut Problems), id: &'static str, typed: &str) -> Option<String> {
    typed::few_words(typed).unwrap_or_else(|problem| {
        problems.add(id, problem.told(words.ask));
        None
    })
}

/// What must be mentioned.
pub(super) fn mention(preferences: &[v1::Preference]) -> (Option<String>, Option<i32>) {
    held(preferences, |it| match it {
        Check::Mention(mention) => Some(mention.words.clone()),
        _ => None,
    })
}

/// The preference of a kind, and how much it counts.
fn held<'a, T>(
    preferences: &'a [v1::Preference],
    of_kind: impl Fn(&'a Check) -> Option<T>,
) -> (Option<T>, Option<i32>) {
    let mut checks = preferences.iter().filter_map(|it| Some((it.condition.as_ref()?.check.as_ref()?, it.importance)));
    match checks.find_map(|(check, importance)| Some((of_kind(check)?, importance))) {
        Some((value, importance)) => (Some(value), Some(importance)),
        None => (None, None),
    }
}

/// The wishes that are typed. What was typed wrongly is shown as it was typed.
pub(super) fn typed(visit: &Visit<'_>) -> Vec<TypedWish> {
    let w = visit.words;
    let preferences = &visit.talk.profile.preferences;
    let number = |id, label, known| Input::number(visit, id, label, known);
    let wish = |id: &'static str, legend, inputs, importance: Option<i32>| {
        // What was chosen beside a number that is wrong is held by the form alone.
        let chosen = Importance::from_code(visit.fields.get(&format!("{id}-importance"))).map(WireCode::wire).ok();
        TypedWish { id, legend, inputs, importances: importances(w, chosen.or(importance)) }
    };
    let (travel, travel_counts) = held(preferences, |it| match it {
        Check::Travel(travel) => Some(travel.max_km),
        _ => None,
    });
    let (hours, hours_count) = held(preferences, |it| match it {
        Check::Hours(hours) => Some((hours.min, hours.max)),
        _ => None,
    });
    let (pay, pay_counts) = held(preferences, |it| match it {
        Check::Pay(pay) => Some(pay.min_eur),
        _ => None,
    });
    let (remote, remote_counts) = held(preferences, |it| match it {
        Check::Remote(remote) => Some(remote.min_percent),
        _ => None,
    });
    let (mention, mention_counts) = mention(preferences);
    let of_hours = vec![
        number("hours-min", w.ask.hours_min, hours.map(|(min, _)| min)),
        number("hours-max", w.ask.hours_max, hours.map(|(_, max)| max)),
    ];
    let (id, label) = ("mention-words", w.ask.mention_words);
    let of_words = Input { id, label, value: as_typed(visit, id).or(mention).unwrap_or_default(), words: true };
    vec![
        wish("travel", w.ask.travel, vec![number("travel-km", w.ask.travel_km, travel)], travel_counts),
        wish("hours", w.ask.hours, of_hours, hours_count),
        wish("pay", w.ask.pay, vec![number("pay-min", w.ask.pay_min, pay)], pay_counts),
        wish("remote", w.ask.remote, vec![number("remote-min", w.ask.remote_min, remote)], remote_counts),
        wish("mention", w.ask.mention, vec![of_words], mention_counts),
    ]
}

/// The wishes that are ticked.
pub(super) fn ticked(visit: &Visit<'_>) -> Vec<SetWish> {
    let w = visit.words;
    let (preferences, labels) = (&visit.talk.profile.preferences, phrases(visit.language));
    let (sectors, sectors_count) = held(preferences, |it| match it {
        Check::Sector(sector) => Some(sector.accepted.clone()),
        _ => None,
    });
    let (contracts, contracts_count) = held(preferences, |it| match it {
        Check::Contract(contract) => Some(contract.accepted.clone()),
        _ => None,
    });
    let (patterns, patterns_count) = held(preferences, |it| match it {
        Check::WorkPattern(pattern) => Some(pattern.accepted.clone()),
        _ => None,
    });
    let (sectors, contracts, patterns) =
        (sectors.unwrap_or_default(), contracts.unwrap_or_default(), patterns.unwrap_or_default());
    let short = advice(visit.language);
    let all = |chosen: Vec<Choice>, id, legend, counts| {
        let names: Vec<_> = chosen.iter().filter(|it| it.chosen).map(|it| it.label.as_str()).collect();
        let summary = if names.is_empty() { format!("{} ({})", w.choose, w.ask.any) } else { names.join(", ") };
        SetWish { id, legend, summary, codes: chosen, importances: importances(w, counts) }
    };
    let sector = |it: &SbiSection| choice(it.code(), labels.sector(*it), sectors.iter().any(|code| code == it.code()));
    let contract = |it: &Contract| choice(it.code(), short.contract(*it), contracts.contains(&it.wire()));
    let pattern = |it: &WorkPattern| choice(it.code(), short.work_pattern(*it), patterns.contains(&it.wire()));
    vec![
        all(SbiSection::ALL.iter().map(sector).collect(), "sector", w.ask.sectors, sectors_count),
        all(Contract::ALL.iter().map(contract).collect(), "contract", w.ask.contracts, contracts_count),
        all(WorkPattern::ALL.iter().map(pattern).collect(), "pattern", w.ask.patterns, patterns_count),
    ]
}

/// A choice with a label of the texts.
pub(super) fn choice(code: &str, label: &str, chosen: bool) -> Choice {
    Choice { code: code.to_owned(), label: capitalised(label), chosen }
}
