//! From the folder of a knowledge base to its documents, joined.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::{Clock, WithHistory};
use crate::core::config::{self, FILE_NAME, Loaded, looks_like_markdown, looks_like_text};
use crate::core::diagnostic::{Diagnostic, did_you_mean};
use crate::core::fingerprint::Fingerprint;
use crate::core::model::{Document, Kind, SectionKind, SourceFile, Text};
use crate::core::progress::Progress;
use crate::core::written::Values;
use crate::know::insight;
use crate::know::link::{DocumentId, Site, link};
use crate::know::public::{self, Cuts};
use crate::read::git;
use crate::read::load::{Draft, Folder, Listing, load, load_unless, reread};
use crate::read::parse::{ODD_BLOCKS, Parser};
use crate::site::index;
use crate::site::publish::resolve;
use crate::site::render::{is_asset, left_out_by_theme};
use crate::store::Store;
use crate::store::cache::Cache;
use crate::tools::check::{self, Gone};

/// Files that are not read, of which so many are named.
const UNREAD: usize = 10;

/// The files of a knowledge base, read and not yet understood.
#[derive(Debug)]
pub struct Content {
    pub loaded: Loaded,
    folder: Folder,
    known: Option<Known>,
    /// What was cut out of the texts for readers outside.
    cuts: Cuts,
}

/// What is known from earlier runs.
#[derive(Debug)]
struct Known {
    cache: Cache,
    /// What the files looked like before any was read.
    listing: Arc<Listing>,
}

/// When the texts of files are read whose facts are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Texts {
    AtOnce,
    WhenWanted,
}

/// What the files of a knowledge base come to.
#[derive(Debug)]
pub(super) struct Joined {
    pub site: Site,
    pub diagnostics: Vec<Diagnostic>,
    /// Files that had to be parsed; of all others the facts were known.
    pub parsed: usize,
}

impl Content {
    /// Reads the settings and all files below the content folder.
    ///
    /// # Errors
    /// What is wrong with the settings, or that there is no knowledge base.
    pub fn read(root: &Path) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self::all(config::load(root)?))
    }

    /// Without what is not for readers outside, in the edition for them.
    fn cut(loaded: Loaded, mut folder: Folder, known: Option<Known>) -> Self {
        let cuts = match loaded.config.is_public {
            true => public::cut(&mut folder.sources, &loaded.config),
            false => Cuts::default(),
        };
        Self { loaded, folder, known, cuts }
    }

    /// Takes the files that were listed. Those whose text is the one that the `cache` was made of need not be parsed; with
    /// [`Texts::WhenWanted`] those that look as they did then are not even read until somebody wants their texts. Whoever does has
    /// to ask at the end whether one of them [has changed](crate::core::model::Changed) meanwhile.
    pub(super) fn again(loaded: Loaded, listing: &Arc<Listing>, cache: Cache, texts: Texts) -> Self {
        // What is public of a document depends on more than its own text.
        let can_wait = texts == Texts::WhenWanted && !loaded.config.is_public;
        let folder = load_unless(&loaded, listing, |path, trace| can_wait && cache.knows(path, trace));
        let listing = Arc::clone(listing);
        Self::cut(loaded, folder, Some(Known { cache, listing }))
    }

    /// All files of a knowledge base whose settings have been read. The site is never among them.
    pub fn all(loaded: Loaded) -> Self {
        let folder = load(&loaded, &skipped(&loaded, &[]));
        Self::cut(loaded, folder, None)
    }

    /// Reads the files that `is_wanted`, by their paths below the content folder, and those that have changed since the
    /// `cache` was written. Of all others the facts are known; nothing is said of what is odd about them.
    pub fn some(loaded: Loaded, cache: Cache, is_wanted: impl Fn(&str) -> bool + Sync) -> Self {
        let listing = Arc::new(Listing::new(&loaded, &skipped(&loaded, &[])));
        let folder =
            load_unless(&loaded, &listing, |path, trace| cache.knows(path, trace) && !is_wanted(path));
        // A text that has changed meanwhile is only wanted to tell the line of a finding.
        let known = Known { cache, listing };
        Self { loaded, folder, known: Some(known), cuts: Cuts::default() }
    }

    /// Parses and links the files with a draft among the post-mortems: where it is, and whether it was not in the folder
    /// already; of what was found odd, only what is odd about it.
    ///
    /// # Errors
    /// What is wrong with the settings, that there is no knowledge base, or that the draft is no post-mortem.
    pub fn join_with(
        mut self,
        draft: Draft,
        progress: &Progress,
    ) -> Result<(Site, DocumentId, bool, Vec<Diagnostic>), Vec<Diagnostic>> {
        let path = draft.path.clone();
        let shown = self.loaded.content.join(&path).display().to_string();
        let is_new = self.folder.add(draft);
        let (site, mut found) = self.join(progress);
        found.retain(|one| one.path == shown);
        let mut documents = site.documents.iter();
        let id = documents.position(|document| document.source.path == path && document.is_post_mortem());
        let Some(id) = id else {
            let hint = "Services, causes, teams and free pages have nothing to be compared by.";
            return Err(vec![Diagnostic::error("no-incident", path, "it is no post-mortem").hint(hint)]);
        };
        Ok((site, id, is_new, found))
    }

    /// Forgets a file, so that a draft can stand in its place.
    pub fn leave_out(&mut self, path: &str) {
        self.folder.sources.retain(|source| source.path != path);
    }

    /// What an index of these files is recognised by.
    pub fn key(&self) -> String {
        let edition = if self.loaded.config.is_public { "public" } else { "" };
        let sources = self.folder.sources.par_iter();
        let read = sources.map(|source| (source.path.as_str(), source.text.fingerprint()));
        let known = self.folder.known.par_iter().filter_map(|path| {
            let fingerprint = self.known.as_ref()?.cache.text_of(path)?;
            Some((path.as_str(), fingerprint))
        });
        let mut files: Vec<(&str, Fingerprint)> = read.chain(known).collect();
        files.sort_unstable_by_key(|(path, _)| *path);
        index::key(&format!("{edition}\n{}", self.loaded.text), &files)
    }

    /// Parses the files, and links them.
    pub fn join(self, progress: &Progress) -> (Site, Vec<Diagnostic>) {
        let Joined { site, diagnostics, .. } = self.join_timed(progress, &mut Clock::start());
        (site, diagnostics)
    }

    /// The same with what git knows of the files; the log is read while they are parsed.
    pub(super) fn join_with_history(
        self,
        store: &Store,
        progress: &Progress,
        clock: &mut Clock,
    ) -> WithHistory {
        let reading = git::start(&self.loaded, store);
        let Joined { mut site, diagnostics, parsed } = self.join_timed(progress, clock);
        let known = reading.map(|reading| reading.finish(&site.documents, &site.config)).unwrap_or_default();
        site.repository = known.repository;
        clock.stage("git");
        WithHistory { site, diagnostics, note: known.note, parsed }
    }

    /// The same, held to the rules of `lookback check` as of a day. Only what is about one of the files that `is_chosen`
    /// takes, by their paths below the content folder, is looked for, and what `gone` broke in others.
    pub fn check(
        self,
        today: Option<Date>,
        is_chosen: impl Fn(&str) -> bool + Sync,
        gone: &Gone,
        progress: &Progress,
    ) -> (Site, Vec<Diagnostic>) {
        let (root, content) = (self.loaded.root.clone(), self.loaded.content.clone());
        let odd = check::check_settings(&self.loaded.config, &self.loaded.text);
        let loaded = self.loaded.clone();
        let Joined { site, diagnostics: mut found, .. } = self.join_below(progress, &mut Clock::start());
        found.extend(odd);
        found.extend(left_out(&site, &loaded));
        let today = crate::core::today::today(today, &site.config.timezone);
        let broken: HashSet<String> =
            found.iter().filter(|one| gone.broke(one)).map(|one| one.path.clone()).collect();
        let found = check::check(&site, found, today, |path| is_chosen(path) || broken.contains(path));
        (site, with_folders(found, &root, &content))
    }

    fn join_timed(self, progress: &Progress, clock: &mut Clock) -> Joined {
        let (root, content) = (self.loaded.root.clone(), self.loaded.content.clone());
        let joined = self.join_below(progress, clock);
        Joined { diagnostics: with_folders(joined.diagnostics, &root, &content), ..joined }
    }

    /// Findings have paths below the content folder.
    pub(super) fn join_below(self, progress: &Progress, clock: &mut Clock) -> Joined {
        let Self { loaded, folder, known, mut cuts } = self;
        let mut diagnostics = folder.diagnostics;
        diagnostics.extend(unsafe_html(&loaded));

        progress.start("Reading", folder.sources.len());
        let parser = Parser::new(&loaded.config);
        diagnostics.extend(unknown_fields(&loaded, &parser));
        diagnostics.extend(unknown_words(&loaded, &parser));
        diagnostics.extend(public_fields(&loaded));
        let (mut documents, sources) = match &known {
            Some(known) => known.restore(&loaded, folder.sources, &folder.known),
            None => (Vec::new(), folder.sources),
        };
        let count = sources.len();
        let parsed = sources.into_par_iter().map(|source| {
            let (document, found) = parser.parse(source);
            progress.advance();
            (document.compacted(), found)
        });
        let (parsed, found): (Vec<_>, Vec<_>) = parsed.unzip();
        let mut found: Vec<Diagnostic> = found.into_iter().flatten().collect();
        if loaded.config.is_public {
            // They were found before anything was cut.
            found.retain(|one| !ODD_BLOCKS.contains(&one.rule));
            cuts.restore(&mut found);
            found.append(&mut cuts.found);
        }
        diagnostics.extend(found);
        documents.extend(parsed);
        documents.sort_by(|a, b| a.source.path.cmp(&b.source.path));
        if let Some(Known { cache, listing }) = known {
            let odd: HashSet<&str> = diagnostics.iter().map(|found| found.path.as_str()).collect();
            let is_odd = |document: &Document| odd.contains(document.source.path.as_str());
            cache.keep(&documents, |path| listing.trace(path), is_odd);
        }
        let incidents = documents.iter().filter(|document| document.is_post_mortem()).count();
        if loaded.config.is_public {
            documents = public::keep(documents, &folder.others, &loaded.config, &mut cuts, &mut diagnostics);
            let is_one_left = documents.iter().any(Document::is_post_mortem);
            diagnostics.extend((incidents > 0 && !is_one_left).then(|| nothing_public(incidents)));
        }
        if documents.is_empty() {
            diagnostics.extend(nothing_read(&loaded, &folder.others));
        }
        clock.stage("parse");

        let (site, mut found) = link(loaded.config.clone(), documents, &folder.others);
        found.extend(insight::findings(&site));
        cuts.restore(&mut found);
        diagnostics.extend(found);
        diagnostics.extend(root_files(&loaded, &site));
        diagnostics.extend(not_read(&site, &folder.others));
        diagnostics.extend(site.documents.iter().filter_map(undated_front));
        clock.stage("link");

        Joined { site, diagnostics, parsed: count }
    }
}

impl Known {
    /// Documents that need not be parsed, and the files that have to be.
    fn restore(
        &self,
        loaded: &Loaded,
        sources: Vec<SourceFile>,
        not_read: &[String],
    ) -> (Vec<Document>, Vec<SourceFile>) {
        let content = Arc::<Path>::from(loaded.content.as_path());
        let mut known = self.cache.take(not_read, |path, known| {
            let (content, path) = (Arc::clone(&content), path.to_owned());
            Text::promised(known, self.cache.changed(), move || reread(&content, &path))
        });
        let (read, sources) = self.cache.restore(sources);
        known.extend(read);
        (known, sources)
    }
}

/// Findings with paths as a person would type them, sorted.
fn with_folders(mut found: Vec<Diagnostic>, root: &Path, content: &Path) -> Vec<Diagnostic> {
    for diagnostic in &mut found {
        let folder = if diagnostic.path == FILE_NAME { root } else { content };
        diagnostic.path = folder.join(&diagnostic.path).display().to_string();
    }
    found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    found
}

/// Aliases of fields that there are not do nothing, which their author should know.
fn unknown_fields(loaded: &Loaded, parser: &Parser<'_>) -> Vec<Diagnostic> {
    let text = Text::from(loaded.text.as_str());
    let mut places = Values::behind(&text, 0);
    let fault = |(name, near): (&str, Option<&str>)| {
        let place = places.find(name).unwrap_or(0..0);
        let message = format!("`{name}` in `[fields.keys]` is not a field");
        let hint =
            near.map_or("The manual lists all fields.".to_owned(), |near| format!("Did you mean `{near}`?"));
        Diagnostic::warning("unknown-field", FILE_NAME, message).at(&text, place).hint(hint)
    };
    parser.unknown_fields().into_iter().map(fault).collect()
}

/// Words of tables or kinds that there are not do nothing either.
fn unknown_words(loaded: &Loaded, parser: &Parser<'_>) -> Vec<Diagnostic> {
    let text = Text::from(loaded.text.as_str());
    let fault = |(name, known): (&str, Vec<&'static str>)| {
        let start = loaded.text.find("[words").unwrap_or(0);
        let start = loaded.text[start..].find(name).map_or(start, |at| start + at);
        let message = format!("`{name}` in `[words]` is not known");
        let hint = match did_you_mean(name, known.iter().copied()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("Known here: `{}`.", known.join("`, `")),
        };
        Diagnostic::warning("unknown-words", FILE_NAME, message)
            .at(&text, start..start + name.len())
            .hint(hint)
    };
    parser.unknown_words().into_iter().map(fault).collect()
}

/// Fields that `[public]` means to leave out, and would not.
fn public_fields(loaded: &Loaded) -> Vec<Diagnostic> {
    let fault = |(name, hint): (&str, String)| {
        let start = loaded.text.find(name).unwrap_or(0);
        let message = format!("`{name}` in `[public] fields` is no field that can be left out");
        Diagnostic::error("unknown-public-field", FILE_NAME, message)
            .at(&loaded.text, start..start + name.len())
            .hint(hint)
    };
    public::unknown_fields(&loaded.config).into_iter().map(fault).collect()
}

/// Files that a theme leaves no room for. It is asked only where something would be among its own files.
fn left_out(site: &Site, loaded: &Loaded) -> Vec<Diagnostic> {
    let attachments = site.attachments.iter().map(|one| &one.output);
    let redirects = site.redirects.iter().map(|one| &one.from);
    let mut outputs = site.outputs.iter().chain(attachments).chain(redirects);
    let theme = || crate::site::theme::load(&loaded.root, &loaded.config).ok();
    match outputs.any(|output| is_asset(output)).then(theme).flatten() {
        Some(theme) => left_out_by_theme(site, &theme),
        None => Vec::new(),
    }
}

/// Files that `root-files` means to publish, and that are not.
fn root_files(loaded: &Loaded, site: &Site) -> Vec<Diagnostic> {
    let is_published = |name: &&String| site.attachments.iter().any(|one| one.source == **name);
    let names = loaded.config.html.root_files.iter().filter(|name| !is_published(name));
    let fault = |name: &String| {
        let start = loaded.text.find(name.as_str()).unwrap_or(0);
        let found = if loaded.content.join(name).is_file() {
            let message =
                format!("`{name}` of `root-files` is not published: Lookback makes a file of that name");
            Diagnostic::error("output-collision", FILE_NAME, message).hint("Leave it out, or rename it.")
        } else {
            let message = format!("`{name}` of `root-files` is not in the content folder");
            Diagnostic::error("missing-file", FILE_NAME, message).hint("Put it at the root of the content.")
        };
        found.at(&loaded.text, start..start + name.len())
    };
    names.map(fault).collect()
}

/// The settings of the edition for readers outside.
///
/// # Errors
/// Fields that would not be left out as they are meant to be: what was published can't be taken back.
pub(super) fn for_public(loaded: Loaded) -> Result<Loaded, Vec<Diagnostic>> {
    let found = public_fields(&loaded);
    if found.is_empty() {
        return Ok(loaded.for_public());
    }
    Err(with_folders(found, &loaded.root, &loaded.content))
}

/// The reminder, at every build, that scripts in the content run in the readers' browsers.
fn unsafe_html(loaded: &Loaded) -> Option<Diagnostic> {
    const KEY: &str = "unsafe-html";
    let start = loaded.text.find(KEY).filter(|_| loaded.config.html.unsafe_html)?;
    let found = Diagnostic::warning(
        "unsafe-html",
        FILE_NAME,
        "HTML in the content is published as it is, with whatever it runs",
    );
    Some(
        found
            .at(&loaded.text, start..start + KEY.len())
            .hint("Remove `unsafe-html` unless every author is trusted."),
    )
}

/// An edition for readers outside in which none of so many post-mortems is.
fn nothing_public(incidents: usize) -> Diagnostic {
    let message = match incidents {
        1 => "the one post-mortem is not public, so that the edition for readers outside has none".to_owned(),
        _ => format!(
            "none of {incidents} post-mortems is public, so that the edition for readers outside has none"
        ),
    };
    let hint = "Write `visibility: public` into the front matter of those that readers outside may see.";
    Diagnostic::warning("nothing-public", "", message).hint(hint)
}

/// Files that may be post-mortems, are not read, and are on no page either.
fn not_read(site: &Site, others: &[String]) -> Option<Diagnostic> {
    if site.config.is_public || site.documents.is_empty() {
        return None;
    }
    let is_published = |path: &&String| site.attachments.iter().any(|one| one.source == **path);
    let unread: Vec<&str> = others
        .iter()
        .filter(|path| looks_like_text(path))
        .filter(|path| !is_published(path))
        .map(String::as_str)
        .collect();
    let (first, _) = unread.split_first()?;
    let shown = unread.iter().take(UNREAD).map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
    let more = unread.len().saturating_sub(UNREAD);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!("not read, and on no page: {shown}{more}");
    let hint = "Make Markdown of what is a post-mortem, name its ending in `include` of `[content]`, or leave it out by `exclude`.";
    Some(Diagnostic::warning("unread-files", *first, message).hint(hint))
}

/// The front of a folder that reads like a post-mortem, and is a free page for want of a day.
fn undated_front(document: &Document) -> Option<Diagnostic> {
    use SectionKind::{ActionItems, Detection, Impact, Resolution, RootCause, Timeline};
    const TELLING: [SectionKind; 6] = [Timeline, RootCause, ActionItems, Impact, Resolution, Detection];
    let path = &document.source.path;
    let (folder, name) = path.rsplit_once('/')?;
    let stem = name.split('.').next().unwrap_or(name).to_lowercase();
    let is_front = document.source.kind == Kind::Page && matches!(stem.as_str(), "index" | "readme");
    let is_elsewhere = folder.split('/').any(|part| part == "pages" || part.contains("template"));
    if !is_front || is_elsewhere {
        return None;
    }
    let kinds: HashSet<SectionKind> = document
        .body
        .sections
        .iter()
        .map(|section| section.kind)
        .filter(|kind| TELLING.contains(kind))
        .collect();
    let message = "it reads like a post-mortem, and is taken for a page on its folder";
    let hint = "Give it a `date` in front matter, or put the day into the name of its folder.";
    (kinds.len() > 2).then(|| Diagnostic::warning("undated-front", path, message).hint(hint))
}

/// Settings by which no file is read, although there is Markdown.
fn nothing_read(loaded: &Loaded, others: &[String]) -> Option<Diagnostic> {
    if loaded.config.is_public {
        return None;
    }
    let markdown = others.iter().filter(|path| looks_like_markdown(path)).count();
    let include = loaded.config.content.include.join("`, `");
    let message = format!("none of {markdown} Markdown files is read: `include` names `{include}`");
    let start = loaded.text.find("include").unwrap_or(0);
    let found = Diagnostic::warning("nothing-read", FILE_NAME, message)
        .at(&loaded.text, start..start + "include".len());
    let hint = "Write endings (`.md`), or patterns of paths below the content folder (`incidents/**/*.md`).";
    (markdown > 0).then(|| found.hint(hint))
}

/// Folders that are no content, as they are listed: those of the sites, and others.
pub(super) fn skipped(loaded: &Loaded, others: &[PathBuf]) -> Vec<PathBuf> {
    let sites = loaded.sites();
    others.iter().chain(&sites).map(|folder| as_listed(&loaded.content, folder)).collect()
}

/// A folder as it is named when the content is listed, where it lies in it: `content/../out` and `./out` are one.
fn as_listed(content: &Path, folder: &Path) -> PathBuf {
    match resolve(folder).strip_prefix(resolve(content)) {
        Ok(below) => content.join(below),
        Err(_) => folder.to_owned(),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests write the files of a knowledge base")]
mod tests {
    use std::fs;
    use std::thread::sleep;
    use std::time::Duration;

    use super::*;
    use crate::build::comparisons::ComparisonCache;
    use crate::core::files::TICK;
    use crate::core::output::Origin;

    /// Post-mortems of all kinds: those of the site of this project.
    fn base() -> tempfile::TempDir {
        let base = tempfile::tempdir().unwrap();
        let from = Path::new(env!("CARGO_MANIFEST_DIR"));
        for entry in walkdir::WalkDir::new(from.join("content")).into_iter().map(Result::unwrap) {
            let to = base.path().join(entry.path().strip_prefix(from).unwrap());
            if entry.file_type().is_dir() {
                fs::create_dir_all(to).unwrap();
            } else {
                fs::copy(entry.path(), to).unwrap();
            }
        }
        base
    }

    /// Joins the documents; `meanwhile` is done between the look at the files and the moment in which their texts are wanted.
    fn joined(store: &Store, loaded: &Loaded, texts: Texts, meanwhile: impl FnOnce()) -> Site {
        let listing = Arc::new(Listing::new(loaded, &[]));
        let content = Content::again(loaded.clone(), &listing, Cache::open(store, loaded), texts);
        meanwhile();
        content.join(&Progress::new(false)).0
    }

    #[test]
    fn a_text_that_changes_before_it_is_wanted_is_never_taken_for_the_one_that_is_known() {
        let base = base();
        sleep(Duration::from_nanos(TICK as u64 + 100_000_000));
        let loaded = config::load(base.path()).unwrap();
        let open = || Store::of(&loaded);
        let texts = |site: &Site| -> Vec<String> {
            site.documents.iter().map(|document| document.source.text.as_str().to_owned()).collect()
        };
        let read = joined(&open(), &loaded, Texts::AtOnce, || {});
        let store = open();
        let known = joined(&store, &loaded, Texts::WhenWanted, || {});
        assert!(!store.changed().is_told());
        assert_eq!(texts(&known), texts(&read));
        assert!(!store.changed().is_told());

        let change = || {
            for document in &read.documents {
                fs::write(loaded.content.join(&document.source.path), "# Other\n").unwrap();
            }
        };
        let (store, other) = (open(), open());
        let late = joined(&store, &loaded, Texts::WhenWanted, || {});
        let first = joined(&other, &loaded, Texts::AtOnce, change);
        assert_eq!(texts(&first), texts(&read));
        // Whatever is made of them now is made without a fault, and is of no use.
        let theme = crate::site::theme::load(&loaded.root, &loaded.config).unwrap();
        let insight =
            insight::Insight::with_cache(&late, Date::constant(2026, 1, 1), &ComparisonCache::open(&store));
        let renderer = crate::site::render::Renderer::new(&late, &insight, &theme).unwrap();
        for planned in crate::site::render::plan(&late, &insight, &theme) {
            let _ = renderer.render(&planned.job, Origin::default());
        }
        let _ = index::index(&late, String::new(), None, &|_| None, || {});
        assert!(store.changed().is_told() && !other.changed().is_told());
    }
}
