// The dialog: a field, and below it the first hits, of which the keys choose one.

/// Incidents and other pages that are listed.
const INCIDENTS = 6, OTHERS = 3;
/// Milliseconds without an answer after which the dialog says what is going on.
const MOMENT = 300;

/// What a reader waits for.
function waitingFor({ isOpen, share }) {
  if (isOpen) return say("search.searching");
  return share === null ? say("search.loading") : say("search.loading-share", { n: share });
}

class FindDialog {
  constructor(dialog) {
    this.dialog = dialog;
    this.field = dialog.querySelector("input");
    this.list = byId("lb-found");
    this.heading = byId("lb-found-title");
    this.notes = byId("lb-found-notes");
    this.chosen = -1;
    /// The query that the list answers.
    this.answered = null;
    this.front = isFromDisk ? null : new Front();
    this.announce = debounced(SPEECH, (text) => { dialog.querySelector("[role=status]").textContent = text; });
    this.search = new Connection({
      opened: (about) => this.greet(about),
      failed: (failure) => this.fail(failure),
      slow: () => this.fail({ kind: "slow" }),
    });
    this.field.addEventListener("input", () => this.run());
    this.field.addEventListener("keydown", (event) => this.press(event));
    if (this.field.value) this.run();
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  greet({ records, incidents }) {
    const others = records - incidents;
    this.greeting = say("search.type-incidents", { n: incidents });
    if (others > 0) {
      const pages = say("search.other-pages", { n: others });
      this.greeting = say("search.type-incidents-pages", { incidents: this.greeting, pages });
    }
    if (!this.field.value) this.clear();
  }

  clear() {
    this.stopWaiting();
    this.answered = null;
    this.heading.textContent = this.greeting || say("search.type");
    this.notes.replaceChildren();
    this.list.replaceChildren();
    this.choose(-1);
  }

  async run() {
    const query = this.field.value;
    const state = { ...stateOf(""), query, typing: true };
    this.dialog.querySelector("footer a").href = addressOf(state);
    if (!query.trim()) {
      this.clear();
      return;
    }
    this.wait(query, state);
    const asked = { ...requestOf(state), snippets: false, brief: true };
    const [incidents, others] = await this.search.ask([
      { ...asked, limit: INCIDENTS },
      { ...asked, limit: OTHERS, filters: { kind: KINDS.filter((kind) => kind !== "incident") } },
    ]);
    if (this.field.value !== query) return;
    this.answered = query;
    this.show(incidents, others, state);
  }

  /// Until the answer is there: titles, where the engine is still on its way, and after a moment what is going on.
  wait(query, state) {
    this.stopWaiting();
    this.waiting = setInterval(() => this.heading.replaceChildren(this.isFront ? this.frontTitle() : waitingFor(this.search)), MOMENT);
    if (this.search.isOpen || !this.front) return;
    this.front.find(query, INCIDENTS).then((hits) => {
      if (this.search.isOpen || this.field.value !== query || this.answered === query || !hits.length) return;
      this.isFront = true;
      this.list.replaceChildren(...hits.map((hit, number) => hitOption(hit, [], number)));
      this.notes.replaceChildren();
      this.heading.replaceChildren(this.frontTitle());
      this.answered = query;
      this.choose(0);
    }, () => {});
  }

  frontTitle() {
    return say("search.titles-first", { what: waitingFor(this.search) });
  }

  stopWaiting() {
    clearInterval(this.waiting);
    this.isFront = false;
  }

  show(incidents, others, state) {
    // What somebody has chosen among the titles stays chosen.
    const kept = this.isFront && this.chosen > 0 ? this.options[this.chosen]?.pathname : null;
    this.stopWaiting();
    const listed = new Set(incidents.hits.map(({ url }) => url));
    const hits = [
      ...incidents.hits.map((hit) => [hit, incidents.terms]),
      // A relaxed answer is one for want of a better, which the incidents may be.
      ...others.hits.filter(({ url }) => !listed.has(url) && (!others.relaxed || incidents.relaxed)).map((hit) => [hit, others.terms]),
    ];
    this.list.replaceChildren(...hits.map(([hit, terms], number) => hitOption(hit, terms, number)));
    const total = totalOf(incidents);
    const shown = incidents.hits.length;
    this.heading.textContent = shown < incidents.total ? say("search.first-here", { total, n: shown }) : total;
    const go = (next) => {
      if (!next.query || isNarrowed(next)) {
        location.assign(addressOf(next));
        return;
      }
      this.field.value = next.query;
      this.field.focus();
      this.run();
    };
    const isEmpty = !hits.length || incidents.total > 0;
    const note = isEmpty ? notesOn(incidents, state, go) : null;
    this.notes.replaceChildren(...[note].filter(Boolean));
    const again = kept ? this.options.findIndex(({ pathname }) => pathname === kept) : 0;
    this.choose(hits.length ? Math.max(again, 0) : -1);
    this.announce(hits.length ? say("search.suggestions", { total, n: hits.length }) : total);
  }

  choose(number) {
    const { options } = this;
    this.chosen = number;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === number)));
    this.field.setAttribute("aria-expanded", String(options.length > 0));
    const option = options[number];
    if (!option) {
      this.field.removeAttribute("aria-activedescendant");
      return;
    }
    this.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    if (event.isComposing) return;
    const { options } = this;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) {
      event.preventDefault();
      this.choose((this.chosen + step + options.length) % options.length);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.dialog.close();
    } else if (event.key === "Enter" && options[this.chosen] && this.answered === this.field.value) {
      event.preventDefault();
      const { href } = options[this.chosen];
      if (!href) return;
      if (event.ctrlKey || event.metaKey) window.open(href, "_blank", "noopener");
      else location.assign(href);
    }
  }

  fail(failure) {
    if (failure.kind !== "slow") this.clear();
    else if (this.isFront) return;
    this.heading.textContent = say(failure.kind === "slow" ? "search.loading" : "search.does-not-work");
    this.notes.replaceChildren(failureNote(failure, () => {
      this.notes.replaceChildren();
      this.search.restart();
      this.run();
    }));
  }
}
