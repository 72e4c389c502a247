//! `cargo xtask wasm`: builds the search engine of the page, or tells whether the committed one is up to date.

mod bindings;
mod debian;
mod fingerprint;
mod optimise;
mod process;
mod settings;
mod toolchain;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use flate2::Compression;
use flate2::write::GzEncoder;

use toolchain::{Choice, Toolchain};

#[derive(Debug)]
pub struct Options {
    check: bool,
    toolchain: Choice,
}

impl Options {
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self { check: false, toolchain: Choice::First };
        while let Some(name) = arguments.next() {
            match name.as_str() {
                "--check" => options.check = true,
                "--toolchain" => {
                    options.toolchain = match arguments.next().as_deref() {
                        Some("rustup") => Choice::Rustup,
                        Some("debian") => Choice::Debian,
                        _ => return Err("--toolchain is rustup or debian".into()),
                    }
                }
                _ => return Err(format!("{name} is not known\n\n{}", super::USAGE)),
            }
        }
        Ok(options)
    }
}

/// Ends with 1 where `--check` finds that the engine is older than its sources.
pub fn run(options: &Options) -> Result<ExitCode, String> {
    let root = root();
    if options.check {
        return match fingerprint::check(&root)? {
            fingerprint::State::Current => Ok(ExitCode::SUCCESS),
            state => {
                eprintln!("{state}");
                Ok(ExitCode::FAILURE)
            }
        };
    }
    build(&root, options.toolchain)
}

fn build(root: &Path, choice: Choice) -> Result<ExitCode, String> {
    let scratch = root.join(settings::SCRATCH);
    let toolchain = Toolchain::find(choice, &scratch)?;
    // Before the build, so that a source that changes meanwhile makes the engine look old rather than new.
    let fingerprint = fingerprint::of_sources(root)?;
    let compiled = toolchain.compile(root, &scratch)?;
    let bound = bindings::generate(&compiled)?;
    let optimised = optimise::run_on(&bound.wasm, &scratch)?;
    let gzipped = gzipped(&optimised)?;
    if gzipped.len() > settings::LARGEST {
        let allowed = settings::LARGEST;
        return Err(format!(
            "the engine has {} bytes gzipped, more than the {allowed} that it may have",
            gzipped.len()
        ));
    }
    let out = root.join(settings::OUT);
    fs::create_dir_all(&out).map_err(|error| format!("could not create {}: {error}", out.display()))?;
    // The fingerprint comes last: without it, files of an interrupted run count as old.
    for (name, bytes) in [
        (settings::ENGINE, gzipped.as_slice()),
        (settings::GLUE, bound.glue.as_bytes()),
        (settings::FINGERPRINT, fingerprint.as_bytes()),
    ] {
        let path = out.join(name);
        fs::write(&path, bytes).map_err(|error| format!("could not write {}: {error}", path.display()))?;
        println!("{:>9} bytes  {}/{name}", bytes.len(), settings::OUT);
    }
    println!("{:>9} bytes  unpacked", optimised.len());
    Ok(ExitCode::SUCCESS)
}

/// The engine as it is published: few hosts compress it, so it is compressed here.
fn gzipped(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.map_err(|error| format!("could not gzip the engine: {error}"))
}

/// The folder of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_path_buf()
}
