//! Where each byte of the index is.

use serde::{Deserialize, Serialize};

use super::Name;

/// Where the segment's files and the texts of the records are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Bytes of the facet tables, which follow the layout.
    pub tables: u32,
    /// The segment's files.
    pub files: Vec<FileLayout>,
    /// How many neighbouring records each text chunk holds, in the order of the records.
    pub groups: Vec<u8>,
    /// The first term of each chunk of rare codes.
    pub rare: Vec<String>,
    /// How many neighbouring records each chunk of headings holds, in the order of the records.
    pub headings: Vec<u32>,
    /// Bytes of all files with headings.
    pub heading_bytes: u32,
    /// The chunks outside of the core: those of the files, of rare codes, of headings, then a text chunk for each group.
    pub names: Vec<Name>,
}

/// A file of the segment, from its start to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLayout {
    /// `idx`, `pos`, `term`, …: the ending by which tantivy names it.
    pub ending: String,
    pub pieces: Vec<Piece>,
}

/// A run of bytes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// In the core, `at` bytes behind the facet tables.
    Core { at: u32, length: u32 },
    /// In chunks of `size` raw bytes (the last one may have fewer), the first of which is `names[first]`.
    Chunks { first: u32, size: u32, length: u32 },
    /// Never read, and therefore not published.
    Absent { length: u32 },
}

impl Piece {
    pub fn length(&self) -> usize {
        match *self {
            Self::Core { length, .. } | Self::Chunks { length, .. } | Self::Absent { length } => {
                length as usize
            }
        }
    }
}

impl FileLayout {
    pub fn length(&self) -> usize {
        self.pieces.iter().map(Piece::length).sum()
    }
}

impl Layout {
    /// The chunk that holds the text of a record, and the record's place in it.
    pub fn text_of(&self, record: u32) -> Option<(Name, usize)> {
        let (group, place) = place_of(record, self.groups.iter().map(|count| u32::from(*count)))?;
        let first = self.names.len().checked_sub(self.groups.len())?;
        Some((*self.names.get(first + group)?, place))
    }

    /// The chunk that holds the heading of a record, and the record's place in it.
    pub fn heading_of(&self, record: u32) -> Option<(Name, usize)> {
        let (group, place) = place_of(record, self.headings.iter().copied())?;
        Some((*self.heading_chunks().get(group)?, place))
    }

    /// All chunks of headings.
    pub fn heading_chunks(&self) -> &[Name] {
        let end = self.names.len().saturating_sub(self.groups.len());
        &self.names[end.saturating_sub(self.headings.len())..end]
    }

    /// A chunk of rare codes by its number.
    pub fn rare_chunk(&self, number: usize) -> Option<Name> {
        let before =
            self.names.len().checked_sub(self.groups.len() + self.headings.len() + self.rare.len())?;
        self.names.get(before + number).copied()
    }

    /// How many records have texts.
    pub fn records(&self) -> u32 {
        self.groups.iter().map(|count| u32::from(*count)).sum()
    }
}

/// Which group a record is in, and its place there.
fn place_of(record: u32, counts: impl Iterator<Item = u32>) -> Option<(usize, usize)> {
    let mut before = 0u32;
    for (group, count) in counts.enumerate() {
        let end = before.saturating_add(count);
        if record < end {
            return Some((group, (record - before) as usize));
        }
        before = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_the_order_of_the_records() {
        let name = |byte| Name([byte; 6]);
        let names = vec![name(9), name(7), name(8), name(1), name(2), name(3)];
        let layout = Layout { groups: vec![2, 1, 3], headings: vec![4, 2], names, ..Layout::default() };
        let found: Vec<_> = (0..7).map(|record| layout.text_of(record)).collect();
        let place = |byte, place| Some((name(byte), place));
        assert_eq!(
            found,
            [place(1, 0), place(1, 1), place(2, 0), place(3, 0), place(3, 1), place(3, 2), None]
        );
        assert_eq!((layout.heading_of(3), layout.heading_of(4)), (place(7, 3), place(8, 0)));
        assert_eq!(layout.heading_of(6), None);
        assert_eq!(layout.records(), 6);
    }
}
