//! Asking a knowledge base from the command line: finds an index that fits the content, or makes one.
//!
//! The site of the last build has one. Where it does not fit, one is kept beside the content, in `.lookback/search/`; where
//! that can't be written, one is made in memory.

mod answer;
mod source;

pub use answer::{Answer, SCHEMA};
pub use source::IndexSource;

use std::path::{Path, PathBuf};

use lookback_search::pack::Manifest;
use lookback_search::response::Hit;
use lookback_search::write::Pack;
use lookback_search::{Engine, Request, Response};
use percent_encoding::percent_decode_str;

use crate::build::Content;
use crate::core::address;
use crate::core::config::Config;
use crate::core::diagnostic::Diagnostic;
use crate::core::output::{Made, Planned, Produced, Stage};
use crate::core::progress::Progress;
use crate::site::index;
use crate::site::publish::{Destination, Note, PublishError};
use crate::store::{self, Store};

/// An answer, and what it was found with.
#[derive(Debug)]
pub struct Asked {
    pub response: Response,
    pub origin: Origin,
    pub config: Config,
    /// Folder that the site is built to.
    pub site: PathBuf,
    /// Folder of the Markdown.
    pub content: PathBuf,
}

impl Asked {
    /// Where a hit can be opened on this machine: its page, if the site has been built, else its file.
    pub fn target(&self, hit: &Hit) -> Option<String> {
        let (page, anchor) = hit.url.split_once('#').map_or((&*hit.url, None), |(page, at)| (page, Some(at)));
        let page = percent_decode_str(page).decode_utf8().ok()?;
        let page = self.site.join(&*page);
        if page.is_file() {
            let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
            return Some(file_url(&page)? + &anchor);
        }
        let file = Some(&hit.path).filter(|path| !path.is_empty())?;
        file_url(&self.content.join(file))
    }
}

fn file_url(path: &Path) -> Option<String> {
    let path = std::path::absolute(path).ok()?;
    let path = path.to_str()?.replace('\\', "/");
    Some(format!("file:///{}", address::encode(path.trim_start_matches('/'))))
}

/// Where the index came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// It was there, and fits.
    Found(PathBuf),
    /// It was made just now, and is kept in this folder.
    Made(PathBuf),
    /// It was made just now, and could not be kept, for this reason.
    Lost(String),
}

/// Puts a request to the knowledge base in `root`.
///
/// # Errors
/// When there is no knowledge base, or its settings are wrong.
pub fn ask(root: &Path, request: &Request, progress: &Progress) -> Result<Asked, Vec<Diagnostic>> {
    let content = Content::read(root)?;
    let key = content.key();
    let loaded = content.loaded.clone();
    let (site, kept) = (loaded.site(), store::folder(root));
    let asked = |response, origin| Asked {
        response,
        origin,
        config: loaded.config.clone(),
        site: site.clone(),
        content: loaded.content.clone(),
    };
    for folder in [site.join(index::FOLDER), kept.join(index::FOLDER)] {
        if let Some(response) = answer_from(&IndexSource::Folder(folder.clone()), &key, request) {
            return Ok(asked(response, Origin::Found(folder)));
        }
    }
    let (joined, _) = content.join(progress);
    progress.start("Indexing", index::count(&joined));
    let shards = index::room(&Store::of(&loaded), &loaded);
    let pack = index::index(&joined, key.clone(), Some(&shards), &|_| None, || progress.advance());
    progress.finish();
    let origin = match keep(&kept, &pack) {
        Ok(folder) => Origin::Made(folder),
        Err(error) => Origin::Lost(error.to_string()),
    };
    let response = answer_from(&IndexSource::of(pack), &key, request);
    let fault = || Diagnostic::error("no-answer", root.display().to_string(), "the index could not be read");
    Ok(asked(response.ok_or_else(|| vec![fault()])?, origin))
}

/// The answer of an index; `None` where it is not there, does not fit, or is damaged.
fn answer_from(source: &IndexSource, key: &str, request: &Request) -> Option<Response> {
    let manifest = source.manifest().ok()?;
    if Manifest::parse(&manifest).ok()?.content != key {
        return None;
    }
    Engine::open(&manifest).ok()?.answer(request, |name| source.chunk(name)).ok()
}

/// Keeps an index beside the content, out of the sight of git.
fn keep(kept: &Path, pack: &Pack) -> Result<PathBuf, PublishError> {
    store::prepare(kept)?;
    let folder = kept.join(index::FOLDER);
    let destination = Destination::open(&folder, &[])?;
    let file = |output: String, stage, job| Planned { output, stage, job };
    let chunks = pack
        .chunks
        .iter()
        .map(|chunk| file(index::chunk_file(&chunk.name.to_string()), Stage::Asset, chunk.file.as_slice()));
    let manifest = index::manifest(pack);
    let entry = file(index::MANIFEST.to_owned(), Stage::Entry, manifest.as_slice());
    let planned: Vec<Planned<&[u8]>> = chunks.chain([entry]).collect();
    let made = |planned: &Planned<&[u8]>, _| Ok(Made::unknown(Produced::Bytes(planned.job.to_vec())));
    destination.publish(&planned, made, || {}, Note::default())?;
    Ok(folder)
}
