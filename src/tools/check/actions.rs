//! Action items that nobody can be held to: without an owner or a date, too vague to be done, or asked for twice.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::completeness::is_habit;
use super::levels::Levels;
use super::words;
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{ActionItem, ActionState};
use crate::know::insight::actions::place_of;
use crate::know::link::{DocumentId, Site};

/// `due: next week`
static DUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:due|deadline|eta)(?:[_ ]date)?\s*[:=]\s*(?P<value>[^\s,;)\]|][^,;)\]|\n\r]*)")
        .expect("the pattern is valid")
});

/// The open action items of a knowledge base by what they ask for, and what its action items have.
pub struct Promised<'s> {
    site: &'s Site,
    today: Date,
    open: HashMap<String, Vec<(DocumentId, usize)>>,
    /// Whether an owner, and a due date, is asked for: where hardly any action item has one, they are kept elsewhere.
    asks_owner: bool,
    asks_due: bool,
}

impl<'s> Promised<'s> {
    pub fn new(site: &'s Site, today: Date, levels: &Levels) -> Self {
        let mut open: HashMap<String, Vec<(DocumentId, usize)>> = HashMap::new();
        let (mut all, mut owned, mut dated) = (0, 0, 0);
        for id in &site.by_date {
            for (index, item) in site.post_mortem(*id).action_items.iter().enumerate() {
                all += 1;
                owned += usize::from(item.owner.is_some());
                dated += usize::from(item.due.is_some());
                if item.state.is_pending() {
                    open.entry(wording(&item.title)).or_default().push((*id, index));
                }
            }
        }
        let asks = |rule, having| is_habit(having, all) || levels.are_set(rule);
        Self { site, today, open, asks_owner: asks("no-owner", owned), asks_due: asks("no-due-date", dated) }
    }

    /// What is odd about the action items of a post-mortem.
    pub fn check(&self, id: DocumentId) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (index, item) in self.site.post_mortem(id).action_items.iter().enumerate() {
            let mut say = |rule: &str, message: String, hint: &str| {
                let source = &self.site.documents[id].source;
                let diagnostic = Diagnostic::warning(super::rules::name(rule), &source.path, message);
                let place = place_of(self.site, id, index, &item.title);
                found.push(diagnostic.at(&source.text, place).hint(hint));
            };
            let title = shortened(&item.title);
            if words::usual().is_placeholder(&item.title) {
                let message = format!("the action item “{title}” still holds the words of a template");
                say("template-words", message, "Write what is to be done, or remove the line.");
                continue;
            }
            if item.state.is_pending() {
                if item.owner.is_none() && self.asks_owner {
                    say(
                        "no-owner",
                        format!("“{title}” has no owner"),
                        "Write `(owner: Team)` behind it, or `owner:` in front matter. What belongs to nobody is not done.",
                    );
                }
                self.dates(item, &title, self.unread_due(id, index, item), &mut say);
                if let Some(elsewhere) = self.elsewhere(id, &item.title) {
                    let message =
                        format!("“{title}” is promised in {elsewhere} already, and still open there");
                    say(
                        "duplicate-action",
                        message,
                        "Link to the one that is open; that it is asked for again makes it more urgent.",
                    );
                }
            }
            if words::usual().vague.is_match(item.title.trim()) && item.state != ActionState::Dropped {
                say(
                    "vague-action",
                    format!("“{title}”: what would show that it is done?"),
                    "Name the thing that changes, and how anybody sees that it has: an alert, a limit, a test, a page.",
                );
            }
            if item.state == ActionState::Done && item.url.is_none() && !has_link(self.site, id, index) {
                say(
                    "done-without-link",
                    format!("“{title}” is done, and nothing shows where"),
                    "Add the address of the change or the ticket.",
                );
            }
        }
        found
    }

    /// What stands behind `due:` in the text and is no date.
    fn unread_due(&self, id: DocumentId, index: usize, item: &ActionItem) -> Option<&'s str> {
        if item.due.is_some() || !item.in_body {
            return None;
        }
        let text = &self.site.documents[id].source.text;
        let whole = &text[crate::know::insight::actions::range_of(self.site, id, index)];
        // What follows a blank line belongs to something else.
        let block = whole.split("\n\n").next().unwrap_or(whole);
        let value = DUE.captures(block)?.name("value")?.as_str().trim();
        (!words::usual().is_placeholder(value)).then_some(value)
    }

    fn dates(
        &self,
        item: &ActionItem,
        title: &str,
        unread: Option<&str>,
        say: &mut impl FnMut(&str, String, &str),
    ) {
        if let Some(value) = unread {
            let plain = value.trim_matches(['*', '_', ' ', '.']);
            if let Some(date) = crate::read::parse::parse_date(plain) {
                return say(
                    "unread-due-date",
                    format!("“{title}” has a due date where none is looked for: `{plain}`"),
                    &format!(
                        "Write `(due: {date})` behind it; until then it counts as an action item without one."
                    ),
                );
            }
            return say(
                "unread-due-date",
                format!("“{title}” is due on a day that can't be read: `{value}`"),
                "Write a date such as `2026-06-30`; until then it counts as an action item without one.",
            );
        }
        match item.due {
            None if !self.asks_due => {}
            None => say(
                "no-due-date",
                format!("“{title}” has no due date"),
                "Write `(due: 2026-06-30)` behind it, or `due:` in front matter; a rough date is better than none.",
            ),
            Some(due) if due < self.today => {
                let days = (self.today - due).get_days();
                let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
                say(
                    "overdue",
                    format!("“{title}” was due on {due}, {days} ago"),
                    "Do it, give it a new date and say why, or drop it and say why.",
                );
            }
            Some(_) => {}
        }
    }

    /// The path of an older post-mortem in which the same is open.
    fn elsewhere(&self, id: DocumentId, title: &str) -> Option<&str> {
        // The newest comes first.
        let same = self.open.get(&wording(title))?;
        let own = same.iter().position(|(other, _)| *other == id)?;
        let (other, _) = same[own..].iter().find(|(other, _)| *other != id)?;
        Some(&self.site.documents[*other].source.path)
    }
}

/// Letters and digits in lower case: what makes two titles the same.
fn wording(title: &str) -> String {
    let words = title.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn shortened(title: &str) -> String {
    const LONGEST: usize = 60;
    if title.chars().count() <= LONGEST {
        return title.to_owned();
    }
    let cut: String = title.chars().take(LONGEST).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(start, _)| start))
}

/// Whether the words of an action item lead anywhere.
fn has_link(site: &Site, id: DocumentId, index: usize) -> bool {
    let document = &site.documents[id];
    let range = crate::know::insight::actions::range_of(site, id, index);
    document.body.links.iter().any(|link| range.contains(&link.range.start))
}
