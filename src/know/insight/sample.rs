//! Knowledge bases from a few texts, for the tests of this room.

use crate::core::config::Config;
use crate::core::model::{Kind, SourceFile};
use crate::know::link::{Site, link};
use crate::read::parse::Parser;

/// The site of some files, each a path below the content folder and a text.
pub fn site(files: &[(&str, &str)]) -> Site {
    let config = Config::default();
    let mut files = files.to_vec();
    files.sort_unstable();
    let parser = Parser::new(&config);
    let parse = |(path, text): (&str, &str)| {
        let kind = match path.split('/').next() {
            Some("services") => Kind::Service,
            Some("causes") => Kind::Cause,
            Some("teams") => Kind::Team,
            _ => Kind::PostMortem,
        };
        parser.parse(SourceFile { path: path.into(), text: text.into(), kind }).0
    };
    let documents = files.into_iter().map(parse).collect();
    link(config.clone(), documents, &[]).0
}
