//! Binaryen's `wasm-opt`, from the path or from npm.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::process::{output, run};
use super::settings;

/// Makes `wasm` smaller; works in `scratch`.
pub fn run_on(wasm: &[u8], scratch: &Path) -> Result<Vec<u8>, String> {
    let [from, to] = ["bound.wasm", "optimised.wasm"].map(|name| scratch.join(name));
    fs::write(&from, wasm).map_err(|error| format!("could not write {}: {error}", from.display()))?;
    let mut command = find(scratch)?;
    run(command.args(settings::WASM_OPT).arg(&from).arg("-o").arg(&to))?;
    fs::read(&to).map_err(|error| format!("could not read {}: {error}", to.display()))
}

fn find(scratch: &Path) -> Result<Command, String> {
    let on_path = || Command::new("wasm-opt");
    if version(on_path()).is_some_and(|version| version >= settings::BINARYEN_LEAST) {
        return Ok(on_path());
    }
    let folder = scratch.join("npm");
    let from_npm = || {
        let mut command = Command::new("node");
        command.arg(folder.join("node_modules/binaryen/bin/wasm-opt"));
        command
    };
    if version(from_npm()) != Some(settings::BINARYEN) {
        fetch(&folder).map_err(|error| {
            format!(
                "there is no wasm-opt of version {} or newer on the path (it is part of Binaryen), \
                 and npm can't fetch it: {error}",
                settings::BINARYEN_LEAST
            )
        })?;
    }
    Ok(from_npm())
}

fn fetch(folder: &Path) -> Result<(), String> {
    println!("fetching wasm-opt");
    fs::create_dir_all(folder).map_err(|error| format!("could not create {}: {error}", folder.display()))?;
    let package = format!("binaryen@{}.0.0", settings::BINARYEN);
    let quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--no-save"];
    run(Command::new("npm").arg("install").args(quiet).arg("--prefix").arg(folder).arg(package))
}

/// `wasm-opt version 132 (version_132)`.
fn version(mut command: Command) -> Option<u32> {
    number(&output(command.arg("--version")).ok()?)
}

fn number(said: &str) -> Option<u32> {
    said.strip_prefix("wasm-opt version ")?.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn reads_versions_as_binaryen_and_debian_write_them() {
        assert_eq!(number("wasm-opt version 132 (version_132)"), Some(132));
        assert_eq!(number("wasm-opt version 108 (108-1)"), Some(108));
        assert_eq!(number("wasm-opt version 116"), Some(116));
        assert_eq!(number("command not found"), None);
    }
}
