//! The linked knowledge base → a search index, ready to be published.
//!
//! Every post-mortem, service, cause, team and free page becomes a record of plain text. Records are made when it is
//! their turn, so that the texts of all are never in memory together with what is made of them.

mod html;
mod kept;
mod key;
mod offline;
pub(crate) mod plain;
mod published;
mod record;
mod site_file;
mod tables;

pub use html::push_text as push_html_text;
pub use kept::room;
pub use key::key;
pub use offline::lists_copy;
pub use published::{MANIFEST, chunk_file, chunk_output, files, has_copy, manifest, stage};
pub use site_file::{FOLDER, SiteFile};

use lookback_search::write::{Input, Kept, Key, Pack, pack};
use lookback_search::{Columns, Record};
use rayon::prelude::*;

use crate::core::fingerprint::{Fingerprint, FingerprintHasher};
use crate::know::link::Site;
use crate::store::Room;
use kept::Shards;
use record::Subject;
use tables::Tables;

/// Indexes a site. Depends on the site alone: not on the number of threads, the time or the machine. `key` is what
/// the index is recognised by; `kept` holds parts of earlier ones, `published` tells the size of files that are published
/// already, by path below the site's root; `advance` is called for each of [`count`] records that has to be made.
///
/// # Panics
/// When the index can't be built in memory, which is a fault in the program.
pub fn index(
    site: &Site,
    key: String,
    kept: Option<&Room>,
    published: &(dyn Fn(&str) -> Option<usize> + Sync),
    advance: impl Fn() + Sync,
) -> Pack {
    let tables = Tables::new(site);
    let subjects = Subject::all(site);
    let keys: Vec<Key<'_>> = subjects.iter().map(|subject| subject.key(site)).collect();
    let columns: Vec<Columns> = subjects.par_iter().map(|subject| subject.columns(site, &tables)).collect();
    let record = |position: usize| -> Record {
        advance();
        subjects[position].record(site, &tables, &columns[position])
    };
    let shards = kept.map(|room| {
        let hasher = |(subject, columns): (&Subject<'_>, &Columns)| {
            let mut hasher = FingerprintHasher::default();
            subject.add_to(&mut hasher, site, &tables, columns);
            hasher.fingerprint()
        };
        let records = subjects.par_iter().zip(&columns).map(hasher).collect();
        Shards { room, records, published }
    });
    let input = Input {
        keys: &keys,
        record: &record,
        columns: &columns,
        tables: &tables.facets,
        kept: shards.as_ref().map(|shards| shards as &dyn Kept),
        language: &site.config.book.language,
        content: &key,
    };
    let mut pack = pack(&input).unwrap_or_else(|error| panic!("the index could not be built: {error}"));
    if site.config.is_public {
        // What the key is made of is not all public.
        pack.manifest.content.clear();
        pack.manifest.content = Fingerprint::of_bytes(&manifest(&pack)).name();
    }
    pack
}

/// How many records a site has.
pub fn count(site: &Site) -> usize {
    Subject::all(site).len()
}

/// The address of an output path from the root of the site, percent-encoded.
fn address(output: &str) -> String {
    crate::core::address::relative("index.html", output)
}
