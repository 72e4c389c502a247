// The lines below the field: how many hits, how they are shown and ordered, and what they are narrowed to.

function countLine(response, state, go) {
  const others = otherPages(response);
  const next = withOtherPages(response, state);
  const isOfIncidents = listedKinds(response).join() === "incident";
  const total = formOf(isOfIncidents ? "count.incidents" : "count.pages", { n: response.total })
    .split("{n}").flatMap((piece, index) => (index ? [element("b", {}, count(response.total)), piece] : [piece]));
  if (!others) return total;
  const link = onPlainClick(element("a", { href: addressOf(next) }, say("search.other-pages", { n: others })), () => go(next));
  return sayWith("search.total-and", { total, others: link });
}

/// Words of which the current one is plain and the others are links.
function choiceLine(name, choices, current, state, next, go) {
  const parts = choices.flatMap((key, index) => {
    const word = say(`search.${name}-${key}`);
    const wanted = { ...next(key), shown: BATCH };
    const one = key === current
      ? element("b", { "aria-current": "true" }, word)
      : onPlainClick(element("a", { href: addressOf(wanted) }, word), () => go(wanted));
    return index ? [say("list.comma"), one] : [one];
  });
  return sayWith("list.labelled", { label: say(`search.${name}`), text: parts });
}

function viewLine(state, go) {
  return choiceLine("show", ["hits", "recurs"], state.view, state, (view) => ({ ...state, view, group: "" }), go);
}

function sortLine(state, go) {
  return choiceLine("order", SORTS, state.sort, state, (sort) => ({ ...state, sort }), go);
}

/// A chip for everything that narrows the hits, each of which takes it away.
function chips(response, state, go) {
  const chip = (name, value, next) => {
    const link = element("a", { href: addressOf(next), "aria-label": say("search.remove", { name, value }) },
      element("span", {}, sayWith("list.labelled", { label: name, text: "" })), element("b", { dir: "auto" }, value), element("span", { "aria-hidden": "true" }, " ×"));
    return element("li", {}, onPlainClick(link, () => go(next)));
  };
  const made = Object.entries(state.filters).flatMap(([facet, keys]) => keys.map((key) => {
    const known = named(facet, response.facets[facet] || []).find((choice) => choice.key === key);
    return chip(say(`search.facet.${facet}`), known?.label ?? key, toggled(state, facet, key));
  }));
  const fresh = { ...state, shown: BATCH };
  if (state.after) made.push(chip(say("search.from"), state.after, { ...fresh, after: "" }));
  if (state.before) made.push(chip(say("search.before"), state.before, { ...fresh, before: "" }));
  if (state.duration) made.push(chip(say("search.length"), state.duration, { ...fresh, duration: "" }));
  if (made.length > 1) {
    const next = widened(state);
    made.push(element("li", {}, onPlainClick(element("a", { href: addressOf(next) }, say("search.remove-all")), () => go(next))));
  }
  return made;
}
