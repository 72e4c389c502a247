//! From a document to the keys that would be added to its front matter, tried before they are proposed.

use super::causes::{Causes, Suggestion};
use super::facts::{EXPECTED, Fact, known};
use super::same::is_same;
use crate::core::config::Config;
use crate::core::diagnostic::Diagnostic;
use crate::core::edit::{Edit, apply};
use crate::core::model::{Document, Origin, PostMortem, Record};
use crate::read::parse::{NewValue, Parser, addition, fields_with_a_key};

/// Makes proposals for the files of one knowledge base.
#[derive(Debug)]
pub struct Adopter<'a> {
    pub parser: &'a Parser<'a>,
    pub config: &'a Config,
    pub causes: &'a Causes,
    /// Whether suggested causes are written too.
    pub accepts_causes: bool,
}

/// What is known of one file, and what would be written into it.
#[derive(Debug)]
pub struct Proposal {
    /// In the order in which they are written.
    pub facts: Vec<Fact>,
    /// Causes that the text suggests, the best supported first; none where the author names some in front matter.
    pub causes: Vec<Suggestion>,
    pub timeline: usize,
    pub action_items: usize,
    /// Expected keys of which nothing is known.
    pub unknown: Vec<&'static str>,
    /// Keys that are left out, since the file would be read differently with them.
    pub withheld: Vec<&'static str>,
    /// Keys whose value may be another, with the reason; they are not written.
    pub doubts: Vec<(&'static str, String)>,
    /// What adds the new keys; `None` where there are none.
    pub edit: Option<Edit>,
}

/// How a file is read with keys added.
enum Outcome {
    Same,
    Different,
    Unreadable,
}

impl Adopter<'_> {
    /// Says what is known of a post-mortem, and what would be written. `found` is what was odd about its file.
    ///
    /// # Errors
    /// Why the file has to stay as it is: its front matter can't be read, or takes no further keys.
    pub fn propose(
        &self,
        document: &Document,
        facts: &PostMortem,
        found: &[Diagnostic],
    ) -> Result<Proposal, Diagnostic> {
        if let Some(fault) = found.iter().find(|one| one.rule == "invalid-front-matter") {
            return Err(fault.clone());
        }
        let text = &document.source.text;
        let keys = fields_with_a_key(text, self.config);
        let mut facts_known = known(document, facts, &keys, self.config);
        let causes = if keys.contains(&"causes") { Vec::new() } else { self.causes.suggest(document, facts) };
        let named: Vec<String> = match (keys.contains(&"causes"), self.accepts_causes) {
            (true, _) => facts.causes.clone(),
            (false, true) => causes.iter().map(|cause| cause.name.clone()).collect(),
            (false, false) => Vec::new(),
        };
        if !named.is_empty() {
            let (is_new, origin) =
                if keys.contains(&"causes") { (false, Origin::FrontMatter) } else { (true, Origin::Text) };
            let at =
                facts_known.iter().position(|fact| fact.key.ends_with("_at")).unwrap_or(facts_known.len());
            facts_known.insert(
                at,
                Fact { key: "causes", value: NewValue::List(named), origin, is_new, known: None },
            );
        }
        let doubts: Vec<_> = doubt_of_date(facts).map(|why| ("date", why)).into_iter().collect();
        let is_doubtful = |fact: &&mut Fact| doubts.iter().any(|(key, _)| *key == fact.key);
        facts_known.iter_mut().filter(is_doubtful).for_each(|fact| fact.is_new = false);
        let wanted: Vec<(&'static str, NewValue)> = facts_known
            .iter()
            .filter(|fact| fact.is_new)
            .map(|fact| (fact.key, fact.value.clone()))
            .collect();
        let (edit, withheld) = self.addition(document, facts, found, wanted)?;
        facts_known
            .iter_mut()
            .filter(|fact| withheld.contains(&fact.key))
            .for_each(|fact| fact.is_new = false);
        let is_known = |key: &str| facts_known.iter().any(|fact| fact.key == key);
        Ok(Proposal {
            unknown: EXPECTED.iter().copied().filter(|key| !is_known(key)).collect(),
            facts: facts_known,
            causes,
            timeline: facts.timeline.len(),
            action_items: facts.action_items.len(),
            withheld,
            doubts,
            edit,
        })
    }

    /// The edit that adds what can be added without harm, and what can't.
    fn addition(
        &self,
        document: &Document,
        facts: &PostMortem,
        found: &[Diagnostic],
        mut wanted: Vec<(&'static str, NewValue)>,
    ) -> Result<(Option<Edit>, Vec<&'static str>), Diagnostic> {
        let text = &document.source.text;
        let attempt = |fields: &[(&'static str, NewValue)]| {
            let edit = addition(text, fields);
            let outcome = self.outcome(document, facts, found, &apply(text, std::slice::from_ref(&edit)));
            (edit, outcome)
        };
        let mut withheld = Vec::new();
        while !wanted.is_empty() {
            let (edit, outcome) = attempt(&wanted);
            match outcome {
                Outcome::Same => return Ok((Some(edit), withheld)),
                Outcome::Unreadable => return Err(no_room(document)),
                Outcome::Different => {
                    let harmful = wanted
                        .iter()
                        .position(|one| !matches!(attempt(std::slice::from_ref(one)).1, Outcome::Same));
                    // Where each alone does no harm, the last is the least that can be given up.
                    withheld.push(wanted.remove(harmful.unwrap_or(wanted.len() - 1)).0);
                }
            }
        }
        Ok((None, withheld))
    }

    fn outcome(&self, document: &Document, facts: &PostMortem, found: &[Diagnostic], text: &str) -> Outcome {
        let source = crate::core::model::SourceFile { text: text.into(), ..document.source.clone() };
        let (read, found_now) = self.parser.parse(source);
        let is_new = |one: &Diagnostic| !found.iter().any(|known| known.rule == one.rule);
        if found_now.iter().any(|one| one.rule == "invalid-front-matter") {
            return Outcome::Unreadable;
        }
        let Record::PostMortem(facts_now) = &read.record else { return Outcome::Unreadable };
        let is_quiet = !found_now.iter().any(is_new);
        if is_quiet && is_same((document, facts), (&read, facts_now)) {
            Outcome::Same
        } else {
            Outcome::Different
        }
    }
}

/// Why the date in a file's name may not be that of the incident: the days of its timeline are others. Names often have
/// the day of publication.
fn doubt_of_date(facts: &PostMortem) -> Option<String> {
    let date = facts.date.filter(|_| facts.date_origin == Some(Origin::FileName))?;
    let days = || facts.timeline.iter().filter_map(|entry| entry.at).map(|at| at.date());
    let (first, last) = (days().min()?, days().max()?);
    // A day more on both sides: zones differ.
    let is_far = |from: jiff::civil::Date, to: jiff::civil::Date| (to - from).get_days() > 1;
    let days = if first == last { format!("is of {first}") } else { format!("runs from {first} to {last}") };
    (is_far(date, first) || is_far(last, date))
        .then(|| format!("the name of the file says {date}, the timeline {days}"))
}

fn no_room(document: &Document) -> Diagnostic {
    let message = "no key can be added to this front matter";
    Diagnostic::error("front-matter-closed", &document.source.path, message)
        .at(&document.source.text, 0..3)
        .hint("Write one key a line, without indentation or braces around them.")
}
