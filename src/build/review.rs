//! From a knowledge base and what git knows of it to a review.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;

use super::content::Joined;
use super::{Clock, Content};
use crate::core::config;
use crate::core::diagnostic::Diagnostic;
use crate::core::progress::Progress;
use crate::core::today::today;
use crate::read::git::{self, What};
use crate::read::load::former;
use crate::read::parse::Parser;
use crate::store::Store;
use crate::store::cache::Cache;
use crate::tools::check::{self, Gone};
use crate::tools::review::links::Links;
use crate::tools::review::{Input, Review};

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
    let (since, cache) = rayon::join(compare, || Cache::open(&Store::of(&loaded), &loaded));
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
    let folders = folders_above(&then);
    let lists: Vec<String> = folders
        .iter()
        .map(|folder| format!("{folder}/{}/{}", crate::core::config::FOLDER, crate::core::config::LIST))
        .collect();
    let asked: Vec<&str> = then.iter().copied().chain(lists.iter().map(String::as_str)).collect();
    let mut contents = git::contents(&folder, &since.base, &asked).map_err(|fault| vec![fault])?;
    let lists = contents.split_off(then.len());
    // A site that was built is no content, then as now.
    let sites: Vec<&str> =
        folders.iter().zip(lists).filter_map(|(folder, list)| list.map(|_| *folder)).collect();
    let is_in_site = |path: &str| {
        sites.iter().any(|site| path.strip_prefix(site).is_some_and(|rest| rest.starts_with('/')))
    };
    let parser = Parser::new(&config);
    let mut before = BTreeMap::new();
    for (path, bytes) in then.iter().zip(contents).filter(|(path, _)| !is_in_site(path)) {
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

/// All folders in which files lie, each once, by their paths below the content folder.
fn folders_above<'a>(paths: &[&'a str]) -> BTreeSet<&'a str> {
    paths.iter().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at])).collect()
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
