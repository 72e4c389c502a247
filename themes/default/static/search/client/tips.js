// The lines below the field: how many hits, how they are shown and ordered, and what they are narrowed to.

function countLine(response, state, go) {
  const others = otherPages(response);
  const next = withOtherPages(response, state);
  const [number, ...rest] = totalOf(response).split(" ");
  return [element("b", {}, number), ` ${rest.join(" ")}`, others ? ", " : "",
    others ? onPlainClick(element("a", { href: addressOf(next) }, counted(others, "other page")), () => go(next)) : ""];
}

/// Words of which the current one is plain and the others are links.
function choiceLine(label, choices, current, state, next, go) {
  const parts = Object.entries(choices).flatMap(([key, word], index) => {
    const wanted = { ...next(key), shown: BATCH };
    const one = key === current
      ? element("b", { "aria-current": "true" }, word)
      : onPlainClick(element("a", { href: addressOf(wanted) }, word), () => go(wanted));
    return index ? [", ", one] : [one];
  });
  return [`${label}: `, ...parts];
}

function viewLine(state, go) {
  const views = { hits: "hits", recurs: "what recurs in them" };
  return choiceLine("Show", views, state.view, state, (view) => ({ ...state, view, group: "" }), go);
}

function sortLine(state, go) {
  return choiceLine("Order", SORTS, state.sort, state, (sort) => ({ ...state, sort }), go);
}

/// A chip for everything that narrows the hits, each of which takes it away.
function chips(response, state, go) {
  const chip = (name, value, next) => {
    const link = element("a", { href: addressOf(next), "aria-label": `Remove ${name.toLowerCase()} ${value}` },
      element("span", {}, `${name}: `), element("b", { dir: "auto" }, value), element("span", { "aria-hidden": "true" }, " ×"));
    return element("li", {}, onPlainClick(link, () => go(next)));
  };
  const made = Object.entries(state.filters).flatMap(([facet, keys]) => keys.map((key) => {
    const known = (response.facets[facet] || []).find((choice) => choice.key === key);
    return chip(FACETS[facet], known?.label ?? key, toggled(state, facet, key));
  }));
  const fresh = { ...state, shown: BATCH };
  if (state.after) made.push(chip("From", state.after, { ...fresh, after: "" }));
  if (state.before) made.push(chip("Before", state.before, { ...fresh, before: "" }));
  if (state.duration) made.push(chip("Length", state.duration, { ...fresh, duration: "" }));
  if (made.length > 1) {
    const next = widened(state);
    made.push(element("li", {}, onPlainClick(element("a", { href: addressOf(next) }, "Remove all"), () => go(next))));
  }
  return made;
}
