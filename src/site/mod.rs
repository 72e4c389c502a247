//! From knowledge to the files of a site: pages, charts, feeds, records, the index, and how they are written.

pub mod body;
pub mod calendar;
pub mod charts;
pub mod export;
pub mod index;
pub mod publish;
pub mod render;
pub mod theme;
