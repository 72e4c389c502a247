//! Debian's Rust compiler in a private folder. The packages are fetched and unpacked, never installed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::process::{output, run};

/// The compiler for Debian's browsers, which is newer than Debian's own, and the source of the standard library.
const PACKAGES: [&str; 2] = ["rustc-web", "rust-web-src"];

/// Dependencies of the packages that an ordinary machine with a C compiler does not have.
const CARRIED: [&str; 2] = ["libstd-rust-web", "libllvm"];

/// The unpacked packages.
#[derive(Debug)]
pub struct Unpacked {
    /// Holds `usr/`.
    root: PathBuf,
}

impl Unpacked {
    /// Fetches and unpacks below `folder`, unless that was done before.
    pub fn prepare(folder: &Path) -> Result<Self, String> {
        let unpacked = Self { root: folder.join("root") };
        let done = folder.join("packages");
        let packages = versions(&closure(depends)?)?;
        if fs::read_to_string(&done).is_ok_and(|text| text == packages) {
            return Ok(unpacked);
        }
        println!("fetching Debian's compiler for WebAssembly (140 MB)");
        let archives = folder.join("archives");
        for path in [&unpacked.root, &archives] {
            remove(path)?;
            fs::create_dir_all(path)
                .map_err(|error| format!("could not create {}: {error}", path.display()))?;
        }
        // The user that apt drops to can't write here; as root, it would warn of that.
        run(Command::new("apt-get")
            .args(["-q", "-o", "APT::Sandbox::User=root", "download"])
            .args(packages.lines())
            .current_dir(&archives))?;
        unpack(&archives, &unpacked.root)?;
        remove(&archives)?;
        fs::write(&done, packages).map_err(|error| format!("could not write {}: {error}", done.display()))?;
        Ok(unpacked)
    }

    pub fn rustc(&self) -> PathBuf {
        self.root.join("usr/bin/rustc")
    }

    /// What `rustc --print sysroot` says.
    pub fn sysroot(&self) -> PathBuf {
        self.root.join("usr")
    }

    /// Where the compiler's own libraries are.
    pub fn libraries(&self) -> PathBuf {
        self.root.join(format!("usr/lib/{}-linux-gnu", std::env::consts::ARCH))
    }
}

/// `PACKAGES` and all that they need of `CARRIED`; `depends` lists the names that a package depends on.
fn closure(depends: impl Fn(&str) -> Result<Vec<String>, String>) -> Result<BTreeSet<String>, String> {
    let mut found: BTreeSet<String> = PACKAGES.map(str::to_owned).into();
    let mut waiting: Vec<String> = found.iter().cloned().collect();
    while let Some(package) = waiting.pop() {
        for name in depends(&package)? {
            if CARRIED.iter().any(|prefix| name.starts_with(prefix)) && found.insert(name.clone()) {
                waiting.push(name);
            }
        }
    }
    Ok(found)
}

/// What the newest version of a package depends on.
fn depends(package: &str) -> Result<Vec<String>, String> {
    let lines = output(Command::new("apt-cache").args(["depends", "--important", package]))?;
    Ok(lines.lines().filter_map(|line| line.trim().strip_prefix("Depends: ")).map(str::to_owned).collect())
}

/// `name=version` of each package, one a line.
fn versions(packages: &BTreeSet<String>) -> Result<String, String> {
    let mut lines = String::new();
    for package in packages {
        let shown = output(Command::new("apt-cache").args(["policy", package]))?;
        let version = shown.lines().find_map(|line| line.trim().strip_prefix("Candidate: "));
        let version = version.filter(|version| *version != "(none)");
        let version = version.ok_or_else(|| format!("apt knows no {package} (is `apt-get update` done?)"))?;
        lines += &format!("{package}={version}\n");
    }
    Ok(lines)
}

fn unpack(archives: &Path, root: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("could not read {}: {error}", archives.display());
    for entry in fs::read_dir(archives).map_err(failed)? {
        run(Command::new("dpkg").arg("-x").arg(entry.map_err(failed)?.path()).arg(root))?;
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("could not remove {}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_only_what_has_to_be_carried_along() {
        let depends = |package: &str| {
            let names: &[&str] = match package {
                "rustc-web" => &["libc6", "libstd-rust-web-dev", "gcc"],
                "libstd-rust-web-dev" => &["libstd-rust-web-1.96"],
                "libstd-rust-web-1.96" => &["libc6", "libllvm22"],
                "rust-web-src" | "libllvm22" => &[],
                other => return Err(format!("{other} need not be looked at")),
            };
            Ok(names.iter().map(|name| (*name).to_owned()).collect())
        };
        let found = closure(depends).unwrap();
        let expected =
            ["libllvm22", "libstd-rust-web-1.96", "libstd-rust-web-dev", "rust-web-src", "rustc-web"];
        assert!(found.iter().eq(expected), "{found:?}");
    }
}
