// What recurs in the hits: causes, services, triggers and years with how often, from when to when, and how far apart.

/// Groups of a facet that an answer has where they are not asked for in full.
const SOME = 10;
/// Lines of the summary above the hits.
const LINES = 3;

/// A few sentences about what comes back most; nothing where nothing comes back.
function recursSummary(response, state, go) {
  const back = ["cause", "service"].flatMap((facet) => (response.groups[facet] || [])
    .filter(({ key, count: hits, median_days: days }) => hits > 1 && days !== null && !state.filters[facet]?.includes(key))
    .slice(0, 2)
    .map((group) => ({ facet, group })));
  back.sort((a, b) => b.group.count - a.group.count);
  const lines = back.slice(0, LINES).map(({ facet, group }) => {
    const { key, label, count: hits, first, last, median_days: days } = group;
    const given = { n: hits, all: response.total, first: dayOf(first), last: dayOf(last), interval: interval(days) };
    const whole = hits === response.total ? "search.recurs-all-hits" : "search.recurs-some-hits";
    return element("li", {}, sayWith(whole, { ...given, label: narrowing(facet, key, label, state, go) })
      .map((part) => (typeof part === "string" ? element("bdi", {}, part) : part)));
  });
  if (!lines.length) return [];
  const whole = { ...state, view: "recurs", group: "" };
  const all = element("a", { href: addressOf(whole) }, say("search.recurs-all"));
  return [element("ul", {}, lines), element("p", {}, onPlainClick(all, () => go(whole)))];
}

/// A link that narrows the hits to a choice.
function narrowing(facet, key, label, state, go) {
  const next = { ...withChoices(state, facet, [key]), view: "hits", group: "" };
  return onPlainClick(element("a", { href: addressOf(next), dir: "auto" }, label), () => go(next));
}

/// A table for each facet that hits are counted by.
function recursTables(response, state, go) {
  const tables = GROUPS.flatMap((facet) => {
    const given = response.groups[facet] || [];
    // What is there once does not recur; of years all are of interest.
    const groups = facet === "year" ? given : given.filter((group) => group.count > 1);
    if (!groups.length) return [];
    const whole = { ...state, group: facet };
    const more = groups.length === SOME && state.group !== facet
      ? onPlainClick(element("a", { href: addressOf(whole) }, say(facet === "year" ? "search.all-years" : "search.all-repeated")), () => go(whole))
      : null;
    return [element("section", { class: "sect", "aria-labelledby": `lb-by-${facet}` },
      element("h3", { id: `lb-by-${facet}` }, say(`search.by-${facet}`)),
      element("div", { class: "scroll" }, groupTable(facet, groups, state, go)),
      more && element("p", { class: "more" }, more))];
  });
  return tables.length ? tables : [element("p", { class: "muted" }, say("search.nothing-twice"))];
}

function groupTable(facet, groups, state, go) {
  const head = (text, attributes) => element("th", { scope: "col", ...attributes }, text);
  const date = (text) => (text ? time(text) : "–");
  const number = { class: "num" };
  return element("table", { class: "again", "aria-labelledby": `lb-by-${facet}` },
    element("thead", {}, element("tr", {}, element("td"), head(say("search.hits"), number), head(say("search.first"), number), head(say("search.last"), number),
      head(say("search.apart"), number))),
    element("tbody", {}, groups.map(({ key, label, count: hits, first, last, median_days: days }) => element("tr", {},
      element("th", { scope: "row" }, narrowing(facet, key, label, state, go)),
      element("td", number, count(hits)),
      element("td", number, date(first)),
      element("td", number, date(last)),
      element("td", number, days === null ? "–" : interval(days))))));
}
