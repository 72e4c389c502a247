//! The `href` of a link whose target is known.

use crate::link::address::{encode, is_external, relative, web};
use crate::link::{Site, Target};

/// What to write as `href` or `src` on the page `from` for a link written as `href`; `None` for one that leads nowhere.
#[must_use]
pub fn href(site: &Site, from: &str, written: &str, target: &Target) -> Option<String> {
    let anchor = |fragment: &str| format!("#{}", encode(fragment));
    match target {
        // Asked once more: a target that was mixed up must not let a script through.
        Target::External => is_external(written).then(|| web(written)),
        Target::Document { id, fragment } => {
            let to = relative(from, &site.outputs[*id]);
            Some(to + &fragment.as_deref().map(anchor).unwrap_or_default())
        }
        Target::Page { output } | Target::Attachment { output } => Some(relative(from, output)),
        Target::Fragment(fragment) => Some(anchor(fragment)),
        Target::Broken => None,
    }
}
