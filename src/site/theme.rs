//! The theme: templates and static files, built in, and replaced one by one from `themes/<name>/`.

mod faults;
mod layers;
mod search;
mod words;

pub use layers::{BUILT_IN, built_in, eject};
pub use search::Search;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use tera::Tera;

use crate::core::config::Config;
use crate::core::diagnostic::Diagnostic;
use crate::core::files;
use crate::core::fingerprint::Fingerprint;
use crate::core::hash::hash;
use crate::core::phrases::Phrases;

/// Order of the style sheets in the bundle; the first one names the cascade layers. Others follow by name.
const STYLES: [&str; 15] = [
    "tokens.css",
    "base.css",
    "prose.css",
    "layout.css",
    "marks.css",
    "charts.css",
    "incident.css",
    "lists.css",
    "search.css",
    "actions.css",
    "recurring.css",
    "insights.css",
    "code.css",
    "math.css",
    "print.css",
];

/// The scripts of every page, in the order in which they are joined to one file; that of the search follows them.
const SCRIPTS: [&str; 3] = ["static/lookback.js", "static/keys.js", "static/reading.js"];

/// Where assets go in the site.
const FOLDER: &str = "assets";

/// A file that pages refer to.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Path below the site's root; with a hash of the content in the name where only our pages refer to it.
    pub output: String,
    pub bytes: Cow<'static, [u8]>,
}

/// Templates that are ready to render, and the files that pages need.
#[derive(Debug)]
pub struct Theme {
    pub(crate) tera: Tera,
    /// Sorted by output path.
    pub assets: Vec<Asset>,
    /// Output paths of what every page links to, in order.
    pub(crate) styles: Vec<String>,
    pub(crate) scripts: Vec<String>,
    pub(crate) favicon: String,
    /// What pages of action items load as well.
    pub(crate) filters: String,
    /// What the page for addresses that lead nowhere loads as well.
    pub(crate) missing: String,
    /// What draws diagrams; `None` where the settings name no library for it.
    pub(crate) diagrams: Option<Diagrams>,
    /// `None` without an engine, for then there is nothing to search with.
    pub search: Option<Search>,
    /// What the site says for itself.
    pub(crate) phrases: Phrases,
    /// What is odd about the files of words; only of interest to who writes them.
    odd_words: Vec<Diagnostic>,
    sources: BTreeMap<String, Source>,
}

/// Output paths of what draws diagrams.
#[derive(Debug)]
pub(crate) struct Diagrams {
    pub script: String,
    pub library: String,
}

/// Files of the knowledge base, by their names in the settings.
#[derive(Debug, Default)]
struct Additional {
    css: Vec<(String, Vec<u8>)>,
    js: Vec<(String, Vec<u8>)>,
    mermaid: Vec<(String, Vec<u8>)>,
}

/// A template as text, for messages.
#[derive(Debug)]
struct Source {
    /// As a person would look for it.
    path: String,
    text: String,
}

/// Reads the theme of the knowledge base in `root`, the folder of `book.toml`.
///
/// # Errors
/// A theme or an additional file that is not there, and all templates that are not valid.
pub fn load(root: &Path, config: &Config) -> Result<Theme, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut files = layers::files(root, config.html.theme.as_deref(), &mut problems);
    let words = words::take(&mut files, &config.book.language, &mut problems);
    let mut read = |names: &[String]| {
        let mut found = Vec::new();
        for name in names {
            match files::read(&root.join(name)) {
                Ok(bytes) => found.push((name.clone(), bytes)),
                Err(error) => problems.push(missing(root, name, &error.to_string())),
            }
        }
        found
    };
    let additional = Additional {
        css: read(&config.html.additional_css),
        js: read(&config.html.additional_js),
        mermaid: read(config.html.mermaid.as_slice()),
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    assemble(files, additional, words)
}

/// That a file is missing which book.toml names, with the line that does.
fn missing(root: &Path, name: &str, error: &str) -> Diagnostic {
    let hint = "Paths in `additional-css`, `additional-js` and `mermaid` are relative to `book.toml`.";
    let settings = root.join("book.toml");
    let text = files::read_text(&settings).unwrap_or_default();
    let quoted = [format!("\"{name}\""), format!("'{name}'")];
    let place = quoted.iter().find_map(|quoted| text.find(quoted).map(|at| at..at + quoted.len()));
    match place {
        Some(place) => {
            let shown = settings.display().to_string();
            Diagnostic::error("missing-file", shown, error).at(&text, place).hint(hint)
        }
        None => Diagnostic::error("missing-file", name, error).hint(hint),
    }
}

/// The built-in theme alone.
///
/// # Errors
/// None but faults in the program.
pub fn default() -> Result<Theme, Vec<Diagnostic>> {
    load(Path::new(""), &Config::default())
}

fn assemble(
    files: layers::Files,
    additional: Additional,
    words: words::Words,
) -> Result<Theme, Vec<Diagnostic>> {
    let mut sources = BTreeMap::new();
    let mut sheets: BTreeMap<(usize, String), Cow<'static, [u8]>> = BTreeMap::new();
    let mut theme = Theme {
        tera: Tera::default(),
        assets: Vec::new(),
        styles: Vec::new(),
        scripts: Vec::new(),
        favicon: String::new(),
        filters: String::new(),
        missing: String::new(),
        diagrams: None,
        search: None,
        phrases: words.phrases.clone(),
        odd_words: Vec::new(),
        sources: BTreeMap::new(),
    };
    let mut scripts = search::Scripts::new();
    let mut drawer = Cow::default();
    let mut page_scripts: [Cow<'static, [u8]>; SCRIPTS.len()] = Default::default();
    for (path, (shown, bytes)) in files {
        if let Some(name) = path.strip_prefix("templates/") {
            let text = String::from_utf8_lossy(&bytes);
            // Nobody looks for faults in the lines of these, which are in every page.
            let text = match bytes {
                Cow::Borrowed(_) => words::written_in(&text, &theme.phrases),
                Cow::Owned(_) => text.into_owned(),
            };
            sources.insert(name.to_owned(), Source { path: shown, text });
        } else if let Some(name) = path.strip_prefix("static/css/").filter(|name| name.ends_with(".css")) {
            let rank = STYLES.iter().position(|known| *known == name).unwrap_or(STYLES.len());
            sheets.insert((rank, name.to_owned()), bytes);
        } else if let Some(place) = SCRIPTS.iter().position(|known| *known == path) {
            page_scripts[place] = bytes;
        } else if path == "static/missing.js" {
            theme.missing = theme.add_hashed("missing.js", bytes);
        } else if path == "static/actions.js" {
            theme.filters = theme.add_hashed("actions.js", bytes);
        } else if path == "static/diagrams.js" {
            drawer = bytes;
        } else if path == "static/favicon.svg" {
            theme.favicon = theme.add_hashed("favicon.svg", bytes);
        } else if search::Scripts::want(&path) {
            scripts.keep(path, bytes);
        } else if let Some(name) = path.strip_prefix("static/") {
            theme.assets.push(Asset { output: format!("{FOLDER}/{name}"), bytes });
        }
    }
    let mut page_script = page_scripts.concat();
    page_script.extend_from_slice(scripts.trigger());
    if !page_script.is_empty() {
        let mut said = words::of_pages(&theme.phrases).into_bytes();
        said.append(&mut page_script);
        page_script = said;
        let output = theme.add_hashed("lookback.js", page_script.into());
        theme.scripts.push(output);
    }
    theme.search = scripts.publish(&mut theme.assets, &words::of_search(&theme.phrases));
    let bundle: Vec<u8> = sheets.into_values().flat_map(Cow::into_owned).collect();
    let output = theme.add_hashed("lookback.css", bundle.into());
    theme.styles.push(output);
    for (name, bytes) in additional.css {
        let output = theme.add_hashed(&name, bytes.into());
        theme.styles.push(output);
    }
    for (name, bytes) in additional.js {
        let output = theme.add_hashed(&name, bytes.into());
        theme.scripts.push(output);
    }
    // A theme without scripts draws nothing.
    let has_drawer = !drawer.is_empty();
    for (name, bytes) in additional.mermaid.into_iter().filter(|_| has_drawer) {
        let library = theme.add_hashed(&name, bytes.into());
        let mut said = words::of_diagrams(&theme.phrases).into_bytes();
        said.extend_from_slice(&std::mem::take(&mut drawer));
        let script = theme.add_hashed("diagrams.js", said.into());
        theme.diagrams = Some(Diagrams { script, library });
    }
    theme.assets.sort_by(|a, b| a.output.cmp(&b.output));
    theme.assets.dedup_by(|a, b| a.output == b.output);
    theme.odd_words = words.faults(&sources);
    theme.sources = sources;
    match theme.compiled(&[]) {
        Ok(tera) => {
            theme.tera = tera;
            Ok(theme)
        }
        Err(found) => Err(theme.all_faults(found)),
    }
}

impl Theme {
    /// The templates, ready to use; the built-in ones in the place of those that are `broken`.
    fn compiled(&self, broken: &[String]) -> Result<Tera, Vec<Diagnostic>> {
        let text = |name: &str, source: &'_ Source| -> String {
            if broken.contains(&source.path) {
                layers::built_in_template(name).unwrap_or_default()
            } else {
                source.text.clone()
            }
        };
        let templates: Vec<(&str, String)> =
            self.sources.iter().map(|(name, source)| (name.as_str(), text(name, source))).collect();
        let mut tera = Tera::default();
        words::teach(&mut tera, &self.phrases);
        match tera.add_raw_templates(templates) {
            Ok(()) => Ok(tera),
            Err(error) => Err(self.diagnostics(&error, None)),
        }
    }

    /// The faults of all templates: a fault in one hides those of the others, so each is put aside in turn.
    fn all_faults(&self, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut broken: Vec<String> = Vec::new();
        let mut last = found.clone();
        loop {
            let before = broken.len();
            for one in &last {
                if self.sources.values().any(|source| source.path == one.path) && !broken.contains(&one.path)
                {
                    broken.push(one.path.clone());
                }
            }
            if broken.len() == before {
                break;
            }
            let Err(more) = self.compiled(&broken) else { break };
            found.extend(more.iter().filter(|one| !broken.contains(&one.path)).cloned());
            last = more;
        }
        found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        found
    }

    /// Names of the templates that pages are made with, not of what these are made of.
    pub fn pages(&self) -> impl Iterator<Item = &str> {
        let parts = ["base.html", "components.html"];
        self.sources.keys().map(String::as_str).filter(move |name| !parts.contains(name))
    }

    /// What is odd about the words of the site: texts that do not fit, and that there are none in its language. `settings` are
    /// the path and the text of its settings.
    pub(crate) fn odd_words(&self, language: &str, settings: (&str, &str)) -> Vec<Diagnostic> {
        let (path, text) = settings;
        let mut found = self.odd_words.clone();
        found.extend(words::foreign(&self.phrases, language, path, text));
        found
    }

    fn add_hashed(&mut self, name: &str, bytes: Cow<'static, [u8]>) -> String {
        let asset = hashed(name, bytes);
        let output = asset.output.clone();
        self.assets.push(asset);
        output
    }

    /// The fingerprint of each template, with all others that it could take in: what its pages look like depends on nothing else of the theme
    /// but the words and what they are given.
    pub(crate) fn template_fingerprints(&self) -> BTreeMap<&str, Fingerprint> {
        let (apart, common): (Vec<_>, Vec<_>) = self.texts().partition(|(name, text)| {
            let is_named = self.texts().any(|(other, of)| other != *name && of.contains(name));
            // Components are known everywhere.
            !is_named && !text.contains("component")
        });
        let shared = Fingerprint::of(&common);
        common.iter().chain(&apart).map(|one| (one.0, Fingerprint::of(&(shared, one)))).collect()
    }

    /// Names and texts of all templates.
    fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sources.iter().map(|(name, source)| (name.as_str(), source.text.as_str()))
    }

    /// The fingerprint of all that is in the theme.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        let assets: Vec<(&String, Fingerprint)> =
            self.assets.iter().map(|asset| (&asset.output, Fingerprint::of(&*asset.bytes))).collect();
        let texts: Vec<(&str, &str)> = self.texts().collect();
        Fingerprint::of(&(texts, self.phrases.fingerprint(), assets))
    }
}

/// A file under a name that changes with its content, so that browsers may keep it for ever.
fn hashed(name: &str, bytes: Cow<'static, [u8]>) -> Asset {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
    Asset { output: format!("{FOLDER}/{stem}-{:016x}.{ending}", hash(&bytes)), bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_that_no_other_takes_in_makes_a_difference_to_its_own_pages() {
        let template_fingerprints = |changed: &str| -> BTreeMap<String, Fingerprint> {
            let mut theme = default().unwrap();
            if let Some(source) = theme.sources.get_mut(changed) {
                source.text.push('!');
            }
            theme.template_fingerprints().into_iter().map(|(name, print)| (name.to_owned(), print)).collect()
        };
        let before = template_fingerprints("");
        let changed = |name: &str| -> Vec<String> {
            let after =
                template_fingerprints(name).into_iter().filter(|(name, print)| before[name] != *print);
            after.map(|(name, _)| name).collect()
        };
        assert_eq!(changed("404.html"), ["404.html"]);
        for shared in ["base.html", "components.html"] {
            assert_eq!(changed(shared).len(), before.len(), "{shared}");
        }
    }

    #[test]
    fn the_built_in_theme_is_valid_and_complete() {
        let theme = default().unwrap_or_else(|found| panic!("{found:#?}"));
        assert_eq!((theme.styles.len(), theme.scripts.len()), (1, 1));
        assert!(theme.styles[0].starts_with("assets/lookback-") && theme.styles[0].ends_with(".css"));
        let sheet = theme.assets.iter().find(|asset| asset.output == theme.styles[0]).unwrap();
        assert!(
            String::from_utf8_lossy(&sheet.bytes).contains("@layer tokens, base, layout, components, print;")
        );
    }

    #[test]
    fn every_style_sheet_has_its_place_in_the_bundle() {
        for path in built_in("default").keys() {
            if let Some(name) = path.strip_prefix("static/css/") {
                assert!(STYLES.contains(&name), "{name} is not in STYLES");
            }
        }
    }

    #[test]
    fn a_theme_replaces_single_files_and_adds_others() {
        let root = tempfile::tempdir().unwrap();
        let theme = root.path().join("themes/ours");
        files::create_folder(&theme.join("templates")).unwrap();
        files::create_folder(&theme.join("static/css")).unwrap();
        files::write(&theme.join("templates/404.html"), b"<p>gone</p>").unwrap();
        files::write(&theme.join("static/css/ours.css"), b".ours{}").unwrap();
        files::write(&theme.join("static/logo.svg"), b"<svg/>").unwrap();
        let mut config = Config::default();
        config.html.theme = Some("ours".into());
        let loaded = load(root.path(), &config).unwrap();
        assert_eq!(loaded.tera.render("404.html", &tera::Context::new()).unwrap(), "<p>gone</p>");
        assert!(loaded.assets.iter().any(|asset| asset.output == "assets/logo.svg"));
        let sheet = loaded.assets.iter().find(|asset| asset.output == loaded.styles[0]).unwrap();
        assert!(sheet.bytes.ends_with(b".ours{}"));
        assert_ne!(loaded.styles, default().unwrap().styles);
    }

    #[test]
    fn a_fault_in_a_template_is_reported_with_its_place() {
        let root = tempfile::tempdir().unwrap();
        let templates = root.path().join("themes/ours/templates");
        files::create_folder(&templates).unwrap();
        files::write(&templates.join("404.html"), b"<p>\n  {{ title | shuot }}</p>").unwrap();
        let mut config = Config::default();
        config.html.theme = Some("ours".into());
        let found = load(root.path(), &config).unwrap_err();
        let place = found[0].place.as_ref().unwrap();
        assert_eq!(place.line, 2, "{found:#?}");
        assert!(found[0].path.ends_with("themes/ours/templates/404.html") && found[0].hint.is_some());
    }

    #[test]
    fn a_missing_theme_and_missing_files_are_all_reported() {
        let root = tempfile::tempdir().unwrap();
        let mut config = Config::default();
        config.html.theme = Some("none".into());
        config.html.additional_css = vec!["a.css".into()];
        config.html.additional_js = vec!["b.js".into()];
        assert_eq!(load(root.path(), &config).unwrap_err().len(), 3);
    }
}
