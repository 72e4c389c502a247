//! What `lookback similar --json` prints: the incidents most like one, and the chains that it is in.

use std::io::{self, Write};

use jiff::civil::Date;
use serde::Serialize;

use super::record::{severity, url};
use crate::know::insight::recurrence::{Ledger, Standing};
use crate::know::insight::similar::{Suggestion, sentence, told};
use crate::know::link::{DocumentId, Site};

/// JSON Schema (draft 2020-12) of what is printed.
pub const SCHEMA: &str = include_str!("similar.schema.json");

/// The whole answer.
#[derive(Debug, Serialize)]
pub struct Answer<'a> {
    pub of: Incident<'a>,
    pub similar: Vec<Likeness<'a>>,
    pub chains: Vec<ChainPlace<'a>>,
}

/// An incident as it is named.
#[derive(Debug, Serialize)]
pub struct Incident<'a> {
    pub id: &'a str,
    pub path: &'a str,
    pub title: &'a str,
    pub date: Option<Date>,
    pub severity: Option<&'a str>,
    /// `None` for a draft, which has no page.
    pub url: Option<String>,
}

/// An incident that is like it, and why.
#[derive(Debug, Serialize)]
pub struct Likeness<'a> {
    #[serde(flatten)]
    pub incident: Incident<'a>,
    /// With two decimals.
    pub score: f64,
    /// In words.
    pub why: String,
    pub reasons: Vec<Reason>,
}

/// One thing that both have.
#[derive(Debug, Serialize)]
pub struct Reason {
    pub kind: &'static str,
    pub label: Option<String>,
    pub url: Option<String>,
}

/// A chain of returns and the place in it.
#[derive(Debug, Serialize)]
pub struct ChainPlace<'a> {
    pub name: &'a str,
    /// From 1; null for an undated incident.
    pub number: Option<usize>,
    /// Incidents in the chain.
    pub of: usize,
    /// What earlier ones promised that was not done when this one happened.
    pub left_open: Vec<EarlierAction<'a>>,
}

/// An action item of an earlier incident.
#[derive(Debug, Serialize)]
pub struct EarlierAction<'a> {
    pub title: &'a str,
    /// `open` or `dropped`.
    pub standing: &'static str,
    /// Id of the incident that it comes from.
    pub from: &'a str,
}

impl<'a> Answer<'a> {
    /// What is said of the incident `id`. `is_draft`: it has no page of its own.
    pub fn new(
        site: &'a Site,
        ledger: &'a Ledger,
        id: DocumentId,
        is_draft: bool,
        similar: &[Suggestion],
    ) -> Self {
        let likeness = |one: &Suggestion| Likeness {
            incident: incident(site, one.id, false),
            score: (f64::from(one.score) * 100.0).round() / 100.0,
            why: sentence(&told(site, &one.reasons), |told| told.label.clone()),
            reasons: told(site, &one.reasons)
                .into_iter()
                .map(|told| Reason {
                    kind: told.kind,
                    label: (!told.label.is_empty()).then_some(told.label),
                    url: told.output.map(|output| url(site, &output)),
                })
                .collect(),
        };
        let before = ledger.before(site, id, 1);
        let place = |place: &crate::know::insight::recurrence::ChainPlace| {
            let chain = &ledger.chains[place.chain];
            let of_chain = before.left_open.iter().filter(|one| chain.incidents.contains(&one.from));
            ChainPlace {
                name: &chain.name,
                number: place.number,
                of: chain.incidents.len(),
                left_open: of_chain
                    .map(|one| EarlierAction {
                        title: &site.post_mortem(one.from).action_items[one.index].title,
                        standing: match one.standing {
                            Standing::Open => "open",
                            Standing::Dropped(_) => "dropped",
                        },
                        from: &site.post_mortem(one.from).id,
                    })
                    .collect(),
            }
        };
        Self {
            of: incident(site, id, is_draft),
            similar: similar.iter().map(likeness).collect(),
            chains: before.places.iter().map(place).collect(),
        }
    }

    /// Writes it as indented JSON.
    ///
    /// # Errors
    /// When `out` can't be written to.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self)?;
        out.write_all(b"\n")
    }
}

fn incident(site: &Site, id: DocumentId, is_draft: bool) -> Incident<'_> {
    let (document, known) = (&site.documents[id], site.post_mortem(id));
    Incident {
        id: &known.id,
        path: &document.source.path,
        title: &document.title,
        date: known.date,
        severity: severity(site, known),
        url: (!is_draft).then(|| url(site, &site.outputs[id])),
    }
}
