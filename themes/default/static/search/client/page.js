// The page of results: what is asked stands in the address, and everything on the page follows from it and the answer.

/// Milliseconds without an answer after which the page says that it is at work.
const QUIET = 400;
/// Milliseconds without a key after which the address follows, and after which counts are read out.
const REST = 300, SPEECH = 800;

class ResultsPage {
  constructor() {
    this.form = byId("lb-ask");
    this.field = this.form.querySelector("input");
    this.hits = byId("lb-hits");
    this.title = document.title;
    this.state = stateOf(location.search);
    this.isTyping = false;
    this.go = (next) => this.move(next, true);
    this.facets = Object.fromEntries(FACETS.map((name) =>
      [name, new Facet(name, say(`search.facet.${name}`), (facet, key) => this.choose(facet, key))]));
    byId("lb-facets").replaceChildren(...Object.values(this.facets).map((facet) => facet.whole));
    this.announce = debounced(SPEECH, (text) => { byId("lb-status").textContent = text; });
    this.saveSoon = debounced(REST, () => this.save(false));
    this.search = new Connection({
      opened: () => {},
      failed: (failure) => this.fail(failure),
      slow: () => this.fail({ kind: "slow" }),
    });
    this.listen();
    this.fill();
    this.run(history.state?.y);
  }

  listen() {
    this.field.addEventListener("input", () => {
      const wasBlank = !this.state.query && !isNarrowed(this.state);
      const isNew = !this.isTyping && !wasBlank;
      this.isTyping = true;
      this.state = { ...this.state, query: this.field.value, typing: true, shown: BATCH };
      if (isNew) this.save(true);
      else this.saveSoon();
      this.run();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.move({ ...this.state, query: this.field.value, typing: false, shown: BATCH }, !this.isTyping);
    });
    for (const [id, change] of [
      ["lb-from", (day) => ({ after: day })],
      // The last day counts; a query names the first one that does not.
      ["lb-to", (day) => ({ before: day && shiftedDay(day, 1) })],
      ["lb-length", (length) => ({ duration: length })],
    ]) {
      byId(id).addEventListener("change", ({ target }) => {
        // A year of which the first digit is typed is a date already.
        if (!target.value.startsWith("0")) this.go({ ...this.state, ...change(target.value), shown: BATCH });
      });
    }
    byId("lb-more").addEventListener("click", () => this.more());
    addEventListener("popstate", () => {
      this.isTyping = false;
      this.state = stateOf(location.search);
      this.fill();
      this.run(history.state?.y);
    });
    // So that the way back leads to the same line.
    addEventListener("pagehide", () => this.save(false, scrollY));
    const wide = matchMedia("(min-width: 64rem)");
    const unfold = () => { document.querySelector(".narrow").open = wide.matches; };
    wide.addEventListener("change", unfold);
    unfold();
  }

  /// Goes to another state; with `isNew` the way back leads to this one.
  move(next, isNew) {
    this.save(false);
    this.isTyping = false;
    this.state = next;
    this.fill();
    this.save(isNew && addressOf(next) !== location.href);
    this.run();
  }

  save(isNew, y) {
    const given = [{ y }, "", addressOf(this.state)];
    try {
      if (isNew) history.pushState(...given);
      else history.replaceState(...given);
    } catch {
      // Some browsers allow no other address on a page from disk, and others few changes a minute.
    }
    document.title = this.state.query ? `${this.state.query} · ${this.title}` : this.title;
  }

  /// Controls that say what the state says.
  fill() {
    const { query, after, before, duration } = this.state;
    if (this.field.value !== query) this.field.value = query;
    byId("lb-from").value = firstDay(after);
    byId("lb-to").value = before ? shiftedDay(firstDay(before), -1) : "";
    byId("lb-length").value = duration;
  }

  choose(facet, key) {
    let base = this.state;
    // Without a choice of kinds it is incidents that are listed.
    if (facet === "kind" && !base.filters.kind) base = withChoices(base, "kind", ["incident"]);
    const next = toggled(base, facet, key);
    this.go(next.filters.kind?.join() === "incident" ? withChoices(next, "kind", []) : next);
  }

  async run(y) {
    const { state } = this;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      byId("lb-search").hidden = false;
      byId("lb-count").textContent = say("search.searching");
    }, QUIET);
    byId("lb-results").setAttribute("aria-busy", "true");
    const [response] = await this.search.ask([requestOf(state)]);
    this.show(response, state);
    if (y) scrollTo(0, y);
  }

  show(response, state) {
    this.settle();
    const { go } = this;
    const isList = state.view === "hits";
    byId("lb-search").hidden = false;
    byId("lb-notes").replaceChildren(...[notesOn(response, state, go)].filter(Boolean));
    byId("lb-count").replaceChildren(...countLine(response, state, go));
    byId("lb-view").replaceChildren(...(response.total ? viewLine(state, go) : []));
    byId("lb-sort").replaceChildren(...(response.total && isList ? sortLine(state, go) : []));
    byId("lb-chips").replaceChildren(...chips(response, state, go));
    for (const [name, facet] of Object.entries(this.facets)) {
      facet.show(this.choicesOf(response, name), this.keysOf(response, name), response.total);
    }
    const again = isList ? recursSummary(response, state, go) : recursTables(response, state, go);
    byId("lb-recurs").hidden = !again.length || !response.total;
    byId("lb-recurs").className = isList ? "box alert" : "recurs";
    byId("lb-recurs").querySelector("div").replaceChildren(...again);
    byId("lb-results").hidden = !isList;
    this.hits.replaceChildren(...response.hits.map((hit) => hitRow(hit, response.terms)));
    this.showRest(response.total);
    this.announce(isList && response.total ? say("search.total-shown", { total: totalOf(response), n: response.hits.length }) : totalOf(response));
  }

  choicesOf(response, name) {
    const choices = inOrder(name, named(name, response.facets[name] || []));
    if (name !== "kind" || choices.some((choice) => choice.chosen)) return choices;
    return choices.map((choice) => ({ ...choice, chosen: choice.key === "incident" }));
  }

  /// What is chosen in a facet beside the query. Incidents are listed without anybody's choice, so they can be left out.
  keysOf(response, name) {
    const keys = this.state.filters[name] || [];
    return name === "kind" && !keys.length ? listedKinds(response).filter((kind) => kind === "incident") : keys;
  }

  showRest(total) {
    const shown = this.hits.children.length;
    byId("lb-more").hidden = shown >= total || this.state.view !== "hits";
    byId("lb-more").textContent = say("search.more-of", { n: Math.min(BATCH, total - shown), all: total - shown });
  }

  async more() {
    const from = this.hits.children.length;
    this.state = { ...this.state, shown: from + BATCH };
    this.save(false);
    const [response] = await this.search.ask([requestOf(this.state, from)]);
    this.settle();
    this.hits.append(...response.hits.map((hit) => hitRow(hit, response.terms)));
    this.showRest(response.total);
    this.hits.children[from]?.querySelector(".t").focus();
    this.announce(say("search.shown", { n: this.hits.children.length }));
  }

  settle() {
    clearTimeout(this.waiting);
    byId("lb-results").setAttribute("aria-busy", "false");
  }

  fail(failure) {
    if (failure.kind !== "slow") {
      this.settle();
      byId("lb-search").hidden = true;
    }
    byId("lb-notes").replaceChildren(failureNote(failure, () => {
      byId("lb-notes").replaceChildren();
      this.search.restart();
    }));
  }
}
