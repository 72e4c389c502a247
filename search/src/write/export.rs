//! Cuts a finished segment into chunks, and writes the manifest.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use tantivy::directory::OwnedBytes;

use super::dictionaries::{self, Bytes, Segment};
use super::kept::Kept;
use super::outline::{self, Cutter, Section};
use super::record::core_ranges;
use super::seal::{Chunk, Digest, Register, digest, seal};
use super::segment::FacetTables;
use super::shard::{self, Head, Input};
use super::texts::Group;
use super::whole;
use crate::pack::{FORMAT, FileLayout, Layout, Manifest, Name, Piece};
use crate::record::Kind;

/// Raw bytes of a chunk of the core.
const CORE: usize = 256 * 1024;

/// Bytes between two ranges of the core that are rather taken along than left out.
const GAP: usize = 64;

/// From so many codes on, counted by shard and by field, rare ones leave the dictionaries. These then take about 200 KB less on
/// the wire.
const MANY_RARE: usize = 20_000;

/// Shards whose headings share a chunk: a list of many hits needs those of most.
const SHARDS: usize = 4;

/// A published index.
#[derive(Debug)]
pub struct Pack {
    pub manifest: Manifest,
    /// The chunks, each once, those of the core first; without those that are published already.
    pub chunks: Vec<Chunk>,
    /// The chunks that are published already.
    pub published: Vec<Name>,
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

impl Sizes {
    /// Bytes of all chunk files.
    pub fn sum(&self) -> usize {
        let others = [self.core, self.rare, self.headings, self.texts];
        others.iter().chain(self.files.values()).map(|(_, bytes)| bytes).sum()
    }
}

/// Builds and publishes an index. The same records give the same bytes, whatever their order and the number of threads, and
/// whatever was kept.
///
/// # Errors
/// As tantivy's; in memory there is none to be expected.
pub fn pack(input: &Input<'_>) -> tantivy::Result<Pack> {
    pack_with(input, MANY_RARE)
}

/// As [`pack`]; rare codes leave the dictionaries if there are `many_rare` codes.
pub(super) fn pack_with(input: &Input<'_>, many_rare: usize) -> tantivy::Result<Pack> {
    let packed = attempt(input, many_rare);
    let Some(kept) = input.kept.filter(|_| packed.is_err()) else { return packed };
    // Something that was kept is not what it should be.
    kept.retain(&|_| false);
    attempt(&Input { kept: None, ..*input }, many_rare)
}

fn attempt(input: &Input<'_>, many_rare: usize) -> tantivy::Result<Pack> {
    let (shards, order) = shard::build(input)?;
    let records = u32::try_from(input.keys.len()).expect("there are fewer than four billion records");
    let is_apart = shards.iter().map(|shard| shard.head.codes as usize).sum::<usize>() >= many_rare;
    let mut outlines = whole::outlines(&shards, Cutter { is_apart, records, kept: input.kept })?;
    // The lists of the shards are in the outlines now.
    let (heads, groups): (Vec<Head>, Vec<Vec<Group>>) =
        shards.into_iter().map(|shard| (shard.head, shard.groups)).unzip();
    let heads: Vec<&Head> = heads.iter().collect();
    let columns: Vec<_> = order.iter().map(|position| &input.columns[*position]).collect();
    let files = dictionaries::segment(&mut outlines, &heads, columns.into_iter())?;
    let mut builder = Builder::default();
    let (files, core) = core_ranges(files, records, GAP)?;
    builder.add_files(files, &core);
    builder.add_rare(outlines.into_iter().flat_map(|outline| outline.rare));
    builder.add_headings(&heads);
    builder.add_texts(groups.into_iter().flatten());
    let incidents = input.keys.iter().filter(|key| key.kind == Kind::Incident).count();
    builder.finish(input.tables, input.kept, |core, generation| Manifest {
        format: FORMAT,
        generation,
        content: input.content.to_owned(),
        language: input.language.to_owned(),
        records,
        incidents: u32::try_from(incidents).unwrap_or(records),
        core,
    })
}

/// A chunk of which the name is not known yet.
struct Draft {
    digest: Digest,
    content: Content,
}

enum Content {
    /// To be deflated where that helps.
    Raw(OwnedBytes),
    /// A chunk file; empty where it is published already.
    Sealed(Vec<u8>),
}

impl Draft {
    fn raw(raw: OwnedBytes) -> Self {
        Self { digest: digest(&raw), content: Content::Raw(raw) }
    }

    fn file(self) -> Option<Vec<u8>> {
        match self.content {
            Content::Raw(raw) => Some(seal(&raw)),
            Content::Sealed(file) => Some(file).filter(|file| !file.is_empty()),
        }
    }
}

impl From<outline::Chunk> for Draft {
    fn from(outline::Chunk { digest, file }: outline::Chunk) -> Self {
        Self { digest, content: Content::Sealed(file) }
    }
}

/// A pack in the making.
#[derive(Default)]
struct Builder {
    layout: Layout,
    /// Bytes of the core that come from files.
    core: Vec<u8>,
    chunks: Vec<Draft>,
    /// Which of the chunks are parts of files, by ending.
    of_files: BTreeMap<&'static str, Range<usize>>,
}

impl Builder {
    /// Puts what is in `core` into the core; the rest is in chunks, or left out where nobody reads it.
    fn add_files(&mut self, files: Segment, core: &BTreeMap<String, Vec<Range<usize>>>) {
        for (ending, file) in files {
            let (mut pieces, first) = (Vec::new(), self.chunks.len());
            let size = if ending == "pos" { outline::POSITIONS } else { outline::LISTS };
            let mut core = core.get(ending).into_iter().flatten().peekable();
            let mut start = 0;
            for stretch in file {
                let end = start + stretch.len();
                match stretch {
                    Bytes::Here(bytes) => {
                        let mut done = start;
                        while let Some(range) = core.next_if(|range| range.end <= end) {
                            pieces.extend(absent(range.start - done));
                            pieces.push(Piece::Core { at: fit(self.core.len()), length: fit(range.len()) });
                            self.core.extend_from_slice(&bytes[range.start - start..range.end - start]);
                            done = range.end;
                        }
                        pieces.extend(absent(end - done));
                    }
                    Bytes::Away(Section { length, chunks }) if length > 0 => {
                        pieces.push(Piece::Chunks { first: fit(self.chunks.len()), size: fit(size), length });
                        self.chunks.extend(chunks.into_iter().map(Draft::from));
                    }
                    Bytes::Away(_) => {}
                }
                start = end;
            }
            self.layout.files.push(FileLayout { ending: ending.to_owned(), pieces });
            if self.chunks.len() > first {
                self.of_files.insert(ending, first..self.chunks.len());
            }
        }
    }

    fn add_rare(&mut self, chunks: impl Iterator<Item = (String, outline::Chunk)>) {
        for (first, chunk) in chunks {
            self.layout.rare.push(first);
            self.chunks.push(chunk.into());
        }
    }

    fn add_headings(&mut self, heads: &[&Head]) {
        for shards in heads.chunks(SHARDS) {
            let records = shards.iter().map(|head| head.records).sum();
            // As postcard writes a sequence.
            let mut raw = postcard::to_allocvec(&records).expect("plain data can be encoded");
            shards.iter().for_each(|head| raw.extend_from_slice(&head.headings));
            self.layout.headings.push(records);
            self.chunks.push(Draft::raw(OwnedBytes::new(raw)));
        }
    }

    fn add_texts(&mut self, groups: impl Iterator<Item = Group>) {
        for Group { records, digest, file } in groups {
            self.layout.groups.push(records);
            self.chunks.push(Draft { digest, content: Content::Sealed(file) });
        }
    }

    fn finish(
        mut self,
        tables: &FacetTables,
        kept: Option<&dyn Kept>,
        manifest: impl FnOnce(Vec<String>, String) -> Manifest,
    ) -> tantivy::Result<Pack> {
        let named = Named::of(std::mem::take(&mut self.chunks), kept)?;
        self.layout.names = named.names.iter().map(|(name, _)| *name).collect();
        let sizes =
            |range: Range<usize>| (range.len(), named.names[range].iter().map(|(_, size)| size).sum());
        let texts = named.names.len() - self.layout.groups.len();
        let headings = texts - self.layout.headings.len();
        let rare = headings - self.layout.rare.len();
        let of_file = |(ending, range): (&'static str, Range<usize>)| (ending.to_owned(), sizes(range));
        let mut all = Sizes {
            core: (0, 0),
            files: std::mem::take(&mut self.of_files).into_iter().map(of_file).collect(),
            rare: sizes(rare..headings),
            headings: sizes(headings..texts),
            texts: sizes(texts..named.names.len()),
        };
        self.layout.heading_bytes = fit(all.headings.1);
        let tables = serde_json::to_vec(tables).expect("plain data can be encoded");
        self.layout.tables = fit(tables.len());
        let layout = postcard::to_allocvec(&self.layout).expect("plain data can be encoded");
        let core = [&fit(layout.len()).to_le_bytes(), &*layout, &*tables, &*self.core].concat();
        let core = OwnedBytes::new(core);
        let parts = (0..core.len().div_ceil(CORE)).into_par_iter();
        let drafts =
            parts.map(|number| Draft::raw(core.slice(number * CORE..core.len().min((number + 1) * CORE))));
        let core = Named::of(drafts.collect(), kept)?;
        all.core = (core.names.len(), core.names.iter().map(|(_, size)| size).sum());
        let names: Vec<String> = core.names.iter().map(|(name, _)| name.to_string()).collect();
        // The core names all other chunks, so that its names stand for all.
        let generation = generation(&names);
        let (mut chunks, mut published) = (core.chunks, core.published);
        chunks.extend(named.chunks);
        published.extend(named.published);
        Ok(Pack { manifest: manifest(names, generation), chunks, published, sizes: all })
    }
}

/// Chunks with names.
#[derive(Default)]
struct Named {
    /// Name and size in bytes of each chunk, in order.
    names: Vec<(Name, usize)>,
    /// Each once.
    chunks: Vec<Chunk>,
    published: Vec<Name>,
}

impl Named {
    fn of(drafts: Vec<Draft>, kept: Option<&dyn Kept>) -> tantivy::Result<Self> {
        let mut register = Register::default();
        let names: Vec<(Name, bool)> = drafts.iter().map(|draft| register.add(&draft.digest)).collect();
        let size = |name: Name| kept.and_then(|kept| kept.size(name));
        let finish = |(draft, (name, is_new)): (Draft, &(Name, bool))| -> Option<Option<Chunk>> {
            if !is_new || size(*name).is_some() {
                return Some(None);
            }
            draft.file().map(|file| Some(Chunk { name: *name, file }))
        };
        let finished: Option<Vec<Option<Chunk>>> = drafts.into_par_iter().zip(&names).map(finish).collect();
        let finished = finished.ok_or_else(|| {
            tantivy::TantivyError::InternalError("a part of an index that was published is gone".to_owned())
        })?;
        let mut named = Self::default();
        let mut sizes: HashMap<Name, usize> = HashMap::new();
        for ((name, is_new), chunk) in names.into_iter().zip(finished) {
            match chunk {
                Some(chunk) => {
                    sizes.insert(name, chunk.file.len());
                    named.chunks.push(chunk);
                }
                None if is_new => {
                    sizes.insert(name, size(name).unwrap_or_default());
                    named.published.push(name);
                }
                None => {}
            }
            named.names.push((name, sizes[&name]));
        }
        Ok(named)
    }
}

/// Bytes that nobody reads.
fn absent(length: usize) -> Option<Piece> {
    (length > 0).then(|| Piece::Absent { length: fit(length) })
}

fn generation(names: &[String]) -> String {
    let hash = Sha256::digest(format!("{FORMAT} {}", names.join(" ")));
    let mut first = [0; 6];
    first.copy_from_slice(&hash[..6]);
    Name(first).to_string()
}

/// Sizes are stored in 32 bits, which is as far as tantivy goes in the browser.
fn fit(size: usize) -> u32 {
    u32::try_from(size).expect("an index has less than 4 GB")
}
