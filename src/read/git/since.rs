//! What differs in the content folder since a revision: what a pull request shows.

use std::path::Path;

use super::diff::{self, Change};
use super::program::{Git, Problem};
use crate::core::diagnostic::Diagnostic;

/// What differs since a revision.
#[derive(Debug, Clone)]
pub struct Since {
    /// Full name of the commit that is compared with: the newest that the revision and HEAD share, so that what happened
    /// on the other branch meanwhile does not count.
    pub base: String,
    /// Files below the content folder, by path. What is not committed counts, and files that git does not know yet;
    /// those that it is told to ignore do not.
    pub changes: Vec<Change>,
}

impl Since {
    /// What became of the file that has this path below the content folder.
    pub fn change(&self, path: &str) -> Option<&Change> {
        let at = self.changes.binary_search_by(|change| change.path.as_str().cmp(path)).ok()?;
        self.changes.get(at)
    }
}

/// Finds what differs between the files of a content folder and the newest commit that `revision` and HEAD share.
///
/// # Errors
/// There is no repository or no such revision, the two share no commit that is in the clone, or git fails.
pub fn since(content: &Path, revision: &str) -> Result<Since, Diagnostic> {
    let failed = |problem| told(problem, revision);
    let place = Git::new(content)
        .text(&["rev-parse", "--is-inside-work-tree", "--is-shallow-repository"])
        .map_err(failed)?;
    let (is_inside, is_shallow) = place.split_once('\n').unwrap_or_default();
    if is_inside != "true" {
        return Err(told(Problem::Absent, revision));
    }
    let is_shallow = is_shallow.trim() == "true";
    let git = Git::new(content).without_filters().map_err(failed)?;
    let commit = format!("{revision}^{{commit}}");
    let verify = ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit];
    // A name with a dash in front would be an option.
    let commit = git.text(&verify).map_err(|problem| {
        unless_absent(problem, revision, || {
            let message = format!("there is no revision `{revision}` in this repository");
            unknown(
                revision,
                message,
                is_shallow,
                "Fetch it (`git fetch origin main`, then `--since origin/main`), or name one of `git log`.",
            )
        })
    })?;
    let base = git.text(&["merge-base", commit.trim(), "HEAD"]).map_err(|problem| {
        unless_absent(problem, revision, || {
            let message = format!("`{revision}` and what is checked out share no commit");
            unknown(revision, message, is_shallow, "Name a revision that the branch comes from.")
        })
    })?;
    let base = base.trim().to_owned();
    let mut changes = git.run(&arguments(&base), None, diff::parse).map_err(failed)?;
    changes.extend(untracked(&git).map_err(failed)?.into_iter().map(Change::added));
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    // Taken out of the index and left on the disk, it is both removed and unknown; the file is there.
    changes.dedup_by(|later, first| {
        let is_same = later.path == first.path;
        if is_same {
            first.clone_from(&Change { what: diff::What::Changed, ..Change::added(first.path.clone()) });
        }
        is_same
    });
    Ok(Since { base, changes })
}

/// One call for the files and their lines. Settings of a repository may change neither what is run nor how it looks.
fn arguments(base: &str) -> [&str; 19] {
    [
        "-c",
        "core.quotePath=false",
        "diff",
        "--raw",
        "--patch",
        "-z",
        "--unified=0",
        "--inter-hunk-context=0",
        "--find-renames=50%",
        "-l1000",
        "--relative",
        "--no-ext-diff",
        "--no-textconv",
        "--no-color",
        "--submodule=short",
        "--src-prefix=a/",
        "--dst-prefix=b/",
        base,
        "--",
    ]
}

/// Files of the folder that are not in the index, and are not to be ignored.
fn untracked(git: &Git) -> Result<Vec<String>, Problem> {
    let text = git.text(&["ls-files", "--others", "--exclude-standard", "-z"])?;
    Ok(text.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
}

/// [`Git::text`] says that something is absent wherever git says no; here that has a reason which is known.
fn unless_absent(problem: Problem, revision: &str, known: impl FnOnce() -> Diagnostic) -> Diagnostic {
    if problem == Problem::Absent { known() } else { told(problem, revision) }
}

fn unknown(revision: &str, message: String, is_shallow: bool, hint: &str) -> Diagnostic {
    let hint = if is_shallow {
        "The clone is shallow. In GitHub Actions, give `actions/checkout` the setting `fetch-depth: 0`; in GitLab CI, set \
         `GIT_DEPTH: 0`; elsewhere, run `git fetch --unshallow`."
    } else {
        hint
    };
    Diagnostic::error("unknown-revision", revision, message).hint(hint)
}

fn told(problem: Problem, revision: &str) -> Diagnostic {
    let (message, hint) = match problem {
        Problem::Absent => (
            "there is no git repository to compare with",
            "Run it in a clone, with the program `git` installed. Where the files belong to another user, git has to be \
             told that they are trusted: `git config --global --add safe.directory DIR`.",
        ),
        Problem::TooSlow => {
            ("git takes too long to compare", "Try `git status` in the folder; it says what is slow.")
        }
        Problem::Failed => (
            "git could not compare",
            "Try `git diff REVISION` in the folder; in a partial clone, fetch what it lacks first.",
        ),
    };
    Diagnostic::error("unknown-revision", revision, message).hint(hint)
}
