//! Where CI gets this program: nothing is installed but what a person has named.

use std::path::Path;

use inquire::{InquireError, Text};
use lookback::core::diagnostic::Diagnostic;

/// What stands for the place in the files that are written.
pub const PLACEHOLDER: &str = "@LOOKBACK@";

/// Where a job gets this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A repository, at a commit.
    Git { address: String, commit: String },
    /// A folder of this repository with the source, such as a submodule.
    Source(String),
    /// The program itself, kept in this repository.
    Program(String),
    /// Nobody has said.
    Unknown,
}

impl Origin {
    /// Reads what a person has typed; paths are below `root`.
    ///
    /// # Errors
    /// When it is none of these, or a shell would read it as something else.
    pub fn read(text: &str, root: &Path) -> Result<Self, Diagnostic> {
        let text = text.trim();
        let fault =
            |message: String, hint: &str| Err(Diagnostic::error("bad-origin", "--from", message).hint(hint));
        if text.is_empty() {
            return Ok(Self::Unknown);
        }
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@+~".contains(c);
        if text.starts_with('-') || !text.chars().all(is_plain) {
            return fault(
                format!("`{text}` has characters that mean something to a shell"),
                "Use letters, digits and `-_./:@+~`.",
            );
        }
        if let Some((address, commit)) = text.rsplit_once('@').filter(|(address, _)| is_address(address)) {
            if !is_commit(commit) {
                let hint = "Write all 40 characters that `git rev-parse` prints: a branch or a tag may be another program tomorrow.";
                return fault(format!("`{commit}` is not a whole commit"), hint);
            }
            return Ok(Self::Git { address: address.to_owned(), commit: commit.to_owned() });
        }
        let hint = "Name a repository with a commit (`https://…@COMMIT`, `ssh://…@COMMIT`), or below this folder one with the source of this program, or the program.";
        let is_below = !text.starts_with(['/', '~']) && text.split('/').all(|part| part != "..");
        let path = root.join(text);
        match (is_below, path.join("Cargo.toml").is_file(), path.is_file()) {
            (true, true, _) => Ok(Self::Source(text.to_owned())),
            (true, _, true) => Ok(Self::Program(text.to_owned())),
            _ => {
                fault(format!("`{text}` is neither a repository at a commit nor anything in this one"), hint)
            }
        }
    }

    /// Asks in a terminal; an empty answer leaves it open.
    pub fn ask(root: &Path) -> Result<Self, InquireError> {
        let check = |text: &str| Self::read(text, root);
        let known = root.to_owned();
        let answer = Text::new("Where does CI get this program?")
            .with_help_message("ADDRESS@COMMIT of its repository, or its folder or the program in yours; empty: say so later")
            .with_validator(move |text: &str| {
                Ok(match Self::read(text, &known) {
                    Ok(_) => inquire::validator::Validation::Valid,
                    Err(fault) => inquire::validator::Validation::Invalid(fault.message.into()),
                })
            })
            .prompt()?;
        Ok(check(&answer).unwrap_or(Self::Unknown))
    }

    /// The value of the variable LOOKBACK in a workflow.
    pub fn variable(&self) -> String {
        match self {
            // The repository has more than one program.
            Self::Git { address, commit } => format!("--git {address} --rev {commit} lookback"),
            Self::Source(folder) => format!("--path {folder}"),
            Self::Program(path) => path.clone(),
            Self::Unknown => String::new(),
        }
    }
}

fn is_address(text: &str) -> bool {
    ["https://", "ssh://"].iter().any(|start| text.strip_prefix(start).is_some_and(|rest| !rest.is_empty()))
}

/// A whole SHA-1 or SHA-256.
fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repositories_need_a_whole_commit() {
        let read = |text: &str| Origin::read(text, Path::new("nowhere"));
        let commit = "0123456789abcdef0123456789abcdef01234567";
        for address in ["https://example.org/o/lookback.git", "ssh://git@example.org/lookback"] {
            let origin = read(&format!("{address}@{commit}")).unwrap();
            assert_eq!(origin.variable(), format!("--git {address} --rev {commit} lookback"));
        }
        for wrong in [
            "https://example.org/lookback@main",
            "https://example.org/lookback@0123456",
            "lookback",
            "lookback@0.1.0",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert_eq!(read(" ").unwrap(), Origin::Unknown);
    }

    #[test]
    fn nothing_reaches_a_shell() {
        for wrong in ["$(a)", "a b", "`a`", "a;b", "--index x", "../a", "/bin/sh", "a'b", "a\nb"] {
            assert!(Origin::read(wrong, Path::new("/")).is_err(), "{wrong}");
        }
    }
}
