//! Pages from the linked knowledge base: jobs as data, and a renderer that does any of them, in any order.
//!
//! Nothing here touches the disk. A [`Renderer`] is shared between threads; what many pages show (names,
//! severities, the line of an incident in a list) is made once, where the first of these pages is made.

mod action_items;
mod actions;
mod amount;
mod bars;
mod before;
mod catalog;
mod changes;
mod claims;
mod context;
mod deferred;
mod entry;
mod facts;
mod family;
mod feeds;
mod figures;
mod filter_links;
mod frame;
mod front;
mod globals;
mod grouped;
mod history;
mod home;
mod incident;
mod insights;
mod job;
mod list_row;
mod made_of;
mod matrix;
mod neighbours;
mod outputs;
mod pages;
mod paginate;
mod plan;
mod prepare;
mod recurring;
mod renderer;
mod search;
mod shape;
mod similar;
mod sitemap;
mod timeline;
mod twin;
mod urls;
mod view;
pub(crate) mod words;
mod work;
mod years;

pub use crate::core::output::{Planned, Produced, Stage};
pub use claims::{is_asset, left_out, left_out_by_theme};
pub use job::Job;
pub use outputs::CatalogKind;
pub use plan::plan;
pub use recurring::Filter as Recurring;
pub use renderer::{Renderer, add_global_shape};
pub use shape::Shape;
pub use urls::base_path;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
