//! The reasons for which two incidents are similar, chosen and put in words.

use super::reason::Reason;
use crate::know::link::Site;

/// One reason as it is told: `same cause` and `certificate expiry`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Told {
    /// Stable name for other programs: `linked`, `cause`, `service`, `trigger`, `factor`, `team`, `tag`, `word`.
    pub kind: &'static str,
    /// What the label is; a sentence of its own where there is no label.
    pub lead: &'static str,
    pub label: String,
    /// Output path of the page of what is shared.
    pub output: Option<String>,
    /// Whether the label is an identifier, to be set in a face for code.
    pub is_identifier: bool,
}

/// Names of one kind that are told.
const NAMES: usize = 2;

/// The reasons worth telling: tags only where little else is shared, teams only where nothing is.
pub fn told(site: &Site, reasons: &[Reason]) -> Vec<Told> {
    let all: Vec<Told> = reasons.iter().map(|reason| one(site, reason)).collect();
    let of = |kind: &'static str| all.iter().filter(move |told| told.kind == kind).take(NAMES).cloned();
    let mut chosen: Vec<Told> =
        ["linked", "cause", "service", "trigger", "factor"].into_iter().flat_map(of).collect();
    let words: Vec<Told> = all.iter().filter(|told| told.kind == "word").cloned().collect();
    if chosen.len() + words.len() < 2 {
        chosen.extend(of("tag"));
    }
    if chosen.is_empty() && words.is_empty() {
        chosen.extend(of("team"));
    }
    chosen.extend(words);
    chosen
}

/// `same cause certificate expiry, same services Edge, Shop; both mention x509`, with each label as `write` puts it.
pub fn sentence(told: &[Told], write: impl Fn(&Told) -> String) -> String {
    let (words, names): (Vec<&Told>, Vec<&Told>) = told.iter().partition(|told| told.kind == "word");
    let listed = |list: &[&Told]| list.iter().map(|told| write(told)).collect::<Vec<_>>().join(", ");
    let part = |list: &[&Told]| match list {
        [one] if one.label.is_empty() => one.lead.to_owned(),
        [one] => format!("{} {}", one.lead, write(one)),
        several => format!("{}s {}", several[0].lead, listed(several)),
    };
    let names: Vec<String> = names.chunk_by(|a, b| a.kind == b.kind).map(part).collect();
    let mut sentence = names.join(", ");
    if !words.is_empty() {
        if !sentence.is_empty() {
            sentence.push_str("; ");
        }
        sentence.push_str("both mention ");
        sentence.push_str(&listed(&words));
    }
    sentence
}

fn one(site: &Site, reason: &Reason) -> Told {
    let plain = |kind, lead, label: &str| Told {
        kind,
        lead,
        label: label.to_owned(),
        output: None,
        is_identifier: false,
    };
    let entry = |kind, lead, entry: &crate::know::link::Entry| Told {
        output: Some(entry.output.clone()),
        ..plain(kind, lead, &entry.name)
    };
    match reason {
        Reason::Linked => plain("linked", "named by one of the authors", ""),
        Reason::Cause(at) => entry("cause", "same cause", &site.causes.entries[*at]),
        Reason::Service(at) => entry("service", "same service", &site.services.entries[*at]),
        Reason::Team(at) => entry("team", "same team", &site.teams.entries[*at]),
        Reason::Tag(at) => entry("tag", "same tag", &site.tags.entries[*at]),
        Reason::Trigger(text) => plain("trigger", "same trigger", text),
        Reason::Factor(text) => plain("factor", "same contributing factor", text),
        Reason::Word { text, is_identifier } => {
            Told { is_identifier: *is_identifier, ..plain("word", "both mention", text) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_joins_names_and_words() {
        let told = |kind, lead, label: &str| Told {
            kind,
            lead,
            label: label.into(),
            output: None,
            is_identifier: false,
        };
        let all = [
            told("linked", "named by one of the authors", ""),
            told("cause", "same cause", "expiry"),
            told("service", "same service", "Edge"),
            told("service", "same service", "Shop"),
            told("word", "both mention", "x509"),
            told("word", "both mention", "gateway"),
        ];
        let write = |told: &Told| format!("*{}*", told.label);
        assert_eq!(
            sentence(&all, write),
            "named by one of the authors, same cause *expiry*, same services *Edge*, *Shop*; both mention *x509*, *gateway*"
        );
        assert_eq!(sentence(&all[4..5], write), "both mention *x509*");
        assert_eq!(sentence(&[], write), "");
    }
}
