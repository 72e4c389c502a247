//! The map of the program in ARCHITECTURE.md: rooms, what is in them, and which uses which, as the source says.

mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use source::{Module, modules};

/// The rooms of the program from the bottom up: each may use those before it.
pub const ROOMS: [&str; 9] = ["core", "store", "read", "know", "site", "tools", "build", "serve", "commands"];

const BEGIN: &str = "<!-- map: begin -->\n";
const END: &str = "<!-- map: end -->\n";

/// What the source says of the rooms.
#[derive(Debug)]
pub struct Map {
    modules: Vec<Module>,
    /// What each room says of itself.
    sentences: BTreeMap<String, String>,
}

impl Map {
    /// Reads the source below `src`.
    ///
    /// # Errors
    /// When it can't be read, or a folder in it is no room.
    pub fn read(src: &Path) -> Result<Self, String> {
        let mut sentences = BTreeMap::new();
        for room in ROOMS {
            let front = src.join(room).join("mod.rs");
            let text =
                std::fs::read_to_string(&front).map_err(|error| format!("{}: {error}", front.display()))?;
            sentences.insert(room.to_owned(), source::sentence(&text));
        }
        Ok(Self { modules: modules(src)?, sentences })
    }

    /// Arrows that run against the order of the rooms, and modules of a room that use each other in a circle.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for module in &self.modules {
            for (used, place) in &module.uses {
                let (from, to) = (floor(&module.room), floor(&used.0));
                if to > from {
                    faults.push(format!("{place}: `{}` uses `{}`, which is above it", module.room, used.0));
                }
            }
        }
        faults.extend(self.circles());
        faults
    }

    /// Modules of one room from which a way leads back to them.
    fn circles(&self) -> impl Iterator<Item = String> {
        let inside: BTreeMap<(&str, &str), BTreeSet<&str>> = self
            .modules
            .iter()
            .map(|module| {
                let used = module.uses.keys().filter(|(room, _)| *room == module.room);
                ((module.room.as_str(), module.name.as_str()), used.map(|(_, name)| name.as_str()).collect())
            })
            .collect();
        let leads_back = move |&(room, name): &(&str, &str)| {
            let mut seen = BTreeSet::new();
            let mut next: Vec<&str> = vec![name];
            while let Some(one) = next.pop() {
                for &used in inside.get(&(room, one)).into_iter().flatten() {
                    if used == name {
                        return true;
                    }
                    if seen.insert(used) {
                        next.push(used);
                    }
                }
            }
            false
        };
        let names: Vec<_> =
            self.modules.iter().map(|module| (module.room.as_str(), module.name.as_str())).collect();
        let found: Vec<String> = names
            .iter()
            .filter(|one| leads_back(one))
            .map(|(room, name)| format!("`{room}::{name}` uses itself by way of another module"))
            .collect();
        found.into_iter()
    }

    /// The map in Markdown: a table of rooms, and one of the modules in them.
    pub fn markdown(&self) -> String {
        let mut out = String::from("| Room | What is in it | Uses | Lines |\n|---|---|---|---:|\n");
        for room in ROOMS {
            let inside = || self.modules.iter().filter(|module| module.room == room);
            let used: BTreeSet<&str> =
                inside().flat_map(|module| module.uses.keys()).map(|(used, _)| used.as_str()).collect();
            let uses: Vec<String> = ROOMS
                .iter()
                .filter(|one| **one != room && used.contains(*one))
                .map(|one| format!("`{one}`"))
                .collect();
            let uses = if uses.is_empty() { "–".to_owned() } else { uses.join(", ") };
            let lines: usize = inside().map(|module| module.lines).sum();
            writeln!(out, "| `{room}` | {} | {uses} | {lines} |", self.sentences[room])
                .expect("text takes all");
        }
        out.push_str("\n| Module | What it does | Lines |\n|---|---|---:|\n");
        // Those of `commands` are named by `lookback --help`.
        for room in ROOMS.into_iter().filter(|room| *room != "commands") {
            for module in self.modules.iter().filter(|module| module.room == room && !module.name.is_empty())
            {
                writeln!(out, "| `{room}::{}` | {} | {} |", module.name, module.sentence, module.lines)
                    .expect("text takes all");
            }
        }
        out
    }
}

fn floor(room: &str) -> usize {
    ROOMS.iter().position(|one| *one == room).unwrap_or(ROOMS.len())
}

/// A document with the map between its marks replaced; `None` where it has no marks.
pub fn insert(document: &str, map: &str) -> Option<String> {
    let begin = document.find(BEGIN)? + BEGIN.len();
    let end = begin + document[begin..].find(END)?;
    Some(format!("{}{map}{}", &document[..begin], &document[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(room: &str, name: &str, uses: &[(&str, &str)]) -> Module {
        let uses = uses.iter().map(|(room, name)| (((*room).into(), (*name).into()), "a.rs:1".into()));
        Module {
            room: room.into(),
            name: name.into(),
            sentence: String::new(),
            lines: 1,
            uses: uses.collect(),
        }
    }

    fn faults(modules: Vec<Module>) -> usize {
        Map { modules, sentences: BTreeMap::new() }.faults().len()
    }

    #[test]
    fn arrows_up_and_circles_are_faults() {
        assert_eq!(faults(vec![module("site", "a", &[("core", "b"), ("site", "c")])]), 0);
        assert_eq!(faults(vec![module("core", "a", &[("site", "b")])]), 1);
        let circle = vec![
            module("site", "a", &[("site", "b")]),
            module("site", "b", &[("site", "c")]),
            module("site", "c", &[("site", "a")]),
        ];
        assert_eq!(faults(circle), 3);
    }

    #[test]
    fn only_what_is_between_the_marks_is_replaced() {
        let document = format!("a\n{BEGIN}old\n{END}b\n");
        assert_eq!(insert(&document, "new\n").unwrap(), format!("a\n{BEGIN}new\n{END}b\n"));
        assert_eq!(insert("a\n", "new\n"), None);
    }
}
