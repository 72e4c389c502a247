//! The map in ARCHITECTURE.md is what the source says, and every arrow in it points down.
#![expect(
    clippy::disallowed_methods,
    reason = "the test reads the source, and writes the map where it is asked to"
)]

use std::path::{Path, PathBuf};

use xtask::map::{Map, insert};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn map() -> Map {
    Map::read(&here("src")).unwrap()
}

fn document() -> String {
    std::fs::read_to_string(here("ARCHITECTURE.md")).unwrap().replace('\r', "")
}

#[test]
fn the_map_is_what_the_source_says() {
    let document = document();
    let new = insert(&document, &map().markdown()).expect("the document has marks for the map");
    if std::env::var_os("LOOKBACK_WRITE").is_some() {
        std::fs::write(here("ARCHITECTURE.md"), &new).unwrap();
        return;
    }
    assert!(new == document, "the map is out of date: run `cargo xtask map`");
}

#[test]
fn every_arrow_points_down() {
    let faults = map().faults();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_architecture_can_be_read_at_one_sitting() {
    let length = document().len();
    assert!(length <= 16_384, "{length} bytes of 16,384: what explains one stage belongs into docs/");
}
