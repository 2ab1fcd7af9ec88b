//! Courses, and dates of courses, that stand beside each other in a feed and refer to one another by `@id`: whichever comes
//! first is kept back until the feed ends, since only then is it known what belongs together. Inside of a `@graph` nothing
//! needs to be kept back: its nodes are known before.

use super::{
    feed::{Thing, ThingKind},
    nodes::{Nodes, reference},
    properties::each,
};
use crate::ingest::Limits;
use serde_json::Value;
use std::collections::VecDeque;

/// What waits for the end of the feed, in the order of the feed.
#[derive(Debug, Default)]
pub(super) struct Beside {
    things: VecDeque<(Thing, usize)>,
    bytes: usize,
}

impl Beside {
    /// Keeps a thing of so many bytes back when it may be part of another one, or have parts elsewhere; else gives it back.
    pub(super) fn keep(&mut self, thing: Thing, bytes: usize, nodes: &mut Nodes) -> Option<Thing> {
        let waits = match thing.kind {
            ThingKind::Posting => false,
            ThingKind::Instance => {
                bytes <= Limits::NODE_BYTES_MAX && thing.values.get("@id").is_some_and(Value::is_string)
            }
            ThingKind::Course => {
                let dates = thing.values.get("hasCourseInstance").into_iter().flat_map(each);
                dates.filter_map(Value::as_object).any(|date| reference(date).is_some())
            }
        };
        if waits || thing.kind == ThingKind::Course {
            nodes.remember(&thing.values);
        }
        if !waits {
            return Some(thing);
        }
        self.bytes += bytes;
        self.things.push_back((thing, bytes));
        None
    }

    /// The first that must not, or need not, wait any longer: all of them at the end.
    pub(super) fn release(&mut self, at_end: bool, nodes: &Nodes) -> Option<Thing> {
        while at_end || self.bytes > Limits::KEPT_BACK_BYTES_MAX {
            let (mut thing, bytes) = self.things.pop_front()?;
            self.bytes -= bytes;
            // It is told with its course.
            if thing.kind == ThingKind::Instance && nodes.is_part(&thing.values) {
                continue;
            }
            nodes.resolve(&mut thing.values);
            return Some(thing);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::{
        reader::RecordSource,
        schema_org::{JsonLdFeed, Wanted},
    };
    use serde_json::{Value, json};

    fn course(id: &str, dates: &Value) -> Value {
        json!({"@type": "Course", "@id": id, "name": id, "description": "Leren.", "provider": "Leerhuis", "hasCourseInstance": dates})
    }

    fn date(id: &str, day: &str) -> Value {
        json!({"@type": "CourseInstance", "@id": id, "name": "Datum", "description": "Leren.", "organizer": "Leerhuis", "startDate": day})
    }

    /// Id and days of each record, in the order in which they come.
    fn read(feed: &Value, size: usize) -> Vec<String> {
        let mut reader = JsonLdFeed::new(Wanted::Courses);
        let mut found = Vec::new();
        let mut take = |reader: &mut JsonLdFeed| {
            while let Some(next) = reader.next().expect("a feed") {
                let accepted = next.outcome.expect("accepted");
                let Some(crate::domain::Opportunity::Route(route)) = accepted.opportunity else { panic!("a route") };
                let days: Vec<String> = route.starts.dates.iter().map(ToString::to_string).collect();
                found.push(format!("{} {}", accepted.id.as_str(), days.join(" ")).trim().to_owned());
            }
        };
        for chunk in feed.to_string().as_bytes().chunks(size) {
            reader.push(chunk);
            take(&mut reader);
        }
        reader.finish();
        take(&mut reader);
        found
    }

    #[track_caller]
    fn check(feed: &Value, expected: &[&str]) {
        for size in [1, 50, usize::MAX] {
            assert_eq!(read(feed, size), expected, "{feed} in chunks of {size}");
        }
    }

    #[test]
    fn a_course_has_its_dates_wherever_they_stand() {
        let (dates, one) = (json!([{"@id": "i-1"}, {"@type": "CourseInstance", "@id": "i-2"}]), json!({"@id": "i-1"}));
        let (first, second) = (date("i-1", "2027-02-01"), date("i-2", "2027-09-01"));
        let whole = ["c 2027-02-01 2027-09-01"];
        check(&json!([course("c", &dates), first, second]), &whole);
        check(&json!([second, course("c", &dates), first]), &whole);
        check(&json!([first, second, course("c", &dates)]), &whole);
        check(&json!({"@graph": [second, course("c", &dates), first]}), &whole);
        check(&json!({"@type": "ItemList", "itemListElement": [second, course("c", &dates), first]}), &whole);
        check(
            &json!({"@type": "ItemList", "itemListElement": [{"item": first}, {"item": course("c", &dates)}, {"item": second}]}),
            &whole,
        );
        // What belongs to nothing is for itself, and whatever waits for nothing comes first.
        check(
            &json!([second, course("c", &one), first, course("d", &json!([]))]),
            &["d", "i-2 2027-09-01", "c 2027-02-01"],
        );
        check(&json!([course("c", &json!([{"@id": "i-none"}]))]), &["c"]);
    }

    #[test]
    fn what_is_kept_back_is_bounded() {
        let limit = crate::ingest::Limits::KEPT_BACK_BYTES_MAX;
        let padding = "x ".repeat(6_000);
        let mut feed = JsonLdFeed::new(Wanted::Courses);
        let (mut pushed, mut released) = (0, 0);
        feed.push(b"[");
        for number in 0.. {
            if pushed > 2 * limit {
                break;
            }
            let mut course = course(&format!("c-{number}"), &json!({"@id": format!("#{number}")}));
            course["description"] = padding.as_str().into();
            let text = format!("{course},\n");
            pushed += text.len();
            feed.push(text.as_bytes());
            while feed.next_thing().is_some() {
                released += text.len();
            }
            assert!(pushed - released <= limit + text.len());
        }
        assert!(released > 0);
    }
}
