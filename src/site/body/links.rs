//! The `href` of a link whose target is known.

use crate::core::address::{encode, is_external, relative, web};
use crate::know::link::{Site, Target};

/// The same as a whole address, for what is read elsewhere than on the page; `base` is where the site is, with a slash at the
/// end.
pub fn absolute(site: &Site, base: &str, page: &str, written: &str, target: &Target) -> Option<String> {
    let anchor = |fragment: &str| format!("#{}", encode(fragment));
    match target {
        Target::External => is_external(written).then(|| web(written)),
        Target::Document { id, fragment } => {
            let anchor = fragment.as_deref().map(anchor).unwrap_or_default();
            Some(format!("{base}{}{anchor}", encode(&site.outputs[*id])))
        }
        Target::Page { output } | Target::Attachment { output } => Some(format!("{base}{}", encode(output))),
        Target::Fragment(fragment) => Some(format!("{base}{}{}", encode(page), anchor(fragment))),
        Target::Broken => None,
    }
}

/// What to write as `href` or `src` on the page `from` for a link written as `href`; `None` for one that leads nowhere.
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
