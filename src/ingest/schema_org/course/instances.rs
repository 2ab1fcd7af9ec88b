//! When and where a course is given: its instances, or what it says itself.

use super::super::{
    location,
    properties::{Properties, Refusal, each, inner, text_of},
};
use crate::{
    domain::{Bounded, Percent, Place, Starts},
    ingest::texts::day,
};
use jiff::civil::Date;
use serde_json::Value;

/// Most days on which a route starts.
const STARTS_MAX: usize = 24;

/// The instances of a course that can be looked into.
pub(super) struct Instances<'a>(Vec<&'a Value>);

/// Words for a start at any time.
const CONTINUOUS: [&str; 8] =
    ["doorlopend", "elk moment", "altijd", "flexibel", "direct", "op elk", "continu", "anytime"];
/// Words for lessons from home, and for lessons in a room.
const ONLINE: [&str; 8] =
    ["online", "e-learning", "elearning", "distance", "afstand", "virtual", "webinar", "thuisstudie"];
const IN_A_ROOM: [&str; 7] =
    ["onsite", "on-site", "klassikaal", "in-person", "classroom", "locatie", "contactonderwijs"];
const BLENDED: [&str; 3] = ["blended", "hybrid", "hybride"];

impl<'a> Instances<'a> {
    pub(super) fn of(course: &Properties<'a>) -> Self {
        Self(course.all("hasCourseInstance").filter(|value| value.is_object()).collect())
    }

    /// Every value of these properties, of all instances.
    pub(super) fn values(
        &self,
        names: &'static [&'static str],
    ) -> impl Iterator<Item = &'a Value> + Clone + use<'a, '_> {
        let of = move |instance: &'a Value| names.iter().filter_map(|name| instance.get(name)).flat_map(each);
        self.0.iter().copied().flat_map(of)
    }

    pub(super) fn texts(&self, names: &'static [&'static str]) -> impl Iterator<Item = String> + use<'a, '_> {
        self.values(names).filter_map(text_of)
    }

    /// First and last day of each instance that has both.
    pub(super) fn spans(&self) -> impl Iterator<Item = (Date, Date)> + use<'a, '_> {
        self.0.iter().filter_map(|instance| {
            let read = |name| inner(instance, name).and_then(text_of).and_then(|text| day(&text).ok());
            Some((read("startDate")?, read("endDate")?))
        })
    }

    pub(super) fn starts(&self, course: &Properties<'_>) -> Starts {
        const NAME: &str = "startDate";
        let own = course.all(NAME).filter_map(text_of);
        let (mut dates, mut continuous) = (Vec::new(), false);
        for text in own.chain(self.texts(&[NAME])) {
            let lower = text.to_lowercase();
            if CONTINUOUS.iter().any(|word| lower.contains(word)) {
                continuous = true;
            } else {
                dates.extend(course.noted(NAME, day(&text).map_err(Refusal::from)));
            }
        }
        dates.sort_unstable();
        dates.dedup();
        if dates.len() > STARTS_MAX {
            course.note(NAME, "too_many", format!("has {} days; the first {STARTS_MAX} are taken", dates.len()));
            dates.truncate(STARTS_MAX);
        }
        Starts { dates: Bounded::new(dates).unwrap_or_default(), continuous }
    }

    /// The first place in the Netherlands; lessons without a place say nothing.
    pub(super) fn place(&self, course: &Properties<'_>) -> Option<Place> {
        const NAME: &str = "location";
        let is_place = |value: &&Value| {
            let name = value.get("@type").and_then(Value::as_str).unwrap_or_default();
            !name.contains("VirtualLocation") && !is_online(&text_of(value).unwrap_or_default())
        };
        let own = course.all(NAME).filter(is_place);
        let of_instances = self.values(&[NAME]).filter(is_place);
        location::read(course, NAME, own.chain(of_instances))
    }

    /// All of it when every instance is followed online, none when every one stands in a room; mixed forms say nothing.
    pub(super) fn remote(&self, course: &Properties<'_>) -> Option<Percent> {
        let modes = self.modes(course);
        let said = |words: &[&str]| modes.iter().any(|mode| words.iter().any(|word| mode.contains(word)));
        let percent = match (said(&ONLINE), said(&IN_A_ROOM), said(&BLENDED)) {
            (true, false, false) => 100,
            (false, true, false) => 0,
            _ => return None,
        };
        Percent::new(percent).ok()
    }

    /// Every word for how it is followed, in small letters.
    pub(super) fn modes(&self, course: &Properties<'_>) -> Vec<String> {
        let names = ["courseMode", "educationalProgramMode", "learningMode"];
        let own = names.iter().flat_map(|name| course.all(name)).filter_map(text_of);
        let virtual_places = self.values(&["location"]).chain(course.all("location"));
        let virtual_places = virtual_places
            .filter(|value| {
                value.get("@type").and_then(Value::as_str).is_some_and(|name| name.contains("VirtualLocation"))
            })
            .map(|_| "online".to_owned());
        let modes = own.chain(self.texts(&["courseMode", "learningMode"])).chain(virtual_places);
        modes.map(|mode| mode.to_lowercase()).collect()
    }
}

fn is_online(text: &str) -> bool {
    let lower = text.to_lowercase();
    ONLINE.iter().any(|word| lower.contains(word))
}
