// Reads the engine and the index from a web server.

const ATTEMPTS = 3;

/// `urls`: absolute addresses of `engine`, `module`, `manifest`, and of the folder `chunks`.
function httpSource(urls) {
  const module = compiled(urls.module);
  // It is awaited later, and its failure told then.
  module.catch(() => {});
  return {
    async engine() {
      try {
        port.importScripts(urls.engine);
      } catch (error) {
        throw new Failure(navigator.onLine ? "engine" : "offline", error.message);
      }
      await instantiate(lookbackEngine, await module);
      return lookbackEngine;
    },
    /// Always asks the server, who may answer that nothing has changed.
    async manifest() {
      const response = await request(urls.manifest, { cache: "no-cache" });
      if (!response.ok) throw new Failure("no-manifest", `${response.status} for ${urls.manifest}`);
      return response.text();
    },
    /// The bytes of a chunk; its name says what is in it, so that a cache is never wrong. `again` passes by the cache.
    async chunk(name, { signal, again }) {
      const url = `${urls.chunks}${name}.bin`;
      const response = await request(url, { cache: again ? "reload" : "force-cache", signal });
      if (!response.ok) throw new Failure("missing", `${response.status} for ${url}`);
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}

/// The answer of the server, asked again after a pause where there was none or it says that it is busy.
async function request(url, options) {
  for (let attempt = 1; ; attempt++) {
    let problem;
    try {
      const response = await fetch(url, options);
      if (response.status !== 429 && response.status < 500) return response;
      problem = `${response.status} for ${url}`;
    } catch (error) {
      if (error.name === "AbortError") throw error;
      problem = `${error.message} for ${url}`;
    }
    if (!navigator.onLine) throw new Failure("offline", problem);
    if (attempt === ATTEMPTS) throw new Failure("network", problem);
    await new Promise((resolve) => setTimeout(resolve, 300 * 3 ** (attempt - 1)));
  }
}

async function compiled(url) {
  requireWebAssembly();
  const response = await request(url, {});
  if (!response.ok) throw new Failure("engine", `${response.status} for ${url}`);
  const isWasm = response.headers.get("Content-Type") === "application/wasm";
  return compile(isWasm ? response : await response.arrayBuffer());
}
