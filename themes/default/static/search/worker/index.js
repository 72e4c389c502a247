// One index that is open: an engine, and the chunks that it is given.

/// Milliseconds after which a page that does this work itself gets to breathe.
const LONGEST = 12;

class Index {
  constructor(engine, source, manifest) {
    this.engine = engine;
    this.source = source;
    this.manifest = manifest;
    /// What is under way, by name of the chunk: `{ done, controller }`.
    this.loading = new Map();
    this.ahead = null;
  }

  /// Reads the manifest and what every query needs.
  static async open(glue, source, manifest) {
    let engine;
    try {
      engine = new glue.Engine(manifest);
    } catch (error) {
      const { kind, detail } = engineFailure(error);
      // Many a host answers with a page of its own where a file is missing.
      throw new Failure(kind === "damaged" ? "no-manifest" : kind, detail);
    }
    const index = new Index(engine, source, manifest);
    await index.fetch(JSON.parse(engine.core()));
    return index;
  }

  /// The answers to requests as JSON, or what has to be read before all of them can be given.
  run(requests) {
    const answers = [], need = new Set();
    for (const request of requests) {
      let step;
      try {
        step = this.engine.run(JSON.stringify(request));
      } catch (error) {
        throw engineFailure(error);
      }
      if (step.startsWith('{"need"')) for (const name of JSON.parse(step).need) need.add(name);
      else answers.push(step);
    }
    return { answers, need: [...need] };
  }

  /// Reads chunks side by side, and hands them to the engine. What is under way and not among them is given up.
  async fetch(names) {
    for (const [name, { controller }] of this.loading) {
      if (!names.includes(name)) controller.abort();
    }
    await Promise.all(names.map((name) => this.loading.get(name)?.done ?? this.begin(name)));
  }

  begin(name) {
    const controller = new AbortController();
    const done = this.read(name, controller.signal).finally(() => {
      if (this.loading.get(name)?.controller === controller) this.loading.delete(name);
    });
    this.loading.set(name, { done, controller });
    return done;
  }

  /// A chunk that is of no use may be so in a cache alone; then it is asked for once more, past the cache.
  async read(name, signal, again = false) {
    try {
      const bytes = await this.source.chunk(name, { signal, again });
      await breath();
      signal.throwIfAborted();
      this.provide(name, bytes);
    } catch (error) {
      if (again || !isStale(error)) throw error;
      await this.read(name, signal, true);
    }
  }

  /// Reads what lists are made of before anything is asked. No answer waits for it, so what fails is left to the first
  /// that needs it.
  readAhead() {
    if (this.ahead) return;
    this.ahead = new AbortController();
    const { signal } = this.ahead;
    for (const name of JSON.parse(this.engine.ahead())) {
      this.source.chunk(name, { signal })
        .then((bytes) => { if (!signal.aborted) this.provide(name, bytes); })
        .catch(() => {});
    }
  }

  provide(name, bytes) {
    try {
      this.engine.provide(name, bytes);
    } catch (error) {
      throw engineFailure(error);
    }
  }

  close() {
    for (const { controller } of this.loading.values()) controller.abort();
    this.ahead?.abort();
    this.engine.free();
  }
}

/// Whether a newer index in the place of this one would explain the failure.
function isStale({ kind }) {
  return kind === "missing" || kind === "damaged";
}

let working = 0;

/// Lets the page draw and listen, where the work is done in it and took a while.
async function breath() {
  if (typeof document === "undefined") return;
  const now = performance.now();
  if (now - working < LONGEST) return;
  await new Promise((resolve) => setTimeout(resolve));
  working = performance.now();
}
