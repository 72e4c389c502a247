//! Cuts a finished segment into chunks, and writes the manifest.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use tantivy::Directory;
use tantivy::directory::{OwnedBytes, RamDirectory};
use tantivy::index::SegmentComponent;
use tantivy::indexer::merge_indices;

use super::rare;
use super::record::core_ranges;
use super::seal::{Chunk, Register, seal, store};
use super::segment::{self, FacetTables};
use super::shard::{self, Input, Shard};
use super::texts::{Group, Headings};
use crate::pack::{FORMAT, FileLayout, Layout, Manifest, Name, Piece, RareTerm};
use crate::record::Kind;

/// Raw bytes of a chunk of the core.
const CORE: usize = 256 * 1024;

/// Bytes between two ranges of the core that are rather taken along than left out.
const GAP: usize = 64;

/// From so many rare codes on, they leave the dictionaries. These then take about 200 KB less on the wire.
const MANY_RARE: usize = 20_000;

/// The files of a segment without deletions.
pub(super) const COMPONENTS: [(SegmentComponent, &str); 6] = [
    (SegmentComponent::FastFields, "fast"),
    (SegmentComponent::FieldNorms, "fieldnorm"),
    (SegmentComponent::Positions, "pos"),
    (SegmentComponent::Postings, "idx"),
    (SegmentComponent::Store, "store"),
    (SegmentComponent::Terms, "term"),
];

/// A published index.
#[derive(Debug)]
pub struct Pack {
    pub manifest: Manifest,
    /// All chunks, each once, those of the core first.
    pub chunks: Vec<Chunk>,
    pub sizes: Sizes,
}

/// Number and bytes of the chunk files, by what they hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sizes {
    pub core: (usize, usize),
    /// By ending of the segment's file.
    pub files: BTreeMap<String, (usize, usize)>,
    pub rare: (usize, usize),
    pub headings: (usize, usize),
    pub texts: (usize, usize),
}

/// How large the chunks of a file are. A query reads few posting lists, most of them short; positions only for phrases.
/// What is not listed here is read whole when the index is opened, or never.
fn chunk_size(ending: &str) -> Option<usize> {
    match ending {
        "idx" => Some(8 * 1024),
        "pos" => Some(32 * 1024),
        _ => None,
    }
}

/// Builds and publishes an index. The same records give the same bytes, whatever their order and the number of threads.
///
/// # Errors
/// As tantivy's; in memory there is none to be expected.
///
/// # Panics
/// If a record names a value that is not in its facet's table.
pub fn pack(input: &Input<'_>) -> tantivy::Result<Pack> {
    pack_with(input, MANY_RARE)
}

/// As [`pack`]; rare codes leave the dictionaries if there are `many_rare` of them.
pub(super) fn pack_with(input: &Input<'_>, many_rare: usize) -> tantivy::Result<Pack> {
    let mut shards = shard::build(input)?;
    if shards.is_empty() {
        let (index, headings) = (segment::build(&[], input.tables)?, Headings::new(&[]));
        shards.push(Shard { index, headings, groups: Vec::new() });
    }
    let (indexes, (headings, groups)): (Vec<_>, (Vec<_>, Vec<_>)) =
        shards.into_iter().map(|shard| (shard.index, (shard.headings, shard.groups))).unzip();
    let files = merge(&indexes)?;
    drop(indexes);
    let records = u32::try_from(input.keys.len()).expect("there are fewer than four billion records");
    let (files, rare) = rare::split(files, records, many_rare)?;
    let mut builder = Builder::default();
    builder.add_files(&files, &core_ranges(&files, records, GAP)?);
    builder.add_rare(&rare);
    builder.add_headings(headings);
    builder.add_texts(groups.into_iter().flatten());
    let incidents = input.keys.iter().filter(|key| key.kind == Kind::Incident).count();
    Ok(builder.finish(input.tables, |core, generation| Manifest {
        format: FORMAT,
        generation,
        content: input.content.to_owned(),
        language: input.language.to_owned(),
        records,
        incidents: u32::try_from(incidents).unwrap_or(records),
        core,
    }))
}

/// Joins segments to one, in order, and gives its files by ending.
fn merge(indexes: &[tantivy::Index]) -> tantivy::Result<BTreeMap<String, OwnedBytes>> {
    let directory = RamDirectory::create();
    let merged = merge_indices(indexes, directory.clone())?;
    let mut files = BTreeMap::new();
    for segment in merged.searchable_segments()? {
        for (component, ending) in COMPONENTS {
            let file = directory.open_read(&segment.relative_path(component))?;
            files.insert(ending.to_owned(), file.read_bytes()?);
        }
    }
    Ok(files)
}

/// A pack in the making.
#[derive(Default)]
struct Builder {
    layout: Layout,
    /// Bytes of the core that come from files.
    core: Vec<u8>,
    chunks: Vec<Vec<u8>>,
    sizes: Sizes,
}

impl Builder {
    /// Puts what is in `core` into the core; the rest is cut into chunks, or left out where nobody reads it.
    fn add_files(
        &mut self,
        files: &BTreeMap<String, OwnedBytes>,
        core: &BTreeMap<String, Vec<Range<usize>>>,
    ) {
        for (ending, file) in files {
            let mut pieces = Vec::new();
            let mut start = 0;
            for range in core.get(ending).into_iter().flatten() {
                pieces.extend(self.add_rest(ending, &file[start..range.start]));
                pieces.push(Piece::Core { at: fit(self.core.len()), length: fit(range.len()) });
                self.core.extend_from_slice(&file[range.clone()]);
                start = range.end;
            }
            pieces.extend(self.add_rest(ending, &file[start..]));
            self.layout.files.push(FileLayout { ending: ending.clone(), pieces });
        }
    }

    fn add_rest(&mut self, ending: &str, bytes: &[u8]) -> Option<Piece> {
        if bytes.is_empty() {
            return None;
        }
        let length = fit(bytes.len());
        let Some(size) = chunk_size(ending) else { return Some(Piece::Absent { length }) };
        let first = fit(self.chunks.len());
        // Positions are packed to the bit: deflating them saves a twentieth.
        let seal: fn(&[u8]) -> Vec<u8> = if ending == "pos" { store } else { seal };
        let sealed: Vec<Vec<u8>> = bytes.par_chunks(size).map(seal).collect();
        let (count, sum) = self.sizes.files.entry(ending.to_owned()).or_default();
        *count += sealed.len();
        *sum += bytes_of(&sealed);
        self.chunks.extend(sealed);
        Some(Piece::Chunks { first, size: fit(size), length })
    }

    fn add_rare(&mut self, terms: &[RareTerm]) {
        let runs = rare::chunks(terms);
        let encoded =
            |run: &&[RareTerm]| seal(&postcard::to_allocvec(run).expect("plain data can be encoded"));
        let sealed: Vec<Vec<u8>> = runs.par_iter().map(encoded).collect();
        self.layout.rare = runs.iter().map(|run| run[0].term.clone()).collect();
        self.sizes.rare = (sealed.len(), bytes_of(&sealed));
        self.chunks.extend(sealed);
    }

    fn add_headings(&mut self, headings: Vec<Headings>) {
        for Headings { records, file } in headings {
            self.layout.headings.push(records);
            self.layout.heading_bytes += fit(file.len());
            self.sizes.headings.0 += 1;
            self.chunks.push(file);
        }
        self.sizes.headings.1 = self.layout.heading_bytes as usize;
    }

    fn add_texts(&mut self, groups: impl Iterator<Item = Group>) {
        let before = self.chunks.len();
        for group in groups {
            self.layout.groups.push(group.records);
            self.chunks.push(group.file);
        }
        let texts = &self.chunks[before..];
        self.sizes.texts = (texts.len(), bytes_of(texts));
    }

    fn finish(
        mut self,
        tables: &FacetTables,
        manifest: impl FnOnce(Vec<String>, String) -> Manifest,
    ) -> Pack {
        let mut rest = Register::default();
        self.layout.names = self.chunks.into_iter().map(|file| rest.add(file)).collect();
        let tables = serde_json::to_vec(tables).expect("plain data can be encoded");
        self.layout.tables = fit(tables.len());
        let layout = postcard::to_allocvec(&self.layout).expect("plain data can be encoded");
        let core = [&fit(layout.len()).to_le_bytes(), &*layout, &*tables, &*self.core].concat();
        let sealed: Vec<Vec<u8>> = core.par_chunks(CORE).map(seal).collect();
        self.sizes.core = (sealed.len(), bytes_of(&sealed));
        let mut register = Register::default();
        let names: Vec<String> = sealed.into_iter().map(|file| register.add(file).to_string()).collect();
        // The core names all other chunks, so that its names stand for all.
        let generation = generation(&names);
        let mut chunks = register.finish();
        chunks.extend(rest.finish());
        Pack { manifest: manifest(names, generation), chunks, sizes: self.sizes }
    }
}

fn generation(names: &[String]) -> String {
    let hash = Sha256::digest(format!("{FORMAT} {}", names.join(" ")));
    let mut first = [0; 6];
    first.copy_from_slice(&hash[..6]);
    Name(first).to_string()
}

fn bytes_of(files: &[Vec<u8>]) -> usize {
    files.iter().map(Vec::len).sum()
}

/// Sizes are stored in 32 bits, which is as far as tantivy goes in the browser.
fn fit(size: usize) -> u32 {
    u32::try_from(size).expect("an index has less than 4 GB")
}
