//! Plan → answer: what the engine does for a request once the index is open.

use std::collections::BTreeMap;
use std::io;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::counting::{Counted, count, named};
use crate::date;
use crate::groups::groups;
use crate::matching::{Docs, Matching, search};
use crate::opened::Opened;
use crate::order::first_hits;
use crate::pack::Text;
use crate::plan::{Plan, plan};
use crate::record::FacetName;
use crate::request::Request;
use crate::response::{Hit, Named, Response};
use crate::snippet::{excerpt, marked};

/// Characters that may stand in a fragment as they are (RFC 3986), but for those that HTML would have to escape.
const FRAGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b':')
    .remove(b'@')
    .remove(b'/');

/// Answers a request; `text` gives the text of a record.
///
/// # Errors
/// When something is not at hand. All that this step needs has been asked for by then: postings first, then the texts of
/// the first hits.
pub fn answer(
    opened: &Opened,
    request: &Request,
    mut text: impl FnMut(u32) -> io::Result<Text>,
) -> io::Result<Response> {
    let plan = plan(opened, request);
    let matching = search(opened, &plan.texts, &plan.conditions, request.typing)?;
    let (counted, relaxed) = find(opened, &plan, &matching);
    let range = (request.offset, request.limit);
    let first = first_hits(counted.hits.iter().collect(), request.sort, &opened.columns, &matching, range);
    let texts: Vec<io::Result<Text>> = first.iter().map(|&doc| text(doc)).collect();
    let texts: Vec<Text> = texts.into_iter().collect::<io::Result<_>>()?;
    let hits = first.iter().zip(texts).map(|(&doc, text)| hit(opened, &matching, request, doc, text));
    let (facets, groups): (&[FacetName], _) = if request.brief {
        (&[FacetName::Kind], BTreeMap::new())
    } else {
        (&FacetName::ALL, groups(opened, &counted.hits, request.group_by))
    };
    Ok(Response {
        query: request.query.clone(),
        total: counted.hits.len() as usize,
        relaxed,
        did_you_mean: suggestion(&request.query, &matching),
        hits: hits.collect(),
        facets: counted.choices(opened, &plan.filters, facets),
        groups,
        terms: matching.marks.listed(),
        messages: plan.messages,
    })
}

/// What matches all words, or any if there is no hit with all. The second value says which.
fn find(opened: &Opened, plan: &Plan, matching: &Matching) -> (Counted, bool) {
    let nothing = Docs::none(opened.docs);
    let all = count(opened, &plan.filters, if plan.hopeless { &nothing } else { &matching.all });
    if !all.hits.is_empty() {
        return (all, false);
    }
    let any = count(opened, &plan.filters, &matching.any);
    if any.hits.is_empty() { (all, false) } else { (any, true) }
}

/// The query with its misspelt words replaced.
fn suggestion(query: &str, matching: &Matching) -> Option<String> {
    let mut places: Vec<_> = matching.suggestions.iter().collect();
    places.sort_by_key(|(place, _)| place.start);
    let mut corrected = String::new();
    let mut at = 0;
    for (place, word) in &places {
        corrected.push_str(query.get(at..place.start)?);
        corrected.push_str(word);
        at = place.end;
    }
    corrected.push_str(&query[at..]);
    (!places.is_empty()).then_some(corrected)
}

fn hit(opened: &Opened, matching: &Matching, request: &Request, doc: u32, text: Text) -> Hit {
    let values = |facet: FacetName| -> Vec<Named> {
        opened.columns.facet(facet).of(doc).iter().map(|&value| named(opened, facet, value)).collect()
    };
    let title_marked = marked(&text.title, &matching.marks);
    let excerpt = (request.snippets && !request.brief).then(|| excerpt(&text, &matching.marks));
    let anchor =
        excerpt.as_ref().and_then(|found| found.section).map(|nth| text.sections[nth].anchor.as_str());
    let mut url = text.url;
    if let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) {
        url.push('#');
        url.extend(utf8_percent_encode(anchor, FRAGMENT));
    }
    // The same, whether the heading was at hand or the whole text.
    let (id, path) = if request.brief { Default::default() } else { (text.id, text.path) };
    Hit {
        kind: text.kind,
        id,
        path,
        url,
        title: text.title,
        date: opened.columns.date[doc as usize].map(date::iso),
        severity: values(FacetName::Severity).into_iter().next(),
        status: values(FacetName::Status).into_iter().next(),
        services: values(FacetName::Service),
        causes: values(FacetName::Cause),
        minutes: opened.columns.minutes[doc as usize],
        score: matching.scores[doc as usize],
        title_marked,
        snippet: excerpt.map(|excerpt| excerpt.snippet),
    }
}
