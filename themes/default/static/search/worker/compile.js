// From the bytes of the engine to a module that runs.

function requireWebAssembly() {
  if (typeof WebAssembly === "undefined") throw new Failure("no-wasm", "WebAssembly is not defined");
}

/// `source`: a response of type application/wasm, or bytes.
async function compile(source) {
  try {
    return await (source instanceof Response ? WebAssembly.compileStreaming(source) : WebAssembly.compile(source));
  } catch (error) {
    const isForbidden = /content security policy|unsafe-eval|disallowed|blocked/i.test(error.message);
    throw new Failure(isForbidden ? "policy" : "engine", error.message);
  }
}

/// Starts the module with the script that belongs to it.
async function instantiate(glue, module) {
  try {
    await glue({ module_or_path: module });
  } catch (error) {
    throw new Failure("engine", error.message);
  }
}
