//! How incidents were noticed: the words of post-mortems, sorted into a few ways.

use crate::know::link::{DocumentId, Site};

/// Who or what noticed an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Detection {
    Alert,
    Customer,
    Employee,
    /// A scan, an audit or a test that was looking for something of the kind.
    Scan,
    /// Somebody who is neither customer nor colleague: the public, a researcher, a partner.
    Outside,
    /// In words that fit none of these.
    Other,
    NotRecorded,
}

/// Words by what they stand for, also with an `s` at the end; `*` stands for any ending. The first one in a text
/// decides: "customer, before any alert".
const WORDS: [(Detection, &str); 5] = [
    (
        Detection::Alert,
        "alert* alarm* monitor* page paged pager paging synthetic probe healthcheck health-check slo dashboard automat* \
         metric",
    ),
    (Detection::Customer, "customer* client user support ticket merchant subscriber"),
    (
        Detection::Employee,
        "employee* engineer* operator colleague staff developer* internal* manual* team on-call oncall",
    ),
    (Detection::Scan, "scan* audit* test tester testing pentest* review* inspection"),
    (Detection::Outside, "public press social research* partner vendor provider community bounty"),
];

impl Detection {
    pub const ALL: [Self; 7] = [
        Self::Alert,
        Self::Customer,
        Self::Employee,
        Self::Scan,
        Self::Outside,
        Self::Other,
        Self::NotRecorded,
    ];

    /// Name in data and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::Customer => "customer",
            Self::Employee => "employee",
            Self::Scan => "scan",
            Self::Outside => "outside",
            Self::Other => "other",
            Self::NotRecorded => "not-recorded",
        }
    }

    /// What the `detection` of a post-mortem says.
    pub fn from_words(text: Option<&str>) -> Self {
        let text = text.unwrap_or_default().to_lowercase();
        let mut words =
            text.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| !word.is_empty());
        let Some(first) = words.clone().next() else { return Self::NotRecorded };
        if matches!(first, "unknown" | "none" | "n" | "tbd" | "-") {
            return Self::NotRecorded;
        }
        let is_meant = |word: &str, known: &str| match known.strip_suffix('*') {
            Some(start) => word.starts_with(start),
            None => word.strip_prefix(known).is_some_and(|rest| matches!(rest, "" | "s")),
        };
        let of_word = |word: &str| {
            let means = |known: &str| known.split(' ').any(|known| is_meant(word, known));
            WORDS.iter().find(|(_, known)| means(known)).map(|(detection, _)| *detection)
        };
        words.find_map(of_word).unwrap_or(Self::Other)
    }
}

/// Incidents by the way in which they were noticed, in the order of [`Detection::ALL`]; ways without any are left out.
pub fn by_detection(site: &Site, incidents: &[DocumentId]) -> Vec<(Detection, Vec<DocumentId>)> {
    let mut ways = Detection::ALL.map(|detection| (detection, Vec::new()));
    for id in incidents.iter().copied() {
        let found = Detection::from_words(site.post_mortem(id).detection.as_deref());
        ways[found as usize].1.push(id);
    }
    ways.into_iter().filter(|(_, incidents)| !incidents.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_that_is_known_decides() {
        for (text, expected) in [
            ("alert", Detection::Alert),
            ("Monitoring", Detection::Alert),
            ("synthetic test", Detection::Alert),
            ("Customer report, long before any alert", Detection::Customer),
            ("An engineer looked at a dashboard", Detection::Employee),
            ("Slow answers, seen by an engineer", Detection::Employee),
            ("under pressure", Detection::Other),
            ("external probes", Detection::Alert),
            ("security scan", Detection::Scan),
            ("a researcher", Detection::Outside),
            ("by chance", Detection::Other),
            ("unknown", Detection::NotRecorded),
            (" - ", Detection::NotRecorded),
            ("", Detection::NotRecorded),
        ] {
            assert_eq!(Detection::from_words(Some(text)), expected, "{text}");
        }
        assert_eq!(Detection::from_words(None), Detection::NotRecorded);
    }

    #[test]
    fn ways_are_in_the_order_of_their_list() {
        for (index, detection) in Detection::ALL.into_iter().enumerate() {
            assert_eq!(detection as usize, index);
        }
    }
}
