//! The scripts of the search in the page, and its engine: what is joined into which file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Asset, hashed};

/// Where the scripts are in a theme.
const SCRIPTS: &str = "static/search/";
/// Where the compiled engine is. It belongs to the program and not to the look: no theme replaces it.
pub(super) const ENGINE: &str = "search/";

/// What search pages refer to, in the site; only where the theme comes with an engine.
#[derive(Debug)]
pub struct Search {
    /// Output path of the script of the page, which knows the names of the worker, of the engine's script and module.
    pub(crate) client: String,
    /// Output path of what marks words on an opened page.
    pub(crate) highlighter: String,
    /// Both in one script, for pages that are opened from disk, where nothing can be fetched. Not among
    /// [`Theme::assets`](super::Theme::assets), for it serves only where the index is published in that form too.
    pub offline_engine: Asset,
}

/// Files of a theme by their paths in it, taken out as they are used.
pub(super) struct Scripts {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

impl Scripts {
    pub(super) fn new() -> Self {
        Self { files: BTreeMap::new() }
    }

    /// Whether a file of the theme belongs to the search.
    pub(super) fn want(path: &str) -> bool {
        path.starts_with(SCRIPTS) || path.starts_with(ENGINE)
    }

    pub(super) fn keep(&mut self, path: String, bytes: Cow<'static, [u8]>) {
        self.files.insert(path, bytes);
    }

    /// What every page's script ends with: it opens the search, and loads the rest of it only then.
    pub(super) fn trigger(&self) -> &[u8] {
        let has_engine = self.files.contains_key("search/engine.wasm.gz");
        self.files.get("static/search/trigger.js").filter(|_| has_engine).map_or(&[], |bytes| bytes)
    }

    /// Adds what is fetched when somebody searches to `assets`; `None` where there is no engine.
    /// `words` is what the scripts of the page begin with.
    pub(super) fn publish(mut self, assets: &mut Vec<Asset>, words: &str) -> Option<Search> {
        let engine = self.files.remove("search/engine.js")?;
        let module = self.files.remove("search/engine.wasm.gz")?;
        let mut add = |name: &str, bytes: Cow<'static, [u8]>| {
            let asset = hashed(name, bytes);
            let output = asset.output.clone();
            assets.push(asset);
            output
        };
        let offline_engine = hashed("search-engine-offline.js", offline(&engine, &module).into());
        // The same code runs in a worker and, where there can be none, in the page.
        let worker = self.joined(
            "worker/",
            "function lookbackSearchWorker(port, glue) {\n\"use strict\";\n",
            "serve();\n}\nif (typeof document === \"undefined\") lookbackSearchWorker(self);\n",
        );
        // Beside the script and not in pages, each of which would repeat the names.
        let beside = [
            ("worker", add("search-worker.js", worker)),
            ("engine", add("search-engine.js", engine)),
            // No host takes it for something that it should unpack.
            ("module", add("search-engine.bin", module)),
            ("offlineEngine", offline_engine.output.clone()),
        ];
        let before = format!("(() => {{\n\"use strict\";\nconst beside = {{{}}};\n{words}", names(&beside));
        Some(Search {
            client: add("search.js", self.joined("client/", &before, "start();\n})();\n")),
            highlighter: add(
                "search-highlight.js",
                self.files.remove("static/search/highlight.js").unwrap_or_default(),
            ),
            offline_engine,
        })
    }

    /// The scripts of a folder in one, by name; each sees what the others declare, and pages see nothing of it. Lines
    /// that are comments stay behind.
    fn joined(&self, folder: &str, before: &str, behind: &str) -> Cow<'static, [u8]> {
        let folder = format!("{SCRIPTS}{folder}");
        let mut joined = before.to_owned();
        for (_, bytes) in self.files.iter().filter(|(path, _)| path.starts_with(&folder)) {
            let text = String::from_utf8_lossy(bytes);
            let code =
                text.lines().filter(|line| !line.trim_start().starts_with("//") && !line.trim().is_empty());
            for line in code {
                joined.push_str(line);
                joined.push('\n');
            }
        }
        joined.push_str(behind);
        joined.into_bytes().into()
    }
}

/// The names of files of one folder, as properties of a script. They have no characters that mean anything in one.
fn names(files: &[(&str, String)]) -> String {
    let name = |(key, output): &(&str, String)| {
        let name = output.rsplit('/').next().unwrap_or_default();
        format!("{key}: \"{name}\"")
    };
    files.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// A call that hands the page the engine: its script as a function, whose text a worker can be made of, and its module.
fn offline(script: &[u8], module: &[u8]) -> Vec<u8> {
    let mut out = b"lookbackSearchEngine(function () {\n".to_vec();
    out.extend_from_slice(script);
    out.extend_from_slice(b"\nreturn lookbackEngine;\n}, \"");
    out.extend_from_slice(STANDARD.encode(module).as_bytes());
    out.extend_from_slice(b"\");\n");
    out
}

#[cfg(test)]
impl Search {
    /// Made-up addresses.
    pub(crate) fn sample() -> Self {
        let output = |name: &str| format!("{}/{name}", super::FOLDER);
        Self {
            client: output("client.js"),
            highlighter: output("highlighter.js"),
            offline_engine: Asset { output: output("offline.js"), bytes: Cow::Borrowed(b"") },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scripts(with_engine: bool) -> Scripts {
        let mut scripts = Scripts::new();
        let mut files = vec![
            ("static/search/trigger.js", "trigger();"),
            ("static/search/highlight.js", "highlight();"),
            ("static/search/client/b.js", "b();\n"),
            ("static/search/client/a.js", "// First.\n\na();\n  // Done.\n"),
            ("static/search/worker/c.js", "c();"),
        ];
        if with_engine {
            files.extend([("search/engine.js", "let lookbackEngine;"), ("search/engine.wasm.gz", "\0asm")]);
        }
        for (path, text) in files {
            assert!(Scripts::want(path));
            scripts.keep(path.to_owned(), text.as_bytes().into());
        }
        assert!(!Scripts::want("static/logo.svg"));
        scripts
    }

    #[test]
    fn scripts_are_joined_by_name_and_keep_to_themselves() {
        let scripts = scripts(true);
        assert_eq!(scripts.trigger(), b"trigger();");
        let mut assets = Vec::new();
        let search = scripts.publish(&mut assets, "").unwrap();
        let text = |output: &str| {
            let asset = assets.iter().find(|asset| asset.output == output).unwrap();
            String::from_utf8(asset.bytes.to_vec()).unwrap()
        };
        let client = text(&search.client);
        assert!(client.starts_with("(() => {\n\"use strict\";\nconst beside = {worker: \""), "{client}");
        assert!(client.ends_with("};\na();\nb();\nstart();\n})();\n"), "{client}");
        // What it names is there.
        let named = |key: &str| {
            let (_, behind) = client.split_once(&format!("{key}: \"")).unwrap();
            format!("assets/{}", behind.split('"').next().unwrap())
        };
        assert!(text(&named("worker")).contains("\nc();\nserve();\n}\nif (typeof document"));
        assert_eq!(text(&search.highlighter), "highlight();");
        assert_eq!(text(&named("engine")), "let lookbackEngine;");
        assert_eq!(text(&named("module")), "\0asm");
        assert_eq!(named("offlineEngine"), search.offline_engine.output);
        assert!(named("module").starts_with("assets/search-engine-") && named("module").ends_with(".bin"));
        let offline = String::from_utf8(search.offline_engine.bytes.to_vec()).unwrap();
        assert!(offline.ends_with("return lookbackEngine;\n}, \"AGFzbQ==\");\n"), "{offline}");
        assert!(!assets.iter().any(|asset| asset.output == search.offline_engine.output));
    }

    #[test]
    fn without_an_engine_nothing_of_the_search_is_published() {
        let scripts = scripts(false);
        assert!(scripts.trigger().is_empty());
        let mut assets = Vec::new();
        assert!(scripts.publish(&mut assets, "").is_none() && assets.is_empty());
    }
}
