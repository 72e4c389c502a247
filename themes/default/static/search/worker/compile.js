// From the bytes of the engine to a module that runs.

function requireWebAssembly() {
  if (typeof WebAssembly === "undefined") throw new Failure("no-wasm", "WebAssembly is not defined");
}

/// The engine is published in gzip, for few hosts compress it.
function unpacked(bytes) {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isPacked) return new Response(bytes);
  if (typeof DecompressionStream === "undefined") throw new Failure("no-wasm", "DecompressionStream is not defined");
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
}

/// `bytes`: the engine as it is published.
async function compile(bytes) {
  const source = unpacked(bytes);
  try {
    return await WebAssembly.compile(await source.arrayBuffer());
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
