//! A request, read: what is looked for, what narrows it, and what the reader should know.

use std::ops::Range;

use crate::filter::{Filters, nearest, resolve};
use crate::opened::Opened;
use crate::query::{Asked, Atom, Clause, DayRange, What, date_bound, duration, parse};
use crate::record::{FacetName, FacetTable, Kind};
use crate::request::Request;
use crate::response::Message;

/// What to do for a request.
#[derive(Debug, Default)]
pub struct Plan {
    /// Clauses with text that is looked for.
    pub texts: Vec<Clause>,
    /// Clauses that only rule records out, and are no plain filters.
    pub conditions: Vec<Clause>,
    pub filters: Filters,
    pub messages: Vec<Message>,
    /// Whether nothing can be found.
    pub hopeless: bool,
}

/// Reads a request.
pub fn plan(opened: &Opened, request: &Request) -> Plan {
    let query = parse(&request.query, request.typing, opened.stems.is_english());
    let plan = Plan { messages: query.messages, hopeless: query.wordless, ..Plan::default() };
    let mut planner = Planner { opened, request, plan };
    for clause in query.clauses {
        planner.add_clause(clause);
    }
    planner.add_request_filters();
    planner.add_request_ranges();
    planner.add_default_kind();
    planner.plan
}

struct Planner<'a> {
    opened: &'a Opened,
    request: &'a Request,
    plan: Plan,
}

impl Planner<'_> {
    fn add_clause(&mut self, clause: Clause) {
        for atom in &clause.atoms {
            if let What::Facet(facet, asked) = &atom.what {
                self.remark_unknown(*facet, &asked.value, Some(asked.place.clone()));
            }
        }
        let of_one_facet = |(a, b): (&Atom, &Atom)| match (&a.what, &b.what) {
            (What::Facet(a_facet, _), What::Facet(b_facet, _)) => {
                a_facet == b_facet && !a.negated && !b.negated
            }
            _ => false,
        };
        match clause.atoms.as_slice() {
            [Atom { negated, what: What::Facet(facet, asked) }] => self.filter(*facet, asked, *negated),
            [Atom { negated: false, what: What::Date(range) }] => self.plan.filters.days.push(*range),
            [Atom { negated: false, what: What::Duration(range) }] => self.plan.filters.minutes.push(*range),
            atoms if atoms.iter().zip(&atoms[1..]).all(of_one_facet) && atoms.len() > 1 => {
                for atom in atoms {
                    if let What::Facet(facet, asked) = &atom.what {
                        self.filter(*facet, asked, false);
                    }
                }
            }
            atoms if atoms.iter().any(is_searched) => self.plan.texts.push(clause),
            _ => self.plan.conditions.push(clause),
        }
    }

    fn filter(&mut self, facet: FacetName, asked: &Asked, negated: bool) {
        let table = self.opened.table(facet);
        let values = resolve(table, &asked.value, self.request.typing);
        let filter = self.plan.filters.facet_mut(facet);
        if negated {
            filter.rule_out(table, &values);
        } else {
            filter.want(table, &values, true);
        }
    }

    fn add_request_filters(&mut self) {
        for (&facet, written) in &self.request.filters {
            let table = self.opened.table(facet);
            for value in written {
                let values = resolve(table, value, false);
                self.plan.filters.facet_mut(facet).want(table, &values, true);
                self.remark_unknown(facet, value, None);
            }
        }
    }

    fn add_request_ranges(&mut self) {
        let request = self.request;
        let after = self.read(&request.after, "date", date_bound);
        let before = self.read(&request.before, "date", date_bound);
        let minutes = self.read(&request.duration, "duration", duration);
        let filters = &mut self.plan.filters;
        filters.days.extend(after.map(|from| DayRange { from: Some(from), until: None }));
        filters.days.extend(before.map(|until| DayRange { from: None, until: Some(until) }));
        filters.minutes.extend(minutes);
    }

    /// Reads a value of the request; one that can't be read is left out, which is said.
    fn read<T>(&mut self, text: &str, what: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = text.trim();
        let found = read(text);
        if found.is_none() && !text.is_empty() {
            let text = format!("“{text}” is no {what}, and was left out.");
            self.plan.messages.push(Message { text, instead: None });
        }
        found
    }

    /// Unless a kind is asked for, incidents are meant.
    fn add_default_kind(&mut self) {
        let table = self.opened.table(FacetName::Kind);
        let incidents = resolve(table, Kind::Incident.as_str(), false);
        let filter = self.plan.filters.facet_mut(FacetName::Kind);
        if !filter.is_chosen() && !incidents.is_empty() {
            filter.want(table, &incidents, false);
        }
    }

    /// Says that a facet has no such value, and which one may be meant; `place` is where it stands in the query.
    fn remark_unknown(&mut self, facet: FacetName, written: &str, place: Option<Range<usize>>) {
        let table = self.opened.table(facet);
        if !resolve(table, written, self.request.typing).is_empty() {
            return;
        }
        let near = nearest(table, written);
        let text = unknown(facet, table, written, near);
        let instead = near.zip(place).map(|(near, place)| {
            let query = &self.request.query;
            format!("{}{near}{}", &query[..place.start], &query[place.end..])
        });
        self.plan.messages.push(Message { text, instead });
    }
}

fn is_searched(atom: &Atom) -> bool {
    !atom.negated && matches!(atom.what, What::Word(..) | What::Phrase(..))
}

fn unknown(facet: FacetName, table: &FacetTable, written: &str, near: Option<&str>) -> String {
    let name = facet.as_str();
    match near {
        Some(near) => format!("There is no {name} “{written}”; did you mean “{near}”?"),
        None if table.values.is_empty() => {
            format!("There is no {name} “{written}”: no record names a {name}.")
        }
        None => format!("There is no {name} “{written}”."),
    }
}
