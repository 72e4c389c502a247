// On a page that was opened from disk nothing can be fetched, but scripts can be loaded: they hand over the engine and the
// index as text. The worker is made of text, too; where a browser allows none, its work is done in the page.

const handed = { manifest: null, glue: null, module: "", chunks: new Map(), packs: new Map(), loaded: new Map() };

globalThis.lookbackSearchManifest = ({ packs, ...manifest }) => {
  handed.manifest = JSON.stringify(manifest);
  for (const [file, names] of Object.entries(packs)) for (const name of names) handed.packs.set(name, file);
};
globalThis.lookbackSearchPack = (chunks) => {
  for (const [name, base64] of Object.entries(chunks)) handed.chunks.set(name, base64);
};
globalThis.lookbackSearchEngine = (glue, module) => Object.assign(handed, { glue, module });

function loadScript(url, kind) {
  return new Promise((resolve, reject) => {
    const fail = () => reject({ kind, detail: url });
    document.head.append(element("script", { src: url, onload: resolve, onerror: fail }));
  });
}

/// What the worker asks the page for.
const fromDisk = {
  async manifest() {
    await loadScript(inSite("search/offline.js"), "no-offline");
    return handed.manifest;
  },
  module: async () => handed.module,
  async chunk(name) {
    const file = handed.packs.get(name);
    if (!file) throw { kind: "missing", detail: name };
    if (!handed.loaded.has(file)) handed.loaded.set(file, loadScript(inSite(`search/${file}`), "missing"));
    await handed.loaded.get(file);
    return handed.chunks.get(name);
  },
};

/// Answers a worker's call through its port.
async function answerCall(port, { call, what, name }) {
  try {
    port.postMessage({ type: "given", call, value: await fromDisk[what](name) });
  } catch ({ kind = "died", detail }) {
    port.postMessage({ type: "given", call, failure: { kind, detail } });
  }
}

/// A port to a worker made of what scripts handed over, or with `inPage` to the same code in the page.
async function portFromDisk(inPage) {
  const scripts = [loadScript(files.worker, "script")];
  if (!handed.glue) scripts.push(loadScript(files.offlineEngine, "no-offline"));
  await Promise.all(scripts);
  if (inPage) {
    const { port1, port2 } = new MessageChannel();
    lookbackSearchWorker(port2, handed.glue());
    return port1;
  }
  const source = [`const glue = (${handed.glue})();\n(${lookbackSearchWorker})(self, glue);`];
  return new Worker(URL.createObjectURL(new Blob(source, { type: "text/javascript" })));
}
