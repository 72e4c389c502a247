//! Times that can hardly be right: said here, and left out by whoever counts.

use super::record::FactReader;
use super::values;
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{Origin, PostMortem};

impl FactReader<'_> {
    /// Reports ends before the start, lengths beyond `longest-days`, and publication before the incident.
    pub fn implausible_times(&mut self, facts: &PostMortem) {
        let times = &facts.times;
        let ends = [
            ("detected_at", times.detected),
            ("acknowledged_at", times.acknowledged),
            ("mitigated_at", times.mitigated),
            ("resolved_at", times.resolved),
        ];
        for (field, end) in ends {
            if let Some(((start, _), end)) = times.started.zip(end)
                && end.0.is_before(start)
            {
                let (start, shown) = (start.rfc3339(), end.0.rfc3339());
                let message = format!("`{field}` ({shown}) is before `started_at` ({start})");
                let found = self.at_time("times-out-of-order", field, end.1, message);
                self.found.push(found.hint("Correct one of the two; until then this length is not counted."));
            }
        }
        let lengths = [
            ("resolved_at", times.resolve(), times.resolved),
            ("mitigated_at", times.mitigate(), times.mitigated),
            ("acknowledged_at", times.acknowledge(), times.acknowledged),
            ("detected_at", times.detect(), times.detected),
        ];
        let longest = self.config.statistics.longest_days;
        let too_long = lengths.into_iter().find_map(|(field, length, end)| {
            let minutes = length?.minutes;
            (minutes > i64::from(longest) * 24 * 60).then_some((field, minutes, end))
        });
        if let Some((field, minutes, end)) = too_long {
            let days = minutes / (24 * 60);
            let message = format!(
                "{days} days lie between the start and `{field}`, more than the {longest} that are believed"
            );
            let found =
                self.at_time("implausible-length", field, end.map_or(Origin::Text, |end| end.1), message);
            self.found.push(found.hint(
                "Correct the times, or raise `longest-days` in `[statistics]`; until then this length is not counted.",
            ));
        }
        if let Some((date, published)) = facts.date.zip(facts.published)
            && published < date
        {
            let message = format!("published on {published}, before the incident of {date}");
            let found = self.at_time("published-too-early", "published", Origin::FrontMatter, message);
            self.found.push(
                found.hint("Correct one of the two; until then this post-mortem is left out of the figures."),
            );
        }
    }

    /// At the value in front matter, or at the file where it was found elsewhere.
    fn at_time(&self, rule: &'static str, field: &str, origin: Origin, message: String) -> Diagnostic {
        let found = Diagnostic::warning(rule, &self.source.path, message);
        let written = self.fields.first(field).and_then(|(key, value)| Some((key, values::text(value)?)));
        match written.filter(|_| origin == Origin::FrontMatter) {
            Some((key, text)) => {
                found.at(&self.source.text, self.front.place_of_value(&self.source.text, key, &text))
            }
            None => found,
        }
    }
}
