//! A compiler for WebAssembly: the ordinary one where it has the target, else Debian's.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::debian::Unpacked;
use super::process::{output, run, succeeds_within};
use super::settings;

/// How long rustup may take to fetch the target; offline, it would try for minutes.
const RUSTUP_LIMIT: Duration = Duration::from_secs(60);

/// Which compiler is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// The first that can be had.
    First,
    Rustup,
    Debian,
}

/// A compiler that can build for `settings::TARGET`.
#[derive(Debug)]
pub enum Toolchain {
    /// The one that cargo uses anyway; it comes with a standard library for the target.
    Ordinary,
    /// Debian's, which builds the standard library from source.
    Debian(Unpacked),
}

impl Toolchain {
    /// Fetches what is missing: rustup's target, or Debian's packages into `scratch`.
    pub fn find(choice: Choice, scratch: &Path) -> Result<Self, String> {
        if choice != Choice::Debian && (has_target() || (add_target() && has_target())) {
            return Ok(Self::Ordinary);
        }
        if choice == Choice::Rustup {
            return Err(format!("rustup has no {} and can't add it", settings::TARGET));
        }
        let unpacked = Unpacked::prepare(&scratch.join("debian")).map_err(|error| {
            format!("there is no compiler for {0}: rustup can't add it, and {error}", settings::TARGET)
        })?;
        Ok(Self::Debian(unpacked))
    }

    /// The engine as rustc makes it.
    pub fn compile(&self, root: &Path, scratch: &Path) -> Result<Vec<u8>, String> {
        let target = scratch.join(match self {
            Self::Ordinary => "ordinary",
            Self::Debian(_) => "with-std",
        });
        let mut command = Command::new(cargo());
        command.current_dir(root).args(["build", "--locked"]);
        command.args(["--package", settings::PACKAGE, "--profile", settings::PROFILE]);
        command.args(["--target", settings::TARGET, "--target-dir"]).arg(&target);
        let mut flags: Vec<OsString> = settings::RUSTFLAGS.map(OsString::from).into();
        flags.extend(without_paths(root));
        if let Self::Debian(unpacked) = self {
            command.args(settings::CARGO_WITH_STD);
            flags.extend(settings::RUSTFLAGS_WITH_STD.map(OsString::from));
            flags.push(remap(&unpacked.sysroot(), "rust"));
            command.env("RUSTC", unpacked.rustc()).env("RUSTC_BOOTSTRAP", "1");
            command.env("LD_LIBRARY_PATH", unpacked.libraries());
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker()?);
        }
        command.env("CARGO_ENCODED_RUSTFLAGS", flags.join(&OsString::from("\u{1f}")));
        run(&mut command)?;
        let wasm = target.join(settings::TARGET).join(settings::PROFILE).join(settings::LIBRARY);
        let wasm = wasm.with_extension("wasm");
        fs::read(&wasm).map_err(|error| format!("could not read {}: {error}", wasm.display()))
    }
}

/// Flags that keep the folders of this machine out of the engine: what panics would name are paths like
/// `search/src/engine.rs` and `tantivy-0.27.0/src/lib.rs`.
fn without_paths(root: &Path) -> Vec<OsString> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo")));
    let sources = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    let registries = sources.into_iter().flatten().flatten().map(|entry| entry.path());
    registries.chain([root.to_path_buf()]).map(|folder| remap(&folder, "")).collect()
}

fn remap(from: &Path, to: &str) -> OsString {
    let mut flag = OsString::from("--remap-path-prefix=");
    flag.push(from);
    flag.push(format!("={to}"));
    flag
}

fn has_target() -> bool {
    output(Command::new("rustc").args(["--print", "target-libdir", "--target", settings::TARGET]))
        .is_ok_and(|folder| Path::new(&folder).is_dir())
}

fn add_target() -> bool {
    println!("adding {} by rustup", settings::TARGET);
    succeeds_within(RUSTUP_LIMIT, Command::new("rustup").args(["target", "add", settings::TARGET]))
}

/// The linker for WebAssembly that comes with every toolchain of rustup.
fn linker() -> Result<PathBuf, String> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let host = output(Command::new("rustc").arg("--version").arg("--verbose"))?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    let linker = Path::new(&sysroot).join("lib/rustlib").join(host).join("bin/rust-lld");
    if linker.is_file() { Ok(linker) } else { Err(format!("there is no linker at {}", linker.display())) }
}

/// The cargo that runs this program.
fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
