//! Which file has a place in the site that two want: what Lookback makes, then pages of files, then what is published as it is,
//! then what leads on from old addresses.
//!
//! Linking has given all files addresses that are free. This is for what only the theme has, and should linking be mistaken.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::job::Job;
use crate::core::diagnostic::Diagnostic;
use crate::core::model::Record;
use crate::core::output::{Planned, Stage};
use crate::know::link::{Site, Target};
use crate::site::theme::Theme;

/// Plans what comes from files of the knowledge base, one by one, and what could stand in its way.
pub fn plan_files(site: &Site, theme: &Theme, add: &mut impl FnMut(&str, Stage, Job)) {
    for (index, asset) in theme.assets.iter().enumerate() {
        add(&asset.output, Stage::Asset, Job::Asset(index));
    }
    for (index, attachment) in site.attachments.iter().enumerate() {
        add(&attachment.output, Stage::Asset, Job::Attachment(index));
    }
    for (id, document) in site.documents.iter().enumerate() {
        match document.record {
            Record::PostMortem(_) => add(&site.outputs[id], Stage::Page, Job::PostMortem(id)),
            Record::Page(_) if site.intro != Some(id) => add(&site.outputs[id], Stage::Page, Job::Page(id)),
            // A description is shown on the page of what it describes, the introduction on the first page.
            Record::Page(_) | Record::Description(_) => {}
        }
    }
    for (index, redirect) in site.redirects.iter().enumerate() {
        add(&redirect.from, Stage::Page, Job::Redirect(index));
    }
}

/// The less it is, the stronger is the claim.
fn rank(job: Job) -> u8 {
    match job {
        Job::PostMortem(_) | Job::Page(_) | Job::Twin(_) => 1,
        Job::Attachment(_) => 2,
        Job::Redirect(_) => 3,
        _ => 0,
    }
}

/// Takes out what claims the place of something stronger: the same file in any letter case, or a folder where there is a file.
pub fn settle(planned: &mut Vec<Planned<Job>>, theme: &Theme) {
    let beside = theme.search.as_ref().map(|search| search.offline_engine.output.as_str());
    // Pages have places of their own, but for what a theme has.
    if planned.iter().any(|one| rank(one.job) > 1 || rank(one.job) == 1 && is_asset(&one.output)) {
        settle_all(planned, beside);
    }
}

/// Whether an output path is in the folder of the files of themes.
pub fn is_asset(output: &str) -> bool {
    const FOLDER: &str = "assets/";
    output.get(..FOLDER.len()).is_some_and(|folder| folder.eq_ignore_ascii_case(FOLDER))
}

/// `beside` is a file of ours that is planned elsewhere.
fn settle_all(planned: &mut Vec<Planned<Job>>, beside: Option<&str>) {
    let mut places: FxHashMap<Cow<'_, str>, u8> = FxHashMap::default();
    places.reserve(planned.len());
    places.extend(beside.map(|output| (lowered(output), 0)));
    for one in planned.iter() {
        let strongest = places.entry(lowered(&one.output)).or_insert(u8::MAX);
        *strongest = rank(one.job).min(*strongest);
    }
    // Folders that are files as well, each with how strong a claim there is to a folder.
    let mut folders: FxHashMap<Cow<'_, str>, u8> = FxHashMap::default();
    let mut seen: FxHashSet<(&str, u8)> = FxHashSet::default();
    for one in planned.iter() {
        let mut path = one.output.as_str();
        while let Some((folder, _)) = path.rsplit_once('/') {
            if !seen.insert((folder, rank(one.job))) {
                break;
            }
            if places.contains_key(&lowered(folder)) {
                let strongest = folders.entry(lowered(folder)).or_insert(u8::MAX);
                *strongest = rank(one.job).min(*strongest);
            }
            path = folder;
        }
    }
    let loses = |one: &Planned<Job>| {
        let (own, key) = (rank(one.job), lowered(&one.output));
        let above = || one.output.match_indices('/').map(|(at, _)| lowered(&one.output[..at]));
        places[&key] < own
            || folders.get(&key).is_some_and(|folder| *folder <= own)
            || !folders.is_empty()
                && above().any(|folder| folders.contains_key(&folder) && places[&folder] < own)
    };
    let lost: Vec<bool> = planned.iter().map(loses).collect();
    if lost.contains(&true) {
        let mut lost = lost.into_iter();
        planned.retain(|_| lost.next() != Some(true));
    }
}

/// A path in lower case, as most are.
fn lowered(path: &str) -> Cow<'_, str> {
    let is_lower = path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(path) } else { Cow::Owned(path.to_lowercase()) }
}

/// What is to be said of the files that a theme leaves no room for: `jobs` without these are done.
pub fn left_out(site: &Site, jobs: impl Iterator<Item = Job>) -> Vec<Diagnostic> {
    let done: FxHashSet<Job> = jobs.filter(|job| rank(*job) > 0).collect();
    let attachments = (0..site.attachments.len()).map(Job::Attachment);
    let redirects = (0..site.redirects.len()).map(Job::Redirect);
    let pages = (0..site.documents.len()).filter_map(|id| match site.documents[id].record {
        Record::PostMortem(_) => Some(Job::PostMortem(id)),
        Record::Page(_) if site.intro != Some(id) => Some(Job::Page(id)),
        _ => None,
    });
    let lost = attachments.chain(redirects).chain(pages).filter(|job| !done.contains(job));
    lost.filter_map(|job| told(site, job)).collect()
}

/// The same of all files but those that Lookback makes of many, without which no more is known than what `check` knows.
pub fn left_out_by_theme(site: &Site, theme: &Theme) -> Vec<Diagnostic> {
    let mut planned = Vec::with_capacity(site.documents.len() + 64);
    let mut add = |output: &str, stage, job| planned.push(Planned { output: output.to_owned(), stage, job });
    plan_files(site, theme, &mut add);
    settle(&mut planned, theme);
    left_out(site, planned.iter().map(|one| one.job))
}

fn told(site: &Site, job: Job) -> Option<Diagnostic> {
    let error = |path: &str, output: &str| {
        let message = format!("`{output}` in the site is already a file that Lookback makes");
        Diagnostic::error("output-collision", path, message)
    };
    Some(match job {
        Job::PostMortem(id) | Job::Page(id) => error(&site.documents[id].source.path, &site.outputs[id])
            .hint("It is not published, and links to it lead to the other. Rename it."),
        Job::Redirect(index) => {
            let redirect = &site.redirects[index];
            let document = site.outputs.iter().position(|output| *output == redirect.to)?;
            error(&site.documents[document].source.path, &redirect.from).hint("Remove the alias.")
        }
        Job::Attachment(index) => {
            let attachment = &site.attachments[index];
            let hint = "It is not published, and links to it lead to the other. Rename it.";
            let is_it = |target: &Target| matches!(target, Target::Attachment { output } if *output == attachment.output);
            let mut documents = site.documents.iter().zip(&site.resolved);
            let link = documents.find_map(|(document, targets)| {
                Some((document, &document.body.links[targets.iter().position(is_it)?]))
            });
            match link {
                Some((document, link)) => error(&document.source.path, &attachment.output)
                    .at(&document.source.text, link.range.clone())
                    .hint(hint),
                None => error(&attachment.source, &attachment.output).hint(hint),
            }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stronger_claim_wins() {
        let plan = |output: &str, job| Planned { output: output.to_owned(), stage: Stage::Page, job };
        let mut planned = vec![
            plan("assets/Logo.png", Job::Attachment(0)),
            plan("assets/logo.png", Job::Asset(0)),
            plan("assets/logo.png/x.html", Job::Page(0)),
            plan("a.html", Job::Redirect(0)),
            plan("a.html", Job::PostMortem(1)),
            plan("b", Job::Attachment(1)),
            plan("b/c.html", Job::PostMortem(2)),
            plan("d/e.html", Job::Redirect(1)),
            plan("D", Job::Attachment(2)),
            plan("F.png", Job::Attachment(3)),
            plan("f.png", Job::Attachment(4)),
            plan("assets/Engine.js", Job::Attachment(5)),
        ];
        settle_all(&mut planned, Some("assets/engine.js"));
        let left: Vec<&str> = planned.iter().map(|one| one.output.as_str()).collect();
        assert_eq!(left, ["assets/logo.png", "a.html", "b/c.html", "D", "F.png", "f.png"]);
    }
}
