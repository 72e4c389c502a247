// The way to the worker: one question at a time, of which the newest counts; a worker that dies is replaced once.

/// Milliseconds after which the reader is told that it takes long, and can start over.
const PATIENCE = 15000;

class Connection {
  /// `listener`: `opened(about)`, `failed({ kind, detail })`, `slow()`.
  constructor(listener) {
    this.listener = listener;
    this.asked = null;
    this.number = 0;
    this.hasRevived = false;
    this.hasFailed = false;
    this.inPage = false;
    this.isOpen = false;
    this.progress = null;
    addEventListener("online", () => { if (this.hasFailed) this.restart(); });
    this.start();
  }

  /// Asks requests, to be answered together. A newer question, or a failure, leaves this one without an answer.
  ask(requests) {
    return new Promise((resolve) => {
      this.asked = { id: ++this.number, requests, resolve };
      this.send();
    });
  }

  /// Starts over, for a reader who has waited or has been told of a failure.
  restart() {
    this.hasRevived = false;
    this.start();
    if (this.asked) this.send();
  }

  start() {
    this.hasFailed = false;
    this.port?.terminate?.();
    this.port?.close?.();
    this.port = null;
    const starting = isFromDisk ? portFromDisk(this.inPage) : this.portToWorker();
    this.starting = starting;
    starting.then(
      (port) => { if (this.starting === starting) this.listen(port); },
      (failure) => { if (this.starting === starting) this.fail({ kind: "script", detail: failure.message, ...failure }); },
    );
  }

  async portToWorker() {
    return new Worker(files.worker);
  }

  listen(port) {
    this.port = port;
    let isAlive = false;
    port.onmessage = ({ data }) => {
      if (this.port !== port) return;
      isAlive = true;
      this.receive(data);
    };
    port.onerror = (event) => {
      if (this.port !== port) return;
      event.preventDefault();
      // A browser may forbid a worker that is made of text.
      if (isFromDisk && !isAlive) this.inPage = true;
      this.revive(event.message || `the worker ${files.worker} did not start`);
    };
    const urls = isFromDisk ? null : {
      engine: files.engine,
      module: files.module,
      manifest: inSite("search/manifest.json"),
      chunks: inSite("search/"),
    };
    port.postMessage({ type: "open", urls });
  }

  send() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.listener.slow(), PATIENCE);
    const { id, requests } = this.asked;
    this.starting.then((port) => {
      if (this.port === port && this.asked?.id === id) port.postMessage({ type: "ask", id, requests });
    }, () => {});
  }

  receive(data) {
    if (data.type === "call") answerCall(this.port, data);
    else if (data.type === "progress") this.progress = data;
    else if (data.type === "opened") this.open(data);
    else if (data.type === "failed") this.take(data);
    else if (data.id === this.asked?.id) {
      clearTimeout(this.timer);
      const { resolve } = this.asked;
      this.asked = null;
      resolve(data.answers.map((answer) => JSON.parse(answer).done));
    }
  }

  open(about) {
    this.isOpen = true;
    this.listener.opened(about);
  }

  /// What the reader waits for: `42`, in per cent of the engine, where that is known and there is more to come.
  get share() {
    const { loaded, total } = this.progress ?? {};
    return !this.isOpen && total >= loaded ? Math.floor(loaded * 100 / total) : null;
  }

  take(failure) {
    if (failure.kind === "died") this.revive(failure.detail);
    else this.fail(failure);
  }

  revive(detail) {
    if (this.hasRevived) {
      this.fail({ kind: "died", detail });
      return;
    }
    this.hasRevived = true;
    this.start();
    if (this.asked) this.send();
  }

  fail({ kind, detail }) {
    clearTimeout(this.timer);
    this.hasFailed = true;
    this.listener.failed({ kind, detail });
  }
}
