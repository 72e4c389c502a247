//! How long the fields of documents are, compared with the average.

use tantivy::SegmentReader;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;

pub struct Norms {
    reader: FieldNormReader,
    /// By the one-byte form of lengths that the index holds.
    relative: Box<[f32; 256]>,
}

impl Norms {
    /// `tokens` is the number of tokens in all documents.
    pub fn new(segment: &SegmentReader, field: Field, tokens: u64) -> tantivy::Result<Self> {
        let reader = segment.get_fieldnorms_reader(field)?;
        let average = (tokens as f32 / segment.max_doc().max(1) as f32).max(1.0);
        let mut relative = Box::new([0.0; 256]);
        for (id, relative) in (0..=u8::MAX).zip(relative.iter_mut()) {
            *relative = FieldNormReader::id_to_fieldnorm(id) as f32 / average;
        }
        Ok(Self { reader, relative })
    }

    pub fn relative_length(&self, doc: u32) -> f32 {
        self.relative[usize::from(self.reader.fieldnorm_id(doc))]
    }
}
