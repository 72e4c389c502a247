//! What the engine is made with. These lines are part of its fingerprint.

/// Where the engine is kept, below the workspace; the theme embeds it from there.
pub const OUT: &str = "themes/default/search";
pub const ENGINE: &str = "engine.wasm.gz";
pub const GLUE: &str = "engine.js";
pub const FINGERPRINT: &str = "fingerprint";

/// What the build needs and makes on the way, below the workspace.
pub const SCRATCH: &str = "target/engine";

/// The engine, gzipped, may have so many bytes.
pub const LARGEST: usize = 550_000;

pub const PACKAGE: &str = "lookback-engine";
/// `PACKAGE` as rustc names its output.
pub const LIBRARY: &str = "lookback_engine";
/// The profile in the workspace's manifest.
pub const PROFILE: &str = "engine";
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Manifests and folders of sources that the engine is built from.
pub const SOURCES: [&str; 4] =
    ["search/Cargo.toml", "search/src", "search/engine/Cargo.toml", "search/engine/src"];

/// The name under which a page or worker finds the engine.
pub const GLOBAL: &str = "lookbackEngine";

/// For every toolchain. Reading an index asks for no random numbers; the crate must be told where they would come from.
pub const RUSTFLAGS: [&str; 1] = ["--cfg=getrandom_backend=\"unsupported\""];

/// Where the standard library is built as well: a panic ends the engine with a trap and says nothing, so the code
/// that would make up its message can go.
pub const RUSTFLAGS_WITH_STD: [&str; 3] =
    ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none"];
pub const CARGO_WITH_STD: [&str; 2] =
    ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];

/// `wasm-opt` from npm, where none as new is on the path.
pub const BINARYEN: u32 = 132;
/// The oldest `wasm-opt` that knows all of `WASM_OPT`.
pub const BINARYEN_LEAST: u32 = 121;
/// What browsers of 2023 can do, which is also what rustc takes for granted.
pub const WASM_OPT: [&str; 8] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];
