//! Holds a theme against a knowledge base: every page is made, and none is written.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use rayon::prelude::*;

use super::{Clock, Content};
use crate::core::config;
use crate::core::diagnostic::Diagnostic;
use crate::core::output::Origin;
use crate::core::progress::Progress;
use crate::core::today::today;
use crate::know::insight::Insight;
use crate::site::render::{Renderer, Shape, add_global_shape, plan};
use crate::site::theme;
use crate::store::Store;

/// What faults of templates are called.
const RULE: &str = "template-error";
/// Begins what is said of names that a template could have used.
const REACH: &str = "In reach";

/// Between a message about a name and the list of all names that there are.
const LIST: &str = ". Available variables: ";
/// Begins what is said of the page that was being made.
const PAGE: &str = " (making ";

/// What came of it.
#[derive(Debug)]
pub struct CheckedTheme {
    /// Files that were made.
    pub files: usize,
    /// Templates that no page of this knowledge base is made with, by name.
    pub unused: Vec<String>,
    /// One for each place with a fault, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// Makes every page of the knowledge base in `root` with a theme, that of its settings if none is named.
///
/// # Errors
/// What is wrong with the settings, or that there is no such theme, or templates that can't be read at all.
pub fn check_theme(
    root: &Path,
    name: Option<&str>,
    day: Option<Date>,
    progress: &Progress,
) -> Result<CheckedTheme, Vec<Diagnostic>> {
    let mut loaded = config::load(root)?;
    if let Some(name) = name {
        loaded.config.html.theme = Some(name.to_owned());
    }
    let theme = theme::load(&loaded.root, &loaded.config)?;
    let settings = (loaded.root.join(config::FILE_NAME).display().to_string(), loaded.text.clone());
    let store = Store::of(&loaded);
    let site = Content::all(loaded).join_with_history(&store, progress, &mut Clock::start()).site;
    let insight = Insight::new(&site, today(day, &site.config.timezone));
    let renderer = Renderer::new(&site, &insight, &theme)?;
    let planned = plan(&site, &insight, &theme);
    progress.start("Making", planned.len());
    let mut found: Vec<Diagnostic> = planned
        .par_iter()
        .filter_map(|planned| {
            let made = renderer.render(&planned.job, Origin::default());
            progress.advance();
            made.err()
        })
        .collect();
    one_for_each_place(&mut found);
    found.extend(theme.odd_words(&site.config.book.language, (&settings.0, &settings.1)));
    let used = renderer.used();
    let unused = theme.pages().filter(|name| !used.contains(*name)).map(str::to_owned).collect();
    Ok(CheckedTheme { files: planned.len(), unused, diagnostics: found })
}

/// What each template is given for the pages of the knowledge base in `root`, by the template's name; by no name, what all
/// are given.
///
/// # Errors
/// What is wrong with the settings, or templates that can't be read.
pub fn shapes(root: &Path, day: Option<Date>) -> Result<BTreeMap<&'static str, Shape>, Vec<Diagnostic>> {
    let loaded = config::load(root)?;
    let theme = theme::load(&loaded.root, &loaded.config)?;
    let store = Store::of(&loaded);
    let site =
        Content::all(loaded).join_with_history(&store, &Progress::new(false), &mut Clock::start()).site;
    let insight = Insight::new(&site, today(day, &site.config.timezone));
    let renderer = Renderer::new(&site, &insight, &theme)?;
    let mut shapes = BTreeMap::new();
    add_global_shape(&site, &insight, &theme, shapes.entry("").or_default());
    for planned in plan(&site, &insight, &theme) {
        renderer.add_shape(&planned.job, &mut shapes);
    }
    Ok(shapes)
}

/// Sorts findings, and leaves one of those that pages have in common: a fault of a template is in all that are made with it.
pub(super) fn one_for_each_place(found: &mut Vec<Diagnostic>) {
    found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    let mut kept: Vec<(Diagnostic, usize)> = Vec::new();
    let what = |one: &Diagnostic| {
        let place = one.place.as_ref().map(|place| (place.line, place.column));
        let message = one.message.split(LIST).next().unwrap_or_default();
        (one.path.clone(), place, message.split(PAGE).next().unwrap_or_default().to_owned())
    };
    for one in found.drain(..) {
        match kept.iter_mut().find(|(known, _)| one.rule == RULE && what(known) == what(&one)) {
            Some((known, others)) => {
                *others += 1;
                // Only for one of them it was found out what was in reach.
                if one.hint.as_ref().is_some_and(|hint| hint.contains(REACH)) {
                    known.hint = one.hint;
                }
            }
            None => kept.push((one, 0)),
        }
    }
    found.extend(kept.into_iter().map(|(mut one, others)| {
        let is_explained = one.hint.as_ref().is_some_and(|hint| hint.contains(REACH));
        if let (true, Some(start), Some(end)) =
            (is_explained, one.message.find(LIST), one.message.rfind(PAGE))
        {
            // The hint says it better.
            one.message.replace_range(start..end.max(start), "");
        }
        if others > 0 {
            let pages = if others == 1 { "page" } else { "pages" };
            one.message = format!("{} and {others} other {pages})", one.message.trim_end_matches(')'));
        }
        one
    }));
}
