// Reads the engine and the index through the page, which was opened from disk: it can load scripts, and nothing else can.

/// `glue`: the script of the engine.
function pageSource(glue) {
  const calls = new Map();
  let last = 0;
  const call = (what, name) => new Promise((resolve, reject) => {
    calls.set(++last, { resolve, reject });
    port.postMessage({ type: "call", call: last, what, name });
  });
  return {
    async engine() {
      requireWebAssembly();
      await instantiate(glue, await compile(bytesOf(await call("module"))));
      return glue;
    },
    manifest: () => call("manifest"),
    chunk: async (name) => bytesOf(await call("chunk", name)),
    /// The page's answer to a call.
    settle({ call: number, value, failure }) {
      const { resolve, reject } = calls.get(number);
      calls.delete(number);
      if (failure) reject(new Failure(failure.kind, failure.detail));
      else resolve(value);
    },
  };
}

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
