//! Reads what was published, while its chunks arrive one by one.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use tantivy::directory::OwnedBytes;
use tantivy::index::SegmentId;
use tantivy::{Index, IndexSettings, SegmentReader};

use super::Name;
use super::chunk::{ChunkError, unseal};
use super::directory::ReadOnly;
use super::layout::Layout;
use super::manifest::{Manifest, OpenError};
use super::rare::RareTerms;
use super::stock::Stock;
use super::text::{self, Heading, Text};
use crate::record::{FacetName, FacetTable};
use crate::schema::schema;

/// Raw bytes of chunks outside of the core that are kept in memory between queries.
const KEPT: usize = 64 << 20;

/// Most bytes of headings that are read before anything is asked: those of 15,000 records.
const AHEAD: u32 = 512 << 10;

/// A published index of which some chunks are at hand.
#[derive(Debug)]
pub struct Reader {
    manifest: Manifest,
    /// The core's chunks with what has arrived of them, until all are there.
    core: Vec<(Name, Option<Vec<u8>>)>,
    contents: Option<Contents>,
}

/// What can be read once the core is there.
#[derive(Debug)]
pub struct Contents {
    /// In the order of [`FacetName::ALL`].
    pub tables: [FacetTable; FacetName::COUNT],
    stock: Arc<Stock>,
}

impl Reader {
    /// Begins with the text of `manifest.json`.
    ///
    /// # Errors
    /// When it is no manifest, or one of another format.
    pub fn open(manifest: &[u8]) -> Result<Self, OpenError> {
        let manifest = Manifest::parse(manifest)?;
        let names: Result<Vec<Name>, ()> = manifest.core.iter().map(|name| name.parse()).collect();
        let names = names.ok().filter(|names| !names.is_empty()).ok_or(OpenError::Damaged)?;
        // A chunk that is there twice would be waited for for ever.
        if names.iter().collect::<BTreeSet<_>>().len() < names.len() {
            return Err(OpenError::Inconsistent("a part is named twice".to_owned()));
        }
        let core = names.into_iter().map(|name| (name, None)).collect();
        Ok(Self { manifest, core, contents: None })
    }

    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Names of the core's chunks that have not arrived yet.
    pub fn wanted_core(&self) -> Vec<String> {
        self.core.iter().filter(|(_, raw)| raw.is_none()).map(|(name, _)| name.to_string()).collect()
    }

    /// Takes in the file of a chunk. One that is there already is no error.
    ///
    /// # Errors
    /// When the file is damaged, or not one of this index. Nothing changes then, and the chunk can be provided again.
    pub fn provide(&mut self, name: &str, file: &[u8]) -> Result<(), ChunkError> {
        let name: Name = name.parse().map_err(|()| ChunkError::Foreign)?;
        if let Some(place) = self.core.iter().position(|(known, _)| *known == name) {
            if self.core[place].1.is_none() {
                self.core[place].1 = Some(unseal(file)?);
                return self.join_core().inspect_err(|_| self.core[place].1 = None);
            }
            return Ok(());
        }
        let stock = &self.contents.as_ref().ok_or(ChunkError::Foreign)?.stock;
        if !stock.layout().names.contains(&name) {
            return Err(ChunkError::Foreign);
        }
        let raw = unseal(file)?;
        stock.cache().put(name, raw);
        Ok(())
    }

    /// Once the last chunk of the core has arrived, reads what is in it.
    fn join_core(&mut self) -> Result<(), ChunkError> {
        if self.core.iter().any(|(_, raw)| raw.is_none()) {
            return Ok(());
        }
        let parts: Vec<&[u8]> = self.core.iter().filter_map(|(_, raw)| raw.as_deref()).collect();
        let contents = Contents::read(&parts.concat());
        // What else is read goes by the number of records, and trusts it.
        let contents = contents.filter(|contents| contents.records() == self.manifest.records);
        self.contents = Some(contents.ok_or(ChunkError::Damaged)?);
        // The bytes are held once; an empty chunk still says that its part is there.
        self.core.iter_mut().for_each(|(_, raw)| *raw = Some(Vec::new()));
        Ok(())
    }

    /// `None` until the core is there.
    pub fn contents(&self) -> Option<&Contents> {
        self.contents.as_ref()
    }

    /// Names of the chunks that are worth reading before anything is asked, and that are not there yet: the headings,
    /// where they are few.
    pub fn ahead(&self) -> Vec<String> {
        let Some(contents) = &self.contents else { return Vec::new() };
        let layout = contents.stock.layout();
        if layout.heading_bytes > AHEAD {
            return Vec::new();
        }
        let cache = contents.stock.cache();
        let absent = layout.heading_chunks().iter().filter(|name| cache.held(**name).is_none());
        absent.map(Name::to_string).collect()
    }

    /// Names of the chunks that were needed in vain since this was last asked.
    pub fn take_missing(&self) -> Vec<String> {
        self.contents.as_ref().map_or_else(Vec::new, |contents| {
            contents.stock.cache().take_missing().iter().map(Name::to_string).collect()
        })
    }

    /// To be called when a query is answered: drops chunks that were not used for long, beyond a limit. While a query
    /// still waits for chunks nothing may be dropped, or it would never have all.
    pub fn trim(&self) {
        if let Some(contents) = &self.contents {
            contents.stock.cache().trim(KEPT);
        }
    }
}

impl Contents {
    /// Reads the joined core; see the module's documentation for its parts.
    fn read(core: &[u8]) -> Option<Self> {
        let (length, rest) = core.split_first_chunk::<4>()?;
        let (layout, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        let layout: Layout = postcard::from_bytes(layout).ok()?;
        let (tables, rest) = rest.split_at_checked(layout.tables as usize)?;
        let tables: Vec<FacetTable> = serde_json::from_slice(tables).ok()?;
        let tables = tables.try_into().ok()?;
        let core = OwnedBytes::new(rest.to_vec());
        Some(Self { tables, stock: Arc::new(Stock::new(layout, core)) })
    }

    /// How many records there are.
    pub fn records(&self) -> u32 {
        self.stock.layout().records()
    }

    /// Opens the segment, which needs nothing but the core.
    ///
    /// # Errors
    /// When the core does not fit the schema.
    pub fn segment(&self) -> tantivy::Result<SegmentReader> {
        open_segment(ReadOnly(self.stock.clone()), self.records())
    }

    /// The table of rare codes.
    pub fn rare(&self) -> RareTerms {
        RareTerms::new(self.stock.clone())
    }

    /// The heading of a record, as a text of which no more is known, if it is at hand.
    pub fn heading(&self, record: u32) -> Option<Text> {
        let (name, place) = self.stock.layout().heading_of(record)?;
        let raw = self.stock.cache().held(name)?;
        Heading::decode(&raw, place)
    }

    /// The text of a record.
    ///
    /// # Errors
    /// The record, or an error of kind `NotFound` when its chunk is missing, which is noted; else there is no such record.
    pub fn text(&self, record: u32) -> io::Result<Text> {
        let damaged = || io::Error::from(io::ErrorKind::InvalidData);
        let (name, place) = self.stock.layout().text_of(record).ok_or_else(damaged)?;
        let raw = self.stock.cache().get(name).ok_or(io::ErrorKind::NotFound)?;
        text::decode(&raw, place).ok_or_else(damaged)
    }
}

/// Opens the one segment in a directory, whatever the names of its files begin with.
pub(crate) fn open_segment(
    directory: impl tantivy::Directory,
    records: u32,
) -> tantivy::Result<SegmentReader> {
    let index = Index::create(
        Box::new(directory) as Box<dyn tantivy::Directory>,
        schema(),
        IndexSettings::default(),
    )?;
    let id = SegmentId::from_uuid_string("00000000000000000000000000000000")
        .map_err(|error| tantivy::TantivyError::InternalError(error.to_string()))?;
    SegmentReader::open(&index.segment(index.new_segment_meta(id, records)))
}
