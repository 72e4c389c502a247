//! The box "Similar": incidents that have much in common with one, each with the reasons.

use serde::Serialize;
use tera::Value;

use super::deferred::Promised;
use super::view::View;
use crate::core::address;
use crate::core::escape::escaped;
use crate::core::phrases::Phrases;
use crate::know::insight::similar::{Told, told};
use crate::know::link::DocumentId;

#[derive(Serialize)]
pub struct Similar {
    incident: Value,
    /// HTML.
    why: Value,
}

/// One of them, and the reasons.
#[derive(Hash)]
pub struct SimilarInputs {
    incident: Promised,
    told: Vec<Told>,
}

/// The incidents most like one, the likest first.
pub fn inputs(view: &View<'_>, id: DocumentId) -> Vec<SimilarInputs> {
    let suggestions = view.insight.similar[id].iter();
    suggestions
        .map(|one| SimilarInputs { incident: view.promised(one.id), told: told(view.site, &one.reasons) })
        .collect()
}

/// The same on the page `from`.
pub fn view(say: &Phrases, from: &str, list: &[SimilarInputs]) -> Vec<Similar> {
    let write = |told: &Told| match &told.output {
        Some(output) => {
            format!("<a href=\"{}\">{}</a>", escaped(&address::relative(from, output)), escaped(&told.label))
        }
        None if told.is_identifier => format!("<code>{}</code>", escaped(&told.label)),
        None => say.html("list.quoted", None, &[("text", &escaped(&told.label))]),
    };
    let shown = |one: &SimilarInputs| Similar {
        incident: one.incident.stand_in(),
        why: Value::safe_string(&sentence(say, &one.told, write)),
    };
    list.iter().map(shown).collect()
}

/// `same cause certificate expiry, same services Edge, Shop; both mention x509`, as HTML, with each label as `write` puts it.
fn sentence(say: &Phrases, told: &[Told], write: impl Fn(&Told) -> String) -> String {
    let (words, names): (Vec<&Told>, Vec<&Told>) = told.iter().partition(|told| told.kind == "word");
    let part = |list: &[&Told]| {
        let names: Vec<String> = list.iter().map(|told| write(told)).collect();
        let key = format!("similar.{}", list[0].kind);
        say.html(&key, Some(list.len()), &[("names", &say.comma(&names))])
    };
    let names: Vec<String> = names.chunk_by(|a, b| a.kind == b.kind).map(part).collect();
    let mut parts = Vec::new();
    if !names.is_empty() {
        parts.push(say.comma(&names));
    }
    if !words.is_empty() {
        parts.push(part(&words));
    }
    say.clauses(&parts)
}
