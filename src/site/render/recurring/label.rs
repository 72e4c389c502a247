//! What a chain is called, and where it is.

use super::pack::Places;
use crate::core::phrases::Phrases;
use crate::know::insight::Insight;
use crate::know::insight::recurrence::NAMES;
use crate::know::link::Site;
use crate::site::render::urls::{self, Href};

/// What the id of a chain on its page begins with.
pub const CHAIN_ID: &str = "chain-";

/// A chain as other places name it.
#[derive(Debug, Clone, Hash)]
pub struct Label {
    pub name: String,
    /// From the root of the site.
    pub url: Href,
}

/// The label of the chain at a position of the ledger.
pub fn label(site: &Site, insight: &Insight, say: &Phrases, places: &Places, position: usize) -> Label {
    let chain = &insight.recurrence.chains[position];
    let name = chain.naming.text(site, &|names| match names {
        [one, other] => say.fill("recurring.name-and", &[("one", one), ("other", other)]),
        [one] => (*one).to_owned(),
        [] => String::new(),
        more => {
            let (some, rest) = more.split_at(NAMES);
            say.counted_with("recurring.name-more", rest.len(), &[("names", &say.comma(some))])
        }
    });
    let page = urls::from_root(places.output(position));
    Label { name, url: page.at(&format!("{CHAIN_ID}{}", chain.slug)) }
}
