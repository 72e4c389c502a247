//! A review as a comment on a pull request: short, the most important first, and never longer than a forge takes.

mod escape;
mod incident;

use escape::{link, message, text};

use super::{Became, Described, Finding, Incident, Removed, Review, Setting};
use crate::site::render::words::{count, counted, shortened};

/// The first line, by which a workflow finds the comment that it wrote before. HTML that nobody sees.
pub const MARKER: &str = "<!-- lookback review -->";
/// Characters that a comment may have on GitHub; GitLab takes a million.
pub const LIMIT: usize = 65_536;
/// A lower limit leaves no room for the summary and for what is said of the rest.
pub const LEAST: usize = 1_000;
/// From so many post-mortems on, each is folded to a line.
const FOLDED: usize = 4;
/// Room for what is said at the end of what was left out.
const RESERVE: usize = 400;
/// Incidents that happened before and are named in the summary, and characters of their titles.
const NAMED: usize = 5;
const TITLE: usize = 80;
/// Characters of a setting.
const SETTING: usize = 200;
/// Lines of a list of less important things.
const LINES: usize = 30;

/// The comment, of at most `limit` characters; where something was left out, it says so.
pub fn write(review: &Review, limit: usize) -> String {
    let mut comment = Comment { text: format!("{MARKER}\n## Review of post-mortems\n\n"), limit };
    if review.is_empty() {
        comment.text.push_str(&nothing(review));
        return comment.text;
    }
    comment.text.push_str(&summary(review));
    if !comment.push(&back(review, NAMED)) {
        comment.push(&back(review, 0));
    }
    comment.push("\n");
    if review.is_level {
        comment.push(&format!("\n{}\n", level(review)));
    }
    let mut parts = usize::from(!comment.push(&settings(&review.settings)));
    let is_folded = review.post_mortems.len() >= FOLDED;
    let mut left_out = 0;
    for one in &review.post_mortems {
        let section = incident::section(one, is_folded);
        if comment.push(&section) || comment.push(&incident::brief(one)) {
            continue;
        }
        left_out += 1;
    }
    for part in
        [names(review), descriptions(&review.descriptions), removed(&review.removed), broken(&review.broken)]
    {
        if !comment.push(&part) {
            parts += 1;
        }
    }
    comment.end(left_out, parts);
    comment.text
}

struct Comment {
    text: String,
    limit: usize,
}

impl Comment {
    /// Adds something if there is room for it.
    fn push(&mut self, part: &str) -> bool {
        let fits = self.text.chars().count() + part.chars().count() + RESERVE <= self.limit;
        if fits {
            self.text.push_str(part);
        }
        fits
    }

    /// Says what is missing. A limit below the length of the summary cuts that.
    fn end(&mut self, incidents: usize, parts: usize) {
        if incidents + parts > 0 {
            let mut what = Vec::new();
            if incidents > 0 {
                what.push(counted(incidents, "post-mortem", "post-mortems"));
            }
            if parts > 0 {
                what.push("settings, names, descriptions or removed files".to_owned());
            }
            self.text.push_str(&format!(
                "\n**Left out**, for a comment can't be longer: {}. `lookback review` prints all of it.\n",
                what.join(", ")
            ));
        }
        if let Some((at, _)) = self.text.char_indices().nth(self.limit) {
            self.text.truncate(at);
        }
    }
}

fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}

/// `1 post-mortem added, 2 changed; 1 error, 3 warnings, 2 questions.`
fn summary(review: &Review) -> String {
    let became = |wanted| review.post_mortems.iter().filter(|one| one.change == wanted).count();
    let of_removed = review.removed.iter().filter(|one| one.kind == "post-mortem").count();
    let numbers = [
        (became(Became::Added), "added"),
        (became(Became::Changed), "changed"),
        (became(Became::Moved), "moved"),
        (of_removed, "removed"),
    ];
    let mut done: Vec<String> = Vec::new();
    for (number, word) in numbers.into_iter().filter(|(number, _)| *number > 0) {
        let noun =
            if done.is_empty() { counted(number, "post-mortem", "post-mortems") } else { count(number) };
        done.push(format!("{noun} {word}"));
    }
    if done.is_empty() {
        done.push("No post-mortem changed".into());
    }
    let level = |wanted| review.findings().filter(|finding| finding.level == wanted).count();
    let questions = review.post_mortems.iter().map(|one| one.questions.len()).sum();
    let numbers = [
        (level("error"), "error", "errors"),
        (level("warning"), "warning", "warnings"),
        (questions, "question", "questions"),
    ];
    let found: Vec<String> = numbers
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| counted(number, one, many))
        .collect();
    let found = if found.is_empty() { "nothing odd".to_owned() } else { found.join(", ") };
    format!("{}; {found}.", done.join(", "))
}

/// Whether something came back, and what, in the order of the reports; of these, `named` are named.
fn back(review: &Review, named: usize) -> String {
    let back: Vec<&Incident> = review.post_mortems.iter().filter(|one| !one.earlier.is_empty()).collect();
    let who = match (back.len(), review.post_mortems.len()) {
        (0, _) => return String::new(),
        (1, 1) => return " **It happened before.**".to_owned(),
        (number, _) => format!("{} of them happened before", count(number)),
    };
    if named == 0 {
        return format!(" **{who}.**");
    }
    let mut titles: Vec<String> =
        back.iter().take(named).map(|one| link(&shortened(&one.title, TITLE), &one.url)).collect();
    if back.len() > named {
        titles.push(format!("and {} more", count(back.len() - named)));
    }
    format!(" **{who}:** {}.", titles.join(", "))
}

fn nothing(review: &Review) -> String {
    if review.is_level {
        return format!("Nothing to review. {}\n", level(review));
    }
    format!(
        "Nothing to review: no post-mortem, no description and no setting has changed since {} (`{}`).\n",
        revision(review),
        short(&review.base)
    )
}

/// Says that the comparison is with the commit that is checked out, which hides all that is committed.
fn level(review: &Review) -> String {
    format!(
        "What is checked out has no commit that {} lacks, so only what is not committed is compared. To compare with \
         another branch, name it: `--base origin/main`; a clone of a single branch has to fetch it first.",
        revision(review)
    )
}

fn revision(review: &Review) -> String {
    message(&format!("`{}`", review.revision))
}

/// `Settings changed: `check.no-owner`: nothing → deny`
fn settings(all: &[Setting]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let value = |value: &Option<String>| {
        value.as_ref().map_or_else(|| "nothing".to_owned(), |value| text(&shortened(value, SETTING)))
    };
    let told: Vec<String> = all
        .iter()
        .take(LINES)
        .map(|one| {
            let key = message(&format!("`{}`", shortened(&one.key, SETTING)));
            format!("{key}: {} → {}", value(&one.before), value(&one.after))
        })
        .collect();
    let more = all.len().saturating_sub(LINES);
    let more = if more == 0 { String::new() } else { format!(" and {} more", count(more)) };
    format!("\nSettings changed: {}{more}.\n", told.join(", "))
}

fn names(review: &Review) -> String {
    if review.new_names.is_empty() {
        return String::new();
    }
    let lines = review.new_names.iter().map(|name| {
        let near = name.near.as_ref().map(|near| format!(": is it **{}**?", text(near))).unwrap_or_default();
        let described = if name.is_described { " (with a description)" } else { "" };
        let more = name.paths.len().saturating_sub(1);
        let more = if more == 0 { String::new() } else { format!(" and {} more", count(more)) };
        let first = name.paths.first().map(|path| format!(", in {}{more}", text(path))).unwrap_or_default();
        format!("- {} **{}**{near}{described}{first}\n", name.kind, text(&name.name))
    });
    format!("\n### New names\n\n{}", limited(lines.collect()))
}

fn descriptions(all: &[Described]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let line = |one: &Described| {
        let mut out = format!("- {} {}: {}\n", one.kind, link(&one.title, &one.url), became(one.change));
        out.extend(one.findings.iter().map(|finding| format!("  {}", found(finding))));
        out
    };
    format!("\n### Descriptions and pages\n\n{}", limited(all.iter().map(line).collect()))
}

fn removed(all: &[Removed]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let line = |one: &Removed| {
        let date = one.date.map(|date| format!(", {date}")).unwrap_or_default();
        let open = match one.open {
            0 => String::new(),
            open => format!(
                "; {} with it, still to be done",
                counted(open, "action item goes", "action items go")
            ),
        };
        format!("- {} **{}** ({}{date}){open}\n", one.kind, text(&one.title), text(&one.path))
    };
    format!("\n### Removed\n\n{}", limited(all.iter().map(line).collect()))
}

fn broken(all: &[Finding]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let lines = all.iter().map(|finding| {
        format!(
            "- {} points to what is gone: {}\n",
            link(&place(finding), &finding.url),
            message(&finding.message)
        )
    });
    format!("\n### Links that this breaks\n\n{}", limited(lines.collect()))
}

/// The first lines, and how many there are beside them.
fn limited(lines: Vec<String>) -> String {
    let more = lines.len().saturating_sub(LINES);
    let mut out: String = lines.into_iter().take(LINES).collect();
    if more > 0 {
        out.push_str(&format!("- … and {} more\n", count(more)));
    }
    out
}

fn became(change: Became) -> &'static str {
    match change {
        Became::Added => "added",
        Became::Changed => "changed",
        Became::Moved => "moved",
    }
}

fn place(finding: &Finding) -> String {
    let name = finding.path.rsplit('/').next().unwrap_or(&finding.path);
    finding.line.map_or_else(|| name.to_owned(), |line| format!("{name}:{line}"))
}

/// A finding as an item of a list, with its line.
fn found(finding: &Finding) -> String {
    items(&[finding]).concat()
}

/// Findings as items of a list. Where a rule says the same of several places, it says it once, with all lines.
fn items(all: &[&Finding]) -> Vec<String> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in all {
        let is_same =
            |group: &&mut Vec<&Finding>| group[0].rule == finding.rule && group[0].hint == finding.hint;
        match groups.iter_mut().find(is_same) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups.iter().map(|group| item(group)).collect()
}

fn item(group: &[&Finding]) -> String {
    let first = group[0];
    let line = |one: &&Finding| one.line.map(|line| link(&line.to_string(), &one.url));
    let lines: Vec<String> = group.iter().filter_map(line).take(LINES).collect();
    let place = match lines.len() {
        0 => link("file", &first.url),
        1 => format!("line {}", lines[0]),
        _ => format!("lines {}", lines.join(", ")),
    };
    let more = group.len() - 1;
    let more = if more == 0 { String::new() } else { format!(" (and {} more)", count(more)) };
    let hint = first.hint.as_ref().map(|hint| format!(" <sub>{}</sub>", message(hint))).unwrap_or_default();
    let said = first.message.trim_end_matches('.');
    let is_ended = more.is_empty() && said.ends_with(['?', '!', '…']);
    let end = if is_ended { "" } else { "." };
    format!("- {place} `{}`: {}{more}{end}{hint}\n", first.rule, message(said))
}
