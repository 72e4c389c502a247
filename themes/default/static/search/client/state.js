// What is asked and how it is shown: read from the address of the page, and written to it.

/// Facets in the order in which the page lists them.
const FACETS = ["severity", "service", "cause", "trigger", "year", "team", "status", "tag", "owner", "language", "kind"];
const SORTS = ["relevance", "newest", "oldest", "longest", "severity"];
/// What hits are counted by where the page shows what recurs.
const GROUPS = ["cause", "service", "trigger", "year"];
/// Hits that are shown at first, and that each press of the button adds.
const BATCH = 20;
/// More are not asked for at once, whatever an address says.
const MOST = 1000;

/// The state that the query part of an address stands for; whatever it says, there is one.
function stateOf(search) {
  const given = new URLSearchParams(search);
  const one = (name) => (given.get(name) || "").trim();
  const filters = {};
  for (const name of FACETS) {
    const keys = [...new Set(given.getAll(name).filter(Boolean))];
    if (keys.length) filters[name] = keys;
  }
  const shown = Math.floor(Number(one("show")));
  return {
    query: given.get("q") || "",
    filters,
    after: one("after"),
    before: one("before"),
    duration: one("duration"),
    sort: SORTS.includes(one("sort")) ? one("sort") : "relevance",
    view: one("view") === "recurs" ? "recurs" : "hits",
    group: GROUPS.includes(one("group")) ? one("group") : "",
    shown: shown > BATCH ? Math.min(shown, MOST) : BATCH,
    /// Whether the last word may be unfinished: what was found then is what the address leads to.
    typing: one("typing") === "1",
  };
}

/// The address of the page of results in this state.
function addressOf(state) {
  const url = new URL(inSite("search.html"));
  const set = (name, value) => { if (value) url.searchParams.append(name, value); };
  set("q", state.query);
  set("typing", state.query && state.typing && "1");
  for (const name of FACETS) for (const key of state.filters[name] || []) set(name, key);
  for (const name of ["after", "before", "duration"]) set(name, state[name]);
  set("sort", state.sort !== "relevance" && state.sort);
  set("view", state.view !== "hits" && state.view);
  set("group", state.view === "recurs" && state.group);
  set("show", state.view === "hits" && state.shown > BATCH && state.shown);
  return url.href;
}

/// What the engine is asked. `from` leaves out hits that are shown already.
function requestOf(state, from = 0) {
  const isList = state.view === "hits";
  return {
    query: state.query,
    filters: state.filters,
    after: state.after,
    before: state.before,
    duration: state.duration,
    sort: state.sort,
    offset: from,
    limit: isList ? state.shown - from : 0,
    typing: state.typing,
    snippets: isList,
    group_by: isList ? null : state.group || null,
  };
}

/// The state with another choice in a facet: chosen if it was not, and the other way round.
function toggled(state, facet, key) {
  const keys = state.filters[facet] || [];
  return withChoices(state, facet, keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key]);
}

function withChoices(state, facet, keys) {
  const { [facet]: _, ...others } = state.filters;
  return { ...state, shown: BATCH, filters: keys.length ? { ...others, [facet]: keys } : others };
}

/// The state without anything that narrows it.
function widened(state) {
  return { ...state, filters: {}, after: "", before: "", duration: "", shown: BATCH };
}

function isNarrowed(state) {
  return Object.keys(state.filters).length > 0 || Boolean(state.after || state.before || state.duration);
}
