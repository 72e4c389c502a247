// Reads the engine and the index from a web server.

const ATTEMPTS = 3;

/// Milliseconds without a byte after which a request is asked again.
const SILENCE = 10000;

/// `urls`: absolute addresses of `engine`, `module`, `manifest`, and of the folder `chunks`.
function httpSource(urls) {
  /// Chunks that were begun before somebody asked for them.
  const begun = new Map();
  const read = async (name, { signal, again }) => {
    const url = `${urls.chunks}${name}.bin`;
    const { ok, status, value } = await request(url, { cache: again ? "reload" : "force-cache", signal }, whole);
    if (!ok) throw new Failure("missing", `${status} for ${url}`);
    return value;
  };
  return {
    /// The script of the engine is loaded behind `sooner`: while it is, nothing else can begin.
    async engine(sooner) {
      const module = compiled(urls.module);
      // It is awaited later, and its failure told then.
      module.catch(() => {});
      await sooner;
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
      const { ok, status, value } = await request(urls.manifest, { cache: "no-cache" }, whole);
      if (!ok) throw new Failure("no-manifest", `${status} for ${urls.manifest}`);
      return new TextDecoder().decode(value);
    },
    /// The bytes of a chunk; its name says what is in it, so that a cache is never wrong. `again` passes by the cache.
    async chunk(name, options) {
      const early = options.again ? null : begun.get(name);
      begun.delete(name);
      return early ?? read(name, options);
    },
    /// Begins to read chunks that will be asked for.
    expect(names) {
      for (const name of names) {
        const reading = read(name, {});
        reading.catch(() => {});
        begun.set(name, reading);
      }
    },
  };
}

/// The answer of the server: `{ ok, status, value }`, of which `value` is what `read` made of it. It is asked again after
/// a pause where there was none, or it says that it is busy.
async function request(url, options, read) {
  for (let attempt = 1; ; attempt++) {
    let problem;
    try {
      const answer = await ask(url, options, read);
      if (answer.status !== 429 && answer.status < 500) return answer;
      problem = `${answer.status} for ${url}`;
    } catch (error) {
      if (error.name === "AbortError" || error instanceof Failure) throw error;
      problem = `${error.message} for ${url}`;
    }
    if (!navigator.onLine) throw new Failure("offline", problem);
    if (attempt === ATTEMPTS) throw new Failure("network", problem);
    await new Promise((resolve) => setTimeout(resolve, 300 * 3 ** (attempt - 1)));
  }
}

/// Asks once, and gives up when nothing is heard for too long. `read` is told how to say that it heard something.
async function ask(url, { signal, ...options }, read) {
  const controller = new AbortController();
  const giveUp = () => controller.abort(signal.reason);
  let timer;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(new Error(`nothing heard for ${SILENCE / 1000} s`)), SILENCE);
  };
  signal?.throwIfAborted();
  signal?.addEventListener("abort", giveUp);
  heard();
  try {
    const response = await fetch(url, { ...options, signal: controller.signal });
    heard();
    const { ok, status } = response;
    return { ok, status, value: ok ? await read(response, heard) : null };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
  }
}

/// All bytes of an answer; `tell` is told how many there are so far.
async function whole(response, heard, tell) {
  const parts = [];
  let loaded = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    heard();
    parts.push(value);
    loaded += value.length;
    tell?.(loaded);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

async function compiled(url) {
  requireWebAssembly();
  const { ok, status, value } = await request(url, {}, (response, heard) => {
    const total = Number(response.headers.get("Content-Length"));
    return whole(response, heard, (loaded) => port.postMessage({ type: "progress", loaded, total }));
  });
  if (!ok) throw new Failure("engine", `${status} for ${url}`);
  return compile(value);
}
