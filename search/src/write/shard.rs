//! One shard: the posting lists of some records, and the chunks of their headings and texts.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tantivy::directory::OwnedBytes;

use super::bounds;
use super::files::of_field;
use super::kept::Kept;
use super::lists::{HEADER, Lists, segment_of};
use super::order::{Key, shards};
use super::packing;
use super::seal::name;
use super::segment::{self, FacetTables};
use super::texts::{self, Group, Groups};
use crate::record::{Columns, Record};
use crate::schema::TextField;

/// What an index is made of.
pub struct Input<'a> {
    /// One for each record, in any order; no two have the same kind and id.
    pub keys: &'a [Key<'a>],
    /// Makes the record of the key at a position, when it is its turn: the texts of all need not be in memory at once.
    pub record: &'a (dyn Fn(usize) -> Record + Sync),
    /// One for each key.
    pub columns: &'a [Columns],
    pub tables: &'a FacetTables,
    /// What was built before, if it is kept.
    pub kept: Option<&'a dyn Kept>,
    /// BCP 47 tag of the knowledge base.
    pub language: &'a str,
    /// What the index is recognised by: the same only while what the records are made of is the same.
    pub content: &'a str,
}

/// A finished shard.
pub struct Shard {
    /// What it is kept by; empty where nothing is kept.
    pub name: String,
    pub head: Head,
    pub groups: Vec<Group>,
    lists: OnceLock<Arc<ShardLists>>,
}

/// What every index needs of a shard.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Head {
    pub records: u32,
    /// For each text field, the number of its words, and the length of each record's text as tantivy writes it in a byte.
    pub lengths: Vec<(u64, Vec<u8>)>,
    /// Encoded headings, one behind the other.
    pub headings: Vec<u8>,
    /// Its terms that begin pieces.
    pub bounds: BTreeSet<Vec<u8>>,
    /// How many codes it has, counted by field.
    pub codes: u32,
}

/// The posting lists of a shard.
pub struct ShardLists {
    /// In the order of [`TextField::ALL`]; `None` for a field that no record has.
    fields: Vec<Option<Lists>>,
}

/// Builds all shards that are not empty, in parallel; they are in order. Gives the positions of the records in each too.
pub fn build(input: &Input<'_>) -> tantivy::Result<(Vec<Shard>, Vec<usize>)> {
    let shards: Vec<Vec<usize>> =
        shards(input.keys).into_iter().filter(|positions| !positions.is_empty()).collect();
    let built: tantivy::Result<_> = shards.par_iter().map(|positions| one(input, positions)).collect();
    Ok((built?, shards.concat()))
}

fn one(input: &Input<'_>, positions: &[usize]) -> tantivy::Result<Shard> {
    let Some(kept) = input.kept else { return build_one(input, positions, String::new()) };
    let name = kept.shard(positions);
    if let Some(shard) = Shard::kept(kept, &name) {
        return Ok(shard);
    }
    build_one(input, positions, name)
}

fn build_one(input: &Input<'_>, positions: &[usize], name: String) -> tantivy::Result<Shard> {
    let records: Vec<Record> = positions.iter().map(|position| (input.record)(*position)).collect();
    let segment = segment::build(&records)?;
    let mut head = Head { headings: texts::headings(&records), ..Head::default() };
    head.records = u32::try_from(records.len()).expect("a shard is small");
    for text in TextField::ALL {
        let norms = segment.reader.get_fieldnorms_reader(text.field())?;
        let words = segment.reader.inverted_index(text.field())?.total_num_tokens();
        head.lengths.push((words, (0..head.records).map(|record| norms.fieldnorm_id(record)).collect()));
    }
    let mut groups = Groups::default();
    for (position, record) in positions.iter().zip(records) {
        groups.add(&input.keys[*position], record);
    }
    let groups = groups.finish();
    let files = ["idx", "pos", "term"].map(|ending| segment.files[ending].clone());
    let lists = ShardLists::open(files.clone(), head.records)?;
    (head.bounds, head.codes) = bounds::of_shard(&lists)?;
    if let Some(kept) = input.kept {
        put_all(kept, &name, &head, &groups, &files);
    }
    Ok(Shard { name, head, groups, lists: OnceLock::from(Arc::new(lists)) })
}

/// What the posting lists of a shard are kept by.
fn lists_of(name: &str) -> String {
    format!("{name}.lists")
}

/// What the texts of a shard are kept by.
fn texts_of(name: &str) -> String {
    format!("{name}.texts")
}

fn put_all(kept: &dyn Kept, name: &str, head: &Head, groups: &[Group], files: &[OwnedBytes; 3]) {
    packing::put(kept, &lists_of(name), &files.each_ref().map(OwnedBytes::as_slice));
    packing::put(kept, &texts_of(name), &groups.iter().map(|group| &*group.file).collect::<Vec<_>>());
    let known: Vec<_> = groups.iter().map(|group| (group.records, group.digest)).collect();
    // The last one: what has a head has the rest.
    if let Ok(head) = postcard::to_allocvec(&(head, known)) {
        kept.put(name, &[&head]);
    }
}

impl Shard {
    /// A shard that was kept.
    fn kept(kept: &dyn Kept, of: &str) -> Option<Self> {
        let bytes = kept.get(of)?;
        let (head, groups): (Head, Vec<(u8, [u8; 32])>) = postcard::from_bytes(&bytes).ok()?;
        let group = |(records, digest)| Group { records, digest, file: Vec::new() };
        let mut groups: Vec<Group> = groups.into_iter().map(group).collect();
        // Texts that are published already need not be read.
        if !groups.iter().all(|group| kept.size(name(&group.digest, 0)).is_some()) {
            let files = packing::get(kept, &texts_of(of), groups.len())?;
            groups.iter_mut().zip(files).for_each(|(group, file)| group.file = file.to_vec());
        }
        Some(Self { name: of.to_owned(), head, groups, lists: OnceLock::new() })
    }

    /// Its posting lists.
    ///
    /// # Errors
    /// When they were kept, and can't be read any more.
    pub fn lists(&self, kept: Option<&dyn Kept>) -> tantivy::Result<Arc<ShardLists>> {
        if let Some(lists) = self.lists.get() {
            return Ok(lists.clone());
        }
        let lists = kept.and_then(|kept| ShardLists::kept(kept, &self.name, self.head.records));
        let lists = lists.ok_or_else(|| {
            tantivy::TantivyError::InternalError("a part of an index that was kept is gone".to_owned())
        })?;
        Ok(self.lists.get_or_init(|| Arc::new(lists)).clone())
    }
}

impl ShardLists {
    /// The posting lists of a shard that was kept.
    pub fn kept(kept: &dyn Kept, name: &str, records: u32) -> Option<Self> {
        let files = packing::get(kept, &lists_of(name), 3)?;
        Self::open(files.try_into().ok()?, records).ok()
    }

    /// Opens the files with posting lists, positions and terms.
    fn open(files: [OwnedBytes; 3], records: u32) -> tantivy::Result<Self> {
        let [postings, positions, terms] = files.clone().map(|file| vec![file]);
        let segment = segment_of(postings, positions, terms, records)?;
        let lists = |text: TextField| -> tantivy::Result<Option<Lists>> {
            let (Some(postings), Some(positions)) =
                (of_field(&files[0], text.field())?, of_field(&files[1], text.field())?)
            else {
                return Ok(None);
            };
            let postings = postings.slice(HEADER..postings.len());
            Lists::new(&segment, text, postings, positions).map(Some)
        };
        let fields: tantivy::Result<_> = TextField::ALL.into_iter().map(lists).collect();
        Ok(Self { fields: fields? })
    }

    /// The lists of a field; `None` where no record has it.
    pub fn of(&self, text: TextField) -> Option<&Lists> {
        self.fields[text as usize].as_ref()
    }
}
