//! The way from one part of the ledger to the others.

use super::filter::{CHOICES, Filter};
use crate::know::link::Entry;
use crate::site::render::filter_links::{Group, Link};
use crate::site::render::urls;
use crate::site::render::view::View;

/// The links to all parts, `current` among them; empty where there is nothing to choose.
pub fn links(current: Filter, view: &View<'_>) -> Vec<Group> {
    let (site, insight, say) = (view.site, view.insight, view.say);
    let ledger = &insight.recurrence;
    let link = |filter: Filter, name: &str, count: usize| Link {
        name: name.to_owned(),
        url: urls::from_root(&filter.output(site)),
        count: Some(say.count(count)),
        is_current: filter == current,
    };
    let mut show = vec![link(Filter::All, say.text("recurring.show-all"), ledger.chains.len())];
    let choices = &view.parts;
    let open = choices.left_open;
    if open > 0 {
        show.push(link(Filter::LeftOpen, say.text("recurring.show-left-open"), open));
    }
    let mut groups = vec![Group { label: say.text("recurring.show").to_owned(), links: show }];
    let mut add = |key: &'static str,
                   entries: &[Entry],
                   ranked: &[(usize, usize)],
                   make: fn(usize) -> Filter,
                   output: &str| {
        let is_shown = |(place, (at, _)): &(usize, &(usize, usize))| *place < CHOICES || make(*at) == current;
        let shown = ranked.iter().enumerate().filter(is_shown);
        let mut links: Vec<Link> =
            shown.map(|(_, (at, count))| link(make(*at), &entries[*at].name, *count)).collect();
        if ranked.len() > CHOICES {
            let count = Some(say.count(entries.len()));
            links.push(Link {
                name: say.text("recurring.show-all").into(),
                url: urls::from_root(output),
                count,
                is_current: false,
            });
        }
        if !links.is_empty() {
            groups.push(Group { label: say.text(key).to_owned(), links });
        }
    };
    add("recurring.cause", &site.causes.entries, &choices.causes, Filter::Cause, "causes.html");
    add("recurring.service", &site.services.entries, &choices.services, Filter::Service, "services.html");
    if groups.len() == 1 && groups[0].links.len() == 1 {
        groups.clear();
    }
    groups
}
