//! Whether two readings of a file say the same about its incident, however they know it.

use crate::core::model::{Document, Moment, Origin, PostMortem, TimelineEntry, Times};

/// Whether nothing but causes differs.
pub fn is_same(one: (&Document, &PostMortem), other: (&Document, &PostMortem)) -> bool {
    let ((of_one, one), (of_other, other)) = (one, other);
    of_one.title == of_other.title
        && of_one.body.sections.len() == of_other.body.sections.len()
        && of_one.body.language == of_other.body.language
        && one.date == other.date
        && one.status == other.status
        && one.severity == other.severity
        && one.services == other.services
        && tags(one).eq(tags(other))
        && one.categories == other.categories
        && one.roles == other.roles
        && one.detection == other.detection
        && one.resolved == other.resolved
        && one.action_items == other.action_items
        && times(&one.times) == times(&other.times)
        && stated(&one.times) == stated(&other.times)
        && one.timeline.len() == other.timeline.len()
        && one.timeline.iter().zip(&other.timeline).all(|(one, other)| entry(one) == entry(other))
}

/// Those that are written as such: categories may be some once all files are known.
fn tags(facts: &PostMortem) -> impl Iterator<Item = &String> {
    facts.tags.iter().filter(|tag| !facts.categories.contains(tag))
}

type Point = Option<(jiff::Timestamp, jiff::tz::Offset)>;

fn point(moment: Option<Moment>) -> Point {
    moment.map(|moment| (moment.timestamp, moment.offset))
}

fn times(times: &Times) -> [Point; 5] {
    let of = |time: Option<(Moment, Origin)>| point(time.map(|(moment, _)| moment));
    [of(times.started), of(times.detected), of(times.acknowledged), of(times.mitigated), of(times.resolved)]
}

fn stated(times: &Times) -> [Option<i64>; 3] {
    [times.stated_detect, times.stated_mitigate, times.stated_resolve]
}

fn entry(entry: &TimelineEntry) -> (Point, &str, &str) {
    (point(entry.at), &entry.label, &entry.text)
}
