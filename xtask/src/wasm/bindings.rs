//! wasm-bindgen, as a library: the script that lets a page call the engine.

use wasm_bindgen_cli_support::Bindgen;

use super::settings;

/// The engine without wasm-bindgen's own sections, and its script.
pub struct Bound {
    pub wasm: Vec<u8>,
    /// A classic script, for `importScripts` in a worker as well as `<script>` in a page, which is all that works in a
    /// page opened from disk. It defines `settings::GLOBAL`.
    pub glue: String,
}

/// Takes the engine as rustc makes it.
pub fn generate(compiled: &[u8]) -> Result<Bound, String> {
    let failed = |error: anyhow::Error| format!("wasm-bindgen: {error:#}");
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes("engine", compiled.to_vec()).typescript(false).omit_default_module_path(true);
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.no_modules(true).map_err(failed)?.no_modules_global(settings::GLOBAL).map_err(failed)?;
    let mut output = bindgen.generate_output().map_err(failed)?;
    let glue = output.js().to_owned();
    Ok(Bound { wasm: output.wasm_mut().emit_wasm(), glue })
}
