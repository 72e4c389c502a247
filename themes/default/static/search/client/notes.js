// What is said about a query: remarks, what may have been meant, and what to try where nothing was found.

/// `go` asks for another state; each suggestion is also a link to it.
function notesOn(response, state, go) {
  const to = (label, next) => onPlainClick(element("a", { href: addressOf(next) }, label), () => go(next));
  const asking = (query) => ({ ...state, query, shown: BATCH, typing: false });
  const lines = response.messages.map(({ text, instead }) => element("li", {}, `${text} `, instead && to(instead, asking(instead))));
  if (response.did_you_mean) lines.push(element("li", {},
    sayWith("search.did-you-mean", { query: to(response.did_you_mean, asking(response.did_you_mean)) })));
  let lead = "";
  if (response.total === 0) {
    lead = say(state.query ? "search.no-such-words" : "search.nothing-like-this");
    if (state.query && isNarrowed(state)) lead = say("search.no-such-words-here");
    if (isNarrowed(state)) lines.push(element("li", {}, to(say("search.without-narrowing"), widened(state))));
    const others = otherPages(response);
    if (others) {
      const pages = to(say("search.other-pages", { n: others }), withOtherPages(response, state));
      lines.push(element("li", {}, sayWith("search.others-have-them", { pages, n: others })));
    }
    if (state.query) lines.push(element("li", {},
      sayWith("search.all-incidents-newest", { all: to(say("search.all-incidents"), asking("")) })));
  } else if (response.relaxed) {
    lead = say("search.relaxed");
  }
  if (!lead && !lines.length) return null;
  return element("div", { class: "note", role: "note" },
    lead && element("p", {}, element("b", {}, lead)),
    lines.length ? element("ul", {}, lines) : null);
}

/// The kinds of pages that an answer lists: incidents, where neither the state nor the query says otherwise.
function listedKinds(response) {
  const chosen = (response.facets.kind || []).filter((choice) => choice.chosen).map(({ key }) => key);
  return chosen.length ? chosen : ["incident"];
}

/// Number of pages of other kinds than those that are listed.
function otherPages(response) {
  const listed = listedKinds(response);
  const others = (response.facets.kind || []).filter(({ key }) => !listed.includes(key));
  return others.reduce((sum, choice) => sum + choice.count, 0);
}

/// The state in which these are listed.
function withOtherPages(response, state) {
  const listed = listedKinds(response);
  return withChoices(state, "kind", KINDS.filter((kind) => !listed.includes(kind)));
}

/// `6 incidents`, or `6 pages` where other kinds are listed too.
function totalOf(response) {
  return say(listedKinds(response).join() === "incident" ? "count.incidents" : "count.pages", { n: response.total });
}
