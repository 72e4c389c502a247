//! The box "Similar": incidents that have much in common with one, each with the reasons.

use serde::Serialize;
use tera::Value;

use super::renderer::Renderer;
use crate::body::escape_text;
use crate::insight::similar::{Told, sentence, told};
use crate::link::{DocumentId, address};

#[derive(Serialize)]
pub struct Similar {
    incident: Value,
    /// HTML.
    why: Value,
}

/// The incidents most like one, the likest first.
pub fn similar(renderer: &Renderer<'_>, id: DocumentId) -> Vec<Similar> {
    let site = renderer.site;
    let from = &site.outputs[id];
    let write = |told: &Told| match &told.output {
        Some(output) => {
            format!(
                "<a href=\"{}\">{}</a>",
                escape_text(&address::relative(from, output)),
                escape_text(&told.label)
            )
        }
        None if told.is_identifier => format!("<code>{}</code>", escape_text(&told.label)),
        None => format!("“{}”", escape_text(&told.label)),
    };
    let suggestions = &renderer.insight.similar[id];
    suggestions
        .iter()
        .map(|one| Similar {
            incident: renderer.brief(one.id),
            why: Value::safe_string(&sentence(&told(site, &one.reasons), write)),
        })
        .collect()
}
