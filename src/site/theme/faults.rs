//! What is wrong with a template, with its place, and what was in reach there.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use tera::{Context, Kwargs, State, Tera};

use super::{Source, Theme};
use crate::core::diagnostic::{Diagnostic, did_you_mean};

impl Theme {
    /// What is wrong with a template, with its place; `page` is what was being made of it.
    pub(crate) fn diagnostics(&self, error: &tera::Error, page: Option<&str>) -> Vec<Diagnostic> {
        let hint = "Compare it with the built-in template: `lookback theme eject` writes that.";
        let report = error.to_string();
        let mut found: Vec<Diagnostic> = report
            .split("error: ")
            .filter(|part| !part.trim().is_empty())
            .map(|part| self.diagnostic(part, page).hint(hint))
            .collect();
        found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        found
    }

    /// Which names a template could have used where it failed, as a hint: those that are there, and the one that was meant.
    /// `tera` and `context` are what it failed with.
    pub(crate) fn reach(
        &self,
        error: &tera::Error,
        tera: &Tera,
        template: &str,
        context: &Context,
    ) -> Option<String> {
        let report = error.to_string();
        let (name, source, at) = self.place(&report)?;
        let path = path_at(&source.text, at);
        let (of, wanted) = path.rsplit_once('.').unwrap_or(("__tera_context", path));
        let probe = |of: &str| self.probe(tera, template, context, (name, &source.text, at), of);
        let (of, names) = match probe(of) {
            Some(names) => (of, names),
            None => ("__tera_context", probe("__tera_context")?),
        };
        let near = did_you_mean(wanted, names.iter().map(String::as_str).filter(|known| *known != wanted));
        let near = near.map(|near| format!("Did you mean `{near}`? ")).unwrap_or_default();
        let of = if of == "__tera_context" { String::new() } else { format!(" of `{of}`") };
        Some(format!("{near}In reach{of}: `{}`.", names.join("`, `")))
    }

    /// The names below `of`, as they are just before the place: the template runs once more with a line that tells them.
    fn probe(
        &self,
        tera: &Tera,
        template: &str,
        context: &Context,
        (name, text, at): (&str, &str, usize),
        of: &str,
    ) -> Option<Vec<String>> {
        let before = text[..at + 2.min(text.len() - at)].rmatch_indices("{{").next().map(|(at, _)| at);
        let tag = text[..at].rmatch_indices("{%").next().map(|(at, _)| at);
        let tag = before.max(tag)?;
        let line =
            format!("{{% for lb_name, lb_value in {of} %}}{{{{ lb_found(name=lb_name) }}}}{{% endfor %}}");
        let names: Arc<Mutex<BTreeSet<String>>> = Arc::default();
        let mut tera = tera.clone();
        let found = Arc::clone(&names);
        tera.register_function("lb_found", move |given: Kwargs, _: &State| {
            if let Ok(name) = given.must_get::<&str>("name") {
                found.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
            }
            String::new()
        });
        tera.add_raw_template(name, &format!("{}{line}{}", &text[..tag], &text[tag..])).ok()?;
        // It fails again, behind the line.
        let _ = tera.render_to(template, context, &mut std::io::sink());
        let names = std::mem::take(&mut *names.lock().unwrap_or_else(PoisonError::into_inner));
        (!names.is_empty()).then(|| names.into_iter().collect())
    }

    /// One part of tera's report: the message, then a line ` --> index.html:3:7`, both counted from 1.
    fn diagnostic(&self, report: &str, page: Option<&str>) -> Diagnostic {
        let message = report.lines().next().unwrap_or("not a valid template").trim();
        let message = match page {
            Some(page) => format!("{message} (making {page})"),
            None => message.to_owned(),
        };
        match self.place(report) {
            Some((_, source, at)) => {
                let length = path_at(&source.text, at).len().max(1);
                Diagnostic::error("template-error", &source.path, message).at(&source.text, at..at + length)
            }
            None => Diagnostic::error("template-error", "theme", message),
        }
    }

    /// The template that a report is about, by its name, and the byte of it.
    fn place<'r>(&'r self, report: &'r str) -> Option<(&'r str, &'r Source, usize)> {
        let place = report.lines().find_map(|line| line.trim().strip_prefix("--> "))?;
        let mut parts = place.rsplitn(3, ':');
        let column: usize = parts.next()?.parse().ok()?;
        let line: usize = parts.next()?.parse().ok()?;
        let name = parts.next()?;
        let source = self.sources.get(name)?;
        let before: usize = source.text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
        let inside = source.text.get(before..)?.chars().take(column.checked_sub(1)?);
        Some((name, source, before + inside.map(char::len_utf8).sum::<usize>()))
    }
}

/// The variable with the fields behind it, `one.title`, that stands at a byte of a template; empty where there is none.
fn path_at(text: &str, at: usize) -> &str {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let start = text.get(..at).unwrap_or_default().trim_end_matches(is_part).len();
    text.get(start..at + end).unwrap_or_default().trim_matches('.')
}
