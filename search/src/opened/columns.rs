//! Dates, durations and facets of all documents, decoded: every query looks at all of them.

use tantivy::SegmentReader;

use crate::record::{FacetName, FacetTable};
use crate::schema::{DATE, MINUTES, facet_column};

/// What documents are filtered, counted and sorted by.
pub struct Columns {
    /// Days since 1970-01-01.
    pub date: Vec<Option<i32>>,
    pub minutes: Vec<Option<u32>>,
    /// In the order of [`FacetName::ALL`].
    facets: [Values; FacetName::COUNT],
    /// Documents with a date, the oldest first.
    pub by_date: Vec<u32>,
}

/// Values of one facet for all documents.
#[derive(Default)]
pub struct Values {
    /// Where the values of a document begin; one more than there are documents.
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl Values {
    /// Positions in the facet's table.
    pub fn of(&self, doc: u32) -> &[u32] {
        let doc = doc as usize;
        &self.values[self.starts[doc] as usize..self.starts[doc + 1] as usize]
    }
}

impl Columns {
    pub fn new(segment: &SegmentReader, tables: &[FacetTable; FacetName::COUNT]) -> tantivy::Result<Self> {
        let docs = segment.max_doc();
        let fast = segment.fast_fields();
        let dates = fast.i64(DATE)?;
        let minutes = fast.u64(MINUTES)?;
        let date: Vec<Option<i32>> = (0..docs)
            .map(|doc| dates.values_for_doc(doc).next().and_then(|days| i32::try_from(days).ok()))
            .collect();
        let minutes = (0..docs)
            .map(|doc| minutes.values_for_doc(doc).next().and_then(|minutes| u32::try_from(minutes).ok()))
            .collect();
        let mut facets: [Values; FacetName::COUNT] = Default::default();
        for facet in FacetName::ALL {
            let known = tables[facet as usize].values.len() as u64;
            let column = fast.u64(facet_column(facet))?;
            let values = &mut facets[facet as usize];
            values.starts.push(0);
            for doc in 0..docs {
                values
                    .values
                    .extend(column.values_for_doc(doc).filter(|&value| value < known).map(|v| v as u32));
                values.starts.push(values.values.len() as u32);
            }
        }
        let mut by_date: Vec<u32> = (0..docs).filter(|&doc| date[doc as usize].is_some()).collect();
        by_date.sort_by_key(|&doc| date[doc as usize]);
        Ok(Self { date, minutes, facets, by_date })
    }

    pub fn facet(&self, facet: FacetName) -> &Values {
        &self.facets[facet as usize]
    }
}
