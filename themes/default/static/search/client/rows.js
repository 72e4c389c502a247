// A hit: as a row of the page of results, and as an option of the dialog.

/// More names of a kind than this are not listed with a hit.
const NAMES = 2;
const KINDS = ["incident", "service", "cause", "team", "page"];

function separated(parts) {
  return parts.flatMap((part, index) => (index ? [" · ", part] : [part]));
}

/// Services, then causes.
function namesOf(hit) {
  return [...hit.services.slice(0, NAMES), ...hit.causes.slice(0, NAMES)];
}

/// A link, or the same as text where it leads nowhere.
function linked(href, attributes, ...children) {
  return element(href ? "a" : "span", { ...attributes, href }, ...children);
}

/// Names that lead to their pages.
function links(hit) {
  return separated(namesOf(hit).map(({ label, url }) => linked(inSite(url), {}, label)));
}

function lasted({ kind, minutes }) {
  if (minutes !== null) return element("span", { class: "du" },
    sayWith("rows.lasted", { lasted: element("small", {}, say("rows.lasted-word")), duration: element("bdi", {}, lengthOf(minutes)) }));
  if (kind !== "incident") return element("span", { class: "du" });
  return element("span", { class: "du" }, element("span", { class: "vh" }, say("rows.no-duration")), element("span", { "aria-hidden": "true" }, "–"));
}

/// Date, severity, title, length, services and causes, snippet: each where rows of lists have it.
function hitRow(hit, terms) {
  const isIncident = hit.kind === "incident";
  const names = links(hit);
  const snippet = hit.snippet?.some(Boolean) ? element("p", { class: "snip", dir: "auto" }, marked(hit.snippet)) : null;
  const noDate = isIncident ? say("date.undated") : "";
  return element("li", {},
    hit.date ? time(hit.date, { class: "d" }) : element("span", { class: "d" }, noDate),
    isIncident ? hit.severity && severitySign(hit.severity) : element("span", { class: "sev kind" }, say(`search.kind.${hit.kind}`)),
    linked(hitAddress(hit, terms), { class: "t", dir: "auto" }, marked(hit.title_marked)),
    lasted(hit),
    names.length ? element("span", { class: "x" }, names) : null,
    snippet);
}

/// `number` tells options apart; the chosen one is named by its id.
function hitOption(hit, terms, number) {
  const words = [hit.kind === "incident" ? hit.severity && severityWord(hit.severity) : say(`search.kind.${hit.kind}`)];
  words.push(...namesOf(hit).map(({ label }) => label));
  const link = linked(hitAddress(hit, terms), {
    id: `lb-found-${number}`, role: "option", tabindex: -1, "aria-selected": "false",
  },
  hit.severity ? mark(hit.severity) : element("span", { "aria-hidden": "true" }, hit.kind === "incident" ? "" : "§"),
  element("span", { class: "t", dir: "auto" }, marked(hit.title_marked)),
  hit.date ? time(hit.date) : null,
  element("span", { class: "x" }, words.filter(Boolean).join(" · ")));
  return element("li", { role: "presentation" }, link);
}
