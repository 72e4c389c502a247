//! From a knowledge base and what git knows of it to a review.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

use super::content::Joined;
use super::{Clock, Content};
use crate::cache::Cache;
use crate::check::{self, Gone};
use crate::config;
use crate::diagnostic::Diagnostic;
use crate::git::{self, What};
use crate::load::former;
use crate::parse::Parser;
use crate::progress::Progress;
use crate::review::links::Links;
use crate::review::{Input, Review};
use crate::today::today;

/// What to review, and how.
#[derive(Debug, Clone, Copy)]
pub struct ReviewOptions<'a> {
    /// Folder of the knowledge base.
    pub root: &'a Path,
    /// What is compared with; `None` is the branch that the repository comes from.
    pub base: Option<&'a str>,
    /// Address below which files of the repository can be seen.
    pub files: Option<&'a str>,
    /// Instead of the date of the run.
    pub today: Option<Date>,
}

/// Reviews what changed in a knowledge base.
///
/// # Errors
/// What is wrong with its settings, that there is none, or that git can't compare.
pub fn review(options: &ReviewOptions<'_>, progress: &Progress) -> Result<Review, Vec<Diagnostic>> {
    let loaded = config::load(options.root)?;
    let (folder, config) = (loaded.content.clone(), loaded.config.clone());
    let (root, settings) = (loaded.root.clone(), loaded.text.clone());
    let compare = || {
        let revision = options.base.map(str::to_owned).or_else(|| git::default_base(&folder));
        let revision = revision.ok_or_else(no_base)?;
        git::since(&folder, &revision).map(|since| (revision, since))
    };
    let (since, cache) = rayon::join(compare, || Cache::open(&loaded));
    let (revision, since) = since.map_err(|fault| vec![fault])?;
    let content = Content::some(loaded, cache, |path| since.change(path).is_some());

    let then: Vec<&str> = since
        .changes
        .iter()
        .filter_map(|change| match &change.what {
            What::Added => None,
            What::Renamed { from } => Some(from.as_str()),
            What::Changed | What::Removed => Some(change.path.as_str()),
        })
        .collect();
    let contents = git::contents(&folder, &since.base, &then).map_err(|fault| vec![fault])?;
    let parser = Parser::new(&config);
    let mut before = BTreeMap::new();
    for (path, bytes) in then.iter().zip(contents) {
        if let Some(source) = bytes.and_then(|bytes| former(path, bytes, &config.content)) {
            before.insert((*path).to_owned(), parser.parse(source).0);
        }
    }
    let links = Links::new(options.files, git::prefix(&folder));
    let Joined { site, diagnostics: found, .. } = content.join_below(progress, &mut Clock::start());
    let today = today(options.today, &site.config.timezone);
    let is_touched = |path: &str| since.change(path).is_some();
    // Of the others, what points to files that are gone is all that matters.
    let gone = Gone::new(&since.changes);
    let elsewhere = |one: &&Diagnostic| gone.broke(one) && !is_touched(&one.path);
    let mut findings: Vec<Diagnostic> = found.iter().filter(elsewhere).cloned().collect();
    findings.extend(
        check::check(&site, found, today, is_touched).into_iter().filter(|one| is_touched(&one.path)),
    );
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    Ok(Review::new(&Input {
        site: &site,
        base: &since.base,
        revision: &revision,
        head: git::head(&folder).as_deref(),
        settings: (&settings_before(&root, &since.base, &settings), &settings),
        changes: &since.changes,
        before: &before,
        findings: &findings,
        today,
        links: &links,
    }))
}

/// Text of `book.toml` in the commit that is compared with: empty where there was none, and the text of now where git
/// can't tell.
fn settings_before(root: &Path, base: &str, now: &str) -> String {
    match git::contents(root, base, &[config::FILE_NAME]).map(|mut texts| texts.pop().flatten()) {
        Ok(Some(bytes)) => String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned(),
        Ok(None) => String::new(),
        Err(_) => now.to_owned(),
    }
}

fn no_base() -> Diagnostic {
    Diagnostic::error("unknown-revision", "--base", "it is not known what to compare with")
        .hint("Name a branch or a commit: `--base main`. It needs a git repository.")
}
