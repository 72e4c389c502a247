//! Shards as bytes, so that one whose records are the same need not be built again.

use std::path::{Path, PathBuf};

use tantivy::directory::RamDirectory;
use tantivy::{Directory, Index};

use super::export::COMPONENTS;
use super::shard::Shard;
use super::texts::{Group, Headings};

/// Where finished shards are kept. Shards are asked for by the positions of their records, in order.
pub trait Kept: Sync {
    /// The bytes of a shard that was built of the same records.
    fn get(&self, positions: &[usize]) -> Option<Vec<u8>>;
    fn put(&self, positions: &[usize], bytes: &[u8]);
}

/// What a directory has besides the files of its segments.
const META: &str = "meta.json";

impl Shard {
    /// As it is kept.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        let directory = self.index.directory();
        let segments = self.index.searchable_segments().ok()?;
        let mut names = vec![PathBuf::from(META)];
        for segment in &segments {
            names.extend(COMPONENTS.map(|(component, _)| segment.relative_path(component)));
        }
        let mut files: Vec<(&str, Vec<u8>)> = Vec::new();
        for name in &names {
            files.push((name.to_str()?, directory.atomic_read(name).ok()?));
        }
        let mut out = Vec::new();
        put_number(&mut out, files.len());
        for (name, bytes) in files {
            put(&mut out, name.as_bytes());
            put(&mut out, &bytes);
        }
        put_number(&mut out, self.headings.records as usize);
        put(&mut out, &self.headings.file);
        put_number(&mut out, self.groups.len());
        for group in &self.groups {
            put_number(&mut out, usize::from(group.records));
            put(&mut out, &group.file);
        }
        Some(out)
    }

    /// A shard that was kept; `None` where the bytes are none.
    pub(super) fn read(mut bytes: &[u8]) -> Option<Self> {
        let rest = &mut bytes;
        let directory = RamDirectory::create();
        for _ in 0..take_number(rest)? {
            let name = std::str::from_utf8(take(rest)?).ok()?;
            directory.atomic_write(Path::new(name), take(rest)?).ok()?;
        }
        let index = Index::open(directory).ok()?;
        let records = u32::try_from(take_number(rest)?).ok()?;
        let headings = Headings { records, file: take(rest)?.to_vec() };
        let mut groups = Vec::new();
        for _ in 0..take_number(rest)? {
            let records = u8::try_from(take_number(rest)?).ok()?;
            groups.push(Group { records, file: take(rest)?.to_vec() });
        }
        rest.is_empty().then_some(Self { index, headings, groups })
    }
}

fn put_number(out: &mut Vec<u8>, number: usize) {
    out.extend_from_slice(&(number as u64).to_le_bytes());
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len());
    out.extend_from_slice(bytes);
}

fn take_number(rest: &mut &[u8]) -> Option<usize> {
    let (number, behind) = rest.split_first_chunk()?;
    *rest = behind;
    usize::try_from(u64::from_le_bytes(*number)).ok()
}

fn take<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = take_number(rest)?;
    let (bytes, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    Some(bytes)
}
