// Answers the newest question; carries on when a newer index has replaced the one that was open.

/// A question is answered in two rounds of reading. More can only be a fault, which must not go on for ever.
const ROUNDS = 6;

class Session {
  constructor(source) {
    this.source = source;
    this.newest = null;
    this.glue = null;
    this.renewing = null;
    this.opened = this.open();
    this.opened.then((index) => { if (!this.newest) index.readAhead(); }, (error) => this.fail(error));
  }

  async open() {
    const reading = this.source.manifest();
    // What every query needs is on its way while the engine compiles. A manifest that is of no use is told of later.
    const sooner = reading.then((manifest) => this.source.expect?.(JSON.parse(manifest).core)).catch(() => {});
    this.glue = await this.source.engine(sooner);
    const manifest = await reading;
    try {
      return await this.take(manifest);
    } catch (failure) {
      return this.takeNewer(manifest, failure);
    }
  }

  async take(manifest) {
    const index = await Index.open(this.glue, this.source, manifest);
    const { records, incidents } = JSON.parse(manifest);
    port.postMessage({ type: "opened", records, incidents });
    return index;
  }

  /// The index that has replaced the one of `manifest`; if none has, what went wrong is a failure indeed.
  async takeNewer(manifest, failure) {
    if (!isStale(failure)) throw failure;
    const newer = await this.source.manifest();
    if (newer === manifest) throw failure;
    return this.take(newer);
  }

  /// `question`: `{ id, requests }`.
  ask(question) {
    this.newest = question;
    // Behind all that the page has sent by now: of keys pressed in a row, only the last counts.
    setTimeout(() => {
      if (this.newest === question) this.answer(question).catch((error) => this.fail(error, question));
    });
  }

  async answer(question) {
    let index = await this.opened;
    for (let round = 0; this.newest === question; round++) {
      if (round === ROUNDS) throw new Failure("died", "the engine asks for more and more");
      const { answers, need } = index.run(question.requests);
      if (!need.length) {
        port.postMessage({ type: "answer", id: question.id, answers });
        index.readAhead();
        return;
      }
      try {
        await index.fetch(need);
      } catch (failure) {
        if (this.newest !== question) return;
        const current = await this.opened;
        index = current === index ? await this.renew(index, failure) : current;
      }
    }
  }

  /// Several questions can find at once that the index is old.
  renew(index, failure) {
    this.renewing ??= this.takeNewer(index.manifest, failure)
      .then((newer) => {
        this.opened = Promise.resolve(newer);
        index.close();
        return newer;
      })
      .finally(() => { this.renewing = null; });
    return this.renewing;
  }

  fail(error, question) {
    if (question && this.newest !== question) return;
    const { kind = "died", detail = error.message } = error;
    port.postMessage({ type: "failed", id: question?.id, kind, detail });
  }
}
