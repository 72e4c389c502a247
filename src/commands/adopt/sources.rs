//! Which files are meant: post-mortems of the knowledge base, and those from elsewhere.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use lookback::core::config::Loaded;
use lookback::core::diagnostic::Diagnostic;
use lookback::core::model::{Document, Kind, PostMortem, Record};
use lookback::know::link::Site;
use lookback::read::load;
use lookback::read::parse::Parser;
use lookback::tools::report::shown;

/// A post-mortem that is to be adopted.
#[derive(Debug)]
pub struct Source<'s> {
    /// Where it lies.
    pub path: PathBuf,
    /// Where it goes, if it is not in the knowledge base.
    pub copy_to: Option<PathBuf>,
    /// The folder that it was found in, which its links may not leave.
    pub folder: PathBuf,
    document: Cow<'s, Document>,
    /// What was odd about it.
    pub found: Vec<Diagnostic>,
}

impl Source<'_> {
    /// The path as a person would type it.
    pub fn shown(&self) -> String {
        shown(&self.path)
    }

    /// The document with its facts.
    ///
    /// # Panics
    /// Never: only post-mortems become sources.
    pub fn incident(&self) -> (&Document, &PostMortem) {
        match &self.document.record {
            Record::PostMortem(facts) => (&self.document, facts),
            _ => unreachable!("only post-mortems become sources"),
        }
    }
}

/// All post-mortems below `wanted`, each once, by path.
pub fn all<'s>(
    wanted: &[PathBuf],
    site: &'s Site,
    found: &[Diagnostic],
    loaded: &Loaded,
    parser: &Parser<'_>,
) -> Result<Vec<Source<'s>>, Diagnostic> {
    let mut sources = Vec::new();
    let content = on_disk(&loaded.content)?;
    for path in wanted {
        let real = on_disk(path)?;
        let before = sources.len();
        if real.starts_with(&content) || content.starts_with(&real) {
            inside(&real, site, found, loaded, &mut sources);
        } else {
            outside(path, loaded, parser, &mut sources);
        }
        if sources.len() == before {
            let message = "there is no post-mortem in it";
            let hint = "Name Markdown files, or a folder with some. Services, causes, teams, pages and templates are left alone.";
            return Err(Diagnostic::error("nothing-to-adopt", path.display().to_string(), message).hint(hint));
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources.dedup_by(|a, b| a.path == b.path);
    Ok(sources)
}

fn on_disk(path: &Path) -> Result<PathBuf, Diagnostic> {
    path.canonicalize().map_err(|error| {
        Diagnostic::error("unreadable-file", shown(path), error.to_string())
            .hint("Name a file or a folder that is there.")
    })
}

fn inside<'s>(
    real: &Path,
    site: &'s Site,
    found: &[Diagnostic],
    loaded: &Loaded,
    sources: &mut Vec<Source<'s>>,
) {
    for document in site.documents.iter().filter(|document| document.source.kind == Kind::PostMortem) {
        let path = loaded.content.join(&document.source.path);
        if !path.canonicalize().is_ok_and(|one| one.starts_with(real)) {
            continue;
        }
        let name = path.display().to_string();
        let found = found.iter().filter(|one| one.path == name).cloned().collect();
        let folder = loaded.content.clone();
        sources.push(Source { path, copy_to: None, folder, document: Cow::Borrowed(document), found });
    }
}

/// Files keep their place below the folder that was named.
fn outside(wanted: &Path, loaded: &Loaded, parser: &Parser<'_>, sources: &mut Vec<Source<'_>>) {
    let folder = if wanted.is_dir() { wanted } else { wanted.parent().unwrap_or(Path::new("")) };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let elsewhere = Loaded { content: folder.to_owned(), ..loaded.clone() };
    let read = load::load(&elsewhere, &[]);
    for source in read.sources.into_iter().filter(|source| source.kind == Kind::PostMortem) {
        let path = folder.join(&source.path);
        if !path.starts_with(wanted) && wanted.is_file() {
            continue;
        }
        let to = loaded.content.join(&source.path);
        let mut found: Vec<Diagnostic> =
            read.diagnostics.iter().filter(|one| one.path == source.path).cloned().collect();
        let (document, of_text) = parser.parse(source);
        found.extend(of_text);
        sources.push(Source {
            path,
            copy_to: Some(to),
            folder: folder.to_owned(),
            document: Cow::Owned(document),
            found,
        });
    }
}
