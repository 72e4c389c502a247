//! What a source file says it uses.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder or file in a room.
#[derive(Debug)]
pub struct Module {
    pub room: String,
    /// Empty for the front of the room itself.
    pub name: String,
    /// The first sentence of its documentation.
    pub sentence: String,
    pub lines: usize,
    /// Other modules by room and name, each with the first place that names it.
    pub uses: BTreeMap<(String, String), String>,
}

/// All modules below `src`, sorted.
pub fn modules(src: &Path) -> Result<Vec<Module>, String> {
    let mut found: BTreeMap<(String, String), Module> = BTreeMap::new();
    for path in files(src)? {
        let below = path.strip_prefix(src).map_err(|error| error.to_string())?;
        let parts: Vec<String> =
            below.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let [room, rest @ ..] = parts.as_slice() else { continue };
        if rest.is_empty() {
            // The roots of the library and of the program.
            continue;
        }
        if !super::ROOMS.contains(&room.as_str()) {
            return Err(format!("src/{room} is no room: name it in xtask/src/map/mod.rs"));
        }
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let is_front = rest == ["mod"];
        let name = if is_front { String::new() } else { rest[0].clone() };
        let key = (room.clone(), name.clone());
        let module = found.entry(key).or_insert_with(|| Module {
            room: room.clone(),
            name: name.clone(),
            sentence: String::new(),
            lines: 0,
            uses: BTreeMap::new(),
        });
        module.lines += text.lines().count();
        if rest.len() == 1 || rest[1..] == ["mod"] {
            module.sentence = sentence(&text);
        }
        for (number, used) in paths(&text) {
            if used.0 != *room || used.1 != name {
                module.uses.entry(used).or_insert_with(|| format!("src/{}:{number}", below.display()));
            }
        }
    }
    Ok(found.into_values().collect())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && path.file_stem().is_none_or(|stem| stem != "tests")
        {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The first sentence of a module's documentation.
pub fn sentence(text: &str) -> String {
    let lines = text.lines().skip_while(|line| !line.starts_with("//!"));
    let words: Vec<&str> = lines
        .map_while(|line| line.strip_prefix("//!"))
        .map(str::trim)
        .take_while(|line| !line.is_empty())
        .collect();
    let all = words.join(" ");
    let end = all.find(". ").unwrap_or(all.len());
    all[..end].trim_end_matches('.').replace('|', "\\|").replace("[`crate::", "`").replace("`]", "`")
}

/// The modules that a file names, as room and module, each with its line; not what its tests use.
fn paths(text: &str) -> Vec<(usize, (String, String))> {
    let code = text.split("#[cfg(test)]\n").next().unwrap_or(text);
    let bare: Vec<&str> = code.lines().map(|line| line.split("//").next().unwrap_or(line)).collect();
    let code = bare.join("\n");
    let mut found = Vec::new();
    for root in ["crate::", "lookback::"] {
        for (at, _) in code.match_indices(root) {
            let room = name(&code[at + root.len()..]);
            let is_word = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            if is_word || !super::ROOMS.contains(&room) {
                continue;
            }
            let line = code[..at].matches('\n').count() + 1;
            let rest = &code[at + root.len() + room.len()..];
            for module in named(rest.strip_prefix("::").unwrap_or_default()) {
                let is_module = module.starts_with(|c: char| c.is_lowercase());
                found.push((line, (room.to_owned(), if is_module { module } else { "" }.to_owned())));
            }
        }
    }
    found
}

/// The first names of a path, or of each path in a group: `a::b`, `{a::b, c::{d, e}}`.
fn named(path: &str) -> Vec<&str> {
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let mut names = vec![name(group.trim_start())];
    let mut depth = 1;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => names.push(name(group[at + 1..].trim_start())),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The name at the beginning of a text.
fn name(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_wherever_they_stand() {
        let text = "use crate::core::model::Document;\nlet a = lookback::site::Thing; // crate::read::load\n\
                    #[cfg(test)]\nmod tests {\nuse crate::tools::check;\n}\n";
        let found: Vec<_> =
            paths(text).into_iter().map(|(line, (room, name))| format!("{line} {room} {name}")).collect();
        assert_eq!(found, ["1 core model", "2 site "]);
        assert_eq!(named("{a::b,\n    c::{d, e},\n    f,\n};"), ["a", "c", "f"]);
    }

    #[test]
    fn a_sentence_ends_where_it_ends() {
        assert_eq!(
            sentence("//! Reads [`crate::site`] and\n//! more. And more.\n//!\n//! Else\n"),
            "Reads `site` and more"
        );
    }
}
