//! What the engine was built from, as a hash, so that an engine that is older than its sources is noticed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use toml::{Table, Value};

use super::settings;

/// How the committed engine stands to its sources.
#[derive(Debug, PartialEq, Eq)]
pub enum State {
    Current,
    Older,
    Missing,
}

impl fmt::Display for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Current => "the engine is up to date",
            Self::Older => "the engine is older than its sources",
            Self::Missing => "there is no engine",
        })?;
        match self {
            Self::Current => Ok(()),
            _ => write!(formatter, " in {}; `cargo xtask wasm` builds it", settings::OUT),
        }
    }
}

/// Compares the fingerprint beside the engine with that of the sources.
pub fn check(root: &Path) -> Result<State, String> {
    let expected = of_sources(root)?;
    Ok(match fs::read_to_string(root.join(settings::OUT).join(settings::FINGERPRINT)) {
        Ok(found) if found.trim_end() == expected.trim_end() => State::Current,
        Ok(_) => State::Older,
        Err(_) => State::Missing,
    })
}

/// SHA-256 in hexadecimal, with a line break, over the sources of the engine, the settings it is made with, and the
/// exact versions of all it depends on. The same on every system.
pub fn of_sources(root: &Path) -> Result<String, String> {
    let mut parts = BTreeMap::new();
    for source in settings::SOURCES {
        collect(root, Path::new(source), &mut parts)?;
    }
    parts.insert("settings".to_owned(), include_str!("settings.rs").replace('\r', ""));
    let lock = table(&root.join("Cargo.lock"))?;
    parts.insert("dependencies".to_owned(), dependencies(&lock, settings::PACKAGE)?);
    let manifest = table(&root.join("Cargo.toml"))?;
    parts.insert("profile".to_owned(), profile(&manifest)?);
    let mut hash = Sha256::new();
    for (name, text) in &parts {
        hash.update(format!("{name}\n{}\n{text}", text.len()));
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>() + "\n")
}

/// The texts of all files at or below `path`, by path with `/`, and with the line breaks of Unix.
fn collect(root: &Path, path: &Path, found: &mut BTreeMap<String, String>) -> Result<(), String> {
    let full = root.join(path);
    let failed = |error: std::io::Error| format!("could not read {}: {error}", full.display());
    if full.is_dir() {
        for entry in fs::read_dir(&full).map_err(failed)? {
            collect(root, &path.join(entry.map_err(failed)?.file_name()), found)?;
        }
        return Ok(());
    }
    let text = fs::read_to_string(&full).map_err(failed)?;
    found.insert(path.to_string_lossy().replace('\\', "/"), text.replace('\r', ""));
    Ok(())
}

fn table(path: &PathBuf) -> Result<Table, String> {
    let text =
        fs::read_to_string(path).map_err(|error| format!("could not read {}: {error}", path.display()))?;
    text.parse().map_err(|error| format!("{}: {error}", path.display()))
}

/// Name, version and checksum of each package of `lock` that `package` needs, directly or not, one a line.
fn dependencies(lock: &Table, package: &str) -> Result<String, String> {
    let packages: Vec<&Table> = lock
        .get("package")
        .and_then(Value::as_array)
        .map(|list| list.iter().filter_map(Value::as_table).collect())
        .ok_or("Cargo.lock lists no packages")?;
    let text = |table: &Table, key: &str| table.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
    let mut found = BTreeSet::new();
    let mut waiting = vec![package.to_owned()];
    while let Some(wanted) = waiting.pop() {
        // `name`, or `name version` where there are several versions.
        let mut words = wanted.split(' ');
        let (name, version) = (words.next().unwrap_or_default(), words.next());
        let entry = packages
            .iter()
            .find(|entry| text(entry, "name") == name && version.is_none_or(|v| text(entry, "version") == v))
            .ok_or_else(|| format!("Cargo.lock has no {wanted}"))?;
        if found.insert(format!("{name} {} {}\n", text(entry, "version"), text(entry, "checksum"))) {
            let needs = entry.get("dependencies").and_then(Value::as_array).into_iter().flatten();
            waiting.extend(needs.filter_map(Value::as_str).map(str::to_owned));
        }
    }
    Ok(found.into_iter().collect())
}

/// The settings of the engine's profile, and of those it inherits from.
fn profile(manifest: &Table) -> Result<String, String> {
    let profiles = manifest.get("profile").and_then(Value::as_table);
    let mut text = String::new();
    let mut name = Some(settings::PROFILE);
    while let Some(current) = name {
        let profile = profiles.and_then(|profiles| profiles.get(current)).and_then(Value::as_table);
        let Some(profile) = profile else {
            return Err(format!("Cargo.toml has no profile {current}"));
        };
        text += &format!("[{current}]\n{profile}");
        name = profile.get("inherits").and_then(Value::as_str);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_engine_is_as_new_as_its_sources() {
        assert_eq!(check(&super::super::root()), Ok(State::Current));
    }

    #[test]
    fn counts_what_is_needed_directly_or_not() {
        let lock = r#"
            package = [
                { name = "engine", version = "1.0.0", dependencies = ["index", "noise 2.0.0"] },
                { name = "index", version = "0.3.0", checksum = "aa", dependencies = ["engine"] },
                { name = "noise", version = "1.0.0", checksum = "bb" },
                { name = "noise", version = "2.0.0", checksum = "cc" },
                { name = "other", version = "1.0.0", checksum = "dd" },
            ]"#;
        let found = dependencies(&lock.parse().unwrap(), "engine").unwrap();
        assert_eq!(found, "engine 1.0.0 \nindex 0.3.0 aa\nnoise 2.0.0 cc\n");
    }

    #[test]
    fn a_profile_counts_with_what_it_inherits() {
        let manifest = "[profile.engine]\ninherits = \"release\"\nopt-level = \"z\"\n[profile.release]\nlto = true\n\
                        [profile.dev]\ndebug = 1\n";
        let found = profile(&manifest.parse().unwrap()).unwrap();
        assert!(found.contains("opt-level = \"z\"") && found.contains("lto = true"), "{found}");
        assert!(!found.contains("debug"), "{found}");
    }

    #[test]
    fn line_breaks_of_windows_change_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut texts = [BTreeMap::new(), BTreeMap::new()];
        for (text, found) in ["a\nb\n", "a\r\nb\r\n"].iter().zip(&mut texts) {
            fs::write(folder.path().join("a.rs"), text).unwrap();
            collect(folder.path(), Path::new("a.rs"), found).unwrap();
        }
        assert_eq!(texts[0], texts[1]);
    }
}
