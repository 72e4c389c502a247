//! `lookback adopt`: brings existing post-mortems in as they are.

mod copy;
mod sources;
mod split;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use lookback::build::Content;
use lookback::core::diagnostic::{Diagnostic, Level};
use lookback::core::edit::{self, Refused};
use lookback::core::progress::Progress;
use lookback::read::parse::Parser;
use lookback::tools::adopt::{Adopter, Answer, Causes, FileReport, Proposal, SCHEMA, print};
use lookback::tools::report::{Terminal, shown};
use lookback::tools::several::parts;
use rayon::prelude::*;

use super::Failure;
use copy::Copied;
use sources::Source;

/// Bring existing post-mortems in as they are
///
/// Shows what can be told of each file: title, date, times, severity, status, services, the timeline and the action items,
/// and which causes its words suggest, with the line. With `--write`, puts what is certain into the front matter. The text
/// stays byte for byte, and no key that is there is changed. Files from elsewhere are copied into the content folder.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback adopt content                    what is known of all post-mortems; writes nothing
  lookback adopt content --write            add the missing keys
  lookback adopt ~/old/postmortems --write  copy these into the content folder, with the keys
  lookback adopt 2024.md --split --write    make a file of each incident in it
  lookback adopt . --json | jq .summary

Exit codes: 0 done; 1 files had to be left as they are; 2 could not run.")]
pub struct Adopt {
    /// Files or folders, in the knowledge base or elsewhere
    #[arg(value_name = "SRC", required_unless_present = "schema")]
    sources: Vec<PathBuf>,
    /// Write front matter; else nothing is written
    #[arg(long)]
    write: bool,
    /// Make a file of each incident in files that tell of several; with `--write`, else they are only named
    #[arg(long)]
    split: bool,
    /// Take the suggested causes for the causes
    #[arg(long)]
    accept_causes: bool,
    /// Folder of the knowledge base: that of book.toml, or any folder of Markdown files
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Print the JSON Schema of `--json` instead
    #[arg(long)]
    schema: bool,
}

impl Adopt {
    pub fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        if self.schema {
            terminal.data(|out| out.write_all(SCHEMA.as_bytes()))?;
            return Ok(ExitCode::SUCCESS);
        }
        let progress = Progress::new(terminal.shows_progress());
        let content = Content::read(&super::base(&self.root, "adopt --root DIR")?)?;
        let loaded = content.loaded.clone();
        let (site, found) = content.join(&progress);
        progress.finish();
        let parser = Parser::new(&loaded.config);
        let sources = sources::all(&self.sources, &site, &found, &loaded, &parser)?;
        let causes = Causes::new(&site);
        let adopter = Adopter {
            parser: &parser,
            config: &loaded.config,
            causes: &causes,
            accepts_causes: self.accept_causes,
        };
        let mut refusals = Vec::new();
        let mut files = Vec::new();
        let propose = |source: &Source<'_>| {
            let (document, facts) = source.incident();
            adopter.propose(document, facts, &source.found)
        };
        // Reading is slow and independent; writing is neither.
        let proposals: Vec<_> = sources.par_iter().map(propose).collect();
        for (source, proposal) in sources.iter().zip(proposals) {
            let parts = if self.split { parts(source.incident().0) } else { Vec::new() };
            let made = match parts.len() {
                0 => proposal.and_then(|proposal| self.write(source, &proposal)),
                _ => split::split(source, &parts, self.write),
            };
            match made {
                Ok(file) => files.push(file),
                Err(mut why) => {
                    why.path = source.shown();
                    why.level = Level::Error;
                    files.push(FileReport::refused(source.shown(), why.message.clone()));
                    refusals.push(why);
                }
            }
        }
        terminal.findings(&refusals)?;
        let answer = Answer::new(files);
        terminal.data(|out| if self.json { answer.write(out) } else { print(&answer, self.write, out) })?;
        Ok(if refusals.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// Writes what is proposed, if that is wanted, and says what became of the file.
    fn write(&self, source: &Source<'_>, proposal: &Proposal) -> Result<FileReport, Diagnostic> {
        let mut file = FileReport::new(source.shown(), proposal);
        let text = &source.incident().0.source.text;
        match &source.copy_to {
            Some(to) => {
                file.copy_to = Some(shown(to));
                let copied = copy::copy(source, to, text, proposal.edit.as_slice(), self.write)?;
                if copied == Copied::Before {
                    file.facts.iter_mut().for_each(|fact| fact.new = false);
                }
                file.written = copied == Copied::Now;
            }
            None if self.write && proposal.edit.is_some() => {
                edit::rewrite(&source.path, text, proposal.edit.as_slice())
                    .map_err(|refused| refusal(&source.path, &refused))?;
                file.written = true;
            }
            None => {}
        }
        Ok(file)
    }
}

fn refusal(path: &Path, refused: &Refused) -> Diagnostic {
    let found = Diagnostic::error("not-rewritten", path.display().to_string(), refused.to_string());
    match refused {
        Refused::Different => found.hint("Save it as UTF-8 without NUL bytes, and run the command again."),
        Refused::File(_) => found,
    }
}
